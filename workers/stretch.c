/* stretch.c -- how far a word or a number goes. */
#include "workers/stretch.h"

#include "workers/address.h"
#include "workers/en/abbr.h"

#define INITIALS_MAX 32 /* characters of "U.S.A." */

static struct span
rest(struct span s, size_t at)
{
	return (struct span) { s.p + at, s.n - at };
}

static struct span
whole(struct span s, const struct stretch *w)
{
	return (struct span) { s.p + w->at, w->end - w->at };
}

void
stretch_step(struct stretch *w, struct glyph g)
{
	if (g.kind == GLYPH_LETTER) {
		bool up = glyph_upper(g.cp);

		w->first_upper |= up && w->points == 0;
		w->letters++;
		w->run++;
		w->upper += up;
	} else {
		w->run = 0;
	}
	w->end += g.len;
	w->points++;
}

/* Over letters of ASCII, which most of any text is. */
static void
step_letters(struct span s, struct stretch *w)
{
	const char *p = s.p + w->end, *from = p, *end = s.p + s.n;
	uint32_t upper = 0, n;

	while (p < end && !(*p & 0x80) &&
	    glyph_ascii[(unsigned char)*p] == GLYPH_LETTER) {
		upper += !(*p & 0x20);
		p++;
	}
	n = (uint32_t)(p - from);
	if (n == 0)
		return;
	w->first_upper |= w->points == 0 && !(*from & 0x20);
	w->letters += n;
	w->run += n;
	w->upper += upper;
	w->end += n;
	w->points += n;
}

/* ---- words ----------------------------------------------------------------
 */

/* Does the word w go on over g, which is no letter or digit? */
static bool
goes_on(struct span s, const struct stretch *w, struct glyph g)
{
	if (!stretch_in_word(glyph_at(s, w->end + g.len)))
		return false;
	if (g.kind == GLYPH_JOINT || g.cp == '&' || g.cp == '_')
		return true;
	if (glyph_apostrophe(g.cp))
		return w->language->clitic(rest(s, w->end)) == 0 &&
		    w->language->negation(rest(s, w->end - 1)) == 0;
	return glyph_hyphen(g.cp) && w->hyphens == 0 &&
	    w->language->prefix(whole(s, w));
}

/* "U.S.", "D.C.", "J.K": single letters with full stops between. */
static bool
initials(struct span s, struct stretch *w)
{
	struct glyph g = glyph_at(s, w->end), h = glyph_at(s, w->end + g.len);
	uint32_t before = w->points;

	while (w->run == 1 && g.cp == '.' && h.kind == GLYPH_LETTER &&
	    glyph_at(s, w->end + g.len + h.len).kind != GLYPH_LETTER &&
	    w->points < INITIALS_MAX) {
		stretch_step(w, g);
		stretch_step(w, h);
		g = glyph_at(s, w->end);
		h = glyph_at(s, w->end + g.len);
	}
	if (w->points > before && g.cp == '.')
		stretch_step(w, g);
	return w->points > before;
}

/* The first character that is not blank, from byte at on, on the line. */
static struct glyph
next_glyph(struct span s, size_t at)
{
	struct glyph g = glyph_at(s, at);

	if (g.kind == GLYPH_SPACE && g.len > 0)
		g = glyph_at(s, at + g.len);
	return g;
}

/* Is the full stop after the word w, of which bits are known, its own? */
static bool
own_stop(struct span s, const struct stretch *w, uint32_t bits)
{
	struct glyph g = next_glyph(s, w->end + 1);

	if (!(bits & ABBR_KNOWN))
		return w->points == 1 && w->first_upper && s.p[w->at] != 'I';
	if (bits & ABBR_DIGIT)
		return g.kind == GLYPH_DIGIT;
	if (bits & ABBR_PROPER)
		return w->first_upper &&
		    (g.kind == GLYPH_DIGIT || g.cp == ',' || g.cp == '(' ||
			(g.kind == GLYPH_LETTER && !glyph_upper(g.cp)));
	return true;
}

/* A byte that is a character, so that lower case is as long. */
static bool
in_abbreviation(char c)
{
	return c == '.' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Within the longest abbreviation there may be a full stop, too: "Ph.D." */
static uint32_t
abbreviation(struct span s, struct stretch *w)
{
	char low[16];
	size_t n = w->end - w->at, more = 0;
	uint32_t bits = 0;

	while (w->at + n + more < s.n && n + more < sizeof low && more < 4 &&
	    in_abbreviation(s.p[w->at + n + more]))
		more++;
	n = glyph_lower(
	    (struct span) { s.p + w->at, n + more }, low, sizeof low);
	for (; more > 0 && n > 0 && bits == 0; more--, n--)
		if (low[n - 1] == '.' &&
		    (bits = w->language->abbr((struct span) { low, n })) != 0)
			break;
	for (; more > 1; more--)
		stretch_step(w, glyph_at(s, w->end));
	return bits;
}

/* After the word w stands a full stop: is it the word's? */
static void
keep_stop(struct span s, struct stretch *w)
{
	uint32_t bits;

	if (initials(s, w))
		return;
	bits = abbreviation(s, w);
	if (glyph_at(s, w->end).cp == '.' && own_stop(s, w, bits))
		stretch_step(w, glyph_at(s, w->end));
}

static struct stretch
word_from(const struct language *language, struct span s, size_t at)
{
	struct stretch w = { .language = language, .at = at, .end = at };
	struct glyph g;

	for (;;) {
		step_letters(s, &w);
		g = glyph_at(s, w.end);
		if (g.cp == ' ' || g.len == 0)
			return w;
		if (!stretch_in_word(g) && !goes_on(s, &w, g))
			break;
		w.hyphens += glyph_hyphen(g.cp);
		stretch_step(&w, g);
	}
	if (g.cp == '.')
		keep_stop(s, &w);
	return w;
}

/* Could an address start at byte at?  Only where no address goes on, so that
 * none of its bytes is looked at twice. */
static bool
fresh(struct span s, size_t at)
{
	unsigned char b;

	if (at == 0)
		return true;
	b = (unsigned char)s.p[at - 1];
	return b <= ' ' || b >= 0x80 || strchr("(<[\"'|", b) != NULL;
}

/* The word w turns out to be the start of an address: over all of it. */
static bool
address(struct span s, struct stretch *w)
{
	size_t n;

	if (w->end + 1 >= s.n || strchr(".:@-+", s.p[w->end]) == NULL ||
	    s.p[w->end + 1] == ' ' || !fresh(s, w->at))
		return false;
	n = address_length(rest(s, w->at));
	if (n <= w->end - w->at)
		return false;
	w->end = w->at + n;
	w->points = (uint32_t)n;
	w->letters = 0;
	return true;
}

/* Back to the first cut bytes, all of ASCII. */
static void
cut_back(struct span s, struct stretch *w, size_t cut)
{
	while (w->end > w->at + cut)
		w->upper -= !(s.p[--w->end] & 0x20);
	w->letters -= w->points - (uint32_t)cut;
	w->points = (uint32_t)cut;
}

/* Back before what was fused to the word, what ran together with it, and the
 * "n" of "n't". */
static void
cut_short(struct span s, struct stretch *w)
{
	size_t cut = w->language->fused(whole(s, w));

	if (cut == 0 && w->upper > w->first_upper && w->upper < 3 &&
	    w->letters == w->end - w->at)
		cut = w->language->within(whole(s, w));
	if (cut > 0)
		cut_back(s, w, cut);
	else if (w->points > 1 && glyph_apostrophe(glyph_at(s, w->end).cp) &&
	    w->language->negation(rest(s, w->end - 1)) > 0) {
		w->end--;
		w->points--;
		w->letters--;
		w->upper -= !(s.p[w->end] & 0x20);
	}
}

struct stretch
stretch_word(const struct language *language, struct span s, size_t at)
{
	struct stretch w = word_from(language, s, at);

	if (!address(s, &w))
		cut_short(s, &w);
	return w;
}

/* ---- numbers --------------------------------------------------------------
 */

/* A hyphen between digits: does it hold a telephone number or a date
 * together, rather than a range apart? */
static bool
holds_digits(struct span s, const struct stretch *w, uint32_t digits)
{
	uint32_t n = 0;
	size_t at = w->end + 1;

	while (n < 8 && glyph_at(s, at).kind == GLYPH_DIGIT) {
		at += glyph_at(s, at).len;
		n++;
	}
	if (n == 0)
		return false;
	if (glyph_at(s, at).cp == '-' &&
	    glyph_at(s, at + 1).kind == GLYPH_DIGIT)
		return true;
	return w->hyphens > 0 || (n == 4 && (digits == 3 || digits == 5));
}

/* Letters that touch a number: over those that are its own ("21st"). */
static bool
step_suffix(struct span s, struct stretch *w)
{
	struct stretch v = *w;

	step_letters(s, &v);
	if (v.end > w->end &&
	    (w->language->unit(
		 (struct span) { s.p + w->end, v.end - w->end }) ||
		(v.upper == 1 && v.letters > 1)))
		return false;
	if (v.end == w->end)
		stretch_step(&v, glyph_at(s, v.end));
	*w = v;
	return true;
}

struct stretch
stretch_number(const struct language *language, struct span s, size_t at)
{
	struct stretch w = { .language = language, .at = at, .end = at };
	uint32_t digits = 0;

	for (struct glyph g; (g = glyph_at(s, w.end)).len > 0;) {
		bool more = glyph_at(s, w.end + g.len).kind == GLYPH_DIGIT;

		if (g.kind == GLYPH_LETTER) {
			if (!step_suffix(s, &w))
				break;
			continue;
		}
		if (g.kind != GLYPH_DIGIT && w.letters > 0)
			break;
		if (g.cp == '-' && more && holds_digits(s, &w, digits))
			w.hyphens++;
		else if (g.kind != GLYPH_DIGIT &&
		    !(more && g.cp < 0x80 && strchr(",.:/", (int)g.cp)))
			break;
		digits = g.kind == GLYPH_DIGIT ? digits + 1 : 0;
		stretch_step(&w, g);
	}
	return w;
}
