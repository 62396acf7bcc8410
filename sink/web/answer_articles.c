/* answer_articles.c -- /articles/ID and /outlets. */
#include <inttypes.h>
#include <stdio.h>

#include "sheet.h"

#define OTHERS_MAX 100 /* articles of the same name */

/* Which of the articles of this name is shown. */
struct choice {
	int64_t newest;
	int64_t other[OTHERS_MAX];
	size_t n;
};

/* They come by rising id. */
static bool
choose(void *arg, const struct query_article *a)
{
	struct choice *c = arg;

	if (c->newest != 0) {
		if (c->n == OTHERS_MAX)
			memmove(c->other, c->other + 1,
			    --c->n * sizeof c->other[0]);
		c->other[c->n++] = c->newest;
	}
	c->newest = a->id;
	return true;
}

static bool
article_members(void *arg, const struct query_article *a)
{
	struct sheet *s = arg;
	struct json *j = &s->j;

	json_key(j, "id");
	form_id(j, 'a', a->id);
	json_key_text(j, "name", a->name);
	json_key_text(j, "outlet", a->outlet);
	json_key_text(j, "source", a->source);
	json_key_text(j, "url", a->url);
	json_key_text(j, "guid", a->guid);
	json_key_text(j, "title", a->title);
	json_key_text(j, "byline", a->byline);
	json_key_text(j, "published", a->published);
	json_key_text(j, "updated", a->updated);
	json_key_text(j, "lang", a->lang);
	json_key(j, "categories");
	json_raw(j, a->categories.n > 0 ? a->categories : span_of("[]"));
	json_key_int(j, "revision", a->revision);
	json_key_text(
	    j, "text", s->d->texts ? a->text : (struct span) { NULL, 0 });
	return true;
}

static bool
revision_row(void *arg, const struct query_revision *r)
{
	struct sheet *s = arg;
	struct json *j = &s->j;

	if (!sheet_row(s, r->n))
		return false;
	json_open(j, '{');
	json_key_int(j, "n", r->n);
	json_key_text(j, "title", r->title);
	json_key_text(j, "published", r->published);
	json_key_text(j, "updated", r->updated);
	json_key_time(j, "committed", r->committed_ms);
	json_key_int(j, "mentions", r->mentions);
	json_key_text(j, "engine", r->engine);
	json_key_bool(j, "current", r->current);
	json_close(j, '}');
	return true;
}

static void
put_others(struct json *j, const struct choice *c)
{
	json_key(j, "others");
	json_open(j, '[');
	for (size_t i = c->n; i-- > 0;)
		form_id(j, 'a', c->other[i]);
	json_close(j, ']');
}

static enum rc
tell_article(struct sheet *s, const struct ask *a, const struct choice *c)
{
	struct query_filter f = { .article = c->newest,
		.cursor = a->filter.cursor };
	char name[24];
	enum rc rc;

	snprintf(name, sizeof name, "a%" PRId64, c->newest);
	rc = query_article(s->d->q, span_of(name), article_members, s);
	if (rc != RC_OK)
		return rc;
	put_others(&s->j, c);
	sheet_list(s, "evidence", sheet_limit(a, ASK_LIMIT_MAX));
	f.limit = s->limit + 1;
	rc = query_evidence(s->d->q, &f, sheet_evidence, s);
	sheet_end(s, "evidence_next");
	if (rc != RC_OK)
		return rc;
	sheet_list(s, "revisions", ASK_LIMIT_MAX);
	rc = query_revisions(s->d->q, c->newest, revision_row, s);
	sheet_end(s, NULL);
	sheet_id(s, "head");
	return rc;
}

void
answer_article(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct choice c = { 0 };
	struct sheet s;
	enum rc rc;

	if (!sheet_open(&s, d, r))
		return;
	rc = query_article(d->q, a->name, choose, &c);
	if (rc == RC_OK)
		rc = tell_article(&s, a, &c);
	sheet_close(&s, rc);
	if (rc == RC_NOENT)
		reply_error(r, 404,
		    "there is no article \"%.*s\": they are called a5, or by "
		    "the id they came with, their url or guid, or the 32 "
		    "digits of their story",
		    (int)(a->name.n > 200 ? 200 : a->name.n), a->name.p);
}

/* ---- outlets ---- */

static bool
outlet_row(void *arg, const struct query_outlet *o)
{
	struct sheet *s = arg;
	struct json *j = &s->j;

	if (!sheet_row(s, o->id))
		return false;
	json_open(j, '{');
	json_key(j, "id");
	form_id(j, 'o', o->id);
	json_key_text(j, "name", o->name);
	json_key_text(j, "domain", o->domain);
	json_key_text(j, "country", o->country);
	json_key_text(j, "owner", o->owner);
	json_key_int(j, "articles", o->articles);
	json_key_int(j, "claims", o->claims);
	json_close(j, '}');
	return true;
}

void
answer_outlets(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct query_filter f = { .cursor = a->filter.cursor };
	struct sheet s;
	enum rc rc;

	if (!sheet_open(&s, d, r))
		return;
	sheet_id(&s, "id");
	sheet_list(&s, "outlets", sheet_limit(a, ASK_LIMIT_MAX));
	f.limit = s.limit + 1;
	rc = query_outlets(d->q, &f, outlet_row, &s);
	sheet_end(&s, "next");
	sheet_close(&s, rc);
}
