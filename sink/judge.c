/* judge.c -- how two figures of one matter stand to each other. */
#include "judge.h"

#include <math.h>

/* ---- ranges ---- */

#define ROUGHLY 0.05 /* of the value: "about" */
#define ROUND   0.01 /* a round number stands for what is so near */

/* What a modifier makes of a value. */
enum reach { EXACT, AROUND, UPWARD, DOWNWARD, NEARLY };

static const struct {
	const char *modifier; /* in lower case */
	enum reach reach;
} reaches[] = {
	{ "about", AROUND },
	{ "around", AROUND },
	{ "roughly", AROUND },
	{ "approximately", AROUND },
	{ "some", AROUND },
	{ "estimated", AROUND },
	{ "close to", AROUND },
	{ "nearly", NEARLY },
	{ "almost", NEARLY },
	{ "at least", UPWARD },
	{ "more than", UPWARD },
	{ "greater than", UPWARD },
	{ "over", UPWARD },
	{ "above", UPWARD },
	{ "at most", DOWNWARD },
	{ "less than", DOWNWARD },
	{ "fewer than", DOWNWARD },
	{ "under", DOWNWARD },
	{ "below", DOWNWARD },
	{ "up to", DOWNWARD },
	{ "as much as", DOWNWARD },
	{ "as many as", DOWNWARD },
};

static bool
same_word(struct span s, const char *lower)
{
	size_t n = strlen(lower);

	if (s.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (s.p[i] != lower[i] &&
		    !(s.p[i] >= 'A' && s.p[i] <= 'Z' &&
			(s.p[i] | 32) == lower[i]))
			return false;
	return true;
}

static enum reach
reach_of(const struct judge_figure *f)
{
	for (size_t i = 0; i < sizeof reaches / sizeof reaches[0]; i++)
		if (same_word(f->modifier, reaches[i].modifier))
			return reaches[i].reach;
	return EXACT;
}

struct interval {
	double low, high;
};

static struct interval
interval(const struct judge_figure *f, enum reach reach)
{
	struct interval v = { f->value, f->value };
	double some, low;

	if (!f->has_value && (f->has_low || f->has_high)) {
		v.low = f->has_low ? f->low : -INFINITY;
		v.high = f->has_high ? f->high : INFINITY;
	}
	some = ROUGHLY * fabs(v.high);
	if (!isfinite(some))
		some = 0;
	if (reach == AROUND || reach == NEARLY)
		v.low -= some;
	if (reach == AROUND)
		v.high += some;
	if (reach == UPWARD)
		v.high = INFINITY;
	if (reach == DOWNWARD)
		v.low = -INFINITY;
	if (f->is_change && f->falls) {
		low = v.low;
		v.low = -v.high;
		v.high = -low;
	}
	return v;
}

/* Does a number end with zeros before the point: 500, 14,000? */
static bool
is_round(double v)
{
	return fabs(v) >= 100 && fmod(v, 10) == 0;
}

static bool
near_round(const struct judge_figure *a, const struct judge_figure *b)
{
	return a->has_value && b->has_value &&
	    (is_round(a->value) || is_round(b->value)) &&
	    fabs(a->value - b->value) <=
	    ROUND * fmax(fabs(a->value), fabs(b->value));
}

static bool
known(const struct judge_figure *f)
{
	return f->has_value || f->has_low || f->has_high;
}

enum judge_fit
judge_fit(const struct judge_figure *a, const struct judge_figure *b)
{
	enum reach ra = reach_of(a), rb = reach_of(b);
	struct interval x = interval(a, ra), y = interval(b, rb);

	if (!known(a) || !known(b))
		return JUDGE_FITS;
	if (a->is_change && a->falls != b->falls)
		return x.low <= y.high && y.low <= x.high ? JUDGE_FITS
							  : JUDGE_APART;
	if (a->has_value && b->has_value && a->value == b->value)
		return JUDGE_FITS;
	if (ra == rb && (ra == UPWARD || ra == DOWNWARD))
		return JUDGE_BOUNDS;
	if ((x.low <= y.high && y.low <= x.high) || near_round(a, b))
		return JUDGE_FITS;
	return JUDGE_APART;
}

/* ---- times ---- */

/* A day: 2031-05-04, whatever follows. */
static bool
is_day(struct span s)
{
	static const char form[] = "dddd-dd-dd";

	if (s.n < sizeof form - 1)
		return false;
	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9'
				   : s.p[i] != form[i])
			return false;
	return true;
}

/* Digits and hyphens alone: 2031, 2031-05, 2031-05-04; no week, no quarter. */
static bool
is_plain(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '-')
			return false;
	return s.n >= 4;
}

/* Does as_of begin later in a than in b?  Plain ones sort as text: "2031-05"
 * begins when its first day does. */
static bool
begins_later(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = memcmp(a.p, b.p, n);

	return d > 0 || (d == 0 && a.n > b.n);
}

enum when {
	WHEN_SAME,    /* the same time */
	WHEN_LATER,   /* another: the later report counts */
	WHEN_UNKNOWN, /* it cannot be told */
	WHEN_OTHER    /* of another time, so of another thing */
};

/* Of a figure and one of a later report. */
static enum when
compare_times(const struct judge_figure *older, const struct judge_place *then,
    const struct judge_figure *newer, const struct judge_place *now)
{
	struct span a = older->as_of, b = newer->as_of;
	bool same_day = then->seen.n >= 10 && now->seen.n >= 10 &&
	    memcmp(then->seen.p, now->seen.p, 10) == 0;

	if (a.n == 0 && b.n == 0)
		return same_day ? WHEN_SAME : WHEN_LATER;
	if (a.n == 0 || b.n == 0)
		return same_day ? WHEN_UNKNOWN : WHEN_LATER;
	if (span_eq(a, b))
		return WHEN_SAME;
	if ((!is_day(a) && !is_day(b)) || !is_plain(a) || !is_plain(b))
		return WHEN_OTHER;
	return begins_later(a, b) ? WHEN_OTHER : WHEN_LATER;
}

/* ---- the ruling ---- */

static bool
came_later(const struct judge_place *a, const struct judge_place *b)
{
	if (a->seen_ms != b->seen_ms)
		return a->seen_ms > b->seen_ms;
	return a->mention > b->mention;
}

static enum judge_type
rule(enum when w, enum judge_fit fit, bool is_change, bool one_origin)
{
	if (w == WHEN_UNKNOWN || w == WHEN_OTHER ||
	    (w == WHEN_LATER && is_change))
		return JUDGE_NOTHING;
	if (one_origin)
		return JUDGE_AMENDED;
	if (w == WHEN_LATER)
		return JUDGE_OUTDATED;
	return fit == JUDGE_BOUNDS ? JUDGE_NOTHING : JUDGE_DISPUTED;
}

struct judge_ruling
judge_figures(const struct judge_figure *fa, const struct judge_place *a,
    const struct judge_figure *fb, const struct judge_place *b)
{
	struct judge_ruling r = { .type = JUDGE_NOTHING };
	enum judge_fit fit = judge_fit(fa, fb);
	enum when w;

	if (fit == JUDGE_FITS || a->article == b->article)
		return r;
	r.back = came_later(a, b);
	w = r.back ? compare_times(fb, b, fa, a) : compare_times(fa, a, fb, b);
	r.type = rule(w, fit, fa->is_change, a->origin == b->origin);
	return r;
}

void
judge_say(struct buf *out, const struct judge_figure *f)
{
	struct span what = f->counted.n > 0 ? f->counted : f->unit;

	if (f->is_change)
		buf_puts(out, f->falls ? "down " : "up ");
	if (f->modifier.n > 0)
		buf_printf(out, "%.*s ", (int)f->modifier.n, f->modifier.p);
	if (f->has_value)
		buf_printf(out, "%.12g", f->value);
	else if (f->has_low && f->has_high)
		buf_printf(out, "%.12g to %.12g", f->low, f->high);
	else
		buf_printf(out, "%s %.12g", f->has_low ? "over" : "under",
		    f->has_low ? f->low : f->high);
	if (what.n > 0 && !span_is(what, "count"))
		buf_printf(out, " %.*s", (int)what.n, what.p);
}
