/* measure.c -- what a figure is the measure of. */
#include "measure.h"

#include "align.h"

#define CLIMB 12 /* heads that are followed */

struct reading {
	const struct gist *g;
	bool of[GIST_WORDS_MAX];
};

static uint8_t
head_of(const struct gist *g, uint8_t i)
{
	return i < g->n_words ? g->word[i].head : GIST_NONE;
}

static bool
is_number(const struct gist_word *w)
{
	return w->sort == GIST_NUMBER || w->flags & (GIST_COUNTED | GIST_TIMED);
}

/* The last of the figure's own words on the way up. */
static uint8_t
top_of(const struct gist *g, uint8_t i)
{
	for (int n = 0; n < CLIMB; n++) {
		uint8_t head = head_of(g, i);

		if (head >= g->n_words || head == i ||
		    !is_number(&g->word[head]))
			break;
		i = head;
	}
	return i;
}

/* Has it a figure of its own?  Then it is another thing. */
static bool
has_figure(const struct gist *g, uint8_t i)
{
	for (uint32_t k = 0; k < g->n_words; k++)
		if (g->word[k].head == i && is_number(&g->word[k]) &&
		    !(g->word[k].flags & GIST_TIMED))
			return true;
	return false;
}

/* Does word i hang on at, by nothing that is another clause or measure? */
static bool
hangs_on(const struct gist *g, uint8_t i, uint8_t at)
{
	for (int n = 0; n < CLIMB && i < g->n_words; n++) {
		if (i == at)
			return true;
		if (is_number(&g->word[i]) || g->word[i].sort == GIST_VERB ||
		    has_figure(g, i))
			return false;
		i = g->word[i].head;
	}
	return false;
}

static void
take_all(struct reading *r, uint8_t at)
{
	for (uint32_t i = 0; i < r->g->n_words; i++)
		r->of[i] |= hangs_on(r->g, (uint8_t)i, at);
}

/* With clauses that hang on it: "said that they would back the mayor". */
static void
take_clauses(struct reading *r, uint8_t at)
{
	const struct gist *g = r->g;

	for (uint32_t i = 0; i < g->n_words; i++) {
		uint8_t up = (uint8_t)i;

		for (int n = 0; n < CLIMB && up < g->n_words && up != at; n++)
			up = g->word[up].head;
		r->of[i] |= up == at;
	}
}

/* The dependent of at with that role, but the figure itself. */
static uint8_t
dependent(const struct gist *g, uint8_t at, uint8_t role, uint8_t but)
{
	for (uint32_t i = 0; i < g->n_words; i++)
		if (g->word[i].head == at && g->word[i].role == role &&
		    i != but && i != at && !is_number(&g->word[i]))
			return (uint8_t)i;
	return GIST_NONE;
}

/* Of a figure that hangs on a verb: "rose to 5", "52 per cent support". */
static uint8_t
of_verb(struct reading *r, uint8_t verb, uint8_t top)
{
	const struct gist *g = r->g;
	uint8_t role = g->word[top].role, thing;

	if (role == GIST_ACTOR) {
		take_clauses(r, verb);
		return verb;
	}
	thing = role == GIST_TARGET ? GIST_NONE
				    : dependent(g, verb, GIST_TARGET, top);
	if (thing == GIST_NONE)
		thing = dependent(g, verb, GIST_ACTOR, top);
	if (thing != GIST_NONE)
		take_all(r, thing);
	/* "rose 5 percent" tells no more than what rose. */
	if (thing == GIST_NONE ||
	    (role == GIST_TARGET && !(g->word[verb].flags & GIST_HOLLOW))) {
		take_all(r, verb);
		thing = verb;
	}
	return thing;
}

/* What is counted, with what it does: "12 people died at Marl". */
static void
add_deed(struct reading *r, uint8_t thing)
{
	uint8_t verb = head_of(r->g, thing);

	if (verb < r->g->n_words && verb != thing &&
	    r->g->word[verb].sort == GIST_VERB &&
	    r->g->word[thing].role != GIST_NOROLE)
		take_all(r, verb);
}

/* "The rate is 5 per cent": the figure is told of what hangs on it. */
static uint8_t
of_top(struct reading *r, uint8_t top)
{
	uint8_t thing = dependent(r->g, top, GIST_ACTOR, top);

	if (thing == GIST_NONE)
		thing = dependent(r->g, top, GIST_OTHER, top);
	if (thing != GIST_NONE)
		take_all(r, thing);
	return thing;
}

/* Who has it: "Tarn posted a deficit of 7 million". */
static void
add_owner(struct reading *r, uint8_t thing)
{
	uint8_t verb = head_of(r->g, thing), who;

	if (verb >= r->g->n_words || r->g->word[verb].sort != GIST_VERB ||
	    r->g->word[thing].role == GIST_ACTOR)
		return;
	who = dependent(r->g, verb, GIST_ACTOR, thing);
	if (who != GIST_NONE && r->g->word[who].sort == GIST_NAME)
		take_all(r, who);
}

static uint8_t
find(struct reading *r, const struct gist_figure *f)
{
	const struct gist *g = r->g;
	uint8_t top = top_of(g, f->word), thing = head_of(g, top);

	take_all(r, top);
	if (thing >= g->n_words || thing == top)
		return of_top(r, top);
	if (g->word[thing].sort == GIST_VERB)
		return of_verb(r, thing, top);
	take_all(r, thing);
	if (f->unit.n == 5 && memcmp(f->unit.p, "count", 5) == 0)
		add_deed(r, thing);
	else
		add_owner(r, thing);
	return thing;
}

/* Words that tell what is measured: names, and what is not hollow. */
static bool
is_telling(const struct gist_word *w)
{
	return !(w->flags & GIST_HOLLOW) && w->sort != GIST_NAME;
}

static bool
tells(const struct reading *r)
{
	for (uint32_t i = 0; i < r->g->n_words; i++)
		if (r->of[i] && gist_is_content(&r->g->word[i]) &&
		    !is_number(&r->g->word[i]) && is_telling(&r->g->word[i]))
			return true;
	return false;
}

#define BEFORE 8u /* words before a figure that may tell what it is of */

/* Heads that lead nowhere: then what stands before it. */
static uint8_t
before(struct reading *r, const struct gist_figure *f)
{
	const struct gist *g = r->g;
	uint8_t thing = GIST_NONE;

	for (uint32_t i = f->word, n = 0; i > 0 && n < BEFORE; n++) {
		const struct gist_word *w = &g->word[--i];

		if (is_number(w))
			break;
		r->of[i] = true;
		if (thing == GIST_NONE &&
		    (w->sort == GIST_NOUN || w->sort == GIST_NAME))
			thing = (uint8_t)i;
	}
	return thing;
}

void
measure_of(const struct gist *g, const struct gist_figure *f, struct measure *m)
{
	struct reading r = { .g = g };

	*m = (struct measure) { .head = GIST_NONE };
	if (f->word >= g->n_words)
		return;
	m->head = find(&r, f);
	if (!tells(&r))
		m->head = before(&r, f);
	for (uint32_t i = 0; i < g->n_words; i++)
		if (r.of[i] && align_weight(&g->word[i]) > 0 &&
		    !is_number(&g->word[i]))
			m->word[m->n++] = (uint8_t)i;
}

/* How much of x, of gist a, y has too; 0: it names what y does not, or nothing
 * that tells anything is common. */
static int
cover(const struct gist *a, const struct measure *x, const struct gist *b,
    const struct measure *y)
{
	int64_t all = 0, got = 0;
	unsigned telling = 0;

	for (unsigned i = 0; i < x->n; i++) {
		const struct gist_word *w = &a->word[x->word[i]];
		int best = 0;

		for (unsigned k = 0; k < y->n && best < 1000; k++) {
			int near = align_alike(w, &b->word[y->word[k]]);

			best = near > best ? near : best;
		}
		all += align_weight(w);
		if (best >= ALIGN_STEM) {
			got += (int64_t)best * align_weight(w);
			telling += is_telling(w);
		} else if (w->sort == GIST_NAME) {
			return 0;
		}
	}
	return telling == 0 || all == 0 ? 0 : (int)(got / all);
}

static bool
is_name(const struct gist_word *w)
{
	return w->sort == GIST_NAME && !(w->flags & GIST_TIMED);
}

/* Do both name something, but nothing that is the same? */
static bool
name_others(const struct gist *a, const struct gist *b)
{
	bool x = false, y = false;

	for (uint32_t k = 0; k < b->n_words; k++)
		y |= is_name(&b->word[k]);
	for (uint32_t i = 0; i < a->n_words; i++) {
		if (!is_name(&a->word[i]))
			continue;
		x = true;
		for (uint32_t k = 0; k < b->n_words; k++)
			if (b->word[k].hash == a->word[i].hash)
				return false;
	}
	return x && y;
}

int
measure_alike(const struct gist *a, const struct measure *x,
    const struct gist *b, const struct measure *y)
{
	int u, v;

	if (x->head == GIST_NONE || y->head == GIST_NONE ||
	    align_alike(&a->word[x->head], &b->word[y->head]) < ALIGN_STEM ||
	    name_others(a, b))
		return 0;
	u = cover(a, x, b, y);
	v = cover(b, y, a, x);
	return u < v ? u : v;
}
