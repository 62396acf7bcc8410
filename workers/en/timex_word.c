/* timex_word.c -- months, weekdays, units, seasons. */
#include "workers/en/timex_word.h"

#include "workers/token.h"

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
	"jul", "aug", "sep", "oct", "nov", "dec" };
static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat",
	"sun" };

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

/* 1 + the index of the name that the word starts with, or 0. */
static int
by_name(
    const struct timex_reader *r, uint32_t i, const char *const *names, int n)
{
	const struct token *k = &r->t->token[i];

	for (int j = 0; j < n; j++)
		if (k->size >= 3 &&
		    strncasecmp(r->t->bytes.p + k->at, names[j], 3) == 0)
			return j + 1;
	return 0;
}

int
timex_word_month(const struct timex_reader *r, uint32_t i)
{
	if (!timex_word_has(r, i, LEXICON_MONTH) || !r->t->token[i].capital)
		return 0;
	return by_name(r, i, months, 12);
}

int
timex_word_weekday(const struct timex_reader *r, uint32_t i)
{
	if (!timex_word_has(r, i, LEXICON_DAY) || !r->t->token[i].capital)
		return 0;
	return by_name(r, i, days, 7);
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
static const struct timex_unit units[] = { { "day", "D", 1 },
	{ "week", "W", 7 }, { "weekend", "WE", 7 }, { "month", "M", 30 },
	{ "quarter", "Q", 91 }, { "year", "Y", 365 }, { "decade", "DE", 3652 },
	{ "century", "CE", 36525 }, { "hour", "TH", 0 }, { "minute", "TM", 0 },
	{ "second", "TS", 0 } };

const struct timex_unit *
timex_word_unit(const struct timex_reader *r, uint32_t i)
{
	char low[LEXICON_WORD_MAX];
	struct span w;

	if (i >= r->limit || r->t->token[i].kind != TOKEN_WORD)
		return NULL;
	w = token_lower(r->t, i, low);
	if (w.n > 3 && w.p[w.n - 1] == 's')
		w.n--;
	for (size_t k = 0; k < sizeof units / sizeof units[0]; k++)
		if (span_is(w, units[k].word))
			return &units[k];
	if (span_is(w, "centurie"))
		return &units[7];
	return NULL;
}

bool
timex_word_plural(const struct timex_reader *r, uint32_t i)
{
	const struct token *k = &r->t->token[i];

	return r->t->bytes.p[k->at + k->size - 1] == 's';
}

const char *
timex_word_season(const struct timex_reader *r, uint32_t i)
{
	static const struct {
		const char *word, *code;
	} seasons[] = { { "spring", "SP" }, { "summer", "SU" },
		{ "autumn", "FA" }, { "fall", "FA" }, { "winter", "WI" } };

	for (size_t k = 0; k < sizeof seasons / sizeof seasons[0]; k++)
		if (timex_word_is(r, i, seasons[k].word))
			return seasons[k].code;
	return NULL;
}

bool
timex_word_shift(const struct timex_reader *r, uint32_t i, int *n)
{
	if (timex_word_is(r, i, "last") || timex_word_is(r, i, "previous"))
		*n = -1;
	else if (timex_word_is(r, i, "this"))
		*n = 0;
	else if (timex_word_is(r, i, "next") || timex_word_is(r, i, "coming"))
		*n = 1;
	else
		return false;
	return true;
}
