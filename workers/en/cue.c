/* cue.c -- reading the words around a verb of saying. */
#include "workers/en/cue.h"

#include "workers/quote.h"
#include "workers/token.h"

#define ADDRESSEE_MAX 18 /* tokens from "told" to "that" */

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

/* Is the word a noun here: "the report", "his claims", "Trump's call"? */
static bool
is_noun(const struct text *t, uint32_t floor, uint32_t i)
{
	const struct token *k = &t->token[i], *p = k - 1;

	if (i <= floor)
		return k->tense != LEXICON_ING && !has(t, i, LEXICON_CONN);
	if (p->kind == TOKEN_CLITIC)
		return has(t, i - 1, LEXICON_AUX) && k->tense != LEXICON_PAST &&
		    k->tense != LEXICON_PART && k->tense != LEXICON_ING;
	if (p->kind == TOKEN_NUMBER)
		return true;
	if (has(t, i - 1, LEXICON_POSS | LEXICON_PREP) &&
	    !token_is(t, i - 1, "to"))
		return true;
	return has(t, i - 1, LEXICON_DET) && !has(t, i - 1, LEXICON_PRON);
}

/* Words in -ing that report only after a comma or as main verbs. */
static bool
hangs_on(const struct text *t, uint32_t floor, const struct cue *c)
{
	return c->first > floor &&
	    (t->token[c->first - 1].mark == ',' ||
		t->token[c->first - 1].mark == '_' ||
		token_is(t, c->first - 1, "and"));
}

/* The particle or preposition that belongs to the verb. */
static void
take_particle(const struct text *t, uint32_t limit, struct cue *c)
{
	char low[LEXICON_WORD_MAX];
	const struct lexicon_phrase *p;

	if (c->last >= limit || t->token[c->last].kind != TOKEN_WORD)
		return;
	p = lexicon_phrase_of(
	    t->token[c->verb].verb, token_lower(t, c->last, low));
	if (p == NULL)
		return;
	c->act = p->act;
	c->frames = p->frames;
	c->last++;
}

/* Is the form one that can carry a report here? */
static bool
form_fits(const struct text *t, uint32_t floor, const struct cue *c,
    const struct phrase_group *g)
{
	const struct token *k = &t->token[c->verb];

	if (g->infinitive || g->unreal || (g->passive && c->act != FOUND_ASK))
		return false;
	switch (k->tense) {
	case LEXICON_ING:
		return g->progressive || hangs_on(t, floor, c);
	case LEXICON_PART:
		return g->core != c->verb;
	case LEXICON_BASE:
	case LEXICON_BOTH:
	case LEXICON_S:
		return !is_noun(t, floor, c->verb);
	default:
		return !is_noun(t, floor, c->verb) || g->core != c->verb;
	}
}

bool
cue_at(const struct text *t, uint32_t floor, uint32_t limit, uint32_t i,
    struct cue *c)
{
	const struct token *k = &t->token[i];
	struct phrase_group g;

	if (k->verb == NULL || k->quote != TEXT_NONE ||
	    (k->capital && !k->para && i > floor))
		return false;
	*c = (struct cue) { .verb = i,
		.last = i + 1,
		.act = k->verb->act,
		.frames = k->verb->frames };
	take_particle(t, limit, c);
	if (c->frames == 0)
		return false;
	phrase_group(t, floor, i, &g);
	c->first = g.first;
	c->core = g.core;
	c->negative = g.negative;
	c->passive = g.passive;
	c->participle = k->tense == LEXICON_ING && !g.progressive;
	return form_fits(t, floor, c, &g);
}

static bool
is_comma(const struct text *t, uint32_t i)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == ',';
}

/* "that", a quotation, or a colon: from here on it is what was said. */
static bool
opens_content(const struct text *t, uint32_t i)
{
	return quote_opens(t, i) || t->token[i].mark == ':' ||
	    token_is(t, i, "that");
}

/* The next opener within reach, with no verb before it; else TEXT_NONE. */
static uint32_t
next_opener(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t end = i + ADDRESSEE_MAX < limit ? i + ADDRESSEE_MAX : limit;

	for (; i < end; i++) {
		const struct token *k = &t->token[i];

		if (opens_content(t, i))
			return i;
		if (has(t, i, LEXICON_MODAL | LEXICON_AUX) &&
		    k->kind == TOKEN_WORD)
			break;
		if (is_comma(t, i) && i + 1 < end && !quote_opens(t, i + 1))
			break;
		if (k->mark == ';' || k->mark == '.')
			break;
	}
	return TEXT_NONE;
}

/* Past time words and the like: "Thursday", "on Friday", "in English". */
static uint32_t
past_circumstances(const struct text *t, uint32_t i, uint32_t limit)
{
	for (;;) {
		uint32_t j = i;

		while (j < limit &&
		    has(t, j, LEXICON_DAY | LEXICON_MONTH | LEXICON_ADV) &&
		    !has(t, j, LEXICON_DET | LEXICON_PRON) &&
		    !(has(t, j, LEXICON_MONTH) && !t->token[j].capital))
			j++;
		if (j > i && j < limit && t->token[j].kind == TOKEN_NUMBER &&
		    has(t, j - 1, LEXICON_MONTH))
			j++;
		if (j < limit && has(t, j, LEXICON_PREP) && j + 1 < limit &&
		    has(t, j + 1, LEXICON_DAY))
			j += 2;
		if (j == i)
			return i;
		i = j;
	}
}

static uint32_t
past_addressee(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t j = next_opener(t, i, limit);

	if (j != TEXT_NONE)
		return j;
	j = phrase_end(t, i, limit);
	while (j > i && j + 1 < limit && has(t, j, LEXICON_PREP) &&
	    !token_is(t, j, "to")) {
		uint32_t k = phrase_end(t, j + 1, limit);

		if (k == j + 1)
			break;
		j = k;
	}
	return past_circumstances(t, j, limit);
}

/* "X's Y": nothing but a verb follows the addressee otherwise. */
static bool
clause_from(const struct text *t, uint32_t i, uint32_t limit)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_MARK && k->mark != '$' && k->mark != '(')
		return false;
	return phrase_is_clause(t, i, limit);
}

/* Where the first phrase or clause ends: a comma, a dash, "as". */
static uint32_t
first_edge(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t end = i + 12 < limit ? i + 12 : limit;

	for (uint32_t j = i + 1; j < end; j++) {
		const struct token *k = &t->token[j];

		if ((k->kind == TOKEN_MARK && strchr(",_(:", k->mark)) ||
		    (has(t, j, LEXICON_SUB) && !has(t, j, LEXICON_DET)))
			return j;
	}
	return end;
}

/* What follows by the verb's frames, at token i. */
static const char *
frame_at(const struct text *t, const struct cue *c, uint32_t i, uint32_t limit)
{
	if (has(t, i, LEXICON_WH) && c->frames & LEXICON_ASKED)
		return "asked";
	if (token_is(t, i, "to") && c->frames & LEXICON_INF)
		return i + 1 < limit ? "to-infinitive" : NULL;
	if (has(t, i, LEXICON_PREP) && !has(t, i, LEXICON_DET) &&
	    !t->token[i].capital && !has(t, i, LEXICON_ADV) &&
	    !(c->frames & LEXICON_BARE))
		return NULL;
	if (has(t, i, LEXICON_CONJ) || token_is(t, i, "as"))
		return NULL;
	if (c->frames & (LEXICON_BARE | LEXICON_THAT) &&
	    clause_from(t, i,
		c->frames & LEXICON_BARE ? limit : first_edge(t, i, limit)))
		return "clause-bare";
	if (c->frames & (LEXICON_NOUN | LEXICON_AS) &&
	    phrase_end(t, i, limit) > i)
		return "phrase";
	if (c->frames & LEXICON_ASKED && c->frames & LEXICON_TELL)
		return "phrase";
	return NULL;
}

bool
cue_content_start(const struct text *t, const struct cue *c, uint32_t limit,
    uint32_t *start, const char **rule)
{
	uint32_t i = past_circumstances(t, c->last, limit), j;

	if (i >= limit || c->passive)
		return false;
	if (c->frames & LEXICON_TELL && !opens_content(t, i) &&
	    !(has(t, i, LEXICON_WH)) && !is_comma(t, i))
		i = past_addressee(t, i, limit);
	else if (has(t, i, LEXICON_PREP) && (c->frames & LEXICON_QUOTE) &&
	    (j = next_opener(t, i, limit)) != TEXT_NONE)
		i = j;
	if (i + 1 < limit && (is_comma(t, i) || t->token[i].mark == ':') &&
	    quote_opens(t, i + 1))
		i++;
	if (i >= limit)
		return false;
	if (t->token[i].mark == ':') {
		*rule = "colon";
		*start = i + 1;
		return i + 2 < limit && (c->frames & LEXICON_QUOTE);
	}
	*start = i;
	if (quote_opens(t, i)) {
		*rule = "quote-before";
		return true;
	}
	if (token_is(t, i, "that") && i + 2 < limit &&
	    c->frames & (LEXICON_THAT | LEXICON_BARE) &&
	    phrase_is_clause(t, i, limit)) {
		*start = i + 1;
		*rule = "clause-that";
		return true;
	}
	*rule = frame_at(t, c, i, limit);
	return *rule != NULL;
}

/* Does a new report start at i without a subject: "said it's normal"? */
static bool
report_without_subject(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t end = i + 6 < limit ? i + 6 : limit;

	for (; i < end; i++) {
		const struct token *k = &t->token[i];

		if (k->kind == TOKEN_CLITIC || k->quote != TEXT_NONE)
			return k->kind == TOKEN_CLITIC;
		if (k->verb != NULL &&
		    k->verb->frames &
			(LEXICON_QUOTE | LEXICON_THAT | LEXICON_INF) &&
		    !k->capital)
			return k->tense != LEXICON_ING &&
			    k->tense != LEXICON_BASE;
		if (!has(t, i,
			LEXICON_ADV | LEXICON_AUX | LEXICON_MODAL |
			    LEXICON_NEG) ||
		    has(t, i, LEXICON_PRON))
			return false;
	}
	return false;
}

/* ", adding that": another report, hung on. */
static bool
report_hung_on(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return k->verb != NULL && k->tense == LEXICON_ING &&
	    k->verb->frames & LEXICON_QUOTE;
}

/* Does what was said stop before token i? */
static bool
stops(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t j = i;

	if (j + 2 >= limit)
		return false;
	if (is_comma(t, j)) {
		j++;
		if (report_hung_on(t, j) || token_is(t, j, "according"))
			return true;
	}
	if (!token_is(t, j, "and") && !token_is(t, j, "but"))
		return false;
	if (report_without_subject(t, j + 1, limit))
		return true;
	/* ", but he said": the outlet goes on */
	return j > i && j + 3 < limit &&
	    (has(t, j + 1, LEXICON_HE | LEXICON_SHE) ||
		t->token[j + 1].capital) &&
	    t->token[j + 2].kind == TOKEN_WORD &&
	    report_without_subject(t, j + 2, limit);
}

uint32_t
cue_content_end(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t j = i;

	while (j < limit) {
		if (quote_opens(t, j)) {
			j = t->quotation[t->token[j].quote].close + 1;
			continue;
		}
		if (j > i && stops(t, j, limit))
			break;
		j++;
	}
	while (j > i + 1 && t->token[j - 1].kind == TOKEN_MARK &&
	    t->token[j - 1].quote == TEXT_NONE &&
	    strchr(".,;:?!_", t->token[j - 1].mark) != NULL)
		j--;
	return j;
}
