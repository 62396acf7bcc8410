/*
 * glyph.h -- characters, by what the tokeniser does with them: their classes
 * are Unicode's general categories (UAX #44), and what European and CJK print,
 * typewriters and TeX write quotations with.
 */
#ifndef WORKERS_GLYPH_H
#define WORKERS_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/span.h"
#include "proto/utf8.h"

enum glyph_kind {
	GLYPH_LETTER, /* and marks that combine with one */
	GLYPH_DIGIT,
	GLYPH_SPACE, /* and what is not seen */
	GLYPH_BREAK, /* ends a line */
	GLYPH_QUOTE,
	GLYPH_JOINT, /* is not seen and parts no word: a soft hyphen */
	GLYPH_OTHER
};

/* A character looked at.  Small enough for a register: it is made for every
 * character. */
struct glyph {
	uint32_t cp;
	uint8_t len;  /* bytes; 0: the text is over */
	uint8_t kind; /* enum glyph_kind */
};

/* The kinds of ASCII, by code; the kind of any other. */
extern const uint8_t glyph_ascii[128];
enum glyph_kind glyph_kind(uint32_t cp);

/* The character at byte at of the valid UTF-8 s.  Whole structures at a time:
 * built piece by piece in memory, it made the processor wait for its own
 * stores at every character. */
static inline struct glyph
glyph_at(struct span s, size_t at)
{
	unsigned char byte;
	uint32_t cp;
	size_t len;

	if (at >= s.n)
		return (struct glyph) { 0, 0, GLYPH_SPACE };
	byte = (unsigned char)s.p[at];
	if (byte < 0x80)
		return (struct glyph) { byte, 1, glyph_ascii[byte] };
	len = utf8_next((struct span) { s.p + at, s.n - at }, &cp);
	return (struct glyph) { cp, (uint8_t)len, (uint8_t)glyph_kind(cp) };
}

/* What a quotation mark is like: its ASCII mark, and the sides (enum
 * token_side, text.h) it may stand on.  { 0 } for another character. */
struct glyph_quote {
	char mark;
	uint8_t side;
};

struct glyph_quote glyph_quote(uint32_t cp);

bool glyph_upper(uint32_t cp);
bool glyph_apostrophe(uint32_t cp);

/* A hyphen, none of the dashes. */
bool glyph_hyphen(uint32_t cp);

/* The ASCII likeness of a mark; '_' is a dash, '~' an ellipsis, '$' any
 * currency, '*' what has none. */
char glyph_likeness(uint32_t cp);

/*
 * s in lower case to out, which holds max bytes, a curly apostrophe as a
 * straight one, without what is not seen; returns its length.  0 when s is
 * longer than max.  A character whose lower case is longer than itself stays.
 */
size_t glyph_lower(struct span s, char *out, size_t max);

#endif
