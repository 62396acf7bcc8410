/*
 * faulty_worker.c -- claimwire-worker with planted faults: a word in the
 * article's text says what its computing child does instead of its work.  The
 * fault campaigns put it in the place of the real one (programs = FOLDER), so
 * that production code needs no hook.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "proto/article.h"
#include "proto/hash.h"
#include "proto/mem.h"
#include "workers/shift.h"

#define EAT_STEP  (16u << 20)
#define EAT_STEPS 512u /* 8 GiB: the limit on memory did not hold */
#define ONCE_MAX  64   /* texts remembered by FAIL-ONCE */
#define SLOW_MS   1500 /* longer than a lease of the campaigns */

/* What a fault says about the article: go on, or this result. */
enum verdict { WORK_ON, FAIL, REFUSE };

typedef enum verdict fault_fn(struct span text);

static enum verdict
by_abort(struct span text)
{
	(void)text;
	abort();
}

static enum verdict
by_segv(struct span text)
{
	(void)text;
	raise(SIGSEGV);
	return WORK_ON;
}

static enum verdict
by_exit(struct span text)
{
	(void)text;
	_exit(3);
}

static enum verdict
by_hanging(struct span text)
{
	volatile size_t n = text.n;

	while (n != 0)
		n |= 1;
	return WORK_ON;
}

static enum verdict
by_eating(struct span text)
{
	(void)text;
	for (unsigned i = 0; i < EAT_STEPS; i++) {
		volatile char *p = mem_zalloc(EAT_STEP);

		for (size_t k = 0; k < EAT_STEP; k += 4096)
			p[k] = 1;
	}
	_exit(4);
}

/* A clean error that the next attempt in the same child does not meet. */
static enum verdict
by_failing_once(struct span text)
{
	static uint64_t seen[ONCE_MAX];
	static size_t n;
	uint64_t h = hash_fast(text);

	for (size_t i = 0; i < n; i++)
		if (seen[i] == h)
			return WORK_ON;
	if (n == ONCE_MAX)
		return WORK_ON;
	seen[n++] = h;
	return FAIL;
}

static enum verdict
by_refusing(struct span text)
{
	(void)text;
	return REFUSE;
}

/* Innocent, but longer at work than its lease. */
static enum verdict
by_slowness(struct span text)
{
	const struct timespec t = { SLOW_MS / 1000, SLOW_MS % 1000 * 1000000L };

	(void)text;
	nanosleep(&t, NULL);
	return WORK_ON;
}

static const struct {
	const char *word;
	fault_fn *fn;
} faults[] = {
	{ "POISON-ABORT", by_abort },
	{ "POISON-SEGV", by_segv },
	{ "POISON-EXIT", by_exit },
	{ "POISON-HANG", by_hanging },
	{ "POISON-EAT", by_eating },
	{ "FAIL-ONCE", by_failing_once },
	{ "REFUSE-ALWAYS", by_refusing },
	{ "SLOW-WORK", by_slowness },
};

static enum verdict
meet_fault(struct span text)
{
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		if (memmem(text.p, text.n, faults[i].word,
			strlen(faults[i].word)) != NULL)
			return faults[i].fn(text);
	return WORK_ON;
}

static enum compute_result
faulty_compute(struct span art, struct arena *arena, struct buf *out)
{
	enum verdict v = WORK_ON;
	struct article a;
	struct mp_doc d;

	if (article_decode(art, &d, &a) == RC_OK) {
		v = meet_fault(a.text);
		mp_close(&d);
	}
	if (v == WORK_ON)
		return compute_article(art, arena, out);
	buf_puts(out, v == FAIL ? "planted: once" : "planted: always");
	return v == FAIL ? COMPUTE_FAILED : COMPUTE_REFUSED;
}

int
main(int argc, char **argv)
{
	return shift_main(argc, argv, faulty_compute);
}
