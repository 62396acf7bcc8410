/* calendar.c -- days and dates. */
#include "calendar.h"

int32_t
calendar_days(int year, int month, int day)
{
	int y = year - (month <= 2), era, yoe, doy, doe;

	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

struct calendar_date
calendar_date(int32_t days)
{
	int32_t z = days + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	struct calendar_date d;

	d.day = doy - (153 * mp + 2) / 5 + 1;
	d.month = mp + (mp < 10 ? 3 : -9);
	d.year = yoe + era * 400 + (d.month <= 2);
	return d;
}

int
calendar_weekday(int32_t days)
{
	return (int)(((int64_t)days + 3) % 7 + 7) % 7;
}

void
calendar_week(int32_t days, int *year, int *week)
{
	/* The week belongs to the year of its Thursday. */
	int32_t thursday = days - calendar_weekday(days) + 3;

	*year = calendar_date(thursday).year;
	*week = (thursday - calendar_days(*year, 1, 1)) / 7 + 1;
}

static bool
is_valid(int year, int month, int day)
{
	struct calendar_date d;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > 31)
		return false;
	d = calendar_date(calendar_days(year, month, day));
	return d.month == month && d.day == day;
}

bool
calendar_parse(struct span s, int32_t *days)
{
	int v[3] = { 0, 0, 0 };
	static const int at[] = { 0, 5, 8 }, len[] = { 4, 2, 2 };

	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	for (int k = 0; k < 3; k++)
		for (int i = 0; i < len[k]; i++) {
			char c = s.p[at[k] + i];

			if (c < '0' || c > '9')
				return false;
			v[k] = v[k] * 10 + c - '0';
		}
	if (!is_valid(v[0], v[1], v[2]))
		return false;
	*days = calendar_days(v[0], v[1], v[2]);
	return true;
}
