/* habit.c -- rules on reports that were found. */
#include "workers/en/habit.h"

#include "workers/en/noun.h"
#include "workers/en/phrase.h"
#include "workers/quote.h"
#include "workers/token.h"

static bool
is_any(const struct text *t, uint32_t i, const char *const *word)
{
	while (*word != NULL && !token_is(t, i, *word))
		word++;
	return *word != NULL;
}

/* The first (last) word among tokens from (before) i, within TEXT_WALK. */
static uint32_t
word_from(const struct text *t, const struct frame *f, uint32_t i)
{
	for (unsigned n = 0; n < 4 && i < t->n_tokens && !f[i].is_word; n++)
		i++;
	return i;
}

static uint32_t
word_before(const struct frame *f, uint32_t i, uint32_t floor)
{
	while (i > floor && !f[i - 1].is_word)
		i--;
	return i > floor ? i - 1 : floor;
}

static uint32_t
sentence_end(const struct text *t, const struct frame *f, uint32_t i)
{
	return t->sentence[f[i].sentence].last;
}

/* Does any word but of marks stand in tokens a to b (exclusive)? */
static bool
only_marks(const struct frame *f, uint32_t a, uint32_t b)
{
	return a >= b || f[a].word == f[b].word;
}

/* Is it a word for those who speak? */
static bool
speaks(const struct text *t, const struct frame *f, uint32_t head)
{
	return f[head].name != 0 ||
	    (noun_of(t, head) & (NOUN_PERSON | NOUN_GROUP | NOUN_PAPER)) != 0;
}

/* "Talks go on, says minister": a headline, which no full stop ends. */
static void
turn_round(const struct text *t, const struct frame *f, struct report_result *o)
{
	const struct token *cue = &t->token[o->cue.first];
	uint32_t first = t->sentence[f[o->cue.first].sentence].first;
	uint32_t end = sentence_end(t, f, o->cue.first);
	struct phrase p;

	if (o->cue.first != o->cue.last || cue->verb == NULL ||
	    (cue->tense != LEXICON_S && cue->tense != LEXICON_PAST) ||
	    o->cue.first < first + 3 || cue[-1].mark != ',' ||
	    (!report_is_none(o->source) && o->source.first > o->cue.first) ||
	    !f[end - 1].is_word)
		return;
	p = phrase_source(t, o->cue.last + 1, end);
	if (p.first >= p.last || !only_marks(f, p.last, end) ||
	    !speaks(t, f, noun_head(t, p.first, p.last)))
		return;
	o->source = (struct report_span) { p.first, p.last - 1 };
	o->piece[0] = (struct report_span) { word_from(t, f, first),
		word_before(f, o->cue.first, first) };
	o->n_pieces = 1;
}

/* Is the content nothing but a noun phrase, or none? */
static bool
is_thing(
    const struct text *t, const struct frame *f, const struct report_result *o)
{
	if (o->n_pieces == 0)
		return true;
	return o->n_pieces == 1 && o->piece[0].first > o->cue.last &&
	    t->token[o->piece[0].first].quote == TEXT_NONE &&
	    f[o->piece[0].last + 1].verbs == f[o->piece[0].first].verbs;
}

/* Does the content begin before token i and hold it? */
static bool
runs_into(const struct report_result *o, uint32_t i)
{
	return o->n_pieces == 1 && o->piece[0].first > o->cue.last &&
	    o->piece[0].first < i && o->piece[0].last > i;
}

/* "is", "was" or a colon, with "to" or "that" behind, right before i? */
static bool
states(const struct text *t, uint32_t i, uint32_t floor)
{
	if (i > floor &&
	    (token_is(t, i - 1, "to") || token_is(t, i - 1, "that")))
		i--;
	return i > floor &&
	    (t->token[i - 1].mark == ':' || token_is(t, i - 1, "is") ||
		token_is(t, i - 1, "was"));
}

/* "Her advice ... is to “...”" */
static void
take_predicate(
    const struct text *t, const struct frame *f, struct report_result *o)
{
	uint32_t end = sentence_end(t, f, o->cue.last);

	if (t->token[o->cue.first].pos != UD_NOUN)
		return;
	for (uint32_t i = o->cue.last + 1;
	     i < end && i - o->cue.last < TEXT_WALK; i++) {
		const struct quotation *q;

		if (!quote_opens(t, i))
			continue;
		q = &t->quotation[t->token[i].quote];
		if (states(t, i, o->cue.last + 1) &&
		    (is_thing(t, f, o) || runs_into(o, i)) &&
		    f[q->close].word > f[i].word + 2) {
			o->piece[0] = (struct report_span) { word_from(t, f, i),
				word_before(f, q->close + 1, i) };
			o->n_pieces = 1;
		}
		return;
	}
}

/* "would not confirm", "did not elaborate", "declined to say", from i on:
 * the token after it; i if it is something else. */
static uint32_t
refusal_end(const struct text *t, uint32_t i, uint32_t end)
{
	static const char *const can[] = { "would", "did", "could", NULL };
	static const char *const tell[] = { "confirm", "say", "comment",
		"elaborate", "specify", "disclose", "identify", "name",
		"provide", "give", "discuss", "reveal", "address", NULL };

	if (i + 2 < end && is_any(t, i, can) && token_is(t, i + 1, "not") &&
	    is_any(t, i + 2, tell))
		return i + 3;
	if (i + 2 < end &&
	    (token_is(t, i, "declined") || token_is(t, i, "refused")) &&
	    token_is(t, i + 1, "to") && is_any(t, i + 2, tell))
		return i + 2;
	return i;
}

/* What is not told, between i and last: up to ", nor say". */
static struct report_span
refused(const struct text *t, const struct frame *f, uint32_t i, uint32_t last)
{
	struct report_span s = { word_from(t, f, i), last };

	for (uint32_t k = s.first + 1; k < last; k++)
		if (t->token[k].mark == ',' && token_is(t, k + 1, "nor")) {
			s.last = word_before(f, k, s.first);
			break;
		}
	return s;
}

/* A reader who is spoken to claims nothing: "you agree to our terms". */
static bool
is_reader(const struct text *t, struct report_span s)
{
	return !report_is_none(s) && s.first == s.last &&
	    t->token[s.first].quote == TEXT_NONE &&
	    (token_is(t, s.first, "you") || token_is(t, s.first, "your"));
}

/*
 * "said the mill ran but would not say for how long": that one refuses to tell
 * is never what one says.  The content of o ends there, and next becomes a
 * report of its own.  false: there is no such thing.
 */
static bool
refuses(const struct text *t, const struct frame *f, struct report_result *o,
    struct report_result *next)
{
	struct report_span *s = &o->piece[0];
	uint32_t end;

	if (o->n_pieces != 1 || report_is_none(o->source) ||
	    s->first < o->cue.last || t->token[s->first].quote != TEXT_NONE)
		return false;
	for (uint32_t i = s->first + 2;
	     i + 2 < s->last && i - s->first < TEXT_WALK; i++) {
		end = refusal_end(t, i, s->last);
		if (end == i || t->token[i - 1].pos != UD_CCONJ)
			continue;
		*next = *o;
		next->cue = (struct report_span) { i, end - 1 };
		next->piece[0] = refused(t, f, end, s->last);
		s->last = word_before(f, i - 1, s->first);
		return true;
	}
	return false;
}

void
habit_mend(const struct text *t, const struct frame *f, struct report_list *l)
{
	uint32_t n = l->n;

	for (uint32_t i = 0; i < n; i++) {
		struct report_result *o = &l->result[i];

		if (is_reader(t, o->source)) {
			o->n_pieces = 0;
			continue;
		}
		turn_round(t, f, o);
		take_predicate(t, f, o);
		if (l->n < l->cap && refuses(t, f, o, &l->result[l->n]))
			l->n++;
	}
}
