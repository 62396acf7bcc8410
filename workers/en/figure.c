/*
 * figure.c -- quantities.  A number becomes a figure with its unit (before
 * it or after it), unless it is (part of) a time, an address, a name.  What
 * it measures and which way it went is read off the words around it.
 */
#include "workers/en/figure.h"

#include "workers/calendar.h"
#include "workers/en/figure_unit.h"
#include "workers/en/number.h"
#include "workers/en/phrase.h"
#include "workers/token.h"

#define FIGURES_MAX  20000u
#define CLAUSE_MAX   30  /* tokens looked at either side */
#define SUBJECT_SIZE 200 /* bytes */

struct reader {
	const struct text *t;
	struct found *f;
	uint32_t first, limit; /* the sentence at hand */
	uint32_t time;         /* the next of f->times */
	uint32_t s_time;       /* the first of f->times in the sentence */
	uint32_t cap;
	struct span published; /* the day as written; empty: unknown */
};

/* A figure being read, in tokens. */
struct quantity {
	uint32_t first, last;
	struct number n;
	const char *unit;
	double high; /* of a range; else n.value */
	bool ranged;
};

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static bool
is_mark(const struct text *t, uint32_t i, char c)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == c;
}

/* ---- modifiers, direction, subject --------------------------------------- */

/* "about", "at least", before the figure. */
static struct span
modifier_before(const struct reader *r, uint32_t i)
{
	static const char *const one[] = { "about", "around", "nearly",
		"almost", "over", "under", "roughly", "approximately", "some",
		"exactly", "only", "just", "above", "below", "another",
		"barely", "estimated", NULL };
	static const char *const two[][2] = { { "more", "than" },
		{ "less", "than" }, { "fewer", "than" }, { "at", "least" },
		{ "at", "most" }, { "up", "to" }, { "as", "much" },
		{ "close", "to" }, { "greater", "than" } };
	const struct text *t = r->t;

	if (i > r->first + 1)
		for (size_t k = 0; k < sizeof two / sizeof two[0]; k++)
			if (token_is(t, i - 2, two[k][0]) &&
			    token_is(t, i - 1, two[k][1]))
				return text_cut(t, i - 2, i);
	if (i > r->first + 2 && token_is(t, i - 3, "as") &&
	    token_is(t, i - 1, "as"))
		return text_cut(t, i - 3, i);
	if (i > r->first && token_among(t, i - 1, one))
		return text_cut(t, i - 1, i);
	return (struct span) { NULL, 0 };
}

static bool
clause_edge(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_MARK)
		return strchr(",;:_().", k->mark) != NULL;
	return has(t, i, LEXICON_SUB) && !has(t, i, LEXICON_PREP | LEXICON_DET);
}

/* The verb of movement before the figure in its clause, or TEXT_NONE. */
static uint32_t
movement_before(const struct reader *r, uint32_t i)
{
	uint32_t floor = i > r->first + CLAUSE_MAX ? i - CLAUSE_MAX : r->first;

	while (i-- > floor) {
		if (clause_edge(r->t, i))
			break;
		if (has(r->t, i, LEXICON_RISE | LEXICON_FALL) &&
		    !(r->t->token[i].capital && i > r->first) &&
		    !token_is(r->t, i, "up") && !token_is(r->t, i, "added") &&
		    !token_is(r->t, i, "down") && !token_is(r->t, i, "cost"))
			return i;
	}
	return TEXT_NONE;
}

/* "up 5 per cent", "down by 3": the word right before. */
static uint32_t
particle_before(const struct reader *r, uint32_t i)
{
	if (i > r->first && token_is(r->t, i - 1, "by"))
		i--;
	if (i > r->first &&
	    (token_is(r->t, i - 1, "up") || token_is(r->t, i - 1, "down")))
		return i - 1;
	return TEXT_NONE;
}

/* "a 5 per cent increase": a noun of movement right after. */
static uint32_t
movement_after(const struct reader *r, uint32_t i)
{
	static const char *const nouns[] = { "increase", "rise", "jump", "gain",
		"hike", "decline", "drop", "decrease", "cut", "fall",
		"reduction", "surge", "plunge", "slump", "raise", "boost",
		"growth", "dip", NULL };
	uint32_t end = i + 4 < r->limit ? i + 4 : r->limit;

	for (; i < end; i++) {
		if (clause_edge(r->t, i) || has(r->t, i, LEXICON_PREP))
			break;
		if (token_among(r->t, i, nouns))
			return i;
	}
	return TEXT_NONE;
}

static enum found_direction
way_of(const struct text *t, uint32_t i)
{
	if (token_is(t, i, "reduction") || token_is(t, i, "dip"))
		return FOUND_FALL;
	return has(t, i, LEXICON_FALL) ? FOUND_FALL : FOUND_RISE;
}

/* Set direction and is_change; *verb is the word that says so. */
static void
set_direction(const struct reader *r, const struct quantity *q,
    struct found_figure *g, uint32_t *verb)
{
	uint32_t i = particle_before(r, q->first);

	*verb = TEXT_NONE;
	if (i == TEXT_NONE)
		i = movement_after(r, q->last);
	if (i != TEXT_NONE) {
		g->direction = way_of(r->t, i);
		g->is_change = true;
		*verb = i;
		return;
	}
	i = movement_before(r, q->first);
	if (i != TEXT_NONE) {
		g->direction = way_of(r->t, i);
		/* "rose to 5": a level; "rose 5", "rose by 5": the change */
		g->is_change = q->first > i + 1 &&
			token_is(r->t, q->first - 1, "to")
		    ? false
		    : q->first - i < 4;
		if (!g->is_change && !token_is(r->t, q->first - 1, "to"))
			g->direction = FOUND_LEVEL;
		*verb = i;
		return;
	}
	g->direction = FOUND_LEVEL;
	for (i = q->first > r->first + 5 ? q->first - 5 : r->first;
	     i < q->last + 3 && i < r->limit; i++)
		if (has(r->t, i, LEXICON_LIMIT))
			g->direction = FOUND_THRESHOLD;
}

/* A subject as one line of text, if it is short enough. */
static struct span
subject_text(const struct text *t, uint32_t first, uint32_t last)
{
	struct span s;

	while (first < last && has(t, first, LEXICON_DET) &&
	    !has(t, first, LEXICON_PRON))
		first++;
	if (first >= last)
		return (struct span) { NULL, 0 };
	s = text_cut(t, first, last);
	if (s.n > SUBJECT_SIZE || memchr(s.p, '\n', s.n) != NULL)
		return (struct span) { NULL, 0 };
	return s;
}

/* "exports to the U.S." of "exports to the U.S. fell 15.7 per cent". */
static struct span
subject_of_verb(const struct reader *r, uint32_t verb)
{
	struct phrase_group g;
	struct phrase p;
	uint32_t outer;

	phrase_group(r->t, r->first, verb, &g);
	p = phrase_subject(r->t, r->first, g.first, &outer);
	if (p.last - p.first == 1 && has(r->t, p.first, LEXICON_PRON))
		return (struct span) { NULL, 0 };
	return subject_text(r->t, p.first, p.last);
}

/* "tariffs on steel" of "25 per cent tariffs on steel"; "of the vote". */
static struct span
subject_after(const struct reader *r, uint32_t i)
{
	uint32_t end, from = i;

	if (i >= r->limit)
		return (struct span) { NULL, 0 };
	if (token_is(r->t, i, "of") || token_is(r->t, i, "in"))
		from++;
	else if (r->t->token[i].kind != TOKEN_WORD ||
	    has(r->t, i,
		LEXICON_PREP | LEXICON_CONJ | LEXICON_SUB | LEXICON_AUX |
		    LEXICON_MODAL | LEXICON_ADV))
		return (struct span) { NULL, 0 };
	if (from >= r->limit)
		return (struct span) { NULL, 0 };
	end = phrase_end(r->t, from, r->limit);
	while (end > from && end + 1 < r->limit &&
	    has(r->t, end, LEXICON_PREP) && end - from < 12) {
		uint32_t next = phrase_end(r->t, end + 1, r->limit);

		if (next == end + 1)
			break;
		end = next;
	}
	return subject_text(r->t, from, end);
}

/* "the tariffs, now at 50 per cent"; "sales were 3 million". */
static struct span
subject_before(const struct reader *r, uint32_t i)
{
	uint32_t floor = i > r->first + CLAUSE_MAX ? i - CLAUSE_MAX : r->first;

	for (uint32_t j = i; j-- > floor + 1;) {
		const struct token *k = &r->t->token[j];

		if (k->mark == ';')
			break;
		if (has(r->t, j, LEXICON_AUX | LEXICON_MODAL) ||
		    (k->verb != NULL && !k->capital &&
			(k->tense == LEXICON_PAST || k->tense == LEXICON_S)))
			return subject_of_verb(r, j);
	}
	return (struct span) { NULL, 0 };
}

static void
set_subject(
    const struct reader *r, const struct quantity *q, struct found_figure *g)
{
	uint32_t verb;

	set_direction(r, q, g, &verb);
	if (verb != TEXT_NONE && verb < q->first && g->direction != FOUND_LEVEL)
		g->subject = subject_of_verb(r, verb);
	else if (verb != TEXT_NONE && verb >= q->last)
		g->subject = subject_after(r, verb + 1);
	if (g->subject.p == NULL && g->counted.p == NULL)
		g->subject = subject_after(r, q->last);
	if (g->subject.p == NULL)
		g->subject = subject_before(r, q->first);
}

/* ---- reading one figure ----------------------------------------------------
 */

/* Is the number a part of a name, an age, an address, a list's number? */
static bool
is_reference(const struct reader *r, const struct quantity *q)
{
	static const char *const before[] = { "no.", "number", "page",
		"chapter", "section", "article", "bill", "channel", "route",
		"highway", "room", "flight", "question", NULL };
	const struct text *t = r->t;
	uint32_t i = q->first;

	if (q->unit != NULL)
		return false;
	if (i > r->first && token_among(t, i - 1, before))
		return true;
	if (!q->n.words && i > r->first && t->token[i - 1].capital &&
	    t->token[i - 1].kind == TOKEN_WORD && !t->token[i].para &&
	    (q->last >= r->limit || t->token[q->last].capital))
		return true;
	/* "Lee, 43," */
	return i > r->first + 1 && is_mark(t, i - 1, ',') &&
	    t->token[i - 2].capital && q->n.value < 120 &&
	    (q->last >= r->limit || is_mark(t, q->last, ',') ||
		is_mark(t, q->last, '.'));
}

/* The range's other end: "10 to 15", "10-15", "between 10 and 15". */
static void
read_range(const struct reader *r, struct quantity *q)
{
	const struct text *t = r->t;
	bool between = q->first > r->first &&
	    token_is(t, q->first - 1, "between");
	bool from = q->first > r->first && token_is(t, q->first - 1, "from");
	struct number n;
	uint32_t i = q->last, at;

	q->high = q->n.high;
	q->ranged = q->n.high > q->n.value;
	if (q->ranged || i + 1 >= r->limit || q->n.ordinal)
		return;
	if (!(token_is(t, i, "to") && !from) && !is_mark(t, i, '_') &&
	    !is_mark(t, i, '-') && !(between && token_is(t, i, "and")))
		return;
	if (is_mark(t, i, '_') && t->token[i].space)
		return;
	at = i + 1 + is_mark(t, i + 1, '$');
	if (at >= r->limit || !number_read(t, at, r->limit, &n) || n.ordinal ||
	    n.vague)
		return;
	if (n.scale > 1 && q->n.scale == 1 && q->n.value < 1000)
		q->n.value *= n.scale;
	if (n.value <= q->n.value)
		return;
	q->high = n.value;
	q->ranged = true;
	q->last = n.last;
	q->n.tail = n.tail;
}

/* The noun that is counted, right after the number. */
static uint32_t
counted_noun(const struct reader *r, uint32_t i)
{
	uint32_t end = i + 5 < r->limit ? i + 5 : r->limit, noun = TEXT_NONE;

	for (; i < end; i++) {
		const struct token *k = &r->t->token[i];

		if (k->kind != TOKEN_WORD || k->para ||
		    has(r->t, i,
			LEXICON_PREP | LEXICON_CONJ | LEXICON_SUB |
			    LEXICON_AUX | LEXICON_MODAL | LEXICON_DET |
			    LEXICON_PRON | LEXICON_ADV))
			break;
		if (noun != TEXT_NONE && k->verb != NULL)
			break;
		noun = i;
		if (k->size > 3 && r->t->bytes.p[k->at + k->size - 1] == 's')
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

	if (noun == TEXT_NONE)
		return;
	w = token_lower(r->t, noun, low);
	if (w.n == 0)
		return;
	p = arena_strdup(r->t->arena, w);
	g->counted = (struct span) { p, figure_unit_singular(p, w.n) };
}

/* The date that a figure is as of: of its sentence, else of publication. */
static void
set_as_of(const struct reader *r, struct found_figure *g)
{
	const struct found *f = r->f;
	uint32_t end = r->t->token[r->limit - 1].end;

	for (uint32_t i = r->s_time;
	     i < f->n_times && i < r->s_time + 20 && f->times[i].at.end <= end;
	     i++)
		if (f->times[i].type == FOUND_DATE &&
		    f->times[i].value.p[0] >= '0' &&
		    f->times[i].value.p[0] <= '9') {
			g->as_of = f->times[i].value;
			return;
		}
	if (g->direction != FOUND_NODIRECTION && r->published.n > 0)
		g->as_of = r->published;
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
	if (q->ranged) {
		g->has_low = g->has_high = true;
		g->low = q->n.value;
		g->high = q->high;
	} else {
		g->has_value = !q->n.vague;
		g->value = q->n.vague ? 0 : q->n.value;
	}
	g->unit = span_of(q->unit != NULL ? q->unit : "count");
	g->modifier = modifier_before(r, q->first);
	if (q->unit == NULL)
		set_counted(r, q, g);
	set_subject(r, q, g);
	set_as_of(r, g);
}

/* "doubled", "tripled": a factor. */
static bool
read_factor(const struct reader *r, uint32_t i, struct quantity *q)
{
	static const struct {
		const char *word;
		double value;
	} factors[] = { { "doubled", 2 }, { "doubling", 2 }, { "tripled", 3 },
		{ "tripling", 3 }, { "quadrupled", 4 }, { "halved", 0.5 } };

	for (size_t k = 0; k < sizeof factors / sizeof factors[0]; k++)
		if (token_is(r->t, i, factors[k].word)) {
			*q = (struct quantity) {
				.first = i, .last = i + 1, .unit = "factor"
			};
			q->n.value = q->high = factors[k].value;
			return true;
		}
	return false;
}

/* The figure that starts at token i. */
static bool
read_figure(const struct reader *r, uint32_t i, struct quantity *q)
{
	const struct text *t = r->t;
	const char *money = figure_unit_before(t, i, r->limit, &q->first);
	uint32_t at = i;

	*q = (struct quantity) { .first = i };
	while (
	    money != NULL && at < r->limit && t->token[at].kind != TOKEN_NUMBER)
		at++;
	if (at >= r->limit || !number_read(t, at, r->limit, &q->n))
		return false;
	q->last = q->n.last;
	read_range(r, q);
	q->unit = money;
	if (q->unit == NULL)
		q->unit = figure_unit_after(t, q->last, r->limit, &q->last);
	if (q->unit == NULL)
		q->unit = q->n.tail;
	if (q->n.ordinal && q->unit == NULL)
		q->unit = "rank";
	if (q->unit == NULL && q->n.words && q->n.value == 1 && !q->ranged)
		return false; /* "one of them" */
	return !is_reference(r, q);
}

/* Is token i inside the next time?  Then it is no figure. */
static bool
in_time(struct reader *r, uint32_t i)
{
	const struct found *f = r->f;
	uint32_t at = r->t->token[i].start;

	while (r->time < f->n_times && f->times[r->time].at.end <= at)
		r->time++;
	return r->time < f->n_times && f->times[r->time].at.start <= at &&
	    f->times[r->time].type != FOUND_DURATION;
}

/* Could a figure start here? */
static bool
worth(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_NUMBER || k->mark == '$')
		return true;
	return k->kind == TOKEN_WORD &&
	    (has(t, i, LEXICON_NUM | LEXICON_RISE | LEXICON_FALL) ||
		k->size < 3 || k->caps);
}

void
figure_find(const struct text *t, struct span published, struct found *f)
{
	struct reader r = { .t = t, .f = f, .cap = 16 };
	struct quantity q;
	int32_t day;

	if (calendar_parse(published, &day))
		r.published = (struct span) { published.p, 10 };

	f->figures = arena_alloc(t->arena, r.cap, sizeof *f->figures);
	for (uint32_t s = 0; s < t->n_sentences; s++) {
		r.first = t->sentence[s].first;
		r.limit = t->sentence[s].last;
		in_time(&r, r.first);
		r.s_time = r.time;
		for (uint32_t i = r.first; i < r.limit;) {
			if (f->n_figures >= FIGURES_MAX)
				return;
			if (!worth(t, i) || in_time(&r, i) ||
			    !(read_figure(&r, i, &q) ||
				read_factor(&r, i, &q))) {
				i++;
				continue;
			}
			keep(&r, &q);
			i = q.last;
		}
	}
}
