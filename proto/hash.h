/*
 * hash.h -- digests.
 *   id    BLAKE2b, 16 bytes (RFC 7693): identity of stories and texts
 *   mac   keyed BLAKE2b, 32 bytes: a worker cannot forge or alter an article
 *   fast  XXH3, 64 bits: damage in transit, match keys; no protection
 *         against somebody who means harm
 */
#ifndef PROTO_HASH_H
#define PROTO_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "span.h"

#define HASH_ID_LEN  16
#define HASH_MAC_LEN 32
#define HASH_KEY_LEN 32

struct hash_id {
	unsigned char b[HASH_ID_LEN];
};

struct hash_mac {
	unsigned char b[HASH_MAC_LEN];
};

struct hash_key {
	unsigned char b[HASH_KEY_LEN];
};

/* Once, before a thread is started: false when the system has no source of
 * random bytes.  Digests work without it, only slower. */
bool hash_start(void);

/* The digest of n parts, each preceded by its length, so that ("ab","c")
 * and ("a","bc") differ. */
struct hash_id hash_parts(const struct span *part, size_t n);

/* Likewise, keyed. */
struct hash_mac hash_sign(
    const struct hash_key *key, const struct span *part, size_t n);

/* Equal?  In constant time. */
bool hash_mac_eq(const struct hash_mac *a, const struct hash_mac *b);

static inline bool
hash_id_eq(const struct hash_id *a, const struct hash_id *b)
{
	return memcmp(a->b, b->b, HASH_ID_LEN) == 0;
}

/* 32 lower-case hexadecimal digits and a NUL. */
#define HASH_HEX_MAX (2 * HASH_ID_LEN + 1)
const char *hash_hex(const struct hash_id *id, char out[HASH_HEX_MAX]);

uint64_t hash_fast(struct span s);

/* Random bytes from the system. */
void hash_random(void *p, size_t n);

#endif
