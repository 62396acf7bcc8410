/* Tests for sink/reread.c and match_anew.c: texts that are read again by other
 * rules, and what readers of the feed hear of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "history.h"

#define NOW      1990000000000
#define ARTICLES 100

/* Rules by which texts are read. */
enum rules {
	AS_BEFORE,
	BLIND,   /* nothing is found that ends in "percent." */
	SHORTER, /* the last word is not said; other words, the same gist */
	ALOOF,   /* nobody's words are like anybody's */
	UNREADABLE,
	BROKEN /* the reader is gone in the middle */
};

struct reading {
	enum rules rules;
	struct invent v;
	int n;
};

static bool
ends_in_percent(const struct span text, const struct range *r)
{
	return r->end - r->start > 8 &&
	    memmem(text.p, text.n, "percent.", 8) != NULL &&
	    (r->end - r->start) % 2 == 0;
}

static void
bend(struct reading *r, struct arena *arena)
{
	struct found *f = &r->v.found;
	uint32_t kept = 0;
	char words[64];

	for (uint32_t i = 0; i < f->n_claims; i++) {
		struct found_claim *c = &f->claims[i];

		if (r->rules == BLIND &&
		    ends_in_percent(r->v.article.text, c->content))
			continue;
		if (r->rules == SHORTER && c->n_figures == 0) {
			c->content->end--;
			c->key++;
		}
		snprintf(words, sizeof words, "Thing%x sort%x", (int)c->key,
		    (int)(c->key >> 32));
		if (r->rules == ALOOF)
			c->gist = invent_gist(c->speaker,
			    span_of(arena_strdup(arena, span_of(words))),
			    arena);
		f->claims[kept++] = *c;
	}
	f->n_claims = kept;
}

static enum rc
read_text(
    void *arg, const struct article *a, struct arena *arena, struct found *f)
{
	struct reading *r = arg;
	const char *text = arena_strdup(arena, a->text);

	if (r->rules == UNREADABLE)
		return RC_REFUSED;
	if (r->rules == BROKEN && ++r->n > ARTICLES / 2)
		return RC_PEER;
	invent(&r->v, "Outlet", "1", NULL, text);
	invent_gists(&r->v, arena);
	bend(r, arena);
	*f = r->v.found;
	return RC_OK;
}

static enum rc
try_again(struct store *s, enum rules rules, struct store_reread *sum)
{
	struct reading *r = mem_zalloc(sizeof *r);
	struct store_reader reader = { .read = read_text, .arg = r };
	enum rc rc;

	r->rules = rules;
	rc = store_reextract(s, &reader, NOW, sum);
	free(r);
	return rc;
}

static struct store_reread
read_again(struct store *s, enum rules rules)
{
	struct store_reread sum;

	assert_int_equal(try_again(s, rules, &sum), RC_OK);
	return sum;
}

/* What the feed told last of a claim is what the table has, member for member;
 * of those that are no more it told where they went. */
static void
feed_is_table(struct store *s)
{
	assert_int_equal(
	    history_number(s,
		"SELECT count(*) FROM claims_v c LEFT JOIN changes x "
		"ON x.seq = c.changed AND x.claim = c.number "
		"WHERE x.seq IS NULL OR x.seq <> (SELECT max(seq) "
		"FROM changes y WHERE y.claim = c.number) "
		"OR c.id IS NOT ('{' || body || '}' ->> '$.claim.id') "
		"OR c.kind IS NOT ('{' || body || '}' ->> '$.claim.kind') "
		"OR c.text IS NOT ('{' || body || '}' ->> '$.claim.text') "
		"OR c.status IS NOT ('{' || body || '}' ->> '$.claim.status') "
		"OR c.origins IS NOT "
		"('{' || body || '}' ->> '$.claim.origins') "
		"OR c.speaker_id IS NOT "
		"('{' || body || '}' ->> '$.claim.speaker.id')"),
	    0);
	assert_int_equal(
	    history_number(s,
		"SELECT count(DISTINCT x.claim) FROM changes x "
		"WHERE x.claim IS NOT NULL AND NOT EXISTS "
		"(SELECT 1 FROM claims c WHERE c.id = x.claim) "
		"AND NOT EXISTS (SELECT 1 FROM redirects r JOIN claims c "
		"ON c.id = r.new WHERE r.old = x.claim)"),
	    0);
	/* Whoever is gone was told to be merged, last of all. */
	assert_int_equal(
	    history_number(s,
		"SELECT count(*) FROM redirects r WHERE EXISTS "
		"(SELECT 1 FROM changes x WHERE x.claim = r.old) "
		"AND (SELECT max(seq) FROM changes x "
		"WHERE x.type = 'claim.merged' AND ('{' || body || '}' ->> "
		"'$.before.id') = 'c' || r.old) IS NOT NULL = 0"),
	    0);
}

static void
rebuild_is_table(struct store *s)
{
	struct buf before = { 0 }, after = { 0 };

	history_check(s);
	history_dump(s, &before);
	assert_int_equal(store_rebuild(s), RC_OK);
	history_dump(s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	buf_free(&before);
	buf_free(&after);
}

struct fixture {
	char *dir, *path;
	struct store *s;
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	o.path = f->path;
	assert_int_equal(store_open(&o, &f->s, &why), RC_OK);
	history_commit(f->s, ARTICLES, 0x5eed);
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

static int64_t
caused(struct store *s, const char *type)
{
	char question[256];

	snprintf(question, sizeof question,
	    "SELECT count(*) FROM changes WHERE type = '%s' AND "
	    "('{' || body || '}' ->> '$.cause.kind') = 'reextraction'",
	    type);
	return history_number(s, question);
}

static void
the_same_rules_change_nothing(void **state)
{
	struct fixture *f = *state;
	struct buf before = { 0 }, after = { 0 };
	struct store_reread sum;

	history_dump(f->s, &before);
	sum = read_again(f->s, AS_BEFORE);
	history_dump(f->s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	assert_int_equal(sum.changes, 0);
	assert_int_equal(sum.others, 0);
	assert_true(sum.read > ARTICLES * 3 / 4);
	assert_int_equal(
	    history_number(f->s, "SELECT count(*) FROM readings"), 0);
	buf_free(&before);
	buf_free(&after);
}

static void
other_rules_are_told_once(enum rules rules, struct store *s)
{
	static const char told[] =
	    "SELECT count(*) FROM changes WHERE "
	    "('{' || body || '}' ->> '$.cause.kind') = 'reextraction'";
	int64_t before = history_number(s, told);
	struct store_reread sum = read_again(s, rules);

	assert_true(sum.changes > 0);
	assert_int_equal(sum.changes, history_number(s, told) - before);
	feed_is_table(s);
	rebuild_is_table(s);
	sum = read_again(s, rules);
	assert_int_equal(sum.changes, 0);
	assert_int_equal(sum.others, 0);
}

static void
what_is_not_found_any_more_is_withdrawn(void **state)
{
	struct fixture *f = *state;

	other_rules_are_told_once(BLIND, f->s);
	assert_true(caused(f->s, "claim.withdrawn") > 3);
	assert_int_equal(caused(f->s, "claim.new"), 0);
	assert_true(history_number(f->s, "SELECT count(*) FROM readings") > 10);
	/* Found again, they are the claims that they were. */
	read_again(f->s, AS_BEFORE);
	feed_is_table(f->s);
	rebuild_is_table(f->s);
	assert_int_equal(caused(f->s, "claim.new"), 0);
}

static void
other_words_for_the_same_are_the_claim_that_they_were(void **state)
{
	struct fixture *f = *state;
	int64_t held = history_number(
	    f->s, "SELECT count(*) FROM claims WHERE mentions > 0");

	other_rules_are_told_once(SHORTER, f->s);
	assert_in_range(history_number(f->s,
			    "SELECT count(*) FROM claims WHERE mentions > 0"),
	    held - held / 10, held);
	/* They are shown as they are read now. */
	assert_int_equal(history_number(f->s,
			     "SELECT count(*) FROM claims WHERE mentions > 0 "
			     "AND text IN ('The weir holds.', 'It rained.')"),
	    0);
}

static void
rules_that_part_claims_are_told_as_splits(void **state)
{
	struct fixture *f = *state;
	const char *joined = "SELECT count(*) FROM wordings WHERE claim <> id";
	int64_t n = history_number(f->s, joined);

	assert_true(n > 3);
	other_rules_are_told_once(ALOOF, f->s);
	assert_int_equal(history_number(f->s, joined), 0);
	assert_int_equal(caused(f->s, "claim.split"), n);
	assert_int_equal(caused(f->s, "claim.new"), 0);
	/* They were a part of what they are told with. */
	assert_int_equal(
	    history_number(f->s,
		"SELECT count(*) FROM changes WHERE type = 'claim.split' AND "
		"('{' || body || '}' ->> '$.before.id') IS NULL"),
	    0);
	other_rules_are_told_once(AS_BEFORE, f->s);
	assert_int_equal(history_number(f->s, joined), n);
	assert_int_equal(caused(f->s, "claim.merged"), n);
}

static void
texts_that_cannot_be_read_stay_as_they_were(void **state)
{
	struct fixture *f = *state;
	struct store_reread sum = read_again(f->s, UNREADABLE);

	assert_int_equal(sum.read, 0);
	assert_true(sum.refused > ARTICLES * 3 / 4);
	assert_int_equal(sum.changes, 0);
}

static void
a_reader_that_is_gone_has_changed_nothing(void **state)
{
	struct fixture *f = *state;
	struct buf before = { 0 }, after = { 0 };
	struct store_reread sum;

	read_again(f->s, BLIND);
	history_dump(f->s, &before);
	assert_int_equal(try_again(f->s, BROKEN, &sum), RC_PEER);
	history_dump(f->s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	history_check(f->s);
	/* And it can be done then. */
	assert_true(read_again(f->s, AS_BEFORE).changes > 0);
	feed_is_table(f->s);
	buf_free(&before);
	buf_free(&after);
}

static void
stories_go_on_after_it(void **state)
{
	static const enum rules all[] = { BLIND, SHORTER, AS_BEFORE, SHORTER };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		read_again(f->s, all[i]);
		history_commit(f->s, ARTICLES, 77 + i);
		rebuild_is_table(f->s);
		feed_is_table(f->s);
	}
}

static void
an_id_keeps_its_words(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(sqlite3_exec(store_db(f->s),
			     "CREATE TEMP TABLE ids AS SELECT id, key "
			     "FROM claim_ids",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	read_again(f->s, SHORTER);
	read_again(f->s, BLIND);
	assert_int_equal(history_number(f->s,
			     "SELECT count(*) FROM temp.ids o "
			     "LEFT JOIN claim_ids n ON n.id = o.id "
			     "WHERE n.key IS NOT o.key"),
	    0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_same_rules_change_nothing),
		T(what_is_not_found_any_more_is_withdrawn),
		T(other_words_for_the_same_are_the_claim_that_they_were),
		T(rules_that_part_claims_are_told_as_splits),
		T(texts_that_cannot_be_read_stay_as_they_were),
		T(a_reader_that_is_gone_has_changed_nothing),
		T(stories_go_on_after_it),
		T(an_id_keeps_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
