/*
 * compute.h -- what the computing child does with one article: blob in, blob
 * out.
 */
#ifndef WORKERS_COMPUTE_H
#define WORKERS_COMPUTE_H

#include "proto/arena.h"
#include "proto/buf.h"

enum compute_result {
	COMPUTE_FOUND,  /* out is an FND blob */
	COMPUTE_FAILED, /* out says why; another worker may do better */
	COMPUTE_REFUSED /* out says why; nobody will */
};

/*
 * Extract from the ART blob art, which may hold anything.  A blob of a newer
 * version is COMPUTE_FAILED.  arena is reset by the caller; out is cleared.
 */
enum compute_result compute_article(
    struct span art, struct arena *arena, struct buf *out);

#endif
