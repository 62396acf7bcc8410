/* Tests for workers/compute.c: what a child answers to any blob. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/article.h"
#include "proto/found.h"
#include "proto/utf8.h"
#include "workers/compute.h"

static const struct article sample = {
	.id = SPAN("a1"),
	.outlet = SPAN("The Norhaven Gazette"),
	.published = SPAN("2031-03-05"),
	.text = SPAN("“We stay,” said Ann Lee."),
};

static void
an_article_becomes_what_was_found(void **state)
{
	struct arena arena = { 0 };
	struct buf art = { 0 }, out = { 0 };
	struct found f;

	(void)state;
	article_encode(&sample, &art);
	assert_int_equal(
	    compute_article(buf_span(&art), &arena, &out), COMPUTE_FOUND);
	assert_int_equal(found_decode(buf_span(&out),
			     (uint32_t)utf8_count(sample.text), &arena, &f),
	    RC_OK);
	assert_int_equal(f.n_claims, 1);
	assert_true(span_is(f.claims[0].speaker, "Ann Lee"));
	buf_free(&art);
	buf_free(&out);
	arena_free(&arena);
}

static void
a_newer_version_may_be_known_to_another_worker(void **state)
{
	struct arena arena = { 0 };
	struct buf art = { 0 }, out = { 0 };

	(void)state;
	article_encode(&sample, &art);
	/* array of 13, "ART", then the version */
	assert_int_equal(art.p[5], ARTICLE_VERSION);
	art.p[5] = ARTICLE_VERSION + 1;
	assert_int_equal(
	    compute_article(buf_span(&art), &arena, &out), COMPUTE_FAILED);
	assert_true(out.n > 0);
	buf_free(&art);
	buf_free(&out);
	arena_free(&arena);
}

static void
every_truncation_is_refused(void **state)
{
	struct arena arena = { 0 };
	struct buf art = { 0 }, out = { 0 };

	(void)state;
	article_encode(&sample, &art);
	for (size_t n = 0; n < art.n; n++) {
		struct buf cut = { 0 };

		buf_append(&cut, art.p, n);
		assert_int_equal(compute_article(buf_span(&cut), &arena, &out),
		    COMPUTE_REFUSED);
		assert_true(out.n > 0);
		buf_free(&cut);
	}
	buf_free(&art);
	buf_free(&out);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_article_becomes_what_was_found),
		cmocka_unit_test(
		    a_newer_version_may_be_known_to_another_worker),
		cmocka_unit_test(every_truncation_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
