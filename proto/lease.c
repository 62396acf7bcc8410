/* lease.c -- the name of one attempt, and the MAC over what it lends. */
#include "lease.h"

#include <inttypes.h>
#include <stdio.h>

void
lease_put(struct mp_out *m, const struct lease *l)
{
	mp_put_u64(m, l->producer);
	mp_put_u64(m, l->epoch);
	mp_put_u64(m, l->job);
	mp_put_u64(m, l->attempt);
}

bool
lease_get(const msgpack_object *f, struct lease *l)
{
	return mp_u64(&f[0], &l->producer) && mp_u64(&f[1], &l->epoch) &&
	    mp_u64(&f[2], &l->job) && mp_u32(&f[3], &l->attempt);
}

static struct span
number(uint64_t v, char out[8])
{
	for (int i = 0; i < 8; i++)
		out[i] = (char)(unsigned char)(v >> (8 * i));
	return (struct span) { out, 8 };
}

/* Epoch and attempt stay out: a later attempt's result is as good. */
struct hash_mac
lease_sign(const struct hash_key *key, const struct lease *l,
    int64_t accepted_ms, struct span article)
{
	char n[3][8];
	const struct span part[] = { SPAN("claimwire job 1"),
		number(l->producer, n[0]), number(l->job, n[1]),
		number((uint64_t)accepted_ms, n[2]), article };

	return hash_sign(key, part, sizeof part / sizeof part[0]);
}

void
lease_peer(uint64_t producer, char out[LEASE_PEER_LEN + 1])
{
	snprintf(out, LEASE_PEER_LEN + 1, "%016" PRIx64, producer);
}
