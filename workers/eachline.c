/* eachline.c -- the lines of a file. */
#include "eachline.h"

#include "proto/buf.h"

struct reading {
	size_t max, number;
	bool skipping; /* the rest of a line that was too long */
	eachline_fn *fn;
	void *arg;
	struct buf b;
};

static void
take(struct reading *r, struct span line)
{
	if (!r->skipping)
		r->fn(line, ++r->number, r->arg);
	r->skipping = false;
}

/* Hand out every whole line; keep the rest. */
static void
take_lines(struct reading *r)
{
	size_t at = 0;
	const char *nl;

	while (at < r->b.n &&
	    (nl = memchr(r->b.p + at, '\n', r->b.n - at)) != NULL) {
		size_t n = (size_t)(nl - (r->b.p + at));

		take(r, (struct span) { r->b.p + at, n });
		at += n + 1;
	}
	memmove(r->b.p, r->b.p + at, r->b.n - at);
	r->b.n -= at;
	if (r->b.n > r->max) {
		take(r, (struct span) { NULL, 0 });
		r->skipping = true;
		r->b.n = 0;
	}
}

bool
eachline_read(FILE *in, size_t max, eachline_fn *fn, void *arg)
{
	struct reading r = { .max = max, .fn = fn, .arg = arg };
	size_t n, room = 1u << 16;

	while ((n = fread(buf_room(&r.b, room), 1, room, in)) > 0) {
		r.b.n += n;
		if (memchr(r.b.p + r.b.n - n, '\n', n) != NULL || r.b.n > max)
			take_lines(&r);
	}
	if (r.b.n > 0)
		take(&r, buf_span(&r.b));
	buf_free(&r.b);
	return !ferror(in);
}
