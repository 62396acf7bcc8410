/* web.c -- the front's thread: what it waits for, start and stop. */
#include "web.h"

#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "conn.h"
#include "listen.h"
#include "proto/clock.h"
#include "proto/ctl.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "request.h"

#define TICK_MS 50   /* between two looks at what is due by time */
#define ASK_MS  1000 /* between two questions to the producer */
#define TRIM_MS 5000 /* between two times that memory is given back */
#define TRIM    256  /* connections that must have gone for that */

struct web {
	pthread_t thread;
	bool started;
	struct conn_front front;
	struct pulse *pulse;       /* borrowed */
	struct bus_sock *producer; /* its control socket */
	int news_fd, desk_fd;      /* eventfds */
	_Atomic int64_t head;      /* durable: set by the writer */
	_Atomic bool stop;
	int64_t tick_ms, ask_ms; /* when next */
	size_t most;             /* connections since memory was given back */
	int64_t trim_ms;         /* when next */
	char url[LISTEN_HOST_MAX + 32];
	char file[PATH_MAX]; /* DATA/run/http */
};

/* ---- the producer ---- */

static void
ask_producer(struct web *w, int64_t now_ms)
{
	const struct ctl_ask ask = { .verb = CTL_STATUS };
	struct buf msg = { 0 };

	if (now_ms < w->ask_ms)
		return;
	w->ask_ms = now_ms + ASK_MS;
	ctl_encode_ask(&ask, &msg);
	if (bus_send(w->producer, buf_span(&msg)) != RC_OK)
		log_debug("the producer does not listen", LOG_I("at", now_ms));
	buf_free(&msg);
}

static void
hear_producer(struct web *w, int64_t now_ms)
{
	struct ctl_answer answer;
	struct bus_msg m;

	while (bus_recv(w->producer, &m) == RC_OK)
		if (m.n == 1 &&
		    ctl_decode_answer(m.frame[0], &answer) == RC_OK &&
		    answer.code == EXIT_DONE)
			pulse_producer(w->pulse, answer.text, now_ms);
}

/* ---- one round ---- */

static bool
woken(int fd)
{
	uint64_t n;

	return read(fd, &n, sizeof n) == (ssize_t)sizeof n;
}

static void
hear_desk(struct web *w)
{
	struct request *r;

	while ((r = desk_done(w->front.desk)) != NULL)
		request_worked(r);
}

static void
hear_news(struct web *w)
{
	tape_news(w->front.tape, atomic_load(&w->head));
	conn_news(&w->front);
}

/* After a crowd has gone: what it needed lies in pieces all over the heap. */
static void
give_back(struct web *w, int64_t now_ms)
{
	size_t n = w->front.n_clients;

	if (n > w->most)
		w->most = n;
	if (now_ms < w->trim_ms || w->most < n + TRIM)
		return;
	w->trim_ms = now_ms + TRIM_MS;
	w->most = n;
	malloc_trim(0);
}

static void
tick(struct web *w, int64_t now_ms)
{
	if (now_ms < w->tick_ms && !w->front.more)
		return;
	w->tick_ms = now_ms + TICK_MS;
	conn_tick(&w->front, now_ms);
	pulse_readers(w->pulse, (int64_t)w->front.n_clients,
	    (int64_t)w->front.n_subscribers);
	pulse_tick(w->pulse, now_ms);
	post_tick(w->front.post, now_ms, request_posted, &w->front);
	ask_producer(w, now_ms);
	give_back(w, now_ms);
}

static long
patience(const struct web *w, int64_t now_ms)
{
	int64_t due = w->front.due_ms > w->tick_ms ? w->front.due_ms
						   : w->tick_ms;
	long ms = conn_timeout_ms(&w->front);

	if (w->front.more || ms == 0)
		return 0;
	if (due > w->ask_ms)
		due = w->ask_ms;
	if (due <= now_ms)
		return 0;
	return due - now_ms < ms ? (long)(due - now_ms) : ms;
}

static void *
web_thread(void *arg)
{
	struct web *w = arg;

	while (!atomic_load(&w->stop)) {
		struct bus_item item[] = { { .fd = conn_fd(&w->front) },
			{ .fd = w->news_fd }, { .fd = w->desk_fd },
			{ .sock = w->producer },
			{ .sock = post_sock(w->front.post) } };
		int64_t now;

		if (bus_wait(item, sizeof item / sizeof item[0],
			patience(w, clock_mono_ms())) == RC_IO)
			log_err("waiting for requests failed",
			    LOG_I("connections", w->front.n_clients));
		now = clock_mono_ms();
		if (item[1].ready && woken(w->news_fd))
			hear_news(w);
		if (item[2].ready && woken(w->desk_fd))
			hear_desk(w);
		hear_producer(w, now);
		post_hear(w->front.post, request_posted, &w->front);
		tick(w, now);
		conn_run(&w->front);
	}
	return NULL;
}

/* ---- beginning and end ---- */

/* DATA/run/http: one line, whole or not there. */
static enum rc
write_address(struct web *w, const struct conf *c, struct buf *why)
{
	char part[PATH_MAX];
	FILE *f = NULL;
	bool good = false;

	if (conf_path(c, "run/http", w->file, sizeof w->file) == RC_OK &&
	    conf_path(c, "run/http.new", part, sizeof part) == RC_OK)
		f = fopen(part, "we");
	if (f != NULL) {
		good = fprintf(f, "%s\n", w->url) > 0;
		good = fclose(f) == 0 && good && rename(part, w->file) == 0;
	}
	if (!good)
		buf_printf(why, "the address cannot be written to %s", w->file);
	return good ? RC_OK : RC_IO;
}

static enum rc
open_gate(struct web *w, const struct conf *c, const struct listen_at *at,
    struct buf *why)
{
	enum rc rc = gate_new(c, at->host, at->loopback, &w->front.gate, why);

	if (rc == RC_OK)
		gate_port(w->front.gate, at->port);
	return rc;
}

static void
choose_texts(struct web *w, const struct conf *c, bool loopback)
{
	static const bool serve[3][2] = { { false, true }, /* auto */
		{ true, true }, { false, false } };

	w->front.with.pulse = w->pulse;
	w->front.with.texts = serve[conf_int(c, CONF_HTTP_TEXTS)][loopback];
	w->front.with.folder = conf_str(c, CONF_DATA);
}

/* All but the socket and the thread. */
static enum rc
furnish(struct web *w, struct bus *bus, const char *path, int64_t head,
    struct buf *why)
{
	struct conn_front *f = &w->front;
	enum rc rc;

	w->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->desk_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	atomic_store(&w->head, head);
	if ((rc = query_open(path, &f->q, why)) != RC_OK ||
	    (rc = bus_open(bus, BUS_CTL_IN, "producer", &w->producer, why)) !=
		RC_OK ||
	    (rc = post_open(bus, &f->post, why)) != RC_OK ||
	    (rc = desk_start(path, &f->with, w->desk_fd, &f->desk, why)) !=
		RC_OK)
		return rc;
	f->tape = tape_new(f->q, head);
	f->pulse = w->pulse;
	return RC_OK;
}

static enum rc
serve(struct web *w, const struct conf *c, const struct listen_at *at,
    struct buf *why)
{
	unsigned most = (unsigned)conf_int(c, CONF_HTTP_READERS);

	if (!conn_start(&w->front, at->fd, most)) {
		buf_puts(why, "the HTTP server cannot be started");
		close(at->fd);
		return RC_IO;
	}
	if (pthread_create(&w->thread, NULL, web_thread, w) != 0) {
		buf_puts(why, "the HTTP server's thread cannot be started");
		return RC_IO;
	}
	w->started = true;
	return write_address(w, c, why);
}

static enum rc
open_all(struct web *w, struct bus *bus, const struct conf *c, const char *path,
    int64_t head, struct buf *why)
{
	struct buf url = { 0 };
	struct listen_at at;
	const char *file;
	int line;
	bool any = conf_origin(c, CONF_HTTP, &file, &line) == CONF_BUILTIN;
	enum rc rc;

	rc = listen_open(conf_str(c, CONF_HTTP), any, &at, why);
	if (rc != RC_OK)
		return rc;
	listen_url(&at, &url);
	snprintf(w->url, sizeof w->url, "%s", buf_cstr(&url));
	buf_free(&url);
	if (at.moved)
		log_warn("the usual address is in use, the page has another",
		    LOG_S("usual", conf_str(c, CONF_HTTP)),
		    LOG_S("address", w->url));
	choose_texts(w, c, at.loopback);
	if ((rc = open_gate(w, c, &at, why)) == RC_OK &&
	    (rc = furnish(w, bus, path, head, why)) == RC_OK)
		return serve(w, c, &at, why);
	close(at.fd);
	return rc;
}

enum rc
web_start(struct bus *bus, const struct conf *c, const char *path, int64_t head,
    struct pulse *pulse, struct web **out, struct buf *why)
{
	struct web *w;
	enum rc rc;

	*out = NULL;
	if (strcmp(conf_str(c, CONF_HTTP), "off") == 0)
		return RC_OK;
	w = mem_zalloc(sizeof *w);
	w->news_fd = w->desk_fd = -1;
	w->pulse = pulse;
	if ((rc = open_all(w, bus, c, path, head, why)) != RC_OK) {
		web_stop(w);
		return rc;
	}
	log_info("serving", LOG_S("address", w->url));
	*out = w;
	return RC_OK;
}

void
web_news(struct web *w, int64_t head)
{
	uint64_t one = 1;

	if (w == NULL)
		return;
	atomic_store(&w->head, head);
	if (write(w->news_fd, &one, sizeof one) < 0)
		log_debug("the front is awake already", LOG_I("head", head));
}

static void
close_all(struct web *w)
{
	desk_stop(w->front.desk);
	/* The producer may have heard them all the same. */
	if (w->front.post != NULL)
		post_tick(w->front.post, INT64_MAX, request_posted, &w->front);
	conn_stop(&w->front); /* requests come in until then */
	desk_free(w->front.desk);
	post_close(w->front.post);
	tape_free(w->front.tape);
	gate_free(w->front.gate);
	query_close(w->front.q);
	bus_close(w->producer);
	if (w->news_fd >= 0)
		close(w->news_fd);
	if (w->desk_fd >= 0)
		close(w->desk_fd);
}

void
web_stop(struct web *w)
{
	if (w == NULL)
		return;
	atomic_store(&w->stop, true);
	if (w->started) {
		web_news(w, atomic_load(&w->head));
		pthread_join(w->thread, NULL);
	}
	if (w->file[0] != '\0')
		unlink(w->file);
	close_all(w);
	free(w);
}

const char *
web_address(const struct web *w)
{
	return w->url;
}
