/* reading.h -- what the tests of the sources share: a reader that keeps what
 * it was given, and what was refused, as text. */
#ifndef TESTS_PRODUCER_READING_H
#define TESTS_PRODUCER_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "producer/source.h"
#include "proto/clock.h"
#include "proto/mem.h"
#include "tests/help.h"

#define CURSORS 64

struct reading {
	char *dir;
	struct source *s;
	struct buf texts;    /* "text|" each */
	struct buf refusals; /* "file:line: what\n" each */
	struct source_item last;
	struct {
		char *key;
		struct buf value;
	} cursor[CURSORS]; /* as if in a spool */
	size_t n;
};

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static inline int
set_up(void **state)
{
	struct reading *r = mem_zalloc(sizeof(*r));

	r->dir = help_temp_dir();
	*state = r;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct reading *r = *state;

	source_close(r->s);
	for (size_t i = 0; i < r->n; i++) {
		free(r->cursor[i].key);
		buf_free(&r->cursor[i].value);
	}
	buf_free(&r->texts);
	buf_free(&r->refusals);
	help_remove_dir(r->dir);
	free(r);
	return 0;
}

static inline void
keep_refusal(void *arg, const struct source_refusal *f)
{
	struct reading *r = arg;
	const char *base = strrchr(f->file, '/');

	buf_printf(&r->refusals, "%s:%" PRIu64 ": %s\n",
	    base != NULL ? base + 1 : f->file, f->line, f->what);
}

static inline enum rc
give_cursor(void *arg, const char *key, struct buf *value)
{
	struct reading *r = arg;

	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->cursor[i].key, key) == 0 &&
		    r->cursor[i].value.n > 0) {
			buf_append(
			    value, r->cursor[i].value.p, r->cursor[i].value.n);
			return RC_OK;
		}
	return RC_NOENT;
}

static inline void
keep_cursor(struct reading *r, const struct source_item *it)
{
	size_t i = 0;

	if (it->key == NULL)
		return;
	while (i < r->n && strcmp(r->cursor[i].key, it->key) != 0)
		i++;
	assert_true(i < CURSORS);
	if (i == r->n)
		r->cursor[r->n++].key = mem_strdup(it->key);
	buf_clear(&r->cursor[i].value);
	if (it->cursor.n > 0)
		buf_append(&r->cursor[i].value, it->cursor.p, it->cursor.n);
}

/* Open what is called name in the test's folder; "": the folder. */
static inline void
open_source(struct reading *r, const char *name, bool once)
{
	const struct source_opts o = { .once = once,
		.refuse = keep_refusal,
		.cursor = give_cursor,
		.arg = r };
	char *path = help_path(r->dir, name);
	struct buf why = { 0 };

	source_close(r->s);
	r->s = NULL;
	buf_clear(&r->texts);
	buf_clear(&r->refusals);
	if (source_open(path, &o, &r->s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	free(path);
}

/* Take what there is; RC_AGAIN or RC_END. */
static inline enum rc
read_some_at(struct reading *r, int64_t now_ms)
{
	enum rc rc;

	while ((rc = source_next(r->s, now_ms, &r->last)) == RC_OK) {
		keep_cursor(r, &r->last);
		if (r->last.has_article) {
			buf_append(&r->texts, r->last.article.text.p,
			    r->last.article.text.n);
			buf_puts(&r->texts, "|");
		}
	}
	return rc;
}

static inline enum rc
read_some(struct reading *r)
{
	return read_some_at(r, clock_mono_ms());
}

/* Go on until want was read, or five seconds are over. */
static inline void
read_until(struct reading *r, const char *want)
{
	int64_t end = clock_mono_ms() + 5000;

	do
		(void)read_some(r);
	while (strcmp(buf_cstr(&r->texts), want) != 0 && clock_mono_ms() < end);
	assert_string_equal(buf_cstr(&r->texts), want);
}

static inline void
put_file(struct reading *r, const char *name, const char *text)
{
	char *path = help_path(r->dir, name);

	help_write_file(path, text, strlen(text));
	free(path);
}

static inline void
add_to_file(struct reading *r, const char *name, const char *text)
{
	char *path = help_path(r->dir, name);
	FILE *f = fopen(path, "ab");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	free(path);
}

static inline void
assert_refused(struct reading *r, const char *part)
{
	if (strstr(buf_cstr(&r->refusals), part) == NULL)
		fail_msg("\"%s\" lacks: %s", buf_cstr(&r->refusals), part);
}

#endif
