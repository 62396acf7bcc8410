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
#include "proto/client/claimwire.h"
#include "proto/clock.h"
#include "proto/jsonin.h"
#include "when.h"

#define START_MS  5000 /* a feed that says nothing for so long is not there */
#define ALONE_MS  1000 /* nor is one that no sink serves */
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
	uint64_t left;    /* changes to print yet */
	struct buf since; /* as libclaimwire takes it */
	struct claimwire *feed;
	int64_t start_ms;
	bool greeted;
	bool silent; /* it was said that it is silent */
	bool over;   /* nobody reads, or all that was wanted is printed */
	struct buf line;
};

/* ---- where to begin ---- */

/* A time: the store knows which change came last before it. */
static int
read_time(struct tail *t, int64_t at_ms)
{
	struct query *q;
	int64_t seq;
	enum rc rc;
	int code;

	if ((code = cmd_store(t->call, &q)) >= 0)
		return code;
	rc = query_seq_at(q, at_ms, &seq);
	if (rc == RC_OK)
		buf_printf(&t->since, "%s-%" PRId64, query_generation(q), seq);
	query_close(q);
	return rc == RC_OK ? -1 : cmd_failed(t->call, rc);
}

/* "now", "17", or an id "GENERATION-17". */
static bool
is_place(const char *since)
{
	struct span generation;
	uint64_t seq;
	int64_t n;

	return strcmp(since, "now") == 0 ||
	    cmd_number(since, 0, INT64_MAX, &n) ||
	    change_read_id(span_of(since), &generation, &seq);
}

static int
read_since(struct tail *t)
{
	const char *since = cmd_value(t->call, "since");
	int64_t at_ms;

	if (since != NULL && when_parse(span_of(since), &at_ms))
		return read_time(t, at_ms);
	if (since != NULL && !is_place(since))
		return cmd_fail(t->call, EXIT_USAGE,
		    "--since: a change's number or id, a time "
		    "(2026-01-31T08:00:00Z), 0 or now, not \"%s\"",
		    since);
	buf_puts(&t->since, since != NULL ? since : "now");
	return -1;
}

static int
read_options(struct tail *t)
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
	return read_since(t);
}

/* ---- printing ---- */

static void
print(struct tail *t, const struct claimwire_change *c,
    struct json_object *change)
{
	buf_clear(&t->line);
	if (t->json) {
		buf_append(&t->line, c->json, c->json_size);
		buf_puts(&t->line, "\n");
	} else {
		t->style.width = cmd_width();
		changeline_put(change, &t->style, &t->line);
	}
	if (!cmd_write(buf_span(&t->line)) || --t->left == 0)
		t->over = true;
}

static void
deliver(struct tail *t, const struct claimwire_change *c)
{
	const struct span text = { c->json, c->json_size };
	struct json_object *change = NULL;
	struct buf why = { 0 };

	if (t->json && !t->filtered) {
		print(t, c, NULL);
	} else if (jsonin_parse(text, DEPTH_MAX, &change, &why) == RC_OK) {
		if (sieve_match(&t->filter, change))
			print(t, c, change);
		json_object_put(change);
	}
	buf_free(&why);
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

/* Nothing has come yet: -1 to wait on, or the exit code. */
static int
check_start(const struct tail *t)
{
	const struct conf *c = t->call->args->conf;
	int64_t waited = clock_mono_ms() - t->start_ms;
	long owner = 0;

	if (waited >= START_MS ||
	    (waited >= ALONE_MS && conf_str(c, CONF_CHANGES)[0] == '\0' &&
		!cmd_is_locked(c, "sink.lock", &owner)))
		return no_feed(t->call);
	return -1;
}

/* Who looks at an empty screen wants to know that it is not broken. */
static void
greet(struct tail *t)
{
	if (!t->greeted && isatty(STDERR_FILENO) == 1 &&
	    cmd_value(t->call, "since") == NULL)
		fputs("claimwire tail: changes from now on (--since 0: all); "
		      "Ctrl-C ends it\n",
		    stderr);
	t->greeted = true;
}

/* -1 to go on, or the exit code. */
static int
check_silence(struct tail *t)
{
	int64_t silent = claimwire_silence_ms(t->feed);

	if (silent < 0)
		return check_start(t);
	greet(t);
	if (t->silent != (silent >= SILENT_MS)) {
		t->silent = !t->silent;
		fputs(t->silent ? "claimwire tail: the feed is silent; "
				  "waiting for it\n"
				: "claimwire tail: the feed is back\n",
		    stderr);
	}
	return -1;
}

/* -1 to go on, or the exit code. */
static int
on_event(struct tail *t, enum claimwire_event event,
    const struct claimwire_change *change)
{
	switch (event) {
	case CLAIMWIRE_CHANGE:
		deliver(t, change);
		break;
	case CLAIMWIRE_RESET:
	case CLAIMWIRE_UNREADABLE:
		fprintf(
		    stderr, "claimwire tail: %s\n", claimwire_error(t->feed));
		break;
	case CLAIMWIRE_FAILED:
		return cmd_fail(
		    t->call, EXIT_OPEN, "%s", claimwire_error(t->feed));
	case CLAIMWIRE_NOTHING:
		break;
	}
	return t->over ? cmd_end(t->call) : -1;
}

static int
work(struct tail *t)
{
	const struct claimwire_change *change = NULL;
	enum claimwire_event event;
	int code = -1;

	while (code < 0) {
		event = claimwire_next(t->feed, 0, &change);
		if (event == CLAIMWIRE_NOTHING) {
			if (fflush(stdout) != 0 || output_closed())
				return cmd_end(t->call);
			if ((code = check_silence(t)) >= 0)
				return code;
			event = claimwire_next(t->feed, LOOK_MS, &change);
		}
		code = on_event(t, event, change);
	}
	return code;
}

static int
subscribe(struct tail *t)
{
	const struct conf *c = t->call->args->conf;
	const struct claimwire_options o = {
		.size = sizeof o,
		.data = conf_str(c, CONF_DATA),
		.changes = conf_str(c, CONF_CHANGES),
		.replay = conf_str(c, CONF_REPLAY),
		.curve_key = conf_str(c, CONF_CURVE_KEY),
		.curve_server = conf_str(c, CONF_CURVE_SERVER),
		.since = buf_cstr(&t->since),
	};
	char error[CLAIMWIRE_ERROR_SIZE];

	if (o.changes[0] == '\0' && nobody_ever(c))
		return no_feed(t->call);
	if (claimwire_open(&o, &t->feed, error, sizeof error) != 0)
		return cmd_fail(t->call, EXIT_OPEN, "%s", error);
	t->start_ms = clock_mono_ms();
	return work(t);
}

static int
run(const struct cmd_call *call)
{
	struct tail t = { .call = call };
	int code;

	if ((code = cmd_operands(call, 0, 0)) < 0 &&
	    (code = read_options(&t)) < 0)
		code = subscribe(&t);
	claimwire_close(t.feed);
	buf_free(&t.since);
	buf_free(&t.line);
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
