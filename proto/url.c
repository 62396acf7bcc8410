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

/* ---- references ---- */

/* An address in its parts (RFC 3986, appendix B); those that may be absent
 * have p == NULL then, the others are empty. */
struct address {
	struct span scheme, authority, path, query, fragment;
};

static struct address
split(struct span s)
{
	struct address a = { 0 };
	size_t i = find(s, 0, "#");

	if (i < s.n)
		a.fragment = cut(s, i + 1, s.n);
	s.n = i;
	if ((i = find(s, 0, "?")) < s.n)
		a.query = cut(s, i + 1, s.n);
	s.n = i;
	i = find(s, 0, ":/");
	if (i > 0 && i < s.n && s.p[i] == ':') {
		a.scheme = cut(s, 0, i);
		s = cut(s, i + 1, s.n);
	}
	if (s.n >= 2 && s.p[0] == '/' && s.p[1] == '/') {
		i = find(s, 2, "/");
		a.authority = cut(s, 2, i);
		s = cut(s, i, s.n);
	}
	a.path = s;
	return a;
}

static void
append_encoded(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c >= 0x7f)
			buf_printf(out, "%%%02X", c);
		else
			buf_append(out, s.p + i, 1);
	}
}

/* Append path without its "." and ".." (section 5.2.4); what out has from
 * floor on are its own segments. */
static void
append_path(struct buf *out, struct span path)
{
	size_t floor = out->n;

	for (size_t i = 0, end; i < path.n; i = end) {
		struct span one;

		end = find(path, i + 1, "/");
		one = cut(path, i, end);
		if (!span_is(one, "/.") && !span_is(one, "/..")) {
			append_encoded(out, one);
			continue;
		}
		if (one.n == 3)
			while (out->n > floor && out->p[--out->n] != '/')
				continue;
		if (end == path.n)
			buf_puts(out, "/");
	}
}

/* The path of a reference, seen from that of its base (section 5.2.3). */
static void
append_merged(struct buf *out, struct address base, struct span path)
{
	struct buf whole = { 0 };
	size_t dir = base.path.n;

	if (path.p[0] != '/') {
		while (dir > 0 && base.path.p[dir - 1] != '/')
			dir--;
		buf_append(&whole, base.path.p, dir);
		if (dir == 0 && base.authority.p != NULL)
			buf_puts(&whole, "/");
	}
	buf_append(&whole, path.p, path.n);
	append_path(out, buf_span(&whole));
	buf_free(&whole);
}

static void
append_part(struct buf *out, const char *mark, struct span s)
{
	if (s.p == NULL)
		return;
	buf_puts(out, mark);
	append_encoded(out, s);
}

void
url_resolve(struct span url, struct span base, struct buf *out)
{
	struct address r = { 0 }, b = { 0 };

	if (url.n > 0)
		r = split(url);
	if (base.n > 0)
		b = split(base);
	if (r.scheme.p != NULL || b.scheme.p == NULL) {
		buf_append(out, url.p, url.n);
		return;
	}
	buf_append(out, b.scheme.p, b.scheme.n);
	buf_puts(out, ":");
	if (r.authority.p != NULL || b.authority.p != NULL)
		buf_puts(out, "//");
	if (r.authority.p != NULL) {
		buf_append(out, r.authority.p, r.authority.n);
		append_path(out, r.path);
	} else {
		buf_append(out, b.authority.p, b.authority.n);
		if (r.path.n > 0)
			append_merged(out, b, r.path);
		else
			buf_append(out, b.path.p, b.path.n);
		if (r.path.n == 0 && r.query.p == NULL)
			r.query = b.query;
	}
	append_part(out, "?", r.query);
	append_part(out, "#", r.fragment);
}
