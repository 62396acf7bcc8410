/* timex_clock.c -- hours and parts of the day. */
#include "workers/en/timex_clock.h"

#include <stdio.h>
#include <string.h>

#include "workers/calendar.h"
#include "workers/en/gloss.h"
#include "workers/en/timex_date.h"
#include "workers/en/timex_tense.h"
#include "workers/token.h"

#define BACK  25 /* tokens from a day to an hour of it, beyond the sentence */
#define AHEAD 12 /* tokens from an hour to its date */

const char *
timex_clock_name(const struct timex_reader *r, uint32_t i)
{
	static const struct {
		const char *word, *value;
	} parts[] = { { "morning", "TMO" }, { "afternoon", "TAF" },
		{ "evening", "TEV" }, { "night", "TNI" } };

	for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
		if (timex_word_is(r, i, parts[k].word))
			return parts[k].value;
	return NULL;
}

static bool
set_part(struct timex_hit *h, uint32_t last, int32_t day, const char *part)
{
	struct calendar_date d = calendar_date(day);

	return timex_hit_set(h, last, FOUND_TIME, "%04d-%02d-%02d%s", d.year,
	    d.month, d.day, part);
}

bool
timex_clock_day(
    const struct timex_reader *r, struct timex_hit *h, uint32_t i, int32_t day)
{
	const char *part = timex_clock_name(r, i);

	return part != NULL ? set_part(h, i + 1, day, part)
			    : timex_hit_day(h, i, day);
}

/* The day that was told last, if that is near or in the sentence; else today.
 */
static int32_t
day_at_hand(const struct timex_reader *r, uint32_t i)
{
	return r->told != 0 && (r->told_at >= r->first || i - r->told_at < BACK)
	    ? r->told
	    : r->today;
}

/* A day behind an hour: "Thursday", ", Thursday", "on Thursday" (which is an
 * expression of its own).  *last moves over what belongs to the hour. */
static int32_t
day_behind(const struct timex_reader *r, uint32_t *last)
{
	static const struct {
		const char *word;
		int day;
	} days[] = { { "today", 0 }, { "yesterday", -1 }, { "tomorrow", 1 } };
	uint32_t i = *last;
	bool apart = timex_word_is(r, i, "on") || timex_word_is(r, i, "of") ||
	    (i < r->limit && r->t->token[i].mark == ',');
	struct timex_hit date;
	int32_t day;
	int w;

	i += apart;
	if (i >= r->limit)
		return day_at_hand(r, i);
	for (size_t k = 0; k < sizeof days / sizeof days[0]; k++)
		if (timex_word_is(r, i, days[k].word)) {
			*last = apart ? *last : i + 1;
			return r->today + days[k].day;
		}
	if (timex_date_read(r, i, &date) &&
	    calendar_parse(span_of(date.value), &day)) {
		*last = apart ? *last : date.last;
		return day;
	}
	/* "6 a.m. on the morning of Feb. 1" */
	if (r->told == 0 || r->told_at < r->first)
		for (uint32_t k = i; k < i + AHEAD && k < r->limit; k++)
			if (timex_word_month(r, k) > 0 &&
			    timex_date_read(r, k, &date) &&
			    calendar_parse(span_of(date.value), &day))
				return day;
	w = timex_word_weekday(r, i);
	if (w == 0 || timex_word_plural(r, i))
		return day_at_hand(r, i);
	*last = apart ? *last : i + 1;
	return timex_tense_weekday(r, i, w);
}

/* "EST", "GMT", "local time", "Eastern time" behind an hour. */
static uint32_t
past_zone(const struct timex_reader *r, uint32_t i)
{
	static const char *const zones[] = { "est", "edt", "et", "cst", "cdt",
		"ct", "mst", "mdt", "mt", "pst", "pdt", "pt", "gmt", "utc",
		"bst", "cet", "cest", "ist", "jst", "hkt", "aest", "aedt",
		"ast", "nst", NULL };
	static const char *const named[] = { "local", "eastern", "central",
		"pacific", "mountain", "atlantic", NULL };

	if (i >= r->limit)
		return i;
	if (r->t->token[i].caps && token_among(r->t, i, zones))
		return i + 1;
	if (!token_among(r->t, i, named))
		return i;
	if (timex_word_is(r, i + 1, "time"))
		return i + 2;
	return (timex_word_is(r, i + 1, "standard") ||
		   timex_word_is(r, i + 1, "daylight")) &&
		timex_word_is(r, i + 2, "time")
	    ? i + 3
	    : i;
}

static bool
set_clock(const struct timex_reader *r, struct timex_hit *h, uint32_t last,
    int hour, int minute)
{
	struct calendar_date d;

	last = past_zone(r, last);
	if (!r->dated)
		return timex_hit_set(
		    h, last, FOUND_TIME, "T%02d:%02d", hour, minute);
	d = calendar_date(day_behind(r, &last));
	return timex_hit_set(h, last, FOUND_TIME, "%04d-%02d-%02dT%02d:%02d",
	    d.year, d.month, d.day, hour, minute);
}

/* Two digits at p, or -1. */
static int
pair(const char *p)
{
	return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9'
	    ? (p[0] - '0') * 10 + p[1] - '0'
	    : -1;
}

/* "5", "3:30", "15:30": the hour and minute in digits. */
static bool
in_digits(struct span s, int *hour, int *minute)
{
	size_t n = 0;

	*hour = *minute = 0;
	for (; n < s.n && n < 2 && s.p[n] >= '0' && s.p[n] <= '9'; n++)
		*hour = *hour * 10 + s.p[n] - '0';
	if (n > 0 && n + 3 == s.n && (s.p[n] == ':' || s.p[n] == '.'))
		*minute = pair(s.p + n + 1);
	else if (n == 0 || n != s.n)
		return false;
	return *hour < 25 && *minute >= 0 && *minute < 60;
}

/* "p.m." at token i: 12, "a.m.": 0; -1: neither. */
static int
half_of_day(const struct timex_reader *r, uint32_t i)
{
	if (timex_word_is(r, i, "p.m.") || timex_word_is(r, i, "pm"))
		return 12;
	return timex_word_is(r, i, "a.m.") || timex_word_is(r, i, "am") ? 0
									: -1;
}

/* "1530 GMT", "15:30", "5 o'clock". */
static bool
read_bare(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct span s = text_cut(r->t, i, i + 1);
	int hour, minute;

	if (s.n == 4 && past_zone(r, i + 1) > i + 1) {
		hour = pair(s.p);
		minute = pair(s.p + 2);
		return hour >= 0 && hour < 25 && minute >= 0 && minute < 60 &&
		    set_clock(r, h, i + 1, hour, minute);
	}
	if (!in_digits(s, &hour, &minute))
		return false;
	if (timex_word_is(r, i + 1, "o'clock") ||
	    timex_word_is(r, i + 1, "o’clock"))
		return hour <= 12 && set_clock(r, h, i + 2, hour, minute);
	/* "a 2:1 vote", "in 2:24.1" are none */
	return s.n == 5 && s.p[2] == ':' && i > r->first &&
	    (timex_word_is(r, i - 1, "at") || past_zone(r, i + 1) > i + 1) &&
	    set_clock(r, h, i + 1, hour, minute);
}

/* "noon", "midnight", "midday". */
static bool
read_named(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	if (timex_word_is(r, i, "noon") || timex_word_is(r, i, "midday"))
		return set_clock(r, h, i + 1, 12, 0);
	return timex_word_is(r, i, "midnight") && set_clock(r, h, i + 1, 24, 0);
}

bool
timex_clock_read(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	int hour, minute, half;

	if (r->t->token[i].kind != TOKEN_NUMBER)
		return gloss_is(r->t, i, GLOSS_OFDAY) && read_named(r, i, h);
	half = half_of_day(r, i + 1);
	if (half < 0)
		return read_bare(r, i, h);
	return in_digits(text_cut(r->t, i, i + 1), &hour, &minute) &&
	    hour <= 12 && set_clock(r, h, i + 2, hour % 12 + half, minute);
}

bool
timex_clock_part(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const char *const before[] = { "in", "during", "by", "until",
		"through", "into", NULL };
	uint32_t at = i + timex_word_is(r, i, "the");
	const char *part;

	if (!r->dated || at >= r->limit || !gloss_is(r->t, at, GLOSS_OFDAY))
		return false;
	if (timex_word_is(r, at, "overnight"))
		return r->t->token[at].pos == UD_ADV &&
		    set_part(h, at + 1, day_at_hand(r, at), "TNI");
	part = timex_clock_name(r, at);
	return part != NULL && at > i && i > r->first &&
	    token_among(r->t, i - 1, before) &&
	    set_part(h, at + 1, day_at_hand(r, i), part);
}
