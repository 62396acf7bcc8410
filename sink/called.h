/*
 * called.h -- names of people and organisations, taken apart, and which of them
 * may be names of one.
 *
 * Only names that may be one are ever compared, those of one block: people by
 * the last word of their names, organisations by their initials, others by all
 * of the name.  Case, accents, apostrophes and hyphens do not matter; titles
 * ("Prime Minister", "Mr."), what follows a name ("Jr.", "Inc.") and a leading
 * "the" are no part of it.
 */
#ifndef SINK_CALLED_H
#define SINK_CALLED_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/arena.h"
#include "proto/found.h"
#include "proto/span.h"

#define CALLED_WORDS 8 /* of a longer name the last ones */

struct called {
	enum found_type type;
	bool other;        /* joint speakers, those without a name: nobody else
			    * is called so */
	bool abbreviation; /* of an organisation: "CSPA" */
	struct span word[CALLED_WORDS];
	size_t n;
	struct span block;  /* "p:carney", "o:cspa", "x: tarn works " */
	struct span folded; /* all of the name */
};

/* Take name, of what type it is, apart; views lie in arena. */
void called_read(struct called *c, struct span name, enum found_type type,
    struct arena *arena);

/* A word may be given for another: the same, its first letter, its short form
 * ("Bill", "William"). */
bool called_first_alike(struct span a, struct span b);

/*
 * Among the n names of one block: join[i * n + k] is set when i and k are taken
 * for one.  People: when all that both say fits, and whoever fits one of them
 * fits the other; a last name by itself is that of the only person who has it.
 * Organisations: the same words; an abbreviation is that of the only one with
 * its initials.  It depends on the names alone, not on their order.
 */
void called_join(
    const struct called *name, size_t n, bool *join, struct arena *arena);

/* Is a a fuller name than b? */
bool called_fuller(const struct called *a, const struct called *b);

#endif
