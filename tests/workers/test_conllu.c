/* Tests for workers/conllu.c: treebanks in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/conllu.h"

#define ROW(id, form, head, rel, misc) \
	id "\t" form "\t_\tNOUN\t_\t_\t" head "\t" rel "\t_\t" misc "\n"

static const char mill[] =
    "# sent_id = mill-1\n"
    "# text = Ona Lisk doesn’t run it.\n"
    "1\tOna\tOna\tPROPN\tNNP\tNumber=Sing\t5\tnsubj\t5:nsubj\t_\n"
    "2\tLisk\tLisk\tPROPN\tNNP\t_\t1\tflat\t1:flat\tProper=Yes\n"
    "3-4\tdoesn’t\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "3\tdoes\tdo\tAUX\tVBZ\t_\t5\taux\t_\t_\n"
    "4\tn’t\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_\n"
    "5\trun\trun\tVERB\tVB\t_\t0\troot\t_\t_\n"
    "5.1\tnow\tnow\tADV\tRB\t_\t_\t_\t5:advmod\t_\n"
    "6\tit\tit\tPRON\tPRP\t_\t5\tobj\t_\tA=1|SpaceAfter=No\n"
    "7\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_\n"
    "\n";

struct reading {
	struct conllu c;
	const struct conllu_sentence *s;
	struct buf why;
	FILE *in;
};

static void
begin(struct reading *r, const char *text)
{
	*r = (struct reading) { 0 };
	r->in = fmemopen((void *)(uintptr_t)text, strlen(text), "rb");
	assert_non_null(r->in);
	conllu_open(&r->c, r->in);
}

static enum rc
next(struct reading *r)
{
	return conllu_next(&r->c, &r->s, &r->why);
}

static void
end(struct reading *r)
{
	assert_int_equal(next(r), RC_END);
	conllu_close(&r->c);
	buf_free(&r->why);
	fclose(r->in);
}

static void
words_are_read_with_what_hangs_on_them(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, mill);
	assert_int_equal(next(&r), RC_OK);
	assert_int_equal(r.s->n_words, 7);
	assert_true(span_is(r.s->word[3].form, "n’t"));
	assert_true(span_is(r.s->word[3].lemma, "not"));
	assert_int_equal(r.s->word[3].pos, UD_PART);
	assert_int_equal(r.s->word[1].head, 0);
	assert_int_equal(r.s->word[1].rel, UD_FLAT);
	assert_int_equal(r.s->word[4].head, 4); /* the root */
	assert_int_equal(r.s->word[4].rel, UD_ROOT);
	assert_false(r.s->word[2].space); /* within the range */
	assert_true(r.s->word[3].space);
	assert_false(r.s->word[5].space);
	end(&r);
}

static void
what_is_written_keeps_forms_ranges_and_comments(void **state)
{
	struct reading r;
	struct buf out = { 0 };

	(void)state;
	begin(&r, mill);
	assert_int_equal(next(&r), RC_OK);
	conllu_write(r.s, r.s->word, &out);
	assert_string_equal(buf_cstr(&out),
	    "# sent_id = mill-1\n"
	    "# text = Ona Lisk doesn’t run it.\n"
	    "1\tOna\tOna\tPROPN\t_\t_\t5\tnsubj\t_\t_\n"
	    "2\tLisk\tLisk\tPROPN\t_\t_\t1\tflat\t_\t_\n"
	    "3-4\tdoesn’t\t_\t_\t_\t_\t_\t_\t_\t_\n"
	    "3\tdoes\tdo\tAUX\t_\t_\t5\taux\t_\tSpaceAfter=No\n"
	    "4\tn’t\tnot\tPART\t_\t_\t5\tadvmod\t_\t_\n"
	    "5\trun\trun\tVERB\t_\t_\t0\troot\t_\t_\n"
	    "5.1\tnow\t_\t_\t_\t_\t_\t_\t_\t_\n"
	    "6\tit\tit\tPRON\t_\t_\t5\tobj\t_\tSpaceAfter=No\n"
	    "7\t.\t.\tPUNCT\t_\t_\t5\tpunct\t_\t_\n"
	    "\n");
	buf_free(&out);
	end(&r);
}

static void
words_become_the_tokens_of_a_text(void **state)
{
	struct arena arena = { 0 };
	struct reading r;
	struct text t;

	(void)state;
	begin(&r, mill);
	assert_int_equal(next(&r), RC_OK);
	t = conllu_text(r.s, &arena);
	assert_true(span_is(t.bytes, "Ona Lisk doesn’t run it."));
	assert_int_equal(t.n_tokens, 7);
	assert_int_equal(t.n_sentences, 1);
	assert_int_equal(t.sentence[0].last, 7);
	assert_int_equal(t.token[3].kind, TOKEN_CLITIC);
	assert_int_equal(t.token[4].start, 17);
	assert_int_equal(t.length, 24);
	assert_true(t.token[0].capital && !t.token[4].capital);
	arena_free(&arena);
	end(&r);
}

/* One sentence is at fault for the reason; the one behind it is read. */
static void
refused(const char *lines, enum rc rc, const char *why)
{
	struct buf text = { 0 };
	struct reading r;

	buf_puts(&text, lines);
	buf_puts(&text, "\n" ROW("1", "Yes", "0", "root", "_"));
	begin(&r, buf_cstr(&text));
	assert_int_equal(next(&r), rc);
	assert_string_equal(buf_cstr(&r.why), why);
	assert_int_equal(next(&r), RC_OK);
	assert_true(span_is(r.s->word[0].form, "Yes"));
	end(&r);
	buf_free(&text);
}

static void
a_fault_is_told_with_its_line_and_the_rest_goes_on(void **state)
{
	(void)state;
	refused("# x\n1\ta\tb\n", RC_BADMSG,
	    "line 2: not ten columns with tabs between, none of them empty");
	refused(ROW("1", "", "0", "root", "_"), RC_BADMSG,
	    "line 1: not ten columns with tabs between, none of them empty");
	refused(ROW("2", "a", "0", "root", "_"), RC_BADMSG,
	    "line 1: the word's number does not follow");
	refused(ROW("one", "a", "0", "root", "_"), RC_BADMSG,
	    "line 1: the ID is neither 1 nor 1-2 nor 1.1");
	refused(ROW("1", "a", "-1", "root", "_"), RC_BADMSG,
	    "line 1: HEAD is no number of a word");
	refused(ROW("1", "a", "2", "obj", "_"), RC_BADMSG,
	    "line 2: above: a HEAD that is no word");
	refused(ROW("1", "a", "1", "obj", "_"), RC_BADMSG,
	    "line 2: above: a word is its own HEAD");
	refused(ROW("2-3", "ab", "_", "_", "_"), RC_BADMSG,
	    "line 1: the range is out of order");
	refused(ROW("1-3", "ab", "_", "_", "_") ROW("1", "a", "0", "root", "_"),
	    RC_BADMSG, "line 3: above: a range of words that end early");
	refused(ROW("3.1", "ab", "_", "_", "_"), RC_BADMSG,
	    "line 1: the empty node is out of order");
	refused("1\t\xff\n", RC_BADMSG, "line 1: not UTF-8 without NUL");
}

static void
limits_hold(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (unsigned i = 1; i <= CONLLU_WORDS_MAX + 1; i++)
		buf_printf(&b, "%u\ta\t_\t_\t_\t_\t0\troot\t_\t_\n", i);
	refused(buf_cstr(&b), RC_TOOBIG,
	    "line 501: the sentence has too many words");
	buf_clear(&b);
	for (unsigned i = 0; i <= CONLLU_LINES_MAX; i++)
		buf_puts(&b, "#\n");
	refused(buf_cstr(&b), RC_TOOBIG,
	    "line 5001: the sentence has too many lines");
	buf_clear(&b);
	for (unsigned i = 0; i <= CONLLU_LINE_MAX; i++)
		buf_puts(&b, "#");
	buf_puts(&b, "\n");
	refused(buf_cstr(&b), RC_TOOBIG, "line 1: the line is too long");
	buf_free(&b);
}

static void
line_ends_and_missing_annotation_do_no_harm(void **state)
{
	struct reading r;

	(void)state;
	begin(&r,
	    "\r\n# only a comment\r\n\r\n"
	    "1\ta\t_\t_\t_\t_\t_\t_\t_\t_\r\n"
	    "2\tb\t_\t_\t_\t_\t_\t_\t_\t_");
	assert_int_equal(next(&r), RC_OK);
	assert_int_equal(r.s->n_words, 2);
	assert_int_equal(r.s->word[1].head, 1);
	assert_int_equal(r.s->word[1].pos, UD_X);
	assert_int_equal(r.s->word[1].rel, UD_DEP);
	end(&r);
}

static void
every_truncation_is_survived(void **state)
{
	(void)state;
	for (size_t n = 1; n < sizeof mill; n++) {
		FILE *in = fmemopen((void *)(uintptr_t)mill, n, "rb");
		const struct conllu_sentence *s;
		struct buf why = { 0 };
		struct conllu c;
		enum rc rc;

		conllu_open(&c, in);
		while ((rc = conllu_next(&c, &s, &why)) != RC_END)
			assert_true(rc == RC_OK || why.n > 0);
		conllu_close(&c);
		buf_free(&why);
		fclose(in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_read_with_what_hangs_on_them),
		cmocka_unit_test(
		    what_is_written_keeps_forms_ranges_and_comments),
		cmocka_unit_test(words_become_the_tokens_of_a_text),
		cmocka_unit_test(
		    a_fault_is_told_with_its_line_and_the_rest_goes_on),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(line_ends_and_missing_annotation_do_no_harm),
		cmocka_unit_test(every_truncation_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
