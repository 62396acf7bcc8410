/*
 * ledger.h -- intake.h and store.h joined: RESULT, OUTCOME, ALIVE and HELLO
 * messages in, commits, ACK and BEAT messages out.  It knows bytes, not
 * sockets: the program sends through ZeroMQ, the simulator through a net that
 * loses things.
 *
 * A RESULT is believed only if its MAC is that of producer and article (a
 * worker cannot forge or alter one) and everything in it is within bounds:
 * otherwise it is counted and dropped, and the lease sends the article again;
 * what is well signed but malformed by the worker is REFUSED.
 */
#ifndef SINK_LEDGER_H
#define SINK_LEDGER_H

#include "intake.h"
#include "proto/hash.h"
#include "store.h"

struct ledger;

/* Send msg to a producer; what cannot be delivered is dropped. */
typedef void ledger_send_fn(void *arg, uint64_t producer, struct span msg);
/* An article was committed, so long after it was accepted. */
typedef void ledger_lag_fn(void *arg, int64_t lag_ms);

struct ledger_opts {
	struct store *store;        /* borrowed */
	const struct hash_key *key; /* borrowed */
	uint32_t batch;
	int64_t batch_ms;
	uint64_t commit_us; /* of the processor, aimed at: more of it makes the
			     * next batch smaller; 0: however much it takes */
	ledger_send_fn *send;
	ledger_lag_fn *lag; /* NULL: nobody wants to know */
	void *arg;
};

struct ledger *ledger_new(const struct ledger_opts *o, int64_t now_ms);
void ledger_free(struct ledger *l);

/* May a message of a worker be received now?  False when a batch waits. */
bool ledger_wants(const struct ledger *l);

/* A message of a worker (RESULT, OUTCOME, ALIVE), unsealed: anything. */
void ledger_worker(struct ledger *l, struct span msg, int64_t now_ms);
/* A message of a producer (HELLO), unsealed: anything. */
void ledger_producer(struct ledger *l, struct span msg, int64_t now_ms);

/* Do what is due.  True when something was committed: the feed has news. */
bool ledger_run(struct ledger *l, int64_t now_ms, int64_t wall_ms);

/* When to call ledger_run() again, at the latest. */
int64_t ledger_wake(const struct ledger *l);

struct ledger_stats {
	uint64_t committed, duplicates, refused, batches;
	uint64_t claims;    /* attributions and figures of what was committed */
	uint64_t unread;    /* of what was committed: articles of no claims,
			     * whose language no worker has words of */
	uint64_t forged;    /* MAC wrong */
	uint64_t malformed; /* no message of ours */
	uint64_t commit_us; /* time in the store */
	uint32_t workers, producers;
	bool ready;
};
void ledger_stats(
    const struct ledger *l, int64_t now_ms, struct ledger_stats *s);

#endif
