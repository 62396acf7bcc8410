/* Tests for sink/web/post.c: offers under way, with a producer played by the
 * test. */
#include "tests/proto/side.h"

#include <stdio.h>

#include "proto/offer.h"
#include "sink/web/post.h"

#define ANSWERS_MAX (2 * POST_MAX)

/* What came back. */
struct heard {
	struct {
		uint64_t token;
		unsigned status, retry_s;
		char body[512];
	} a[ANSWERS_MAX];
	size_t n;
};

static void
done(void *arg, uint64_t token, struct reply *r)
{
	struct heard *h = arg;

	assert_true(h->n < ANSWERS_MAX);
	h->a[h->n].token = token;
	h->a[h->n].status = r->status;
	h->a[h->n].retry_s = r->retry_s;
	snprintf(
	    h->a[h->n].body, sizeof h->a[0].body, "%s", buf_cstr(&r->body));
	h->n++;
}

struct play {
	struct fixture *x;
	struct post *post;
	struct bus_sock *producer;
	struct heard heard;
	struct parcel parcel;
};

static void
begin(struct play *p, struct fixture *x, bool producer)
{
	static const struct span body = SPAN(
	    "{\"text\":\"a\"}\n{}\n{\"text\":\"b\"}\n");
	struct reply r;

	*p = (struct play) { .x = x };
	if (producer)
		p->producer = sock(x, BUS_INTAKE_OUT, NULL);
	assert_int_equal(post_open(x->bus, &p->post, &x->why), RC_OK);
	reply_init(&r);
	assert_true(
	    parcel_pack(&p->parcel, span_of("application/jsonl"), body, &r));
	reply_fini(&r);
}

static void
end(struct play *p)
{
	post_close(p->post);
	bus_close(p->producer);
	parcel_fini(&p->parcel);
}

/* Another parcel of the same, with an id of its own, as each has one. */
static void
renew(struct play *p, uint64_t id)
{
	const struct span art = SPAN("any");

	parcel_fini(&p->parcel);
	p->parcel = (struct parcel) { .id = id, .n = 1 };
	buf_puts(&p->parcel.refused, "[]");
	offer_encode(&(struct offer) { id, &art, 1 }, &p->parcel.offer);
}

/* Send as soon as the connection is there. */
static void
send_now(struct play *p, uint64_t token, int64_t now_ms)
{
	struct bus_item item = { .sock = post_sock(p->post), .want_out = true };
	int64_t until = clock_mono_ms() + PATIENCE_MS;
	struct reply r;

	for (;;) {
		reply_init(&r);
		if (post_send(p->post, token, &p->parcel, now_ms, &r))
			break;
		assert_int_equal(r.status, 503);
		reply_fini(&r);
		assert_true(clock_mono_ms() < until);
		(void)!bus_wait(&item, 1, 50);
	}
	assert_int_equal(r.status, 200); /* untouched */
	reply_fini(&r);
}

/* The producer gets an offer and answers it; msg's views are used at once. */
static void
answer(struct play *p, uint64_t id, enum offer_code code, const char *text)
{
	const struct offer_taken t = { id, code, span_of(text) };
	struct bus_msg m = get(p->producer);
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct offer o;

	assert_int_equal(offer_decode(m.frame[0], &arena, &o), RC_OK);
	offer_encode_taken(&t, &b);
	assert_int_equal(bus_send_to(p->producer, m.peer, buf_span(&b)), RC_OK);
	arena_free(&arena);
	buf_free(&b);
}

static void
hear_until(struct play *p, size_t n)
{
	struct bus_item item = { .sock = post_sock(p->post) };
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (p->heard.n < n) {
		assert_true(clock_mono_ms() < until);
		(void)!bus_wait(&item, 1, 50);
		post_hear(p->post, done, &p->heard);
	}
}

static void
what_is_safe_is_answered_202_with_what_was_refused(void **state)
{
	struct play p;

	begin(&p, *state, true);
	send_now(&p, 77, 1000);
	answer(&p, p.parcel.id, OFFER_SAFE, "");
	hear_until(&p, 1);
	assert_int_equal(p.heard.a[0].token, 77);
	assert_int_equal(p.heard.a[0].status, 202);
	assert_string_equal(p.heard.a[0].body,
	    "{\"accepted\":2,\"refused\":[{\"line\":2,\"why\":\"there is no "
	    "\\\"text\\\" and no \\\"html\\\": add it\"}]}\n");
	end(&p);
}

static void
every_code_has_its_status(void **state)
{
	static const struct {
		enum offer_code code;
		unsigned status, retry_s;
	} cases[] = { { OFFER_SAFE, 202, 0 }, { OFFER_QUEUE, 429, 1 },
		{ OFFER_DISK, 503, 5 }, { OFFER_DRAINING, 503, 5 },
		{ OFFER_REFUSED, 400, 0 } };
	struct play p;

	begin(&p, *state, true);
	for (size_t i = 0; i < OFFER_CODES; i++) {
		assert_int_equal(cases[i].code, i);
		send_now(&p, i, 0);
		answer(&p, p.parcel.id, cases[i].code, "said so");
		hear_until(&p, i + 1);
		assert_int_equal(p.heard.a[i].status, cases[i].status);
		assert_int_equal(p.heard.a[i].retry_s, cases[i].retry_s);
		if (i > 0)
			assert_non_null(strstr(p.heard.a[i].body,
			    "\"detail\":\"nothing was accepted: said so\""));
	}
	end(&p);
}

static void
without_a_producer_the_answer_is_503_at_once(void **state)
{
	struct play p;
	struct reply r;

	begin(&p, *state, false);
	reply_init(&r);
	assert_false(post_send(p.post, 1, &p.parcel, 0, &r));
	assert_int_equal(r.status, 503);
	assert_true(r.retry_s > 0);
	assert_non_null(strstr(buf_cstr(&r.body), "the producer is away"));
	reply_fini(&r);
	/* and when it comes, things go on */
	p.producer = sock(p.x, BUS_INTAKE_OUT, NULL);
	send_now(&p, 2, 0);
	answer(&p, p.parcel.id, OFFER_SAFE, "");
	hear_until(&p, 1);
	assert_int_equal(p.heard.a[0].token, 2);
	end(&p);
}

static void
who_waits_too_long_is_told_that_it_may_have_been_accepted(void **state)
{
	struct play p;
	uint64_t late;

	begin(&p, *state, true);
	late = p.parcel.id;
	send_now(&p, 1, 0);
	renew(&p, late + 1);
	send_now(&p, 2, 500);
	post_tick(p.post, POST_WAIT_MS - 1, done, &p.heard);
	assert_int_equal(p.heard.n, 0);
	post_tick(p.post, POST_WAIT_MS, done, &p.heard);
	assert_int_equal(p.heard.n, 1);
	assert_int_equal(p.heard.a[0].token, 1);
	assert_int_equal(p.heard.a[0].status, 504);
	assert_non_null(strstr(p.heard.a[0].body, "may or may not"));
	/* an answer after its time finds nobody, not somebody else */
	answer(&p, late, OFFER_SAFE, "");
	answer(&p, late + 1, OFFER_QUEUE, "full");
	hear_until(&p, 2);
	assert_int_equal(p.heard.a[1].token, 2);
	assert_int_equal(p.heard.a[1].status, 429);
	end(&p);
}

static void
answers_come_in_any_order(void **state)
{
	struct play p;

	begin(&p, *state, true);
	for (uint64_t id = 1; id <= 3; id++) {
		renew(&p, id);
		send_now(&p, 10 * id, (int64_t)id);
	}
	answer(&p, 2, OFFER_SAFE, "");
	answer(&p, 3, OFFER_DISK, "full");
	answer(&p, 1, OFFER_SAFE, "");
	hear_until(&p, 3);
	assert_int_equal(p.heard.a[0].token, 20);
	assert_int_equal(p.heard.a[1].token, 30);
	assert_int_equal(p.heard.a[1].status, 503);
	assert_int_equal(p.heard.a[2].token, 10);
	end(&p);
}

static void
what_is_no_answer_is_passed_over(void **state)
{
	static const struct span junk[] = { SPAN(""), SPAN("\xc1"),
		SPAN("\x95\xa5TAKEN\x02\x07\x00\xa0"),
		SPAN("\x95\xa5TAKEN\x01\x07\x63\xa0") };
	struct play p;
	struct bus_msg m;
	struct span peer;
	char id[BUS_PEER_MAX];

	begin(&p, *state, true);
	send_now(&p, 1, 0);
	m = get(p.producer);
	memcpy(id, m.peer.p, m.peer.n);
	peer = (struct span) { id, m.peer.n };
	for (size_t i = 0; i < sizeof junk / sizeof junk[0]; i++)
		assert_int_equal(bus_send_to(p.producer, peer, junk[i]), RC_OK);
	send_now(&p, 1, 0); /* a repeat: one of them is answered */
	answer(&p, p.parcel.id, OFFER_SAFE, "");
	hear_until(&p, 1);
	assert_int_equal(p.heard.n, 1);
	assert_int_equal(p.heard.a[0].status, 202);
	end(&p);
}

static void
so_many_are_under_way_and_no_more(void **state)
{
	struct play p;
	struct reply r;

	begin(&p, *state, true);
	for (uint64_t id = 1; id <= POST_MAX; id++) {
		renew(&p, id);
		send_now(&p, id, 0);
	}
	reply_init(&r);
	assert_false(post_send(p.post, 99, &p.parcel, 0, &r));
	assert_int_equal(r.status, 503);
	assert_int_equal(r.retry_s, 1);
	assert_non_null(strstr(buf_cstr(&r.body), "too much"));
	reply_fini(&r);
	answer(&p, 1, OFFER_SAFE, "");
	hear_until(&p, 1);
	renew(&p, POST_MAX + 1);
	send_now(&p, 99, 0);
	end(&p);
}

static void
their_bytes_are_bounded_too(void **state)
{
	struct play p;
	struct reply r;
	size_t n = POST_BYTES_MAX / OFFER_BYTES_MAX;
	char *big = mem_zalloc(OFFER_BYTES_MAX);
	const struct span art = { big, OFFER_BYTES_MAX };

	begin(&p, *state, true);
	for (uint64_t id = 1; id <= n + 1; id++) {
		renew(&p, id);
		buf_clear(&p.parcel.offer);
		offer_encode(&(struct offer) { id, &art, 1 }, &p.parcel.offer);
		if (id <= n)
			send_now(&p, id, 0);
	}
	reply_init(&r);
	assert_false(post_send(p.post, 99, &p.parcel, 0, &r));
	assert_int_equal(r.status, 503);
	reply_fini(&r);
	for (uint64_t id = 1; id <= n; id++)
		answer(&p, id, OFFER_SAFE, "");
	hear_until(&p, n);
	send_now(&p, 99, 0);
	end(&p);
	free(big);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_safe_is_answered_202_with_what_was_refused),
		TEST(every_code_has_its_status),
		TEST(without_a_producer_the_answer_is_503_at_once),
		TEST(who_waits_too_long_is_told_that_it_may_have_been_accepted),
		TEST(answers_come_in_any_order),
		TEST(what_is_no_answer_is_passed_over),
		TEST(so_many_are_under_way_and_no_more),
		TEST(their_bytes_are_bounded_too),
	};

	return cmocka_run_group_tests_name("sink/post", tests, NULL, NULL);
}
