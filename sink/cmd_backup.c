/* cmd_backup.c -- claimwire backup: copy the store while it is in use. */
#include <stdio.h>

#include "cmd.h"

static void
tick(void *arg, int64_t done, int64_t all)
{
	cmd_tick(arg, done, all);
}

static int
run(const struct cmd_call *call)
{
	struct cmd_ticks t = cmd_ticks(call, "pages");
	struct buf why = { 0 };
	struct query *q;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 1, 1)) >= 0 ||
	    (code = cmd_store(call, &q)) >= 0)
		return code;
	rc = query_backup(q, call->args->rest[0], tick, &t, &why);
	query_close(q);
	cmd_ticked(&t);
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
