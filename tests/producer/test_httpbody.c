/* Tests for producer/httpbody.c: responses as they were recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/httpbody.h"

#define GZIP_HI                                                                \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\xc8\x04\x00\xac\x2a\x93" \
	"\xd8\x02\x00\x00\x00"

static void
a_body_is_freed_of_its_codings(void **state)
{
	static const struct {
		struct span block;
		int status;
		const char *type, *charset, *body;
		bool whole;
	} cases[] = {
		{ SPAN("HTTP/1.1 200 OK\r\nContent-Type: text/html; "
		       "charset=\"utf-8\"\r\nContent-Length: 2\r\n\r\nhi"),
		    200, "text/html", "utf-8", "hi", true },
		{ SPAN("HTTP/1.0 404\ncontent-type:text/plain\n\nno"), 404,
		    "text/plain", "", "no", false },
		{ SPAN("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		       "2;x=y\r\nhi\r\n3\r\n yo\r\n0\r\n\r\n"),
		    200, "", "", "hi yo", true },
		{ SPAN("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		       "6\r\nhi"),
		    200, "", "", "hi", false },
		{ SPAN("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		       "<p>not chunked"),
		    200, "", "", "<p>not chunked", false },
		{ SPAN("HTTP/1.1 200 OK\r\nContent-Encoding: "
		       "gzip\r\n\r\n" GZIP_HI),
		    200, "", "", "hi", false },
		{ SPAN(
		      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain"),
		    200, "", "", "plain", false },
		{ SPAN("HTTP/1.1 204 No Content\r\n\r\n"), 204, "", "", "",
		    false },
	};
	struct buf decoded = { 0 };
	struct httpbody h;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    httpbody_read(cases[i].block, &decoded, &h), RC_OK);
		assert_int_equal(h.status, cases[i].status);
		assert_true(span_is(h.type, cases[i].type));
		assert_true(span_is(h.charset, cases[i].charset));
		if (!span_is(h.body, cases[i].body))
			fail_msg("%zu: %.*s", i, (int)h.body.n, h.body.p);
		assert_int_equal(h.whole, cases[i].whole);
	}
	buf_free(&decoded);
}

static void
what_is_no_response_is_refused(void **state)
{
	static const struct span blocks[] = { SPAN(""), SPAN("HTTP/1.1"),
		SPAN("GET / HTTP/1.1\r\n\r\n"), SPAN("HTTP/1.1 2xx OK\r\n\r\n"),
		SPAN("HTTP/1.1 20") };
	struct buf decoded = { 0 };
	struct httpbody h;

	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		assert_int_equal(
		    httpbody_read(blocks[i], &decoded, &h), RC_REFUSED);
	assert_int_equal(
	    httpbody_read(span_of("HTTP/1.1 200 OK\r\nContent-Encoding: "
				  "br\r\n\r\nx"),
		&decoded, &h),
	    RC_VERSION);
	buf_free(&decoded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_is_freed_of_its_codings),
		cmocka_unit_test(what_is_no_response_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
