/*
 * stream.h -- a reader of /changes on its connection: libmicrohttpd asks for
 * bytes, the subscriber gives them; when there are none the connection is
 * suspended until there is news.
 */
#ifndef SINK_WEB_STREAM_H
#define SINK_WEB_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "pulse.h"
#include "subscriber.h"

#define STREAM_STALL_MS 30000 /* takes nothing though there is something */

struct MHD_Connection;
struct MHD_Response;

/* Start from { .snapshot_fd = -1 }; set what is before sub. */
struct stream {
	struct MHD_Connection *mhd;
	struct pulse *pulse;
	int64_t *due_ms; /* the earliest of all that sleep: kept up to date */
	bool *more;      /* set: somebody sleeps who has more to look at */
	const struct ask *ask;
	struct tape *tape;
	enum subscriber_place place;
	int64_t seq;     /* it is sent what follows */
	int snapshot_fd; /* rows to begin with; owned */
	struct subscriber *sub;
	bool asleep;       /* suspended */
	bool over;         /* the server stops */
	int64_t filled_ms; /* when something was taken last */
	uint64_t told;     /* changes counted in the pulse */
};

/* Begin: the response to queue, NULL when it cannot be made.  s must stay
 * where it is until the request is completed. */
struct MHD_Response *stream_begin(
    struct stream *s, struct span origin, int64_t now_ms);

/* There may be something for it: go on, if it sleeps. */
void stream_wake(struct stream *s);

/* When it has something to say without news, given that it sleeps. */
int64_t stream_due_ms(const struct stream *s);

/* Has it more to look at at once? */
bool stream_hungry(const struct stream *s);

/* Has it taken nothing for too long? */
bool stream_stalled(const struct stream *s, int64_t now_ms);

void stream_fini(struct stream *s);

#endif
