/*
 * wrap.h -- the few doors through which the program's code would reach the
 * real world: random bytes, clocks, the log.  The linker (--wrap) leads them
 * here, to the world that is in use.
 */
#ifndef SIM_WRAP_H
#define SIM_WRAP_H

#include "world.h"

/* From now on they lead to w; NULL: to nowhere. */
void wrap_use(struct world *w);
/* Random bytes alone, while disk images are made. */
void wrap_use_env(struct simvfs_env *env);

#endif
