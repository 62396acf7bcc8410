/*
 * filter.h -- a question's text and values: conditions are added one by one,
 * their values are bound, never printed into the text.
 */
#ifndef SINK_FILTER_H
#define SINK_FILTER_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/rc.h"
#include "query.h"

#define FILTER_VALUES_MAX 24

struct filter_value {
	enum { FILTER_TEXT, FILTER_INT, FILTER_REAL } kind;
	struct span s; /* borrowed until the question has been asked */
	int64_t i;
	double r;
};

/* Start from { 0 }; filter_fini() frees it. */
struct filter {
	struct buf sql, words; /* owned */
	struct filter_value value[FILTER_VALUES_MAX];
	int n;
	bool where; /* a condition is there */
};

void filter_fini(struct filter *f);

/* Append to the text as it is. */
void filter_say(struct filter *f, const char *sql);

/* Add a condition; every "#" in it stands for the value. */
void filter_text(struct filter *f, const char *condition, struct span s);
void filter_int(struct filter *f, const char *condition, int64_t i);

/*
 * Words as people write them, as an FTS5 expression: "a phrase", begin*, all
 * of them required, nothing else has a meaning.  False when there is none.
 */
bool filter_words(struct span text, struct buf *out);

/* What a filter says of claims_v c, of mentions_v m, of changes x, of
 * articles_v a.  RC_REFUSED: its text holds no word. */
MUST_USE enum rc filter_claims(struct filter *f, const struct query_filter *q);
MUST_USE enum rc filter_mentions(
    struct filter *f, const struct query_filter *q);
MUST_USE enum rc filter_changes(struct filter *f, const struct query_filter *q);
void filter_articles(struct filter *f, const struct query_filter *q);

/* Beside filter_claims() of the newer one c: relation r's claims are so far
 * apart. */
void filter_moved(struct filter *f, const struct query_filter *q);

/* The end: which page, by the column that is the id. */
void filter_page(
    struct filter *f, const struct query_filter *q, const char *id);

/* Prepare and bind it. */
MUST_USE enum rc filter_ask(struct filter *f, sqlite3 *db, sqlite3_stmt **st);

#endif
