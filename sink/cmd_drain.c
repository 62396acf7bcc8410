/* cmd_drain.c -- claimwire drain: finish what was accepted, then stop. */
#include <poll.h>
#include <stdio.h>

#include "cmd.h"

#define LOOK_MS 50 /* between two looks whether it has ended */

/* `run` is asked, or a producer that a service manager started. */
static const struct {
	const char *name; /* of its control socket */
	const char *lock; /* what it holds while it lives */
} peers[] = {
	{ "run", "run.lock" },
	{ "producer", "spool.lock" },
};

/* Its lock is free when it has ended. */
static void
wait_for_end(const struct conf *c, const char *lock)
{
	long owner = 0;

	while (cmd_is_locked(c, lock, &owner))
		poll(NULL, 0, LOOK_MS);
}

static int
run(const struct cmd_call *call)
{
	const struct ctl_ask ask = { .verb = CTL_DRAIN };
	const struct conf *c = call->args->conf;
	struct buf text = { 0 };
	unsigned answer = 0;
	size_t i;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0)
		return code;
	for (i = 0; i < sizeof peers / sizeof peers[0]; i++)
		if (role_ask(c, peers[i].name, &ask,
			cmd_patience(c, peers[i].lock), &answer,
			&text) == RC_OK)
			break;
	if (i == sizeof peers / sizeof peers[0]) {
		code = cmd_fail(call, EXIT_PEER,
		    "nothing answers on %s: it has ended, or works in another "
		    "folder (--data DIR)",
		    conf_str(c, CONF_DATA));
	} else {
		code = (int)answer;
		printf("%s\n", buf_cstr(&text));
		fflush(stdout);
		if (code == EXIT_DONE && cmd_value(call, "no-wait") == NULL)
			wait_for_end(c, peers[i].lock);
	}
	buf_free(&text);
	return code;
}

static const struct role_option options[] = {
	{ "no-wait", NULL, "ask only, do not wait until it has ended" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_drain_face = {
	.name = "drain",
	.usage = "",
	.about = "finish what was accepted, accept nothing new, stop",
	.option = options,
	.run = run,
};
