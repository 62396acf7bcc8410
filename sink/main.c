/* main.c -- claimwire-sink: results in, claims.db and the feed out. */
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "feed.h"
#include "ledger.h"
#include "outlets.h"
#include "proto/clock.h"
#include "proto/json.h"
#include "proto/log.h"
#include "proto/role.h"
#include "query.h"
#include "web/pulse.h"
#include "web/web.h"

#define IDLE_MS   1000   /* quiet for so long: time for a checkpoint */
#define COMMIT_US 100000 /* who asks for the status hardly waits longer */

/* The user's table of outlets, as it was read last. */
struct table_file {
	char path[4096];
	struct stat was;   /* size 0, no time: there was none */
	int64_t looked_ms; /* when somebody looked whether it is another */
};

struct sink {
	struct store *store;
	struct table_file outlets;
	struct ledger *ledger;
	struct feed *feed;
	struct pulse *pulse;
	struct web *web; /* NULL: off */
	struct bus *bus;
	struct bus_sock *results, *acks, *ctl;
	int64_t unread;  /* articles in languages not read, at the start */
	int64_t busy_ms; /* when something was committed last */
	bool checkpoint; /* something was, since the last checkpoint */
};

static void
send_to_producer(void *arg, uint64_t producer, struct span msg)
{
	struct sink *s = arg;
	char peer[LEASE_PEER_LEN + 1];
	enum rc rc;

	lease_peer(producer, peer);
	rc = bus_send_to(s->acks, span_of(peer), msg);
	if (rc != RC_OK)
		log_debug("a producer does not listen", LOG_S("peer", peer),
		    LOG_RC(rc));
}

static void
note_lag(void *arg, int64_t lag_ms)
{
	struct sink *s = arg;

	pulse_lag(s->pulse, lag_ms);
}

/* ---- status ---- */

static void
put_ledger(struct json *j, const struct ledger_stats *s)
{
	json_key_int(j, "committed", s->committed);
	json_key_int(j, "duplicates", s->duplicates);
	json_key_int(j, "refused", s->refused);
	json_key_int(j, "batches", s->batches);
	json_key_int(j, "commit_ms", s->commit_us / 1000);
	json_key_int(j, "forged", s->forged);
	json_key_int(j, "malformed", s->malformed);
	json_key_int(j, "workers", s->workers);
	json_key_int(j, "producers", s->producers);
	json_key(j, "ready");
	json_bool(j, s->ready);
}

static void
put_feed(struct json *j, struct feed *f)
{
	struct feed_stats s;

	feed_stats(f, &s);
	json_key(j, "feed");
	json_open(j, '{');
	json_key_int(j, "published", s.published);
	json_key_int(j, "replayed", s.replayed);
	json_key_int(j, "questions", s.questions);
	json_key_int(j, "refused", s.refused);
	json_close(j, '}');
}

/* What the server measures: only its thread lets a minute pass. */
static void
put_pulse(struct json *j, const struct sink *s)
{
	struct pulse_view v;

	if (s->web == NULL)
		return;
	pulse_look(s->pulse, clock_mono_ms(), &v);
	json_key(j, "lag_ms");
	if (v.p50_ms < 0) {
		json_null(j);
	} else {
		json_open(j, '{');
		json_key_int(j, "p50", v.p50_ms);
		json_key_int(j, "p95", v.p95_ms);
		json_key_int(j, "p99", v.p99_ms);
		json_close(j, '}');
	}
	json_key_int(j, "connections", v.front.connections);
	json_key_int(j, "readers", v.front.readers);
}

static int64_t
damaged(const struct sink *s)
{
	return (int64_t)(bus_damaged(s->results) + bus_damaged(s->acks));
}

static void
put_status(struct sink *s, struct buf *text)
{
	struct json j = json_on(text);
	struct ledger_stats ls;

	ledger_stats(s->ledger, clock_mono_ms(), &ls);
	json_open(&j, '{');
	json_key_int(&j, "pid", getpid());
	json_key_int(&j, "epoch", store_epoch(s->store));
	json_key(&j, "generation");
	json_str(&j, span_of(store_generation(s->store)));
	json_key_int(&j, "head", store_head(s->store));
	put_ledger(&j, &ls);
	json_key_int(&j, "damaged", damaged(s));
	put_feed(&j, s->feed);
	put_pulse(&j, s);
	json_close(&j, '}');
}

static void
answer(void *arg, const struct ctl_ask *ask, unsigned *code, struct buf *text)
{
	if (ask->verb == CTL_STATUS) {
		put_status(arg, text);
		*code = EXIT_DONE;
	} else {
		buf_puts(text,
		    "the sink answers status only; ask the producer "
		    "to drain, the supervisor to scale");
		*code = EXIT_USAGE;
	}
}

/* Readers hear of what was committed. */
static void
announce(struct sink *s, int64_t now_ms)
{
	log_debug("committed", LOG_I("head", store_head(s->store)));
	feed_news(s->feed, store_head(s->store));
	web_news(s->web, (int64_t)store_head(s->store));
	s->busy_ms = now_ms;
	s->checkpoint = true;
}

/* ---- the table of outlets ---- */

/* Is the file another one than it was? */
static bool
outlets_changed(struct table_file *f)
{
	struct stat now = { 0 };
	bool same;

	if (stat(f->path, &now) != 0)
		return false; /* the last table holds */
	same = now.st_mtim.tv_sec == f->was.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == f->was.st_mtim.tv_nsec &&
	    now.st_size == f->was.st_size && now.st_ino == f->was.st_ino;
	f->was = now;
	return !same;
}

/* Read it and count anew what it changes. */
static enum rc
read_outlets(struct sink *s, struct buf *why)
{
	const char *path = s->outlets.path;
	struct outlets o = { 0 };
	size_t recounted = 0;
	enum rc rc;

	if ((rc = outlets_read(&o, path, why)) == RC_OK &&
	    (rc = store_outlets(s->store, &o, clock_wall_ms(), &recounted)) !=
		RC_OK)
		buf_printf(why, "the outlet table %s cannot be stored: %s",
		    path, rc_text(rc));
	if (rc == RC_OK)
		log_info("outlet table", LOG_S("path", path),
		    LOG_I("outlets", o.n), LOG_I("refused", o.refused),
		    LOG_I("recounted", recounted));
	outlets_free(&o);
	if (rc != RC_REFUSED && rc != RC_TOOBIG)
		return rc;
	/* No reason to stop the pipeline: the last good one holds. */
	log_err("outlet table not applied", LOG_S("why", buf_cstr(why)));
	buf_clear(why);
	return RC_OK;
}

/* Find and read it, if there is one. */
static enum rc
open_outlets(struct sink *s, const struct conf *c, struct buf *why)
{
	const char *path = conf_str(c, CONF_OUTLETS);
	struct table_file *f = &s->outlets;

	if (path != NULL && *path != '\0') {
		snprintf(f->path, sizeof f->path, "%s", path);
		(void)outlets_changed(f);
		return read_outlets(s, why);
	}
	if (conf_path(c, "outlets.csv", f->path, sizeof f->path) != RC_OK) {
		f->path[0] = '\0';
		return RC_OK;
	}
	return outlets_changed(f) ? read_outlets(s, why) : RC_OK;
}

/* The user may edit it while the sink is at work. */
static void
look_at_outlets(struct sink *s, int64_t now_ms)
{
	struct buf why = { 0 };

	if (now_ms - s->outlets.looked_ms < IDLE_MS)
		return;
	s->outlets.looked_ms = now_ms;
	if (!outlets_changed(&s->outlets))
		return;
	if (read_outlets(s, &why) != RC_OK) {
		log_err(
		    "outlet table not applied", LOG_S("why", buf_cstr(&why)));
		s->outlets.was = (struct stat) { 0 }; /* try again */
	}
	buf_free(&why);
	announce(s, now_ms);
}

/* ---- the loop ---- */

static void
hear(struct sink *s, int64_t now_ms)
{
	struct bus_msg m;

	while (ledger_wants(s->ledger) && bus_recv(s->results, &m) == RC_OK)
		ledger_worker(s->ledger, m.frame[0], now_ms);
	while (bus_recv(s->acks, &m) == RC_OK)
		ledger_producer(s->ledger, m.frame[0], now_ms);
}

static void
rest(struct sink *s, int64_t now_ms)
{
	enum rc rc;

	if (!s->checkpoint || now_ms - s->busy_ms < IDLE_MS)
		return;
	s->checkpoint = false;
	if ((rc = store_checkpoint(s->store)) != RC_OK)
		log_debug("checkpoint put off", LOG_RC(rc));
}

/* What the HTTP server tells of this thread. */
static void
feel(struct sink *s, int64_t now_ms)
{
	struct ledger_stats ls;

	ledger_stats(s->ledger, now_ms, &ls);
	pulse_sink(s->pulse,
	    &(struct pulse_sink) { .committed = (int64_t)ls.committed,
		.claims = (int64_t)ls.claims,
		.unread = s->unread + (int64_t)ls.unread,
		.duplicates = (int64_t)ls.duplicates,
		.refused = (int64_t)ls.refused,
		.batches = (int64_t)ls.batches,
		.commit_us = (int64_t)ls.commit_us,
		.forged = (int64_t)ls.forged,
		.malformed = (int64_t)ls.malformed,
		.damaged = damaged(s),
		.workers = ls.workers,
		.producers = ls.producers,
		.head = (int64_t)store_head(s->store),
		.epoch = (int64_t)store_epoch(s->store),
		.ready = ls.ready },
	    now_ms);
}

static void
wait_for_news(struct sink *s, int64_t now_ms)
{
	struct bus_item item[4];
	int64_t ms = ledger_wake(s->ledger) - now_ms;
	size_t n = 0;

	item[n++] = (struct bus_item) { .fd = role_stop_fd() };
	item[n++] = (struct bus_item) { .sock = s->acks };
	item[n++] = (struct bus_item) { .sock = s->ctl };
	if (ledger_wants(s->ledger))
		item[n++] = (struct bus_item) { .sock = s->results };
	if (ledger_wake(s->ledger) < now_ms)
		ms = 0;
	if (bus_wait(item, n, ms > IDLE_MS ? IDLE_MS : (long)ms) == RC_IO)
		log_err("waiting for news failed", LOG_I("items", n));
}

static void
work(struct sink *s)
{
	while (!role_stopping()) {
		int64_t now = clock_mono_ms();

		hear(s, now);
		if (ledger_run(s->ledger, now, clock_wall_ms()))
			announce(s, now);
		look_at_outlets(s, now);
		role_serve(s->ctl, answer, s);
		feel(s, clock_mono_ms());
		rest(s, now);
		wait_for_news(s, clock_mono_ms());
	}
}

/* ---- beginning and end ---- */

static enum rc
open_store(struct sink *s, const struct conf *c, char *path, size_t cap,
    struct buf *why)
{
	struct store_opts o = { .path = path, .epoch = true };
	long owner = 0;
	enum rc rc;

	if ((rc = conf_path(c, "claims.db", path, cap)) != RC_OK) {
		buf_puts(why, "the path of the data folder is too long");
		return rc;
	}
	if ((rc = role_lock(c, "sink.lock", &owner)) != RC_OK) {
		buf_printf(why,
		    "another sink (process %ld) owns %s: stop it, or use "
		    "another --data folder",
		    owner, path);
		return rc;
	}
	return store_open(&o, &s->store, why);
}

/* The ledger counts from now on. */
static enum rc
count_unread(struct sink *s, struct buf *why)
{
	struct query *q = query_on(s->store);
	struct query_counts n = { 0 };
	enum rc rc = query_counts(q, &n);

	query_close(q);
	s->unread = n.unread;
	if (rc != RC_OK)
		buf_puts(
		    why, "the store cannot be counted: see `claimwire check`");
	return rc;
}

static enum rc
open_all(
    struct sink *s, const struct conf *c, struct hash_key *key, struct buf *why)
{
	char path[4096];
	struct ledger_opts lo = { .key = key,
		.batch = (uint32_t)conf_int(c, CONF_BATCH),
		.batch_ms = conf_int(c, CONF_BATCH_MS),
		.commit_us = COMMIT_US,
		.send = send_to_producer,
		.lag = note_lag,
		.arg = s };
	enum rc rc;

	if ((rc = role_key(c, key, why)) != RC_OK ||
	    (rc = open_store(s, c, path, sizeof path, why)) != RC_OK ||
	    (rc = open_outlets(s, c, why)) != RC_OK ||
	    (rc = bus_new(c, &s->bus, why)) != RC_OK ||
	    (rc = bus_open(s->bus, BUS_RESULTS_IN, NULL, &s->results, why)) !=
		RC_OK ||
	    (rc = bus_open(s->bus, BUS_ACKS_OUT, NULL, &s->acks, why)) !=
		RC_OK ||
	    (rc = bus_open(s->bus, BUS_CTL_OUT, "sink", &s->ctl, why)) !=
		RC_OK ||
	    (rc = feed_start(s->bus, path, store_generation(s->store),
		 store_head(s->store), &s->feed, why)) != RC_OK)
		return rc;
	if ((rc = count_unread(s, why)) != RC_OK)
		return rc;
	s->pulse = pulse_new(
	    store_generation(s->store), clock_wall_ms(), clock_mono_ms());
	lo.store = s->store;
	s->ledger = ledger_new(&lo, clock_mono_ms());
	return web_start(s->bus, c, path, (int64_t)store_head(s->store),
	    s->pulse, &s->web, why);
}

static void
close_all(struct sink *s)
{
	web_stop(s->web);
	feed_stop(s->feed);
	ledger_free(s->ledger);
	bus_close(s->results);
	bus_close(s->acks);
	bus_close(s->ctl);
	bus_free(s->bus);
	pulse_free(s->pulse);
	store_close(s->store);
}

static void
say_goodbye(const struct sink *s)
{
	struct ledger_stats ls;

	ledger_stats(s->ledger, clock_mono_ms(), &ls);
	log_info("sink leaves", LOG_I("head", store_head(s->store)),
	    LOG_I("committed", ls.committed),
	    LOG_I("duplicates", ls.duplicates), LOG_I("batches", ls.batches),
	    LOG_I("commit_ms", ls.commit_us / 1000));
}

static int
run(const struct conf *c)
{
	struct sink s = { 0 };
	struct buf why = { 0 };
	struct hash_key key;
	enum rc rc = open_all(&s, c, &key, &why);

	if (rc == RC_OK) {
		log_info("sink at work", LOG_I("epoch", store_epoch(s.store)),
		    LOG_I("head", store_head(s.store)));
		work(&s);
		say_goodbye(&s);
	} else
		fprintf(stderr, "claimwire-sink: %s\n", buf_cstr(&why));
	close_all(&s);
	buf_free(&why);
	return rc == RC_OK ? EXIT_DONE : EXIT_OPEN;
}

static const struct role_face face = {
	.program = "claimwire-sink",
	.usage = "",
	.about = "Takes what the workers found, commits it to DATA/claims.db, "
		 "acknowledges it to\nthe producers and feeds the changes to "
		 "whoever subscribes.  One sink a store.",
};

/*
 * Large pieces (a posted body, a page of an answer) go back to the system
 * when they are freed.  Left alone, the C library raises its threshold to the
 * largest piece that it ever freed, and keeps the next ones of that size.
 */
static void
keep_memory_flat(void)
{
	mallopt(M_MMAP_THRESHOLD, 256 << 10);
	mallopt(M_TRIM_THRESHOLD, 1 << 20);
	mallopt(M_ARENA_MAX, 4); /* one a busy thread */
}

int
main(int argc, char **argv)
{
	struct role_args a;
	int code;

	keep_memory_flat();
	code = role_parse(&face, argc, argv, &a);
	if (code >= 0)
		return code;
	if (a.n_rest > 0) {
		fprintf(stderr, "claimwire-sink: takes no operand, got '%s'\n",
		    a.rest[0]);
		code = EXIT_USAGE;
	} else if ((code = role_start("sink", a.conf)) < 0)
		code = run(a.conf);
	role_args_free(&a);
	return code;
}
