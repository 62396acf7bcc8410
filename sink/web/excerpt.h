/*
 * excerpt.h -- the sentence around a span, as people want to read it: whole,
 * though "Mr." has a full stop, and with both ends of a quotation.
 *
 * It is cut for the eye: a cut too few costs a line, a cut too many the
 * sense, so in doubt there is none.  Nothing that is found depends on it.
 */
#ifndef SINK_WEB_EXCERPT_H
#define SINK_WEB_EXCERPT_H

#include "proto/textmap.h"

#define EXCERPT_SIDE 600 /* code points beyond the span, on either side */

/*
 * The sentence or sentences that hold at, which lies within the text.  A
 * sentence that goes on beyond EXCERPT_SIDE is cut between two words, a word
 * that is longer still within.  The time does not depend on the text's size.
 */
struct range excerpt_around(const struct textmap *m, struct range at);

#endif
