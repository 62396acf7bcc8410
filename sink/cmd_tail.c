/* cmd_tail.c -- claimwire tail: the change feed, followed. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "changeline.h"
#include "sieve.h"
#include "cmd.h"
#include "proto/change.h"
#include "proto/clock.h"
#include "proto/follow.h"
#include "proto/jsonin.h"
#include "when.h"

#define START_MS  5000 /* a feed that says nothing for so long is not there */
#define SILENT_MS 5000 /* later on: worth a word */
#define LOOK_MS   500  /* between two looks whether anybody still reads us */
#define DEPTH_MAX 16   /* of a change's JSON */

/* Options after it are filters. */
#define LAST_PLAIN_OPTION "limit"

struct tail {
	const struct cmd_call *call;
	struct query_filter filter;
	bool filtered, json;
	struct changeline_style style;
	uint64_t left; /* changes to print yet */
	struct bus *bus;
	struct bus_sock *live, *replay;
	struct follow follow;
	bool placed; /* it is known where to begin */
	bool heard;  /* the feed has spoken */
	bool silent; /* it was said that it is silent */
	bool over;   /* nobody reads, or all that was wanted is printed */
	char generation[CHANGE_GEN_MAX + 1]; /* "": not known yet */
	struct buf text, line;
};

/* ---- where to begin ---- */

/* A time: the store knows which change came last before it. */
static int
read_time(struct tail *t, int64_t at_ms, int64_t *seq)
{
	struct query *q;
	enum rc rc;
	int code;

	if ((code = cmd_store(t->call, &q)) >= 0)
		return code;
	rc = query_seq_at(q, at_ms, seq);
	if (rc == RC_OK)
		snprintf(t->generation, sizeof t->generation, "%s",
		    query_generation(q));
	query_close(q);
	return rc == RC_OK ? -1 : cmd_failed(t->call, rc);
}

/* "17", or an id "GENERATION-17". */
static bool
read_number(struct tail *t, const char *since, int64_t *seq)
{
	const char *dash = strrchr(since, '-');

	if (!cmd_number(dash != NULL ? dash + 1 : since, 0, INT64_MAX, seq))
		return false;
	if (dash != NULL && (size_t)(dash - since) <= CHANGE_GEN_MAX)
		snprintf(t->generation, sizeof t->generation, "%.*s",
		    (int)(dash - since), since);
	return true;
}

static int
read_since(struct tail *t, int64_t now_ms)
{
	const char *since = cmd_value(t->call, "since");
	int64_t at_ms, seq;
	int code = -1;

	if (since == NULL || strcmp(since, "now") == 0)
		return -1; /* the first heartbeat will tell */
	if (when_parse(span_of(since), &at_ms))
		code = read_time(t, at_ms, &seq);
	else if (!read_number(t, since, &seq))
		code = cmd_fail(t->call, EXIT_USAGE,
		    "--since: a change's number or id, a time "
		    "(2026-01-31T08:00:00Z), 0 or now, not \"%s\"",
		    since);
	if (code >= 0)
		return code;
	follow_init(&t->follow, (uint64_t)seq, now_ms);
	t->placed = true;
	return -1;
}

static int
read_options(struct tail *t, int64_t now_ms)
{
	const struct role_option *o = t->call->cmd->option;
	size_t i = 0;
	int code;

	if ((code = cmd_filter(t->call, &t->filter)) >= 0 ||
	    (code = cmd_colour(t->call, &t->style.colour)) >= 0)
		return code;
	while (strcmp(o[i].name, LAST_PLAIN_OPTION) != 0)
		i++;
	for (i++; o[i].name != NULL; i++)
		t->filtered |= t->call->args->value[i] != NULL;
	t->left = t->filter.limit > 0 ? t->filter.limit : UINT64_MAX;
	t->json = cmd_value(t->call, "json") != NULL;
	follow_init(&t->follow, 0, now_ms);
	return read_since(t, now_ms);
}

/* ---- printing ---- */

static void
print(struct tail *t, struct json_object *change)
{
	buf_clear(&t->line);
	if (t->json) {
		buf_append(&t->line, t->text.p, t->text.n);
		buf_puts(&t->line, "\n");
	} else {
		t->style.width = cmd_width();
		changeline_put(change, &t->style, &t->line);
	}
	if (!cmd_write(buf_span(&t->line)) || --t->left == 0)
		t->over = true;
}

static void
deliver(struct tail *t, struct span map)
{
	struct json_object *change = NULL;
	struct buf why = { 0 };

	buf_clear(&t->text);
	if (change_unpack(map, &t->text) != RC_OK) {
		fprintf(stderr,
		    "claimwire tail: change %" PRIu64 " cannot be read; a "
		    "newer claimwire may have made it\n",
		    t->follow.seq);
	} else if (t->json && !t->filtered) {
		print(t, NULL);
	} else if (jsonin_parse(buf_span(&t->text), DEPTH_MAX, &change, &why) ==
	    RC_OK) {
		if (sieve_match(&t->filter, change))
			print(t, change);
		json_object_put(change);
	}
	buf_free(&why);
}

/* ---- hearing ---- */

static void
begin_anew(struct tail *t, int64_t now_ms)
{
	fprintf(stderr,
	    "claimwire tail: the feed does not know change %" PRIu64
	    " of before (the store was restored, or is another one); starting "
	    "over from 0\n",
	    t->follow.seq);
	follow_init(&t->follow, 0, now_ms);
	t->generation[0] = '\0';
}

static void
on_mark(struct tail *t, struct span topic, struct span map, int64_t now_ms)
{
	struct change_mark k;

	if (change_decode_mark(map, &k) != RC_OK)
		return;
	if (t->generation[0] != '\0' && !span_is(k.generation, t->generation)) {
		begin_anew(t, now_ms);
		return;
	}
	if (span_is(topic, "reset")) {
		begin_anew(t, now_ms);
		return;
	}
	snprintf(t->generation, sizeof t->generation, "%.*s",
	    (int)k.generation.n, k.generation.p);
	if (!t->placed)
		follow_init(&t->follow, k.seq, now_ms);
	t->placed = true;
	follow_mark(&t->follow, k.seq, span_is(topic, "end"), k.more, now_ms);
}

static void
on_change(struct tail *t, uint64_t seq, struct span map, bool replayed,
    int64_t now_ms)
{
	if (!t->placed)
		follow_init(&t->follow, seq - 1, now_ms);
	t->placed = true;
	if (follow_change(&t->follow, seq, replayed, now_ms) == FOLLOW_DELIVER)
		deliver(t, map);
}

static bool
is_mark(struct span topic)
{
	return span_is(topic, "heartbeat") || span_is(topic, "end") ||
	    span_is(topic, "reset");
}

static void
on_message(
    struct tail *t, const struct bus_msg *m, bool replayed, int64_t now_ms)
{
	uint64_t seq;

	if (m->n != 3 || m->frame[1].n != 8)
		return; /* nothing of ours */
	t->heard = true;
	if (t->silent)
		fputs("claimwire tail: the feed is back\n", stderr);
	t->silent = false;
	seq = change_get_seq((const unsigned char *)m->frame[1].p);
	if (is_mark(m->frame[0]))
		on_mark(t, m->frame[0], m->frame[2], now_ms);
	else if (seq > 0)
		on_change(t, seq, m->frame[2], replayed, now_ms);
}

static void
hear(struct tail *t, struct bus_sock *s, bool replayed, int64_t now_ms)
{
	struct bus_msg m;

	while (!t->over && bus_recv(s, &m) == RC_OK)
		on_message(t, &m, replayed, now_ms);
}

/* ---- asking ---- */

static void
ask(struct tail *t, int64_t now_ms)
{
	struct change_since s = { .generation = span_of(t->generation),
		.limit = CHANGE_LIMIT_MAX };
	struct buf msg = { 0 };

	if (!t->placed || !follow_ask(&t->follow, now_ms, &s.seq))
		return;
	change_encode_since(&s, &msg);
	if (bus_send(t->replay, buf_span(&msg)) != RC_OK)
		t->follow.ask = true; /* nobody is there yet */
	buf_free(&msg);
}

/* ---- the loop ---- */

/* Nobody reads our output any more, and nothing need be written to know. */
static bool
output_closed(void)
{
	struct pollfd p = { .fd = STDOUT_FILENO };

	return poll(&p, 1, 0) > 0 && (p.revents & POLLERR) != 0;
}

static int
no_feed(const struct cmd_call *call)
{
	return cmd_fail(call, EXIT_PEER,
	    "no feed answers on %s; `claimwire run` serves one, --data DIR or "
	    "-o changes=... looks elsewhere",
	    conf_str(call->args->conf, CONF_DATA));
}

/* Has nothing ever run here?  Then there is nothing to wait for. */
static bool
nobody_ever(const struct conf *c)
{
	char path[PATH_MAX];

	return conf_path(c, "run", path, sizeof path) == RC_OK &&
	    access(path, F_OK) != 0;
}

/* -1 to go on, or the exit code. */
static int
check_silence(struct tail *t, int64_t now_ms)
{
	if (!t->heard && follow_silent(&t->follow, now_ms, START_MS))
		return no_feed(t->call);
	if (t->heard && !t->silent &&
	    follow_silent(&t->follow, now_ms, SILENT_MS)) {
		fputs("claimwire tail: the feed is silent; waiting for it\n",
		    stderr);
		t->silent = true;
	}
	return -1;
}

static int
work(struct tail *t)
{
	int code = -1;

	while (code < 0) {
		struct bus_item item[] = { { .sock = t->live },
			{ .sock = t->replay } };
		int64_t now = clock_mono_ms();

		hear(t, t->replay, true, now);
		hear(t, t->live, false, now);
		if (fflush(stdout) != 0 || t->over || output_closed())
			return cmd_end(t->call);
		follow_tick(&t->follow, now);
		ask(t, now);
		code = check_silence(t, now);
		if (code < 0 &&
		    bus_wait(item, 2, t->follow.ask ? 50 : LOOK_MS) == RC_IO)
			code = cmd_fail(t->call, EXIT_OPEN,
			    "waiting failed: %s", strerror(errno));
	}
	return code;
}

static int
run(const struct cmd_call *call)
{
	struct tail t = { .call = call };
	struct buf why = { 0 };
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = read_options(&t, clock_mono_ms())) >= 0)
		return code;
	if (nobody_ever(call->args->conf))
		code = no_feed(call);
	else if (bus_new(call->args->conf, &t.bus, &why) != RC_OK ||
	    bus_open(t.bus, BUS_CHANGES_IN, "", &t.live, &why) != RC_OK ||
	    bus_open(t.bus, BUS_REPLAY_IN, NULL, &t.replay, &why) != RC_OK)
		code = cmd_fail(call, EXIT_OPEN, "%s", buf_cstr(&why));
	else
		code = work(&t);
	bus_close(t.live);
	bus_close(t.replay);
	bus_free(t.bus);
	buf_free(&t.text);
	buf_free(&t.line);
	buf_free(&why);
	return code;
}

static const struct role_option options[] = {
	{ "since", "N",
	    "changes after number, id or time N; 0: all; now (default)" },
	{ "json", NULL, "the change itself, one JSON object a line" },
	CMD_COLOUR_OPTION,
	{ LAST_PLAIN_OPTION, "N", "end after so many changes" },
	SIEVE_CLAIM_OPTIONS,
	SIEVE_CHANGE_OPTIONS,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_tail_face = {
	.name = "tail",
	.usage = "",
	.about = "follow the changes of a running pipeline",
	.more =
	    "What is printed is committed, in order, without gap or repeat, "
	    "whatever happens to\nthe pipeline meanwhile.  To resume, say "
	    "--since with the last \"id\" or number seen.",
	.option = options,
	.run = run,
};
