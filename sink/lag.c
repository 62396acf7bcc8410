/* lag.c -- how long articles took, counted in buckets. */
#include "lag.h"

#include <stdlib.h>

#include "proto/mem.h"

#define PARTS   8 /* buckets a power of two; below that every number has one */
#define BUCKETS 232 /* up to INT32_MAX ms, 24 days */

struct lag {
	uint32_t cell[LAG_SECONDS][BUCKETS]; /* a ring of seconds */
	uint64_t window[BUCKETS];            /* their sum */
	uint64_t n;                          /* in the window */
	int at;                              /* the second that is counted */
	struct lag_total total;
};

const int64_t lag_step_ms[LAG_STEPS] = { 5, 10, 25, 50, 100, 250, 500, 1000,
	2500, 5000, 10000, 30000, 60000, 600000 };

struct lag *
lag_new(void)
{
	return mem_zalloc(sizeof(struct lag));
}

void
lag_free(struct lag *l)
{
	free(l);
}

static int
bucket_of(int64_t ms)
{
	int top;

	if (ms < PARTS)
		return (int)ms;
	top = 63 - __builtin_clzll((unsigned long long)ms);
	return (top - 2) * PARTS + (int)(ms >> (top - 3) & (PARTS - 1));
}

/* The largest number of a bucket. */
static int64_t
largest(int bucket)
{
	if (bucket < PARTS)
		return bucket;
	return ((int64_t)(PARTS + 1 + bucket % PARTS) << (bucket / PARTS - 1)) -
	    1;
}

void
lag_add(struct lag *l, int64_t ms)
{
	int b;

	if (ms < 0)
		ms = 0;
	l->total.n++;
	l->total.sum_ms += (uint64_t)ms;
	for (int i = 0; i < LAG_STEPS; i++)
		l->total.below[i] += ms <= lag_step_ms[i];
	b = bucket_of(ms < INT32_MAX ? ms : INT32_MAX);
	l->cell[l->at][b]++;
	l->window[b]++;
	l->n++;
}

static void
next_second(struct lag *l)
{
	uint32_t *old;

	l->at = (l->at + 1) % LAG_SECONDS;
	old = l->cell[l->at];
	for (int b = 0; b < BUCKETS; b++) {
		l->window[b] -= old[b];
		l->n -= old[b];
		old[b] = 0;
	}
}

void
lag_pass(struct lag *l, int64_t seconds)
{
	for (int64_t i = 0; i < seconds && i < LAG_SECONDS; i++)
		next_second(l);
}

bool
lag_percentile(const struct lag *l, double share, int64_t *ms)
{
	double rank = share * (double)l->n; /* at least so many do not exceed */
	uint64_t seen = 0;

	for (int b = 0; b < BUCKETS; b++)
		if ((seen += l->window[b]) > 0 && (double)seen >= rank) {
			*ms = largest(b);
			return true;
		}
	return false;
}

const struct lag_total *
lag_total(const struct lag *l)
{
	return &l->total;
}
