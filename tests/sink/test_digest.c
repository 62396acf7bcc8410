/* Tests for sink/digest.c: what a store came to, on one screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "invent.h"
#include "proto/mem.h"
#include "sink/digest.h"
#include "sink/table.h"
#include "tests/help.h"

#define NOON 1900000000000

struct fixture {
	char *dir, *path;
	struct store *s;
	struct query *q;
	struct buf out;
};

static void
put(struct fixture *f, const char *outlet, const char *id, const char *text)
{
	struct invent v;
	enum store_outcome o;

	invent(&v, outlet, id, "2031-05-01", text);
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	o.path = f->path;
	if (store_open(&o, &f->s, &f->out) != RC_OK ||
	    query_open(f->path, &f->q, &f->out) != RC_OK)
		fail_msg("%s", buf_cstr(&f->out));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	query_close(f->q);
	store_close(f->s);
	help_remove_dir(f->dir);
	free(f->path);
	buf_free(&f->out);
	free(f);
	return 0;
}

static const char *
digest(struct fixture *f, unsigned width, unsigned n)
{
	buf_clear(&f->out);
	assert_int_equal(digest_put(f->q, width, n, &f->out), RC_OK);
	return buf_cstr(&f->out);
}

static void
an_empty_store_came_to_nothing(void **state)
{
	assert_string_equal(digest(*state, 0, 5),
	    "0 claims from 0 articles of 0 outlets: 0 reported, 0 "
	    "corroborated, 0 revised, 0 disputed, 0 withdrawn\n");
}

static void
claims_are_counted_and_what_was_withdrawn_is_told(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "h1",
	    "Ada Brook: The weir holds.\nBo Finch: It does not.");
	put(f, "Tarn Mail", "m1", "Ada Brook: The weir holds.");
	put(f, "Tarn Herald", "h1",
	    "Ada Brook: The weir holds.\nCleo Marsh: Wait \033[2J and see.");
	assert_string_equal(digest(f, 0, 5),
	    "3 claims from 2 articles of 2 outlets: 1 reported, 1 "
	    "corroborated, 0 revised, 0 disputed, 1 withdrawn\n"
	    "Withdrawn:\n"
	    "  Bo Finch: It does not.\n");
}

static void
lines_are_few_and_fit(void **state)
{
	struct fixture *f = *state;
	const char *text;
	size_t lines = 0;

	put(f, "Tarn Herald", "h1",
	    "Ada Brook: One word.\nAda Brook: Two words.\nAda Brook: Three "
	    "words and a good many more of them \033[2J.");
	put(f, "Tarn Herald", "h1", "Ada Brook: Nothing.");
	text = digest(f, 30, 2);
	assert_non_null(strstr(text, "  ... and 1 more\n"));
	text = strstr(text, "Withdrawn:\n");
	assert_non_null(text);
	for (; *text != '\0'; lines++) {
		size_t n = strcspn(text, "\n");

		assert_true(table_width((struct span) { text, n }) <= 30);
		assert_null(memchr(text, '\033', n));
		text += n + 1;
	}
	assert_int_equal(lines, 4);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(an_empty_store_came_to_nothing),
		T(claims_are_counted_and_what_was_withdrawn_is_told),
		T(lines_are_few_and_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
