/*
 * readcmd.h -- `read SOURCE...`: sources in, article records out as JSON
 * Lines on standard output; nothing is stored, no data folder is needed.
 */
#ifndef PRODUCER_READCMD_H
#define PRODUCER_READCMD_H

#include "proto/conf.h"

/* Read n sources to their ends.  EXIT_OPEN when one could not be opened (the
 * others are read), EXIT_REFUSED when something was refused. */
int readcmd_run(const struct conf *c, char **source, int n);

#endif
