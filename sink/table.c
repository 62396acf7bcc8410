/* table.c -- rows for people and for spreadsheets. */
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "proto/mem.h"
#include "proto/utf8.h"

#define GAP 2 /* cells between columns */

struct table {
	enum table_format format;
	unsigned width;
	const struct table_column *column; /* borrowed */
	size_t n;
	table_write_fn *write;
	void *arg;
	struct buf line;  /* CSV: the row so far */
	struct buf *row;  /* text: the cells of the row, n of them */
	size_t at;        /* column of the next cell */
	struct buf *held; /* text: rows not written yet, n cells each */
	size_t n_held;
	bool flowing; /* widths are settled */
	unsigned widths[TABLE_COLUMNS_MAX];
};

static unsigned
cell_width(uint32_t cp)
{
	int w = utf8proc_charwidth((utf8proc_int32_t)cp);

	return w > 0 ? (unsigned)w : 0;
}

unsigned
table_width(struct span s)
{
	unsigned width = 0;
	uint32_t cp;

	while (s.n > 0) {
		size_t len = utf8_next(s, &cp);

		width += cell_width(cp);
		s = (struct span) { s.p + len, s.n - len };
	}
	return width;
}

void
table_plain(struct buf *out, struct span s, unsigned width)
{
	bool cut = width > 0 && table_width(s) > width;
	unsigned used = 0;
	bool space = true; /* runs of blanks become one, none at the start */
	uint32_t cp;

	while (s.n > 0) {
		size_t len = utf8_next(s, &cp);
		bool blank = cp == ' ' || utf8_acts(cp);

		if (cut && used + cell_width(cp) > width - 1)
			break;
		if (!blank)
			buf_append(out, s.p, len);
		else if (!space)
			buf_puts(out, " ");
		if (!blank || !space)
			used += blank ? 1 : cell_width(cp);
		space = blank;
		s = (struct span) { s.p + len, s.n - len };
	}
	if (cut && s.n > 0)
		buf_puts(out, "…");
}

static bool
needs_quotes(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(",\"\r\n", s.p[i]) != NULL)
			return true;
	return s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

/* One value as CSV, quoted where RFC 4180 wants it. */
static void
put_csv(struct buf *out, struct span s)
{
	if (!needs_quotes(s)) {
		buf_append(out, s.p, s.n);
		return;
	}
	buf_puts(out, "\"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_puts(out, "\"");
		buf_append(out, &s.p[i], 1);
	}
	buf_puts(out, "\"");
}

static void
csv_cell(struct table *t, struct span s)
{
	if (t->at > 0)
		buf_puts(&t->line, ",");
	put_csv(&t->line, s);
	if (++t->at < t->n)
		return;
	buf_puts(&t->line, "\r\n");
	t->write(t->arg, buf_span(&t->line));
	buf_clear(&t->line);
	t->at = 0;
}

static void
put_spaces(struct buf *out, unsigned n)
{
	while (n-- > 0)
		buf_puts(out, " ");
}

/* The width that the last column may have; 0: any. */
static unsigned
room_of_last(const struct table *t)
{
	unsigned used = 0;

	for (size_t i = 0; i + 1 < t->n; i++)
		used += t->widths[i] + GAP;
	if (t->width == 0)
		return 0;
	return used + 10 < t->width ? t->width - used : 10;
}

static void
write_row(struct table *t, const struct buf *cell)
{
	for (size_t i = 0; i < t->n; i++) {
		bool last = i + 1 == t->n;
		unsigned width = last ? room_of_last(t) : t->widths[i];
		size_t start = t->line.n;
		unsigned used, pad;

		table_plain(&t->line, buf_span(&cell[i]), width);
		used = table_width(
		    (struct span) { t->line.p + start, t->line.n - start });
		pad = t->widths[i] > used ? t->widths[i] - used : 0;
		if (t->column[i].right) {
			t->line.n = start;
			put_spaces(&t->line, pad);
			table_plain(&t->line, buf_span(&cell[i]), width);
		} else if (!last) {
			put_spaces(&t->line, pad);
		}
		if (!last)
			put_spaces(&t->line, GAP);
	}
	while (t->line.n > 0 && t->line.p[t->line.n - 1] == ' ')
		t->line.n--;
	buf_puts(&t->line, "\n");
	t->write(t->arg, buf_span(&t->line));
	buf_clear(&t->line);
}

static void
measure(struct table *t, const struct buf *cell)
{
	struct buf plain = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		unsigned w;

		buf_clear(&plain);
		table_plain(&plain, buf_span(&cell[i]), 0);
		w = table_width(buf_span(&plain));
		if (i + 1 < t->n && w > TABLE_CELL_MAX)
			w = TABLE_CELL_MAX;
		if (w > t->widths[i])
			t->widths[i] = w;
	}
	buf_free(&plain);
}

/* Widths are known well enough: write what was held back. */
static void
settle(struct table *t)
{
	if (t->flowing)
		return;
	t->flowing = true;
	for (size_t i = 0; i < t->n_held; i++) {
		write_row(t, t->held + i * t->n);
		for (size_t k = 0; k < t->n; k++)
			buf_free(&t->held[i * t->n + k]);
	}
	free(t->held);
	t->held = NULL;
}

static void
hold(struct table *t)
{
	t->held = mem_grow(t->held, (t->n_held + 1) * t->n, sizeof *t->held);
	for (size_t i = 0; i < t->n; i++) {
		t->held[t->n_held * t->n + i] = t->row[i];
		t->row[i] = (struct buf) { 0 };
	}
	measure(t, t->held + t->n_held * t->n);
	if (++t->n_held == TABLE_SAMPLE)
		settle(t);
}

static void
text_cell(struct table *t, struct span s)
{
	buf_append(&t->row[t->at], s.p, s.n);
	if (++t->at < t->n)
		return;
	t->at = 0;
	if (!t->flowing) {
		hold(t);
		return;
	}
	write_row(t, t->row);
	for (size_t i = 0; i < t->n; i++)
		buf_clear(&t->row[i]);
}

struct table *
table_new(enum table_format format, unsigned width,
    const struct table_column *column, size_t n, table_write_fn *write,
    void *arg)
{
	struct table *t = mem_zalloc(sizeof *t);

	t->format = format;
	t->width = width;
	t->column = column;
	t->n = n;
	t->write = write;
	t->arg = arg;
	t->row = mem_zalloc(n * sizeof *t->row);
	for (size_t i = 0; i < n; i++)
		table_str(t, span_of(column[i].name));
	return t;
}

void
table_str(struct table *t, struct span s)
{
	if (s.p == NULL)
		s = span_of("");
	if (t->format == TABLE_CSV)
		csv_cell(t, s);
	else
		text_cell(t, s);
}

void
table_int(struct table *t, int64_t n)
{
	struct buf b = { 0 };

	buf_printf(&b, "%" PRId64, n);
	table_str(t, buf_span(&b));
	buf_free(&b);
}

void
table_end(struct table *t)
{
	settle(t);
	for (size_t i = 0; i < t->n; i++)
		buf_free(&t->row[i]);
	free(t->row);
	buf_free(&t->line);
	free(t);
}
