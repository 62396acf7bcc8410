/* follow.c -- a subscriber of the change feed as a pure state machine. */
#include "follow.h"

#define PATIENCE_MS 2000

void
follow_init(struct follow *f, uint64_t seq, int64_t now_ms)
{
	*f = (struct follow) {
		.state = FOLLOW_CATCHING_UP,
		.seq = seq,
		.head = seq,
		.ask = true,
		.asked_ms = now_ms,
		.asked_seq = UINT64_MAX,
		.heard_ms = now_ms,
		.patience_ms = PATIENCE_MS,
	};
}

static void
hear(struct follow *f, uint64_t seq, int64_t now_ms)
{
	f->heard_ms = now_ms;
	if (seq > f->head)
		f->head = seq;
}

/* Something is missing: a replay must bring it. */
static void
catch_up(struct follow *f)
{
	if (f->state == FOLLOW_CATCHING_UP)
		return;
	f->state = FOLLOW_CATCHING_UP;
	f->ask = true;
}

enum follow_do
follow_change(struct follow *f, uint64_t seq, bool replayed, int64_t now_ms)
{
	hear(f, seq, now_ms);
	if (replayed && f->state == FOLLOW_CATCHING_UP)
		f->asked_ms = now_ms; /* the answer is on its way */
	if (seq <= f->seq)
		return FOLLOW_DROP;
	if (seq != f->seq + 1) {
		catch_up(f);
		return FOLLOW_DROP;
	}
	if (f->state == FOLLOW_CATCHING_UP && !replayed)
		return FOLLOW_DROP;
	f->seq = seq;
	return FOLLOW_DELIVER;
}

/*
 * A question was answered in full.  One that brought nothing although
 * something is missing is not repeated at once, but by follow_tick(): the
 * feed may have lost its answer, and would lose the next one too.
 */
static void
answered(struct follow *f, bool more)
{
	if (f->state != FOLLOW_CATCHING_UP)
		return;
	if (!more && f->seq >= f->head)
		f->state = FOLLOW_LIVE;
	else if (f->seq != f->asked_seq)
		f->ask = true;
}

void
follow_mark(struct follow *f, uint64_t seq, bool end, bool more, int64_t now_ms)
{
	hear(f, seq, now_ms);
	if (end)
		answered(f, more);
	else if (seq > f->seq)
		catch_up(f);
}

void
follow_tick(struct follow *f, int64_t now_ms)
{
	if (f->state == FOLLOW_CATCHING_UP &&
	    now_ms - f->asked_ms >= f->patience_ms)
		f->ask = true;
}

bool
follow_ask(struct follow *f, int64_t now_ms, uint64_t *since)
{
	if (!f->ask)
		return false;
	f->ask = false;
	f->asked_ms = now_ms;
	f->asked_seq = f->seq;
	*since = f->seq;
	return true;
}

bool
follow_silent(const struct follow *f, int64_t now_ms, int64_t ms)
{
	return now_ms - f->heard_ms >= ms;
}
