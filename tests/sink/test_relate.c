/* Tests for sink/relate.c, through the store: how claims stand to each other,
 * and what readers are told of it. */
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

#define NOON 1900000000000

/* Two events; a third line names none. */
#define FLOOD "the flood of the Alder at Birch near Cedar, by Odo Elm\n"
#define FIRE  "the fire of Dogwood in Fir near Gorse, by Pia Holm\n"

struct fixture {
	char *dir, *path;
	struct store *s;
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { .epoch = true };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	o.path = f->path = help_path(f->dir, "claims.db");
	if (store_open(&o, &f->s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	*state = f;
	return 0;
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

static void
no_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

/* Whatever happened: the store is sound, a rebuild finds the same, and the
 * feed tells every status. */
static int
teardown(void **state)
{
	static const char digest[] =
	    "SELECT group_concat(x, ' ') FROM (SELECT id || ':' || status || "
	    "':' || origins || ':' || changed AS x FROM claims UNION ALL "
	    "SELECT id || type || a || b || why || score || mention_a || "
	    "mention_b || at FROM relations UNION ALL SELECT older || newer "
	    "|| article FROM corrections)";
	struct fixture *f = *state;
	struct query *q = query_on(f->s);
	struct buf b = { 0 };
	sqlite3_stmt *st;

	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	sqlite3_prepare_v2(store_db(f->s), digest, -1, &st, NULL);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	buf_printf(&b, "%s\n", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	assert_int_equal(store_rebuild(f->s), RC_OK);
	want(f, digest, buf_cstr(&b));
	want(f,
	    "SELECT count(*) FROM claims c JOIN changes x ON x.seq = "
	    "c.changed WHERE x.claim <> c.id OR c.status <> "
	    "('{' || body || '}' ->> '$.claim.status')",
	    "0\n");
	buf_free(&b);
	query_close(q);
	store_close(f->s);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

/* outlet: "Tarn Herald", or "Tarn Herald/Marl Wire", who is credited. */
static void
put(struct fixture *f, const char *outlet, const char *id,
    const char *published, const char *text)
{
	struct invent v;
	enum store_outcome o;
	size_t n = strcspn(outlet, "/");
	struct arena arena = { 0 };

	invent(&v, outlet, id, published, text);
	invent_gists(&v, &arena);
	v.article.outlet.n = n;
	if (outlet[n] == '/')
		v.article.source = span_of(outlet + n + 1);
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
	arena_free(&arena);
}

static const char claims[] = "SELECT id, text, status FROM claims_v";
static const char relations[] = "SELECT type, \"from\", \"to\" FROM "
				"relations_v ORDER BY 2, 3";
/* What was told of claims but that they are new. */
static const char news[] =
    "SELECT type, claim, json ->> '$.before.status', json ->> "
    "'$.claim.status', json ->> '$.relation.type', json ->> '$.other.id', "
    "json ->> '$.cause.kind', json ->> '$.cause.mention' FROM changes_v "
    "WHERE type LIKE 'claim.%' AND type <> 'claim.new' ORDER BY seq";

static void
a_later_figure_of_the_same_event_revises_an_earlier_one(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-02",
	    FLOOD "Nobody: Now 15 miners dead.");
	want(f, claims,
	    "c1|Now 12 miners dead.|revised\nc2|Now 15 miners "
	    "dead.|reported\n");
	want(f, relations, "revised|c1|c2\n");
	want(f, news,
	    "claim.revised|c1|reported|revised|revised|c2|mention|m2\n");
	want(f, "SELECT why, score, mentions FROM relations_v",
	    "a later figure: 12 percent and 15 percent: \xe2\x80\x9cNow 12 "
	    "miners dead.\xe2\x80\x9d (Tarn Herald, 2031-05-01) and "
	    "\xe2\x80\x9cNow 15 miners dead.\xe2\x80\x9d (Tarn Mail, "
	    "2031-05-02); their articles share 100 % of the "
	    "names|1.0|[\"m1\",\"m2\"]\n");
}

static void
a_figure_of_another_event_moves_nothing(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-02",
	    FIRE "Nobody: Now 30 miners dead.");
	put(f, "Tarn Post", "1", "2031-05-02", "Nobody: Now 45 miners dead.");
	want(f, relations, "");
	want(f, news, "");
}

static void
an_older_article_that_comes_late_is_out_of_date_at_once(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Mail", "1", "2031-05-02",
	    FLOOD "Nobody: Now 15 miners dead.");
	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	want(f, claims,
	    "c1|Now 15 miners dead.|reported\nc2|Now 12 miners "
	    "dead.|revised\n");
	want(f, relations, "revised|c2|c1\n");
	want(f, news, "");
	want(f,
	    "SELECT json ->> '$.relation.from', json ->> '$.other.id' FROM "
	    "changes_v WHERE type = 'claim.new' AND claim = 'c2'",
	    "c2|c1\n");
}

static void
figures_of_one_day_and_two_origins_are_disputed(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01T08:00:00Z",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-01T09:00:00Z",
	    FLOOD "Nobody: Now 15 miners dead.");
	want(f, claims,
	    "c1|Now 12 miners dead.|disputed\nc2|Now 15 miners "
	    "dead.|disputed\n");
	want(f, relations, "disputed|c1|c2\n");
	want(f, news,
	    "claim.disputed|c1|reported|disputed|disputed|c2|mention|m2\n");
	want(f,
	    "SELECT json ->> '$.claim.status', json ->> '$.other.id' FROM "
	    "changes_v WHERE type = 'claim.new' AND claim = 'c2'",
	    "disputed|c1\n");
}

static void
a_dispute_ends_when_one_side_gives_in(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-01",
	    FLOOD "Nobody: Now 15 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-01", FLOOD "Nobody: It rained.");
	want(f, claims,
	    "c1|Now 12 miners dead.|reported\nc2|Now 15 miners "
	    "dead.|withdrawn\n"
	    "c3|It rained.|reported\n");
	want(f, relations, "");
	want(f, news,
	    "claim.disputed|c1|reported|disputed|disputed|c2|mention|m2\n"
	    "claim.withdrawn|c2|disputed|withdrawn|-|-|revision|-\n"
	    "claim.mentioned|c1|disputed|reported|-|-|revision|-\n");
}

static void
a_dispute_ends_when_both_figures_are_out_of_date(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-01",
	    FLOOD "Nobody: Now 15 miners dead.");
	put(f, "Tarn Post", "1", "2031-05-02",
	    FLOOD "Nobody: Now 16 miners dead.");
	want(f, claims,
	    "c1|Now 12 miners dead.|revised\nc2|Now 15 miners dead.|revised\n"
	    "c3|Now 16 miners dead.|reported\n");
	want(f, relations, "disputed|c1|c2\nrevised|c1|c3\nrevised|c2|c3\n");
}

static void
figures_as_of_one_time_are_disputed_whenever_they_are_told(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01", FLOOD "Nobody: Mills rose 4.");
	put(f, "Tarn Mail", "1", "2031-06-01", FLOOD "Nobody: Mills rose 6.");
	want(f, relations, "disputed|c1|c2\n");
}

static void
of_one_origin_the_later_report_counts(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01", FLOOD "Nobody: Mills rose 4.");
	put(f, "Tarn Herald", "2", "2031-06-01", FLOOD "Nobody: Mills rose 6.");
	want(f, relations, "revised|c1|c2\n");
}

static void
two_figures_of_one_article_are_nothing_to_each_other(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Mills rose 4.\nNobody: Mills rose 6.");
	/* Nor is one of them to the other's repetition elsewhere. */
	put(f, "Tarn Mail", "1", "2031-05-02", FLOOD "Nobody: Mills rose 4.");
	want(f, relations, "");
	want(f, "SELECT status FROM claims", "corroborated\nreported\n");
}

static void
of_all_later_figures_the_next_one_counts(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Herald", "2", "2031-05-03",
	    FLOOD "Nobody: Now 18 miners dead.");
	put(f, "Tarn Herald", "3", "2031-05-02",
	    FLOOD "Nobody: Now 15 miners dead.");
	want(f, relations, "revised|c1|c3\nrevised|c3|c2\n");
	want(f, "SELECT status FROM claims", "revised\nreported\nrevised\n");
}

static void
what_one_says_and_another_denies_is_disputed(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Bo Finch: The bolt broke.");
	put(f, "Tarn Mail", "1", "2031-05-09",
	    FLOOD "Ada Brook: No, The bolt broke.");
	want(f, "SELECT status FROM claims", "disputed\ndisputed\n");
	want(f, "SELECT type, \"from\", \"to\", why FROM relations_v",
	    "disputed|c1|c2|one denies what the other says: \xe2\x80\x9cThe "
	    "bolt broke.\xe2\x80\x9d (Tarn Herald, 2031-05-01) and "
	    "\xe2\x80\x9cNo, The bolt broke.\xe2\x80\x9d (Tarn Mail, "
	    "2031-05-09); their articles share 83 % of the names\n");
	want(f, news,
	    "claim.disputed|c1|reported|disputed|disputed|c2|mention|m2\n");
}

static void
one_article_may_hold_both_sides(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    "Bo Finch: The bolt broke.\nAda Brook: No, The bolt broke.");
	want(f, relations, "disputed|c1|c2\n");
	want(f,
	    "SELECT json ->> '$.other.id' FROM changes_v WHERE claim NOT NULL",
	    "c2\nc1\n");
}

static void
nobody_disputes_himself_and_no_one_of_another_event(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Bo Finch: The bolt broke.");
	put(f, "Tarn Mail", "1", "2031-05-01",
	    FLOOD "Bo Finch: No, The bolt broke.");
	put(f, "Tarn Post", "1", "2031-05-01",
	    FIRE "Cy Moor: No, The bolt broke.");
	want(f, relations, "");
}

static void
a_correction_leads_from_the_withdrawn_figure_to_the_new_one(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01", "Nobody: Now 48 miners dead.");
	put(f, "Tarn Herald", "1", "2031-05-01", "Nobody: Now 42 miners dead.");
	want(f, claims,
	    "c1|Now 48 miners dead.|withdrawn\nc2|Now 42 miners "
	    "dead.|reported\n");
	want(f, relations, "revised|c1|c2\n");
	want(f, news,
	    "claim.withdrawn|c1|reported|withdrawn|revised|c2|revision|-\n");
	want(f, "SELECT why, score FROM relations_v",
	    "\xe2\x80\x9cNow 48 miners dead.\xe2\x80\x9d, corrected to "
	    "\xe2\x80\x9cNow 42 miners dead.\xe2\x80\x9d in a later "
	    "revision of the same article|1.0\n");
	/* Another revision that says the same changes nothing. */
	put(f, "Tarn Herald", "1", "2031-05-01",
	    "Hm.\nNobody: Now 42 miners dead.");
	want(f, relations, "revised|c1|c2\n");
	/* A second correction goes on from the first. */
	put(f, "Tarn Herald", "1", "2031-05-01", "Nobody: Now 43 miners dead.");
	want(f, relations, "revised|c1|c2\nrevised|c2|c3\n");
	/* What no revision says any more was never corrected. */
	put(f, "Tarn Herald", "1", "2031-05-01", "Nobody: It rained.");
	want(f, relations, "");
}

static void
a_correction_that_is_taken_back_leads_back(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01", "Nobody: Now 48 miners dead.");
	put(f, "Tarn Herald", "1", "2031-05-01", "Nobody: Now 42 miners dead.");
	put(f, "Tarn Herald", "1", "2031-05-01",
	    "Hm.\nNobody: Now 48 miners dead.");
	want(f, claims,
	    "c1|Now 48 miners dead.|reported\nc2|Now 42 miners "
	    "dead.|withdrawn\n");
	want(f, relations, "revised|c2|c1\n");
}

static void
a_correction_counts_though_others_print_the_old_figure(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 48 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-01",
	    FLOOD "Nobody: Now 48 miners dead.");
	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 42 miners dead.");
	want(f, claims,
	    "c1|Now 48 miners dead.|revised\nc2|Now 42 miners "
	    "dead.|reported\n");
	want(f, relations, "revised|c1|c2\n");
	want(f, news,
	    "claim.corroborated|c1|reported|corroborated|-|-|mention|m2\n"
	    "claim.revised|c1|corroborated|revised|revised|c2|revision|-\n");
}

static void
a_wire_story_in_three_outlets_is_one_origin(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald/Marl Wire", "1", "2031-05-01",
	    "Bo Finch: The bolt broke.");
	put(f, "Tarn Mail/the MARL wire", "1", "2031-05-01",
	    "Bo Finch: The bolt broke.");
	put(f, "Tarn Post/Marl  Wire.", "1", "2031-05-01",
	    "Bo Finch: The bolt broke.");
	want(f, "SELECT status, mentions, outlets, origins FROM claims",
	    "reported|3|3|1\n");
	want(f, "SELECT DISTINCT origin FROM mentions_v", "Marl Wire\n");
	/* The agency's own page adds nothing, another desk does. */
	put(f, "Marl Wire", "1", "2031-05-01", "Bo Finch: The bolt broke.");
	want(f, "SELECT status, mentions, outlets, origins FROM claims",
	    "reported|4|4|1\n");
	put(f, "Tarn Post", "2", "2031-05-01", "Bo Finch: The bolt broke.");
	want(f, "SELECT status, mentions, outlets, origins FROM claims",
	    "corroborated|5|4|2\n");
}

/* Apply a table of outlets; how many claims were counted anew. */
static size_t
apply(struct fixture *f, const char *csv)
{
	struct outlets o = { 0 };
	struct buf why = { 0 };
	size_t n = 0;

	assert_int_equal(
	    outlets_parse(&o, span_of(csv), NULL, NULL, &why), RC_OK);
	assert_int_equal(o.refused, 0);
	assert_int_equal(store_outlets(f->s, &o, NOON, &n), RC_OK);
	outlets_free(&o);
	buf_free(&why);
	return n;
}

static void
outlets_of_one_owner_are_one_origin_from_then_on(void **state)
{
	struct fixture *f = *state;
	static const char table[] = "name,owner\nTarn Herald,Marl\n"
				    "Tarn Mail,Marl\nTarn Post,\n";

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Bo Finch: The bolt broke.");
	put(f, "Tarn Mail", "1", "2031-05-01",
	    FLOOD "Bo Finch: The bolt broke.");
	put(f, "Tarn Post", "1", "2031-05-01", "Cy Moor: Hm.");
	assert_int_equal(apply(f, table), 1);
	want(f, "SELECT status, outlets, origins FROM claims",
	    "reported|2|1\nreported|1|1\n");
	want(f, news,
	    "claim.corroborated|c1|reported|corroborated|-|-|mention|m2\n"
	    "claim.mentioned|c1|corroborated|reported|-|-|user|-\n");
	/* The same table again is nothing. */
	assert_int_equal(apply(f, table), 0);
	/* A credit to an outlet of theirs is theirs. */
	put(f, "Tarn Post/The Tarn Herald", "2", "2031-05-01",
	    "Bo Finch: The bolt broke.");
	want(f, "SELECT status, outlets, origins FROM claims WHERE id = 1",
	    "reported|3|1\n");
	want(f, "SELECT origin FROM mentions_v WHERE number = 4", "Marl\n");
	/* Who is not in the table any more has no owner. */
	assert_int_equal(apply(f, "owner,name\nMarl,Tarn Mail\n"), 1);
	want(f, "SELECT status, outlets, origins FROM claims WHERE id = 1",
	    "corroborated|3|2\n");
	want(f, "SELECT type FROM changes_v ORDER BY seq DESC LIMIT 1",
	    "claim.corroborated\n");
}

static void
one_owner_s_outlets_do_not_dispute_each_other(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "1", "2031-05-01T08:00:00Z",
	    FLOOD "Nobody: Now 12 miners dead.");
	put(f, "Tarn Mail", "1", "2031-05-01T09:00:00Z",
	    FLOOD "Nobody: Now 15 miners dead.");
	want(f, relations, "disputed|c1|c2\n");
	assert_int_equal(
	    apply(f, "name,owner\nTarn Herald,Marl\nTarn Mail,Marl\n"), 2);
	want(f, relations, "revised|c1|c2\n");
	want(f,
	    "SELECT type, claim, json ->> '$.claim.status', json ->> "
	    "'$.cause.kind' FROM changes_v ORDER BY seq DESC LIMIT 2",
	    "claim.mentioned|c2|reported|user\n"
	    "claim.revised|c1|revised|user\n");
}

static void
an_article_without_outlet_is_of_the_one_whose_domain_it_has(void **state)
{
	struct fixture *f = *state;
	static const char *const urls[] = { "https://www.tarn.example/1",
		"https://news.TARN.example:443/2", "https://xtarn.example/3",
		"https://example/4" };

	apply(f, "name,domain\nTarn Herald,Tarn.example\n");
	for (int i = 0; i < 4; i++) {
		struct invent v;
		enum store_outcome o;

		invent(&v, NULL, NULL, NULL, "Bo Finch: The bolt broke.");
		v.article.url = span_of(urls[i]);
		assert_int_equal(
		    store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
		assert_int_equal(o, STORE_COMMITTED);
	}
	want(f, "SELECT outlet FROM articles_v ORDER BY number",
	    "Tarn Herald\nTarn Herald\nxtarn.example\nexample\n");
	want(f,
	    "SELECT json ->> '$.outlet' FROM changes_v WHERE type = "
	    "'article.new' LIMIT 1",
	    "Tarn Herald\n");
}

static void
claims_without_a_gist_stay_as_they_are(void **state)
{
	struct fixture *f = *state;
	struct invent v;
	enum store_outcome o;

	put(f, "Tarn Herald", "1", "2031-05-01",
	    FLOOD "Nobody: Now 12 miners dead.");
	invent(&v, "Tarn Mail", "2", "2031-05-02",
	    FLOOD "Nobody: Now 15 miners dead.");
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	want(f, relations, "");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_later_figure_of_the_same_event_revises_an_earlier_one),
		T(a_figure_of_another_event_moves_nothing),
		T(an_older_article_that_comes_late_is_out_of_date_at_once),
		T(figures_of_one_day_and_two_origins_are_disputed),
		T(a_dispute_ends_when_one_side_gives_in),
		T(a_dispute_ends_when_both_figures_are_out_of_date),
		T(figures_as_of_one_time_are_disputed_whenever_they_are_told),
		T(of_one_origin_the_later_report_counts),
		T(two_figures_of_one_article_are_nothing_to_each_other),
		T(of_all_later_figures_the_next_one_counts),
		T(what_one_says_and_another_denies_is_disputed),
		T(one_article_may_hold_both_sides),
		T(nobody_disputes_himself_and_no_one_of_another_event),
		T(a_correction_leads_from_the_withdrawn_figure_to_the_new_one),
		T(a_correction_that_is_taken_back_leads_back),
		T(a_correction_counts_though_others_print_the_old_figure),
		T(a_wire_story_in_three_outlets_is_one_origin),
		T(outlets_of_one_owner_are_one_origin_from_then_on),
		T(one_owner_s_outlets_do_not_dispute_each_other),
		T(an_article_without_outlet_is_of_the_one_whose_domain_it_has),
		T(claims_without_a_gist_stay_as_they_are),
	};

	return cmocka_run_group_tests_name("sink/relate", tests, NULL, NULL);
}
