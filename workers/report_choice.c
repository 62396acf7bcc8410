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
	return (struct report_scorer) { sum_of, m, m };
}

struct place {
	uint32_t i, j; /* token, or two of them */
	int32_t score;
};

/* The best so far, in order. */
struct podium {
	struct place at[REPORT_PAIRS];
	uint32_t n, cap;
};

/* Put p in its place; earlier ones win. */
static void
keep(struct podium *top, struct place p)
{
	uint32_t k = top->n < top->cap ? top->n++ : top->cap;

	for (; k > 0 && top->at[k - 1].score < p.score; k--)
		if (k < top->cap)
			top->at[k] = top->at[k - 1];
	if (k < top->cap)
		top->at[k] = p;
}

/* The beginnings (ends) that a first look leaves. */
static void
sieve(const struct report *r, enum report_role role, struct report_scorer by,
    bool first, struct podium *top)
{
	uint32_t f[REPORT_FEATURES], n;

	*top = (struct podium) { .cap = r->until - r->from < REPORT_CLOSE
		    ? REPORT_SIEVE / 2
		    : REPORT_SIEVE };
	for (uint32_t i = r->from; i < r->until; i++) {
		if (!(first ? report_may_begin : report_may_end)(r, role, i))
			continue;
		n = report_sieve_features(r, role, i, first, f);
		keep(top, (struct place) { i, i, by.sum(by.of, f, n) });
	}
}

/* A choice whose weights have been asked for. */
struct pending {
	uint32_t f[REPORT_FEATURES], n;
	struct place at;
};

static void
ask(struct report_scorer by, struct pending *p)
{
	if (by.ahead != NULL)
		model_prefetch(by.ahead, p->f, p->n);
}

/* Score p and put it among the best. */
static void
finish(struct report_scorer by, struct pending *p, struct podium *top)
{
	if (p->n == 0)
		return;
	p->at.score += by.sum(by.of, p->f, p->n);
	keep(top, p->at);
	p->n = 0;
}

static void
best(const struct report *r, enum report_role role, struct report_scorer by,
    bool first, struct podium *top)
{
	struct podium left;
	struct pending p[2];

	sieve(r, role, by, first, &left);
	*top = (struct podium) { .cap = REPORT_TOP };
	p[1].n = 0;
	for (uint32_t k = 0; k < left.n; k++) {
		struct pending *now = &p[k & 1];
		uint32_t i = left.at[k].i;

		now->n = first ? report_first_features(r, role, i, now->f)
			       : report_last_features(r, role, i, now->f);
		now->at = (struct place) { i, i, 0 };
		ask(by, now);
		finish(by, &p[(k + 1) & 1], top);
	}
	if (left.n > 0)
		finish(by, &p[(left.n - 1) & 1], top);
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

/* Score the pair in p, whose ends' scores are in place.score, into out. */
static void
settle(struct report_scorer by, struct pending *p, struct report_choice *out,
    uint32_t *n)
{
	if (p->n == 0)
		return;
	insert(out, (*n)++,
	    (struct report_choice) { { p->at.i, p->at.j },
		p->at.score + by.sum(by.of, p->f, p->n) });
	p->n = 0;
}

/* The pairs whose ends have the best scores. */
static void
pair(const struct report *r, enum report_role role, const struct podium *a,
    const struct podium *b, struct podium *top)
{
	*top = (struct podium) { .cap = REPORT_PAIRS };
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t j = 0; j < b->n; j++)
			if (fits(r, role, a->at[i].i, b->at[j].i))
				keep(top,
				    (struct place) { a->at[i].i, b->at[j].i,
					a->at[i].score + b->at[j].score });
}

uint32_t
report_choices(const struct report *r, enum report_role role,
    struct report_scorer by, struct report_choice *out)
{
	struct podium a, b, both;
	struct pending p[2];
	uint32_t n = 0, k;

	best(r, role, by, true, &a);
	best(r, role, by, false, &b);
	pair(r, role, &a, &b, &both);
	p[0].n = report_none_features(r, role, p[0].f);
	out[n++] = (struct report_choice) { REPORT_NONE,
		by.sum(by.of, p[0].f, p[0].n) };
	p[1].n = 0;
	for (k = 0; k < both.n; k++) {
		struct pending *now = &p[k & 1];

		now->at = both.at[k];
		now->n = report_pair_features(r, role,
		    (struct report_span) { now->at.i, now->at.j }, now->f);
		ask(by, now);
		settle(by, &p[(k + 1) & 1], out, &n);
	}
	if (k > 0)
		settle(by, &p[(k - 1) & 1], out, &n);
	return n;
}
