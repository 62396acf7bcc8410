/* Tests for workers/cluster.c: the shipped clusters, and files that are
 * none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/cluster.h"
#include "workers/en/models.h"
#include "workers/token.h"

static uint16_t
fine(const struct cluster_map *c, const char *word)
{
	return cluster_fine(c, token_hash(span_of(word)));
}

static void
words_used_alike_are_together(void **state)
{
	struct cluster_map c;

	(void)state;
	assert_true(cluster_open(models_of(MODELS_CLUSTERS), &c));
	assert_int_not_equal(fine(&c, "tuesday"), 0);
	assert_int_equal(fine(&c, "tuesday"), fine(&c, "thursday"));
	assert_int_not_equal(fine(&c, "tuesday"), fine(&c, "minister"));
	assert_int_equal(cluster_coarse(&c, fine(&c, "said")),
	    cluster_coarse(&c, fine(&c, "told")));
}

static void
a_word_nobody_uses_has_no_cluster(void **state)
{
	struct cluster_map c;

	(void)state;
	assert_true(cluster_open(models_of(MODELS_CLUSTERS), &c));
	assert_int_equal(fine(&c, "norhavenishly"), 0);
	assert_int_equal(cluster_mid(&c, 0), 0);
	assert_int_equal(cluster_coarse(&c, 0), 0);
}

static void
words_with_the_same_classes_are_of_a_kind(void **state)
{
	struct cluster_map c;

	(void)state;
	assert_true(cluster_open(models_of(MODELS_CLUSTERS), &c));
	assert_int_equal(cluster_kind(&c, token_hash(span_of("quickly"))),
	    cluster_kind(&c, token_hash(span_of("slowly"))));
	assert_int_not_equal(cluster_kind(&c, token_hash(span_of("quickly"))),
	    cluster_kind(&c, token_hash(span_of("minister"))));
	assert_int_equal(
	    cluster_kind(&c, token_hash(span_of("norhavenishly"))), 0);
}

static void
every_fine_cluster_has_those_above_it(void **state)
{
	struct cluster_map c;

	(void)state;
	assert_true(cluster_open(models_of(MODELS_CLUSTERS), &c));
	for (uint16_t i = 1; i < CLUSTER_FINE; i++) {
		assert_in_range(cluster_mid(&c, i), 1, CLUSTER_MID - 1);
		assert_in_range(cluster_coarse(&c, i), 1, CLUSTER_COARSE - 1);
	}
}

static void
what_is_no_file_of_clusters_knows_no_word(void **state)
{
	struct span file = models_of(MODELS_CLUSTERS);
	struct cluster_map c;

	(void)state;
	assert_false(cluster_open((struct span) { NULL, 0 }, &c));
	assert_int_equal(fine(&c, "tuesday"), 0);
	assert_int_equal(cluster_mid(&c, 7), 0);
	assert_false(cluster_open((struct span) { file.p, 64 }, &c));
	assert_false(cluster_open((struct span) { file.p, file.n - 1 }, &c));
	assert_false(cluster_open((struct span) { file.p + 1, file.n }, &c));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_used_alike_are_together),
		cmocka_unit_test(a_word_nobody_uses_has_no_cluster),
		cmocka_unit_test(words_with_the_same_classes_are_of_a_kind),
		cmocka_unit_test(every_fine_cluster_has_those_above_it),
		cmocka_unit_test(what_is_no_file_of_clusters_knows_no_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
