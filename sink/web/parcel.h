/*
 * parcel.h -- what was posted, packed for the producer: a body of article
 * records in, one OFFER out, and a list of the records that are none.  Pure:
 * the desk's work; fuzzed.
 *
 * The body is a JSON object, an array of them, or JSON Lines; which one is
 * told by its content, since people name JSON Lines "application/json".
 * What is wrong with one record is said of it alone, by its "record" (of an
 * array, from 1) or "line":
 *
 *     "refused": [{"line": 3, "why": "column 17: ..."}, ...]
 */
#ifndef SINK_WEB_PARCEL_H
#define SINK_WEB_PARCEL_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "reply.h"

/* Bytes of a body: a text of the limit's length with its escapes.  A larger
 * one need not be read: parcel_too_big(). */
#define PARCEL_BODY_MAX (32u << 20)

/* Start from { 0 }. */
struct parcel {
	uint64_t id;        /* of the OFFER: random */
	uint32_t n;         /* articles in it */
	struct buf offer;   /* OFFER, encoded; owned */
	uint32_t bad;       /* records refused */
	struct buf refused; /* an array, JSON; owned */
};

/*
 * Is this a Content-Type that can be packed?  application/json,
 * application/x-ndjson, application/jsonl and their like, in UTF-8.  It can be
 * asked before the body is read; otherwise *r is the answer (415).  A form of
 * another site's page cannot have such a type without asking first.
 */
bool parcel_takes(struct span type, struct reply *r);

/* *r: the answer to a body over PARCEL_BODY_MAX (413). */
void parcel_too_big(struct reply *r);

/*
 * Pack body.  False when there is nothing to send: *r is the answer then (400,
 * 413, 415) and p is as it was.  One good record is enough.
 */
bool parcel_pack(
    struct parcel *p, struct span type, struct span body, struct reply *r);

void parcel_fini(struct parcel *p);

#endif
