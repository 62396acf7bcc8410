/* cmd.c -- what the subcommands share. */
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "progress.h"
#include "proto/clock.h"
#include "sieve.h"
#include "store.h"
#include "term.h"

#define NARROW 40 /* cells; tables take WIDE there */
#define WIDE   80

const char *
cmd_value(const struct cmd_call *call, const char *option)
{
	const struct role_option *o = call->cmd->option;

	for (size_t i = 0; o != NULL && o[i].name != NULL; i++)
		if (strcmp(o[i].name, option) == 0)
			return call->args->value[i];
	return NULL;
}

bool
cmd_number(const char *s, int64_t low, int64_t high, int64_t *n)
{
	char *end;
	long long v;

	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno != 0 || end == s || *end != '\0' || v < low || v > high)
		return false;
	*n = v;
	return true;
}

int
cmd_fail(const struct cmd_call *call, int code, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "claimwire %s: ", call->cmd->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return code;
}

int
cmd_failed(const struct cmd_call *call, enum rc rc)
{
	return cmd_fail(call, EXIT_OPEN,
	    "the store could not be read: %s; `claimwire check` tells more",
	    rc_text(rc));
}

struct cmd_ticks
cmd_ticks(const struct cmd_call *call, const char *what)
{
	return (struct cmd_ticks) { .call = call,
		.what = what,
		.terminal = isatty(STDERR_FILENO) == 1,
		.shown_ms = clock_mono_ms() };
}

void
cmd_tick(struct cmd_ticks *t, int64_t done, int64_t all)
{
	int64_t now = clock_mono_ms();

	if (now - t->shown_ms <
	    (t->terminal ? PROGRESS_BAR_MS : PROGRESS_LINE_MS))
		return;
	t->shown_ms = now;
	t->shown = true;
	fprintf(stderr, "%sclaimwire %s: %" PRId64 " of %" PRId64 " %s%s",
	    t->terminal ? "\r" : "", t->call->cmd->name, done, all, t->what,
	    t->terminal ? "\033[K" : "\n");
}

void
cmd_ticked(struct cmd_ticks *t)
{
	if (t->shown && t->terminal)
		fputs("\r\033[K", stderr);
}

int
cmd_operands(const struct cmd_call *call, int least, int most)
{
	int n = call->args->n_rest;

	if (n >= least && n <= most)
		return -1;
	return cmd_fail(call, EXIT_USAGE, "usage: claimwire %s %s",
	    call->cmd->name, call->cmd->usage);
}

int
cmd_store(const struct cmd_call *call, struct query **q)
{
	struct buf why = { 0 };
	char path[PATH_MAX];
	enum rc rc;
	int code = -1;

	if (conf_path(call->args->conf, "claims.db", path, sizeof path) !=
	    RC_OK)
		return cmd_fail(call, EXIT_CONF,
		    "the data folder's path is too long; use a shorter one");
	rc = query_open(path, q, &why);
	if (rc == RC_NOENT)
		code = cmd_fail(call, EXIT_OPEN,
		    "there is no store at %s yet; `claimwire run SOURCE` makes "
		    "one, --data DIR looks elsewhere",
		    path);
	else if (rc != RC_OK)
		code = cmd_fail(call, EXIT_OPEN, "%s",
		    why.n > 0 ? buf_cstr(&why) : rc_text(rc));
	buf_free(&why);
	return code;
}

int
cmd_writer(const struct cmd_call *call, struct store **s)
{
	const struct conf *c = call->args->conf;
	char path[PATH_MAX] = "claims.db";
	struct store_opts o = { .path = path };
	struct buf why = { 0 };
	long owner = 0;
	int code = -1;

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
	if (store_open(&o, s, &why) != RC_OK)
		code = cmd_fail(call, EXIT_OPEN, "%s", buf_cstr(&why));
	buf_free(&why);
	return code;
}

bool
cmd_try_store(const struct cmd_call *call, struct query **q)
{
	char path[PATH_MAX];

	if (conf_path(call->args->conf, "claims.db", path, sizeof path) ==
		RC_OK &&
	    access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return false;
	return cmd_store(call, q) < 0;
}

bool
cmd_write(struct span s)
{
	return s.n == 0 || fwrite(s.p, 1, s.n, stdout) == s.n;
}

int
cmd_end(const struct cmd_call *call)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_DONE;
	if (errno == EPIPE) /* the reader has had enough: `head` */
		return EXIT_DONE;
	return cmd_fail(
	    call, EXIT_OPEN, "standard output: %s", strerror(errno));
}

bool
cmd_is_terminal(void)
{
	return isatty(STDOUT_FILENO) == 1;
}

bool
cmd_is_locked(const struct conf *c, const char *name, long *owner)
{
	char path[PATH_MAX], text[32] = "";
	bool locked = false;
	int fd;

	if (conf_path(c, name, path, sizeof path) != RC_OK)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (flock(fd, LOCK_SH | LOCK_NB) != 0) {
		locked = errno == EWOULDBLOCK;
		if (pread(fd, text, sizeof text - 1, 0) > 0)
			*owner = strtol(text, NULL, 10);
	}
	close(fd);
	return locked;
}

int
cmd_patience(const struct conf *c, const char *name)
{
	long owner = 0;

	return cmd_is_locked(c, name, &owner) ? 5000 : 1000;
}

unsigned
cmd_width(void)
{
	unsigned width, height;

	if (!cmd_is_terminal())
		return 0;
	term_size(STDOUT_FILENO, &width, &height);
	return width;
}

static void
write_lines(void *arg, struct span lines)
{
	(void)arg;
	cmd_write(lines);
}

struct table *
cmd_table(
    const struct cmd_call *call, const struct table_column *column, size_t n)
{
	bool csv = cmd_value(call, "csv") != NULL;
	unsigned width = csv ? 0 : cmd_width();

	if (width > 0 && width < NARROW)
		width = WIDE; /* nothing would be left of any cell */
	return table_new(
	    csv ? TABLE_CSV : TABLE_TEXT, width, column, n, write_lines, NULL);
}

static int
read_limit(const struct cmd_call *call, struct query_filter *f)
{
	const char *limit = cmd_value(call, "limit");
	int64_t n = 0;

	if (limit != NULL && !cmd_number(limit, 1, UINT32_MAX, &n))
		return cmd_fail(call, EXIT_USAGE,
		    "--limit: a whole number from 1, not \"%s\"", limit);
	f->limit = (uint32_t)n;
	return -1;
}

int
cmd_filter(const struct cmd_call *call, struct query_filter *f)
{
	const struct role_option *o = call->cmd->option;
	struct buf why = { 0 };
	int code = -1;

	for (size_t i = 0; code < 0 && o[i].name != NULL; i++) {
		const char *v = call->args->value[i];

		if (v != NULL && sieve_set(f, o[i].name, v, &why) == RC_REFUSED)
			code = cmd_fail(call, EXIT_USAGE,
			    "--%s: %s, not \"%s\"", o[i].name, buf_cstr(&why),
			    v);
	}
	buf_free(&why);
	return code >= 0 ? code : read_limit(call, f);
}

bool
cmd_line(struct buf *json)
{
	bool ok;

	buf_append(json, "\n", 1);
	ok = cmd_write(buf_span(json));
	buf_clear(json);
	return ok;
}

void
cmd_put_ids(struct buf *out, struct span json)
{
	for (size_t i = 0; i < json.n; i++)
		if (strchr("[]\"", json.p[i]) == NULL)
			buf_append(out, &json.p[i], 1);
}

int
cmd_colour(const struct cmd_call *call, bool *colour)
{
	const char *when = cmd_value(call, "color");

	if (term_colour(when, cmd_is_terminal(), colour))
		return -1;
	return cmd_fail(call, EXIT_USAGE,
	    "--color: auto, always or never, not \"%s\"", when);
}
