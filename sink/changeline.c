/* changeline.c -- one change as one line for people. */
#include "changeline.h"

#include <inttypes.h>

#include "proto/jsonin.h"
#include "table.h"

static struct json_object *
member(struct json_object *o, const char *key)
{
	struct json_object *m = NULL;

	if (o != NULL && json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, key, &m);
	return m;
}

static struct span
string(struct json_object *o, const char *key)
{
	struct json_object *m = member(o, key);

	if (m == NULL || !json_object_is_type(m, json_type_string))
		return (struct span) { NULL, 0 };
	return (struct span) { json_object_get_string(m),
		(size_t)json_object_get_string_len(m) };
}

static void
put(struct buf *out, struct span s)
{
	table_plain(out, s, 0);
}

/* "2 mentions", "1 outlet" */
static void
put_count(
    struct buf *out, struct json_object *o, const char *key, const char *word)
{
	int64_t n = json_object_get_int64(member(o, key));

	buf_printf(out, "%" PRId64 " %s%s", n, word, n == 1 ? "" : "s");
}

static void
put_counts(struct buf *out, struct json_object *claim)
{
	buf_puts(out, "  (");
	put_count(out, claim, "mentions", "mention");
	buf_puts(out, ", ");
	put_count(out, claim, "outlets", "outlet");
	buf_puts(out, ", ");
	put_count(out, claim, "origins", "origin");
	buf_puts(out, ")");
}

static void
put_claim(struct buf *out, struct json_object *claim)
{
	struct span speaker = string(member(claim, "speaker"), "name");

	put(out, string(claim, "id"));
	buf_puts(out, "  ");
	if (speaker.n > 0) {
		put(out, speaker);
		buf_puts(out, ": ");
	}
	put(out, string(claim, "text"));
	put_counts(out, claim);
}

static void
put_article(struct buf *out, struct json_object *change)
{
	struct span title = string(change, "title");

	put(out, string(change, "article"));
	buf_puts(out, "  ");
	put(out, title.n > 0 ? title : string(change, "name"));
}

void
changeline_put(struct json_object *change, struct buf *out)
{
	struct json_object *claim = member(change, "claim");
	struct span type = string(change, "type");
	struct span outlet = string(change, "outlet");

	buf_printf(
	    out, "%" PRId64 "  ", json_object_get_int64(member(change, "seq")));
	put(out, type);
	for (unsigned w = table_width(type); w < 20; w++)
		buf_puts(out, " ");
	if (claim != NULL)
		put_claim(out, claim);
	else
		put_article(out, change);
	if (outlet.n > 0) {
		buf_puts(out, "  [");
		put(out, outlet);
		buf_puts(out, "]");
	}
	buf_puts(out, "\n");
}
