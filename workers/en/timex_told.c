/* timex_told.c -- times that hang on one told before. */
#include "workers/en/timex_told.h"

#include <string.h>

#include "workers/calendar.h"
#include "workers/en/timex_clock.h"
#include "workers/en/timex_tense.h"
#include "workers/token.h"

/* The first day of a value: 2031-03-05, 2031-W10, 2031-Q3, 2031-03, 2031. */
static bool
first_day(const char *v, int32_t *day)
{
	int y = 0, n = 0;

	if (calendar_parse(span_of(v), day))
		return true;
	for (int k = 0; k < 4; k++) {
		if (v[k] < '0' || v[k] > '9')
			return false;
		y = y * 10 + v[k] - '0';
	}
	if (v[4] == '\0')
		return *day = calendar_days(y, 1, 1), true;
	if (v[4] != '-')
		return false;
	v += 5;
	if (*v == 'Q' || *v == 'H')
		n = (v[1] - '1') * (*v == 'Q' ? 3 : 6) + 1;
	else if (*v == 'W') {
		int32_t jan4 = calendar_days(y, 1, 4);

		n = (v[1] - '0') * 10 + v[2] - '0';
		*day = jan4 - calendar_weekday(jan4) + 7 * (n - 1);
		return true;
	} else if (v[0] >= '0' && v[0] <= '1' && v[1] != '\0')
		n = (v[0] - '0') * 10 + v[1] - '0';
	if (n < 1 || n > 12)
		return false;
	*day = calendar_days(y, n, 1);
	return true;
}

void
timex_told_note(struct timex_reader *r, const struct timex_hit *h)
{
	int32_t day;

	if (h->type == FOUND_DURATION || h->type == FOUND_SET)
		return;
	if (calendar_parse(span_of(h->value), &day)) {
		r->told = day;
		r->told_at = h->first;
	}
	if (first_day(h->value, &day)) {
		r->then = day;
		r->then_at = h->first;
		r->then_said = true;
	}
}

bool
timex_told_day(const struct timex_reader *r, uint32_t i, int32_t *day)
{
	*day = r->then_said ? r->then : r->today;
	return r->then_said && i - r->then_at < TIMEX_TOLD_REACH;
}

/* "that", "the same", "that same": the tokens of it, or 0. */
static uint32_t
same(const struct timex_reader *r, uint32_t i)
{
	bool that = timex_word_is(r, i, "that");

	if (!that && !timex_word_is(r, i, "the"))
		return 0;
	if (timex_word_is(r, i + 1, "same"))
		return 2;
	return that ? 1 : 0;
}

/* "the next", "the following", "the previous": which way; 0: none. */
static int
way_of(const struct timex_reader *r, uint32_t i)
{
	static const char *const within[] = { "in", "over", "during", "for",
		"within", NULL };

	if (!timex_word_is(r, i, "the"))
		return 0;
	/* "over the next week": how long */
	if (timex_word_is(r, i + 1, "next") && i > r->first &&
	    token_among(r->t, i - 1, within))
		return 0;
	if (timex_word_is(r, i + 1, "next") ||
	    timex_word_is(r, i + 1, "following"))
		return 1;
	return timex_word_is(r, i + 1, "previous") ||
		timex_word_is(r, i + 1, "preceding")
	    ? -1
	    : 0;
}

/* The unit or part of a day at token i, n of them from the day told. */
static bool
set_from(const struct timex_reader *r, uint32_t i, int n, struct timex_hit *h)
{
	const struct timex_unit *u = timex_word_unit(r, i);
	struct timex_reader then = *r;

	if (!timex_told_day(r, i, &then.today) && n == 0)
		return false;
	if (u != NULL)
		return !timex_word_plural(r, i) &&
		    timex_hit_moved(&then, h, i + 1, u, n, false);
	return timex_clock_name(r, i) != NULL &&
	    timex_clock_day(r, h, i, then.today + n);
}

/* "the end of the year", "year-end", "in the quarter": of the date told, or
 * the one that is. */
static bool
read_end(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const char *const ends[] = { "end", "beginning", "start",
		"middle", "rest", "remainder", NULL };
	uint32_t at = i + timex_word_is(r, i, "the");
	const struct timex_unit *u;

	if (timex_word_is(r, i, "year") && i + 2 < r->limit &&
	    r->t->token[i + 1].mark == '-' && timex_word_is(r, i + 2, "end"))
		return timex_hit_set(
		    h, i + 3, FOUND_DATE, "%04d", calendar_date(r->today).year);
	if (at + 3 >= r->limit || !token_among(r->t, at, ends) ||
	    !timex_word_is(r, at + 1, "of") || !timex_word_is(r, at + 2, "the"))
		return false;
	u = timex_word_unit(r, at + 3);
	return u != NULL && u->days > 0 && !timex_word_plural(r, at + 3) &&
	    !timex_word_is(r, at + 4, "of") &&
	    timex_hit_moved(r, h, at + 4, u, 0, false);
}

/* "the weekend", "over the weekend": the last, or the next if it is to come. */
static bool
read_weekend(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	const struct timex_unit *u = timex_word_unit(r, i + 1);
	bool begun = calendar_weekday(r->today) >= 5;

	return timex_word_is(r, i, "the") &&
	    timex_word_is(r, i + 1, "weekend") &&
	    !timex_word_is(r, i + 2, "after") &&
	    !timex_word_is(r, i + 2, "of") &&
	    timex_hit_moved(r, h, i + 2, u,
		begun || timex_tense_coming(r, i + 1) ? 0 : -1, false);
}

bool
timex_told_read(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t lead = same(r, i);
	int n;

	if (!r->dated)
		return false;
	if (lead > 0)
		return set_from(r, i + lead, 0, h);
	n = way_of(r, i);
	return (n != 0 && set_from(r, i + 2, n, h)) || read_end(r, i, h) ||
	    read_weekend(r, i, h);
}
