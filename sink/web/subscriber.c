/* subscriber.c -- one reader of /changes. */
#include "subscriber.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/mem.h"

#define CHECKPOINT_MS 1000 /* between two checkpoints */
#define RETRY_MS      100  /* after the store could not be read */
#define NOTE_MAX      320

enum state { OPENING, INITIAL, FOLLOWING, CLOSING, OVER, BROKEN };

struct subscriber {
	const struct ask *a;
	struct tape *t;
	enum state state;
	bool gone;     /* begins with a reset */
	bool filtered; /* not every change is for it */
	int64_t next;  /* number of the change to look at */
	int64_t until; /* the last one to look at; INT64_MAX: for ever */
	int64_t told;  /* the last number that it was told */
	uint64_t sent; /* changes */
	/* what is being sent: first the note, then the item */
	char note[NOTE_MAX];
	size_t note_n, note_at;
	bool item;      /* change `next` is for it */
	size_t item_at; /* bytes of it sent */
	/* rows of the snapshot */
	int fd;
	off_t row_at;
	bool in_row, any_row;
	/* time */
	int64_t heartbeat_ms, timeout_ms; /* timeout: -1 none */
	int64_t spoke_ms, change_ms, checkpoint_ms;
	int64_t wake_ms;
	bool hungry;
};

/* ---- beginning ---- */

/* Whoever asked the store a moment ago may know a change before the tape is
 * told of it; it is as durable as the rest. */
static enum rc
catch_up(struct tape *t, struct query *q)
{
	int64_t head;
	enum rc rc = query_head(q, &head);

	if (rc == RC_OK)
		tape_news(t, head);
	return rc;
}

static enum subscriber_place
place_seq(struct tape *t, struct query *q, int64_t want, int64_t *seq)
{
	if (want == 0)
		want = tape_horizon(t);
	if (want > tape_head(t) && catch_up(t, q) != RC_OK)
		return SUBSCRIBER_FAILED;
	if (want > tape_head(t) || want < tape_horizon(t))
		return SUBSCRIBER_GONE;
	*seq = want;
	return SUBSCRIBER_HERE;
}

enum subscriber_place
subscriber_place(
    const struct ask *a, struct tape *t, struct query *q, int64_t *seq)
{
	const struct ask_since *s = &a->since;
	int64_t at;

	switch (s->kind) {
	case ASK_SINCE_NOW:
		*seq = tape_head(t);
		return SUBSCRIBER_HERE;
	case ASK_SINCE_TIME:
		if (query_seq_at(q, s->at_ms, &at) != RC_OK)
			return SUBSCRIBER_FAILED;
		return place_seq(
		    t, q, at < tape_head(t) ? at : tape_head(t), seq);
	case ASK_SINCE_ID:
		if (!span_is(s->generation, tape_generation(t)))
			return SUBSCRIBER_GONE;
		return place_seq(t, q, s->seq, seq);
	case ASK_SINCE_SEQ:
		break;
	}
	return place_seq(t, q, s->seq, seq);
}

struct subscriber *
subscriber_new(const struct ask *a, struct tape *t, enum subscriber_place place,
    int64_t seq, int snapshot_fd, int64_t now_ms)
{
	struct subscriber *s = mem_zalloc(sizeof *s);

	s->a = a;
	s->t = t;
	s->fd = snapshot_fd;
	s->gone = place == SUBSCRIBER_GONE;
	if (s->gone && snapshot_fd < 0)
		seq = tape_horizon(t);
	tape_news(t, seq); /* a snapshot may be ahead of what we were told */
	s->next = seq + 1;
	s->told = seq;
	s->filtered = a->query.n > 0; /* it holds the filters */
	s->until = a->feed == ASK_NORMAL ? tape_head(t) : INT64_MAX;
	s->heartbeat_ms = a->heartbeat_ms > 0 ? a->heartbeat_ms
					      : SUBSCRIBER_HEARTBEAT_MS;
	s->timeout_ms = a->timeout_ms;
	if (a->feed == ASK_LONGPOLL && s->timeout_ms < 0)
		s->timeout_ms = SUBSCRIBER_LONGPOLL_MS;
	s->spoke_ms = s->change_ms = s->checkpoint_ms = now_ms;
	s->wake_ms = now_ms;
	return s;
}

void
subscriber_free(struct subscriber *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

const char *
subscriber_type(enum ask_feed feed)
{
	switch (feed) {
	case ASK_SSE:
		return "text/event-stream; charset=utf-8";
	case ASK_CONTINUOUS:
		return "application/x-ndjson";
	case ASK_NORMAL:
	case ASK_LONGPOLL:
		break;
	}
	return "application/json";
}

/* ---- notes: what is said beside changes ---- */

static void note(struct subscriber *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Only when the one before was sent whole. */
static void
note(struct subscriber *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(s->note, sizeof s->note, fmt, ap);
	va_end(ap);
	s->note_n = n < 0 ? 0 : (size_t)n;
	if (s->note_n >= sizeof s->note)
		abort(); /* notes are ours, and short */
	s->note_at = 0;
}

static bool
is_array(const struct subscriber *s)
{
	return s->a->feed == ASK_NORMAL || s->a->feed == ASK_LONGPOLL;
}

/* Before rows it has no id: one who is cut off in the midst of them has not
 * come so far, and is told again. */
static void
reset_note(struct subscriber *s)
{
	char id[64] = "";

	if (s->fd < 0)
		snprintf(id, sizeof id, "id: %s-%" PRId64 "\n",
		    tape_generation(s->t), s->told);
	note(s,
	    "retry: 2000\n\n%sevent: reset\n"
	    "data: {\"reason\":\"the feed does not know this id: the store was "
	    "restored, or is another one; everything follows from the "
	    "beginning\",\"snapshot\":\"/snapshot\"}\n\n",
	    id);
}

static void
open_note(struct subscriber *s)
{
	if (is_array(s))
		note(s, "{\"contract\":1,\"%s\":[",
		    s->fd >= 0 ? "initial" : "changes");
	else if (s->a->feed == ASK_SSE && s->gone)
		reset_note(s);
	else if (s->a->feed == ASK_SSE)
		note(s, "retry: 2000\n\n");
}

static void
ready_note(struct subscriber *s)
{
	const char *gen = tape_generation(s->t);

	if (is_array(s))
		note(s, "\n],\"changes\":[");
	else if (s->a->feed == ASK_SSE)
		note(s,
		    "id: %s-%" PRId64 "\nevent: ready\ndata: {\"id\":"
		    "\"%s-%" PRId64 "\"}\n\n",
		    gen, s->told, gen, s->told);
	else
		note(s, "{\"ready\":\"%s-%" PRId64 "\"}\n", gen, s->told);
}

static void
checkpoint_note(struct subscriber *s, int64_t now_ms)
{
	const char *gen = tape_generation(s->t);

	s->told = s->next - 1;
	s->checkpoint_ms = now_ms;
	if (s->a->feed == ASK_SSE)
		note(s,
		    "id: %s-%" PRId64 "\nevent: checkpoint\ndata: {\"id\":"
		    "\"%s-%" PRId64 "\"}\n\n",
		    gen, s->told, gen, s->told);
	else if (s->a->feed == ASK_CONTINUOUS)
		note(s, "{\"checkpoint\":\"%s-%" PRId64 "\"}\n", gen, s->told);
}

static void
close_note(struct subscriber *s, int64_t now_ms)
{
	if (is_array(s))
		note(s,
		    "\n],\"last_id\":\"%s-%" PRId64 "\",\"pending\":%" PRId64
		    "}\n",
		    tape_generation(s->t), s->next - 1,
		    tape_head(s->t) - (s->next - 1));
	else if (s->next - 1 > s->told)
		checkpoint_note(s, now_ms);
}

static void
heartbeat_note(struct subscriber *s)
{
	note(s, "%s", s->a->feed == ASK_SSE ? ": still here\n\n" : "\n");
}

/* ---- output ---- */

struct out {
	char *p;
	size_t n, cap;
};

/* Copy what fits of piece from *at on; *at moves. */
static void
copy(struct out *o, struct span piece, size_t *at)
{
	size_t n = piece.n - *at;

	if (n > o->cap - o->n)
		n = o->cap - o->n;
	if (n > 0)
		memcpy(o->p + o->n, piece.p + *at, n);
	o->n += n;
	*at += n;
}

/* ---- rows of the snapshot ---- */

static void
row_begin(struct subscriber *s)
{
	if (is_array(s))
		note(s, "%s\n", s->any_row ? "," : "");
	else if (s->a->feed == ASK_SSE)
		note(s, "event: initial\ndata: ");
	else
		note(s, "{\"initial\":");
	s->in_row = s->any_row = true;
}

static void
row_end(struct subscriber *s)
{
	if (s->a->feed == ASK_SSE)
		note(s, "\n\n");
	else if (s->a->feed == ASK_CONTINUOUS)
		note(s, "}\n");
	s->in_row = false;
}

static void
rows_end(struct subscriber *s)
{
	close(s->fd);
	s->fd = -1;
	ready_note(s);
	s->state = FOLLOWING;
}

/* A piece of a row; rows are lines of the file. */
static void
copy_rows(struct subscriber *s, struct out *o)
{
	size_t room = o->cap - o->n;
	char chunk[4096];
	ssize_t n = pread(
	    s->fd, chunk, room < sizeof chunk ? room : sizeof chunk, s->row_at);
	const char *end;

	if (n < 0) {
		s->state = BROKEN;
		return;
	}
	if (n == 0) {
		rows_end(s);
		return;
	}
	if (!s->in_row) {
		row_begin(s);
		return;
	}
	end = memchr(chunk, '\n', (size_t)n);
	if (end != NULL)
		n = end - chunk;
	memcpy(o->p + o->n, chunk, (size_t)n);
	o->n += (size_t)n;
	s->row_at += n + (end != NULL);
	if (end != NULL)
		row_end(s);
}

/* ---- changes ---- */

/* "id: GENERATION-SEQ\ndata: " into out, which has room for 96 bytes; by
 * hand, since printf(3) was a fifth of a delivery. */
static size_t
sse_head(const struct subscriber *s, int64_t seq, char *out)
{
	const char *gen = tape_generation(s->t);
	size_t len = strlen(gen), n = 4;
	char digits[20];
	int k = 0;

	memcpy(out, "id: ", 4);
	memcpy(out + n, gen, len);
	n += len;
	out[n++] = '-';
	do
		digits[k++] = (char)('0' + seq % 10);
	while ((seq /= 10) > 0);
	while (k > 0)
		out[n++] = digits[--k];
	memcpy(out + n, "\ndata: ", 7);
	return n + 7;
}

/* The change under way: head, body and tail as one piece of text. */
static enum rc
copy_item(struct subscriber *s, struct out *o, bool *done)
{
	char head[96];
	struct tape_item item;
	struct span part[3] = { { head, 0 }, { NULL, 0 }, SPAN("") };
	size_t at = s->item_at;
	enum rc rc;

	if ((rc = tape_get(s->t, s->next, &item)) != RC_OK)
		return rc;
	if (s->a->feed == ASK_SSE) {
		part[0].n = sse_head(s, item.seq, head);
		part[2] = span_of("\n\n");
	} else if (s->a->feed == ASK_CONTINUOUS) {
		part[2] = span_of("\n");
	} else {
		part[0] = span_of(s->sent > 0 ? ",\n" : "\n");
	}
	part[1] = item.json;
	*done = true;
	for (size_t i = 0; i < 3; i++) {
		size_t from = at < part[i].n ? at : part[i].n, was = from;

		copy(o, part[i], &from);
		s->item_at += from - was;
		at -= was;
		if (from < part[i].n) {
			*done = false;
			break;
		}
	}
	return RC_OK;
}

static void
item_done(struct subscriber *s, int64_t now_ms)
{
	s->item = false;
	s->item_at = 0;
	s->told = s->next++;
	s->sent++;
	s->change_ms = s->checkpoint_ms = now_ms;
	if (s->a->limit > 0 && s->sent >= s->a->limit)
		s->state = CLOSING;
}

/* Is change `next` for it?  RC_END: it is not there yet. */
static enum rc
look(struct subscriber *s)
{
	struct tape_item item;
	bool is = true, superseded = false;
	enum rc rc;

	if ((rc = tape_get(s->t, s->next, &item)) != RC_OK)
		return rc;
	if (s->filtered &&
	    (rc = tape_match(s->t, s->next, &s->a->filter, &is)) != RC_OK)
		return rc;
	if (is && s->a->latest &&
	    (rc = tape_superseded(s->t, s->next, &superseded)) != RC_OK)
		return rc;
	s->item = is && !superseded;
	if (!s->item)
		s->next++;
	return RC_OK;
}

/* Nothing is left to look at. */
static bool
at_head(struct subscriber *s, int64_t now_ms)
{
	bool late = s->timeout_ms >= 0 &&
	    now_ms - s->change_ms >= s->timeout_ms;

	if (s->a->feed == ASK_NORMAL || late ||
	    (s->a->feed == ASK_LONGPOLL && s->sent > 0)) {
		s->state = CLOSING;
		return true;
	}
	if (!is_array(s) && s->next - 1 > s->told &&
	    now_ms - s->checkpoint_ms >= CHECKPOINT_MS) {
		checkpoint_note(s, now_ms);
		return true;
	}
	return false;
}

/* One step; false: nothing can be done now. */
static bool
follow(struct subscriber *s, struct out *o, int *scanned, int64_t now_ms)
{
	bool done = false;
	enum rc rc;

	if (s->item) {
		rc = copy_item(s, o, &done);
		if (rc == RC_OK && done)
			item_done(s, now_ms);
	} else if (s->next > s->until || s->next > tape_head(s->t)) {
		return at_head(s, now_ms);
	} else if (++*scanned > SUBSCRIBER_SCAN_MAX) {
		s->hungry = true;
		return false;
	} else {
		rc = look(s);
	}
	if (rc == RC_NOENT)
		s->state = BROKEN;
	else if (rc != RC_OK)
		s->wake_ms = now_ms + RETRY_MS;
	return rc == RC_OK || rc == RC_NOENT;
}

/* One step of whatever there is to do; false: nothing now. */
static bool
step(struct subscriber *s, struct out *o, int *scanned, int64_t now_ms)
{
	switch (s->state) {
	case OPENING:
		open_note(s);
		s->state = s->fd >= 0 ? INITIAL : FOLLOWING;
		return true;
	case INITIAL:
		copy_rows(s, o);
		return true;
	case FOLLOWING:
		return follow(s, o, scanned, now_ms);
	case CLOSING:
		close_note(s, now_ms);
		s->state = OVER;
		return true;
	case OVER:
	case BROKEN:
		break;
	}
	return false;
}

/* When there is something to say without news. */
static void
set_wake(struct subscriber *s, int64_t now_ms)
{
	int64_t wake = s->spoke_ms + s->heartbeat_ms;

	if (s->wake_ms > now_ms)
		return; /* the store is to be tried again, not sooner */
	if (s->timeout_ms >= 0 && s->change_ms + s->timeout_ms < wake)
		wake = s->change_ms + s->timeout_ms;
	if (!is_array(s) && s->next - 1 > s->told &&
	    s->checkpoint_ms + CHECKPOINT_MS < wake)
		wake = s->checkpoint_ms + CHECKPOINT_MS;
	s->wake_ms = wake;
}

size_t
subscriber_fill(struct subscriber *s, char *out, size_t cap, int64_t now_ms)
{
	struct out o = { out, 0, cap };
	int scanned = 0;

	s->hungry = false;
	s->wake_ms = 0;
	if (s->state == FOLLOWING && s->note_at == s->note_n && !s->item &&
	    now_ms - s->spoke_ms >= s->heartbeat_ms)
		heartbeat_note(s);
	while (o.n < cap) {
		if (s->note_at < s->note_n) {
			copy(&o, (struct span) { s->note, s->note_n },
			    &s->note_at);
			continue;
		}
		if (!step(s, &o, &scanned, now_ms))
			break;
	}
	if (o.n > 0)
		s->spoke_ms = now_ms;
	set_wake(s, now_ms);
	if (o.n == 0 && s->note_at == s->note_n && s->state == OVER)
		return SUBSCRIBER_OVER;
	if (o.n == 0 && s->state == BROKEN)
		return SUBSCRIBER_BROKEN;
	return o.n;
}

int64_t
subscriber_wake(const struct subscriber *s)
{
	return s->wake_ms;
}

bool
subscriber_hungry(const struct subscriber *s)
{
	return s->hungry;
}

uint64_t
subscriber_sent(const struct subscriber *s)
{
	return s->sent;
}

bool
subscriber_behind(const struct subscriber *s)
{
	return s->note_at < s->note_n || s->item || s->state == INITIAL ||
	    s->next <= tape_head(s->t);
}
