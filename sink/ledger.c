/* ledger.c -- intake and store joined; see ledger.h. */
#include "ledger.h"

#include <stdlib.h>
#include <time.h>

#include "proto/ack.h"
#include "proto/arena.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "proto/result.h"
#include "proto/utf8.h"

#define BYTES_MAX (64u << 20) /* of a batch: then it is due, however few */
#define KEEP_MAX  (1u << 20)  /* of a slot: more is given back after use */

/* One result of the batch; everything in it points into bytes and arena. */
struct slot {
	struct buf bytes; /* the RESULT as it came */
	struct mp_doc doc;
	struct article article;
	struct found found;
};

struct ledger {
	struct ledger_opts o;
	struct intake *intake;
	struct slot *slot;           /* o.batch */
	struct store_entry *entry;   /* likewise */
	enum store_outcome *outcome; /* likewise */
	uint32_t n;
	uint32_t most;      /* results that can be committed in time */
	size_t bytes;       /* of the results in it */
	struct arena arena; /* of the batch */
	struct buf msg;
	struct ledger_stats stats;
};

struct ledger *
ledger_new(const struct ledger_opts *o, int64_t now_ms)
{
	struct ledger *l = mem_zalloc(sizeof *l);
	struct intake_conf c = { .epoch = store_epoch(o->store),
		.batch = o->batch,
		.batch_ms = o->batch_ms };

	l->o = *o;
	l->intake = intake_new(&c, now_ms);
	l->most = o->batch;
	l->slot = mem_zalloc(o->batch * sizeof *l->slot);
	l->entry = mem_zalloc(o->batch * sizeof *l->entry);
	l->outcome = mem_zalloc(o->batch * sizeof *l->outcome);
	return l;
}

static void
empty_batch(struct ledger *l)
{
	for (uint32_t i = 0; i < l->n; i++) {
		mp_close(&l->slot[i].doc);
		if (l->slot[i].bytes.cap > KEEP_MAX)
			buf_free(&l->slot[i].bytes);
	}
	l->n = 0;
	l->bytes = 0;
	arena_reset(&l->arena);
}

void
ledger_free(struct ledger *l)
{
	if (l == NULL)
		return;
	empty_batch(l);
	for (uint32_t i = 0; i < l->o.batch; i++)
		buf_free(&l->slot[i].bytes);
	free(l->slot);
	free(l->entry);
	free(l->outcome);
	intake_free(l->intake);
	arena_free(&l->arena);
	buf_free(&l->msg);
	free(l);
}

bool
ledger_wants(const struct ledger *l)
{
	return intake_wants(l->intake);
}

/* ---- telling a producer ---- */

static void
send_ack(struct ledger *l, uint64_t producer, struct outcome *o, uint32_t n)
{
	struct ack a = { .producer = producer, .outcome = o, .n = n };

	buf_clear(&l->msg);
	ack_encode(&a, &l->msg);
	l->o.send(l->o.arg, producer, buf_span(&l->msg));
}

/* What a worker said of an attempt goes on as it is. */
static void
pass_on(struct ledger *l, struct outcome *o)
{
	send_ack(l, o->lease.producer, o, 1);
}

/* ---- taking a result ---- */

/* Is the article the one that its producer lent out? */
static bool
genuine(struct ledger *l, const struct result *r)
{
	char label[ARTICLE_LABEL_MAX];
	struct hash_mac mac;

	mac = lease_sign(l->o.key, &r->lease, r->accepted_ms, r->article);
	if (hash_mac_eq(&mac, &r->mac))
		return true;
	l->stats.forged++;
	log_warn("article altered on the way, dropped",
	    LOG_S("article", article_label(r->article, label)),
	    LOG_I("job", r->lease.job), LOG_I("attempt", r->lease.attempt),
	    LOG_V("worker", r->worker));
	return false;
}

/* Look into the two blobs; on failure why says which is bad. */
static enum rc
read_parts(
    struct ledger *l, struct slot *s, const struct result *r, const char **why)
{
	uint32_t length;
	enum rc rc;

	*why = "the article cannot be read";
	if ((rc = article_decode(r->article, &s->doc, &s->article)) != RC_OK)
		return rc;
	length = (uint32_t)utf8_count(s->article.text);
	*why = "what the worker found cannot be read";
	rc = found_decode(r->found, length, &l->arena, &s->found);
	if (rc != RC_OK)
		mp_close(&s->doc);
	return rc;
}

/* Made by a newer version, another worker may do better; else nobody will. */
static void
send_back(struct ledger *l, const struct result *r, enum rc rc, const char *why)
{
	struct outcome o = { .lease = r->lease,
		.kind = rc == RC_VERSION ? OUTCOME_FAILED : OUTCOME_REFUSED,
		.detail = span_of(why),
		.worker = r->worker };

	l->stats.refused++;
	pass_on(l, &o);
}

static void
on_result(struct ledger *l, const struct result *r, int64_t now_ms)
{
	struct slot *s = &l->slot[l->n];
	const char *why;
	enum rc rc;

	if (!genuine(l, r))
		return;
	if ((rc = read_parts(l, s, r, &why)) != RC_OK) {
		send_back(l, r, rc, why);
		if (l->n == 0)
			arena_reset(&l->arena); /* no batch will do it */
		return;
	}
	l->entry[l->n++] = (struct store_entry) { .lease = r->lease,
		.accepted_ms = r->accepted_ms,
		.sent_ms = r->sent_ms,
		.worker = r->worker,
		.compute_us = r->compute_us,
		.article = &s->article,
		.found = &s->found };
	intake_result(l->intake, now_ms);
	if ((l->bytes += s->bytes.n) > BYTES_MAX || l->n >= l->most)
		intake_full(l->intake);
}

/* The batch keeps its own copy of the bytes that everything points into. */
static struct span
keep(struct ledger *l, struct span msg)
{
	struct buf *b = &l->slot[l->n].bytes;

	buf_clear(b);
	buf_append(b, msg.p, msg.n);
	return buf_span(b);
}

void
ledger_worker(struct ledger *l, struct span msg, int64_t now_ms)
{
	struct beat_alive a;
	struct outcome o;
	struct result r;

	if (!ledger_wants(l))
		return; /* the lease sends it again */
	msg = keep(l, msg);
	if (result_decode(msg, &r) == RC_OK)
		on_result(l, &r, now_ms);
	else if (beat_decode_alive(msg, &a) == RC_OK)
		intake_alive(l->intake, &a, now_ms);
	else if (outcome_decode(msg, &o) == RC_OK)
		pass_on(l, &o);
	else {
		l->stats.malformed++;
		log_warn(
		    "no message of a worker, dropped", LOG_I("bytes", msg.n));
	}
}

void
ledger_producer(struct ledger *l, struct span msg, int64_t now_ms)
{
	struct beat_hello h;

	if (beat_decode_hello(msg, &h) == RC_OK)
		intake_hello(l->intake, &h, now_ms);
	else {
		l->stats.malformed++;
		log_warn(
		    "no message of a producer, dropped", LOG_I("bytes", msg.n));
	}
}

/* ---- commit, then acknowledge ---- */

static uint64_t
micros(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Entry i is settled, at this time. */
static void
count(struct ledger *l, uint32_t i, int64_t wall_ms)
{
	if (l->outcome[i] == STORE_DUPLICATE)
		l->stats.duplicates++;
	else if (l->outcome[i] == STORE_REFUSED)
		l->stats.refused++;
	else {
		l->stats.committed++;
		l->stats.claims += l->entry[i].found->n_claims;
		l->stats.unread += span_is(
		    l->entry[i].found->engine, FOUND_UNREAD);
		if (l->o.lag != NULL)
			l->o.lag(l->o.arg, wall_ms - l->entry[i].accepted_ms);
	}
}

/* While a batch is committed nobody is answered: results were too much work,
 * or more may be tried.  A slow disk is no reason: small batches would make
 * it worse. */
static void
adapt(struct ledger *l, uint64_t took_us)
{
	uint64_t most = l->n * l->o.commit_us / (took_us + 1);

	if (l->o.commit_us == 0)
		return;
	l->most = most < 1      ? 1
	    : most < l->o.batch ? (uint32_t)most
				: l->o.batch;
}

static enum rc
commit(struct ledger *l, int64_t wall_ms)
{
	uint64_t from = micros(CLOCK_MONOTONIC), took_us;
	uint64_t cpu = micros(CLOCK_THREAD_CPUTIME_ID);
	enum rc rc;

	rc = store_commit(l->o.store, l->entry, l->n, wall_ms, l->outcome);
	took_us = micros(CLOCK_MONOTONIC) - from;
	l->stats.commit_us += took_us;
	adapt(l, micros(CLOCK_THREAD_CPUTIME_ID) - cpu);
	if (rc != RC_OK) {
		log_warn("not committed, kept, will try again",
		    LOG_I("articles", l->n), LOG_RC(rc));
		return rc;
	}
	l->stats.batches++;
	for (uint32_t i = 0; i < l->n; i++)
		count(l, i, wall_ms + (int64_t)(took_us / 1000));
	return RC_OK;
}

static struct outcome
outcome_of(const struct ledger *l, uint32_t i)
{
	static const enum outcome_kind kind[] = {
		[STORE_COMMITTED] = OUTCOME_COMMITTED,
		[STORE_DUPLICATE] = OUTCOME_DUPLICATE,
		[STORE_REFUSED] = OUTCOME_REFUSED,
	};

	return (struct outcome) { .lease = l->entry[i].lease,
		.kind = kind[l->outcome[i]],
		.detail = span_of(l->outcome[i] == STORE_REFUSED
			? "the store cannot take it"
			: "") };
}

/* One ACK a producer and at most ACK_MAX outcomes each. */
static void
acknowledge(struct ledger *l)
{
	struct outcome *o = arena_alloc(&l->arena, ACK_MAX, sizeof *o);
	bool *told = arena_alloc(&l->arena, l->n, sizeof *told);

	for (uint32_t i = 0; i < l->n; i++) {
		uint64_t producer = l->entry[i].lease.producer;
		uint32_t n = 0;

		for (uint32_t k = i; k < l->n && n < ACK_MAX; k++)
			if (!told[k] &&
			    l->entry[k].lease.producer == producer) {
				told[k] = true;
				o[n++] = outcome_of(l, k);
			}
		if (n > 0)
			send_ack(l, producer, o, n);
	}
	empty_batch(l);
}

static void
beat(struct ledger *l, int64_t now_ms)
{
	struct beat_sink b = intake_beat(l->intake, now_ms);
	uint64_t producer[INTAKE_PRODUCERS_MAX];
	uint32_t n;

	n = intake_producers(l->intake, producer, INTAKE_PRODUCERS_MAX);
	buf_clear(&l->msg);
	beat_encode_sink(&b, &l->msg);
	for (uint32_t i = 0; i < n; i++)
		l->o.send(l->o.arg, producer[i], buf_span(&l->msg));
}

bool
ledger_run(struct ledger *l, int64_t now_ms, int64_t wall_ms)
{
	uint64_t before = store_head(l->o.store);
	enum intake_do what;

	while ((what = intake_next(l->intake, now_ms)) != INTAKE_NOTHING) {
		if (what == INTAKE_COMMIT)
			intake_committed(l->intake, commit(l, wall_ms), now_ms);
		else if (what == INTAKE_ACK) {
			acknowledge(l);
			intake_acked(l->intake);
		} else {
			beat(l, now_ms);
			intake_beaten(l->intake, now_ms);
		}
	}
	return store_head(l->o.store) != before;
}

int64_t
ledger_wake(const struct ledger *l)
{
	return intake_wake(l->intake);
}

void
ledger_stats(const struct ledger *l, int64_t now_ms, struct ledger_stats *s)
{
	struct beat_sink b = intake_beat(l->intake, now_ms);
	uint64_t producer[INTAKE_PRODUCERS_MAX];

	*s = l->stats;
	s->workers = b.workers;
	s->ready = b.ready;
	s->producers = intake_producers(
	    l->intake, producer, INTAKE_PRODUCERS_MAX);
}
