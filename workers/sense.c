/* sense.c -- looking up what words mean. */
#include "sense.h"

static uint32_t
get32(const unsigned char *b)
{
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	    (uint32_t)b[3] << 24;
}

bool
sense_open(struct span file, struct sense_map *s)
{
	struct model m;

	*s = (struct sense_map) { 0 };
	if (!model_open(file, SENSE_KIND, 1, &m) || m.beside.n < SENSE_INDEX ||
	    (m.beside.n - SENSE_INDEX) % SENSE_ENTRY != 0)
		return false;
	s->index = (const unsigned char *)m.beside.p;
	s->entry = s->index + SENSE_INDEX;
	s->n = (uint32_t)((m.beside.n - SENSE_INDEX) / SENSE_ENTRY);
	return true;
}

bool
sense_find(const struct sense_map *s, uint32_t lemma,
    uint8_t vector[GIST_VECTOR], uint8_t *rare)
{
	uint32_t i, end, want = lemma >> 8 & 0xffff;

	if (s->n == 0)
		return false;
	i = get32(s->index + (size_t)(lemma & 0xff) * 4);
	end = get32(s->index + (size_t)(lemma & 0xff) * 4 + 4);
	for (end = end < s->n ? end : s->n; i < end; i++) {
		const unsigned char *e = s->entry + (size_t)i * SENSE_ENTRY;

		if (((uint32_t)e[0] | (uint32_t)e[1] << 8) != want)
			continue;
		*rare = e[2];
		memcpy(vector, e + 3, GIST_VECTOR);
		return true;
	}
	return false;
}
