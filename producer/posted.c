/* posted.c -- offers into the spool. */
#include "posted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "group.h"
#include "proto/article.h"
#include "proto/bus.h"
#include "proto/log.h"
#include "proto/mem.h"

/* An offer in the group, whose answer waits for the commit. */
struct waiting {
	char peer[BUS_PEER_MAX];
	size_t n;
	uint64_t id;
};

struct posted {
	struct spool *spool; /* borrowed */
	posted_send_fn *send;
	void *arg;
	struct posted_round round;
	uint32_t heard; /* messages of this round */
	bool last;      /* nothing more in it: a transaction is done */
	uint64_t taken; /* articles of it that were not turned away */
	struct group *group;
	struct waiting waiting[POSTED_ROUND];
	uint32_t n;    /* of them */
	int64_t retry; /* not before: the spool took nothing */
	enum rc trouble;
	struct arena arena;
	struct posted_counts counts;
};

struct posted *
posted_new(struct spool *s, posted_send_fn *send, void *arg)
{
	struct posted *p = mem_zalloc(sizeof(*p));

	p->spool = s;
	p->send = send;
	p->arg = arg;
	p->retry = INT64_MIN;
	p->group = group_new();
	return p;
}

void
posted_free(struct posted *p)
{
	if (p == NULL)
		return;
	group_free(p->group);
	arena_free(&p->arena);
	free(p);
}

struct posted_counts
posted_counts(const struct posted *p)
{
	return p->counts;
}

/* ---- answers ---- */

static void
answer(struct posted *p, struct span peer, uint64_t id, enum offer_code code,
    const char *text)
{
	const struct offer_taken t = { id, code, span_of(text) };
	struct buf out = { 0 };

	offer_encode_taken(&t, &out);
	p->send(p->arg, peer, buf_span(&out));
	buf_free(&out);
}

static const char *
trouble_text(enum rc rc)
{
	switch (rc) {
	case RC_FULL:
		return "the producer's disk is full: free some space there";
	case RC_BUSY:
		return "another process writes the producer's spool: try again";
	default:
		return "the producer's spool cannot be written: see its log";
	}
}

/* Say once that nothing can be accepted, and when it can again. */
static void
set_trouble(struct posted *p, enum rc rc)
{
	if (rc != RC_OK && rc != p->trouble)
		log_warn("what is posted cannot be accepted", LOG_RC(rc));
	else if (rc == RC_OK && p->trouble != RC_OK)
		log_info("what is posted is accepted again",
		    LOG_I("accepted", p->counts.articles));
	p->trouble = rc;
}

/* Accept the group, and answer whose offers are in it. */
static void
commit(struct posted *p)
{
	size_t items = group_items(p->group);
	enum rc rc;

	if (p->n == 0)
		return;
	rc = group_accept(p->group, p->spool, p->round.wall_ms);
	if (rc == RC_OK) {
		p->counts.articles += items;
	} else {
		p->counts.turned += p->n;
		p->retry = p->round.now_ms + POSTED_RETRY_MS;
		group_clear(p->group);
	}
	set_trouble(p, rc);
	for (uint32_t i = 0; i < p->n; i++) {
		const struct waiting *w = &p->waiting[i];

		answer(p, (struct span) { w->peer, w->n }, w->id,
		    rc == RC_OK ? OFFER_SAFE : OFFER_DISK,
		    rc == RC_OK ? "" : trouble_text(rc));
	}
	p->n = 0;
}

/* ---- one offer ---- */

/* Are all of them articles?  Else text says which is not, and why. */
static bool
is_good(const struct offer *o, char *text, size_t cap)
{
	struct article a;
	struct mp_doc d;
	enum rc rc;

	for (uint32_t i = 0; i < o->n; i++) {
		if ((rc = article_decode(o->article[i], &d, &a)) != RC_OK) {
			snprintf(text, cap, "article %u of %u is none: %s",
			    i + 1, o->n, rc_text(rc));
			return false;
		}
		mp_close(&d);
	}
	return true;
}

/* Why nothing can be accepted now; OFFER_SAFE when it can. */
static enum offer_code
obstacle(const struct posted *p, const char **text)
{
	if (p->round.closed) {
		*text = "the producer finishes its work and accepts nothing "
			"new";
		return OFFER_DRAINING;
	}
	if (p->round.now_ms < p->retry) {
		*text = trouble_text(p->trouble);
		return OFFER_DISK;
	}
	if (p->taken >= p->round.room) {
		*text = "the queue is full: spool_max articles are pending";
		return OFFER_QUEUE;
	}
	return OFFER_SAFE;
}

/* Would the group, with the offer in it, be more than one transaction may
 * be?  What the spool holds in reserve is made for that (ballast.h). */
static bool
is_too_much(const struct posted *p, size_t bytes, uint32_t n)
{
	return group_items(p->group) + n > GROUP_MAX ||
	    group_bytes(p->group) + bytes > GROUP_BYTES;
}

static void
add(struct posted *p, struct span peer, const struct offer *o)
{
	struct source_item item = { .has_article = true };
	struct waiting *w = &p->waiting[p->n++];
	struct mp_doc d;

	for (uint32_t i = 0; i < o->n; i++) {
		if (article_decode(o->article[i], &d, &item.article) != RC_OK)
			abort(); /* it was good just now */
		group_add(p->group, &item);
		mp_close(&d);
	}
	p->taken += o->n;
	w->id = o->id;
	w->n = peer.n;
	memcpy(w->peer, peer.p, peer.n);
}

static void
take(struct posted *p, struct span peer, const struct offer *o, size_t bytes)
{
	enum offer_code code;
	const char *text;
	char bad[OFFER_TEXT_MAX];

	if (p->n > 0 && is_too_much(p, bytes, o->n)) {
		commit(p);
		p->last = true;
	}
	if ((code = obstacle(p, &text)) != OFFER_SAFE) {
		p->counts.turned++;
		answer(p, peer, o->id, code, text);
	} else if (!is_good(o, bad, sizeof(bad))) {
		p->counts.malformed++;
		answer(p, peer, o->id, OFFER_REFUSED, bad);
	} else {
		add(p, peer, o);
	}
}

/* ---- a round ---- */

void
posted_begin(struct posted *p, const struct posted_round *r)
{
	p->round = *r;
	p->heard = 0;
	p->last = false;
	p->taken = 0;
}

bool
posted_room_left(const struct posted *p)
{
	return p->heard < POSTED_ROUND && !p->last && !group_full(p->group);
}

void
posted_hear(struct posted *p, struct span peer, struct span msg)
{
	struct offer o;

	p->heard++;
	arena_reset(&p->arena);
	if (peer.n > BUS_PEER_MAX ||
	    offer_decode(msg, &p->arena, &o) != RC_OK) {
		p->counts.malformed++;
		return;
	}
	take(p, peer, &o, msg.n);
}

void
posted_end(struct posted *p)
{
	commit(p);
}
