/* Tests for sink/web/answer_atom.c, answer_jsonfeed.c and entry.c. */
#include "answering.h"

#include "sink/web/entry.h"

static const char *
body(struct answering *f)
{
	return buf_cstr(&f->r.body);
}

#define HAS(text)   assert_non_null(strstr(body(f), text))
#define LACKS(text) assert_null(strstr(body(f), text))

static void
atom_tells_claims_by_their_last_change(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.host = S("127.0.0.1:8787"));
	const char *first, *second;

	assert_int_equal(answering_ask(f, answer_atom, a), 200);
	assert_string_equal(f->r.type, "application/atom+xml");
	HAS("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:uuid:");
	HAS("<updated>2030-03-17T17:46:40.000Z</updated>");
	HAS("href=\"http://127.0.0.1:8787/feed.atom\"/>");
	HAS("<link rel=\"alternate\" type=\"text/html\" "
	    "href=\"http://127.0.0.1:8787/?claim=c1\"/>");
	HAS("<title>Ada Brook: The weir holds.</title>\n"
	    "<published>2031-05-01T00:00:00.000Z</published>");
	HAS("<published>2031-05-01T10:00:00+02:00</published>");
	HAS("<category term=\"corroborated\"/>");
	HAS("corroborated: 2 mentions, 2 outlets, 2 independent origins\n");
	HAS("withdrawn: 0 mentions, 0 outlets, 0 independent origins\n");
	LACKS("rel=\"next\"");
	first = strstr(body(f), "?claim=c5");
	second = strstr(body(f), "?claim=c4");
	assert_true(first != NULL && second != NULL && first < second);
}

static void
hostile_words_stay_words(void **state)
{
	struct answering *f = *state;

	answering_put(f, "Upper Echo", "x", NULL,
	    "Nils \x01<Sedge>: ]]> \"\xef\xbf\xbf\" </entry><script>&amp;");
	answering_ask(f, answer_atom, A(.host = S("\"><evil>")));
	HAS("<title>Nils &lt;Sedge&gt;: ]]&gt; "
	    "&quot;\xef\xbf\xbd&quot; &lt;/entry&gt;&lt;script&gt;&amp;amp;");
	LACKS("<script>");
	LACKS("<evil>");
	LACKS("\x01");
}

static void
a_feed_comes_by_pages(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.host = S("h"), .limit = 2, .query = S("kind=direct"),
	    .filter.kind = S("direct"));

	answering_ask(f, answer_atom, a);
	HAS("<title>claimwire: kind=direct</title>");
	HAS("<link rel=\"next\" type=\"application/atom+xml\" "
	    "href=\"http://h/feed.atom?kind=direct&amp;limit=2&amp;"
	    "cursor=10\"/>");
	HAS("<link rel=\"alternate\" type=\"text/html\" "
	    "href=\"http://h/?kind=direct\"/>");
	a.filter.cursor = 10;
	answering_ask(f, answer_jsonfeed, a);
	answering_is(f, "items.#", "2");
	answering_is(f, "items.0._claimwire.claim.id", "\"c3\"");
	answering_is(f, "items.1._claimwire.claim.id", "\"c1\"");
	answering_is(f, "feed_url",
	    "\"http://h/feed.json?kind=direct&limit=2&cursor=10\"");
	answering_is(f, "next_url",
	    "\"http://h/feed.json?kind=direct&limit=2&cursor=5\"");
	a.filter.cursor = 5;
	answering_ask(f, answer_jsonfeed, a);
	answering_is(f, "items.#", "1");
	answering_is(f, "next_url", "(absent)");
}

static void
a_json_feed_holds_the_claims(void **state)
{
	struct answering *f = *state;

	assert_int_equal(
	    answering_ask(f, answer_jsonfeed, A(.host = S("h"))), 200);
	assert_string_equal(f->r.type, "application/feed+json");
	answering_is(f, "version", "\"https://jsonfeed.org/version/1.1\"");
	answering_is(f, "home_page_url", "\"http://h/\"");
	answering_is(f, "items.#", "5");
	answering_is(f, "items.4.url", "\"http://h/?claim=c2\"");
	answering_is(f, "items.4.title", "\"Bo Finch: Up 4 percent in May.\"");
	answering_is(
	    f, "items.4.date_published", "\"2031-05-01T10:00:00+02:00\"");
	answering_is(
	    f, "items.4.date_modified", "\"2030-03-17T17:46:40.000Z\"");
	answering_is(f, "items.4.tags", "[\"reported\",\"direct\"]");
	answering_is(f, "items.4._claimwire.claim.figure.value", "4");
}

static void
what_replaced_a_claim_is_told(void **state)
{
	struct answering *f = *state;

	answering_relate(f);
	answering_ask(f, answer_atom, A());
	HAS("replaced by c4: Bo Finch: Up 9 percent. (4 \xe2\x86\x92 9)\n");
	HAS("replaces c2: Bo Finch: Up 4 percent in May. (4 \xe2\x86\x92 9)\n");
}

static void
that_something_is_denied_is_told(void **state)
{
	struct answering *f = *state;

	answering_put(f, "Upper Echo", "m2", "2031-05-02",
	    "Odd Moss: No, The weir holds.");
	answering_ask(f, answer_atom, A());
	HAS("<title>Odd Moss denies: No, The weir holds.</title>");
	HAS("<content>Odd Moss denies: No, The weir holds.\n");
}

/* Without a host (HTTP/1.0) addresses are those of the same place. */
static void
without_a_host_addresses_are_relative(void **state)
{
	struct answering *f = *state;

	answering_ask(f, answer_atom, A());
	HAS("href=\"/?claim=c1\"/>");
	HAS("href=\"/feed.atom\"/>");
}

static void
an_empty_feed_is_one_too(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.filter.kind = S("indirect"));

	assert_int_equal(answering_ask(f, answer_atom, a), 200);
	HAS("<updated>1970-01-01T00:00:00.000Z</updated>");
	LACKS("<entry>");
	assert_int_equal(answering_ask(f, answer_jsonfeed, a), 200);
	answering_is(f, "items", "[]");
}

/* A feed that did not change costs no more than its tag. */
static void
a_reader_that_has_it_gets_304(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.filter.speaker = S("Brook"));
	char tag[sizeof f->r.etag];

	answering_ask(f, answer_atom, a);
	memcpy(tag, f->r.etag, sizeof tag);
	assert_true(tag[0] == '"');
	answering_put(f, "Upper Echo", "n", NULL, "Odd Moss: Else.");
	a.if_none_match = span_of(tag);
	assert_int_equal(answering_ask(f, answer_atom, a), 304);
	assert_int_equal(f->r.body.n, 0);
	answering_put(f, "Upper Echo", "m", NULL, "Ada Brook: And more.");
	assert_int_equal(answering_ask(f, answer_atom, a), 200);
	assert_string_not_equal(f->r.etag, tag);
}

/* The value of the first item whose text is that of claim c1. */
static void
keep_ids(struct answering *f, struct buf *out)
{
	buf_clear(out);
	answering_ask(f, answer_jsonfeed, A());
	for (int i = 0; i < 9; i++) {
		char path[48];

		snprintf(path, sizeof path, "items.%d._claimwire.claim.id", i);
		if (strcmp(answering_at(f, path), "\"c1\"") != 0)
			continue;
		snprintf(path, sizeof path, "items.%d.id", i);
		buf_puts(out, answering_at(f, path));
		return;
	}
	fail_msg("c1 is not in the feed");
}

static void
ids_last_as_long_as_the_store(void **state)
{
	struct answering *f = *state;
	char *copy = help_path(f->dir, "copy.db");
	struct store_opts o = { .path = copy };
	struct buf id = { 0 }, again = { 0 }, why = { 0 };
	struct query *q = f->d.q;
	struct store *s;

	keep_ids(f, &id);
	/* version 8, variant 10 (RFC 9562) */
	assert_memory_equal(id.p, "\"urn:uuid:", 10);
	assert_int_equal(id.n, 10 + 36 + 1);
	assert_int_equal(id.p[10 + 14], '8');
	assert_non_null(memchr("89ab", id.p[10 + 19], 4));
	answering_put(f, "Upper Echo", "n", NULL, "Ada Brook: The weir holds.");
	keep_ids(f, &again);
	assert_string_equal(buf_cstr(&id), buf_cstr(&again));
	/* a copy tells its changes in another generation */
	assert_int_equal(query_backup(q, copy, NULL, NULL, &why), RC_OK);
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	assert_int_equal(query_open(copy, &f->d.q, &why), RC_OK);
	keep_ids(f, &again);
	assert_string_equal(buf_cstr(&id), buf_cstr(&again));
	query_close(f->d.q);
	f->d.q = q;
	store_close(s);
	buf_free(&id);
	buf_free(&again);
	buf_free(&why);
	free(copy);
}

/* Another store's first claim is another entry. */
static void
another_store_has_other_ids(void **state)
{
	struct answering *f = *state;
	struct buf id = { 0 }, other = { 0 };
	void *second;

	keep_ids(f, &id);
	answering_setup(&second);
	keep_ids(second, &other);
	assert_string_not_equal(buf_cstr(&id), buf_cstr(&other));
	answering_teardown(&second);
	buf_free(&id);
	buf_free(&other);
}

int
main(void)
{
#define T(name)                          \
	cmocka_unit_test_setup_teardown( \
	    name, answering_setup, answering_teardown)
	const struct CMUnitTest tests[] = {
		T(atom_tells_claims_by_their_last_change),
		T(hostile_words_stay_words),
		T(a_feed_comes_by_pages),
		T(a_json_feed_holds_the_claims),
		T(what_replaced_a_claim_is_told),
		T(that_something_is_denied_is_told),
		T(without_a_host_addresses_are_relative),
		T(an_empty_feed_is_one_too),
		T(a_reader_that_has_it_gets_304),
		T(ids_last_as_long_as_the_store),
		T(another_store_has_other_ids),
	};

	return cmocka_run_group_tests_name("sink/web/feeds", tests, NULL, NULL);
}
