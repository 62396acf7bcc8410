/* Tests for workers/train/learner.c: it learns, averages, quantises, and does
 * so the same again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "../help.h"
#include "workers/train/learner.h"

#define LABELS   3
#define EXAMPLES 300

/* Example i has two features; its label is told by the first. */
static void
features(uint32_t i, uint32_t f[2])
{
	f[0] = model_feature(1, i % 7, 0);
	f[1] = model_feature(2, i % 11, 0);
}

static uint32_t
label(uint32_t i)
{
	return i % 7 % LABELS;
}

static uint32_t
best(const float *score)
{
	uint32_t b = 0;

	for (uint32_t k = 1; k < LABELS; k++)
		if (score[k] > score[b])
			b = k;
	return b;
}

static void
train(struct learner *l)
{
	float score[LABELS];
	uint32_t order[EXAMPLES], f[2];
	uint64_t seed = 7;

	for (uint32_t i = 0; i < EXAMPLES; i++)
		order[i] = i;
	for (int pass = 0; pass < 5; pass++) {
		learner_shuffle(order, EXAMPLES, &seed);
		for (uint32_t i = 0; i < EXAMPLES; i++) {
			uint32_t want = label(order[i]), got;

			features(order[i], f);
			learner_score(l, f, 2, score);
			got = best(score);
			if (got != want) {
				learner_add(l, f, 2, want, 1);
				learner_add(l, f, 2, got, -1);
			}
			learner_step(l);
		}
	}
}

static void
what_can_be_told_apart_is_learnt(void **state)
{
	struct learner l;
	struct model m;
	int32_t score[LABELS];
	uint32_t f[2], right = 0;

	(void)state;
	learner_init(&l, LABELS, 10);
	train(&l);
	m = learner_model(&l, 0);
	for (uint32_t i = 0; i < EXAMPLES; i++) {
		uint32_t better = 0;

		features(i, f);
		model_score(&m, f, 2, score);
		for (uint32_t k = 0; k < LABELS; k++)
			better += score[label(i)] > score[k];
		right += better == LABELS - 1;
	}
	assert_int_equal(right, EXAMPLES);
	learner_free(&l);
}

static void
the_same_examples_give_the_same_bytes(void **state)
{
	char *dir = help_temp_dir();
	char *path[2] = { help_path(dir, "a"), help_path(dir, "b") }, *file[2];
	size_t n[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct learner l;

		learner_init(&l, LABELS, 8);
		train(&l);
		assert_true(learner_write(&l, 100, path[i],
		    MODEL_KIND('T', 'E', 'S', 'T'), span_of("x")));
		learner_free(&l);
		file[i] = help_read_file(path[i], &n[i]);
	}
	assert_int_equal(n[0], MODEL_HEADER + 256 * LABELS + 1);
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(file[0], file[1], n[0]);
	for (int i = 0; i < 2; i++) {
		free(path[i]);
		free(file[i]);
	}
	help_remove_dir(dir);
}

/* Over four steps, 1 that was there for three of them weighs as much as 3
 * that was there for one. */
static void
weights_are_averaged_over_the_steps(void **state)
{
	const uint32_t early = 0, late = 1, first = 2;
	struct learner l;
	struct model m;

	(void)state;
	learner_init(&l, 1, 2);
	learner_add(&l, &first, 1, 0, 1);
	learner_step(&l);
	learner_add(&l, &early, 1, 0, 1);
	learner_step(&l);
	learner_step(&l);
	learner_add(&l, &late, 1, 0, 3);
	learner_step(&l);
	m = learner_model(&l, 0);
	assert_int_equal(m.row[2], 127);
	assert_int_equal(m.row[0], m.row[1]);
	assert_int_equal(m.row[0], 95); /* 127 * 3 / 4 */
	assert_int_equal(m.row[3], 0);
	learner_free(&l);
}

static void
an_outlier_is_clipped(void **state)
{
	struct learner l;
	struct model m;

	(void)state;
	learner_init(&l, 1, 3);
	for (uint32_t f = 0; f < 8; f++)
		learner_add(&l, &f, 1, 0, f == 3 ? -1000 : 2);
	learner_step(&l);
	m = learner_model(&l, 0);
	assert_int_equal(m.row[3], -127);
	assert_int_equal(m.row[0], 0);
	m = learner_model(&l, 200000); /* the second of eight */
	assert_int_equal(m.row[3], -127);
	assert_int_equal(m.row[0], 127);
	learner_free(&l);
}

static void
a_learner_that_learnt_nothing_has_a_model_of_zeros(void **state)
{
	struct learner l;
	struct model m;

	(void)state;
	learner_init(&l, 2, 1);
	m = learner_model(&l, 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(m.row[i], 0);
	learner_free(&l);
}

static void
shuffling_keeps_everything_and_follows_the_seed(void **state)
{
	uint32_t a[50], b[50], moved = 0;
	uint64_t x = 1, y = 1;
	bool seen[50] = { false };

	(void)state;
	for (uint32_t i = 0; i < 50; i++)
		a[i] = b[i] = i;
	learner_shuffle(a, 50, &x);
	learner_shuffle(b, 50, &y);
	assert_memory_equal(a, b, sizeof a);
	for (uint32_t i = 0; i < 50; i++) {
		assert_true(a[i] < 50 && !seen[a[i]]);
		seen[a[i]] = true;
		moved += a[i] != i;
	}
	assert_true(moved > 25);
	learner_shuffle(b, 50, &y);
	assert_memory_not_equal(a, b, sizeof a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_can_be_told_apart_is_learnt),
		cmocka_unit_test(the_same_examples_give_the_same_bytes),
		cmocka_unit_test(weights_are_averaged_over_the_steps),
		cmocka_unit_test(an_outlier_is_clipped),
		cmocka_unit_test(
		    a_learner_that_learnt_nothing_has_a_model_of_zeros),
		cmocka_unit_test(
		    shuffling_keeps_everything_and_follows_the_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
