/*
 * route.h -- every address that is served: one table.  What a path takes as
 * parameters, who answers it, and in which thread.
 */
#ifndef SINK_WEB_ROUTE_H
#define SINK_WEB_ROUTE_H

#include "answer.h"
#include "proto/span.h"

enum route_place {
	ROUTE_FRONT,  /* at once, in the front thread: never asks the store */
	ROUTE_DESK,   /* by the desk thread, which may take its time */
	ROUTE_STREAM, /* a subscriber: /changes */
	ROUTE_POST    /* a body to the producer */
};

/* Groups of parameters. */
enum {
	ROUTE_FILTERS = 1, /* the contract's, section 5 */
	ROUTE_PAGING = 2,  /* cursor */
	ROUTE_ORDER = 4,   /* order = newest, changed */
	ROUTE_CHANGES = 8, /* since, feed, style, ... */
	ROUTE_VIEW = 16,   /* claim, article: what the page has open */
	ROUTE_LIMIT = 32,  /* limit alone */
	ROUTE_SPEAKER = 64 /* speaker alone */
};

struct route {
	const char *method;  /* GET (which answers HEAD too) or POST */
	const char *pattern; /* "/claims/:": ":" stands for one operand */
	enum route_place place;
	unsigned params;
	bool open; /* no token needed: probes, the page's own files */
	answer_fn *answer;
	const char *label; /* in /metrics: bounded, whatever is asked for */
};

/* The table; ended by pattern NULL. */
extern const struct route route_table[];

/*
 * The route of a request.  NULL with *status 404 (nothing is there) or 405
 * (allow then lists the methods); operand: what stood for ":".
 */
const struct route *route_find(struct span method, struct span path,
    struct span *operand, unsigned *status, const char **allow);

/* Is this a parameter that r takes? */
bool route_takes(const struct route *r, struct span name);
/* Append the names of all that it takes, as "a, b, c". */
void route_params(const struct route *r, struct buf *out);

#endif
