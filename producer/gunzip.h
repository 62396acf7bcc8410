/*
 * gunzip.h -- a file's bytes, decompressed when it is gzip (RFC 1952): any
 * number of members one after another, by zlib.  A damaged member is said and
 * passed over up to where the next begins.  Memory does not depend on what the
 * file says of itself: what is taken is asked for piece by piece.
 */
#ifndef PRODUCER_GUNZIP_H
#define PRODUCER_GUNZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/rc.h"

#define GUNZIP_PIECE (64u << 10) /* bytes given at a time, at most */

struct gunzip;

/* Begin at offset of fd (borrowed), where a member or, in a plain file,
 * anything begins. */
struct gunzip *gunzip_open(int fd, uint64_t offset);
void gunzip_close(struct gunzip *g); /* NULL is harmless */

/*
 * Append a piece to out, of one member; *at is the offset in the file of its
 * first byte (plain) or of its member.  RC_END; RC_IO (errno); RC_REFUSED: the
 * member at *at is damaged, the next call goes on behind it.
 */
MUST_USE enum rc gunzip_more(struct gunzip *g, struct buf *out, uint64_t *at);

/* Between members: *at is where the next one begins. */
bool gunzip_between(const struct gunzip *g, uint64_t *at);

bool gunzip_plain(const struct gunzip *g); /* after the first piece */

/*
 * All of in, a zlib or gzip stream or bare deflate (RFC 9110, section 8.4.1),
 * into out; RC_TOOBIG: more than max bytes; RC_REFUSED: damaged, out has what
 * came before.
 */
MUST_USE enum rc gunzip_all(struct span in, size_t max, struct buf *out);

#endif
