/*
 * shift.h -- a worker at work: warden.h joined to sockets, clock and a
 * computing child.
 */
#ifndef WORKERS_SHIFT_H
#define WORKERS_SHIFT_H

#include "child.h"

/*
 * The whole program: `claimwire-worker [options]` works until SIGTERM, which
 * makes it quiet: it takes no more, finishes what it has in hand, says
 * goodbye and leaves; `--compute MB` is its child.  compute is what the child
 * does with an article.  Returns the exit code.
 */
int shift_main(int argc, char **argv, child_compute_fn *compute);

#endif
