/*
 * intake.h -- when the sink commits, acknowledges, pauses and beats: its half
 * of the delivery protocol as a pure state machine.  Results themselves, the
 * store and the sockets are outside (ledger.h).
 *
 *           result              full or old            durable
 *   EMPTY ---------> FILLING ----------------> COMMIT ---------> ACK -> EMPTY
 *                       ^                        | no space, busy
 *                       +------- PAUSED <--------+   (results are kept)
 *
 * An ACK is never due before the commit it belongs to was reported durable.
 */
#ifndef SINK_INTAKE_H
#define SINK_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/beat.h"
#include "proto/rc.h"
#include "proto/span.h"

#define INTAKE_WORKERS_MAX   1024
#define INTAKE_PRODUCERS_MAX 64
#define INTAKE_PAUSE_MS      500 /* between tries to commit */

struct intake_conf {
	uint64_t epoch; /* of the sink */
	uint32_t batch;
	int64_t batch_ms;
};

enum intake_do {
	INTAKE_NOTHING,
	INTAKE_COMMIT, /* the batch; then intake_committed() */
	INTAKE_ACK,    /* what was committed; then intake_acked() */
	INTAKE_BEAT    /* tell every producer; then intake_beaten() */
};

struct intake;

struct intake *intake_new(const struct intake_conf *c, int64_t now_ms);
void intake_free(struct intake *i); /* NULL is harmless */

/* May another result be received?  False while a batch waits for its commit. */
bool intake_wants(const struct intake *i);
/* A result was put into the batch. */
void intake_result(struct intake *i, int64_t now_ms);
/* The batch holds as much as it may, whatever their number: it is due. */
void intake_full(struct intake *i);

/* Heartbeats of the others. */
void intake_alive(struct intake *i, const struct beat_alive *a, int64_t now_ms);
void intake_hello(struct intake *i, const struct beat_hello *h, int64_t now_ms);

/* What to do now; call until INTAKE_NOTHING after every event. */
enum intake_do intake_next(struct intake *i, int64_t now_ms);
/* How the commit went: RC_OK, or why not (it is tried again). */
void intake_committed(struct intake *i, enum rc rc, int64_t now_ms);
void intake_acked(struct intake *i);
void intake_beaten(struct intake *i, int64_t now_ms);

/* What to say in a BEAT, and to how many producers. */
struct beat_sink intake_beat(const struct intake *i, int64_t now_ms);
uint32_t intake_producers(const struct intake *i, uint64_t *out, uint32_t max);

/* When intake_next() has something to do by time alone. */
int64_t intake_wake(const struct intake *i);

#endif
