/* describe.c -- looking around names for what they are. */
#include "workers/en/describe.h"

#include "workers/en/noun.h"
#include "workers/en/phrase.h"
#include "workers/token.h"

#define REACH 25 /* tokens of a description, and before it */

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static bool
is_comma(const struct text *t, uint32_t i)
{
	return i < t->n_tokens && t->token[i].kind == TOKEN_MARK &&
	    t->token[i].mark == ',' && !t->token[i].para;
}

/* Can the noun say what an entity of this type is? */
static bool
suits(const struct text *t, uint32_t head, uint8_t type)
{
	uint32_t bits = noun_of(t, head);

	if (bits & NOUN_PLURAL && !(bits & NOUN_GROUP))
		return false;
	if (type == FOUND_PERSON)
		return (bits & NOUN_PERSON) != 0;
	return (bits &
		   (type == FOUND_OTHER ? NOUN_PERSON | NOUN_GROUP
					: NOUN_GROUP)) != 0;
}

static void
add(const struct text *t, struct describe_all *d, uint32_t mention,
    uint32_t first, uint32_t last, bool predicate)
{
	const struct mention *m = &t->mention[mention];
	uint32_t head;

	/* "a donor to Mr.": cut off within a name */
	if (first >= last || t->token[last - 1].bits & LEXICON_ABBR)
		last = first + 1 == last && first < last ? last : first;
	if (first >= last)
		return;
	head = noun_head(t, first, last);
	if (!suits(t, head, t->entity[m->entity].type))
		return;
	while (first < head &&
	    (token_is(t, first, "a") || token_is(t, first, "an") ||
		token_is(t, first, "the")))
		first++;
	d->one[d->n++] = (struct describe_one) { first, last, head, m->entity,
		mention, predicate };
}

/* May the word stand in a title before a name: "former Norhaven fire"? */
static bool
in_title(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_CLITIC)
		return i > 0 && t->token[i - 1].capital;
	return k->kind == TOKEN_WORD && (k->verb == NULL || k->capital) &&
	    !has(t, i,
		LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONJ |
		    LEXICON_SUB | LEXICON_AUX | LEXICON_MODAL | LEXICON_ADV |
		    LEXICON_NEG | LEXICON_DAY | LEXICON_MONTH | LEXICON_TIME);
}

/* Behind a dateline's dash and behind "for" of "spokesman for Mr. Lee". */
static uint32_t
title_first(const struct text *t, uint32_t first, uint32_t last)
{
	uint32_t at = first;

	for (uint32_t i = first; i + 1 < last; i++)
		if ((t->token[i].kind == TOKEN_MARK && t->token[i].space &&
			t->token[i].mark != '.') ||
		    (has(t, i, LEXICON_PREP) && !token_is(t, i, "of")))
			at = i + 1;
	return at;
}

/* "former secretary of state [Ann Lee]", "Norhaven mayor [Ann Lee]". */
static void
take_title(const struct text *t, struct describe_all *d, uint32_t mention)
{
	const struct mention *m = &t->mention[mention];
	uint32_t i = m->title, last = m->first;
	bool of = i > 2 && token_is(t, i - 2, "of") &&
	    noun_of(t, i - 3) & NOUN_PERSON;

	if (i == last &&
	    (t->token[i].para || i == 0 ||
		(!of && !(noun_of(t, i - 1) & NOUN_PERSON))))
		return;
	if (i == last && of)
		i -= 3;
	while (i > 0 && m->first - i < 8 && !t->token[i].para &&
	    in_title(t, i - 1))
		i--;
	while (i < last && t->token[i].kind == TOKEN_CLITIC)
		i++;
	if (noun_of(t, last - 1) & NOUN_PLURAL)
		return;
	add(t, d, mention, title_first(t, i, last), last, false);
}

/* The end of a description that starts at i: a comma, a stop, a verb. */
static uint32_t
description_end(const struct text *t, uint32_t i)
{
	uint32_t limit = i + REACH < t->n_tokens ? i + REACH : t->n_tokens;
	uint32_t j;
	struct phrase p;

	for (j = i; j < limit; j++) {
		const struct token *k = &t->token[j];

		if ((k->kind == TOKEN_MARK && strchr(",;.()_:", k->mark) &&
			k->mark != 0) ||
		    k->kind == TOKEN_QUOTE || (k->para && j > i))
			break;
	}
	p = phrase_source(t, i, j);
	return noun_core(t, i, p.last > i ? p.last : i);
}

/* "[Ann Lee], 54, head of the Growers Association," */
static void
take_after(const struct text *t, struct describe_all *d, uint32_t mention)
{
	const struct mention *m = &t->mention[mention];
	uint32_t i = m->last + 1, last;

	if (!is_comma(t, m->last) || i >= t->n_tokens)
		return;
	if (t->token[i].kind == TOKEN_NUMBER && is_comma(t, i + 1))
		i += 2;
	if (i >= t->n_tokens || has(t, i, LEXICON_SUB) ||
	    (has(t, i, LEXICON_PREP | LEXICON_CONJ | LEXICON_PRON) &&
		!has(t, i, LEXICON_DET)))
		return;
	last = description_end(t, i);
	if (last <= i)
		return;
	add(t, d, mention, i, last, false);
}

/* "Trump's envoy to Canada, [Ambassador Ann Lee]" */
static void
take_before(const struct text *t, struct describe_all *d, uint32_t mention)
{
	const struct mention *m = &t->mention[mention];
	uint32_t comma = m->title - 1, floor, outer;
	struct phrase p;

	if (m->title < 3 || t->token[m->title].para || !is_comma(t, comma))
		return;
	floor = comma > REACH ? comma - REACH : 0;
	for (uint32_t i = comma; i > floor; i--)
		if (t->token[i - 1].para || t->token[i - 1].mark == '.' ||
		    t->token[i - 1].kind == TOKEN_QUOTE) {
			floor = t->token[i - 1].para ? i - 1 : i;
			break;
		}
	p = phrase_subject(t, floor, comma, &outer);
	if (p.first >= p.last || p.last != comma)
		return;
	/* "Lee, head of the union, Carl Ek and …": it was Lee's */
	for (uint32_t i = d->n; i > 0 && i + 3 > d->n; i--)
		if (d->one[i - 1].mention != mention &&
		    d->one[i - 1].last > p.first)
			return;
	if (!noun_definite(t, p.first) && !t->token[p.first].capital &&
	    !noun_indefinite(t, p.first))
		return;
	add(t, d, mention, p.first, p.last, false);
}

/* "[Ann Lee] is the mayor of Norhaven", "[Ann Lee], who was the mayor" */
static void
take_predicate(const struct text *t, struct describe_all *d, uint32_t mention)
{
	static const char *const be[] = { "is", "was", "became", "becomes",
		"remains", NULL };
	const struct mention *m = &t->mention[mention];
	uint32_t i = m->last;

	if (is_comma(t, i) && i + 1 < t->n_tokens && token_is(t, i + 1, "who"))
		i += 2;
	if (i + 2 >= t->n_tokens || !token_among(t, i, be) || t->token[i].para)
		return;
	i++;
	if (!has(t, i, LEXICON_DET) || has(t, i, LEXICON_NEG))
		return;
	add(t, d, mention, i, description_end(t, i), true);
}

void
describe_find(const struct text *t, struct describe_all *d)
{
	d->one = arena_alloc(t->arena, 4 * t->n_mentions, sizeof *d->one);
	d->n = 0;
	for (uint32_t i = 0; i < t->n_mentions; i++) {
		uint8_t type = t->entity[t->mention[i].entity].type;

		if (type == FOUND_PLACE)
			continue;
		take_title(t, d, i);
		take_after(t, d, i);
		take_before(t, d, i);
		take_predicate(t, d, i);
	}
}

uint32_t
describe_at(const struct text *t, const struct describe_all *d, uint32_t i)
{
	uint32_t lo = 0, hi = d->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->mention[d->one[mid].mention].first < i)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
