/* speaker.c -- who a source is: name, pronoun, description, or nobody known. */
#include "workers/speaker.h"

#include "workers/en/noun.h"
#include "workers/en/phrase.h"
#include "workers/entity.h"
#include "workers/speaker_pronoun.h"
#include "workers/token.h"
#include "proto/buf.h"

#define JOINT_MAX     8  /* speakers of one attribution */
#define DESCRIBE_BACK 60 /* descriptions, for "the minister" */
#define SOURCES_BACK  12 /* attributions, for "the official" */
#define MENTIONS_BACK 40
#define HEADLINE      2  /* sentences that may name an office first */
#define SELF_REACH    10 /* attributions around one nested in them */

struct resolver {
	struct text *t;
	struct describe_all d;
	uint32_t n; /* attribution at hand */
};

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static bool
is_person(const struct text *t, uint32_t e)
{
	return t->entity[e].type == FOUND_PERSON;
}

/* ---- by name ------------------------------------------------------------ */

/* "Lee adviser", "the Lee campaign", "Lee's": something else is meant. */
static bool
is_modifier(const struct text *t, const struct mention *m, uint32_t last)
{
	const struct token *k = &t->token[m->last];

	if (m->last >= last)
		return false;
	if (k->kind == TOKEN_CLITIC)
		return !has(t, m->last, LEXICON_MODAL | LEXICON_NEG);
	if (k->kind != TOKEN_WORD || k->para)
		return false;
	if (noun_of(t, m->last) != 0)
		return true;
	return !(k->bits &
		   (LEXICON_PREP | LEXICON_CONJ | LEXICON_SUB | LEXICON_ADV |
		       LEXICON_OBJ)) &&
	    !is_person(t, m->entity);
}

/* The token before the mention with its title and determiners. */
static uint32_t
outside(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = m->title;

	while (i > first && m->title - i < 6 &&
	    (has(t, i - 1, LEXICON_DET | LEXICON_POSS) ||
		(noun_of(t, i - 1) & NOUN_PERSON)))
		i--;
	return i;
}

/* "head of the Association", "spokesman for Mayor Lee" */
static bool
is_governed(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = outside(t, m, first);

	return i > first && has(t, i - 1, LEXICON_PREP);
}

static bool
joins(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = outside(t, m, first);

	return i > first &&
	    (token_is(t, i - 1, "and") || t->token[i - 1].mark == '&' ||
		token_is(t, i - 1, "or"));
}

/* Nothing but a comma stands between the names. */
static bool
listed(const struct text *t, const struct mention *a, const struct mention *b)
{
	return b->title == a->last + 1 && t->token[a->last].mark == ',';
}

static void
add_also(const struct text *t, struct attribution *a, uint32_t e)
{
	if (e == a->speaker || a->n_also >= JOINT_MAX)
		return;
	for (uint32_t i = 0; i < a->n_also; i++)
		if (a->also[i] == e)
			return;
	if (a->also == NULL)
		a->also = arena_alloc(t->arena, JOINT_MAX, sizeof *a->also);
	a->also[a->n_also++] = e;
}

/* The mentions in the source that may speak; at most JOINT_MAX. */
static uint32_t
named(const struct text *t, const struct attribution *a, uint32_t last,
    uint32_t out[JOINT_MAX])
{
	uint32_t i = entity_mention_from(t, a->source), n = 0;

	if (i > 0 && t->mention[i - 1].last > a->source)
		i--;
	for (; i < t->n_mentions && t->mention[i].first < last && n < JOINT_MAX;
	     i++) {
		const struct mention *m = &t->mention[i];

		if (!is_modifier(t, m, last) && !is_governed(t, m, a->source))
			out[n++] = i;
	}
	return n;
}

static void
set_named(struct attribution *a, const struct mention *m, uint32_t i)
{
	a->speaker = m->entity;
	a->how = SPEAKER_NAMED;
	a->by = i;
}

/* Whoever is named in the source itself; a person before an office. */
static void
by_name(const struct text *t, struct attribution *a, uint32_t last)
{
	uint32_t who[JOINT_MAX], n = named(t, a, last, who);
	bool list = n > 1 && joins(t, &t->mention[who[n - 1]], a->source);

	for (uint32_t i = 0; i < n; i++) {
		const struct mention *m = &t->mention[who[i]];

		if (a->speaker == TEXT_NONE) {
			set_named(a, m, who[i]);
			continue;
		}
		if (joins(t, m, a->source) ||
		    (list && listed(t, &t->mention[who[i - 1]], m)))
			add_also(t, a, m->entity);
		else if (!is_person(t, a->speaker) && is_person(t, m->entity) &&
		    a->n_also == 0)
			set_named(a, m, who[i]);
	}
}

/* ---- by description ----------------------------------------------------- */

/* Does the word stand in the tokens? */
static bool
stands_in(const struct text *t, uint32_t word, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i < last; i++)
		if (noun_same(t, word, i))
			return true;
	return false;
}

/* Words that tell nothing of who is meant. */
static bool
is_weak(const struct text *t, uint32_t i)
{
	static const char *const words[] = { "former", "then", "current",
		"longtime", "veteran", "outgoing", "own", "top", "senior",
		"new", "late", NULL };

	return t->token[i].kind != TOKEN_WORD || token_among(t, i, words) ||
	    has(t, i,
		LEXICON_DET | LEXICON_PREP | LEXICON_POSS | LEXICON_DAY |
		    LEXICON_MONTH | LEXICON_TIME);
}

/* A prime minister is no minister, a vice president no president. */
static bool
same_rank(const struct text *t, uint32_t a, uint32_t first_a, uint32_t b,
    uint32_t first_b)
{
	static const char *const ranks[] = { "prime", "vice", "deputy",
		"attorney", "assistant", "lieutenant", NULL };
	bool x = a > first_a && token_among(t, a - 1, ranks);
	bool y = b > first_b && token_among(t, b - 1, ranks);

	if (x && y)
		return t->token[a - 1].low == t->token[b - 1].low;
	return x == y;
}

/* Tokens first to last but head that do not stand in the others. */
static int
lacking(const struct text *t, uint32_t first, uint32_t last, uint32_t head,
    uint32_t in, uint32_t in_last)
{
	int n = 0;

	for (uint32_t i = first; i < last; i++)
		n += i != head && !is_weak(t, i) &&
		    !stands_in(t, i, in, in_last);
	return n;
}

/*
 * How well "the prime minister" fits one description: each word of it that
 * the description has too tells for it.  Not above 0: not meant, since both
 * have words that the other has not ("the health minister", "Industry
 * Minister").
 */
static int
likeness(const struct text *t, const struct describe_one *d, uint32_t first,
    uint32_t last, uint32_t head)
{
	int here, there, all = 0;

	if (!noun_same(t, head, d->head) ||
	    !same_rank(t, head, first, d->head, d->first))
		return 0;
	here = lacking(t, first, last, head, d->first, d->last);
	there = lacking(t, d->first, d->last, d->head, first, last);
	for (uint32_t i = first; i < last; i++)
		all += i != head && !is_weak(t, i);
	if (here > 0 && there > 0 && here >= all - here)
		return 0;
	return 10 + 2 * (all - here) - here;
}

/* The first description whose mention is not before token i. */
static uint32_t
describe_from(const struct resolver *r, uint32_t i)
{
	uint32_t lo = 0, hi = r->d.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (r->t->mention[r->d.one[mid].mention].first < i)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The latest that fits best; where none stands before, the first behind, as
 * headlines name an office first and its holder later. */
static bool
by_description(const struct resolver *r, struct attribution *a, uint32_t first,
    uint32_t last)
{
	const struct text *t = r->t;
	uint32_t head = noun_head(t, first, last);
	uint32_t k = describe_from(r, first), from = k;
	int best = 0;

	for (unsigned n = 0; n < DESCRIBE_BACK && k-- > 0; n++) {
		int score = likeness(t, &r->d.one[k], first, last, head);

		if (score > best) {
			best = score;
			a->speaker = r->d.one[k].entity;
			a->by = r->d.one[k].mention;
		}
	}
	if (best == 0 &&
	    (speaker_pronoun_sentence(t, first) > HEADLINE ||
		!(last == first + 1 || token_is(t, first, "the"))))
		return false;
	for (k = from; best == 0 && k < r->d.n && k < from + DESCRIBE_BACK; k++)
		if (likeness(t, &r->d.one[k], first, last, head) > 0) {
			best = 1;
			a->speaker = r->d.one[k].entity;
			a->by = r->d.one[k].mention;
		}
	a->how = SPEAKER_DESCRIBED;
	return best > 0;
}

/* "the association": the last word of a name, or one in it. */
static int
kind_of_name(const struct text *t, const struct mention *m, uint32_t head)
{
	if (t->entity[m->entity].type == FOUND_PERSON)
		return 0;
	if (m->last - m->first > 1 && noun_same(t, m->last - 1, head))
		return 2;
	return m->last - m->first > 1 && stands_in(t, head, m->first, m->last);
}

/* The latest name of that kind: "the union"; and for a kind that names seldom
 * show ("the company"), the organisation that spoke last. */
static bool
by_kind(const struct resolver *r, struct attribution *a, uint32_t first,
    uint32_t last)
{
	const struct text *t = r->t;
	uint32_t head = noun_head(t, first, last);
	uint32_t i = entity_mention_from(t, first), noun = noun_of(t, head);

	a->how = SPEAKER_KIND;
	if (head != first + 1)
		return false;
	for (unsigned k = 0; k < MENTIONS_BACK && i-- > 0; k++)
		if (kind_of_name(t, &t->mention[i], head) > 0) {
			a->speaker = t->mention[i].entity;
			a->by = i;
			return true;
		}
	for (uint32_t k = r->n; k > 0 && r->n - k < SOURCES_BACK / 2; k--) {
		const struct attribution *p = &t->attribution[k - 1];
		uint32_t e = p->speaker;

		if (e == TEXT_NONE || p->how != SPEAKER_NAMED)
			continue;
		if ((noun & NOUN_GROUP && t->entity[e].type == FOUND_ORG &&
			!(noun & NOUN_PLURAL)) ||
		    (noun & NOUN_FAME && is_person(t, e))) {
			a->speaker = e;
			a->by = p->by;
			return true;
		}
	}
	return false;
}

/* "the official" after "a senior official": the earlier source. */
static uint32_t
same_unnamed(const struct resolver *r, uint32_t first, uint32_t last)
{
	const struct text *t = r->t;
	uint32_t head = noun_head(t, first, last);

	for (uint32_t k = r->n; k > 0 && r->n - k < SOURCES_BACK; k--) {
		const struct attribution *p = &t->attribution[k - 1];
		uint32_t h;

		if (p->speaker != TEXT_NONE || p->source == p->source_end ||
		    p->like != TEXT_NONE)
			continue;
		h = noun_head(
		    t, p->source, noun_core(t, p->source, p->source_end));
		if (t->token[h].low == t->token[head].low)
			return k - 1;
	}
	return TEXT_NONE;
}

/* ---- by pronoun --------------------------------------------------------- */

static void
copy_speaker(const struct text *t, struct attribution *a, uint32_t k)
{
	const struct attribution *p = &t->attribution[k];

	a->speaker = p->speaker;
	a->also = p->also;
	a->n_also = p->n_also;
	a->like = TEXT_NONE;
	if (p->speaker == TEXT_NONE) /* one without a source is like nobody */
		a->like = p->like != TEXT_NONE || p->source == p->source_end
		    ? p->like
		    : k;
}

/* "I" and "we" within quotation marks are whoever is quoted. */
static bool
by_self(const struct resolver *r, struct attribution *a)
{
	const struct text *t = r->t;
	uint32_t k = r->n > SELF_REACH ? r->n - SELF_REACH : 0;

	for (; k < t->n_attributions && k < r->n + SELF_REACH; k++) {
		const struct attribution *p = &t->attribution[k];

		for (uint32_t i = 0; p != a && i < p->n_pieces; i++)
			if (p->piece[i].first <= a->source &&
			    p->piece[i].last > a->source) {
				copy_speaker(t, a, k);
				a->how = SPEAKER_SELF;
				a->by = k;
				return true;
			}
	}
	return false;
}

static void
by_pronoun(struct resolver *r, struct attribution *a, uint32_t bits)
{
	struct text *t = r->t;
	struct speaker_pronoun p = speaker_pronoun_of(t, r->n, a->source, bits);

	a->how = SPEAKER_PRONOUN;
	if (p.mention != TEXT_NONE) {
		struct entity *e;

		a->speaker = t->mention[p.mention].entity;
		a->by = p.mention;
		/* From here on it is known: a later "he" is somebody else. */
		e = &t->entity[a->speaker];
		if (bits & (NOUN_HE | NOUN_SHE) && e->sex == ENTITY_UNKNOWN)
			e->sex = bits & NOUN_HE ? ENTITY_MALE : ENTITY_FEMALE;
	} else if (p.like != TEXT_NONE) {
		copy_speaker(t, a, p.like);
		a->how = SPEAKER_GOES_ON;
		a->by = p.like;
	} else {
		a->how = SPEAKER_UNNAMED;
	}
}

/* "both", "the two leaders", "the pair": the last two persons named, or the
 * last two who spoke together. */
static bool
is_pair(const struct text *t, uint32_t first, uint32_t last)
{
	if (token_is(t, first, "both"))
		return last == first + 1 ||
		    (noun_of(t, last - 1) & NOUN_PLURAL) != 0;
	return last > first + 1 && token_is(t, first, "the") &&
	    (token_is(t, first + 1, "two") || token_is(t, first + 1, "pair"));
}

/* The last two persons before the source, subjects only or any. */
static bool
last_two(const struct text *t, struct attribution *a, bool subjects)
{
	uint32_t i = entity_mention_from(t, a->source), one = TEXT_NONE;

	for (unsigned k = 0; k < MENTIONS_BACK && i-- > 0; k++) {
		const struct mention *m = &t->mention[i];

		if (!is_person(t, m->entity) || m->entity == one ||
		    t->token[m->first].quote != TEXT_NONE ||
		    (subjects && !speaker_pronoun_subject(t, m)))
			continue;
		if (one != TEXT_NONE) {
			a->speaker = m->entity;
			add_also(t, a, one);
			return true;
		}
		one = m->entity;
	}
	return false;
}

static bool
by_pair(const struct resolver *r, struct attribution *a)
{
	const struct text *t = r->t;

	a->how = SPEAKER_BOTH;
	if (r->n > 0 && t->attribution[r->n - 1].n_also == 1) {
		copy_speaker(t, a, r->n - 1);
		return true;
	}
	return last_two(t, a, true) || last_two(t, a, false);
}

/* "both the president and the prime minister": each by itself. */
static bool
by_parts(struct resolver *r, struct attribution *a, uint32_t last)
{
	const struct text *t = r->t;
	uint32_t first = a->source, and, one;
	bool both = token_is(t, first, "both");

	first += both;
	for (and = first + 1; and < last; and++)
		if (token_is(t, and, "and") && t->token[and].quote == TEXT_NONE)
			break;
	if (and+1 >= last || (!both && !noun_definite(t, first)) ||
	    !(noun_of(t, and-1) & NOUN_PERSON))
		return false;
	for (uint32_t i = and+1; i < last; i++)
		if (t->token[i].mark == ',')
			last = i;
	if (!by_description(r, a, first, and))
		return false;
	one = a->speaker;
	if (!by_description(r, a, and+1, last)) {
		a->speaker = TEXT_NONE;
		return false;
	}
	if (one != a->speaker) {
		uint32_t other = a->speaker;

		a->speaker = one;
		add_also(t, a, other);
	}
	a->how = SPEAKER_BOTH;
	return true;
}

/* ---- the sieves --------------------------------------------------------- */

static void resolve(struct resolver *r, struct attribution *a);

/* "Lee, [who] said": the noun that the clause belongs to. */
static void
by_antecedent(struct resolver *r, struct attribution *a)
{
	struct text *t = r->t;
	uint32_t who = a->source, outer, first = who, last = a->source_end;
	uint32_t floor = who > TEXT_WALK / 4 ? who - TEXT_WALK / 4 : 0;
	struct phrase p;

	for (uint32_t i = who; i > floor; i--)
		if (t->token[i].para || t->token[i - 1].mark == '.') {
			floor = i;
			break;
		}
	while (who > floor && t->token[who - 1].mark == ',')
		who--;
	p = phrase_subject(t, floor, who, &outer);
	if (p.first < p.last && noun_pronoun(t, p.first) != NOUN_WHO) {
		a->source = p.first;
		a->source_end = p.last;
		resolve(r, a);
	}
	a->source = first;
	a->source_end = last;
	if (a->speaker == TEXT_NONE && a->like == TEXT_NONE)
		a->how = SPEAKER_UNNAMED;
	else
		a->how = SPEAKER_WHO;
}

static bool
is_definite(const struct text *t, uint32_t first, uint32_t last)
{
	if (noun_definite(t, first))
		return true;
	for (uint32_t i = first + 1; i < last && i < first + 8; i++)
		if (t->token[i].kind == TOKEN_CLITIC)
			return true;
	/* headlines leave the article out: "Minister says" */
	return last == first + 1 && !(noun_of(t, first) & NOUN_PLURAL);
}

static void
by_noun(struct resolver *r, struct attribution *a, uint32_t last)
{
	const struct text *t = r->t;
	uint32_t head = noun_head(t, a->source, last);
	bool plural = (noun_of(t, head) & NOUN_PLURAL) != 0;

	if (by_parts(r, a, last) ||
	    (is_pair(t, a->source, last) && by_pair(r, a)))
		return;
	a->speaker = TEXT_NONE;
	a->how = SPEAKER_UNNAMED;
	a->by = TEXT_NONE;
	if (noun_indefinite(t, a->source))
		return;
	a->like = same_unnamed(r, a->source, last);
	if (a->like != TEXT_NONE) {
		a->by = a->like;
		a->how = SPEAKER_GOES_ON;
		return;
	}
	if (plural || !is_definite(t, a->source, last))
		return;
	if (by_description(r, a, a->source, last) ||
	    (noun_definite(t, a->source) && by_kind(r, a, a->source, last)))
		return;
	a->speaker = TEXT_NONE;
	a->how = SPEAKER_UNNAMED;
}

static void
resolve(struct resolver *r, struct attribution *a)
{
	const struct text *t = r->t;
	uint32_t last = noun_core(t, a->source, a->source_end);
	uint32_t bits = last == a->source + 1 ? noun_pronoun(t, a->source) : 0;

	if (bits & NOUN_I && by_self(r, a))
		return;
	if (bits & (NOUN_HE | NOUN_SHE | NOUN_IT | NOUN_THEY)) {
		by_pronoun(r, a, bits);
		return;
	}
	if (bits & NOUN_WHO) {
		by_antecedent(r, a);
		return;
	}
	by_name(t, a, last);
	if (a->speaker == TEXT_NONE)
		by_noun(r, a, last);
}

/* Nothing but a quotation: whoever spoke last goes on. */
static void
go_on(const struct resolver *r, struct attribution *a)
{
	if (a->cue < a->cue_end || r->n == 0)
		return;
	copy_speaker(r->t, a, r->n - 1);
	a->how = SPEAKER_GOES_ON;
	a->by = r->n - 1;
}

/* Each name's fullest description; what it is said to be only where there is
 * no title and no appositive. */
static void
note_roles(struct text *t, const struct describe_all *d)
{
	for (unsigned predicate = 0; predicate < 2; predicate++)
		for (uint32_t i = 0; i < d->n; i++) {
			const struct describe_one *o = &d->one[i];
			struct entity *e = &t->entity[o->entity];

			if (o->predicate != (predicate == 1) ||
			    (predicate == 1 && e->as < e->as_end) ||
			    o->last - o->first <= e->as_end - e->as)
				continue;
			e->as = o->first;
			e->as_end = o->last;
		}
}

void
speaker_find(struct text *t)
{
	struct resolver r = { .t = t };

	describe_find(t, &r.d);
	note_roles(t, &r.d);
	for (r.n = 0; r.n < t->n_attributions; r.n++) {
		struct attribution *a = &t->attribution[r.n];

		a->speaker = a->like = a->by = TEXT_NONE;
		a->also = NULL;
		a->n_also = 0;
		a->how = SPEAKER_NONE;
		if (a->source < a->source_end)
			resolve(&r, a);
		else
			go_on(&r, a);
		if (a->speaker != TEXT_NONE)
			entity_speaks(t, a->speaker);
	}
	/* "I" may stand before the words that say whose it is. */
	for (r.n = 0; r.n < t->n_attributions; r.n++) {
		struct attribution *a = &t->attribution[r.n];

		if (a->source < a->source_end && a->how == SPEAKER_UNNAMED &&
		    noun_pronoun(t, a->source) & NOUN_I)
			by_self(&r, a);
	}
}

/* Words with single spaces for whatever white space stands between. */
static void
append_words(struct buf *b, struct span s)
{
	bool space = false;

	for (size_t i = 0; i < s.n && b->n < FOUND_STRING_MAX - 8; i++) {
		if ((unsigned char)s.p[i] <= ' ') {
			space = true;
			continue;
		}
		if (space && b->n > 0)
			buf_append(b, " ", 1);
		space = false;
		buf_append(b, &s.p[i], 1);
	}
}

/* Cut at a code point so that the limit holds; into the arena. */
static struct span
keep(const struct text *t, struct buf *b)
{
	size_t n = b->n;
	struct span s;

	if (n >= FOUND_STRING_MAX - 8)
		while (n > 0 && (b->p[--n] & 0xc0) == 0x80)
			;
	s.p = arena_strdup(t->arena, (struct span) { b->p, n });
	s.n = n;
	buf_free(b);
	return s;
}

static struct span
unnamed(const struct text *t, const struct attribution *a)
{
	struct buf b = { 0 };
	uint32_t first = a->source;

	if (a->like != TEXT_NONE) {
		const struct attribution *p = &t->attribution[a->like];

		if (p->source < p->source_end)
			a = p, first = p->source;
	}
	if (first >= a->source_end)
		return (struct span) { NULL, 0 };
	if (first + 1 < a->source_end && has(t, first, LEXICON_DET) &&
	    (token_is(t, first, "a") || token_is(t, first, "an") ||
		token_is(t, first, "the")))
		first++;
	buf_puts(&b, "unnamed: ");
	append_words(&b, text_cut(t, first, a->source_end));
	return keep(t, &b);
}

static struct span
role_of(const struct text *t, uint32_t e)
{
	const struct entity *x = &t->entity[e];
	struct span s = { NULL, 0 };

	if (x->as < x->as_end)
		s = text_cut(t, x->as, x->as_end);
	return s.n <= FOUND_STRING_MAX ? s : (struct span) { NULL, 0 };
}

struct span
speaker_name(const struct text *t, const struct attribution *a,
    enum found_type *type, struct span *role)
{
	struct buf b = { 0 };

	*type = FOUND_NOTYPE;
	*role = (struct span) { NULL, 0 };
	if (a->speaker == TEXT_NONE) {
		if (a->source == a->source_end && a->like == TEXT_NONE)
			return (struct span) { NULL, 0 };
		return unnamed(t, a);
	}
	*type = t->entity[a->speaker].type;
	append_words(&b, entity_name(t, a->speaker));
	for (uint32_t i = 0; i < a->n_also; i++) {
		buf_puts(&b, "; ");
		append_words(&b, entity_name(t, a->also[i]));
	}
	*role = role_of(t, a->speaker);
	return keep(t, &b);
}
