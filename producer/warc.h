/*
 * warc.h -- the records of a web archive: WARC 1.0 and 1.1 (ISO 28500), and
 * ARC 1 (the Internet Archive's format of 1996), plain or gzip, a member a
 * record or otherwise.
 *
 * A record that is damaged is said, with its offset, and passed over: the
 * reading goes on at what begins the next.  Bytes between records are damage
 * too.
 */
#ifndef PRODUCER_WARC_H
#define PRODUCER_WARC_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/rc.h"

#define WARC_HEAD_MAX  (64u << 10) /* bytes of a record's header */
#define WARC_BLOCK_MAX (80u << 20) /* bytes of its block that are kept */

struct warc;

enum warc_type {
	WARC_OTHER,     /* warcinfo, request, metadata, revisit, ... */
	WARC_RESPONSE,  /* block: an HTTP response */
	WARC_RESOURCE,  /* block: the thing itself, of content type `type` */
	WARC_CONVERSION /* likewise, another form of it, such as its text */
};

/* Views are good until the next call. */
struct warc_record {
	enum warc_type type;
	struct span url;
	struct span content; /* content type of the block, without parameters */
	struct span charset;
	struct span block;
	bool cut; /* the file ends in its block: this is what there is */
};

/* Begin at offset of fd (borrowed): 0, or what warc_offset() said. */
struct warc *warc_open(int fd, uint64_t offset);
void warc_close(struct warc *w); /* NULL is harmless */

/*
 * The next record.  RC_REFUSED: one is damaged, *why (static) says how, *at
 * where it begins in the file (of gzip: its member).  RC_END; RC_IO (errno).
 */
MUST_USE enum rc warc_next(
    struct warc *w, struct warc_record *r, uint64_t *at, const char **why);

/* Where to begin again so that what was given is not given again: of gzip the
 * member that is next, so what shares one with it may be. */
uint64_t warc_offset(const struct warc *w);

#endif
