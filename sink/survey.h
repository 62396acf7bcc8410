/*
 * survey.h -- how the pipeline is, from the outside: its roles asked over
 * their control sockets, its accounts and its store.  For `status` and `top`.
 */
#ifndef SINK_SURVEY_H
#define SINK_SURVEY_H

#include <stdbool.h>
#include <stdint.h>

#include "accounts.h"
#include "proto/conf.h"
#include "proto/jsonin.h"
#include "query.h"

#define SURVEY_TONGUES 12 /* languages that are told */

struct survey_tongue {
	char lang[16]; /* "fr" */
	int64_t articles;
};

enum survey_peer { SURVEY_RUN, SURVEY_PRODUCER, SURVEY_SINK, SURVEY_PEERS };

/* "run", "producer", "sink" */
const char *survey_name(enum survey_peer p);

/* Start from { 0 }. */
struct survey {
	struct buf said[SURVEY_PEERS];          /* JSON; empty: away */
	struct json_object *tree[SURVEY_PEERS]; /* of it; NULL: away, or no
						   object */
	struct accounts accounts;
	bool spool; /* there is one, and accounts hold */
	struct query_counts counts;
	/* Of counts.unread, the languages with most of them. */
	struct survey_tongue tongue[SURVEY_TONGUES];
	size_t tongues;
	bool store;    /* there is one, and counts hold */
	int64_t at_ms; /* when the accounts were as they are */
	bool measured; /* rate is known */
	double rate;   /* articles/s committed since the survey before */
};

/*
 * Ask everybody, each for at most patience_ms, and count the store.  q may
 * be NULL: there is no store.  Rates are against the survey that s held
 * before, if the producer answered then and now.  RC_IO: there are accounts
 * but they cannot be read.
 */
MUST_USE enum rc survey_take(
    struct survey *s, const struct conf *c, struct query *q, int patience_ms);

/* Ask the producer once more after ms, for a rate. */
void survey_measure(
    struct survey *s, const struct conf *c, int patience_ms, int ms);

void survey_free(struct survey *s);

/* A number that a role said, by its path of members ("vitals", "readers");
 * false when it is not there or no number. */
bool survey_number(const struct survey *s, enum survey_peer p,
    const char *member, const char *below, double *v);

#endif
