/*
 * The change feed: questions and marks are written and read to the same; a
 * change in JSON or MessagePack, once normalised, goes to and fro unaltered.
 */
#include "fuzz.h"

#include "proto/change.h"

static bool
since(struct span in, struct buf *out)
{
	struct change_since m;

	if (change_decode_since(in, &m) != RC_OK)
		return false;
	fuzz_require(m.limit <= CHANGE_LIMIT_MAX);
	change_encode_since(&m, out);
	return true;
}

static bool
mark(struct span in, struct buf *out)
{
	struct change_mark m;

	if (change_decode_mark(in, &m) != RC_OK)
		return false;
	change_encode_mark(&m, out);
	return true;
}

/* JSON to JSON; a map is always one that can be read again. */
static bool
to_and_fro(struct span in, struct buf *out)
{
	struct buf map = { 0 };
	bool ok = change_pack(in, &map) == RC_OK;

	if (ok)
		fuzz_require(change_unpack(buf_span(&map), out) == RC_OK);
	buf_free(&map);
	return ok;
}

static void
unpack(struct span in)
{
	struct buf json = { 0 }, once = { 0 }, twice = { 0 };

	/* More values than JSON may have from outside are not packed again. */
	if (change_unpack(in, &json) == RC_OK &&
	    to_and_fro(buf_span(&json), &once)) {
		fuzz_require(to_and_fro(buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	buf_free(&json);
}

/* A head agrees with itself, and lies within what it was read from. */
static void
head(struct span in)
{
	struct change_head h;
	struct span generation;
	uint64_t seq;

	if (change_decode_head(in, &h) != RC_OK)
		return;
	fuzz_require(change_read_id(h.id, &generation, &seq));
	fuzz_require(seq == h.seq && span_eq(generation, h.generation));
	fuzz_require(h.generation.n > 0 && h.generation.n <= CHANGE_GEN_MAX);
	fuzz_require(h.id.p >= in.p && h.id.p + h.id.n <= in.p + in.n);
	fuzz_require(h.type.p >= in.p && h.type.p + h.type.n <= in.p + in.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static bool (*const turns[])(
	    struct span, struct buf *) = { since, mark, to_and_fro };
	const struct span in = { (const char *)p, n };

	for (int i = 0; i < 3; i++) {
		struct buf once = { 0 }, twice = { 0 };

		if (!turns[i](in, &once))
			continue;
		fuzz_require(turns[i](buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	unpack(in);
	head(in);
	return 0;
}
