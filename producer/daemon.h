/*
 * daemon.h -- the producer at work: sources in, articles out to the workers,
 * acknowledgements back, until a stop is asked for or, with once, until
 * everything read is committed or dead.
 *
 *   RUNNING --SIGTERM, CTL_DRAIN--> DRAINING --nothing pending--> ended
 *      +------- once, all read, nothing pending --------------------^
 *
 * A draining producer reads nothing more and waits for the sink as long as it
 * takes; a second signal ends it at once, and costs nothing but time.
 */
#ifndef PRODUCER_DAEMON_H
#define PRODUCER_DAEMON_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/conf.h"

#define DAEMON_NAME "producer" /* its control socket: DATA/run/producer.ctl */

/* Run; returns the exit code: EXIT_DONE, EXIT_OPEN (having said why), or
 * EXIT_REFUSED when something was refused or died in this run. */
int daemon_run(const struct conf *c, char **source, size_t n, bool once);

#endif
