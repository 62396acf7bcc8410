/* pipeline.c -- a whole pipeline, from its start to its end. */
#include "pipeline.h"

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
#include "crew.h"
#include "launch.h"
#include "pageaddr.h"
#include "progress.h"
#include "proto/clock.h"
#include "proto/json.h"
#include "proto/log.h"

#define ASK_MS       200   /* between two questions to the producer */
#define LOOK_MS      50    /* between two looks for the page's address */
#define PAGE_MS      5000  /* who waits for the page goes on without it */
#define LEFT_OVER_MS 10000 /* to wait for processes of a run before us */

struct pipeline {
	const struct pipeline_plan *plan;
	const struct cmd_call *call;
	const struct conf *conf;
	struct launch line[CREW_ROLES]; /* how each role is started */
	struct launch drain;            /* the producer that reads nothing */
	struct crew *crew;
	struct bus *bus;
	struct bus_sock *ctl;      /* questions to us */
	struct bus_sock *producer; /* ours to the producer */
	int child_fd;              /* readable when a child has ended */
	int64_t ask_ms;            /* when to ask the producer again */
	int64_t tick_ms;           /* when the plan wants its next tick */
	int64_t look_ms;           /* when to look for the page again */
	int64_t patience_ms;       /* not to wait for it any longer */
	char page[PAGEADDR_MAX];   /* its address; "": not known */
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
make_lines(struct pipeline *r)
{
	struct launch *p = &r->line[CREW_PRODUCER];
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
	if (r->plan->once)
		launch_add(p, "--once");
	launch_add(p, "--");
	for (char **source = r->plan->source; *source != NULL; source++)
		add_source(p, *source);
	return RC_OK;
}

static long
spawn(void *arg, enum crew_role role, bool drain)
{
	struct pipeline *r = arg;
	bool producer = role == CREW_PRODUCER;
	const struct launch *l = producer && drain ? &r->drain : &r->line[role];
	/*
	 * If we die, the workers and the sink end in order; a producer would
	 * wait for acknowledgements that cannot come, and its spool is made
	 * for being killed.
	 */
	int parent_gone = producer ? SIGKILL : SIGTERM;
	long pid = launch_start(l, producer ? r->plan->input : -1, parent_gone);

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
put_status(const struct pipeline *r, struct buf *text)
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
scale(struct pipeline *r, uint64_t n, unsigned *code, struct buf *text)
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
	struct pipeline *r = arg;

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
ask_producer(struct pipeline *r, int64_t now_ms)
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
hear_producer(struct pipeline *r, int64_t now_ms)
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
show_progress(struct pipeline *r, int64_t now_ms)
{
	struct buf out = { 0 };

	if (r->plan->quiet)
		return;
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

/* ---- the page ---- */

/* What an earlier sink left is not ours. */
static void
forget_page(struct pipeline *r)
{
	r->look_ms = INT64_MAX;
	if (!pageaddr_wanted(r->conf))
		return;
	pageaddr_forget(r->conf);
	r->look_ms = 0;
	r->patience_ms = clock_mono_ms() + PAGE_MS;
}

/* Say where the page is as soon as it is there, and when it has moved. */
static void
look_for_page(struct pipeline *r, int64_t now_ms)
{
	char before[sizeof r->page];
	struct buf out = { 0 };

	if (now_ms < r->look_ms)
		return;
	r->look_ms = now_ms + LOOK_MS;
	memcpy(before, r->page, sizeof before);
	if (!pageaddr_read(r->conf, r->page))
		return;
	r->look_ms = INT64_MAX;
	if (strcmp(before, r->page) != 0) {
		progress_clear(&r->progress, &out);
		buf_printf(&out, "claimwire: page at %s\n", r->page);
		fputs(buf_cstr(&out), stderr);
	}
	buf_free(&out);
}

static void
tick(struct pipeline *r, int64_t now_ms)
{
	bool up = r->look_ms == INT64_MAX || now_ms >= r->patience_ms;

	if (r->plan->tick != NULL)
		r->tick_ms = r->plan->tick(r->plan->arg, up, now_ms);
}

/* What it came to; returns the exit code. */
static int
sum_up(struct pipeline *r)
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
child_of(const struct pipeline *r, long pid)
{
	for (size_t i = 0; i < CREW_SIZE; i++)
		if (crew_child(r->crew, i)->pid == pid)
			return crew_child(r->crew, i);
	return NULL;
}

/* k: who ended, and what is to become of it. */
static void
say_end(const struct launch_end *end, const struct crew_child *k)
{
	bool again = k != NULL && k->state == CREW_DUE;
	const char *role = k != NULL ? crew_role_text(k->role) : "unknown";

	if (end->signal != 0)
		log_warn(again ? "a process died and is started again"
			       : "a process died",
		    LOG_S("child", role), LOG_I("pid", end->pid),
		    LOG_I("signal", end->signal),
		    LOG_S("cause", strsignal(end->signal)));
	else if (end->code != EXIT_DONE && end->code != EXIT_REFUSED)
		log_warn(again ? "a process ended and is started again"
			       : "a process ended",
		    LOG_S("child", role), LOG_I("pid", end->pid),
		    LOG_I("code", end->code));
}

/* Did it die of what we sent it? */
static bool
was_asked(const struct crew_child *k, const struct launch_end *end)
{
	return k != NULL && k->state == CREW_LEAVING &&
	    (end->signal == SIGKILL || end->signal == SIGTERM);
}

static void
bury_children(struct pipeline *r, int64_t now_ms)
{
	struct signalfd_siginfo info;
	struct launch_end end;

	while (read(r->child_fd, &info, sizeof info) > 0)
		continue;
	while (launch_reap(&end)) {
		const struct crew_child *k = child_of(r, end.pid);
		bool asked = was_asked(k, &end);

		if (k == crew_child(r->crew, 0))
			forget_page(r); /* another sink will have its own */
		crew_exited(r->crew, end.pid, end.signal, end.code, now_ms);
		if (!asked)
			say_end(&end, k);
	}
}

static void
wait_for_news(struct pipeline *r, int64_t now_ms)
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
	if (r->look_ms < wake)
		wake = r->look_ms;
	if (r->tick_ms < wake)
		wake = r->tick_ms;
	if (bus_wait(item, n, wake > now_ms ? (long)(wake - now_ms) : 0) ==
	    RC_IO)
		log_err("waiting for news failed", LOG_I("items", n));
}

static void
work(struct pipeline *r)
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
		look_for_page(r, now);
		tick(r, now);
		show_progress(r, now);
		wait_for_news(r, clock_mono_ms());
	}
}

/* ---- beginning and end ---- */

static int
open_sockets(struct pipeline *r)
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
open_child_fd(struct pipeline *r)
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

/*
 * Roles say on their way what a service manager's log may want; a person at
 * a terminal wants to see what went wrong only, unless told otherwise.
 */
static int
hush(struct pipeline *r)
{
	const char *file = NULL;
	struct buf why = { 0 };
	int line, code = -1;

	if (conf_origin(r->conf, CONF_LOG_LEVEL, &file, &line) ==
		CONF_BUILTIN &&
	    conf_option(r->call->args->conf, "log_level=warn", &why) != RC_OK)
		code = cmd_fail(r->call, EXIT_CONF, "%s", buf_cstr(&why));
	buf_free(&why);
	return code;
}

static int
open_all(struct pipeline *r)
{
	const struct pipeline_plan *p = r->plan;
	long owner = 0;
	int code;

	if ((code = hush(r)) >= 0 || (code = role_start("run", r->conf)) >= 0)
		return code;
	if (role_lock(r->conf, "run.lock", &owner) != RC_OK)
		return cmd_fail(r->call, EXIT_OPEN,
		    "another run (process %ld) works on %s; `claimwire drain` "
		    "ends it, --data DIR uses another folder",
		    owner, conf_str(r->conf, CONF_DATA));
	if (p->begin != NULL && (code = p->begin(p->arg)) >= 0)
		return code;
	if (make_lines(r) != RC_OK)
		return EXIT_OPEN;
	wait_for_left_overs(r->conf);
	forget_page(r);
	if (accounts_read(r->conf, true, &r->before) != RC_OK)
		r->before = (struct accounts) { 0 };
	/* SIGCHLD is blocked before the bus makes its threads. */
	if ((code = open_child_fd(r)) >= 0)
		return code;
	return open_sockets(r);
}

static void
close_all(struct pipeline *r)
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

int
pipeline_run(const struct pipeline_plan *plan)
{
	struct pipeline r = { .plan = plan,
		.call = plan->call,
		.conf = plan->call->args->conf,
		.child_fd = -1,
		.tick_ms = INT64_MAX };
	const struct crew_ops ops = { spawn, send_signal, &r };
	int code;

	if ((code = open_all(&r)) < 0) {
		r.crew = crew_new(&ops, plan->workers, clock_mono_ms());
		progress_init(
		    &r.progress, isatty(STDERR_FILENO) == 1, clock_mono_ms());
		work(&r);
		code = sum_up(&r);
	}
	close_all(&r);
	return code;
}

int
pipeline_workers(const struct cmd_call *call, uint32_t *workers)
{
	const char *asked = cmd_value(call, "workers");
	int64_t n = conf_int(call->args->conf, CONF_WORKERS);

	if (asked != NULL && !cmd_number(asked, 1, CREW_WORKERS_MAX, &n))
		return cmd_fail(call, EXIT_USAGE,
		    "--workers: a number from 1 to %d, not \"%s\"",
		    CREW_WORKERS_MAX, asked);
	*workers = (uint32_t)n;
	return -1;
}
