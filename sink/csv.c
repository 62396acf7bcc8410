/* csv.c -- comma-separated values, line by line. */
#include "csv.h"

#include <stdint.h>
#include <string.h>

#include "proto/utf8.h"

void
csv_init(struct csv *c, struct span text, struct arena *arena)
{
	static const char mark[] = "\xef\xbb\xbf"; /* byte order mark */

	*c = (struct csv) { .line = 1, .arena = arena };
	c->p = text.n > 0 ? text.p : "";
	c->end = c->p + text.n;
	if (text.n >= 3 && memcmp(text.p, mark, 3) == 0)
		c->p += 3;
}

void
csv_fini(struct csv *c)
{
	buf_free(&c->field);
}

static bool
at_line_end(const struct csv *c)
{
	return c->p == c->end || *c->p == '\n' ||
	    (*c->p == '\r' && c->p + 1 < c->end && c->p[1] == '\n');
}

static bool
at_field_end(const struct csv *c)
{
	return at_line_end(c) || *c->p == ',';
}

/* Go behind the end of the line that p is in. */
static void
skip_line(struct csv *c)
{
	const char *nl = memchr(c->p, '\n', (size_t)(c->end - c->p));

	c->p = nl != NULL ? nl + 1 : c->end;
	c->line++;
}

/* A field in quotation marks; NULL, or why it is none. */
static const char *
read_quoted(struct csv *c)
{
	for (c->p++; c->p < c->end && c->field.n <= CSV_FIELD_MAX; c->p++) {
		if (*c->p == '"') {
			c->p++;
			if (c->p == c->end || *c->p != '"')
				return at_field_end(c)
				    ? NULL
				    : "something follows a closing quotation "
				      "mark: double those within a field";
		}
		c->line += *c->p == '\n';
		buf_append(&c->field, c->p, 1);
	}
	return "a quotation mark is not closed, or a field is too long";
}

static const char *
read_plain(struct csv *c)
{
	const char *from = c->p, *to;

	while (!at_field_end(c)) {
		if (*c->p == '"')
			return "a quotation mark within a field: put the field "
			       "in quotation marks and double it";
		c->p++;
	}
	for (to = c->p; to > from && to[-1] == ' '; to--)
		continue;
	while (from < to && *from == ' ')
		from++;
	if ((size_t)(to - from) > CSV_FIELD_MAX)
		return "a field is too long";
	buf_append(&c->field, from, (size_t)(to - from));
	return NULL;
}

static const char *
check_field(struct span s)
{
	if (utf8_valid(s) != s.n)
		return "not UTF-8: convert the file";
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return "a control character in a field";
	return NULL;
}

static const char *
read_field(struct csv *c, struct csv_record *rec)
{
	const char *why;

	buf_clear(&c->field);
	why = c->p < c->end && *c->p == '"' ? read_quoted(c) : read_plain(c);
	if (why == NULL)
		why = check_field(buf_span(&c->field));
	if (why == NULL && rec->n == CSV_COLUMNS_MAX)
		why = "too many fields";
	if (why != NULL)
		return why;
	rec->field[rec->n++] = (struct span) {
		arena_strdup(c->arena, buf_span(&c->field)), c->field.n
	};
	return NULL;
}

/* The next line's fields; NULL, or why it is refused. */
const char *
csv_next(struct csv *c, struct csv_record *rec)
{
	const char *from = c->p, *why;

	*rec = (struct csv_record) { .line = c->line };
	for (;;) {
		if ((why = read_field(c, rec)) != NULL) {
			/* One that is not closed swallows no other lines. */
			c->p = from;
			c->line = rec->line;
			break;
		}
		if (at_line_end(c))
			break;
		c->p++; /* the comma */
	}
	skip_line(c);
	return why;
}

bool
csv_is_blank(const struct csv_record *rec)
{
	return rec->n == 1 && rec->field[0].n == 0;
}

/* "Name", "name " */
bool
csv_is_column(struct span s, const char *name)
{
	size_t n = strlen(name);

	if (s.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((s.p[i] | 0x20) != name[i])
			return false;
	return true;
}
