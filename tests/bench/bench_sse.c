/*
 * bench_sse.c -- thousands of SSE readers in one process.
 *
 *   bench_sse PORT PATH READERS STALLED [FILE]
 *
 * It connects to 127.0.0.1:PORT and says "ready" when all have their headers;
 * the last STALLED of them then read no further.  Standard input says "end
 * SEQ": it stops when all others have seen change SEQ.  The last line tells
 * events, those that came in wrong order, readers that were cut off, and
 * seconds from the first event to the last.  FILE gets a line for each event:
 * its number, and when it came, in ms of the wall clock.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "proto/mem.h"

#define OPENING_MAX 256  /* connections that wait for their headers */
#define LINE_KEEP   200  /* bytes of a line that matter */
#define SMALL_BUF   4096 /* what a stalled reader's kernel takes */

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- one reader: headers, chunks, lines ---- */

struct reader {
	int fd;
	enum { HEADERS, SIZE, DATA, AFTER } at;
	unsigned ends; /* of "\r\n\r\n" seen so far */
	size_t left;   /* bytes of the chunk */
	char line[LINE_KEEP];
	size_t n;        /* bytes of the line, also beyond LINE_KEEP */
	int64_t id, seq; /* of the event under way; the last whole one */
	bool stalled, done;
};

/* A change that came to a reader, and when. */
struct seen {
	int64_t seq;
	double ms; /* wall clock */
};

struct bench {
	struct reader *reader;
	int n, stalled, ready, opening, opened, finished, dead;
	int epoll;
	const char *path;
	unsigned port;
	int64_t end; /* the last change; -1: not known yet */
	uint64_t events, bytes, wrong;
	int64_t first_us, last_us;
	const char *file; /* NULL: nothing is noted */
	struct seen *seen;
	size_t n_seen;
};

static int64_t
id_of(const char *line)
{
	const char *dash = strrchr(line, '-');

	return dash != NULL ? strtoll(dash + 1, NULL, 10) : -1;
}

static void
note(struct bench *b, int64_t seq)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	b->seen = mem_grow(b->seen, b->n_seen + 1, sizeof *b->seen);
	b->seen[b->n_seen++] = (struct seen) { seq,
		(double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6 };
}

static void
on_line(struct bench *b, struct reader *r)
{
	r->line[r->n < LINE_KEEP ? r->n : LINE_KEEP - 1] = '\0';
	if (strncmp(r->line, "id: ", 4) == 0)
		r->id = id_of(r->line);
	else if (r->n == 0 && r->id >= 0) { /* the event is whole */
		b->wrong += r->seq >= 0 && r->id != r->seq + 1;
		r->seq = r->id;
		r->id = -1;
		b->events++;
		if (b->file != NULL)
			note(b, r->seq);
		b->last_us = now_us();
		if (b->first_us == 0)
			b->first_us = b->last_us;
	}
	r->n = 0;
}

static void
on_text(struct bench *b, struct reader *r, const char *p, size_t n)
{
	while (n > 0) {
		const char *nl = memchr(p, '\n', n);
		size_t len = nl != NULL ? (size_t)(nl - p) : n;
		size_t room = r->n < LINE_KEEP ? LINE_KEEP - r->n : 0;

		if (room > 0)
			memcpy(r->line + r->n, p, len < room ? len : room);
		r->n += len;
		p += len;
		n -= len;
		if (nl != NULL) {
			on_line(b, r);
			p++;
			n--;
		}
	}
}

static void
on_header(struct bench *b, struct reader *r, char c)
{
	static const char end[] = "\r\n\r\n";

	if (r->n < 12)
		r->line[r->n++] = c;
	r->ends = c == end[r->ends] ? r->ends + 1 : c == '\r';
	if (r->ends < 4)
		return;
	if (memcmp(r->line, "HTTP/1.1 200", 12) != 0) {
		fprintf(stderr, "refused: %.12s\n", r->line);
		exit(1);
	}
	r->at = SIZE;
	r->n = r->left = 0;
	b->ready++;
	b->opening--;
}

/* A digit of a chunk's size, or the end of the line. */
static void
on_size(struct reader *r, char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *d = strchr(digits, c | 0x20);

	if (c == '\n')
		r->at = DATA;
	else if (c != '\r' && d != NULL)
		r->left = r->left * 16 + (size_t)(d - digits);
}

static void
on_bytes(struct bench *b, struct reader *r, const char *p, size_t n)
{
	b->bytes += n;
	while (n > 0) {
		size_t take = 1;

		if (r->at == HEADERS)
			on_header(b, r, *p);
		else if (r->at == SIZE)
			on_size(r, *p);
		else if (r->at == AFTER)
			r->at = *p == '\n' ? SIZE : AFTER;
		else {
			take = n < r->left ? n : r->left;
			on_text(b, r, p, take);
			r->left -= take;
			if (r->left == 0)
				r->at = AFTER;
		}
		p += take;
		n -= take;
	}
}

/* ---- all readers ---- */

static void
open_one(struct bench *b, struct reader *r)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)b->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct epoll_event e = { .events = EPOLLIN, .data = { .ptr = r } };
	int small = SMALL_BUF;
	char ask[512];

	*r = (struct reader) { .id = -1,
		.seq = -1,
		.stalled = r - b->reader >= b->n - b->stalled };
	r->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (r->stalled)
		setsockopt(r->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	/* More than 28,000 connections from one address would need others. */
	if (r->fd < 0 || connect(r->fd, (struct sockaddr *)&a, sizeof a) != 0)
		die("connect");
	snprintf(ask, sizeof ask,
	    "GET %s HTTP/1.1\r\nHost: localhost\r\n"
	    "Accept: text/event-stream\r\n\r\n",
	    b->path);
	if (write(r->fd, ask, strlen(ask)) != (ssize_t)strlen(ask) ||
	    fcntl(r->fd, F_SETFL, O_NONBLOCK) != 0 ||
	    epoll_ctl(b->epoll, EPOLL_CTL_ADD, r->fd, &e) != 0)
		die("request");
	b->opening++;
	b->opened++;
}

static void
check_end(struct bench *b, struct reader *r)
{
	if (b->end >= 0 && !r->done && !r->stalled && r->seq >= b->end) {
		r->done = true;
		b->finished++;
	}
}

static void
serve(struct bench *b, struct reader *r)
{
	static char in[65536];
	ssize_t n;

	while ((n = read(r->fd, in, sizeof in)) > 0) {
		on_bytes(b, r, in, (size_t)n);
		if (r->stalled && r->at != HEADERS) {
			epoll_ctl(b->epoll, EPOLL_CTL_DEL, r->fd, NULL);
			return;
		}
		if ((size_t)n < sizeof in)
			break;
	}
	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		epoll_ctl(b->epoll, EPOLL_CTL_DEL, r->fd, NULL);
		b->dead += !r->done;
	}
	check_end(b, r);
}

/* "end SEQ" on standard input. */
static void
hear(struct bench *b)
{
	char line[64];
	ssize_t n = read(0, line, sizeof line - 1);

	if (n <= 0)
		exit(1);
	line[n] = '\0';
	if (sscanf(line, "end %" SCNd64, &b->end) != 1)
		exit(1);
	for (int i = 0; i < b->n; i++)
		check_end(b, &b->reader[i]);
}

static void
tell(const struct bench *b)
{
	printf("events %" PRIu64 " bytes %" PRIu64 " wrong %" PRIu64
	       " dead %d seconds %.6f\n",
	    b->events, b->bytes, b->wrong, b->dead,
	    (double)(b->last_us - b->first_us) / 1e6);
	fflush(stdout);
}

static void
save(const struct bench *b)
{
	FILE *f = fopen(b->file, "we");

	if (f == NULL)
		die(b->file);
	for (size_t i = 0; i < b->n_seen; i++)
		fprintf(f, "%" PRId64 " %.3f\n", b->seen[i].seq, b->seen[i].ms);
	fclose(f);
}

static void
read_all(struct bench *b)
{
	struct epoll_event e[512], in = { .events = EPOLLIN };
	bool said = false;

	b->reader = mem_zalloc((size_t)b->n * sizeof *b->reader);
	b->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll_ctl(b->epoll, EPOLL_CTL_ADD, 0, &in) != 0)
		die("standard input");
	while (b->finished + b->stalled + b->dead < b->n) {
		int n;

		while (b->opened < b->n && b->opening < OPENING_MAX)
			open_one(b, &b->reader[b->opened]);
		if (b->ready == b->n && !said) {
			said = true;
			puts("ready");
			fflush(stdout);
		}
		n = epoll_wait(b->epoll, e, 512, -1);
		for (int i = 0; i < n; i++)
			if (e[i].data.ptr == NULL)
				hear(b);
			else
				serve(b, e[i].data.ptr);
	}
}

/* A descriptor a reader, and some. */
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
	struct bench b = { .end = -1 };

	if (argc != 5 && argc != 6) {
		fprintf(stderr,
		    "usage: bench_sse PORT PATH READERS STALLED [FILE]\n");
		return 1;
	}
	raise_limit();
	b.port = (unsigned)atoi(argv[1]);
	b.path = argv[2];
	b.n = atoi(argv[3]);
	b.stalled = atoi(argv[4]);
	b.file = argv[5];
	read_all(&b);
	if (b.file != NULL)
		save(&b);
	tell(&b);
	return 0;
}
