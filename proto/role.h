/*
 * role.h -- the life of a program: options, configuration, logging, signals,
 * control socket, exit codes; the same for every role and the command.
 *
 *   parse -> open -> loop -> drain -> close
 *
 * SIGTERM and SIGINT set a flag that the loop sees (a pipe wakes the poll); a
 * second one exits at once.  SIGPIPE is ignored.
 */
#ifndef PROTO_ROLE_H
#define PROTO_ROLE_H

#include <stdbool.h>

#include "bus.h"
#include "conf.h"
#include "ctl.h"
#include "hash.h"

/* One long option of a program, beside the common ones (--data, -c, -o,
 * --help, --version). */
struct role_option {
	const char *name;  /* "once" */
	const char *value; /* name of its value in the help, or NULL: a flag */
	const char *help;
};

/* A program's face: what --help prints, what is accepted. */
struct role_face {
	const char *program;              /* "claimwire-producer" */
	const char *usage;                /* "[SOURCE...]" */
	const char *about;                /* a line or several, what it does */
	const struct role_option *option; /* ended by name NULL; may be NULL */
};

#define ROLE_OPTIONS_MAX 32

/* What was parsed. */
struct role_args {
	struct conf *conf;
	const char
	    *value[ROLE_OPTIONS_MAX]; /* by index in face->option; "" for
					 a flag that was given, else NULL */
	char **rest; /* operands, NULL-terminated; borrowed from argv */
	int n_rest;
};

/*
 * Parse argv.  Returns -1 to go on, else the exit code (help and version were
 * printed: 0; usage: 1; configuration: 2), with everything freed.  Options
 * may stand among operands; "--" ends them.
 */
int role_parse(
    const struct role_face *face, int argc, char **argv, struct role_args *a);
void role_args_free(struct role_args *a);

/* mkdir -p: 0, or -1 and errno.  Folders that are made are ours alone, 0700. */
int role_make_folders(const char *path);

/* Make the data folder (and DATA/run, 0700); log_init() from conf; signals.
 * Returns -1 to go on or an exit code, having said why. */
int role_start(const char *role, const struct conf *c);

/* Was a stop asked for? */
bool role_stopping(void);
/* A descriptor that is readable once it was; for bus_wait(). */
int role_stop_fd(void);

/*
 * An exclusive lock on the file DATA/name, held until the process ends: one
 * sink a store, one producer a spool.  RC_LOCKED when another process has
 * it, with its pid in *owner.
 */
MUST_USE enum rc role_lock(const struct conf *c, const char *name, long *owner);

/*
 * Ask the role whose control socket is DATA/run/name.ctl; its answer's text
 * is appended to out.  RC_PEER after timeout_ms without an answer.
 */
MUST_USE enum rc role_ask(const struct conf *c, const char *name,
    const struct ctl_ask *ask, int timeout_ms, unsigned *code, struct buf *out);

/*
 * Serve the messages that wait at a control socket, 1000 at most, so that many
 * of somebody else's hold up nobody: handle() fills *code and appends the
 * text.  Malformed questions are answered with code 1.
 */
typedef void role_handle_fn(
    void *arg, const struct ctl_ask *ask, unsigned *code, struct buf *text);
void role_serve(struct bus_sock *ctl, role_handle_fn *handle, void *arg);

/* The path of another program of this build: conf "programs", else beside
 * this executable.  RC_NOENT when it is not there. */
MUST_USE enum rc role_program(
    const struct conf *c, const char *program, char *out, size_t cap);

/* The secret that producer and sink share, DATA/key (0600), made by whoever
 * comes first. */
MUST_USE enum rc role_key(
    const struct conf *c, struct hash_key *key, struct buf *why);

/* What --version prints; also found.engine's suffix. */
#define ROLE_VERSION "0.1.0"

#endif
