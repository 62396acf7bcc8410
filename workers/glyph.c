/* glyph.c -- classes of characters. */
#include "glyph.h"

#include <utf8proc.h>

#include "text.h"

static const struct {
	uint32_t cp;
	struct glyph_quote quote;
} quotes[] = {
	{ '"', { '"', TOKEN_OPENS | TOKEN_CLOSES } },
	{ '\'', { '\'', TOKEN_OPENS | TOKEN_CLOSES } },
	{ '`', { '\'', TOKEN_OPENS } },
	{ 0xab, { '"', TOKEN_OPENS } },
	{ 0xbb, { '"', TOKEN_CLOSES } },
	{ 0x2018, { '\'', TOKEN_OPENS } },
	{ 0x2019, { '\'', TOKEN_CLOSES } },
	{ 0x201a, { '\'', TOKEN_OPENS } },
	{ 0x201c, { '"', TOKEN_OPENS } },
	{ 0x201d, { '"', TOKEN_CLOSES } },
	{ 0x201e, { '"', TOKEN_OPENS } },
	{ 0x2039, { '\'', TOKEN_OPENS } },
	{ 0x203a, { '\'', TOKEN_CLOSES } },
};

struct glyph_quote
glyph_quote(uint32_t cp)
{
	if (cp < 0x80 || cp == 0xab || cp == 0xbb ||
	    (cp >= 0x2018 && cp <= 0x203a))
		for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
			if (quotes[i].cp == cp)
				return quotes[i].quote;
	return (struct glyph_quote) { 0 };
}

/* clang-format off */
#define S GLYPH_SPACE
#define B GLYPH_BREAK
#define Q GLYPH_QUOTE
#define O GLYPH_OTHER
#define D GLYPH_DIGIT
#define L GLYPH_LETTER
const uint8_t glyph_ascii[128] = {
	S, S, S, S, S, S, S, S, S, S, B, S, S, B, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, O, Q, O, O, O, O, Q, O, O, O, O, O, O, O, O,
	D, D, D, D, D, D, D, D, D, D, O, O, O, O, O, O,
	O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
	Q, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, S,
};
#undef S
#undef B
#undef Q
#undef O
#undef D
#undef L
/* clang-format on */

enum glyph_kind
glyph_kind(uint32_t cp)
{
	if (cp < 0x80)
		return (enum glyph_kind)glyph_ascii[cp];
	if (cp == 0x2028 || cp == 0x2029 || cp == 0x85)
		return GLYPH_BREAK;
	if (glyph_quote(cp).mark != 0)
		return GLYPH_QUOTE;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return GLYPH_LETTER;
	case UTF8PROC_CATEGORY_ND:
		return GLYPH_DIGIT;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return GLYPH_SPACE;
	default:
		return GLYPH_OTHER;
	}
}

bool
glyph_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

bool
glyph_apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019;
}

char
glyph_likeness(uint32_t cp)
{
	if (cp < 0x80)
		return (char)cp;
	if (cp >= 0x2010 && cp <= 0x2015)
		return cp < 0x2013 ? '-' : '_';
	switch (cp) {
	case 0x20ac: /* euro */
	case 0xa3:   /* pound */
	case 0xa5:   /* yen */
		return '$';
	case 0x2026:
		return '~';
	case 0xa2:
		return 'c';
	default:
		return '*';
	}
}
