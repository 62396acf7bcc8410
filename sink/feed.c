/* feed.c -- the change feed over ZeroMQ; see feed.h. */
#include "feed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "proto/change.h"
#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "query.h"

#define GROUP_MAX 2000 /* live changes read in one question to the store */

struct feed {
	pthread_t thread;
	struct query *q;
	struct bus_sock *live, *replay;
	char generation[CHANGE_GEN_MAX + 1];
	int wake_fd;
	_Atomic uint64_t head; /* durable: set by the writer */
	_Atomic bool stop;
	_Atomic uint64_t published, replayed, questions, refused;
	uint64_t seq;    /* the last one published; the thread's own */
	int64_t beat_ms; /* when a heartbeat is due */
	struct buf map;
};

/* ---- sending ---- */

/* One message of three frames; peer empty: to all who listen. */
static enum rc
send_three(struct feed *f, struct bus_sock *to, struct span peer,
    struct span topic, uint64_t seq)
{
	unsigned char number[8];
	struct span frame[3] = { topic, { (char *)number, sizeof number },
		buf_span(&f->map) };

	change_put_seq(seq, number);
	return bus_send_frames(to, peer, frame, 3);
}

static void
send_mark(struct feed *f, struct bus_sock *to, struct span peer,
    const char *topic, uint64_t seq, bool more)
{
	struct change_mark k = {
		.generation = span_of(f->generation), .seq = seq, .more = more
	};

	buf_clear(&f->map);
	change_encode_mark(&k, &f->map);
	if (send_three(f, to, peer, span_of(topic), seq) != RC_OK)
		log_debug("a mark was not sent", LOG_S("topic", topic),
		    LOG_I("seq", seq));
}

/* ---- live ---- */

static bool
publish_one(void *arg, const struct query_change *c)
{
	struct feed *f = arg;

	f->seq = (uint64_t)c->seq;
	buf_clear(&f->map);
	if (change_pack(c->json, &f->map) != RC_OK) {
		log_err("a change is no JSON object: run `claimwire check`",
		    LOG_I("seq", c->seq));
		return true;
	}
	/* A subscriber that is too slow loses it, and asks. */
	if (send_three(f, f->live, (struct span) { NULL, 0 }, c->type,
		f->seq) == RC_OK)
		f->published++;
	return true;
}

/* Publish up to the durable head; with nobody there, only remember it. */
static void
publish(struct feed *f)
{
	uint64_t head = atomic_load(&f->head);
	struct query_filter filter = { .limit = GROUP_MAX };

	if (!bus_subscribed(f->live)) {
		f->seq = head;
		return;
	}
	while (f->seq < head) {
		uint64_t before = f->seq;

		if (query_changes(f->q, (int64_t)f->seq, &filter, publish_one,
			f) != RC_OK ||
		    f->seq == before) {
			log_warn("changes cannot be read, will try again",
			    LOG_I("since", f->seq));
			return;
		}
	}
}

/* ---- replay ---- */

struct answer {
	struct feed *f;
	struct span peer;
	uint64_t seq; /* the last one sent */
	bool cut;     /* the peer takes no more */
};

static bool
replay_one(void *arg, const struct query_change *c)
{
	struct answer *a = arg;

	buf_clear(&a->f->map);
	if (change_pack(c->json, &a->f->map) != RC_OK)
		return true; /* publish_one() says so */
	if (send_three(a->f, a->f->replay, a->peer, c->type,
		(uint64_t)c->seq) != RC_OK) {
		a->cut = true;
		return false;
	}
	a->seq = (uint64_t)c->seq;
	a->f->replayed++;
	return true;
}

/* Is seq no change's?  Who asked the store itself, or was sent what was
 * committed since, may know more than this thread was told. */
static bool
is_ahead(struct feed *f, uint64_t seq)
{
	int64_t head;

	return seq > atomic_load(&f->head) &&
	    (query_head(f->q, &head) != RC_OK || seq > (uint64_t)head);
}

static void
answer_since(struct feed *f, struct span peer, const struct change_since *s)
{
	struct answer a = { .f = f, .peer = peer, .seq = s->seq };
	struct query_filter filter = { .limit = s->limit };
	bool known = s->generation.n == 0 ||
	    span_is(s->generation, f->generation);

	if (!known || is_ahead(f, s->seq)) {
		send_mark(
		    f, f->replay, peer, "reset", atomic_load(&f->head), false);
		return;
	}
	if (query_changes(f->q, (int64_t)s->seq, &filter, replay_one, &a) !=
	    RC_OK)
		log_warn("changes cannot be read for a replay",
		    LOG_I("since", s->seq));
	send_mark(f, f->replay, peer, "end", a.seq,
	    a.cut || a.seq < atomic_load(&f->head));
}

static void
hear_questions(struct feed *f)
{
	struct change_since s;
	struct bus_msg m;

	while (bus_recv(f->replay, &m) == RC_OK) {
		f->questions++;
		if (m.n == 1 && change_decode_since(m.frame[0], &s) == RC_OK)
			answer_since(f, m.peer, &s);
		else
			f->refused++;
	}
}

/* ---- the thread ---- */

static void
wait_for_news(struct feed *f)
{
	struct bus_item item[] = { { .fd = f->wake_fd }, { .sock = f->replay },
		{ .sock = f->live } };
	int64_t ms = f->beat_ms - clock_mono_ms();
	uint64_t n;

	if (bus_wait(item, 3, ms > 0 ? (long)ms : 0) == RC_IO)
		log_err("waiting for news failed", LOG_I("seq", f->seq));
	if (item[0].ready && read(f->wake_fd, &n, sizeof n) < 0)
		log_debug("spurious wake-up", LOG_I("seq", f->seq));
}

static void *
feed_thread(void *arg)
{
	struct feed *f = arg;

	while (!atomic_load(&f->stop)) {
		publish(f);
		hear_questions(f);
		if (clock_mono_ms() >= f->beat_ms) {
			send_mark(f, f->live, (struct span) { NULL, 0 },
			    "heartbeat", f->seq, false);
			f->beat_ms = clock_mono_ms() + FEED_BEAT_MS;
		}
		wait_for_news(f);
	}
	publish(f);
	return NULL;
}

static void
feed_free(struct feed *f)
{
	query_close(f->q);
	bus_close(f->live);
	bus_close(f->replay);
	if (f->wake_fd >= 0)
		close(f->wake_fd);
	buf_free(&f->map);
	free(f);
}

enum rc
feed_start(struct bus *bus, const char *path, const char *generation,
    uint64_t head, struct feed **out, struct buf *why)
{
	struct feed *f = mem_zalloc(sizeof *f);
	enum rc rc;

	snprintf(f->generation, sizeof f->generation, "%s", generation);
	f->seq = head;
	atomic_store(&f->head, head);
	f->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if ((rc = query_open(path, &f->q, why)) == RC_OK &&
	    (rc = bus_open(bus, BUS_CHANGES_OUT, NULL, &f->live, why)) == RC_OK)
		rc = bus_open(bus, BUS_REPLAY_OUT, NULL, &f->replay, why);
	if (rc == RC_OK &&
	    pthread_create(&f->thread, NULL, feed_thread, f) != 0) {
		buf_puts(why, "the feed's thread cannot be started");
		rc = RC_IO;
	}
	if (rc != RC_OK) {
		feed_free(f);
		return rc;
	}
	*out = f;
	return RC_OK;
}

void
feed_news(struct feed *f, uint64_t head)
{
	uint64_t one = 1;

	atomic_store(&f->head, head);
	if (write(f->wake_fd, &one, sizeof one) < 0)
		log_debug("the feed is awake already", LOG_I("head", head));
}

void
feed_stop(struct feed *f)
{
	if (f == NULL)
		return;
	atomic_store(&f->stop, true);
	feed_news(f, atomic_load(&f->head));
	pthread_join(f->thread, NULL);
	feed_free(f);
}

void
feed_stats(struct feed *f, struct feed_stats *s)
{
	*s = (struct feed_stats) { .published = f->published,
		.replayed = f->replayed,
		.questions = f->questions,
		.refused = f->refused };
}
