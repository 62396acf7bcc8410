/* address.c -- a URL is told by its scheme or "www.", a host by the end of its
 * name. */
#include "workers/address.h"

#include <strings.h>

static bool
alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* Of a URL, as far as no quotation mark or bracket encloses it. */
static bool
in_url(char c)
{
	return c > ' ' && c < 0x7f && strchr("<>\"'`{}|\\^[]", c) == NULL;
}

/* The end of the URL, of which from bytes are known. */
static size_t
url_end(struct span s, size_t from)
{
	size_t n = from, depth = 0;

	for (; n < s.n && in_url(s.p[n]); n++) {
		if (s.p[n] == ')' && depth == 0)
			break;
		depth += s.p[n] == '(';
		depth -= s.p[n] == ')';
	}
	while (n > from && strchr(".,;:!?(*", s.p[n - 1]) != NULL)
		n--;
	return n;
}

static bool
starts(struct span s, const char *with)
{
	size_t n = strlen(with);

	return s.n > n && strncasecmp(s.p, with, n) == 0;
}

/* Labels with dots between, from byte i on: their end; *last is where the
 * last label starts, i when there is but one. */
static size_t
labels(struct span s, size_t i, size_t *last)
{
	*last = i;
	while (i < s.n && (alnum(s.p[i]) || s.p[i] == '-')) {
		i++;
		if (i + 1 < s.n && s.p[i] == '.' && alnum(s.p[i + 1]))
			*last = ++i;
	}
	return i;
}

/* Ends of hosts' names that no sentence is likely to begin with where a space
 * was forgotten. */
static bool
known_end(struct span s)
{
	static const char *const ends[] = { "com", "org", "net", "edu", "gov",
		"mil", "info", "biz", "co", "uk", "ca", "au", "nz", "ie", "de",
		"fr", "eu", "ch", "nl", "io", "tv", "ly", "ru", "cn", "jp",
		"kr", "za", "br", "news" };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (span_is(s, ends[i]))
			return true;
	return s.n == 3 &&
	    (strncasecmp(s.p, "com", 3) == 0 ||
		strncasecmp(s.p, "org", 3) == 0 ||
		strncasecmp(s.p, "net", 3) == 0);
}

static size_t
host(struct span s)
{
	size_t last, n = labels(s, 0, &last);

	if (last == 0 || !known_end((struct span) { s.p + last, n - last }))
		return 0;
	return n < s.n && s.p[n] == '/' ? url_end(s, n + 1) : n;
}

size_t
address_length(struct span s)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://",
		"www.", "mailto:" };
	size_t n = 0, end, last;

	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (starts(s, schemes[i]) && alnum(s.p[strlen(schemes[i])]))
			return url_end(s, strlen(schemes[i]) + 1);
	while (n < s.n && (alnum(s.p[n]) || strchr("._%+-", s.p[n]) != NULL))
		n++;
	if (n == s.n || s.p[n] != '@')
		return host(s);
	end = labels(s, n + 1, &last);
	return last > n + 1 ? end : 0;
}
