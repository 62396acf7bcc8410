/* Tests for workers/model.c: files of weights, whole and damaged; sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "../help.h"
#include "workers/en/models.h"
#include "workers/model.h"

#define KIND  MODEL_KIND('T', 'E', 'S', 'T')
#define WIDTH 3
#define BITS  2

static const int8_t rows[(1 << BITS) * WIDTH] = { 1, 2, 3, -128, 127, 0, 5, -6,
	7, 0, 0, 1 };

/* A file as model_write() leaves it; caller frees. */
static char *
written(size_t *n)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "a.model"), *file;
	const struct span beside = SPAN("beside");

	assert_true(model_write(path, KIND, WIDTH, BITS, rows, beside));
	file = help_read_file(path, n);
	assert_non_null(file);
	free(path);
	help_remove_dir(dir);
	return file;
}

static void
what_is_written_is_read_back(void **state)
{
	size_t n;
	char *file = written(&n);
	struct model m;

	(void)state;
	assert_true(model_open((struct span) { file, n }, KIND, WIDTH, &m));
	assert_int_equal(m.mask, (1 << BITS) - 1);
	assert_int_equal(m.width, WIDTH);
	assert_memory_equal(m.row, rows, sizeof rows);
	assert_true(span_is(m.beside, "beside"));
	free(file);
}

static void
a_file_of_another_kind_or_width_is_not_taken(void **state)
{
	size_t n;
	char *file = written(&n);
	struct model m;

	(void)state;
	assert_false(
	    model_open((struct span) { file, n }, KIND + 1, WIDTH, &m));
	assert_null(m.row);
	assert_false(
	    model_open((struct span) { file, n }, KIND, WIDTH + 1, &m));
	assert_false(model_open((struct span) { file, n }, KIND, 0, &m));
	free(file);
}

static void
a_file_that_was_cut_or_grew_is_not_taken(void **state)
{
	size_t n;
	char *file = written(&n), *cut;
	struct model m;

	(void)state;
	/* Each in memory of its own size, where a step too far is seen. */
	for (size_t k = 0; k < n; k++) {
		cut = malloc(k + 1);
		assert_non_null(cut);
		memcpy(cut, file, k);
		assert_false(
		    model_open((struct span) { cut, k }, KIND, WIDTH, &m));
		assert_null(m.row);
		free(cut);
	}
	assert_false(
	    model_open((struct span) { file, n + 1 }, KIND, WIDTH, &m));
	free(file);
}

/* A byte of the header turned to anything: it is another file, or rows and
 * what lies beside are within it. */
static void
a_damaged_header_never_leads_out_of_the_file(void **state)
{
	size_t n;
	char *file = written(&n);

	(void)state;
	for (size_t at = 0; at < MODEL_HEADER; at++)
		for (int bit = 0; bit < 8; bit++) {
			struct model m;

			file[at] = (char)(file[at] ^ 1 << bit);
			if (model_open(
				(struct span) { file, n }, KIND, WIDTH, &m)) {
				assert_true(
				    m.beside.p + m.beside.n == file + n);
				assert_true((size_t)(m.mask + 1) * WIDTH ==
				    sizeof rows);
			}
			file[at] = (char)(file[at] ^ 1 << bit);
		}
	free(file);
}

static void
a_score_is_the_sum_of_the_features_rows(void **state)
{
	const struct model m = { rows, (1 << BITS) - 1, WIDTH, { NULL, 0 } };
	const struct model narrow = { rows, 7, 1, { NULL, 0 } };
	const uint32_t f[] = { 1, 0, 4 + 1, 0xfffffffeu };
	int32_t out[WIDTH];

	(void)state;
	model_score(&m, f, 4, out);
	assert_int_equal(out[0], -128 + 1 - 128 + 5);
	assert_int_equal(out[1], 127 + 2 + 127 - 6);
	assert_int_equal(out[2], 0 + 3 + 0 + 7);
	model_score(&m, f, 0, out);
	assert_int_equal(out[0] | out[1] | out[2], 0);
	assert_int_equal(model_sum(&narrow, f, 4), 2 + 1 + 0 + 5);
}

static void
features_differ_by_template_and_by_each_value(void **state)
{
	uint32_t f = model_feature(1, 2, 3);

	(void)state;
	assert_int_equal(f, model_feature(1, 2, 3));
	assert_int_not_equal(f, model_feature(2, 2, 3));
	assert_int_not_equal(f, model_feature(1, 3, 2));
	assert_int_not_equal(f, model_feature(1, 2, 4));
	assert_int_not_equal(f, model_feature(2, 1, 3));
}

/* Values and templates are small numbers that lie close together: of n
 * features, as good as none should share a row of a large table. */
static void
features_are_spread_over_the_rows(void **state)
{
	enum { ROWS = 1 << 16 };
	static uint8_t seen[ROWS];
	uint32_t shared = 0, n = 0;

	(void)state;
	for (uint32_t template = 0; template <16; template ++)
		for (uint32_t a = 0; a < 16; a++)
			for (uint32_t b = 0; b < 16; b++, n++)
				shared += seen[model_feature(template, a, b) %
					      ROWS]++ > 0;
	/* By chance: n * n / 2 / ROWS = 128. */
	assert_true(shared < 3 * n * (n / 2) / ROWS / 2);
}

/* Those that ship: each file is empty, or a whole model. */
static void
the_shipped_files_are_models_of_at_most_20_mb(void **state)
{
	size_t all = 0;

	(void)state;
	for (int i = 0; i < MODELS_N; i++) {
		struct span s = models_of((enum models_file)i);

		all += s.n;
		assert_true(s.n == 0 || s.n >= MODEL_HEADER);
		assert_true(s.n == 0 || memcmp(s.p, "CWMODEL", 7) == 0);
	}
	assert_true(all <= 20u << 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(a_file_of_another_kind_or_width_is_not_taken),
		cmocka_unit_test(a_file_that_was_cut_or_grew_is_not_taken),
		cmocka_unit_test(a_damaged_header_never_leads_out_of_the_file),
		cmocka_unit_test(a_score_is_the_sum_of_the_features_rows),
		cmocka_unit_test(features_differ_by_template_and_by_each_value),
		cmocka_unit_test(features_are_spread_over_the_rows),
		cmocka_unit_test(the_shipped_files_are_models_of_at_most_20_mb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
