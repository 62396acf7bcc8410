/* Tests for proto/zap.c: over TCP, keys decide who gets in. */
#include "side.h"

#include <arpa/inet.h>
#include <stdio.h>

struct node {
	char public[41], secret[41];
	char *key; /* its file */
};

static struct node
node(struct fixture *x, const char *name)
{
	struct node n;
	struct buf b = { 0 };

	assert_int_equal(zmq_curve_keypair(n.public, n.secret), 0);
	n.key = help_path(x->dir, name);
	buf_printf(&b,
	    "metadata\ncurve\n    public-key = \"%s\"\n"
	    "    secret-key = \"%s\"\n",
	    n.public, n.secret);
	help_write_file(n.key, b.p, b.n);
	chmod(n.key, 0600);
	buf_free(&b);
	return n;
}

/* A port that is free now. */
static int
free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&a, n), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	close(fd);
	return ntohs(a.sin_port);
}

static void
option(struct conf *c, const char *key, const char *value)
{
	struct buf pair = { 0 }, why = { 0 };

	buf_printf(&pair, "%s=%s", key, value);
	assert_int_equal(conf_option(c, buf_cstr(&pair), &why), RC_OK);
	buf_free(&pair);
	buf_free(&why);
}

/* A bus as node n would have it. */
static struct fixture
tcp_side(struct fixture *x, const struct node *n, int port, const char *peers,
    const char *server)
{
	struct fixture y = { .dir = x->dir, .conf = conf_for(x->dir) };
	char endpoint[64];

	snprintf(endpoint, sizeof endpoint, "tcp://127.0.0.1:%d", port);
	option(y.conf, "results", endpoint);
	option(y.conf, "curve_key", n->key);
	option(y.conf, "curve_peers", peers);
	option(y.conf, "curve_server", server);
	if (bus_new(y.conf, &y.bus, &y.why) != RC_OK)
		fail_msg("%s", buf_cstr(&y.why));
	return y;
}

static void
side_gone(struct fixture *y)
{
	bus_free(y->bus);
	conf_free(y->conf);
	buf_free(&y->why);
}

static void
over_tcp_only_listed_keys_get_in(void **state)
{
	struct fixture *x = *state;
	struct node server = node(x, "server"), friend = node(x, "friend"),
		    foe = node(x, "foe");
	char *peers = help_path(x->dir, "peers");
	int port = free_port();
	struct fixture a, b, c;
	struct bus_sock *in, *good, *bad;
	struct buf list = { 0 };
	struct bus_item item = { .want_out = true };
	struct stranger s = { zmq_ctx_new(), NULL };
	int zero = 0;

	buf_printf(&list, "# friends\n\n%s\n", friend.public);
	help_write_file(peers, list.p, list.n);
	a = tcp_side(x, &server, port, peers, "");
	b = tcp_side(x, &friend, port, "", server.public);
	c = tcp_side(x, &foe, port, "", server.public);
	in = sock(&a, BUS_RESULTS_IN, NULL);
	bad = sock(&c, BUS_RESULTS_OUT, NULL);
	good = sock(&b, BUS_RESULTS_OUT, NULL);
	s.zmq = zmq_socket(s.ctx, ZMQ_PUSH); /* no keys at all */
	zmq_setsockopt(s.zmq, ZMQ_LINGER, &zero, sizeof zero);
	assert_int_equal(zmq_connect(s.zmq, conf_str(a.conf, CONF_RESULTS)), 0);
	zmq_send(s.zmq, "plain", 5, ZMQ_DONTWAIT);
	put(good, "from a friend");
	assert_true(span_is(get(in).frame[0], "from a friend"));
	item.sock = bad;
	assert_int_equal(bus_wait(&item, 1, 300), RC_AGAIN);
	assert_int_equal(bus_send(bad, span_of("x")), RC_BUSY);
	assert_int_equal(bus_damaged(in), 0);
	stranger_gone(s);
	bus_close(in);
	bus_close(good);
	bus_close(bad);
	side_gone(&a);
	side_gone(&b);
	side_gone(&c);
	buf_free(&list);
	free(peers);
	free(server.key);
	free(friend.key);
	free(foe.key);
}

static void
tcp_without_keys_is_refused(void **state)
{
	struct fixture *x = *state;
	struct node n = node(x, "node");
	struct bus_sock *s;
	struct bus *bus;
	struct fixture y;

	y = tcp_side(x, &n, 1, "", "");
	assert_int_equal(
	    bus_open(y.bus, BUS_RESULTS_IN, NULL, &s, &y.why), RC_IO);
	assert_non_null(strstr(buf_cstr(&y.why), "curve_peers"));
	assert_int_equal(
	    bus_open(y.bus, BUS_RESULTS_OUT, NULL, &s, &y.why), RC_IO);
	assert_non_null(strstr(buf_cstr(&y.why), "curve_server"));
	chmod(n.key, 0640);
	assert_int_equal(bus_new(y.conf, &bus, &y.why), RC_IO);
	assert_non_null(strstr(buf_cstr(&y.why), "chmod 600"));
	option(y.conf, "curve_key", "");
	assert_int_equal(bus_new(y.conf, &bus, &y.why), RC_OK);
	assert_int_equal(
	    bus_open(bus, BUS_RESULTS_OUT, NULL, &s, &y.why), RC_IO);
	assert_non_null(strstr(buf_cstr(&y.why), "curve_key"));
	bus_free(bus);
	side_gone(&y);
	free(n.key);
}

static void
an_address_in_use_is_locked(void **state)
{
	struct fixture *x = *state;
	struct node n = node(x, "node");
	char *peers = help_path(x->dir, "peers");
	struct fixture y;
	struct bus_sock *a, *b;

	help_write_file(peers, "", 0);
	y = tcp_side(x, &n, free_port(), peers, "");
	a = sock(&y, BUS_RESULTS_IN, NULL);
	assert_int_equal(
	    bus_open(y.bus, BUS_RESULTS_IN, NULL, &b, &y.why), RC_LOCKED);
	assert_non_null(strstr(buf_cstr(&y.why), "tcp://127.0.0.1"));
	bus_close(a);
	side_gone(&y);
	free(peers);
	free(n.key);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(over_tcp_only_listed_keys_get_in),
		TEST(tcp_without_keys_is_refused),
		TEST(an_address_in_use_is_locked),
	};

	/* A socket that a failed test leaves open would hold us for ever. */
	alarm(120);
	return cmocka_run_group_tests_name("proto/zap", tests, NULL, NULL);
}
