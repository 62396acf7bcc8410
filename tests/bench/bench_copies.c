/*
 * bench_copies.c -- near-copies, as the store finds them.
 *
 *   bench_copies groups FILE        articles (JSON Lines) into a store, in
 *                                   their order, without claims; then one line
 *                                   each: id, tab, id of its group's first
 *   bench_copies cost [N...]        of made-up articles: what one more costs
 *                                   when N are there (10,000 and 100,000)
 *
 * The made-up ones have 5 kB each; their outlets end them all with one line,
 * and every tenth is a copy, cut, of one of the last thousand.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "proto/mem.h"
#include "proto/record.h"
#include "sink/store.h"

#define BATCH      256
#define TEXT       5000
#define OUTLETS    60
#define VOCABULARY 20000
#define MEASURED   (16 * BATCH) /* articles that a cost is the mean of */
#define RECENT     1000

static void
die(const char *what)
{
	fprintf(stderr, "bench_copies: %s\n", what);
	exit(1);
}

struct place {
	char dir[64], path[96];
	struct store *s;
	uint64_t job;
};

static void
open_place(struct place *p)
{
	struct store_opts o = { .path = p->path };
	struct buf why = { 0 };

	snprintf(p->dir, sizeof p->dir, "/tmp/claimwire-copies-XXXXXX");
	if (mkdtemp(p->dir) == NULL)
		die("no folder for a store can be made in /tmp");
	snprintf(p->path, sizeof p->path, "%s/claims.db", p->dir);
	if (store_open(&o, &p->s, &why) != RC_OK)
		die(buf_cstr(&why));
	buf_free(&why);
}

static void
close_place(struct place *p)
{
	static const char *const tail[] = { "", "-wal", "-shm" };
	char name[128];

	store_close(p->s);
	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "%s%s", p->path, tail[i]);
		unlink(name);
	}
	rmdir(p->dir);
}

static void
commit(struct place *p, const struct article *a, size_t n)
{
	static const struct found nothing = { .engine = SPAN("none") };
	static struct store_entry e[BATCH];
	static enum store_outcome o[BATCH];

	for (size_t i = 0; i < n; i++)
		e[i] = (struct store_entry) { .lease = { 1, 1, ++p->job, 1 },
			.accepted_ms = 1900000000000,
			.sent_ms = 1900000000001,
			.worker = SPAN("bench:1"),
			.article = &a[i],
			.found = &nothing };
	if (store_commit(p->s, e, n, 1900000000100, o) != RC_OK)
		die("store_commit() failed");
}

/* ---- groups ---- */

static void
read_file(struct place *p, const char *path)
{
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (f == NULL)
		die("the file cannot be read");
	while ((n = getline(&line, &cap, f)) > 0) {
		struct span s = { line, (size_t)n - (line[n - 1] == '\n') };

		if (record_read(r, s, &a, &why) != RC_OK)
			die(buf_cstr(&why));
		commit(p, &a, 1);
	}
	free(line);
	fclose(f);
	record_free(r);
	buf_free(&why);
}

static void
print_groups(struct place *p)
{
	static const char question[] =
	    "SELECT a.name, f.name FROM lineage l "
	    "JOIN articles a ON a.id = l.article "
	    "JOIN articles f ON f.id = l.first ORDER BY a.id";
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(store_db(p->s), question, -1, &st, NULL) !=
	    SQLITE_OK)
		die(sqlite3_errmsg(store_db(p->s)));
	while (sqlite3_step(st) == SQLITE_ROW)
		printf("%s\t%s\n", sqlite3_column_text(st, 0),
		    sqlite3_column_text(st, 1));
	sqlite3_finalize(st);
}

/* ---- cost ---- */

static uint64_t
draw(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 0x2545f4914f6cdd1du;
}

/* Frequent words more often: the rank is about 1 / x. */
static void
put_word(uint64_t *seed, struct buf *b)
{
	uint64_t r = draw(seed) % VOCABULARY;
	uint64_t w = r * (draw(seed) % 1000) / 1000 * (draw(seed) % 1000) /
	    1000;

	do {
		char c = (char)('a' + w % 26);

		buf_append(b, &c, 1);
		w /= 26;
	} while (w > 0);
	buf_append(b, " ", 1);
}

struct maker {
	uint64_t seed, n;
	struct buf recent[RECENT];
	struct article article[BATCH];
	struct {
		struct buf text;
		char id[32], outlet[32];
	} own[BATCH];
};

static void
make_one(struct maker *m, size_t i)
{
	struct buf *text = &m->own[i].text;
	struct buf *keep = &m->recent[m->n % RECENT];
	uint64_t outlet = draw(&m->seed) % OUTLETS;
	uint64_t last = outlet + 1;

	buf_clear(text);
	if (m->n > RECENT && m->n % 10 == 0) {
		struct buf *of = &m->recent[draw(&m->seed) % RECENT];

		buf_append(text, of->p, of->n * 2 / 3);
	}
	while (text->n < TEXT)
		put_word(&m->seed, text);
	buf_puts(text, "\n");
	for (int w = 0; w < 35; w++)
		put_word(&last, text);
	buf_clear(keep);
	buf_append(keep, text->p, TEXT);
	snprintf(m->own[i].id, sizeof m->own[i].id, "%" PRIu64, m->n++);
	snprintf(m->own[i].outlet, sizeof m->own[i].outlet, "Outlet %" PRIu64,
	    outlet);
	m->article[i] = (struct article) { .id = span_of(m->own[i].id),
		.outlet = span_of(m->own[i].outlet),
		.published = SPAN("2031-05-01T09:30:00+02:00"),
		.text = buf_span(text) };
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Microseconds of processor time that n more take in the store, each. */
static double
grow(struct place *p, struct maker *m, uint64_t n)
{
	double took = 0;

	for (uint64_t done = 0; done < n; done += BATCH) {
		for (size_t i = 0; i < BATCH; i++)
			make_one(m, i);
		took -= cpu_us();
		commit(p, m->article, BATCH);
		took += cpu_us();
	}
	return took / (double)n;
}

static void
cost(int n, char **at)
{
	static char *const usual[] = { "10000", "100000" };
	struct maker *m = mem_zalloc(sizeof *m);
	struct place p = { 0 };
	double first = 0;

	if (n == 0) {
		n = 2;
		at = (char **)usual;
	}
	m->seed = 88172645463325252u;
	open_place(&p);
	for (int i = 0; i < n; i++) {
		uint64_t there = strtoull(at[i], NULL, 10);
		double us;

		if (there > m->n)
			(void)grow(&p, m, there - m->n);
		us = grow(&p, m, MEASURED);
		if (i == 0)
			first = us;
		printf("copies: with %" PRIu64 " articles one more costs "
		       "%.0f us, ratio %.3f\n",
		    there, us, us / first);
		fflush(stdout);
	}
	close_place(&p);
	for (size_t i = 0; i < BATCH; i++)
		buf_free(&m->own[i].text);
	for (size_t i = 0; i < RECENT; i++)
		buf_free(&m->recent[i]);
	free(m);
}

int
main(int argc, char **argv)
{
	struct place p = { 0 };

	if (argc >= 2 && strcmp(argv[1], "cost") == 0) {
		cost(argc - 2, argv + 2);
		return 0;
	}
	if (argc != 3 || strcmp(argv[1], "groups") != 0)
		die("usage: bench_copies groups FILE | cost [N...]");
	open_place(&p);
	read_file(&p, argv[2]);
	print_groups(&p);
	close_place(&p);
	return 0;
}
