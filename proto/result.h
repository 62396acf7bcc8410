/*
 * result.h -- the RESULT message: an article with all that was found in it,
 * worker to sink.
 *
 * [ "RESULT", 1, producer, epoch, job, attempt, accepted_ms, sent_ms, mac,
 *   article, worker, compute_us, found ]
 *
 * A repeat is acknowledged again and changes nothing.
 */
#ifndef PROTO_RESULT_H
#define PROTO_RESULT_H

#include "article.h"
#include "lease.h"

#define RESULT_VERSION    1
#define RESULT_WORKER_MAX 64 /* bytes of a worker's name */

struct result {
	struct lease lease;
	int64_t accepted_ms, sent_ms; /* as in the JOB */
	struct hash_mac mac;          /* as in the JOB */
	struct span article;          /* ART blob, as in the JOB */
	struct span worker;           /* who worked: "host:pid" */
	uint32_t compute_us;          /* how long */
	struct span found;            /* FND blob */
};

void result_encode(const struct result *r, struct buf *out);

/* Decode anything; on success the views point into in.  The blobs are not
 * looked into. */
MUST_USE enum rc result_decode(struct span in, struct result *r);

#endif
