/* post.c -- parcels on their way to the producer and back. */
#include "post.h"

#include <inttypes.h>
#include <stdlib.h>

#include "proto/log.h"
#include "proto/mem.h"
#include "proto/offer.h"

#define HEAR_MAX                                                      \
	(2 * POST_MAX) /* answers taken between two looks at the rest \
			*/
#define AWAY_S 5       /* Retry-After of what takes somebody's hand */

/* An offer that is not answered yet. */
struct offered {
	uint64_t id, token;
	int64_t until_ms;
	size_t bytes;
	uint32_t n;         /* articles */
	struct buf refused; /* as in the parcel; owned */
};

struct post {
	struct bus_sock *sock;
	struct offered offered[POST_MAX]; /* in the order they were sent */
	uint32_t n;
	size_t bytes;
};

enum rc
post_open(struct bus *bus, struct post **out, struct buf *why)
{
	struct post *p = mem_zalloc(sizeof *p);
	enum rc rc = bus_open(bus, BUS_INTAKE_IN, NULL, &p->sock, why);

	if (rc != RC_OK) {
		free(p);
		return rc;
	}
	*out = p;
	return RC_OK;
}

void
post_close(struct post *p)
{
	if (p == NULL)
		return;
	for (uint32_t i = 0; i < p->n; i++)
		buf_free(&p->offered[i].refused);
	bus_close(p->sock);
	free(p);
}

struct bus_sock *
post_sock(const struct post *p)
{
	return p->sock;
}

/* ---- out ---- */

static void
refuse(struct reply *r, unsigned status, unsigned retry_s, const char *why)
{
	reply_error(r, status, "nothing was accepted: %s", why);
	r->retry_s = retry_s;
}

static void
note(
    struct post *p, uint64_t token, const struct parcel *parcel, int64_t now_ms)
{
	struct offered *o = &p->offered[p->n++];

	*o = (struct offered) { .id = parcel->id,
		.token = token,
		.until_ms = now_ms + POST_WAIT_MS,
		.bytes = parcel->offer.n,
		.n = parcel->n };
	buf_append(&o->refused, parcel->refused.p, parcel->refused.n);
	p->bytes += o->bytes;
}

bool
post_send(struct post *p, uint64_t token, const struct parcel *parcel,
    int64_t now_ms, struct reply *r)
{
	enum rc rc;

	if (p->n == POST_MAX ||
	    (p->n > 0 && p->bytes + parcel->offer.n > POST_BYTES_MAX)) {
		refuse(r, 503, 1, "too much is being posted: try again");
		return false;
	}
	rc = bus_send(p->sock, buf_span(&parcel->offer));
	if (rc == RC_BUSY)
		refuse(r, 503, AWAY_S,
		    "the producer is away, or takes nothing: post again when "
		    "it is "
		    "back");
	else if (rc != RC_OK)
		refuse(r, 503, AWAY_S, rc_text(rc));
	else
		note(p, token, parcel, now_ms);
	return rc == RC_OK;
}

/* ---- back ---- */

static void
put_accepted(const struct offered *o, struct reply *r)
{
	struct json j = json_on(&r->body);

	r->status = 202;
	json_open(&j, '{');
	json_key_int(&j, "accepted", o->n);
	json_key(&j, "refused");
	json_raw(&j, buf_span(&o->refused));
	json_close(&j, '}');
	buf_puts(&r->body, "\n");
}

/* What the producer said, as an answer. */
static void
put_taken(const struct offered *o, const struct offer_taken *t, struct reply *r)
{
	char text[OFFER_TEXT_MAX + 1];

	memcpy(text, t->text.p != NULL ? t->text.p : "", t->text.n);
	text[t->text.n] = '\0';
	switch (t->code) {
	case OFFER_SAFE:
		put_accepted(o, r);
		break;
	case OFFER_QUEUE:
		refuse(r, 429, 1, text);
		break;
	case OFFER_DISK:
	case OFFER_DRAINING:
		refuse(r, 503, AWAY_S, text);
		break;
	case OFFER_REFUSED: /* it has other limits than we */
	case OFFER_CODES:
		refuse(r, 400, 0, text);
		break;
	}
}

/* Hand r to whoever waits for offer i, and forget it. */
static void
settle(
    struct post *p, uint32_t i, struct reply *r, post_done_fn *done, void *arg)
{
	struct offered o = p->offered[i];

	p->n--;
	p->bytes -= o.bytes;
	memmove(&p->offered[i], &p->offered[i + 1],
	    (p->n - i) * sizeof p->offered[0]);
	done(arg, o.token, r);
	reply_fini(r);
	buf_free(&o.refused);
}

static void
hear(struct post *p, struct span msg, post_done_fn *done, void *arg)
{
	struct offer_taken t;
	struct reply r;

	if (offer_decode_taken(msg, &t) != RC_OK) {
		log_debug("an answer of the producer that is none",
		    LOG_I("bytes", msg.n));
		return;
	}
	for (uint32_t i = 0; i < p->n; i++)
		if (p->offered[i].id == t.id) {
			reply_init(&r);
			put_taken(&p->offered[i], &t, &r);
			settle(p, i, &r, done, arg);
			return;
		}
	/* it comes after its time */
}

void
post_hear(struct post *p, post_done_fn *done, void *arg)
{
	struct bus_msg m;

	for (int i = 0; i < HEAR_MAX && bus_recv(p->sock, &m) == RC_OK; i++)
		hear(p, m.frame[0], done, arg);
}

void
post_tick(struct post *p, int64_t now_ms, post_done_fn *done, void *arg)
{
	struct reply r;

	while (p->n > 0 && p->offered[0].until_ms <= now_ms) {
		reply_init(&r);
		reply_error(&r, 504,
		    "the producer has not answered in time: these articles "
		    "may or may not have been accepted; to post them again "
		    "does no harm");
		r.retry_s = AWAY_S;
		settle(p, 0, &r, done, arg);
	}
}
