/*
 * grounds.h -- why an article is of the origin that it is counted under: a
 * sentence for people, and the same as JSON.
 */
#ifndef SINK_GROUNDS_H
#define SINK_GROUNDS_H

#include "proto/buf.h"
#include "proto/json.h"
#include "query.h"

/* "copies a3 of Tarn Herald: 87 % of its word sequences stand there; ..." */
void grounds_say(struct buf *out, const struct query_lineage *l);

/*
 * {"origin","article","article_id","outlet","own","owner","credit":{"how",
 * "exact"}|null,"first_reported_by","copy":{"article","article_id","outlet",
 * "shared","of","of_copy"}|null,"why"}
 */
void grounds_json(struct json *j, const struct query_lineage *l);

/* {"mention","like","score","why"}: why other words are of one claim. */
void grounds_wording(struct json *j, const struct query_wording *w);

#endif
