/* toiler.h -- a worker: the real warden and a simulated child. */
#ifndef SIM_TOILER_H
#define SIM_TOILER_H

#include "world.h"

extern const struct node_face toiler_face;

/* Somebody kills its child, or it loses its mind. */
void toiler_kill_child(struct world *w, struct node *n);

/* Ask it to leave. */
void toiler_quiet(struct world *w, struct node *n);

#endif
