/* gist_pack.c -- gists as bytes. */
#include <math.h>

#include "gist.h"
#include "hash.h"

#define STRING_MAX 255u

enum { F_SAID = 1, F_QUOTED = 2, F_DENIED = 4, F_HEDGED = 8, F_SPEAKER = 16 };

/* ---- writing ---- */

static void
put8(struct buf *b, unsigned v)
{
	const unsigned char c = (unsigned char)v;

	buf_append(b, &c, 1);
}

static void
put16(struct buf *b, unsigned v)
{
	put8(b, v & 0xff);
	put8(b, v >> 8);
}

static void
put_real(struct buf *b, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof bits);
	for (unsigned i = 0; i < 8; i++)
		put8(b, bits >> (8 * i) & 0xff);
}

/* Cut to what fits, at the beginning of a character. */
static void
put_string(struct buf *b, struct span s)
{
	if (s.n > STRING_MAX) {
		s.n = STRING_MAX;
		while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	put8(b, (unsigned)s.n);
	buf_append(b, s.p, s.n);
}

static void
put_word(struct buf *b, const struct gist_word *w, uint8_t head)
{
	put_string(b, w->text);
	put8(b, (unsigned)w->sort | (unsigned)w->role << 4);
	put16(b, w->flags);
	put8(b, w->rare);
	put8(b, head);
	put8(b, w->set);
	put8(b, w->pole);
	if (w->flags & GIST_KNOWN)
		buf_append(b, w->vector, GIST_VECTOR);
}

static void
put_words(struct buf *b, const struct gist *g, uint8_t to[GIST_WORDS_MAX])
{
	unsigned n = 0;

	for (uint32_t i = 0; i < g->n_words; i++)
		to[i] = g->word[i].flags & GIST_AROUND ? GIST_NONE
						       : (uint8_t)n++;
	put8(b, n);
	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i];

		if (to[i] != GIST_NONE)
			put_word(b, w,
			    w->head == GIST_NONE ? GIST_NONE : to[w->head]);
	}
}

void
gist_pack(const struct gist *g, struct buf *out)
{
	uint8_t to[GIST_WORDS_MAX];

	put8(out, GIST_VERSION);
	put8(out,
	    (g->said ? F_SAID : 0u) | (g->quoted ? F_QUOTED : 0u) |
		(g->denied ? F_DENIED : 0u) | (g->hedged ? F_HEDGED : 0u) |
		(g->speaker.p != NULL ? F_SPEAKER : 0u));
	put8(out, g->mood);
	put8(out, g->negations);
	put_string(out, g->speaker);
	put_words(out, g, to);
	put8(out, g->n_figures);
	for (uint32_t i = 0; i < g->n_figures; i++) {
		const struct gist_figure *q = &g->figure[i];

		put_real(out, q->value);
		put_real(out, q->low);
		put_real(out, q->high);
		put_string(out, q->unit);
		put_string(out, q->counted);
		put8(out, (q->is_change ? 1u : 0u) | (q->about ? 2u : 0u));
		put8(out, (unsigned)(q->way + 1));
		put8(out, q->word == GIST_NONE ? GIST_NONE : to[q->word]);
	}
	put8(out, g->n_times);
	for (uint32_t i = 0; i < g->n_times; i++) {
		put_string(out, g->time[i].value);
		put8(out, g->time[i].weekday);
		put8(out,
		    g->time[i].word == GIST_NONE ? GIST_NONE
						 : to[g->time[i].word]);
	}
}

/* ---- reading ---- */

struct reading {
	const unsigned char *p, *end;
	bool bad; /* it ends too early, or holds what cannot be */
};

static unsigned
get8(struct reading *r)
{
	if (r->p == r->end) {
		r->bad = true;
		return 0;
	}
	return *r->p++;
}

static unsigned
get16(struct reading *r)
{
	unsigned low = get8(r);

	return low | get8(r) << 8;
}

/* At most max. */
static unsigned
get_to(struct reading *r, unsigned max)
{
	unsigned v = get8(r);

	r->bad |= v > max;
	return r->bad ? 0 : v;
}

/* A word's number, or none. */
static uint8_t
get_index(struct reading *r, uint32_t n)
{
	unsigned v = get8(r);

	r->bad |= v != GIST_NONE && v >= n;
	return (uint8_t)v;
}

static double
get_real(struct reading *r)
{
	uint64_t bits = 0;
	double v;

	for (unsigned i = 0; i < 8; i++)
		bits |= (uint64_t)get8(r) << (8 * i);
	memcpy(&v, &bits, sizeof v);
	r->bad |= !isfinite(v);
	return r->bad ? 0 : v;
}

static struct span
get_string(struct reading *r)
{
	size_t n = get8(r);
	struct span s = { (const char *)r->p, n };

	if ((size_t)(r->end - r->p) < n) {
		r->bad = true;
		return (struct span) { NULL, 0 };
	}
	r->p += n;
	return s;
}

static void
get_word(struct reading *r, uint32_t n, struct gist_word *w)
{
	unsigned sort;

	w->text = get_string(r);
	w->hash = (uint32_t)hash_fast(w->text);
	sort = get8(r);
	w->sort = sort & 15;
	w->role = (uint8_t)(sort >> 4);
	w->flags = (uint16_t)get16(r);
	w->rare = (uint8_t)get_to(r, GIST_RARE);
	w->head = get_index(r, n);
	w->set = (uint8_t)get8(r);
	w->pole = (uint8_t)get8(r);
	r->bad |= w->sort > GIST_LABEL || w->role > GIST_OTHER;
	for (unsigned k = 0; w->flags & GIST_KNOWN && k < GIST_VECTOR; k++)
		w->vector[k] = (uint8_t)get8(r);
}

static void
get_figure(struct reading *r, uint32_t n, struct gist_figure *q)
{
	unsigned bits;

	q->value = get_real(r);
	q->low = get_real(r);
	q->high = get_real(r);
	q->unit = get_string(r);
	q->counted = get_string(r);
	bits = get_to(r, 3);
	q->is_change = bits & 1;
	q->about = bits & 2;
	q->way = (int8_t)((int)get_to(r, 2) - 1);
	q->word = get_index(r, n);
}

static void
get_all(struct reading *r, struct gist *g)
{
	unsigned bits = get_to(r, 31);

	g->said = bits & F_SAID;
	g->quoted = bits & F_QUOTED;
	g->denied = bits & F_DENIED;
	g->hedged = bits & F_HEDGED;
	g->mood = (uint8_t)get_to(r, GIST_REFUSES);
	g->negations = (uint8_t)get8(r);
	g->speaker = get_string(r);
	if (!(bits & F_SPEAKER))
		g->speaker = (struct span) { NULL, 0 };
	g->n_words = get_to(r, GIST_WORDS_MAX);
	for (uint32_t i = 0; i < g->n_words && !r->bad; i++)
		get_word(r, g->n_words, &g->word[i]);
	g->n_figures = get_to(r, GIST_FIGURES_MAX);
	for (uint32_t i = 0; i < g->n_figures && !r->bad; i++)
		get_figure(r, g->n_words, &g->figure[i]);
	g->n_times = get_to(r, GIST_TIMES_MAX);
	for (uint32_t i = 0; i < g->n_times && !r->bad; i++) {
		g->time[i].value = get_string(r);
		g->time[i].weekday = get_to(r, 1);
		g->time[i].word = get_index(r, g->n_words);
	}
}

enum rc
gist_unpack(struct span in, struct gist *g)
{
	struct reading r = { .p = (const unsigned char *)in.p };

	memset(g, 0, sizeof *g);
	if (in.n == 0 || in.n > GIST_BYTES_MAX)
		return RC_BADMSG;
	r.end = r.p + in.n;
	if (get8(&r) != GIST_VERSION)
		return RC_VERSION;
	get_all(&r, g);
	return r.bad || r.p != r.end ? RC_BADMSG : RC_OK;
}
