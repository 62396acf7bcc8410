/*
 * stretch.h -- how far the word or the number goes that starts somewhere in a
 * text, and what its letters are like.
 */
#ifndef WORKERS_STRETCH_H
#define WORKERS_STRETCH_H

#include "proto/span.h"
#include "workers/glyph.h"
#include "workers/language.h"

struct stretch {
	const struct language *language; /* of a word or number; else NULL */
	size_t at, end;                  /* bytes */
	uint32_t points;                 /* code points */
	uint32_t letters, upper;
	uint32_t run;     /* letters since the last other character */
	uint32_t hyphens; /* kept within it */
	bool first_upper;
};

/* Nothing yet, at byte at. */
static inline struct stretch
stretch_at(size_t at)
{
	return (struct stretch) { .at = at, .end = at };
}

/* On over the character g, which stands at w->end. */
void stretch_step(struct stretch *w, struct glyph g);

static inline bool
stretch_in_word(struct glyph g)
{
	return g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT;
}

/* The word or address whose first letter is at byte at of s; what is fused to
 * it ("not" of "cannot") or clitic is no part of it. */
struct stretch stretch_word(
    const struct language *language, struct span s, size_t at);

/* The number whose first digit is at byte at of s, and the letters that are
 * its own ("21st"). */
struct stretch stretch_number(
    const struct language *language, struct span s, size_t at);

#endif
