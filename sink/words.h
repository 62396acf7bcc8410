/*
 * words.h -- the full-text index of claims: rows are gathered and written
 * together at the end of a transaction, since the tokenizer and the index's
 * pages are then at hand for all of them.
 */
#ifndef SINK_WORDS_H
#define SINK_WORDS_H

#include <sqlite3.h>
#include <stdint.h>

#include "proto/rc.h"
#include "proto/span.h"

struct words;

MUST_USE enum rc words_new(sqlite3 *db, struct words **w);
void words_free(struct words *w); /* NULL is harmless */

/* Claim id has this text and speaker (absent: none); copied. */
MUST_USE enum rc words_add(
    struct words *w, int64_t id, struct span text, struct span speaker);

/* Claim id, which had this text and speaker, is no more. */
MUST_USE enum rc words_drop(
    struct words *w, int64_t id, struct span text, struct span speaker);

/* Write what was gathered: before COMMIT. */
MUST_USE enum rc words_flush(struct words *w);

/* Forget what was gathered: after ROLLBACK. */
void words_forget(struct words *w);

#endif
