/*
 * lookup.h -- `accounts`: what was accepted and what became of it, from disk;
 * `find NAME`: the jobs of an article.
 */
#ifndef PRODUCER_LOOKUP_H
#define PRODUCER_LOOKUP_H

#include <stdbool.h>

#include "proto/conf.h"

/* Both return the exit code.  check: recount the rows; EXIT_OPEN when they
 * differ from the accounts. */
int lookup_accounts(const struct conf *c, bool json, bool check);
int lookup_find(const struct conf *c, const char *name, bool json);

#endif
