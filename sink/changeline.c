/* changeline.c -- one change for people. */
#include "changeline.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "form.h"
#include "proto/jsonin.h"
#include "table.h"
#include "when.h"

#define TYPE_AT 10 /* cells of the time and the gap after it */
#define TEXT_AT 24 /* and of the type */
#define NARROW  60 /* a terminal narrower than that: text under the type */

/* ---- looks ---- */

enum wrap_look
changeline_look(struct span type)
{
	static const struct {
		const char *type;
		enum wrap_look look;
	} looks[] = {
		{ "claim.mentioned", WRAP_DIM },
		{ "claim.corroborated", WRAP_GREEN },
		{ "claim.revised", WRAP_YELLOW },
		{ "claim.disputed", WRAP_RED },
		{ "claim.withdrawn", WRAP_MAGENTA },
		{ "article.new", WRAP_BLUE },
		{ "article.revised", WRAP_BLUE },
		{ "article.forgotten", WRAP_MAGENTA },
	};

	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
		if (span_is(type, looks[i].type))
			return looks[i].look;
	return WRAP_PLAIN;
}

const char *
changeline_word(const char *type)
{
	if (strcmp(type, "article.new") == 0)
		return "article";
	if (strcmp(type, "article.revised") == 0)
		return "new text";
	if (strcmp(type, "article.forgotten") == 0)
		return "forgotten";
	return strncmp(type, "claim.", 6) == 0 ? type + 6 : type;
}

/* ---- parts ---- */

static bool
is_number(struct json_object *o)
{
	return o != NULL &&
	    (json_object_is_type(o, json_type_int) ||
		json_object_is_type(o, json_type_double));
}

const char *
changeline_number(double v, char out[CHANGELINE_NUMBER_MAX])
{
	static const struct {
		double size;
		const char *word;
	} large[] = { { 1e12, " trillion" }, { 1e9, " billion" },
		{ 1e6, " million" } };
	double size = 1;
	const char *word = "";

	for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
		if ((v >= large[i].size || -v >= large[i].size) && size == 1) {
			size = large[i].size;
			word = large[i].word;
		}
	snprintf(out, CHANGELINE_NUMBER_MAX, "%.12g%s", v / size, word);
	return out;
}

/* The figure's number, or its range. */
static void
put_value(struct wrap *w, enum wrap_look look, struct json_object *figure)
{
	struct json_object *v = jsonin_member(figure, "value");
	char text[CHANGELINE_NUMBER_MAX];

	if (!is_number(v))
		v = jsonin_member(figure, "low");
	wrap_puts(w, look, changeline_number(json_object_get_double(v), text));
	if (is_number(jsonin_member(figure, "value")))
		return;
	v = jsonin_member(figure, "high");
	wrap_puts(w, look, " to ");
	wrap_puts(w, look, changeline_number(json_object_get_double(v), text));
}

static bool
has_value(struct json_object *figure)
{
	return is_number(jsonin_member(figure, "value")) ||
	    (is_number(jsonin_member(figure, "low")) &&
		is_number(jsonin_member(figure, "high")));
}

/* "Ida Solberg", ": " */
static void
put_named(struct wrap *w, enum wrap_look look, struct span s, const char *next)
{
	struct buf b = { 0 };

	if (s.n == 0)
		return;
	table_plain(&b, s, 0);
	buf_puts(&b, next);
	wrap_puts(w, look, buf_cstr(&b));
	buf_free(&b);
}

static void
put_label(struct wrap *w, enum wrap_look look, struct span s)
{
	put_named(w, look, s, ": ");
}

/* "tariffs: 25 -> 50 percent: ", "death toll: 11 or 13 person: ". */
static void
put_figures(struct wrap *w, struct json_object *change)
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
	struct span unit = jsonin_string(one, "unit");
	enum wrap_look look = moved ? WRAP_YELLOW : WRAP_RED;

	if (relation == NULL || !has_value(one) || !has_value(other))
		return;
	put_label(w, WRAP_PLAIN, subject);
	put_value(w, look, moved && newer ? other : one);
	wrap_puts(w, look, moved ? " -> " : " or ");
	put_value(w, look, moved && newer ? one : other);
	if (counted.n == 0 && span_is(unit, "count")) {
		wrap_puts(w, WRAP_PLAIN, ": ");
		return;
	}
	wrap_puts(w, WRAP_PLAIN, " ");
	put_label(w, WRAP_PLAIN, counted.n > 0 ? counted : unit);
}

static struct span
speaker_of(struct json_object *claim)
{
	return jsonin_string(jsonin_member(claim, "speaker"), "name");
}

/* How a figure moved, and who says what. */
static void
put_claim(struct wrap *w, struct json_object *change)
{
	struct json_object *claim = jsonin_member(change, "claim");
	struct span against = speaker_of(jsonin_member(change, "other"));

	put_figures(w, change);
	put_named(w, WRAP_BOLD, speaker_of(claim),
	    form_says(jsonin_string(claim, "act")));
	wrap_put(w, WRAP_PLAIN, jsonin_string(claim, "text"));
	if (!span_is(jsonin_string(jsonin_member(change, "relation"), "type"),
		"disputed") ||
	    against.n == 0)
		return;
	wrap_puts(w, WRAP_RED, "  against ");
	wrap_put(w, WRAP_RED, against);
}

static void
put_title(struct wrap *w, struct json_object *change)
{
	struct span title = jsonin_string(change, "title");

	wrap_put(
	    w, WRAP_PLAIN, title.n > 0 ? title : jsonin_string(change, "name"));
}

static void
put_what(struct wrap *w, struct json_object *change)
{
	if (jsonin_member(change, "claim") != NULL)
		put_claim(w, change);
	else
		put_title(w, change);
}

static struct span
id_of(struct json_object *change)
{
	struct json_object *claim = jsonin_member(change, "claim");

	return claim != NULL ? jsonin_string(claim, "id")
			     : jsonin_string(change, "article");
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
	put_count(out, claim, "mentions", "mention");
	buf_puts(out, ", ");
	put_count(out, claim, "outlets", "outlet");
	buf_puts(out, ", ");
	put_count(out, claim, "origins", "origin");
}

/* ---- as a line ---- */

static void
put_line(struct wrap *w, struct json_object *change)
{
	struct json_object *claim = jsonin_member(change, "claim");
	struct span type = jsonin_string(change, "type");
	struct span outlet = jsonin_string(change, "outlet");
	struct buf b = { 0 };

	buf_printf(&b, "%" PRId64 "  ",
	    json_object_get_int64(jsonin_member(change, "seq")));
	wrap_puts(w, WRAP_DIM, buf_cstr(&b));
	wrap_put(w, changeline_look(type), type);
	for (unsigned n = table_width(type); n < 20; n++)
		wrap_puts(w, WRAP_PLAIN, " ");
	wrap_put(w, WRAP_DIM, id_of(change));
	wrap_puts(w, WRAP_PLAIN, "  ");
	put_what(w, change);
	buf_clear(&b);
	if (claim != NULL) {
		buf_puts(&b, "  (");
		put_counts(&b, claim);
		buf_puts(&b, ")");
	}
	wrap_puts(w, WRAP_DIM, buf_cstr(&b));
	if (outlet.n > 0) {
		wrap_puts(w, WRAP_DIM, "  [");
		wrap_put(w, WRAP_DIM, outlet);
		wrap_puts(w, WRAP_DIM, "]");
	}
	wrap_end(w);
	buf_free(&b);
}

/* ---- as a few lines ---- */

/* "14:02:11", here and now, of the moment in "at". */
static void
put_time(struct wrap *w, struct json_object *change)
{
	char text[16] = "";
	int64_t ms;
	struct tm tm;
	time_t at;

	if (when_parse(jsonin_string(change, "at"), &ms)) {
		at = (time_t)(ms / 1000);
		if (localtime_r(&at, &tm) == NULL ||
		    strftime(text, sizeof text, "%H:%M:%S", &tm) == 0)
			text[0] = '\0';
	}
	wrap_puts(w, WRAP_DIM, text);
	wrap_tab(w, TYPE_AT);
}

/* Where, how widely told, and its ids. */
static void
put_foot(struct wrap *w, struct json_object *change)
{
	struct json_object *claim = jsonin_member(change, "claim");
	struct span outlet = jsonin_string(change, "outlet");
	struct buf b = { 0 };

	wrap_put(w, WRAP_DIM, outlet);
	if (claim != NULL) {
		buf_puts(&b, " (");
		put_counts(&b, claim);
		buf_puts(&b, ")");
	}
	wrap_puts(w, WRAP_DIM, buf_cstr(&b));
	wrap_puts(w, WRAP_DIM, " ");
	wrap_put(w, WRAP_DIM, id_of(change));
	buf_clear(&b);
	buf_printf(&b, " #%" PRId64,
	    json_object_get_int64(jsonin_member(change, "seq")));
	wrap_puts(w, WRAP_DIM, buf_cstr(&b));
	buf_free(&b);
}

static void
put_lines(struct wrap *w, struct json_object *change)
{
	struct span type = jsonin_string(change, "type");
	struct buf word = { 0 };

	table_plain(&word, type, 0);
	w->indent = w->width < NARROW ? 2 : TEXT_AT;
	put_time(w, change);
	wrap_puts(w, changeline_look(type), changeline_word(buf_cstr(&word)));
	buf_free(&word);
	if (w->width < NARROW)
		wrap_line(w);
	else
		wrap_tab(w, TEXT_AT);
	put_what(w, change);
	wrap_line(w);
	put_foot(w, change);
	wrap_end(w);
}

void
changeline_put(struct json_object *change, const struct changeline_style *style,
    struct buf *out)
{
	struct wrap w = {
		.out = out, .width = style->width, .colour = style->colour
	};

	if (style->width == 0)
		put_line(&w, change);
	else
		put_lines(&w, change);
}

void
changeline_brief(struct json_object *change, struct buf *out)
{
	struct wrap w = { .out = out };
	struct span outlet = jsonin_string(change, "outlet");

	put_what(&w, change);
	if (outlet.n > 0) {
		wrap_puts(&w, WRAP_PLAIN, "  [");
		wrap_put(&w, WRAP_PLAIN, outlet);
		wrap_puts(&w, WRAP_PLAIN, "]");
	}
}
