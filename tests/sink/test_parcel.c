/* Tests for sink/web/parcel.c: what was posted, packed for the producer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/article.h"
#include "proto/jsonin.h"
#include "proto/mem.h"
#include "proto/offer.h"
#include "sink/web/parcel.h"

#define JSON  "application/json"
#define LINES "application/x-ndjson"

/* A body packed, and what was in the parcel. */
struct packed {
	bool sent;
	unsigned status; /* when it was not */
	struct parcel parcel;
	struct reply reply;
	struct arena arena;
	struct offer offer;
};

static void
pack(struct packed *k, const char *type, struct span body)
{
	/* a copy that ends where its memory does */
	char *copy = mem_grow(NULL, body.n > 0 ? body.n : 1, 1);

	*k = (struct packed) { .sent = false };
	if (body.n > 0)
		memcpy(copy, body.p, body.n);
	reply_init(&k->reply);
	k->sent = parcel_pack(&k->parcel, span_of(type),
	    (struct span) { copy, body.n }, &k->reply);
	k->status = k->reply.status;
	free(copy);
	if (!k->sent)
		return;
	assert_int_equal(
	    offer_decode(buf_span(&k->parcel.offer), &k->arena, &k->offer),
	    RC_OK);
	assert_int_equal(k->offer.n, k->parcel.n);
	assert_true(k->offer.id == k->parcel.id);
}

static void
unpack(struct packed *k)
{
	parcel_fini(&k->parcel);
	reply_fini(&k->reply);
	arena_free(&k->arena);
}

/* The texts of the articles, each in brackets. */
static const char *
texts(const struct packed *k, struct buf *out)
{
	buf_clear(out);
	for (uint32_t i = 0; i < k->offer.n; i++) {
		struct article a;
		struct mp_doc d;

		assert_int_equal(
		    article_decode(k->offer.article[i], &d, &a), RC_OK);
		buf_printf(out, "[%.*s]", (int)a.text.n, a.text.p);
		mp_close(&d);
	}
	return buf_cstr(out);
}

/* Where the refused records are: "line 2, line 5". */
static const char *
places(struct span list, struct buf *out)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };

	buf_clear(out);
	if (jsonin_parse(list, 4, &o, &why) != RC_OK)
		fail_msg("%.*s: %s", (int)list.n, list.p, buf_cstr(&why));
	for (size_t i = 0; i < json_object_array_length(o); i++) {
		struct json_object *e = json_object_array_get_idx(o, i);
		struct json_object *line = jsonin_member(e, "line");
		struct json_object *record = jsonin_member(e, "record");

		assert_true((line == NULL) != (record == NULL));
		assert_true(jsonin_string(e, "why").n > 0);
		buf_printf(out, "%s%s %d", i > 0 ? ", " : "",
		    line != NULL ? "line" : "record",
		    json_object_get_int(line != NULL ? line : record));
	}
	json_object_put(o);
	buf_free(&why);
	return buf_cstr(out);
}

struct good_case {
	const char *why, *type;
	struct span body;
	const char *texts, *refused;
};

static const struct good_case good[] = {
	{ "one object", JSON, SPAN("{\"text\":\"a\"}"), "[a]", "" },
	{ "printed over several lines", JSON,
	    SPAN("{\n  \"id\": 7,\n  \"text\": \"a\"\n}\n"), "[a]", "" },
	{ "the same, as lines", LINES,
	    SPAN("{\n  \"id\": 7,\n  \"text\": \"a\"\n}\n"), "[a]", "" },
	{ "not indented, with an object at the margin", JSON,
	    SPAN("{\n\"x\":\n{\"y\":1},\n\"text\":\"a\"\n}"), "[a]", "" },
	{ "blanks around", JSON, SPAN(" \r\n\t{\"text\":\"a\"}\r\n "), "[a]",
	    "" },
	{ "a byte order mark", JSON, SPAN("\xef\xbb\xbf{\"text\":\"a\"}"),
	    "[a]", "" },
	{ "a byte order mark before an array", JSON,
	    SPAN("\xef\xbb\xbf[{\"text\":\"a\"}]"), "[a]", "" },
	{ "brackets and quotes in a text", JSON,
	    SPAN("{\"text\":\"}]\\\"[{\\\\\"}"), "[}]\"[{\\]", "" },
	{ "an array", JSON, SPAN("[{\"text\":\"a\"},{\"text\":\"b\"}]"),
	    "[a][b]", "" },
	{ "an array with blanks", JSON,
	    SPAN(" [\n {\"text\":\"a\"} ,\n {\"text\":\"b\"}\n ]\n"), "[a][b]",
	    "" },
	{ "an array with bad ones", JSON,
	    SPAN("[1,{\"text\":\"a\"},{},\"x\",null,{\"text\":\"b\"},[]]"),
	    "[a][b]", "record 1, record 3, record 4, record 5, record 7" },
	{ "lines", LINES, SPAN("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
	    "[a][b]", "" },
	{ "lines without the last end", LINES,
	    SPAN("{\"text\":\"a\"}\n{\"text\":\"b\"}"), "[a][b]", "" },
	{ "lines that end as in DOS", LINES,
	    SPAN("{\"text\":\"a\"}\r\n{\"text\":\"b\"}\r\n"), "[a][b]", "" },
	{ "blank lines are counted and no records", LINES,
	    SPAN("\n{\"text\":\"a\"}\n\n \n{}\n"), "[a]", "line 5" },
	{ "lines under another name", JSON,
	    SPAN("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), "[a][b]", "" },
	{ "bad lines", LINES,
	    SPAN("nonsense\n{\"text\":\"a\"}\n{\"text\":\"cut\n{}\n"
		 "{\"text\":\"b\"}\n[{\"text\":\"c\"}]\n{\"text\":\"\xff\"}\n"),
	    "[a][b]", "line 1, line 3, line 4, line 6, line 7" },
	{ "bad lines under another name", JSON,
	    SPAN("{\"text\":\"cut\n{\"text\":\"a\"}\nnonsense\n"), "[a]",
	    "line 1, line 3" },
	{ "the second line is bad", JSON, SPAN("{\"text\":\"a\"}\nnonsense\n"),
	    "[a]", "line 2" },
	{ "pages, and one without a story", LINES,
	    SPAN("{\"html\":\"<p>One &amp; two\"}\n{\"html\":\"<!doctype "
		 "html><p></p>\"}\n"),
	    "[One & two]", "line 2" },
	{ "one line that is an array, as lines", LINES,
	    SPAN("[]\n{\"text\":\"a\"}\n"), "[a]", "line 1" },
};

static void
a_body_is_taken_as_what_it_is(void **state)
{
	(void)state;
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		const struct good_case *c = &good[i];
		struct packed k;

		pack(&k, c->type, c->body);
		if (!k.sent)
			fail_msg("%s: %s", c->why, buf_cstr(&k.reply.body));
		if (strcmp(texts(&k, &b), c->texts) != 0)
			fail_msg("%s: %s", c->why, buf_cstr(&b));
		if (strcmp(places(buf_span(&k.parcel.refused), &b),
			c->refused) != 0)
			fail_msg("%s: refused %s", c->why, buf_cstr(&b));
		unpack(&k);
	}
	buf_free(&b);
}

struct bad_case {
	const char *why, *type;
	struct span body;
	unsigned status;
	const char *part; /* of the answer */
};

static const struct bad_case bad[] = {
	{ "nothing", JSON, SPAN(""), 400, "there is no article record" },
	{ "blanks", LINES, SPAN(" \n\n"), 400, "there is no article record" },
	{ "an empty array", JSON, SPAN("[]"), 400, "no article record" },
	{ "no text", JSON, SPAN("{}"), 400, "there is no \\\"text\\\"" },
	{ "a broken line of several", JSON,
	    SPAN("{\n  \"text\": \"a\",\n  \"id\": 07\n}"), 400, "line 3, " },
	{ "a second value", JSON, SPAN("{\n \"text\":\"a\"\n}\nx"), 400,
	    "line 4, column 1" },
	{ "cut", JSON, SPAN("{\n \"text\":\"a\""), 400, "cut off" },
	{ "an array without its end", JSON, SPAN("[{\"text\":\"a\"}"), 400,
	    "no array" },
	{ "an array that goes on", JSON, SPAN("[{\"text\":\"a\"}]\n[]"), 400,
	    "line 2, byte 1" },
	{ "no comma", JSON, SPAN("[{\"text\":\"a\"}\n{\"text\":\"b\"}]"), 400,
	    "line 2, byte 1" },
	{ "a comma too many", JSON, SPAN("[{\"text\":\"a\"},]"), 400,
	    "no array" },
	{ "the first of a comma", JSON, SPAN("[,{\"text\":\"a\"}]"), 400,
	    "no array" },
	{ "a bracket alone", JSON, SPAN("["), 400, "no array" },
	{ "the other bracket", JSON, SPAN("]\n"), 400, "\"record\":1" },
	{ "a word", JSON, SPAN("true"), 400, "not an object" },
	{ "a string", JSON, SPAN("\"text\""), 400, "not an object" },
	{ "a NUL", JSON, SPAN("\0"), 400, "\"record\":1" },
	{ "an array that opens for ever", JSON,
	    SPAN("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), 400,
	    "no array" },
	{ "bad lines only", LINES, SPAN("x\n\ny\n"), 400,
	    "none of the 2 records is good" },
	{ "a form", "application/x-www-form-urlencoded",
	    SPAN("{\"text\":\"a\"}"), 415, "Content-Type must be" },
	{ "plain text", "text/plain", SPAN("{\"text\":\"a\"}"), 415, "" },
	{ "no type", "", SPAN("{\"text\":\"a\"}"), 415, "" },
	{ "nearly", "application/jsonx", SPAN("{\"text\":\"a\"}"), 415, "" },
	{ "another encoding", "application/json; charset=ISO-8859-1",
	    SPAN("{\"text\":\"a\"}"), 415, "UTF-8" },
};

static void
what_cannot_be_taken_is_refused_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		const struct bad_case *c = &bad[i];
		struct json_object *o = NULL;
		struct buf why = { 0 };
		struct packed k;

		pack(&k, c->type, c->body);
		if (k.sent || k.status != c->status)
			fail_msg("%s: %u", c->why, k.status);
		if (strstr(buf_cstr(&k.reply.body), c->part) == NULL)
			fail_msg("%s: %s", c->why, buf_cstr(&k.reply.body));
		assert_string_equal(k.reply.type, "application/problem+json");
		if (jsonin_parse(buf_span(&k.reply.body), 4, &o, &why) != RC_OK)
			fail_msg("%s: %s", c->why, buf_cstr(&why));
		assert_true(jsonin_string(o, "detail").n > 0);
		json_object_put(o);
		buf_free(&why);
		unpack(&k);
	}
}

static void
types_are_told_whatever_their_spelling(void **state)
{
	(void)state;
	static const char *const takes[] = { "application/json",
		"Application/JSON", "application/json;charset=utf-8",
		"application/json; charset=\"UTF-8\"; x=y",
		" application/jsonl ", "application/x-ndjson",
		"application/ndjson" };
	struct reply r;

	reply_init(&r);
	for (size_t i = 0; i < sizeof takes / sizeof takes[0]; i++)
		if (!parcel_takes(span_of(takes[i]), &r))
			fail_msg("%s", takes[i]);
	assert_int_equal(r.status, 200);
	assert_false(parcel_takes((struct span) { NULL, 0 }, &r));
	assert_int_equal(r.status, 415);
	reply_fini(&r);
}

/* n times the same, as lines or as an array. */
static void
many(struct buf *b, const char *one, int n, bool array)
{
	buf_clear(b);
	for (int i = 0; i < n; i++)
		buf_printf(b, "%s%s%s", array ? i > 0 ? "," : "[" : "", one,
		    array ? "" : "\n");
	if (array)
		buf_puts(b, "]");
}

static void
a_thousand_records_are_taken_and_no_more(void **state)
{
	(void)state;
	static const char *const ones[] = { "{\"text\":\"a\"}", "{}" };
	struct buf b = { 0 };
	struct packed k;

	for (int array = 0; array < 2; array++)
		for (int i = 0; i < 2; i++) {
			many(&b, ones[i], OFFER_ARTICLES_MAX, array == 1);
			pack(&k, JSON, buf_span(&b));
			assert_true(k.sent == (i == 0));
			if (k.sent)
				assert_int_equal(k.offer.n, 1000);
			unpack(&k);
			many(&b, ones[i], OFFER_ARTICLES_MAX + 1, array == 1);
			pack(&k, JSON, buf_span(&b));
			assert_false(k.sent);
			assert_int_equal(k.status, 413);
			assert_non_null(strstr(
			    buf_cstr(&k.reply.body), "1000 records, 12 MB"));
			unpack(&k);
		}
	buf_free(&b);
}

static void
no_more_bytes_than_an_offer_holds_are_taken(void **state)
{
	(void)state;
	size_t half = OFFER_BYTES_MAX / 2;
	char *text = mem_zalloc(half + 1);
	struct buf one = { 0 }, b = { 0 };
	struct packed k;

	memset(text, 'x', half);
	text[half - 100] = '\0';
	buf_printf(&one, "{\"text\":\"%s\"}", text);
	many(&b, buf_cstr(&one), 2, false);
	pack(&k, LINES, buf_span(&b));
	assert_true(k.sent);
	assert_int_equal(k.offer.n, 2);
	unpack(&k);
	many(&b, buf_cstr(&one), 3, false);
	pack(&k, LINES, buf_span(&b));
	assert_false(k.sent);
	assert_int_equal(k.status, 413);
	unpack(&k);
	many(&b, "{\"text\":\"a\"}", 1, false);
	while (b.n <= PARCEL_BODY_MAX)
		buf_puts(&b, "   \n   \n   \n   \n   \n   \n   \n   \n");
	pack(&k, LINES, buf_span(&b));
	assert_false(k.sent);
	assert_int_equal(k.status, 413);
	unpack(&k);
	buf_free(&one);
	buf_free(&b);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_is_taken_as_what_it_is),
		cmocka_unit_test(
		    what_cannot_be_taken_is_refused_with_its_place),
		cmocka_unit_test(types_are_told_whatever_their_spelling),
		cmocka_unit_test(a_thousand_records_are_taken_and_no_more),
		cmocka_unit_test(no_more_bytes_than_an_offer_holds_are_taken),
	};

	return cmocka_run_group_tests_name("sink/parcel", tests, NULL, NULL);
}
