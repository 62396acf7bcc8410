/* akin.c -- do two articles tell of the same event? */
#include "akin.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "fold.h"
#include "proto/hash.h"
#include "proto/utf8.h"

#define WORD_MAX 64 /* bytes; a longer one is no name */

/* Capitalised everywhere, so that sharing them means nothing; folded. */
static const char *const common[] = { "april", "august", "bank", "board",
	"captain", "chancellor", "chief", "christmas", "city", "council",
	"county", "court", "december", "democrats", "director", "doctor", "dr",
	"east", "easter", "english", "february", "friday", "general",
	"government", "governor", "january", "judge", "july", "june", "king",
	"lady", "lake", "lord", "march", "may", "mayor", "minister", "ministry",
	"monday", "mr", "mrs", "ms", "national", "new", "north", "november",
	"october", "parliament", "party", "police", "premier", "president",
	"prime", "prince", "princess", "professor", "queen", "republicans",
	"river", "road", "saturday", "secretary", "senate", "senator",
	"september", "sir", "south", "state", "states", "street", "sunday",
	"thursday", "tuesday", "union", "united", "university", "wednesday",
	"west" };

struct reader {
	struct arena *arena;
	uint64_t *hash;
	uint32_t n, cap;
	struct buf folded;
};

static int
by_word(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

static bool
is_common(const char *word)
{
	return bsearch(word, common, sizeof common / sizeof common[0],
		   sizeof common[0], by_word) != NULL;
}

static void
add(struct reader *r, struct span word)
{
	char *w;

	buf_clear(&r->folded);
	fold_words(word, &r->folded);
	if (r->folded.n < 4) /* " I " */
		return;
	r->folded.n--;
	w = r->folded.p + 1;
	w[r->folded.n - 1] = '\0';
	if (is_common(w))
		return;
	if (r->n == r->cap) {
		uint32_t cap = r->cap * 2 + 64;

		r->hash = arena_grow(
		    r->arena, r->hash, r->cap, cap, sizeof *r->hash);
		r->cap = cap;
	}
	r->hash[r->n++] = hash_fast((struct span) { w, r->folded.n - 1 });
}

static bool
is_ascii_letter(uint32_t cp)
{
	return (cp | 32) >= 'a' && (cp | 32) <= 'z';
}

static bool
is_letter(uint32_t cp)
{
	utf8proc_category_t c;

	if (cp < 0x80)
		return is_ascii_letter(cp);
	c = utf8proc_category((utf8proc_int32_t)cp);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_MC;
}

static bool
is_capital(uint32_t cp)
{
	utf8proc_category_t c;

	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	c = utf8proc_category((utf8proc_int32_t)cp);
	return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

/* After it any word has a capital: the end of a sentence or line, an opening
 * quotation mark, a colon. */
static bool
begins_anew(uint32_t cp)
{
	switch (cp) {
	case '.':
	case '!':
	case '?':
	case ':':
	case ';':
	case '\n':
	case '"':
	case '\'':
	case '(':
	case '[':
	case 0x2013: /* dashes */
	case 0x2014:
	case 0x2018: /* quotation marks */
	case 0x201a:
	case 0x201c:
	case 0x201e:
	case 0x2022: /* bullet */
	case 0x2026: /* ellipsis */
	case 0xab:
		return true;
	default:
		return false;
	}
}

/* The word that s begins with: letters, and an apostrophe's "s" not. */
static size_t
word_length(struct span s)
{
	size_t at = 0, n;
	uint32_t cp;

	for (;;) {
		while (at < s.n && is_ascii_letter((unsigned char)s.p[at]))
			at++;
		if (at == s.n || !(s.p[at] & 0x80))
			break;
		n = utf8_next((struct span) { s.p + at, s.n - at }, &cp);
		if (!is_letter(cp))
			break;
		at += n;
	}
	return at;
}

/* Of the title alone: is it printed With Capitals Throughout? */
static bool
is_headline(struct span s)
{
	unsigned capitals = 0, words = 0;
	uint32_t cp;

	for (size_t i = 0, n; i < s.n; i += n) {
		utf8_next((struct span) { s.p + i, s.n - i }, &cp);
		n = word_length((struct span) { s.p + i, s.n - i });
		if (n >= 4) {
			words++;
			capitals += is_capital(cp);
		}
		if (n == 0)
			n = utf8_next((struct span) { s.p + i, s.n - i }, &cp);
	}
	return capitals * 2 > words;
}

static void
read_text(struct reader *r, struct span s)
{
	bool anew = true;
	uint32_t cp;

	for (size_t i = 0, n; i < s.n; i += n) {
		struct span rest = { s.p + i, s.n - i };

		n = utf8_next(rest, &cp);
		if (!is_letter(cp)) {
			anew |= begins_anew(cp);
			continue;
		}
		rest.n = n = word_length(rest);
		if (!anew && is_capital(cp) && n <= WORD_MAX &&
		    r->n < 4 * AKIN_NAMES_MAX)
			add(r, rest);
		anew = false;
	}
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Each once, and no more than there may be. */
static uint32_t
once(uint64_t *hash, uint32_t n)
{
	uint32_t to = 0;

	for (uint32_t i = 0; i < n; i++)
		if (to == 0 || hash[to - 1] != hash[i])
			hash[to++] = hash[i];
	return to < AKIN_NAMES_MAX ? to : AKIN_NAMES_MAX;
}

struct akin_names
akin_read(struct span title, struct span text, struct arena *arena)
{
	struct reader r = { .arena = arena };

	if (!is_headline(title))
		read_text(&r, title);
	read_text(&r, text);
	buf_free(&r.folded);
	if (r.n == 0)
		return (struct akin_names) { 0 };
	qsort(r.hash, r.n, sizeof *r.hash, by_number);
	return (struct akin_names) { r.hash, once(r.hash, r.n) };
}

bool
akin_alike(
    const struct akin_names *a, const struct akin_names *b, double *share)
{
	uint32_t i = 0, k = 0, both = 0;
	uint32_t fewer = a->n < b->n ? a->n : b->n;

	while (i < a->n && k < b->n) {
		both += a->hash[i] == b->hash[k];
		if (a->hash[i] <= b->hash[k])
			i++;
		else
			k++;
	}
	*share = fewer > 0 ? (double)both / fewer : 0;
	return both >= AKIN_SHARED && both * 100 >= fewer * AKIN_PERCENT;
}
