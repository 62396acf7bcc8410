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

static bool
is_number(struct json_object *o)
{
	return o != NULL &&
	    (json_object_is_type(o, json_type_int) ||
		json_object_is_type(o, json_type_double));
}

/* The figure's number, or its range. */
static void
put_value(struct buf *out, struct json_object *figure)
{
	struct json_object *v = jsonin_member(figure, "value");

	if (is_number(v))
		buf_printf(out, "%.12g", json_object_get_double(v));
	else
		buf_printf(out, "%.12g to %.12g",
		    json_object_get_double(jsonin_member(figure, "low")),
		    json_object_get_double(jsonin_member(figure, "high")));
}

static bool
has_value(struct json_object *figure)
{
	return is_number(jsonin_member(figure, "value")) ||
	    (is_number(jsonin_member(figure, "low")) &&
		is_number(jsonin_member(figure, "high")));
}

/* "tariffs: 25 -> 50 percent: ", "death toll: 11 or 13 person: ". */
static void
put_figures(struct buf *out, struct json_object *change)
{
	struct json_object *relation = jsonin_member(change, "relation");
	struct json_object *one = jsonin_member(
	    jsonin_member(change, "claim"), "figure");
	struct json_object *other = jsonin_member(
	    jsonin_member(change, "other"), "figure");
	bool moved = span_is(jsonin_string(relation, "type"), "revised");
	bool newer = span_eq(jsonin_string(relation, "to"),
	    jsonin_string(jsonin_member(change, "claim"), "id"));
	struct span counted = jsonin_string(one, "counted");
	struct span subject = jsonin_string(one, "subject");

	if (relation == NULL || !has_value(one) || !has_value(other))
		return;
	if (subject.n > 0) {
		put(out, subject);
		buf_puts(out, ": ");
	}
	put_value(out, moved && newer ? other : one);
	buf_puts(out, moved ? " -> " : " or ");
	put_value(out, moved && newer ? one : other);
	buf_puts(out, " ");
	put(out, counted.n > 0 ? counted : jsonin_string(one, "unit"));
	buf_puts(out, ": ");
}

static void
put_speaker(struct buf *out, struct json_object *claim, const char *before,
    const char *after)
{
	struct span name = jsonin_string(
	    jsonin_member(claim, "speaker"), "name");

	if (name.n == 0)
		return;
	buf_puts(out, before);
	put(out, name);
	buf_puts(out, after);
}

static void
put_claim(struct buf *out, struct json_object *change)
{
	struct json_object *claim = jsonin_member(change, "claim");

	put(out, jsonin_string(claim, "id"));
	buf_puts(out, "  ");
	put_figures(out, change);
	put_speaker(out, claim, "", ": ");
	put(out, jsonin_string(claim, "text"));
	if (span_is(jsonin_string(jsonin_member(change, "relation"), "type"),
		"disputed"))
		put_speaker(
		    out, jsonin_member(change, "other"), "  against ", "");
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
		put_claim(out, change);
	else
		put_article(out, change);
	if (outlet.n > 0) {
		buf_puts(out, "  [");
		put(out, outlet);
		buf_puts(out, "]");
	}
	buf_puts(out, "\n");
}
