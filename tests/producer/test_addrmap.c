/* Tests for producer/addrmap.c: numbers of addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "producer/addrmap.h"

#define MANY 5000

static void
what_is_put_is_found_until_it_is_removed(void **state)
{
	static char name[MANY][16];
	struct addrmap m = { 0 };

	(void)state;
	assert_int_equal(addrmap_get(&m, "x"), ADDRMAP_NONE);
	addrmap_remove(&m, "x");
	for (int round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < MANY; i++) {
			snprintf(name[i], sizeof(name[i]), "a%u", i);
			addrmap_put(&m, name[i], i + (uint32_t)round);
		}
		for (uint32_t i = 0; i < MANY; i += 2)
			addrmap_remove(&m, name[i]);
		for (uint32_t i = 0; i < MANY; i++)
			assert_int_equal(addrmap_get(&m, name[i]),
			    i % 2 == 0 ? ADDRMAP_NONE : i + (uint32_t)round);
		for (uint32_t i = 1; i < MANY; i += 2)
			addrmap_remove(&m, name[i]);
	}
	assert_true(m.cap < 16 * MANY); /* what was removed is given back */
	addrmap_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_is_found_until_it_is_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
