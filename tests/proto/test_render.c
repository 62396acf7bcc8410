/* Tests for proto/render.c: the contract's JSON, to the letter. */
#include "wire.h"

#include "proto/jsonin.h"
#include "proto/record.h"
#include "proto/render.h"
#include "samples.h"

static void
a_found_article_is_rendered_as_the_contract_says(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct json j = json_on(&b);
	struct textmap m;

	textmap_init(&m, sample_article.text, &arena);
	json_open(&j, '{');
	render_found(&j, &sample_article, &m, &sample_found, false);
	json_close(&j, '}');
	assert_string_equal(buf_cstr(&b),
	    "{\"article\":\"a-17\",\"outlet\":\"Northfield Courier\","
	    "\"published\":\"2026-01-02T03:04:05+01:00\",\"claims\":["
	    "{\"kind\":\"direct\","
	    "\"source\":{\"start\":17,\"end\":32,\"exact\":\"Mayor Ada "
	    "Quill\"},"
	    "\"cue\":{\"start\":12,\"end\":16,\"exact\":\"said\"},"
	    "\"content\":[{\"start\":0,\"end\":11,\"exact\":"
	    "\"\xe2\x80\x9cWe won\xe2\x80\x99t,\xe2\x80\x9d\"}],"
	    "\"speaker\":{\"name\":\"Ada Quill\",\"type\":\"PERSON\","
	    "\"role\":\"Mayor\"},\"act\":\"deny\",\"polarity\":\"-\","
	    "\"hedged\":false,\"confidence\":0.75,\"figures\":[]},"
	    "{\"kind\":\"figure\",\"source\":null,\"cue\":null,"
	    "\"content\":[{\"start\":0,\"end\":11,\"exact\":"
	    "\"\xe2\x80\x9cWe won\xe2\x80\x99t,\xe2\x80\x9d\"}],"
	    "\"speaker\":null,\"act\":\"other\",\"polarity\":\"+\","
	    "\"hedged\":true,\"confidence\":1,\"figures\":["
	    "{\"start\":46,\"end\":48,\"exact\":\"4%\",\"value\":4,"
	    "\"unit\":\"percent\",\"low\":null,\"high\":null,"
	    "\"modifier\":null,\"subject\":\"prices\",\"counted\":null,"
	    "\"direction\":\"rise\",\"is_change\":true,\"as_of\":null}]}],"
	    "\"figures\":["
	    "{\"start\":46,\"end\":48,\"exact\":\"4%\",\"value\":4,"
	    "\"unit\":\"percent\",\"low\":null,\"high\":null,"
	    "\"modifier\":null,\"subject\":\"prices\",\"counted\":null,"
	    "\"direction\":\"rise\",\"is_change\":true,\"as_of\":null}],"
	    "\"times\":[{\"start\":0,\"end\":1,\"exact\":\"\xe2\x80\x9c\","
	    "\"type\":\"date\",\"value\":\"2026-01-02\"}],"
	    "\"entities\":[{\"name\":\"Ada Quill\",\"type\":\"PERSON\","
	    "\"mentions\":[[17,32],[23,32]]}],\"engine\":\"plain 0.1.0\"}");
	buf_free(&b);
	arena_free(&arena);
}

static void
a_rendered_record_reads_back_the_same(void **state)
{
	(void)state;
	struct buf b = { 0 }, why = { 0 };
	struct json j = json_on(&b);
	struct record *r = record_new();
	struct article a;

	render_article(&j, &sample_article);
	assert_int_equal(record_read(r, buf_span(&b), &a, &why), RC_OK);
	wire_same(a.id, sample_article.id);
	wire_same(a.outlet, sample_article.outlet);
	wire_same(a.published, sample_article.published);
	wire_same(a.text, sample_article.text);
	assert_null(a.url.p);
	record_free(r);
	buf_free(&b);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_found_article_is_rendered_as_the_contract_says),
		cmocka_unit_test(a_rendered_record_reads_back_the_same),
	};

	return cmocka_run_group_tests_name("proto/render", tests, NULL, NULL);
}
