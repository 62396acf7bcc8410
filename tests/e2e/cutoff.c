/*
 * cutoff.c -- a subscriber of the change feed that is cut off at random, and
 * resumes after the last change it saw, over and over.
 *
 *   cutoff DATA SEED CUTS MEAN
 *
 * It is cut off CUTS times, after MEAN messages on the average, in the midst
 * of a replay or of live changes.  On standard output, a line each:
 *   change SEQ JSON     handed on by proto/follow.h, in this order
 *   cut N               the Nth cut has happened
 * A number on standard input is the last change to wait for: after it, and
 * all the cuts, the program ends.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/bus.h"
#include "proto/change.h"
#include "proto/clock.h"
#include "proto/follow.h"

#define TICK_MS 100

struct cutoff {
	struct conf *conf;
	struct bus *bus;
	struct bus_sock *live, *replay;
	struct follow f;
	uint64_t rng;
	uint64_t mean, cuts, cuts_wanted;
	uint64_t left;  /* messages until the next cut */
	uint64_t until; /* the last change to wait for */
	bool input;     /* standard input is open */
	bool failed;
	struct buf msg, json;
};

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014) */
static uint64_t
chance(struct cutoff *c, uint64_t below)
{
	uint64_t z = c->rng += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (z ^ (z >> 31)) % below;
}

static void
die(const char *what, struct buf *why)
{
	fprintf(stderr, "cutoff: %s: %s\n", what, buf_cstr(why));
	exit(EXIT_OPEN);
}

/* ---- being cut off ---- */

static void
reopen(struct cutoff *c, enum bus_port port, struct bus_sock **sock)
{
	struct buf why = { 0 };

	bus_close(*sock);
	*sock = NULL;
	if (bus_open(c->bus, port, NULL, sock, &why) != RC_OK)
		die("cannot connect", &why);
	buf_free(&why);
}

static void
connect_anew(struct cutoff *c)
{
	uint64_t which = chance(c, 4); /* sometimes one side alone is lost */

	if (c->live == NULL || which != 0)
		reopen(c, BUS_CHANGES_IN, &c->live);
	if (c->replay == NULL || which != 1)
		reopen(c, BUS_REPLAY_IN, &c->replay);
	follow_init(&c->f, c->f.seq, clock_mono_ms());
	c->left = c->cuts < c->cuts_wanted ? chance(c, 2 * c->mean) + 1
					   : UINT64_MAX;
}

/* One more message came: is the line cut now? */
static bool
is_cut(struct cutoff *c)
{
	if (--c->left > 0)
		return false;
	printf("cut %" PRIu64 "\n", ++c->cuts);
	fflush(stdout);
	connect_anew(c);
	return true;
}

/* ---- hearing ---- */

static void
on_change(
    struct cutoff *c, const struct bus_msg *m, uint64_t seq, bool replayed)
{
	if (follow_change(&c->f, seq, replayed, clock_mono_ms()) !=
	    FOLLOW_DELIVER)
		return;
	buf_clear(&c->json);
	if (change_unpack(m->frame[2], &c->json) != RC_OK) {
		fprintf(stderr, "cutoff: change %" PRIu64 " is no map\n", seq);
		c->failed = true;
		return;
	}
	printf("change %" PRIu64 " %s\n", seq, buf_cstr(&c->json));
}

static void
on_message(struct cutoff *c, const struct bus_msg *m, bool replayed)
{
	struct change_mark k;
	uint64_t seq;

	if (m->n != 3 || m->frame[1].n != 8)
		return;
	seq = change_get_seq((const unsigned char *)m->frame[1].p);
	if (span_is(m->frame[0], "reset")) {
		fprintf(stderr, "cutoff: reset after %" PRIu64 "\n", c->f.seq);
		c->failed = true;
	} else if (span_is(m->frame[0], "heartbeat") ||
	    span_is(m->frame[0], "end")) {
		if (change_decode_mark(m->frame[2], &k) == RC_OK)
			follow_mark(&c->f, k.seq, span_is(m->frame[0], "end"),
			    k.more, clock_mono_ms());
	} else
		on_change(c, m, seq, replayed);
}

/* All that is there; false when the line was cut meanwhile. */
static bool
hear(struct cutoff *c, struct bus_sock *sock)
{
	bool replayed = sock == c->replay;
	struct bus_msg m;

	while (bus_recv(sock, &m) == RC_OK) {
		on_message(c, &m, replayed);
		if (is_cut(c))
			return false;
	}
	return true;
}

static void
ask(struct cutoff *c)
{
	struct change_since s = { .limit = CHANGE_LIMIT_MAX };

	follow_tick(&c->f, clock_mono_ms());
	if (!follow_ask(&c->f, clock_mono_ms(), &s.seq))
		return;
	buf_clear(&c->msg);
	change_encode_since(&s, &c->msg);
	if (bus_send(c->replay, buf_span(&c->msg)) != RC_OK)
		c->f.ask = true; /* not connected yet */
}

/* ---- the loop ---- */

static void
read_input(struct cutoff *c)
{
	char line[64];
	ssize_t n = read(STDIN_FILENO, line, sizeof line - 1);

	if (n <= 0) { /* whoever started it has died */
		c->input = false;
		c->failed = c->until == UINT64_MAX;
		return;
	}
	line[n] = '\0';
	c->until = strtoull(line, NULL, 10);
}

static void
wait_for_news(struct cutoff *c)
{
	struct bus_item item[4];
	size_t n = 0;
	enum rc rc;

	item[n++] = (struct bus_item) { .sock = c->live };
	item[n++] = (struct bus_item) { .sock = c->replay };
	if (c->f.ask)
		item[n++] = (struct bus_item) { .sock = c->replay,
			.want_out = true };
	if (c->input)
		item[n++] = (struct bus_item) { .fd = STDIN_FILENO };
	rc = bus_wait(item, n, TICK_MS);
	if (rc == RC_OK && c->input && item[n - 1].ready)
		read_input(c);
}

static void
work(struct cutoff *c)
{
	while (
	    !c->failed && (c->cuts < c->cuts_wanted || c->f.seq < c->until)) {
		if (hear(c, c->live))
			(void)hear(c, c->replay);
		ask(c);
		wait_for_news(c);
	}
}

static void
open_bus(struct cutoff *c, const char *data)
{
	struct buf why = { 0 }, pair = { 0 };

	buf_printf(&pair, "data=%s", data);
	if (conf_load(NULL, &c->conf, &why) != RC_OK ||
	    conf_option(c->conf, buf_cstr(&pair), &why) != RC_OK ||
	    bus_new(c->conf, &c->bus, &why) != RC_OK)
		die(data, &why);
	buf_free(&why);
	buf_free(&pair);
}

int
main(int argc, char **argv)
{
	struct cutoff c = { .until = UINT64_MAX, .input = true };

	if (argc != 5) {
		fputs("usage: cutoff DATA SEED CUTS MEAN\n", stderr);
		return EXIT_USAGE;
	}
	c.rng = strtoull(argv[2], NULL, 10);
	c.cuts_wanted = strtoull(argv[3], NULL, 10);
	c.mean = strtoull(argv[4], NULL, 10);
	open_bus(&c, argv[1]);
	connect_anew(&c);
	work(&c);
	bus_close(c.live);
	bus_close(c.replay);
	bus_free(c.bus);
	conf_free(c.conf);
	buf_free(&c.msg);
	buf_free(&c.json);
	return c.failed ? EXIT_REFUSED : EXIT_DONE;
}
