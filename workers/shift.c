/* shift.c -- a worker at work; see shift.h. */
#include "shift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "again.h"
#include "proto/clock.h"
#include "proto/log.h"
#include "proto/result.h"
#include "proto/role.h"

#define CPU_LOOK_MS 100  /* how often a busy child's CPU clock is read */
#define GOODBYE_MS  2000 /* how long a goodbye waits for the sink */

struct shift {
	struct warden *w;
	struct child *child; /* NULL: none */
	bool ready;          /* it has said hello */
	struct bus *bus;
	struct bus_sock *jobs, *results;
	char self[4096]; /* this program's file */
	int64_t memory_mb;
	int64_t quiet_ms; /* when a stop was first seen; 0: not yet */
	bool left;
};

/* ---- doing what the warden says ---- */

static void
spawn(struct shift *s, int64_t now_ms)
{
	enum rc rc = child_start(s->self, s->memory_mb, &s->child);

	s->ready = false;
	if (rc == RC_OK)
		return; /* its hello, or its end, says more */
	log_err("no computing child could be started",
	    LOG_S("program", s->self), LOG_RC(rc));
	warden_spawned(s->w, false, now_ms);
}

static void
obey(struct shift *s, int64_t now_ms)
{
	enum warden_do what;

	while ((what = warden_next(s->w, now_ms)) != WARDEN_NOTHING) {
		if (what == WARDEN_SPAWN)
			spawn(s, now_ms);
		else if (what == WARDEN_GIVE)
			child_give(s->child, warden_article(s->w));
		else if (what == WARDEN_KILL)
			child_kill(s->child);
		else {
			s->left = true;
			return;
		}
	}
}

static void
speak(struct shift *s)
{
	struct span msg;

	while (
	    warden_outgoing(s->w, &msg) && bus_send(s->results, msg) == RC_OK)
		warden_sent(s->w);
}

/* ---- hearing ---- */

/* The socketpair is closed: wait for the end that must follow. */
static void
bury_child(struct shift *s, int64_t now_ms)
{
	int signal, status;

	if (!child_reaped(s->child, &signal, &status))
		return;
	child_end(s->child);
	s->child = NULL;
	if (s->ready) {
		warden_exited(s->w, signal, status, now_ms);
		return;
	}
	log_err("the computing child ended before it was ready",
	    LOG_S("program", s->self), LOG_I("signal", signal),
	    LOG_I("status", status));
	warden_spawned(s->w, false, now_ms);
}

static void
hear_reply(struct shift *s, const struct child_reply *r, int64_t now_ms)
{
	if (r->hello && !s->ready) {
		s->ready = true;
		warden_spawned(s->w, true, now_ms);
	} else if (!r->hello)
		warden_reply(s->w, r->kind, r->body, r->compute_us, now_ms);
}

static void
hear_child(struct shift *s, int64_t now_ms)
{
	struct child_reply r;
	enum rc rc;

	while ((rc = child_read(s->child, &r)) == RC_OK)
		hear_reply(s, &r, now_ms);
	if (rc == RC_BADMSG)
		warden_nonsense(s->w);
	if (rc != RC_AGAIN)
		bury_child(s, now_ms);
}

static void
hear_jobs(struct shift *s, int64_t now_ms)
{
	struct bus_msg m;

	if (warden_wants_job(s->w) && bus_recv(s->jobs, &m) == RC_OK)
		warden_job(s->w, m.frame[0], now_ms);
}

/* ---- waiting ---- */

static long
patience(struct shift *s, int64_t now_ms)
{
	struct warden_stats st;
	int64_t ms = warden_wake(s->w) - now_ms;

	warden_stats(s->w, &st);
	if (st.busy && ms > CPU_LOOK_MS)
		ms = CPU_LOOK_MS;
	if (s->quiet_ms > 0 && ms > CPU_LOOK_MS)
		ms = CPU_LOOK_MS;
	return ms < 0 ? 0 : (long)ms;
}

static void
wait_for_news(struct shift *s, int64_t now_ms)
{
	struct bus_item item[5];
	size_t n = 0;
	struct span msg;

	if (s->quiet_ms == 0) /* once a stop is seen, it stays readable */
		item[n++] = (struct bus_item) { .fd = role_stop_fd() };
	if (s->child != NULL) {
		int fd = child_fd(s->child);

		item[n++] = (struct bus_item) { .fd = fd };
		if (child_wants_out(s->child))
			item[n++] = (struct bus_item) { .fd = fd,
				.want_out = true };
	}
	if (warden_wants_job(s->w))
		item[n++] = (struct bus_item) { .sock = s->jobs };
	if (warden_outgoing(s->w, &msg))
		item[n++] = (struct bus_item) { .sock = s->results,
			.want_out = true };
	if (bus_wait(item, n, patience(s, now_ms)) == RC_IO)
		log_err("waiting for news failed", LOG_I("items", n));
}

static void
see_stop(struct shift *s, int64_t now_ms)
{
	struct warden_stats st;

	if (!role_stopping())
		return;
	if (s->quiet_ms == 0) {
		s->quiet_ms = now_ms;
		warden_quiet(s->w);
		log_info(
		    "quiet: finishing what is in hand", LOG_I("pid", getpid()));
	}
	/* A sink that is gone cannot be said goodbye to. */
	warden_stats(s->w, &st);
	if (!st.busy && now_ms - s->quiet_ms > GOODBYE_MS)
		s->left = true;
}

static void
work(struct shift *s)
{
	while (!s->left) {
		int64_t now = clock_mono_ms();

		see_stop(s, now);
		if (s->child != NULL) {
			child_write(s->child);
			hear_child(s, now);
		}
		if (s->child != NULL)
			warden_cpu(s->w, child_cpu_ms(s->child), now);
		hear_jobs(s, now);
		obey(s, now);
		speak(s);
		obey(s, now);
		if (!s->left)
			wait_for_news(s, now);
	}
}

/* ---- beginning and end ---- */

static int
open_sockets(struct shift *s, const struct conf *c)
{
	struct buf why = { 0 };
	enum rc rc;

	if ((rc = bus_new(c, &s->bus, &why)) == RC_OK &&
	    (rc = bus_open(s->bus, BUS_JOBS_IN, NULL, &s->jobs, &why)) == RC_OK)
		rc = bus_open(s->bus, BUS_RESULTS_OUT, NULL, &s->results, &why);
	if (rc != RC_OK)
		fprintf(stderr, "claimwire-worker: %s\n", buf_cstr(&why));
	buf_free(&why);
	return rc == RC_OK ? -1 : EXIT_OPEN;
}

/* This program's own file. */
static bool
find_self(struct shift *s)
{
	return readlink("/proc/self/exe", s->self, sizeof s->self - 1) > 0;
}

static int
extract_again(struct shift *s, const struct conf *c)
{
	struct again_conf ac = { .program = s->self,
		.cpu_ms = conf_int(c, CONF_JOB_CPU_MS),
		.wall_ms = conf_int(c, CONF_JOB_WALL_MS),
		.memory_mb = conf_int(c, CONF_JOB_MEMORY_MB) };

	return find_self(s) ? again_serve(STDIN_FILENO, &ac) : EXIT_OPEN;
}

static int
run(struct shift *s, const struct conf *c)
{
	char host[64] = "", name[RESULT_WORKER_MAX + 1];
	struct warden_conf wc = { .name = name,
		.cpu_ms = conf_int(c, CONF_JOB_CPU_MS),
		.wall_ms = conf_int(c, CONF_JOB_WALL_MS) };
	int code;

	if (!find_self(s) || (code = open_sockets(s, c)) >= 0)
		return EXIT_OPEN;
	gethostname(host, sizeof host - 1);
	snprintf(name, sizeof name, "%.50s:%ld", host, (long)getpid());
	s->memory_mb = conf_int(c, CONF_JOB_MEMORY_MB);
	s->w = warden_new(&wc, clock_mono_ms());
	log_info("worker at work", LOG_S("worker", name));
	work(s);
	log_info("worker leaves", LOG_S("worker", name));
	return EXIT_DONE;
}

static const struct role_face face = {
	.program = "claimwire-worker",
	.usage = "",
	.about = "Takes articles from the producer, extracts their claims in a "
		 "child process,\nand sends them to the sink.  SIGTERM: "
		 "finish what is in hand, then leave.\n\n"
		 "claimwire-worker extract [FILE...]   article records in, "
		 "claims out; no queue",
};

int
shift_main(int argc, char **argv, child_compute_fn *compute)
{
	struct shift s = { 0 };
	struct role_args a;
	int code;

	if (argc == 3 && strcmp(argv[1], "--compute") == 0)
		return child_serve(
		    STDIN_FILENO, strtoll(argv[2], NULL, 10), compute);
	if ((code = role_parse(&face, argc, argv, &a)) >= 0)
		return code;
	if (a.n_rest == 1 && strcmp(a.rest[0], "reextract") == 0) {
		code = extract_again(&s, a.conf);
	} else if (a.n_rest > 0) {
		fprintf(stderr,
		    "claimwire-worker: '%s' is no command; see --help\n",
		    a.rest[0]);
		code = EXIT_USAGE;
	} else if ((code = role_start("worker", a.conf)) < 0)
		code = run(&s, a.conf);
	child_end(s.child);
	warden_free(s.w);
	bus_close(s.jobs);
	bus_close(s.results);
	bus_free(s.bus);
	role_args_free(&a);
	return code;
}
