/* judge.c -- from how words stand to each other to how claims do. */
#include "judge.h"

#define ONE_EVENT (INT64_C(7) * 24 * 3600 * 1000)

const char *
judge_text(enum judge_type t)
{
	static const char *const text[] = { NULL, "not_comparable", "refines",
		"revised", "disputed", "revised" };

	return text[t];
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

static bool
same_day(const struct judge_place *a, const struct judge_place *b)
{
	return a->seen.n >= 10 && b->seen.n >= 10 &&
	    memcmp(a->seen.p, b->seen.p, 10) == 0;
}

static enum when
compare_times(const struct judge_place *older, const struct judge_place *newer)
{
	struct span a = older->as_of, b = newer->as_of;

	if (a.n == 0 && b.n == 0)
		return same_day(older, newer) ? WHEN_SAME : WHEN_LATER;
	if (a.n == 0 || b.n == 0)
		return same_day(older, newer) ? WHEN_UNKNOWN : WHEN_LATER;
	if (span_eq(a, b))
		return WHEN_SAME;
	if ((!is_day(a) && !is_day(b)) || !is_plain(a) || !is_plain(b))
		return WHEN_OTHER;
	return begins_later(a, b) ? WHEN_OTHER : WHEN_LATER;
}

/* ---- the ruling ---- */

bool
judge_later(const struct judge_place *a, const struct judge_place *b)
{
	if (a->seen_ms != b->seen_ms)
		return a->seen_ms > b->seen_ms;
	return a->key > b->key;
}

static enum judge_type
of_figures(bool exact, const struct judge_place *older,
    const struct judge_place *newer)
{
	enum when w = compare_times(older, newer);

	if (w == WHEN_UNKNOWN)
		return JUDGE_NOTHING;
	if (w == WHEN_OTHER || (w == WHEN_LATER && newer->is_change))
		return JUDGE_NOT_COMPARABLE;
	if (older->origin == newer->origin)
		return JUDGE_AMENDED;
	if (w == WHEN_LATER)
		return JUDGE_OUTDATED;
	return exact ? JUDGE_DISPUTED : JUDGE_NOTHING;
}

static enum judge_type
of_words(const struct judge_place *older, const struct judge_place *newer)
{
	if (older->article == newer->article &&
	    (older->speaker == 0 || newer->speaker == 0))
		return JUDGE_NOTHING;
	if (older->speaker != newer->speaker)
		return JUDGE_DISPUTED;
	if (older->article == newer->article)
		return JUDGE_NOTHING;
	if (older->speaker == 0)
		return older->origin == newer->origin ? JUDGE_AMENDED
						      : JUDGE_DISPUTED;
	return same_day(older, newer) ? JUDGE_NOTHING : JUDGE_AMENDED;
}

enum judge_type
judge_rule(enum kinship_ground ground, const struct judge_place *older,
    const struct judge_place *newer)
{
	bool one = older->article == newer->article;

	switch (ground) {
	case KINSHIP_FIGURES:
	case KINSHIP_BOUNDS:
		return one
		    ? JUDGE_NOTHING
		    : of_figures(ground == KINSHIP_FIGURES, older, newer);
	case KINSHIP_ORDER:
		return newer->seen_ms - older->seen_ms > ONE_EVENT
		    ? JUDGE_NOTHING
		    : of_words(older, newer);
	case KINSHIP_DENIAL:
		return of_words(older, newer);
	case KINSHIP_SCOPE:
		return one ? JUDGE_NOTHING : JUDGE_NOT_COMPARABLE;
	case KINSHIP_DOUBT:
		return one ? JUDGE_NOTHING : JUDGE_REFINED;
	default:
		return JUDGE_NOTHING;
	}
}
