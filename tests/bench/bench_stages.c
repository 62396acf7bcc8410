/*
 * bench_stages.c -- what each stage of the extraction costs.
 *
 *   bench_stages FILE.jsonl [ROUNDS]
 *
 * Runs the stages over all articles of the file and prints, in CPU time,
 * the median over the rounds: microseconds an article and share of the whole,
 * then the encoding of what was found, and articles/s and MB/s of it all.
 */
#include "timing.h"
#include "workers/engine.h"
#include "workers/text.h"

#define COSTS  (ENGINE_STAGES + 1) /* and the encoding */
#define ROUNDS 15

/* One round, all articles. */
struct cost {
	double us[COSTS];
	size_t bytes;
	struct arena arena;
	struct buf out;
};

static void
time_one(const struct article *a, void *user)
{
	struct cost *c = user;
	struct text t = { .bytes = a->text, .arena = &c->arena };
	struct found f = { .engine = SPAN("bench") };
	double from;

	for (size_t i = 0; i < ENGINE_STAGES; i++) {
		from = timing_now();
		engine_stages[i].run(&t, a, &f);
		c->us[i] += timing_now() - from;
	}
	from = timing_now();
	buf_clear(&c->out);
	found_encode(&f, &c->out);
	c->us[ENGINE_STAGES] += timing_now() - from;
	arena_reset(&c->arena);
	c->bytes += a->text.n;
}

static double
median(const struct cost *c, int rounds, size_t stage)
{
	double v[ROUNDS];

	for (int r = 0; r < rounds; r++)
		v[r] = c[r].us[stage];
	return timing_median(v, (size_t)rounds);
}

static void
report(const struct cost *c, int rounds, long articles)
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
	    (double)c->bytes / all);
}

int
main(int argc, char **argv)
{
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
	static struct cost c[ROUNDS];
	long articles = 0;

	if (argc < 2 || rounds < 1 || rounds > ROUNDS) {
		fprintf(stderr, "usage: bench_stages FILE.jsonl [ROUNDS]\n");
		return 1;
	}
	for (int r = 0; r < rounds; r++) {
		articles = timing_articles(argv[1], time_one, &c[r]);
		arena_free(&c[r].arena);
		buf_free(&c[r].out);
	}
	printf("%ld articles, %d rounds, medians\n", articles, rounds);
	report(c, rounds, articles);
	return 0;
}
