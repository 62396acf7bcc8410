/* Offers and their answers: what is read is written and read to the same. */
#include "fuzz.h"

#include "proto/offer.h"

static bool
offer(struct span in, struct buf *out)
{
	struct arena arena = { 0 };
	struct offer m;
	bool ok = offer_decode(in, &arena, &m) == RC_OK;

	if (ok) {
		fuzz_require(m.n > 0 && m.n <= OFFER_ARTICLES_MAX);
		offer_encode(&m, out);
	}
	arena_free(&arena);
	return ok;
}

static bool
taken(struct span in, struct buf *out)
{
	struct offer_taken m;

	if (offer_decode_taken(in, &m) != RC_OK)
		return false;
	fuzz_require(m.code < OFFER_CODES);
	offer_encode_taken(&m, out);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	(void)fuzz_round_trip(p, n, offer);
	return fuzz_round_trip(p, n, taken);
}
