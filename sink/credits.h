/*
 * credits.h -- the table of whom the current texts of articles credit.
 */
#ifndef SINK_CREDITS_H
#define SINK_CREDITS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "credit.h"
#include "proto/rc.h"

struct credits;

MUST_USE enum rc credits_new(sqlite3 *db, struct credits **c);
void credits_free(struct credits *c); /* NULL is harmless */

/*
 * Read the credits of an article and write them in place of those it had
 * (known: it was there).  *whose is who its words are from, absent when they
 * are its outlet's; it lies in the article, in arena, or is static.
 */
MUST_USE enum rc credits_write(struct credits *c, int64_t article, bool known,
    const struct credit_of *of, struct arena *arena, struct span *whose);

#endif
