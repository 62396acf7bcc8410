/* clock.c -- the two clocks, and RFC 3339. */
#include "clock.h"

#include <stdio.h>
#include <time.h>

static int64_t
now_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_mono_ms(void)
{
	return now_ms(CLOCK_MONOTONIC);
}

int64_t
clock_wall_ms(void)
{
	return now_ms(CLOCK_REALTIME);
}

const char *
clock_rfc3339(int64_t wall_ms, char out[CLOCK_TEXT_MAX])
{
	int64_t ms = wall_ms % 1000;
	time_t sec;
	struct tm tm;
	char day[24];

	sec = (time_t)(wall_ms / 1000);
	if (ms < 0) { /* before 1970: round down; any number may come */
		ms += 1000;
		sec--;
	}
	if (gmtime_r(&sec, &tm) == NULL ||
	    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		day[0] = '\0';
	snprintf(out, CLOCK_TEXT_MAX, "%s.%03dZ", day, (int)ms);
	return out;
}
