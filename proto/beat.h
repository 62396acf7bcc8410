/*
 * beat.h -- heartbeats, messages of our own (libzmq's abort the process with
 * a small high-water mark: libzmq issues 3937, 4229, 4364).
 *
 *   HELLO  producer to sink, when it starts and every second
 *          [ "HELLO", 1, producer, epoch ]
 *   ALIVE  worker to sink, when it starts, every second, and when it leaves
 *          [ "ALIVE", 1, worker, done, leaving ]
 *   BEAT   sink to producer, every second and when something changed
 *          [ "BEAT", 1, epoch, workers, ready ]
 *
 * All are idempotent; a lost one costs a second.
 */
#ifndef PROTO_BEAT_H
#define PROTO_BEAT_H

#include <stdbool.h>

#include "mp.h"
#include "result.h"

#define BEAT_VERSION     1
#define BEAT_INTERVAL_MS 1000
#define BEAT_SILENT_MS   5000 /* no heartbeat for so long: the peer is away */

struct beat_hello {
	uint64_t producer, epoch;
};

struct beat_alive {
	struct span worker; /* at most RESULT_WORKER_MAX bytes */
	uint64_t done;      /* articles it worked since it started */
	bool leaving;       /* it will not speak again */
};

struct beat_sink {
	uint64_t epoch;   /* which start of the sink; rises by one */
	uint32_t workers; /* alive */
	bool ready; /* false: it cannot commit (full disk); send nothing */
};

void beat_encode_hello(const struct beat_hello *h, struct buf *out);
void beat_encode_alive(const struct beat_alive *a, struct buf *out);
void beat_encode_sink(const struct beat_sink *b, struct buf *out);

MUST_USE enum rc beat_decode_hello(struct span in, struct beat_hello *h);
/* views point into in */
MUST_USE enum rc beat_decode_alive(struct span in, struct beat_alive *a);
MUST_USE enum rc beat_decode_sink(struct span in, struct beat_sink *b);

#endif
