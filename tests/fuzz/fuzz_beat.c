/* Heartbeats: what is read is written and read to the same. */
#include "fuzz.h"

#include "proto/beat.h"

static bool
hello(struct span in, struct buf *out)
{
	struct beat_hello m;

	if (beat_decode_hello(in, &m) != RC_OK)
		return false;
	beat_encode_hello(&m, out);
	return true;
}

static bool
alive(struct span in, struct buf *out)
{
	struct beat_alive m;

	if (beat_decode_alive(in, &m) != RC_OK)
		return false;
	beat_encode_alive(&m, out);
	return true;
}

static bool
sink(struct span in, struct buf *out)
{
	struct beat_sink m;

	if (beat_decode_sink(in, &m) != RC_OK)
		return false;
	beat_encode_sink(&m, out);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static bool (*const turns[])(
	    struct span, struct buf *) = { hello, alive, sink };
	int understood = 0;

	for (int i = 0; i < 3; i++) {
		struct buf once = { 0 }, twice = { 0 };

		if (!turns[i]((struct span) { (const char *)p, n }, &once))
			continue;
		understood++;
		fuzz_require(turns[i](buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	fuzz_require(understood <= 1); /* no message is two */
	return 0;
}
