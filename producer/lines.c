/* lines.c -- lines of a file or a stream, in bounded memory. */
#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (64u << 10)
#define KEEP  (1u << 20) /* a buffer that grew beyond is given back */

void
lines_init(struct lines *l, int fd, uint64_t offset, size_t max)
{
	*l = (struct lines) { .fd = fd, .offset = offset, .max = max };
}

void
lines_free(struct lines *l)
{
	buf_free(&l->buf);
}

/* Drop what was given out. */
static void
compact(struct lines *l)
{
	if (l->at == 0)
		return;
	l->buf.n -= l->at;
	if (l->buf.n > 0)
		memmove(l->buf.p, l->buf.p + l->at, l->buf.n);
	else if (l->buf.cap > KEEP)
		buf_free(&l->buf);
	l->at = 0;
}

/* A stream must not block: its descriptor may be shared with others, so it
 * is asked rather than switched. */
static bool
readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

/* Read some more: RC_OK, RC_AGAIN when nothing is there, RC_IO. */
static enum rc
fill(struct lines *l)
{
	ssize_t n;

	compact(l);
	l->eof = false;
	if (!readable(l->fd))
		return RC_AGAIN;
	do
		n = read(l->fd, buf_room(&l->buf, BLOCK), BLOCK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN ? RC_AGAIN : RC_IO;
	l->eof = n == 0;
	l->buf.n += (size_t)n;
	return n > 0 ? RC_OK : RC_AGAIN;
}

/* Give out n bytes and the end bytes after them. */
static enum rc
give(struct lines *l, size_t n, size_t end, struct span *line)
{
	const char *p = n > 0 ? l->buf.p + l->at : NULL;
	bool long_one = l->skipped + n > l->max;

	l->offset += l->skipped + n + end;
	l->number++;
	l->at += n + end;
	l->seen = 0;
	l->skipped = 0;
	if (long_one)
		return RC_TOOBIG;
	if (end > 0 && n > 0 && p[n - 1] == '\r')
		n--;
	*line = (struct span) { p, n };
	return RC_OK;
}

/* Of a line that is too long already, keep nothing. */
static void
pass_over(struct lines *l)
{
	l->skipped += l->buf.n - l->at;
	l->at = l->buf.n;
	l->seen = 0;
}

enum rc
lines_next(struct lines *l, struct span *line)
{
	enum rc rc;

	for (;;) {
		size_t have = l->buf.n - l->at;
		const char *p = have > 0 ? l->buf.p + l->at : NULL;
		const char *nl = NULL;

		if (have > l->seen)
			nl = memchr(p + l->seen, '\n', have - l->seen);
		if (nl != NULL)
			return give(l, (size_t)(nl - p), 1, line);
		l->seen = have;
		if (l->skipped + have > l->max)
			pass_over(l);
		if ((rc = fill(l)) != RC_OK)
			return rc;
	}
}

enum rc
lines_rest(struct lines *l, struct span *line)
{
	size_t have = l->buf.n - l->at;

	if (have == 0 && l->skipped == 0)
		return RC_END;
	return give(l, have, 0, line);
}
