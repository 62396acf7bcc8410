/* utf8.h -- UTF-8 (RFC 3629): checking, counting, code-point offsets. */
#ifndef PROTO_UTF8_H
#define PROTO_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "span.h"

/*
 * Bytes of s before its first error: s.n when all of it is UTF-8.  Overlong
 * forms, surrogates and values over U+10FFFF are errors; NUL is not.
 */
size_t utf8_valid(struct span s);

/* Code points of the valid s. */
size_t utf8_count(struct span s);

/* The byte offset of code point n of the valid s; s.n when it is shorter. */
size_t utf8_offset(struct span s, size_t n);

/*
 * The code point that starts at s.p, in *cp; returns its length in bytes.
 * s must be valid and not empty.
 */
size_t utf8_next(struct span s, uint32_t *cp);

/*
 * Would cp act on a terminal or end a line?  Controls, line and paragraph
 * separators, and the marks that turn the direction of writing.
 */
bool utf8_acts(uint32_t cp);

#endif
