/* again.c -- texts that the store has, extracted again. */
#include "again.h"

#include <stdio.h>

#include "child.h"
#include "proto/bus.h"
#include "proto/clock.h"
#include "proto/log.h"
#include "proto/packet.h"
#include "proto/role.h"

#define LOOK_MS  100   /* how often a child's CPU clock is read */
#define HELLO_MS 60000 /* how long one may take to be ready */

struct again {
	struct again_conf conf;
	struct child *child; /* NULL: none */
	struct buf art, why;
};

static void
lose_child(struct again *a)
{
	child_end(a->child);
	a->child = NULL;
}

static void
wait_a_moment(struct again *a)
{
	struct bus_item item[] = { { .fd = child_fd(a->child) },
		{ .fd = child_fd(a->child), .want_out = true } };

	(void)!bus_wait(item, child_wants_out(a->child) ? 2 : 1, LOOK_MS);
	child_write(a->child);
}

/* The child's next reply.  RC_END: it is gone; RC_FULL: it took too long. */
static enum rc
await(struct again *a, int64_t cpu_ms, int64_t wall_ms, struct child_reply *r)
{
	int64_t from = clock_mono_ms();
	enum rc rc;

	while ((rc = child_read(a->child, r)) == RC_AGAIN) {
		if (clock_mono_ms() - from > wall_ms ||
		    child_cpu_ms(a->child) > cpu_ms)
			return RC_FULL;
		wait_a_moment(a);
	}
	return rc;
}

static enum rc
have_child(struct again *a)
{
	struct child_reply r = { 0 };
	enum rc rc;

	if (a->child != NULL)
		return RC_OK;
	rc = child_start(a->conf.program, a->conf.memory_mb, &a->child);
	if (rc == RC_OK)
		rc = await(a, INT64_MAX, HELLO_MS, &r);
	if (rc == RC_OK && r.hello)
		return RC_OK;
	log_err("no computing child could be started",
	    LOG_S("program", a->conf.program), LOG_RC(rc));
	lose_child(a);
	return RC_IO;
}

/* What a child that gave no answer to this text did. */
static struct span
blame(struct again *a, enum rc rc)
{
	buf_clear(&a->why);
	buf_puts(&a->why,
	    rc == RC_FULL      ? "it takes more time than an article has"
		: rc == RC_END ? "the extraction ended in the midst of it"
			       : "the extraction answered nonsense");
	return buf_span(&a->why);
}

/* The answer to the text in a->art. */
static enum rc
answer(struct again *a, int fd)
{
	int64_t times = 1 + (int64_t)(a->art.n >> 20);
	struct child_reply r = { .kind = WARDEN_FAILED };
	char kind;
	enum rc rc;

	if ((rc = have_child(a)) != RC_OK)
		return rc;
	child_give(a->child, buf_span(&a->art));
	rc = await(a, a->conf.cpu_ms * times, a->conf.wall_ms * times, &r);
	if (rc != RC_OK || r.hello) {
		r.kind = WARDEN_FAILED;
		r.body = blame(a, rc);
	}
	kind = (char)r.kind;
	rc = packet_put(fd, (struct span) { &kind, 1 }, r.body);
	if (r.kind == WARDEN_FAILED)
		lose_child(a);
	return rc;
}

int
again_serve(int fd, const struct again_conf *c)
{
	struct again a = { .conf = *c };
	enum rc rc;

	while ((rc = packet_get(fd, BUS_BIG_MAX, &a.art)) == RC_OK)
		if ((rc = answer(&a, fd)) != RC_OK)
			break;
	lose_child(&a);
	buf_free(&a.art);
	buf_free(&a.why);
	if (rc == RC_END)
		return EXIT_DONE;
	return rc == RC_IO ? EXIT_OPEN : EXIT_PEER;
}
