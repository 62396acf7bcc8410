/* share.c -- shares in words, and numbers that are counted otherwise. */
#include "share.h"

#include "number.h"
#include "workers/token.h"

struct cursor {
	const struct text *t;
	uint32_t at, last;
};

static bool
take(struct cursor *c, const char *word)
{
	if (c->at >= c->last || !token_is(c->t, c->at, word))
		return false;
	c->at++;
	return true;
}

/* A cardinal number. */
static bool
count(struct cursor *c, double *v)
{
	struct number n;

	if (c->at >= c->last || !number_read(c->t, c->at, c->last, &n) ||
	    n.ordinal || n.vague || n.high != n.value)
		return false;
	c->at = n.last;
	*v = n.value;
	return true;
}

/* "third", "thirds", "quarter": the part it names, else 0. */
static double
part(struct cursor *c)
{
	static const struct {
		const char *one, *many;
		double part;
	} all[] = { { "half", "halves", 2 }, { "third", "thirds", 3 },
		{ "quarter", "quarters", 4 }, { "fifth", "fifths", 5 },
		{ "sixth", "sixths", 6 }, { "seventh", "sevenths", 7 },
		{ "eighth", "eighths", 8 }, { "ninth", "ninths", 9 },
		{ "tenth", "tenths", 10 } };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (take(c, all[i].one) || take(c, all[i].many))
			return all[i].part;
	return 0;
}

/* "one in four", "two out of every three", "thirty-eight of every 100" */
static bool
ratio(struct cursor c, struct share *s)
{
	double some, all;
	bool every;

	if (!count(&c, &some))
		return false;
	if (take(&c, "out") ? !take(&c, "of") : !take(&c, "in")) {
		if (!take(&c, "of") || !take(&c, "every"))
			return false;
		every = true;
	} else {
		every = take(&c, "every") || take(&c, "each");
	}
	if (!count(&c, &all) || all < some || all <= 0 || (!every && some > 20))
		return false;
	*s = (struct share) { 100 * some / all, true, false, c.at };
	return true;
}

/* "two" to "nine": with what follows they could be read as an ordinal. */
static bool
few(struct cursor *c, double *v)
{
	static const char *const words[] = { "two", "three", "four", "five",
		"six", "seven", "eight", "nine" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (take(c, words[i])) {
			*v = (double)i + 2;
			return true;
		}
	return false;
}

/* "three-fifths", "two thirds", "a third of", "half of" */
static bool
fraction(struct cursor c, struct share *s)
{
	double some = 1, whole;
	bool one = take(&c, "a") || take(&c, "one") || take(&c, "an");

	if (!one && c.at + 1 < c.last && !token_is(c.t, c.at, "half") &&
	    !few(&c, &some) && !count(&c, &some))
		return false;
	if (c.at < c.last && c.t->token[c.at].mark == '-')
		c.at++;
	whole = part(&c);
	if (whole == 0 || some >= whole)
		return false;
	*s = (struct share) { 100 * some / whole, true, false, c.at };
	return true;
}

/* "every second vial" */
static bool
every(struct cursor c, struct share *s)
{
	double whole;

	if (!take(&c, "every"))
		return false;
	whole = take(&c, "second") || take(&c, "other") ? 2 : part(&c);
	if (whole == 0)
		return false;
	*s = (struct share) { 100 / whole, true, false, c.at };
	return true;
}

/* "all but three of the 40" */
static bool
all_but(struct cursor c, struct share *s)
{
	double some, all;

	if (!take(&c, "all") || !take(&c, "but") || !count(&c, &some) ||
	    !take(&c, "of"))
		return false;
	if (!take(&c, "the") && !take(&c, "its"))
		take(&c, "their");
	s->end = c.at;
	if (!count(&c, &all) || all < some)
		return false;
	*s = (struct share) { all - some, false, false, s->end };
	return true;
}

/* "1.5 lakh", "two crore" */
static bool
indian(struct cursor c, struct share *s)
{
	double v, times;

	if (!count(&c, &v))
		return false;
	times = take(&c, "lakh") || take(&c, "lakhs") ? 1e5
	    : take(&c, "crore") || take(&c, "crores") ? 1e7
						      : 0;
	*s = (struct share) { v * times, false, false, c.at };
	return times > 0;
}

/* "four and a half hours" */
static bool
and_half(struct cursor c, struct share *s)
{
	static const struct {
		const char *unit;
		double hours;
	} all[] = { { "hours", 1 }, { "days", 24 }, { "weeks", 168 },
		{ "months", 730 }, { "years", 8760 } };
	double v;

	if (!count(&c, &v) || !take(&c, "and") || !take(&c, "a") ||
	    !take(&c, "half"))
		return false;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (take(&c, all[i].unit)) {
			*s = (struct share) { (v + 0.5) * all[i].hours, false,
				true, c.at };
			return true;
		}
	return false;
}

bool
share_read(const struct text *t, uint32_t i, uint32_t last, struct share *s)
{
	struct cursor c = { t, i, last };

	return ratio(c, s) || all_but(c, s) || indian(c, s) || and_half(c, s) ||
	    every(c, s) || fraction(c, s);
}
