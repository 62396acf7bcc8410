/* Tests for sink/web/listen.c: addresses as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink/web/listen.h"

static void
what_is_no_address_is_refused(void **state)
{
	static const char *const t[] = { "", "8787", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000", ":8787",
		"::1:8787", "127.0.0.1:87 87", "[]:1" };

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		struct listen_at at;
		struct buf why = { 0 };

		assert_int_not_equal(
		    listen_open(t[i], false, &at, &why), RC_OK);
		assert_true(why.n > 0);
		buf_free(&why);
	}
}

static void
port_0_is_any_free_one(void **state)
{
	struct listen_at at;
	struct buf why = { 0 }, url = { 0 };
	char want[64];

	(void)state;
	assert_int_equal(listen_open("127.0.0.1:0", false, &at, &why), RC_OK);
	assert_true(at.loopback && at.port > 0);
	listen_url(&at, &url);
	snprintf(want, sizeof want, "http://127.0.0.1:%u/", at.port);
	assert_string_equal(buf_cstr(&url), want);
	close(at.fd);
	buf_free(&url);
	buf_free(&why);
}

static void
a_port_in_use_gives_way_only_if_it_may(void **state)
{
	struct listen_at first, other;
	struct buf why = { 0 };
	char where[64];

	(void)state;
	assert_int_equal(
	    listen_open("127.0.0.1:0", false, &first, &why), RC_OK);
	snprintf(where, sizeof where, "127.0.0.1:%u", first.port);
	assert_int_equal(listen_open(where, false, &other, &why), RC_LOCKED);
	assert_non_null(strstr(buf_cstr(&why), "-o http="));
	buf_clear(&why);
	assert_int_equal(listen_open(where, true, &other, &why), RC_OK);
	assert_true(other.moved);
	assert_int_not_equal(other.port, first.port);
	assert_int_equal(why.n, 0);
	close(first.fd);
	close(other.fd);
	buf_free(&why);
}

static void
every_interface_is_not_loopback(void **state)
{
	struct listen_at at;
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(listen_open("0.0.0.0:0", false, &at, &why), RC_OK);
	assert_false(at.loopback);
	close(at.fd);
	assert_int_equal(listen_open("localhost:0", false, &at, &why), RC_OK);
	assert_true(at.loopback);
	close(at.fd);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_address_is_refused),
		cmocka_unit_test(port_0_is_any_free_one),
		cmocka_unit_test(a_port_in_use_gives_way_only_if_it_may),
		cmocka_unit_test(every_interface_is_not_loopback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
