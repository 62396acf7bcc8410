/* verdict.h -- what must be true once faults have ended, and in the end. */
#ifndef SIM_VERDICT_H
#define SIM_VERDICT_H

#include "world.h"

/* How long, in virtual time, the rest may take once faults have ended. */
#define VERDICT_LIMIT_MS 240000

/* Is all done?  Sets w->done; fails when it takes too long. */
void verdict_progress(struct world *w);

/* Compare what the script says with spools, store and reader. */
void verdict_end(struct world *w);

#endif
