/* kinning_voice.c -- may two names or descriptions be of one speaker? */
#include "kinning.h"

#define PARTS_MAX 16

struct part {
	char low[32]; /* without marks */
	bool capital;
};

struct voice {
	struct part part[PARTS_MAX];
	unsigned n;
	bool named; /* a name, not only a description */
};

static bool
is_letter(unsigned char c)
{
	return (c | 0x20) >= 'a' ? (c | 0x20) <= 'z' || c >= 0x80 : false;
}

static void
read_part(struct voice *v, const char *p, size_t n)
{
	static const char *const silent[] = { "the", "a", "an", "of", "for",
		"mr", "mrs", "ms", "dr", "his", "her", "its", "their", "s",
		"who", "and", "in", NULL };
	struct part *x = &v->part[v->n];
	size_t len = 0;

	*x = (struct part) { .capital = p[0] >= 'A' && p[0] <= 'Z' };
	x->capital |= (unsigned char)p[0] >= 0xc3;
	for (size_t i = 0; i < n && len + 1 < sizeof x->low; i++)
		x->low[len++] = (char)(p[i] >= 'A' && p[i] <= 'Z' ? p[i] | 0x20
								  : p[i]);
	for (const char *const *s = silent; *s != NULL; s++)
		if (strcmp(*s, x->low) == 0)
			return;
	if (len > 0)
		v->n++;
}

static void
read_voice(struct span s, struct voice *v)
{
	static const char unnamed[] = "unnamed: ";
	size_t at = 0;

	*v = (struct voice) { 0 };
	if (s.n >= sizeof unnamed - 1 &&
	    memcmp(s.p, unnamed, sizeof unnamed - 1) == 0)
		at = sizeof unnamed - 1;
	while (at < s.n && v->n < PARTS_MAX) {
		size_t from = at;

		while (at < s.n &&
		    (is_letter((unsigned char)s.p[at]) ||
			(s.p[at] == '-' && at > from)))
			at++;
		if (at > from)
			read_part(v, s.p + from, at - from);
		else
			at++;
	}
	/* "the chief of the Willow Nation" is a description. */
	v->named = v->n > 0;
	for (unsigned i = 0; i < v->n; i++)
		v->named &= v->part[i].capital;
}

static bool
has(const struct voice *v, const char *low, bool capital)
{
	for (unsigned i = 0; i < v->n; i++)
		if ((!capital || v->part[i].capital) &&
		    strcmp(v->part[i].low, low) == 0)
			return true;
	return false;
}

/* Of one surname: other first names are other people. */
static enum kinning_voice
of_names(const struct voice *x, const struct voice *y)
{
	const struct part *last = &x->part[x->n - 1];
	unsigned shared = 0, few;

	for (unsigned i = 0; i < x->n; i++)
		shared += x->part[i].capital && has(y, x->part[i].low, true);
	if (strcmp(last->low, y->part[y->n - 1].low) != 0)
		return shared >= 2 ? KINNING_ONE : KINNING_OTHERS;
	few = x->n < y->n ? x->n : y->n;
	if (few == 1 || shared >= 2)
		return KINNING_ONE;
	return x->part[x->n - 2].capital && y->part[y->n - 2].capital
	    ? KINNING_OTHERS
	    : KINNING_ONE;
}

static enum kinning_voice
of_descriptions(const struct voice *x, const struct voice *y)
{
	for (unsigned i = 0; i < x->n; i++)
		if (has(y, x->part[i].low, false))
			return KINNING_ONE;
	return KINNING_VAGUE;
}

/* "she", "it": who that is did not come out. */
static bool
is_pronoun(const struct voice *v)
{
	static const char *const all[] = { "he", "she", "it", "they", "we", "i",
		"you", "one", "some", "many", "others", NULL };

	for (const char *const *p = all; v->n == 1 && *p != NULL; p++)
		if (strcmp(v->part[0].low, *p) == 0)
			return true;
	return false;
}

enum kinning_voice
kinning_voices(struct span a, struct span b)
{
	struct voice x, y;

	if (a.n == 0 || b.n == 0)
		return KINNING_OPEN;
	if (span_eq(a, b))
		return KINNING_ONE;
	read_voice(a, &x);
	read_voice(b, &y);
	if (x.n == 0 || y.n == 0 || is_pronoun(&x) || is_pronoun(&y))
		return KINNING_OPEN;
	if (x.named && y.named)
		return of_names(&x, &y);
	if (!x.named && !y.named)
		return of_descriptions(&x, &y);
	return KINNING_OPEN;
}
