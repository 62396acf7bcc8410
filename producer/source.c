/* source.c -- which kind of source an operand is. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/mem.h"
#include "source_dir.h"
#include "source_file.h"
#include "source_jsonl.h"
#include "source_list.h"
#include "source_web.h"

static enum rc
open_stdin(const struct source_opts *o, struct source **s, struct buf *why)
{
	int fd = dup(STDIN_FILENO);

	if (fd < 0) {
		buf_printf(why,
		    "standard input is closed; name a file or "
		    "give it something to read");
		return RC_IO;
	}
	*s = source_jsonl_stream(fd, "-", o);
	return RC_OK;
}

/* A pipe or a device, such as /dev/fd/63 of a shell's <(...). */
static enum rc
open_stream(const char *path, const struct source_opts *o, struct source **s,
    struct buf *why)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		buf_printf(why, "cannot open %s: %s", path, strerror(errno));
		return RC_IO;
	}
	*s = source_jsonl_stream(fd, path, o);
	return RC_OK;
}

enum rc
source_open(const char *operand, const struct source_opts *o, struct source **s,
    struct buf *why)
{
	struct stat st;

	if (strcmp(operand, "-") == 0)
		return open_stdin(o, s, why);
	if (source_web_is_address(operand)) {
		if (o->web != NULL) {
			*s = source_web_open(&operand, 1, o);
			return RC_OK;
		}
		buf_printf(why,
		    "%s is an address, and this reads none; save "
		    "what is there as a file",
		    operand);
		return RC_REFUSED;
	}
	if (o->web != NULL && source_list_is(operand)) {
		*s = source_web_open(NULL, 0, o);
		source_list_add(operand, *s);
		return RC_OK;
	}
	if (stat(operand, &st) != 0) {
		enum rc rc = errno == ENOENT ? RC_NOENT : RC_IO;

		buf_printf(
		    why, "cannot open %s: %s; ", operand, strerror(errno));
		buf_puts(why,
		    strstr(operand, "://") != NULL
			? "of addresses http:// and https:// are read"
			: "check the path and its permissions");
		return rc;
	}
	if (S_ISDIR(st.st_mode))
		return source_dir_open(operand, o, s, why);
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		return open_stream(operand, o, s, why);
	if (!S_ISREG(st.st_mode)) {
		buf_printf(why,
		    "%s is neither a file nor a folder; give \"-\" to read "
		    "standard input",
		    operand);
		return RC_REFUSED;
	}
	*s = source_file_open(operand, true, o);
	return RC_OK;
}

enum rc
source_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	memset(item, 0, sizeof(*item));
	return s->ops->next(s, now_ms, item);
}

int
source_fd(const struct source *s)
{
	return s->ops->fd != NULL ? s->ops->fd(s) : -1;
}

int64_t
source_wake(const struct source *s)
{
	return s->ops->wake != NULL ? s->ops->wake(s) : INT64_MAX;
}

const char *
source_name(const struct source *s)
{
	return s->name;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	s->ops->close(s);
	free(s->name);
	free(s);
}

void *
source_new(size_t size, const struct source_ops *ops, const char *name,
    const struct source_opts *o)
{
	struct source *s = mem_zalloc(size);

	s->ops = ops;
	s->name = mem_strdup(name);
	s->opts = *o;
	return s;
}

void
source_refuse(const struct source *s, const char *file, uint64_t line,
    const char *fmt, ...)
{
	struct source_refusal r = { .file = file, .line = line };
	char *what = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		abort();
	va_end(ap);
	r.what = what;
	s->opts.refuse(s->opts.arg, &r);
	free(what);
}
