/* kinning_time.c -- times that exclude each other. */
#include "kinning.h"

/* Days from first to last, and how fine the expression is. */
struct days {
	int64_t first, last;
};

/* Days since 1970 of a civil date (Howard Hinnant, chrono-compatible
 * low-level date algorithms, days_from_civil). */
static int64_t
day_of(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool
digits(const char **p, const char *end, int n, int64_t *v)
{
	*v = 0;
	for (int i = 0; i < n; i++, (*p)++) {
		if (*p == end || **p < '0' || **p > '9')
			return false;
		*v = *v * 10 + (**p - '0');
	}
	return true;
}

/* What follows "2025-": a month, a day, a week, a quarter, a season. */
static bool
read_rest(const char *p, const char *end, int64_t y, struct days *d)
{
	int64_t n, day, from;

	if (*p == 'W' && p++ && digits(&p, end, 2, &n)) {
		from = day_of(y, 1, 4);
		from -= (from + 3) % 7; /* the Monday of week 1 */
		*d = (struct days) { from + (n - 1) * 7, from + n * 7 - 1 };
		return true;
	}
	if (*p == 'Q' && p++ && digits(&p, end, 1, &n) && n >= 1 && n <= 4) {
		*d = (struct days) { day_of(y, 3 * n - 2, 1),
			day_of(y + n / 4, 3 * n % 12 + 1, 1) - 1 };
		return true;
	}
	if (!digits(&p, end, 2, &n) || n < 1 || n > 12)
		return false;
	if (p < end && *p++ == '-' && digits(&p, end, 2, &day)) {
		*d = (struct days) { day_of(y, n, day), day_of(y, n, day) };
		return true;
	}
	*d = (struct days) { day_of(y, n, 1),
		day_of(y + n / 12, n % 12 + 1, 1) - 1 };
	return true;
}

static bool
read_days(struct span s, struct days *d)
{
	const char *p = s.p, *end = s.p + s.n;
	int64_t y;

	if (s.n < 4 || !digits(&p, end, 4, &y))
		return false;
	if (p == end) {
		*d = (struct days) { day_of(y, 1, 1), day_of(y, 12, 31) };
		return true;
	}
	return *p++ == '-' && p < end && read_rest(p, end, y, d);
}

bool
kinning_day(struct span published, int64_t *day)
{
	struct days d;

	if (published.n > 10)
		published.n = 10;
	if (published.n < 10 || !read_days(published, &d) || d.first != d.last)
		return false;
	*day = d.first;
	return true;
}

static bool
apart(struct days x, struct days y)
{
	return x.last < y.first - 1 || y.last < x.first - 1;
}

/* Days of one name, a week from each other: which was meant is a guess. */
static bool
week_apart(struct days x, struct days y)
{
	return x.first == x.last && y.first == y.last &&
	    (x.first - y.first == 7 || y.first - x.first == 7);
}

/* The first time of g that none of the other's meets. */
static const struct gist_time *
unmet(const struct gist *g, const struct gist *other)
{
	struct days x, y;

	for (uint32_t i = 0; i < g->n_times; i++) {
		bool met = false;

		if (!read_days(g->time[i].value, &x))
			continue;
		for (uint32_t k = 0; k < other->n_times && !met; k++)
			met = read_days(other->time[k].value, &y) &&
			    (!apart(x, y) ||
				((g->time[i].weekday ||
				     other->time[k].weekday) &&
				    week_apart(x, y)));
		if (!met)
			return &g->time[i];
	}
	return NULL;
}

bool
kinning_times_differ(struct kinning *k)
{
	const struct gist_time *x = unmet(k->a, k->b), *y = unmet(k->b, k->a);

	if (x == NULL || y == NULL)
		return false;
	kinning_say(k, "other times: %.*s and %.*s", (int)x->value.n,
	    x->value.p, (int)y->value.n, y->value.p);
	return true;
}

static bool
is_one_day(const struct gist_time *x)
{
	struct days d;

	return read_days(x->value, &d) && d.first == d.last;
}

bool
kinning_days_differ(const struct kinning *k)
{
	const struct gist_time *x = unmet(k->a, k->b), *y = unmet(k->b, k->a);

	return x != NULL && y != NULL && is_one_day(x) && is_one_day(y);
}

bool
kinning_periods_differ(const struct kinning *k)
{
	const struct gist_time *x = unmet(k->a, k->b), *y = unmet(k->b, k->a);

	return x != NULL && y != NULL && !(is_one_day(x) && is_one_day(y));
}
