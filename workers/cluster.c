/* cluster.c -- looking up the clusters of words. */
#include "cluster.h"

#define INDEX_LEN ((CLUSTER_BUCKETS + 1) * 4)

static uint32_t
get32(const struct cluster_map *c, size_t at)
{
	const unsigned char *b = (const unsigned char *)c->m.beside.p + at;

	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	    (uint32_t)b[3] << 24;
}

bool
cluster_open(struct span file, struct cluster_map *c)
{
	*c = (struct cluster_map) { 0 };
	if (!model_open(file, CLUSTER_KIND, 2, &c->m))
		return false;
	if (c->m.mask == CLUSTER_FINE - 1 && c->m.beside.n >= INDEX_LEN &&
	    c->m.beside.n % 4 == 0) {
		c->n = (uint32_t)(c->m.beside.n - INDEX_LEN) / 4;
		return true;
	}
	*c = (struct cluster_map) { 0 };
	return false;
}

/* The lower half of the word's entry, or 0. */
static uint16_t
find(const struct cluster_map *c, uint32_t low)
{
	uint32_t i, end;

	if (c->n == 0)
		return 0;
	i = get32(c, (size_t)(low >> 16) * 4);
	end = get32(c, (size_t)(low >> 16) * 4 + 4);
	for (end = end < c->n ? end : c->n; i < end; i++) {
		uint32_t entry = get32(c, INDEX_LEN + (size_t)i * 4);

		if (entry >> 16 == (low & 0xffff))
			return (uint16_t)entry;
	}
	return 0;
}

uint16_t
cluster_fine(const struct cluster_map *c, uint32_t low)
{
	return find(c, low) & (CLUSTER_FINE - 1);
}

uint8_t
cluster_kind(const struct cluster_map *c, uint32_t low)
{
	return (uint8_t)(find(c, low) >> CLUSTER_BITS);
}

static uint8_t
above(const struct cluster_map *c, uint16_t fine, unsigned column)
{
	if (c->m.row == NULL || fine == 0)
		return 0;
	return (uint8_t)c->m.row[(size_t)(fine & c->m.mask) * 2 + column];
}

uint8_t
cluster_mid(const struct cluster_map *c, uint16_t fine)
{
	return above(c, fine, 0);
}

uint8_t
cluster_coarse(const struct cluster_map *c, uint16_t fine)
{
	return above(c, fine, 1);
}
