/* opml.c -- lists of feeds. */
#include "opml.h"

#include <stdlib.h>
#include <strings.h>

#include "proto/mem.h"
#include "source_web.h"
#include "xmlin.h"

struct list {
	opml_fn *fn;
	void *arg;
	struct buf root; /* the first element's name */
};

static void
on_open(void *arg, const struct xmlin_tag *t)
{
	struct list *l = arg;
	struct span url = xmlin_attr(t, "xmlUrl"), title;
	char *address, *name;

	if (l->root.n == 0)
		buf_puts(&l->root, t->name);
	if (strcasecmp(t->name, "outline") != 0 || url.n == 0)
		return;
	title = xmlin_attr(t, "title");
	if (title.n == 0)
		title = xmlin_attr(t, "text");
	address = mem_strndup(url.p, url.n);
	name = mem_strndup(title.n > 0 ? title.p : "", title.n);
	if (source_web_is_address(address))
		l->fn(l->arg, address, name);
	free(address);
	free(name);
}

static void
on_close(void *arg)
{
	(void)arg;
}

static void
on_text(void *arg, struct span s)
{
	(void)arg, (void)s;
}

enum rc
opml_read(struct span bytes, opml_fn *fn, void *arg, struct buf *why)
{
	static const struct xmlin_events events = { on_open, on_close,
		on_text };
	struct list l = { fn, arg, { 0 } };
	struct xmlin_state state;
	enum rc rc = xmlin_read(
	    bytes, (struct span) { NULL, 0 }, &events, &l, &state);

	buf_clear(why);
	if (rc == RC_OK && strcasecmp(buf_cstr(&l.root), "opml") != 0)
		rc = RC_REFUSED;
	if (rc != RC_OK)
		buf_printf(why, "no OPML: its first element is not <opml>");
	buf_free(&l.root);
	return rc;
}

static void
put_value(struct buf *out, const char *name, const char *s)
{
	buf_printf(out, " %s=\"", name);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (*s == '&' || *s == '<' || *s == '"' || *s == '>' ||
		    c < 0x20)
			buf_printf(out, "&#%d;", c < 0x20 ? ' ' : *s);
		else
			buf_append(out, s, 1);
	}
	buf_puts(out, "\"");
}

void
opml_begin(struct buf *out)
{
	buf_puts(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<opml version=\"2.0\">\n"
	    "  <head><title>claimwire's sources</title></head>\n  <body>\n");
}

void
opml_outline(struct buf *out, const char *address, const char *title)
{
	buf_puts(out, "    <outline type=\"rss\"");
	put_value(out, "text", *title != '\0' ? title : address);
	put_value(out, "xmlUrl", address);
	buf_puts(out, "/>\n");
}

void
opml_end(struct buf *out)
{
	buf_puts(out, "  </body>\n</opml>\n");
}
