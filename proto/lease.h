/*
 * lease.h -- the name of one attempt at one job, which every message of the
 * delivery protocol carries; and the MAC that binds an article to its job.
 */
#ifndef PROTO_LEASE_H
#define PROTO_LEASE_H

#include <stdint.h>

#include "hash.h"
#include "mp.h"
#include "span.h"

struct lease {
	uint64_t producer; /* random name of the spool */
	uint64_t epoch;    /* which start of the producer; rises by one */
	uint64_t job;      /* number in the spool, never used again */
	uint32_t attempt;  /* 1, 2, ... within the epoch */
};

#define LEASE_FIELDS 4 /* how many fields it takes in a message */

void lease_put(struct mp_out *m, const struct lease *l);
bool lease_get(const msgpack_object *f, struct lease *l);

/* The MAC over producer, job, acceptance time and the article's blob. */
struct hash_mac lease_sign(const struct hash_key *key, const struct lease *l,
    int64_t accepted_ms, struct span article);

/* The identity of a producer's DEALER socket towards the sink: 16 hexadecimal
 * digits of its name. */
#define LEASE_PEER_LEN 16
void lease_peer(uint64_t producer, char out[LEASE_PEER_LEN + 1]);

#endif
