/*
 * agency.h -- news agencies by all the names that credits give them.  The user
 * adds others, and families of outlets, by the table of outlets.
 */
#ifndef SINK_AGENCY_H
#define SINK_AGENCY_H

#include <stddef.h>

#include "proto/span.h"

/* The name of the agency that folded (fold_words()), all of it, is a name or
 * abbreviation of; NULL: none. */
const char *agency_called(struct span folded);

/* Likewise, the first one of which a name, but no abbreviation, stands in
 * folded. */
const char *agency_within(struct span folded);

#endif
