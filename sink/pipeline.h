/*
 * pipeline.h -- a whole pipeline, from its start to its end: what `run` and
 * `demo` have in common.  It starts sink, producer and workers (crew.h says
 * when), answers status, scale and drain, says where the page is, shows
 * progress and sums up.  SIGINT and SIGTERM drain it.
 */
#ifndef SINK_PIPELINE_H
#define SINK_PIPELINE_H

#include "cmd.h"

struct pipeline_plan {
	const struct cmd_call *call; /* its configuration is everybody's */
	uint32_t workers;
	bool once;     /* end when every source is read and all committed */
	char **source; /* operands, NULL-terminated; borrowed */
	int input;     /* what the source "-" reads; -1: there is none */
	bool quiet;    /* no progress: the plan says what happens itself */
	/* The data folder is there and ours, nothing runs yet: -1 to go on or
	 * an exit code.  May be NULL. */
	int (*begin)(void *arg);
	/*
	 * Called after every event; up: the page is there, or there will be
	 * none.  Returns when it wants to be called at the latest
	 * (clock_mono_ms()), INT64_MAX: no matter.  May be NULL.
	 */
	int64_t (*tick)(void *arg, bool up, int64_t now_ms);
	void *arg;
};

/* Run it to its end; returns the exit code, having said why it failed. */
int pipeline_run(const struct pipeline_plan *plan);

/* How many workers --workers or the configuration wants: -1 to go on or the
 * exit code. */
int pipeline_workers(const struct cmd_call *call, uint32_t *workers);

/* The option that pipeline_workers() reads. */
#define PIPELINE_WORKERS_OPTION                                  \
	{                                                        \
		"workers", "N",                                  \
		    "how many workers (default: workers of the " \
		    "configuration)"                             \
	}

#endif
