/* backup.c -- a copy of the store while it is in use. */
#include "backup.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "sql.h"

#define PAGES 1024 /* a step */

static enum rc
copy(sqlite3 *from, sqlite3 *to, query_tick_fn *tick, void *arg)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int code;

	if (b == NULL)
		return sql_rc(sqlite3_errcode(to));
	do {
		code = sqlite3_backup_step(b, PAGES);
		if (tick != NULL)
			tick(arg,
			    sqlite3_backup_pagecount(b) -
				sqlite3_backup_remaining(b),
			    sqlite3_backup_pagecount(b));
	} while (code == SQLITE_OK);
	sqlite3_backup_finish(b);
	return code == SQLITE_DONE ? RC_OK : sql_rc(code);
}

/* The copy tells its changes anew: whoever opens it names a generation. */
static enum rc
unname(sqlite3 *to)
{
	return sql_exec(to, "DELETE FROM meta WHERE key = 'generation'");
}

/* A new file of its own, so that nobody's is overwritten. */
static enum rc
claim_path(const char *path, struct buf *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0) {
		bool there = access(path, F_OK) == 0;

		buf_printf(why,
		    there ? "%s is there already: name a new file"
			  : "cannot write %s: check the folder",
		    path);
		return there ? RC_REFUSED : RC_IO;
	}
	close(fd);
	return RC_OK;
}

enum rc
backup_run(sqlite3 *db, const char *path, query_tick_fn *tick, void *arg,
    struct buf *why)
{
	sqlite3 *to = NULL;
	enum rc rc;

	if ((rc = claim_path(path, why)) != RC_OK)
		return rc;
	rc = sql_rc(sqlite3_open_v2(
	    path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
	if (rc == RC_OK && (rc = copy(db, to, tick, arg)) == RC_OK)
		rc = unname(to);
	if (rc != RC_OK)
		buf_printf(
		    why, "cannot copy to %s: %s", path, sqlite3_errmsg(to));
	if (sqlite3_close(to) != SQLITE_OK && rc == RC_OK)
		rc = RC_IO;
	if (rc != RC_OK)
		unlink(path);
	return rc;
}
