/* essence.c -- from a claim in its sentence to a gist. */
#include "essence.h"

#include "workers/en/share.h"
#include "workers/en/stance_words.h"
#include "workers/token.h"

#define CLIMB 6 /* heads that are followed from a negation */

struct reading {
	const struct text *t;
	const struct found *f;
	const struct found_claim *c;
	struct gist *g;
	struct essence_words *words;
	uint32_t first, last;    /* tokens that are looked at */
	uint32_t start, end;     /* their code points */
	uint8_t word[TEXT_WALK]; /* theirs, or GIST_NONE */
};

static bool
within(const struct range *r, const struct token *k)
{
	return k->start >= r->start && k->end <= r->end;
}

/* Is the token part of what is claimed? */
static bool
is_claimed(const struct reading *r, uint32_t i)
{
	if (r->c == NULL)
		return true;
	for (uint32_t k = 0; k < r->c->n_content; k++)
		if (within(&r->c->content[k], &r->t->token[i]))
			return true;
	return false;
}

/* Who says it, and that it is said, are no part of what is said. */
static bool
is_frame(const struct reading *r, uint32_t i)
{
	return r->c != NULL &&
	    ((r->c->has_source && within(&r->c->source, &r->t->token[i])) ||
		(r->c->has_cue && within(&r->c->cue, &r->t->token[i])));
}

static void
add_word(struct reading *r, uint32_t i, uint16_t flags)
{
	struct gist_word *w;

	if (r->g->n_words == GIST_WORDS_MAX)
		return;
	r->word[i - r->first] = (uint8_t)r->g->n_words;
	w = &r->g->word[r->g->n_words++];
	*w = essence_word_at(r->words, i)->word;
	w->flags |= flags;
	gist_stand(w, essence_stands_for(r->t, r->c, i));
}

/* Brackets within a quotation hold the outlet's words. */
static void
add_words(struct reading *r, bool around)
{
	bool bracket = false;

	for (uint32_t i = r->first; i < r->last; i++) {
		const struct token *k = &r->t->token[i];
		bool claimed = is_claimed(r, i);

		if (k->mark == '[' || k->mark == ']')
			bracket = k->mark == '[' && k->quote != TEXT_NONE;
		if (k->kind == TOKEN_QUOTE || k->kind == TOKEN_MARK ||
		    is_frame(r, i) || (!claimed && !around))
			continue;
		add_word(r, i,
		    (uint16_t)((claimed ? 0 : GIST_AROUND) |
			(bracket ? GIST_EDITED : 0)));
	}
}

static uint8_t
word_at(const struct reading *r, uint32_t i)
{
	return i >= r->first && i < r->last ? r->word[i - r->first] : GIST_NONE;
}

static void
set_heads(struct reading *r)
{
	for (uint32_t i = r->first; i < r->last; i++) {
		uint8_t w = word_at(r, i);
		uint32_t head = r->t->token[i].head;

		if (w != GIST_NONE && head != i)
			r->g->word[w].head = word_at(r, head);
	}
}

/* ---- what is denied, hedged, foretold ---- */

static bool
has_bit(const struct reading *r, uint32_t i, uint8_t bit)
{
	return (essence_word_at(r->words, i)->bits & bit) != 0;
}

/* What the negation at i denies: what fails to happen, else the verb that it
 * hangs on. */
static uint32_t
denied_by(const struct text *t, uint32_t i)
{
	uint32_t at = i;

	if (t->token[i].pos == UD_VERB)
		for (uint32_t k = i + 1; k < t->n_tokens && k < i + 6; k++)
			if (t->token[k].head == i &&
			    t->token[k].rel == UD_XCOMP)
				return k;
	for (int n = 0; n < CLIMB; n++) {
		if (at != i && t->token[at].pos == UD_VERB)
			return at;
		if (t->token[at].head == at)
			break;
		at = t->token[at].head;
	}
	return at;
}

static void
read_negations(struct reading *r)
{
	for (uint32_t i = r->first; i < r->last; i++) {
		uint8_t w = word_at(r, i), v;

		if (w == GIST_NONE || r->g->word[w].flags & GIST_AROUND ||
		    !has_bit(r, i, CONTRAST_DENIES))
			continue;
		r->g->negations++;
		r->g->word[w].flags |= GIST_DENIES;
		v = word_at(r, denied_by(r->t, i));
		if (v != GIST_NONE)
			r->g->word[v].flags ^= GIST_DENIED;
	}
}

static bool
is_root(const struct reading *r, uint32_t i)
{
	uint32_t head = r->t->token[i].head;
	uint8_t w = word_at(r, head);

	return head == i || w == GIST_NONE || r->g->word[w].flags & GIST_AROUND;
}

/* "should", "must", "have to" and "want" of the main verb. */
static bool
is_duty(const struct reading *r, uint32_t i, struct span s)
{
	const struct text *t = r->t;

	if (span_is(s, "should") || span_is(s, "must") || span_is(s, "ought"))
		return is_root(r, t->token[i].head);
	if (span_is(s, "have") || span_is(s, "need"))
		return is_root(r, i) && i + 1 < t->n_tokens &&
		    token_is(t, i + 1, "to");
	return is_root(r, i) &&
	    (span_is(s, "want") || span_is(s, "demand") || span_is(s, "urge"));
}

/* Does a hedge at i bear on the main clause?  "could not" hedges nothing. */
static bool
weighs(const struct reading *r, uint32_t i, uint32_t bits)
{
	const struct text *t = r->t;
	uint32_t head = t->token[i].head;

	if (bits & STANCE_MAY && r->g->negations > 0)
		return false;
	return is_root(r, i) || is_root(r, head) ||
	    (t->token[i].pos != UD_ADV && is_root(r, t->token[head].head));
}

/* "will", "should" of the main verb, "is to close", "going to". */
static void
hear_modal(struct reading *r, uint32_t i)
{
	const struct text *t = r->t;
	uint32_t bits = stance_words_of(t, i);
	struct span s = r->g->word[word_at(r, i)].text;

	if (bits & (STANCE_WILL | STANCE_OUTLOOK) || span_is(s, "would") ||
	    span_is(s, "'ll") || span_is(s, "due"))
		r->g->mood = r->g->mood == GIST_IS ? GIST_WILL : r->g->mood;
	if (is_duty(r, i, s))
		r->g->mood = GIST_OUGHT;
	if (has_bit(r, i, CONTRAST_HEDGES) || bits & STANCE_MAY)
		r->g->hedged |= weighs(r, i, bits);
	if (span_is(s, "if"))
		r->g->hedged = true;
}

static void
read_mood(struct reading *r)
{
	struct gist *g = r->g;

	if (r->c != NULL &&
	    (r->c->act == FOUND_PROMISE || r->c->act == FOUND_PREDICT))
		g->mood = GIST_WILL;
	for (uint32_t i = r->first; i < r->last; i++) {
		uint8_t w = word_at(r, i);

		if (w != GIST_NONE && !(g->word[w].flags & GIST_AROUND))
			hear_modal(r, i);
	}
	if (r->c != NULL && r->c->act == FOUND_ASK)
		g->mood = GIST_ASKS;
	if (r->c != NULL && r->c->act == FOUND_DECLINE)
		g->mood = GIST_REFUSES;
}

static void
read_cue(struct reading *r)
{
	static const char *const deny[] = { "deny", "reject", "refute",
		"dismiss", "rebut", "dispute", NULL };

	if (r->c == NULL || !r->c->has_cue)
		return;
	/* It may lie before or behind what is looked at. */
	for (uint32_t i = token_behind(r->t, r->c->cue.start);
	     i < r->t->n_tokens && within(&r->c->cue, &r->t->token[i]); i++) {
		struct span s = essence_word_at(r->words, i)->word.text;

		for (const char *const *d = deny; *d != NULL; d++)
			r->g->denied |= span_is(s, *d);
		r->g->hedged |= has_bit(r, i, CONTRAST_HEDGES);
	}
}

/* ---- times and quantities ---- */

/* The first word within a range; its words are marked. */
static uint8_t
mark_words(struct reading *r, const struct range *at, uint16_t flag)
{
	uint8_t first = GIST_NONE;

	for (uint32_t i = r->first; i < r->last; i++) {
		uint8_t w = word_at(r, i);

		if (w == GIST_NONE || !within(at, &r->t->token[i]))
			continue;
		if (first == GIST_NONE)
			first = w;
		r->g->word[w].flags |= flag;
		if (r->g->word[w].sort == GIST_LABEL && flag == GIST_TIMED)
			r->g->word[w].sort = GIST_NUMBER;
	}
	return first;
}

static void
read_times(struct reading *r)
{
	uint8_t weekday = essence_word_days(r->words);

	for (uint32_t i = found_range_from(
		 r->f->times, sizeof *r->f->times, r->f->n_times, r->start);
	     i < r->f->n_times; i++) {
		const struct found_time *x = &r->f->times[i];
		uint8_t w;

		if (x->at.start >= r->end)
			break;
		if (x->type == FOUND_DURATION || x->type == FOUND_SET)
			continue;
		w = mark_words(r, &x->at, GIST_TIMED);

		if (w != GIST_NONE && !(r->g->word[w].flags & GIST_AROUND) &&
		    r->g->n_times < GIST_TIMES_MAX)
			r->g->time[r->g->n_times++] = (struct gist_time) {
				x->value, r->g->word[w].set == weekday, w
			};
	}
}

static void
add_figure(struct reading *r, struct gist_figure q)
{
	if (q.word != GIST_NONE &&
	    !(r->g->word[q.word].flags & (GIST_AROUND | GIST_COUNTED)) &&
	    r->g->n_figures < GIST_FIGURES_MAX)
		r->g->figure[r->g->n_figures++] = q;
}

/* "six pupils more than": of what is compared. */
static bool
is_difference(const struct reading *r, uint8_t at)
{
	static const char *const more[] = { "more", "few", "fewer", "less",
		"high", "higher", "low", "lower", "small", "smaller", NULL };
	const struct gist *g = r->g;

	for (uint32_t i = at + 1u; i + 1 < g->n_words && i < at + 4u; i++)
		for (const char *const *m = more; *m != NULL; m++)
			if (span_is(g->word[i].text, *m) &&
			    span_is(g->word[i + 1].text, "than"))
				return true;
	return false;
}

/* Shares first: "one in four" is one quantity, not two. */
static void
read_figures(struct reading *r)
{
	bool figure = r->c != NULL && r->c->kind == FOUND_FIGURE;
	struct share s;

	for (uint32_t i = r->first; !figure && i < r->last; i++) {
		struct gist_figure q = { .word = word_at(r, i),
			.unit = SPAN("percent") };
		struct range at;

		if (q.word == GIST_NONE || !share_read(r->t, i, r->last, &s))
			continue;
		q.value = q.low = q.high = s.value;
		add_figure(r, q);
		at = text_range(r->t, i, s.end);
		mark_words(r, &at, GIST_COUNTED);
		i = s.end - 1;
	}
	for (uint32_t i = found_range_from(r->f->figures, sizeof *r->f->figures,
		 r->f->n_figures, r->start);
	     i < r->f->n_figures; i++) {
		const struct found_figure *x = &r->f->figures[i];
		struct gist_figure q;
		uint8_t w;

		if (x->at.start >= r->end)
			break;
		if (!x->has_value || (figure && i != r->c->figures[0]))
			continue;
		w = mark_words(r, &x->at, 0);
		if (w == GIST_NONE || r->g->word[w].flags & GIST_TIMED ||
		    r->g->word[w].sort == GIST_LABEL)
			continue;
		q = essence_figure(x, w);
		q.is_change |= is_difference(r, w);
		add_figure(r, q);
		mark_words(r, &x->at, GIST_COUNTED);
	}
}

/* ---- */

/* The tokens that c, or all of the text, is of; no more than TEXT_WALK. */
static void
set_bounds(struct reading *r, bool around)
{
	const struct text *t = r->t;

	r->first = 0;
	r->last = t->n_tokens;
	if (r->c != NULL && !around) {
		const struct range *end = &r->c->content[r->c->n_content - 1];

		r->first = token_behind(t, r->c->content[0].start);
		r->last = token_behind(t, end->end - 1);
		r->last += r->last < t->n_tokens;
	}
	if (r->last - r->first > TEXT_WALK)
		r->last = r->first + TEXT_WALK;
}

void
essence_of(struct essence_words *words, const struct found *f,
    const struct found_claim *c, bool around, struct gist *g)
{
	const struct text *t = essence_word_text(words);
	struct reading r = { .t = t, .f = f, .c = c, .g = g, .words = words };

	*g = (struct gist) { 0 };
	set_bounds(&r, around);
	if (r.first < r.last) {
		r.start = t->token[r.first].start;
		r.end = t->token[r.last - 1].end;
	}
	memset(r.word, GIST_NONE, sizeof r.word);
	if (c != NULL && c->kind != FOUND_FIGURE) {
		g->said = true;
		g->speaker = c->speaker;
		g->hedged = c->hedged;
	}
	add_words(&r, around);
	set_heads(&r);
	read_times(&r);
	read_figures(&r);
	read_negations(&r);
	read_mood(&r);
	read_cue(&r);
	for (uint32_t i = 0; i < g->n_words; i++)
		g->quoted |= (g->word[i].flags & (GIST_QUOTED | GIST_AROUND)) ==
		    GIST_QUOTED;
}
