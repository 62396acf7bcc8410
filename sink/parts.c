/* parts.c -- things that are joined pair by pair. */
#include "parts.h"

void
parts_init(struct parts *p, size_t n, struct arena *arena)
{
	p->n = n;
	p->root = arena_alloc(arena, n + 1, sizeof *p->root);
	for (size_t i = 0; i < n; i++)
		p->root[i] = i;
}

size_t
parts_root(struct parts *p, size_t i)
{
	while (p->root[i] != i)
		i = p->root[i] = p->root[p->root[i]];
	return i;
}

void
parts_join(struct parts *p, size_t a, size_t b)
{
	a = parts_root(p, a);
	b = parts_root(p, b);
	if (a < b)
		p->root[b] = a;
	else
		p->root[a] = b;
}

bool
parts_whole(struct parts *p)
{
	for (size_t i = 1; i < p->n; i++)
		if (parts_root(p, i) != 0)
			return false;
	return true;
}
