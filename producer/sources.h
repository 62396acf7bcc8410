/*
 * sources.h -- `sources ...`: the addresses that the user keeps, in the spool,
 * whether a producer runs (it sees changes within seconds) or not.
 */
#ifndef PRODUCER_SOURCES_H
#define PRODUCER_SOURCES_H

#include <stdbool.h>

#include "proto/conf.h"

/* arg: n operands after "sources".  EXIT_USAGE when they make no sense or name
 * what is not kept; EXIT_REFUSED when a test took nothing or not all. */
int sources_run(const struct conf *c, char **arg, int n, bool json);

#endif
