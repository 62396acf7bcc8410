/*
 * fuzz_gate.c -- whatever the headers say: nobody is let in who called by
 * another name, came from another site, or brought no token.
 *
 * Input: lines; Host, Origin, Sec-Fetch-Site, Sec-Fetch-Mode, Authorization,
 * Cookie; an empty one is absent.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "proto/hash.h"
#include "proto/utf8.h"
#include "sink/web/gate.h"

#define TOKEN "a-token-of-enough-length"

/* Made once: one on loopback without a token, one with it. */
struct gates {
	struct gate *plain, *token;
	char cookie[256];
};

static void
option(struct conf *c, const char *key, const char *value)
{
	struct buf pair = { 0 }, why = { 0 };

	buf_printf(&pair, "%s=%s", key, value);
	fuzz_require(conf_option(c, buf_cstr(&pair), &why) == RC_OK);
	buf_free(&pair);
	buf_free(&why);
}

static void
write_token(const char *path)
{
	FILE *f = fopen(path, "w");

	fuzz_require(f != NULL && fputs(TOKEN, f) >= 0 && fclose(f) == 0 &&
	    chmod(path, 0600) == 0);
}

static void
make(struct gates *g, char *dir)
{
	struct buf why = { 0 }, cookie = { 0 };
	struct conf *c;
	char path[64];

	fuzz_require(conf_load("/dev/null", &c, &why) == RC_OK);
	option(c, "data", dir);
	option(c, "http_hosts", "claims.example");
	option(c, "http_origins", "https://desk.example");
	fuzz_require(gate_new(c, "127.0.0.1", true, &g->plain, &why) == RC_OK);
	snprintf(path, sizeof path, "%s/token", dir);
	write_token(path);
	option(c, "http_token", path);
	fuzz_require(gate_new(c, "127.0.0.1", false, &g->token, &why) == RC_OK);
	unlink(path);
	snprintf(path, sizeof path, "%s/key", dir);
	unlink(path);
	rmdir(dir);
	fuzz_require(gate_login(g->token, span_of(TOKEN),
			 (struct span)SPAN("home"), 0, &cookie) == 0);
	*strchr(buf_cstr(&cookie), ';') = '\0';
	snprintf(g->cookie, sizeof g->cookie, "%s", cookie.p);
	conf_free(c);
	buf_free(&why);
	buf_free(&cookie);
}

static struct gates *
gates(void)
{
	static struct gates g;
	char dir[] = "/tmp/fuzz-gate-XXXXXX";

	if (g.plain == NULL) {
		fuzz_require(hash_start() && mkdtemp(dir) != NULL);
		make(&g, dir);
	}
	return &g;
}

static struct span
next_line(struct span *rest)
{
	const char *end = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
	struct span line = *rest;

	if (end != NULL)
		line.n = (size_t)(end - line.p);
	*rest = (struct span) { rest->p + line.n + (end != NULL),
		rest->n - line.n - (end != NULL) };
	return line.n > 0 ? line : (struct span) { NULL, 0 };
}

/* Does s begin with one of these names, and only a port come after? */
static bool
begins(struct span s, const char *const *name)
{
	for (; *name != NULL; name++) {
		size_t n = strlen(*name);

		if (s.n < n || strncasecmp(s.p, *name, n) != 0)
			continue;
		if (s.n > n && s.p[n] == '.')
			n++;
		if (s.n == n || s.p[n] == ':')
			return true;
	}
	return false;
}

static void
check_let_in(const struct gate_ask *a)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
		"claims.example", "[::ffff:127.0.0.1]", NULL };
	static const char *const origins[] = { "https://desk.example",
		"http://127.0.0.1", "http://localhost", "http://claims.example",
		"https://127.0.0.1", "https://localhost",
		"https://claims.example", NULL };

	if (a->host.n > 0 && a->host.p[0] == '[')
		fuzz_require(memchr(a->host.p, ':', a->host.n) != NULL);
	else
		fuzz_require(begins(a->host, names));
	if (a->origin.p != NULL &&
	    memchr(a->origin.p, '[', a->origin.n) == NULL)
		fuzz_require(begins(a->origin, origins));
}

static void
check(struct gate *g, const struct gate_ask *a, unsigned *status)
{
	enum pulse_refusal refusal = PULSE_REFUSALS;
	struct buf why = { 0 };
	unsigned s = gate_check(g, a, 0, &refusal, &why);

	fuzz_require(
	    s == 0 || s == 400 || s == 401 || s == 403 || s == 421 || s == 429);
	fuzz_require((s == 0) == (why.n == 0));
	fuzz_require((s == 0) == (refusal == PULSE_REFUSALS));
	fuzz_require(utf8_valid(buf_span(&why)) == why.n);
	if (s == 0)
		check_let_in(a);
	buf_free(&why);
	*status = s;
}

static bool
contains(struct span s, const char *what)
{
	return s.n > 0 && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span rest = { (const char *)p, n };
	struct gates *g = gates();
	struct gate_ask a = { .method = SPAN("GET"),
		.address = { (const char *)p, n < 16 ? n : 16 } };
	unsigned plain, token;

	a.host = next_line(&rest);
	a.origin = next_line(&rest);
	a.fetch_site = next_line(&rest);
	a.fetch_mode = next_line(&rest);
	a.authorization = next_line(&rest);
	a.cookie = next_line(&rest);
	check(g->plain, &a, &plain);
	check(g->token, &a, &token);
	if (token == 0)
		fuzz_require(contains(a.authorization, TOKEN) ||
		    contains(a.cookie, g->cookie));
	fuzz_require(token != 0 || plain == 0);
	fuzz_require(
	    plain == 0 || token == plain); /* a token opens nothing else */
	if (gate_shares(g->plain, a.origin))
		fuzz_require(a.origin.n >= 20 &&
		    strncasecmp(a.origin.p, "https://desk.example", 20) == 0);
	return 0;
}
