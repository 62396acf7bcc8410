/* record.c -- article records from JSON, by jsonin.c. */
#include "record.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "jsonin.h"
#include "mem.h"
#include "page/page.h"

#define NUMBER_MAX 24 /* an id that came as a number, in digits */

struct record {
	struct json_object *root; /* of the last record; owned */
	char number[NUMBER_MAX];
	struct page page; /* of the last record that had one */
	struct buf categories;
};

/* The members that are taken as they are. */
static const struct {
	const char *name;
	size_t at;
} members[] = {
	{ "url", offsetof(struct article, url) },
	{ "guid", offsetof(struct article, guid) },
	{ "outlet", offsetof(struct article, outlet) },
	{ "source", offsetof(struct article, source) },
	{ "title", offsetof(struct article, title) },
	{ "byline", offsetof(struct article, byline) },
	{ "published", offsetof(struct article, published) },
	{ "updated", offsetof(struct article, updated) },
	{ "lang", offsetof(struct article, lang) },
	{ "text", offsetof(struct article, text) },
};

struct record *
record_new(void)
{
	return mem_zalloc(sizeof(struct record));
}

static void
forget(struct record *r)
{
	json_object_put(r->root);
	r->root = NULL;
}

void
record_free(struct record *r)
{
	if (r == NULL)
		return;
	forget(r);
	page_free(&r->page);
	buf_free(&r->categories);
	free(r);
}

static struct span
string_of(struct json_object *o)
{
	return (struct span) { json_object_get_string(o),
		(size_t)json_object_get_string_len(o) };
}

/* A string that may be absent or null; an empty one is absent too. */
static enum rc
take_string(struct json_object *root, const char *name, struct span *out,
    struct buf *why)
{
	struct json_object *o = json_object_object_get(root, name);

	*out = (struct span) { NULL, 0 };
	if (o == NULL)
		return RC_OK;
	if (!json_object_is_type(o, json_type_string)) {
		buf_printf(
		    why, "\"%s\" is not a string: put it in quotes", name);
		return RC_REFUSED;
	}
	if (json_object_get_string_len(o) > 0)
		*out = string_of(o);
	return RC_OK;
}

/* An id may be a whole number too; json-c clamps what does not fit. */
static enum rc
take_id(struct record *r, struct span *out, struct buf *why)
{
	struct json_object *o = json_object_object_get(r->root, "id");
	int64_t n;

	if (!json_object_is_type(o, json_type_int))
		return take_string(r->root, "id", out, why);
	n = json_object_get_int64(o);
	if (n == INT64_MAX || n == INT64_MIN) {
		buf_puts(why, "\"id\" is too large a number: put it in quotes");
		return RC_REFUSED;
	}
	snprintf(r->number, sizeof r->number, "%" PRId64, n);
	*out = span_of(r->number);
	return RC_OK;
}

/* Some call the credited source "wire". */
static void
take_wire(struct json_object *root, struct article *a)
{
	struct json_object *o = json_object_object_get(root, "wire");

	if (a->source.p == NULL && json_object_is_type(o, json_type_string) &&
	    json_object_get_string_len(o) > 0)
		a->source = string_of(o);
}

/* A list of names, or one; what is no string among them is left out. */
static void
take_categories(struct record *r, struct article *a)
{
	struct json_object *o = json_object_object_get(r->root, "categories");
	size_t n = json_object_is_type(o, json_type_array)
	    ? json_object_array_length(o)
	    : 1;

	buf_clear(&r->categories);
	for (size_t i = 0; i < n && i < ARTICLE_NAMES_MAX; i++) {
		struct json_object *e = json_object_is_type(o, json_type_array)
		    ? json_object_array_get_idx(o, i)
		    : o;

		if (json_object_is_type(e, json_type_string))
			article_file_under(&r->categories, string_of(e));
	}
	a->categories = (struct span) { NULL, 0 };
	if (r->categories.n > 0)
		a->categories = buf_span(&r->categories);
}

/* A record without a text. */
static enum rc
no_text(struct json_object *root, struct buf *why)
{
	if (json_object_object_get(root, "text") != NULL)
		buf_puts(why, "the text is empty: there is nothing to read");
	else
		buf_puts(why, "there is no \"text\" and no \"html\": add it");
	return RC_REFUSED;
}

enum rc
record_take(
    struct record *r, struct article *a, struct span *html, struct buf *why)
{
	struct json_object *page = json_object_object_get(r->root, "html");
	enum rc rc;

	if ((rc = take_id(r, &a->id, why)) != RC_OK)
		return rc;
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		struct span *s = (struct span *)((char *)a + members[i].at);

		rc = take_string(r->root, members[i].name, s, why);
		if (rc != RC_OK)
			return rc;
	}
	take_wire(r->root, a);
	take_categories(r, a);
	*html = (struct span) { NULL, 0 };
	if (a->text.p == NULL && json_object_is_type(page, json_type_string) &&
	    json_object_get_string_len(page) > 0)
		*html = string_of(page);
	return a->text.p == NULL && html->p == NULL ? no_text(r->root, why)
						    : RC_OK;
}

/* Some editors begin a file with U+FEFF. */
static struct span
without_bom(struct span s)
{
	if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0)
		return (struct span) { s.p + 3, s.n - 3 };
	return s;
}

enum rc
record_parse(struct record *r, struct span line, struct json_object **root,
    struct buf *why)
{
	enum rc rc;

	forget(r);
	buf_clear(why);
	if (line.n > RECORD_LINE_MAX) {
		buf_puts(why, "the line is over 64 MiB: split the text");
		return RC_TOOBIG;
	}
	rc = jsonin_parse(without_bom(line), RECORD_DEPTH_MAX, &r->root, why);
	if (rc == RC_OK && !json_object_is_type(r->root, json_type_object)) {
		buf_puts(why, "not an object: write {\"text\": ...}");
		rc = RC_REFUSED;
	}
	if (rc == RC_OK)
		*root = r->root;
	return rc;
}

enum rc
record_read(
    struct record *r, struct span line, struct article *a, struct buf *why)
{
	struct json_object *root;
	const char *what;
	struct span html;
	struct article t;
	enum rc rc = record_parse(r, line, &root, why);

	if (rc == RC_OK)
		rc = record_take(r, &t, &html, why);
	if (rc == RC_OK && t.text.p == NULL)
		rc = page_fill(html, &t, &r->page, why);
	if (rc == RC_OK && (rc = article_check(&t, &what)) != RC_OK)
		buf_puts(why, what);
	if (rc == RC_OK)
		*a = t;
	return rc;
}
