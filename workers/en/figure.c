/*
 * figure.c -- the figures of the article: quantities that are no part of a
 * time, a name, an address, a score (figure_sort.c).  What they measure and
 * when is read off the words around them (figure_way.c, figure_date.c).
 */
#include "workers/en/figure.h"

#include <stdio.h>

#include "workers/calendar.h"
#include "workers/en/figure_date.h"
#include "workers/en/figure_sort.h"
#include "workers/en/figure_way.h"
#include "workers/en/quantity.h"
#include "workers/en/gloss.h"
#include "workers/token.h"

#define FIGURES_MAX 20000u
#define RATIO_NEAR  6u /* tokens from "ratio" to its numbers */
#define COUNTED_MAX 6u /* tokens from the number to its noun */

struct reader {
	const struct text *t;
	struct found *f;
	struct figure_place place; /* the sentence at hand */
	struct figure_date date;
	uint32_t time; /* the next of f->times */
	uint32_t cap;
};

/* Of the phrase, though no noun nor adjective: "first-team players", "737 Max
 * jets", "Kia and Hyundai vehicles", "small and large firms". */
static bool
within_phrase(const struct text *t, uint32_t i, uint32_t limit)
{
	const struct token *k = &t->token[i];

	if (i + 2 >= limit || k->para)
		return false;
	if (k->kind == TOKEN_NUMBER)
		return figure_sort_name(t, i + 1) &&
		    (t->token[i + 2].pos == UD_NOUN ||
			t->token[i + 2].pos == UD_PROPN);
	if (token_is(t, i, "and"))
		return t->token[i + 2].pos == UD_NOUN &&
		    ((figure_sort_name(t, i - 1) &&
			 figure_sort_name(t, i + 1)) ||
			(t->token[i - 1].pos == UD_ADJ &&
			    t->token[i + 1].pos == UD_ADJ));
	return k->kind == TOKEN_WORD && number_hyphen(t, i + 1, limit) &&
	    t->token[i + 2].pos == UD_NOUN && gloss_is(t, i, GLOSS_ORDINAL);
}

/* The noun that is counted: the last of the phrase that the number begins. */
static uint32_t
counted_noun(const struct reader *r, uint32_t i)
{
	const struct text *t = r->t;
	uint32_t limit = r->place.limit, noun = TEXT_NONE;
	uint32_t end = i + COUNTED_MAX < limit ? i + COUNTED_MAX : limit;

	for (; i < end; i++) {
		const struct token *k = &t->token[i];

		if (k->para)
			break;
		if (k->kind == TOKEN_MARK && k->mark == '-' && noun != i - 1)
			continue;
		if (number_hyphen(t, i, limit) || within_phrase(t, i, limit))
			continue;
		if (k->kind != TOKEN_WORD || gloss_is(t, i, GLOSS_UNIT) ||
		    (k->bits & (LEXICON_PREP | LEXICON_ADV)) != 0)
			break;
		if (k->pos == UD_NOUN || k->pos == UD_PROPN)
			noun = i;
		else if (k->pos != UD_ADJ &&
		    !(k->pos == UD_VERB && noun == TEXT_NONE &&
			(k->tense == LEXICON_PAST || k->tense == LEXICON_ING)))
			break;
		else if (noun != TEXT_NONE)
			break;
	}
	return noun;
}

static void
set_counted(
    const struct reader *r, const struct quantity *q, struct found_figure *g)
{
	uint32_t noun = counted_noun(r, q->last);
	char low[LEXICON_WORD_MAX], *p;
	struct span w;

	if (noun == TEXT_NONE && q->last + 1 < r->place.limit &&
	    token_is(r->t, q->last, "of"))
		noun = counted_noun(r, q->last + 1);
	/* "another pick or two" */
	if (noun == TEXT_NONE && q->first > r->place.first + 1 &&
	    token_is(r->t, q->first - 1, "or") &&
	    figure_sort_counted(r->t, q->first - 2, q->first))
		noun = q->first - 2;
	if (noun == TEXT_NONE)
		return;
	w = token_lower(r->t, noun, low);
	if (w.n == 0)
		return;
	p = arena_strdup(r->t->arena, w);
	g->counted = (struct span) { p, unit_singular(p, w.n) };
}

/* "three times more", "6.5 times earnings"; "three times" alone counts. */
static bool
is_times(const struct reader *r, const struct quantity *q)
{
	static const char *const after[] = { "more", "as", "the", "its",
		"their", "that", "his", "her", "less", NULL };
	const struct text *t = r->t;
	uint32_t i = q->last + 1;

	if (q->unit != NULL || q->last >= r->place.limit)
		return false;
	if (number_hyphen(t, q->last, r->place.limit))
		return token_is(t, i, "fold");
	if (!token_is(t, q->last, "times") || i >= r->place.limit)
		return false;
	return token_among(t, i, after) || t->token[i].pos == UD_NOUN ||
	    (t->token[i].pos == UD_ADJ && t->token[i].size > 2);
}

static struct span
unit_name(const struct reader *r, const struct quantity *q)
{
	if (q->unit != NULL)
		return span_of(q->unit);
	if (q->n.ordinal)
		return (struct span)SPAN("rank");
	if (figure_sort_age(&r->place, q))
		return (struct span)SPAN("year-old");
	if ((q->n.fraction && q->value < 1) || is_times(r, q))
		return (struct span)SPAN("factor");
	return (struct span)SPAN("count");
}

static void
set_value(
    const struct reader *r, const struct quantity *q, struct found_figure *g)
{
	(void)r;
	if (q->ranged || q->n.vague) {
		g->has_low = g->has_high = true;
		g->low = q->low;
		g->high = q->high;
	}
	g->has_value = q->ranged ? q->moved : !q->n.vague;
	g->value = g->has_value ? q->value : 0;
}

/* Whose age it is: the name or noun before "aged" or the comma. */
static void
set_aged(
    const struct reader *r, const struct quantity *q, struct found_figure *g)
{
	const struct text *t = r->t;
	uint32_t i = q->first - 1;

	if (i > r->place.first && t->token[i].kind == TOKEN_WORD)
		i--;
	if (i > r->place.first && t->token[i].kind == TOKEN_MARK)
		i--;
	if (t->token[i].pos == UD_PROPN || t->token[i].pos == UD_NOUN)
		g->subject = text_cut(t, i, i + 1);
}

static void
keep(struct reader *r, const struct quantity *q)
{
	struct found *f = r->f;
	struct found_figure *g;

	if (f->n_figures == r->cap) {
		f->figures = arena_grow(r->t->arena, f->figures, r->cap,
		    2 * r->cap, sizeof *f->figures);
		r->cap *= 2;
	}
	g = &f->figures[f->n_figures++];
	*g = (struct found_figure) { .at = text_range(
					 r->t, q->first, q->last) };
	set_value(r, q, g);
	g->unit = unit_name(r, q);
	g->modifier = figure_way_modifier(&r->place, q->first);
	if (span_is(g->unit, "count"))
		set_counted(r, q, g);
	if (figure_sort_age(&r->place, q)) {
		g->direction = FOUND_NODIRECTION;
		set_aged(r, q, g);
	} else {
		figure_way_set(&r->place, q, g);
	}
	if (g->direction != FOUND_NODIRECTION)
		g->as_of = figure_date_of(&r->date, &r->place, q);
}

/* "doubled", "tripling": a factor. */
static bool
read_factor(const struct reader *r, uint32_t i, struct quantity *q)
{
	const struct token *k = &r->t->token[i];
	char last = r->t->bytes.p[k->at + k->size - 1];

	if (!gloss_is(r->t, i, GLOSS_FACTOR) || (last != 'd' && last != 'g') ||
	    k->size < 6)
		return false;
	*q = (struct quantity) { .first = i, .last = i + 1, .unit = "factor" };
	q->n.value = q->low = q->high = q->value = gloss_of(r->t, i)->value;
	return true;
}

/* Do the words around tokens first to last speak of a ratio? */
static bool
is_ratio(const struct reader *r, uint32_t first, uint32_t last)
{
	static const char *const words[] = { "ratio", "odds", "margin",
		"outnumber", "outnumbers", "outnumbered", "outnumbering",
		NULL };
	uint32_t from = first > r->place.first + RATIO_NEAR ? first - RATIO_NEAR
							    : r->place.first;

	last += number_hyphen(r->t, last, r->place.limit);
	for (uint32_t i = from; i < first; i++)
		if (token_among(r->t, i, words))
			return true;
	return last < r->place.limit && token_among(r->t, last, words);
}

/* A plain number in digits or words at token i. */
static bool
whole_at(const struct reader *r, uint32_t i, struct number *n)
{
	return i < r->place.limit && number_read(r->t, i, r->place.limit, n) &&
	    !n->ordinal && !n->vague && !n->fraction && n->value > 0;
}

/* "a ratio of 3 to 1", "3-to-1 odds", "3:1": how many times as much. */
static bool
read_ratio(const struct reader *r, uint32_t i, struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t limit = r->place.limit, at;
	struct number a, b;
	int x, y, end = 0;
	struct span s = text_cut(t, i, i + 1);

	*q = (struct quantity) { .first = i, .last = i + 1, .unit = "factor" };
	if (t->token[i].kind == TOKEN_NUMBER && s.n < 8 &&
	    memchr(s.p, ':', s.n) != NULL) {
		char digits[8] = { 0 };

		memcpy(digits, s.p, s.n);
		if (sscanf(digits, "%3d:%3d%n", &x, &y, &end) != 2 ||
		    (size_t)end != s.n || y == 0 || !is_ratio(r, i, i + 1))
			return false;
		q->n.value = (double)x / y;
	} else {
		if (!whole_at(r, i, &a))
			return false;
		at = a.last + number_hyphen(t, a.last, limit);
		if (at >= limit || !token_is(t, at, "to"))
			return false;
		at++;
		at += number_hyphen(t, at, limit);
		/* "a margin of 5 to 7 points": a range */
		if (!whole_at(r, at, &b) || !is_ratio(r, i, b.last) ||
		    (b.value >= a.value &&
			figure_sort_counted(t, b.last, limit)))
			return false;
		q->n.value = a.value / b.value;
		q->last = b.last;
	}
	q->low = q->high = q->value = q->n.value;
	return true;
}

/* Is the quantity a part of a time?  Lengths are both: "10 days from now". */
static bool
in_time(struct reader *r, const struct quantity *q)
{
	const struct found *f = r->f;
	uint32_t at = r->t->token[q->first].start;
	uint32_t end = r->t->token[q->last - 1].end;

	while (r->time < f->n_times && f->times[r->time].at.end <= at)
		r->time++;
	if (r->time >= f->n_times || f->times[r->time].at.start >= end)
		return false;
	/* "5 kg a day" */
	if (q->unit != NULL && f->times[r->time].type == FOUND_SET &&
	    f->times[r->time].at.start > at)
		return false;
	if (q->kind == UNIT_TIME && q->unit != NULL)
		return false;
	return q->kind != UNIT_AGE && q->kind != UNIT_MONEY;
}

/* Could a figure start here? */
static bool
worth(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_NUMBER || k->kind == TOKEN_MARK)
		return k->kind == TOKEN_NUMBER || k->mark == '$' ||
		    k->mark == '-' || k->mark == '.' ||
		    (t->bytes.p[k->at] & 0x80);
	return k->kind == TOKEN_WORD && (t->gloss[i] != 0 || k->size <= 8);
}

/* "from 14-18 mpg to 24": of the same unit. */
static void
carry_unit(
    const struct text *t, const struct quantity *before, struct quantity *q)
{
	if (q->unit != NULL || before->unit == NULL || !before->ranged ||
	    q->n.ordinal || q->first != before->last + 1 ||
	    !token_is(t, before->last, "to"))
		return;
	q->unit = before->unit;
	q->kind = before->kind;
}

static void
read_sentence(struct reader *r, uint32_t s)
{
	const struct text *t = r->t;
	struct quantity q, before = { .last = 0 };

	r->place = (struct figure_place) { t, t->sentence[s].first,
		t->sentence[s].last, r->f };
	figure_date_sentence(&r->date, s);
	for (uint32_t i = r->place.first; i < r->place.limit;) {
		if (r->f->n_figures >= FIGURES_MAX)
			return;
		if (!worth(t, i)) {
			i++;
			continue;
		}
		if (read_ratio(r, i, &q)) {
			keep(r, &q);
		} else if (quantity_read(
			       t, i, r->place.first, r->place.limit, &q)) {
			carry_unit(t, &before, &q);
			if (figure_sort_kept(&r->place, &q) && !in_time(r, &q))
				keep(r, &q);
			before = q;
		} else if (read_factor(r, i, &q)) {
			keep(r, &q);
		} else {
			q.last = i + 1;
		}
		i = q.last;
	}
}

void
figure_find(const struct text *t, struct span published, struct found *f)
{
	struct reader r = { .t = t, .f = f, .cap = 16 };
	struct span day = { NULL, 0 };
	int32_t days;

	if (calendar_parse(published, &days))
		day = (struct span) { published.p, 10 };
	figure_date_begin(&r.date, t, f, day);
	f->figures = arena_alloc(t->arena, r.cap, sizeof *f->figures);
	for (uint32_t s = 0; s < t->n_sentences; s++)
		read_sentence(&r, s);
}
