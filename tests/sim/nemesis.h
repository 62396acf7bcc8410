/* nemesis.h -- who brings the faults, and ends them. */
#ifndef SIM_NEMESIS_H
#define SIM_NEMESIS_H

#include "world.h"

/* Schedule the first fault, and the end of all. */
void nemesis_begin(struct world *w);
void nemesis_strike(struct world *w);
void nemesis_mend(struct world *w, const struct event *e);

#endif
