/* progress.c -- how far a long piece of work is. */
#include "progress.h"

#include <inttypes.h>

#define BAR_CELLS 30
#define RATE_MS   2000 /* a rate is measured over so long */

void
progress_init(struct progress *p, bool terminal, int64_t now_ms)
{
	*p = (struct progress) {
		.terminal = terminal, .shown_ms = now_ms, .from_ms = now_ms
	};
}

void
progress_note(struct progress *p, int64_t done, int64_t all, int64_t now_ms)
{
	int64_t ms = now_ms - p->from_ms;

	p->done = done;
	p->all = all;
	if (ms < RATE_MS)
		return;
	p->rate = (double)(done - p->from_done) * 1000 / (double)ms;
	p->from_ms = now_ms;
	p->from_done = done;
}

static void
put_bar(const struct progress *p, struct buf *out)
{
	int64_t full = p->all > 0 ? p->done * BAR_CELLS / p->all : 0;

	buf_puts(out, "\r[");
	for (int64_t i = 0; i < BAR_CELLS; i++)
		buf_puts(out, i < full ? "#" : "-");
	buf_puts(out, "] ");
}

bool
progress_show(struct progress *p, int64_t now_ms, struct buf *out)
{
	int64_t every = p->terminal ? PROGRESS_BAR_MS : PROGRESS_LINE_MS;

	if (now_ms - p->shown_ms < every)
		return false;
	p->shown_ms = now_ms;
	if (p->terminal)
		put_bar(p, out);
	else
		buf_puts(out, "claimwire: ");
	buf_printf(out,
	    "%" PRId64 " of %" PRId64 " accepted articles committed, %.0f/s",
	    p->done, p->all, p->rate);
	buf_puts(out, p->terminal ? "\033[K" : "\n");
	p->bar = p->terminal;
	return true;
}

void
progress_clear(struct progress *p, struct buf *out)
{
	if (p->bar)
		buf_puts(out, "\r\033[K");
	p->bar = false;
}
