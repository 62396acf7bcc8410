/* speaker_noun.c -- descriptions, kinds, epithets, pairs, and those without a
 * name. */
#include "workers/speaker_noun.h"

#include "workers/en/noun.h"
#include "workers/entity.h"
#include "workers/speaker.h"
#include "workers/speaker_pronoun.h"
#include "workers/token.h"

#define DESCRIBE_BACK 60 /* descriptions, for "the minister" */
#define SOURCES_BACK  12 /* attributions, for "the official" */
#define MENTIONS_BACK 40
#define SALIENT       40 /* score of one whom an epithet may mean */
#define HEADLINE      2  /* sentences that may name an office first */

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

/* The latest that fits best; where none stands before, the first behind, as
 * headlines name an office first and its holder later. */
static bool
by_description(const struct speaker_resolver *r, struct attribution *a,
    uint32_t first, uint32_t last)
{
	const struct text *t = r->t;
	uint32_t head = noun_head(t, first, last);
	uint32_t k = describe_at(t, &r->d, first), from = k;
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
by_kind(const struct speaker_resolver *r, struct attribution *a, uint32_t first,
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
		if (noun & NOUN_GROUP && t->entity[e].type == FOUND_ORG &&
		    !(noun & NOUN_PLURAL)) {
			a->speaker = e;
			a->by = p->by;
			return true;
		}
	}
	return false;
}

/* Is the entity said to hold an office?  Not this one, or its description
 * would have fitted. */
static bool
holds_another(const struct speaker_resolver *r, uint32_t e, uint32_t head)
{
	uint32_t k = describe_at(r->t, &r->d, head);

	for (unsigned n = 0; n < DESCRIBE_BACK && k-- > 0; n++) {
		const struct describe_one *d = &r->d.one[k];

		if (d->entity == e && noun_of(r->t, d->head) & NOUN_OFFICE)
			return true;
	}
	return false;
}

/* "the billionaire", "the Vermont senator": news has such a name for whom it
 * speaks of already, the one that "he" or "she" would stand for. */
static bool
by_epithet(const struct speaker_resolver *r, struct attribution *a,
    uint32_t first, uint32_t last)
{
	const struct text *t = r->t;
	uint32_t head = noun_head(t, first, last), noun = noun_of(t, head);
	struct speaker_pronoun p;

	if (!token_is(t, first, "the") || !(noun & (NOUN_FAME | NOUN_OFFICE)) ||
	    noun & NOUN_PLURAL)
		return false;
	p = speaker_pronoun_of(t, r->n, first,
	    noun & NOUN_MALE         ? NOUN_HE
		: noun & NOUN_FEMALE ? NOUN_SHE
				     : NOUN_HE | NOUN_SHE);
	if (p.mention == TEXT_NONE || p.score < SALIENT)
		return false;
	a->speaker = t->mention[p.mention].entity;
	a->by = p.mention;
	a->how = SPEAKER_KIND;
	if (is_person(t, a->speaker) &&
	    !(noun & NOUN_OFFICE && holds_another(r, a->speaker, head)))
		return true;
	a->speaker = TEXT_NONE;
	return false;
}

/* "the official" after "a senior official": the earlier source. */
static uint32_t
same_unnamed(const struct speaker_resolver *r, uint32_t first, uint32_t last)
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
		if (t->token[h].low != t->token[head].low)
			continue;
		if (lacking(t, first, last, head, p->source, p->source_end) ==
			0 ||
		    lacking(t, p->source, p->source_end, h, first, last) == 0)
			return k - 1;
	}
	return TEXT_NONE;
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
			speaker_join(t, a, one);
			return true;
		}
		one = m->entity;
	}
	return false;
}

static bool
by_pair(const struct speaker_resolver *r, struct attribution *a)
{
	const struct text *t = r->t;

	a->how = SPEAKER_BOTH;
	if (r->n > 0 && t->attribution[r->n - 1].n_also == 1) {
		speaker_copy(t, a, r->n - 1);
		return true;
	}
	return last_two(t, a, true) || last_two(t, a, false);
}

/* "both the president and the prime minister": each by itself. */
static bool
by_parts(struct speaker_resolver *r, struct attribution *a, uint32_t last)
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
		speaker_join(t, a, other);
	}
	a->how = SPEAKER_BOTH;
	return true;
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

void
speaker_noun_resolve(
    struct speaker_resolver *r, struct attribution *a, uint32_t last)
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
	    (noun_definite(t, a->source) && by_kind(r, a, a->source, last)) ||
	    by_epithet(r, a, a->source, last))
		return;
	a->speaker = TEXT_NONE;
	a->how = SPEAKER_UNNAMED;
}
