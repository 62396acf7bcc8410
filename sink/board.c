/* board.c -- what `top` shows. */
#include "board.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ailing.h"
#include "changeline.h"
#include "proto/mem.h"
#include "table.h"
#include "wrap.h"

#define DEPTH_MAX 16
#define LABEL     10 /* cells */
#define MOVED_MIN 3  /* lines that figures have at least, if there are any */

/* ---- what is kept ---- */

static void
forget(struct board_change *c)
{
	free(c->type);
	free(c->text);
	*c = (struct board_change) { 0 };
}

void
board_free(struct board *b)
{
	for (size_t i = 0; i < BOARD_KEPT; i++) {
		forget(&b->changes.at[i]);
		forget(&b->moved.at[i]);
	}
	survey_free(&b->survey);
}

static void
keep(struct board_list *l, int64_t at_ms, const char *type, const char *text)
{
	struct board_change *c = &l->at[l->n++ % BOARD_KEPT];

	forget(c);
	*c = (struct board_change) { .at_ms = at_ms,
		.type = mem_strdup(type),
		.text = mem_strdup(text) };
}

/* Does it tell that one figure took another's place, or disputes it? */
static bool
is_move(struct json_object *change)
{
	struct span type = jsonin_string(change, "type");

	return (span_is(type, "claim.revised") ||
		   span_is(type, "claim.disputed")) &&
	    jsonin_member(jsonin_member(change, "other"), "figure") != NULL;
}

void
board_take(struct board *b, const struct query_change *c)
{
	struct json_object *o = NULL;
	struct buf text = { 0 }, type = { 0 };

	b->head = c->seq;
	if (jsonin_parse(c->json, DEPTH_MAX, &o, &text) == RC_OK) {
		buf_clear(&text);
		changeline_brief(o, &text);
		table_plain(&type, c->type, 0);
		keep(&b->changes, c->at_ms, buf_cstr(&type), buf_cstr(&text));
		if (is_move(o))
			keep(&b->moved, c->at_ms, buf_cstr(&type),
			    buf_cstr(&text));
	}
	json_object_put(o);
	buf_free(&text);
	buf_free(&type);
}

/* ---- drawing ---- */

struct drawing {
	const struct board *b;
	const struct board_view *v;
	struct wrap w;
	unsigned lines; /* drawn so far */
};

static bool
full(const struct drawing *d)
{
	return d->v->height > 0 && d->lines >= d->v->height;
}

static void
begin(struct drawing *d)
{
	d->lines++;
	d->w.at = 0;
}

/* Is there room in the line?  cells: how many; 0: any. */
static bool
room(const struct drawing *d, unsigned *cells)
{
	*cells = 0;
	if (d->v->width == 0)
		return true;
	*cells = d->v->width > d->w.at ? d->v->width - d->w.at : 0;
	return *cells > 0;
}

/* Our own words, ASCII, with their blanks, cut to the line. */
static void
own(struct drawing *d, enum wrap_look look, const char *text)
{
	char part[32];
	unsigned cells;

	if (!room(d, &cells))
		return;
	if (cells == 0 || cells > sizeof part - 1)
		cells = sizeof part - 1;
	snprintf(part, sizeof part, "%.*s", (int)cells, text);
	wrap_puts(&d->w, look, part);
}

/* Any text, cut to the line. */
static void
any(struct drawing *d, enum wrap_look look, const char *text)
{
	struct buf b = { 0 };
	unsigned cells;

	if (room(d, &cells))
		table_plain(&b, span_of(text), cells);
	wrap_puts(&d->w, look, buf_cstr(&b));
	buf_free(&b);
}

/* One line: a label, then text. */
static void
line(
    struct drawing *d, const char *label, enum wrap_look look, const char *text)
{
	char head[LABEL + 2];

	if (full(d))
		return;
	begin(d);
	snprintf(head, sizeof head, "%-*s", LABEL + 1, label);
	if (text[0] == '\0') /* a heading: no blanks to nothing */
		head[strlen(label)] = '\0';
	own(d, WRAP_BOLD, head);
	any(d, look, text);
	wrap_end(&d->w);
}

static void
linef(struct drawing *d, const char *label, enum wrap_look look,
    const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	line(d, label, look, text);
}

/* "14:02:11" of the day here. */
static const char *
clock_text(int64_t wall_ms, char out[16])
{
	time_t at = (time_t)(wall_ms / 1000);
	struct tm tm;

	if (localtime_r(&at, &tm) == NULL ||
	    strftime(out, 16, "%H:%M:%S", &tm) == 0)
		out[0] = '\0';
	return out;
}

/* "3 d 04:05", "4:05:06", "5:06". */
static const char *
span_text(int64_t ms, char out[32])
{
	int64_t s = ms / 1000;

	if (s >= 86400)
		snprintf(out, 32, "%" PRId64 " d %02d:%02d", s / 86400,
		    (int)(s / 3600 % 24), (int)(s / 60 % 60));
	else if (s >= 3600)
		snprintf(out, 32, "%d:%02d:%02d", (int)(s / 3600),
		    (int)(s / 60 % 60), (int)(s % 60));
	else
		snprintf(out, 32, "%d:%02d", (int)(s / 60), (int)(s % 60));
	return out;
}

static int64_t
number(const struct drawing *d, enum survey_peer p, const char *member,
    const char *below)
{
	double v;

	return survey_number(&d->b->survey, p, member, below, &v) ? (int64_t)v
								  : -1;
}

static bool
away(const struct drawing *d, enum survey_peer p)
{
	return d->b->survey.tree[p] == NULL;
}

static void
draw_head(struct drawing *d)
{
	char now[16];

	linef(d, "claimwire", WRAP_PLAIN, "%s  %s",
	    clock_text(d->v->wall_ms, now), d->v->data);
	if (d->b->page[0] != '\0')
		line(d, "page", WRAP_PLAIN, d->b->page);
}

static void
draw_articles(struct drawing *d)
{
	const struct survey *s = &d->b->survey;
	const struct accounts *a = &s->accounts;
	int64_t flight = number(d, SURVEY_PRODUCER, "in_flight", NULL);
	int64_t refused = number(d, SURVEY_PRODUCER, "refused", NULL);

	if (!s->spool) {
		line(d, "articles", WRAP_PLAIN, "none accepted yet");
		return;
	}
	linef(d, "articles", accounts_balance(a) ? WRAP_PLAIN : WRAP_RED,
	    "accepted %" PRId64 " %s committed %" PRId64 " + dead %" PRId64
	    " + pending %" PRId64,
	    a->accepted, accounts_balance(a) ? "=" : "IS NOT", a->committed,
	    a->dead, a->pending);
	if (flight >= 0)
		linef(d, "queue", WRAP_PLAIN,
		    "%" PRId64 " pending, %" PRId64 " in flight; %" PRId64
		    " refused since the start",
		    a->pending, flight, refused);
	if (a->dead > 0)
		linef(d, "dead", WRAP_RED,
		    "%" PRId64 " letters: `claimwire dead list` tells why",
		    a->dead);
}

static void
draw_web(struct drawing *d)
{
	struct ailing a = { 0 };
	struct buf feeds = { 0 }, pages = { 0 };

	ailing_read(d->b->survey.tree[SURVEY_PRODUCER], &a);
	ailing_count_feeds(&a, &feeds);
	ailing_count_pages(&a, &pages);
	if (feeds.n > 0)
		line(d, "feeds",
		    a.broken + a.silent > 0 ? WRAP_RED : WRAP_PLAIN,
		    buf_cstr(&feeds));
	if (pages.n > 0)
		line(d, "pages", WRAP_PLAIN, buf_cstr(&pages));
	buf_free(&feeds);
	buf_free(&pages);
}

static void
draw_rates(struct drawing *d)
{
	const struct survey *s = &d->b->survey;
	int64_t p50 = number(d, SURVEY_SINK, "lag_ms", "p50");

	if (s->measured && d->b->changes_per_s >= 0)
		linef(d, "rate", WRAP_PLAIN,
		    "%.1f articles/s committed, %.1f changes/s", s->rate,
		    d->b->changes_per_s);
	else if (s->measured)
		linef(d, "rate", WRAP_PLAIN, "%.1f articles/s committed",
		    s->rate);
	if (p50 >= 0)
		linef(d, "lag", WRAP_PLAIN,
		    "%" PRId64 " ms, 95 %% within %" PRId64
		    " ms, 99 %% within %" PRId64 " ms (the last minute)",
		    p50, number(d, SURVEY_SINK, "lag_ms", "p95"),
		    number(d, SURVEY_SINK, "lag_ms", "p99"));
	else if (!away(d, SURVEY_SINK))
		line(d, "lag", WRAP_PLAIN, "nothing in the last minute");
}

static void
draw_readers(struct drawing *d)
{
	int64_t readers = number(d, SURVEY_SINK, "readers", NULL);
	int64_t questions = number(d, SURVEY_SINK, "feed", "questions");

	if (questions < 0)
		return;
	if (readers < 0)
		linef(d, "readers", WRAP_PLAIN,
		    "%" PRId64 " questions to the feed", questions);
	else
		linef(d, "readers", WRAP_PLAIN,
		    "%" PRId64 " of the feed over HTTP, %" PRId64
		    " connections; %" PRId64 " questions over ZeroMQ",
		    readers, number(d, SURVEY_SINK, "connections", NULL),
		    questions);
}

static void
draw_store(struct drawing *d)
{
	const struct query_counts *n = &d->b->survey.counts;

	if (!d->b->survey.store) {
		line(d, "store", WRAP_PLAIN, "none yet");
		return;
	}
	linef(d, "store", WRAP_PLAIN,
	    "%" PRId64 " articles, %" PRId64 " claims (%" PRId64
	    " corroborated, %" PRId64 " withdrawn), %" PRId64 " speakers, "
	    "%" PRId64 " outlets, %.1f MB",
	    n->articles, n->claims, n->corroborated, n->withdrawn, n->speakers,
	    n->outlets, (double)n->bytes / 1e6);
}

/* ---- processes ---- */

/* The processes of a role, as run tells of them. */
struct crowd {
	int64_t n, up, leaving, restarts, youngest_ms;
};

static struct crowd
count(struct json_object *children, const char *role)
{
	struct crowd c = { .youngest_ms = INT64_MAX };

	for (size_t i = 0; i < json_object_array_length(children); i++) {
		struct json_object *k = json_object_array_get_idx(children, i);
		int64_t up = json_object_get_int64(
		    jsonin_member(k, "uptime_ms"));

		if (!span_is(jsonin_string(k, "role"), role))
			continue;
		c.n++;
		c.up += jsonin_member(k, "pid") != NULL;
		c.leaving += json_object_get_boolean(
		    jsonin_member(k, "leaving"));
		c.restarts += json_object_get_int64(
		    jsonin_member(k, "restarts"));
		if (up < c.youngest_ms)
			c.youngest_ms = up;
	}
	return c;
}

/* A role in words; what is not there, or was started again, is seen. */
static void
draw_crowd(struct drawing *d, const char *label, const struct crowd *c)
{
	struct buf b = { 0 };
	char up[32];

	if (c->n == 0)
		buf_puts(&b, "none");
	else if (c->up < c->n)
		buf_printf(&b, "%" PRId64 " of %" PRId64 " up", c->up, c->n);
	else if (c->n == 1)
		buf_printf(&b, "up for %s", span_text(c->youngest_ms, up));
	else
		buf_printf(&b, "%" PRId64 " up for %s", c->n,
		    span_text(c->youngest_ms, up));
	if (c->leaving > 0)
		buf_printf(&b, ", %" PRId64 " leaving", c->leaving);
	buf_printf(&b, ", %" PRId64 " restart%s", c->restarts,
	    c->restarts == 1 ? "" : "s");
	line(d, label,
	    c->up < c->n          ? WRAP_RED
		: c->restarts > 0 ? WRAP_YELLOW
				  : WRAP_PLAIN,
	    buf_cstr(&b));
	buf_free(&b);
}

static void
draw_processes(struct drawing *d)
{
	static const char *const roles[][2] = { { "sink", "sink" },
		{ "producer", "producer" }, { "worker", "workers" } };
	struct json_object *children = jsonin_member(
	    d->b->survey.tree[SURVEY_RUN], "children");
	bool run = json_object_is_type(children, json_type_array);
	int64_t workers = number(d, SURVEY_SINK, "workers", NULL);

	for (size_t i = 0; run && i < 3; i++) {
		struct crowd c = count(children, roles[i][0]);

		draw_crowd(d, roles[i][1], &c);
	}
	if (run)
		return;
	line(d, "sink", away(d, SURVEY_SINK) ? WRAP_RED : WRAP_PLAIN,
	    away(d, SURVEY_SINK) ? "away" : "up");
	line(d, "producer", away(d, SURVEY_PRODUCER) ? WRAP_RED : WRAP_PLAIN,
	    away(d, SURVEY_PRODUCER) ? "away" : "up");
	if (workers >= 0)
		linef(d, "workers", workers > 0 ? WRAP_PLAIN : WRAP_RED,
		    "%" PRId64 " at work", workers);
}

/* ---- lists ---- */

static void
draw_change(struct drawing *d, const struct board_change *c)
{
	char at[16], part[32];

	begin(d);
	snprintf(part, sizeof part, "  %s  ", clock_text(c->at_ms, at));
	own(d, WRAP_DIM, part);
	snprintf(part, sizeof part, "%-13.13s ", changeline_word(c->type));
	own(d, changeline_look(span_of(c->type)), part);
	any(d, WRAP_PLAIN, c->text);
	wrap_end(&d->w);
}

/* The newest first, in at most so many lines with the heading. */
static void
draw_list(struct drawing *d, const char *heading, const struct board_list *l,
    unsigned lines)
{
	uint64_t kept = l->n < BOARD_KEPT ? l->n : BOARD_KEPT;

	if (kept == 0 || lines < 2 || full(d))
		return;
	line(d, heading, WRAP_PLAIN, "");
	for (uint64_t i = 0; i < kept && i + 1 < lines && !full(d); i++)
		draw_change(d, &l->at[(l->n - 1 - i) % BOARD_KEPT]);
}

static void
draw_lists(struct drawing *d)
{
	const struct board *b = d->b;
	unsigned left = d->v->height == 0 ? 24
	    : d->v->height > d->lines     ? d->v->height - d->lines
					  : 0;
	unsigned moved = left / 3 > MOVED_MIN ? left / 3 : MOVED_MIN;

	if (b->moved.n + 1 < moved)
		moved = (unsigned)b->moved.n + 1;
	draw_list(d, "moved now", &b->moved, moved);
	draw_list(d, "changes", &b->changes,
	    b->moved.n == 0    ? left
		: left > moved ? left - moved
			       : 0);
}

void
board_draw(const struct board *b, const struct board_view *v, struct buf *out)
{
	struct drawing d = {
		.b = b, .v = v, .w = { .out = out, .colour = v->colour }
	};

	draw_head(&d);
	draw_articles(&d);
	draw_web(&d);
	draw_rates(&d);
	draw_store(&d);
	draw_readers(&d);
	draw_processes(&d);
	draw_lists(&d);
}
