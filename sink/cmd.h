/*
 * cmd.h -- a subcommand of claimwire: its face and what all of them share.
 * One file a subcommand, cmd_NAME.c, which exports one struct cmd; the table
 * of them is cli.c's, and the usage text is that table.
 */
#ifndef SINK_CMD_H
#define SINK_CMD_H

#include <stdbool.h>

#include "proto/role.h"
#include "query.h"
#include "table.h"

struct cmd_call;

struct cmd {
	const char *name;
	const char *usage; /* operands */
	const char *about; /* one line */
	const char *more;  /* further lines of --help; may be NULL */
	const struct role_option *option;
	int (*run)(const struct cmd_call *call); /* returns the exit code */
	/* A subcommand of another role: its program gets the line as it is. */
	const char *program;
};

/* A subcommand and what it was given. */
struct cmd_call {
	const struct cmd *cmd;
	const struct role_args *args;
};

extern const struct cmd cmd_run_face, cmd_demo_face, cmd_read_face,
    cmd_extract_face, cmd_compare_face, cmd_tail_face, cmd_top_face,
    cmd_claims_face, cmd_show_face, cmd_speakers_face, cmd_entities_face,
    cmd_search_face, cmd_trace_face, cmd_status_face, cmd_scale_face,
    cmd_drain_face, cmd_dead_face, cmd_sources_face, cmd_export_face,
    cmd_rebuild_face, cmd_reextract_face, cmd_backup_face, cmd_check_face,
    cmd_conf_face;

/* The value of an option: "" for a flag that was given, NULL: not given. */
const char *cmd_value(const struct cmd_call *call, const char *option);

/* Read a whole number of an option or operand; false when it is none or out
 * of range. */
bool cmd_number(const char *s, int64_t low, int64_t high, int64_t *n);

/* Say what is wrong and what to do, on standard error; returns code. */
int cmd_fail(const struct cmd_call *call, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Likewise for a question to the store that failed. */
int cmd_failed(const struct cmd_call *call, enum rc rc);

/* How far long work is, on standard error: a line that changes on a terminal,
 * else one now and then. */
struct cmd_ticks {
	const struct cmd_call *call;
	const char *what; /* "pages" */
	bool terminal, shown;
	int64_t shown_ms;
};

struct cmd_ticks cmd_ticks(const struct cmd_call *call, const char *what);
void cmd_tick(struct cmd_ticks *t, int64_t done, int64_t all);
void cmd_ticked(struct cmd_ticks *t); /* take the line away */

/* Say how many operands are wanted, unless there are as many: -1 to go on or
 * the exit code. */
int cmd_operands(const struct cmd_call *call, int least, int most);

/* Open the store for reading: -1 to go on or the exit code. */
int cmd_store(const struct cmd_call *call, struct query **q);

/* Likewise as its one writer, while no sink runs. */
struct store;
int cmd_writer(const struct cmd_call *call, struct store **s);

/* As cmd_store(), for who can do without: false when there is none yet, or
 * (having said why) when it cannot be read. */
bool cmd_try_store(const struct cmd_call *call, struct query **q);

/* Write to standard output.  False once nobody reads it any more: the rest
 * need not be made. */
bool cmd_write(struct span s);
/* The end of output: EXIT_DONE, or EXIT_OPEN when it could not be written. */
int cmd_end(const struct cmd_call *call);

/* A table on standard output, as wide as the terminal, or CSV (--csv). */
struct table *cmd_table(
    const struct cmd_call *call, const struct table_column *column, size_t n);

/* Does another process hold the lock DATA/name (role_lock())?  Nothing is
 * taken; its pid in *owner. */
bool cmd_is_locked(const struct conf *c, const char *name, long *owner);

/* How long to wait for an answer (ms) of who holds the lock DATA/name: not
 * long when nobody does, but who has just been started may yet take it. */
int cmd_patience(const struct conf *c, const char *name);

/* Ids as they stand in JSON, without its quotation marks: "c3", "c3,c4". */
void cmd_put_ids(struct buf *out, struct span json);

/* Options that every listing has. */
#define CMD_LIST_OPTIONS                                          \
	{ "json", NULL, "one JSON object a line" },               \
	    { "csv", NULL, "comma-separated values (RFC 4180)" }, \
	{                                                         \
		"limit", "N", "at most so many"                   \
	}

/* Fill *f from the filter options and --limit: -1 to go on or the exit
 * code. */
int cmd_filter(const struct cmd_call *call, struct query_filter *f);

/* Write the JSON that j's buf holds as a line, and clear it; as
 * cmd_write(). */
bool cmd_line(struct buf *json);

/* Is standard output read by a person? */
bool cmd_is_terminal(void);
/* Its cells a line; 0: it is none. */
unsigned cmd_width(void);

/* Does it get colours (--color)?  -1 to go on or the exit code. */
int cmd_colour(const struct cmd_call *call, bool *colour);
#define CMD_COLOUR_OPTION                                          \
	{                                                          \
		"color", "WHEN", "auto (default), always or never" \
	}

#endif
