/* gate.c -- who may ask; see gate.h. */
#include "gate.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guess.h"
#include "proto/hash.h"
#include "proto/mem.h"
#include "proto/role.h"
#include "site.h"

#define COOKIE    "claimwire"
#define TOKEN_MAX 512 /* characters */

/* Sites named in the configuration. */
struct sites {
	char *text; /* owned; names point into it */
	struct site *site;
	size_t n;
};

struct gate {
	char *listen; /* owned; own.name points into it */
	struct site own;
	unsigned port;
	struct sites hosts, origins;
	bool token;            /* one is needed: */
	struct hash_key key;   /* tokens are compared by digests, which takes */
	struct hash_mac right; /* the same time always */
	char cookie[HASH_HEX_MAX]; /* what the cookie holds */
	struct hash_mac right_cookie;
	struct guess *guess;
};

/* ---- configuration ---- */

typedef bool read_fn(struct span s, struct site *out);

/* Words between blanks, each a site. */
static enum rc
read_sites(const struct conf *c, enum conf_id id, read_fn *read,
    const char *form, struct sites *out, struct buf *why)
{
	char *save = NULL;

	out->text = mem_strdup(conf_str(c, id));
	for (char *w = strtok_r(out->text, " \t,", &save); w != NULL;
	     w = strtok_r(NULL, " \t,", &save)) {
		out->site = mem_grow(out->site, out->n + 1, sizeof *out->site);
		if (!read(span_of(w), &out->site[out->n])) {
			buf_printf(why, "%s: \"%.100s\" is none: write %s",
			    conf_name(id), w, form);
			return RC_REFUSED;
		}
		out->n++;
	}
	return RC_OK;
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && isspace((unsigned char)s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && isspace((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

/* The file's bytes, at most n; what is wrong with it otherwise. */
static const char *
read_secret(const char *path, char *out, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *bad = NULL;
	struct stat st;
	ssize_t got;

	if (fd < 0)
		return strerror(errno);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		bad = "it is no file";
	else if ((st.st_mode & 077) != 0)
		bad = "others may read or write it: chmod 600";
	else if ((got = read(fd, out, *n)) < 0)
		bad = strerror(errno);
	else
		*n = (size_t)got;
	close(fd);
	return bad;
}

static const char *
bad_token(struct span t)
{
	if (t.n < GATE_TOKEN_MIN)
		return "the token has fewer than 16 characters: make one by "
		       "openssl rand -hex 32";
	if (t.n > TOKEN_MAX)
		return "the token is longer than 512 characters";
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] <= ' ' || t.p[i] > '~')
			return "the token is to be one word of ASCII "
			       "characters";
	return NULL;
}

static struct hash_mac
digest(const struct gate *g, struct span s)
{
	return hash_sign(&g->key, &s, 1);
}

/*
 * What the cookie holds follows from the token and the secret of this data
 * folder: nobody can make it of a guessed token, so a wrong one is old, not a
 * guess; and it survives a restart.
 */
static void
make_cookie(struct gate *g, const struct hash_key *secret, struct span token)
{
	const struct span part[] = { SPAN("claimwire cookie"), token };
	const struct hash_mac mac = hash_sign(secret, part, 2);
	struct hash_id id;

	memcpy(id.b, mac.b, sizeof id.b);
	hash_hex(&id, g->cookie);
	g->right_cookie = digest(g, span_of(g->cookie));
}

static enum rc
read_token(
    struct gate *g, const struct conf *c, const char *path, struct buf *why)
{
	struct hash_key secret;
	char text[TOKEN_MAX + 64];
	size_t n = sizeof text;
	const char *bad = read_secret(path, text, &n);
	struct span token;
	enum rc rc;

	if (bad == NULL) {
		token = trim((struct span) { text, n });
		bad = bad_token(token);
	}
	if (bad != NULL) {
		buf_printf(why, "http_token: %s: %s", path, bad);
		return RC_REFUSED;
	}
	if ((rc = role_key(c, &secret, why)) != RC_OK)
		return rc;
	g->token = true;
	hash_random(&g->key, sizeof g->key);
	g->right = digest(g, token);
	make_cookie(g, &secret, token);
	return RC_OK;
}

static enum rc
set_up(struct gate *g, const struct conf *c, bool loopback, struct buf *why)
{
	const char *file = conf_str(c, CONF_HTTP_TOKEN);
	enum rc rc;

	if ((rc = read_sites(c, CONF_HTTP_HOSTS, site_host,
		 "names or addresses between blanks", &g->hosts, why)) !=
		RC_OK ||
	    (rc = read_sites(c, CONF_HTTP_ORIGINS, site_origin,
		 "https://desk.example, without a path", &g->origins, why)) !=
		RC_OK)
		return rc;
	if (file[0] != '\0')
		return read_token(g, c, file, why);
	if (loopback)
		return RC_OK;
	buf_printf(why,
	    "http = %s would be open to everybody: set http_token to a file "
	    "(mode 600) that holds at least %d characters, or listen on "
	    "127.0.0.1",
	    conf_str(c, CONF_HTTP), GATE_TOKEN_MIN);
	return RC_REFUSED;
}

enum rc
gate_new(const struct conf *c, const char *host, bool loopback, struct gate **g,
    struct buf *why)
{
	struct gate *t = mem_zalloc(sizeof *t);
	enum rc rc;

	t->listen = mem_strdup(host);
	t->guess = guess_new(GATE_TRIES, GATE_WAIT_MS);
	if (!site_bare(span_of(t->listen), &t->own)) {
		buf_printf(why, "http: \"%.100s\" is no address or name", host);
		rc = RC_REFUSED;
	} else
		rc = set_up(t, c, loopback, why);
	if (rc != RC_OK) {
		gate_free(t);
		return rc;
	}
	*g = t;
	return RC_OK;
}

void
gate_free(struct gate *g)
{
	if (g == NULL)
		return;
	free(g->listen);
	free(g->hosts.text);
	free(g->hosts.site);
	free(g->origins.text);
	free(g->origins.site);
	guess_free(g->guess);
	free(g);
}

void
gate_port(struct gate *g, unsigned port)
{
	g->port = port;
}

bool
gate_has_token(const struct gate *g)
{
	return g->token;
}

/* ---- host ---- */

/*
 * Is it one of our names?  The port is not asked for: a tunnel or a proxy has
 * another one, and a page elsewhere cannot choose what its own address says.
 * Where we listen on all addresses, any may be ours; an address cannot be
 * bound anew as a name can.
 */
static bool
our_host(const struct gate *g, const struct site *s)
{
	static const struct site localhost = { .name = SPAN("localhost") };

	if (site_same(s, &g->own) || site_same(s, &localhost) ||
	    (s->name.p == NULL && g->own.name.p == NULL && g->own.any))
		return true;
	for (size_t i = 0; i < g->hosts.n; i++)
		if (site_same(s, &g->hosts.site[i]))
			return true;
	return false;
}

static unsigned
check_host(
    const struct gate *g, struct span host, struct site *site, struct buf *why)
{
	if (host.p == NULL) {
		buf_puts(why, "the request has no Host header");
		return 400;
	}
	if (!site_host(host, site)) {
		buf_puts(why, "the Host header names no host");
		return 400;
	}
	if (our_host(g, site))
		return 0;
	buf_printf(why,
	    "\"%.*s\" is none of the names of this server: ask for "
	    "localhost:%u, or add the name to http_hosts",
	    (int)host.n, host.p, g->port);
	return 421;
}

/* ---- origin ---- */

static bool
known_origin(const struct gate *g, const struct site *s)
{
	for (size_t i = 0; i < g->origins.n; i++)
		if (site_same_origin(s, &g->origins.site[i]))
			return true;
	return false;
}

bool
gate_shares(const struct gate *g, struct span origin)
{
	struct site s;

	return origin.p != NULL && site_origin(origin, &s) &&
	    known_origin(g, &s);
}

/* May a page of another site have caused this?  Following a link is harmless:
 * that page does not see what comes. */
static bool
from_elsewhere(const struct gate_ask *a)
{
	if (a->fetch_site.p == NULL || span_is(a->fetch_site, "none") ||
	    span_is(a->fetch_site, "same-origin"))
		return false;
	return !span_is(a->fetch_mode, "navigate") ||
	    !(span_is(a->method, "GET") || span_is(a->method, "HEAD"));
}

static unsigned
check_origin(const struct gate *g, const struct gate_ask *a,
    const struct site *host, struct buf *why)
{
	struct site from;

	if (a->origin.p != NULL) {
		if (site_origin(a->origin, &from) &&
		    (known_origin(g, &from) ||
			(site_owns(host, &from) && !from_elsewhere(a))))
			return 0;
	} else if (!from_elsewhere(a))
		return 0;
	buf_puts(why,
	    "this comes from a page of another site: if it may read this "
	    "server, add its origin to http_origins");
	return 403;
}

/* ---- token ---- */

/* "Bearer TOKEN" (RFC 6750, 2.1). */
static bool
read_bearer(struct span s, struct span *token)
{
	static const struct span scheme = SPAN("Bearer ");

	if (s.n < scheme.n || strncasecmp(s.p, scheme.p, scheme.n) != 0)
		return false;
	*token = trim((struct span) { s.p + scheme.n, s.n - scheme.n });
	return true;
}

/* The first cookie of our name (RFC 6265, 4.2.1). */
static bool
read_cookie(struct span s, struct span *value)
{
	static const struct span name = SPAN(COOKIE "=");

	while (s.n > 0) {
		const char *end = memchr(s.p, ';', s.n);
		struct span pair = { s.p,
			end != NULL ? (size_t)(end - s.p) : s.n };

		s.p += pair.n;
		s.n -= pair.n;
		if (end != NULL) {
			s.p++;
			s.n--;
		}
		pair = trim(pair);
		if (pair.n >= name.n && memcmp(pair.p, name.p, name.n) == 0) {
			*value = (struct span) { pair.p + name.n,
				pair.n - name.n };
			return true;
		}
	}
	return false;
}

/* Does what was brought have this digest? */
static bool
matches(const struct gate *g, struct span s, const struct hash_mac *want)
{
	const struct hash_mac got = digest(g, s);

	return s.n <= TOKEN_MAX && hash_mac_eq(&got, want);
}

/* Whoever sends a token in a header. */
static unsigned
check_bearer(struct gate *g, struct span token, struct span address,
    int64_t now_ms, enum pulse_refusal *refusal, struct buf *why)
{
	if (guess_waits(g->guess, address, now_ms)) {
		*refusal = PULSE_GUESSING;
		buf_puts(why,
		    "too many wrong tokens from this address: wait a minute");
		return 429;
	}
	if (matches(g, token, &g->right)) {
		guess_right(g->guess, address);
		return 0;
	}
	guess_wrong(g->guess, address, now_ms);
	*refusal = PULSE_TOKEN;
	buf_puts(why, "the token is wrong");
	return 401;
}

static unsigned
check_token(struct gate *g, const struct gate_ask *a, int64_t now_ms,
    enum pulse_refusal *refusal, struct buf *why)
{
	struct span s;

	if (read_bearer(a->authorization, &s))
		return check_bearer(g, s, a->address, now_ms, refusal, why);
	if (read_cookie(a->cookie, &s)) {
		if (matches(g, s, &g->right_cookie))
			return 0;
		*refusal = PULSE_TOKEN;
		buf_puts(why, "the token has changed: log in again");
		return 401;
	}
	*refusal = PULSE_TOKEN;
	buf_puts(why,
	    "a token is needed: send the header Authorization: Bearer TOKEN, "
	    "or log in on the page");
	return 401;
}

unsigned
gate_check(struct gate *g, const struct gate_ask *a, int64_t now_ms,
    enum pulse_refusal *refusal, struct buf *why)
{
	struct site host;
	unsigned status;

	if ((status = check_host(g, a->host, &host, why)) != 0) {
		*refusal = PULSE_HOST;
		return status;
	}
	if ((status = check_origin(g, a, &host, why)) != 0) {
		*refusal = PULSE_CROSS;
		return status;
	}
	if (!g->token || a->open)
		return 0;
	return check_token(g, a, now_ms, refusal, why);
}

unsigned
gate_login(struct gate *g, struct span token, struct span address,
    int64_t now_ms, struct buf *cookie)
{
	enum pulse_refusal refusal;
	struct buf why = { 0 };
	unsigned status;

	if (!g->token)
		return 0;
	status = check_bearer(g, trim(token), address, now_ms, &refusal, &why);
	buf_free(&why);
	if (status != 0)
		return status;
	buf_printf(cookie,
	    COOKIE "=%s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict",
	    g->cookie);
	return 0;
}
