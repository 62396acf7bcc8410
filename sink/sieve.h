/*
 * sieve.h -- the contract's filters (section 5): read from options or from a
 * request's parameters into struct query_filter, and held against one change.
 */
#ifndef SINK_SIEVE_H
#define SINK_SIEVE_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/rc.h"
#include "query.h"

struct json_object;

/*
 * Set the filter called name ("min_origins", or "min-origins"); value is
 * borrowed for as long as f is used.  RC_NOENT: no filter is called so;
 * RC_REFUSED: why says what value it wants.
 */
MUST_USE enum rc sieve_set(struct query_filter *f, const char *name,
    const char *value, struct buf *why);

/* The rows of an option table for all filters that claims have, and for
 * those that only changes have. */
#define SIEVE_CLAIM_OPTIONS                                                    \
	{ "speaker", "NAME", "of this speaker: s3, or part of the name" },     \
	    { "outlet", "NAME", "of this outlet: o2, its name or domain" },    \
	    { "kind", "KIND", "direct, mixed, indirect or figure" },           \
	    { "status", "STATUS",                                              \
		    "reported, corroborated, disputed, revised, withdrawn" },  \
	    { "q", "WORDS", "with all of these words, \"a phrase\", begin*" }, \
	    { "min-origins", "N", "told by so many independent origins" },     \
	    { "unit", "UNIT", "with a figure in percent, count, USD, ..." },   \
	    { "value-min", "X", "with a figure of at least X" },               \
	{                                                                      \
		"value-max", "X", "with a figure of at most X"                 \
	}
#define SIEVE_CHANGE_OPTIONS                                                \
	{ "type", "TYPE", "changes of this type: claim.new; claim" },       \
	{                                                                   \
		"changed-by-min", "X", "whose figure changed by at least X" \
	}

/*
 * Does a change pass?  change is a CHANGE as json-c reads it.  One without a
 * claim (article.new) fails every filter that asks about a claim.
 */
bool sieve_match(const struct query_filter *f, struct json_object *change);

#endif
