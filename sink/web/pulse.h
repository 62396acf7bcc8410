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
#include "sink/ailing.h"
#include "sink/lag.h"

#define PULSE_STALE_MS 5000 /* unheard of for so long: away */
#define PULSE_ROUTES   64   /* labels of requests */
#define PULSE_CLASSES  5    /* of statuses */

struct pulse;

/* What the writer counts since its start; every number only rises, but for
 * workers and producers. */
struct pulse_sink {
	int64_t committed, duplicates, refused, batches, commit_us;
	int64_t claims; /* of what was committed */
	int64_t unread; /* articles of the store, likewise of no language that
			 * is read: those before its start too */
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

/* generation: of change ids; borrowed.  wall_ms: now, for "since when". */
struct pulse *pulse_new(
    const char *generation, int64_t wall_ms, int64_t mono_ms);
void pulse_free(struct pulse *p); /* NULL is harmless */

/* The writer: its counters, and the lag (accept to commit) of one article.
 * It calls pulse_sink() at least once in PULSE_STALE_MS, or is thought to be
 * stuck. */
void pulse_sink(struct pulse *p, const struct pulse_sink *s, int64_t now_ms);
void pulse_lag(struct pulse *p, int64_t lag_ms);

/* The front: its own counters.  label: static, one of PULSE_ROUTES. */
void pulse_request(struct pulse *p, const char *label, unsigned status);
void pulse_refused(struct pulse *p, enum pulse_refusal why);
void pulse_readers(struct pulse *p, int64_t connections, int64_t subscribers);
void pulse_delivered(struct pulse *p, int64_t changes, int64_t bytes);
void pulse_cut(struct pulse *p); /* a slow reader was cut off */

/* The producer's answer to CTL_STATUS, JSON; what is none is ignored. */
void pulse_producer(struct pulse *p, struct span status, int64_t now_ms);

/* Once a second or more often: rates and percentiles move on. */
void pulse_tick(struct pulse *p, int64_t now_ms);

/* What the producer said last. */
struct pulse_said {
	int64_t accepted, committed, dead, pending, in_flight, refused;
	bool draining;
};

struct pulse_requests {
	const char *label;
	int64_t n[PULSE_CLASSES]; /* 1xx to 5xx */
};

/* What the front counts. */
struct pulse_front {
	struct pulse_requests route[PULSE_ROUTES];
	size_t n_routes;
	int64_t refused[PULSE_REFUSALS];
	int64_t connections, readers; /* now */
	int64_t changes, bytes, cut;
};

/* All of it at one moment, to be told (vitals.h). */
struct pulse_view {
	const char *generation;
	int64_t start_wall_ms, uptime_ms;
	const char *missing; /* why it is not ready; NULL: it is */
	struct pulse_sink sink;
	bool producer; /* it is there, and said: */
	struct pulse_said said;
	struct ailing feeds;
	struct pulse_front front;
	double articles_per_min, claims_per_min, changes_per_min;
	int64_t p50_ms, p95_ms, p99_ms; /* lag; below 0: none */
	struct lag_total lag;           /* since the start */
};

void pulse_look(struct pulse *p, int64_t now_ms, struct pulse_view *v);

/* Can work be done: a sink that commits, a producer that accepts, a worker?
 * why says what is missing. */
bool pulse_ready(struct pulse *p, int64_t now_ms, struct buf *why);
/* May something be posted now: is the producer there? */
bool pulse_producer_there(struct pulse *p, int64_t now_ms);

#endif
