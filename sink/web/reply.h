/*
 * reply.h -- what is answered: a status, a body in memory or in a file, and
 * the headers that are not the same for all.
 */
#ifndef SINK_WEB_REPLY_H
#define SINK_WEB_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/json.h"
#include "proto/rc.h"

#define REPLY_JSON  "application/json"
#define REPLY_LINES "application/x-ndjson"
#define REPLY_TEXT  "text/plain; charset=utf-8"

struct ask;

struct reply {
	unsigned status;
	const char *type;    /* static storage */
	struct buf body;     /* owned, unless fixed.p is set */
	struct span fixed;   /* static storage: the page's files */
	int fd;              /* the body is this file; -1: none; owned */
	char etag[48];       /* with its quotation marks; "": none */
	const char *cache;   /* Cache-Control; NULL: no-store */
	const char *allow;   /* with 405 */
	struct buf cookie;   /* Set-Cookie; owned */
	struct buf link;     /* Link; owned */
	struct buf location; /* Location; owned */
	unsigned retry_s;    /* Retry-After; 0: none */
	bool html;           /* a page: it gets the page's policy */
};

void reply_init(struct reply *r); /* 200, JSON, empty */
void reply_fini(struct reply *r);

/* Drop what was there and say what is wrong, as RFC 9457 problem details:
 * {"status": 400, "title": "Bad Request", "detail": ...}. */
void reply_error(struct reply *r, unsigned status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A question to the store that failed, as 400, 404, 503 or 500. */
void reply_failed(struct reply *r, enum rc rc);

/* Set the ETag to that of the body (a hash); 304 without a body when a
 * already has it. */
void reply_tag(struct reply *r, const struct ask *a);

/* "Bad Request" */
const char *reply_title(unsigned status);

#endif
