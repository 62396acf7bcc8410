/* site.c -- who a Host or an Origin header names. */
#include "site.h"

#include <arpa/inet.h>
#include <strings.h>

#define PORT_MAX 65535

/* ":8787" at the end of a host, or nothing. */
static bool
read_port(struct span s, int *port)
{
	int n = 0;

	*port = -1;
	if (s.n == 0)
		return true;
	if (s.p[0] != ':' || s.n > 6)
		return false;
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	if (n > PORT_MAX)
		return false;
	if (s.n > 1) /* "host:" names no port (RFC 3986, 3.2.3) */
		*port = n;
	return true;
}

static bool
read_address(struct span s, int family, struct site *out)
{
	static const unsigned char all[16], mapped[12] = { [10] = 255, 255 };
	char text[INET6_ADDRSTRLEN];

	if (s.n == 0 || s.n >= sizeof text || memchr(s.p, '\0', s.n) != NULL)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (family == AF_INET) {
		memcpy(out->addr, mapped, sizeof mapped);
		if (inet_pton(AF_INET, text, out->addr + 12) != 1)
			return false;
	} else if (inet_pton(AF_INET6, text, out->addr) != 1)
		return false;
	out->any = memcmp(out->addr, all, sizeof all) == 0 ||
	    (memcmp(out->addr, mapped, sizeof mapped) == 0 &&
		memcmp(out->addr + 12, all, 4) == 0);
	out->name = (struct span) { NULL, 0 };
	return true;
}

static bool
name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

/* Labels between dots; one dot at the end says nothing. */
static bool
read_name(struct span s, struct site *out)
{
	if (s.n > 0 && s.p[s.n - 1] == '.')
		s.n--;
	if (s.n == 0 || s.n > SITE_NAME_MAX || s.p[s.n - 1] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!name_character(s.p[i]) ||
		    (s.p[i] == '.' && (i == 0 || s.p[i - 1] == '.')))
			return false;
	out->name = s;
	return true;
}

bool
site_host(struct span s, struct site *out)
{
	struct span host = s, rest = { NULL, 0 };
	const char *end;

	*out = (struct site) { .port = -1 };
	if (s.n > 0 && s.p[0] == '[') {
		if ((end = memchr(s.p, ']', s.n)) == NULL)
			return false;
		host = (struct span) { s.p + 1, (size_t)(end - s.p - 1) };
		rest = (struct span) { end + 1, s.n - host.n - 2 };
		return read_port(rest, &out->port) &&
		    read_address(host, AF_INET6, out);
	}
	if (s.n > 0 && (end = memchr(s.p, ':', s.n)) != NULL) {
		host.n = (size_t)(end - s.p);
		rest = (struct span) { end, s.n - host.n };
	}
	return read_port(rest, &out->port) &&
	    (read_address(host, AF_INET, out) || read_name(host, out));
}

bool
site_bare(struct span s, struct site *out)
{
	*out = (struct site) { .port = -1 };
	if (read_address(s, AF_INET6, out))
		return true;
	return site_host(s, out) && out->port < 0;
}

bool
site_origin(struct span s, struct site *out)
{
	static const struct span scheme[] = { SPAN("http://"),
		SPAN("https://") };

	for (int i = 0; i < 2; i++)
		if (s.n > scheme[i].n &&
		    strncasecmp(s.p, scheme[i].p, scheme[i].n) == 0) {
			s.p += scheme[i].n;
			s.n -= scheme[i].n;
			if (!site_host(s, out))
				return false;
			out->secure = i == 1;
			return true;
		}
	return false;
}

bool
site_same(const struct site *a, const struct site *b)
{
	if (a->name.p == NULL || b->name.p == NULL)
		return a->name.p == b->name.p &&
		    memcmp(a->addr, b->addr, sizeof a->addr) == 0;
	return a->name.n == b->name.n &&
	    strncasecmp(a->name.p, b->name.p, a->name.n) == 0;
}

static int
port_of(const struct site *s, bool secure)
{
	if (s->port >= 0)
		return s->port;
	return secure ? 443 : 80;
}

bool
site_owns(const struct site *host, const struct site *origin)
{
	return site_same(host, origin) &&
	    port_of(host, origin->secure) == port_of(origin, origin->secure);
}

bool
site_same_origin(const struct site *a, const struct site *b)
{
	return a->secure == b->secure && site_owns(a, b);
}
