/* contrast.c -- words that exclude each other. */
#include "contrast.h"

#include <string.h>

#include "proto/gist.h"

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

static bool
among(struct span w, const char *const *list)
{
	for (; *list != NULL; list++)
		if (w.n > 0 && **list == *w.p && span_is(w, *list))
			return true;
	return false;
}

/* The pole of w in one set; 0: it is not of it. */
static uint8_t
pole_in(const char *set, struct span w)
{
	uint8_t pole = 1;

	/* most words are in no set: that is seen without taking it apart */
	if (memmem(set, strlen(set), w.p, w.n) == NULL)
		return 0;
	while (*set != '\0') {
		size_t n = strcspn(set, " ");

		if (n == 1 && *set == '|')
			pole++;
		else if (span_eq((struct span) { set, n }, w))
			return pole;
		set += n;
		set += strspn(set, " ");
	}
	return 0;
}

static bool
find(const char *const *sets, size_t n, uint8_t base, struct span w,
    uint8_t *set, uint8_t *pole)
{
	for (size_t i = 0; i < n; i++)
		if ((*pole = pole_in(sets[i], w)) != 0) {
			*set = (uint8_t)(base + i);
			return true;
		}
	return false;
}

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

void
contrast_of(struct span lemma, uint8_t *set, uint8_t *pole)
{
	if (find(
		opposites, COUNT(opposites), GIST_OPPOSITE, lemma, set, pole) ||
	    find(scopes, COUNT(scopes), GIST_SCOPE, lemma, set, pole) ||
	    find(steps, COUNT(steps), GIST_STEP, lemma, set, pole))
		return;
	*set = *pole = 0;
}

bool
contrast_denies(struct span lemma)
{
	return among(lemma, denials);
}

bool
contrast_hedges(struct span lemma)
{
	return among(lemma, hedges);
}
