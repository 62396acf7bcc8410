/*
 * pulse.h -- how the pipeline does: what the writer counts, what the producer
 * answers, what the server itself counts, and rates made of them.  The
 * source of /status, /metrics, /health and the page's strip.
 *
 * pulse_sink() is called by the writer's thread, everything else by the
 * front's; a mutex lies between.
 */
#ifndef SINK_WEB_PULSE_H
#define SINK_WEB_PULSE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"

#define PULSE_STALE_MS 5000 /* unheard of for so long: away */

struct pulse;

/* What the writer counts; every number only rises, but workers, producers */
struct pulse_sink {
	int64_t committed, duplicates, refused, batches, commit_us;
	int64_t forged, malformed, damaged;
	int64_t workers, producers;
	int64_t head, epoch;
	bool ready; /* false: it cannot commit now */
};

/* Why a request was refused; in /metrics each has its own counter. */
enum pulse_refusal {
	PULSE_BAD,      /* 400, 404, 405, 413, 414, 415, 431 */
	PULSE_HOST,     /* called by a name that is not ours */
	PULSE_CROSS,    /* from another site */
	PULSE_TOKEN,    /* without the token, or with a wrong one */
	PULSE_GUESSING, /* too many wrong ones */
	PULSE_SLOW,     /* request or reader too slow */
	PULSE_FULL,     /* too many connections or questions */
	PULSE_REFUSALS
};

struct pulse *pulse_new(int64_t wall_ms, int64_t mono_ms);
void pulse_free(struct pulse *p); /* NULL is harmless */

/* The writer: its counters, and the lag (accept to commit) of one article. */
void pulse_sink(struct pulse *p, const struct pulse_sink *s);
void pulse_lag(struct pulse *p, int64_t lag_ms);

/* The front: its own counters. */
void pulse_request(struct pulse *p, const char *label, unsigned status);
void pulse_refused(struct pulse *p, enum pulse_refusal why);
void pulse_readers(struct pulse *p, int64_t connections, int64_t subscribers);
void pulse_delivered(struct pulse *p, int64_t changes, int64_t bytes);
void pulse_cut(struct pulse *p); /* a slow reader was cut off */

/* The producer's answer to CTL_STATUS, JSON; what is none is ignored. */
void pulse_producer(struct pulse *p, struct span status, int64_t now_ms);

/* Once a second: rates. */
void pulse_tick(struct pulse *p, int64_t now_ms);

/* Append: the JSON of /status; Prometheus text exposition format 0.0.4. */
void pulse_status(struct pulse *p, int64_t now_ms, struct buf *out);
void pulse_metrics(struct pulse *p, int64_t now_ms, struct buf *out);

/* Can work be done: a sink that commits, a producer, a worker?  why says
 * what is missing. */
bool pulse_ready(struct pulse *p, int64_t now_ms, struct buf *why);
/* May something be posted now: is the producer there? */
bool pulse_producer_there(struct pulse *p, int64_t now_ms);

#endif
