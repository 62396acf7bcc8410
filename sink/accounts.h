/*
 * accounts.h -- the producer's accounts as the command sees them: asked of
 * its control socket while it runs, else of its program, which reads the
 * spool.
 *
 *     accepted = committed + dead + pending
 */
#ifndef SINK_ACCOUNTS_H
#define SINK_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/conf.h"
#include "proto/rc.h"
#include "proto/span.h"

struct accounts {
	int64_t accepted, committed, dead, pending;
	int64_t duplicates; /* of committed: the store had them already */
};

/* From the JSON that `claimwire-producer accounts --json` and its status
 * have in common; false when it is no such thing. */
bool accounts_parse(struct span json, struct accounts *a);

/*
 * Ask the producer's program.  RC_NOENT: there is no spool yet; RC_IO: it
 * could not be asked (and has said why unless quiet).
 */
MUST_USE enum rc accounts_read(
    const struct conf *c, bool quiet, struct accounts *a);

/* Does the identity hold? */
bool accounts_balance(const struct accounts *a);

#endif
