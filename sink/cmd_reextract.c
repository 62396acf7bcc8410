/* cmd_reextract.c -- claimwire reextract: read all stored texts anew. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cmd.h"
#include "launch.h"
#include "proto/clock.h"
#include "proto/packet.h"
#include "proto/utf8.h"
#include "store.h"

/* The worker that reads them: workers/again.h has the packets. */
struct reader {
	const struct cmd_call *call;
	struct cmd_ticks ticks;
	int fd;
	struct buf packet;
};

static enum rc
hire(struct reader *r)
{
	struct launch l = { 0 };
	int pair[2];
	long pid = -1;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return RC_IO;
	if (launch_program(r->call->args->conf, "claimwire-worker", &l) ==
	    RC_OK) {
		launch_add(&l, "reextract");
		pid = launch_start(&l, pair[1], SIGKILL);
	}
	launch_free(&l);
	close(pair[1]);
	r->fd = pair[0];
	return pid > 0 ? RC_OK : RC_IO;
}

/* Nothing is found in a, and why. */
static enum rc
refuse(struct reader *r, const struct article *a, struct span why)
{
	cmd_ticked(&r->ticks);
	cmd_fail(r->call, EXIT_REFUSED,
	    "article %.*s: %.*s; what was found in it before stays",
	    (int)a->id.n, a->id.p, (int)why.n, why.p);
	return RC_REFUSED;
}

/* The worker's answer: what kind it is, and its blob. */
static enum rc
hear(struct reader *r, const struct article *a, struct arena *arena,
    struct found *f)
{
	struct span blob = buf_span(&r->packet);
	char kind;
	enum rc rc;

	if (blob.n == 0)
		return RC_PEER;
	kind = *blob.p++;
	blob.n--;
	if (kind != 0)
		return refuse(r, a, blob);
	/* What is found views the blob, until the arena is emptied. */
	blob.p = arena_strdup(arena, blob);
	rc = found_decode(blob, (uint32_t)utf8_count(a->text), arena, f);
	if (rc == RC_OK)
		return RC_OK;
	return refuse(r, a, span_of("what the worker found cannot be read"));
}

static enum rc
read_text(
    void *arg, const struct article *a, struct arena *arena, struct found *f)
{
	struct reader *r = arg;
	const struct span none = { NULL, 0 };
	enum rc rc;

	buf_clear(&r->packet);
	article_encode(a, &r->packet);
	rc = packet_put(r->fd, none, buf_span(&r->packet));
	if (rc == RC_OK)
		rc = packet_get(r->fd, BUS_BIG_MAX, &r->packet);
	return rc == RC_OK ? hear(r, a, arena, f) : RC_PEER;
}

static void
tick(void *arg, int64_t done, int64_t all)
{
	struct reader *r = arg;

	cmd_tick(&r->ticks, done, all);
}

static int
tell(const struct cmd_call *call, enum rc rc, const struct store_reread *sum)
{
	if (rc == RC_PEER)
		return cmd_fail(call, EXIT_PEER,
		    "the worker that reads is gone, nothing has changed; run "
		    "it again");
	if (rc != RC_OK)
		return cmd_fail(call, EXIT_OPEN,
		    "nothing has changed: %s; `claimwire check` tells more",
		    rc_text(rc));
	printf("%zu texts read, %zu of them say something else; %" PRId64
	       " changes told\n",
	    sum->read, sum->others, sum->changes);
	return sum->refused > 0 ? EXIT_REFUSED : cmd_end(call);
}

static int
run(const struct cmd_call *call)
{
	struct reader r = { .call = call, .fd = -1 };
	struct store_reader face = { read_text, tick, &r };
	struct store_reread sum;
	struct store *s;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = cmd_writer(call, &s)) >= 0)
		return code;
	r.ticks = cmd_ticks(call, "texts");
	if ((rc = hire(&r)) == RC_OK)
		rc = store_reextract(s, &face, clock_wall_ms(), &sum);
	cmd_ticked(&r.ticks);
	store_close(s);
	if (r.fd >= 0)
		close(r.fd);
	buf_free(&r.packet);
	return tell(call, rc, &sum);
}

const struct cmd cmd_reextract_face = {
	.name = "reextract",
	.usage = "",
	.about = "extract the stored texts anew, by the rules that are there "
		 "now",
	.more = "Run it after an upgrade, while nothing else runs: readers of "
		"the feed are told\nwhat differs, with cause reextraction.  "
		"Interrupted, it has changed nothing.",
	.run = run,
};
