/* wrap.c -- text for a terminal. */
#include "wrap.h"

#include "proto/utf8.h"
#include "table.h"

static const char *const sgr[WRAP_LOOKS] = {
	[WRAP_PLAIN] = "",
	[WRAP_DIM] = "\033[2m",
	[WRAP_BOLD] = "\033[1m",
	[WRAP_RED] = "\033[31m",
	[WRAP_GREEN] = "\033[32m",
	[WRAP_YELLOW] = "\033[33m",
	[WRAP_BLUE] = "\033[34m",
	[WRAP_MAGENTA] = "\033[35m",
};

static void
turn(struct wrap *w, enum wrap_look look)
{
	if (!w->colour || w->look == look)
		return;
	if (w->look != WRAP_PLAIN)
		buf_puts(w->out, "\033[m");
	buf_puts(w->out, sgr[look]);
	w->look = look;
}

static void
blanks(struct wrap *w, unsigned n)
{
	w->at += n;
	while (n-- > 0)
		buf_puts(w->out, " ");
}

static void
letters(struct wrap *w, enum wrap_look look, struct span s)
{
	if (s.n == 0)
		return;
	turn(w, look);
	buf_append(w->out, s.p, s.n);
	w->at += table_width(s);
}

/* The longest beginning of s that fits into room cells, at least one
 * character. */
static size_t
fitting(struct span s, unsigned room)
{
	size_t n = 0;
	unsigned used = 0;
	uint32_t cp;

	while (n < s.n) {
		size_t len = utf8_next((struct span) { s.p + n, s.n - n }, &cp);

		used += table_width((struct span) { s.p + n, len });
		if (used > room && n > 0)
			break;
		n += len;
	}
	return n;
}

static void
word(struct wrap *w, enum wrap_look look, struct span s)
{
	unsigned cells = table_width(s), indent = w->indent;

	if (w->width <= indent) /* no room at all: as if it were wider */
		indent = 0;
	if (w->at + w->space + cells > w->width && w->at > indent)
		wrap_line(w);
	if (w->space && w->at > indent)
		blanks(w, 1);
	w->space = false;
	while (w->at + table_width(s) > w->width) {
		unsigned room = w->width > w->at ? w->width - w->at : 1;
		size_t n = fitting(s, room);

		letters(w, look, (struct span) { s.p, n });
		s = (struct span) { s.p + n, s.n - n };
		if (s.n == 0)
			return;
		wrap_line(w);
	}
	letters(w, look, s);
}

static void
words(struct wrap *w, enum wrap_look look, struct span s)
{
	while (s.n > 0) {
		const char *blank = memchr(s.p, ' ', s.n);
		size_t n = blank != NULL ? (size_t)(blank - s.p) : s.n;

		if (n > 0)
			word(w, look, (struct span) { s.p, n });
		w->space |= blank != NULL;
		n += blank != NULL;
		s = (struct span) { s.p + n, s.n - n };
	}
}

void
wrap_put(struct wrap *w, enum wrap_look look, struct span s)
{
	struct buf plain = { 0 };

	table_plain(&plain, s, 0);
	if (w->width == 0)
		letters(w, look, buf_span(&plain));
	else
		words(w, look, buf_span(&plain));
	buf_free(&plain);
}

void
wrap_puts(struct wrap *w, enum wrap_look look, const char *s)
{
	if (w->width == 0)
		letters(w, look, span_of(s));
	else
		words(w, look, span_of(s));
}

void
wrap_tab(struct wrap *w, unsigned to)
{
	blanks(w, to > w->at ? to - w->at : 1);
	w->space = false;
}

void
wrap_line(struct wrap *w)
{
	wrap_end(w);
	blanks(w, w->width > w->indent ? w->indent : 0);
}

void
wrap_end(struct wrap *w)
{
	turn(w, WRAP_PLAIN);
	buf_puts(w->out, "\n");
	w->at = 0;
	w->space = false;
}
