/* feeddate.c -- dates as feeds have them, as RFC 3339. */
#include "feeddate.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct when {
	int year, month, day, hour, minute, second;
	bool time, zone;
	int offset; /* minutes east of UTC */
};

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
	"jul", "aug", "sep", "oct", "nov", "dec" };

/* RFC 822, section 5.1, and what newsrooms write beside it. */
static const struct {
	const char *name;
	int offset;
} zones[] = {
	{ "utc", 0 },
	{ "ut", 0 },
	{ "gmt", 0 },
	{ "z", 0 },
	{ "wet", 0 },
	{ "bst", 60 },
	{ "cet", 60 },
	{ "cest", 120 },
	{ "eet", 120 },
	{ "eest", 180 },
	{ "sast", 120 },
	{ "nst", -210 },
	{ "ndt", -150 },
	{ "ast", -240 },
	{ "adt", -180 },
	{ "est", -300 },
	{ "edt", -240 },
	{ "et", -300 },
	{ "cst", -360 },
	{ "cdt", -300 },
	{ "mst", -420 },
	{ "mdt", -360 },
	{ "pst", -480 },
	{ "pdt", -420 },
	{ "akst", -540 },
	{ "akdt", -480 },
	{ "hst", -600 },
	{ "jst", 540 },
	{ "aest", 600 },
	{ "aedt", 660 },
	{ "nzst", 720 },
	{ "nzdt", 780 },
};

/* Exactly or up to n digits; -1: none. */
static int
number(const char **p, int least, int most)
{
	int v = 0, n = 0;

	while (n < most && isdigit((unsigned char)(*p)[n])) {
		v = v * 10 + ((*p)[n] - '0');
		n++;
	}
	if (n < least)
		return -1;
	*p += n;
	return v;
}

static void
blanks(const char **p)
{
	while (**p == ' ' || **p == '\t' || **p == '\n' || **p == '\r' ||
	    **p == ',')
		(*p)++;
}

/* A word of letters, in lower case; bytes. */
static size_t
word(const char *p, char out[16])
{
	size_t n = 0;

	while (n < 15 && isalpha((unsigned char)p[n])) {
		out[n] = (char)tolower((unsigned char)p[n]);
		n++;
	}
	out[n] = '\0';
	return n;
}

static int
month(const char **p)
{
	char w[16];
	size_t n = word(*p, w);

	for (int i = 0; n >= 3 && i < 12; i++)
		if (strncmp(w, months[i], 3) == 0) {
			*p += n;
			if (**p == '.')
				(*p)++;
			return i + 1;
		}
	return -1;
}

/* "19:48[:21[.5]]" */
static void
clock_time(const char **p, struct when *w)
{
	const char *s = *p;
	int h = number(&s, 1, 2), m, sec = 0;

	if (h < 0 || *s != ':')
		return;
	s++;
	if ((m = number(&s, 2, 2)) < 0)
		return;
	if (*s == ':') {
		s++;
		if ((sec = number(&s, 1, 2)) < 0)
			return;
	}
	if (*s == '.' || *s == ',') {
		s++;
		while (isdigit((unsigned char)*s))
			s++;
	}
	w->hour = h;
	w->minute = m;
	w->second = sec;
	w->time = true;
	*p = s;
}

static void
zone(const char **p, struct when *w)
{
	char name[16];
	size_t n;
	int h, m = 0;

	blanks(p);
	n = word(*p, name);
	for (size_t i = 0; n > 0 && i < sizeof(zones) / sizeof(zones[0]); i++)
		if (strcmp(name, zones[i].name) == 0) {
			w->zone = true;
			w->offset = zones[i].offset;
			*p += n;
		}
	if (**p == '+' || **p == '-') {
		int sign = **p == '-' ? -1 : 1;
		const char *s = *p + 1;

		if ((h = number(&s, 2, 2)) < 0)
			return;
		s += *s == ':';
		if ((m = number(&s, 2, 2)) < 0)
			m = 0;
		w->zone = true;
		w->offset = sign * (h * 60 + m);
		*p = s;
	}
}

/* "194821", after a date that is written likewise */
static void
basic_time(const char **p, struct when *w)
{
	const char *s = *p;
	int h = number(&s, 2, 2), m = h < 0 ? -1 : number(&s, 2, 2);
	int sec = m < 0 ? -1 : number(&s, 2, 2);

	if (sec < 0)
		return;
	w->hour = h;
	w->minute = m;
	w->second = sec;
	w->time = true;
	*p = s;
}

/* "2004-01-01[T19:48[:21]][Z]", "20040101", "20040101T194821Z" */
static bool
iso(const char *p, struct when *w)
{
	w->year = number(&p, 4, 4);
	p += *p == '-';
	w->month = w->year >= 0 ? number(&p, 2, 2) : -1;
	p += *p == '-';
	w->day = w->month >= 0 ? number(&p, 2, 2) : -1;
	if (w->day < 0)
		return false;
	if (*p == 'T' || *p == 't' || *p == ' ' || *p == '_')
		p++;
	clock_time(&p, w);
	if (!w->time)
		basic_time(&p, w);
	zone(&p, w);
	return true;
}

/* "[Thu, ]01 Jan 2004 19:48:21 GMT", "Thu Jan  1 19:48:21 [GMT ]2004" */
static bool
rfc822(const char *p, struct when *w)
{
	char name[16];
	const char *s = p;

	if (month(&s) < 0)
		p += word(p, name); /* the weekday */
	while (*p == '.' || *p == ',')
		p++;
	blanks(&p);
	w->month = month(&p);
	blanks(&p);
	w->day = number(&p, 1, 2);
	if (isdigit((unsigned char)*p))
		return false;
	while (isalpha((unsigned char)*p) && w->month > 0)
		p++; /* 1st */
	while (*p == '-' || *p == ' ' || *p == ',')
		p++;
	if (w->month > 0)
		clock_time(&p, w);
	else
		w->month = month(&p);
	if (w->month > 0 && w->time)
		zone(&p, w);
	while (*p == '-' || *p == ' ' || *p == ',' || *p == '\t')
		p++;
	w->year = number(&p, 2, 4);
	if (w->day < 0 || w->month < 0 || w->year < 0)
		return false;
	if (w->year < 100)
		w->year += w->year < 70 ? 2000 : 1900;
	blanks(&p);
	if (!w->time)
		clock_time(&p, w);
	if (!w->zone)
		zone(&p, w);
	return true;
}

static bool
exists(struct when *w)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (w->year % 4 == 0 && w->year % 100 != 0) ||
	    w->year % 400 == 0;

	if (w->year < 1000 || w->year > 9999 || w->month < 1 || w->month > 12)
		return false;
	if (w->day < 1 || w->day > days[w->month - 1] ||
	    (w->month == 2 && w->day == 29 && !leap))
		return false;
	if (w->second == 60) /* a leap second is none in RFC 3339's fields */
		w->second = 59;
	return !w->time ||
	    (w->hour < 24 && w->minute < 60 && w->second < 60 &&
		w->offset > -24 * 60 && w->offset < 24 * 60);
}

static bool
understand(struct span s, struct when *w)
{
	char text[64];
	const char *p = text;
	size_t n = s.n < sizeof(text) - 1 ? s.n : sizeof(text) - 1;

	if (n == 0)
		return false;
	memcpy(text, s.p, n);
	text[n] = '\0';
	blanks(&p);
	memset(w, 0, sizeof(*w));
	if (isdigit((unsigned char)p[0]) && isdigit((unsigned char)p[1]) &&
	    isdigit((unsigned char)p[2]) && isdigit((unsigned char)p[3])) {
		if (!iso(p, w))
			return false;
	} else if (!rfc822(p, w))
		return false;
	return exists(w);
}

bool
feeddate_read(struct span s, char out[FEEDDATE_MAX])
{
	struct when w;
	int east;

	*out = '\0';
	if (!understand(s, &w))
		return false;
	if (!w.time || !w.zone) {
		snprintf(out, FEEDDATE_MAX, "%04u-%02u-%02u",
		    (unsigned)w.year % 10000, (unsigned)w.month % 100,
		    (unsigned)w.day % 100);
		return true;
	}
	east = w.offset < 0 ? -w.offset : w.offset;
	snprintf(out, FEEDDATE_MAX, "%04u-%02u-%02uT%02u:%02u:%02u",
	    (unsigned)w.year % 10000, (unsigned)w.month % 100,
	    (unsigned)w.day % 100, (unsigned)w.hour % 100,
	    (unsigned)w.minute % 100, (unsigned)w.second % 100);
	if (w.offset == 0)
		strcat(out, "Z");
	else
		snprintf(out + strlen(out), 8, "%c%02u:%02u",
		    w.offset < 0 ? '-' : '+', (unsigned)east / 60 % 100,
		    (unsigned)east % 60);
	return true;
}

bool
feeddate_instant(struct span s, int64_t *seconds)
{
	struct when w;
	struct tm tm = { .tm_isdst = 0 };

	if (!understand(s, &w) || !w.time || !w.zone)
		return false;
	tm.tm_year = w.year - 1900;
	tm.tm_mon = w.month - 1;
	tm.tm_mday = w.day;
	tm.tm_hour = w.hour;
	tm.tm_min = w.minute;
	tm.tm_sec = w.second;
	*seconds = (int64_t)timegm(&tm) - (int64_t)w.offset * 60;
	return true;
}
