/* cmd_backup.c -- claimwire backup: copy the store while it is in use. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "progress.h"
#include "proto/clock.h"

static void
tick(void *arg, int64_t done, int64_t all)
{
	int64_t *shown_ms = arg, now = clock_mono_ms();
	bool terminal = isatty(STDERR_FILENO) == 1;

	if (now - *shown_ms < (terminal ? PROGRESS_BAR_MS : PROGRESS_LINE_MS))
		return;
	*shown_ms = now;
	fprintf(stderr,
	    "%sclaimwire backup: %" PRId64 " of %" PRId64 " pages%s",
	    terminal ? "\r" : "", done, all, terminal ? "\033[K" : "\n");
}

static int
run(const struct cmd_call *call)
{
	int64_t shown_ms = clock_mono_ms(), from_ms = shown_ms;
	struct buf why = { 0 };
	struct query *q;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 1, 1)) >= 0 ||
	    (code = cmd_store(call, &q)) >= 0)
		return code;
	rc = query_backup(q, call->args->rest[0], tick, &shown_ms, &why);
	query_close(q);
	if (shown_ms != from_ms && isatty(STDERR_FILENO) == 1)
		fputs("\r\033[K", stderr);
	if (rc != RC_OK)
		code = cmd_fail(call, EXIT_OPEN, "%s",
		    why.n > 0 ? buf_cstr(&why) : rc_text(rc));
	else
		printf("%s is a copy of the store; put it in a data folder as "
		       "claims.db to use it\n",
		    call->args->rest[0]);
	buf_free(&why);
	return rc != RC_OK ? code : cmd_end(call);
}

const struct cmd cmd_backup_face = {
	.name = "backup",
	.usage = "FILE",
	.about = "copy the store to FILE, also while it is in use",
	.more = "A copy that is put to use begins a new generation of changes.",
	.run = run,
};
