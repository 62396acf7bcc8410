/* Tests for proto/job.c: what is written is read; nothing else is. */
#include "wire.h"

#include "proto/job.h"

static const struct job sample = {
	.lease = { 0xfeedfacecafebeef, 3, 41, 2 },
	.lease_ms = 5000,
	.accepted_ms = 1700000000123,
	.sent_ms = -5, /* a clock before 1970 is no reason to fail */
	.mac = { "0123456789abcdef0123456789abcde" },
	.article = SPAN("blob"),
};

static enum rc
decode(struct span in)
{
	struct job j;

	return job_decode(in, &j);
}

static void
round_trip_keeps_every_field(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct job j;

	job_encode(&sample, &b);
	assert_int_equal(job_decode(buf_span(&b), &j), RC_OK);
	wire_same_lease(&j.lease, &sample.lease);
	assert_int_equal(j.lease_ms, 5000);
	assert_true(j.accepted_ms == sample.accepted_ms);
	assert_true(j.sent_ms == -5);
	assert_true(hash_mac_eq(&j.mac, &sample.mac));
	wire_same(j.article, sample.article);
	wire_all(decode, buf_span(&b), "JOB");
	buf_free(&b);
}

static void
an_article_too_big_is_refused(void **state)
{
	(void)state;
	struct job j = sample;
	struct buf b = { 0 };

	j.article.n = ARTICLE_TEXT_MAX + 17 * ARTICLE_META_MAX;
	j.article.p = mem_zalloc(j.article.n);
	job_encode(&j, &b);
	assert_int_equal(decode(buf_span(&b)), RC_TOOBIG);
	free((void *)j.article.p);
	buf_free(&b);
}

static void
what_is_refused_is_not_written(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct job j = { .lease_ms = 77 };

	job_encode(&sample, &b);
	b.n--;
	assert_int_equal(job_decode(buf_span(&b), &j), RC_BADMSG);
	assert_int_equal(j.lease_ms, 77);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_keeps_every_field),
		cmocka_unit_test(an_article_too_big_is_refused),
		cmocka_unit_test(what_is_refused_is_not_written),
	};

	return cmocka_run_group_tests_name("proto/job", tests, NULL, NULL);
}
