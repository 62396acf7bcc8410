/*
 * outlets.h -- the user's table of outlets: comma-separated values (RFC 4180)
 * in UTF-8, whose first line names the columns:
 *
 *     name,domain,country,owner
 *     Tarn Herald,tarnherald.example,Tarn,Marl Press
 *
 * in any order; other columns are not looked at.  Only the name must be there
 * (as articles give it), other fields may be empty.  A bad line is refused
 * with its number and the rest is read on.
 */
#ifndef SINK_OUTLETS_H
#define SINK_OUTLETS_H

#include <stddef.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/hash.h"
#include "proto/rc.h"

#define OUTLETS_BYTES_MAX (16u << 20) /* of a file */
#define OUTLETS_ROWS_MAX  200000u

struct outlets_row {
	struct span name, domain, country, owner; /* p NULL: empty */
	size_t line;
};

struct outlets {
	struct outlets_row *row;
	size_t n, cap;
	size_t refused;      /* lines */
	struct hash_id hash; /* of the whole text */
	struct arena arena;  /* what the rows view */
};

/* A line was refused. */
typedef void outlets_refuse_fn(void *arg, size_t line, const char *why);

/*
 * Read text, which may hold anything, into o (start from { 0 }).  RC_REFUSED:
 * its first line does not name the columns, or it has too many rows; why says
 * what to do.
 */
MUST_USE enum rc outlets_parse(struct outlets *o, struct span text,
    outlets_refuse_fn *refuse, void *arg, struct buf *why);

/* Likewise the file at path; refused lines are logged.  RC_NOENT, RC_IO,
 * RC_TOOBIG as well. */
MUST_USE enum rc outlets_read(
    struct outlets *o, const char *path, struct buf *why);

void outlets_free(struct outlets *o);

struct sqlite3;

/* Claims whose origins are to be counted anew. */
struct outlets_claims {
	int64_t *claim; /* owned; rising */
	size_t n, cap;
};

/*
 * Let the outlets of db be what the table says, unless it is the one that was
 * applied last (*same), within a transaction of the caller's.  Outlets that
 * stood in the last table and do not in this one lose country and owner.
 */
MUST_USE enum rc outlets_apply(struct sqlite3 *db, const struct outlets *o,
    bool *same, struct outlets_claims *claims);

#endif
