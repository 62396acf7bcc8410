/* Tests for sink/lineage.c: whose words an article has, through the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "invent.h"
#include "proto/buf.h"
#include "proto/mem.h"
#include "sink/query.h"
#include "sink/store.h"
#include "tests/help.h"

#define CLAIM "Ida Moor: The weir holds.\n"

struct fixture {
	char *dir, *path;
	struct store *s;
	int64_t now;
};

static void
open_store(struct fixture *f)
{
	struct store_opts o = { .path = f->path };
	struct buf why = { 0 };

	assert_int_equal(store_open(&o, &f->s, &why), RC_OK);
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	f->now = 1900000000000;
	open_store(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	store_close(f->s);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

/* n words of a story. */
struct part {
	int which, from, n;
};

struct piece {
	const char *outlet, *id, *published, *source, *tail;
	struct part part[2];
};

static void
story(struct buf *b, const struct part *p)
{
	for (int i = p->from; i < p->from + p->n; i++)
		buf_printf(b, "s%dw%d ", p->which, i);
	buf_puts(b, "\n");
	buf_cstr(b);
}

static void
commit(struct fixture *f, const struct piece *p)
{
	struct buf text = { 0 };
	enum store_outcome o;
	struct invent v;

	buf_puts(&text, CLAIM);
	for (size_t i = 0; i < 2; i++)
		if (p->part[i].n > 0)
			story(&text, &p->part[i]);
	if (p->tail != NULL)
		buf_puts(&text, p->tail);
	invent(&v, p->outlet, p->id, p->published, buf_cstr(&text));
	v.article.source = span_of(p->source);
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, f->now++, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
	buf_free(&text);
}

static bool
take_counts(void *arg, const struct form_claim *c)
{
	int64_t *n = arg;

	n[0] = c->mentions;
	n[1] = c->outlets;
	n[2] = c->origins;
	return true;
}

static void
no_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

static void
expect(struct fixture *f, int mentions, int outlets, int origins)
{
	struct query *q = query_on(f->s);
	struct query_filter all = { 0 };
	int64_t n[3] = { 0 };

	assert_int_equal(query_claims(q, &all, take_counts, n), RC_OK);
	assert_int_equal(n[0], mentions);
	assert_int_equal(n[1], outlets);
	assert_int_equal(n[2], origins);
	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	query_close(q);
}

static void
a_copy_in_another_outlet_is_no_second_origin(void **state)
{
	struct fixture *f = *state;

	commit(f,
	    &(struct piece) {
		"Tarn Mail", "1", NULL, NULL, NULL, { { 1, 0, 200 } } });
	expect(f, 1, 1, 1);
	/* cut to half, under another head */
	commit(f,
	    &(struct piece) { "Tarn Post", "1", NULL, NULL, NULL,
		{ { 2, 0, 5 }, { 1, 90, 100 } } });
	expect(f, 2, 2, 1);
	/* of its own words */
	commit(f,
	    &(struct piece) {
		"Orrin News", "1", NULL, NULL, NULL, { { 3, 0, 200 } } });
	expect(f, 3, 3, 2);
}

static void
a_credited_agency_is_the_origin_of_its_uncredited_copies(void **state)
{
	struct fixture *f = *state;

	commit(f,
	    &(struct piece) { "Tarn Mail", "1", "2031-05-05T08:00:00Z", NULL,
		NULL, { { 1, 0, 200 } } });
	commit(f,
	    &(struct piece) { "Tarn Post", "1", "2031-05-05T09:00:00Z", NULL,
		"With files from Reuters\n", { { 1, 0, 180 } } });
	expect(f, 2, 2, 1);
	/* another story of that agency */
	commit(f,
	    &(struct piece) {
		"Orrin News", "1", NULL, "Reuters", NULL, { { 5, 0, 100 } } });
	expect(f, 3, 3, 1);
	/* The outlet's own story is its own. */
	commit(f,
	    &(struct piece) {
		"Tarn Mail", "2", NULL, NULL, NULL, { { 6, 0, 100 } } });
	expect(f, 4, 3, 2);
}

static void
who_reported_it_first_is_recorded_and_not_counted(void **state)
{
	struct fixture *f = *state;
	sqlite3_stmt *st;

	commit(f,
	    &(struct piece) { "Tarn Mail", "1", NULL, NULL,
		"It was first reported by the Globe and Tarn.\n",
		{ { 1, 0, 200 } } });
	expect(f, 1, 1, 1);
	assert_int_equal(sqlite3_prepare_v2(store_db(f->s),
			     "SELECT name, whose FROM credits", -1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_string_equal(
	    (const char *)sqlite3_column_text(st, 0), "the Globe and Tarn");
	assert_int_equal(sqlite3_column_int(st, 1), 0);
	sqlite3_finalize(st);
}

static void
a_revision_in_other_words_is_counted_anew(void **state)
{
	struct fixture *f = *state;

	commit(f,
	    &(struct piece) {
		"Tarn Mail", "1", NULL, NULL, NULL, { { 1, 0, 200 } } });
	commit(f,
	    &(struct piece) {
		"Tarn Post", "1", NULL, NULL, NULL, { { 1, 0, 190 } } });
	expect(f, 2, 2, 1);
	commit(f,
	    &(struct piece) {
		"Tarn Post", "1", NULL, NULL, NULL, { { 4, 0, 190 } } });
	expect(f, 2, 2, 2);
	commit(f,
	    &(struct piece) {
		"Tarn Post", "1", NULL, NULL, NULL, { { 1, 0, 180 } } });
	expect(f, 2, 2, 1);
}

/* A text that holds two stories joins those who have them; when it goes they
 * part, and those that resemble each other without it do not. */
static void
a_group_parts_when_what_joined_it_goes(void **state)
{
	struct fixture *f = *state;

	commit(f,
	    &(struct piece) {
		"Tarn Mail", "1", NULL, NULL, NULL, { { 1, 0, 100 } } });
	commit(f,
	    &(struct piece) {
		"Tarn Post", "1", NULL, NULL, NULL, { { 2, 0, 100 } } });
	commit(f,
	    &(struct piece) { "Orrin News", "1", NULL, NULL, NULL,
		{ { 1, 0, 100 }, { 2, 0, 100 } } });
	commit(f,
	    &(struct piece) {
		"Fir Times", "1", NULL, NULL, NULL, { { 1, 0, 90 } } });
	expect(f, 4, 4, 1);
	commit(f,
	    &(struct piece) {
		"Orrin News", "1", NULL, NULL, NULL, { { 7, 0, 100 } } });
	expect(f, 4, 4, 3);
}

static void
an_index_read_from_the_store_finds_the_same(void **state)
{
	struct fixture *f = *state;

	commit(f,
	    &(struct piece) {
		"Tarn Mail", "1", NULL, NULL, NULL, { { 1, 0, 200 } } });
	store_close(f->s);
	open_store(f);
	commit(f,
	    &(struct piece) {
		"Tarn Post", "1", NULL, NULL, NULL, { { 1, 50, 100 } } });
	expect(f, 2, 2, 1);
	assert_int_equal(store_rebuild(f->s), RC_OK);
	expect(f, 2, 2, 1);
}

/* ---- any order ---- */

static const struct piece pieces[] = {
	{ "Tarn Mail", "1", "2031-05-05T08:00:00Z", NULL, NULL,
	    { { 1, 0, 200 } } },
	{ "Tarn Post", "1", "2031-05-05T07:00:00Z", NULL, NULL,
	    { { 1, 0, 120 } } },
	{ "Orrin News", "1", NULL, NULL, NULL, { { 1, 80, 120 } } },
	{ "Fir Times", "1", "2031-05-05T08:00:00Z", NULL, NULL,
	    { { 1, 150, 50 }, { 2, 0, 60 } } },
	{ "Elm Herald", "1", "2031-05-06T08:00:00Z", NULL,
	    "With files from Reuters\n", { { 2, 0, 150 } } },
	{ "Ash Daily", "1", "2031-05-04T08:00:00Z", NULL, NULL,
	    { { 2, 100, 50 } } },
	{ "Ash Daily", "2", "2031-05-04T09:00:00Z", NULL, NULL,
	    { { 3, 0, 90 } } },
	{ "Tarn Mail", "2", "2031-05-04T09:00:00Z", NULL, NULL,
	    { { 3, 0, 80 } } },
	{ "Birch Sun", "1", "2031-05-04T09:00:00Z", "Marl Wire", NULL,
	    { { 4, 0, 80 } } },
	{ "Cedar Sun", "1", "2031-05-04T09:00:00Z", NULL, NULL,
	    { { 4, 0, 80 }, { 5, 0, 80 } } },
	{ "Cedar Sun", "2", NULL, "Marl Wire", NULL, { { 6, 0, 80 } } },
	{ "Dogwood", "1", NULL, NULL, NULL, { { 7, 0, 80 } } },
	{ "Elm Herald", "2", NULL, NULL, NULL, { { 7, 0, 100 } } },
	{ "Fir Times", "2", NULL, NULL, NULL, { { 8, 0, 15 } } },
	{ "Gorse", "1", NULL, NULL, NULL, { { 8, 0, 15 } } },
};

#define N_PIECES (sizeof pieces / sizeof pieces[0])

/* The origin of each article, the parts, and the claim's counts. */
static void
dump(struct fixture *f, struct buf *out)
{
	static const char question[] =
	    "SELECT o.name || a.name, g.name, (SELECT min(x.name || y.name) "
	    "FROM lineage z JOIN articles y ON y.id = z.article "
	    "JOIN outlets x ON x.id = y.outlet WHERE z.first = l.first), "
	    "(SELECT p.name || b.name FROM articles b JOIN outlets p "
	    "ON p.id = b.outlet WHERE b.id = l.first) "
	    "FROM articles a JOIN outlets o ON o.id = a.outlet "
	    "JOIN lineage l ON l.article = a.id "
	    "JOIN origins g ON g.id = l.origin "
	    "UNION ALL SELECT mentions, outlets, origins, status FROM claims "
	    "ORDER BY 1";
	sqlite3_stmt *st;

	assert_int_equal(
	    sqlite3_prepare_v2(store_db(f->s), question, -1, &st, NULL),
	    SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		buf_printf(out, "%s|%s|%s|%s\n", sqlite3_column_text(st, 0),
		    sqlite3_column_text(st, 1), sqlite3_column_text(st, 2),
		    sqlite3_column_text(st, 3));
	sqlite3_finalize(st);
}

static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (*seed * 0x2545f4914f6cdd1du >> 33) % below;
}

/* Also with texts that came before and went: a revision of one is another. */
static void
one_order(uint64_t seed, bool detour, struct buf *out)
{
	size_t order[N_PIECES];
	struct fixture *f;
	void *state;

	setup(&state);
	f = state;
	for (size_t i = 0; i < N_PIECES; i++) {
		size_t k = (size_t)draw(&seed, i + 1);

		order[i] = order[k];
		order[k] = i;
	}
	for (size_t i = 0; detour && i < N_PIECES; i++) {
		struct piece p = pieces[order[i]];

		p.part[0].which = (int)draw(&seed, 4);
		p.part[0].n = 100;
		p.part[0].from = (int)draw(&seed, 60);
		commit(f, &p);
	}
	for (size_t i = 0; i < N_PIECES; i++)
		commit(f, &pieces[order[i]]);
	dump(f, out);
	teardown(&state);
}

static void
any_order_of_arrival_ends_in_the_same_origins(void **state)
{
	struct buf first = { 0 }, other = { 0 };

	(void)state;
	one_order(1, false, &first);
	assert_non_null(strstr(buf_cstr(&first), "Orrin News1|Reuters|"));
	assert_non_null(strstr(buf_cstr(&first), "Cedar Sun1|Marl Wire|"));
	assert_non_null(strstr(buf_cstr(&first), "Gorse1|Gorse|"));
	for (uint64_t seed = 2; seed < 42; seed++) {
		buf_clear(&other);
		one_order(seed * 0x9e3779b97f4a7c15u, seed % 2 == 0, &other);
		assert_string_equal(buf_cstr(&first), buf_cstr(&other));
	}
	buf_free(&first);
	buf_free(&other);
}

int
main(void)
{
#define STORE_TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_copy_in_another_outlet_is_no_second_origin),
		STORE_TEST(
		    a_credited_agency_is_the_origin_of_its_uncredited_copies),
		STORE_TEST(who_reported_it_first_is_recorded_and_not_counted),
		STORE_TEST(a_revision_in_other_words_is_counted_anew),
		STORE_TEST(a_group_parts_when_what_joined_it_goes),
		STORE_TEST(an_index_read_from_the_store_finds_the_same),
		cmocka_unit_test(any_order_of_arrival_ends_in_the_same_origins),
	};

	return cmocka_run_group_tests_name("sink/lineage", tests, NULL, NULL);
}
