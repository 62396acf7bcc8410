/* xmlout.c -- writing XML. */
#include "xmlout.h"

#include <stdbool.h>

#include "proto/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* What stands for cp; NULL: itself.  A reader makes a line feed of every line
 * end, and a blank of every one in an attribute (sections 2.11, 3.3.3). */
static const char *
stands_for(uint32_t cp, bool attribute)
{
	switch (cp) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
		return attribute ? "&#9;" : NULL;
	case '\n':
		return attribute ? "&#10;" : NULL;
	case '\r':
		return "&#13;";
	case 0xfffe:
	case 0xffff:
		return REPLACEMENT;
	default:
		return cp < ' ' ? REPLACEMENT : NULL;
	}
}

/* Valid UTF-8. */
static void
put_valid(struct buf *out, struct span s, bool attribute)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		struct span rest = { s.p + i, s.n - i };
		const char *text;
		uint32_t cp;
		size_t len = utf8_next(rest, &cp);

		if ((text = stands_for(cp, attribute)) != NULL) {
			buf_append(out, s.p + from, i - from);
			buf_puts(out, text);
			from = i + len;
		}
		i += len;
	}
	buf_append(out, s.p + from, s.n - from);
}

static void
put(struct buf *out, struct span s, bool attribute)
{
	while (s.n > 0) {
		size_t n = utf8_valid(s);

		put_valid(out, (struct span) { s.p, n }, attribute);
		if (n < s.n) {
			buf_puts(out, REPLACEMENT);
			n++;
		}
		s = (struct span) { s.p + n, s.n - n };
	}
}

void
xmlout_text(struct buf *out, struct span s)
{
	put(out, s, false);
}

void
xmlout_element(struct buf *out, const char *name, struct span text)
{
	buf_printf(out, "<%s>", name);
	xmlout_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

void
xmlout_attribute(struct buf *out, const char *name, struct span value)
{
	buf_printf(out, " %s=\"", name);
	put(out, value, true);
	buf_puts(out, "\"");
}
