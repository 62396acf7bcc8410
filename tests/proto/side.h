/* side.h -- what the tests of the bus share: a bus in a temporary folder, and
 * a stranger who keeps to nothing. */
#ifndef TESTS_PROTO_SIDE_H
#define TESTS_PROTO_SIDE_H

#include "wire.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "proto/bus.h"
#include "proto/clock.h"
#include "tests/help.h"

#define PATIENCE_MS 5000

struct fixture {
	char *dir;
	struct conf *conf;
	struct bus *bus;
	struct buf why;
};

static inline struct conf *
conf_for(const char *dir)
{
	struct buf pair = { 0 }, why = { 0 };
	struct conf *c;

	assert_int_equal(conf_load("/dev/null", &c, &why), RC_OK);
	buf_printf(&pair, "data=%s", dir);
	assert_int_equal(conf_option(c, buf_cstr(&pair), &why), RC_OK);
	buf_free(&pair);
	buf_free(&why);
	return c;
}

static inline int
set_up(void **state)
{
	struct fixture *x = mem_zalloc(sizeof *x);

	x->dir = help_temp_dir();
	x->conf = conf_for(x->dir);
	assert_int_equal(bus_new(x->conf, &x->bus, &x->why), RC_OK);
	*state = x;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fixture *x = *state;

	bus_free(x->bus);
	conf_free(x->conf);
	help_remove_dir(x->dir);
	buf_free(&x->why);
	free(x);
	return 0;
}

static inline struct bus_sock *
sock(struct fixture *x, enum bus_port port, const char *name)
{
	struct bus_sock *s = NULL;

	if (bus_open(x->bus, port, name, &s, &x->why) != RC_OK)
		fail_msg("%s", buf_cstr(&x->why));
	return s;
}

/* Receive, waiting for it. */
static inline struct bus_msg
get(struct bus_sock *s)
{
	int64_t end = clock_mono_ms() + PATIENCE_MS;
	struct bus_item item = { .sock = s };
	struct bus_msg m = { .n = 0 };
	enum rc rc;

	while ((rc = bus_recv(s, &m)) == RC_AGAIN) {
		if (clock_mono_ms() > end)
			fail_msg("nothing came");
		(void)!bus_wait(&item, 1, 100);
	}
	assert_int_equal(rc, RC_OK);
	return m;
}

/* Send, waiting until it can be. */
static inline void
put(struct bus_sock *s, const char *text)
{
	int64_t end = clock_mono_ms() + PATIENCE_MS;
	struct bus_item item = { .sock = s, .want_out = true };
	enum rc rc;

	while ((rc = bus_send(s, span_of(text))) == RC_BUSY) {
		if (clock_mono_ms() > end)
			fail_msg("nobody takes it");
		(void)!bus_wait(&item, 1, 100);
	}
	assert_int_equal(rc, RC_OK);
}

/* A socket of a stranger, who keeps to nothing. */
struct stranger {
	void *ctx, *zmq;
};

static inline struct stranger
stranger(struct fixture *x, int type, const char *file)
{
	struct stranger s = { zmq_ctx_new(), NULL };
	struct buf address = { 0 };

	s.zmq = zmq_socket(s.ctx, type);
	buf_printf(&address, "ipc://%s/run/%s", x->dir, file);
	assert_int_equal(zmq_connect(s.zmq, buf_cstr(&address)), 0);
	buf_free(&address);
	return s;
}

static inline void
stranger_gone(struct stranger s)
{
	zmq_close(s.zmq);
	zmq_ctx_term(s.ctx);
}

#endif
