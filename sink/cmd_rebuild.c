/* cmd_rebuild.c -- claimwire rebuild: recompute what is derived. */
#include <stdio.h>

#include "cmd.h"
#include "store.h"

static int
run(const struct cmd_call *call)
{
	struct store *s;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = cmd_writer(call, &s)) >= 0)
		return code;
	rc = store_rebuild(s);
	store_close(s);
	if (rc != RC_OK)
		return cmd_fail(call, EXIT_OPEN,
		    "not rebuilt, nothing has changed: %s; "
		    "`claimwire check` tells more",
		    rc_text(rc));
	puts("rebuilt: what is derived was recomputed from the recorded "
	     "mentions");
	return EXIT_DONE;
}

const struct cmd cmd_rebuild_face = {
	.name = "rebuild",
	.usage = "",
	.about = "recompute what is derived from the recorded mentions",
	.more = "Ids, changes and redirects stay as they are.",
	.run = run,
};
