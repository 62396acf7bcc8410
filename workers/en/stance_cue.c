/* stance_cue.c -- looking the words of a cue up, and what negates them. */
#include "workers/en/stance_cue.h"

#include "workers/token.h"

#define CUE_MAX   16 /* tokens of a cue that are looked at */
#define NEXT_MAX  3  /* from a verb to the noun or particle it wants */
#define STEMS_MAX 8

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

/* What a form may be a form of: itself, its verb, without its suffix. */
struct stems {
	char word[STEMS_MAX][LEXICON_WORD_MAX + 2];
	size_t n;
};

static void
add_stem(struct stems *s, struct span w, size_t cut, const char *tail)
{
	size_t n = w.n - cut, k = strlen(tail);

	if (w.n < cut + 2 || s->n == STEMS_MAX)
		return;
	memcpy(s->word[s->n], w.p, n);
	memcpy(s->word[s->n] + n, tail, k);
	s->word[s->n++][n + k] = '\0';
}

static bool
ends(struct span w, const char *tail)
{
	size_t n = strlen(tail);

	return w.n > n + 1 && memcmp(w.p + w.n - n, tail, n) == 0;
}

/* Of a form in -ed or -ing, whose suffix is cut bytes long. */
static void
add_past(struct stems *s, struct span w, size_t cut)
{
	add_stem(s, w, cut, "");
	add_stem(s, w, cut, "e");
	if (w.n > cut + 2 && w.p[w.n - cut - 1] == w.p[w.n - cut - 2])
		add_stem(s, w, cut + 1, "");
	if (ends(w, "ied"))
		add_stem(s, w, 3, "y");
}

static void
stems_of(const struct text *t, uint32_t i, struct stems *s)
{
	char low[LEXICON_WORD_MAX];
	struct span w = token_lower(t, i, low);

	s->n = 0;
	if (w.n == 0)
		return;
	if (t->token[i].verb != NULL)
		add_stem(s, span_of(t->token[i].verb->lemma), 0, "");
	add_stem(s, w, 0, "");
	if (ends(w, "ed"))
		add_past(s, w, 2);
	else if (ends(w, "ing"))
		add_past(s, w, 3);
	else if (ends(w, "ies"))
		add_stem(s, w, 3, "y");
	else if (ends(w, "es"))
		add_stem(s, w, 2, "");
	if (ends(w, "s"))
		add_stem(s, w, 1, "");
}

/* The first entry of the lemma, or NULL. */
static const struct stance_cue_entry *
entries_of(const char *lemma, const struct stance_cue_entry **end)
{
	size_t lo = 0, hi, n;
	const struct stance_cue_entry *e = stance_cue_table(&n);

	*end = e + n;
	for (hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(e[mid].lemma, lemma) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && strcmp(e[lo].lemma, lemma) == 0 ? &e[lo] : NULL;
}

/* Does the word stand within reach after i: "took [careful] aim"? */
static bool
follows(const struct text *t, uint32_t i, const char *word, uint32_t limit)
{
	struct stems s;

	for (uint32_t j = i + 1; j <= i + NEXT_MAX && j < limit; j++) {
		if (t->token[j].kind == TOKEN_QUOTE)
			return false;
		stems_of(t, j, &s);
		for (size_t k = 0; k < s.n; k++)
			if (strcmp(s.word[k], word) == 0)
				return true;
	}
	return false;
}

static const struct stance_cue_entry *
entry_at(const struct text *t, uint32_t i, uint32_t limit)
{
	struct stems s;

	stems_of(t, i, &s);
	for (size_t k = 0; k < s.n; k++) {
		const struct stance_cue_entry *end, *e;

		e = entries_of(s.word[k], &end);
		for (; e != NULL && e < end && strcmp(e->lemma, s.word[k]) == 0;
		     e++)
			if (e->next == NULL || follows(t, i, e->next, limit))
				return e;
	}
	return NULL;
}

/*
 * The entry that tells most: the first that says more than "said".  What
 * stands behind a verb of saying and a preposition is circumstance: "said in
 * response to criticism".
 */
static const struct stance_cue_entry *
read_entries(const struct text *t, const struct attribution *a, uint32_t *at)
{
	const struct stance_cue_entry *best = NULL, *e;
	uint32_t last = a->cue_end < a->cue + CUE_MAX ? a->cue_end
						      : a->cue + CUE_MAX;

	for (uint32_t i = a->cue; i < last; i++) {
		if (t->token[i].kind != TOKEN_WORD)
			continue;
		if (best != NULL && has(t, i, LEXICON_PREP))
			break;
		e = has(t, i, LEXICON_AUX | LEXICON_MODAL)
		    ? NULL
		    : entry_at(t, i,
			  last + 2 < t->n_tokens ? last + 2 : t->n_tokens);
		if (e == NULL || (best != NULL && e->act == FOUND_ASSERT))
			continue;
		best = e;
		*at = i;
		if (e->act != FOUND_ASSERT)
			break;
	}
	return best;
}

static bool
in_group(const struct text *t, uint32_t i)
{
	return t->token[i].kind != TOKEN_MARK &&
	    t->token[i].kind != TOKEN_QUOTE &&
	    has(t, i,
		LEXICON_AUX | LEXICON_MODAL | LEXICON_NEG | LEXICON_ADV) &&
	    !has(t, i, LEXICON_PRON);
}

/* "did not", "would n't", "no [promise]", "failed to" before by. */
static void
read_negation(const struct text *t, const struct attribution *a, uint32_t by,
    struct stance_cue *c)
{
	static const char *const willing[] = { "will", "would", "wo", "ca",
		"can", "could", "cannot", NULL };
	uint32_t i = a->cue, last = by + 1;
	bool modal = false;

	while (i > 0 && a->cue - i < 5 && in_group(t, i - 1))
		i--;
	if (last > i + CUE_MAX)
		last = i + CUE_MAX;
	for (; i < last; i++) {
		c->negative |= has(t, i, LEXICON_NEG) ||
		    (i < by && token_is(t, i, "failed"));
		modal |= token_among(t, i, willing);
	}
	/* "made no promise", where the verb told already */
	for (last = a->cue_end; i < last && i < by + CUE_MAX; i++)
		c->negative |= token_is(t, i, "no");
	c->unwilling = c->negative && modal;
}

static bool
opens_with_to(const struct text *t, const struct attribution *a, uint32_t reach)
{
	uint32_t i = TEXT_NONE;

	for (uint32_t k = 0; k < a->n_pieces && i == TEXT_NONE; k++)
		if (a->piece[k].first >= a->cue_end)
			i = a->piece[k].first;
	if (i == TEXT_NONE)
		return false;
	for (uint32_t j = i; j < i + reach && j + 1 < t->n_tokens; j++) {
		if (token_is(t, j, "to"))
			return !has(t, j + 1, LEXICON_DET | LEXICON_POSS);
		if (t->token[j].kind != TOKEN_WORD ||
		    has(t, j, LEXICON_SUB | LEXICON_WH))
			return false;
	}
	return false;
}

/* What a negated cue does. */
static uint8_t
negated(const struct stance_cue_entry *e, const struct stance_cue *c)
{
	switch (e->act) {
	case FOUND_CONFIRM:
	case FOUND_DECLINE:
		return FOUND_DECLINE;
	case FOUND_DENY:
		return c->unwilling ? FOUND_DECLINE : FOUND_CONFIRM;
	case FOUND_DEMAND:
	case FOUND_PREDICT:
		return e->act;
	default:
		break;
	}
	if (c->unwilling || e->flags & STANCE_CUE_TELLS)
		return FOUND_DECLINE;
	return e->flags & STANCE_CUE_THINKS ? FOUND_ASSERT : FOUND_OTHER_ACT;
}

struct stance_cue
stance_cue_read(const struct text *t, const struct attribution *a)
{
	struct stance_cue c = { .act = FOUND_ASSERT, .by = TEXT_NONE };
	const struct stance_cue_entry *e;

	if (a->cue >= a->cue_end)
		return c;
	c.past = t->token[a->cue_end - 1].tense == LEXICON_PAST ||
	    token_is(t, a->cue, "had");
	if ((e = read_entries(t, a, &c.by)) == NULL) {
		read_negation(t, a, a->cue_end - 1, &c);
		return c;
	}
	c.past |= t->token[c.by].tense == LEXICON_PAST;
	c.act = e->act;
	c.frames = e->flags;
	c.attitude = (e->flags & STANCE_CUE_THINKS) != 0;
	c.tells = (e->flags & STANCE_CUE_TELLS) != 0;
	read_negation(t, a, c.by, &c);
	if (c.negative)
		c.act = negated(e, &c);
	else if (e->flags & STANCE_CUE_TO &&
	    opens_with_to(t, a, e->act == FOUND_ASK ? 5 : 1))
		c.act = FOUND_DEMAND;
	else if (e->flags & STANCE_CUE_WILL && opens_with_to(t, a, 1))
		c.act = FOUND_PROMISE;
	c.negative |= c.act == FOUND_DECLINE;
	return c;
}
