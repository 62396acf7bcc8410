/*
 * launch.h -- other programs of this build, started, asked or become: the
 * command links the store and proto only and reaches a role by its program.
 */
#ifndef SINK_LAUNCH_H
#define SINK_LAUNCH_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/conf.h"
#include "proto/rc.h"

/* A command line that grows.  Start from { 0 }; it owns its strings. */
struct launch {
	char **argv; /* NULL-terminated once there is one */
	size_t n;
};

void launch_add(struct launch *l, const char *arg);
void launch_free(struct launch *l);

/*
 * Begin a line: the program's path, then -c and -o with whatever this process
 * was told itself, so that the other one runs with the same configuration.
 * RC_NOENT, having said so, when the program is not there.
 */
MUST_USE enum rc launch_program(
    const struct conf *c, const char *program, struct launch *l);

/* What a child's end means. */
struct launch_end {
	long pid;
	int signal; /* 0: it exited */
	int code;   /* exit code */
};

/*
 * Start it as a child that ends with this process: parent_gone is the signal
 * it gets then.  Its standard input is the descriptor input (-1: nothing to
 * read); it inherits standard output and error, no other descriptor, and does
 * not hear a terminal's interrupt: this process decides what that means.  Its
 * pid, or -1.
 */
long launch_start(const struct launch *l, int input, int parent_gone);

/* One child that has ended since the last call; false when there is none. */
bool launch_reap(struct launch_end *end);

/*
 * Run it to its end; what it prints is appended to out (quiet: what it says
 * on standard error is dropped).  Its exit code; EXIT_OPEN when it could not
 * be run or was killed.
 */
int launch_capture(const struct launch *l, bool quiet, struct buf *out);

/* Become it.  Returns, with an exit code, only if that fails. */
int launch_become(const struct launch *l);

#endif
