/* entity_map.c -- open addressing, never more than half full. */
#include "entity_map.h"

void
entity_map_init(struct entity_map *m, uint32_t n, struct arena *arena)
{
	uint32_t cap = 16;

	while (cap / 2 < n && cap < 1u << 30)
		cap *= 2;
	m->slot = arena_alloc(arena, cap, sizeof *m->slot);
	m->mask = cap - 1;
}

static struct entity_slot *
find(const struct entity_map *m, uint64_t key)
{
	uint32_t i = (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32) & m->mask;

	while (m->slot[i].key != 0 && m->slot[i].key != key)
		i = (i + 1) & m->mask;
	return &m->slot[i];
}

uint32_t
entity_map_get(const struct entity_map *m, uint64_t key)
{
	const struct entity_slot *s = find(m, key);

	return s->key != 0 ? s->value : UINT32_MAX;
}

void
entity_map_put(struct entity_map *m, uint64_t key, uint32_t value)
{
	struct entity_slot *s = find(m, key);

	if (s->key == 0) {
		if (m->used > m->mask / 2)
			return;
		m->used++;
	}
	s->key = key;
	s->value = value;
}
