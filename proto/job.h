/*
 * job.h -- the JOB message: one article on loan, producer to worker.
 *
 * [ "JOB", 1, producer, epoch, job, attempt, lease_ms, accepted_ms, sent_ms,
 *   mac, article ]
 *
 * A repeat (a new attempt) is worked again; the sink drops the second result.
 */
#ifndef PROTO_JOB_H
#define PROTO_JOB_H

#include "article.h"
#include "lease.h"

#define JOB_VERSION 1

struct job {
	struct lease lease;
	uint32_t lease_ms;   /* TOUCH before this is over, or it is sent anew */
	int64_t accepted_ms; /* wall clock */
	int64_t sent_ms;     /* wall clock */
	struct hash_mac mac; /* lease_sign() */
	struct span article; /* ART blob, a view */
};

void job_encode(const struct job *j, struct buf *out);

/* Decode anything; on success the views point into in. */
MUST_USE enum rc job_decode(struct span in, struct job *j);

#endif
