/* trickle.c -- lines into a pipe at a pace. */
#include "trickle.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void
trickle_init(struct trickle *t, int fd, trickle_line_fn *line, size_t n,
    int64_t gap_ms, int64_t now_ms)
{
	*t = (struct trickle) { .fd = fd,
		.line = line,
		.n = n,
		.gap_ms = gap_ms,
		.due_ms = now_ms };
}

bool
trickle_over(const struct trickle *t)
{
	return t->failed || t->next == t->n;
}

/* Write on with the line at hand; false when the pipe takes no more now. */
static bool
push(struct trickle *t)
{
	const char *line = t->line(t->next);
	size_t size = strlen(line);

	while (t->written < size) {
		ssize_t n = write(t->fd, line + t->written, size - t->written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			t->failed = errno != EAGAIN;
			return false;
		}
		t->written += (size_t)n;
	}
	t->next++;
	t->written = 0;
	return true;
}

int64_t
trickle_step(struct trickle *t, int64_t now_ms)
{
	while (!trickle_over(t) && now_ms >= t->due_ms) {
		if (!push(t))
			t->due_ms = now_ms + TRICKLE_AGAIN_MS;
		else if (t->gap_ms > 0)
			t->due_ms = now_ms + t->gap_ms;
	}
	return trickle_over(t) ? INT64_MAX : t->due_ms;
}
