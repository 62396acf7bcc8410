/* pulse.c -- how the pipeline does; see pulse.h. */
#include "pulse.h"

#include <pthread.h>
#include <stdlib.h>

#include "proto/jsonin.h"
#include "proto/mem.h"

#define RATE_S     60 /* what rates are of */
#define RATE_MIN_S 10 /* at the start: as if it had run for so long */
#define SECOND_MS  1000
#define DEPTH_MAX  16 /* of what the producer says */

/* What rates are made of, at one moment. */
struct sample {
	int64_t ms, committed, claims, head;
};

struct pulse {
	pthread_mutex_t lock; /* of all that follows */
	const char *generation;
	int64_t start_wall_ms, start_ms;
	struct pulse_sink sink;
	bool sink_ever;
	int64_t sink_ms; /* when it spoke last */
	struct pulse_said said;
	struct ailing feeds; /* likewise */
	bool said_ever;
	int64_t said_ms;
	struct pulse_front front;
	struct lag *lag;
	struct sample ring[RATE_S + 1];
	int64_t samples;   /* taken so far */
	double per_min[3]; /* articles, claims, changes */
	int64_t second_ms; /* the last whole second that was counted */
};

struct pulse *
pulse_new(const char *generation, int64_t wall_ms, int64_t mono_ms)
{
	struct pulse *p = mem_zalloc(sizeof *p);

	pthread_mutex_init(&p->lock, NULL);
	p->lag = lag_new();
	p->generation = generation;
	p->start_wall_ms = wall_ms;
	p->start_ms = p->second_ms = mono_ms;
	return p;
}

void
pulse_free(struct pulse *p)
{
	if (p == NULL)
		return;
	pthread_mutex_destroy(&p->lock);
	lag_free(p->lag);
	free(p);
}

/* ---- the writer ---- */

static double
per_minute(int64_t now, int64_t then, int64_t ms)
{
	if (ms < RATE_MIN_S * SECOND_MS)
		ms = RATE_MIN_S * SECOND_MS;
	return (double)(now - then) * 60 * SECOND_MS / (double)ms;
}

/* A sample a second; rates are against the oldest of the ring. */
static void
sample(struct pulse *p, int64_t now_ms)
{
	const struct sample now = { now_ms, p->sink.committed, p->sink.claims,
		p->sink.head };
	const struct sample *then;

	p->ring[p->samples++ % (RATE_S + 1)] = now;
	then = &p->ring[p->samples <= RATE_S ? 0 : p->samples % (RATE_S + 1)];
	p->per_min[0] = per_minute(
	    now.committed, then->committed, now_ms - then->ms);
	p->per_min[1] = per_minute(now.claims, then->claims, now_ms - then->ms);
	p->per_min[2] = per_minute(now.head, then->head, now_ms - then->ms);
}

void
pulse_sink(struct pulse *p, const struct pulse_sink *s, int64_t now_ms)
{
	pthread_mutex_lock(&p->lock);
	p->sink = *s;
	p->sink_ms = now_ms;
	if (!p->sink_ever)
		sample(p, now_ms); /* rates begin here */
	p->sink_ever = true;
	pthread_mutex_unlock(&p->lock);
}

void
pulse_lag(struct pulse *p, int64_t lag_ms)
{
	pthread_mutex_lock(&p->lock);
	lag_add(p->lag, lag_ms);
	pthread_mutex_unlock(&p->lock);
}

/* ---- the front ---- */

/* The counters of a label; when there are too many, those of the last. */
static struct pulse_requests *
route_of(struct pulse_front *f, const char *label)
{
	for (size_t i = 0; i < f->n_routes; i++)
		if (strcmp(f->route[i].label, label) == 0)
			return &f->route[i];
	if (f->n_routes == PULSE_ROUTES)
		return &f->route[PULSE_ROUTES - 1];
	f->route[f->n_routes].label = label;
	return &f->route[f->n_routes++];
}

void
pulse_request(struct pulse *p, const char *label, unsigned status)
{
	unsigned class = status / 100;

	if (class < 1 || class > PULSE_CLASSES)
		class = PULSE_CLASSES;
	pthread_mutex_lock(&p->lock);
	route_of(&p->front, label)->n[class - 1]++;
	pthread_mutex_unlock(&p->lock);
}

void
pulse_refused(struct pulse *p, enum pulse_refusal why)
{
	pthread_mutex_lock(&p->lock);
	p->front.refused[why]++;
	pthread_mutex_unlock(&p->lock);
}

void
pulse_readers(struct pulse *p, int64_t connections, int64_t subscribers)
{
	pthread_mutex_lock(&p->lock);
	p->front.connections = connections;
	p->front.readers = subscribers;
	pthread_mutex_unlock(&p->lock);
}

void
pulse_delivered(struct pulse *p, int64_t changes, int64_t bytes)
{
	pthread_mutex_lock(&p->lock);
	p->front.changes += changes;
	p->front.bytes += bytes;
	pthread_mutex_unlock(&p->lock);
}

void
pulse_cut(struct pulse *p)
{
	pthread_mutex_lock(&p->lock);
	p->front.cut++;
	pthread_mutex_unlock(&p->lock);
}

/* ---- the producer ---- */

static bool
take(struct json_object *o, const char *key, int64_t *v)
{
	struct json_object *m = jsonin_member(o, key);

	if (!json_object_is_type(m, json_type_int))
		return false;
	*v = json_object_get_int64(m);
	return *v >= 0;
}

static bool
read_said(struct json_object *o, struct pulse_said *s)
{
	s->draining = json_object_get_boolean(jsonin_member(o, "draining"));
	return take(o, "accepted", &s->accepted) &&
	    take(o, "committed", &s->committed) && take(o, "dead", &s->dead) &&
	    take(o, "pending", &s->pending) &&
	    take(o, "in_flight", &s->in_flight) &&
	    take(o, "refused", &s->refused);
}

void
pulse_producer(struct pulse *p, struct span status, int64_t now_ms)
{
	struct pulse_said said = { 0 };
	struct json_object *o = NULL;
	struct buf why = { 0 };

	if (jsonin_parse(status, DEPTH_MAX, &o, &why) == RC_OK &&
	    read_said(o, &said)) {
		pthread_mutex_lock(&p->lock);
		p->said = said;
		ailing_read(o, &p->feeds);
		p->said_ever = true;
		p->said_ms = now_ms;
		pthread_mutex_unlock(&p->lock);
	}
	json_object_put(o);
	buf_free(&why);
}

static bool
there(const struct pulse *p, int64_t now_ms)
{
	return p->said_ever && now_ms - p->said_ms <= PULSE_STALE_MS;
}

bool
pulse_producer_there(struct pulse *p, int64_t now_ms)
{
	bool is;

	pthread_mutex_lock(&p->lock);
	is = there(p, now_ms);
	pthread_mutex_unlock(&p->lock);
	return is;
}

/* ---- time ---- */

void
pulse_tick(struct pulse *p, int64_t now_ms)
{
	int64_t seconds;

	pthread_mutex_lock(&p->lock);
	seconds = (now_ms - p->second_ms) / SECOND_MS;
	if (seconds > 0) {
		p->second_ms += seconds * SECOND_MS;
		lag_pass(p->lag, seconds);
		if (p->sink_ever)
			sample(p, now_ms);
	}
	pthread_mutex_unlock(&p->lock);
}

/* ---- ready? ---- */

static const char *
missing(const struct pulse *p, int64_t now_ms)
{
	if (!p->sink_ever)
		return "the sink has just started";
	if (now_ms - p->sink_ms > PULSE_STALE_MS)
		return "the sink is busy with one transaction, or stuck: look "
		       "at its log and its disk";
	if (!p->sink.ready)
		return "the sink cannot commit: is the disk full?  Its log "
		       "says why";
	if (!there(p, now_ms))
		return "the producer is away: is claimwire-producer running?";
	if (p->said.draining)
		return "the pipeline drains: it accepts nothing new";
	if (p->sink.workers == 0)
		return "no worker is connected: claimwire scale 2 starts two";
	return NULL;
}

bool
pulse_ready(struct pulse *p, int64_t now_ms, struct buf *why)
{
	const char *what;

	pthread_mutex_lock(&p->lock);
	what = missing(p, now_ms);
	pthread_mutex_unlock(&p->lock);
	buf_puts(why, what != NULL ? what : "");
	return what == NULL;
}

static int64_t
percentile(const struct lag *l, double share)
{
	int64_t ms;

	return lag_percentile(l, share, &ms) ? ms : -1;
}

void
pulse_look(struct pulse *p, int64_t now_ms, struct pulse_view *v)
{
	pthread_mutex_lock(&p->lock);
	*v = (struct pulse_view) { .generation = p->generation,
		.start_wall_ms = p->start_wall_ms,
		.uptime_ms = now_ms - p->start_ms,
		.missing = missing(p, now_ms),
		.sink = p->sink,
		.producer = there(p, now_ms),
		.said = p->said,
		.feeds = p->feeds,
		.front = p->front,
		.articles_per_min = p->per_min[0],
		.claims_per_min = p->per_min[1],
		.changes_per_min = p->per_min[2],
		.p50_ms = percentile(p->lag, 0.50),
		.p95_ms = percentile(p->lag, 0.95),
		.p99_ms = percentile(p->lag, 0.99),
		.lag = *lag_total(p->lag) };
	pthread_mutex_unlock(&p->lock);
}
