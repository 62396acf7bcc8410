/* Tests for sink/rebuild.c: what is derived step by step is what is derived
 * anew. */
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
#include "sink/outlets.h"
#include "sink/query.h"
#include "tests/help.h"

#define ARTICLES 400
#define BATCH    16

static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (*seed * 0x2545f4914f6cdd1du >> 33) % below;
}

/* Few enough speakers and sentences that claims repeat, vanish and return. */
static void
write_text(uint64_t *seed, struct buf *b)
{
	static const char *const who[] = { "Ada Brook", "Bo Finch", "Cy Moor",
		"Nobody", "Zo\xc3\xab Ash", "Mrs. Brook", "Dan Brook",
		"Mr. Finch", "Zoe Ash", "Bo Q. Finch" };
	static const char *const what[] = { "The weir holds.",
		"No, The weir holds.", "It rained.", "Mills rose %d percent.",
		"Now wages rose %d percent, or 13.",
		"The river level is now %d.",
		"\xe2\x80\x9cNo comment,\xe2\x80\x9d she said.", NULL };
	/* A part of one sentence: parts that share much say the same, and
	 * long ones show that short ones do. */
	static const char *const part[] = { "mills ", "beside ", "Marl ",
		"need ", "cleaner ", "water ", "before ", "summer ", "comes " };
	/* Two events, and articles that tell of both or none. */
	static const char *const names[] = { "the Alder of Birch and Cedar",
		"the Dogwood of Elm and Fir", "nothing",
		"the Alder of Birch and Cedar, the Dogwood of Elm and Fir" };
	uint64_t n = draw(seed, 4);

	buf_clear(b);
	buf_printf(
	    b, "Day %d of %s\n", (int)draw(seed, 12), names[draw(seed, 4)]);
	for (uint64_t i = 0; i < n; i++) {
		const char *form = what[draw(seed, 8)];

		buf_printf(
		    b, "%s: ", who[draw(seed, draw(seed, 4) == 0 ? 10 : 5)]);
		for (uint64_t k = form != NULL ? 9 : draw(seed, 5),
			      end = k + 4 + draw(seed, 6);
		     k < end && k < 9; k++)
			buf_puts(b, part[k]);
		if (form == NULL) {
			buf_puts(b, "\n");
			continue;
		}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
		buf_printf(b, form, (int)draw(seed, 4) * 10);
#pragma GCC diagnostic pop
		buf_puts(b, "\n");
	}
	buf_cstr(b);
}

/* A part of one of three long stories, or of two: outlets copy them. */
static void
write_story(uint64_t *seed, struct buf *b)
{
	int stories = draw(seed, 3) == 0 ? 1 + (int)draw(seed, 2) : 0;

	for (; stories > 0; stories--) {
		int story = (int)draw(seed, 3), from = (int)draw(seed, 60);

		for (int i = from; i < from + 60; i++)
			buf_printf(b, "word%dof%d ", i % 100, story);
		buf_puts(b, "\n");
	}
	if (draw(seed, 20) == 0)
		buf_puts(b, "With files from The Canadian Press\n");
	buf_cstr(b);
}

struct made {
	struct invent v;
	struct arena arena;
	struct buf text;
	char outlet[16], id[16], published[40];
};

static void
make(struct made *m, uint64_t *seed)
{
	static const char *const source[] = { NULL, NULL, NULL, "Marl Wire",
		"the MARL wire", "Outlet 3" };
	bool unsaid = draw(seed, 4) == 0;

	write_text(seed, &m->text);
	write_story(seed, &m->text);
	snprintf(m->outlet, sizeof m->outlet, "Outlet %d", (int)draw(seed, 5));
	snprintf(m->id, sizeof m->id, "%d", (int)draw(seed, 12));
	snprintf(m->published, sizeof m->published,
	    "2031-05-%02dT%02d:00:00+0%d:00", 1 + (int)draw(seed, 28),
	    (int)draw(seed, 24), (int)draw(seed, 9));
	invent(&m->v, m->outlet, m->id, unsaid ? NULL : m->published,
	    buf_cstr(&m->text));
	m->v.article.source = span_of(source[draw(seed, 6)]);
	arena_reset(&m->arena);
	invent_gists(&m->v, &m->arena);
}

/* The user edits the table of outlets. */
static void
edit_outlets(struct store *s, uint64_t *seed, int64_t now)
{
	static const char *const tables[] = { "name,owner\n",
		"name,owner\nOutlet 1,Marl\nOutlet 3,Marl\n",
		"name,owner\nOutlet 1,Marl\nOutlet 2,Marl\nMarl Wire,Marl\n",
		"name,owner\nOutlet 3,Outlet 4\nOutlet 4,Outlet 3\n" };
	struct outlets o = { 0 };
	struct buf why = { 0 };
	size_t n;

	assert_int_equal(
	    outlets_parse(&o, span_of(tables[draw(seed, 4)]), NULL, NULL, &why),
	    RC_OK);
	assert_int_equal(store_outlets(s, &o, now, &n), RC_OK);
	outlets_free(&o);
	buf_free(&why);
}

/* The user says who is who. */
static void
edit_speakers(struct store *s, uint64_t *seed, int64_t now)
{
	static const char *const names[] = { "Ada Brook", "Mrs. Brook",
		"Mr. Finch", "Cy Moor", "The mayor", "Zo\xc3\xab Ash" };
	struct store_order o = { .kind = draw(seed, 2) == 0 ? STORE_MERGE
							    : STORE_SPLIT,
		.name_a = span_of(names[draw(seed, 6)]),
		.name_b = span_of(names[draw(seed, 6)]) };
	size_t n;

	assert_int_equal(store_entities(s, &o, 1, now, &n), RC_OK);
}

static void
commit_history(struct store *s, uint64_t seed)
{
	struct made *m = mem_zalloc(BATCH * sizeof *m);
	struct store_entry e[BATCH];
	enum store_outcome o[BATCH];
	int64_t now = 1900000000000;

	for (size_t done = 0; done < ARTICLES;) {
		size_t n = 1 + draw(&seed, BATCH);

		for (size_t i = 0; i < n; i++) {
			make(&m[i], &seed);
			e[i] = m[i].v.entry;
		}
		now += (int64_t)draw(&seed, 100000000);
		if (draw(&seed, 3) == 0)
			edit_outlets(s, &seed, now);
		if (draw(&seed, 8) == 0)
			edit_speakers(s, &seed, now);
		assert_int_equal(store_commit(s, e, n, now, o), RC_OK);
		done += n;
	}
	for (size_t i = 0; i < BATCH; i++) {
		buf_free(&m[i].text);
		arena_free(&m[i].arena);
	}
	free(m);
}

static void
dump_rows(sqlite3 *db, const char *question, struct buf *out)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, question, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	buf_printf(out, "%s\n", question);
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *t = (const char *)sqlite3_column_text(
			    st, i);

			buf_printf(out, "%s|", t != NULL ? t : "-");
		}
		buf_puts(out, "\n");
	}
	sqlite3_finalize(st);
}

/* All derived tables, the full-text index word by word. */
static void
dump(struct store *s, struct buf *out)
{
	static const char *const questions[] = {
		"SELECT * FROM claims ORDER BY id",
		"SELECT * FROM mention_claims ORDER BY mention, claim",
		"SELECT * FROM claim_outlets ORDER BY claim, outlet",
		"SELECT article, revision, own, credited, first, origin, at, "
		"hex(bins) FROM lineage ORDER BY article",
		"SELECT * FROM copies ORDER BY article, other",
		"SELECT * FROM credits ORDER BY article, n",
		"SELECT * FROM speakers ORDER BY id",
		"SELECT * FROM names ORDER BY id",
		"SELECT * FROM relations ORDER BY id",
		"SELECT * FROM corrections ORDER BY newer, older, article",
		"SELECT * FROM wordings ORDER BY id",
		"SELECT * FROM redirects ORDER BY old",
		"SELECT * FROM temp.words ORDER BY term, doc, col, offset",
		"SELECT id, hex(sz) FROM claims_fts_docsize ORDER BY id",
		"SELECT max(seq), count(*) FROM changes",
	};

	assert_int_equal(sqlite3_exec(store_db(s),
			     "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words "
			     "USING fts5vocab(main, claims_fts, instance)",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		dump_rows(store_db(s), questions[i], out);
}

static void
no_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

static void
check(struct store *s)
{
	struct query *q = query_on(s);

	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	query_close(q);
}

static int64_t
number(struct store *s, const char *question)
{
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(store_db(s), question, -1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

static void
was_worth_it(struct store *s)
{
	assert_true(number(s, "SELECT count(*) FROM corrections") > 0);
	assert_true(
	    number(s, "SELECT count(*) FROM lineage WHERE first <> article") >
	    5);
	assert_true(
	    number(s,
		"SELECT count(*) FROM changes WHERE "
		"('{' || body || '}' ->> '$.cause.kind') = 'user'") > 5);
	assert_true(number(s, "SELECT max(n) FROM revisions") > 3);
	assert_true(
	    number(s, "SELECT count(*) FROM wordings WHERE claim <> id") > 3);
}

static void
one_history(const char *path, uint64_t seed)
{
	struct store_opts o = { .path = path };
	struct buf before = { 0 }, after = { 0 }, why = { 0 };
	struct store *s;

	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	commit_history(s, seed);
	check(s);
	dump(s, &before);
	assert_int_equal(store_rebuild(s), RC_OK);
	dump(s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	check(s);
	/* Who follows the feed alone knows every claim's status and counts
	 * of outlets; its last change is known too. */
	assert_int_equal(
	    number(s,
		"SELECT count(*) FROM claims c JOIN changes x "
		"ON x.seq = c.changed WHERE x.claim <> c.id OR c.status <> "
		"('{' || body || '}' ->> '$.claim.status') OR c.origins <> "
		"('{' || body || '}' ->> '$.claim.origins') "
		"OR coalesce('s' || c.speaker, '') <> coalesce("
		"'{' || body || '}' ->> '$.claim.speaker.id', '')"),
	    0);
	assert_int_equal(
	    number(s,
		"SELECT count(*) FROM claims c WHERE c.changed <> "
		"(SELECT max(seq) FROM changes x WHERE x.claim = c.id)"),
	    0);
	/* The history was worth it. */
	assert_true(number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.withdrawn'") > 5);
	assert_true(number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.corroborated'") > 5);
	assert_true(number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.revised'") > 5);
	assert_true(number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.disputed'") > 5);
	/* Disputes and corrections end as well. */
	assert_true(number(s,
			"SELECT count(*) FROM changes WHERE "
			"('{' || body || '}' ->> '$.before.status') IN "
			"('disputed', 'revised') AND "
			"('{' || body || '}' ->> '$.claim.status') IN "
			"('reported', 'corroborated')") > 5);
	was_worth_it(s);
	buf_free(&before);
	buf_free(&after);
	store_close(s);
}

static void
a_rebuild_equals_what_commits_derived_step_by_step(void **state)
{
	char *dir = help_temp_dir();

	(void)state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		char name[16], *path;

		snprintf(name, sizeof name, "%d.db", (int)seed);
		path = help_path(dir, name);
		one_history(path, seed * 0x9e3779b97f4a7c15u);
		free(path);
	}
	help_remove_dir(dir);
}

static void
count_finding(void *arg, const char *sentence)
{
	assert_non_null(strstr(sentence, "Run `claimwire rebuild`"));
	++*(int *)arg;
}

static void
damage_to_derived_tables_is_found_and_a_rebuild_mends_it(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store_opts o = { .path = path };
	struct buf before = { 0 }, after = { 0 }, why = { 0 };
	struct store *s;
	struct query *q;
	int found = 0;

	(void)state;
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	commit_history(s, 42);
	dump(s, &before);
	assert_int_equal(sqlite3_exec(store_db(s),
			     "UPDATE claims SET mentions = 7 WHERE id = 1;"
			     "DELETE FROM claims WHERE id = 2;"
			     "DELETE FROM mention_claims WHERE mention = 3;"
			     "DELETE FROM claim_outlets WHERE claim = 4;"
			     "UPDATE claims SET status = 'withdrawn';"
			     "UPDATE claims SET changed = 1 WHERE id = 5;"
			     "UPDATE claim_outlets SET origin = origin + 1 "
			     "WHERE claim = 6;"
			     "UPDATE relations SET a = a + 1",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	q = query_on(s);
	assert_int_equal(query_check(q, count_finding, &found), RC_OK);
	assert_true(found >= 9);
	query_close(q);
	assert_int_equal(store_rebuild(s), RC_OK);
	dump(s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	check(s);
	store_close(s);
	buf_free(&before);
	buf_free(&after);
	free(path);
	help_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_rebuild_equals_what_commits_derived_step_by_step),
		cmocka_unit_test(
		    damage_to_derived_tables_is_found_and_a_rebuild_mends_it),
	};

	return cmocka_run_group_tests_name("sink/rebuild", tests, NULL, NULL);
}
