/* child.c -- the computing child as a process; see child.h. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "proto/bus.h"
#include "proto/mem.h"
#include "proto/sanitize.h"

#define HEAD_LEN 9   /* of a reply */
#define HELLO    255 /* its kind */
#define READ_LEN (64u << 10)

struct child {
	pid_t pid; /* 0 once reaped */
	int fd;
	struct buf out; /* of the article, what is not yet written: from sent */
	size_t sent;
	struct buf in;  /* what was read */
	size_t used;    /* of in, by the reply handed out last */
	int64_t cpu_ms; /* its CPU clock when the job was given */
	int signal, status;
};

/* ---- the warden's side ---- */

static void
exec_child(const char *program, int fd, int64_t memory_mb)
{
	char mb[24];

	/* Do not outlive the warden; and leave the terminal's Ctrl-C to it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	dup2(fd, STDIN_FILENO); /* which is not closed on exec */
	snprintf(mb, sizeof mb, "%lld", (long long)memory_mb);
	execl(program, program, "--compute", mb, (char *)NULL);
	_exit(127);
}

enum rc
child_start(const char *program, int64_t memory_mb, struct child **c)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return RC_IO;
	pid = fork();
	if (pid == 0)
		exec_child(program, pair[1], memory_mb);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return RC_IO;
	}
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	*c = mem_zalloc(sizeof **c);
	(*c)->pid = pid;
	(*c)->fd = pair[0];
	return RC_OK;
}

void
child_end(struct child *c)
{
	if (c == NULL)
		return;
	close(c->fd);
	if (c->pid != 0) {
		kill(c->pid, SIGKILL);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	buf_free(&c->out);
	buf_free(&c->in);
	free(c);
}

int
child_fd(const struct child *c)
{
	return c->fd;
}

bool
child_wants_out(const struct child *c)
{
	return c->sent < c->out.n;
}

static int64_t
cpu_clock_ms(pid_t pid)
{
	struct timespec t;
	clockid_t id;

	if (pid == 0 || clock_getcpuclockid(pid, &id) != 0 ||
	    clock_gettime(id, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
child_cpu_ms(const struct child *c)
{
	return cpu_clock_ms(c->pid) - c->cpu_ms;
}

void
child_give(struct child *c, struct span article)
{
	uint32_t n = (uint32_t)article.n;

	buf_clear(&c->out);
	buf_append(&c->out, &n, sizeof n);
	buf_append(&c->out, article.p, article.n);
	c->sent = 0;
	c->cpu_ms = cpu_clock_ms(c->pid);
	child_write(c);
}

void
child_write(struct child *c)
{
	while (child_wants_out(c)) {
		ssize_t n = send(c->fd, c->out.p + c->sent, c->out.n - c->sent,
		    MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0) { /* it is gone: reading will tell */
			c->sent = c->out.n;
			return;
		}
		c->sent += (size_t)n;
	}
}

/* Is a whole reply there? */
static enum rc
parse_reply(struct child *c, struct child_reply *r)
{
	uint32_t len;
	unsigned char kind;

	if (c->in.n < HEAD_LEN)
		return RC_AGAIN;
	kind = (unsigned char)c->in.p[0];
	memcpy(&r->compute_us, c->in.p + 1, 4);
	memcpy(&len, c->in.p + 5, 4);
	if ((kind > WARDEN_REFUSED && kind != HELLO) || len > BUS_BIG_MAX)
		return RC_BADMSG;
	if (c->in.n - HEAD_LEN < len)
		return RC_AGAIN;
	r->hello = kind == HELLO;
	r->kind = r->hello ? WARDEN_FOUND : (enum warden_reply)kind;
	r->body = (struct span) { c->in.p + HEAD_LEN, len };
	c->used = HEAD_LEN + len;
	return RC_OK;
}

enum rc
child_read(struct child *c, struct child_reply *r)
{
	enum rc rc;

	if (c->used > 0) {
		c->in.n -= c->used;
		memmove(c->in.p, c->in.p + c->used, c->in.n);
		c->used = 0;
	}
	while ((rc = parse_reply(c, r)) == RC_AGAIN) {
		ssize_t n = read(c->fd, buf_room(&c->in, READ_LEN), READ_LEN);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return RC_AGAIN;
		if (n <= 0)
			return RC_END;
		c->in.n += (size_t)n;
	}
	return rc;
}

void
child_kill(struct child *c)
{
	if (c->pid != 0)
		kill(c->pid, SIGKILL);
}

bool
child_reaped(struct child *c, int *signal, int *status)
{
	int st;

	if (c->pid != 0) {
		if (waitpid(c->pid, &st, WNOHANG) != c->pid)
			return false;
		c->pid = 0;
		c->signal = WIFSIGNALED(st) ? WTERMSIG(st) : 0;
		c->status = WIFEXITED(st) ? WEXITSTATUS(st) : 0;
	}
	*signal = c->signal;
	*status = c->status;
	return true;
}

/* ---- the child's side ---- */

static bool
read_all(int fd, char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = send(fd, p, n, MSG_NOSIGNAL);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

static uint32_t
elapsed_us(const struct timespec *from)
{
	struct timespec t;
	int64_t us;

	clock_gettime(CLOCK_MONOTONIC, &t);
	us = (int64_t)(t.tv_sec - from->tv_sec) * 1000000 +
	    (t.tv_nsec - from->tv_nsec) / 1000;
	return us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
}

static bool
write_head(int fd, unsigned char kind, uint32_t us, uint32_t len)
{
	char head[HEAD_LEN];

	head[0] = (char)kind;
	memcpy(head + 1, &us, 4);
	memcpy(head + 5, &len, 4);
	return write_all(fd, head, sizeof head);
}

/* One article: false when the warden is gone. */
static bool
serve_one(int fd, child_compute_fn *compute, struct arena *arena,
    struct buf *art, struct buf *out)
{
	unsigned char kind;
	struct timespec from;
	uint32_t len, us;

	if (!read_all(fd, (char *)&len, sizeof len) || len > BUS_BIG_MAX)
		return false;
	buf_clear(art);
	if (!read_all(fd, buf_room(art, len), len))
		return false;
	art->n = len;
	clock_gettime(CLOCK_MONOTONIC, &from);
	arena_reset(arena);
	buf_clear(out);
	/* The two enumerations have one order. */
	kind = (unsigned char)compute(buf_span(art), arena, out);
	us = elapsed_us(&from);
	return write_head(fd, kind, us, (uint32_t)out->n) &&
	    write_all(fd, out->p, out->n);
}

_Static_assert((int)COMPUTE_FOUND == (int)WARDEN_FOUND &&
	(int)COMPUTE_FAILED == (int)WARDEN_FAILED &&
	(int)COMPUTE_REFUSED == (int)WARDEN_REFUSED,
    "a reply's kind is a compute_result");

int
child_serve(int fd, int64_t memory_mb, child_compute_fn *compute)
{
	struct arena arena = { 0 };
	struct buf art = { 0 }, out = { 0 };
	struct rlimit lim = { (rlim_t)memory_mb << 20,
		(rlim_t)memory_mb << 20 };
	struct rlimit no_core = { 0, 0 };

	if (memory_mb > 0 && !SANITIZED)
		setrlimit(RLIMIT_AS, &lim);
	setrlimit(RLIMIT_CORE, &no_core);
	/* A service manager that stops the worker signals us too; what is in
	 * hand is to be finished, and the warden tells us when it ends. */
	signal(SIGTERM, SIG_IGN);
	if (write_head(fd, HELLO, 0, 0))
		while (serve_one(fd, compute, &arena, &art, &out))
			;
	arena_free(&arena);
	buf_free(&art);
	buf_free(&out);
	return 0;
}
