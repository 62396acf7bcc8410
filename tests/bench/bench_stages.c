/*
 * bench_stages.c -- what each stage of the extraction costs.
 *
 *   bench_stages FILE.jsonl [ROUNDS]
 *
 * Runs the stages over all articles of the file and prints, in CPU time,
 * the median over the rounds: microseconds an article and share of the whole,
 * then the encoding of what was found, and articles/s and MB/s of it all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "proto/mem.h"
#include "proto/record.h"
#include "workers/engine.h"
#include "workers/text.h"

#define COSTS  (ENGINE_STAGES + 1) /* and the encoding */
#define ROUNDS 15

struct cost {
	double us[COSTS]; /* of one round, all articles */
};

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
time_one(const struct article *a, struct arena *arena, struct buf *out,
    struct cost *c)
{
	struct text t = { .bytes = a->text, .arena = arena };
	struct found f = { .engine = SPAN("bench") };
	double from;

	for (size_t i = 0; i < ENGINE_STAGES; i++) {
		from = now_us();
		engine_stages[i].run(&t, a, &f);
		c->us[i] += now_us() - from;
	}
	from = now_us();
	buf_clear(out);
	found_encode(&f, out);
	c->us[ENGINE_STAGES] += now_us() - from;
	arena_reset(arena);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(const struct cost *c, int rounds, size_t stage)
{
	double v[ROUNDS];

	for (int r = 0; r < rounds; r++)
		v[r] = c[r].us[stage];
	qsort(v, (size_t)rounds, sizeof v[0], by_value);
	return v[rounds / 2];
}

static void
report(const struct cost *c, int rounds, long articles, size_t bytes)
{
	double m[COSTS], all = 0;

	for (size_t i = 0; i < COSTS; i++)
		all += m[i] = median(c, rounds, i);
	for (size_t i = 0; i < COSTS; i++)
		printf("  %-12s %8.1f us/article  %4.1f %%\n",
		    i < ENGINE_STAGES ? engine_stages[i].name : "encode",
		    m[i] / (double)articles, 100 * m[i] / all);
	printf("  all          %8.1f us/article: %.0f articles/s, %.1f MB/s, "
	       "one process\n",
	    all / (double)articles, (double)articles * 1e6 / all,
	    (double)bytes / all);
}

static long
one_round(const char *path, struct cost *c, size_t *bytes)
{
	struct record *rec = record_new();
	struct arena arena = { 0 };
	struct buf out = { 0 }, why = { 0 };
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
		time_one(&a, &arena, &out, c);
		*bytes += a.text.n;
		articles++;
	}
	fclose(f);
	free(line);
	record_free(rec);
	arena_free(&arena);
	buf_free(&out);
	buf_free(&why);
	return articles;
}

int
main(int argc, char **argv)
{
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
	struct cost c[ROUNDS] = { 0 };
	size_t bytes = 0;
	long articles = 0;

	if (argc < 2 || rounds < 1 || rounds > ROUNDS) {
		fprintf(stderr, "usage: bench_stages FILE.jsonl [ROUNDS]\n");
		return 1;
	}
	for (int r = 0; r < rounds; r++) {
		bytes = 0;
		articles = one_round(argv[1], &c[r], &bytes);
	}
	printf("%ld articles, %d rounds, medians\n", articles, rounds);
	report(c, rounds, articles, bytes);
	return 0;
}
