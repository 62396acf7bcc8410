/*
 * change.h -- the change feed's messages (contract, section 6).
 *
 * Live (PUB) and replayed (ROUTER) alike, three frames:
 *   topic   the change's type ("claim.new"), or "heartbeat", or "end", "reset"
 *   seq     8 bytes, network order
 *   map     MessagePack map: a CHANGE, member for member; for the three others
 *           { "contract", "generation", "seq", "more" }
 *
 * "heartbeat" (live): seq is that of the last change committed.
 * "end" (replay): all that was asked for has been sent; more: there is more
 * after seq, ask again.  "reset" (replay): the id asked for is of another
 * generation or ahead of the head: start over from 0.
 *
 * The question (DEALER to ROUTER), one frame:
 *   [ "SINCE", 1, generation, seq, limit ]      generation "" = whichever
 */
#ifndef PROTO_CHANGE_H
#define PROTO_CHANGE_H

#include "buf.h"
#include "mp.h"

#define CHANGE_VERSION   1
#define CHANGE_LIMIT_MAX 1000u /* changes a replay answer holds at most */
#define CHANGE_GEN_MAX   32    /* bytes of a generation's name */

struct change_since {
	struct span generation;
	uint64_t seq;
	uint32_t limit; /* 0, or more than CHANGE_LIMIT_MAX: that many */
};

/* The map of heartbeat, end and reset. */
struct change_mark {
	struct span generation;
	uint64_t seq;
	bool more;
};

void change_encode_since(const struct change_since *s, struct buf *out);
MUST_USE enum rc change_decode_since(struct span in, struct change_since *s);
void change_encode_mark(const struct change_mark *k, struct buf *out);
/* views point into in */
MUST_USE enum rc change_decode_mark(struct span in, struct change_mark *k);

void change_put_seq(uint64_t seq, unsigned char out[8]);
uint64_t change_get_seq(const unsigned char in[8]);

/* What tells one CHANGE from another, read off its map. */
struct change_head {
	struct span id, type, at;
	struct span generation; /* of the id */
	uint64_t seq;           /* likewise */
};

/* RC_VERSION when it keeps to a later contract.  Views point into map. */
MUST_USE enum rc change_decode_head(struct span map, struct change_head *h);

/* Take an id apart, "GENERATION-SEQ"; false when it is none. */
bool change_read_id(struct span id, struct span *generation, uint64_t *seq);

/* A CHANGE from JSON text to its MessagePack map and back, member for
 * member.  RC_BADMSG when in is not what it should be. */
MUST_USE enum rc change_pack(struct span json, struct buf *out);
MUST_USE enum rc change_unpack(struct span map, struct buf *json);

#endif
