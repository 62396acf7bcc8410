/* kinning_figure.c -- quantities of two mentions held against each other. */
#include <math.h>

#include "currency.h"
#include "kinning.h"
#include "measure.h"

static bool
equal(double x, double y)
{
	return fabs(x - y) <= 1e-9 * fmax(fabs(x), fabs(y));
}

/* Is it not told what it is a number of: "rose to 26 million"? */
static bool
is_bare(const struct gist_figure *x)
{
	return span_is(x->unit, "count") && x->counted.n == 0;
}

/* "395,000 dollars" and "395,000 dollars a year" */
static bool
is_rate_of(struct span unit, struct span of)
{
	static const char per[] = " per ";

	return unit.n > of.n + sizeof per - 1 &&
	    memcmp(unit.p, of.p, of.n) == 0 &&
	    memcmp(unit.p + of.n, per, sizeof per - 1) == 0;
}

/* May the units be one, of which an outlet leaves a part to the reader? */
static bool
units_fit(const struct gist_figure *x, const struct gist_figure *y)
{
	return is_bare(x) || is_bare(y) || is_rate_of(x->unit, y->unit) ||
	    is_rate_of(y->unit, x->unit);
}

/* Do the quantities fit each other?  A round one fits what it rounds. */
static bool
fits(const struct gist_figure *x, const struct gist_figure *y)
{
	double slack = 0;

	/* Which dollars are meant one outlet says and another does not. */
	if (!span_eq(x->unit, y->unit) && !currency_fits(x->unit, y->unit))
		return equal(x->value, y->value) && units_fit(x, y);
	if (equal(x->value, y->value))
		return true;
	if (x->about || y->about)
		slack = 0.02 * fmax(fabs(x->value), fabs(y->value));
	return x->low - slack <= y->high && y->low - slack <= x->high;
}

static bool
is_met(const struct gist_figure *x, const struct gist *other)
{
	for (uint32_t k = 0; k < other->n_figures; k++)
		if (fits(x, &other->figure[k]))
			return true;
	return false;
}

/* Quantities of both without their like; of several, those that measure the
 * likest things. */
static bool
unmet(struct kinning *k, const struct gist_figure **x,
    const struct gist_figure **y)
{
	struct measure m, n;
	bool found = false;

	for (uint32_t i = 0; i < k->a->n_figures; i++) {
		const struct gist_figure *f = &k->a->figure[i];

		if (is_met(f, k->b))
			continue;
		measure_of(k->a, f, &m);
		for (uint32_t j = 0; j < k->b->n_figures; j++) {
			const struct gist_figure *g = &k->b->figure[j];
			int about;

			if (is_met(g, k->a))
				continue;
			measure_of(k->b, g, &n);
			about = measure_alike(k->a, &m, k->b, &n);
			if (found && about <= k->about)
				continue;
			found = true;
			k->about = about;
			*x = f;
			*y = g;
		}
	}
	return found;
}

/* Equal numbers, of which one is a level and the other a change. */
static bool
level_and_change(const struct kinning *k)
{
	for (uint32_t i = 0; i < k->a->n_figures; i++)
		for (uint32_t j = 0; j < k->b->n_figures; j++) {
			const struct gist_figure *x = &k->a->figure[i];
			const struct gist_figure *y = &k->b->figure[j];

			if (fits(x, y) && x->is_change != y->is_change &&
			    (x->way != 0 || y->way != 0))
				return true;
		}
	return false;
}

static void
say(struct kinning *k, const char *what, const struct gist_figure *x,
    const struct gist_figure *y)
{
	kinning_say(k, "%s: %.12g %.*s and %.12g %.*s", what, x->value,
	    (int)x->unit.n, x->unit.p, y->value, (int)y->unit.n, y->unit.p);
}

static void
note_measured(
    const struct gist *g, const struct gist_figure *f, bool of[GIST_WORDS_MAX])
{
	struct measure m;

	measure_of(g, f, &m);
	for (unsigned i = 0; i < m.n; i++)
		of[m.word[i]] = true;
}

/* Words that exclude each other, what the figures measure apart from what is
 * beside them. */
static bool
other_thing(struct kinning *k, const struct gist_figure *x,
    const struct gist_figure *y, const struct gist_word **p,
    const struct gist_word **q)
{
	if (k->about > 0) {
		note_measured(k->a, x, k->measured_a);
		note_measured(k->b, y, k->measured_b);
	}
	return kinning_exclude(k, GIST_SCOPE, p, q) ||
	    kinning_exclude(k, GIST_STEP, p, q);
}

/* Quantities that may be of the same thing have other values. */
static enum kinship_relation
clash(struct kinning *k, enum kinning_voice voice, const struct gist_figure *x,
    const struct gist_figure *y)
{
	const struct gist_word *p, *q;

	k->ground = KINSHIP_SCOPE;
	if (x->is_change != y->is_change) {
		say(k, "a level and a change", x, y);
		return KINSHIP_NOT_COMPARABLE;
	}
	if (!span_eq(x->unit, y->unit)) {
		say(k, "quantities of other units", x, y);
		return KINSHIP_NOT_COMPARABLE;
	}
	k->moves = !x->is_change && k->about > 0 && !kinning_periods_differ(k);
	if (!k->moves && kinning_times_differ(k))
		return KINSHIP_NOT_COMPARABLE;
	if (other_thing(k, x, y, &p, &q)) {
		kinning_say(k, "figures of other things: %.*s and %.*s",
		    (int)p->text.n, p->text.p, (int)q->text.n, q->text.p);
		return KINSHIP_NOT_COMPARABLE;
	}
	k->ground = x->about || y->about ? KINSHIP_BOUNDS : KINSHIP_FIGURES;
	if ((k->moves && kinning_days_differ(k)) ||
	    ((voice == KINNING_ONE || voice == KINNING_OPEN) &&
		k->later != 0)) {
		say(k, "a later figure", x, y);
		return KINSHIP_REVISED;
	}
	say(k, "other figures for the same", x, y);
	return KINSHIP_DISPUTED;
}

enum kinship_relation
kinning_figures(struct kinning *k, enum kinning_voice voice)
{
	const struct gist_figure *x = NULL, *y = NULL;

	if (unmet(k, &x, &y))
		return clash(k, voice, x, y);
	if (level_and_change(k)) {
		kinning_say(k, "a level and a change");
		return KINSHIP_NOT_COMPARABLE;
	}
	return KINSHIP_SAME;
}
