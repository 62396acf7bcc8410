/*
 * sources_test.h -- `sources test ADDRESS`: what would be taken of it, and
 * what not and why; nothing is stored.
 */
#ifndef PRODUCER_SOURCES_TEST_H
#define PRODUCER_SOURCES_TEST_H

#include "proto/conf.h"

/* EXIT_REFUSED when something is not taken, or nothing is. */
int sources_test(const struct conf *c, const char *address);

#endif
