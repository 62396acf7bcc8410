/* report_choice.c -- the spans to choose from, by score. */
#include "workers/report.h"

static int32_t
sum_of(const void *of, const uint32_t *f, uint32_t n)
{
	return model_sum(of, f, n);
}

struct report_scorer
report_scorer(const struct model *m)
{
	return (struct report_scorer) { sum_of, m };
}

struct place {
	uint32_t i;
	int32_t score;
};

/* Put p into the best n of top (REPORT_TOP), in order; earlier ones win. */
static void
keep(struct place *top, uint32_t *n, struct place p)
{
	uint32_t k = *n < REPORT_TOP ? (*n)++ : REPORT_TOP;

	for (; k > 0 && top[k - 1].score < p.score; k--)
		if (k < REPORT_TOP)
			top[k] = top[k - 1];
	if (k < REPORT_TOP)
		top[k] = p;
}

static uint32_t
best(const struct report *r, enum report_role role, struct report_scorer by,
    bool first, struct place *top)
{
	uint32_t f[REPORT_FEATURES], n = 0;

	for (uint32_t i = r->from; i < r->until; i++) {
		struct place p = { i, 0 };
		uint32_t k;

		if (!report_may(r, role, i))
			continue;
		k = first ? report_first_features(r, role, i, f)
			  : report_last_features(r, role, i, f);
		p.score = by.sum(by.of, f, k);
		keep(top, &n, p);
	}
	return n;
}

/* Is all between a and b allowed? */
static bool
fits(const struct report *r, enum report_role role, uint32_t a, uint32_t b)
{
	const struct report_span *o[] = { &r->cue, &r->source, &r->content };

	if (a > b)
		return false;
	for (int k = 0; k < (role == REPORT_MORE             ? 3
				    : role == REPORT_CONTENT ? 2
							     : 1);
	     k++)
		if (!report_is_none(*o[k]) && a <= o[k]->last &&
		    b >= o[k]->first)
			return false;
	return true;
}

static void
insert(struct report_choice *out, uint32_t n, struct report_choice c)
{
	for (; n > 0 && out[n - 1].score < c.score; n--)
		out[n] = out[n - 1];
	out[n] = c;
}

uint32_t
report_choices(const struct report *r, enum report_role role,
    struct report_scorer by, struct report_choice *out)
{
	struct place a[REPORT_TOP], b[REPORT_TOP];
	uint32_t na = best(r, role, by, true, a);
	uint32_t nb = best(r, role, by, false, b);
	uint32_t f[REPORT_FEATURES], n = 0, k;

	k = report_none_features(r, role, f);
	out[n++] = (struct report_choice) { REPORT_NONE, by.sum(by.of, f, k) };
	for (uint32_t i = 0; i < na; i++)
		for (uint32_t j = 0; j < nb; j++) {
			struct report_choice c = { { a[i].i, b[j].i },
				a[i].score + b[j].score };

			if (!fits(r, role, a[i].i, b[j].i))
				continue;
			k = report_pair_features(r, role, c.span, f);
			c.score += by.sum(by.of, f, k);
			insert(out, n++, c);
		}
	return n;
}
