/*
 * dead.h -- `dead list|show|retry|drop`: articles that were given up, with
 * cause and body.
 *
 *   list             each with job number, cause, attempts
 *   show ID...       one with its record as it was accepted
 *   retry ID...|all  send it again, its crashes forgotten
 *   drop ID...|all   give its body up; it stays counted
 */
#ifndef PRODUCER_DEAD_H
#define PRODUCER_DEAD_H

#include <stdbool.h>

#include "proto/conf.h"

/* arg: n operands after "dead".  EXIT_USAGE when they make no sense or name
 * no dead letter; what they do name is dealt with all the same. */
int dead_run(const struct conf *c, char **arg, int n, bool json);

#endif
