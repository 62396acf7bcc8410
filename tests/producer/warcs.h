/* warcs.h -- web archives made up for tests: records and gzip members. */
#ifndef TESTS_PRODUCER_WARCS_H
#define TESTS_PRODUCER_WARCS_H

#include <stdlib.h>
#include <zlib.h>

#include "proto/buf.h"

/* A record of type with block, whose length is said to be longer by `more`. */
static inline void
put_record(struct buf *b, const char *type, const char *url,
    const char *content, const char *block, int more)
{
	buf_printf(b,
	    "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
	    "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
	    type, url, content, (int)strlen(block) + more, block);
}

/* A text, as the conversion of a page. */
static inline void
put_text(struct buf *b, const char *url, const char *text)
{
	put_record(b, "conversion", url, "text/plain", text, 0);
}

/* Append in as one gzip member. */
static inline void
put_member(struct buf *out, struct span in)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)in.p,
		.avail_in = (unsigned)in.n };
	size_t room = in.n + 256;

	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
	    Z_OK)
		abort();
	z.next_out = (unsigned char *)buf_room(out, room);
	z.avail_out = (unsigned)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->n += room - z.avail_out;
	deflateEnd(&z);
}

/* A text as a record in a member of its own. */
static inline void
put_zipped(struct buf *out, const char *url, const char *text)
{
	struct buf one = { 0 };

	put_text(&one, url, text);
	put_member(out, buf_span(&one));
	buf_free(&one);
}

#endif
