/*
 * follow.h -- a subscriber of the change feed as a pure state machine, after
 * the Clone pattern (ZeroMQ guide, chapter 5): subscribe first, replay what
 * is missing, drop what was seen.  It has neither sockets nor clock;
 * libclaimwire and the tests drive it.
 *
 *   CATCHING_UP  a replay is under way; live changes only raise `head`
 *   LIVE         live changes are handed on; a gap goes back to CATCHING_UP
 *
 * Whatever is dropped, repeated or reordered on the way, the changes handed
 * on have the numbers from+1, from+2, … without gap or repeat.
 */
#ifndef PROTO_FOLLOW_H
#define PROTO_FOLLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "rc.h"

enum follow_state { FOLLOW_CATCHING_UP, FOLLOW_LIVE };

/* What the caller must do with a message it just put in. */
enum follow_do {
	FOLLOW_DROP,   /* nothing: seen, or out of turn */
	FOLLOW_DELIVER /* hand this change on */
};

struct follow {
	enum follow_state state;
	uint64_t seq;        /* last change handed on */
	uint64_t head;       /* highest number heard of */
	bool ask;            /* a question must be sent: follow_ask() clears */
	int64_t asked_ms;    /* when it was */
	uint64_t asked_seq;  /* and since which number */
	int64_t heard_ms;    /* when the feed last spoke */
	int64_t patience_ms; /* repeat a question unanswered for so long */
};

/*
 * Start after change number seq (0: from the beginning).  A "reset" answer
 * says that the cursor means nothing to this feed: start over with 0.
 */
void follow_init(struct follow *f, uint64_t seq, int64_t now_ms);

/* A change, live or replayed. */
enum follow_do follow_change(
    struct follow *f, uint64_t seq, bool replayed, int64_t now_ms);

/* A heartbeat or a replay's end (more: ask again). */
void follow_mark(
    struct follow *f, uint64_t seq, bool end, bool more, int64_t now_ms);

/* Time has passed: may set f->ask. */
void follow_tick(struct follow *f, int64_t now_ms);

/* Must a question be sent now, and since which number? */
bool follow_ask(struct follow *f, int64_t now_ms, uint64_t *since);

/* Has the feed been silent for ms? */
bool follow_silent(const struct follow *f, int64_t now_ms, int64_t ms);

#endif
