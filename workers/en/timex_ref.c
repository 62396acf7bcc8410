/* timex_ref.c -- vague times, sets, times that hang on others. */
#include "workers/en/timex_ref.h"

#include <stdio.h>

#include "workers/calendar.h"
#include "workers/en/gloss.h"
#include "workers/en/number.h"
#include "workers/en/timex_told.h"
#include "workers/token.h"

/* "nowadays", "at the moment": words that say when by themselves. */
static bool
read_vague(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const struct {
		const char *word[3], *value;
	} refs[] = {
		{ { "nowadays" }, "PRESENT_REF" },
		{ { "at", "present" }, "PRESENT_REF" },
		{ { "these", "days" }, "PRESENT_REF" },
		{ { "at", "the", "moment" }, "PRESENT_REF" },
		{ { "long", "ago" }, "PAST_REF" },
	};

	for (size_t k = 0; k < sizeof refs / sizeof refs[0]; k++) {
		uint32_t n = 0;

		while (n < 3 && refs[k].word[n] != NULL &&
		    timex_word_is(r, i + n, refs[k].word[n]))
			n++;
		if (n == 0 || (n < 3 && refs[k].word[n] != NULL))
			continue;
		return timex_hit_set(h, i + n, FOUND_DATE, "%s", refs[k].value);
	}
	return false;
}

/* "for years", "within days", "years ago". */
static bool
read_many(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const char *const before[] = { "for", "within", NULL };
	const struct timex_unit *u = timex_word_unit(r, i);

	if (u == NULL || !timex_word_plural(r, i))
		return false;
	if (timex_word_is(r, i + 1, "ago"))
		return timex_hit_set(h, i + 2, FOUND_DATE, "PAST_REF");
	if (i == r->first || !token_among(r->t, i - 1, before))
		return false;
	return timex_hit_set(h, i + 1, FOUND_DURATION,
	    u->code[0] == 'T' ? "PTX%s" : "PX%s",
	    u->code + (u->code[0] == 'T'));
}

/* "every Tuesday", "Tuesdays", "each weekend", "every two years", "every other
 * day". */
static bool
read_set(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	bool every = timex_word_is(r, i, "every") ||
	    timex_word_is(r, i, "each");
	uint32_t at = i + every;
	int w = timex_word_weekday(r, at), n;
	const struct timex_unit *u;
	struct number many;

	if (w > 0 && (every || timex_word_plural(r, at)))
		return timex_hit_set(h, at + 1, FOUND_SET, "XXXX-WXX-%d", w);
	if (!every || at + 1 >= r->limit)
		return false;
	n = 2;
	if (timex_word_is(r, at, "other"))
		at++;
	else if (number_read(r->t, at, r->limit, &many) && !many.ordinal &&
	    !many.vague && many.value > 1 && many.value < 1000) {
		n = (int)many.value;
		at = many.last;
	} else {
		return false;
	}
	u = timex_word_unit(r, at);
	return u != NULL && u->code[1] == '\0' &&
	    timex_hit_set(h, at + 1, FOUND_SET, "P%d%s", n, u->code);
}

/* "the first half of 1998", "second half". */
static bool
read_half(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the");
	int n = timex_word_is(r, at, "first") ? 1
	    : timex_word_is(r, at, "second")  ? 2
					      : 0;
	int y;

	if (n == 0 || !timex_word_is(r, at + 1, "half") ||
	    !(timex_word_is(r, at + 2, "of") || timex_word_is(r, at + 2, "in")))
		return false;
	y = timex_word_year(r, at + 3);
	if (y > 0)
		return timex_hit_set(h, at + 4, FOUND_DATE, "%04d-H%d", y, n);
	if (!r->dated || !timex_word_shift(r, at + 3, &y) ||
	    !timex_word_is(r, at + 4, "year"))
		return false;
	return timex_hit_set(h, at + 5, FOUND_DATE, "%04d-H%d",
	    calendar_date(r->today).year + y, n);
}

/* Does what "before" governs begin at token i: "the day before the vote"? */
static bool
opens(const struct timex_reader *r, uint32_t i)
{
	return i < r->limit && r->t->token[i].kind != TOKEN_MARK &&
	    r->t->token[i].pos != UD_VERB && r->t->token[i].pos != UD_AUX &&
	    r->t->token[i].pos != UD_ADP && r->t->token[i].pos != UD_CCONJ;
}

/* "the year before": from the day that was told last. */
static bool
read_before(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct timex_reader then = *r;
	const struct timex_unit *u = timex_word_unit(r, i + 1);

	timex_told_day(r, i, &then.today);
	return r->dated && timex_word_is(r, i, "the") && u != NULL &&
	    u->days > 0 && !timex_word_plural(r, i + 1) &&
	    ((timex_word_is(r, i + 2, "before") && !opens(r, i + 3)) ||
		timex_word_is(r, i + 2, "earlier")) &&
	    timex_hit_moved(&then, h, i + 3, u, -1, false);
}

/* "20 cars a day", "twice a week": how often. */
static bool
read_rate(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	const struct timex_unit *u = timex_word_unit(r, i + 1);
	const struct token *k = &r->t->token[i - (i > r->first)];

	if (u == NULL || i == r->first || timex_word_measured(r, i - 1) ||
	    u->code[0] == 'T' || u->code[1] != '\0' ||
	    timex_word_plural(r, i + 1) ||
	    !(timex_word_is(r, i, "a") || timex_word_is(r, i, "per")) ||
	    timex_word_is(r, i + 2, "ago") ||
	    timex_word_is(r, i + 2, "later") ||
	    timex_word_is(r, i + 2, "earlier") ||
	    timex_word_is(r, i + 2, "before") ||
	    timex_word_is(r, i + 2, "after"))
		return false;
	return (gloss_is(r->t, i - 1, GLOSS_TIMES) ||
		   timex_word_is(r, i - 1, "times") ||
		   (k->pos == UD_NOUN && timex_word_plural(r, i - 1))) &&
	    timex_hit_set(h, i + 2, FOUND_SET, "P1%s", u->code);
}

bool
timex_ref_read(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	return read_vague(r, i, h) || read_many(r, i, h) || read_set(r, i, h) ||
	    read_half(r, i, h) || read_before(r, i, h) || read_rate(r, i, h);
}
