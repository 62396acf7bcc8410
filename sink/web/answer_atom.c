/*
 * answer_atom.c -- /feed.atom: Atom (RFC 4287), by pages (RFC 5005, section
 * 3).  Its pages are no archive (section 4): a claim that changes moves to
 * the first one.
 */
#include "entry.h"
#include "xmlout.h"

static void
put_link(struct buf *out, const char *rel, const char *type, struct span href)
{
	buf_printf(out, "<link rel=\"%s\" type=\"%s\"", rel, type);
	xmlout_attribute(out, "href", href);
	buf_puts(out, "/>\n");
}

static void
put_category(struct buf *out, struct span term)
{
	buf_puts(out, "<category");
	xmlout_attribute(out, "term", term);
	buf_puts(out, "/>\n");
}

static void
put_entry(struct buf *out, const struct entry *e)
{
	buf_puts(out, "<entry>\n");
	xmlout_element(out, "id", span_of(e->id));
	xmlout_element(out, "title", e->title);
	xmlout_element(out, "published", span_of(e->published));
	xmlout_element(out, "updated", span_of(e->updated));
	put_link(out, "alternate", "text/html", e->address);
	put_category(out, e->claim->status);
	put_category(out, e->claim->kind);
	xmlout_element(out, "content", e->text);
	buf_puts(out, "</entry>\n");
}

static void
put_feed(struct buf *out, const struct entry_feed *f, struct span entries)
{
	buf_puts(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	xmlout_element(out, "id", span_of(f->id));
	xmlout_element(out, "title", buf_span(&f->title));
	xmlout_element(out, "updated", span_of(f->updated));
	buf_puts(out,
	    "<author><name>claimwire</name></author>\n"
	    "<generator>claimwire</generator>\n");
	put_link(out, "alternate", "text/html", buf_span(&f->home));
	put_link(out, "self", "application/atom+xml", buf_span(&f->self));
	put_link(out, "first", "application/atom+xml", buf_span(&f->first));
	if (f->next.n > 0)
		put_link(
		    out, "next", "application/atom+xml", buf_span(&f->next));
	buf_append(out, entries.p, entries.n);
	buf_puts(out, "</feed>\n");
}

void
answer_atom(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct entry_feed feed = { 0 };
	struct buf entries = { 0 };
	enum rc rc = entry_page(d, a, "/feed.atom", put_entry, &entries, &feed);

	if (rc != RC_OK) {
		reply_failed(r, rc);
	} else {
		r->type = "application/atom+xml";
		put_feed(&r->body, &feed, buf_span(&entries));
		reply_tag(r, a);
	}
	buf_free(&entries);
	entry_fini(&feed);
}
