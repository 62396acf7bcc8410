/* fade.c -- when the page of a story is asked for again. */
#include "fade.h"

#include <stdlib.h>
#include <string.h>

#define NEVER   INT64_MAX
#define MOST_MS (366LL * 86400 * 1000)

static int64_t
unit(char c)
{
	switch (c) {
	case 's':
		return 1000;
	case 'm':
		return 60000;
	case 'h':
		return 3600000;
	case 'd':
		return 86400000;
	default:
		return 0;
	}
}

enum rc
fade_parse(const char *text, struct fade *f)
{
	struct fade got = { .n = 0 };
	const char *p = text;
	char *end;

	if (strcmp(text, "no") == 0) {
		*f = got;
		return RC_OK;
	}
	while (*(p += strspn(p, " \t")) != '\0') {
		long long n = strtoll(p, &end, 10);
		int64_t each = end != p ? unit(*end) : 0;

		if (each == 0 || strchr(" \t", end[1]) == NULL || n <= 0 ||
		    n > MOST_MS / each || got.n == FADE_MAX ||
		    (got.n > 0 && n * each <= got.after_ms[got.n - 1]))
			return RC_REFUSED;
		got.after_ms[got.n++] = n * each;
		p = end + 1;
	}
	if (got.n == 0)
		return RC_REFUSED;
	*f = got;
	return RC_OK;
}

void
fade_on(const struct fade *f, struct pollstate *st, int64_t now_ms)
{
	size_t i = 0;

	if (st->first_ms == 0)
		st->first_ms = now_ms;
	while (i < f->n && st->first_ms + f->after_ms[i] <= now_ms)
		i++;
	if (i == f->n)
		fade_end(st, now_ms);
	else
		st->next_ms = st->first_ms + f->after_ms[i];
}

bool
fade_is_last(const struct fade *f, const struct pollstate *st, int64_t now_ms)
{
	return st->first_ms != 0 && st->ended == 0 && f->n > 0 &&
	    st->first_ms + f->after_ms[f->n - 1] <= now_ms;
}

void
fade_end(struct pollstate *st, int64_t now_ms)
{
	st->next_ms = st->ended != 0 ? NEVER : now_ms + FADE_GRACE_MS;
	st->ended = 1;
}

bool
fade_over(const struct pollstate *st)
{
	return st->next_ms == NEVER;
}
