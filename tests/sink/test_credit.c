/* Tests for sink/credit.c: whom an article credits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/credit.h"

struct sample {
	const char *source, *byline, *text;
	const char *credits; /* how: name; ... */
	const char *whose;   /* NULL: nobody's but the outlet's */
};

#define TEXT "The weir holds, the mayor said on Monday.\n\nIt rained.\n"

static const struct sample samples[] = {
	/* the record's source */
	{ "Marl Wire", NULL, TEXT, "source: Marl Wire; ", "Marl Wire" },
	{ "AP", NULL, TEXT, "source: The Associated Press; ",
	    "The Associated Press" },
	{ "NA", NULL, TEXT, "", NULL },
	{ "reuters", NULL, TEXT, "source: Reuters; ", "Reuters" },
	/* bylines */
	{ NULL, "Ada Quill, The Canadian Press", TEXT,
	    "byline: The Canadian Press; ", "The Canadian Press" },
	{ NULL, "By Ada Quill THE ASSOCIATED PRESS", TEXT,
	    "byline: The Associated Press; ", "The Associated Press" },
	{ NULL, "Ada Quill | Reuters", TEXT, "byline: Reuters; ", "Reuters" },
	{ NULL, "The Canadian Press staff", TEXT,
	    "byline: The Canadian Press; ", "The Canadian Press" },
	{ NULL, "Ada Quill", TEXT, "", NULL },
	{ NULL, "By Ap Quill", TEXT, "", NULL },
	/* datelines */
	{ NULL, NULL, "LOWER TARN (AP) \xe2\x80\x94 The weir holds.\nRain.\n",
	    "dateline: The Associated Press; ", "The Associated Press" },
	{ NULL, NULL, "TARN, May 5 (Reuters) - The weir holds.\n",
	    "dateline: Reuters; ", "Reuters" },
	{ NULL, NULL, "The party (AP) \xe2\x80\x9cthe weir\xe2\x80\x9d.\n", "",
	    NULL },
	{ NULL, NULL, "The engineer (Orrin) - no agency.\n", "", NULL },
	/* lines */
	{ NULL, NULL, TEXT "The Canadian Press\n",
	    "credit line: The Canadian Press; ", "The Canadian Press" },
	{ NULL, NULL, TEXT "\xe2\x80\x94 Reuters\n", "credit line: Reuters; ",
	    "Reuters" },
	{ NULL, NULL,
	    TEXT "Copyright 2031 The Associated Press. All rights reserved.\n",
	    "credit line: The Associated Press; ", "The Associated Press" },
	{ NULL, NULL, TEXT "Reuters said so. The mayor did not.\n", "", NULL },
	{ NULL, NULL,
	    TEXT "This report by The Canadian Press was first published May "
		 "5, 2031.\n",
	    "published by: The Canadian Press; ", "The Canadian Press" },
	{ NULL, NULL,
	    TEXT "This article was originally published on The Tarn Review.\n",
	    "published by: The Tarn Review; ", "The Tarn Review" },
	{ NULL, NULL, TEXT "It was originally published on Thursday.\n", "",
	    NULL },
	{ NULL, NULL, TEXT "With files from The Canadian Press\n",
	    "with files from: The Canadian Press; ", "The Canadian Press" },
	{ NULL, NULL,
	    TEXT "With files from Tarn Radio's Odo Brandt and Reuters\n",
	    "with files from: Tarn Radio; with files from: Reuters; ",
	    "Reuters" },
	{ NULL, NULL,
	    TEXT "Associated Press writer Ada Quill contributed to this "
		 "report.\n",
	    "with files from: The Associated Press; ", "The Associated Press" },
	/* Who was first is recorded; the words are the outlet's. */
	{ NULL, NULL,
	    "The sale was first reported by the Globe and Tarn, which saw a "
	    "letter.\n",
	    "reported first by: the Globe and Tarn; ", NULL },
	{ NULL, NULL, "It was first reported by Reuters.\n",
	    "reported first by: Reuters; ", NULL },
	/* What is nearer to the words comes first. */
	{ "Marl Wire", "Ada Quill, Reuters",
	    TEXT "With files from The Canadian Press\n",
	    "source: Marl Wire; byline: Reuters; with files from: The "
	    "Canadian Press; ",
	    "Marl Wire" },
};

static struct span
text_of(const char *s)
{
	return span_of(s);
}

static void
check(const struct sample *s)
{
	struct credit_of of = { text_of(s->source), text_of(s->byline),
		text_of(s->text) };
	struct credit credit[CREDIT_MAX];
	const struct credit *whose;
	struct arena arena = { 0 };
	struct buf b = { 0 };
	size_t n = credit_read(&of, &arena, credit);

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s: %.*s; ", credit_how_text(credit[i].how),
		    (int)credit[i].name.n, credit[i].name.p);
	if (!span_is(buf_span(&b), s->credits))
		fail_msg("%s %s %s: %s", s->source, s->byline, s->text,
		    buf_cstr(&b));
	whose = credit_whose(credit, n);
	assert_true((whose != NULL) == (s->whose != NULL));
	if (whose != NULL)
		assert_true(span_is(whose->name, s->whose));
	buf_free(&b);
	arena_free(&arena);
}

static void
credits_are_read_where_they_stand(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
		check(&samples[i]);
}

static void
an_agency_in_the_middle_of_a_long_text_is_no_credit(void **state)
{
	struct credit_of of = { 0 };
	struct credit credit[CREDIT_MAX];
	struct arena arena = { 0 };
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 40; i++)
		buf_puts(&b, i == 20 ? "The Canadian Press\n" : "It rained.\n");
	of.text = buf_span(&b);
	assert_int_equal(credit_read(&of, &arena, credit), 0);
	buf_free(&b);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credits_are_read_where_they_stand),
		cmocka_unit_test(
		    an_agency_in_the_middle_of_a_long_text_is_no_credit),
	};

	return cmocka_run_group_tests_name("sink/credit", tests, NULL, NULL);
}
