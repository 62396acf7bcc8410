/* phrase.c -- shallow grammar: word classes, and rules of thumb. */
#include "workers/en/phrase.h"

#include "workers/quote.h"
#include "workers/token.h"

#define SUBJECT_MAX    30 /* tokens of a subject */
#define APPOSITIVE_MAX 30

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static bool
is_be(const struct text *t, uint32_t i)
{
	static const char *const forms[] = { "be", "am", "is", "are", "was",
		"were", "been", "being", "'s", "'re", "'m", "’s", "’re", "’m",
		NULL };

	return has(t, i, LEXICON_AUX) && token_among(t, i, forms);
}

/* A clitic that is a verb: 's after a pronoun, 've, 'll, 'd; not Trump's. */
static bool
verbal_clitic(const struct text *t, uint32_t i)
{
	if (t->token[i].kind != TOKEN_CLITIC)
		return false;
	if (has(t, i, LEXICON_NEG | LEXICON_MODAL))
		return true;
	return i > 0 && has(t, i - 1, LEXICON_PRON);
}

static bool
in_group(const struct text *t, uint32_t i)
{
	if (t->token[i].kind == TOKEN_CLITIC)
		return verbal_clitic(t, i);
	return t->token[i].kind == TOKEN_WORD && !t->token[i].capital &&
	    has(t, i,
		LEXICON_AUX | LEXICON_MODAL | LEXICON_NEG | LEXICON_ADV) &&
	    !has(t, i, LEXICON_PRON | LEXICON_DET);
}

void
phrase_group(
    const struct text *t, uint32_t floor, uint32_t v, struct phrase_group *g)
{
	static const char *const unreal[] = { "should", "may", "might", "could",
		"must", NULL };
	uint32_t i = v;
	bool be = false;

	*g = (struct phrase_group) { .core = v };
	while (i > floor && v - i < 8 && in_group(t, i - 1)) {
		i--;
		g->negative |= has(t, i, LEXICON_NEG);
		g->unreal |= token_among(t, i, unreal);
		be |= g->core == v && is_be(t, i);
		if (has(t, i, LEXICON_AUX | LEXICON_MODAL | LEXICON_NEG))
			g->core = i;
	}
	g->first = i;
	g->infinitive = i > floor && token_is(t, i - 1, "to");
	g->passive = be &&
	    (t->token[v].tense == LEXICON_PAST ||
		t->token[v].tense == LEXICON_PART);
	g->progressive = be && t->token[v].tense == LEXICON_ING;
}

/* A word that is surely a finite verb here. */
static bool
is_finite(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_CLITIC)
		return verbal_clitic(t, i);
	if (k->kind != TOKEN_WORD)
		return false;
	if (has(t, i, LEXICON_AUX | LEXICON_MODAL) &&
	    !token_is(t, i, "having") && !token_is(t, i, "being") &&
	    !(k->capital && has(t, i, LEXICON_MONTH)))
		return true;
	if (k->verb == NULL || k->capital || i == 0)
		return false;
	if (k->tense == LEXICON_PAST)
		return !has(
		    t, i - 1, LEXICON_DET | LEXICON_POSS | LEXICON_PREP);
	if (k->tense == LEXICON_S || k->tense == LEXICON_BASE)
		return !token_is(t, i - 1, "to") &&
		    (has(t, i - 1, LEXICON_PRON) || t->token[i - 1].capital ||
			t->token[i - 1].kind != TOKEN_WORD ||
			k->tense == LEXICON_S) &&
		    !has(t, i - 1, LEXICON_PREP | LEXICON_POSS) &&
		    !(has(t, i - 1, LEXICON_DET) &&
			!has(t, i - 1, LEXICON_PRON));
	return false;
}

/* May "and" at i join two parts of one noun phrase? */
static bool
joins_names(const struct text *t, uint32_t i)
{
	const struct token *l, *r;

	if (i == 0 || i + 1 >= t->n_tokens ||
	    (!token_is(t, i, "and") && !token_is(t, i, "or")))
		return false;
	l = &t->token[i - 1];
	r = &t->token[i + 1];
	if (l->kind != TOKEN_WORD || r->kind != TOKEN_WORD)
		return false;
	return (l->capital || r->capital) ? l->capital &&
		(r->capital || has(t, i + 1, LEXICON_DET | LEXICON_POSS))
					  : l->verb == NULL;
}

/* Does the phrase stop before (going left) token i? */
static bool
left_edge(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_QUOTE)
		return true;
	if (k->kind == TOKEN_MARK)
		return k->mark != '&' && k->mark != '-' && k->mark != '.' &&
		    k->mark != '/' && k->mark != '$' && k->mark != '%';
	if (k->kind == TOKEN_CLITIC)
		return verbal_clitic(t, i);
	if (k->kind == TOKEN_NUMBER)
		return false;
	if (has(t, i, LEXICON_CONJ))
		return !joins_names(t, i);
	if (has(t, i,
		LEXICON_SUB | LEXICON_NEG | LEXICON_AUX | LEXICON_MODAL) &&
	    !has(t, i, LEXICON_DET) &&
	    !(has(t, i, LEXICON_PREP) && !token_is(t, i, "as") &&
		!token_is(t, i, "than")) &&
	    !(k->capital && has(t, i, LEXICON_FIRST)))
		return true;
	if (token_is(t, i, "that"))
		return true;
	return is_finite(t, i) && k->tense != LEXICON_S;
}

/* A place where a noun phrase may begin after a fronted phrase. */
static bool
fresh_start(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i], *p = k - 1;

	if (p->bits & (LEXICON_PREP | LEXICON_DET | LEXICON_POSS))
		return false;
	if (has(t, i, LEXICON_DAY | LEXICON_MONTH))
		return false;
	if (has(t, i, LEXICON_DET | LEXICON_POSS | LEXICON_PRON))
		return true;
	return k->capital &&
	    (!p->capital || (p->bits & (LEXICON_DAY | LEXICON_MONTH)));
}

/* Leave out what stands before the subject proper. */
static uint32_t
trim_front(const struct text *t, uint32_t i, uint32_t end)
{
	while (i + 1 < end &&
	    (has(t, i, LEXICON_CONN) ||
		(has(t, i, LEXICON_ADV | LEXICON_DAY | LEXICON_CONJ) &&
		    !has(t, i, LEXICON_DET | LEXICON_PRON | LEXICON_FIRST))))
		i++;
	if (!has(t, i, LEXICON_PREP) || has(t, i, LEXICON_DET))
		return i;
	for (uint32_t j = i + 1; j < end; j++)
		if (fresh_start(t, j))
			return j;
	return end;
}

/* The plain noun phrase that ends before end. */
static uint32_t
base_subject(const struct text *t, uint32_t floor, uint32_t end)
{
	uint32_t i = end;

	if (end <= floor)
		return end;
	if (has(t, end - 1, LEXICON_PRON) && !t->token[end - 1].para &&
	    !has(t, end - 1, LEXICON_DET | LEXICON_SUB))
		return end - 1;
	while (i > floor && end - i < SUBJECT_MAX) {
		if (left_edge(t, i - 1))
			break;
		i--;
		if (has(t, i, LEXICON_PRON) && !has(t, i, LEXICON_DET)) {
			i += i + 1 < end; /* "he" belongs to another verb */
			break;
		}
	}
	return trim_front(t, i, end);
}

/* Is it any good as a source: not only "it", a number, an adverb? */
static bool
is_nominal(const struct text *t, uint32_t first, uint32_t last)
{
	const struct token *k = &t->token[last - 1];

	if (first >= last ||
	    (k->kind != TOKEN_WORD && k->mark != ')' &&
		k->kind != TOKEN_CLITIC))
		return false;
	if (k->bits & LEXICON_PRON)
		return true;
	if (k->bits &
	    (LEXICON_PREP | LEXICON_CONJ | LEXICON_AUX | LEXICON_MODAL |
		LEXICON_DET | LEXICON_POSS | LEXICON_SUB | LEXICON_NEG))
		return k->capital && last - first > 1;
	if (last - first == 1 &&
	    (k->bits & (LEXICON_TIME | LEXICON_DAY | LEXICON_MONTH)))
		return false;
	return !(k->bits & LEXICON_ADV) || k->capital;
}

/* The comma before the one at end - 1 that may open an appositive. */
static uint32_t
comma_before(const struct text *t, uint32_t floor, uint32_t end)
{
	for (uint32_t i = end - 1; i > floor && end - i < APPOSITIVE_MAX; i--) {
		const struct token *k = &t->token[i - 1];

		if (k->mark == ',' && k->kind == TOKEN_MARK)
			return i - 1;
		if (k->kind == TOKEN_QUOTE || k->mark == '.' || k->mark == ';')
			break;
	}
	return TEXT_NONE;
}

/* Does an inserted clause, not an appositive, start at i? */
static bool
starts_insertion(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return has(t, i, LEXICON_SUB | LEXICON_ADV | LEXICON_NEG) ||
	    (has(t, i, LEXICON_PREP) && !has(t, i, LEXICON_DET)) ||
	    (k->verb != NULL && !k->capital &&
		(k->tense == LEXICON_ING || k->tense == LEXICON_PAST));
}

static struct phrase
with_appositive(
    const struct text *t, uint32_t floor, uint32_t end, uint32_t *outer)
{
	uint32_t comma = comma_before(t, floor, end), first;

	if (comma == TEXT_NONE || comma + 1 >= end - 1)
		return (struct phrase) { end, end };
	first = base_subject(t, floor, comma);
	if (!is_nominal(t, first, comma))
		return (struct phrase) { end, end };
	*outer = first;
	if (starts_insertion(t, comma + 1))
		return (struct phrase) { first, comma };
	return (struct phrase) { first, end - 1 };
}

/* "X, who said": X; "those who said": those. */
static struct phrase
antecedent(const struct text *t, uint32_t floor, uint32_t who, uint32_t *outer)
{
	uint32_t end = who, first;

	if (end > floor && t->token[end - 1].mark == ',')
		end--;
	first = base_subject(t, floor, end);
	if (!is_nominal(t, first, end))
		first = who, end = who + 1;
	*outer = first;
	return (struct phrase) { first, end };
}

struct phrase
phrase_subject(
    const struct text *t, uint32_t floor, uint32_t end, uint32_t *outer)
{
	struct phrase none = { end, end };
	uint32_t first;

	*outer = end;
	if (end <= floor)
		return none;
	if (t->token[end - 1].mark == ',' && !t->token[end - 1].para)
		return with_appositive(t, floor, end, outer);
	if (end > floor + 2 && has(t, end - 1, LEXICON_DAY)) {
		end -= has(t, end - 2, LEXICON_PREP) ? 2 : 1;
		none.first = none.last = end;
	}
	if (token_is(t, end - 1, "who"))
		return antecedent(t, floor, end - 1, outer);
	first = base_subject(t, floor, end);
	if (!is_nominal(t, first, end))
		return none;
	*outer = first;
	return (struct phrase) { first, end };
}

/* May word i stand inside a noun phrase that began before it? */
static bool
goes_on(const struct text *t, uint32_t i, uint32_t first)
{
	const struct token *k = &t->token[i], *p = k - 1;

	if (k->kind == TOKEN_CLITIC)
		return !verbal_clitic(t, i);
	if (k->kind == TOKEN_NUMBER || k->mark == '&' || k->mark == '$')
		return true;
	if (k->kind != TOKEN_WORD)
		return k->mark == '-' || k->mark == '/' ||
		    (k->mark == '.' && p->size == 1);
	if (k->capital)
		return !has(t, i, LEXICON_DAY | LEXICON_MONTH) &&
		    (p->capital || !has(t, i - 1, LEXICON_PRON) ||
			has(t, i - 1, LEXICON_DET));
	if (has(t, i,
		LEXICON_PRON | LEXICON_DET | LEXICON_POSS | LEXICON_SUB |
		    LEXICON_CONJ | LEXICON_AUX | LEXICON_MODAL | LEXICON_PREP |
		    LEXICON_OBJ))
		return i - first < 3 && has(t, i, LEXICON_DET) &&
		    has(t, i - 1, LEXICON_DET);
	if (has(t, i, LEXICON_ADV | LEXICON_TIME) && p->capital)
		return false;
	return !is_finite(t, i) || k->tense == LEXICON_S ||
	    k->tense == LEXICON_BASE;
}

uint32_t
phrase_end(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t j = i;

	if (i >= limit || t->token[i].kind == TOKEN_QUOTE ||
	    (t->token[i].kind == TOKEN_MARK && t->token[i].mark != '$'))
		return i;
	if (has(t, i, LEXICON_PRON) && !has(t, i, LEXICON_DET))
		return i + 1;
	if (has(t, i, LEXICON_OBJ) && !has(t, i, LEXICON_POSS))
		return i + 1;
	if (has(t, i,
		LEXICON_SUB | LEXICON_CONJ | LEXICON_PREP | LEXICON_AUX |
		    LEXICON_MODAL) &&
	    !has(t, i, LEXICON_DET | LEXICON_POSS) && !t->token[i].capital)
		return i;
	for (j = i + 1; j < limit && j - i < SUBJECT_MAX; j++)
		if (!goes_on(t, j, i) || t->token[j].para)
			break;
	return j;
}

/* "in a statement", "on Thursday": circumstances, no part of a name. */
static bool
is_circumstance(const struct text *t, uint32_t i, uint32_t limit)
{
	static const char *const nouns[] = { "statement", "interview", "email",
		"e-mail", "tweet", "speech", "post", "letter", "release",
		"news", "memo", "briefing", "conference", "response", "reply",
		"note", "message", "video", "english", "french", "debate",
		"rally", "appearance", "op-ed", "report", "column", "blog",
		"phone", "telephone", "court", "press", "written", "remarks",
		"facebook", "twitter", "television", "tv", NULL };

	for (uint32_t j = i + 1; j < limit && j < i + 5; j++)
		if (token_among(t, j, nouns) ||
		    has(t, j, LEXICON_DAY | LEXICON_MONTH | LEXICON_TIME))
			return true;
	return token_is(t, i, "after") || token_is(t, i, "before") ||
	    token_is(t, i, "during") || token_is(t, i, "at") ||
	    token_is(t, i, "on") || token_is(t, i, "as") ||
	    token_is(t, i, "by");
}

/* Past prepositional modifiers, "of the U.S. embassy". */
static uint32_t
past_modifiers(const struct text *t, uint32_t i, uint32_t limit)
{
	while (i + 1 < limit && !t->token[i].para) {
		uint32_t j = i;

		if (has(t, i, LEXICON_PREP) && !t->token[i].capital &&
		    !is_circumstance(t, i, limit))
			j = phrase_end(t, i + 1, limit);
		else if (joins_names(t, i) && t->token[i + 1].capital)
			j = phrase_end(t, i + 1, limit);
		if (j <= i + 1)
			break;
		i = j;
	}
	return i;
}

/* "Volpe, head of the association," */
static uint32_t
past_appositive(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t j = i + 1, k;

	if (i + 2 >= limit || t->token[i].mark != ',' ||
	    t->token[j].kind == TOKEN_QUOTE || starts_insertion(t, j) ||
	    has(t, j, LEXICON_CONJ | LEXICON_AUX | LEXICON_MODAL))
		return i;
	if (has(t, j, LEXICON_PRON) && !has(t, j, LEXICON_DET))
		return i;
	k = past_modifiers(t, phrase_end(t, j, limit), limit);
	if (k < limit && t->token[k].mark == ',' && k + 1 < limit &&
	    t->token[j].kind == TOKEN_NUMBER)
		return k == j + 1 ? past_appositive(t, k, limit) : i;
	if (k < limit && k > j &&
	    (t->token[k].kind == TOKEN_MARK ||
		has(t, k, LEXICON_SUB | LEXICON_CONJ)))
		return k;
	return k == limit ? k : i;
}

struct phrase
phrase_source(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t end = phrase_end(t, i, limit);

	if (end == i)
		return (struct phrase) { i, i };
	if (!has(t, i, LEXICON_PRON) || has(t, i, LEXICON_DET)) {
		end = past_modifiers(t, end, limit);
		end = past_appositive(t, end, limit);
	}
	while (end > i + 1 && has(t, end - 1, LEXICON_ADV | LEXICON_DAY) &&
	    !t->token[end - 1].capital)
		end--;
	return (struct phrase) { i, end };
}
