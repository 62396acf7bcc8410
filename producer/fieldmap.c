/* fieldmap.c -- records of other tools. */
#include "fieldmap.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/page/feeddate.h"
#include "proto/mem.h"

#define STEP_MAX  64   /* bytes of a name in a path */
#define ITEMS_MAX 5000 /* strings that one path may lead to */

/* news-please: NewsArticle as JSON.  Fundus: Article.to_json().  GDELT: its
 * article list, and articles of DOC 2.0; they have a title and at most one
 * sentence more.  ninjs: versions 1 and 2 (IPTC). */
static const char built_in[] =
    "news-please ?maintext text:maintext title:title byline:authors "
    "published:date_publish updated:date_modify lang:language url:url,"

    "fundus ?publishing_date text:plaintext text:body.sections.paragraphs "
    "html:html.content title:title byline:authors published:publishing_date "
    "lang:lang outlet:html.source_info.publisher outlet:publisher url:url "
    "url:html.responded_url url:html.requested_url categories:topics,"

    "gdelt ?url ?domain text:desc text:title title:title byline:author "
    "published:date published:seendate lang:lang lang:language url:url "
    "outlet:outletName,"

    "ninjs ?uri text:body_text text:bodies[contentType=text/plain].value "
    "html:body_html html:body_xhtml html:bodies[contentType=text/html].value "
    "html:bodies[contentType=application/xhtml+xml].value guid:uri "
    "title:headline title:headlines.value byline:byline byline:by "
    "published:firstcreated published:firstCreated updated:versioncreated "
    "updated:versionCreated lang:language outlet:infosource.name "
    "outlet:infoSources.name outlet:copyrightholder outlet:copyrightHolder "
    "url:url categories:subject.name categories:subjects.name";

enum { NEED = -1 };

enum { M_TEXT, M_HTML, M_BYLINE, M_PUBLISHED, M_UPDATED, M_OTHERS };

/* html has its own place. */
static const struct member {
	const char *name;
	size_t at;
	const char *between; /* several; NULL: the first alone */
} members[] = {
	[M_TEXT] = { "text", offsetof(struct article, text), "\n\n" },
	[M_HTML] = { "html", 0, "\n" },
	[M_BYLINE] = { "byline", offsetof(struct article, byline), ", " },
	[M_PUBLISHED] = { "published", offsetof(struct article, published),
	    NULL },
	[M_UPDATED] = { "updated", offsetof(struct article, updated), NULL },
	[M_OTHERS] = { "id", offsetof(struct article, id), NULL },
	{ "url", offsetof(struct article, url), NULL },
	{ "guid", offsetof(struct article, guid), NULL },
	{ "outlet", offsetof(struct article, outlet), NULL },
	{ "source", offsetof(struct article, source), NULL },
	{ "title", offsetof(struct article, title), NULL },
	{ "lang", offsetof(struct article, lang), NULL },
	{ "categories", offsetof(struct article, categories), "\n" },
};

#define MEMBERS (int)(sizeof(members) / sizeof(members[0]))

struct rule {
	int map;          /* rules of one are beside each other */
	int member;       /* or NEED */
	struct span path; /* of the text */
};

struct fieldmap {
	char *text; /* owned: the user's, a comma, those built in */
	struct rule rule[FIELDMAP_RULES_MAX];
	size_t n;
	int users; /* maps of the user */
};

/* ---- reading maps ---- */

static bool
is_blank(char c)
{
	return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* The next word of *s up to a blank or a comma; n 0: there is none. */
static struct span
word(struct span *s)
{
	struct span w;

	while (s->n > 0 && is_blank(*s->p))
		*s = (struct span) { s->p + 1, s->n - 1 };
	w = (struct span) { s->p, 0 };
	while (w.n < s->n && !is_blank(w.p[w.n]) && w.p[w.n] != ',')
		w.n++;
	*s = (struct span) { s->p + w.n, s->n - w.n };
	return w;
}

static int
member_of(struct span name)
{
	for (int i = 0; i < MEMBERS; i++)
		if (span_is(name, members[i].name))
			return i;
	return MEMBERS;
}

static bool
is_path(struct span s)
{
	size_t step = 0;
	bool within = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '[' || s.p[i] == ']')
			within = s.p[i] == '[';
		if (s.p[i] == '.' && !within && step == 0)
			return false;
		step = s.p[i] == '.' && !within ? 0 : step + 1;
		if (step >= STEP_MAX)
			return false;
	}
	return step > 0 && !within;
}

/* One item into a rule; why says what is wrong with it. */
static enum rc
item(struct span w, struct rule *r, struct buf *why)
{
	const char *colon = memchr(w.p, ':', w.n);

	r->member = NEED;
	r->path = (struct span) { w.p + 1, w.n - 1 };
	if (*w.p != '?') {
		if (colon == NULL) {
			buf_printf(why,
			    "\"%.*s\": write MEMBER:PATH, as in title:headline",
			    (int)w.n, w.p);
			return RC_REFUSED;
		}
		r->member = member_of(
		    (struct span) { w.p, (size_t)(colon - w.p) });
		r->path = (struct span) { colon + 1,
			w.n - (size_t)(colon + 1 - w.p) };
	}
	if (r->member == MEMBERS) {
		buf_printf(why,
		    "\"%.*s\": a record has no such member; it has id, url, "
		    "guid, outlet, source, title, byline, published, updated, "
		    "lang, text and html",
		    (int)w.n, w.p);
		return RC_REFUSED;
	}
	if (!is_path(r->path)) {
		buf_printf(why,
		    "\"%.*s\": its path is none; write names with dots "
		    "between, as in body.text",
		    (int)w.n, w.p);
		return RC_REFUSED;
	}
	return RC_OK;
}

/* One map, up to a comma, as the rules of map number k. */
static enum rc
one_map(struct span *s, int k, struct fieldmap *m, struct buf *why)
{
	struct span name = word(s), w;
	bool texts = false;

	while ((w = word(s)).n > 0) {
		struct rule *r = &m->rule[m->n];

		if (m->n == FIELDMAP_RULES_MAX) {
			buf_printf(why, "more than %d items in all maps",
			    FIELDMAP_RULES_MAX);
			return RC_REFUSED;
		}
		if (item(w, r, why) != RC_OK)
			return RC_REFUSED;
		r->map = k;
		texts = texts || r->member == M_TEXT || r->member == M_HTML;
		m->n++;
	}
	if (texts)
		return RC_OK;
	buf_printf(why,
	    "the map \"%.*s\" names no text; add text:PATH or html:PATH",
	    (int)name.n, name.p);
	return RC_REFUSED;
}

static enum rc
all_maps(struct span s, struct fieldmap *m, int *k, struct buf *why)
{
	enum rc rc = RC_OK;

	for (struct span left = s; rc == RC_OK && word(&left).n > 0; left = s) {
		rc = one_map(&s, (*k)++, m, why);
		if (rc == RC_OK && s.n > 0)
			s = (struct span) { s.p + 1, s.n - 1 };
	}
	return rc;
}

enum rc
fieldmap_check(const char *text, struct buf *why)
{
	struct fieldmap *m = mem_zalloc(sizeof(*m));
	int k = 0;
	enum rc rc;

	buf_clear(why);
	rc = all_maps(span_of(text), m, &k, why);
	free(m);
	return rc;
}

struct fieldmap *
fieldmap_new(const char *text)
{
	struct fieldmap *m = mem_zalloc(sizeof(*m));
	struct buf why = { 0 };

	m->text = mem_strdup(text != NULL ? text : "");
	if (all_maps(span_of(m->text), m, &m->users, &why) != RC_OK)
		m->n = 0, m->users = 0;
	if (all_maps((struct span)SPAN(built_in), m, &(int) { m->users },
		&why) != RC_OK)
		abort();
	buf_free(&why);
	return m;
}

void
fieldmap_free(struct fieldmap *m)
{
	if (m == NULL)
		return;
	free(m->text);
	free(m);
}

/* ---- following paths ---- */

struct gather {
	struct buf out;
	const char *between;
	size_t n; /* strings so far */
};

static void
add(struct gather *g, struct json_object *o)
{
	const char *s = json_object_get_string(o);

	if (json_object_get_string_len(o) == 0 &&
	    json_object_is_type(o, json_type_string))
		return;
	if (g->n++ > 0)
		buf_puts(&g->out, g->between);
	buf_puts(&g->out, s);
}

static bool
is_full(const struct gather *g)
{
	return g->n >= (g->between != NULL ? ITEMS_MAX : 1);
}

static void follow(struct json_object *o, struct span path, struct span filter,
    struct gather *g);

static void
each(struct json_object *o, struct span path, struct span filter,
    struct gather *g)
{
	for (size_t i = 0; i < json_object_array_length(o) && !is_full(g); i++)
		follow(json_object_array_get_idx(o, i), path, filter, g);
}

/* Has the object the key and value of "KEY=VALUE"? */
static bool
passes(struct json_object *o, struct span filter)
{
	const char *eq = filter.n > 0 ? memchr(filter.p, '=', filter.n) : NULL;
	char key[STEP_MAX];
	size_t n;

	if (filter.n == 0)
		return true;
	if (eq == NULL)
		return false;
	n = (size_t)(eq - filter.p);
	snprintf(key, sizeof(key), "%.*s", (int)n, filter.p);
	return span_eq(
	    jsonin_string(o, key), (struct span) { eq + 1, filter.n - n - 1 });
}

/* Take the first step off *path: its name, and what is in brackets. */
static struct span
step(struct span *path, char name[STEP_MAX])
{
	struct span filter = { NULL, 0 };
	size_t n = 0;

	while (n < path->n && path->p[n] != '.' && path->p[n] != '[')
		n++;
	snprintf(name, STEP_MAX, "%.*s", (int)n, path->p);
	if (n < path->n && path->p[n] == '[') {
		const char *end = memchr(path->p + n, ']', path->n - n);

		filter = (struct span) { path->p + n + 1,
			(size_t)(end - path->p) - n - 1 };
		n = (size_t)(end - path->p) + 1;
	}
	if (n < path->n)
		n++;
	*path = (struct span) { path->p + n, path->n - n };
	return filter;
}

/* All that path leads to from o on: the records' depth bounds it. */
static void
follow(struct json_object *o, struct span path, struct span filter,
    struct gather *g)
{
	char name[STEP_MAX];

	if (json_object_is_type(o, json_type_array)) {
		each(o, path, filter, g);
		return;
	}
	if (!passes(o, filter))
		return;
	if (path.n == 0) {
		if (json_object_is_type(o, json_type_string) ||
		    json_object_is_type(o, json_type_int))
			add(g, o);
		return;
	}
	filter = step(&path, name);
	follow(jsonin_member(o, name), path, filter, g);
}

/* ---- an article ---- */

static struct span
value_of(struct json_object *root, const struct rule *r, struct arena *arena)
{
	struct gather g = { .between = members[r->member].between };
	const struct span none = { NULL, 0 };
	char date[FEEDDATE_MAX];
	struct span v;

	follow(root, r->path, none, &g);
	v = buf_span(&g.out);
	if ((r->member == M_PUBLISHED || r->member == M_UPDATED) && v.n > 0 &&
	    feeddate_read(v, date))
		v = span_of(date);
	if (v.n > 0)
		v.p = arena_strdup(arena, v);
	else
		v = none;
	buf_free(&g.out);
	return v;
}

static bool
is_there(struct json_object *root, struct span path)
{
	char name[STEP_MAX];

	while (path.n > 0) {
		(void)step(&path, name);
		if (!json_object_is_type(root, json_type_object) ||
		    !json_object_object_get_ex(root, name, &root))
			return false;
	}
	return true;
}

/* The first n of these rules are of one map: is it the record's? */
static bool
apply(const struct rule *r, size_t n, struct json_object *root,
    struct arena *arena, struct article *a, struct span *html)
{
	struct span v[MEMBERS] = { 0 };

	for (size_t i = 0; i < n; i++)
		if (r[i].member == NEED && !is_there(root, r[i].path))
			return false;
	for (size_t i = 0; i < n; i++)
		if (r[i].member != NEED && v[r[i].member].p == NULL)
			v[r[i].member] = value_of(root, &r[i], arena);
	if (v[M_TEXT].p == NULL && v[M_HTML].p == NULL)
		return false;
	a->text = v[M_TEXT];
	*html = v[M_TEXT].p == NULL ? v[M_HTML] : (struct span) { NULL, 0 };
	for (int i = M_HTML + 1; i < MEMBERS; i++)
		if (v[i].p != NULL)
			*(struct span *)((char *)a + members[i].at) = v[i];
	return true;
}

bool
fieldmap_use(const struct fieldmap *m, bool own, struct json_object *root,
    struct arena *arena, struct article *a, struct span *html)
{
	size_t i = 0, end;

	while (i < m->n) {
		for (end = i; end < m->n && m->rule[end].map == m->rule[i].map;
		     end++)
			;
		if (own && m->rule[i].map >= m->users)
			return false;
		if (apply(&m->rule[i], end - i, root, arena, a, html))
			return true;
		i = end;
	}
	return false;
}
