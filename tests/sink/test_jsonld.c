/* Tests for sink/jsonld.c: one JSON document, in schema.org's words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/jsonin.h"
#include "sink/jsonld.h"

static const struct form_claim claim = {
	.id = 3,
	.kind = SPAN("direct"),
	.speaker = 2,
	.speaker_name = SPAN("Ida Solberg"),
	.text = SPAN("It \"will\" reopen"),
	.status = SPAN("reported"),
	.mentions = 1,
	.outlets = 1,
	.origins = 1,
};

static const struct form_mention mention = {
	.id = 9,
	.claims = SPAN("[\"c3\",\"c4\"]"),
	.article = 5,
	.article_name = SPAN("hl-1"),
	.outlet = SPAN("Harbour Ledger"),
	.revision = 2,
	.kind = SPAN("direct"),
	.cue = { true, { 4, 8 }, SPAN("said") },
	.content = SPAN("[{\"start\":0,\"end\":2,\"exact\":\"It\"}]"),
	.words = SPAN("It"),
	.speaker_name = SPAN("Harbour Board"),
	.speaker_type = SPAN("ORG"),
};

static struct json_object *
at(struct json_object *o, const char *key)
{
	struct json_object *m = json_object_object_get(o, key);

	if (m == NULL)
		fail_msg("no member %s", key);
	return m;
}

static void
the_document_is_one_json_value(void **state)
{
	(void)state;
	struct buf out = { 0 }, why = { 0 };
	struct json_object *o, *graph, *c, *m;

	jsonld_begin(&out);
	jsonld_claim(&out, &claim);
	buf_puts(&out, "\n");
	jsonld_mention(&out, &mention);
	jsonld_end(&out);
	assert_int_equal(jsonin_parse(buf_span(&out), 16, &o, &why), RC_OK);
	graph = at(o, "@graph");
	assert_int_equal(json_object_array_length(graph), 3);
	c = json_object_array_get_idx(graph, 1);
	m = json_object_array_get_idx(graph, 2);
	assert_string_equal(json_object_get_string(at(c, "@id")), "#c3");
	assert_string_equal(json_object_get_string(at(c, "@type")), "Claim");
	assert_string_equal(
	    json_object_get_string(at(at(c, "author"), "name")), "Ida Solberg");
	assert_string_equal(
	    json_object_get_string(at(m, "@type")), "Quotation");
	assert_string_equal(
	    json_object_get_string(at(at(m, "creator"), "@type")),
	    "Organization");
	assert_int_equal(json_object_array_length(at(m, "cw:claim")), 2);
	assert_int_equal(
	    json_object_get_int(at(at(m, "cw:cue"), "oa:start")), 4);
	assert_null(json_object_object_get(m, "cw:source"));
	json_object_put(o);
	buf_free(&out);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_document_is_one_json_value),
	};

	return cmocka_run_group_tests_name("sink/jsonld", tests, NULL, NULL);
}
