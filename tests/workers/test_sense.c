/* Tests for workers/sense.c: the shipped vectors, and files that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/mem.h"
#include "workers/en/models.h"
#include "workers/sense.h"
#include "workers/token.h"

static struct gist_word
word(const struct sense_map *s, const char *text)
{
	struct gist_word w = { .text = span_of(text) };

	w.hash = token_hash(w.text);
	if (sense_find(s, w.hash, w.vector, &w.rare))
		w.flags = GIST_KNOWN;
	return w;
}

static int
near(const struct sense_map *s, const char *a, const char *b)
{
	struct gist_word x = word(s, a), y = word(s, b);

	return gist_near(&x, &y);
}

static void
words_that_mean_much_the_same_are_near(void **state)
{
	struct sense_map s;

	(void)state;
	assert_true(sense_open(models_of(MODELS_SENSES), &s));
	assert_int_equal(near(&s, "king", "king"), 1000);
	assert_true(near(&s, "king", "monarch") > near(&s, "king", "pump"));
	assert_true(near(&s, "flood", "storm") > near(&s, "flood", "choir"));
	assert_int_equal(near(&s, "king", "xqzvw"), 0);
	assert_true(word(&s, "say").rare < word(&s, "monarch").rare);
}

static void
a_file_cut_short_knows_no_word(void **state)
{
	struct span file = models_of(MODELS_SENSES);
	struct sense_map s;
	struct gist_word w = { .flags = 0 };

	(void)state;
	for (size_t n = 0; n < file.n; n += n < 2000 ? 1 : 9973) {
		char *cut = mem_strndup(file.p, n);

		assert_false(sense_open((struct span) { cut, n }, &s));
		assert_false(sense_find(&s, 1, w.vector, &w.rare));
		free(cut);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_mean_much_the_same_are_near),
		cmocka_unit_test(a_file_cut_short_knows_no_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
