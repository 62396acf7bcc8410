/* tell.c -- what a file is, told by its first bytes. */
#include "tell.h"

#include <strings.h>

/* Formats that say what they are in their first bytes. */
static const struct {
	struct span magic;
	const char *why;
} binaries[] = {
	{ SPAN("\x1f\x8b"), "compressed by gzip; decompress it first" },
	{ SPAN("BZh"), "compressed by bzip2; decompress it first" },
	{ SPAN("\xfd"
	       "7zXZ"),
	    "compressed by xz; decompress it first" },
	{ SPAN("\x28\xb5\x2f\xfd"), "compressed by zstd; decompress it first" },
	{ SPAN("PK\x03\x04"),
	    "a zip archive or office document; save its text as UTF-8" },
	{ SPAN("%PDF-"), "a PDF; save its text as UTF-8" },
	{ SPAN("\xff\xfe"), "UTF-16; convert it: iconv -f UTF-16 -t UTF-8" },
	{ SPAN("\xfe\xff"), "UTF-16; convert it: iconv -f UTF-16 -t UTF-8" },
};

/* Markup, after blanks and without regard to case. */
static const struct {
	struct span start;
	const char *why;
} markups[] = {
	{ SPAN("WARC/"),
	    "a web archive (WARC), which this version does not read; give "
	    "its articles as JSON Lines" },
	{ SPAN("filedesc://"),
	    "a web archive (ARC), which this version does not read; give its "
	    "articles as JSON Lines" },
	{ SPAN("<!doctype html"),
	    "HTML, which this version does not read; save its text" },
	{ SPAN("<html"),
	    "HTML, which this version does not read; save its text" },
	{ SPAN("<rss"),
	    "a feed, which this version does not read; give its articles as "
	    "JSON Lines" },
	{ SPAN("<feed"),
	    "a feed, which this version does not read; give its articles as "
	    "JSON Lines" },
	{ SPAN("<rdf:rdf"),
	    "a feed, which this version does not read; give its articles as "
	    "JSON Lines" },
	{ SPAN("<opml"),
	    "a list of feeds (OPML), which this version does not read" },
	{ SPAN("<?xml"),
	    "XML, which this version does not read; save its text, or give "
	    "its articles as JSON Lines" },
	{ SPAN("<!--"),
	    "markup, which this version does not read; save its text" },
};

static struct span
skip(struct span s, size_t n)
{
	return (struct span) { s.p + n, s.n - n };
}

static struct span
skip_any(struct span s, const char *set)
{
	while (s.n > 0 && *s.p != '\0' && strchr(set, *s.p) != NULL)
		s = skip(s, 1);
	return s;
}

static bool
contains(struct span s, const char *what)
{
	return s.n > 0 && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

size_t
tell_bom(struct span s)
{
	return s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* s begins with '{': is that JSON Lines? */
static enum tell_kind
tell_object(struct span s, const char **why)
{
	struct span line = skip_any(skip(s, 1), " \t\r");
	struct span next = skip_any(skip(s, 1), " \t\r\n");

	if (contains(s, "https://jsonfeed.org/version/")) {
		*why = "a feed (JSON Feed), which this version does not read; "
		       "give its articles as JSON Lines";
		return TELL_OTHER;
	}
	if (line.n > 0 && (*line.p == '"' || *line.p == '}'))
		return TELL_RECORDS;
	if (next.n > 0 && (*next.p == '"' || *next.p == '}')) {
		*why = "JSON over several lines; write one object a line: "
		       "jq -c .";
		return TELL_OTHER;
	}
	return TELL_TEXT;
}

static enum tell_kind
tell_rest(struct span s, const char **why)
{
	struct span next;

	for (size_t i = 0; i < sizeof(markups) / sizeof(markups[0]); i++)
		if (s.n >= markups[i].start.n &&
		    strncasecmp(s.p, markups[i].start.p, markups[i].start.n) ==
			0) {
			*why = markups[i].why;
			return TELL_OTHER;
		}
	if (s.n == 0 || *s.p != '[')
		return TELL_TEXT;
	next = skip_any(skip(s, 1), " \t\r\n");
	if (next.n == 0 || *next.p != '{')
		return TELL_TEXT;
	*why = "one JSON array; write one object a line: jq -c '.[]'";
	return TELL_OTHER;
}

enum tell_kind
tell_kind(struct span head, const char **why)
{
	struct span s;

	if (head.n == 0)
		return TELL_EMPTY;
	for (size_t i = 0; i < sizeof(binaries) / sizeof(binaries[0]); i++)
		if (head.n >= binaries[i].magic.n &&
		    memcmp(head.p, binaries[i].magic.p, binaries[i].magic.n) ==
			0) {
			*why = binaries[i].why;
			return TELL_OTHER;
		}
	s = skip_any(skip(head, tell_bom(head)), " \t\r\n");
	if (s.n > 0 && *s.p == '{')
		return tell_object(s, why);
	if (memchr(head.p, '\0', head.n) != NULL) {
		*why = "binary (it has NUL bytes), not text; save its text as "
		       "UTF-8";
		return TELL_OTHER;
	}
	return tell_rest(s, why);
}
