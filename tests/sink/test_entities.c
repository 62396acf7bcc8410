/* Tests for sink/entities.c: who is behind names, through the store. */
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

struct fixture {
	char *dir, *path;
	struct store *s;
	int64_t now;
	int n;
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	f->now = 1900000000000;
	o.path = f->path;
	assert_int_equal(store_open(&o, &f->s, &why), RC_OK);
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

/* An article in which each of the names, parted by "|", says something. */
static void
commit(struct fixture *f, const char *names)
{
	struct buf text = { 0 };
	enum store_outcome o;
	struct invent v;
	char id[16];

	for (const char *p = names; *p != '\0';) {
		size_t k = strcspn(p, "|");

		buf_printf(&text, "%.*s: It is day %d.\n", (int)k, p, f->n);
		p += k + (p[k] == '|');
	}
	snprintf(id, sizeof id, "%d", f->n++);
	invent(&v, "Tarn Herald", id, NULL, buf_cstr(&text));
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, f->now++, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
	buf_free(&text);
}

static void
order(
    struct fixture *f, enum store_order_kind kind, const char *a, const char *b)
{
	struct store_order o = {
		.kind = kind, .name_a = span_of(a), .name_b = span_of(b)
	};
	size_t changed;

	assert_int_equal(
	    store_entities(f->s, &o, 1, f->now++, &changed), RC_OK);
}

static void
no_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

static void
ask(struct fixture *f, const char *question, struct buf *out)
{
	sqlite3_stmt *st;

	assert_int_equal(
	    sqlite3_prepare_v2(store_db(f->s), question, -1, &st, NULL),
	    SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		buf_printf(out, "%s; ", sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	buf_cstr(out);
}

/* Each name and whose it is. */
static void
expect(struct fixture *f, const char *want)
{
	static const char question[] =
	    "SELECT i.name || ' = ' || e.name FROM names n "
	    "JOIN speaker_ids i ON i.id = n.id "
	    "JOIN speaker_ids e ON e.id = n.entity ORDER BY i.name";
	struct query *q = query_on(f->s);
	struct buf b = { 0 };

	ask(f, question, &b);
	assert_string_equal(buf_cstr(&b), want);
	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	query_close(q);
	buf_free(&b);
}

static void
claims_of_all_names_are_of_one_speaker(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 };

	commit(f, "Moor");
	commit(f, "Mayor Ida Moor");
	commit(f, "Ida Moor");
	expect(f,
	    "Ida Moor = Ida Moor; Mayor Ida Moor = Ida Moor; "
	    "Moor = Ida Moor; ");
	ask(f, "SELECT DISTINCT speaker FROM claims_v", &b);
	assert_string_equal(buf_cstr(&b), "Ida Moor; ");
	buf_clear(&b);
	/* Readers were told: first it was Moor's. */
	ask(f,
	    "SELECT type || ' ' || (json ->> '$.cause.kind') || ' ' || "
	    "(json ->> '$.before.speaker.name') || ' > ' || "
	    "(json ->> '$.claim.speaker.name') FROM changes_v "
	    "WHERE json ->> '$.before.speaker.name' IS NOT NULL ORDER BY seq",
	    &b);
	assert_string_equal(buf_cstr(&b),
	    "claim.mentioned merge Moor > Mayor Ida Moor; "
	    "claim.mentioned merge Mayor Ida Moor > Ida Moor; "
	    "claim.mentioned merge Mayor Ida Moor > Ida Moor; "
	    "");
	buf_clear(&b);
	/* By any of its names it is found. */
	ask(f, "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH 'ida'",
	    &b);
	assert_string_equal(buf_cstr(&b), "3; ");
	buf_free(&b);
}

static void
a_second_bearer_parts_what_was_one(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 };

	commit(f, "Moor|Ida Moor");
	expect(f, "Ida Moor = Ida Moor; Moor = Ida Moor; ");
	commit(f, "Odo Moor");
	expect(f, "Ida Moor = Ida Moor; Moor = Moor; Odo Moor = Odo Moor; ");
	ask(f,
	    "SELECT (json ->> '$.cause.kind') || ' ' || "
	    "(json ->> '$.claim.speaker.name') FROM changes_v "
	    "WHERE json ->> '$.before.speaker.name' = 'Ida Moor'",
	    &b);
	assert_string_equal(buf_cstr(&b), "split Moor; ");
	buf_free(&b);
}

static void
what_the_user_decides_wins_and_a_rebuild_keeps_it(void **state)
{
	static const char want[] =
	    "Ida Moor = Ida Moor; Moor = Ida Moor; Ms. Moor = Ms. Moor; "
	    "Odo Moor = Odo Moor; The Tarn = Ida Moor; ";
	struct fixture *f = *state;

	commit(f, "Moor|Ida Moor|Odo Moor|Ms. Moor");
	order(f, STORE_MERGE, "Ida Moor", "Moor");
	order(f, STORE_MERGE, "Ida Moor", "The Tarn");
	expect(f,
	    "Ida Moor = Ida Moor; Moor = Ida Moor; Ms. Moor = Ida Moor; "
	    "Odo Moor = Odo Moor; The Tarn = Ida Moor; ");
	order(f, STORE_SPLIT, "Ms. Moor", NULL);
	expect(f, want);
	assert_int_equal(store_rebuild(f->s), RC_OK);
	expect(f, want);
	/* and new names do not change it */
	commit(f, "Moor|Ida Moor");
	expect(f, want);
	/* until it is decided otherwise */
	order(f, STORE_MERGE, "Ida Moor", "Ms. Moor");
	expect(f,
	    "Ida Moor = Ida Moor; Moor = Ida Moor; Ms. Moor = Ida Moor; "
	    "Odo Moor = Odo Moor; The Tarn = Ida Moor; ");
	order(f, STORE_SPLIT, "Moor", NULL);
	order(f, STORE_SPLIT, "The Tarn", NULL);
	expect(f,
	    "Ida Moor = Ida Moor; Moor = Moor; Ms. Moor = Ida Moor; "
	    "Odo Moor = Odo Moor; The Tarn = The Tarn; ");
}

static void
an_item_is_that_of_the_whole_entity(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 };

	commit(f, "Moor|Ida Moor");
	order(f, STORE_ITEM, "Moor", "Q42");
	order(f, STORE_ITEM, "Ida Moor", "Q43");
	ask(f, "SELECT item FROM items", &b);
	assert_string_equal(buf_cstr(&b), "Q43; ");
	order(f, STORE_ITEM, "Moor", NULL);
	buf_clear(&b);
	ask(f, "SELECT item FROM items", &b);
	assert_string_equal(buf_cstr(&b), "");
	buf_free(&b);
}

/* ---- any order ---- */

static const char *const names[] = { "Ida Moor", "Moor", "Mayor Moor",
	"Ida Q. Moor", "Zo\xc3\xab Ash", "Zoe Ash", "Mr. Ash", "Bill Elm",
	"William Elm", "W. Elm", "Wilma Elm", "Elm", "Jo de Fir", "de Fir",
	"Fir", "Pia Fir" };

#define N_NAMES (sizeof names / sizeof names[0])

static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (*seed * 0x2545f4914f6cdd1du >> 33) % below;
}

static void
one_order(uint64_t seed, struct buf *out)
{
	static const char question[] =
	    "SELECT i.name || ' = ' || e.name FROM names n "
	    "JOIN speaker_ids i ON i.id = n.id "
	    "JOIN speaker_ids e ON e.id = n.entity ORDER BY i.name";
	size_t at[N_NAMES];
	struct fixture *f;
	void *state;

	setup(&state);
	f = state;
	for (size_t i = 0; i < N_NAMES; i++) {
		size_t k = (size_t)draw(&seed, i + 1);

		at[i] = at[k];
		at[k] = i;
	}
	for (size_t i = 0; i < N_NAMES; i++) {
		commit(f, names[at[i]]);
		if (i == draw(&seed, N_NAMES))
			assert_int_equal(store_rebuild(f->s), RC_OK);
	}
	ask(f, question, out);
	teardown(&state);
}

static void
any_order_of_names_ends_in_the_same_entities(void **state)
{
	struct buf first = { 0 }, other = { 0 };

	(void)state;
	one_order(1, &first);
	assert_non_null(strstr(buf_cstr(&first), "Moor = Ida Q. Moor; "));
	assert_non_null(strstr(buf_cstr(&first), "; Elm = Elm; "));
	assert_non_null(strstr(buf_cstr(&first), "Mr. Ash = Zo\xc3\xab Ash; "));
	for (uint64_t seed = 2; seed < 22; seed++) {
		buf_clear(&other);
		one_order(seed * 0x9e3779b97f4a7c15u, &other);
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
		STORE_TEST(claims_of_all_names_are_of_one_speaker),
		STORE_TEST(a_second_bearer_parts_what_was_one),
		STORE_TEST(what_the_user_decides_wins_and_a_rebuild_keeps_it),
		STORE_TEST(an_item_is_that_of_the_whole_entity),
		cmocka_unit_test(any_order_of_names_ends_in_the_same_entities),
	};

	return cmocka_run_group_tests_name("sink/entities", tests, NULL, NULL);
}
