/* conn.c -- connections, by libmicrohttpd. */
#include "conn.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "request.h"

/* One TCP connection. */
struct conn_client {
	struct conn_client *next, **at;
	int fd;
	int64_t quiet_ms; /* since when no request is under way; 0: one is */
	bool asked;       /* there was one */
};

/* ---- lists ---- */

static void
link_request(struct conn_front *f, struct request *c)
{
	c->next = f->requests;
	c->at = &f->requests;
	if (c->next != NULL)
		c->next->at = &c->next;
	f->requests = c;
	f->n_requests++;
}

static void
unlink_request(struct request *c)
{
	*c->at = c->next;
	if (c->next != NULL)
		c->next->at = c->at;
	c->f->n_requests--;
}

static void
link_client(struct conn_front *f, struct conn_client *k)
{
	k->next = f->clients;
	k->at = &f->clients;
	if (k->next != NULL)
		k->next->at = &k->next;
	f->clients = k;
	f->n_clients++;
}

static void
unlink_client(struct conn_front *f, struct conn_client *k)
{
	*k->at = k->next;
	if (k->next != NULL)
		k->next->at = k->at;
	f->n_clients--;
}

static void
cut_off(struct conn_client *k)
{
	if (shutdown(k->fd, SHUT_RDWR) != 0)
		log_debug("a connection was gone already", LOG_I("fd", k->fd));
}

static void
enlist(struct request *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    c->mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	link_request(c->f, c);
	c->client = info != NULL ? info->socket_context : NULL;
	if (c->client != NULL) {
		c->client->quiet_ms = 0;
		c->client->asked = true;
	}
}

/* MHD_AccessHandlerCallback: first with the headers, then for each piece of
 * the body, then until there is an answer. */
static enum MHD_Result
handle(void *arg, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *data, size_t *n,
    void **slot)
{
	struct request *c = *slot;

	(void)version;
	if (c == NULL) {
		*slot = c = request_new(arg, mhd);
		enlist(c);
		return request_begin(c, url, method);
	}
	if (*n > 0) {
		size_t got = *n;

		*n = 0;
		return request_body(c, data, got);
	}
	return request_go_on(c);
}

/* MHD_RequestCompletedCallback */
static void
completed(void *arg, struct MHD_Connection *mhd, void **slot,
    enum MHD_RequestTerminationCode how)
{
	struct request *c = *slot;

	(void)arg;
	(void)mhd;
	(void)how;
	if (c == NULL)
		return;
	*slot = NULL;
	if (c->client != NULL)
		c->client->quiet_ms = clock_mono_ms();
	if (c->stage == REQUEST_STREAMING)
		c->f->n_subscribers--;
	unlink_request(c);
	request_free(c);
}

/* MHD_NotifyConnectionCallback */
static void
connected(void *arg, struct MHD_Connection *mhd, void **slot,
    enum MHD_ConnectionNotificationCode what)
{
	struct conn_front *f = arg;
	struct conn_client *k = *slot;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		    mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

		*slot = k = mem_zalloc(sizeof *k);
		k->fd = info != NULL ? info->connect_fd : -1;
		k->quiet_ms = clock_mono_ms();
		link_client(f, k);
	} else if (k != NULL) {
		unlink_client(f, k);
		free(k);
		*slot = NULL;
	}
}

/* ---- time ---- */

/* Whoever has much to look at gets its turn, so that nobody near the head
 * waits for all of them. */
static bool
has_turn(struct conn_front *f)
{
	size_t before = f->before_hungry > 0 ? f->before_hungry : 1;

	return (f->hungry++ + before - f->turn % before) % before < CONN_HUNGRY;
}

/* A reader that sleeps may have something to say; one that does not, and
 * takes nothing, goes. */
static void
tick_stream(struct request *c, int64_t now_ms)
{
	struct stream *s = &c->stream;
	int64_t due;

	if (stream_stalled(s, now_ms) && c->client != NULL) {
		pulse_cut(c->f->pulse);
		s->filled_ms = now_ms; /* once */
		cut_off(c->client);
	}
	if (!s->asleep)
		return;
	due = stream_due_ms(s);
	if (stream_hungry(s) ? has_turn(c->f) : due <= now_ms)
		stream_wake(s);
	else if (due < c->f->due_ms)
		c->f->due_ms = due;
	c->f->more |= s->asleep && stream_hungry(s);
}

/* Its body comes too slowly, or no more: the library does not always notice
 * that a client has gone in the midst of one.  Nor may one be endless that is
 * not kept. */
static void
tick_body(struct request *c, int64_t now_ms)
{
	if (c->client == NULL ||
	    (now_ms - c->begun_ms <= CONN_BODY_MS &&
		now_ms - c->fed_ms <= CONN_HEAD_MS))
		return;
	pulse_refused(c->f->pulse, PULSE_SLOW);
	c->begun_ms = c->fed_ms = now_ms; /* once */
	cut_off(c->client);
}

static void
tick_client(struct conn_front *f, struct conn_client *k, int64_t now_ms)
{
	if (k->quiet_ms == 0 || now_ms - k->quiet_ms < CONN_HEAD_MS)
		return;
	if (!k->asked)
		pulse_refused(f->pulse, PULSE_SLOW);
	k->quiet_ms = now_ms; /* once */
	cut_off(k);
}

void
conn_tick(struct conn_front *f, int64_t now_ms)
{
	f->more = false; /* until it is looked at again */
	f->due_ms = INT64_MAX;
	f->before_hungry = f->hungry;
	f->hungry = 0;
	f->turn += CONN_HUNGRY;
	for (struct request *c = f->requests; c != NULL; c = c->next) {
		if (c->stage == REQUEST_STREAMING) {
			tick_stream(c, now_ms);
		} else if (c->stage <= REQUEST_BODY) {
			tick_body(c, now_ms);
		}
	}
	for (struct conn_client *k = f->clients; k != NULL; k = k->next)
		tick_client(f, k, now_ms);
}

void
conn_news(struct conn_front *f)
{
	for (struct request *c = f->requests; c != NULL; c = c->next)
		if (c->stage == REQUEST_STREAMING && !stream_hungry(&c->stream))
			stream_wake(&c->stream); /* else it has its turns */
}

/* ---- the library's life ---- */

/* MHD_UnescapeCallback: ask.c decodes, and knows what is wrong. */
static size_t
as_it_is(void *arg, struct MHD_Connection *mhd, char *s)
{
	(void)arg;
	(void)mhd;
	return strlen(s);
}

/* MHD_LogCallback */
static void
library_says(void *arg, const char *fmt, va_list ap)
{
	static const char refuses[] = "Error processing request";
	struct conn_front *f = arg;
	char line[512];

	/* What it refuses by itself: headers that are none, or too many. */
	if (strncmp(fmt, refuses, sizeof refuses - 1) == 0)
		pulse_refused(f->pulse, PULSE_BAD);
	vsnprintf(line, sizeof line, fmt, ap);
	line[strcspn(line, "\n")] = '\0';
	log_debug("libmicrohttpd", LOG_S("says", line));
}

/* How many connections the limit of open files allows, at most; it is raised
 * as far as we may: two a reader, if it begins with a snapshot. */
static unsigned
make_room(unsigned most)
{
	const rlim_t want = 2 * (rlim_t)most + CONN_FILES;
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0)
		return most;
	if (l.rlim_cur < want) {
		l.rlim_cur = want < l.rlim_max ? want : l.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &l) != 0)
			getrlimit(RLIMIT_NOFILE, &l);
	}
	if (l.rlim_cur >= most + CONN_FILES)
		return most;
	most = l.rlim_cur > 2 * CONN_FILES ? (unsigned)l.rlim_cur - CONN_FILES
					   : CONN_FILES;
	log_warn("fewer connections than http_readers: raise the limit of "
		 "open files (ulimit -n, LimitNOFILE)",
	    LOG_I("connections", most));
	return most;
}

bool
conn_start(struct conn_front *f, int listen_fd, unsigned most)
{
	f->snapshot.fd = -1;
	f->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
	    NULL, NULL, handle, f, MHD_OPTION_EXTERNAL_LOGGER, library_says, f,
	    MHD_OPTION_LISTEN_SOCKET, listen_fd, MHD_OPTION_CONNECTION_LIMIT,
	    make_room(most), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)CONN_POOL, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)CONN_IDLE_S, MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
	    MHD_OPTION_NOTIFY_CONNECTION, connected, f,
	    MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	return f->daemon != NULL;
}

/* Everybody's request comes to its end. */
static void
end_all(struct conn_front *f)
{
	for (struct request *c = f->requests; c != NULL; c = c->next)
		request_give_up(c);
}

void
conn_stop(struct conn_front *f)
{
	if (f->daemon == NULL)
		return;
	for (int i = 0; i < 4; i++) {
		end_all(f);
		conn_run(f);
	}
	end_all(f);
	MHD_stop_daemon(f->daemon);
	if (f->snapshot.fd >= 0)
		close(f->snapshot.fd);
	buf_free(&f->snapshot.query);
}

void
conn_run(struct conn_front *f)
{
	if (MHD_run(f->daemon) != MHD_YES)
		log_warn("the HTTP server cannot go on now",
		    LOG_I("connections", f->n_clients));
}

int
conn_fd(const struct conn_front *f)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(
	    f->daemon, MHD_DAEMON_INFO_EPOLL_FD);

	return info != NULL ? info->epoll_fd : -1;
}

long
conn_timeout_ms(const struct conn_front *f)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (MHD_get_timeout(f->daemon, &ms) != MHD_YES || ms > 1000)
		return 1000;
	return (long)ms;
}
