/* entity_map.h -- number to number, in an arena: who was last called so. */
#ifndef WORKERS_ENTITY_MAP_H
#define WORKERS_ENTITY_MAP_H

#include <stdint.h>

#include "proto/arena.h"

struct entity_map {
	struct entity_slot {
		uint64_t key; /* 0: free */
		uint32_t value;
	} * slot;
	uint32_t mask, used;
};

/* Room for n keys. */
void entity_map_init(struct entity_map *m, uint32_t n, struct arena *arena);

/* The number put last under key (not 0), or UINT32_MAX. */
uint32_t entity_map_get(const struct entity_map *m, uint64_t key);

/* A new key is passed over when there is no room. */
void entity_map_put(struct entity_map *m, uint64_t key, uint32_t value);

#endif
