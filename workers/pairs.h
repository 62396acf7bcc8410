/* pairs.h -- `claimwire compare`: do two sentences say the same? */
#ifndef WORKERS_PAIRS_H
#define WORKERS_PAIRS_H

#include "proto/article.h"
#include "proto/gist.h"
#include "workers/text.h"

/* The subcommand; argv[0] is its name.  Returns the exit code. */
int pairs_main(int argc, char **argv);

/*
 * The gist of one sentence, taken as an article of its own: of the claim that
 * holds most of it, with what stands beside; speaker (p NULL: none) overrides
 * who it says speaks.  Its views are the arena's and a's.
 */
void pairs_gist(const struct article *a, struct span speaker,
    struct arena *arena, struct gist *g);

#endif
