/*
 * spool.h -- the producer's memory, DATA/spool.db (SQLite, WAL,
 * synchronous=FULL): every accepted article until the store has it, the
 * cursors of the sources, dead letters, and the accounts
 *
 *     accepted = committed + dead + pending
 *
 * Articles and the cursor that says they were read are recorded in one
 * transaction.  A ballast file beside it is given up when the disk is full,
 * so that what is done can be retired and space comes back.
 *
 * RC_FULL: disk full, nothing changed, try again later.  RC_BUSY: another
 * process (claimwire dead) is writing.  RC_IO: anything else.
 */
#ifndef PRODUCER_SPOOL_H
#define PRODUCER_SPOOL_H

#include "dispatch.h"
#include "proto/buf.h"
#include "proto/hash.h"
#include "proto/rc.h"

struct spool;

/* Pages of 4 KiB that the write-ahead log holds before they are moved. */
#define SPOOL_WAL_PAGES 2000

struct spool_opts {
	const char *path;
	const char *vfs; /* SQLite VFS, NULL: the default */
	bool exclusive; /* one process only: no shared memory (the simulator) */
	bool ballast;   /* keep the ballast file PATH.ballast */
	bool epoch;     /* a new epoch begins: the producer, not `dead list` */
};

/*
 * why says what is wrong and what to do.  RC_VERSION: a newer spool;
 * RC_REFUSED: no spool at all; RC_NOENT: without epoch, it must be there.
 */
MUST_USE enum rc spool_open(
    const struct spool_opts *o, struct spool **s, struct buf *why);
void spool_close(struct spool *s); /* NULL is harmless */

uint64_t spool_name(const struct spool *s);  /* random, made with the spool */
uint64_t spool_epoch(const struct spool *s); /* which start this is */

/* One article to accept. */
struct spool_item {
	struct hash_id story;
	struct span name; /* what users call it; for dead list and trace */
	struct span blob; /* ART; p NULL: no article, the cursor only */
	/* The cursor that holds once the article is accepted: a group may
	 * come from many files of a folder.  source NULL: none to move; an
	 * empty cursor is forgotten. */
	const char *source;
	struct span cursor;
};

/*
 * Accept n articles and move their cursors, and that of source (NULL: none
 * to move) to value, durably, or nothing at all.
 */
MUST_USE enum rc spool_accept(struct spool *s, const struct spool_item *item,
    size_t n, int64_t accepted_ms, const char *source, struct span value);

/* The cursor of source, appended to value; RC_NOENT when it has none. */
MUST_USE enum rc spool_cursor(
    struct spool *s, const char *source, struct buf *value);

/* Every cursor whose source begins with prefix, in their order; views are good
 * until the callback returns, which must not use the spool. */
typedef void spool_cursor_fn(void *arg, struct span source, struct span value);
MUST_USE enum rc spool_cursors(
    struct spool *s, const char *prefix, spool_cursor_fn *fn, void *arg);

/* Up to max pending jobs after job number `after`, rising; *n is how many. */
MUST_USE enum rc spool_load(struct spool *s, uint64_t after,
    struct dispatch_job *out, uint32_t max, uint32_t *n);

/* The blob of a job (buf cleared first) and when it was accepted. */
MUST_USE enum rc spool_read(
    struct spool *s, uint64_t job, struct buf *blob, int64_t *accepted_ms);

/* Perform n actions, durably, or none.  A job that is not there any more is
 * no error. */
MUST_USE enum rc spool_apply(
    struct spool *s, const struct dispatch_action *a, size_t n);

struct spool_counts {
	uint64_t accepted, committed, dead, pending;
	uint64_t duplicates; /* of committed: the store had them already */
	uint64_t dropped; /* of dead: their bodies were dropped by the user */
};
MUST_USE enum rc spool_counts(struct spool *s, struct spool_counts *c);

/*
 * Recount from the rows and compare with the accounts kept; RC_REFUSED with
 * the difference in why when they differ.
 */
MUST_USE enum rc spool_check(struct spool *s, struct buf *why);

/* A dead letter, or a pending job. */
struct spool_row {
	uint64_t job;
	struct span name, cause; /* good until the callback returns */
	int64_t accepted_ms, changed_ms;
	uint32_t attempts, crashes;
	bool suspect, dead;
};
typedef void spool_row_fn(void *arg, const struct spool_row *r);

/* Every dead letter, oldest first. */
MUST_USE enum rc spool_dead(struct spool *s, spool_row_fn *fn, void *arg);
/* Every job, pending or dead, of the article called name. */
MUST_USE enum rc spool_find(
    struct spool *s, struct span name, spool_row_fn *fn, void *arg);

/*
 * Send a dead letter again: it becomes a new pending job, with its crashes
 * forgotten; drop it: its body goes, it stays counted.  RC_NOENT when job is
 * no dead letter.
 */
MUST_USE enum rc spool_retry(struct spool *s, uint64_t job);
MUST_USE enum rc spool_drop(struct spool *s, uint64_t job);

#endif
