/* rawrecord.c -- a line of JSON as an article. */
#include "rawrecord.h"

#include <stdlib.h>

#include "fieldmap.h"
#include "proto/page/page.h"
#include "proto/jsonin.h"
#include "proto/mem.h"
#include "proto/record.h"

struct rawrecord {
	struct record *record;
	struct fieldmap *maps;
	struct arena arena; /* what a map made */
	struct page page;
};

struct rawrecord *
rawrecord_new(const char *maps)
{
	struct rawrecord *r = mem_zalloc(sizeof(*r));

	r->record = record_new();
	r->maps = fieldmap_new(maps);
	return r;
}

void
rawrecord_free(struct rawrecord *r)
{
	if (r == NULL)
		return;
	record_free(r->record);
	fieldmap_free(r->maps);
	arena_free(&r->arena);
	page_free(&r->page);
	free(r);
}

static bool
is_text(struct json_object *root, const char *key)
{
	return jsonin_string(root, key).n > 0;
}

/* What a member of the name says, if it is a string: of a record of another
 * tool, whatever its map does not name. */
static void
take_own(struct json_object *root, struct article *a)
{
	memset(a, 0, sizeof(*a));
	a->id = jsonin_string(root, "id");
	a->url = jsonin_string(root, "url");
	a->guid = jsonin_string(root, "guid");
	a->outlet = jsonin_string(root, "outlet");
	a->source = jsonin_string(root, "source");
	a->title = jsonin_string(root, "title");
	a->byline = jsonin_string(root, "byline");
	a->published = jsonin_string(root, "published");
	a->updated = jsonin_string(root, "updated");
	a->lang = jsonin_string(root, "lang");
}

/* json-c's empty strings are absent ones. */
static void
drop_empty(struct article *a)
{
	struct span *s[] = { &a->id, &a->url, &a->guid, &a->outlet, &a->source,
		&a->title, &a->byline, &a->published, &a->updated, &a->lang,
		&a->categories };

	for (size_t i = 0; i < sizeof(s) / sizeof(s[0]); i++)
		if (s[i]->n == 0)
			*s[i] = (struct span) { NULL, 0 };
}

enum rc
rawrecord_read(
    struct rawrecord *r, struct span line, struct article *a, struct buf *why)
{
	struct span html = { NULL, 0 };
	struct json_object *root;
	const char *what;
	struct article t;
	enum rc rc = record_parse(r->record, line, &root, why);
	bool own;

	arena_reset(&r->arena);
	if (rc != RC_OK)
		return rc;
	own = is_text(root, "text") || is_text(root, "html");
	take_own(root, &t);
	if (!fieldmap_use(r->maps, own, root, &r->arena, &t, &html))
		rc = record_take(r->record, &t, &html, why);
	if (rc == RC_OK && t.text.p == NULL)
		rc = page_fill(html, &t, &r->page, why);
	drop_empty(&t);
	if (rc == RC_OK && (rc = article_check(&t, &what)) != RC_OK)
		buf_puts(why, what);
	if (rc == RC_OK)
		*a = t;
	return rc;
}
