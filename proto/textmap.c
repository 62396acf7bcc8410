/* textmap.c -- code points to bytes and back, by a mark every 64. */
#include "textmap.h"

#include "utf8.h"

#define STRIDE 64u

static bool
starts(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

void
textmap_init(struct textmap *m, struct span text, struct arena *arena)
{
	uint32_t n = 0;

	m->text = text;
	m->length = (uint32_t)utf8_count(text);
	m->mark = arena_alloc(arena, m->length / STRIDE + 1, sizeof *m->mark);
	for (size_t i = 0; i < text.n; i++)
		if (starts(text.p[i]) && n++ % STRIDE == 0)
			m->mark[(n - 1) / STRIDE] = (uint32_t)i;
}

size_t
textmap_byte(const struct textmap *m, uint32_t cp)
{
	size_t at;
	struct span rest;

	if (cp >= m->length)
		return m->text.n;
	at = m->mark[cp / STRIDE];
	rest = (struct span) { m->text.p + at, m->text.n - at };
	return at + utf8_offset(rest, cp % STRIDE);
}

uint32_t
textmap_point(const struct textmap *m, size_t at)
{
	uint32_t lo = 0, hi = m->length / STRIDE, cp;

	if (at >= m->text.n)
		return m->length;
	/* The last block may be empty: its mark is 0 then. */
	if (hi > 0 && m->length % STRIDE == 0)
		hi--;
	while (lo < hi) {
		uint32_t mid = hi - (hi - lo) / 2;

		if (m->mark[mid] <= at)
			lo = mid;
		else
			hi = mid - 1;
	}
	cp = lo * STRIDE;
	for (size_t i = (size_t)m->mark[lo] + 1; i <= at; i++)
		cp += starts(m->text.p[i]);
	return cp;
}

struct span
textmap_cut(const struct textmap *m, struct range r)
{
	size_t start = textmap_byte(m, r.start);
	size_t end = textmap_byte(m, r.end);

	return (struct span) { m->text.p + start, end - start };
}
