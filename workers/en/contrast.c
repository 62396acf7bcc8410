/* contrast.c -- words that exclude each other. */
#include "contrast.h"

#include "proto/gist.h"
#include "proto/hash.h"

/* Poles are parted by "|", words by blanks; each set is of one kind. */
static const char *const opposites[] = {
	"accept approve agree welcome endorse | reject refuse decline spurn",
	"win victory | lose defeat loss",
	"allow permit let | ban forbid prohibit bar prevent block",
	"support back favour favor | oppose",
	"guilty | innocent",
	"true right correct | false untrue wrong incorrect",
	"alive live survive | dead die kill perish",
	"safe | dangerous unsafe",
	"legal lawful | illegal unlawful",
	"aware | unaware",
	"succeed success | failure",
	"open reopen | shut close closed closure",
	"begin start launch resume | end stop halt cease suspend",
	"remain stay keep | leave quit",
	"more | less few",
	"always | never",
	"buy purchase | sell",
	"strong strengthen | weak weaken",
	"improve better improvement | worsen worse deteriorate",
	"likely | unlikely",
	"possible | impossible",
	"hire | fire dismiss sack",
	"before | after",
	"rise increase grow climb gain jump soar up raise growth high "
	"| fall decrease shrink drop decline slip plunge down cut reduce low",
	"fire shoot | silent",
	"release free | jail detain imprison",
	"include | exclude",
	"overturn quash | uphold",
	"love like | hate dislike",
	"hire recruit | lay",
	"friend ally | enemy",
	"repay refund | withhold",
};

static const char *const scopes[] = {
	"man men male boy husband father son brother gentleman "
	"| woman women female girl wife mother daughter sister lady",
	"domestic home national inland | international foreign overseas abroad",
	"north northern | south southern | east eastern | west western",
	"north-east northeast northeastern | north-west northwest northwestern "
	"| south-east southeast southeastern "
	"| south-west southwest southwestern",
	"public | private",
	"urban | rural",
	"city | metropolitan | suburban suburb | provincial | nationwide",
	"adult | child children baby infant toddler | teenager teen",
	"gross | net",
	"revenue sale turnover | profit earnings income | loss | cost expense",
	"export | import",
	"confirm confirmed | suspected suspect | probable",
	"killed | injured wounded hurt | missing",
	"first-time first-timer | repeat",
	"full-time | part-time",
	"upper | lower",
	"left | right",
	"spring | summer | autumn | winter",
	"weekday | weekend",
	"monday | tuesday | wednesday | thursday | friday | saturday | sunday",
	"january | february | march | april | may | june | july | august "
	"| september | october | november | december",
	"quarter | half-year",
	"morning | afternoon | evening | night overnight",
	"daily | weekly | monthly | annual yearly",
	"nominal | real",
	"average mean | median | maximum peak | minimum",
	"teacher | pupil student",
	"doctor physician | nurse | patient",
	"driver | passenger | pedestrian | cyclist",
	"owner landlord | tenant renter",
	"buyer purchaser | seller vendor",
	"employer | employee worker",
	"primary elementary | secondary",
	"first | second | third | fourth | fifth | sixth | seventh | eighth "
	"| ninth | tenth",
	"house | senate",
	"goal | point | try | run | wicket",
	"core | headline",
	"house | flat apartment | land",
	"capacity | output generation",
	"all every each | some many | most | few",
	"steel | aluminum aluminium | copper | lumber timber | oil | gas | "
	"coal",
	"car auto automobile | truck lorry | bus | train | plane aircraft "
	"| ship ferry boat",
};

static const char *const steps[] = {
	"arrest detain | charge indict | convict | sentence",
	"consider mull weigh | plan propose | decide announce | complete "
	"finish",
	"recommend propose | approve adopt",
	"nominate | elect appoint",
	"order | deliver",
};

static const char *const denials[] = { "not", "n't", "n’t", "never", "no",
	"none", "nobody", "nothing", "neither", "nor", "nowhere", "without",
	"fail", "refuse", "deny", "unable", "cannot", "hardly", "barely",
	"refusal", "denial", "failure", NULL };

static const char *const hedges[] = { "may", "might", "perhaps", "possibly",
	"probably", "probable", "likely", "suspect", "consider", "appear",
	"seem", "apparently", "allegedly", "reportedly", "recollection",
	"recall", "possible", "suggest", "unlikely", "mull", "rumour", "rumor",
	"maybe", "presumably", "tentatively", "guess", "fear", NULL };

/* Verbs that carry others, adverbs that say little. */
static const char *const light[] = { "be", "have", "do", "get", "make", "take",
	"so", "then", "there", "now", "just", "also", "very", "too", "even",
	"still", "here", "not", "never", "as", "such", "only", "however", "go",
	"put", "some", "when", "how", "why", "where", NULL };

#define SLOTS 2048u /* a power of two, more than twice the words */

/* Open addressing by the words' hashes. */
struct contrast_map {
	struct slot {
		struct span word; /* n 0: empty */
		struct contrast what;
	} slot[SLOTS];
};

static uint32_t
slot_of(const struct contrast_map *m, struct span word)
{
	uint32_t k = (uint32_t)hash_fast(word) % SLOTS;

	while (m->slot[k].word.n > 0 && !span_eq(m->slot[k].word, word))
		k = (k + 1) % SLOTS;
	return k;
}

static struct contrast *
enter(struct contrast_map *m, struct span word)
{
	struct slot *s = &m->slot[slot_of(m, word)];

	s->word = word;
	return &s->what;
}

/* The words of one set; a word of several sets is of the first. */
static void
enter_set(struct contrast_map *m, const char *words, uint8_t set)
{
	uint8_t pole = 1;

	while (*words != '\0') {
		size_t n = 0;

		while (words[n] != '\0' && words[n] != ' ')
			n++;
		if (n == 1 && *words == '|') {
			pole++;
		} else {
			struct contrast *c = enter(
			    m, (struct span) { words, n });

			if (c->set == 0) {
				c->set = set;
				c->pole = pole;
			}
		}
		words += n;
		words += *words == ' ';
	}
}

static void
enter_list(struct contrast_map *m, const char *const *list, uint8_t bit)
{
	for (; *list != NULL; list++)
		enter(m, span_of(*list))->bits |= bit;
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

struct contrast_map *
contrast_open(struct arena *arena)
{
	struct contrast_map *m = arena_alloc(arena, 1, sizeof *m);

	for (size_t i = 0; i < COUNT(opposites); i++)
		enter_set(m, opposites[i], (uint8_t)(GIST_OPPOSITE + i));
	for (size_t i = 0; i < COUNT(scopes); i++)
		enter_set(m, scopes[i], (uint8_t)(GIST_SCOPE + i));
	for (size_t i = 0; i < COUNT(steps); i++)
		enter_set(m, steps[i], (uint8_t)(GIST_STEP + i));
	enter_list(m, denials, CONTRAST_DENIES);
	enter_list(m, hedges, CONTRAST_HEDGES);
	enter_list(m, light, CONTRAST_LIGHT);
	return m;
}

struct contrast
contrast_of(const struct contrast_map *m, struct span lemma)
{
	return m->slot[slot_of(m, lemma)].what;
}
