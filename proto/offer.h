/*
 * offer.h -- OFFER and TAKEN: articles that came by other ways than a source
 * (POST /articles), from the sink's HTTP thread to the producer, and what
 * became of them.
 *
 *   [ "OFFER", 1, id, articles ]     id u64, the sender's; articles: array of
 *                                    bin, each an ART blob (article.h); 1 to
 *                                    OFFER_ARTICLES_MAX, OFFER_BYTES_MAX in all
 *   [ "TAKEN", 1, id, code, text ]   code u32, enum offer_code; text for people
 *
 * TAKEN with OFFER_SAFE is said only after all of them lie in the spool,
 * durable; with any other code none of them does.  A repeat of an OFFER is
 * another OFFER: its articles are repeats, which the store knows.
 */
#ifndef PROTO_OFFER_H
#define PROTO_OFFER_H

#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "rc.h"
#include "span.h"

#define OFFER_VERSION      1
#define OFFER_ARTICLES_MAX 1000
#define OFFER_BYTES_MAX    (12u << 20) /* one transaction of the spool */
#define OFFER_TEXT_MAX     512

enum offer_code {
	OFFER_SAFE,     /* durable */
	OFFER_QUEUE,    /* the queue is full: later */
	OFFER_DISK,     /* the disk is full, or fails: later */
	OFFER_DRAINING, /* nothing new is accepted */
	OFFER_REFUSED,  /* malformed: never */
	OFFER_CODES
};

struct offer {
	uint64_t id;
	const struct span *article; /* n ART blobs */
	uint32_t n;
};

struct offer_taken {
	uint64_t id;
	enum offer_code code;
	struct span text;
};

void offer_encode(const struct offer *o, struct buf *out);
void offer_encode_taken(const struct offer_taken *t, struct buf *out);

/*
 * Views into in; the array of them goes into arena.  The blobs are not looked
 * into.  RC_BADMSG, RC_VERSION, RC_TOOBIG.
 */
MUST_USE enum rc offer_decode(
    struct span in, struct arena *arena, struct offer *o);
MUST_USE enum rc offer_decode_taken(struct span in, struct offer_taken *t);

#endif
