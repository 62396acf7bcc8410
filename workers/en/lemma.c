/* lemma.c -- irregular forms first, then the rules of spelling. */
#include "workers/en/lemma.h"

#include "workers/en/lemma_words.h"

static bool
ends(struct span s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n > n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

static bool
vowel(char c)
{
	return c != '\0' && strchr("aeiouy", c) != NULL;
}

/* The irregular form's lemma, or NULL. */
static const char *
irregular(struct span low, enum ud_pos pos)
{
	size_t n, lo = 0, hi;
	const struct lemma_word *w = lemma_words_table(&n);

	for (hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (span_order(w[mid].form, low) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < n && span_order(w[lo].form, low) == 0; lo++)
		if (w[lo].classes >> pos & 1)
			return w[lo].lemma;
	return NULL;
}

/* low without its last cut bytes and with tail added. */
static struct span
change(struct span low, size_t cut, const char *tail, char out[LEMMA_MAX])
{
	size_t n = low.n - cut, t = strlen(tail);

	memmove(out, low.p, n);
	memcpy(out + n, tail, t);
	return (struct span) { out, n + t };
}

/* The first end in the table with that last letter, or with a later one. */
static size_t
first_end(const struct lemma_stem *s, size_t n, char last)
{
	size_t lo = 0;

	for (size_t hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (s[mid].end[strlen(s[mid].end) - 1] < last)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Did the stem lose an -e?  The longest end in the table says. */
static bool
lost_e(struct span stem)
{
	size_t n, longest = 0, until;
	const struct lemma_stem *s = lemma_words_stems(&n);
	char last = stem.p[stem.n - 1];
	bool e = false;

	until = first_end(s, n, (char)(last + 1));
	for (size_t i = first_end(s, n, last); i < until; i++) {
		bool whole = s[i].end[0] == '^';
		struct span end = span_of(s[i].end + whole);

		if (end.n + whole <= longest || end.n > stem.n ||
		    (whole && end.n != stem.n))
			continue;
		if (memcmp(stem.p + stem.n - end.n, end.p, end.n) == 0) {
			longest = end.n + whole;
			e = s[i].e;
		}
	}
	return e;
}

/* Groups of vowels: syllables, about. */
static unsigned
groups(struct span s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += vowel(s.p[i]) && (i == 0 || !vowel(s.p[i - 1]));
	return n;
}

/* Is the stem's last letter doubled only for the suffix? */
static bool
doubled(struct span stem)
{
	char last = stem.p[stem.n - 1];

	if (stem.n < 3 || stem.p[stem.n - 2] != last || vowel(last))
		return false;
	if (last == 'l') /* travelled, totalled, controlled; called, recalled */
		return groups(stem) > 1 && !ends(stem, "stall") &&
		    !ends(stem, "call") && !ends(stem, "will");
	return strchr("bdgkmnprtv", last) != NULL;
}

/* Of a form in -ed or -ing, whose suffix is cut bytes long. */
static struct span
unsuffixed(struct span low, size_t cut, char out[LEMMA_MAX])
{
	struct span stem = { low.p, low.n - cut };

	if (stem.n < 2 || groups(stem) == 0) /* red, bring */
		return low;
	if (cut == 2 && stem.p[stem.n - 1] == 'i')
		return change(stem, 1, "y", out);
	if (stem.p[stem.n - 1] == 'e') /* agreed; seeing */
		return cut == 2 ? change(low, 1, "", out) : stem;
	if (doubled(stem))
		return change(stem, 1, "", out);
	return lost_e(stem) ? change(stem, 0, "e", out) : stem;
}

/* Of a form in -s, of a noun or a verb. */
static struct span
without_s(struct span low, char out[LEMMA_MAX])
{
	static const char *const es[] = { "sses", "shes", "ches", "xes", "zzes",
		"oes" };

	if (ends(low, "ies"))
		return change(
		    low, low.n > 4 ? 3 : 1, low.n > 4 ? "y" : "", out);
	for (size_t i = 0; i < sizeof es / sizeof es[0]; i++)
		if (ends(low, es[i]))
			return change(low, 2, "", out);
	return change(low, 1, "", out);
}

/* Is there one?  The plural of 1980s is its own. */
static bool
digit(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

static struct span
noun(struct span low, char out[LEMMA_MAX])
{
	if (low.n < 3)
		return low;
	/* viruses; but houses, causes, and the few in the table */
	if (ends(low, "uses") && low.n > 5 &&
	    strchr("aoe", low.p[low.n - 5]) == NULL)
		return change(low, 2, "", out);
	if (ends(low, "men") && low.n > 5 && !ends(low, "imen") &&
	    !ends(low, "umen") && !ends(low, "domen"))
		return change(low, 2, "an", out);
	if (!ends(low, "s") || ends(low, "ss") || ends(low, "is") ||
	    ends(low, "us") || ends(low, "'s") || digit(low))
		return low;
	return without_s(low, out);
}

static struct span
verb(struct span low, char out[LEMMA_MAX])
{
	enum lexicon_tense tense;
	const struct lexicon_verb *v = lexicon_verb_of(low, &tense);

	if (v != NULL)
		return span_of(v->lemma);
	if (low.n > 3 && ends(low, "ed"))
		return unsuffixed(low, 2, out);
	if (low.n > 4 && (ends(low, "ing") || ends(low, "in'")))
		return unsuffixed(low, 3, out);
	if (low.n > 2 && ends(low, "s") && !ends(low, "ss") &&
	    !ends(low, "us") && !ends(low, "is"))
		return without_s(low, out);
	return low;
}

/* bigger, easiest: suffix of cut bytes. */
static struct span
compared(struct span low, size_t cut, char out[LEMMA_MAX])
{
	struct span stem = { low.p, low.n - cut };

	if (stem.p[stem.n - 1] == 'i')
		return change(stem, 1, "y", out);
	if (stem.n > 2 && stem.p[stem.n - 1] == stem.p[stem.n - 2] &&
	    strchr("bdgmnt", stem.p[stem.n - 1]) != NULL)
		return change(stem, 1, "", out);
	/* larger, nicer, safer, rarer, wider; but higher, newer, cheaper */
	if (strchr("cvgs", stem.p[stem.n - 1]) != NULL && !ends(stem, "ng") &&
	    !ends(stem, "ss"))
		return change(stem, 0, "e", out);
	if (ends(stem, "mpl") || ends(stem, "bl") || ends(stem, "ntl") ||
	    ends(stem, "afe") || ends(stem, "id") || ends(stem, "ar") ||
	    ends(stem, "in") || ends(stem, "ur") || ends(stem, "at") ||
	    ends(stem, "ut") || ends(stem, "am") || ends(stem, "af") ||
	    ends(stem, "trang"))
		return ends(stem, "ear") || ends(stem, "ain") ||
			ends(stem, "eat") || ends(stem, "our")
		    ? stem
		    : change(stem, 0, "e", out);
	return stem;
}

/* Only words that begin with what may be compared so: the -er of "former",
 * the -est of "honest" is none. */
static struct span
degree(struct span low, char out[LEMMA_MAX])
{
	static const char *const same[] = { "former", "latter", "upper",
		"inner", "outer", "other", "under", "over", "proper", "sober",
		"clever", "tender", "bitter", "super", "utter", "eager",
		"slender", "sheer", "premier", "together", "rather",
		"altogether", "either", "neither", "hyper", "lesser", "honest",
		"dishonest", "modest", "earnest", "west", "northwest",
		"southwest", "interest", "whether", "another", "silver",
		"master", "peer", "power", "counter", "inter", "amber",
		"copper", "meager", "dapper", "limber", "somber", "lackluster",
		"further" };
	size_t cut = ends(low, "er") ? 2 : ends(low, "est") ? 3 : 0;

	if (cut == 0 || low.n < cut + 3 || low.n > 10 || ends(low, "ever") ||
	    ends(low, "after"))
		return low;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		if (span_is(low, same[i]))
			return low;
	return compared(low, cut, out);
}

/* 1,250 is 1250. */
static struct span
number(struct span low, char out[LEMMA_MAX])
{
	size_t n = 0;

	if (low.p[0] < '0' || low.p[0] > '9')
		return low;
	for (size_t i = 0; i < low.n; i++)
		if (low.p[i] != ',')
			out[n++] = low.p[i];
	return (struct span) { out, n };
}

/* Marks of print as a typewriter has them. */
static struct span
mark(struct span form)
{
	static const char *const like[][2] = { { "\u201c", "\"" },
		{ "\u201d", "\"" }, { "\u2019\u2019", "''" },
		{ "\u2018\u2019", "''" }, { "\u2018", "'" }, { "\u2019", "'" },
		{ "\u2013", "-" }, { "\u2014", "-" }, { "\u2026", "..." } };

	for (size_t i = 0; i < sizeof like / sizeof like[0]; i++)
		if (span_is(form, like[i][0]))
			return span_of(like[i][1]);
	return form;
}

struct span
lemma_of(struct span form, struct span low, enum ud_pos pos, bool name,
    char out[LEMMA_MAX])
{
	const char *known;

	if (pos == UD_PUNCT || pos == UD_SYM)
		return mark(form);
	if (low.n == 0 || pos == UD_X)
		return form;
	known = irregular(low, pos);
	if (known != NULL)
		return span_of(known);
	if (pos == UD_PROPN || name)
		return form;
	switch (pos) {
	case UD_NOUN:
		return noun(low, out);
	case UD_VERB:
	case UD_AUX:
		return verb(low, out);
	case UD_ADJ:
	case UD_ADV:
		return degree(low, out);
	case UD_NUM:
		return number(low, out);
	default:
		return low;
	}
}
