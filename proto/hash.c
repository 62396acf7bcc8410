/* hash.c -- digests, by libsodium and xxHash. */
#include "hash.h"

#include <sodium.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

bool
hash_start(void)
{
	return sodium_init() >= 0;
}

/* Lengths go in as 8 bytes, little-endian, whatever the machine. */
static void
update(crypto_generichash_state *st, struct span s)
{
	unsigned char len[8];

	for (int i = 0; i < 8; i++)
		len[i] = (unsigned char)((uint64_t)s.n >> (8 * i));
	crypto_generichash_update(st, len, sizeof len);
	if (s.n > 0)
		crypto_generichash_update(st, (const void *)s.p, s.n);
}

static void
digest(const struct hash_key *key, const struct span *part, size_t n,
    unsigned char *out, size_t len)
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, key != NULL ? key->b : NULL,
	    key != NULL ? HASH_KEY_LEN : 0, len);
	for (size_t i = 0; i < n; i++)
		update(&st, part[i]);
	crypto_generichash_final(&st, out, len);
}

struct hash_id
hash_parts(const struct span *part, size_t n)
{
	struct hash_id id;

	digest(NULL, part, n, id.b, sizeof id.b);
	return id;
}

struct hash_mac
hash_sign(const struct hash_key *key, const struct span *part, size_t n)
{
	struct hash_mac mac;

	digest(key, part, n, mac.b, sizeof mac.b);
	return mac;
}

bool
hash_mac_eq(const struct hash_mac *a, const struct hash_mac *b)
{
	return sodium_memcmp(a->b, b->b, HASH_MAC_LEN) == 0;
}

const char *
hash_hex(const struct hash_id *id, char out[HASH_HEX_MAX])
{
	return sodium_bin2hex(out, HASH_HEX_MAX, id->b, HASH_ID_LEN);
}

uint64_t
hash_fast(struct span s)
{
	return XXH3_64bits(s.p, s.n);
}

void
hash_random(void *p, size_t n)
{
	randombytes_buf(p, n);
}
