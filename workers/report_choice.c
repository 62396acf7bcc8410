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

/* Score p and put it among the best n. */
static void
finish(
    struct report_scorer by, struct pending *p, struct place *top, uint32_t *n)
{
	if (p->n == 0)
		return;
	p->at.score = by.sum(by.of, p->f, p->n);
	keep(top, n, p->at);
}

static uint32_t
best(const struct report *r, enum report_role role, struct report_scorer by,
    bool first, struct place *top)
{
	struct pending p[2];
	uint32_t n = 0, turn = 0;

	p[0].n = p[1].n = 0;
	for (uint32_t i = r->from; i < r->until; i++) {
		struct pending *now = &p[turn & 1];

		if (!report_may(r, role, i))
			continue;
		now->n = first ? report_first_features(r, role, i, now->f)
			       : report_last_features(r, role, i, now->f);
		now->at.i = i;
		ask(by, now);
		finish(by, &p[++turn & 1], top, &n);
	}
	finish(by, &p[++turn & 1], top, &n);
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

/* Score the pair in p, whose ends' scores are in place.score, into out. */
static void
settle(struct report_scorer by, struct pending *p, struct report_choice *out,
    uint32_t *n, struct report_span s)
{
	if (p->n == 0)
		return;
	insert(out, (*n)++,
	    (struct report_choice) {
		s, p->at.score + by.sum(by.of, p->f, p->n) });
	p->n = 0;
}

uint32_t
report_choices(const struct report *r, enum report_role role,
    struct report_scorer by, struct report_choice *out)
{
	struct place a[REPORT_TOP], b[REPORT_TOP];
	uint32_t na = best(r, role, by, true, a);
	uint32_t nb = best(r, role, by, false, b);
	struct pending p[2];
	struct report_span span[2];
	uint32_t n = 0, turn = 0;

	p[0].n = report_none_features(r, role, p[0].f);
	out[n++] = (struct report_choice) { REPORT_NONE,
		by.sum(by.of, p[0].f, p[0].n) };
	p[0].n = p[1].n = 0;
	for (uint32_t i = 0; i < na; i++)
		for (uint32_t j = 0; j < nb; j++) {
			uint32_t now = turn & 1;

			if (!fits(r, role, a[i].i, b[j].i))
				continue;
			span[now] = (struct report_span) { a[i].i, b[j].i };
			p[now].n = report_pair_features(
			    r, role, span[now], p[now].f);
			p[now].at.score = a[i].score + b[j].score;
			ask(by, &p[now]);
			turn++;
			settle(by, &p[turn & 1], out, &n, span[turn & 1]);
		}
	turn++;
	settle(by, &p[turn & 1], out, &n, span[turn & 1]);
	return n;
}
