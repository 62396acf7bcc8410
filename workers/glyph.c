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
	{ 0x201b, { '\'', TOKEN_OPENS } },
	{ 0x201c, { '"', TOKEN_OPENS } },
	{ 0x201d, { '"', TOKEN_CLOSES } },
	{ 0x201e, { '"', TOKEN_OPENS } },
	{ 0x201f, { '"', TOKEN_OPENS } },
	{ 0x2033, { '"', TOKEN_OPENS | TOKEN_CLOSES } },
	{ 0x2039, { '\'', TOKEN_OPENS } },
	{ 0x203a, { '\'', TOKEN_CLOSES } },
	{ 0x300c, { '"', TOKEN_OPENS } },
	{ 0x300d, { '"', TOKEN_CLOSES } },
	{ 0x300e, { '"', TOKEN_OPENS } },
	{ 0x300f, { '"', TOKEN_CLOSES } },
	{ 0xff02, { '"', TOKEN_OPENS | TOKEN_CLOSES } },
};

struct glyph_quote
glyph_quote(uint32_t cp)
{
	if (cp < 0x80 || cp == 0xab || cp == 0xbb || cp == 0xff02 ||
	    (cp >= 0x2018 && cp <= 0x203a) || (cp & ~3u) == 0x300c)
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

/* Soft hyphen, joiner, non-joiner, word joiner. */
static bool
joint(uint32_t cp)
{
	return cp == 0xad || cp == 0x200c || cp == 0x200d || cp == 0x2060;
}

enum glyph_kind
glyph_kind(uint32_t cp)
{
	if (cp < 0x80)
		return (enum glyph_kind)glyph_ascii[cp];
	if (cp == 0x2028 || cp == 0x2029 || cp == 0x85)
		return GLYPH_BREAK;
	if (glyph_quote(cp).mark != 0)
		return GLYPH_QUOTE;
	if (joint(cp))
		return GLYPH_JOINT;
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

bool
glyph_hyphen(uint32_t cp)
{
	return cp == '-' || cp == 0x2010 || cp == 0x2011;
}

char
glyph_likeness(uint32_t cp)
{
	if (cp < 0x80) /* what stands for others here is not itself */
		return cp == '_' || cp == '~' ? '*' : (char)cp;
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

/* One character beyond ASCII, len bytes at p, in lower case to out; returns
 * the bytes written, at most len. */
static size_t
lower_one(const char *p, size_t len, char *out)
{
	utf8proc_uint8_t low[4];
	utf8proc_ssize_t n;
	uint32_t cp;

	utf8_next((struct span) { p, len }, &cp);
	if (glyph_apostrophe(cp)) {
		*out = '\'';
		return 1;
	}
	if (joint(cp))
		return 0;
	n = utf8proc_encode_char(utf8proc_tolower((utf8proc_int32_t)cp), low);
	if (n <= 0 || (size_t)n > len) {
		memcpy(out, p, len);
		return len;
	}
	memcpy(out, low, (size_t)n);
	return (size_t)n;
}

size_t
glyph_lower(struct span s, char *out, size_t max)
{
	size_t n = 0, len;

	if (s.n > max)
		return 0;
	for (size_t i = 0; i < s.n; i += len) {
		unsigned char b = (unsigned char)s.p[i];

		len = 1;
		if (b < 0x80) {
			out[n++] = (char)(b >= 'A' && b <= 'Z' ? b | 0x20 : b);
			continue;
		}
		while (i + len < s.n && (s.p[i + len] & 0xc0) == 0x80)
			len++;
		n += lower_one(s.p + i, len, out + n);
	}
	return n;
}
