/* test_pageaddr.c -- where the page is. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "sink/pageaddr.h"
#include "tests/help.h"

struct world {
	char *dir;
	char path[PATH_MAX];
	struct conf *conf;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct buf why = { 0 };
	char pair[PATH_MAX];

	w->dir = help_temp_dir();
	snprintf(w->path, sizeof w->path, "%s/run", w->dir);
	mkdir(w->path, 0700);
	snprintf(w->path, sizeof w->path, "%s/run/http", w->dir);
	snprintf(pair, sizeof pair, "data=%s", w->dir);
	if (conf_load("/dev/null", &w->conf, &why) != RC_OK ||
	    conf_option(w->conf, pair, &why) != RC_OK)
		return 1;
	buf_free(&why);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	conf_free(w->conf);
	help_remove_dir(w->dir);
	free(w);
	return 0;
}

static void
write_page(const struct world *w, const char *text)
{
	help_write_file(w->path, text, strlen(text));
}

static void
an_address_is_there_once_its_line_is_whole(void **state)
{
	struct world *w = *state;
	char page[PAGEADDR_MAX] = "before";

	assert_false(pageaddr_read(w->conf, page));
	write_page(w, "");
	assert_false(pageaddr_read(w->conf, page));
	write_page(w, "http://127.0.0.1:87");
	assert_false(pageaddr_read(w->conf, page));
	assert_string_equal(page, "before");
	write_page(w, "http://127.0.0.1:8787/\n");
	assert_true(pageaddr_read(w->conf, page));
	assert_string_equal(page, "http://127.0.0.1:8787/");
}

static void
a_line_that_is_too_long_is_no_address(void **state)
{
	struct world *w = *state;
	char page[PAGEADDR_MAX] = "before", text[2 * PAGEADDR_MAX];

	memset(text, 'a', sizeof text);
	strcpy(text + sizeof text - 2, "\n");
	write_page(w, text);
	assert_false(pageaddr_read(w->conf, page));
	assert_string_equal(page, "before");
}

static void
a_forgotten_address_is_gone_and_may_be_forgotten_twice(void **state)
{
	struct world *w = *state;
	char page[PAGEADDR_MAX];

	write_page(w, "http://127.0.0.1:8787/\n");
	pageaddr_forget(w->conf);
	assert_false(pageaddr_read(w->conf, page));
	pageaddr_forget(w->conf);
}

static void
no_page_is_wanted_when_http_is_off(void **state)
{
	struct world *w = *state;
	struct buf why = { 0 };

	assert_true(pageaddr_wanted(w->conf));
	assert_int_equal(conf_option(w->conf, "http=off", &why), RC_OK);
	assert_false(pageaddr_wanted(w->conf));
	buf_free(&why);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(an_address_is_there_once_its_line_is_whole),
		T(a_line_that_is_too_long_is_no_address),
		T(a_forgotten_address_is_gone_and_may_be_forgotten_twice),
		T(no_page_is_wanted_when_http_is_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
