/* timex_tense.c -- past, or to come. */
#include "workers/en/timex_tense.h"

#include <string.h>

#include "workers/calendar.h"
#include "workers/token.h"

#define REACH   8 /* tokens before a verb that may be its auxiliaries */
#define ABOVE   4 /* verbs above an infinitive that are asked */
#define WINDOW  12
#define NEAREST 3 /* days back that a weekday without a verb can be */

/* What is said of things to come: "due Friday", "scheduled for Friday". */
static bool
is_plan(const struct timex_reader *r, uint32_t i)
{
	static const char *const words[] = { "due", "scheduled", "expected",
		"slated", "planned", "upcoming", NULL };

	return token_among(r->t, i, words);
}

/* Whoever does so means what is to come: "plans to meet". */
static bool
is_will(const struct timex_reader *r, uint32_t i)
{
	static const char *const words[] = { "plan", "plans", "planned",
		"planning", "hope", "hopes", "hoped", "hoping", "intends",
		"intend", "preparing", "wants", "want", "expects", "expect",
		"vowed", "promised", "agreed", "decide", "ordered", "asked",
		"invited", "set", "poised", "likely", "ready", "going", "is",
		"are", NULL };

	return is_plan(r, i) || token_among(r->t, i, words);
}

/* Forms that are past as they are base. */
static bool
is_either(const struct timex_reader *r, uint32_t v)
{
	static const char *const words[] = { "cut", "put", "hit", "shut", "set",
		"cost", "let", "read", "spread", "quit", "beat", "bid", "bet",
		"hurt", "split", "shed", "burst", "cast", "upset", "rid",
		NULL };

	return token_among(r->t, v, words);
}

/* "sits", "go": neither an ending nor a vowel of the past. */
static bool
is_present(const struct timex_reader *r, uint32_t v)
{
	const struct token *k = &r->t->token[v];

	return !is_either(r, v) &&
	    (k->lemma == k->low ||
		(k->size > 2 && r->t->bytes.p[k->at + k->size - 1] == 's'));
}

static bool
is_ing(const struct text *t, uint32_t v)
{
	const struct token *k = &t->token[v];

	return k->size > 4 &&
	    memcmp(t->bytes.p + k->at + k->size - 3, "ing", 3) == 0;
}

/* What stands before a verb and belongs to it. */
struct help {
	bool will, not, to, have, past, now;
};

static void
add_help(const struct timex_reader *r, uint32_t j, struct help *h)
{
	static const char *const will[] = { "will", "'ll", "’ll", "shall",
		"would", "wo", "may", "might", "can", "should", "must", NULL };
	static const char *const have[] = { "have", "has", "had", "'ve", NULL };
	static const char *const past[] = { "was", "were", "did", "could",
		NULL };
	static const char *const now[] = { "is", "are", "am", "'re", NULL };

	if (token_among(r->t, j, will))
		h->will = true;
	else if (token_is(r->t, j, "to"))
		h->to = true;
	else if (token_is(r->t, j, "not") || token_is(r->t, j, "n't"))
		h->not = true;
	else if (token_among(r->t, j, have))
		h->have = true;
	else if (token_among(r->t, j, past))
		h->past = true;
	else if (token_among(r->t, j, now))
		h->now = true;
}

static struct help
help_of(const struct timex_reader *r, uint32_t v)
{
	const struct token *t = r->t->token;
	uint32_t from = v > r->first + REACH ? v - REACH : r->first;
	struct help h = { 0 };

	for (uint32_t j = from; j < v; j++)
		if (t[j].head == v &&
		    (t[j].pos == UD_AUX || t[j].pos == UD_PART ||
			t[j].rel == UD_AUX_))
			add_help(r, j, &h);
	return h;
}

/* A verb that stands by itself: "sits", "met"; what is reported was said. */
static enum timex_tense
plain(const struct timex_reader *r, uint32_t v)
{
	const struct token *k = &r->t->token[v];

	if (k->verb != NULL && k->verb->frames != 0)
		return TIMEX_PAST;
	return is_present(r, v) ? TIMEX_COMING : TIMEX_PAST;
}

/* The tense of the clause of verb or predicate v; OPEN: ask the one above. */
static enum timex_tense
of_clause(const struct timex_reader *r, uint32_t v, bool *above)
{
	struct help h = help_of(r, v);
	const struct token *k = &r->t->token[v];

	*above = false;
	if (is_plan(r, v))
		return TIMEX_COMING;
	if (h.have)
		return TIMEX_PAST;
	if (h.will) /* "would not say": asked, and did not */
		return h.not &&k->verb != NULL && k->verb->frames != 0
		    ? TIMEX_PAST
		    : TIMEX_COMING;
	if (h.to) {
		if (h.now || h.past || k->rel == UD_ROOT)
			return TIMEX_COMING;
		/* "a hearing to be held": nobody but the plan */
		if (k->rel == UD_ACL)
			return TIMEX_COMING;
		*above = true;
		return TIMEX_OPEN;
	}
	if (h.past)
		return TIMEX_PAST;
	if (h.now)
		return TIMEX_COMING;
	if (k->pos != UD_VERB)
		return TIMEX_OPEN;
	if (is_ing(r->t, v)) {
		*above = true;
		return TIMEX_OPEN;
	}
	return plain(r, v);
}

static enum timex_tense
of_verb(const struct timex_reader *r, uint32_t v)
{
	bool infinitive = false, above;

	for (unsigned n = 0; n < ABOVE; n++) {
		uint32_t up = r->t->token[v].head;
		enum timex_tense tense;

		if (infinitive && is_will(r, v))
			return TIMEX_COMING;
		tense = of_clause(r, v, &above);
		if (tense != TIMEX_OPEN || !above || up == v || up < r->first ||
		    up >= r->limit)
			return tense;
		infinitive = help_of(r, v).to;
		v = up;
	}
	return TIMEX_OPEN;
}

/* "Thursday's vote will be close", but "Thursday's attack is the worst". */
static bool
is_told(const struct timex_reader *r, uint32_t v)
{
	return help_of(r, v).will;
}

enum timex_tense
timex_tense(const struct timex_reader *r, uint32_t i, unsigned climb)
{
	const struct token *t = r->t->token;
	struct help own = help_of(r, i);
	uint32_t from = i;
	bool near = true, bare;

	if (own.now || own.past) /* "the vote is Thursday" */
		return own.now ? TIMEX_COMING : TIMEX_PAST;
	if (i > r->first && is_plan(r, i - 1))
		return TIMEX_COMING;
	bare = i > r->first && t[i - 1].pos != UD_ADP;
	for (unsigned n = 0; n < climb && i < r->limit; n++) {
		uint32_t up = t[i].head;
		bool above;

		if (up == i || up < r->first || up >= r->limit)
			break;
		i = up;
		if (t[i].pos == UD_VERB || is_plan(r, i))
			return near || is_told(r, i) ? of_verb(r, i)
						     : TIMEX_OPEN;
		if (t[i].rel == UD_ROOT || t[i].rel == UD_CCOMP)
			return near || is_told(r, i) ? of_clause(r, i, &above)
						     : TIMEX_OPEN;
		/* "arrested a man Friday": the verb's, whatever the tree */
		near = near && bare && up < from;
	}
	return TIMEX_OPEN;
}

/* Is "will" or "next" within reach before token i? */
static bool
is_window(const struct timex_reader *r, uint32_t i)
{
	static const char *const words[] = { "will", "'ll", "’ll", "next",
		NULL };
	uint32_t from = i > r->first + WINDOW ? i - WINDOW : r->first;

	for (uint32_t j = from; j < i; j++)
		if (token_among(r->t, j, words))
			return true;
	return false;
}

bool
timex_tense_coming(const struct timex_reader *r, uint32_t i)
{
	enum timex_tense tense = timex_tense(r, i, TIMEX_TENSE_FAR);

	return tense == TIMEX_COMING ||
	    (tense == TIMEX_OPEN && is_window(r, i));
}

int32_t
timex_tense_weekday(const struct timex_reader *r, uint32_t i, int w)
{
	int back = (calendar_weekday(r->today) - (w - 1) + 7) % 7;
	enum timex_tense tense = timex_tense(r, i, TIMEX_TENSE_FAR);
	bool coming = tense == TIMEX_COMING ||
	    (tense == TIMEX_OPEN && back > NEAREST);

	/* Nobody calls a day of a week ago or hence by its bare name while the
	 * same is yesterday or tomorrow: a verb is misread more often, and
	 * what was "said Saturday" in a story of Friday was dated elsewhere. */
	if (back == 6)
		coming = true;
	if (back == 1)
		coming = coming && is_window(r, i) &&
		    timex_tense(r, i, TIMEX_TENSE_NEAR) == TIMEX_COMING;
	return r->today - back + (back > 0 && coming ? 7 : 0);
}
