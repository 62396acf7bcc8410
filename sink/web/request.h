/*
 * request.h -- one request, from its headers to its answer.
 *
 *   request_begin() ── refused? ── request_body()* ── request_go_on()
 *   (headers)                                              |
 *       FRONT ──────────────────────────────▶ answered ◀───+
 *       DESK ── waits ── request_worked() ──▶ answered
 *       POST ── waits ── request_worked(), request_posted() ──▶ answered
 *       STREAM ─────────────────────────────▶ streaming
 *
 * Who waits is suspended: the library forgets it until it is resumed, and
 * then calls request_go_on() again.
 */
#ifndef SINK_WEB_REQUEST_H
#define SINK_WEB_REQUEST_H

#include "conn.h"
#include "parcel.h"
#include "stream.h"

struct MHD_Connection;

enum request_stage {
	REQUEST_HEADERS,  /* read and checked */
	REQUEST_BODY,     /* coming in */
	REQUEST_WAITING,  /* suspended: for the desk or the producer */
	REQUEST_ANSWERED, /* reply is what is to be sent */
	REQUEST_SENT,
	REQUEST_STREAMING
};

/* One request. */
struct request {
	struct request *next, **at; /* conn.c's list */
	struct conn_client *client; /* conn.c's; may be NULL */
	struct conn_front *f;
	struct MHD_Connection *mhd;
	enum request_stage stage;
	bool suspended;
	bool share;                /* a page elsewhere may read it */
	int64_t begun_ms, fed_ms;  /* since when; the last bytes of its body */
	size_t body_max, reserved; /* bytes of the body */
	struct span origin;
	struct ask ask;
	struct reply reply;
	struct parcel parcel; /* what was posted, packed */
	struct stream stream;
};

struct request *request_new(struct conn_front *f, struct MHD_Connection *mhd);
void request_free(struct request *c);

/* Results are the library's: MHD_YES, or MHD_NO to close the connection. */
int request_begin(struct request *c, const char *url, const char *method);
int request_body(struct request *c, const char *p, size_t n);
int request_go_on(struct request *c);

/* The desk has finished its work. */
void request_worked(struct request *c);
/* The producer has answered: a post_done_fn; token is the request. */
void request_posted(void *front, uint64_t token, struct reply *r);

/* The server stops: whoever waits is answered so, a stream ends. */
void request_give_up(struct request *c);

#endif
