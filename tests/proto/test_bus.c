/* Tests for proto/bus.c: real sockets in a temporary folder. */
#include "side.h"

static void
jobs_flow_from_push_to_pull(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *out = sock(x, BUS_JOBS_OUT, NULL);
	struct bus_sock *in = sock(x, BUS_JOBS_IN, NULL);
	struct bus_msg m;

	assert_int_equal(bus_recv(in, &m), RC_AGAIN);
	put(out, "one");
	put(out, "two");
	m = get(in);
	assert_int_equal(m.n, 1);
	assert_int_equal(m.peer.n, 0);
	assert_true(span_is(m.frame[0], "one"));
	assert_true(span_is(get(in).frame[0], "two"));
	assert_int_equal(bus_damaged(in), 0);
	bus_close(out);
	bus_close(in);
}

static void
acks_find_their_producer(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *sink = sock(x, BUS_ACKS_OUT, NULL);
	struct bus_sock *a = sock(x, BUS_ACKS_IN, "00000000000000aa");
	struct bus_sock *b = sock(x, BUS_ACKS_IN, "00000000000000bb");
	struct bus_msg m;

	put(a, "hello of a");
	m = get(sink);
	assert_true(span_is(m.peer, "00000000000000aa"));
	assert_true(span_is(m.frame[0], "hello of a"));
	put(b, "hello of b");
	(void)get(sink);
	assert_int_equal(
	    bus_send_to(sink, span_of("00000000000000bb"), span_of("for b")),
	    RC_OK);
	assert_true(span_is(get(b).frame[0], "for b"));
	assert_int_equal(bus_recv(a, &m), RC_AGAIN);
	/* Nobody of that name: as if it had been lost. */
	assert_int_equal(
	    bus_send_to(sink, span_of("gone"), span_of("x")), RC_OK);
	/* The same producer, come back. */
	bus_close(a);
	a = sock(x, BUS_ACKS_IN, "00000000000000aa");
	put(a, "hello again");
	assert_true(span_is(get(sink).frame[0], "hello again"));
	assert_int_equal(
	    bus_send_to(sink, span_of("00000000000000aa"), span_of("for a")),
	    RC_OK);
	assert_true(span_is(get(a).frame[0], "for a"));
	bus_close(a);
	bus_close(b);
	bus_close(sink);
}

static void
changes_reach_subscribers_by_topic(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *pub = sock(x, BUS_CHANGES_OUT, NULL);
	struct bus_sock *sub = sock(x, BUS_CHANGES_IN, "claim.");
	int64_t end = clock_mono_ms() + PATIENCE_MS;
	const struct span other[] = { SPAN("article.new"), SPAN("12345678"),
		SPAN("\x80") };
	const struct span ours[] = { SPAN("claim.new"), SPAN("12345679"),
		SPAN("\x80") };
	struct bus_item item = { .sock = pub };
	struct bus_msg m;

	while (!bus_subscribed(pub) && clock_mono_ms() < end)
		(void)!bus_wait(&item, 1, 100);
	assert_true(bus_subscribed(pub));
	assert_int_equal(
	    bus_send_frames(pub, (struct span) { NULL, 0 }, other, 3), RC_OK);
	assert_int_equal(
	    bus_send_frames(pub, (struct span) { NULL, 0 }, ours, 3), RC_OK);
	m = get(sub);
	assert_int_equal(m.n, 3);
	assert_true(span_eq(m.frame[1], ours[1]));
	bus_close(sub);
	while (bus_subscribed(pub) && clock_mono_ms() < end)
		(void)!bus_wait(&item, 1, 100);
	assert_false(bus_subscribed(pub));
	bus_close(pub);
}

static void
replay_answers_who_asked(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *out = sock(x, BUS_REPLAY_OUT, NULL);
	struct bus_sock *in = sock(x, BUS_REPLAY_IN, NULL);
	const struct span frames[] = { SPAN("end"), SPAN("12345678"),
		SPAN("\x80") };
	struct bus_msg m;

	put(in, "since 5");
	m = get(out);
	assert_true(m.peer.n > 0 && span_is(m.frame[0], "since 5"));
	assert_int_equal(bus_send_frames(out, m.peer, frames, 3), RC_OK);
	m = get(in);
	assert_int_equal(m.n, 3);
	assert_true(span_is(m.frame[0], "end"));
	bus_close(in);
	bus_close(out);
}

static void
sending_without_a_peer_is_busy(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *jobs = sock(x, BUS_JOBS_OUT, NULL);
	struct bus_sock *results = sock(x, BUS_RESULTS_OUT, NULL);
	struct bus_sock *ask = sock(x, BUS_CTL_IN, "nobody");
	struct bus_msg m;

	assert_int_equal(bus_send(jobs, span_of("x")), RC_BUSY);
	assert_int_equal(bus_send(results, span_of("x")), RC_BUSY);
	assert_int_equal(bus_send(ask, span_of("x")), RC_BUSY);
	assert_int_equal(bus_recv(ask, &m), RC_AGAIN);
	bus_close(jobs);
	bus_close(results);
	bus_close(ask);
	bus_close(NULL);
}

static void
a_worker_that_does_not_read_fills_up_soon(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *out = sock(x, BUS_JOBS_OUT, NULL);
	struct bus_sock *in = sock(x, BUS_JOBS_IN, NULL);
	char *big = mem_zalloc(64 << 10);
	int sent = 0;

	put(out, "first");
	while (bus_send(out, (struct span) { big, 64 << 10 }) == RC_OK)
		assert_true(++sent < 64);
	free(big);
	bus_close(out);
	bus_close(in);
}

static void
too_big_a_message_is_not_sent(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *out = sock(x, BUS_ACKS_IN, "a");
	struct span big = { "", BUS_SMALL_MAX };

	assert_int_equal(bus_send(out, big), RC_TOOBIG);
	assert_int_equal(bus_send_to(out, span_of("x"), big), RC_TOOBIG);
	assert_int_equal(
	    bus_send_frames(out, span_of("x"), &big, 1), RC_TOOBIG);
	bus_close(out);
}

static void
damaged_messages_are_dropped_and_counted(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *in = sock(x, BUS_RESULTS_IN, NULL);
	struct stranger s = stranger(x, ZMQ_PUSH, "results");
	struct buf b = { 0 };

	zmq_send(s.zmq, "", 0, 0);
	zmq_send(s.zmq, "short", 5, 0);
	zmq_send(s.zmq, "no trailer at all", 17, 0);
	buf_puts(&b, "flipped");
	seal_close(&b);
	b.p[3] ^= 1;
	zmq_send(s.zmq, b.p, b.n, 0);
	b.p[3] ^= 1;
	zmq_send(s.zmq, b.p, b.n, ZMQ_SNDMORE); /* two frames */
	zmq_send(s.zmq, b.p, b.n, 0);
	for (int i = 0; i < 9; i++) /* more frames than anything has */
		zmq_send(s.zmq, b.p, b.n, i < 8 ? ZMQ_SNDMORE : 0);
	zmq_send(s.zmq, b.p, b.n, 0);
	assert_true(span_is(get(in).frame[0], "flipped"));
	assert_int_equal(bus_damaged(in), 6);
	stranger_gone(s);
	bus_close(in);
	buf_free(&b);
}

static void
a_flood_of_damage_does_not_hold_the_receiver(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *in = sock(x, BUS_RESULTS_IN, NULL);
	struct stranger s = stranger(x, ZMQ_PUSH, "results");
	struct buf b = { 0 };

	buf_puts(&b, "good");
	seal_close(&b);
	for (int i = 0; i < 300; i++)
		zmq_send(s.zmq, "rubbish!!!", 10, 0);
	zmq_send(s.zmq, b.p, b.n, 0);
	assert_true(span_is(get(in).frame[0], "good"));
	assert_int_equal(bus_damaged(in), 300);
	stranger_gone(s);
	bus_close(in);
	buf_free(&b);
}

static void
a_peer_with_too_long_a_name_is_not_heard(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *ctl = sock(x, BUS_CTL_OUT, "sink");
	struct stranger s = { zmq_ctx_new(), NULL };
	struct bus_sock *ask = sock(x, BUS_CTL_IN, "sink");
	struct buf address = { 0 };
	char name[200];

	memset(name, 'n', sizeof name);
	s.zmq = zmq_socket(s.ctx, ZMQ_DEALER);
	zmq_setsockopt(s.zmq, ZMQ_ROUTING_ID, name, sizeof name);
	buf_printf(&address, "ipc://%s/run/sink.ctl", x->dir);
	assert_int_equal(zmq_connect(s.zmq, buf_cstr(&address)), 0);
	zmq_send(s.zmq, "x", 1, 0);
	while (bus_damaged(ctl) == 0) {
		struct bus_item item = { .sock = ctl };
		struct bus_msg m;

		assert_int_equal(bus_recv(ctl, &m), RC_AGAIN);
		(void)!bus_wait(&item, 1, 20);
	}
	put(ask, "hello");
	assert_true(span_is(get(ctl).frame[0], "hello"));
	stranger_gone(s);
	bus_close(ctl);
	bus_close(ask);
	buf_free(&address);
}

static void
garbage_on_the_wire_harms_nobody(void **state)
{
	struct fixture *x = *state;
	static const enum bus_port bound[] = { BUS_JOBS_OUT, BUS_RESULTS_IN,
		BUS_ACKS_OUT, BUS_CHANGES_OUT, BUS_REPLAY_OUT };
	static const int types[] = { ZMQ_PUSH, ZMQ_PULL, ZMQ_SUB, ZMQ_DEALER,
		ZMQ_ROUTER, ZMQ_REQ, ZMQ_XSUB };
	static const char *const files[] = { "jobs", "results", "acks",
		"changes", "replay" };
	struct bus_sock *s[5];
	struct bus_sock *out;

	for (int i = 0; i < 5; i++)
		s[i] = sock(x, bound[i], NULL);
	for (int i = 0; i < 5; i++)
		for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
			struct stranger g = stranger(x, types[t], files[i]);
			int zero = 0;

			zmq_setsockopt(g.zmq, ZMQ_LINGER, &zero, sizeof zero);
			zmq_send(g.zmq, "\1garbage", 8, ZMQ_DONTWAIT);
			stranger_gone(g);
		}
	for (int i = 0; i < 5; i++) {
		struct bus_msg m;

		if (bound[i] != BUS_CHANGES_OUT)
			(void)!bus_recv(s[i], &m);
		else
			(void)bus_subscribed(s[i]);
	}
	out = sock(x, BUS_RESULTS_OUT, NULL);
	put(out, "still here");
	assert_true(span_is(get(s[1]).frame[0], "still here"));
	bus_close(out);
	for (int i = 0; i < 5; i++)
		bus_close(s[i]);
}

static void
a_very_long_folder_works_too(void **state)
{
	struct fixture *x = *state;
	struct buf path = { 0 };
	struct fixture y = { 0 };
	struct bus_sock *out, *in;

	buf_puts(&path, x->dir);
	for (int i = 0; i < 8; i++) {
		buf_printf(&path, "/%0100d", i);
		assert_int_equal(mkdir(buf_cstr(&path), 0700), 0);
	}
	y.conf = conf_for(buf_cstr(&path));
	assert_int_equal(bus_new(y.conf, &y.bus, &y.why), RC_OK);
	out = sock(&y, BUS_RESULTS_OUT, NULL);
	in = sock(&y, BUS_RESULTS_IN, NULL);
	put(out, "far down");
	assert_true(span_is(get(in).frame[0], "far down"));
	bus_close(out);
	bus_close(in);
	bus_free(y.bus);
	conf_free(y.conf);
	buf_free(&y.why);
	buf_free(&path);
}

static void
the_folder_of_sockets_is_ours_alone(void **state)
{
	struct fixture *x = *state;
	char *run = help_path(x->dir, "run");
	struct stat st;
	struct bus *bus;

	assert_int_equal(stat(run, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	chmod(run, 0755);
	assert_int_equal(bus_new(x->conf, &bus, &x->why), RC_OK);
	assert_int_equal(stat(run, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	bus_free(bus);
	free(run);
}

static void
a_folder_that_cannot_be_made_is_said(void **state)
{
	struct fixture *x = *state;
	struct conf *c = conf_for("/dev/null");
	struct bus *bus;

	assert_int_equal(bus_new(c, &bus, &x->why), RC_IO);
	assert_non_null(strstr(buf_cstr(&x->why), "/dev/null"));
	conf_free(c);
}

static void
waiting_ends_with_its_time(void **state)
{
	struct fixture *x = *state;
	struct bus_sock *in = sock(x, BUS_RESULTS_IN, NULL);
	int fd[2];
	struct bus_item item[2] = { { .sock = in }, { .fd = -1 } };
	struct bus_item many[BUS_ITEMS_MAX + 1] = { { .sock = in } };

	assert_int_equal(pipe(fd), 0);
	item[1].fd = fd[0];
	assert_int_equal(bus_wait(item, 2, 0), RC_AGAIN);
	assert_int_equal(write(fd[1], "x", 1), 1);
	assert_int_equal(bus_wait(item, 2, PATIENCE_MS), RC_OK);
	assert_true(!item[0].ready && item[1].ready);
	assert_int_equal(bus_wait(many, BUS_ITEMS_MAX + 1, 0), RC_TOOBIG);
	close(fd[0]);
	close(fd[1]);
	bus_close(in);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(jobs_flow_from_push_to_pull),
		TEST(acks_find_their_producer),
		TEST(changes_reach_subscribers_by_topic),
		TEST(replay_answers_who_asked),
		TEST(sending_without_a_peer_is_busy),
		TEST(a_worker_that_does_not_read_fills_up_soon),
		TEST(too_big_a_message_is_not_sent),
		TEST(damaged_messages_are_dropped_and_counted),
		TEST(a_flood_of_damage_does_not_hold_the_receiver),
		TEST(a_peer_with_too_long_a_name_is_not_heard),
		TEST(garbage_on_the_wire_harms_nobody),
		TEST(a_very_long_folder_works_too),
		TEST(the_folder_of_sockets_is_ours_alone),
		TEST(a_folder_that_cannot_be_made_is_said),
		TEST(waiting_ends_with_its_time),
	};

	/* A socket that a failed test leaves open would hold us for ever. */
	alarm(120);
	return cmocka_run_group_tests_name("proto/bus", tests, NULL, NULL);
}
