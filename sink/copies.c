/* copies.c -- which articles have near-copies among those that are there. */
#include "copies.h"

#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"
#include "sql.h"

#define CACHE 256u /* texts kept at hand: one place for each article */

enum { LOAD, TEXT, N_SQL };

static const char *const sql[N_SQL] = {
	/* in the order in which they came */
	[LOAD] = "SELECT article, revision, first, bins FROM lineage "
		 "ORDER BY revision",
	[TEXT] = "SELECT text FROM revisions WHERE id = ?1",
};

/* An article; slots are in the order of their numbers, which are dense. */
struct slot {
	int64_t revision; /* 0: it is not there */
	int64_t group;
	uint32_t bin[SHINGLE_BINS];
};

/* The sequences of one text. */
struct kept {
	int64_t revision; /* 0: empty */
	struct shingle_set set;
	struct arena arena;
};

/*
 * An entry is one bin of one article: its number is article * BINS + bin.
 * Those of one hash are a chain, the last one first.
 */
struct copies {
	sqlite3 *db;
	sqlite3_stmt *st[N_SQL];
	bool loaded;
	struct slot *slot; /* cap */
	uint32_t *next;    /* cap * BINS; 0: the end */
	size_t cap;
	uint32_t *head; /* mask + 1 */
	size_t mask, entries;
	struct kept kept[CACHE];
};

enum rc
copies_new(sqlite3 *db, struct copies **out)
{
	struct copies *c = mem_zalloc(sizeof *c);
	enum rc rc;

	c->db = db;
	if ((rc = sql_prepare(db, sql, N_SQL, c->st)) != RC_OK) {
		free(c);
		return rc;
	}
	*out = c;
	return RC_OK;
}

void
copies_forget(struct copies *c)
{
	free(c->slot);
	free(c->next);
	free(c->head);
	c->slot = NULL;
	c->next = c->head = NULL;
	c->cap = c->mask = c->entries = 0;
	c->loaded = false;
	for (size_t i = 0; i < CACHE; i++) {
		arena_free(&c->kept[i].arena);
		c->kept[i] = (struct kept) { 0 };
	}
}

void
copies_free(struct copies *c)
{
	if (c == NULL)
		return;
	copies_forget(c);
	sql_finalize(c->st, N_SQL);
	free(c);
}

/* ---- the index ---- */

static size_t
chain(const struct copies *c, size_t bin, uint32_t value)
{
	uint64_t h = ((uint64_t)value + bin) * 0x9e3779b97f4a7c15u;

	return (size_t)(h >> 32) & c->mask;
}

static void
link_entry(struct copies *c, size_t article, size_t bin)
{
	uint32_t value = c->slot[article].bin[bin], *head;

	if (value == SHINGLE_NONE)
		return;
	head = &c->head[chain(c, bin, value)];
	c->next[article * SHINGLE_BINS + bin] = *head;
	*head = (uint32_t)(article * SHINGLE_BINS + bin);
	c->entries++;
}

static void
unlink_entry(struct copies *c, size_t article, size_t bin)
{
	uint32_t entry = (uint32_t)(article * SHINGLE_BINS + bin), *at;

	if (c->slot[article].bin[bin] == SHINGLE_NONE)
		return;
	at = &c->head[chain(c, bin, c->slot[article].bin[bin])];
	while (*at != 0 && *at != entry)
		at = &c->next[*at];
	if (*at == 0)
		return;
	*at = c->next[entry];
	c->entries--;
}

/* Chains stay short: as many as entries.  Each keeps its order, since those
 * of one chain are met from the last to the first and entered so again. */
static void
widen(struct copies *c)
{
	size_t old = c->head != NULL ? c->mask + 1 : 0;
	size_t all = old > 0 ? old * 2 : 1u << 14;
	uint32_t *was = c->head, *tail = mem_zalloc(all * sizeof *tail);

	c->head = mem_zalloc(all * sizeof *c->head);
	c->mask = all - 1;
	for (size_t i = 0; i < old; i++)
		for (uint32_t e = was[i], then; e != 0; e = then) {
			size_t at = chain(c, e % SHINGLE_BINS,
			    c->slot[e / SHINGLE_BINS].bin[e % SHINGLE_BINS]);

			then = c->next[e];
			c->next[e] = 0;
			if (tail[at] == 0)
				c->head[at] = e;
			else
				c->next[tail[at]] = e;
			tail[at] = e;
		}
	free(was);
	free(tail);
}

/* Have a slot for article. */
static enum rc
reserve(struct copies *c, int64_t article)
{
	size_t need = (size_t)article + 1, cap = c->cap;

	if (article <= 0 || need > UINT32_MAX / SHINGLE_BINS)
		return RC_TOOBIG;
	if (c->head == NULL || c->entries + SHINGLE_BINS > c->mask)
		widen(c);
	if (need <= cap)
		return RC_OK;
	while (cap < need)
		cap = cap * 2 + 1024;
	c->slot = mem_grow(c->slot, cap, sizeof *c->slot);
	c->next = mem_grow(c->next, cap * SHINGLE_BINS, sizeof *c->next);
	memset(c->slot + c->cap, 0, (cap - c->cap) * sizeof *c->slot);
	memset(c->next + c->cap * SHINGLE_BINS, 0,
	    (cap - c->cap) * SHINGLE_BINS * sizeof *c->next);
	c->cap = cap;
	return RC_OK;
}

static enum rc
enter(struct copies *c, int64_t article, int64_t revision, int64_t group,
    const uint32_t *bin)
{
	struct slot *s;
	enum rc rc;

	if ((rc = reserve(c, article)) != RC_OK)
		return rc;
	s = &c->slot[article];
	if (s->revision != 0)
		for (size_t i = 0; i < SHINGLE_BINS; i++)
			unlink_entry(c, (size_t)article, i);
	s->revision = revision;
	s->group = group;
	memcpy(s->bin, bin, sizeof s->bin);
	for (size_t i = 0; i < SHINGLE_BINS; i++)
		link_entry(c, (size_t)article, i);
	return RC_OK;
}

static enum rc
load_row(struct copies *c, sqlite3_stmt *st)
{
	uint32_t bin[SHINGLE_BINS];
	struct span bins = sql_col(st, 3);

	/* Of before there was an index: it has none. */
	memset(bin, 0xff, sizeof bin);
	if (bins.n == sizeof bin)
		memcpy(bin, bins.p, sizeof bin);
	return enter(
	    c, sql_col_int(st, 0), sql_col_int(st, 1), sql_col_int(st, 2), bin);
}

static enum rc
load(struct copies *c)
{
	sqlite3_stmt *st = c->st[LOAD];
	enum rc rc;

	if (c->loaded)
		return RC_OK;
	while ((rc = sql_row(st)) == RC_OK)
		if ((rc = load_row(c, st)) != RC_OK)
			break;
	sqlite3_reset(st);
	c->loaded = rc == RC_END;
	return rc == RC_END ? RC_OK : rc;
}

enum rc
copies_put(struct copies *c, const struct copies_text *t, int64_t group)
{
	enum rc rc;

	if ((rc = load(c)) != RC_OK)
		return rc;
	return enter(c, t->article, t->revision, group, t->bin);
}

enum rc
copies_get(struct copies *c, int64_t article, int64_t *revision, int64_t *group)
{
	enum rc rc;

	if ((rc = load(c)) != RC_OK)
		return rc;
	if (article <= 0 || (size_t)article >= c->cap ||
	    c->slot[article].revision == 0)
		return RC_NOENT;
	*revision = c->slot[article].revision;
	*group = c->slot[article].group;
	return RC_OK;
}

enum rc
copies_regroup(struct copies *c, int64_t article, int64_t group)
{
	int64_t revision, was;
	enum rc rc;

	if ((rc = copies_get(c, article, &revision, &was)) == RC_OK)
		c->slot[article].group = group;
	return rc;
}

/* ---- texts ---- */

static enum rc
read_text(struct copies *c, int64_t revision, struct arena *arena,
    struct shingle_set *set)
{
	sqlite3_stmt *st = c->st[TEXT];
	enum rc rc;

	sql_int(st, 1, revision);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	*set = shingle_read(sql_col(st, 0), arena);
	sqlite3_reset(st);
	return RC_OK;
}

enum rc
copies_text(struct copies *c, int64_t article, int64_t revision,
    struct arena *arena, struct copies_text *t)
{
	enum rc rc;

	*t = (struct copies_text) { .article = article, .revision = revision };
	if ((rc = read_text(c, revision, arena, &t->set)) == RC_OK)
		shingle_bins(&t->set, t->bin);
	return rc;
}

/* The sequences of an article that is there. */
static enum rc
set_of(struct copies *c, int64_t article, const struct shingle_set **set)
{
	struct kept *k = &c->kept[(uint64_t)article % CACHE];
	int64_t revision = c->slot[article].revision;
	enum rc rc;

	if (k->revision != revision) {
		k->revision = 0;
		arena_reset(&k->arena);
		rc = read_text(c, revision, &k->arena, &k->set);
		if (rc != RC_OK)
			return rc;
		k->revision = revision;
	}
	*set = &k->set;
	return RC_OK;
}

/* ---- candidates ---- */

struct candidate {
	int64_t article, group;
	uint32_t bands; /* that agree */
	bool crowded;   /* with many others */
};

struct search {
	struct copies *c;
	const struct copies_text *t;
	copies_group_fn *group;
	void *arg;
	struct candidate *found; /* SHINGLE_BINS * COPIES_BAND */
	size_t n;
};

static void
look_in_band(struct search *s, size_t bin)
{
	const struct copies *c = s->c;
	uint32_t value = s->t->bin[bin], e, looked = 0;
	size_t from = s->n;

	if (value == SHINGLE_NONE || c->head == NULL)
		return;
	for (e = c->head[chain(c, bin, value)]; e != 0 && looked < COPIES_BAND;
	     e = c->next[e]) {
		int64_t article = e / SHINGLE_BINS;

		if (e % SHINGLE_BINS != bin ||
		    c->slot[article].bin[bin] != value ||
		    article == s->t->article)
			continue;
		looked++;
		s->found[s->n++] = (struct candidate) { .article = article };
	}
	for (size_t i = from; looked > COPIES_CROWD && i < s->n; i++)
		s->found[i].crowded = true;
}

static int
by_article(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return (x->article > y->article) - (x->article < y->article);
}

/* The likeliest first, of those the newest. */
static int
by_bands(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->bands != y->bands)
		return x->bands < y->bands ? 1 : -1;
	return by_article(b, a);
}

/* Of which group a candidate is; 0: it is none. */
static int64_t
group_of(const struct search *s, int64_t article)
{
	return s->group != NULL ? s->group(s->arg, article)
				: s->c->slot[article].group;
}

/* Each candidate once, with its group. */
static void
count_bands(struct search *s)
{
	size_t to = 0;

	if (s->n == 0)
		return;
	qsort(s->found, s->n, sizeof *s->found, by_article);
	for (size_t i = 0, end; i < s->n; i = end) {
		struct candidate c = s->found[i];

		for (end = i + 1; end < s->n; end++) {
			if (s->found[end].article != c.article)
				break;
			c.crowded = false;
		}
		c.bands = (uint32_t)(end - i);
		if (!c.crowded && (c.group = group_of(s, c.article)) != 0)
			s->found[to++] = c;
	}
	s->n = to;
	qsort(s->found, s->n, sizeof *s->found, by_bands);
}

/* Compare with the candidates' texts; a group that has one copy is done. */
static enum rc
compare(struct search *s, struct copies_hit *hit, size_t *n)
{
	size_t vain = 0;

	for (size_t i = 0; i < s->n && vain < COPIES_VAIN; i++) {
		int64_t group = s->found[i].group;
		const struct shingle_set *set;
		size_t shared;
		enum rc rc;

		if (group == 0)
			continue;
		rc = set_of(s->c, s->found[i].article, &set);
		if (rc != RC_OK)
			return rc;
		shared = shingle_shared(&s->t->set, set);
		if (!shingle_is_copy(shared, s->t->set.n, set->n)) {
			vain++;
			continue;
		}
		hit[(*n)++] = (struct copies_hit) { s->found[i].article, shared,
			set->n };
		for (size_t k = i; k < s->n; k++)
			if (s->found[k].group == group)
				s->found[k].group = 0;
	}
	return RC_OK;
}

enum rc
copies_find(struct copies *c, const struct copies_text *t,
    copies_group_fn *group, void *arg, struct arena *arena,
    struct copies_hit **hit, size_t *n)
{
	struct search s = { .c = c, .t = t, .group = group, .arg = arg };
	enum rc rc;

	*n = 0;
	*hit = NULL;
	if ((rc = load(c)) != RC_OK || t->set.n < SHINGLE_LEAST)
		return rc;
	s.found = arena_alloc(
	    arena, SHINGLE_BINS * COPIES_BAND, sizeof *s.found);
	for (size_t i = 0; i < SHINGLE_BINS; i++)
		look_in_band(&s, i);
	count_bands(&s);
	*hit = arena_alloc(arena, s.n + 1, sizeof **hit);
	return compare(&s, *hit, n);
}
