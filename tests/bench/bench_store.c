/*
 * bench_store.c -- what the store costs above SQLite: articles of 5 kB with
 * 20 claims each through store_commit(), and, batch by batch in the same run,
 * the very rows that this made as bare prepared inserts into a store of the
 * same schema, indexes, full text and sync mode.
 *
 *   bench_store [ARTICLES [ROUNDS [DIR]]]
 *
 * Prints articles/s of both and their ratio, of every round and the median;
 * and the ratio in processor time alone, which other processes disturb less.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "proto/hash.h"
#include "proto/mem.h"
#include "sink/store.h"

#define BATCH    256
#define CLAIMS   20
#define TEXT     5000
#define WORDS    20000 /* in the vocabulary */
#define SPEAKERS 3000
#define OUTLETS  60
#define MATTERS  20000 /* of figures */

#define ROUNDS_MAX 32

/* Seconds that something took. */
struct took {
	double wall, cpu;
};

static double
seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
start(struct took *t)
{
	t->wall -= seconds(CLOCK_MONOTONIC);
	t->cpu -= seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static void
stop(struct took *t)
{
	t->wall += seconds(CLOCK_MONOTONIC);
	t->cpu += seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static void
die(const char *what)
{
	fprintf(stderr, "bench_store: %s\n", what);
	exit(1);
}

/* ---- invented articles ---- */

/* xorshift64*: the same articles in every run. */
static uint64_t
draw(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 0x2545f4914f6cdd1du;
}

/* A word, frequent ones more often: of rank about 1/x. */
static void
put_word(uint64_t *seed, struct buf *b)
{
	static const char *const part[] = { "ta", "ri", "no", "mel", "ost",
		"ker", "vi", "lun", "sa", "dor", "em", "pla", "que", "zi", "ba",
		"tor" };
	uint64_t r = draw(seed) % WORDS;
	uint64_t w = r * (draw(seed) % 1000) / 1000 * (draw(seed) % 1000) /
	    1000;

	do {
		buf_puts(b, part[w % 16]);
		w /= 16;
	} while (w > 0);
	buf_append(b, " ", 1);
}

struct made {
	struct article article;
	struct found found;
	struct found_claim claim[CLAIMS];
	struct found_figure figure[CLAIMS];
	uint32_t index[CLAIMS];
	struct range content[CLAIMS];
	struct buf text;
	char id[32], outlet[32], url[64];
	char speaker[CLAIMS][48];
};

static void
make_claim(struct made *m, int i, uint64_t *seed)
{
	struct found_claim *c = &m->claim[i];
	uint32_t from = (uint32_t)(TEXT / CLAIMS * i);
	struct range r = { from + 30,
		from + 30 + 60 + (uint32_t)(draw(seed) % 120) };

	snprintf(m->speaker[i], sizeof m->speaker[i], "Ada Quill-%" PRIu64,
	    draw(seed) % SPEAKERS);
	m->content[i] = r;
	*c = (struct found_claim) { .kind = (enum found_kind)(i % 3),
		.has_source = true,
		.has_cue = true,
		.source = { from, from + 12 },
		.cue = { from + 13, from + 17 },
		.content = &m->content[i],
		.n_content = 1,
		.speaker = span_of(m->speaker[i]),
		.speaker_type = FOUND_PERSON,
		.rule = span_of("cue-after"),
		.confidence = 0.75,
		.key = draw(seed),
		.matter = (draw(seed) & ~(uint64_t)FOUND_SORT) | FOUND_SAYS };
	if (i % 5 != 0)
		return;
	/* Some figures are talked about again and again. */
	c->matter = draw(seed) % MATTERS * (draw(seed) % 1000) / 1000 + 1;
	c->matter = c->matter << 2 | FOUND_OF_FIGURE;
	m->figure[i] = (struct found_figure) { .at = { r.start, r.start + 4 },
		.has_value = true,
		.value = (double)(draw(seed) % 1000) / 10,
		.unit = span_of("percent"),
		.subject = span_of("unemployment"),
		.direction = FOUND_LEVEL };
	m->index[i] = (uint32_t)i;
	c->figures = &m->index[i];
	c->n_figures = 1;
}

static void
make(struct made *m, uint64_t n, uint64_t *seed)
{
	buf_clear(&m->text);
	while (m->text.n < TEXT)
		put_word(seed, &m->text);
	snprintf(m->id, sizeof m->id, "bench-%" PRIu64, n);
	snprintf(m->outlet, sizeof m->outlet, "Outlet %" PRIu64,
	    draw(seed) % OUTLETS);
	snprintf(m->url, sizeof m->url,
	    "https://outlet.example/2031/05/%" PRIu64, n);
	m->article = (struct article) { .id = span_of(m->id),
		.url = span_of(m->url),
		.outlet = span_of(m->outlet),
		.title = { m->text.p, 60 },
		.byline = span_of("By our reporter"),
		.published = span_of("2031-05-01T09:30:00+02:00"),
		.lang = span_of("en"),
		.text = buf_span(&m->text) };
	for (int i = 0; i < CLAIMS; i++)
		make_claim(m, i, seed);
	m->found = (struct found) { .engine = span_of("bench 1"),
		.claims = m->claim,
		.n_claims = CLAIMS,
		.figures = m->figure,
		.n_figures = CLAIMS };
}

/* ---- rows, copied out of one store and put into another ---- */

struct cell {
	int type;
	int64_t i;
	double r;
	char *p; /* owned */
	int n;
};

struct rows {
	struct cell *cell; /* n * columns */
	size_t n, cap;
};

/* Every table that a commit writes to; "rising" is what rises with time. */
static const struct table {
	const char *name, *columns, *rising;
} tables[] = {
	{ "origins", "*", "id" },
	{ "outlets", "*", "id" },
	{ "articles", "*", "id" },
	{ "revisions", "*", "id" },
	{ "lineage", "*", "article" },
	{ "speaker_ids", "*", "id" },
	{ "speakers", "*", "id" },
	{ "names", "*", "id" },
	{ "mentions", "*", "id" },
	{ "claim_ids", "*", "id" },
	{ "claims", "*", "id" },
	{ "mention_claims", "*", "mention" },
	{ "claim_outlets", "*", "claim" },
	{ "relation_ids", "*", "id" },
	{ "relations", "*", "id" },
	{ "changes", "*", "seq" },
	/* full text: read from its content, written to the index */
	{ "claims_fts", "id, text, speaker", "id" },
};

#define N_TABLES (sizeof tables / sizeof tables[0])

struct bare {
	sqlite3 *from, *to;
	sqlite3_stmt *get[N_TABLES], *put[N_TABLES], *begin, *commit;
	int64_t seen[N_TABLES];
	int columns[N_TABLES];
	struct rows rows[N_TABLES];
};

static sqlite3_stmt *
prepare(sqlite3 *db, const char *text)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &st,
		NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return st;
}

static void
prepare_table(struct bare *b, size_t i)
{
	bool fts = strcmp(tables[i].name, "claims_fts") == 0;
	char text[256];
	size_t n;

	snprintf(text, sizeof text, "SELECT %s, %s FROM %s WHERE %s > ?1",
	    tables[i].rising, tables[i].columns,
	    fts ? "claim_words" : tables[i].name, tables[i].rising);
	b->get[i] = prepare(b->from, text);
	b->columns[i] = sqlite3_column_count(b->get[i]) - 1;
	n = (size_t)snprintf(text, sizeof text, "INSERT INTO %s%s VALUES(?",
	    tables[i].name, fts ? "(rowid, text, speaker)" : "");
	for (int c = 1; c < b->columns[i]; c++)
		n += (size_t)snprintf(text + n, sizeof text - n, ", ?");
	snprintf(text + n, sizeof text - n, ")");
	b->put[i] = prepare(b->to, text);
}

static void
copy_row(sqlite3_stmt *st, struct cell *cell, int columns)
{
	for (int c = 0; c < columns; c++) {
		struct cell *x = &cell[c];

		*x = (struct cell) { .type = sqlite3_column_type(st, c + 1) };
		x->i = sqlite3_column_int64(st, c + 1);
		x->r = sqlite3_column_double(st, c + 1);
		if (x->type != SQLITE_TEXT && x->type != SQLITE_BLOB)
			continue;
		x->n = sqlite3_column_bytes(st, c + 1);
		x->p = mem_strndup(
		    sqlite3_column_blob(st, c + 1), (size_t)x->n);
	}
}

/* The rows of table i that are new since the last call. */
static void
gather(struct bare *b, size_t i)
{
	struct rows *r = &b->rows[i];
	sqlite3_stmt *st = b->get[i];
	size_t columns = (size_t)b->columns[i];

	for (size_t k = 0; k < r->n * columns; k++)
		free(r->cell[k].p);
	r->n = 0;
	sqlite3_bind_int64(st, 1, b->seen[i]);
	while (sqlite3_step(st) == SQLITE_ROW) {
		if (r->n == r->cap) {
			r->cap = r->cap * 2 + 64;
			r->cell = mem_grow(
			    r->cell, r->cap * columns, sizeof *r->cell);
		}
		copy_row(st, r->cell + r->n++ * columns, (int)columns);
		if (sqlite3_column_int64(st, 0) > b->seen[i])
			b->seen[i] = sqlite3_column_int64(st, 0);
	}
	sqlite3_reset(st);
}

static void
bind_cell(sqlite3_stmt *st, int i, const struct cell *x)
{
	switch (x->type) {
	case SQLITE_INTEGER:
		sqlite3_bind_int64(st, i, x->i);
		break;
	case SQLITE_FLOAT:
		sqlite3_bind_double(st, i, x->r);
		break;
	case SQLITE_TEXT:
		sqlite3_bind_text(st, i, x->p, x->n, SQLITE_STATIC);
		break;
	case SQLITE_BLOB:
		sqlite3_bind_blob(st, i, x->p, x->n, SQLITE_STATIC);
		break;
	default:
		sqlite3_bind_null(st, i);
	}
}

static void
step(sqlite3 *db, sqlite3_stmt *st)
{
	if (sqlite3_step(st) != SQLITE_DONE)
		die(sqlite3_errmsg(db));
	sqlite3_reset(st);
}

/* All that was gathered, in one transaction. */
static void
insert(struct bare *b)
{
	step(b->to, b->begin);
	for (size_t i = 0; i < N_TABLES; i++)
		for (size_t k = 0; k < b->rows[i].n; k++) {
			const struct cell *row = b->rows[i].cell +
			    k * (size_t)b->columns[i];

			for (int c = 0; c < b->columns[i]; c++)
				bind_cell(b->put[i], c + 1, &row[c]);
			step(b->to, b->put[i]);
		}
	step(b->to, b->commit);
}

static void
bare_open(struct bare *b, const char *from, struct store *to)
{
	memset(b, 0, sizeof *b);
	if (sqlite3_open(from, &b->from) != SQLITE_OK)
		die(sqlite3_errmsg(b->from));
	b->to = store_db(to); /* the same pragmas as the store's */
	b->begin = prepare(b->to, "BEGIN IMMEDIATE");
	b->commit = prepare(b->to, "COMMIT");
	for (size_t i = 0; i < N_TABLES; i++)
		prepare_table(b, i);
}

static void
bare_close(struct bare *b)
{
	for (size_t i = 0; i < N_TABLES; i++) {
		for (size_t k = 0; k < b->rows[i].n * (size_t)b->columns[i];
		     k++)
			free(b->rows[i].cell[k].p);
		free(b->rows[i].cell);
		sqlite3_finalize(b->get[i]);
		sqlite3_finalize(b->put[i]);
	}
	sqlite3_finalize(b->begin);
	sqlite3_finalize(b->commit);
	sqlite3_close(b->from);
}

/* ---- rounds ---- */

static struct store *
open_store(const char *path)
{
	struct store_opts o = { .path = path };
	struct buf why = { 0 };
	struct store *s;

	if (store_open(&o, &s, &why) != RC_OK)
		die(buf_cstr(&why));
	buf_free(&why);
	return s;
}

static void
commit_batch(struct store *s, struct made *m, uint64_t from, uint64_t *seed,
    struct took *took)
{
	static struct store_entry e[BATCH];
	static enum store_outcome o[BATCH];

	for (size_t i = 0; i < BATCH; i++) {
		make(&m[i], from + i, seed);
		e[i] = (struct store_entry) { .lease = { 1, 1, from + i, 1 },
			.accepted_ms = 1900000000000,
			.sent_ms = 1900000000001,
			.worker = span_of("bench:1"),
			.compute_us = 300,
			.article = &m[i].article,
			.found = &m[i].found };
	}
	start(took);
	if (store_commit(s, e, BATCH, 1900000000100, o) != RC_OK)
		die("store_commit() failed");
	stop(took);
}

struct speed {
	double ours, bare; /* articles/s */
	double cpu;        /* ratio of processor time, bare to ours */
};

static void
remove_store(const char *path)
{
	static const char *const tail[] = { "", "-wal", "-shm" };
	char name[256];

	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "%s%s", path, tail[i]);
		unlink(name);
	}
}

static struct speed
one_round(const char *dir, uint64_t articles, uint64_t seed)
{
	struct made *m = mem_zalloc(BATCH * sizeof *m);
	char a[128], z[128];
	struct store *ours, *other;
	struct bare b;
	struct took t_ours = { 0 }, t_bare = { 0 };

	snprintf(
	    a, sizeof a, "%s/claimwire-bench-%ld-a.db", dir, (long)getpid());
	snprintf(
	    z, sizeof z, "%s/claimwire-bench-%ld-b.db", dir, (long)getpid());
	ours = open_store(a);
	other = open_store(z);
	bare_open(&b, a, other);
	for (uint64_t n = 0; n < articles; n += BATCH) {
		commit_batch(ours, m, n, &seed, &t_ours);
		for (size_t i = 0; i < N_TABLES; i++)
			gather(&b, i);
		start(&t_bare);
		insert(&b);
		stop(&t_bare);
	}
	bare_close(&b);
	store_close(ours);
	store_close(other);
	remove_store(a);
	remove_store(z);
	for (size_t i = 0; i < BATCH; i++)
		buf_free(&m[i].text);
	free(m);
	return (struct speed) { (double)articles / t_ours.wall,
		(double)articles / t_bare.wall, t_bare.cpu / t_ours.cpu };
}

static int
by_value(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;

	return (d > 0) - (d < 0);
}

/* Of n values; v is put in order. */
static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof v[0], by_value);
	return v[n / 2];
}

static void
print(const char *name, struct speed s, double ratio)
{
	printf("%-8s store %7.0f articles/s   bare %7.0f articles/s   "
	       "ratio %.3f   cpu %.3f\n",
	    name, s.ours, s.bare, ratio, s.cpu);
	fflush(stdout);
}

/* The median of each column by itself. */
static void
print_medians(const struct speed *s, size_t n)
{
	double ours[ROUNDS_MAX], bare[ROUNDS_MAX], cpu[ROUNDS_MAX];
	double ratio[ROUNDS_MAX];

	for (size_t i = 0; i < n; i++) {
		ours[i] = s[i].ours;
		bare[i] = s[i].bare;
		cpu[i] = s[i].cpu;
		ratio[i] = s[i].ours / s[i].bare;
	}
	print("median",
	    (struct speed) { median(ours, n), median(bare, n), median(cpu, n) },
	    median(ratio, n));
}

int
main(int argc, char **argv)
{
	uint64_t articles = argc > 1 ? strtoull(argv[1], NULL, 10) : 4096;
	size_t rounds = argc > 2 ? strtoull(argv[2], NULL, 10) : 5;
	const char *dir = argc > 3 ? argv[3] : "/tmp";
	struct speed s[ROUNDS_MAX];

	if (articles == 0 || rounds == 0 || rounds > ROUNDS_MAX)
		die("usage: bench_store [ARTICLES [ROUNDS [DIR]]]");
	articles = (articles + BATCH - 1) / BATCH * BATCH;
	printf("store: %" PRIu64 " articles of %d bytes and %d claims, "
	       "batches of %d\n",
	    articles, TEXT, CLAIMS, BATCH);
	for (size_t i = 0; i < rounds; i++) {
		char name[16];

		s[i] = one_round(dir, articles, 88172645463325252u + i);
		snprintf(name, sizeof name, "round %zu", i + 1);
		print(name, s[i], s[i].ours / s[i].bare);
	}
	print_medians(s, rounds);
	return 0;
}
