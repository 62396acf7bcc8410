/* newsfeed_json.c -- JSON Feed as a feed. */
#include "newsfeed_json.h"

#include "draft.h"
#include "proto/page/feedtext.h"
#include "proto/jsonin.h"

#define DEPTH_MAX 32

static struct span
string(struct json_object *o, const char *key)
{
	struct span s = jsonin_string(o, key);

	return s.p != NULL && memchr(s.p, '\0', s.n) != NULL
	    ? (struct span) { NULL, 0 }
	    : s;
}

/* Version 1.1 has "authors", version 1 "author". */
static void
take_authors(struct draft *d, struct json_object *o)
{
	struct json_object *list = jsonin_member(o, "authors");
	size_t n = json_object_is_type(list, json_type_array)
	    ? json_object_array_length(list)
	    : 0;

	for (size_t i = 0; i < n; i++)
		draft_author(
		    d, string(json_object_array_get_idx(list, i), "name"));
	if (n == 0)
		draft_author(d, string(jsonin_member(o, "author"), "name"));
}

static void
take_tags(struct draft *d, struct json_object *o)
{
	struct json_object *list = jsonin_member(o, "tags"), *e;
	size_t n = json_object_is_type(list, json_type_array)
	    ? json_object_array_length(list)
	    : 0;

	for (size_t i = 0; i < n; i++) {
		e = json_object_array_get_idx(list, i);
		if (json_object_is_type(e, json_type_string))
			draft_file_under(d, span_of(json_object_get_string(e)));
	}
}

static void
take_html(struct draft *d, int rank, struct span html)
{
	struct buf text = { 0 };

	feedtext_of(html, &text);
	if (draft_put(d, DRAFT_TEXT, rank, buf_span(&text)))
		d->text_lang = (struct span) { NULL, 0 };
	buf_free(&text);
}

/* Identifiers may be numbers, though they should not. */
static struct span
identifier(struct json_object *o)
{
	struct json_object *id = jsonin_member(o, "id");
	struct span s = string(o, "id");

	if (s.p == NULL && json_object_is_type(id, json_type_int))
		s = span_of(json_object_get_string(id));
	return s;
}

static void
take_item(struct json_object *o, struct draft *d)
{
	draft_put(d, DRAFT_GUID, 1, identifier(o));
	draft_put(d, DRAFT_LINK, 2, string(o, "url"));
	draft_put(d, DRAFT_LINK, 1, string(o, "external_url"));
	draft_put(d, DRAFT_TITLE, 1, string(o, "title"));
	draft_put(d, DRAFT_TEXT, 5, string(o, "content_text"));
	if (d->part[DRAFT_TEXT].rank < 5)
		take_html(d, 4, string(o, "content_html"));
	draft_put(d, DRAFT_TEXT, 2, string(o, "summary"));
	draft_put(d, DRAFT_PUBLISHED, 1, string(o, "date_published"));
	draft_put(d, DRAFT_UPDATED, 1, string(o, "date_modified"));
	draft_put(d, DRAFT_LANG, 1, string(o, "language"));
	take_authors(d, o);
	take_tags(d, o);
}

static struct span
keep(struct newsfeed *f, struct span s)
{
	return s.n == 0 ? (struct span) { NULL, 0 }
			: (struct span) { arena_strdup(&f->arena, s), s.n };
}

static void
take_all(struct json_object *root, struct span base, struct newsfeed *f)
{
	struct json_object *items = jsonin_member(root, "items");
	size_t n = json_object_is_type(items, json_type_array)
	    ? json_object_array_length(items)
	    : 0;
	struct draft d;
	struct newsfeed_entry *e;
	size_t cap = 0;

	f->title = keep(f, string(root, "title"));
	f->lang = keep(f, string(root, "language"));
	f->link = keep(f, string(root, "home_page_url"));
	for (size_t i = 0; i < n; i++) {
		draft_init(&d, &f->arena, (int)i + 1);
		take_item(json_object_array_get_idx(items, i), &d);
		if ((e = draft_room(f, &cap)) != NULL)
			draft_finish(&d, base, e);
	}
	draft_init(&d, &f->arena, 0);
	take_authors(&d, root);
	draft_close(f, draft_names(&d.authors));
}

enum rc
newsfeed_json_read(
    struct span utf8, struct span base, struct newsfeed *f, struct buf *why)
{
	struct json_object *root = NULL;
	enum rc rc = jsonin_parse(utf8, DEPTH_MAX, &root, why);
	struct span version;

	if (rc != RC_OK)
		return rc == RC_TOOBIG ? rc : RC_REFUSED;
	version = string(root, "version");
	if (version.n < 28 ||
	    memcmp(version.p, "https://jsonfeed.org/version", 28) != 0) {
		buf_printf(why,
		    "JSON, but no JSON Feed: its \"version\" "
		    "should name jsonfeed.org");
		rc = RC_REFUSED;
	} else
		take_all(root, base, f);
	json_object_put(root);
	return rc;
}
