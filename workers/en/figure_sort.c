/* figure_sort.c -- which quantities are no figures. */
#include "workers/en/figure_sort.h"

#include "workers/en/gloss.h"
#include "workers/token.h"

#define PHONE_TOKENS 8u

static bool
is_mark(const struct text *t, uint32_t i, char c)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == c;
}

/* The name that token i belongs to ends it: "S&P 500", "Boeing 737". */
static bool
follows_name(const struct text *t, uint32_t i, uint32_t first)
{
	const struct token *k = &t->token[i];

	if (i < first || k->kind != TOKEN_WORD)
		return false;
	for (uint32_t b = 0; b < k->size; b++)
		if (t->bytes.p[k->at + b] >= 'A' &&
		    t->bytes.p[k->at + b] <= 'Z')
			return k->pos == UD_PROPN || k->pos == UD_NOUN ||
			    k->pos == UD_X || i > first;
	return false;
}

bool
figure_sort_name(const struct text *t, uint32_t i)
{
	return t->token[i].kind == TOKEN_WORD && t->token[i].capital &&
	    !t->token[i].para;
}

/* A noun in the plural, or one that a number may count. */
bool
figure_sort_counted(const struct text *t, uint32_t i, uint32_t limit)
{
	const struct token *k = &t->token[i];

	return i < limit && !k->para && k->kind == TOKEN_WORD && !k->capital &&
	    (k->pos == UD_NOUN || k->pos == UD_ADJ);
}

static bool
is_year(const struct quantity *q)
{
	return q->n.whole && q->low >= 1500 && q->high < 2200;
}

/* "No. 1", "Room 12", "Highway 7", "FTSE 100": the number of something. */
static bool
is_numbering(const struct text *t, uint32_t i)
{
	static const char *const before[] = { "no.", "no", "number", "page",
		"pages", "chapter", "section", "article", "bill", "channel",
		"route", "highway", "room", "flight", "question", "category",
		"unit", "phase", "level", "tier", "type", "class", "act",
		"game", "round", "week", "day", "step", "gate", "platform",
		"model", "version", "rule", "clause", "paragraph", "title",
		"grade", "episode", "season", "volume", "part", "zone",
		"interstate", "proposition", "resolution", "apartment", "suite",
		"box", "track", "turn", "lap", "group", "district", "ward",
		"precinct", "stage", "covid", "line", "ftse", "nasdaq", "sp",
		"dax", "cac", "nikkei", "russell", "fortune", "asx", "code",
		"postcode", "zip", "extension", NULL };

	return token_among(t, i, before);
}

/* "the 90049 ZIP code" */
static bool
is_code(const struct text *t, uint32_t i, uint32_t limit)
{
	static const char *const of[] = { "zip", "area", "postal", "country",
		"dialling", "dialing", NULL };

	return i + 1 < limit && token_among(t, i, of) &&
	    token_is(t, i + 1, "code");
}

/* "16-18 Harbour Avenue", "71st St" */
static bool
is_street(const struct text *t, uint32_t i, uint32_t limit)
{
	static const char *const street[] = { "avenue", "ave", "street", "st",
		"road", "rd", "lane", "drive", "boulevard", "blvd", "court",
		"terrace", "crescent", "way", "highway", NULL };

	for (uint32_t k = i; k < limit && k < i + 4 && figure_sort_name(t, k);
	     k++)
		if (token_among(t, k, street))
			return true;
	return false;
}

/* "+44 20 7946 0958", "(613) 555-0123": is token i of a telephone number? */
static bool
is_phone(const struct figure_place *r, uint32_t i)
{
	const struct text *t = r->t;
	uint32_t k = i;

	if (i > r->first && i + 2 < r->limit && is_mark(t, i - 1, '(') &&
	    is_mark(t, i + 1, ')') && t->token[i].size == 3 &&
	    t->token[i + 2].kind == TOKEN_NUMBER && t->token[i + 2].size > 3)
		return true;
	while (k > r->first && i - k < PHONE_TOKENS &&
	    (t->token[k - 1].kind == TOKEN_NUMBER || is_mark(t, k - 1, '-') ||
		is_mark(t, k - 1, '(') || is_mark(t, k - 1, ')')))
		k--;
	return k > r->first && is_mark(t, k - 1, '+') && !t->token[k].space;
}

/* "Group of Seven", "the 49th parallel": a name, or as good as one. */
static bool
is_named(const struct figure_place *r, const struct quantity *q)
{
	static const char *const of[] = { "group", "gang", "big", "committee",
		"band", "council", NULL };
	static const char *const nth[] = { "parallel", "meridian", "floor",
		"amendment", "district", "regiment", "battalion", "brigade",
		"infantry", "cavalry", "congress", "street", "avenue", NULL };
	const struct text *t = r->t;
	uint32_t i = q->first;

	if (q->n.ordinal)
		return q->last < r->limit && token_among(t, q->last, nth);
	return q->n.words && t->token[i].capital && i > r->first + 1 &&
	    token_is(t, i - 1, "of") && t->token[i - 2].capital &&
	    token_among(t, i - 2, of);
}

/* Is the bare number a part of a name, an address, a list? */
static bool
is_reference(const struct figure_place *r, const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t i = q->first, first = r->first, end = r->limit;

	if (q->unit == NULL && (is_named(r, q) || is_phone(r, i)))
		return true;
	if (q->unit != NULL || q->n.words || q->n.fraction || q->n.scale > 1)
		return token_is(t, i, "half") && i > first &&
		    ((t->token[i - 1].bits & LEXICON_DET) != 0 ||
			gloss_is(t, i - 1, GLOSS_ORDINAL));
	if (i > first && is_mark(t, i - 1, '='))
		return true;
	/* "now number 26,000": the verb counts */
	if (i > first && is_numbering(t, i - 1) &&
	    t->token[i - 1].pos != UD_VERB)
		return true;
	if (is_year(q) &&
	    !(figure_sort_counted(t, q->last, end) &&
		t->bytes.p[t->token[q->last].at + t->token[q->last].size - 1] ==
		    's'))
		return true;
	if ((q->n.whole || q->n.ordinal) && is_street(t, q->last, end))
		return true;
	if (!q->n.whole || q->ranged)
		return false;
	if (i > first && follows_name(t, i - 1, first) &&
	    !(figure_sort_counted(t, q->last, end) && q->n.value < 100 &&
		t->token[i - 1].pos == UD_VERB))
		return !figure_sort_counted(t, q->last, end) ||
		    t->token[i - 1].pos == UD_PROPN;
	if (is_code(t, q->last, end))
		return true;
	/* "737 Max", "49 Zorro Ranch Road"; but "22 Canadians" */
	return q->last < end && t->token[q->last].kind == TOKEN_WORD &&
	    t->token[q->last].capital && !t->token[q->last].para &&
	    t->token[q->last].pos == UD_PROPN &&
	    (t->bytes.p[t->token[q->last].at + t->token[q->last].size - 1] !=
		    's' ||
		(q->last + 1 < end && t->token[q->last + 1].capital));
}

/* "Ann Lee, 43," */
bool
figure_sort_age(const struct figure_place *r, const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t i = q->first;

	if (q->unit != NULL || !q->n.whole || q->n.value >= 130)
		return false;
	if (i > r->first && token_is(t, i - 1, "aged"))
		return true;
	return i > r->first + 1 && is_mark(t, i - 1, ',') &&
	    t->token[i - 2].capital && t->token[i - 2].pos == UD_PROPN &&
	    q->n.value > 0 && q->n.value < 115 && q->last < r->limit &&
	    (is_mark(t, q->last, ',') || is_mark(t, q->last, '.'));
}

/* "ranked third", "finished 71st": the place is what is told. */
static bool
is_rank(const struct figure_place *r, const struct quantity *q)
{
	static const char *const verbs[] = { "ranked", "ranks", "rank",
		"finished", "finish", "finishes", "placed", "places", "came",
		"comes", "ranking", "finishing", NULL };
	uint32_t i = q->first;

	if (!q->n.words)
		return true;
	for (uint32_t n = 0; n < 2 && i > r->first; n++)
		if (token_among(r->t, --i, verbs))
			return true;
	return false;
}

/* "one of them", "no one", "the one": a pronoun. */
static bool
is_pronoun(const struct figure_place *r, const struct quantity *q)
{
	const struct text *t = r->t;

	if (!q->n.words || q->n.value != 1 || q->ranged || q->unit != NULL ||
	    q->last > q->first + 1)
		return false;
	return !figure_sort_counted(t, q->last, r->limit) ||
	    token_is(t, q->last, "such") ||
	    (q->first > r->first &&
		(t->token[q->first - 1].bits & LEXICON_DET) != 0);
}

/* "the bottom three", "the final four": places, not a number of things. */
static bool
is_end(const struct figure_place *r, const struct quantity *q)
{
	static const char *const ends[] = { "top", "bottom", "final", "last",
		"big", NULL };
	uint32_t i = q->first;

	return q->n.words && !q->n.ordinal && !q->n.fraction &&
	    q->unit == NULL && i > r->first && token_among(r->t, i - 1, ends) &&
	    !figure_sort_counted(r->t, q->last, r->limit);
}

/* A hyphen behind it makes it a part of a word: "three-point range". */
static bool
is_compound(const struct figure_place *r, const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t limit = r->limit;

	/* "a 5-to-4 vote" */
	if (q->unit == NULL && q->first > r->first + 2 &&
	    is_mark(t, q->first - 1, '-') && token_is(t, q->first - 2, "to") &&
	    is_mark(t, q->first - 3, '-'))
		return true;
	if (q->unit == NULL && number_hyphen(t, q->last, limit))
		return !(
		    q->last + 2 < limit && token_is(t, q->last + 1, "member"));
	/* "24-hour", "two-month" */
	return q->kind == UNIT_TIME && q->unit != NULL && !q->ranged &&
	    q->last == q->n.last + 2 && number_hyphen(t, q->n.last, limit);
}

bool
figure_sort_kept(const struct figure_place *r, const struct quantity *q)
{
	if (q->score || is_compound(r, q) || is_pronoun(r, q))
		return false;
	if (is_end(r, q))
		return false;
	if (q->n.ordinal && q->unit == NULL)
		return is_rank(r, q) && !is_reference(r, q);
	if (q->n.ordinal)
		return false;
	return figure_sort_age(r, q) || !is_reference(r, q);
}
