/*
 * addrmap.h -- which number an address has: a hash table (open addressing,
 * linear probing) of strings that are the caller's.
 */
#ifndef PRODUCER_ADDRMAP_H
#define PRODUCER_ADDRMAP_H

#include <stdint.h>
#include <stddef.h>

#define ADDRMAP_NONE UINT32_MAX

/* { 0 } is empty. */
struct addrmap {
	struct addrmap_slot {
		const char *address; /* NULL: free, or was */
		uint32_t id;
		uint64_t hash; /* 0: never used */
	} * slot;
	size_t cap, used; /* used: slots that are or were */
};

/* address is borrowed until it is removed; it must not be there. */
void addrmap_put(struct addrmap *m, const char *address, uint32_t id);
uint32_t addrmap_get(const struct addrmap *m, const char *address);
void addrmap_remove(struct addrmap *m, const char *address);
void addrmap_free(struct addrmap *m);

#endif
