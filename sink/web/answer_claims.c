/* answer_claims.c -- /claims, /claims/ID, /moved. */
#include "sheet.h"
#include "sink/grounds.h"

#define EVIDENCE      200 /* of a claim, unless a limit is given */
#define RELATIONS_MAX 1000

/* Rows of a list as they changed last. */
static bool
changed_row(void *arg, const struct form_claim *c)
{
	struct sheet *s = arg;

	if (!sheet_row(s, c->changed))
		return false;
	form_claim(&s->j, c);
	return true;
}

void
answer_claims(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct query_filter f = a->filter;
	struct sheet s;
	enum rc rc;

	if (!sheet_open(&s, d, r))
		return;
	sheet_id(&s, "id");
	sheet_list(&s, "claims", sheet_limit(a, ASK_LIMIT));
	f.limit = s.limit + 1;
	rc = a->order == ASK_CHANGED ? query_changed(d->q, &f, changed_row, &s)
				     : query_claims(d->q, &f, sheet_claim, &s);
	sheet_end(&s, "next");
	sheet_close(&s, rc);
}

/* ---- points of a chart ---- */

static void
number(struct json *j, const char *key, bool there, double value)
{
	json_key(j, key);
	if (there)
		json_real(j, value);
	else
		json_null(j);
}

static void
put_point(struct json *j, const struct query_point *p)
{
	json_open(j, '{');
	json_key_text(j, "at", p->at);
	number(j, "value", p->has_value, p->value);
	json_key_text(j, "unit", p->unit);
	number(j, "low", p->has_low, p->low);
	number(j, "high", p->has_high, p->high);
	json_key(j, "claim");
	form_id(j, 'c', p->claim);
	json_key(j, "mention");
	form_id(j, 'm', p->mention);
	json_key_text(j, "article", p->article_name);
	json_key(j, "article_id");
	form_id(j, 'a', p->article);
	json_key_text(j, "outlet", p->outlet);
	json_key_text(j, "origin", p->origin);
	json_key_bool(j, "current", p->current);
	json_close(j, '}');
}

static bool
point_row(void *arg, const struct query_point *p)
{
	put_point(arg, p);
	return true;
}

/* At most QUERY_POINTS_MAX, so no list with an end. */
static enum rc
put_points(struct sheet *s, const char *key, int64_t claim)
{
	enum rc rc;

	json_key(&s->j, key);
	json_open(&s->j, '[');
	rc = query_points(s->d->q, claim, point_row, &s->j);
	json_close(&s->j, ']');
	return rc;
}

/* ---- one claim ---- */

struct one {
	struct sheet *s;
	int64_t id; /* found */
	enum rc rc; /* of what is asked within a row */
};

static bool
the_claim(void *arg, const struct form_claim *c)
{
	struct one *o = arg;

	form_claim_members(&o->s->j, c);
	o->id = c->id;
	return false;
}

static bool
whole_claim(void *arg, const struct form_claim *c)
{
	form_claim(arg, c);
	return false;
}

static bool
relation_row(void *arg, const struct form_relation *r)
{
	struct one *o = arg;
	struct json *j = &o->s->j;

	if (!sheet_row(o->s, r->id))
		return false;
	json_open(j, '{');
	form_relation_members(j, r);
	json_key(j, "other");
	o->rc = query_claim(
	    o->s->d->q, r->from == o->id ? r->to : r->from, whole_claim, j);
	json_close(j, '}');
	return o->rc == RC_OK;
}

static enum rc
tell_relations(struct one *o)
{
	enum rc rc;

	sheet_list(o->s, "relations", RELATIONS_MAX);
	rc = query_relations(o->s->d->q, o->id, relation_row, o);
	sheet_end(o->s, NULL);
	return rc == RC_OK ? o->rc : rc;
}

static bool
wording_row(void *arg, const struct query_wording *w)
{
	struct one *o = arg;

	if (!sheet_row(o->s, w->mention))
		return false;
	grounds_wording(&o->s->j, w);
	return true;
}

static enum rc
tell_wordings(struct one *o)
{
	enum rc rc;

	sheet_list(o->s, "wordings", EVIDENCE);
	rc = query_wordings(o->s->d->q, o->id, wording_row, o);
	sheet_end(o->s, NULL);
	return rc;
}

static bool
lineage_row(void *arg, const struct query_lineage *l)
{
	struct one *o = arg;

	if (!sheet_row(o->s, l->article))
		return false;
	grounds_json(&o->s->j, l);
	return true;
}

static enum rc
tell_lineage(struct one *o)
{
	enum rc rc;

	sheet_list(o->s, "lineage", EVIDENCE);
	rc = query_lineage(o->s->d->q, o->id, lineage_row, o);
	sheet_end(o->s, NULL);
	return rc;
}

static enum rc
tell_claim(struct sheet *s, const struct ask *a, int64_t id)
{
	struct one o = { .s = s };
	struct query_filter f = { .cursor = a->filter.cursor };
	enum rc rc = query_claim(s->d->q, id, the_claim, &o);

	if (rc != RC_OK)
		return rc;
	sheet_list(s, "evidence", sheet_limit(a, EVIDENCE));
	f.claim = o.id;
	f.limit = s->limit + 1;
	rc = query_evidence(s->d->q, &f, sheet_evidence, s);
	sheet_end(s, "evidence_next");
	if (rc == RC_OK)
		rc = tell_lineage(&o);
	if (rc == RC_OK)
		rc = tell_wordings(&o);
	if (rc == RC_OK)
		rc = tell_relations(&o);
	if (rc == RC_OK)
		rc = put_points(s, "history", o.id);
	sheet_id(s, "head");
	return rc;
}

void
answer_claim(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	enum rc rc = RC_NOENT;
	struct sheet s;
	int64_t id;

	if (!sheet_open(&s, d, r))
		return;
	if (query_parse_id(a->name, 'c', &id))
		rc = tell_claim(&s, a, id);
	sheet_close(&s, rc);
	if (rc == RC_NOENT)
		reply_error(r, 404,
		    "there is no claim \"%.*s\": they are called c17; /claims "
		    "lists them",
		    (int)(a->name.n > 100 ? 100 : a->name.n), a->name.p);
}

/* ---- figures that moved ---- */

static bool
move_row(void *arg, const struct query_move *m)
{
	struct one *o = arg;
	struct json *j = &o->s->j;

	if (!sheet_row(o->s, m->relation.id))
		return false;
	json_open(j, '{');
	json_key(j, "relation");
	form_relation(j, &m->relation);
	json_key(j, "from");
	form_claim(j, &m->from);
	json_key(j, "to");
	form_claim(j, &m->to);
	o->rc = put_points(o->s, "points", m->to.id);
	json_close(j, '}');
	return o->rc == RC_OK;
}

void
answer_moved(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct query_filter f = a->filter;
	struct sheet s;
	struct one o = { .s = &s };
	enum rc rc;

	if (!sheet_open(&s, d, r))
		return;
	sheet_id(&s, "id");
	sheet_list(&s, "moved", sheet_limit(a, ASK_LIMIT));
	f.limit = s.limit;
	rc = query_moved(d->q, &f, move_row, &o);
	sheet_end(&s, NULL);
	sheet_close(&s, rc == RC_OK ? o.rc : rc);
}
