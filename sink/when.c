/* when.c -- RFC 3339 times and dates as moments. */
#include "when.h"

/* What is left to read. */
struct cursor {
	const char *p;
	size_t n;
};

static bool
number(struct cursor *c, size_t digits, int lo, int hi, int *v)
{
	int x = 0;

	if (c->n < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (c->p[i] < '0' || c->p[i] > '9')
			return false;
		x = x * 10 + (c->p[i] - '0');
	}
	c->p += digits;
	c->n -= digits;
	*v = x;
	return x >= lo && x <= hi;
}

/* One of the characters of set, in *was. */
static bool
mark(struct cursor *c, const char *set, char *was)
{
	if (c->n == 0 || strchr(set, c->p[0]) == NULL || c->p[0] == '\0')
		return false;
	*was = c->p[0];
	c->p++;
	c->n--;
	return true;
}

static bool
leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return days[m - 1] + (m == 2 && leap(y));
}

/* Days from 1970-01-01 of the proleptic Gregorian calendar: years are taken
 * to begin in March, so that a leap day is a year's last. */
static int64_t
days_from_epoch(int y, int m, int d)
{
	int64_t yy = m > 2 ? y : y - 1;
	int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return yy * 365 + yy / 4 - yy / 100 + yy / 400 + day - 719468;
}

static bool
date(struct cursor *c, int64_t *days)
{
	int y, m, d;
	char was;

	if (!number(c, 4, 1, 9999, &y) || !mark(c, "-", &was) ||
	    !number(c, 2, 1, 12, &m) || !mark(c, "-", &was) ||
	    !number(c, 2, 1, 31, &d) || d > month_days(y, m))
		return false;
	*days = days_from_epoch(y, m, d);
	return true;
}

/* ".678": as many digits as there are; milliseconds count. */
static bool
fraction(struct cursor *c, int *ms)
{
	int scale = 100, digit;
	char was;

	*ms = 0;
	if (!mark(c, ".", &was))
		return true;
	if (!number(c, 1, 0, 9, &digit))
		return false;
	do {
		*ms += digit * scale;
		scale /= 10;
	} while (number(c, 1, 0, 9, &digit));
	return true;
}

static bool
offset(struct cursor *c, int *minutes)
{
	int h, m;
	char was;

	*minutes = 0;
	if (mark(c, "Zz", &was))
		return true;
	if (!mark(c, "+-", &was))
		return false;
	char sign = was;

	if (!number(c, 2, 0, 23, &h) || !mark(c, ":", &was) ||
	    !number(c, 2, 0, 59, &m))
		return false;
	*minutes = (h * 60 + m) * (sign == '-' ? -1 : 1);
	return true;
}

bool
when_parse(struct span s, int64_t *ms)
{
	struct cursor c = { s.p, s.n };
	int64_t days;
	int h, m, sec, milli, away;
	char was;

	if (!date(&c, &days))
		return false;
	if (c.n == 0) {
		*ms = days * 86400000;
		return true;
	}
	/* 60: a leap second, told as the next minute's first. */
	if (!mark(&c, "Tt ", &was) || !number(&c, 2, 0, 23, &h) ||
	    !mark(&c, ":", &was) || !number(&c, 2, 0, 59, &m) ||
	    !mark(&c, ":", &was) || !number(&c, 2, 0, 60, &sec) ||
	    !fraction(&c, &milli) || !offset(&c, &away) || c.n != 0)
		return false;
	*ms = ((days * 24 + h) * 60 + m - away) * 60000 + sec * 1000 + milli;
	return true;
}

struct span
when_seen(struct span published, int64_t committed_ms, char at[CLOCK_TEXT_MAX],
    int64_t *ms)
{
	if (when_parse(published, ms))
		return published;
	*ms = committed_ms;
	return span_of(clock_rfc3339(committed_ms, at));
}
