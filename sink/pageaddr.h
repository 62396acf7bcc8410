/*
 * pageaddr.h -- where the page is: the sink writes its address to
 * DATA/run/http, one line, once it listens.
 */
#ifndef SINK_PAGEADDR_H
#define SINK_PAGEADDR_H

#include <stdbool.h>

#include "proto/conf.h"

#define PAGEADDR_MAX 128 /* bytes of an address, its end included */

/* Will there be a page at all? */
bool pageaddr_wanted(const struct conf *c);

/* Is it written, to its end?  Then out holds it; else out is left alone. */
bool pageaddr_read(const struct conf *c, char out[PAGEADDR_MAX]);

/* Forget the address of a sink that is gone. */
void pageaddr_forget(const struct conf *c);

#endif
