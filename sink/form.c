/* form.c -- CLAIM, MENTION, RELATION and CHANGE as JSON. */
#include "form.h"

#include <inttypes.h>

#include "proto/clock.h"

static const char *const types[FORM_TYPES] = {
	[FORM_CLAIM_NEW] = "claim.new",
	[FORM_CLAIM_MENTIONED] = "claim.mentioned",
	[FORM_CLAIM_CORROBORATED] = "claim.corroborated",
	[FORM_CLAIM_DISPUTED] = "claim.disputed",
	[FORM_CLAIM_REVISED] = "claim.revised",
	[FORM_CLAIM_WITHDRAWN] = "claim.withdrawn",
	[FORM_CLAIM_MERGED] = "claim.merged",
	[FORM_CLAIM_SPLIT] = "claim.split",
	[FORM_ARTICLE_NEW] = "article.new",
	[FORM_ARTICLE_REVISED] = "article.revised",
	[FORM_ARTICLE_FORGOTTEN] = "article.forgotten",
};

static const struct span no_items = SPAN("[]");

const char *
form_type_text(enum form_type t)
{
	return (unsigned)t < FORM_TYPES ? types[t] : NULL;
}

const char *
form_says(struct span act)
{
	return span_is(act, "deny") ? " denies: " : ": ";
}

void
form_id(struct json *j, char letter, int64_t id)
{
	char text[24], *p = text + sizeof text;

	if (id == 0) {
		json_null(j);
		return;
	}
	/* By hand: it is done several times a change. */
	*--p = '"';
	for (; id > 0; id /= 10)
		*--p = (char)('0' + id % 10);
	*--p = letter;
	*--p = '"';
	json_raw(j, (struct span) { p, (size_t)(text + sizeof text - p) });
}

static void
count(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_int(j, n);
}

static void
text(struct json *j, const char *key, struct span s)
{
	json_key(j, key);
	json_str_or_null(j, s);
}

static void
raw(struct json *j, const char *key, struct span s, struct span dflt)
{
	json_key(j, key);
	if (s.p == NULL && dflt.p == NULL)
		json_null(j);
	else
		json_raw(j, s.p != NULL ? s : dflt);
}

static void
named_id(struct json *j, const char *key, char letter, int64_t id)
{
	json_key(j, key);
	form_id(j, letter, id);
}

static void
claim_speaker(struct json *j, const struct form_claim *c)
{
	json_key(j, "speaker");
	if (c->speaker == 0) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	named_id(j, "id", 's', c->speaker);
	text(j, "name", c->speaker_name);
	json_close(j, '}');
}

void
form_claim_members(struct json *j, const struct form_claim *c)
{
	named_id(j, "id", 'c', c->id);
	text(j, "kind", c->kind);
	text(j, "act", c->act);
	claim_speaker(j, c);
	text(j, "text", c->text);
	raw(j, "figure", c->figure, (struct span) { 0 });
	text(j, "status", c->status);
	count(j, "mentions", c->mentions);
	count(j, "outlets", c->outlets);
	count(j, "origins", c->origins);
	text(j, "first_seen", c->first_seen);
	text(j, "last_seen", c->last_seen);
	text(j, "as_of", c->as_of);
	raw(j, "redirects", c->redirects, no_items);
}

void
form_claim(struct json *j, const struct form_claim *c)
{
	json_open(j, '{');
	form_claim_members(j, c);
	json_close(j, '}');
}

static void
part(struct json *j, const struct form_part *p)
{
	if (!p->there) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	count(j, "start", p->at.start);
	count(j, "end", p->at.end);
	text(j, "exact", p->exact);
	json_close(j, '}');
}

static void
mention_speaker(struct json *j, const struct form_mention *m)
{
	json_key(j, "speaker");
	if (m->speaker_name.p == NULL) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	text(j, "name", m->speaker_name);
	text(j, "type", m->speaker_type);
	text(j, "role", m->role);
	json_close(j, '}');
}

void
form_mention_members(struct json *j, const struct form_mention *m)
{
	named_id(j, "id", 'm', m->id);
	raw(j, "claim", m->claims, (struct span) { 0 });
	text(j, "article", m->article_name);
	text(j, "outlet", m->outlet);
	count(j, "revision", m->revision);
	text(j, "origin", m->origin);
	text(j, "kind", m->kind);
	json_key(j, "source");
	part(j, &m->source);
	json_key(j, "cue");
	part(j, &m->cue);
	raw(j, "content", m->content, no_items);
	mention_speaker(j, m);
	text(j, "act", m->act);
	text(j, "polarity", m->polarity);
	json_key(j, "hedged");
	json_bool(j, m->hedged);
	raw(j, "figures", m->figures, no_items);
	text(j, "rule", m->rule);
	json_key(j, "confidence");
	json_real(j, m->confidence);
	text(j, "published", m->published);
}

void
form_mention(struct json *j, const struct form_mention *m)
{
	json_open(j, '{');
	form_mention_members(j, m);
	json_close(j, '}');
}

void
form_relation_members(struct json *j, const struct form_relation *r)
{
	named_id(j, "id", 'r', r->id);
	text(j, "type", r->type);
	named_id(j, "from", 'c', r->from);
	named_id(j, "to", 'c', r->to);
	text(j, "why", r->why);
	json_key(j, "score");
	json_real(j, r->score);
	json_key(j, "mentions");
	json_open(j, '[');
	form_id(j, 'm', r->mention[0]);
	form_id(j, 'm', r->mention[1]);
	json_close(j, ']');
	if (r->part[0].there || r->part[1].there) {
		json_key(j, "spans");
		json_open(j, '[');
		part(j, &r->part[0]);
		part(j, &r->part[1]);
		json_close(j, ']');
	}
}

void
form_relation(struct json *j, const struct form_relation *r)
{
	json_open(j, '{');
	form_relation_members(j, r);
	json_close(j, '}');
}

static void
claim_or_null(struct json *j, const char *key, const struct form_claim *c)
{
	json_key(j, key);
	if (c == NULL)
		json_null(j);
	else
		form_claim(j, c);
}

static void
cause(struct json *j, const struct form_change *c)
{
	json_key(j, "cause");
	json_open(j, '{');
	text(j, "kind", span_of(c->cause));
	named_id(j, "article", 'a', c->cause_article);
	json_key(j, "revision");
	if (c->cause_revision == 0)
		json_null(j);
	else
		json_int(j, c->cause_revision);
	named_id(j, "mention", 'm', c->cause_mention);
	json_close(j, '}');
}

void
form_body(struct json *j, const struct form_change *c)
{
	claim_or_null(j, "claim", c->claim);
	json_key(j, "relation");
	if (c->relation == NULL)
		json_null(j);
	else
		form_relation(j, c->relation);
	named_id(j, "article", 'a', c->article);
	claim_or_null(j, "before", c->before);
	if (c->other != NULL)
		claim_or_null(j, "other", c->other);
	if (c->outlet.p != NULL)
		text(j, "outlet", c->outlet);
	if (c->name.p != NULL) {
		text(j, "name", c->name);
		text(j, "title", c->title);
	}
	cause(j, c);
}

void
form_whole(struct buf *out, struct span generation, int64_t seq, int64_t at_ms,
    struct span type, struct span body)
{
	char at[CLOCK_TEXT_MAX];

	buf_printf(out,
	    "{\"contract\":1,\"id\":\"%.*s-%" PRId64 "\",\"seq\":%" PRId64
	    ",\"at\":\"%s\",\"type\":\"%.*s\",",
	    (int)generation.n, generation.p, seq, seq, clock_rfc3339(at_ms, at),
	    (int)type.n, type.p);
	buf_append(out, body.p, body.n);
	buf_append(out, "}", 1);
}

void
form_words(struct buf *out, const struct textmap *m, const struct range *at,
    uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct span s = textmap_cut(m, at[i]);

		if (i > 0)
			buf_append(out, " ", 1);
		buf_append(out, s.p, s.n);
	}
}
