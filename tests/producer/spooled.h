/* spooled.h -- what the tests of the spool share: one in a folder of its own,
 * and questions to it. */
#ifndef TESTS_PRODUCER_SPOOLED_H
#define TESTS_PRODUCER_SPOOLED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "producer/spool.h"
#include "proto/mem.h"
#include "tests/help.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

struct fixture {
	char *dir, *path;
	struct spool *s;
};

static inline struct spool *
open_spool(const char *path, bool epoch, bool ballast)
{
	const struct spool_opts o = {
		.path = path, .epoch = epoch, .ballast = ballast
	};
	struct buf why = { 0 };
	struct spool *s = NULL;

	if (spool_open(&o, &s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	return s;
}

static inline int
set_up(void **state)
{
	struct fixture *f = mem_zalloc(sizeof(*f));

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "spool.db");
	f->s = open_spool(f->path, true, false);
	*state = f;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	spool_close(f->s);
	free(f->path);
	help_remove_dir(f->dir);
	free(f);
	return 0;
}

static inline struct spool_counts
counts(struct spool *s)
{
	struct spool_counts c = { 0 };

	assert_int_equal(spool_counts(s, &c), RC_OK);
	return c;
}

static inline void
check(struct spool *s)
{
	struct buf why = { 0 };

	if (spool_check(s, &why) != RC_OK)
		fail_msg("accounts: %s", buf_cstr(&why));
	buf_free(&why);
}

static inline struct spool_item
item(const char *name, const char *blob, size_t n)
{
	const struct span story = span_of(name);

	return (struct spool_item) {
		.story = hash_parts(&story, 1),
		.name = span_of(name),
		.blob = { blob, n },
	};
}

static inline enum rc
accept_one(
    struct spool *s, const char *name, const char *source, const char *cursor)
{
	struct spool_item it = item(name, "blob", 4);

	return spool_accept(s, &it, 1, 1000, source, span_of(cursor));
}

static inline uint64_t
last_pending(struct spool *s)
{
	struct dispatch_job j[64];
	uint32_t n = 0;
	uint64_t last = 0;

	do {
		assert_int_equal(spool_load(s, last, j, 64, &n), RC_OK);
		if (n > 0)
			last = j[n - 1].job;
	} while (n > 0);
	return last;
}

static inline enum rc
apply(struct spool *s, enum dispatch_kind kind, uint64_t job)
{
	struct dispatch_action a = { .kind = kind,
		.job = job,
		.attempts = 4,
		.crashes = 3,
		.cause = "signal 11" };

	return spool_apply(s, &a, 1);
}

static inline void
assert_cursor(struct spool *s, const char *source, const char *want)
{
	struct buf b = { 0 };

	if (want == NULL) {
		assert_int_equal(spool_cursor(s, source, &b), RC_NOENT);
	} else {
		assert_int_equal(spool_cursor(s, source, &b), RC_OK);
		assert_string_equal(buf_cstr(&b), want);
	}
	buf_free(&b);
}

struct seen {
	int n;
	struct spool_row last;
	char name[64], cause[64];
};

static inline void
see(void *arg, const struct spool_row *r)
{
	struct seen *s = arg;

	s->n++;
	s->last = *r;
	snprintf(s->name, sizeof(s->name), "%.*s", (int)r->name.n, r->name.p);
	snprintf(
	    s->cause, sizeof(s->cause), "%.*s", (int)r->cause.n, r->cause.p);
}

#endif
