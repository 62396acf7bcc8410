/* groups.c -- which wordings are one claim. */
#include "groups.h"

#include "parts.h"

#define NOWHERE SIZE_MAX

struct work {
	const struct groups_node *node;
	size_t n;
	const struct groups_link *link;
	size_t n_links;
	struct parts parts;
	size_t *far;  /* links away from what is held; NOWHERE: not known yet */
	size_t *best; /* the link by which a node joins; NOWHERE: none */
};

static size_t
other_end(const struct groups_link *l, size_t i)
{
	return l->a == i ? l->b : l->a;
}

/* Is link x of node i liker than link y? */
static bool
is_liker(const struct work *w, size_t i, size_t x, size_t y)
{
	const struct groups_link *a = &w->link[x], *b = &w->link[y];

	if (a->score != b->score)
		return a->score > b->score;
	return w->node[other_end(a, i)].key < w->node[other_end(b, i)].key;
}

/* Link k may lead node `to`, which has no place yet, to what is `far` away. */
static void
consider(struct work *w, size_t k, size_t from, size_t to, size_t far)
{
	if (w->far[to] != NOWHERE || w->far[from] != far)
		return;
	if (w->best[to] == NOWHERE || is_liker(w, to, k, w->best[to]))
		w->best[to] = k;
}

/* Those one link further away join; were there any? */
static bool
reach(struct work *w, size_t far)
{
	bool any = false;

	for (size_t k = 0; k < w->n_links; k++) {
		consider(w, k, w->link[k].a, w->link[k].b, far);
		consider(w, k, w->link[k].b, w->link[k].a, far);
	}
	for (size_t i = 0; i < w->n; i++) {
		if (w->far[i] != NOWHERE || w->best[i] == NOWHERE)
			continue;
		w->far[i] = far + 1;
		parts_join(&w->parts, i, other_end(&w->link[w->best[i]], i));
		any = true;
	}
	return any;
}

/* Join those that are equally far, 0 or NOWHERE. */
static void
join_alike(struct work *w, size_t far)
{
	for (size_t k = 0; k < w->n_links; k++)
		if (w->far[w->link[k].a] == far && w->far[w->link[k].b] == far)
			parts_join(&w->parts, w->link[k].a, w->link[k].b);
}

void
groups_find(const struct groups_node *node, size_t n,
    const struct groups_link *link, size_t n_links, struct arena *arena,
    int64_t *group)
{
	struct work w = { .node = node,
		.n = n,
		.link = link,
		.n_links = n_links,
		.far = arena_alloc(arena, n + 1, sizeof *w.far),
		.best = arena_alloc(arena, n + 1, sizeof *w.best) };

	parts_init(&w.parts, n, arena);
	for (size_t i = 0; i < n; i++) {
		w.far[i] = node[i].held ? 0 : NOWHERE;
		w.best[i] = NOWHERE;
	}
	join_alike(&w, 0);
	for (size_t far = 0; reach(&w, far); far++)
		;
	join_alike(&w, NOWHERE);
	for (size_t i = 0; i < n; i++)
		group[i] = node[parts_root(&w.parts, i)].id;
	for (size_t i = 0; i < n; i++) {
		int64_t *low = &group[parts_root(&w.parts, i)];

		*low = node[i].id < *low ? node[i].id : *low;
	}
	for (size_t i = 0; i < n; i++)
		group[i] = group[parts_root(&w.parts, i)];
}
