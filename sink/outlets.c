/* outlets.c -- the user's table of outlets, read. */
#include "outlets.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "csv.h"
#include "proto/log.h"
#include "proto/mem.h"

enum { NAME, DOMAIN, COUNTRY, OWNER, N_COLUMNS };

static const char *const columns[N_COLUMNS] = { "name", "domain", "country",
	"owner" };

struct reader {
	struct csv csv;
	struct outlets *o;
	outlets_refuse_fn *refuse;
	void *arg;
	size_t at[N_COLUMNS]; /* which field it is; SIZE_MAX: none */
	size_t width;         /* fields of a line */
};

static void
refuse(struct reader *r, size_t line, const char *why)
{
	r->o->refused++;
	if (r->refuse != NULL)
		r->refuse(r->arg, line, why);
}

/* ---- rows ---- */

static enum rc
read_header(struct reader *r, struct buf *why)
{
	struct csv_record rec;
	const char *bad = csv_next(&r->csv, &rec);

	for (size_t c = 0; c < N_COLUMNS; c++) {
		r->at[c] = SIZE_MAX;
		for (size_t i = 0; bad == NULL && i < rec.n; i++) {
			if (!csv_is_column(rec.field[i], columns[c]))
				continue;
			if (r->at[c] != SIZE_MAX)
				bad = "a column stands there twice";
			r->at[c] = i;
		}
	}
	r->width = rec.n;
	if (bad == NULL && r->at[NAME] == SIZE_MAX)
		bad = "no column is called name";
	if (bad == NULL)
		return RC_OK;
	buf_printf(why,
	    "%s: the first line must name the columns, as name,domain,"
	    "country,owner",
	    bad);
	return RC_REFUSED;
}

static struct span
column(const struct reader *r, const struct csv_record *rec, size_t c)
{
	struct span s = { 0 };

	if (r->at[c] != SIZE_MAX)
		s = rec->field[r->at[c]];
	return s.n > 0 ? s : (struct span) { 0 };
}

/* The domain in lower case, without "www."; false when it is none. */
static bool
normal_domain(struct span *s)
{
	char *p = (char *)s->p; /* a copy of ours */

	for (size_t i = 0; i < s->n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c >= 'A' && c <= 'Z')
			p[i] = (char)(c | 0x20);
		else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			     c == '-' || c == '.' || c >= 0x80))
			return false;
	}
	while (s->n > 4 && memcmp(s->p, "www.", 4) == 0) {
		s->p += 4;
		s->n -= 4;
	}
	return s->p[0] != '.' && s->p[s->n - 1] != '.';
}

static const char *
take_row(struct reader *r, const struct csv_record *rec)
{
	struct outlets *o = r->o;
	struct outlets_row row = { .name = column(r, rec, NAME),
		.domain = column(r, rec, DOMAIN),
		.country = column(r, rec, COUNTRY),
		.owner = column(r, rec, OWNER),
		.line = rec->line };

	if (rec->n != r->width)
		return "it has not as many fields as the first line";
	if (row.name.n == 0)
		return "it has no name";
	if (row.domain.n > 0 && !normal_domain(&row.domain))
		return "that is no domain: tarnherald.example is one, without "
		       "https:// and path";
	if (o->n == o->cap) {
		o->cap = o->cap * 2 + 64;
		o->row = mem_grow(o->row, o->cap, sizeof *o->row);
	}
	o->row[o->n++] = row;
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	const struct outlets_row *x = a, *y = b;
	size_t n = x->name.n < y->name.n ? x->name.n : y->name.n;
	int d = memcmp(x->name.p, y->name.p, n);

	if (d != 0)
		return d;
	if (x->name.n != y->name.n)
		return x->name.n < y->name.n ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static int
by_line(const void *a, const void *b)
{
	const struct outlets_row *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

/* Of rows with one name the first counts. */
static void
refuse_repeats(struct reader *r)
{
	struct outlets *o = r->o;
	size_t to = 0;

	if (o->n == 0)
		return;
	qsort(o->row, o->n, sizeof *o->row, by_name);
	for (size_t i = 0; i < o->n; i++) {
		if (to > 0 && span_eq(o->row[to - 1].name, o->row[i].name))
			refuse(r, o->row[i].line,
			    "an outlet of this name stands further up");
		else
			o->row[to++] = o->row[i];
	}
	o->n = to;
	qsort(o->row, o->n, sizeof *o->row, by_line);
}

enum rc
outlets_parse(struct outlets *o, struct span text, outlets_refuse_fn *fn,
    void *arg, struct buf *why)
{
	struct reader r = { .o = o, .refuse = fn, .arg = arg };
	enum rc rc;

	o->hash = hash_parts(&text, 1);
	csv_init(&r.csv, text, &o->arena);
	rc = read_header(&r, why);
	while (rc == RC_OK && r.csv.p < r.csv.end) {
		struct csv_record rec;
		const char *bad = csv_next(&r.csv, &rec);

		if (bad == NULL && !csv_is_blank(&rec))
			bad = take_row(&r, &rec);
		if (bad != NULL)
			refuse(&r, rec.line, bad);
		if (o->n > OUTLETS_ROWS_MAX || o->refused > OUTLETS_ROWS_MAX) {
			buf_printf(
			    why, "it has more than %u lines", OUTLETS_ROWS_MAX);
			rc = RC_REFUSED;
		}
	}
	csv_fini(&r.csv);
	if (rc == RC_OK)
		refuse_repeats(&r);
	return rc;
}

void
outlets_free(struct outlets *o)
{
	free(o->row);
	arena_free(&o->arena);
	*o = (struct outlets) { 0 };
}

/* ---- a file ---- */

#define REFUSALS_TOLD 20

struct file {
	const char *path;
	size_t told;
};

static void
tell_refusal(void *arg, size_t line, const char *why)
{
	struct file *f = arg;
	char place[4200];

	if (f->told++ >= REFUSALS_TOLD)
		return;
	snprintf(place, sizeof place, "%s:%zu", f->path, line);
	log_warn("outlet table: a line is refused", LOG_S("place", place),
	    LOG_S("why", why));
}

static enum rc
read_all(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "re");
	char chunk[16384];
	enum rc rc = RC_OK;
	size_t n;

	if (f == NULL)
		return errno == ENOENT ? RC_NOENT : RC_IO;
	while (rc == RC_OK && (n = fread(chunk, 1, sizeof chunk, f)) > 0) {
		buf_append(b, chunk, n);
		if (b->n > OUTLETS_BYTES_MAX)
			rc = RC_TOOBIG;
	}
	if (ferror(f))
		rc = RC_IO;
	fclose(f);
	return rc;
}

enum rc
outlets_read(struct outlets *o, const char *path, struct buf *why)
{
	struct file f = { path, 0 };
	struct buf text = { 0 }, cause = { 0 };
	enum rc rc = read_all(path, &text);

	if (rc == RC_OK) {
		rc = outlets_parse(
		    o, buf_span(&text), tell_refusal, &f, &cause);
		if (rc != RC_OK)
			buf_printf(why, "%s:1: %s", path, buf_cstr(&cause));
	} else if (rc == RC_TOOBIG) {
		buf_printf(why, "the outlet table %s is larger than %u MB",
		    path, OUTLETS_BYTES_MAX >> 20);
	} else {
		buf_printf(why,
		    "cannot read the outlet table %s: %s; the key is outlets",
		    path, strerror(errno));
	}
	if (f.told > REFUSALS_TOLD)
		log_warn("outlet table: more lines are refused",
		    LOG_S("path", path), LOG_I("refused", f.told));
	buf_free(&text);
	buf_free(&cause);
	return rc;
}
