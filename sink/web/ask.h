/*
 * ask.h -- a request, read and checked: path, parameters, the headers that
 * matter.  Pure: it knows strings, no HTTP library; fuzzed.
 *
 * Paths and parameters come percent-encoded (RFC 3986), of parameters "+"
 * already as a blank.  Everything is copied; an ask owns what it points to.
 */
#ifndef SINK_WEB_ASK_H
#define SINK_WEB_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/rc.h"
#include "sink/query.h"

#define ASK_PATH_MAX   2048 /* bytes of a path */
#define ASK_VALUE_MAX  4096 /* bytes of a parameter, decoded */
#define ASK_PARAMS_MAX 32
#define ASK_LIMIT_MAX  1000 /* rows of a page */
#define ASK_LIMIT      100  /* when limit is not given */

enum ask_feed { ASK_NORMAL, ASK_LONGPOLL, ASK_CONTINUOUS, ASK_SSE };

enum ask_order {
	ASK_NEWEST, /* by falling id */
	ASK_CHANGED /* by falling number of the last change */
};

/* Where a reader of changes begins. */
struct ask_since {
	enum {
		ASK_SINCE_SEQ,  /* after number seq of this generation */
		ASK_SINCE_NOW,  /* what comes from now on */
		ASK_SINCE_ID,   /* after change seq of generation */
		ASK_SINCE_TIME, /* after the last change before at_ms */
	} kind;
	struct span generation;
	int64_t seq, at_ms;
};

struct route;

struct ask {
	const struct route *route;
	const char *allow; /* with 405: the methods there are */
	bool head;         /* HEAD: headers only */
	struct span path;  /* as asked for */
	struct span name;  /* the operand: of /claims/c17 "c17" */
	struct span query; /* the query string, canonical, for links */
	struct query_filter filter;
	enum ask_order order;
	uint32_t limit; /* 0: not given */
	/* /changes */
	enum ask_feed feed;
	bool latest, snapshot;
	struct ask_since since;
	bool resumes; /* since is what it had last, by a Last-Event-ID */
	int64_t timeout_ms, heartbeat_ms;
	/* of the page: what is opened */
	struct span claim, article;
	/* headers; absent: p NULL */
	struct span host, if_none_match, content_type;
	/* POST */
	struct buf body;
	struct arena arena;
};

/* One parameter as it came. */
struct ask_param {
	struct span name, value; /* value.p NULL: "?name" alone */
};

/*
 * Read a request into a (start from { 0 }).  Returns 0, or the HTTP status
 * it is to be refused with: 400 (a parameter is unknown, repeated, or of a
 * wrong value), 404, 405, 414; why then says what, where and what to do, and
 * a->route is set if there is one.
 */
unsigned ask_read(struct ask *a, struct span method, struct span path,
    const struct ask_param *param, size_t n, struct buf *why);

/* Last-Event-ID wins over all parameters: 0, or 400 with why. */
unsigned ask_resume(struct ask *a, struct span last_event_id, struct buf *why);

void ask_fini(struct ask *a);

/* "1500", "1500ms", "15s", "2m" as milliseconds; false when it is none, or
 * over max_ms. */
bool ask_duration(struct span s, int64_t max_ms, int64_t *ms);

/* A field of a form (application/x-www-form-urlencoded), decoded; a "+" is
 * one, since tokens hold no blanks.  False: it is not there. */
bool ask_form(
    struct ask *a, struct span form, const char *name, struct span *value);

/* The copy of s that lives as long as a; NULL stays NULL. */
struct span ask_keep(struct ask *a, struct span s);

#endif
