/* matching_merge.c -- two claims that are found to be one. */
#include "matching.h"

/* Those that stand in relation to claim. */
static enum rc
add_ends(struct match *m, const struct match_event *e, int64_t claim,
    int64_t but, struct relate_list *ends)
{
	sqlite3_stmt *st = m->st[MATCHING_MERGE_ENDS];
	enum rc rc;

	sql_int(st, 1, claim);
	while ((rc = sql_row(st)) == RC_OK) {
		int64_t end = sql_col_int(st, 0);

		if (end != but)
			relate_add(ends, end, e->arena);
	}
	return rc == RC_END ? RC_OK : rc;
}

/* Rows of other tables go from one claim to the other. */
static enum rc
move_rows(struct match *m, int64_t from, int64_t to)
{
	static const enum matching_sql steps[] = { MATCHING_MERGE_MENTIONS,
		MATCHING_MERGE_OUTLETS, MATCHING_MERGE_OUTLETS_DROP,
		MATCHING_MERGE_RELATIONS, MATCHING_MERGE_OLDER,
		MATCHING_MERGE_NEWER, MATCHING_MERGE_SELF, MATCHING_MERGE_CLAIM,
		MATCHING_MERGE_AGAIN, MATCHING_MERGE_REDIRECT };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof steps / sizeof steps[0] && rc == RC_OK;
	     i++)
		rc = matching_run(m, steps[i], from, to);
	return rc;
}

/* What both were counted by is the one's. */
static void
add_up(struct matching_touch *t, const struct matching_touch *f)
{
	t->after.mentions += f->after.mentions;
	if (f->first_ms < t->first_ms) {
		t->after.first_seen = f->after.first_seen;
		t->first_ms = f->first_ms;
	}
	if (f->last_ms > t->last_ms) {
		t->after.last_seen = f->after.last_seen;
		t->last_ms = f->last_ms;
	}
}

static enum rc
tell(struct match *m, const struct match_event *e, struct matching_touch *t,
    const struct matching_touch *f)
{
	struct form_change c = { .type = FORM_CLAIM_MERGED,
		.claim = &t->after,
		.before = &f->before,
		.article = e->article,
		.outlet = e->outlet_name,
		.cause = "merge",
		.cause_article = e->article,
		.cause_revision = e->revision_n };
	enum rc rc;

	if (e->log == NULL)
		return RC_OK;
	if ((rc = changes_put(e->log, &c)) != RC_OK)
		return rc;
	t->after.changed = e->log->head;
	return matching_set(m, t);
}

static enum rc
merge(struct match *m, const struct match_event *e, struct matching_touch *f,
    int64_t to, struct relate_list *ends)
{
	struct matching_touch *t = arena_alloc(e->arena, 1, sizeof *t);
	int64_t from = f->after.id;
	enum rc rc;

	if ((rc = add_ends(m, e, from, to, ends)) != RC_OK ||
	    (rc = words_drop(m->words, from, f->after.text,
		 f->after.speaker_name)) != RC_OK ||
	    (rc = move_rows(m, from, to)) != RC_OK)
		return rc;
	t->after.id = to;
	if ((rc = matching_load(m, t, e->arena)) != RC_OK || t->fresh)
		return rc;
	add_up(t, f);
	if ((rc = matching_spread(m, t)) != RC_OK ||
	    (rc = matching_set(m, t)) != RC_OK)
		return rc;
	relate_add(ends, to, e->arena);
	return tell(m, e, t, f);
}

enum rc
matching_merge(struct match *m, const struct match_event *e, int64_t from,
    int64_t to, struct relate_list *ends)
{
	struct matching_touch *f = arena_alloc(e->arena, 1, sizeof *f);
	enum rc rc;

	f->after.id = from;
	if ((rc = wordings_move(m->wordings, from, to)) != RC_OK ||
	    (rc = matching_load(m, f, e->arena)) != RC_OK || f->fresh)
		return rc;
	return merge(m, e, f, to, ends);
}
