/*
 * guess.h -- who guesses tokens: wrong ones counted by network address, in a
 * table of fixed size that forgets whoever has been quiet longest.  Pure; the
 * clock is given.
 *
 * An IPv6 address counts as its /64, which is what one customer has.
 */
#ifndef SINK_WEB_GUESS_H
#define SINK_WEB_GUESS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/span.h"

#define GUESS_ADDRESSES 1024

struct guess;

/* After so many wrong ones an address waits for wait_ms. */
struct guess *guess_new(unsigned tries, int64_t wait_ms);
void guess_free(struct guess *g); /* NULL is harmless */

/* Must this address wait?  address: 4 or 16 bytes. */
bool guess_waits(const struct guess *g, struct span address, int64_t now_ms);

void guess_wrong(struct guess *g, struct span address, int64_t now_ms);
/* It knows the token: its wrong ones were mistakes. */
void guess_right(struct guess *g, struct span address);

#endif
