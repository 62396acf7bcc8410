/* url.c -- one spelling for one address. */
#include "url.h"

#include <strings.h>

/* Offset of the first byte of s, from i on, that is one of set; else s.n. */
static size_t
find(struct span s, size_t i, const char *set)
{
	while (i < s.n && (s.p[i] == '\0' || strchr(set, s.p[i]) == NULL))
		i++;
	return i;
}

static struct span
cut(struct span s, size_t from, size_t to)
{
	return (struct span) { s.p + from, to - from };
}

static void
append_lower(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		buf_append(out, &c, 1);
	}
}

/* Is port, with its colon, what the scheme has anyway? */
static bool
default_port(struct span scheme, struct span port)
{
	static const struct {
		const char *scheme, *port;
	} row[] = { { "http", ":80" }, { "https", ":443" } };

	if (port.n == 1)
		return true;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (scheme.n == strlen(row[i].scheme) &&
		    strncasecmp(scheme.p, row[i].scheme, scheme.n) == 0 &&
		    span_is(port, row[i].port))
			return true;
	return false;
}

/* Where the port begins, with its colon; an IPv6 host has colons in its
 * brackets, and what has two outside of them has no port. */
static size_t
port_of(struct span s, size_t host)
{
	size_t at = host;

	if (at < s.n && s.p[at] == '[')
		at = find(s, at, "]");
	at = find(s, at, ":");
	return at < s.n && find(s, at + 1, ":") < s.n ? s.n : at;
}

/* userinfo@host:port */
static void
append_authority(struct buf *out, struct span scheme, struct span s)
{
	size_t host = s.n, port;

	while (host > 0 && s.p[host - 1] != '@')
		host--;
	port = port_of(s, host);
	if (host > 0)
		buf_append(out, s.p, host);
	append_lower(out, cut(s, host, port));
	if (port < s.n && !default_port(scheme, cut(s, port, s.n)))
		buf_append(out, s.p + port, s.n - port);
}

static bool
tracks(struct span param)
{
	static const struct span exact[] = { SPAN("fbclid"), SPAN("gclid") };
	struct span name = cut(param, 0, find(param, 0, "="));

	if (name.n >= 4 && memcmp(name.p, "utm_", 4) == 0)
		return true;
	for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++)
		if (span_eq(name, exact[i]))
			return true;
	return false;
}

/* query without its "?"; nothing at all when no parameter is left. */
static void
append_query(struct buf *out, struct span query)
{
	char sep = '?';

	for (size_t i = 0; i < query.n;) {
		size_t end = find(query, i, "&");
		struct span param = cut(query, i, end);

		if (param.n > 0 && !tracks(param)) {
			buf_append(out, &sep, 1);
			buf_append(out, param.p, param.n);
			sep = '&';
		}
		i = end + 1;
	}
}

/* The length of "scheme" when s begins with "scheme://", else 0. */
static size_t
scheme_of(struct span s)
{
	size_t n = find(s, 0, ":/?#");

	return s.n - n >= 3 && memcmp(s.p + n, "://", 3) == 0 ? n : 0;
}

void
url_canonical(struct span url, struct buf *out)
{
	struct span s = { url.p, find(url, 0, "#") };
	size_t scheme = s.n > 0 ? scheme_of(s) : 0, path, query;

	if (scheme == 0) {
		buf_append(out, s.p, s.n);
		return;
	}
	path = find(s, scheme + 3, "/?");
	query = find(s, path, "?");
	append_lower(out, cut(s, 0, scheme + 3));
	append_authority(out, cut(s, 0, scheme), cut(s, scheme + 3, path));
	if (path == query)
		buf_puts(out, "/");
	else
		buf_append(out, s.p + path, query - path);
	if (query < s.n)
		append_query(out, cut(s, query + 1, s.n));
}
