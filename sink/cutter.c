/* cutter.c -- the words of a mention, cut out of its revision's text. */
#include "cutter.h"

#include "proto/json.h"
#include "proto/utf8.h"
#include "sql.h"

void
cutter_fini(struct cutter *c)
{
	buf_free(&c->text);
	arena_free(&c->arena);
	buf_free(&c->content);
	buf_free(&c->words);
}

static void
take_text(struct cutter *c, struct span text)
{
	buf_clear(&c->text);
	arena_reset(&c->arena);
	c->there = text.p != NULL;
	if (text.n > 0)
		buf_append(&c->text, text.p, text.n);
	/* whoever wrote to the file may have put anything there */
	c->text.n = utf8_valid(buf_span(&c->text));
	textmap_init(&c->map, buf_span(&c->text), &c->arena);
}

/* Have the text of a revision here. */
static enum rc
fetch(struct cutter *c, struct sqlite3 *db, int64_t revision)
{
	static const char *const sql =
	    "SELECT text FROM revisions WHERE id = ?1";
	sqlite3_stmt *st;
	enum rc rc;

	if (revision == c->revision)
		return RC_OK;
	c->revision = 0;
	if ((rc = sql_prepare(db, &sql, 1, &st)) != RC_OK)
		return rc;
	sql_int(st, 1, revision);
	if ((rc = sql_row(st)) == RC_OK) {
		take_text(c, sql_col(st, 0));
		c->revision = revision;
	}
	sqlite3_finalize(st);
	return rc == RC_END ? RC_IO : rc;
}

/* The words of a range; p NULL: the text is gone, or is shorter. */
static struct span
cut(const struct cutter *c, struct range at)
{
	if (!c->there || at.start > at.end || at.end > c->map.length)
		return (struct span) { NULL, 0 };
	return textmap_cut(&c->map, at);
}

static void
put_span(struct json *j, struct range at, struct span exact)
{
	json_open(j, '{');
	json_key(j, "start");
	json_int(j, at.start);
	json_key(j, "end");
	json_int(j, at.end);
	json_key(j, "exact");
	json_str_or_null(j, exact);
	json_close(j, '}');
}

/* The next number of s, which shrinks by it; false: there is none. */
static bool
next_number(struct span *s, uint32_t *v)
{
	uint64_t n = 0;

	while (s->n > 0 && (*s->p < '0' || *s->p > '9')) {
		s->p++;
		s->n--;
	}
	if (s->n == 0)
		return false;
	for (; s->n > 0 && *s->p >= '0' && *s->p <= '9'; s->p++, s->n--)
		if (n <= UINT32_MAX)
			n = n * 10 + (uint64_t)(*s->p - '0');
	*v = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
	return true;
}

/* The hull of the row's spans is to hold this one, too. */
static void
widen(struct cutter *c, struct range at)
{
	if (at.end > c->map.length || at.start > at.end)
		return;
	if (at.start < c->hull.start)
		c->hull.start = at.start;
	if (at.end > c->hull.end)
		c->hull.end = at.end;
}

static void
cut_content(struct cutter *c, struct span ranges)
{
	struct json j;
	struct range at;

	buf_clear(&c->content);
	buf_clear(&c->words);
	j = json_on(&c->content);
	json_open(&j, '[');
	while (
	    next_number(&ranges, &at.start) && next_number(&ranges, &at.end)) {
		struct span exact = cut(c, at);

		widen(c, at);
		put_span(&j, at, exact);
		if (c->words.n > 0)
			buf_append(&c->words, " ", 1);
		if (exact.n > 0)
			buf_append(&c->words, exact.p, exact.n);
	}
	json_close(&j, ']');
}

enum rc
cutter_fill(struct cutter *c, struct sqlite3 *db, int64_t revision,
    struct span ranges, struct form_mention *row)
{
	enum rc rc = fetch(c, db, revision);

	if (rc != RC_OK)
		return rc;
	c->hull = (struct range) { c->map.length, 0 };
	cut_content(c, ranges);
	row->content = buf_span(&c->content);
	row->words = buf_span(&c->words);
	if (row->source.there) {
		row->source.exact = cut(c, row->source.at);
		widen(c, row->source.at);
	}
	if (row->cue.there) {
		row->cue.exact = cut(c, row->cue.at);
		widen(c, row->cue.at);
	}
	if (c->hull.start > c->hull.end) /* none is within the text */
		c->hull = (struct range) { 0, 0 };
	return RC_OK;
}
