/* request.c -- one request, from its headers to its answer. */
#include "request.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "framing.h"
#include "proto/clock.h"
#include "proto/mem.h"
#include "respond.h"
#include "route.h"

#define LOGIN_MAX 4096 /* bytes of its form */

/* ---- suspending ---- */

static void
suspend(struct request *c)
{
	c->suspended = true;
	MHD_suspend_connection(c->mhd);
}

static void
resume(struct request *c)
{
	if (!c->suspended)
		return;
	c->suspended = false;
	MHD_resume_connection(c->mhd);
}

/* ---- answering ---- */

static struct span
shared_origin(const struct request *c)
{
	return c->share ? c->origin : (struct span) { NULL, 0 };
}

static enum MHD_Result
queue(struct request *c, unsigned status, struct MHD_Response *m)
{
	enum MHD_Result ok;

	pulse_request(c->f->pulse,
	    c->ask.route != NULL ? c->ask.route->label : "none", status);
	if (m == NULL)
		return MHD_NO;
	ok = MHD_queue_response(c->mhd, status, m);
	MHD_destroy_response(m);
	return ok;
}

static enum MHD_Result
send_reply(struct request *c)
{
	unsigned status = c->reply.status;

	c->stage = REQUEST_SENT;
	return queue(c, status, respond_make(&c->reply, shared_origin(c)));
}

static enum MHD_Result
refuse(struct request *c, unsigned status, enum pulse_refusal why,
    const char *sentence)
{
	pulse_refused(c->f->pulse, why);
	reply_error(&c->reply, status, "%s", sentence);
	return send_reply(c);
}

static enum MHD_Result
begin_stream(struct request *c)
{
	c->stage = REQUEST_STREAMING;
	c->f->n_subscribers++;
	return queue(c, 200,
	    stream_begin(&c->stream, shared_origin(c), clock_mono_ms()));
}

/* ---- waiting for others ---- */

/* The rows that this reader begins with: made for it, or a moment ago for
 * another one. */
static enum rc
snapshot_rows(struct request *c, struct answer_desk *d)
{
	struct conn_snapshot *s = &c->f->snapshot;
	int64_t now = clock_mono_ms();
	enum rc rc = RC_OK;

	if (s->fd < 0 || now - s->made_ms > CONN_SNAPSHOT_MS ||
	    !span_eq(buf_span(&s->query), c->ask.query)) {
		if (s->fd >= 0)
			close(s->fd);
		s->fd = -1;
		rc = answer_write_snapshot(
		    d, &c->ask.filter, true, &s->fd, &s->seq);
		s->made_ms = now;
		buf_clear(&s->query);
		buf_append(&s->query, c->ask.query.p, c->ask.query.n);
	}
	if (rc != RC_OK)
		return rc;
	c->stream.seq = s->seq;
	c->stream.snapshot_fd = dup(s->fd);
	return c->stream.snapshot_fd < 0 ? RC_FULL : RC_OK;
}

static void
snapshot_work(struct answer_desk *d, void *arg)
{
	struct request *c = arg;
	enum rc rc = snapshot_rows(c, d);

	if (rc != RC_OK)
		reply_failed(&c->reply, rc);
}

static void
answer_work(struct answer_desk *d, void *arg)
{
	struct request *c = arg;

	c->ask.route->answer(d, &c->ask, &c->reply);
}

static enum MHD_Result
to_desk(struct request *c, desk_fn *fn)
{
	if (!desk_put(c->f->desk, fn, c)) {
		c->reply.retry_s = 1;
		refuse(c, 503, PULSE_FULL,
		    "too many questions wait already: ask again in a second");
		return MHD_YES;
	}
	c->stage = REQUEST_WAITING;
	suspend(c);
	return MHD_YES;
}

static void
post_work(struct answer_desk *d, void *arg)
{
	struct request *c = arg;
	struct parcel p = { 0 };

	(void)d;
	if (parcel_pack(
		&p, c->ask.content_type, buf_span(&c->ask.body), &c->reply)) {
		buf_free(&c->ask.body);
		c->parcel = p;
	}
}

/* What the desk packed goes to the producer; true: it is under way. */
static bool
post_on(struct request *c)
{
	bool under_way;

	if (c->parcel.n == 0)
		return false;
	under_way = post_send(c->f->post, (uint64_t)(uintptr_t)c, &c->parcel,
	    clock_mono_ms(), &c->reply);
	parcel_fini(&c->parcel);
	return under_way;
}

void
request_worked(struct request *c)
{
	bool posted = c->ask.route->place == ROUTE_POST;

	if (posted && post_on(c))
		return;
	if (posted && c->reply.status / 100 == 4)
		pulse_refused(c->f->pulse, PULSE_BAD);
	c->stage = REQUEST_ANSWERED;
	resume(c);
}

void
request_posted(void *front, uint64_t token, struct reply *r)
{
	struct request *c = (struct request *)(uintptr_t)token;

	(void)front;
	reply_fini(&c->reply);
	c->reply = *r;
	*r = (struct reply) { .fd = -1 };
	c->stage = REQUEST_ANSWERED;
	resume(c);
}

/* ---- one request ---- */

static struct span
find_header(struct request *c, const char *name)
{
	const char *v = MHD_lookup_connection_value(
	    c->mhd, MHD_HEADER_KIND, name);

	return ask_keep(&c->ask, span_of(v));
}

/* The bytes that tell hosts apart. */
static struct span
address_of(const struct sockaddr *a)
{
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;

	if (a->sa_family == AF_INET)
		return (struct span) { (const char *)&v4->sin_addr, 4 };
	if (a->sa_family == AF_INET6)
		return (struct span) { (const char *)&v6->sin6_addr, 16 };
	return (struct span) { NULL, 0 };
}

static struct span
client_address(struct request *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    c->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info != NULL ? address_of(info->client_addr)
			    : (struct span) { NULL, 0 };
}

struct params {
	struct ask_param param[ASK_PARAMS_MAX + 1];
	size_t n;
};

/* MHD_KeyValueIteratorN */
static enum MHD_Result
take_param(void *arg, enum MHD_ValueKind kind, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct params *p = arg;

	(void)kind;
	p->param[p->n++] = (struct ask_param) { { key, key_n },
		{ value, value != NULL ? value_n : 0 } };
	return p->n <= ASK_PARAMS_MAX ? MHD_YES : MHD_NO;
}

/* MHD_KeyValueIteratorN */
static enum MHD_Result
take_header(void *arg, enum MHD_ValueKind kind, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	(void)kind;
	framing_header(arg, (struct span) { key, key_n },
	    (struct span) { value, value != NULL ? value_n : 0 });
	return MHD_YES;
}

/* Is it clear where it ends? */
static unsigned
check_framing(struct request *c, struct buf *why)
{
	struct framing f = { 0 };
	const char *wrong;

	MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, take_header, &f);
	wrong = framing_wrong(&f);
	buf_puts(why, wrong != NULL ? wrong : "");
	return wrong != NULL ? 400 : 0;
}

static unsigned
check_gate(struct request *c, const char *method, enum pulse_refusal *refusal,
    struct buf *why)
{
	struct gate_ask g = { .method = span_of(method),
		.host = c->ask.host,
		.origin = c->origin,
		.fetch_site = find_header(c, "Sec-Fetch-Site"),
		.fetch_mode = find_header(c, "Sec-Fetch-Mode"),
		.authorization = find_header(c, "Authorization"),
		.cookie = find_header(c, "Cookie"),
		.address = client_address(c),
		.open = c->ask.route != NULL && c->ask.route->open };

	return gate_check(c->f->gate, &g, clock_mono_ms(), refusal, why);
}

/* What its headers say, before a body is read: 0, or the status. */
static unsigned
read_headers(struct request *c, const char *url, const char *method,
    enum pulse_refusal *refusal, struct buf *why)
{
	struct params p = { .n = 0 };
	struct buf gate_why = { 0 };
	unsigned status, gate;

	*refusal = PULSE_BAD;
	if ((status = check_framing(c, why)) != 0)
		return status;
	MHD_get_connection_values_n(
	    c->mhd, MHD_GET_ARGUMENT_KIND, take_param, &p);
	status = ask_read(
	    &c->ask, span_of(method), span_of(url), p.param, p.n, why);
	c->ask.host = find_header(c, "Host");
	c->ask.if_none_match = find_header(c, "If-None-Match");
	c->ask.content_type = find_header(c, "Content-Type");
	c->origin = find_header(c, "Origin");
	c->share = c->origin.n > 0 && gate_shares(c->f->gate, c->origin);
	/* Whoever may not ask is not told what is wrong with the question. */
	if ((gate = check_gate(c, method, refusal, &gate_why)) != 0) {
		buf_clear(why);
		buf_append(why, gate_why.p, gate_why.n);
		status = gate;
	}
	buf_free(&gate_why);
	if (status == 0)
		status = ask_resume(
		    &c->ask, find_header(c, "Last-Event-ID"), why);
	return status;
}

/* Room for n bytes of the body; false: there is none (the reply is set). */
static bool
reserve(struct request *c, size_t n)
{
	if (n <= c->reserved)
		return true;
	if (c->f->bodies + n - c->reserved > CONN_BODIES_MAX) {
		reply_error(&c->reply, 503,
		    "too much is being posted already: try again");
		c->reply.retry_s = 1;
		return false;
	}
	c->f->bodies += n - c->reserved;
	c->reserved = n;
	return true;
}

/* The rest of the body is not kept; the reply follows it. */
static void
drop_body(struct request *c)
{
	pulse_refused(
	    c->f->pulse, c->reply.status == 503 ? PULSE_FULL : PULSE_BAD);
	c->stage = REQUEST_HEADERS;
	buf_free(&c->ask.body);
	c->f->bodies -= c->reserved;
	c->reserved = 0;
}

/* A body is coming: is it one that can be taken?  0, or the status (the
 * reply is set). */
static unsigned
expect_body(struct request *c)
{
	const char *length = MHD_lookup_connection_value(
	    c->mhd, MHD_HEADER_KIND, "Content-Length");
	bool login = c->ask.route->answer == NULL &&
	    strcmp(c->ask.route->label, "login") == 0;
	unsigned long long n = length != NULL ? strtoull(length, NULL, 10) : 0;

	c->body_max = login ? LOGIN_MAX : PARCEL_BODY_MAX;
	if (length == NULL &&
	    MHD_lookup_connection_value(
		c->mhd, MHD_HEADER_KIND, "Transfer-Encoding") == NULL) {
		/* perhaps it was folded, which the library drops */
		reply_error(&c->reply, 411, "how long is the body?");
		return 411;
	}
	if (!login && !parcel_takes(c->ask.content_type, &c->reply))
		return c->reply.status;
	if (n > c->body_max) {
		parcel_too_big(&c->reply);
		return c->reply.status;
	}
	if (!reserve(c, n))
		return c->reply.status;
	c->stage = REQUEST_BODY;
	return 0;
}

int
request_begin(struct request *c, const char *url, const char *method)
{
	struct buf why = { 0 };
	enum pulse_refusal refusal = PULSE_BAD;
	unsigned status = read_headers(c, url, method, &refusal, &why);
	enum MHD_Result ok = MHD_YES;

	if (status != 0 && c->share && strcmp(method, "OPTIONS") == 0) {
		c->reply.status = 204; /* a browser asks whether it may ask */
		ok = send_reply(c);
	} else if (status != 0) {
		if (status == 405)
			c->reply.allow = c->ask.allow;
		ok = refuse(c, status, refusal, buf_cstr(&why));
	} else if (c->ask.route->place == ROUTE_POST && expect_body(c) != 0) {
		pulse_refused(c->f->pulse,
		    c->reply.status == 503 ? PULSE_FULL : PULSE_BAD);
		ok = send_reply(c);
	}
	buf_free(&why);
	return ok;
}

static void
log_in(struct request *c)
{
	struct span token = { NULL, 0 };
	unsigned status;

	if (!ask_form(&c->ask, buf_span(&c->ask.body), "token", &token))
		token = (struct span)SPAN("");
	status = gate_login(c->f->gate, token, client_address(c),
	    clock_mono_ms(), &c->reply.cookie);
	if (status == 0) {
		c->reply.status = 303;
		buf_puts(&c->reply.location, "/");
		return;
	}
	pulse_refused(
	    c->f->pulse, status == 429 ? PULSE_GUESSING : PULSE_TOKEN);
	reply_error(&c->reply, status,
	    status == 429 ? "too many wrong tokens: wait a minute"
			  : "this is not the token: see http_token in the "
			    "configuration");
}

static enum MHD_Result
stream_dispatch(struct request *c)
{
	struct stream *s = &c->stream;

	s->mhd = c->mhd;
	s->pulse = c->f->pulse;
	s->due_ms = &c->f->due_ms;
	s->more = &c->f->more;
	s->ask = &c->ask;
	s->tape = c->f->tape;
	s->place = subscriber_place(&c->ask, c->f->tape, c->f->q, &s->seq);
	if (s->place == SUBSCRIBER_FAILED) {
		reply_failed(&c->reply, RC_BUSY);
		return send_reply(c);
	}
	if (s->place == SUBSCRIBER_GONE && c->ask.feed != ASK_SSE) {
		reply_error(&c->reply, 410,
		    "the feed does not know this id (the store was restored, "
		    "or is another one, or has not come so far): start over "
		    "from /snapshot or since=0");
		return send_reply(c);
	}
	/* Who comes back had the rows, and loses nothing by going on. */
	if (c->ask.snapshot && (!c->ask.resumes || s->place == SUBSCRIBER_GONE))
		return to_desk(c, snapshot_work);
	return begin_stream(c);
}

static enum MHD_Result
dispatch(struct request *c)
{
	const struct route *r = c->ask.route;

	switch (r->place) {
	case ROUTE_FRONT:
		r->answer(&c->f->with, &c->ask, &c->reply);
		return send_reply(c);
	case ROUTE_DESK:
		return to_desk(c, answer_work);
	case ROUTE_STREAM:
		return stream_dispatch(c);
	case ROUTE_POST:
		break;
	}
	if (strcmp(r->label, "login") == 0) {
		log_in(c);
		return send_reply(c);
	}
	return to_desk(c, post_work);
}

int
request_body(struct request *c, const char *p, size_t n)
{
	c->fed_ms = clock_mono_ms();
	if (c->stage != REQUEST_BODY)
		return MHD_YES; /* it was answered already */
	if (c->ask.body.n + n > c->body_max)
		parcel_too_big(&c->reply);
	else if (reserve(c, c->ask.body.n + n)) { /* chunked: nobody said */
		buf_append(&c->ask.body, p, n);
		return MHD_YES;
	}
	drop_body(c);
	return MHD_YES;
}

int
request_go_on(struct request *c)
{
	switch (c->stage) {
	case REQUEST_WAITING: /* not yet: the library asks once too often */
		return MHD_YES;
	case REQUEST_ANSWERED:
		if (c->stream.snapshot_fd >= 0)
			return begin_stream(c);
		return send_reply(c);
	case REQUEST_HEADERS:
		if (c->reply.status >= 400)
			return send_reply(c);
		return dispatch(c);
	case REQUEST_BODY:
		return dispatch(c);
	case REQUEST_SENT:
	case REQUEST_STREAMING:
		break;
	}
	return MHD_YES;
}

struct request *
request_new(struct conn_front *f, struct MHD_Connection *mhd)
{
	struct request *c = mem_zalloc(sizeof *c);

	c->f = f;
	c->mhd = mhd;
	c->stream.snapshot_fd = -1;
	c->begun_ms = c->fed_ms = clock_mono_ms();
	reply_init(&c->reply);
	return c;
}

void
request_free(struct request *c)
{
	c->f->bodies -= c->reserved;
	stream_fini(&c->stream);
	parcel_fini(&c->parcel);
	reply_fini(&c->reply);
	ask_fini(&c->ask);
	free(c);
}

void
request_give_up(struct request *c)
{
	if (c->stage == REQUEST_STREAMING) {
		c->stream.over = true;
		stream_wake(&c->stream);
	} else if (c->stage == REQUEST_WAITING) {
		reply_error(&c->reply, 503, "the server stops");
		c->stage = REQUEST_ANSWERED;
		resume(c);
	}
}
