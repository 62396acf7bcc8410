/* cmd_run.c -- claimwire run: a whole pipeline, from its start to its end. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "accounts.h"
#include "cmd.h"
#include "crew.h"
#include "launch.h"
#include "progress.h"
#include "proto/clock.h"
#include "proto/json.h"
#include "proto/log.h"

#define ASK_MS       200   /* between two questions to the producer */
#define LEFT_OVER_MS 10000 /* to wait for processes of a run before us */

struct run {
	const struct cmd_call *call;
	const struct conf *conf;
	struct launch line[CREW_ROLES]; /* how each role is started */
	struct launch drain;            /* the producer that reads nothing */
	bool input;                     /* the producer reads our own input */
	struct crew *crew;
	struct bus *bus;
	struct bus_sock *ctl;      /* questions to us */
	struct bus_sock *producer; /* ours to the producer */
	int child_fd;              /* readable when a child has ended */
	int64_t ask_ms;            /* when to ask the producer again */
	struct accounts before;    /* as they were when we started */
	struct accounts now;
	struct progress progress;
};

/* ---- how the roles are started ---- */

/* A source that works from any folder: a path made absolute. */
static void
add_source(struct launch *l, const char *source)
{
	struct buf b = { 0 };
	char *path = NULL;

	if (strcmp(source, "-") != 0 && strstr(source, "://") == NULL &&
	    source[0] != '/') {
		path = getcwd(NULL, 0);
		if (path != NULL)
			buf_printf(&b, "%s/", path);
		free(path);
	}
	buf_puts(&b, source);
	launch_add(l, buf_cstr(&b));
	buf_free(&b);
}

static enum rc
make_lines(struct run *r)
{
	struct launch *p = &r->line[CREW_PRODUCER];
	char **source = r->call->args->rest;
	enum rc rc;

	if ((rc = launch_program(
		 r->conf, "claimwire-sink", &r->line[CREW_SINK])) != RC_OK ||
	    (rc = launch_program(r->conf, "claimwire-worker",
		 &r->line[CREW_WORKER])) != RC_OK ||
	    (rc = launch_program(r->conf, "claimwire-producer", p)) != RC_OK ||
	    (rc = launch_program(r->conf, "claimwire-producer", &r->drain)) !=
		RC_OK)
		return rc;
	/* To read nothing and end when all is committed is to drain. */
	launch_add(&r->drain, "--once");
	if (cmd_value(r->call, "once") != NULL)
		launch_add(p, "--once");
	launch_add(p, "--");
	for (int i = 0; source[i] != NULL; i++) {
		add_source(p, source[i]);
		if (strcmp(source[i], "-") == 0)
			r->input = true;
	}
	return RC_OK;
}

static long
spawn(void *arg, enum crew_role role, bool drain)
{
	struct run *r = arg;
	bool producer = role == CREW_PRODUCER;
	const struct launch *l = producer && drain ? &r->drain : &r->line[role];
	/*
	 * If we die, the workers and the sink end in order; a producer would
	 * wait for acknowledgements that cannot come, and its spool is made
	 * for being killed.
	 */
	int parent_gone = producer ? SIGKILL : SIGTERM;
	long pid = launch_start(l, producer && r->input, parent_gone);

	if (pid < 0)
		log_warn("cannot start a process, will try again",
		    LOG_S("child", crew_role_text(role)),
		    LOG_S("cause", strerror(errno)));
	else
		log_debug("started", LOG_S("child", crew_role_text(role)),
		    LOG_I("pid", pid));
	return pid;
}

static void
send_signal(void *arg, long pid, int sig)
{
	(void)arg;
	if (kill((pid_t)pid, sig) != 0)
		log_debug("gone before its signal", LOG_I("pid", pid));
}

/* ---- control ---- */

static void
put_child(struct json *j, const struct crew_child *k, int64_t now_ms)
{
	json_open(j, '{');
	json_key(j, "role");
	json_str(j, span_of(crew_role_text(k->role)));
	json_key(j, "pid");
	if (k->state == CREW_DUE)
		json_null(j);
	else
		json_int(j, k->pid);
	json_key(j, "leaving");
	json_bool(j, k->state == CREW_LEAVING);
	json_key(j, "restarts");
	json_int(j, k->restarts);
	json_key(j, "uptime_ms");
	json_int(j, k->state == CREW_DUE ? 0 : now_ms - k->start_ms);
	json_close(j, '}');
}

static void
put_status(const struct run *r, struct buf *text)
{
	struct json j = json_on(text);
	int64_t now = clock_mono_ms();

	json_open(&j, '{');
	json_key(&j, "pid");
	json_int(&j, getpid());
	json_key(&j, "phase");
	json_str(&j, span_of(crew_phase_text(crew_phase(r->crew))));
	json_key(&j, "workers");
	json_int(&j, crew_workers(r->crew));
	json_key(&j, "children");
	json_open(&j, '[');
	for (size_t i = 0; i < CREW_SIZE; i++)
		if (crew_child(r->crew, i)->state != CREW_OFF)
			put_child(&j, crew_child(r->crew, i), now);
	json_close(&j, ']');
	json_close(&j, '}');
}

static void
scale(struct run *r, uint64_t n, unsigned *code, struct buf *text)
{
	uint32_t before = crew_workers(r->crew);

	if (n > CREW_WORKERS_MAX) {
		buf_printf(text, "at most %d workers", CREW_WORKERS_MAX);
		*code = EXIT_USAGE;
		return;
	}
	crew_scale(r->crew, (uint32_t)n, clock_mono_ms());
	buf_printf(
	    text, "workers: %" PRIu64 " (before: %" PRIu32 ")", n, before);
	if (n == 0)
		buf_puts(text, "; paused until it is scaled again");
	*code = EXIT_DONE;
}

static void
answer(void *arg, const struct ctl_ask *ask, unsigned *code, struct buf *text)
{
	struct run *r = arg;

	*code = EXIT_DONE;
	switch (ask->verb) {
	case CTL_STATUS:
		put_status(r, text);
		break;
	case CTL_SCALE:
		scale(r, ask->number, code, text);
		break;
	case CTL_DRAIN:
		crew_drain(r->crew, clock_mono_ms());
		buf_puts(text, "draining");
		break;
	default:
		buf_puts(text, "unknown question");
		*code = EXIT_USAGE;
	}
}

/* ---- progress ---- */

static void
ask_producer(struct run *r, int64_t now_ms)
{
	const struct ctl_ask ask = { .verb = CTL_STATUS };
	struct buf msg = { 0 };

	if (now_ms < r->ask_ms)
		return;
	r->ask_ms = now_ms + ASK_MS;
	ctl_encode_ask(&ask, &msg);
	if (bus_send(r->producer, buf_span(&msg)) != RC_OK)
		log_debug("the producer does not listen", LOG_I("at", now_ms));
	buf_free(&msg);
}

static void
hear_producer(struct run *r, int64_t now_ms)
{
	struct ctl_answer a;
	struct bus_msg m;

	while (bus_recv(r->producer, &m) == RC_OK)
		if (m.n == 1 && ctl_decode_answer(m.frame[0], &a) == RC_OK &&
		    accounts_parse(a.text, &r->now))
			progress_note(&r->progress,
			    r->now.committed - r->before.committed,
			    r->now.accepted - r->before.committed -
				r->before.dead,
			    now_ms);
}

static void
show_progress(struct run *r, int64_t now_ms)
{
	struct buf out = { 0 };

	if (progress_show(&r->progress, now_ms, &out))
		fputs(buf_cstr(&out), stderr);
	buf_free(&out);
}

static int64_t
count_claims(const struct conf *c)
{
	struct query_counts n = { 0 };
	struct buf why = { 0 };
	struct query *q;
	char path[PATH_MAX];

	if (conf_path(c, "claims.db", path, sizeof path) == RC_OK &&
	    query_open(path, &q, &why) == RC_OK) {
		if (query_counts(q, &n) != RC_OK)
			n.claims = 0;
		query_close(q);
	}
	buf_free(&why);
	return n.claims;
}

/* What it came to; returns the exit code. */
static int
sum_up(struct run *r)
{
	struct buf out = { 0 };
	int64_t dead;

	progress_clear(&r->progress, &out);
	fputs(buf_cstr(&out), stderr);
	buf_free(&out);
	if (accounts_read(r->conf, true, &r->now) != RC_OK)
		return crew_code(r->crew);
	dead = r->now.dead - r->before.dead;
	fprintf(stderr,
	    "claimwire: accepted %" PRId64 ", committed %" PRId64
	    ", dead %" PRId64 ", pending %" PRId64 "; the store holds %" PRId64
	    " claims\n",
	    r->now.accepted - r->before.accepted,
	    r->now.committed - r->before.committed, dead, r->now.pending,
	    count_claims(r->conf));
	if (dead > 0)
		fputs("claimwire: `claimwire dead list` tells which articles "
		      "no worker could read, and why\n",
		    stderr);
	return crew_code(r->crew) == EXIT_DONE && dead > 0 ? EXIT_REFUSED
							   : crew_code(r->crew);
}

/* ---- the loop ---- */

static const struct crew_child *
child_of(const struct run *r, long pid)
{
	for (size_t i = 0; i < CREW_SIZE; i++)
		if (crew_child(r->crew, i)->pid == pid)
			return crew_child(r->crew, i);
	return NULL;
}

static void
say_end(const struct run *r, const struct launch_end *end)
{
	const struct crew_child *k = child_of(r, end->pid);
	const char *role = k != NULL ? crew_role_text(k->role) : "unknown";

	if (k != NULL && k->state == CREW_LEAVING && end->signal == SIGKILL)
		return; /* our own doing */
	if (end->signal != 0)
		log_warn("a process died", LOG_S("child", role),
		    LOG_I("pid", end->pid), LOG_I("signal", end->signal),
		    LOG_S("cause", strsignal(end->signal)));
	else if (end->code != EXIT_DONE && end->code != EXIT_REFUSED)
		log_warn("a process ended", LOG_S("child", role),
		    LOG_I("pid", end->pid), LOG_I("code", end->code));
}

static void
bury_children(struct run *r, int64_t now_ms)
{
	struct signalfd_siginfo info;
	struct launch_end end;

	while (read(r->child_fd, &info, sizeof info) > 0)
		continue;
	while (launch_reap(&end)) {
		say_end(r, &end);
		crew_exited(r->crew, end.pid, end.signal, end.code, now_ms);
	}
}

static void
wait_for_news(struct run *r, int64_t now_ms)
{
	struct bus_item item[4];
	int64_t wake = crew_wake(r->crew);
	size_t n = 0;

	item[n++] = (struct bus_item) { .fd = r->child_fd };
	item[n++] = (struct bus_item) { .sock = r->ctl };
	item[n++] = (struct bus_item) { .sock = r->producer };
	if (!role_stopping()) /* it stays readable */
		item[n++] = (struct bus_item) { .fd = role_stop_fd() };
	if (r->ask_ms < wake)
		wake = r->ask_ms;
	if (bus_wait(item, n, wake > now_ms ? (long)(wake - now_ms) : 0) ==
	    RC_IO)
		log_err("waiting for news failed", LOG_I("items", n));
}

static void
work(struct run *r)
{
	for (;;) {
		int64_t now = clock_mono_ms();

		bury_children(r, now);
		if (role_stopping())
			crew_drain(r->crew, now);
		crew_tick(r->crew, now);
		if (crew_phase(r->crew) == CREW_ENDED)
			break;
		role_serve(r->ctl, answer, r);
		ask_producer(r, now);
		hear_producer(r, now);
		show_progress(r, now);
		wait_for_news(r, clock_mono_ms());
	}
}

/* ---- beginning and end ---- */

static int
open_sockets(struct run *r)
{
	struct buf why = { 0 };
	int code = -1;

	if (bus_new(r->conf, &r->bus, &why) != RC_OK ||
	    bus_open(r->bus, BUS_CTL_OUT, "run", &r->ctl, &why) != RC_OK ||
	    bus_open(r->bus, BUS_CTL_IN, "producer", &r->producer, &why) !=
		RC_OK)
		code = cmd_fail(r->call, EXIT_OPEN, "%s", buf_cstr(&why));
	buf_free(&why);
	return code;
}

static int
open_child_fd(struct run *r)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0 ||
	    (r->child_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)) < 0)
		return cmd_fail(
		    r->call, EXIT_OPEN, "signalfd: %s", strerror(errno));
	return -1;
}

/*
 * Roles of a run that was killed may still be closing what they have open;
 * ours would be refused.  Whoever stays longer is no left-over, and our role
 * will say whom it met.
 */
static void
wait_for_left_overs(const struct conf *c)
{
	static const char *const locks[] = { "sink.lock", "spool.lock" };
	int64_t until = clock_mono_ms() + LEFT_OVER_MS;
	long owner = 0;

	for (size_t i = 0; i < sizeof locks / sizeof locks[0]; i++)
		while (cmd_is_locked(c, locks[i], &owner) &&
		    clock_mono_ms() < until && !role_stopping())
			poll(NULL, 0, 20);
}

static int
open_all(struct run *r)
{
	long owner = 0;
	int code;

	if ((code = role_start("run", r->conf)) >= 0)
		return code;
	if (role_lock(r->conf, "run.lock", &owner) != RC_OK)
		return cmd_fail(r->call, EXIT_OPEN,
		    "another run (process %ld) works on %s; `claimwire drain` "
		    "ends it, --data DIR uses another folder",
		    owner, conf_str(r->conf, CONF_DATA));
	if (make_lines(r) != RC_OK)
		return EXIT_OPEN;
	wait_for_left_overs(r->conf);
	if (accounts_read(r->conf, true, &r->before) != RC_OK)
		r->before = (struct accounts) { 0 };
	/* SIGCHLD is blocked before the bus makes its threads. */
	if ((code = open_child_fd(r)) >= 0)
		return code;
	return open_sockets(r);
}

static void
close_all(struct run *r)
{
	crew_free(r->crew);
	bus_close(r->ctl);
	bus_close(r->producer);
	bus_free(r->bus);
	if (r->child_fd >= 0)
		close(r->child_fd);
	for (size_t i = 0; i < CREW_ROLES; i++)
		launch_free(&r->line[i]);
	launch_free(&r->drain);
}

static int
run(const struct cmd_call *call)
{
	struct run r = {
		.call = call, .conf = call->args->conf, .child_fd = -1
	};
	const struct crew_ops ops = { spawn, send_signal, &r };
	const char *workers = cmd_value(call, "workers");
	int64_t n = conf_int(r.conf, CONF_WORKERS);
	int code;

	if (workers != NULL && !cmd_number(workers, 1, CREW_WORKERS_MAX, &n))
		return cmd_fail(call, EXIT_USAGE,
		    "--workers: a number from 1 to %d, not \"%s\"",
		    CREW_WORKERS_MAX, workers);
	if ((code = open_all(&r)) < 0) {
		r.crew = crew_new(&ops, (uint32_t)n, clock_mono_ms());
		progress_init(
		    &r.progress, isatty(STDERR_FILENO) == 1, clock_mono_ms());
		work(&r);
		code = sum_up(&r);
	}
	close_all(&r);
	return code;
}

static const struct role_option options[] = {
	{ "once", NULL, "end when every source is read and all is committed" },
	{ "workers", "N",
	    "how many workers (default: workers of the "
	    "configuration)" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_run_face = {
	.name = "run",
	.usage = "[SOURCE...]",
	.about = "sources in, claims out: a whole pipeline",
	.more = "SOURCE is a text file, JSON Lines, a folder, or - for JSON "
		"Lines on standard input.\nIt works until SIGINT or SIGTERM, "
		"then finishes what was accepted; a second one\nends it at "
		"once, and the next run goes on from there.",
	.option = options,
	.run = run,
};
