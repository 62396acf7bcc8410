/*
 * bench_epoll.c -- a bare epoll writer: the yardstick for the HTTP server.  It
 * sends the same bytes to as many readers, and does nothing else.
 *
 *   bench_epoll READERS FILE EVENTS GAP_US
 *
 * FILE is text of server-sent events.  It says "port N", takes READERS
 * connections, says "full", waits for a line on standard input, sends the text
 * in chunks of EVENTS events, resting GAP_US after each (0: as fast as it
 * goes), and says "cpu SECONDS wall SECONDS" when all is written.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "proto/buf.h"
#include "proto/mem.h"

#define SNDBUF 32768 /* asked for, as the server does */
#define SLICE  16384 /* to one reader at a time */

static const char head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

struct reader {
	int fd;
	size_t at; /* bytes written to it */
};

struct writer {
	int listener, epoll, n;
	struct reader *reader;
	struct buf text; /* in chunks */
	size_t *end;     /* of each chunk */
	size_t n_chunks;
};

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static double
seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the text ---- */

static void
add_chunk(struct writer *w, const char *p, size_t n)
{
	buf_printf(&w->text, "%zx\r\n", n);
	buf_append(&w->text, p, n);
	buf_puts(&w->text, "\r\n");
	w->end = mem_grow(w->end, w->n_chunks + 1, sizeof *w->end);
	w->end[w->n_chunks++] = w->text.n;
}

static void
cut_chunks(struct writer *w, struct span s, int events)
{
	const char *from = s.p, *p = s.p, *stop = s.p + s.n, *next;
	int n = 0;

	while ((next = memmem(p, (size_t)(stop - p), "\n\n", 2)) != NULL) {
		p = next + 2;
		if (++n % events == 0 || p == stop) {
			add_chunk(w, from, (size_t)(p - from));
			from = p;
		}
	}
}

static void
load(struct writer *w, const char *path, int events)
{
	struct buf all = { 0 };
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		die(path);
	while ((n = fread(buf_room(&all, 65536), 1, 65536, f)) > 0)
		all.n += n;
	fclose(f);
	cut_chunks(w, buf_span(&all), events);
	buf_free(&all);
}

/* ---- connections ---- */

static void
listen_here(struct writer *w)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof a;
	int size = SNDBUF;

	w->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(w->listener, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (bind(w->listener, (struct sockaddr *)&a, sizeof a) != 0 ||
	    listen(w->listener, 1024) != 0 ||
	    getsockname(w->listener, (struct sockaddr *)&a, &n) != 0)
		die("listen");
	printf("port %u\n", ntohs(a.sin_port));
	fflush(stdout);
}

static void
take_one(struct writer *w, struct reader *r)
{
	struct epoll_event e = { .events = EPOLLOUT, .data = { .ptr = r } };
	char ask[1024];
	int one = 1;

	r->fd = accept4(w->listener, NULL, NULL, SOCK_CLOEXEC);
	if (r->fd < 0 || read(r->fd, ask, sizeof ask) <= 0 ||
	    write(r->fd, head, sizeof head - 1) < 0)
		die("accept");
	setsockopt(r->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (fcntl(r->fd, F_SETFL, O_NONBLOCK) != 0 ||
	    epoll_ctl(w->epoll, EPOLL_CTL_ADD, r->fd, &e) != 0)
		die("epoll");
}

static void
take_all(struct writer *w)
{
	w->reader = mem_zalloc((size_t)w->n * sizeof *w->reader);
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; i < w->n; i++)
		take_one(w, &w->reader[i]);
}

/* ---- writing ---- */

/* Write up to limit; false: it takes no more now. */
static bool
push(struct writer *w, struct reader *r, size_t limit)
{
	while (r->at < limit) {
		ssize_t n = write(r->fd, w->text.p + r->at, limit - r->at);

		if (n < 0 && errno == EAGAIN)
			return false;
		if (n < 0)
			die("write");
		r->at += (size_t)n;
	}
	return true;
}

static void
write_fast(struct writer *w)
{
	struct epoll_event e[512];
	int left = w->n;

	while (left > 0) {
		int n = epoll_wait(w->epoll, e, 512, -1);

		for (int i = 0; i < n; i++) {
			struct reader *r = e[i].data.ptr;
			size_t limit = r->at + SLICE;

			push(w, r, limit < w->text.n ? limit : w->text.n);
			if (r->at == w->text.n) {
				epoll_ctl(w->epoll, EPOLL_CTL_DEL, r->fd, NULL);
				left--;
			}
		}
	}
}

static void
write_paced(struct writer *w, useconds_t gap_us)
{
	for (size_t c = 0; c < w->n_chunks; c++) {
		for (int i = 0; i < w->n; i++)
			while (!push(w, &w->reader[i], w->end[c]))
				poll(NULL, 0, 1);
		usleep(gap_us);
	}
}

static void
measure(struct writer *w, useconds_t gap_us)
{
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	double wall = seconds(CLOCK_MONOTONIC);

	if (gap_us > 0)
		write_paced(w, gap_us);
	else
		write_fast(w);
	printf("cpu %.6f wall %.6f\n", seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu,
	    seconds(CLOCK_MONOTONIC) - wall);
	fflush(stdout);
}

static void
raise_limit(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == 0) {
		l.rlim_cur = l.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &l) != 0)
			die("limit of open files");
	}
}

int
main(int argc, char **argv)
{
	struct writer w = { .n = argc == 5 ? atoi(argv[1]) : 0 };
	char line[16];

	if (w.n <= 0 || atoi(argv[3]) <= 0) {
		fprintf(
		    stderr, "usage: bench_epoll READERS FILE EVENTS GAP_US\n");
		return 1;
	}
	raise_limit();
	load(&w, argv[2], atoi(argv[3]));
	listen_here(&w);
	take_all(&w);
	puts("full");
	fflush(stdout);
	if (fgets(line, sizeof line, stdin) == NULL)
		return 1;
	measure(&w, (useconds_t)atol(argv[4]));
	while (fgets(line, sizeof line, stdin) != NULL)
		; /* until the readers have read it */
	return 0;
}
