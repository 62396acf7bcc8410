/* cmd_run.c -- claimwire run: sources in, claims out. */
#include <string.h>
#include <unistd.h>

#include "pipeline.h"

static int
run(const struct cmd_call *call)
{
	struct pipeline_plan plan = { .call = call,
		.source = call->args->rest,
		.once = cmd_value(call, "once") != NULL,
		.input = -1 };
	int code = pipeline_workers(call, &plan.workers);

	for (char **s = plan.source; *s != NULL; s++)
		if (strcmp(*s, "-") == 0)
			plan.input = STDIN_FILENO;
	return code >= 0 ? code : pipeline_run(&plan);
}

static const struct role_option options[] = {
	{ "once", NULL, "end when every source is read and all is committed" },
	PIPELINE_WORKERS_OPTION,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_run_face = {
	.name = "run",
	.usage = "[SOURCE...]",
	.about = "sources in, claims out: a whole pipeline",
	.more = "SOURCE is a text file, JSON Lines, a folder, or - for JSON "
		"Lines on standard input.\nIt works until SIGINT or SIGTERM, "
		"then finishes what was accepted; a second one\nends it at "
		"once, and the next run goes on from there.  The roles tell "
		"what goes\nwrong; -o log_level=info lets them tell more.",
	.option = options,
	.run = run,
};
