/* Tests for proto/hash.c: the digests that stores and peers rely on. */
#include "wire.h"

#include "proto/hash.h"

/* They are written into stores: they must never change. */
static void
digests_are_what_they_always_were(void **state)
{
	(void)state;
	const struct span parts[] = { SPAN("ab"), SPAN("c") };
	struct hash_id id = hash_parts(parts, 2);
	char hex[HASH_HEX_MAX];

	assert_string_equal(
	    hash_hex(&id, hex), "4826ed043ab3cdec576d8541fa5d5a80");
	assert_true(hash_fast((struct span)SPAN("")) == 0x2d06800538d394c2);
}

static void
parts_are_told_apart(void **state)
{
	(void)state;
	const struct span a[] = { SPAN("ab"), SPAN("c") };
	const struct span b[] = { SPAN("a"), SPAN("bc") };
	const struct span c[] = { SPAN("abc"), { NULL, 0 } };
	struct hash_id x = hash_parts(a, 2), y = hash_parts(b, 2),
		       z = hash_parts(c, 2);

	assert_false(hash_id_eq(&x, &y));
	assert_false(hash_id_eq(&x, &z));
}

static void
random_bytes_differ(void **state)
{
	(void)state;
	unsigned char a[16], b[16];

	hash_random(a, sizeof a);
	hash_random(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_are_what_they_always_were),
		cmocka_unit_test(parts_are_told_apart),
		cmocka_unit_test(random_bytes_differ),
	};

	return cmocka_run_group_tests_name("proto/hash", tests, NULL, NULL);
}
