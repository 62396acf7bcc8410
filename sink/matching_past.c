/* matching_past.c -- claims that only readings of before held. */
#include "matching.h"

/* Did a reading that counts hold it before e's revision did? */
static enum rc
was_counted(
    struct match *m, const struct match_event *e, int64_t claim, bool *counted)
{
	sqlite3_stmt *st = m->st[MATCHING_COUNTED];

	sql_int(st, 1, claim);
	sql_int(st, 2, e->revision);
	return sql_is(st, counted);
}

static enum rc
write_row(struct match *m, const struct matching_touch *t)
{
	const struct form_claim *c = &t->after;
	sqlite3_stmt *st = m->st[MATCHING_DESCRIBE];

	sql_int(st, 1, c->id);
	sql_text(st, 2, c->kind);
	sql_id(st, 3, c->speaker);
	sql_id(st, 4, t->hit->said);
	sql_text(st, 5, c->text);
	sql_text(st, 6, c->figure);
	sql_text(st, 7, c->as_of);
	sql_text(st, 8, c->act);
	sql_id(st, 9, t->matter);
	return sql_run(st);
}

enum rc
matching_describe(
    struct match *m, const struct match_event *e, struct matching_touch *t)
{
	struct form_claim was = t->after;
	bool counted;
	enum rc rc;

	if ((rc = was_counted(m, e, was.id, &counted)) != RC_OK || counted)
		return rc;
	matching_say(t);
	if ((rc = write_row(m, t)) != RC_OK ||
	    (rc = words_drop(m->words, was.id, was.text, was.speaker_name)) !=
		RC_OK)
		return rc;
	return words_add(
	    m->words, was.id, t->after.text, t->after.speaker_name);
}
