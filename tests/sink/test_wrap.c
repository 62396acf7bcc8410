/* Tests for sink/wrap.c: lines no wider than a terminal, safe, in colours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sink/table.h"
#include "sink/wrap.h"

/* No line of text is wider; returns how many there are. */
static size_t
lines_within(const char *text, unsigned width)
{
	size_t n = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		assert_true(table_width((struct span) { text, len }) <= width);
		text += len + (text[len] == '\n');
		n++;
	}
	return n;
}

static void
words_go_to_the_next_line_whole(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct wrap w = { .out = &out, .width = 12, .indent = 2 };

	wrap_puts(&w, WRAP_PLAIN, "the toll rose  to seven ");
	wrap_put(&w, WRAP_PLAIN, span_of("on Tuesday"));
	wrap_end(&w);
	assert_string_equal(
	    buf_cstr(&out), "the toll\n  rose to\n  seven on\n  Tuesday\n");
	buf_free(&out);
}

static void
a_word_that_is_too_wide_is_broken(void **state)
{
	(void)state;
	struct buf out = { 0 }, word = { 0 };
	struct wrap w = { .out = &out, .width = 20, .indent = 4 };

	for (int i = 0; i < 10000; i++)
		buf_puts(&word, i % 3 == 0 ? "é" : i % 3 == 1 ? "字" : "a");
	wrap_puts(&w, WRAP_PLAIN, "word: ");
	wrap_put(&w, WRAP_PLAIN, buf_span(&word));
	wrap_end(&w);
	assert_true(lines_within(buf_cstr(&out), 20) > 10000 / 16);
	buf_free(&word);
	buf_free(&out);
}

static void
every_width_and_indent_comes_to_an_end(void **state)
{
	(void)state;

	for (unsigned width = 1; width < 30; width++)
		for (unsigned indent = 0; indent < 30; indent++) {
			struct buf out = { 0 };
			struct wrap w = {
				.out = &out, .width = width, .indent = indent
			};

			wrap_tab(&w, 5);
			wrap_put(&w, WRAP_BOLD,
			    span_of("a bridge 字字字字 reopened without "
				    "ceremony"));
			wrap_line(&w);
			wrap_end(&w);
			if (width > indent + 2 && width > 7)
				lines_within(buf_cstr(&out), width);
			buf_free(&out);
		}
}

static void
what_acts_on_a_terminal_is_left_out(void **state)
{
	(void)state;
	static const char hostile[] = "a\033[2Jb\r\nc\x7f"
				      "d\xe2\x80\xae"
				      "e\xc2\x9b"
				      "f\tg";
	struct buf out = { 0 };

	for (unsigned width = 0; width < 40; width += 39) {
		struct wrap w = { .out = &out, .width = width };

		buf_clear(&out);
		wrap_put(&w, WRAP_RED, span_of(hostile));
		assert_string_equal(buf_cstr(&out), "a [2Jb c d e f g");
	}
	buf_free(&out);
}

static void
looks_are_put_on_and_taken_off(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct wrap w = { .out = &out, .width = 10, .colour = true };

	wrap_puts(&w, WRAP_RED, "one two three");
	wrap_puts(&w, WRAP_PLAIN, " four");
	wrap_puts(&w, WRAP_BOLD, " x");
	wrap_end(&w);
	assert_string_equal(buf_cstr(&out),
	    "\033[31mone two\033[m\n\033[31mthree \033[mfour\n"
	    "\033[1mx\033[m\n");
	buf_free(&out);
}

static void
one_line_is_never_broken_and_keeps_our_blanks(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct wrap w = { .out = &out };

	wrap_puts(&w, WRAP_RED, "7  ");
	wrap_put(&w, WRAP_PLAIN, span_of("  from\n outside  "));
	wrap_puts(&w, WRAP_PLAIN, "  (1)");
	wrap_end(&w);
	assert_string_equal(buf_cstr(&out), "7  from outside   (1)\n");
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_go_to_the_next_line_whole),
		cmocka_unit_test(a_word_that_is_too_wide_is_broken),
		cmocka_unit_test(every_width_and_indent_comes_to_an_end),
		cmocka_unit_test(what_acts_on_a_terminal_is_left_out),
		cmocka_unit_test(looks_are_put_on_and_taken_off),
		cmocka_unit_test(one_line_is_never_broken_and_keeps_our_blanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
