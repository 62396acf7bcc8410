/* source_file.c -- a regular file, told by its content. */
#include "source_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/clock.h"
#include "proto/mem.h"
#include "source_feed.h"
#include "source_jsonl.h"
#include "source_page.h"
#include "source_text.h"
#include "source_warc.h"
#include "tell.h"

#define NEVER INT64_MAX

struct file {
	struct source base;
	bool follow, done;
	char *key;
	struct source *records; /* open as JSON Lines */
	struct source *parts;   /* open as something that is read once */
	struct mark mark;
	struct buf text, cursor;
	int64_t wake;       /* when to look again */
	int64_t busy_since; /* NEVER: nobody was seen writing it */
};

static char *
key_of(const char *path)
{
	char *real = realpath(path, NULL);
	struct buf b = { 0 };
	char *key;

	buf_printf(&b, "file:%s", real != NULL ? real : path);
	key = mem_strdup(buf_cstr(&b));
	buf_free(&b);
	free(real);
	return key;
}

/* Does any process have it open for writing? */
static bool
being_written(int fd, const struct stat *st)
{
	int64_t age;

	/* a writer that comes while we hold the lease is told by a signal:
	 * let it be one that is ignored */
	fcntl(fd, F_SETSIG, SIGURG);
	if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
		fcntl(fd, F_SETLEASE, F_UNLCK);
		return false;
	}
	if (errno == EAGAIN)
		return true;
	age = clock_wall_ms() - (int64_t)st->st_mtim.tv_sec * 1000;
	return age >= 0 && age < SOURCE_FILE_QUIET_MS;
}

/* What the spool remembers of it, if anything. */
static bool
recall(struct file *f, struct mark *m)
{
	struct buf b = { 0 };
	bool known = f->base.opts.cursor != NULL &&
	    f->base.opts.cursor(f->base.opts.arg, f->key, &b) == RC_OK &&
	    mark_decode(buf_span(&b), m) == RC_OK;

	buf_free(&b);
	return known;
}

/* All of it is dealt with: an item that says so, or takes part in one. */
static void
move_to_end(
    struct file *f, int fd, const struct stat *st, struct source_item *item)
{
	mark_look(&f->mark, fd, st, (uint64_t)st->st_size);
	buf_clear(&f->cursor);
	mark_encode(&f->mark, &f->cursor);
	item->key = f->key;
	item->cursor = buf_span(&f->cursor);
	f->done = true;
}

/* Somebody writes it: look again soon; with --once not without end. */
static enum rc
wait_for_writer(struct file *f, int64_t now_ms)
{
	if (f->busy_since == NEVER)
		f->busy_since = now_ms;
	f->wake = now_ms + SOURCE_FILE_BUSY_MS;
	if (!f->base.opts.once || now_ms - f->busy_since < SOURCE_WRITE_MS)
		return RC_AGAIN;
	source_refuse(&f->base, f->base.name, 0,
	    "still being written; give it again when it is complete");
	f->done = true;
	return RC_END;
}

static enum rc
read_text(struct file *f, int fd, const struct stat *st, int64_t now_ms,
    struct source_item *item)
{
	enum rc rc = RC_AGAIN;

	if (!being_written(fd, st))
		rc = source_text_read(
		    &f->base, fd, f->base.name, &f->text, item);
	if (rc == RC_AGAIN)
		return wait_for_writer(f, now_ms);
	move_to_end(f, fd, st, item);
	return RC_OK;
}

static enum rc
nothing_yet(struct file *f, int64_t now_ms)
{
	if (f->base.opts.once) {
		source_refuse(&f->base, f->base.name, 0,
		    "empty; there is nothing to read in it");
		f->done = true;
		return RC_END;
	}
	if (!f->follow) { /* somebody will say when there is something */
		f->done = true;
		return RC_END;
	}
	f->wake = now_ms + SOURCE_LOOK_MS;
	return RC_AGAIN;
}

/* From where the cursor says; fd is taken. */
static void
open_records(struct file *f, int fd, const struct stat *st, bool known)
{
	uint64_t offset = known ? mark_resume(&f->mark, fd, st) : 0;

	if (offset == 0)
		memset(&f->mark, 0, sizeof(f->mark));
	mark_look(&f->mark, fd, st, offset);
	if (lseek(fd, (off_t)offset, SEEK_SET) < 0)
		f->mark.offset = 0;
	f->records = source_jsonl_file(
	    fd, f->base.name, f->key, &f->mark, &f->base.opts);
}

/* What is read once, part after part; fd is taken. */
static enum rc
open_parts(struct file *f, int fd, const struct stat *st, bool known,
    enum tell_kind kind)
{
	if (known && mark_done(&f->mark, st)) {
		f->done = true;
		return RC_END;
	}
	if (kind == TELL_ARCHIVE) {
		uint64_t offset = known ? mark_resume(&f->mark, fd, st) : 0;

		memset(&f->mark, 0, sizeof(f->mark));
		mark_look(&f->mark, fd, st, offset);
		f->parts = source_warc_file(
		    fd, f->base.name, f->key, &f->mark, &f->base.opts);
	} else if (kind == TELL_PAGE)
		f->parts = source_page_file(
		    fd, f->base.name, f->key, &f->base.opts);
	else
		f->parts = source_feed_file(
		    fd, f->base.name, f->key, &f->base.opts);
	return RC_OK;
}

static enum rc
refuse_kind(struct file *f, int fd, const struct stat *st, const char *why,
    struct source_item *item)
{
	source_refuse(&f->base, f->base.name, 0, "%s", why);
	memset(&f->mark, 0, sizeof(f->mark));
	move_to_end(f, fd, st, item);
	return RC_OK;
}

/*
 * Tell what it is and begin.  fd is closed unless it was taken, which
 * f->records or f->parts says.  RC_OK without either: item is filled.
 */
static enum rc
begin(struct file *f, int fd, const struct stat *st, int64_t now_ms,
    struct source_item *item)
{
	char head[TELL_HEAD];
	ssize_t n = pread(fd, head, sizeof(head), 0);
	bool known = recall(f, &f->mark);
	const char *why = NULL;
	enum tell_kind kind;

	if (n < 0)
		return refuse_kind(f, fd, st, strerror(errno), item);
	if (known && mark_done(&f->mark, st) &&
	    (!f->follow || f->base.opts.once)) {
		f->done = true;
		return RC_END;
	}
	kind = tell_kind((struct span) { head, (size_t)n }, &why);
	switch (kind) {
	case TELL_EMPTY:
		return nothing_yet(f, now_ms);
	case TELL_RECORDS:
		open_records(f, fd, st, known);
		return RC_OK;
	case TELL_FEED:
	case TELL_PAGE:
	case TELL_ARCHIVE:
		if (being_written(fd, st))
			return wait_for_writer(f, now_ms);
		return open_parts(f, fd, st, known, kind);
	case TELL_OTHER:
		break;
	case TELL_TEXT:
		if (known && mark_done(&f->mark, st)) {
			f->done = true;
			return RC_END;
		}
		memset(&f->mark, 0, sizeof(f->mark));
		return read_text(f, fd, st, now_ms, item);
	}
	return refuse_kind(f, fd, st, why, item);
}

static enum rc
cannot_open(struct file *f)
{
	f->done = true;
	/* it went between being seen and being opened */
	if (errno == ENOENT && !f->follow)
		return RC_END;
	source_refuse(&f->base, f->base.name, 0,
	    "cannot be opened: %s; check its permissions", strerror(errno));
	return RC_END;
}

static enum rc
open_file(struct file *f, int64_t now_ms, struct source_item *item)
{
	int fd = open(
	    f->base.name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	enum rc rc;

	if (fd < 0)
		return cannot_open(f);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		f->done = true;
		return RC_END;
	}
	rc = begin(f, fd, &st, now_ms, item);
	if (f->records == NULL && f->parts == NULL)
		close(fd);
	return rc;
}

/* At the end of a followed file: is it still the one at that path? */
static bool
was_replaced(const struct file *f)
{
	struct stat st;

	return stat(f->base.name, &st) == 0 &&
	    (st.st_dev != f->mark.dev || st.st_ino != f->mark.ino ||
		(uint64_t)st.st_size < source_jsonl_offset(f->records));
}

static enum rc
read_records(struct file *f, int64_t now_ms, struct source_item *item)
{
	enum rc rc = source_next(f->records, now_ms, item);

	if (rc == RC_OK)
		return rc;
	if (rc == RC_AGAIN && f->follow) {
		f->wake = now_ms + SOURCE_LOOK_MS;
		if (!was_replaced(f))
			return rc;
		source_close(f->records);
		f->records = NULL;
		return open_file(f, now_ms, item);
	}
	f->done = true;
	return RC_END;
}

static enum rc
read_parts(struct file *f, int64_t now_ms, struct source_item *item)
{
	enum rc rc = source_next(f->parts, now_ms, item);

	f->done = rc == RC_END;
	return rc;
}

static enum rc
file_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct file *f = (struct file *)s;
	enum rc rc = RC_OK;

	if (f->done)
		return RC_END;
	f->wake = NEVER;
	if (f->records == NULL && f->parts == NULL)
		rc = open_file(f, now_ms, item);
	if (rc == RC_OK && f->parts != NULL)
		return read_parts(f, now_ms, item);
	if (rc == RC_OK && f->records != NULL)
		rc = read_records(f, now_ms, item);
	return rc;
}

static int64_t
file_wake(const struct source *s)
{
	return ((const struct file *)s)->wake;
}

static void
file_close(struct source *s)
{
	struct file *f = (struct file *)s;

	source_close(f->records);
	source_close(f->parts);
	free(f->key);
	buf_free(&f->text);
	buf_free(&f->cursor);
}

static const struct source_ops ops = {
	.next = file_next,
	.wake = file_wake,
	.close = file_close,
};

struct source *
source_file_open(const char *path, bool follow, const struct source_opts *o)
{
	struct file *f = source_new(sizeof(*f), &ops, path, o);

	f->follow = follow;
	f->key = key_of(path);
	f->wake = f->busy_since = NEVER;
	return &f->base;
}
