/*
 * deed.h -- who did what to whom in a gist, where both are named, or a pronoun
 * stands for a name: "Lee called Moor", "Lee made the call to Moor", "he
 * called me", said by Moor of Lee.
 */
#ifndef PROTO_DEED_H
#define PROTO_DEED_H

#include "gist.h"

#define DEEDS_MAX 16u

struct deed {
	uint8_t what;           /* the word for it, a verb or a noun */
	uint8_t who, whom;      /* words */
	uint32_t actor, target; /* hashes of their names */
};

/* n of them, at most DEEDS_MAX. */
unsigned deed_all(const struct gist *g, struct deed deed[DEEDS_MAX]);

#endif
