/* cmd_scale.c -- claimwire scale: how many workers a running pipeline has. */
#include <stdio.h>

#include "cmd.h"
#include "crew.h"

static int
run(const struct cmd_call *call)
{
	struct ctl_ask ask = { .verb = CTL_SCALE };
	struct buf text = { 0 };
	unsigned answer = 0;
	int64_t n;
	int code;

	if ((code = cmd_operands(call, 1, 1)) >= 0)
		return code;
	if (!cmd_number(call->args->rest[0], 0, CREW_WORKERS_MAX, &n))
		return cmd_fail(call, EXIT_USAGE,
		    "a number from 1 to %d, or 0 to pause, not \"%s\"",
		    CREW_WORKERS_MAX, call->args->rest[0]);
	ask.number = (uint64_t)n;
	if (role_ask(call->args->conf, "run", &ask,
		cmd_patience(call->args->conf, "run.lock"), &answer,
		&text) != RC_OK) {
		code = cmd_fail(call, EXIT_PEER,
		    "no `claimwire run` answers on %s; start one, or say "
		    "--data DIR",
		    conf_str(call->args->conf, CONF_DATA));
	} else {
		printf("%s\n", buf_cstr(&text));
		code = (int)answer;
	}
	buf_free(&text);
	return code;
}

const struct cmd cmd_scale_face = {
	.name = "scale",
	.usage = "N",
	.about = "so many local workers from now on; 0 pauses",
	.run = run,
};
