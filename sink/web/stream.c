/* stream.c -- a reader of /changes on its connection. */
#include "stream.h"

#include <microhttpd.h>
#include <unistd.h>

#include "proto/clock.h"
#include "respond.h"

#define BLOCK 1024 /* for HTTP/1.0 only; else the library's pool */

static void
account(struct stream *s, size_t bytes)
{
	uint64_t sent = subscriber_sent(s->sub);

	pulse_delivered(s->pulse, (int64_t)(sent - s->told), (int64_t)bytes);
	s->told = sent;
}

/* MHD_ContentReaderCallback */
static ssize_t
read_more(void *arg, uint64_t pos, char *out, size_t cap)
{
	struct stream *s = arg;
	int64_t now = clock_mono_ms();
	size_t n;

	(void)pos;
	if (s->over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	s->filled_ms = now;
	n = subscriber_fill(s->sub, out, cap, now);
	if (n == SUBSCRIBER_OVER)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == SUBSCRIBER_BROKEN)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (n == 0) {
		s->asleep = true;
		if (stream_due_ms(s) < *s->due_ms)
			*s->due_ms = stream_due_ms(s);
		*s->more |= stream_hungry(s);
		MHD_suspend_connection(s->mhd);
	}
	account(s, n);
	return (ssize_t)n;
}

struct MHD_Response *
stream_begin(struct stream *s, struct span origin, int64_t now_ms)
{
	struct MHD_Response *m;

	s->sub = subscriber_new(
	    s->ask, s->tape, s->place, s->seq, s->snapshot_fd, now_ms);
	s->snapshot_fd = -1;
	s->filled_ms = now_ms;
	m = MHD_create_response_from_callback(
	    MHD_SIZE_UNKNOWN, BLOCK, read_more, s, NULL);
	if (m == NULL)
		return NULL;
	/* To HEAD the library would send the last of no chunks, which is the
	 * beginning of the next answer; of HTTP/1.0 there are no chunks. */
	if (s->ask->head &&
	    MHD_set_response_options(
		m, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END) != MHD_YES)
		respond_header(m, "Connection", "close");
	respond_headers(m, subscriber_type(s->ask->feed), NULL, false, origin);
	respond_header(m, "X-Accel-Buffering", "no");
	return m;
}

void
stream_wake(struct stream *s)
{
	if (!s->asleep)
		return;
	s->asleep = false;
	s->filled_ms = clock_mono_ms();
	MHD_resume_connection(s->mhd);
}

int64_t
stream_due_ms(const struct stream *s)
{
	return subscriber_wake(s->sub);
}

bool
stream_hungry(const struct stream *s)
{
	return subscriber_hungry(s->sub);
}

bool
stream_stalled(const struct stream *s, int64_t now_ms)
{
	return !s->asleep && now_ms - s->filled_ms > STREAM_STALL_MS;
}

void
stream_fini(struct stream *s)
{
	subscriber_free(s->sub);
	s->sub = NULL;
	if (s->snapshot_fd >= 0)
		close(s->snapshot_fd);
	s->snapshot_fd = -1;
}
