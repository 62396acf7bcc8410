/* group.c -- what is accepted together. */
#include "group.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "proto/tongue.h"

/* A piece of the group's bytes; they may move while it grows. */
struct piece {
	size_t at, n;
	bool there;
};

struct entry {
	struct hash_id story;
	struct piece name, blob, key, cursor;
};

struct group {
	struct entry *entry;     /* cap of them; owned */
	struct spool_item *item; /* likewise: views of them */
	size_t n, cap;
	struct buf bytes;
};

struct group *
group_new(void)
{
	return mem_zalloc(sizeof(struct group));
}

void
group_free(struct group *g)
{
	if (g == NULL)
		return;
	buf_free(&g->bytes);
	free(g->entry);
	free(g->item);
	free(g);
}

/* Keep s, with a NUL after it. */
static struct piece
keep(struct group *g, struct span s)
{
	struct piece p = { g->bytes.n, s.n, true };

	if (s.n > 0)
		buf_append(&g->bytes, s.p, s.n);
	buf_append(&g->bytes, "", 1);
	return p;
}

static void
keep_article(struct group *g, struct entry *e, const struct article *a)
{
	char hex[HASH_HEX_MAX], tag[TONGUE_MAX];
	struct article named = *a;

	named.lang = tongue_of(a->text, a->lang, tag);
	e->story = article_story(a);
	e->name = keep(g, article_name(a, hex));
	e->blob = (struct piece) { .at = g->bytes.n, .there = true };
	article_encode(&named, &g->bytes);
	e->blob.n = g->bytes.n - e->blob.at;
}

static struct entry *
next_entry(struct group *g)
{
	if (g->n == g->cap) {
		g->cap = g->cap > 0 ? 2 * g->cap : GROUP_MAX;
		g->entry = mem_grow(g->entry, g->cap, sizeof(*g->entry));
		g->item = mem_grow(g->item, g->cap, sizeof(*g->item));
	}
	return &g->entry[g->n++];
}

void
group_add(struct group *g, const struct source_item *item)
{
	struct entry *e = next_entry(g);

	*e = (struct entry) { .name = { 0, 0, false } };
	if (item->has_article)
		keep_article(g, e, &item->article);
	if (item->key == NULL)
		return;
	e->key = keep(g, span_of(item->key));
	e->cursor = keep(g, item->cursor);
}

bool
group_full(const struct group *g)
{
	return g->n >= GROUP_MAX || g->bytes.n >= GROUP_BYTES;
}

size_t
group_items(const struct group *g)
{
	return g->n;
}

size_t
group_bytes(const struct group *g)
{
	return g->bytes.n;
}

static struct span
view(const struct group *g, struct piece p)
{
	if (!p.there)
		return (struct span) { NULL, 0 };
	return (struct span) { g->bytes.p + p.at, p.n };
}

enum rc
group_accept(struct group *g, struct spool *s, int64_t wall_ms)
{
	const struct span none = { NULL, 0 };
	enum rc rc;

	for (size_t i = 0; i < g->n; i++) {
		const struct entry *e = &g->entry[i];

		g->item[i] = (struct spool_item) {
			.story = e->story,
			.name = view(g, e->name),
			.blob = view(g, e->blob),
			.source = view(g, e->key).p,
			.cursor = view(g, e->cursor),
		};
	}
	if ((rc = spool_accept(s, g->item, g->n, wall_ms, NULL, none)) == RC_OK)
		group_clear(g);
	return rc;
}

void
group_clear(struct group *g)
{
	g->n = 0;
	/* one huge article need not be paid for ever after */
	if (g->bytes.cap > 2 * GROUP_BYTES)
		buf_free(&g->bytes);
	else
		buf_clear(&g->bytes);
}
