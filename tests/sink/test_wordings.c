/* Tests for sink/wordings.c and sink/matching_merge.c, through the store: other
 * words for the same are one claim, whichever come first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "invent.h"
#include "proto/buf.h"
#include "sink/query.h"
#include "sink/wordings.h"
#include "tests/help.h"

#define NOON 1900000000000

static struct store *
open_store(const char *path)
{
	struct store_opts o = { .path = path, .epoch = true };
	struct buf why = { 0 };
	struct store *s;

	if (store_open(&o, &s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	return s;
}

static void
commit(struct store *s, const char *outlet, const char *id, const char *text)
{
	struct arena arena = { 0 };
	enum store_outcome o;
	struct invent v;

	invent(&v, outlet, id, "2031-05-01", text);
	invent_gists(&v, &arena);
	v.entry.lease.job = store_head(s);
	assert_int_equal(store_commit(s, &v.entry, 1, NOON, &o), RC_OK);
	arena_free(&arena);
}

/* The rows of a question, columns parted by "|". */
static char *
rows(struct store *s, const char *question)
{
	struct buf b = { 0 };
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(store_db(s), question, -1, &st, NULL) !=
	    SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(store_db(s)));
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++)
			buf_printf(&b, "%s%s", i > 0 ? "|" : "",
			    sqlite3_column_type(st, i) == SQLITE_NULL
				? "-"
				: (const char *)sqlite3_column_text(st, i));
		buf_puts(&b, "\n");
	}
	sqlite3_finalize(st);
	buf_cstr(&b);
	return b.p;
}

static void
want(struct store *s, const char *question, const char *answer)
{
	char *got = rows(s, question);

	assert_string_equal(got, answer);
	free(got);
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

/* The first and the last have too little in common; the middle one shows that
 * they say the same. */
#define FIRST "Ola Brandt: mills beside Marl need cleaner water\n"
#define MIDDLE                                                            \
	"Ola Brandt: mills beside Marl need cleaner water before summer " \
	"comes\n"
#define LAST  "Ola Brandt: need cleaner water before summer comes\n"
#define OTHER "Pia Lund: mills beside Marl need cleaner water\n"

static void
other_words_for_the_same_are_one_claim(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store *s = open_store(path);

	(void)state;
	commit(s, "Marl Post", "1", FIRST);
	commit(s, "Tarn Echo", "2", MIDDLE);
	commit(s, "Elm Daily", "3", OTHER);
	want(s, "SELECT id, mentions, outlets, status FROM claims",
	    "1|2|2|corroborated\n3|1|1|reported\n");
	want(s,
	    "SELECT id, claim, near, score > 0.6, length(why) > 9 "
	    "FROM wordings",
	    "1|1|-|-|-\n2|1|1|1|1\n3|3|-|-|-\n");
	want(s, "SELECT type, claim FROM changes WHERE claim IS NOT NULL",
	    "claim.new|1\nclaim.corroborated|1\nclaim.new|3\n");
	check(s);
	store_close(s);
	free(path);
	help_remove_dir(dir);
}

static void
a_claim_that_turns_out_to_be_another_is_merged_and_its_id_leads_there(
    void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store *s = open_store(path);

	(void)state;
	commit(s, "Marl Post", "1", FIRST);
	commit(s, "Tarn Echo", "2", LAST);
	want(s, "SELECT id, mentions FROM claims", "1|1\n2|1\n");
	commit(s, "Elm Daily", "3", MIDDLE);
	want(s, "SELECT id, mentions, outlets, origins, status FROM claims",
	    "1|3|3|3|corroborated\n");
	want(s, "SELECT old, new FROM redirects", "2|1\n");
	want(s,
	    "SELECT type, claim, ('{' || body || '}') ->> "
	    "'$.before.id', ('{' || body || '}') ->> '$.cause.kind' "
	    "FROM changes WHERE type = 'claim.merged'",
	    "claim.merged|1|c2|merge\n");
	want(s, "SELECT rowid FROM claims_fts('summer')", "");
	check(s);
	/* Nobody says any more what held them together. */
	commit(s, "Elm Daily", "3", "A day without news\n");
	want(s, "SELECT id, mentions, outlets, status FROM claims",
	    "1|1|1|reported\n2|1|1|reported\n");
	want(s, "SELECT old, new FROM redirects", "");
	want(s,
	    "SELECT type, claim, ('{' || body || '}') ->> "
	    "'$.before.id', ('{' || body || '}') ->> '$.cause.kind' "
	    "FROM changes ORDER BY seq DESC LIMIT 2",
	    "claim.split|2|c1|split\nclaim.mentioned|1|c1|split\n");
	check(s);
	/* And somebody does again. */
	commit(s, "Elm Daily", "4", MIDDLE);
	want(s, "SELECT id, mentions, outlets FROM claims", "1|3|3\n");
	want(s, "SELECT old, new FROM redirects", "2|1\n");
	check(s);
	store_close(s);
	free(path);
	help_remove_dir(dir);
}

/* Three words of content, none of them a verb: who says what of it? */
static void
what_states_nothing_is_not_joined(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store *s = open_store(path);

	(void)state;
	commit(s, "Marl Post", "1", "Ola Brandt: harbour dredging permits\n");
	commit(
	    s, "Tarn Echo", "2", "Ola Brandt: harbour dredging permits up\n");
	want(s, "SELECT id, mentions FROM claims", "1|1\n2|1\n");
	commit(s, "Elm Daily", "3",
	    "Ola Brandt: harbour dredging permits lapse\n");
	commit(s, "Ash Times", "4",
	    "Ola Brandt: harbour dredging permits lapse up\n");
	want(s, "SELECT mentions FROM claims ORDER BY id", "1\n1\n2\n");
	check(s);
	store_close(s);
	free(path);
	help_remove_dir(dir);
}

#define THIRD "Ola Brandt: before summer comes harbour towns close schools\n"
#define SECOND_MIDDLE                                                 \
	"Ola Brandt: need cleaner water before summer comes harbour " \
	"towns close schools\n"

static void
what_one_article_merges_twice_is_where_the_second_merge_put_it(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store *s = open_store(path);

	(void)state;
	commit(s, "Marl Post", "1", FIRST);
	commit(s, "Tarn Echo", "2", LAST);
	commit(s, "Ash Times", "3", THIRD);
	want(s, "SELECT id, mentions FROM claims", "1|1\n2|1\n3|1\n");
	commit(s, "Elm Daily", "4", SECOND_MIDDLE MIDDLE);
	want(s, "SELECT id, mentions, outlets FROM claims", "1|5|4\n");
	want(s, "SELECT old, new FROM redirects", "2|1\n3|1\n");
	check(s);
	store_close(s);
	free(path);
	help_remove_dir(dir);
}

#define N 5

/* Which articles share a claim, in every order of arrival. */
static char *
partition(const char *path, const unsigned *order)
{
	static const char *const text[N] = { FIRST, LAST, MIDDLE, OTHER,
		"Ola Brandt: choirs sing beside Tarn every winter night\n" };
	struct store *s = open_store(path);
	char *got;

	for (unsigned i = 0; i < N; i++) {
		char id[8], outlet[16];

		snprintf(id, sizeof id, "n%u", order[i]);
		snprintf(outlet, sizeof outlet, "Outlet %u", order[i]);
		commit(s, outlet, id, text[order[i]]);
	}
	check(s);
	got = rows(s,
	    "SELECT group_concat(name), max(mentions), max(outlets), "
	    "max(origins), max(status) FROM (SELECT x.claim AS claim, "
	    "a.name AS name, c.* FROM mention_claims x JOIN mentions m "
	    "ON m.id = x.mention JOIN revisions r ON r.id = m.revision "
	    "JOIN articles a ON a.id = r.article JOIN claims c "
	    "ON c.id = x.claim ORDER BY a.name) GROUP BY claim ORDER BY 1");
	store_close(s);
	return got;
}

static bool
next_order(unsigned order[N])
{
	unsigned i = N - 1, k = N - 1, t;

	while (i > 0 && order[i - 1] >= order[i])
		i--;
	if (i == 0)
		return false;
	while (order[k] <= order[i - 1])
		k--;
	t = order[i - 1];
	order[i - 1] = order[k];
	order[k] = t;
	for (k = N - 1; i < k; i++, k--) {
		t = order[i];
		order[i] = order[k];
		order[k] = t;
	}
	return true;
}

static void
every_order_of_arrival_ends_in_the_same_claims(void **state)
{
	unsigned order[N] = { 0, 1, 2, 3, 4 }, done = 0;
	char *dir = help_temp_dir(), *first = NULL;

	(void)state;
	do {
		char name[16], *path, *got;

		snprintf(name, sizeof name, "%u.db", done++);
		path = help_path(dir, name);
		got = partition(path, order);
		if (first == NULL)
			first = got;
		else
			assert_string_equal(got, first);
		if (got != first)
			free(got);
		free(path);
	} while (next_order(order));
	assert_int_equal(done, 120);
	assert_string_equal(first,
	    "n0,n1,n2|3|3|3|corroborated\nn3|1|1|1|reported\n"
	    "n4|1|1|1|reported\n");
	free(first);
	help_remove_dir(dir);
}

static void
traces_need_words_and_know_who_speaks(void **state)
{
	struct arena arena = { 0 };
	uint64_t a[WORDINGS_TRACES], b[WORDINGS_TRACES];
	struct span words = SPAN("mills beside Marl need cleaner water");
	struct gist g;

	(void)state;
	assert_int_equal(
	    gist_unpack(
		invent_gist((struct span)SPAN("Ola Brandt"), words, &arena),
		&g),
	    RC_OK);
	assert_int_equal(wordings_traces(&g, a), WORDINGS_TRACES);
	assert_int_equal(
	    gist_unpack(
		invent_gist((struct span)SPAN("Brandt"), words, &arena), &g),
	    RC_OK);
	assert_int_equal(wordings_traces(&g, b), WORDINGS_TRACES);
	assert_memory_equal(a, b, sizeof a);
	g.speaker = (struct span)SPAN("Pia Lund");
	wordings_traces(&g, b);
	assert_memory_not_equal(a, b, sizeof a);
	g.n_words = 1;
	assert_int_equal(wordings_traces(&g, b), 0);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_words_for_the_same_are_one_claim),
		cmocka_unit_test(
		    a_claim_that_turns_out_to_be_another_is_merged_and_its_id_leads_there),
		cmocka_unit_test(
		    what_one_article_merges_twice_is_where_the_second_merge_put_it),
		cmocka_unit_test(what_states_nothing_is_not_joined),
		cmocka_unit_test(
		    every_order_of_arrival_ends_in_the_same_claims),
		cmocka_unit_test(traces_need_words_and_know_who_speaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
