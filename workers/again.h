/*
 * again.h -- `claimwire-worker reextract`: texts that the store has, extracted
 * again for `claimwire reextract`.  A computing child does it, under the limits
 * that an article has at work.
 *
 * Its standard input is a socket.  Packets (packet.h), one answer to each
 * question:
 *   question  ART blob
 *   answer    u8 kind (enum warden_reply) | FND blob, or why there is none
 */
#ifndef WORKERS_AGAIN_H
#define WORKERS_AGAIN_H

#include <stdint.h>

struct again_conf {
	const char *program; /* of the child */
	int64_t cpu_ms, wall_ms, memory_mb;
};

/* Answer on fd until it closes.  Returns the exit code. */
int again_serve(int fd, const struct again_conf *c);

#endif
