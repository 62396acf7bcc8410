/*
 * sq.h -- the spool's SQLite: schema, prepared statements, result codes.
 * spool.c says what is done with them.
 *
 * A statement is bound, run and reset by the functions here; failures other
 * than "full" and "busy" are logged where they happen.
 */
#ifndef PRODUCER_SQ_H
#define PRODUCER_SQ_H

#include <stdint.h>

#include "proto/rc.h"
#include "proto/span.h"
#include "spool.h"

struct sqlite3;
struct sqlite3_stmt;

enum sq_statement {
	SQ_BEGIN_READ,
	SQ_BEGIN_WRITE,
	SQ_COMMIT,
	SQ_ROLLBACK,
	SQ_ACCOUNTS,
	SQ_ACCOUNT,
	SQ_NEXT_JOB,
	SQ_INSERT_JOB,
	SQ_SET_CURSOR,
	SQ_FORGET_CURSOR,
	SQ_GET_CURSOR,
	SQ_CURSORS,
	SQ_LOAD,
	SQ_READ,
	SQ_DELETE_JOB,
	SQ_DELETE_TRIAL,
	SQ_IS_PENDING,
	SQ_IS_DEAD,
	SQ_SET_TRIAL,
	SQ_MOVE_JOB,
	SQ_MOVE_TRIAL,
	SQ_RECOUNT,
	SQ_DEAD_ROWS,
	SQ_FIND_ROWS,
	SQ_FREE_PAGES,
	SQ_GIVE_BACK,
	SQ_IDENTITY,
	SQ_STATEMENTS
};

struct sq {
	struct sqlite3 *db; /* owned, as are the statements */
	struct sqlite3_stmt *st[SQ_STATEMENTS];
};

/* As spool_open(). */
MUST_USE enum rc sq_open(
    const struct spool_opts *o, struct sq *q, struct buf *why);
void sq_close(struct sq *q); /* { 0 } is harmless */

/* Values of a statement, from 1 on; views must live until it was run. */
void sq_bind_int(struct sq *q, enum sq_statement which, int at, uint64_t v);
void sq_bind_text(struct sq *q, enum sq_statement which, int at, struct span v);
void sq_bind_blob(struct sq *q, enum sq_statement which, int at, struct span v);

/* Run a statement that gives no rows, with what was bound to it. */
MUST_USE enum rc sq_run(struct sq *q, enum sq_statement which);

/* Step to a row: RC_OK, RC_NOENT when there is none (more); sq_done() in any
 * case. */
MUST_USE enum rc sq_row(struct sq *q, enum sq_statement which);
void sq_done(struct sq *q, enum sq_statement which);

/* Columns of the row, from 0 on; views are good until the next step. */
uint64_t sq_column_u64(struct sq *q, enum sq_statement which, int at);
struct span sq_column_span(struct sq *q, enum sq_statement which, int at);

/* End a transaction: commit when rc is RC_OK, else undo; the final result. */
MUST_USE enum rc sq_finish(struct sq *q, enum rc rc);

/* Move the log into the database as far as nobody hinders it. */
void sq_checkpoint(struct sq *q);

#endif
