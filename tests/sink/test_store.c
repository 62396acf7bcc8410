/* Tests for sink/store.c: what a commit writes, and what it never does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "fullvfs.h"
#include "invent.h"
#include "proto/buf.h"
#include "proto/mem.h"
#include "sink/meta.h"
#include "sink/query.h"
#include "tests/help.h"

#define NOON 1900000000000

struct fixture {
	char *dir, *path;
	struct store *s;
};

static struct store *
open_store(const char *path)
{
	struct store_opts o = { .path = path, .epoch = true };
	struct buf why = { 0 };
	struct store *s = NULL;

	if (store_open(&o, &s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	return s;
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	f->s = open_store(f->path);
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

static enum store_outcome
put(struct fixture *f, const char *outlet, const char *id,
    const char *published, const char *text)
{
	struct invent v;
	enum store_outcome o = STORE_REFUSED;

	invent(&v, outlet, id, published, text);
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	return o;
}

/* All rows of a question, columns parted by "|", rows by a newline. */
static void
want(struct fixture *f, const char *question, const char *answer)
{
	struct buf b = { 0 };
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(store_db(f->s), question, -1, &st, NULL) !=
	    SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(store_db(f->s)));
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *t = (const char *)sqlite3_column_text(
			    st, i);

			buf_printf(
			    &b, "%s%s", i > 0 ? "|" : "", t != NULL ? t : "-");
		}
		buf_puts(&b, "\n");
	}
	sqlite3_finalize(st);
	assert_string_equal(buf_cstr(&b), answer);
	buf_free(&b);
}

static const char types[] = "SELECT group_concat(type, ' ') FROM "
			    "(SELECT type FROM changes ORDER BY seq)";

static void
an_article_with_two_claims_makes_three_changes(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(put(f, "Tarn Herald", "1", "2031-05-01T09:00:00+02:00",
			     "Ada Brook: It rained.\nBo Finch: Up 4 percent."),
	    STORE_COMMITTED);
	want(f, types, "article.new claim.new claim.new\n");
	want(f,
	    "SELECT id, speaker, text, status, mentions, outlets, "
	    "origins, first_seen, as_of FROM claims_v",
	    "c1|Ada Brook|It rained.|reported|1|1|1|"
	    "2031-05-01T09:00:00+02:00|-\n"
	    "c2|Bo Finch|Up 4 percent.|reported|1|1|1|"
	    "2031-05-01T09:00:00+02:00|2031-05\n");
	want(f,
	    "SELECT id, claim, article, outlet, revision, source, "
	    "content, words FROM mentions_v",
	    "m1|c1|1|Tarn Herald|1|Ada Brook|[{\"start\":11,\"end\":21,"
	    "\"exact\":\"It rained.\"}]|It rained.\n"
	    "m2|c2|1|Tarn Herald|1|Bo Finch|[{\"start\":32,\"end\":45,"
	    "\"exact\":\"Up 4 percent.\"}]|Up 4 percent.\n");
	assert_int_equal(store_head(f->s), 3);
}

static void
the_same_text_again_is_a_duplicate_and_writes_nothing(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", NULL, "Ada Brook: It rained.");
	assert_int_equal(
	    put(f, "Tarn Herald", "1", NULL, "Ada Brook: It rained."),
	    STORE_DUPLICATE);
	want(f, "SELECT count(*) FROM revisions", "1\n");
	assert_int_equal(store_head(f->s), 2);
}

static void
a_repeat_within_one_batch_is_a_duplicate(void **state)
{
	struct fixture *f = *state;
	struct invent v;
	struct store_entry e[3];
	enum store_outcome o[3];

	invent(&v, "Tarn Herald", "1", NULL, "Ada Brook: It rained.");
	e[0] = e[1] = e[2] = v.entry;
	assert_int_equal(store_commit(f->s, e, 3, NOON, o), RC_OK);
	assert_int_equal(o[0], STORE_COMMITTED);
	assert_int_equal(o[1], STORE_DUPLICATE);
	assert_int_equal(o[2], STORE_DUPLICATE);
}

static void
a_second_outlet_corroborates_unless_one_owner_has_both(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-02", "Ada Brook: It rained.");
	put(f, "Tarn Mail", "1", "2031-05-01", "Ada Brook: It rained.");
	want(
	    f, types, "article.new claim.new article.new claim.corroborated\n");
	want(f,
	    "SELECT status, mentions, outlets, origins, first_seen, "
	    "last_seen FROM claims_v",
	    "corroborated|2|2|2|2031-05-01|2031-05-02\n");
	assert_int_equal(
	    sqlite3_exec(store_db(f->s), "UPDATE outlets SET owner = 'Marl'",
		NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(store_rebuild(f->s), RC_OK);
	want(f, "SELECT status, outlets, origins FROM claims_v",
	    "reported|2|1\n");
}

static void
another_article_of_the_same_outlet_only_mentions(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", NULL, "Ada Brook: It rained.");
	put(f, "Tarn Herald", "2", NULL, "Ada Brook: It rained.");
	want(f, types, "article.new claim.new article.new claim.mentioned\n");
	want(f,
	    "SELECT json_extract(json, '$.before.mentions'), "
	    "json_extract(json, '$.claim.mentions'), "
	    "json_extract(json, '$.cause.mention') "
	    "FROM changes_v WHERE seq = 4",
	    "1|2|m2\n");
}

static void
a_revision_withdraws_what_it_no_longer_holds(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", NULL, "Ada Brook: A.\nAda Brook: B.");
	put(f, "Tarn Herald", "1", NULL, "Ada Brook: B.\nAda Brook: C.");
	want(f, types,
	    "article.new claim.new claim.new article.revised claim.new "
	    "claim.withdrawn\n");
	want(f, "SELECT text, status, mentions, outlets FROM claims_v",
	    "A.|withdrawn|0|0\nB.|reported|1|1\nC.|reported|1|1\n");
	want(f, "SELECT id, revision, is_current FROM mentions_v",
	    "m1|1|0\nm2|1|0\nm3|2|1\nm4|2|1\n");
}

static void
a_withdrawn_claim_that_returns_is_mentioned(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", NULL, "Ada Brook: A.");
	put(f, "Tarn Herald", "1", NULL, "Ada Brook: B.");
	put(f, "Tarn Mail", "9", NULL, "Ada Brook: A.");
	want(f,
	    "SELECT type, json_extract(json, '$.before.status'), "
	    "json_extract(json, '$.claim.status') FROM changes_v "
	    "WHERE seq = 7",
	    "claim.mentioned|withdrawn|reported\n");
}

static void
an_older_text_that_comes_late_counts_nowhere(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-03", "Ada Brook: It rains.");
	put(f, "Tarn Herald", "1", "2031-05-01",
	    "Ada Brook: It rained.\nAda Brook: It rains.");
	want(f, types, "article.new claim.new claim.withdrawn\n");
	want(f, "SELECT id, text, status, mentions, first_seen FROM claims_v",
	    "c1|It rains.|reported|1|2031-05-01\n"
	    "c2|It rained.|withdrawn|0|2031-05-01\n");
	want(f, "SELECT words, is_current FROM mentions_v",
	    "It rains.|1\nIt rained.|0\nIt rains.|0\n");
	/* A text without a date is as new as the one before it. */
	put(f, "Tarn Herald", "1", NULL, "Ada Brook: It rained, then.");
	want(f, "SELECT words FROM mentions_v WHERE is_current",
	    "It rained, then.\n");
	put(f, "Tarn Herald", "1", "2031-05-02", "Ada Brook: It dripped.");
	want(f, "SELECT words FROM mentions_v WHERE is_current",
	    "It rained, then.\n");
}

static void
a_mention_lost_while_others_hold_the_claim_is_told(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", NULL, "Ada Brook: A.");
	put(f, "Tarn Mail", "1", NULL, "Ada Brook: A.");
	put(f, "Tarn Mail", "1", NULL, "Ada Brook: B.");
	want(f,
	    "SELECT type, json_extract(json, '$.before.status'), "
	    "json_extract(json, '$.claim.status'), "
	    "json_extract(json, '$.cause.kind') FROM changes_v "
	    "WHERE claim = 'c1' AND seq > 5",
	    "claim.mentioned|corroborated|reported|revision\n");
}

static void
spans_are_exact_in_text_beyond_ascii(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", NULL,
	    "\xf0\x9f\x8c\xa7\r\nZo\xc3\xab\xc2\xa0"
	    "Ash: \xe2\x80\x9cNo.\xe2\x80\x9d");
	want(f, "SELECT source, words, source_start FROM mentions_v",
	    "Zo\xc3\xab\xc2\xa0"
	    "Ash|\xe2\x80\x9cNo.\xe2\x80\x9d|3\n");
}

static void
articles_of_unknown_outlets_do_not_corroborate(void **state)
{
	struct fixture *f = *state;

	put(f, NULL, NULL, NULL, "Ada Brook: A.\nNobody: x");
	put(f, NULL, NULL, NULL, "Ada Brook: A.\nNobody: y");
	want(f,
	    "SELECT status, outlets, origins, mentions FROM claims_v "
	    "WHERE number = 1",
	    "reported|1|1|2\n");
	want(f, "SELECT count(*) FROM articles_v WHERE outlet IS NULL", "2\n");
}

static void
an_entry_the_store_cannot_take_is_refused_alone(void **state)
{
	struct fixture *f = *state;
	struct invent v[3];
	struct store_entry e[3];
	enum store_outcome o[3];

	assert_int_equal(sqlite3_exec(store_db(f->s),
			     "CREATE TRIGGER poison BEFORE INSERT ON articles "
			     "WHEN new.name = '2' BEGIN SELECT "
			     "RAISE(ABORT, 'poison'); END",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	invent(&v[0], "Tarn Herald", "1", NULL, "Ada Brook: A.");
	invent(&v[1], "Tarn Herald", "2", NULL, "Ada Brook: B.");
	invent(&v[2], "Tarn Herald", "3", NULL, "Ada Brook: C.");
	for (int i = 0; i < 3; i++)
		e[i] = v[i].entry;
	assert_int_equal(store_commit(f->s, e, 3, NOON, o), RC_OK);
	assert_int_equal(o[0], STORE_COMMITTED);
	assert_int_equal(o[1], STORE_REFUSED);
	assert_int_equal(o[2], STORE_COMMITTED);
	want(f, "SELECT text FROM claims", "A.\nC.\n");
	want(f, "SELECT count(*), max(seq) FROM changes", "4|4\n");
}

static void
an_entry_refused_only_when_its_changes_are_written_is_refused_alone(
    void **state)
{
	struct fixture *f = *state;
	struct invent v[3];
	struct store_entry e[3];
	enum store_outcome o[3];

	assert_int_equal(sqlite3_exec(store_db(f->s),
			     "CREATE TRIGGER poison BEFORE INSERT ON changes "
			     "WHEN new.body LIKE '%Bo Finch%' BEGIN SELECT "
			     "RAISE(ABORT, 'poison'); END",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	invent(&v[0], "Tarn Herald", "1", NULL, "Ada Brook: A.");
	invent(&v[1], "Tarn Herald", "2", NULL, "Bo Finch: B.");
	invent(&v[2], "Tarn Herald", "3", NULL, "Ada Brook: C.");
	for (int i = 0; i < 3; i++)
		e[i] = v[i].entry;
	assert_int_equal(store_commit(f->s, e, 3, NOON, o), RC_OK);
	assert_int_equal(o[0], STORE_COMMITTED);
	assert_int_equal(o[1], STORE_REFUSED);
	assert_int_equal(o[2], STORE_COMMITTED);
	want(f, "SELECT text FROM claims", "A.\nC.\n");
	want(f, "SELECT count(*), max(seq) FROM changes", "4|4\n");
	want(f, "SELECT rowid FROM claims_fts('ada')", "1\n2\n");
}

static void
another_writer_between_two_commits_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct fixture other = { .s = open_store(f->path) };

	put(f, "Tarn Herald", "1", NULL, "Ada Brook: A.");
	put(&other, "Tarn Herald", "2", NULL, "Bo Finch: B.");
	put(f, "Tarn Herald", "3", NULL, "Bo Finch: C.");
	want(f, "SELECT count(*), max(seq) FROM changes", "6|6\n");
	want(f, "SELECT count(*) FROM speaker_ids", "2\n");
	store_close(other.s);
}

static void
each_opening_by_a_sink_is_an_epoch_of_one_generation(void **state)
{
	struct fixture *f = *state;
	char generation[META_NAME_MAX];
	uint64_t epoch = store_epoch(f->s);

	snprintf(generation, sizeof generation, "%s", store_generation(f->s));
	put(f, "Tarn Herald", "1", NULL, "Ada Brook: A.");
	store_close(f->s);
	f->s = open_store(f->path);
	assert_int_equal(store_epoch(f->s), epoch + 1);
	assert_string_equal(store_generation(f->s), generation);
	assert_int_equal(store_head(f->s), 2);
}

static void
a_file_of_another_program_is_left_alone(void **state)
{
	struct fixture *f = *state;
	char *path = help_path(f->dir, "other.db");
	struct store_opts o = { .path = path };
	struct buf why = { 0 };
	struct store *s = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "CREATE TABLE x(y)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(store_open(&o, &s, &why), RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "another program"));
	help_write_file(path, "no database at all, but long enough", 35);
	buf_clear(&why);
	assert_int_equal(store_open(&o, &s, &why), RC_BADMSG);
	buf_free(&why);
	free(path);
}

static void
no_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

/* A disk that fails with code after ever more bytes: until that suffices,
 * each try changes nothing; then it is as if nothing had been. */
static void
failing_disk(struct fixture *f, int code, enum rc want_rc)
{
	char *path = help_path(f->dir, "full.db");
	struct store_opts o = {
		.path = path, .vfs = "full", .exclusive = true
	};
	struct fixture g = { 0 };
	struct buf why = { 0 };
	struct invent v[2];
	struct store_entry e[2];
	enum store_outcome got[2];
	struct query *q;
	int tries = 0;
	enum rc rc;

	fullvfs_register();
	assert_int_equal(store_open(&o, &g.s, &why), RC_OK);
	put(&g, "Tarn Herald", "1", NULL, "Ada Brook: A.\nAda Brook: B.");
	invent(&v[0], "Tarn Herald", "1", NULL, "Ada Brook: B.\nBo Finch: C.");
	invent(&v[1], "Tarn Mail", "1", NULL, "Ada Brook: B.\nCy Moor: D.");
	e[0] = v[0].entry;
	e[1] = v[1].entry;
	for (int64_t room = 0;; room += 4096) {
		*fullvfs_disk() = (struct fullvfs_disk) { room, code };
		rc = store_commit(g.s, e, 2, NOON, got);
		*fullvfs_disk() = (struct fullvfs_disk) { -1, code };
		if (rc == RC_OK)
			break;
		assert_int_equal(rc, want_rc);
		assert_int_equal(store_head(g.s), 3);
		want(&g, "SELECT count(*) FROM revisions", "1\n");
		tries++;
	}
	assert_true(tries > 5);
	want(&g, types,
	    "article.new claim.new claim.new article.revised claim.new "
	    "claim.withdrawn article.new claim.corroborated claim.new\n");
	q = query_on(g.s);
	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	query_close(q);
	store_close(g.s);
	g.s = open_store(path);
	assert_int_equal(store_head(g.s), 9);
	store_close(g.s);
	free(path);
	buf_free(&why);
}

static void
a_full_disk_changes_nothing_until_there_is_room(void **state)
{
	failing_disk(*state, SQLITE_FULL, RC_FULL);
}

static void
a_failing_disk_changes_nothing_until_it_works(void **state)
{
	failing_disk(*state, SQLITE_IOERR_WRITE, RC_IO);
}

static void
a_store_locked_by_another_is_busy(void **state)
{
	struct fixture *f = *state;
	struct invent v;
	enum store_outcome o;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_busy_timeout(store_db(f->s), 0);
	invent(&v, "Tarn Herald", "1", NULL, "Ada Brook: A.");
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_BUSY);
	sqlite3_close(db);
	put(f, "Tarn Herald", "1", NULL, "Ada Brook: A.");
	assert_int_equal(store_head(f->s), 2);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(an_article_with_two_claims_makes_three_changes),
		T(the_same_text_again_is_a_duplicate_and_writes_nothing),
		T(a_repeat_within_one_batch_is_a_duplicate),
		T(a_second_outlet_corroborates_unless_one_owner_has_both),
		T(another_article_of_the_same_outlet_only_mentions),
		T(a_revision_withdraws_what_it_no_longer_holds),
		T(a_withdrawn_claim_that_returns_is_mentioned),
		T(an_older_text_that_comes_late_counts_nowhere),
		T(a_mention_lost_while_others_hold_the_claim_is_told),
		T(spans_are_exact_in_text_beyond_ascii),
		T(articles_of_unknown_outlets_do_not_corroborate),
		T(an_entry_the_store_cannot_take_is_refused_alone),
		T(an_entry_refused_only_when_its_changes_are_written_is_refused_alone),
		T(another_writer_between_two_commits_is_noticed),
		T(each_opening_by_a_sink_is_an_epoch_of_one_generation),
		T(a_file_of_another_program_is_left_alone),
		T(a_full_disk_changes_nothing_until_there_is_room),
		T(a_failing_disk_changes_nothing_until_it_works),
		T(a_store_locked_by_another_is_busy),
	};

	return cmocka_run_group_tests_name("sink/store", tests, NULL, NULL);
}
