/* Tests for producer/daemon.c: a producer process, with a sink and a worker
 * played by the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "producer/daemon.h"
#include "producer/spool.h"
#include "proto/ack.h"
#include "proto/beat.h"
#include "proto/clock.h"
#include "proto/job.h"
#include "proto/mem.h"
#include "proto/offer.h"
#include "proto/role.h"
#include "tests/help.h"

#define DEADLINE_MS 20000
#define BEAT_MS     50

struct play {
	char *dir;
	struct conf *conf;
	struct bus *bus;
	struct bus_sock *jobs, *acks, *intake;
	pid_t child;
	int64_t deadline;
	uint64_t worked;
	bool dies; /* every job is answered by a crash */
};

static int
set_up(void **state)
{
	struct play *p = mem_zalloc(sizeof(*p));
	struct buf pair = { 0 }, why = { 0 };

	p->dir = help_temp_dir();
	buf_printf(&pair, "data=%s/data", p->dir);
	assert_int_equal(conf_load("/dev/null", &p->conf, &why), RC_OK);
	assert_int_equal(conf_option(p->conf, buf_cstr(&pair), &why), RC_OK);
	assert_int_equal(conf_option(p->conf, "retry_ms=10", &why), RC_OK);
	assert_int_equal(conf_option(p->conf, "log_level=err", &why), RC_OK);
	p->deadline = clock_mono_ms() + DEADLINE_MS;
	buf_free(&pair);
	buf_free(&why);
	*state = p;
	return 0;
}

/* Close all sockets, and the threads beneath: a process is started by fork(),
 * which a sanitizer wants done while there is one thread. */
static void
hang_up(struct play *p)
{
	bus_close(p->jobs);
	bus_close(p->acks);
	bus_close(p->intake);
	bus_free(p->bus);
	p->jobs = p->acks = p->intake = NULL;
	p->bus = NULL;
}

static int
tear_down(void **state)
{
	struct play *p = *state;

	if (p->child > 0) {
		kill(p->child, SIGKILL);
		waitpid(p->child, NULL, 0);
	}
	hang_up(p);
	conf_free(p->conf);
	help_remove_dir(p->dir);
	free(p);
	return 0;
}

static pid_t
start(struct play *p, char *source, bool once)
{
	pid_t pid = fork();
	int code;

	if (pid == 0) {
		code = role_start("producer", p->conf);
		if (code < 0)
			code = daemon_run(
			    p->conf, &source, source != NULL, once);
		_exit(code);
	}
	return pid;
}

/* Ask once: does the answer hold part? */
static bool
says(struct play *p, enum ctl_verb verb, const char *part)
{
	const struct ctl_ask ask = { verb, 0 };
	struct buf out = { 0 };
	unsigned code;
	bool found = role_ask(p->conf, DAEMON_NAME, &ask, 1000, &code, &out) ==
		RC_OK &&
	    strstr(buf_cstr(&out), part) != NULL;

	buf_free(&out);
	return found;
}

/* Ask until it does. */
static void
ask_until(struct play *p, enum ctl_verb verb, const char *part)
{
	while (!says(p, verb, part))
		assert_true(clock_mono_ms() < p->deadline);
}

static void
play_sink(struct play *p)
{
	struct buf why = { 0 };

	/* it has made the data folder once it answers */
	ask_until(p, CTL_STATUS, "\"pending\"");
	if (bus_new(p->conf, &p->bus, &why) != RC_OK ||
	    bus_open(p->bus, BUS_ACKS_OUT, NULL, &p->acks, &why) != RC_OK ||
	    bus_open(p->bus, BUS_JOBS_IN, NULL, &p->jobs, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
}

static void
tell(struct play *p, uint64_t producer, struct buf *msg)
{
	char peer[LEASE_PEER_LEN + 1];

	lease_peer(producer, peer);
	assert_int_equal(
	    bus_send_to(p->acks, span_of(peer), buf_span(msg)), RC_OK);
	buf_free(msg);
}

/* A sink says that it is ready to whoever greets it. */
static void
greet(struct play *p)
{
	const struct beat_sink b = { .epoch = 1, .workers = 1, .ready = true };
	struct beat_hello h;
	struct buf out = { 0 };
	struct bus_msg m;

	while (bus_recv(p->acks, &m) == RC_OK) {
		assert_int_equal(beat_decode_hello(m.frame[0], &h), RC_OK);
		beat_encode_sink(&b, &out);
		tell(p, h.producer, &out);
	}
}

static void
work(struct play *p)
{
	struct outcome o = { .kind = OUTCOME_COMMITTED };
	struct ack a = { .outcome = &o, .n = 1 };
	struct buf out = { 0 };
	struct bus_msg m;
	struct job j;

	while (bus_recv(p->jobs, &m) == RC_OK) {
		assert_int_equal(job_decode(m.frame[0], &j), RC_OK);
		if (p->dies)
			o.kind = OUTCOME_CRASHED;
		o.lease = j.lease;
		o.detail = span_of(p->dies ? "signal 11" : "");
		a.producer = j.lease.producer;
		ack_encode(&a, &out);
		tell(p, a.producer, &out);
		p->worked++;
	}
}

/* Play until the producer has ended; its exit code. */
static int
play_until_end(struct play *p)
{
	int status = 0;

	while (waitpid(p->child, &status, WNOHANG) == 0) {
		struct bus_item item[2] = { { .sock = p->acks },
			{ .sock = p->jobs } };

		assert_true(clock_mono_ms() < p->deadline);
		if (bus_wait(item, 2, BEAT_MS) != RC_OK)
			continue;
		greet(p);
		work(p);
	}
	p->child = 0;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static char *
put_file(struct play *p, const char *name, const char *text)
{
	char *path = help_path(p->dir, name);

	help_write_file(path, text, strlen(text));
	return path;
}

static struct spool_counts
counts(struct play *p)
{
	char *path = help_path(p->dir, "data/spool.db");
	const struct spool_opts o = { .path = path };
	struct spool_counts c = { 0 };
	struct buf why = { 0 };
	struct spool *s = NULL;

	assert_int_equal(spool_open(&o, &s, &why), RC_OK);
	assert_int_equal(spool_counts(s, &c), RC_OK);
	assert_int_equal(spool_check(s, &why), RC_OK);
	spool_close(s);
	buf_free(&why);
	free(path);
	return c;
}

static void
once_it_ends_when_everything_is_committed(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");

	p->child = start(p, path, true);
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(p->worked, 2);
	assert_int_equal(counts(p).committed, 2);
	free(path);
}

static void
what_was_refused_shows_in_the_exit_code(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"a\"}\n{\"broken\n");

	p->child = start(p, path, true);
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_REFUSED);
	assert_int_equal(counts(p).committed, 1);
	free(path);
}

static void
a_poisonous_article_dies_and_shows_in_the_exit_code(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"poison\"}\n");

	p->dies = true;
	p->child = start(p, path, true);
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_REFUSED);
	assert_int_equal(p->worked, 3);
	assert_int_equal(counts(p).dead, 1);
	free(path);
}

static void
it_drains_on_request_and_finishes_what_it_accepted(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");

	p->child = start(p, path, false);
	ask_until(p, CTL_STATUS, "\"pending\":2");
	ask_until(p, CTL_STATUS, "\"sink_ready\":false");
	ask_until(p, CTL_DRAIN, "draining, 2 articles pending");
	ask_until(p, CTL_STATUS, "\"draining\":true");
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(counts(p).committed, 2);
	free(path);
}

static void
after_a_kill_it_goes_on_where_it_was(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");

	p->child = start(p, path, false);
	ask_until(p, CTL_STATUS, "\"accepted\":2");
	kill(p->child, SIGKILL);
	waitpid(p->child, NULL, 0);
	p->child = start(p, path, true);
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(counts(p).accepted, 2);
	assert_int_equal(counts(p).committed, 2);
	free(path);
}

static void
a_signal_drains_it(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"a\"}\n");

	p->child = start(p, path, false);
	ask_until(p, CTL_STATUS, "\"accepted\":1");
	kill(p->child, SIGTERM);
	ask_until(p, CTL_STATUS, "\"draining\":true");
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(counts(p).committed, 1);
	free(path);
}

static int
exit_of(pid_t pid)
{
	int status = 0;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
what_cannot_be_opened_ends_it_at_once(void **state)
{
	struct play *p = *state;
	char *spool = help_path(p->dir, "data/spool.db");

	p->child = start(p, NULL, false);
	ask_until(p, CTL_STATUS, "\"pending\":0");
	/* a second one of the same folder */
	assert_int_equal(exit_of(start(p, NULL, false)), EXIT_OPEN);
	kill(p->child, SIGTERM);
	assert_int_equal(exit_of(p->child), EXIT_DONE);
	p->child = 0;
	assert_int_equal(
	    exit_of(start(p, (char[]) { "/no/such/source" }, true)), EXIT_OPEN);
	help_write_file(spool, "this is no database at all, it is text", 38);
	assert_int_equal(exit_of(start(p, NULL, true)), EXIT_OPEN);
	free(spool);
}

/* ---- what is posted ---- */

/* Connect where offers go, once the producer is there. */
static void
connect_intake(struct play *p)
{
	struct buf why = { 0 };

	if (p->bus == NULL)
		play_sink(p);
	if (bus_open(p->bus, BUS_INTAKE_IN, NULL, &p->intake, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
}

/* Offer n articles called id-0, id-1, ...; false when it is not taken. */
static bool
post(struct play *p, uint64_t id, uint32_t n)
{
	struct buf art[8] = { 0 }, msg = { 0 };
	struct span blob[8];
	const struct offer o = { id, blob, n };
	enum rc rc;

	for (uint32_t i = 0; i < n; i++) {
		char name[32];
		struct article a = { .text = SPAN("words") };

		snprintf(name, sizeof name, "%u-%u", (unsigned)id, i);
		a.id = span_of(name);
		article_encode(&a, &art[i]);
		blob[i] = buf_span(&art[i]);
	}
	offer_encode(&o, &msg);
	rc = bus_send(p->intake, buf_span(&msg));
	for (uint32_t i = 0; i < n; i++)
		buf_free(&art[i]);
	buf_free(&msg);
	return rc == RC_OK;
}

/* Offer, as soon as somebody is there. */
static void
post_now(struct play *p, uint64_t id, uint32_t n)
{
	struct bus_item item = { .sock = p->intake, .want_out = true };

	while (!post(p, id, n)) {
		assert_true(clock_mono_ms() < p->deadline);
		(void)!bus_wait(&item, 1, BEAT_MS);
	}
}

/* The next answer: its id and code. */
static enum offer_code
taken(struct play *p, uint64_t id)
{
	struct bus_item item = { .sock = p->intake };
	struct offer_taken t;
	struct bus_msg m;

	while (bus_recv(p->intake, &m) != RC_OK) {
		assert_true(clock_mono_ms() < p->deadline);
		(void)!bus_wait(&item, 1, BEAT_MS);
	}
	assert_int_equal(offer_decode_taken(m.frame[0], &t), RC_OK);
	assert_int_equal(t.id, id);
	return t.code;
}

static void
without_sources_it_takes_what_is_posted_until_it_is_stopped(void **state)
{
	struct play *p = *state;

	p->child = start(p, NULL, false);
	connect_intake(p);
	post_now(p, 1, 3);
	assert_int_equal(taken(p, 1), OFFER_SAFE);
	assert_int_equal(counts(p).accepted, 3);
	post_now(p, 2, 1);
	assert_int_equal(taken(p, 2), OFFER_SAFE);
	ask_until(p, CTL_STATUS, "\"posted\":4");
	kill(p->child, SIGTERM);
	ask_until(p, CTL_STATUS, "\"draining\":true");
	post_now(p, 3, 1);
	assert_int_equal(taken(p, 3), OFFER_DRAINING);
	ask_until(p, CTL_STATUS, "\"turned_away\":1");
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(p->worked, 4);
	assert_int_equal(counts(p).committed, 4);
}

static void
what_was_promised_outlives_a_kill(void **state)
{
	struct play *p = *state;

	p->child = start(p, NULL, false);
	connect_intake(p);
	post_now(p, 1, 5);
	assert_int_equal(taken(p, 1), OFFER_SAFE);
	kill(p->child, SIGKILL);
	waitpid(p->child, NULL, 0);
	hang_up(p);
	p->child = start(p, NULL, true);
	play_sink(p);
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(counts(p).committed, 5);
}

static void
a_full_queue_is_said_and_passes(void **state)
{
	struct play *p = *state;
	struct buf why = { 0 };

	assert_int_equal(conf_option(p->conf, "spool_max=2", &why), RC_OK);
	p->child = start(p, NULL, false);
	connect_intake(p);
	post_now(p, 1, 1);
	assert_int_equal(taken(p, 1), OFFER_SAFE);
	post_now(p, 2, 4); /* there is room for one: it is taken as a whole */
	assert_int_equal(taken(p, 2), OFFER_SAFE);
	post_now(p, 3, 1);
	assert_int_equal(taken(p, 3), OFFER_QUEUE);
	while (p->worked < 5) {
		assert_true(clock_mono_ms() < p->deadline);
		greet(p);
		work(p);
	}
	ask_until(p, CTL_STATUS, "\"pending\":0");
	post_now(p, 4, 1);
	assert_int_equal(taken(p, 4), OFFER_SAFE);
	assert_int_equal(counts(p).accepted, 6);
	buf_free(&why);
}

/* Else whoever posts could put the end off for ever. */
static void
once_all_is_read_nothing_is_taken_any_more(void **state)
{
	struct play *p = *state;
	char *path = put_file(p, "a", "{\"text\":\"a\"}\n");

	p->child = start(p, path, true);
	ask_until(p, CTL_STATUS, "\"state\":\"done\"");
	connect_intake(p);
	post_now(p, 1, 1);
	assert_int_equal(taken(p, 1), OFFER_DRAINING);
	assert_int_equal(play_until_end(p), EXIT_DONE);
	assert_int_equal(counts(p).committed, 1);
	free(path);
}

/* Thirty offers are always on their way; *safe and *queue count answers. */
static void
flood(struct play *p, uint64_t *sent, uint64_t *safe, uint64_t *queue)
{
	struct offer_taken t;
	struct bus_msg m;

	while (bus_recv(p->intake, &m) == RC_OK) {
		assert_int_equal(offer_decode_taken(m.frame[0], &t), RC_OK);
		*safe += t.code == OFFER_SAFE;
		*queue += t.code == OFFER_QUEUE;
	}
	while (*sent < *safe + *queue + 30 && post(p, *sent, 1))
		++*sent;
}

/* Offers without end beside a file, and room for a few articles only. */
static void
neither_posts_nor_sources_starve(void **state)
{
	struct play *p = *state;
	struct buf lines = { 0 }, why = { 0 };
	uint64_t sent = 0, safe = 0, queue = 0;
	char *path;

	for (int i = 0; i < 600; i++)
		buf_printf(&lines, "{\"id\":%d,\"text\":\"a\"}\n", i);
	path = put_file(p, "a", buf_cstr(&lines));
	assert_int_equal(conf_option(p->conf, "spool_max=40", &why), RC_OK);
	p->child = start(p, path, false);
	connect_intake(p);
	while (!says(p, CTL_STATUS, "\"read\":600")) {
		assert_true(clock_mono_ms() < p->deadline);
		flood(p, &sent, &safe, &queue);
		greet(p);
		work(p);
	}
	assert_true(safe > 60); /* it is 0 when the sources go first */
	assert_true(queue > 0);
	free(path);
	buf_free(&lines);
	buf_free(&why);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(once_it_ends_when_everything_is_committed),
		TEST(what_was_refused_shows_in_the_exit_code),
		TEST(a_poisonous_article_dies_and_shows_in_the_exit_code),
		TEST(it_drains_on_request_and_finishes_what_it_accepted),
		TEST(after_a_kill_it_goes_on_where_it_was),
		TEST(a_signal_drains_it),
		TEST(what_cannot_be_opened_ends_it_at_once),
		TEST(
		    without_sources_it_takes_what_is_posted_until_it_is_stopped),
		TEST(what_was_promised_outlives_a_kill),
		TEST(a_full_queue_is_said_and_passes),
		TEST(once_all_is_read_nothing_is_taken_any_more),
		TEST(neither_posts_nor_sources_starve),
	};

	return cmocka_run_group_tests_name(
	    "producer/daemon", tests, NULL, NULL);
}
