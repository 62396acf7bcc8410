/* changeline.c -- one change as one line for people. */
#include "changeline.h"

#include <inttypes.h>

#include "proto/jsonin.h"
#include "table.h"

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
	int64_t n = json_object_get_int64(jsonin_member(o, key));

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
	struct span speaker = jsonin_string(
	    jsonin_member(claim, "speaker"), "name");

	put(out, jsonin_string(claim, "id"));
	buf_puts(out, "  ");
	if (speaker.n > 0) {
		put(out, speaker);
		buf_puts(out, ": ");
	}
	put(out, jsonin_string(claim, "text"));
	put_counts(out, claim);
}

static void
put_article(struct buf *out, struct json_object *change)
{
	struct span title = jsonin_string(change, "title");

	put(out, jsonin_string(change, "article"));
	buf_puts(out, "  ");
	put(out, title.n > 0 ? title : jsonin_string(change, "name"));
}

void
changeline_put(struct json_object *change, struct buf *out)
{
	struct json_object *claim = jsonin_member(change, "claim");
	struct span type = jsonin_string(change, "type");
	struct span outlet = jsonin_string(change, "outlet");

	buf_printf(out, "%" PRId64 "  ",
	    json_object_get_int64(jsonin_member(change, "seq")));
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
