/* cmd_rebuild.c -- claimwire rebuild: recompute what is derived. */
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "store.h"

static int
rebuild(const struct cmd_call *call, const char *path)
{
	struct store_opts o = { .path = path };
	struct buf why = { 0 };
	struct store *s;
	enum rc rc;
	int code = EXIT_DONE;

	if (store_open(&o, &s, &why) != RC_OK) {
		code = cmd_fail(call, EXIT_OPEN, "%s", buf_cstr(&why));
	} else {
		rc = store_rebuild(s);
		if (rc != RC_OK)
			code = cmd_fail(call, EXIT_OPEN,
			    "not rebuilt, nothing has changed: %s; "
			    "`claimwire check` tells more",
			    rc_text(rc));
		else
			puts("rebuilt: what is derived was recomputed from "
			     "the recorded mentions");
		store_close(s);
	}
	buf_free(&why);
	return code;
}

static int
run(const struct cmd_call *call)
{
	const struct conf *c = call->args->conf;
	char path[PATH_MAX] = "claims.db";
	long owner = 0;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0)
		return code;
	if (conf_path(c, "claims.db", path, sizeof path) != RC_OK ||
	    access(path, F_OK) != 0)
		return cmd_fail(call, EXIT_OPEN,
		    "there is no store at %s yet; `claimwire run SOURCE` makes "
		    "one",
		    path);
	if (role_lock(c, "sink.lock", &owner) != RC_OK)
		return cmd_fail(call, EXIT_OPEN,
		    "a sink (process %ld) writes this store; end it with "
		    "`claimwire drain` first",
		    owner);
	return rebuild(call, path);
}

const struct cmd cmd_rebuild_face = {
	.name = "rebuild",
	.usage = "",
	.about = "recompute what is derived from the recorded mentions",
	.more = "Ids, changes and redirects stay as they are.",
	.run = run,
};
