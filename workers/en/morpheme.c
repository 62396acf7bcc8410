/* morpheme.c -- small tables of English word formation. */
#include "workers/en/morpheme.h"

#include <stdint.h>
#include <strings.h>

#include "workers/glyph.h"

#define WORD_MAX 8 /* bytes of the longest entry */

static bool
among(struct span w, const char *const *list, size_t n)
{
	char low[WORD_MAX];

	w.n = glyph_lower(w, low, sizeof low);
	w.p = low;
	if (w.n == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i][0] == low[0] && span_is(w, list[i]))
			return true;
	return false;
}

#define AMONG(w, list) among(w, list, sizeof list / sizeof list[0])

/* Is byte at of s within a word? */
static bool
goes_on(struct span s, size_t at)
{
	uint8_t kind = glyph_at(s, at).kind;

	return kind == GLYPH_LETTER || kind == GLYPH_DIGIT;
}

size_t
morpheme_clitic(struct span s)
{
	static const char *const forms[] = { "s", "ll", "re", "ve", "d", "m" };
	struct glyph g = glyph_at(s, 0);

	if (!glyph_apostrophe(g.cp))
		return 0;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		size_t n = strlen(forms[i]);

		if (g.len + n <= s.n &&
		    strncasecmp(s.p + g.len, forms[i], n) == 0 &&
		    !goes_on(s, g.len + n))
			return g.len + n;
	}
	return 0;
}

size_t
morpheme_negation(struct span s)
{
	struct glyph g;

	if (s.n < 3 || (s.p[0] | 0x20) != 'n')
		return 0;
	g = glyph_at(s, 1);
	if (!glyph_apostrophe(g.cp) || 1u + g.len >= s.n ||
	    (s.p[1 + g.len] | 0x20) != 't' || goes_on(s, 2u + g.len))
		return 0;
	return 2u + g.len;
}

size_t
morpheme_fused(struct span word)
{
	static const char *const three[] = { "cannot", "gonna", "wanna",
		"gotta", "outta", "gimme", "lemme" };

	if (word.n < 5 || word.n > 6 || strchr("cgwolCGWOL", word.p[0]) == NULL)
		return 0;
	return AMONG(word, three) ? 3 : 0;
}

bool
morpheme_prefix(struct span word)
{
	static const char *const prefixes[] = { "anti", "arch", "bi", "co",
		"counter", "cross", "de", "e", "ex", "hyper", "inter", "intra",
		"mega", "micro", "mid", "mini", "mis", "multi", "neo", "non",
		"over", "pan", "post", "pre", "pro", "proto", "pseudo", "quasi",
		"re", "semi", "socio", "sub", "super", "trans", "tri", "ultra",
		"un", "under" };

	return AMONG(word, prefixes);
}

bool
morpheme_unit(struct span word)
{
	static const char *const units[] = { "am", "b", "bn", "c", "cc", "cm",
		"f", "ft", "gb", "gw", "ha", "hr", "hrs", "hz", "in", "k", "kb",
		"kg", "km", "kw", "kwh", "lb", "lbs", "m", "mb", "mg", "ml",
		"mm", "mn", "mph", "mw", "oz", "p", "pc", "pct", "pm", "sq",
		"t", "tb", "tn", "tr", "w", "x", "yr", "yrs" };

	return word.n > 3 || AMONG(word, units);
}
