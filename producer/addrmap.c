/* addrmap.c -- which number an address has. */
#include "addrmap.h"

#include <stdlib.h>
#include <string.h>

#include "proto/hash.h"
#include "proto/mem.h"

static uint64_t
hash_of(const char *address)
{
	uint64_t h = hash_fast(span_of(address));

	return h != 0 ? h : 1;
}

/* Where it is, or where the search for it ends. */
static struct addrmap_slot *
seek(const struct addrmap *m, const char *address, uint64_t hash)
{
	size_t i = hash & (m->cap - 1);

	for (;; i = (i + 1) & (m->cap - 1)) {
		struct addrmap_slot *s = &m->slot[i];

		if (s->hash == 0 ||
		    (s->hash == hash && s->address != NULL &&
			strcmp(s->address, address) == 0))
			return s;
	}
}

static void
grow(struct addrmap *m)
{
	struct addrmap old = *m;
	size_t live = 0;

	for (size_t i = 0; i < old.cap; i++)
		live += old.slot[i].address != NULL;
	*m = (struct addrmap) { .cap = 64 };
	while (m->cap < 4 * (live + 1))
		m->cap *= 2;
	m->slot = mem_zalloc(m->cap * sizeof(*m->slot));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slot[i].address != NULL)
			addrmap_put(m, old.slot[i].address, old.slot[i].id);
	free(old.slot);
}

void
addrmap_put(struct addrmap *m, const char *address, uint32_t id)
{
	uint64_t hash = hash_of(address);

	if (2 * (m->used + 1) > m->cap)
		grow(m);
	*seek(m, address, hash) = (struct addrmap_slot) { address, id, hash };
	m->used++;
}

uint32_t
addrmap_get(const struct addrmap *m, const char *address)
{
	const struct addrmap_slot *s;

	if (m->cap == 0)
		return ADDRMAP_NONE;
	s = seek(m, address, hash_of(address));
	return s->address != NULL ? s->id : ADDRMAP_NONE;
}

void
addrmap_remove(struct addrmap *m, const char *address)
{
	struct addrmap_slot *s;

	if (m->cap == 0)
		return;
	s = seek(m, address, hash_of(address));
	s->address = NULL;
}

void
addrmap_free(struct addrmap *m)
{
	free(m->slot);
	memset(m, 0, sizeof(*m));
}
