/* timing.h -- what the benchmarks share: a clock, a median, articles of a
 * file. */
#ifndef TESTS_BENCH_TIMING_H
#define TESTS_BENCH_TIMING_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "proto/mem.h"
#include "proto/record.h"

/* CPU time of this process, in microseconds. */
static inline double
timing_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static inline int
timing_by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Of v[0 .. n), which is sorted. */
static inline double
timing_median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, timing_by_value);
	return v[n / 2];
}

/* Call with every article of the file; ends the program when it cannot be
 * read.  How many there are. */
static inline long
timing_articles(const char *path,
    void (*with)(const struct article *a, void *user), void *user)
{
	struct record *rec = record_new();
	struct buf why = { 0 };
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	long articles = 0;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	while ((n = getline(&line, &cap, f)) > 0) {
		struct article a;
		struct span s = { line, (size_t)n - (line[n - 1] == '\n') };

		if (record_read(rec, s, &a, &why) != RC_OK)
			continue;
		with(&a, user);
		articles++;
	}
	fclose(f);
	free(line);
	record_free(rec);
	buf_free(&why);
	return articles;
}

#endif
