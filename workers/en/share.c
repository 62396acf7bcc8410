/* share.c -- shares that take a whole phrase to tell. */
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

/* "eight in every 1,000", which is a number by itself. */
static bool
in_every(struct cursor c, struct share *s)
{
	struct number n;
	bool every = false;

	if (c.at >= c.last || !number_read(c.t, c.at, c.last, &n))
		return false;
	for (uint32_t i = c.at; i < n.last; i++)
		every |= token_is(c.t, i, "every");
	*s = (struct share) { 100 * n.value, true, n.last };
	return every && n.fraction;
}

/* "two out of every three", "thirty-eight of every 100" */
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
	*s = (struct share) { 100 * some / all, true, c.at };
	return true;
}

/* "every second vial" */
static bool
every(struct cursor c, struct share *s)
{
	if (!take(&c, "every") || (!take(&c, "second") && !take(&c, "other")))
		return false;
	*s = (struct share) { 50, true, c.at };
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
	*s = (struct share) { all - some, false, s->end };
	return true;
}

bool
share_read(const struct text *t, uint32_t i, uint32_t last, struct share *s)
{
	struct cursor c = { t, i, last };

	return in_every(c, s) || ratio(c, s) || all_but(c, s) || every(c, s);
}
