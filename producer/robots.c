/* robots.c -- what a site asks of programs that read its pages. */
#include "robots.h"

#include <stdlib.h>
#include <strings.h>

#include "proto/mem.h"

struct rule {
	size_t at, n; /* its pattern, normal, in text */
	int line;
	bool allow;
};

struct robots {
	struct buf text; /* of all patterns */
	struct rule *rule;
	size_t n;
	int64_t delay_ms;
};

/* Where reading stands: which of the file is for us. */
struct reading {
	struct robots *r;
	struct span token;
	bool ours;    /* rules of our token are taken, not those of "*" */
	bool naming;  /* the last line that counted named an agent */
	bool applies; /* what follows is of the group that is taken */
	int line;
};

static struct span
trim(struct span s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s = (struct span) { s.p + 1, s.n - 1 };
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct span
token_of(struct span s)
{
	size_t n = 0;

	while (n < s.n && (is_letter(s.p[n]) || s.p[n] == '_' || s.p[n] == '-'))
		n++;
	return (struct span) { s.p, n };
}

static bool
same(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

static bool
is_key(struct span key, const char *name)
{
	return same(key, span_of(name));
}

/* ---- one spelling of a path (section 2.2.2) ---- */

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* RFC 3986, section 2.3: what means the same encoded. */
static bool
is_unreserved(int c)
{
	return is_letter((char)c) || (c >= '0' && c <= '9') ||
	    (c != 0 && strchr("-._~", c) != NULL);
}

static void
put_octet(struct buf *out, int c, bool coded)
{
	char ch = (char)c;

	if (coded)
		buf_printf(out, "%%%02X", (unsigned)c);
	else
		buf_append(out, &ch, 1);
}

/* In a pattern "*" and a last "$" have a meaning; elsewhere they are
 * characters like others. */
static void
put_normal(struct span s, bool pattern, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];
		bool means = pattern &&
		    (c == '*' || (c == '$' && i + 1 == s.n));
		bool coded = c == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 &&
		    hex(s.p[i + 2]) >= 0;

		if (coded) {
			c = hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]);
			i += 2;
		}
		put_octet(out, c,
		    c <= ' ' || c >= 0x7f || (coded && !is_unreserved(c)) ||
			(!means && (c == '*' || c == '$')));
	}
}

/* ---- reading ---- */

static void
forget_rules(struct robots *r)
{
	r->n = 0;
	r->delay_ms = 0;
	buf_clear(&r->text);
}

/* A line that names whom a group is for; several may follow one another. */
static void
name_agent(struct reading *g, struct span value)
{
	bool all = value.n > 0 && *value.p == '*';

	if (!g->naming)
		g->applies = false;
	g->naming = true;
	if (g->token.n > 0 && same(token_of(value), g->token)) {
		if (!g->ours)
			forget_rules(g->r);
		g->ours = g->applies = true;
	} else if (all && !g->ours)
		g->applies = true;
}

static void
put_rule(struct reading *g, struct span value, bool allow)
{
	struct robots *r = g->r;
	size_t at = r->text.n;

	if (!g->applies || value.n == 0 || r->n == ROBOTS_RULES_MAX)
		return;
	put_normal(value, true, &r->text);
	r->rule = mem_grow(r->rule, r->n + 1, sizeof(*r->rule));
	r->rule[r->n++] = (struct rule) { at, r->text.n - at, g->line, allow };
}

static void
put_delay(struct reading *g, struct span value)
{
	char number[32];
	double s;

	if (!g->applies || value.n == 0 || value.n >= sizeof(number))
		return;
	memcpy(number, value.p, value.n);
	number[value.n] = '\0';
	s = strtod(number, NULL) * 1000;
	if (s > 0)
		g->r->delay_ms = s < ROBOTS_DELAY_MAX_MS ? (int64_t)s
							 : ROBOTS_DELAY_MAX_MS;
}

static void
read_line(struct reading *g, struct span line)
{
	const char *mark = line.n > 0 ? memchr(line.p, '#', line.n) : NULL;
	const char *colon;
	struct span key, value;

	if (mark != NULL)
		line.n = (size_t)(mark - line.p);
	colon = line.n > 0 ? memchr(line.p, ':', line.n) : NULL;
	if (colon == NULL)
		return;
	key = trim((struct span) { line.p, (size_t)(colon - line.p) });
	value = trim(
	    (struct span) { colon + 1, line.n - (size_t)(colon - line.p) - 1 });
	if (is_key(key, "user-agent")) {
		name_agent(g, value);
		return;
	}
	if (is_key(key, "allow") || is_key(key, "disallow"))
		put_rule(g, value, is_key(key, "allow"));
	else if (is_key(key, "crawl-delay"))
		put_delay(g, value);
	else
		return; /* Sitemap and what is not known end no group */
	g->naming = false;
}

/* What is within the limit: whole lines, since half a rule is another one. */
static struct span
limit(struct span text)
{
	if (text.n <= ROBOTS_MAX)
		return text;
	text.n = ROBOTS_MAX;
	while (text.n > 0 && text.p[text.n - 1] != '\n' &&
	    text.p[text.n - 1] != '\r')
		text.n--;
	return text;
}

struct robots *
robots_read(struct span text, const char *agent)
{
	struct reading g = { .r = mem_zalloc(sizeof(*g.r)),
		.token = token_of(span_of(agent)) };
	size_t end = 0;

	text = limit(text);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		text = (struct span) { text.p + 3, text.n - 3 };
	for (size_t at = 0; at < text.n; at = end + 1) {
		for (end = at; end < text.n && text.p[end] != '\n' &&
		     text.p[end] != '\r';)
			end++;
		if (at == 0 || text.p[at - 1] != '\r' || text.p[at] != '\n')
			g.line++;
		read_line(&g, (struct span) { text.p + at, end - at });
	}
	return g.r;
}

void
robots_free(struct robots *r)
{
	if (r == NULL)
		return;
	buf_free(&r->text);
	free(r->rule);
	free(r);
}

/* ---- asking ---- */

/*
 * Does the whole pattern match a beginning of target?  Each piece between two
 * "*" at its first place after the one before; the last one, before "$", at
 * the end.
 */
static bool
matches(struct span pattern, struct span target)
{
	bool ends = pattern.n > 0 && pattern.p[pattern.n - 1] == '$',
	     first = true;
	size_t at = 0;

	pattern.n -= ends;
	for (;;) {
		const char *star = pattern.n > 0
		    ? memchr(pattern.p, '*', pattern.n)
		    : NULL;
		size_t n = star != NULL ? (size_t)(star - pattern.p)
					: pattern.n;
		const char *place = target.p + at;

		if (n > target.n - at)
			return false;
		if (star == NULL && ends && !first)
			place = target.p + target.n - n;
		else if (!first && n > 0)
			place = memmem(place, target.n - at, pattern.p, n);
		if (place == NULL ||
		    (n > 0 && memcmp(place, pattern.p, n) != 0))
			return false;
		at = (size_t)(place - target.p) + n;
		if (star == NULL)
			return !ends || at == target.n;
		pattern = (struct span) { star + 1, pattern.n - n - 1 };
		first = false;
	}
}

bool
robots_allow(const struct robots *r, struct span target, struct buf *why)
{
	struct buf path = { 0 };
	const struct rule *best = NULL;
	struct span p;

	if (target.n == 0 || *target.p != '/')
		buf_puts(&path, "/");
	put_normal(target, false, &path);
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *k = &r->rule[i];

		if (best != NULL &&
		    (k->n < best->n || (k->n == best->n && !k->allow)))
			continue;
		p = (struct span) { r->text.p + k->at, k->n };
		if (matches(p, buf_span(&path)))
			best = k;
	}
	if (best != NULL && span_is(buf_span(&path), "/robots.txt"))
		best = NULL; /* section 2.2.2: it is allowed always */
	buf_free(&path);
	if (best == NULL || best->allow)
		return true;
	buf_printf(why, "line %d: Disallow: ", best->line);
	buf_append(why, r->text.p + best->at, best->n);
	return false;
}

int64_t
robots_delay_ms(const struct robots *r)
{
	return r->delay_ms;
}
