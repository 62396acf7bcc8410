/* Tests for producer/fetch.c: who must not be asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "producer/fetch.h"

static bool
is_private(const char *text)
{
	struct sockaddr_in a4 = { .sin_family = AF_INET };
	struct sockaddr_in6 a6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &a4.sin_addr) == 1)
		return fetch_is_private((struct sockaddr *)(void *)&a4);
	assert_int_equal(inet_pton(AF_INET6, text, &a6.sin6_addr), 1);
	return fetch_is_private((struct sockaddr *)(void *)&a6);
}

static void
private_networks_are_known_in_every_guise(void **state)
{
	static const char *const yes[] = { "127.0.0.1", "127.9.9.9", "10.1.2.3",
		"172.16.0.1", "172.31.255.255", "192.168.1.1",
		"169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
		"255.255.255.255", "198.18.0.1", "::", "::1", "fe80::1",
		"fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1",
		"::ffff:127.0.0.1", "64:ff9b::10.0.0.1",
		"2002:7f00:1::", "2001:db8::1", "2001::1", "::127.0.0.1" };
	static const char *const no[] = { "8.8.8.8", "172.32.0.1", "192.0.3.1",
		"100.128.0.1", "223.255.255.1", "2600::1", "2a00:1450::1",
		"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (!is_private(yes[i]))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (is_private(no[i]))
			fail_msg("%s", no[i]);
	assert_true(
	    fetch_is_private(&(struct sockaddr) { .sa_family = AF_UNIX }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(private_networks_are_known_in_every_guise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
