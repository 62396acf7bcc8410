/* eachline.h -- the lines of a file, one after the other. */
#ifndef WORKERS_EACHLINE_H
#define WORKERS_EACHLINE_H

#include <stdbool.h>
#include <stdio.h>

#include "proto/span.h"

/* One line without its end; number: from 1 on.  line.p NULL: it is longer
 * than max bytes. */
typedef void eachline_fn(struct span line, size_t number, void *arg);

/* Call fn for each line of in.  false: it could not be read to its end. */
bool eachline_read(FILE *in, size_t max, eachline_fn *fn, void *arg);

#endif
