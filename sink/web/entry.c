/* entry.c -- claims as the entries of a web feed. */
#include "entry.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/hash.h"
#include "proto/jsonin.h"
#include "sheet.h"
#include "sink/table.h"
#include "sink/when.h"

#define TITLE_WIDTH   140                        /* cells of a title */
#define WORDS_WIDTH   1000                       /* of the claim's words */
#define OTHER_WIDTH   200                        /* of another claim's */
#define RELATIONS_MAX 10                         /* told of one claim */
#define NEVER         "1970-01-01T00:00:00.000Z" /* an empty feed's time */

struct page {
	struct answer_desk *d;
	const char *base; /* "http://host", or "" */
	entry_fn *fn;
	struct buf *out;
	struct entry_feed *feed;
	uint32_t limit, n;
	int64_t last; /* cursor */
	bool more;
	struct buf address, title, text;
	enum rc rc;
	/* the relations of this entry */
	int64_t claim;
	struct span figure;
	const struct form_relation *relation;
	int told;
};

/* ---- ids and times ---- */

/* A name for what, that is called name, in this store. */
static void
make_id(struct answer_desk *d, const char *what, struct span name,
    char out[ENTRY_ID_MAX])
{
	struct span part[] = { SPAN("claimwire"), span_of(query_store(d->q)),
		span_of(what), name };
	struct hash_id h = hash_parts(part, sizeof part / sizeof part[0]);
	char hex[HASH_HEX_MAX];

	h.b[6] = (unsigned char)((h.b[6] & 0x0f) | 0x80); /* version 8 */
	h.b[8] = (unsigned char)((h.b[8] & 0x3f) | 0x80); /* variant */
	hash_hex(&h, hex);
	snprintf(out, ENTRY_ID_MAX, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex,
	    hex + 8, hex + 12, hex + 16, hex + 20);
}

/* A time of an article's as RFC 4287, section 3.3 wants it: as it came, when
 * it is a whole one in capitals, without a leap second. */
static void
date_time(struct span s, char out[CLOCK_TEXT_MAX])
{
	int64_t ms = 0;

	if (when_parse(s, &ms) && s.n >= 20 && s.n < CLOCK_TEXT_MAX &&
	    s.p[10] == 'T' && s.p[17] < '6' && s.p[s.n - 1] != 'z')
		snprintf(out, CLOCK_TEXT_MAX, "%.*s", (int)s.n, s.p);
	else
		clock_rfc3339(ms, out);
}

static bool
take_time(void *arg, const struct query_change *c)
{
	*(int64_t *)arg = c->at_ms;
	return false;
}

/* When the claim changed last. */
static enum rc
changed_at(struct page *p, const struct form_claim *c, char out[CLOCK_TEXT_MAX])
{
	struct query_filter one = { .limit = 1 };
	int64_t at_ms = 0;
	enum rc rc = query_changes(
	    p->d->q, c->changed - 1, &one, take_time, &at_ms);

	clock_rfc3339(at_ms, out);
	return rc;
}

/* ---- what an entry says ---- */

/* The words of a FIGURE; p NULL when it has none. */
static void
put_figure(struct buf *out, struct span json)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };

	if (json.n > 0 && jsonin_parse(json, 8, &o, &why) == RC_OK)
		table_plain(out, jsonin_string(o, "exact"), OTHER_WIDTH);
	json_object_put(o);
	buf_free(&why);
}

/* How the other claim of a relation stands to this one. */
static const char *
stands(const struct form_relation *r, bool newer)
{
	if (span_is(r->type, "revised"))
		return newer ? "replaced by" : "replaces";
	if (span_is(r->type, "disputed"))
		return "disputed by";
	if (span_is(r->type, "refines"))
		return newer ? "refines" : "refined by";
	return "not comparable with";
}

/* "unnamed: officials" says what the title need not. */
static struct span
who(struct span name)
{
	static const struct span prefix = SPAN("unnamed: ");

	if (name.n > prefix.n && memcmp(name.p, prefix.p, prefix.n) == 0)
		return (struct span) { name.p + prefix.n, name.n - prefix.n };
	return name;
}

/* "Ida Solberg: the bridge will reopen" */
static void
put_said(struct buf *o, const struct form_claim *c, unsigned width)
{
	struct span name = who(c->speaker_name);

	if (name.n > 0) {
		table_plain(o, name, width);
		buf_puts(o, form_says(c->act));
	}
	table_plain(o, c->text, width);
}

/* "replaced by c9: Up 9 percent (4 percent → 9 percent)" */
static bool
put_other(void *arg, const struct form_claim *other)
{
	struct page *p = arg;
	bool newer = p->relation->from == p->claim;
	struct span old = newer ? p->figure : other->figure;
	struct span new = newer ? other->figure : p->figure;
	struct buf *o = &p->text;

	buf_printf(
	    o, "%s c%" PRId64 ": ", stands(p->relation, newer), other->id);
	put_said(o, other, OTHER_WIDTH);
	if (span_is(p->relation->type, "revised") && old.n > 0 && new.n > 0) {
		buf_puts(o, " (");
		put_figure(o, old);
		buf_puts(o, " \xe2\x86\x92 ");
		put_figure(o, new);
		buf_puts(o, ")");
	}
	buf_puts(o, "\n");
	return false;
}

static bool
put_relation(void *arg, const struct form_relation *r)
{
	struct page *p = arg;

	p->relation = r;
	p->rc = query_claim(
	    p->d->q, r->from == p->claim ? r->to : r->from, put_other, p);
	return p->rc == RC_OK && ++p->told < RELATIONS_MAX;
}

static void
put_count(struct buf *o, int64_t n, const char *one)
{
	buf_printf(o, "%" PRId64 " %s%s", n, one, n == 1 ? "" : "s");
}

static enum rc
put_text(struct page *p, const struct form_claim *c)
{
	struct buf *o = &p->text;
	enum rc rc;

	buf_clear(o);
	put_said(o, c, WORDS_WIDTH);
	buf_puts(o, "\n");
	if (c->as_of.n > 0) {
		buf_puts(o, "as of ");
		table_plain(o, c->as_of, OTHER_WIDTH);
		buf_puts(o, "\n");
	}
	table_plain(o, c->status, 0);
	buf_puts(o, ": ");
	put_count(o, c->mentions, "mention");
	buf_puts(o, ", ");
	put_count(o, c->outlets, "outlet");
	buf_puts(o, ", ");
	put_count(o, c->origins, "independent origin");
	buf_puts(o, "\n");
	p->claim = c->id;
	p->figure = c->figure;
	p->told = 0;
	rc = query_relations(p->d->q, c->id, put_relation, p);
	return rc == RC_OK ? p->rc : rc;
}

static void
put_title(struct page *p, const struct form_claim *c)
{
	struct buf words = { 0 };

	put_said(&words, c, 0);
	buf_clear(&p->title);
	table_plain(&p->title, buf_span(&words), TITLE_WIDTH);
	buf_free(&words);
}

static bool
put_entry(void *arg, const struct form_claim *c)
{
	struct page *p = arg;
	struct entry e = { .claim = c };
	char name[24];

	if (p->n == p->limit || (p->n > 0 && p->out->n > ENTRY_BYTES)) {
		p->more = true;
		return false;
	}
	if ((p->rc = put_text(p, c)) != RC_OK ||
	    (p->rc = changed_at(p, c, e.updated)) != RC_OK)
		return false;
	put_title(p, c);
	snprintf(name, sizeof name, "c%" PRId64, c->id);
	make_id(p->d, "claim", span_of(name), e.id);
	date_time(c->first_seen, e.published);
	buf_clear(&p->address);
	buf_printf(&p->address, "%s/?claim=%s", p->base, name);
	e.address = buf_span(&p->address);
	e.title = buf_span(&p->title);
	e.text = buf_span(&p->text);
	if (p->n++ == 0)
		memcpy(p->feed->updated, e.updated, sizeof e.updated);
	p->last = c->changed;
	p->fn(p->out, &e);
	return true;
}

/* ---- the feed ---- */

/* base + path, with the filters, a limit and a cursor (0: none). */
static void
put_address(struct buf *out, const char *base, const char *path,
    const struct ask *a, int64_t cursor)
{
	const char *sep = "?";

	buf_printf(out, "%s%s", base, path);
	if (a->query.n > 0) {
		buf_printf(out, "%s%.*s", sep, (int)a->query.n, a->query.p);
		sep = "&";
	}
	if (strcmp(path, "/") == 0)
		return;
	if (a->limit > 0) {
		buf_printf(out, "%slimit=%u", sep, a->limit);
		sep = "&";
	}
	if (cursor > 0)
		buf_printf(out, "%scursor=%" PRId64, sep, cursor);
}

static void
describe(struct page *p, const struct ask *a, const char *path)
{
	struct entry_feed *feed = p->feed;

	make_id(p->d, "feed", a->query, feed->id);
	buf_puts(&feed->title, "claimwire");
	if (a->query.n > 0)
		buf_printf(&feed->title, ": %.*s", (int)a->query.n, a->query.p);
	put_address(&feed->home, p->base, "/", a, 0);
	put_address(&feed->first, p->base, path, a, 0);
	put_address(&feed->self, p->base, path, a, a->filter.cursor);
	if (p->more)
		put_address(&feed->next, p->base, path, a, p->last);
	if (p->n == 0)
		snprintf(feed->updated, sizeof feed->updated, NEVER);
}

enum rc
entry_page(struct answer_desk *d, const struct ask *a, const char *path,
    entry_fn *fn, struct buf *out, struct entry_feed *feed)
{
	struct query_filter f = a->filter;
	struct buf base = { 0 };
	struct page p = { .d = d,
		.fn = fn,
		.out = out,
		.feed = feed,
		.limit = sheet_limit(a, ASK_LIMIT) };
	enum rc rc;

	if (a->host.n > 0)
		buf_printf(&base, "http://%.*s", (int)a->host.n, a->host.p);
	p.base = buf_cstr(&base);
	f.limit = p.limit + 1;
	if ((rc = query_begin(d->q)) == RC_OK)
		rc = query_changed(d->q, &f, put_entry, &p);
	query_end(d->q);
	if (rc == RC_OK)
		rc = p.rc;
	if (rc == RC_OK)
		describe(&p, a, path);
	buf_free(&base);
	buf_free(&p.address);
	buf_free(&p.title);
	buf_free(&p.text);
	return rc;
}

void
entry_fini(struct entry_feed *feed)
{
	buf_free(&feed->title);
	buf_free(&feed->home);
	buf_free(&feed->self);
	buf_free(&feed->first);
	buf_free(&feed->next);
}
