/* Tests for sink/query.c: what the commands, the feed and the server see. */
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
#include "tests/help.h"

#define NOON 1900000000000

struct fixture {
	char *dir, *path;
	struct store *s;
	struct query *q;
};

static void
put(struct fixture *f, const char *outlet, const char *id, const char *text)
{
	struct invent v;
	enum store_outcome o;

	invent(&v, outlet, id, "2031-05-01", text);
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
}

/* Claims c1 .. c4; c1 is of two outlets, c4 is withdrawn. */
static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	o.path = f->path;
	if (store_open(&o, &f->s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	put(f, "Tarn Herald", "h1",
	    "Ada Brook: The weir holds.\nBo Finch: Up 4 percent in May.");
	put(f, "Tarn Mail", "m1",
	    "Ada Brook: The weir holds.\nAda Brook: Z\xc3\xbcgig!");
	put(f, "Tarn Mail", "m2", "Bo Finch: Up 9 percent.");
	put(f, "Tarn Mail", "m2", "Nothing was said.");
	if (query_open(f->path, &f->q, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	query_close(f->q);
	store_close(f->s);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

static bool
note_claim(void *arg, const struct form_claim *c)
{
	buf_printf(arg, "c%d ", (int)c->id);
	return true;
}

static bool
note_mention(void *arg, const struct form_mention *m)
{
	buf_printf(arg, "m%d ", (int)m->id);
	return true;
}

static bool
note_change(void *arg, const struct query_change *c)
{
	buf_printf(arg, "%d ", (int)c->seq);
	return true;
}

static void
claims(struct fixture *f, struct query_filter qf, const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(query_claims(f->q, &qf, note_claim, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

static void
mentions(struct fixture *f, struct query_filter qf, const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(query_mentions(f->q, &qf, note_mention, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

static void
changes(struct fixture *f, struct query_filter qf, const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(query_changes(f->q, 0, &qf, note_change, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

#define F(...)                \
	(struct query_filter) \
	{                     \
		__VA_ARGS__   \
	}
#define S(text)                        \
	{                              \
		text, sizeof(text) - 1 \
	}

static void
each_filter_says_which_claims(void **state)
{
	struct fixture *f = *state;

	claims(f, F(.limit = 0), "c4 c3 c2 c1 ");
	claims(f, F(.rising = true), "c1 c2 c3 c4 ");
	claims(f, F(.speaker = S("brook")), "c3 c1 ");
	claims(f, F(.speaker = S("s2")), "c4 c2 ");
	claims(f, F(.outlet = S("tarn mail")), "c3 c1 ");
	claims(f, F(.outlet = S("o1")), "c2 c1 ");
	claims(f, F(.kind = S("indirect")), "");
	claims(f, F(.status = S("withdrawn")), "c4 ");
	claims(f, F(.min_origins = 2), "c1 ");
	claims(f, F(.unit = S("percent")), "c4 c2 ");
	claims(f, F(.has_value_min = true, .value_min = 5), "c4 ");
	claims(f, F(.has_value_max = true, .value_max = 5), "c2 ");
	claims(f, F(.text = S("weir")), "c1 ");
	claims(f, F(.text = S("zug* brook")), "c3 ");
	claims(f, F(.text = S("\"percent in may\"")), "c2 ");
	claims(f, F(.text = S("\"may in percent\"")), "");
}

static void
pages_are_cut_by_the_id_of_the_last_row(void **state)
{
	struct fixture *f = *state;

	claims(f, F(.limit = 3), "c4 c3 c2 ");
	claims(f, F(.limit = 3, .cursor = 2), "c1 ");
	claims(f, F(.limit = 2, .cursor = 2, .rising = true), "c3 c4 ");
}

static void
words_that_look_like_syntax_are_only_words(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 };
	struct query_filter none = { .text = S(" -- \"\" * ( ") };

	claims(f, F(.text = S("weir AND")), "");
	claims(f, F(.text = S("speaker:weir -(holds")), "");
	claims(f, F(.text = S("\"weir NEAR(")), "");
	claims(f, F(.text = S("weir\" holds")), "c1 ");
	claims(f, F(.text = S("weir ; -- '")), "c1 ");
	assert_int_equal(query_claims(f->q, &none, note_claim, &b), RC_REFUSED);
	assert_int_equal(query_search(f->q, &none, note_claim, &b), RC_REFUSED);
	buf_free(&b);
}

static void
search_puts_the_best_first(void **state)
{
	struct fixture *f = *state;
	struct query_filter qf = { .text = S("percent"), .limit = 5 };
	struct buf b = { 0 };

	assert_int_equal(query_search(f->q, &qf, note_claim, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "c4 c2 ");
	buf_free(&b);
}

static bool
claim_json(void *arg, const struct form_claim *c)
{
	struct json j = json_on(arg);

	form_claim(&j, c);
	return true;
}

static bool
mention_json(void *arg, const struct form_mention *m)
{
	struct json j = json_on(arg);

	form_mention(&j, m);
	return true;
}

static void
a_claim_and_a_mention_have_the_forms_of_the_contract(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 };

	assert_int_equal(query_claim(f->q, 1, claim_json, &b), RC_OK);
	assert_string_equal(buf_cstr(&b),
	    "{\"id\":\"c1\",\"kind\":\"direct\",\"act\":\"assert\","
	    "\"speaker\":{\"id\":\"s1\",\"name\":\"Ada Brook\"},\"text\":\"The "
	    "weir holds.\","
	    "\"figure\":null,\"status\":\"corroborated\",\"mentions\":2,"
	    "\"outlets\":2,\"origins\":2,\"first_seen\":\"2031-05-01\","
	    "\"last_seen\":\"2031-05-01\",\"as_of\":null,\"redirects\":[]}");
	buf_clear(&b);
	assert_int_equal(query_mention(f->q, 3, mention_json, &b), RC_OK);
	assert_string_equal(buf_cstr(&b),
	    "{\"id\":\"m3\",\"claim\":\"c1\",\"article\":\"m1\","
	    "\"outlet\":\"Tarn Mail\",\"revision\":1,"
	    "\"origin\":\"Tarn Mail\",\"kind\":\"direct\",\"source\":"
	    "{\"start\":0,\"end\":9,\"exact\":\"Ada Brook\"},\"cue\":null,"
	    "\"content\":[{\"start\":11,\"end\":26,"
	    "\"exact\":\"The weir holds.\"}],\"speaker\":"
	    "{\"name\":\"Ada Brook\",\"type\":\"PERSON\",\"role\":null},"
	    "\"act\":\"assert\",\"polarity\":\"+\",\"hedged\":false,"
	    "\"figures\":[],\"rule\":\"invented\",\"confidence\":0.5,"
	    "\"published\":\"2031-05-01\"}");
	assert_int_equal(query_claim(f->q, 99, claim_json, &b), RC_NOENT);
	buf_free(&b);
}

static void
an_old_id_leads_to_the_claim_that_took_its_place(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 };

	assert_int_equal(
	    sqlite3_exec(store_db(f->s), "INSERT INTO redirects VALUES(77, 2)",
		NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(query_claim(f->q, 77, claim_json, &b), RC_OK);
	assert_non_null(strstr(buf_cstr(&b), "\"id\":\"c2\""));
	assert_non_null(strstr(buf_cstr(&b), "\"redirects\":[\"c77\"]"));
	buf_free(&b);
}

static void
mentions_are_those_of_current_revisions_unless_asked(void **state)
{
	struct fixture *f = *state;

	mentions(f, F(.rising = true), "m1 m2 m3 m4 ");
	mentions(f, F(.superseded = true), "m5 m4 m3 m2 m1 ");
	mentions(f, F(.claim = 1, .rising = true), "m1 m3 ");
	mentions(f, F(.article = 2), "m4 m3 ");
	mentions(f, F(.article = 3, .superseded = true), "m5 ");
	mentions(f, F(.unit = S("percent")), "m2 ");
	mentions(f, F(.text = S("weir"), .outlet = S("o2")), "m3 ");
	mentions(f, F(.status = S("corroborated")), "m3 m1 ");
	mentions(f, F(.min_origins = 2, .speaker = S("Ada")), "m3 m1 ");
}

static void
changes_are_filtered_by_what_they_tell(void **state)
{
	struct fixture *f = *state;

	changes(f, F(.limit = 0), "1 2 3 4 5 6 7 8 9 10 ");
	changes(f, F(.type = S("article")), "1 4 7 9 ");
	changes(f, F(.type = S("claim.withdrawn")), "10 ");
	changes(f, F(.speaker = S("finch")), "3 8 10 ");
	changes(f, F(.speaker = S("s1")), "2 5 6 ");
	changes(f, F(.outlet = S("o1")), "1 2 3 ");
	changes(f, F(.min_origins = 2), "5 ");
	changes(f, F(.has_value_min = true, .value_min = 5), "8 10 ");
	changes(f, F(.has_changed_by_min = true, .changed_by_min = 1), "");
	changes(f, F(.text = S("weir")), "2 5 ");
	changes(f, F(.limit = 2), "1 2 ");
}

static bool
first_change(void *arg, const struct query_change *c)
{
	buf_append(arg, c->json.p, c->json.n);
	return false;
}

static void
a_change_is_whole_and_named_by_the_generation(void **state)
{
	struct fixture *f = *state;
	struct buf b = { 0 }, want = { 0 };

	assert_int_equal(query_changes(f->q, 9, NULL, first_change, &b), RC_OK);
	buf_printf(&want,
	    "{\"contract\":1,\"id\":\"%s-10\",\"seq\":10,"
	    "\"at\":\"2030-03-17T17:46:40.000Z\","
	    "\"type\":\"claim.withdrawn\",\"claim\":{\"id\":\"c4\"",
	    store_generation(f->s));
	assert_memory_equal(buf_cstr(&b), buf_cstr(&want), want.n);
	assert_non_null(strstr(buf_cstr(&b),
	    "\"cause\":{\"kind\":\"revision\",\"article\":\"a3\","
	    "\"revision\":2,\"mention\":null}}"));
	assert_non_null(strstr(buf_cstr(&b), "\"before\":{\"id\":\"c4\""));
	buf_free(&b);
	buf_free(&want);
}

static bool
note_article(void *arg, const struct query_article *a)
{
	buf_printf(arg, "a%d %.*s r%d, ", (int)a->id, (int)a->outlet.n,
	    a->outlet.p, (int)a->revision);
	return true;
}

static bool
note_revision(void *arg, const struct query_revision *r)
{
	buf_printf(arg, "r%d at %d, m%d, changes %d..%d %s; ", (int)r->n,
	    (int)r->accepted_ms, (int)r->mentions, (int)r->first_change,
	    (int)(r->first_change + r->changes - 1),
	    r->current ? "current" : "old");
	return true;
}

static void
an_article_is_found_by_any_of_its_names(void **state)
{
	static const char *const names[] = { "a3", "m2" };
	struct fixture *f = *state;
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		buf_clear(&b);
		assert_int_equal(
		    query_article(f->q, span_of(names[i]), note_article, &b),
		    RC_OK);
		assert_string_equal(buf_cstr(&b), "a3 Tarn Mail r2, ");
	}
	assert_int_equal(
	    query_article(f->q, span_of("nowhere"), note_article, &b),
	    RC_NOENT);
	buf_clear(&b);
	assert_int_equal(query_revisions(f->q, 3, note_revision, &b), RC_OK);
	assert_string_equal(buf_cstr(&b),
	    "r1 at 1000, m1, changes 7..8 old; "
	    "r2 at 1000, m0, changes 9..10 current; ");
	buf_free(&b);
}

static bool
note_speaker(void *arg, const struct query_speaker *s)
{
	buf_printf(arg, "s%d %.*s %d %d, ", (int)s->id, (int)s->name.n,
	    s->name.p, (int)s->claims, (int)s->mentions);
	return true;
}

static void
speakers_come_with_what_they_said(void **state)
{
	struct fixture *f = *state;
	struct query_filter qf = { 0 };
	struct buf b = { 0 };

	assert_int_equal(query_speakers(f->q, &qf, note_speaker, &b), RC_OK);
	assert_string_equal(
	    buf_cstr(&b), "s1 Ada Brook 2 3, s2 Bo Finch 1 1, ");
	buf_free(&b);
}

static void
questions_between_begin_and_end_see_one_state(void **state)
{
	struct fixture *f = *state;
	int64_t head;

	assert_int_equal(query_begin(f->q), RC_OK);
	put(f, "Tarn Mail", "m3", "Bo Finch: Later.");
	assert_int_equal(query_head(f->q, &head), RC_OK);
	assert_int_equal(head, 10);
	query_end(f->q);
	assert_int_equal(query_head(f->q, &head), RC_OK);
	assert_int_equal(head, 12);
}

static bool
note_unread(void *arg, struct span lang, int64_t articles)
{
	buf_printf(arg, "%.*s %d ", (int)lang.n, lang.p, (int)articles);
	return true;
}

static void
put_unread(
    struct fixture *f, const char *id, const char *lang, const char *text)
{
	struct invent v;
	enum store_outcome o;

	invent(&v, "Tarn Courrier", id, "2031-05-01", text);
	v.article.lang = span_of(lang);
	v.found.engine = span_of(FOUND_UNREAD);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
}

static void
what_is_not_read_is_counted_by_language(void **state)
{
	struct fixture *f = *state;
	struct query_counts c;
	struct buf b = { 0 };

	assert_int_equal(query_counts(f->q, &c), RC_OK);
	assert_int_equal(c.unread, 0);
	put_unread(f, "f1", "fr", "Rien.");
	put_unread(f, "f1", "fr-CA", "Rien du tout.");
	put_unread(f, "f2", "FR_be", "Rien encore.");
	put_unread(f, "d1", "de", "Nichts.");
	put_unread(f, "d2", "und", "Nnn.");
	assert_int_equal(query_counts(f->q, &c), RC_OK);
	assert_int_equal(c.unread, 4);
	assert_int_equal(query_unread(f->q, note_unread, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "fr 2 de 1 und 1 ");
	buf_free(&b);
}

static void
counts_tell_what_is_there(void **state)
{
	struct fixture *f = *state;
	struct query_counts c;
	int64_t seq;

	assert_int_equal(query_counts(f->q, &c), RC_OK);
	assert_int_equal(c.articles, 3);
	assert_int_equal(c.revisions, 4);
	assert_int_equal(c.mentions, 5);
	assert_int_equal(c.claims, 4);
	assert_int_equal(c.corroborated, 1);
	assert_int_equal(c.withdrawn, 1);
	assert_int_equal(c.changes, 10);
	assert_true(c.bytes > 0);
	assert_int_equal(query_seq_at(f->q, NOON, &seq), RC_OK);
	assert_int_equal(seq, 0);
	assert_int_equal(query_seq_at(f->q, NOON + 1, &seq), RC_OK);
	assert_int_equal(seq, 10);
}

static void
a_copy_holds_everything_and_begins_another_generation(void **state)
{
	struct fixture *f = *state;
	char *copy = help_path(f->dir, "copy.db");
	struct store_opts o = { .path = copy, .epoch = true };
	struct buf why = { 0 };
	struct store *s;

	assert_int_equal(query_backup(f->q, copy, NULL, NULL, &why), RC_OK);
	assert_int_equal(
	    query_backup(f->q, copy, NULL, NULL, &why), RC_REFUSED);
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	assert_int_equal(store_head(s), 10);
	assert_string_not_equal(store_generation(s), store_generation(f->s));
	store_close(s);
	buf_free(&why);
	free(copy);
}

static void
without_a_store_the_remedy_is_said(void **state)
{
	struct buf why = { 0 };
	struct query *q;

	(void)state;
	assert_int_equal(
	    query_open("/nonexistent/claims.db", &q, &why), RC_NOENT);
	assert_non_null(strstr(buf_cstr(&why), "claimwire run"));
	buf_free(&why);
}

static void
ids_are_a_letter_and_a_number(void **state)
{
	static const char *const bad[] = { "", "c", "c0", "c01", "d1", "c1x",
		"c-1", "c99999999999999999999", "C1" };
	int64_t id;

	(void)state;
	assert_true(query_parse_id(span_of("c17"), 'c', &id));
	assert_int_equal(id, 17);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(query_parse_id(span_of(bad[i]), 'c', &id));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_not_read_is_counted_by_language),
		T(each_filter_says_which_claims),
		T(pages_are_cut_by_the_id_of_the_last_row),
		T(words_that_look_like_syntax_are_only_words),
		T(search_puts_the_best_first),
		T(a_claim_and_a_mention_have_the_forms_of_the_contract),
		T(an_old_id_leads_to_the_claim_that_took_its_place),
		T(mentions_are_those_of_current_revisions_unless_asked),
		T(changes_are_filtered_by_what_they_tell),
		T(a_change_is_whole_and_named_by_the_generation),
		T(an_article_is_found_by_any_of_its_names),
		T(speakers_come_with_what_they_said),
		T(questions_between_begin_and_end_see_one_state),
		T(counts_tell_what_is_there),
		T(a_copy_holds_everything_and_begins_another_generation),
		cmocka_unit_test(without_a_store_the_remedy_is_said),
		cmocka_unit_test(ids_are_a_letter_and_a_number),
	};

	return cmocka_run_group_tests_name("sink/query", tests, NULL, NULL);
}
