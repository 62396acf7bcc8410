/*
 * sheet.h -- an answer on its way to JSON: one object, of one state of the
 * store, with lists that end where a page does.
 *
 *   if (!sheet_open(&s, d, r))
 *           return;
 *   sheet_id(&s, "id");
 *   sheet_list(&s, "claims", limit);
 *   rc = query_claims(d->q, &f, sheet_claim, &s);    asked for limit + 1
 *   sheet_end(&s, "next");
 *   sheet_close(&s, rc);
 */
#ifndef SINK_WEB_SHEET_H
#define SINK_WEB_SHEET_H

#include "answer.h"
#include "proto/json.h"

#define SHEET_BYTES (8u << 20) /* a list with so many ends early */

struct sheet {
	struct answer_desk *d;
	struct reply *r;
	struct json j;
	int64_t head; /* number of the last change in this state */
	/* the list */
	uint32_t limit, n;
	size_t from;  /* bytes of the body before it */
	int64_t last; /* cursor of the last row */
	bool more;    /* there are rows beyond */
};

/* Begin an object and one state for all that is asked from here on; false:
 * the store does not answer, and r says so. */
bool sheet_open(struct sheet *s, struct answer_desk *d, struct reply *r);

/* The member key: the id of the last change that the answer knows. */
void sheet_id(struct sheet *s, const char *key);

/* A list of at most limit rows. */
void sheet_list(struct sheet *s, const char *key, uint32_t limit);
/* Before each row, whose cursor this is; false: the page is full. */
bool sheet_row(struct sheet *s, int64_t cursor);
/* The list's end; next: the member that tells where the next page begins, as
 * a string, or null; NULL: none. */
void sheet_end(struct sheet *s, const char *next);

/* query_claim_fn, query_evidence_fn: rows of a list; arg is the sheet. */
bool sheet_claim(void *arg, const struct form_claim *c);
bool sheet_evidence(void *arg, const struct query_evidence *e);

/* The end; rc: how the questions went. */
void sheet_close(struct sheet *s, enum rc rc);

/* a->limit, or what it is when none was given. */
uint32_t sheet_limit(const struct ask *a, uint32_t when_none);

#endif
