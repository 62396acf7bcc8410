/* seal.c -- the trailer that tells a damaged message. */
#include "seal.h"

#include "hash.h"

void
seal_trailer(struct span body, unsigned char out[SEAL_LEN])
{
	uint64_t h = hash_fast(body);

	for (int i = 0; i < SEAL_LEN; i++)
		out[i] = (unsigned char)(h >> (8 * i));
}

void
seal_close(struct buf *b)
{
	unsigned char t[SEAL_LEN];

	seal_trailer(buf_span(b), t);
	buf_append(b, t, sizeof t);
}

enum rc
seal_open(struct span in, struct span *body)
{
	unsigned char t[SEAL_LEN];
	struct span s;

	if (in.n < SEAL_LEN)
		return RC_BADMSG;
	s = (struct span) { in.p, in.n - SEAL_LEN };
	seal_trailer(s, t);
	if (memcmp(in.p + s.n, t, SEAL_LEN) != 0)
		return RC_BADMSG;
	*body = s;
	return RC_OK;
}
