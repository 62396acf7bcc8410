/* sheet.c -- an answer on its way to JSON. */
#include "sheet.h"

#include <inttypes.h>
#include <stdio.h>

#include "excerpt.h"

bool
sheet_open(struct sheet *s, struct answer_desk *d, struct reply *r)
{
	enum rc rc;

	*s = (struct sheet) { .d = d, .r = r, .j = json_on(&r->body) };
	if ((rc = query_begin(d->q)) == RC_OK)
		rc = query_head(d->q, &s->head);
	if (rc != RC_OK) {
		query_end(d->q);
		reply_failed(r, rc);
		return false;
	}
	json_open(&s->j, '{');
	return true;
}

void
sheet_id(struct sheet *s, const char *key)
{
	char id[64];

	snprintf(
	    id, sizeof id, "%s-%" PRId64, query_generation(s->d->q), s->head);
	json_key_text(&s->j, key, span_of(id));
}

void
sheet_list(struct sheet *s, const char *key, uint32_t limit)
{
	json_key(&s->j, key);
	json_open(&s->j, '[');
	s->limit = limit;
	s->n = 0;
	s->from = s->r->body.n;
	s->last = 0;
	s->more = false;
}

bool
sheet_row(struct sheet *s, int64_t cursor)
{
	if (s->n == s->limit ||
	    (s->n > 0 && s->r->body.n - s->from > SHEET_BYTES)) {
		s->more = true;
		return false;
	}
	s->n++;
	s->last = cursor;
	return true;
}

void
sheet_end(struct sheet *s, const char *next)
{
	char cursor[24];

	json_close(&s->j, ']');
	if (next == NULL)
		return;
	json_key(&s->j, next);
	if (!s->more) {
		json_null(&s->j);
		return;
	}
	snprintf(cursor, sizeof cursor, "%" PRId64, s->last);
	json_str(&s->j, span_of(cursor));
}

void
sheet_close(struct sheet *s, enum rc rc)
{
	query_end(s->d->q);
	if (rc != RC_OK) {
		reply_failed(s->r, rc);
		return;
	}
	json_close(&s->j, '}');
	buf_puts(&s->r->body, "\n");
}

uint32_t
sheet_limit(const struct ask *a, uint32_t when_none)
{
	return a->limit > 0 ? a->limit : when_none;
}

bool
sheet_claim(void *arg, const struct form_claim *c)
{
	struct sheet *s = arg;

	if (!sheet_row(s, c->id))
		return false;
	form_claim(&s->j, c);
	return true;
}

/* The sentence: a quotation, which is shown even where the text is not. */
static void
sentence(struct json *j, const struct query_evidence *e)
{
	struct range at;

	json_key(j, "sentence");
	if (e->hull.end == 0) { /* the text was forgotten */
		json_null(j);
		return;
	}
	at = excerpt_around(e->text, e->hull);
	json_open(j, '{');
	json_key_int(j, "start", at.start);
	json_key_int(j, "end", at.end);
	json_key_text(j, "exact", textmap_cut(e->text, at));
	json_close(j, '}');
}

bool
sheet_evidence(void *arg, const struct query_evidence *e)
{
	struct sheet *s = arg;

	if (!sheet_row(s, e->mention->id))
		return false;
	json_open(&s->j, '{');
	form_mention_members(&s->j, e->mention);
	json_key(&s->j, "article_id");
	form_id(&s->j, 'a', e->mention->article);
	json_key_bool(&s->j, "current", e->mention->current);
	json_key_text(&s->j, "title", e->title);
	json_key_text(&s->j, "url", e->url);
	json_key_text(&s->j, "updated", e->updated);
	sentence(&s->j, e);
	json_close(&s->j, '}');
	return true;
}
