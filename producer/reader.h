/*
 * reader.h -- the sources of a producer, read in turn, and what they give
 * accepted into the spool, a group at a time.
 *
 *            room, space                pending >= max, disk full
 *   READING <---------- PAUSED <------------------------ READING
 *      |  every source at its end           |
 *      +------------------> DONE <----------+  reader_stop()
 *
 * While paused nothing is read: cursors stay, pipes fill, writers wait.
 */
#ifndef PRODUCER_READER_H
#define PRODUCER_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/bus.h"
#include "proto/json.h"
#include "source_web.h"
#include "spool.h"

#define READER_RETRY_MS 1000 /* between tries while the disk is full */
#define READER_FDS_MAX  60   /* folders and streams waited for at a time */

struct reader;

struct reader_opts {
	struct spool *spool; /* borrowed */
	uint64_t max;        /* pending articles; reading waits beyond */
	const struct source_web_opts *web; /* NULL: no addresses */
	const char *record_maps;           /* as in struct source_opts */
	bool once;
};

/* Open n sources; RC_NOENT, RC_IO, RC_REFUSED as source_open(), and RC_REFUSED
 * when more than READER_FDS_MAX of them must be waited for. */
MUST_USE enum rc reader_open(const struct reader_opts *o, char **operand,
    size_t n, struct reader **r, struct buf *why);
void reader_close(struct reader *r); /* NULL is harmless */

/* Read and accept at most one group; pending: articles in the spool.  True
 * when there is more to do at once. */
bool reader_run(
    struct reader *r, int64_t now_ms, int64_t wall_ms, uint64_t pending);

/* Read nothing more, ever. */
void reader_stop(struct reader *r);

/* Nothing is left to read, and all that was read is accepted. */
bool reader_done(const struct reader *r);

/* Descriptors to wait for, at most max; after waiting, reader_ready() sees
 * which of them are. */
size_t reader_items(const struct reader *r, struct bus_item *item, size_t max);
void reader_ready(struct reader *r, const struct bus_item *item, size_t n);
int64_t reader_wake(const struct reader *r); /* INT64_MAX: never */

bool reader_paused(const struct reader *r);
/* The room in the spool that makes a crowded reader go on; 1 when its sources
 * have come to their end.  Who else takes articles in should wait for no less:
 * the reader would never see so much. */
uint64_t reader_reserve(const struct reader *r);
uint64_t reader_refused(const struct reader *r);

/* How the addresses are that are polled. */
struct source_web_counts reader_feeds(const struct reader *r);

/* An array: those of them that do not come (source_web_ailing()). */
void reader_ailing(const struct reader *r, struct json *j);

/* An array: each source with what it has read and refused. */
void reader_status(const struct reader *r, struct json *j);

#endif
