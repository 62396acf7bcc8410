/* kinning_voice.c -- may two names or descriptions be of one speaker? */
#include "kinning.h"
#include "spelling.h"

#define PARTS_MAX   16
#define ALIKE_LEAST 5 /* letters of names whose spelling may differ */

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
	return c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Does a letter of a name, or a hyphen within, stand at byte i?  A curly
 * apostrophe is none, as the straight one. */
static bool
continues(struct span s, size_t i, size_t from)
{
	if (s.n - i >= 3 && memcmp(s.p + i, "\xe2\x80\x99", 3) == 0)
		return false;
	return is_letter((unsigned char)s.p[i]) || (s.p[i] == '-' && i > from);
}

static void
read_part(struct voice *v, const char *p, size_t n)
{
	static const char *const silent[] = { "the", "a", "an", "of", "for",
		"mr", "mrs", "ms", "dr", "his", "her", "its", "their", "s",
		"who", "and", "in", "jr", "sr", "ii", "iii", NULL };
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
	if (len > 1)
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

		while (at < s.n && continues(s, at, from))
			at++;
		if (at > from)
			read_part(v, s.p + from, at - from);
		else
			at += (unsigned char)s.p[at] >= 0x80 ? 3 : 1;
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

static bool
spelt_alike(const char *x, const char *y)
{
	return spelling_alike(span_of(x), span_of(y), ALIKE_LEAST);
}

/* "Tim" and "Timothy" too. */
static bool
first_alike(const char *x, const char *y)
{
	size_t n = strlen(x), m = strlen(y), least = n < m ? n : m;

	return spelt_alike(x, y) || (least >= 3 && strncmp(x, y, least) == 0);
}

/* "SEC" of "Securities and Exchange Commission". */
static bool
stands_for(const struct voice *x, const struct voice *y)
{
	const char *s = x->part[0].low;

	if (x->n != 1 || strlen(s) != y->n || y->n < 2)
		return false;
	for (unsigned i = 0; i < y->n; i++)
		if (s[i] != y->part[i].low[0])
			return false;
	return true;
}

/* Are all parts of x among y's? */
static bool
within(const struct voice *x, const struct voice *y)
{
	for (unsigned i = 0; i < x->n; i++)
		if (!has(y, x->part[i].low, true))
			return false;
	return true;
}

/* Of one surname: other first names are other people. */
static enum kinning_voice
of_names(const struct voice *x, const struct voice *y)
{
	if (within(x, y) || within(y, x) || stands_for(x, y) ||
	    stands_for(y, x))
		return KINNING_ONE;
	if (!spelt_alike(x->part[x->n - 1].low, y->part[y->n - 1].low))
		return KINNING_OTHERS;
	if (x->n == 1 || y->n == 1 ||
	    first_alike(x->part[0].low, y->part[0].low))
		return KINNING_ONE;
	return KINNING_OTHERS;
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
