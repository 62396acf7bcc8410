/* cmd_demo.c -- claimwire demo: run, on the stories that are compiled in, in
 * a throwaway store, at a pace at which one can watch. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "janitor.h"
#include "pipeline.h"
#include "proto/clock.h"
#include "proto/jsonin.h"
#include "stories.h"
#include "trickle.h"

#define GAP_MS    1500 /* between two stories */
#define SPEED_MAX 1000
#define DEPTH_MAX 16

#define DIGEST_LINES 12 /* of each kind of what it came to */

struct demo {
	const struct cmd_call *call;
	struct conf *conf;
	struct janitor janitor; /* of the throwaway folder, if there is one */
	bool once;
	double speed;
	bool begun, ended;
	int out; /* the producer's input; -1: closed */
	struct trickle feed;
};

/* ---- the configuration ---- */

static int
set(struct demo *d, const char *key, const char *value)
{
	struct buf pair = { 0 }, why = { 0 };
	int code = -1;

	buf_printf(&pair, "%s=%s", key, value);
	if (conf_option(d->conf, buf_cstr(&pair), &why) != RC_OK)
		code = cmd_fail(d->call, EXIT_CONF, "%s", buf_cstr(&why));
	buf_free(&pair);
	buf_free(&why);
	return code;
}

static enum conf_origin
origin(const struct demo *d, enum conf_id id)
{
	const char *file;
	int line;

	return conf_origin(d->conf, id, &file, &line);
}

/*
 * The stories must not meet a pipeline that the configuration tells of: what
 * connects to one is left to options alone.
 */
static int
keep_apart(struct demo *d)
{
	static const enum conf_id ids[] = { CONF_JOBS, CONF_RESULTS, CONF_ACKS,
		CONF_CHANGES, CONF_REPLAY, CONF_INTAKE, CONF_OUTLETS,
		CONF_HTTP_TOKEN };
	int code = -1;

	for (size_t i = 0; code < 0 && i < sizeof ids / sizeof ids[0]; i++)
		if (origin(d, ids[i]) != CONF_OPTION)
			code = set(d, conf_name(ids[i]), "");
	if (code >= 0 || strcmp(conf_str(d->conf, CONF_HTTP), "off") == 0)
		return code;
	if (d->once && origin(d, CONF_HTTP) != CONF_OPTION)
		return set(d, "http", "off");  /* nobody could look in time */
	if (origin(d, CONF_HTTP) == CONF_FILE) /* that is the pipeline's */
		return set(d, "http", "127.0.0.1:0");
	return -1;
}

/* A folder that was named is kept, so there must be nothing in it yet. */
static int
check_folder(struct demo *d)
{
	static const char *const files[] = { "claims.db", "spool.db",
		"outlets.csv" };
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (conf_path(d->conf, files[i], path, sizeof path) == RC_OK &&
		    access(path, F_OK) == 0)
			return cmd_fail(d->call, EXIT_USAGE,
			    "%s is there already; name a new folder, or look "
			    "at this one with `claimwire run --data %s`",
			    path, conf_str(d->conf, CONF_DATA));
	return -1;
}

static int
find_place(struct demo *d)
{
	if (origin(d, CONF_DATA) == CONF_OPTION)
		return check_folder(d);
	if (!janitor_start(&d->janitor, "claimwire-demo"))
		return cmd_fail(d->call, EXIT_OPEN,
		    "no temporary folder: %s; set TMPDIR to one that can be "
		    "written to, or use --data DIR",
		    strerror(errno));
	return set(d, "data", d->janitor.dir);
}

/* ---- the stories ---- */

/* The data folder is there: the table of outlets goes into it. */
static int
write_outlets(void *arg)
{
	struct demo *d = arg;
	char path[PATH_MAX];
	const char *line;
	bool ok;
	FILE *f;

	if (conf_path(d->conf, "outlets.csv", path, sizeof path) != RC_OK)
		return cmd_fail(d->call, EXIT_CONF,
		    "the data folder's path is too long; use a shorter one");
	f = fopen(path, "wxe");
	ok = f != NULL;
	for (size_t i = 0; ok && (line = stories_outlet(i)) != NULL; i++)
		ok = fputs(line, f) >= 0;
	if (f != NULL && fclose(f) != 0)
		ok = false;
	return ok
	    ? -1
	    : cmd_fail(d->call, EXIT_OPEN, "%s: %s", path, strerror(errno));
}

static void
greet(const struct demo *d)
{
	const char *dir = conf_str(d->conf, CONF_DATA);

	fprintf(stderr,
	    "claimwire demo: %zu stories, one every %.2g s; Ctrl-C ends it\n"
	    "claimwire demo: the store is %s%s\n"
	    "claimwire demo: in another terminal: %s tail --data %s\n",
	    stories_n(), GAP_MS / d->speed / 1000, dir,
	    d->janitor.dir != NULL ? " and goes with it; --data DIR keeps one"
				   : "",
	    program_invocation_name, dir);
}

/* "2025-10-06  Tarrow Valley Post: Three dead as ..." */
static void
tell(const char *line)
{
	struct json_object *o = NULL;
	struct buf out = { 0 }, why = { 0 };
	struct span at;

	if (jsonin_parse(span_of(line), DEPTH_MAX, &o, &why) == RC_OK) {
		at = jsonin_string(o, "updated");
		if (at.p == NULL)
			at = jsonin_string(o, "published");
		at.n = at.n < 10 ? at.n : 10; /* the day */
		table_plain(&out, at, 0);
		buf_puts(&out, "  ");
		table_plain(&out, jsonin_string(o, "outlet"), 0);
		buf_puts(&out, ": ");
		table_plain(&out, jsonin_string(o, "title"), 0);
		if (jsonin_string(o, "updated").p != NULL)
			buf_puts(&out, " (new text)");
		buf_puts(&out, "\n");
		fputs(buf_cstr(&out), stderr);
	}
	json_object_put(o);
	buf_free(&out);
	buf_free(&why);
}

static void
end_feed(struct demo *d)
{
	d->ended = true;
	if (d->once) { /* its end is the source's end */
		close(d->out);
		d->out = -1;
		return;
	}
	fprintf(stderr,
	    "claimwire demo: that was the last story; what there is can be "
	    "looked at until Ctrl-C\n");
}

static int64_t
feed(void *arg, bool up, int64_t now_ms)
{
	struct demo *d = arg;
	size_t before;
	int64_t next;

	if (d->ended || (!d->begun && !up))
		return INT64_MAX;
	if (!d->begun) {
		d->begun = true;
		if (!d->once)
			greet(d);
		trickle_init(&d->feed, d->out, stories_line, stories_n(),
		    d->once ? 0 : (int64_t)(GAP_MS / d->speed), now_ms);
	}
	before = d->feed.next;
	next = trickle_step(&d->feed, now_ms);
	for (size_t i = before; !d->once && i < d->feed.next; i++)
		tell(stories_line(i));
	if (trickle_over(&d->feed))
		end_feed(d);
	return next;
}

/* ---- what it came to ---- */

static void
sum_up(const struct demo *d)
{
	struct buf out = { 0 };
	struct query *q;
	enum rc rc;

	if (!cmd_try_store(d->call, &q))
		return;
	rc = digest_put(q, cmd_width(), DIGEST_LINES, &out);
	if (rc == RC_OK)
		cmd_write(buf_span(&out));
	else
		cmd_failed(d->call, rc);
	if (d->janitor.dir == NULL)
		printf("To look further: %s claims --data %s\n",
		    program_invocation_name, conf_str(d->conf, CONF_DATA));
	fflush(stdout);
	query_close(q);
	buf_free(&out);
}

static int
run_on(struct demo *d, uint32_t workers)
{
	static char dash[] = "-";
	char *source[] = { dash, NULL };
	struct pipeline_plan plan = { .call = d->call,
		.workers = workers,
		.once = d->once,
		.source = source,
		.quiet = !d->once,
		.begin = write_outlets,
		.tick = feed,
		.arg = d };
	int pair[2], code;

	if (pipe2(pair, O_CLOEXEC) != 0 ||
	    fcntl(pair[1], F_SETFL, O_NONBLOCK) != 0)
		return cmd_fail(
		    d->call, EXIT_OPEN, "pipe: %s", strerror(errno));
	plan.input = pair[0];
	d->out = pair[1];
	code = pipeline_run(&plan);
	close(pair[0]);
	if (d->out >= 0)
		close(d->out);
	if (code == EXIT_DONE)
		sum_up(d);
	return code;
}

static int
read_speed(struct demo *d)
{
	const char *s = cmd_value(d->call, "speed");
	char *end;

	d->speed = 1;
	if (s == NULL)
		return -1;
	d->speed = strtod(s, &end);
	if (end == s || *end != '\0' ||
	    !(d->speed >= 0.01 && d->speed <= SPEED_MAX))
		return cmd_fail(d->call, EXIT_USAGE,
		    "--speed: a number from 0.01 to %d, not \"%s\"", SPEED_MAX,
		    s);
	return -1;
}

static int
run(const struct cmd_call *call)
{
	struct demo d = { .call = call,
		.conf = call->args->conf,
		.once = cmd_value(call, "once") != NULL,
		.out = -1 };
	uint32_t workers;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = read_speed(&d)) >= 0 ||
	    (code = pipeline_workers(call, &workers)) >= 0 ||
	    (code = keep_apart(&d)) >= 0)
		return code;
	if ((code = find_place(&d)) < 0)
		code = run_on(&d, workers);
	if (!janitor_finish(&d.janitor))
		cmd_fail(call, code, "%s could not be removed; do it by hand",
		    conf_str(d.conf, CONF_DATA));
	return code;
}

static const struct role_option options[] = {
	{ "once", NULL, "as fast as possible, then sum up and end" },
	{ "speed", "X", "X times as fast as usual (0.01 to 1000)" },
	PIPELINE_WORKERS_OPTION,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_demo_face = {
	.name = "demo",
	.usage = "",
	.about = "see it at work, on stories that come with it",
	.more = "Invented stories of invented outlets, in a store of its own "
		"that is removed at the\nend; --data DIR keeps it in a new "
		"folder.  A story comes every second or two;\nafter the last "
		"one the page stays until SIGINT or SIGTERM.",
	.option = options,
	.run = run,
};
