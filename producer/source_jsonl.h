/*
 * source_jsonl.h -- article records, one JSON object a line (record.h), from
 * a file that may grow or from a stream.
 *
 * The last line of a file is read without its line end only with --once;
 * else it is waited for.  A stream's is read when the stream has ended.
 */
#ifndef PRODUCER_SOURCE_JSONL_H
#define PRODUCER_SOURCE_JSONL_H

#include "mark.h"
#include "source.h"

/* A stream: no cursor, no way back.  fd is taken. */
struct source *source_jsonl_stream(
    int fd, const char *name, const struct source_opts *o);

/* The regular file fd (taken), with its cursor under key, from where m says;
 * fd stands there.  RC_AGAIN from next: no whole line at its end. */
struct source *source_jsonl_file(int fd, const char *name, const char *key,
    const struct mark *m, const struct source_opts *o);

/* How far a file was read. */
uint64_t source_jsonl_offset(const struct source *s);

#endif
