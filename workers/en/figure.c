/*
 * figure.c -- which quantities are figures of the article: those that are no
 * part of a time, a name, an address, a score.  What they measure and when is
 * read off the words around them (figure_way.c, figure_date.c).
 */
#include "workers/en/figure.h"

#include "workers/calendar.h"
#include "workers/en/figure_date.h"
#include "workers/en/figure_way.h"
#include "workers/en/quantity.h"
#include "workers/en/gloss.h"
#include "workers/entity.h"
#include "workers/token.h"

#define FIGURES_MAX 20000u
#define COUNTED_MAX 6u /* tokens from the number to its noun */

struct reader {
	const struct text *t;
	struct found *f;
	struct figure_place place; /* the sentence at hand */
	struct figure_date date;
	uint32_t time; /* the next of f->times */
	uint32_t cap;
};

static bool
is_mark(const struct text *t, uint32_t i, char c)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == c;
}

/* ---- what is no figure ---- */

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

static bool
is_name(const struct text *t, uint32_t i)
{
	return t->token[i].kind == TOKEN_WORD && t->token[i].capital &&
	    !t->token[i].para;
}

/* A noun in the plural, or one that a number may count. */
static bool
is_counted(const struct text *t, uint32_t i, uint32_t limit)
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
		"dax", "cac", "nikkei", "russell", "fortune", "asx", NULL };

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

	for (uint32_t k = i; k < limit && k < i + 4 && is_name(t, k); k++)
		if (token_among(t, k, street))
			return true;
	return false;
}

/* Is the bare number a part of a name, an address, a list? */
static bool
is_reference(const struct reader *r, const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t i = q->first, first = r->place.first, end = r->place.limit;

	if (q->unit != NULL || q->n.words || q->n.fraction || q->n.scale > 1)
		return token_is(t, i, "half") && i > first &&
		    (t->token[i - 1].bits & LEXICON_DET) != 0;
	if (i > first && is_mark(t, i - 1, '='))
		return true;
	/* "now number 26,000": the verb counts */
	if (i > first && is_numbering(t, i - 1) &&
	    t->token[i - 1].pos != UD_VERB)
		return true;
	if (is_year(q) &&
	    !(is_counted(t, q->last, end) &&
		t->bytes.p[t->token[q->last].at + t->token[q->last].size - 1] ==
		    's'))
		return true;
	if ((q->n.whole || q->n.ordinal) && is_street(t, q->last, end))
		return true;
	if (!q->n.whole || q->ranged)
		return false;
	if (i > first && follows_name(t, i - 1, first) &&
	    !(is_counted(t, q->last, end) && q->n.value < 100 &&
		t->token[i - 1].pos == UD_VERB))
		return !is_counted(t, q->last, end) ||
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
static bool
is_age(const struct reader *r, const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t i = q->first;

	return q->unit == NULL && q->n.whole && i > r->place.first + 1 &&
	    is_mark(t, i - 1, ',') && t->token[i - 2].capital &&
	    t->token[i - 2].pos == UD_PROPN && q->n.value > 0 &&
	    q->n.value < 115 && q->last < r->place.limit &&
	    (is_mark(t, q->last, ',') || is_mark(t, q->last, '.'));
}

/* "ranked third", "finished 71st": the place is what is told. */
static bool
is_rank(const struct reader *r, const struct quantity *q)
{
	static const char *const verbs[] = { "ranked", "ranks", "rank",
		"finished", "finish", "finishes", "placed", "places", "came",
		"comes", "ranking", "finishing", NULL };
	uint32_t i = q->first;

	if (!q->n.words)
		return true;
	for (uint32_t n = 0; n < 2 && i > r->place.first; n++)
		if (token_among(r->t, --i, verbs))
			return true;
	return false;
}

/* "one of them", "no one", "the one": a pronoun. */
static bool
is_pronoun(const struct reader *r, const struct quantity *q)
{
	const struct text *t = r->t;

	if (!q->n.words || q->n.value != 1 || q->ranged || q->unit != NULL ||
	    q->last > q->first + 1)
		return false;
	return !is_counted(t, q->last, r->place.limit) ||
	    token_is(t, q->last, "such") ||
	    (q->first > r->place.first &&
		(t->token[q->first - 1].bits & LEXICON_DET) != 0);
}

/* "the bottom three", "the final four": places, not a number of things. */
static bool
is_end(const struct reader *r, const struct quantity *q)
{
	static const char *const ends[] = { "top", "bottom", "final", "last",
		"big", NULL };
	uint32_t i = q->first;

	return q->n.words && !q->n.ordinal && !q->n.fraction &&
	    q->unit == NULL && i > r->place.first &&
	    token_among(r->t, i - 1, ends) &&
	    !is_counted(r->t, q->last, r->place.limit);
}

/* A hyphen behind it makes it a part of a word: "three-point range". */
static bool
is_compound(const struct reader *r, const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t limit = r->place.limit;

	if (q->unit == NULL && number_hyphen(t, q->last, limit))
		return !(
		    q->last + 2 < limit && token_is(t, q->last + 1, "member"));
	/* "24-hour", "two-month" */
	return q->kind == UNIT_TIME && q->unit != NULL && !q->ranged &&
	    q->last == q->n.last + 2 && number_hyphen(t, q->n.last, limit);
}

static bool
is_figure(const struct reader *r, const struct quantity *q)
{
	if (q->score || is_compound(r, q) || is_pronoun(r, q))
		return false;
	if (is_end(r, q))
		return false;
	if (q->n.ordinal && q->unit == NULL)
		return is_rank(r, q) && !is_reference(r, q);
	if (q->n.ordinal)
		return false;
	return is_age(r, q) || !is_reference(r, q);
}

/* ---- what is a figure ---- */

/* Of the phrase, though no noun nor adjective: "first-team players", "737 Max
 * jets", "Kia and Hyundai vehicles", "small and large firms". */
static bool
within_phrase(const struct text *t, uint32_t i, uint32_t limit)
{
	const struct token *k = &t->token[i];

	if (i + 2 >= limit || k->para)
		return false;
	if (k->kind == TOKEN_NUMBER)
		return is_name(t, i + 1) &&
		    (t->token[i + 2].pos == UD_NOUN ||
			t->token[i + 2].pos == UD_PROPN);
	if (token_is(t, i, "and"))
		return t->token[i + 2].pos == UD_NOUN &&
		    ((is_name(t, i - 1) && is_name(t, i + 1)) ||
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
	    is_counted(r->t, q->first - 2, q->first))
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
	if (is_age(r, q))
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
	if (is_age(r, q)) {
		g->direction = FOUND_NODIRECTION;
		g->subject = text_cut(r->t, q->first - 2, q->first - 1);
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
		t->sentence[s].last };
	figure_date_sentence(&r->date, s);
	for (uint32_t i = r->place.first; i < r->place.limit;) {
		if (r->f->n_figures >= FIGURES_MAX)
			return;
		if (!worth(t, i)) {
			i++;
			continue;
		}
		if (quantity_read(t, i, r->place.first, r->place.limit, &q)) {
			carry_unit(t, &before, &q);
			if (is_figure(r, &q) && !in_time(r, &q))
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
