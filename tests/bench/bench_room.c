/*
 * bench_room.c -- a server of feeds that costs as little as may be, so that
 * who polls them is what is measured.
 *
 *   bench_room [ENTRIES]
 *
 * Prints its port, on all of 127/8, and serves until it is killed.  Every path
 * is a feed of its own with so many entries (1); a request that brings a
 * validator is answered with 304.  /count says how many requests came.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/buf.h"
#include "proto/mem.h"

#define ASKED_MAX 4096 /* bytes of a request */

/* A connection; its descriptor is its place. */
struct guest {
	char asked[ASKED_MAX];
	size_t n;
};

struct room {
	struct guest **guest;
	size_t max, entries;
	unsigned long count;
	int epoll, listener;
	struct buf body, answer;
};

static void
put_feed(struct room *r, const char *path)
{
	buf_clear(&r->body);
	buf_printf(&r->body, "<rss><channel><title>Feed %s</title>", path);
	for (size_t i = 0; i < r->entries; i++)
		buf_printf(&r->body,
		    "<item><title>Story %zu</title><guid>%s-%zu</guid>"
		    "<description>The ferry %s runs on day %zu until the "
		    "bridge "
		    "is open, said Ann Field, who is the mayor of a town that "
		    "waits for it.</description></item>",
		    i, path, i, path, i);
	buf_puts(&r->body, "</channel></rss>");
}

static void
answer(struct room *r, int fd, char *asked)
{
	char *path = asked + strcspn(asked, " ");

	path += *path == ' ';
	path[strcspn(path, " ?")] = '\0';
	buf_clear(&r->answer);
	buf_clear(&r->body);
	if (strcmp(path, "/count") == 0)
		buf_printf(&r->body, "%lu", r->count);
	else if (strcasestr(path + strlen(path) + 1, "If-None-Match") != NULL)
		buf_puts(&r->answer, "HTTP/1.1 304 Not Modified\r\n\r\n");
	else
		put_feed(r, path);
	if (r->answer.n == 0)
		buf_printf(&r->answer,
		    "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: "
		    "%zu\r\n\r\n%s",
		    r->body.n, buf_cstr(&r->body));
	else
		r->count++;
	/* what does not fit into the socket ends the connection */
	if (send(fd, r->answer.p, r->answer.n, MSG_NOSIGNAL) !=
	    (ssize_t)r->answer.n)
		shutdown(fd, SHUT_RDWR);
}

static void
part(struct room *r, int fd)
{
	free(r->guest[fd]);
	r->guest[fd] = NULL;
	close(fd);
}

static void
hear(struct room *r, int fd)
{
	struct guest *g = r->guest[fd];
	ssize_t n = read(fd, g->asked + g->n, ASKED_MAX - 1 - g->n);
	char *end;

	if (n <= 0) {
		part(r, fd);
		return;
	}
	g->n += (size_t)n;
	g->asked[g->n] = '\0';
	while ((end = strstr(g->asked, "\r\n\r\n")) != NULL) {
		*end = '\0';
		answer(r, fd, g->asked);
		g->n -= (size_t)(end + 4 - g->asked);
		memmove(g->asked, end + 4, g->n + 1);
	}
}

static void
welcome(struct room *r)
{
	int fd = accept4(r->listener, NULL, NULL, SOCK_CLOEXEC);
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

	if (fd < 0)
		return;
	if ((size_t)fd >= r->max ||
	    epoll_ctl(r->epoll, EPOLL_CTL_ADD, fd, &ev) != 0) {
		close(fd);
		return;
	}
	r->guest[fd] = mem_zalloc(sizeof(*r->guest[fd]));
}

static int
listen_all(struct room *r)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);
	struct epoll_event ev = { .events = EPOLLIN };

	r->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(r->listener, (struct sockaddr *)&at, n) != 0 ||
	    listen(r->listener, 1024) != 0 ||
	    getsockname(r->listener, (struct sockaddr *)&at, &n) != 0)
		return -1;
	ev.data.fd = r->listener;
	r->epoll = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(r->epoll, EPOLL_CTL_ADD, r->listener, &ev);
	return ntohs(at.sin_port);
}

int
main(int argc, char **argv)
{
	struct room r = { .entries = 1 };
	struct rlimit files;
	struct epoll_event ev[64];
	int port = listen_all(&r);

	if (argc > 1)
		r.entries = strtoul(argv[1], NULL, 10);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	r.max = files.rlim_cur < 65536 ? (size_t)files.rlim_cur : 65536;
	r.guest = mem_zalloc(r.max * sizeof(struct guest *));
	if (port < 0) {
		perror("bench_room");
		return 1;
	}
	printf("%d\n", port);
	fflush(stdout);
	for (;;) {
		int n = epoll_wait(r.epoll, ev, 64, -1);

		for (int i = 0; i < n; i++)
			if (ev[i].data.fd == r.listener)
				welcome(&r);
			else
				hear(&r, ev[i].data.fd);
	}
}
