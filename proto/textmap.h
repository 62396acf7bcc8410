/*
 * textmap.h -- a text with an index from code points to bytes, so that a
 * span is cut out without walking the text from its start.
 */
#ifndef PROTO_TEXTMAP_H
#define PROTO_TEXTMAP_H

#include "arena.h"
#include "found.h"
#include "span.h"

struct textmap {
	struct span text;
	uint32_t length; /* code points */
	uint32_t *mark;  /* byte offset of every 64th code point; the arena's */
};

/* Index the valid UTF-8 text (at most 4 GiB). */
void textmap_init(struct textmap *m, struct span text, struct arena *arena);

/* The byte offset of code point cp; the text's size for cp >= length. */
size_t textmap_byte(const struct textmap *m, uint32_t cp);

/* The code point that holds (or starts at) byte offset at. */
uint32_t textmap_point(const struct textmap *m, size_t at);

/* The words of r, which must lie within the text. */
struct span textmap_cut(const struct textmap *m, struct range r);

#endif
