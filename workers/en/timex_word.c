/* timex_word.c -- months, weekdays, units, seasons. */
#include "workers/en/timex_word.h"

#include <string.h>

#include "workers/en/gloss.h"
#include "workers/en/unit.h"
#include "workers/token.h"

bool
timex_word_has(const struct timex_reader *r, uint32_t i, uint32_t bits)
{
	return i < r->limit && (r->t->token[i].bits & bits) != 0;
}

bool
timex_word_is(const struct timex_reader *r, uint32_t i, const char *w)
{
	return i < r->limit && token_is(r->t, i, w);
}

/* May a lower-case word be a month: none that is a word as well. */
static bool
is_plain_month(const struct timex_reader *r, uint32_t i)
{
	static const char *const words[] = { "may", "march", "mar", "august",
		"jan", "dec", NULL };

	return !token_among(r->t, i, words) ||
	    (i + 1 < r->limit && !token_is(r->t, i, "may") &&
		(r->t->token[i + 1].kind == TOKEN_NUMBER ||
		    gloss_is(r->t, i + 1, GLOSS_TENS)) &&
		!token_is(r->t, i, "march"));
}

int
timex_word_month(const struct timex_reader *r, uint32_t i)
{
	if (i >= r->limit || !gloss_is(r->t, i, GLOSS_MONTH) ||
	    !(r->t->token[i].capital || is_plain_month(r, i)))
		return 0;
	return (int)gloss_of(r->t, i)->value;
}

int
timex_word_weekday(const struct timex_reader *r, uint32_t i)
{
	if (i >= r->limit || !gloss_is(r->t, i, GLOSS_DAY) ||
	    !(r->t->token[i].capital || !gloss_is(r->t, i, GLOSS_SHORT)))
		return 0;
	return (int)gloss_of(r->t, i)->value;
}

int
timex_word_digits(const struct timex_reader *r, uint32_t i)
{
	const struct token *k;
	int v = 0;
	size_t n = 0;

	if (i >= r->limit || r->t->token[i].kind != TOKEN_NUMBER)
		return -1;
	k = &r->t->token[i];
	for (; n < k->size; n++) {
		char c = r->t->bytes.p[k->at + n];

		if (c < '0' || c > '9')
			break;
		if (n == 4)
			return -1;
		v = v * 10 + c - '0';
	}
	if (n == k->size)
		return v;
	return n <= 2 && k->size == n + 2 && v <= 31 &&
		strchr("snrt", r->t->bytes.p[k->at + n]) != NULL
	    ? v
	    : -1;
}

int
timex_word_year(const struct timex_reader *r, uint32_t i)
{
	int y = timex_word_digits(r, i);

	return y >= 1000 && y <= 2200 && r->t->token[i].size == 4 ? y : 0;
}

/* Units of time: the letter of TIMEX3, 'T' apart for hours and minutes. */
static const struct timex_unit units[] = { { "D", 1, 0 }, { "W", 7, 0 },
	{ "WE", 7, 0 }, { "M", 30, 1 }, { "Q", 91, 3 }, { "Y", 365, 12 },
	{ "DE", 3652, 120 }, { "CE", 36525, 1200 }, { "TH", 0, 0 },
	{ "TM", 0, 0 }, { "TS", 0, 0 }, { "W2", 14, 0 } };

const struct timex_unit *
timex_word_code(const char *code)
{
	for (size_t k = 0; k < sizeof units / sizeof units[0]; k++)
		if (strcmp(units[k].code, code) == 0)
			return &units[k];
	return NULL;
}

const struct timex_unit *
timex_word_unit(const struct timex_reader *r, uint32_t i)
{
	if (i >= r->limit || !gloss_is(r->t, i, GLOSS_UNIT))
		return NULL;
	return timex_word_code(gloss_of(r->t, i)->code);
}

bool
timex_word_plural(const struct timex_reader *r, uint32_t i)
{
	const struct token *k = &r->t->token[i];

	return r->t->bytes.p[k->at + k->size - 1] == 's';
}

bool
timex_word_measured(const struct timex_reader *r, uint32_t i)
{
	struct unit u;

	return i > r->first && i < r->limit &&
	    (r->t->token[i - 1].kind == TOKEN_NUMBER ||
		gloss_is(r->t, i - 1, GLOSS_SCALE | GLOSS_CARDINAL)) &&
	    !gloss_is(r->t, i, GLOSS_UNIT) && unit_at(r->t, i, i + 1, &u);
}

const char *
timex_word_season(const struct timex_reader *r, uint32_t i)
{
	if (i >= r->limit || !gloss_is(r->t, i, GLOSS_SEASON) ||
	    gloss_is(r->t, i, GLOSS_PLURAL))
		return NULL;
	return gloss_of(r->t, i)->code;
}

bool
timex_word_shift(const struct timex_reader *r, uint32_t i, int *n)
{
	if (timex_word_is(r, i, "last") || timex_word_is(r, i, "previous") ||
	    timex_word_is(r, i, "past"))
		*n = -1;
	else if (timex_word_is(r, i, "this") || timex_word_is(r, i, "current"))
		*n = 0;
	else if (timex_word_is(r, i, "next") || timex_word_is(r, i, "coming") ||
	    timex_word_is(r, i, "upcoming"))
		*n = 1;
	else
		return false;
	return true;
}
