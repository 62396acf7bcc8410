/* cmd_run.c -- claimwire run: sources in, claims out. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pipeline.h"

struct greeting {
	const struct conf *conf;
	bool sources, done;
};

/* Once the page is there: where everything is, and how it ends. */
static int64_t
greet(void *arg, bool up, int64_t now_ms)
{
	struct greeting *g = arg;

	(void)now_ms;
	if (up && !g->done) {
		g->done = true;
		if (!g->sources)
			fputs("claimwire: no SOURCE was named: articles come "
			      "by POST /articles alone\n",
			    stderr);
		fprintf(stderr,
		    "claimwire: the store is %s/claims.db; Ctrl-C ends it "
		    "once what was accepted is committed\n",
		    conf_str(g->conf, CONF_DATA));
	}
	return INT64_MAX;
}

static int
run(const struct cmd_call *call)
{
	struct greeting g = { .conf = call->args->conf,
		.sources = call->args->n_rest > 0 };
	struct pipeline_plan plan = { .call = call,
		.source = call->args->rest,
		.once = cmd_value(call, "once") != NULL,
		.input = -1,
		.tick = greet,
		.arg = &g };
	int code = pipeline_workers(call, &plan.workers);

	g.done = plan.once; /* it ends by itself */
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
	.more = "SOURCE is a text, JSON Lines or feed file, a folder, or - for "
		"JSON "
		"Lines on standard input;\nwithout one articles come by POST "
		"/articles.\nIt works until SIGINT or SIGTERM, "
		"then finishes what was accepted; a second one\nends it at "
		"once, and the next run goes on from there.  The roles tell "
		"what goes\nwrong; -o log_level=info lets them tell more.",
	.option = options,
	.run = run,
};
