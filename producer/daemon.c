/* daemon.c -- the producer at work. */
#include "daemon.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "outbox.h"
#include "posted.h"
#include "proto/beat.h"
#include "proto/clock.h"
#include "proto/json.h"
#include "proto/lease.h"
#include "proto/log.h"
#include "proto/role.h"
#include "reader.h"
#include "source_web.h"

#define ITEMS_MAX   (READER_FDS_MAX + 5)
#define HEAR_MAX    256   /* messages taken between two looks at the rest */
#define PROGRESS_MS 10000 /* between lines while it drains or runs once */
#define KNOCK_MS    50    /* between hellos while no sink is there */
#define TROUBLE_MS  100   /* between rounds while the spool fails */

_Static_assert(ITEMS_MAX <= BUS_ITEMS_MAX, "all can be waited for at a time");

struct daemon {
	struct spool *spool;
	struct outbox *outbox;
	struct reader *reader;
	struct posted *posted;
	struct bus *bus;
	struct bus_sock *jobs, *acks, *ctl, *intake;
	struct hash_key key;
	struct spool_counts counts;
	uint64_t max; /* pending articles */
	uint64_t dead_before;
	int64_t hello_ms, progress_ms; /* when next */
	int64_t heard_ms;              /* when the sink spoke last */
	uint64_t damaged;              /* on earlier sockets to the sink */
	bool once, draining, more;
	bool posts_first; /* the sources were the last to have articles accepted
			   */
	enum rc trouble;  /* what was said about the outbox last */
};

/* ---- control ---- */

static void
put_counts(struct json *j, const struct spool_counts *c)
{
	json_key_int(j, "accepted", c->accepted);
	json_key_int(j, "committed", c->committed);
	json_key_int(j, "dead", c->dead);
	json_key_int(j, "pending", c->pending);
	json_key_int(j, "duplicates", c->duplicates);
	json_key_int(j, "dropped", c->dropped);
}

static void
put_dispatch(struct json *j, const struct dispatch_stats *s)
{
	json_key_int(j, "in_flight", s->leased);
	json_key_int(j, "ready", s->ready);
	json_key_int(j, "waiting", s->waiting);
	json_key_int(j, "blocked", s->blocked);
	json_key_int(j, "suspects", s->suspects);
	json_key_int(j, "workers", s->workers);
	json_key_bool(j, "sink_ready", s->sink_ready);
	json_key_int(j, "sent", s->sent);
	json_key_int(j, "expired", s->expired);
	json_key_int(j, "crashed", s->crashed);
	json_key_int(j, "failed", s->failed);
	json_key_int(j, "killed", s->killed);
}

static void
put_posted(struct json *j, const struct posted_counts *c)
{
	json_key_int(j, "posted", c->articles);
	json_key_int(j, "turned_away", c->turned);
	json_key_int(j, "malformed", c->malformed);
}

static void
put_web(struct json *j, const struct source_web_counts *web)
{
	json_key_int(j, "feeds", (int64_t)web->feeds);
	json_key_int(j, "feeds_failing", (int64_t)web->failing);
	json_key_int(j, "feeds_broken", (int64_t)web->broken);
	json_key_int(j, "feeds_silent", (int64_t)web->silent);
	json_key_int(j, "pages_waiting", (int64_t)web->waiting);
	json_key_int(j, "pages_known", (int64_t)web->known);
	json_key_int(j, "pages_read", (int64_t)web->read);
	json_key_int(j, "pages_forbidden", (int64_t)web->forbidden);
	json_key_int(j, "pages_failing", (int64_t)web->erring);
}

static void
put_status(struct daemon *d, struct buf *text)
{
	struct json j = json_on(text);
	struct dispatch_stats s = { 0 };
	const struct source_web_counts web = reader_feeds(d->reader);
	const struct posted_counts posted = posted_counts(d->posted);

	outbox_stats(d->outbox, clock_mono_ms(), &s);
	json_open(&j, '{');
	put_counts(&j, &d->counts);
	put_dispatch(&j, &s);
	put_posted(&j, &posted);
	json_key_int(&j, "epoch", spool_epoch(d->spool));
	json_key_int(&j, "refused", reader_refused(d->reader));
	json_key_int(&j, "damaged",
	    d->damaged + bus_damaged(d->acks) + bus_damaged(d->intake));
	json_key_bool(&j, "paused", reader_paused(d->reader));
	json_key_bool(&j, "draining", d->draining);
	put_web(&j, &web);
	json_key(&j, "ailing");
	reader_ailing(d->reader, &j);
	json_key(&j, "sources");
	reader_status(d->reader, &j);
	json_close(&j, '}');
}

static void
drain(struct daemon *d)
{
	if (d->draining)
		return;
	d->draining = true;
	d->progress_ms = clock_mono_ms() + PROGRESS_MS;
	reader_stop(d->reader);
	log_info("draining: reading nothing more, finishing what was accepted",
	    LOG_I("pending", d->counts.pending));
}

static void
handle(void *arg, const struct ctl_ask *ask, unsigned *code, struct buf *text)
{
	struct daemon *d = arg;

	switch (ask->verb) {
	case CTL_STATUS:
		put_status(d, text);
		return;
	case CTL_DRAIN:
		drain(d);
		buf_printf(text, "draining, %llu articles pending",
		    (unsigned long long)d->counts.pending);
		return;
	default:
		*code = EXIT_USAGE;
		buf_puts(text,
		    "the producer answers status and drain; "
		    "workers are the supervisor's");
	}
}

/* ---- one round ---- */

static enum rc
send_job(void *arg, struct span msg)
{
	struct daemon *d = arg;

	return bus_send(d->jobs, msg);
}

static void
hear(struct daemon *d)
{
	struct bus_msg m;

	for (int i = 0; i < HEAR_MAX && bus_recv(d->acks, &m) == RC_OK; i++) {
		d->heard_ms = clock_mono_ms();
		outbox_message(d->outbox, m.frame[0], d->heard_ms);
	}
}

static enum rc
open_acks(const struct daemon *d, struct bus_sock **sock, struct buf *why)
{
	char peer[LEASE_PEER_LEN + 1];

	lease_peer(spool_name(d->spool), peer);
	return bus_open(d->bus, BUS_ACKS_IN, peer, sock, why);
}

/*
 * A sink that is silent may be away; or its answers do not reach us, since a
 * connection died without a word or somebody else came under our name, which
 * takes them over for good: libzmq does not tell us.
 */
static void
connect_anew(struct daemon *d, int64_t now_ms)
{
	struct buf why = { 0 };
	struct bus_sock *sock;

	if (now_ms - d->heard_ms < BEAT_SILENT_MS)
		return;
	d->heard_ms = now_ms;
	if (open_acks(d, &sock, &why) == RC_OK) {
		d->damaged += bus_damaged(d->acks);
		bus_close(d->acks);
		d->acks = sock;
		d->hello_ms = now_ms;
	} else
		log_warn("cannot connect to the sink anew",
		    LOG_S("cause", buf_cstr(&why)));
	buf_free(&why);
}

static void
say_hello(struct daemon *d, int64_t now_ms)
{
	const struct beat_hello h = { spool_name(d->spool),
		spool_epoch(d->spool) };
	struct buf b = { 0 };
	enum rc rc;

	if (now_ms < d->hello_ms)
		return;
	d->hello_ms = now_ms + BEAT_INTERVAL_MS;
	beat_encode_hello(&h, &b);
	/* a sink that is only starting should not cost a whole interval */
	if ((rc = bus_send(d->acks, buf_span(&b))) != RC_OK)
		d->hello_ms = now_ms + KNOCK_MS;
	buf_free(&b);
}

static void
say_progress(struct daemon *d, int64_t now_ms)
{
	struct dispatch_stats s = { 0 };

	if ((!d->draining && !d->once) || now_ms < d->progress_ms)
		return;
	d->progress_ms = now_ms + PROGRESS_MS;
	outbox_stats(d->outbox, now_ms, &s);
	log_info(d->draining ? "draining" : "working",
	    LOG_I("pending", d->counts.pending), LOG_I("in_flight", s.leased),
	    LOG_I("workers", s.workers),
	    LOG_S("sink", s.sink_ready ? "ready" : "away"));
}

static void
run_outbox(struct daemon *d, int64_t now_ms)
{
	enum rc rc = outbox_run(d->outbox, now_ms, clock_wall_ms());

	if (rc != d->trouble && rc != RC_OK)
		log_warn("outbox: will try again", LOG_RC(rc));
	d->trouble = rc;
}

static void
count(struct daemon *d)
{
	struct spool_counts c;

	if (spool_counts(d->spool, &c) == RC_OK)
		d->counts = c;
}

static void
send_taken(void *arg, struct span peer, struct span msg)
{
	struct daemon *d = arg;

	/* who takes no answer waits in vain, and may ask again */
	if (bus_send_to(d->intake, peer, msg) != RC_OK)
		log_debug("an offer goes unanswered", LOG_I("bytes", msg.n));
}

/* Offers wait for as much room as the sources do, or they would have every
 * single place before these see it. */
static uint64_t
room_for_posts(const struct daemon *d)
{
	uint64_t room = d->max > d->counts.pending ? d->max - d->counts.pending
						   : 0;

	return room >= reader_reserve(d->reader) ? room : 0;
}

/* Once everything is read, --once waits for the end: whoever went on posting
 * would put it off. */
static void
take_posts(struct daemon *d, int64_t now_ms)
{
	const struct posted_round r = { .now_ms = now_ms,
		.wall_ms = clock_wall_ms(),
		.room = room_for_posts(d),
		.closed = d->draining || (d->once && reader_done(d->reader)) };
	uint64_t before = d->counts.accepted;
	struct bus_msg m;

	posted_begin(d->posted, &r);
	while (posted_room_left(d->posted) && bus_recv(d->intake, &m) == RC_OK)
		posted_hear(d->posted, m.peer, m.frame[0]);
	posted_end(d->posted);
	count(d);
	if (d->counts.accepted != before)
		d->posts_first = false;
}

static void
take_from_sources(struct daemon *d, int64_t now_ms)
{
	uint64_t before = d->counts.accepted;

	d->more = reader_run(
	    d->reader, now_ms, clock_wall_ms(), d->counts.pending);
	count(d);
	if (d->counts.accepted != before)
		d->posts_first = true;
}

/* When there is room for one of them only, they have it in turn. */
static void
take_in(struct daemon *d, int64_t now_ms)
{
	bool posts_first = d->posts_first;

	if (posts_first)
		take_posts(d, now_ms);
	take_from_sources(d, now_ms);
	if (!posts_first)
		take_posts(d, now_ms);
}

static void
turn(struct daemon *d)
{
	int64_t now = clock_mono_ms();
	uint64_t before;

	if (role_stopping())
		drain(d);
	hear(d);
	role_serve(d->ctl, handle, d);
	/* first what makes room, then what takes it */
	run_outbox(d, now);
	count(d);
	before = d->counts.accepted;
	take_in(d, now);
	if (d->counts.accepted != before)
		run_outbox(d, now);
	connect_anew(d, now);
	say_hello(d, now);
	say_progress(d, now);
}

static bool
ended(const struct daemon *d)
{
	return (d->draining || d->once) && reader_done(d->reader) &&
	    d->counts.pending == 0 && outbox_empty(d->outbox);
}

/* ---- waiting ---- */

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static long
patience(const struct daemon *d, int64_t now_ms)
{
	int64_t wake = sooner(d->hello_ms, outbox_wake(d->outbox, now_ms));

	if (d->more)
		return 0;
	wake = sooner(wake, reader_wake(d->reader));
	if (d->trouble != RC_OK && wake < now_ms + TROUBLE_MS)
		return TROUBLE_MS;
	return wake > now_ms ? (long)(wake - now_ms) : 0;
}

static void
wait_for_news(struct daemon *d)
{
	struct bus_item item[ITEMS_MAX];
	size_t n = 0, first;

	item[n++] = (struct bus_item) { .sock = d->acks };
	item[n++] = (struct bus_item) { .sock = d->ctl };
	item[n++] = (struct bus_item) { .sock = d->intake };
	if (!d->draining) /* once a stop was asked for, it stays readable */
		item[n++] = (struct bus_item) { .fd = role_stop_fd() };
	if (outbox_blocked(d->outbox))
		item[n++] = (struct bus_item) { .sock = d->jobs,
			.want_out = true };
	first = n;
	n += reader_items(d->reader, item + n, ITEMS_MAX - n);
	if (bus_wait(item, n, patience(d, clock_mono_ms())) != RC_OK)
		return;
	reader_ready(d->reader, item + first, n - first);
}

/* ---- beginning and end ---- */

static enum rc
lock(const struct conf *c, struct buf *why)
{
	long owner = 0;
	enum rc rc = role_lock(c, "spool.lock", &owner);

	if (rc == RC_LOCKED)
		buf_printf(why,
		    "another producer (process %ld) has %s; stop it, or name "
		    "another folder with --data",
		    owner, conf_str(c, CONF_DATA));
	else if (rc != RC_OK)
		buf_printf(why,
		    "cannot make the lock file in %s; check that the folder "
		    "may be written",
		    conf_str(c, CONF_DATA));
	return rc;
}

static enum rc
open_spool(struct daemon *d, const struct conf *c, struct buf *why)
{
	char path[PATH_MAX];
	const struct spool_opts o = {
		.path = path, .ballast = true, .epoch = true
	};
	enum rc rc = conf_path(c, "spool.db", path, sizeof(path));

	if (rc != RC_OK) {
		buf_puts(why,
		    "the data folder's path is too long; name a "
		    "shorter one with --data");
		return rc;
	}
	if ((rc = spool_open(&o, &d->spool, why)) != RC_OK)
		return rc;
	count(d);
	d->dead_before = d->counts.dead;
	return role_key(c, &d->key, why);
}

static enum rc
open_bus(struct daemon *d, const struct conf *c, struct buf *why)
{
	enum rc rc;

	if ((rc = bus_new(c, &d->bus, why)) != RC_OK ||
	    (rc = bus_open(d->bus, BUS_JOBS_OUT, NULL, &d->jobs, why)) !=
		RC_OK ||
	    (rc = open_acks(d, &d->acks, why)) != RC_OK)
		return rc;
	d->heard_ms = clock_mono_ms();
	if ((rc = bus_open(d->bus, BUS_INTAKE_OUT, NULL, &d->intake, why)) !=
	    RC_OK)
		return rc;
	return bus_open(d->bus, BUS_CTL_OUT, DAEMON_NAME, &d->ctl, why);
}

static void
make_outbox(struct daemon *d, const struct conf *c)
{
	struct outbox_opts o = { .spool = d->spool,
		.key = &d->key,
		.dispatch = { .lease_ms = conf_int(c, CONF_LEASE_MS),
		    .retry_ms = conf_int(c, CONF_RETRY_MS),
		    .retry_max_ms = conf_int(c, CONF_RETRY_MAX_MS),
		    .window = (uint32_t)conf_int(c, CONF_WINDOW) },
		.send = send_job,
		.arg = d };

	hash_random(&o.dispatch.seed, sizeof(o.dispatch.seed));
	d->outbox = outbox_new(&o);
}

static enum rc
open_all(struct daemon *d, const struct conf *c, char **source, size_t n,
    struct buf *why)
{
	struct reader_opts ro = { .max = (uint64_t)conf_int(c, CONF_SPOOL_MAX),
		.record_maps = conf_str(c, CONF_RECORD_MAPS),
		.once = d->once };
	const struct source_web_opts web = source_web_conf(c);
	enum rc rc;

	if ((rc = lock(c, why)) != RC_OK ||
	    (rc = open_spool(d, c, why)) != RC_OK)
		return rc;
	ro.spool = d->spool;
	ro.web = &web;
	if ((rc = reader_open(&ro, source, n, &d->reader, why)) != RC_OK ||
	    (rc = open_bus(d, c, why)) != RC_OK)
		return rc;
	make_outbox(d, c);
	d->max = ro.max;
	d->posted = posted_new(d->spool, send_taken, d);
	return RC_OK;
}

static void
close_all(struct daemon *d)
{
	reader_close(d->reader);
	outbox_free(d->outbox);
	posted_free(d->posted);
	bus_close(d->jobs);
	bus_close(d->acks);
	bus_close(d->intake);
	bus_close(d->ctl);
	bus_free(d->bus);
	spool_close(d->spool);
}

static int
work(struct daemon *d)
{
	uint64_t refused;

	log_info("producer at work", LOG_I("epoch", spool_epoch(d->spool)),
	    LOG_I("pending", d->counts.pending));
	d->progress_ms = clock_mono_ms() + PROGRESS_MS;
	for (turn(d); !ended(d); turn(d))
		wait_for_news(d);
	take_posts(d, clock_mono_ms()); /* no: but an answer all the same */
	refused = reader_refused(d->reader);
	log_info("producer leaves", LOG_I("accepted", d->counts.accepted),
	    LOG_I("committed", d->counts.committed),
	    LOG_I("duplicates", d->counts.duplicates),
	    LOG_I("dead", d->counts.dead), LOG_I("refused", refused),
	    LOG_I("posted", posted_counts(d->posted).articles));
	return d->counts.dead > d->dead_before || refused > 0 ? EXIT_REFUSED
							      : EXIT_DONE;
}

int
daemon_run(const struct conf *c, char **source, size_t n, bool once)
{
	struct daemon d = { .once = once };
	struct buf why = { 0 };
	int code = EXIT_OPEN;

	if (open_all(&d, c, source, n, &why) == RC_OK)
		code = work(&d);
	else
		fprintf(stderr, "claimwire-producer: %s\n", buf_cstr(&why));
	close_all(&d);
	buf_free(&why);
	return code;
}
