/*
 * garbage.c -- everything that must not hurt, on every socket in DATA/run.
 *
 *   garbage DATA SEED ROUNDS
 *
 * Each round: random frames, bytes that are no ZMTP, a rogue PULL that steals
 * jobs, real messages cut short or with a bit turned over, results whose
 * article is not the one that was signed, a peer under the producer's name,
 * counts of a hundred million, messages of version 99.  A line a round on
 * standard output; at the end, how many of each kind were sent, as "KIND N".
 *
 * What it never sends: a well signed result with other findings, or a crash
 * that did not happen.  A worker is believed in what it found.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>

#include "proto/beat.h"
#include "proto/change.h"
#include "proto/found.h"
#include "proto/job.h"
#include "proto/offer.h"
#include "proto/result.h"
#include "proto/seal.h"

#define SEND_MS     1000 /* how long a message waits for its peer */
#define FRAME_MAX   (96u << 10)
#define FRAMES_MAX  7
#define ADDRESS_MAX 4200
#define THEFT_EVERY 20 /* one round in so many: each costs five seconds */
#define STEAL_MAX   3  /* jobs a round */
#define KINDS       8

enum kind { RANDOM, RAW, STOLEN, THEFT, DAMAGED, FORGED, ABSURD, FUTURE };

static const char *const kind_text[KINDS] = { "random", "raw", "stolen",
	"theft", "damaged", "forged", "absurd", "future" };

/* Every address, how one connects to it, and whether it wants a seal. */
static const struct target {
	const char *file;
	int type;
	bool sealed;
} targets[] = {
	{ "results", ZMQ_PUSH, true }, { "acks", ZMQ_DEALER, true },
	{ "changes", ZMQ_XSUB, false }, { "replay", ZMQ_DEALER, false },
	{ "producer.ctl", ZMQ_DEALER, false },
	{ "sink.ctl", ZMQ_DEALER, false }, { "run.ctl", ZMQ_DEALER, false },
	{ "intake", ZMQ_DEALER, false },
	{ "jobs", ZMQ_PULL, true }, /* the last: one cannot send to it */
};
#define TARGETS  (sizeof targets / sizeof targets[0])
#define SENDABLE (TARGETS - 1)

struct garbage {
	void *ctx;
	const char *data;
	void *sock[TARGETS];
	uint64_t rng;
	uint64_t sent[KINDS];
	bool owing;     /* a theft: as soon as there is a job to steal by */
	struct buf job; /* a real one, as it came: sealed */
	struct buf msg, art, noise;
};

/* ---- chance ---- */

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014) */
static uint64_t
draw(struct garbage *g)
{
	uint64_t z = g->rng += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static size_t
below(struct garbage *g, size_t n)
{
	return (size_t)(draw(g) % n);
}

/* Mostly short, sometimes empty, seldom long. */
static struct span
random_bytes(struct garbage *g)
{
	static const size_t most[] = { 1, 16, 256, 4096, FRAME_MAX };
	size_t n = below(g, most[below(g, 5)]);

	buf_clear(&g->noise);
	for (size_t i = 0; i < n; i += 8) {
		uint64_t r = draw(g);

		buf_append(&g->noise, &r, sizeof r);
	}
	g->noise.n = n;
	return buf_span(&g->noise);
}

/* ---- sockets ---- */

static void
set_int(void *zmq, int option, int value)
{
	if (zmq_setsockopt(zmq, option, &value, sizeof value) != 0)
		abort();
}

static void
address_of(const struct garbage *g, const char *file, char out[ADDRESS_MAX])
{
	snprintf(out, ADDRESS_MAX, "ipc://%s/run/%s", g->data, file);
}

/* Connect to target i, anew. */
static void
connect_to(struct garbage *g, size_t i)
{
	char address[ADDRESS_MAX];

	if (g->sock[i] != NULL)
		zmq_close(g->sock[i]);
	g->sock[i] = zmq_socket(g->ctx, targets[i].type);
	set_int(g->sock[i], ZMQ_LINGER, 100);
	set_int(g->sock[i], ZMQ_RECONNECT_IVL, 10);
	if (targets[i].type == ZMQ_PULL) /* so that few jobs are lost at a time
					  */
		set_int(g->sock[i], ZMQ_RCVHWM, 1);
	address_of(g, targets[i].file, address);
	if (zmq_connect(g->sock[i], address) != 0) {
		fprintf(
		    stderr, "garbage: %s: %s\n", address, zmq_strerror(errno));
		exit(EXIT_OPEN);
	}
}

static void
disconnect(struct garbage *g, size_t i)
{
	if (g->sock[i] != NULL)
		zmq_close(g->sock[i]);
	g->sock[i] = NULL;
}

/* Send frames to target i; a peer that is away for long is left alone. */
static void
send_frames(struct garbage *g, size_t i, const struct span *frame, size_t n,
    enum kind k)
{
	zmq_pollitem_t poll = { g->sock[i], 0, ZMQ_POLLOUT, 0 };

	if (zmq_poll(&poll, 1, SEND_MS) <= 0)
		return;
	for (size_t f = 0; f < n; f++)
		if (zmq_send(g->sock[i], frame[f].p, frame[f].n,
			ZMQ_DONTWAIT | (f + 1 < n ? ZMQ_SNDMORE : 0)) < 0)
			return;
	g->sent[k]++;
}

static void
send_one(struct garbage *g, size_t i, struct span body, enum kind k)
{
	send_frames(g, i, &body, 1, k);
}

/* Whatever is answered is of no interest. */
static void
drop_answers(struct garbage *g)
{
	char answer[256];

	for (size_t i = 0; i < SENDABLE; i++)
		if (targets[i].type != ZMQ_PUSH)
			while (zmq_recv(g->sock[i], answer, sizeof answer,
				   ZMQ_DONTWAIT) >= 0)
				;
}

/* ---- random frames, and bytes that are no messages ---- */

static void
random_frames(struct garbage *g, size_t i)
{
	struct buf bytes[FRAMES_MAX] = { 0 };
	struct span frame[FRAMES_MAX];
	size_t n = 1 + below(g, FRAMES_MAX);

	for (size_t f = 0; f < n; f++) {
		struct span s = random_bytes(g);

		buf_append(&bytes[f], s.p, s.n);
		frame[f] = buf_span(&bytes[f]);
	}
	send_frames(g, i, frame, n, RANDOM);
	for (size_t f = 0; f < n; f++)
		buf_free(&bytes[f]);
}

/*
 * Beginnings of ZMTP 3.0 (RFC 23) that lead nowhere: none, a version 1 peer,
 * a greeting cut short, a whole one and then a frame of 2^62 bytes, a command
 * of a mechanism that was not agreed on.
 */
static const struct span openings[] = {
	SPAN(""),
	SPAN("\1\0"),
	SPAN("\377\0\0\0\0\0\0\0\1\177\3"),
	SPAN("\377\0\0\0\0\0\0\0\1\177\3\0NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	     "\2\100\0\0\0\0\0\0\0"),
	SPAN("\377\0\0\0\0\0\0\0\1\177\3\0NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	     "\4\12\5HELLO\1\2\3\4"),
	SPAN("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"),
};

static void
raw_bytes(struct garbage *g, size_t i)
{
	const struct span *first =
	    &openings[below(g, sizeof openings / sizeof openings[0])];
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct span s = random_bytes(g);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (snprintf(a.sun_path, sizeof a.sun_path, "%s/run/%s", g->data,
		targets[i].file) < (int)sizeof a.sun_path &&
	    connect(fd, (struct sockaddr *)&a, sizeof a) == 0) {
		if (send(fd, first->p, first->n, MSG_NOSIGNAL) >= 0 &&
		    send(fd, s.p, s.n, MSG_NOSIGNAL) >= 0)
			g->sent[RAW]++;
	}
	close(fd);
}

/* ---- jobs that are not ours ---- */

static void
steal(struct garbage *g)
{
	zmq_pollitem_t poll = { g->sock[SENDABLE], 0, ZMQ_POLLIN, 0 };
	zmq_msg_t m;

	for (int i = 0; i < STEAL_MAX; i++) {
		zmq_poll(&poll, 1, i == 0 ? 50 : 0);
		zmq_msg_init(&m);
		if (zmq_msg_recv(&m, g->sock[SENDABLE], ZMQ_DONTWAIT) < 0) {
			zmq_msg_close(&m);
			return;
		}
		buf_clear(&g->job);
		buf_append(&g->job, zmq_msg_data(&m), zmq_msg_size(&m));
		zmq_msg_close(&m);
		g->sent[STOLEN]++;
	}
}

/* A RESULT of the job stolen last, with nothing found in the article; false
 * when there is none. */
static bool
result_of_job(struct garbage *g, struct result *r, struct buf *found)
{
	struct found nothing = { .engine = SPAN("garbage") };
	struct span body;
	struct job j;

	if (seal_open(buf_span(&g->job), &body) != RC_OK ||
	    job_decode(body, &j) != RC_OK)
		return false;
	found_encode(&nothing, found);
	*r = (struct result) { .lease = j.lease,
		.accepted_ms = j.accepted_ms,
		.sent_ms = j.sent_ms,
		.mac = j.mac,
		.article = j.article,
		.worker = SPAN("rogue"),
		.found = buf_span(found) };
	return true;
}

/* g->msg becomes r, sealed. */
static void
encode_sealed(struct garbage *g, const struct result *r)
{
	buf_clear(&g->msg);
	result_encode(r, &g->msg);
	seal_close(&g->msg);
}

/* ---- in another's name ---- */

/* Take the producer's name towards the sink, and with it its acknowledgements,
 * then go away. */
static void
impersonate(struct garbage *g)
{
	char address[ADDRESS_MAX], name[LEASE_PEER_LEN + 1];
	struct buf found = { 0 };
	void *zmq;
	struct result r;

	if (result_of_job(g, &r, &found)) {
		lease_peer(r.lease.producer, name);
		zmq = zmq_socket(g->ctx, ZMQ_DEALER);
		zmq_setsockopt(zmq, ZMQ_ROUTING_ID, name, LEASE_PEER_LEN);
		set_int(zmq, ZMQ_LINGER, 100);
		address_of(g, "acks", address);
		if (zmq_connect(zmq, address) == 0 &&
		    zmq_send(zmq, name, LEASE_PEER_LEN, 0) >= 0)
			g->sent[THEFT]++;
		zmq_close(zmq);
	}
	buf_free(&found);
}

/* ---- real messages that suffered on the way ---- */

static void
damage(struct garbage *g, struct span whole)
{
	struct buf b = { 0 };
	size_t i = below(g, 2); /* results or acks */

	buf_append(&b, whole.p, whole.n);
	if (below(g, 2) == 0)
		b.n = below(g, b.n);
	else
		b.p[below(g, b.n)] ^= (char)(1 << below(g, 8));
	send_one(g, i, buf_span(&b), DAMAGED);
	buf_free(&b);
}

/* ---- results whose signature does not cover what they say ---- */

static void
alter_text(struct garbage *g, struct result *r)
{
	struct article a;
	struct mp_doc d;
	struct buf text = { 0 };

	if (article_decode(r->article, &d, &a) != RC_OK)
		return;
	buf_append(&text, a.text.p, a.text.n);
	buf_puts(&text, " “None of this happened,” said a rogue.");
	a.text = buf_span(&text);
	buf_clear(&g->art);
	article_encode(&a, &g->art);
	mp_close(&d);
	buf_free(&text);
	r->article = buf_span(&g->art);
}

static void
alter_job(struct garbage *g, struct result *r)
{
	r->lease.job += 1 + below(g, 3);
}

static void
alter_producer(struct garbage *g, struct result *r)
{
	r->lease.producer ^= draw(g) | 1;
}

static void
alter_time(struct garbage *g, struct result *r)
{
	r->accepted_ms += 1 + (int64_t)below(g, 1000);
}

static void
alter_mac(struct garbage *g, struct result *r)
{
	r->mac.b[below(g, HASH_MAC_LEN)] ^= 1;
}

static void
forge(struct garbage *g)
{
	static void (*const alter[])(struct garbage *, struct result *) = {
		alter_text, alter_job, alter_producer, alter_time, alter_mac
	};

	for (size_t i = 0; i < sizeof alter / sizeof alter[0]; i++) {
		struct buf found = { 0 };
		struct result r;

		if (result_of_job(g, &r, &found)) {
			alter[i](g, &r);
			encode_sealed(g, &r);
			send_one(g, 0, buf_span(&g->msg), FORGED);
			damage(g, buf_span(&g->msg));
			damage(g, buf_span(&g->job));
		}
		buf_free(&found);
	}
}

/* ---- counts beyond reason, and the future ---- */

static const struct span absurd[] = {
	SPAN("\335\5\365\341\0"), /* array of 100 million */
	SPAN("\335\377\377\377\377"),
	SPAN("\337\5\365\341\0"), /* map of 100 million */
	SPAN("\333\377\377\377\377RESULT"),
	SPAN("\306\377\377\377\377\0"),
	SPAN("\235\246RESULT\1\335\5\365\341\0"),
	SPAN("\235\246RESULT\333\5\365\341\0"),
	SPAN("\231\247OUTCOME\1\1\1\1\1\335\5\365\341\0"),
	SPAN("\225\245ALIVE\1\333\5\365\341\0"),
	SPAN("\224\245HELLO\1\337\5\365\341\0\1"),
	SPAN("\225\245SINCE\1\240\335\5\365\341\0\1"),
	SPAN("\225\245SINCE\1\333\5\365\341\0\1"),
	SPAN("\224\243ASK\1\335\5\365\341\0\1"),
	SPAN("\224\243ASK\1\377\377"),
	SPAN("\224\245OFFER\1\1\335\5\365\341\0"),
	SPAN("\224\245OFFER\1\1\221\306\377\377\377\377"),
	SPAN("\224\245OFFER\1\1\220"),              /* of nothing */
	SPAN("\224\245OFFER\1\1\222\304\0\304\1x"), /* of no articles */
	SPAN("\300"),
	SPAN("\301"), /* never used */
	SPAN("\220"),
	SPAN("\200"),
};

/* Version 99 of what each socket expects. */
static const struct span future[] = {
	SPAN("\235\246RESULT\143\1\1\1\1\1\1\300\300\300\1\300"),
	SPAN("\231\247OUTCOME\143\1\1\1\1\1\240\240"),
	SPAN("\225\245ALIVE\143\245rogue\1\302"),
	SPAN("\224\245HELLO\143\1\1"),
	SPAN("\225\245SINCE\143\240\0\1"),
	SPAN("\224\243ASK\143\0\0"),
	SPAN("\224\243ASK\1\315\377\377\0"), /* a verb to come */
	SPAN("\224\245OFFER\143\1\221\304\1x"),
};

static void
send_all(struct garbage *g, const struct span *s, size_t n, enum kind k)
{
	for (size_t i = 0; i < SENDABLE; i++)
		for (size_t c = 0; c < n; c++) {
			buf_clear(&g->msg);
			buf_append(&g->msg, s[c].p, s[c].n);
			if (targets[i].sealed)
				seal_close(&g->msg);
			send_one(g, i, buf_span(&g->msg), k);
		}
}

/* Arrays within arrays, deeper than any stack. */
static void
send_deep(struct garbage *g)
{
	struct buf deep = { 0 };

	for (size_t i = 0; i < SENDABLE; i++) {
		deep.n = 0;
		memset(buf_room(&deep, FRAME_MAX + SEAL_LEN), 0x91, FRAME_MAX);
		deep.n = FRAME_MAX;
		if (targets[i].sealed)
			seal_close(&deep);
		send_one(g, i, buf_span(&deep), ABSURD);
	}
	buf_free(&deep);
}

/* Questions to the feed that are well formed and make no sense. */
static void
send_questions(struct garbage *g)
{
	struct change_since s = { .generation = SPAN("no such"),
		.seq = UINT64_MAX,
		.limit = UINT32_MAX };

	for (int i = 0; i < 3; i++) {
		buf_clear(&g->msg);
		change_encode_since(&s, &g->msg);
		send_one(g, 3, buf_span(&g->msg), ABSURD);
		s.generation.n = 0; /* whichever */
		if (i == 1) {
			s.seq = 0;
			s.limit = 0;
		}
	}
}

/* A real offer that breaks off: what is whole of it must not be accepted. */
static void
send_half_offer(struct garbage *g)
{
	const struct article a = { .id = SPAN("never"), .text = SPAN("never") };
	struct span blob[2];

	buf_clear(&g->art);
	article_encode(&a, &g->art);
	blob[0] = blob[1] = buf_span(&g->art);
	buf_clear(&g->msg);
	offer_encode(&(struct offer) { draw(g), blob, 2 }, &g->msg);
	g->msg.n = below(g, g->msg.n);
	for (size_t i = 0; i < SENDABLE; i++)
		if (!targets[i].sealed)
			send_one(g, i, buf_span(&g->msg), ABSURD);
}

/* Workers and producers that do not exist. */
static void
send_ghosts(struct garbage *g)
{
	struct beat_alive a = { .worker = SPAN("ghost"), .leaving = true };
	struct beat_hello h = { draw(g), draw(g) };

	buf_clear(&g->msg);
	beat_encode_alive(&a, &g->msg);
	seal_close(&g->msg);
	send_one(g, 0, buf_span(&g->msg), ABSURD);
	buf_clear(&g->msg);
	beat_encode_hello(&h, &g->msg);
	seal_close(&g->msg);
	send_one(g, 1, buf_span(&g->msg), ABSURD);
}

/* ---- rounds ---- */

static void
play(struct garbage *g, uint64_t round)
{
	for (size_t i = 0; i < TARGETS; i++) {
		if (g->sock[i] == NULL || below(g, 8) == 0)
			connect_to(g, i);
		raw_bytes(g, i);
	}
	for (size_t i = 0; i < SENDABLE; i++)
		random_frames(g, i);
	steal(g);
	g->owing |= round % THEFT_EVERY == THEFT_EVERY / 2;
	if (g->owing && g->job.n > 0) {
		impersonate(g);
		g->owing = false;
	}
	forge(g);
	send_all(g, absurd, sizeof absurd / sizeof absurd[0], ABSURD);
	send_all(g, future, sizeof future / sizeof future[0], FUTURE);
	send_deep(g);
	send_questions(g);
	send_half_offer(g);
	send_ghosts(g);
	drop_answers(g);
	if (below(g, 2) == 0) /* or nobody else would get a job */
		disconnect(g, SENDABLE);
}

int
main(int argc, char **argv)
{
	struct garbage g = { 0 };
	uint64_t rounds;

	if (argc != 4) {
		fputs("usage: garbage DATA SEED ROUNDS\n", stderr);
		return EXIT_USAGE;
	}
	g.data = argv[1];
	g.rng = strtoull(argv[2], NULL, 10);
	rounds = strtoull(argv[3], NULL, 10);
	g.ctx = zmq_ctx_new();
	for (uint64_t i = 0; i < rounds; i++) {
		play(&g, i);
		printf("round %" PRIu64 "\n", i + 1);
		fflush(stdout);
	}
	for (size_t i = 0; i < TARGETS; i++)
		disconnect(&g, i);
	zmq_ctx_term(g.ctx);
	for (size_t k = 0; k < KINDS; k++)
		printf("%s %" PRIu64 "\n", kind_text[k], g.sent[k]);
	buf_free(&g.job);
	buf_free(&g.msg);
	buf_free(&g.art);
	buf_free(&g.noise);
	return EXIT_DONE;
}
