/* tell.c -- what a file is, told by its first bytes. */
#include "tell.h"

#include <ctype.h>
#include <strings.h>

#include "gunzip.h"
#include "proto/page/page.h"

#define TELL_INFLATED_MAX (64u << 10)

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
	{ SPAN("<opml"),
	    "a list of feeds (OPML); name it as a source of its own, or: "
	    "claimwire "
	    "sources import" },
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

	if (contains(s, "https://jsonfeed.org/version/") ||
	    contains(s, "https:\\/\\/jsonfeed.org\\/version\\/"))
		return TELL_FEED;
	if (line.n > 0 && (*line.p == '"' || *line.p == '}'))
		return TELL_RECORDS;
	if (next.n > 0 && (*next.p == '"' || *next.p == '}')) {
		*why = "JSON over several lines; write one object a line: "
		       "jq -c .";
		return TELL_OTHER;
	}
	return TELL_TEXT;
}

/* Past a comment, declaration or instruction that s begins with; all of it
 * when that does not end within. */
static struct span
skip_prolog(struct span s)
{
	bool comment = s.n > 3 && memcmp(s.p, "<!--", 4) == 0;
	const char *end = comment ? memmem(s.p + 4, s.n - 4, "-->", 3)
				  : memchr(s.p, '>', s.n);
	const char *subset = comment ? NULL : memchr(s.p, '[', s.n);
	size_t length = comment ? 3 : 1;

	if (subset != NULL && end != NULL && subset < end && s.p[1] == '!') {
		end = memmem(subset, (size_t)(s.p + s.n - subset), "]>", 2);
		length = 2;
	}
	if (end == NULL)
		return skip(s, s.n);
	return skip(s, (size_t)(end - s.p) + length);
}

/* The first element of what begins as XML may; empty: it is not here. */
static struct span
first_element(struct span s)
{
	s = skip_any(s, " \t\r\n");
	while (s.n > 1 && *s.p == '<' && (s.p[1] == '?' || s.p[1] == '!'))
		s = skip_any(skip_prolog(s), " \t\r\n");
	return s;
}

/* The name after any prefix of the element that s begins with? */
static bool
is_element(struct span s, const char *name)
{
	size_t n = strlen(name), i = 1;

	while (i < s.n &&
	    (isalnum((unsigned char)s.p[i]) || s.p[i] == '_' || s.p[i] == '-'))
		i++;
	i = i < s.n && s.p[i] == ':' ? i + 1 : 1;
	return s.n > i + n && strncasecmp(s.p + i, name, n) == 0 &&
	    memchr(" \t\r\n/>", s.p[i + n], 6) != NULL;
}

static bool
is_feed(struct span s)
{
	static const char *const roots[] = { "rss", "feed", "rdf", "channel" };
	bool declared = s.n > 5 && strncasecmp(s.p, "<?xml", 5) == 0;
	bool comment = s.n > 4 && memcmp(s.p, "<!--", 4) == 0;
	struct span e = first_element(s);

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (e.n > 0 && *e.p == '<' && is_element(e, roots[i]))
			return true;
	/* a long comment hides it: the parser will see */
	return (declared || comment) && e.n == 0;
}

bool
tell_is_opml(struct span head)
{
	struct span e = first_element(
	    skip_any(skip(head, tell_bom(head)), " \t\r\n"));

	return e.n > 0 && *e.p == '<' && is_element(e, "opml");
}

static enum tell_kind
tell_rest(struct span s, const char **why)
{
	struct span next, first = first_element(s);
	bool was_xml = s.n > 5 && strncasecmp(s.p, "<?xml", 5) == 0;

	if (is_feed(s))
		return TELL_FEED;
	if (s.n > 1 && *s.p == '<' && (s.p[1] == '?' || s.p[1] == '!') &&
	    first.n > 0 && *first.p == '<')
		s = s.p[1] == '!' && strncasecmp(s.p, "<!doctype", 9) == 0
		    ? s
		    : first;
	if (page_is_html(s))
		return TELL_PAGE;
	for (size_t i = 0; i < sizeof(markups) / sizeof(markups[0]); i++)
		if (s.n >= markups[i].start.n &&
		    strncasecmp(s.p, markups[i].start.p, markups[i].start.n) ==
			0) {
			*why = markups[i].why;
			return TELL_OTHER;
		}
	if (was_xml) {
		*why = "XML that is no feed; save its text, or give its "
		       "articles as JSON Lines";
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

/* XML in UTF-16 or UTF-32 (XML 1.0, appendix F.1); its first element is for
 * the parser. */
static bool
is_wide_xml(struct span s)
{
	static const struct span starts[] = { SPAN("\xff\xfe<\0"),
		SPAN("\xfe\xff\0<"), SPAN("\xff\xfe\0\0<\0\0\0"),
		SPAN("\0\0\xfe\xff\0\0\0<"), SPAN("<\0?\0"), SPAN("\0<\0?"),
		SPAN("<\0\0\0?"), SPAN("\0\0\0<\0") };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (s.n >= starts[i].n &&
		    memcmp(s.p, starts[i].p, starts[i].n) == 0)
			return true;
	return false;
}

static bool
begins_archive(struct span s)
{
	return (s.n >= 6 && memcmp(s.p, "WARC/1", 6) == 0) ||
	    (s.n >= 11 && memcmp(s.p, "filedesc://", 11) == 0);
}

/* Also within gzip: its first bytes say so. */
static bool
is_archive(struct span head)
{
	struct buf inside = { 0 };
	bool is = begins_archive(head);

	if (is || head.n < 2 || memcmp(head.p, "\x1f\x8b", 2) != 0)
		return is;
	/* the head may end within the member: what came out of it counts */
	if (gunzip_all(head, TELL_INFLATED_MAX, &inside) != RC_IO)
		is = begins_archive(buf_span(&inside));
	buf_free(&inside);
	return is;
}

enum tell_kind
tell_kind(struct span head, const char **why)
{
	struct span s;

	if (head.n == 0)
		return TELL_EMPTY;
	if (is_archive(head))
		return TELL_ARCHIVE;
	if (is_wide_xml(head))
		return TELL_FEED;
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
