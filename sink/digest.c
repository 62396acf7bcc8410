/* digest.c -- what a store came to, on one screen. */
#include "digest.h"

#include <inttypes.h>

#include "changeline.h"
#include "proto/jsonin.h"
#include "table.h"

#define DEPTH_MAX 16
#define LINES_MAX 100

/* The contract's, section 4. */
static const char *const statuses[] = { "reported", "corroborated", "revised",
	"disputed", "withdrawn" };

#define N_STATUSES (sizeof statuses / sizeof statuses[0])

struct digest {
	struct query *q;
	unsigned width, n;
	struct buf *out;
	int64_t claims, by_status[N_STATUSES];
	/* the claims that a section's lines are about; [1] 0: none */
	struct item {
		int64_t claim[2];
	} item[LINES_MAX];
	unsigned n_items;
	int64_t more;    /* for which there is no line */
	struct buf line; /* at hand */
	double last;     /* of a chain of values: the one written last */
	bool chained;    /* there is one */
	struct buf unit; /* of it */
};

/* ---- parts of a line ---- */

/* "Ida Solberg: the bridge will reopen", or the sentence of a figure. */
static bool
put_words(void *arg, const struct form_claim *c)
{
	struct digest *d = arg;

	if (c->speaker_name.n > 0) {
		buf_append(&d->line, c->speaker_name.p, c->speaker_name.n);
		buf_puts(&d->line, form_says(c->act));
	}
	buf_append(&d->line, c->text.p, c->text.n);
	return true;
}

/* What the claim's figure measures, else its words. */
static bool
put_subject(void *arg, const struct form_claim *c)
{
	struct digest *d = arg;
	struct json_object *o = NULL;
	struct buf why = { 0 };
	struct span s = { NULL, 0 };

	if (c->figure.n > 0 &&
	    jsonin_parse(c->figure, DEPTH_MAX, &o, &why) == RC_OK)
		s = jsonin_string(o, "subject");
	if (s.n == 0)
		s = c->text;
	buf_append(&d->line, s.p, s.n);
	json_object_put(o);
	buf_free(&why);
	return true;
}

/* "3 -> 7 -> 11": values that differ from the one before. */
static bool
put_point(void *arg, const struct query_point *p)
{
	struct digest *d = arg;
	double value = p->has_value ? p->value : p->low;
	char text[CHANGELINE_NUMBER_MAX];

	if (d->chained && value == d->last)
		return true;
	buf_printf(&d->line, "%s %s", d->chained ? " ->" : ":",
	    changeline_number(value, text));
	buf_clear(&d->unit);
	if (!span_is(p->unit, "count"))
		buf_append(&d->unit, p->unit.p, p->unit.n);
	d->chained = true;
	d->last = value;
	return true;
}

/* ---- lines ---- */

static enum rc
moved_line(struct digest *d, const struct item *i)
{
	enum rc rc = query_claim(d->q, i->claim[0], put_subject, d);

	d->chained = false;
	buf_clear(&d->unit);
	if (rc != RC_OK ||
	    (rc = query_points(d->q, i->claim[0], put_point, d)) != RC_OK)
		return rc;
	if (d->unit.n > 0)
		buf_printf(&d->line, " %s", buf_cstr(&d->unit));
	return RC_OK;
}

static enum rc
disputed_line(struct digest *d, const struct item *i)
{
	enum rc rc = RC_OK;

	for (int k = 0; rc == RC_OK && k < 2; k++) {
		if (k == 1)
			buf_puts(&d->line, " | ");
		rc = query_claim(d->q, i->claim[k], put_words, d);
	}
	return rc;
}

static enum rc
claim_line(struct digest *d, const struct item *i)
{
	return query_claim(d->q, i->claim[0], put_words, d);
}

/* ---- sections ---- */

static void
keep(struct digest *d, const struct item *i)
{
	if (d->n_items < d->n)
		d->item[d->n_items++] = *i;
	else
		d->more++;
}

static bool
take_move(void *arg, const struct query_move *m)
{
	keep(arg, &(struct item) { .claim = { m->to.id } });
	return true;
}

static bool
take_relation(void *arg, const struct form_relation *r)
{
	if (span_is(r->type, "disputed"))
		keep(arg, &(struct item) { .claim = { r->from, r->to } });
	return true;
}

static bool
take_claim(void *arg, const struct form_claim *c)
{
	keep(arg, &(struct item) { .claim = { c->id } });
	return true;
}

/* Write the section of what was kept; nothing when nothing was. */
static enum rc
put_section(struct digest *d, const char *heading,
    enum rc (*put)(struct digest *d, const struct item *i))
{
	enum rc rc = RC_OK;

	if (d->n_items > 0)
		buf_printf(d->out, "%s:\n", heading);
	for (unsigned i = 0; rc == RC_OK && i < d->n_items; i++) {
		buf_clear(&d->line);
		rc = put(d, &d->item[i]);
		buf_puts(d->out, "  ");
		table_plain(d->out, buf_span(&d->line),
		    d->width > 2 ? d->width - 2 : 0);
		buf_puts(d->out, "\n");
	}
	if (d->more > 0)
		buf_printf(d->out, "  ... and %" PRId64 " more\n", d->more);
	d->n_items = 0;
	d->more = 0;
	return rc;
}

static bool
count_claim(void *arg, const struct form_claim *c)
{
	struct digest *d = arg;

	d->claims++;
	for (size_t i = 0; i < N_STATUSES; i++)
		d->by_status[i] += span_is(c->status, statuses[i]);
	return true;
}

static enum rc
put_counts(struct digest *d)
{
	const struct query_filter all = { 0 };
	struct query_counts n;
	enum rc rc;

	if ((rc = query_claims(d->q, &all, count_claim, d)) != RC_OK ||
	    (rc = query_counts(d->q, &n)) != RC_OK)
		return rc;
	buf_printf(d->out,
	    "%" PRId64 " claims from %" PRId64 " articles of %" PRId64
	    " outlets:",
	    d->claims, n.articles, n.outlets);
	for (size_t i = 0; i < N_STATUSES; i++)
		buf_printf(d->out, "%s %" PRId64 " %s", i > 0 ? "," : "",
		    d->by_status[i], statuses[i]);
	buf_puts(d->out, "\n");
	return RC_OK;
}

static enum rc
put_all(struct digest *d)
{
	const struct query_filter all = { 0 },
				  gone = { .status = SPAN("withdrawn") };
	enum rc rc;

	if ((rc = put_counts(d)) != RC_OK ||
	    (rc = query_moved(d->q, &all, take_move, d)) != RC_OK ||
	    (rc = put_section(d, "Figures that moved", moved_line)) != RC_OK ||
	    (rc = query_relations(d->q, 0, take_relation, d)) != RC_OK ||
	    (rc = put_section(d, "Disputed", disputed_line)) != RC_OK ||
	    (rc = query_claims(d->q, &gone, take_claim, d)) != RC_OK)
		return rc;
	return put_section(d, "Withdrawn", claim_line);
}

enum rc
digest_put(struct query *q, unsigned width, unsigned n, struct buf *out)
{
	struct digest d = { .q = q,
		.width = width,
		.n = n < LINES_MAX ? n : LINES_MAX,
		.out = out };
	enum rc rc = query_begin(q);

	if (rc != RC_OK)
		return rc;
	rc = put_all(&d);
	query_end(q);
	buf_free(&d.line);
	buf_free(&d.unit);
	return rc;
}
