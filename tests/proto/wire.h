/* wire.h -- what the tests of decoders share: cut, damaged, hostile bytes. */
#ifndef TESTS_PROTO_WIRE_H
#define TESTS_PROTO_WIRE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "proto/lease.h"
#include "proto/mem.h"
#include "proto/rc.h"
#include "proto/seal.h"

typedef enum rc wire_fn(struct span in);

/* fn() on a copy that ends where its memory does, so that ASan sees a read
 * beyond it. */
static inline enum rc
wire_exact(wire_fn *fn, struct span s)
{
	char *copy = mem_grow(NULL, s.n > 0 ? s.n : 1, 1);
	enum rc rc;

	if (s.n > 0)
		memcpy(copy, s.p, s.n);
	rc = fn((struct span) { copy, s.n });
	free(copy);
	return rc;
}

static inline void
wire_truncations(wire_fn *fn, struct span whole)
{
	assert_int_equal(wire_exact(fn, whole), RC_OK);
	for (size_t n = 0; n < whole.n; n++)
		if (wire_exact(fn, (struct span) { whole.p, n }) == RC_OK)
			fail_msg(
			    "cut to %zu of %zu bytes, yet read", n, whole.n);
}

/* Every bit turned, one at a time: nothing is promised but an answer. */
static inline void
wire_flips(wire_fn *fn, struct span whole)
{
	char *copy = mem_strndup(whole.p, whole.n);

	for (size_t i = 0; i < whole.n * 8; i++) {
		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
		(void)!wire_exact(fn, (struct span) { copy, whole.n });
		copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
	}
	free(copy);
}

struct wire_case {
	const char *why;
	struct span in;
	enum rc want;
};

static inline void
wire_cases(wire_fn *fn, const struct wire_case *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum rc got = wire_exact(fn, c[i].in);

		if (got != c[i].want)
			fail_msg("%s: got \"%s\", want \"%s\"", c[i].why,
			    rc_text(got), rc_text(c[i].want));
	}
}

/* What every decoder of a message refuses. */
static inline void
wire_strangers(wire_fn *fn)
{
	static const struct wire_case cases[] = {
		{ "nothing", SPAN(""), RC_BADMSG },
		{ "nil", SPAN("\xc0"), RC_BADMSG },
		{ "a number", SPAN("\x2a"), RC_BADMSG },
		{ "no fields", SPAN("\x90"), RC_BADMSG },
		{ "no version", SPAN("\x91\xa3JOB"), RC_BADMSG },
		{ "another tag", SPAN("\x93\xa3NIX\x01\x01"), RC_BADMSG },
		{ "a map", SPAN("\x81\xa3JOB\x01"), RC_BADMSG },
		{ "announces 100 million items", SPAN("\xdd\x05\xf5\xe1\x00"),
		    RC_BADMSG },
		{ "announces 4 GiB of text", SPAN("\xdb\xff\xff\xff\xff"),
		    RC_BADMSG },
		{ "the type never used", SPAN("\xc1"), RC_BADMSG },
		{ "17 deep",
		    SPAN("\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91"
			 "\x91\x91\x91\x91\x91\x90"),
		    RC_BADMSG },
		{ "text", SPAN("GET / HTTP/1.1\r\n\r\n"), RC_BADMSG },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (wire_exact(fn, cases[i].in) == RC_OK)
			fail_msg("%s: accepted", cases[i].why);
}

/* The message of a newer version: the byte after the tag is raised. */
static inline void
wire_version(wire_fn *fn, struct span whole, const char *tag)
{
	char *copy = mem_strndup(whole.p, whole.n);
	size_t at = 2 + strlen(tag);

	assert_int_equal(copy[at], 1);
	copy[at] = 2;
	assert_int_equal(
	    wire_exact(fn, (struct span) { copy, whole.n }), RC_VERSION);
	free(copy);
}

/* One more field at the end of a short array is skipped. */
static inline void
wire_extra(wire_fn *fn, struct span whole)
{
	struct buf b = { 0 };

	buf_append(&b, whole.p, whole.n);
	assert_int_equal(b.p[0] & 0xf0, 0x90);
	b.p[0]++;
	buf_append(&b, "\xa3new", 4);
	assert_int_equal(wire_exact(fn, buf_span(&b)), RC_OK);
	buf_free(&b);
}

/* All of the above. */
static inline void
wire_all(wire_fn *fn, struct span whole, const char *tag)
{
	wire_truncations(fn, whole);
	wire_flips(fn, whole);
	wire_strangers(fn);
	wire_version(fn, whole, tag);
	wire_extra(fn, whole);
}

static inline void
wire_same(struct span a, struct span b)
{
	assert_int_equal(a.n, b.n);
	assert_memory_equal(
	    a.p != NULL ? a.p : "", b.p != NULL ? b.p : "", a.n);
}

static inline void
wire_same_lease(const struct lease *a, const struct lease *b)
{
	assert_true(a->producer == b->producer);
	assert_true(a->epoch == b->epoch);
	assert_true(a->job == b->job);
	assert_int_equal(a->attempt, b->attempt);
}

#endif
