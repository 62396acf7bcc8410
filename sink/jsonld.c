/* jsonld.c -- claims and mentions as JSON-LD. */
#include "jsonld.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void
jsonld_begin(struct buf *out)
{
	/* Every node is written with a comma before it; this first one, the
	 * data set itself, needs none. */
	buf_puts(out,
	    "{\"@context\":[\"https://schema.org/\",{\"oa\":"
	    "\"http://www.w3.org/ns/oa#\",\"cw\":\"urn:claimwire:\"}],"
	    "\"@graph\":[{\"@id\":\"\",\"@type\":\"Dataset\",\"name\":"
	    "\"claims in the news\",\"creator\":{\"@type\":"
	    "\"SoftwareApplication\",\"name\":\"claimwire\"}}\n");
}

void
jsonld_end(struct buf *out)
{
	buf_puts(out, "]}");
}

static void
id(struct json *j, const char *key, char letter, int64_t n)
{
	char text[32];

	snprintf(text, sizeof text, "#%c%" PRId64, letter, n);
	json_key(j, key);
	json_str(j, span_of(text));
}

/* Absent members are left out. */
static void
text(struct json *j, const char *key, struct span s)
{
	if (s.p == NULL)
		return;
	json_key(j, key);
	json_str(j, s);
}

static void
count(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_int(j, n);
}

static void
node(struct json *j, const char *key, const char *type, struct span name)
{
	if (name.p == NULL)
		return;
	json_key(j, key);
	json_open(j, '{');
	text(j, "@type", span_of(type));
	text(j, "name", name);
	json_close(j, '}');
}

void
jsonld_claim(struct buf *out, const struct form_claim *c)
{
	struct json j;

	buf_puts(out, ",");
	j = json_on(out);
	json_open(&j, '{');
	id(&j, "@id", 'c', c->id);
	text(&j, "@type", span_of("Claim"));
	text(&j, "text", c->text);
	node(&j, "author", "Person", c->speaker_name);
	text(&j, "cw:kind", c->kind);
	text(&j, "cw:act", c->act);
	text(&j, "cw:status", c->status);
	text(&j, "cw:asOf", c->as_of);
	text(&j, "cw:firstSeen", c->first_seen);
	text(&j, "cw:lastSeen", c->last_seen);
	count(&j, "cw:mentionCount", c->mentions);
	count(&j, "cw:outletCount", c->outlets);
	count(&j, "cw:originCount", c->origins);
	json_close(&j, '}');
}

/* What schema.org calls a speaker of each type. */
static const char *
type_of(struct span type)
{
	if (span_is(type, "ORG"))
		return "Organization";
	return span_is(type, "PLACE") ? "Place" : "Person";
}

static void
article(struct json *j, const struct form_mention *m)
{
	json_key(j, "isPartOf");
	json_open(j, '{');
	id(j, "@id", 'a', m->article);
	text(j, "@type", span_of("NewsArticle"));
	text(j, "identifier", m->article_name);
	text(j, "datePublished", m->published);
	count(j, "version", m->revision);
	node(j, "publisher", "NewsMediaOrganization", m->outlet);
	json_close(j, '}');
}

static void
place(struct json *j, const char *key, const struct form_part *p)
{
	if (!p->there)
		return;
	json_key(j, key);
	json_open(j, '{');
	text(j, "@type", span_of("oa:TextPositionSelector"));
	count(j, "oa:start", p->at.start);
	count(j, "oa:end", p->at.end);
	text(j, "oa:exact", p->exact);
	json_close(j, '}');
}

/* A claim's id, or the ids of several, as references to their nodes. */
static void
claims(struct json *j, struct span ids)
{
	const char *p = ids.p, *end = ids.p + ids.n, *q;

	json_key(j, "cw:claim");
	json_open(j, '[');
	while (p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL) {
		p++;
		q = memchr(p, '"', (size_t)(end - p));
		if (q == NULL || q - p < 2)
			break;
		json_open(j, '{');
		id(j, "@id", *p, strtoll(p + 1, NULL, 10));
		json_close(j, '}');
		p = q + 1;
	}
	json_close(j, ']');
}

void
jsonld_mention(struct buf *out, const struct form_mention *m)
{
	struct json j;

	buf_puts(out, ",");
	j = json_on(out);
	json_open(&j, '{');
	id(&j, "@id", 'm', m->id);
	text(&j, "@type", span_of("Quotation"));
	text(&j, "text", m->words);
	node(&j, "creator", type_of(m->speaker_type), m->speaker_name);
	if (m->claims.p != NULL)
		claims(&j, m->claims);
	article(&j, m);
	place(&j, "cw:source", &m->source);
	place(&j, "cw:cue", &m->cue);
	if (m->content.p != NULL) {
		json_key(&j, "cw:content");
		json_raw(&j, m->content);
	}
	text(&j, "cw:origin", m->origin);
	text(&j, "cw:kind", m->kind);
	text(&j, "cw:rule", m->rule);
	json_close(&j, '}');
}
