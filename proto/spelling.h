/*
 * spelling.h -- are two words one name as outlets spell it: "U.S." and "US",
 * "Extremadura" and "Extramadura"?
 */
#ifndef PROTO_SPELLING_H
#define PROTO_SPELLING_H

#include "span.h"

/*
 * The same letters but for full stops, hyphens and apostrophes; or, of words
 * of at least this many bytes, one letter more, less or other, or two in the
 * other order (Damerau, CACM 1964), never the first.  Case counts.
 */
bool spelling_alike(struct span x, struct span y, size_t least);

#endif
