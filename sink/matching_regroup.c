/* matching_regroup.c -- wordings that are one claim no more part, others
 * join. */
#include "matching.h"
#include "when.h"

/* A wording, the claim that it is of, and the one that it was of. */
struct member {
	int64_t id, key, was, is;
};

struct regroup {
	struct match *m;
	const struct match_event *e;
	struct matching_all *all;
	const struct wordings_row *row; /* of the event's mentions */
	struct member *member;          /* of the part that is looked at */
	size_t n;
	struct relate_list claims; /* that wordings come to or go from */
	bool *done;                /* by all->seeds */
};

/* ---- who belongs to whom ---- */

static enum rc
read_node(struct regroup *g, struct groups_node *node, struct member *x)
{
	sqlite3_stmt *st = g->m->st[MATCHING_NODE];
	enum rc rc;

	sql_int(st, 1, node->id);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	*x = (struct member) { .id = node->id,
		.key = sql_col_int(st, 0),
		.was = sql_col_int(st, 1) };
	node->key = x->key;
	sqlite3_reset(st);
	return matching_held(g->m, g->e, g->row, node->id, &node->held);
}

/* Seeds that hang together are looked at together. */
static void
tick_off(struct regroup *g, const struct links_part *p)
{
	const struct relate_list *seeds = &g->all->seeds;

	for (size_t i = 0; i < seeds->n; i++)
		for (size_t k = 0; k < p->n && !g->done[i]; k++)
			g->done[i] = p->node[k].id == seeds->claim[i];
}

/* All that hang together with a wording, and where they belong now. */
static enum rc
look(struct regroup *g, int64_t wording)
{
	struct arena *arena = g->e->arena;
	struct links_part p;
	int64_t *group;
	enum rc rc;

	if ((rc = links_around(g->m->links, wording, arena, &p)) != RC_OK)
		return rc;
	tick_off(g, &p);
	g->n = 0;
	if (!p.whole)
		return RC_OK;
	g->n = p.n;
	g->member = arena_alloc(arena, p.n + 1, sizeof *g->member);
	group = arena_alloc(arena, p.n + 1, sizeof *group);
	for (size_t i = 0; i < p.n; i++)
		if ((rc = read_node(g, &p.node[i], &g->member[i])) != RC_OK)
			return rc;
	groups_find(p.node, p.n, p.link, p.n_links, arena, group);
	for (size_t i = 0; i < p.n; i++)
		g->member[i].is = group[i];
	return RC_OK;
}

static const struct member *
member_of(const struct regroup *g, int64_t wording)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->member[i].id == wording)
			return &g->member[i];
	return NULL;
}

/* ---- rows that go from one claim to another ---- */

static enum rc
move_member(struct regroup *g, const struct member *x)
{
	sqlite3_stmt *st = g->m->st[MATCHING_PART_MENTIONS];
	enum rc rc;

	if ((rc = wordings_set(g->m->wordings, x->id, x->is)) != RC_OK ||
	    (rc = matching_run(g->m, MATCHING_PART_LEAD, x->id, x->is)) !=
		RC_OK)
		return rc;
	for (size_t i = 0; i < g->e->n; i++)
		if (g->all->hit[i].wording == x->id)
			g->all->hit[i].claim = x->is;
	sql_int(st, 1, x->was);
	sql_int(st, 2, x->key);
	sql_int(st, 3, x->is);
	return sql_run(st);
}

/* What stood in relation to a claim is to be judged anew. */
static enum rc
part_relations(struct regroup *g, int64_t claim)
{
	sqlite3_stmt *st = g->m->st[MATCHING_MERGE_ENDS];
	struct relate_list ends = { 0 };
	struct matching_touch *t;
	enum rc rc;

	sql_int(st, 1, claim);
	while ((rc = sql_row(st)) == RC_OK)
		relate_add(&ends, sql_col_int(st, 0), g->e->arena);
	if (rc != RC_END)
		return rc;
	for (size_t i = 0; i < ends.n; i++) {
		rc = matching_meet(g->m, g->all, ends.claim[i], &t);
		if (rc != RC_OK)
			return rc;
		t->recount |= !t->fresh;
	}
	return matching_run(g->m, MATCHING_MERGE_RELATIONS, claim, 0);
}

static enum rc
part_corrections(struct regroup *g, int64_t claim)
{
	enum rc rc = matching_run(g->m, MATCHING_PART_CORRECTIONS, claim, 0);

	return rc == RC_OK
	    ? matching_run(g->m, MATCHING_MERGE_SELF, claim, claim)
	    : rc;
}

/* ---- counts ---- */

static enum rc
count_in(struct regroup *g, struct matching_touch *t, int64_t outlet,
    int64_t origin, int64_t n)
{
	/* Not as one of a claim that has no rows yet: two may be of one. */
	struct matching_touch x = { .after = { .id = t->after.id } };

	t->after.mentions += n;
	return matching_outlet(g->m, &x, outlet, origin, n);
}

/* The event's own mentions of t's claim. */
static int64_t
own(const struct regroup *g, const struct matching_touch *t)
{
	int64_t n = 0;

	for (size_t i = 0; i < g->all->n_hits; i++)
		n += g->all->hit[i].claim == t->after.id;
	return n;
}

static enum rc
count(struct regroup *g, struct matching_touch *t)
{
	const struct match_event *e = g->e;
	sqlite3_stmt *st = g->m->st[MATCHING_COUNT];
	int64_t mine = own(g, t);
	enum rc rc;

	t->after.mentions = 0;
	rc = matching_run(g->m, MATCHING_MERGE_OUTLETS_DROP, t->after.id, 0);
	if (rc != RC_OK)
		return rc;
	sql_int(st, 1, t->after.id);
	sql_int(st, 2, e->past ? 0 : e->article);
	sql_int(st, 3, e->revision);
	while ((rc = sql_row(st)) == RC_OK) {
		rc = count_in(g, t, sql_col_int(st, 0), sql_col_int(st, 1),
		    sql_col_int(st, 2));
		if (rc != RC_OK)
			break;
	}
	sqlite3_reset(st);
	if (rc != RC_END)
		return rc;
	if (mine > 0 &&
	    (rc = count_in(g, t, e->outlet, e->lineage->origin, mine)) != RC_OK)
		return rc;
	return matching_spread(g->m, t);
}

static void
see(struct matching_touch *t, struct span seen, int64_t ms, struct arena *arena)
{
	if (t->after.first_seen.p == NULL || ms < t->first_ms) {
		t->after.first_seen.p = arena_strdup(arena, seen);
		t->after.first_seen.n = seen.n;
		t->first_ms = ms;
	}
	if (t->after.last_seen.p == NULL || ms > t->last_ms) {
		t->after.last_seen.p = arena_strdup(arena, seen);
		t->after.last_seen.n = seen.n;
		t->last_ms = ms;
	}
}

/* When it was seen, by all of its mentions ever. */
static enum rc
date(struct regroup *g, struct matching_touch *t)
{
	sqlite3_stmt *st = g->m->st[MATCHING_TIMES];
	char at[CLOCK_TEXT_MAX];
	enum rc rc;

	t->after.first_seen = t->after.last_seen = (struct span) { 0 };
	sql_int(st, 1, t->after.id);
	while ((rc = sql_row(st)) == RC_OK) {
		int64_t ms;
		struct span seen = when_seen(
		    sql_col(st, 0), sql_col_int(st, 1), at, &ms);

		see(t, seen, ms, g->e->arena);
	}
	for (size_t i = 0; i < g->e->n; i++)
		if (g->all->hit[i].claim == t->after.id)
			see(t, g->e->seen, g->e->seen_ms, g->e->arena);
	return rc == RC_END ? RC_OK : rc;
}

/* ---- claims that come and go ---- */

static struct span
keep(struct regroup *g, sqlite3_stmt *st, int i)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(g->e->arena, s);
	return s;
}

/* The event's own first mention of the wording; NULL: it has none. */
static const struct match_hit *
own_hit(const struct regroup *g, int64_t wording)
{
	for (size_t i = 0; i < g->e->n; i++)
		if (g->row[i].id == wording)
			return &g->e->hit[i];
	return NULL;
}

/* The first mention of the wording whose number it has describes a claim: of
 * those in the tables, else of the event's. */
static enum rc
describe(struct regroup *g, struct matching_touch *t)
{
	sqlite3_stmt *st = g->m->st[MATCHING_PART_FIRST];
	struct match_hit *h = arena_alloc(g->e->arena, 1, sizeof *h);
	enum rc rc;

	sql_int(st, 1, t->after.id);
	if ((rc = sql_row(st)) == RC_END)
		t->hit = own_hit(g, t->after.id);
	if (rc != RC_OK)
		return rc == RC_END && t->hit != NULL ? RC_OK : RC_IO;
	*h = (struct match_hit) { .kind = keep(g, st, 0),
		.said = sql_col_int(st, 1),
		.speaker = sql_col_int(st, 2),
		.speaker_name = keep(g, st, 3),
		.text = keep(g, st, 4),
		.figure = keep(g, st, 5),
		.as_of = keep(g, st, 6),
		.act = keep(g, st, 7),
		.matter = sql_col_int(st, 8) };
	sqlite3_reset(st);
	t->hit = h;
	return RC_OK;
}

/* A claim that was a part of another one, or is what is left of one. */
static enum rc
come(struct regroup *g, struct matching_touch *t)
{
	const struct member *x = member_of(g, t->after.id);
	struct matching_touch *whole;
	enum rc rc;

	if (x == NULL || (rc = describe(g, t)) != RC_OK)
		return RC_IO;
	if ((rc = matching_meet(g->m, g->all, x->was, &whole)) != RC_OK)
		return rc;
	t->split = true;
	t->before = whole->before;
	t->after = (struct form_claim) { .id = t->after.id };
	matching_say(t);
	if ((rc = count(g, t)) != RC_OK || (rc = date(g, t)) != RC_OK)
		return rc;
	t->after.status = matching_status(t);
	if ((rc = matching_put(g->m, t)) != RC_OK ||
	    (rc = matching_run(g->m, MATCHING_PART_BACK, t->after.id, 0)) !=
		RC_OK)
		return rc;
	return words_add(
	    g->m->words, t->after.id, t->after.text, t->after.speaker_name);
}

/* No wording is of it any more: it leads to the claim that its own is of. */
static enum rc
go(struct regroup *g, struct matching_touch *t)
{
	static const enum matching_sql steps[] = { MATCHING_MERGE_OUTLETS_DROP,
		MATCHING_MERGE_CLAIM, MATCHING_MERGE_REDIRECT };
	const struct member *x = member_of(g, t->after.id);
	struct matching_touch *v = matching_more(g->all);
	enum rc rc;

	if (x == NULL)
		return RC_IO;
	v->after.id = t->after.id;
	v->before = t->after;
	v->gone = t->gone = true;
	if ((rc = matching_meet(g->m, g->all, x->is, &v->into)) != RC_OK ||
	    (rc = words_drop(g->m->words, t->after.id, t->after.text,
		 t->after.speaker_name)) != RC_OK)
		return rc;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if ((rc = matching_run(g->m, steps[i], t->after.id, x->is)) !=
		    RC_OK)
			return rc;
	return RC_OK;
}

/* Wordings came or went, and some are its own. */
static enum rc
stay(struct regroup *g, struct matching_touch *t)
{
	enum rc rc;

	t->recount = t->parted = t->moved = true;
	if ((rc = count(g, t)) != RC_OK || (rc = date(g, t)) != RC_OK)
		return rc;
	return matching_set(g->m, t);
}

static bool
has_members(const struct regroup *g, int64_t claim)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->member[i].is == claim)
			return true;
	return false;
}

static enum rc
settle(struct regroup *g, int64_t claim)
{
	struct matching_touch *t;
	enum rc rc;

	if ((rc = matching_meet(g->m, g->all, claim, &t)) != RC_OK)
		return rc;
	if (!has_members(g, claim))
		return go(g, t);
	return t->fresh && t->before.id == 0 && t->after.kind.p == NULL
	    ? come(g, t)
	    : stay(g, t);
}

/* Those of one part, where any is of another claim than it was. */
static enum rc
regroup(struct regroup *g)
{
	enum rc rc = RC_OK;

	g->claims = (struct relate_list) { 0 };
	for (size_t i = 0; i < g->n; i++)
		if (g->member[i].is != g->member[i].was) {
			relate_add(&g->claims, g->member[i].was, g->e->arena);
			relate_add(&g->claims, g->member[i].is, g->e->arena);
		}
	for (size_t i = 0; i < g->claims.n && rc == RC_OK; i++)
		rc = part_relations(g, g->claims.claim[i]);
	for (size_t i = 0; i < g->n && rc == RC_OK; i++)
		if (g->member[i].is != g->member[i].was)
			rc = move_member(g, &g->member[i]);
	for (size_t i = 0; i < g->claims.n && rc == RC_OK; i++)
		rc = part_corrections(g, g->claims.claim[i]);
	/* Claims that come are there before those that go lead to them. */
	for (int left = 1; left >= 0; left--)
		for (size_t i = 0; i < g->claims.n && rc == RC_OK; i++)
			if (has_members(g, g->claims.claim[i]) == (left != 0))
				rc = settle(g, g->claims.claim[i]);
	return rc;
}

enum rc
matching_regroup(
    struct match *m, const struct match_event *e, struct matching_all *all)
{
	struct regroup g = { .m = m,
		.e = e,
		.all = all,
		.row = all->row,
		.done = arena_alloc(
		    e->arena, all->seeds.n + 1, sizeof *g.done) };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < all->seeds.n && rc == RC_OK; i++)
		if (!g.done[i] && (rc = look(&g, all->seeds.claim[i])) == RC_OK)
			rc = regroup(&g);
	return rc;
}
