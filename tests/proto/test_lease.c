/* Tests for proto/lease.c: the MAC binds article, job and acceptance. */
#include "wire.h"

#include "proto/lease.h"

static const struct lease lease = { 7, 2, 31, 4 };
static const struct hash_key key = { "0123456789abcdef0123456789abcde" };

static struct hash_mac
sign(struct lease l, int64_t accepted_ms, struct span article)
{
	return lease_sign(&key, &l, accepted_ms, article);
}

static void
mac_changes_with_all_that_must_not_change(void **state)
{
	(void)state;
	const struct span blob = SPAN("blob");
	struct hash_mac mac = sign(lease, 100, blob), other;
	struct lease l = lease;

	l.producer++;
	other = sign(l, 100, blob);
	assert_false(hash_mac_eq(&mac, &other));
	l = lease;
	l.job++;
	other = sign(l, 100, blob);
	assert_false(hash_mac_eq(&mac, &other));
	other = sign(lease, 101, blob);
	assert_false(hash_mac_eq(&mac, &other));
	other = sign(lease, 100, (struct span)SPAN("blot"));
	assert_false(hash_mac_eq(&mac, &other));
	other = lease_sign(&(struct hash_key) { "another" }, &lease, 100, blob);
	assert_false(hash_mac_eq(&mac, &other));
}

static void
a_later_attempt_has_the_same_mac(void **state)
{
	(void)state;
	struct lease later = lease;
	struct hash_mac a, b;

	later.epoch++;
	later.attempt = 9;
	a = sign(lease, 100, (struct span)SPAN("blob"));
	b = sign(later, 100, (struct span)SPAN("blob"));
	assert_true(hash_mac_eq(&a, &b));
}

static void
fields_come_back(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct mp_out m;
	struct mp_doc d;
	struct lease l;

	mp_begin(&m, &b);
	mp_put_array(&m, LEASE_FIELDS);
	lease_put(&m, &lease);
	assert_int_equal(mp_open(&d, buf_span(&b)), RC_OK);
	assert_true(lease_get(d.root.via.array.ptr, &l));
	wire_same_lease(&l, &lease);
	mp_close(&d);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mac_changes_with_all_that_must_not_change),
		cmocka_unit_test(a_later_attempt_has_the_same_mac),
		cmocka_unit_test(fields_come_back),
	};

	return cmocka_run_group_tests_name("proto/lease", tests, NULL, NULL);
}
