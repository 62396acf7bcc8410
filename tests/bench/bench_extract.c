/*
 * bench_extract.c -- the whole extraction beside what reading text costs at
 * least: a scan of the same bytes in memory, and splitting them at white
 * space.
 *
 *   bench_extract FILE.jsonl [ROUNDS]
 *
 * In each round, one after the other, over all texts of the file: the scan,
 * the splitting, engine_extract(), and that with the reading of records and
 * the printing as `claimwire extract` does it.  Prints medians of the CPU
 * time, words (as split) and bytes a second, and how many times as long as
 * the splitting.
 */
#include "proto/render.h"
#include "timing.h"
#include "workers/engine.h"

#define ROUNDS 15

enum way { SCAN, SPLIT, ENGINE, COMMAND, WAYS };

static const char *const way_name[WAYS] = { "memory scan (sum of bytes)",
	"plain tokeniser (white space)", "engine_extract()",
	"records in, JSON out" };

/* All texts, one after the other, and where each ends. */
struct texts {
	struct buf bytes;
	size_t *end;
	size_t n, cap;
};

static void
keep(const struct article *a, void *user)
{
	struct texts *t = user;

	if (t->n == t->cap) {
		t->cap = t->cap * 2 + 64;
		t->end = mem_grow(t->end, t->cap, sizeof *t->end);
	}
	buf_append(&t->bytes, a->text.p, a->text.n);
	t->end[t->n++] = t->bytes.n;
}

static struct span
text_of(const struct texts *t, size_t i)
{
	size_t from = i > 0 ? t->end[i - 1] : 0;

	return (struct span) { t->bytes.p + from, t->end[i] - from };
}

/* What was computed goes here, so that none of it is left out. */
static volatile uint64_t sink;

static void
scan(const struct texts *t)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < t->bytes.n; i++)
		sum += (unsigned char)t->bytes.p[i];
	sink = sum;
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Where each word begins and ends, into out; their number. */
static size_t
split(struct span s, struct range *out)
{
	size_t n = 0, i = 0;

	while (i < s.n) {
		while (i < s.n && is_white(s.p[i]))
			i++;
		if (i == s.n)
			break;
		out[n].start = (uint32_t)i;
		while (i < s.n && !is_white(s.p[i]))
			i++;
		out[n++].end = (uint32_t)i;
	}
	return n;
}

static size_t
split_all(const struct texts *t)
{
	size_t words = 0;
	struct range *out = mem_grow(NULL, t->bytes.n / 2 + 1, sizeof *out);

	for (size_t i = 0; i < t->n; i++) {
		words += split(text_of(t, i), out);
		sink = out[0].end;
	}
	free(out);
	return words;
}

static void
extract_all(const struct texts *t)
{
	struct arena arena = { 0 };
	struct buf why = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		struct article a = { .text = text_of(t, i),
			.published = SPAN("2031-03-05") };
		struct found f;

		if (engine_extract(&a, &arena, false, &f, NULL, &why) == RC_OK)
			sink = f.n_claims;
		arena_reset(&arena);
	}
	arena_free(&arena);
	buf_free(&why);
}

struct printing {
	struct arena arena;
	struct buf why, out;
};

static void
print_one(const struct article *a, void *user)
{
	struct printing *p = user;
	struct json j;
	struct textmap m;
	struct found f;

	if (engine_extract(a, &p->arena, false, &f, NULL, &p->why) == RC_OK) {
		buf_clear(&p->out);
		j = json_on(&p->out);
		textmap_init(&m, a->text, &p->arena);
		json_open(&j, '{');
		render_found(&j, a, &m, &f, false);
		json_close(&j, '}');
		sink = p->out.n;
	}
	arena_reset(&p->arena);
}

static void
print_all(const char *path)
{
	struct printing p = { 0 };

	timing_articles(path, print_one, &p);
	arena_free(&p.arena);
	buf_free(&p.why);
	buf_free(&p.out);
}

static double
took(enum way w, const char *path, const struct texts *t)
{
	double from = timing_now();

	if (w == SCAN)
		scan(t);
	else if (w == SPLIT)
		split_all(t);
	else if (w == ENGINE)
		extract_all(t);
	else
		print_all(path);
	return timing_now() - from;
}

static void
report(double us[WAYS][ROUNDS], int rounds, const struct texts *t)
{
	double m[WAYS], words = (double)split_all(t);

	printf("%zu articles, %.0f words, %.1f MB, %d rounds, medians, CPU "
	       "time, one core\n",
	    t->n, words, (double)t->bytes.n / 1e6, rounds);
	for (int w = 0; w < WAYS; w++)
		m[w] = timing_median(us[w], (size_t)rounds);
	for (int w = 0; w < WAYS; w++)
		printf("  %-30s %11.0f words/s %8.1f MB/s   %8.2f of the "
		       "tokeniser's time\n",
		    way_name[w], words * 1e6 / m[w], (double)t->bytes.n / m[w],
		    m[w] / m[SPLIT]);
}

int
main(int argc, char **argv)
{
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
	static double us[WAYS][ROUNDS];
	struct texts t = { 0 };

	if (argc < 2 || rounds < 1 || rounds > ROUNDS) {
		fprintf(stderr, "usage: bench_extract FILE.jsonl [ROUNDS]\n");
		return 1;
	}
	timing_articles(argv[1], keep, &t);
	for (int r = 0; r < rounds; r++)
		for (int w = 0; w < WAYS; w++)
			us[w][r] = took((enum way)w, argv[1], &t);
	report(us, rounds, &t);
	buf_free(&t.bytes);
	free(t.end);
	return 0;
}
