/* Tests for sink/web/framing.c: requests that two servers read in two ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/web/framing.h"

#define HEADERS_MAX 3

struct header {
	struct span name, value;
};

static const char *
wrong(const struct header *h)
{
	struct framing f = { 0 };

	for (int i = 0; i < HEADERS_MAX && h[i].name.p != NULL; i++)
		framing_header(&f, h[i].name, h[i].value);
	return framing_wrong(&f);
}

static void
what_is_said_once_and_clearly_is_well(void **state)
{
	static const struct header row[][HEADERS_MAX] = {
		{ { SPAN("Host"), SPAN("localhost") } },
		{ { SPAN("host"), SPAN("localhost") },
		    { SPAN("CONTENT-LENGTH"), SPAN("0") } },
		{ { SPAN("Host"), SPAN("localhost") },
		    { SPAN("Transfer-Encoding"), SPAN("Chunked") } },
		{ { SPAN("Content-Length"), SPAN("123456789012345678") } },
		{ { SPAN("X-!#$%&'*+-.^_`|~09"), SPAN("a\tb\xff \"(){}") } },
		{ { SPAN("X"), SPAN("") }, { SPAN("X"), SPAN("") } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (wrong(row[i]) != NULL)
			fail_msg("row %zu: %s", i, wrong(row[i]));
}

static void
what_can_be_read_in_two_ways_is_refused(void **state)
{
	static const struct header row[][HEADERS_MAX] = {
		{ { SPAN("Host"), SPAN("a") }, { SPAN("HOST"), SPAN("a") } },
		{ { SPAN("Content-Length"), SPAN("5") },
		    { SPAN("Content-Length"), SPAN("5") } },
		{ { SPAN("Content-Length"), SPAN("5") },
		    { SPAN("Transfer-Encoding"), SPAN("chunked") } },
		{ { SPAN("Content-Length"), SPAN("5, 5") } },
		{ { SPAN("Content-Length"), SPAN("") } },
		{ { SPAN("Content-Length"), SPAN(" 5") } },
		{ { SPAN("Content-Length"), SPAN("+5") } },
		{ { SPAN("Content-Length"), SPAN("-5") } },
		{ { SPAN("Content-Length"), SPAN("0x5") } },
		{ { SPAN("Content-Length"), SPAN("1234567890123456789") } },
		{ { SPAN("Content-Length "), SPAN("5") } },
		{ { SPAN("Content-Length\t"), SPAN("5") } },
		{ { SPAN(" Content-Length"), SPAN("5") } },
		{ { SPAN(""), SPAN("5") } },
		{ { SPAN("A\0B"), SPAN("5") } },
		{ { SPAN("Transfer-Encoding"), SPAN("xchunked") } },
		{ { SPAN("Transfer-Encoding"), SPAN("identity") } },
		{ { SPAN("Transfer-Encoding"), SPAN("chunked, identity") } },
		{ { SPAN("Transfer-Encoding"), SPAN("chunked") },
		    { SPAN("Transfer-Encoding"), SPAN("chunked") } },
		{ { SPAN("Transfer-Encoding"), SPAN("") } },
		{ { SPAN("X"), SPAN("a\r\nContent-Length: 5") } },
		{ { SPAN("X"), SPAN("a\0b") } },
		{ { SPAN("X"), SPAN("a\nb") } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (wrong(row[i]) == NULL)
			fail_msg("row %zu is taken", i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_once_and_clearly_is_well),
		cmocka_unit_test(what_can_be_read_in_two_ways_is_refused),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/framing", tests, NULL, NULL);
}
