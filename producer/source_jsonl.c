/* source_jsonl.c -- article records, one JSON object a line. */
#include "source_jsonl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lines.h"
#include "proto/mem.h"
#include "proto/record.h"
#include "rawrecord.h"
#include "tell.h"

struct jsonl {
	struct source base;
	int fd;
	bool stream;
	char *key; /* NULL: no cursor */
	struct mark mark;
	struct lines lines;
	struct rawrecord *record;
	struct buf cursor, why;
	bool failed;
};

/* Fill in the cursor after the line just read. */
static void
move(struct jsonl *j, struct source_item *item)
{
	struct stat st;

	if (j->key == NULL)
		return;
	if (fstat(j->fd, &st) == 0)
		mark_look(&j->mark, j->fd, &st, j->lines.offset);
	buf_clear(&j->cursor);
	mark_encode(&j->mark, &j->cursor);
	item->key = j->key;
	item->cursor = buf_span(&j->cursor);
}

/* A line into an item: RC_AGAIN when there is nothing in it. */
static enum rc
take(struct jsonl *j, struct span line, struct source_item *item)
{
	size_t bom = j->lines.number == 1 ? tell_bom(line) : 0;
	enum rc rc;

	if (bom > 0)
		line = (struct span) { line.p + bom, line.n - bom };
	buf_clear(&j->why);
	rc = rawrecord_read(j->record, line, &item->article, &j->why);
	if (rc == RC_END)
		return RC_AGAIN;
	if (rc != RC_OK)
		source_refuse(&j->base, j->base.name, j->lines.number, "%s",
		    buf_cstr(&j->why));
	item->has_article = rc == RC_OK;
	move(j, item);
	return RC_OK;
}

static enum rc
too_long(struct jsonl *j, struct source_item *item)
{
	source_refuse(&j->base, j->base.name, j->lines.number,
	    "longer than %u MB; split the record, or leave out what is no "
	    "article text",
	    RECORD_LINE_MAX >> 20);
	move(j, item);
	return RC_OK;
}

static enum rc
cannot_read(struct jsonl *j)
{
	source_refuse(&j->base, j->base.name, j->lines.number + 1,
	    "cannot be read: %s; check the disk or the program that writes it",
	    strerror(errno));
	j->failed = true;
	return RC_END;
}

/* No whole line is left: what becomes of the rest? */
static enum rc
at_end(struct jsonl *j, struct span *line)
{
	if (!j->lines.eof)
		return RC_AGAIN;
	if (!j->stream && !j->base.opts.once)
		return RC_AGAIN;
	return lines_rest(&j->lines, line);
}

static enum rc
jsonl_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct jsonl *j = (struct jsonl *)s;
	struct span line = { NULL, 0 };
	enum rc rc = RC_AGAIN;

	(void)now_ms;
	if (j->failed)
		return RC_END;
	while (rc == RC_AGAIN) {
		rc = lines_next(&j->lines, &line);
		if (rc == RC_AGAIN && (rc = at_end(j, &line)) == RC_AGAIN)
			return RC_AGAIN;
		if (rc == RC_OK)
			rc = take(j, line, item);
		else if (rc == RC_TOOBIG)
			rc = too_long(j, item);
		else if (rc != RC_END)
			rc = cannot_read(j);
	}
	return rc;
}

static int
jsonl_fd(const struct source *s)
{
	const struct jsonl *j = (const struct jsonl *)s;

	return j->stream ? j->fd : -1;
}

static void
jsonl_close(struct source *s)
{
	struct jsonl *j = (struct jsonl *)s;

	close(j->fd);
	free(j->key);
	lines_free(&j->lines);
	rawrecord_free(j->record);
	buf_free(&j->cursor);
	buf_free(&j->why);
}

static const struct source_ops ops = {
	.next = jsonl_next,
	.fd = jsonl_fd,
	.close = jsonl_close,
};

static struct jsonl *
open_on(int fd, const char *name, uint64_t offset, const struct source_opts *o)
{
	struct jsonl *j = source_new(sizeof(*j), &ops, name, o);

	j->fd = fd;
	j->record = rawrecord_new(o->record_maps);
	lines_init(&j->lines, fd, offset, RECORD_LINE_MAX);
	return j;
}

struct source *
source_jsonl_stream(int fd, const char *name, const struct source_opts *o)
{
	struct jsonl *j = open_on(fd, name, 0, o);

	j->stream = true;
	return &j->base;
}

struct source *
source_jsonl_file(int fd, const char *name, const char *key,
    const struct mark *m, const struct source_opts *o)
{
	struct jsonl *j = open_on(fd, name, m->offset, o);

	j->key = mem_strdup(key);
	j->mark = *m;
	return &j->base;
}

uint64_t
source_jsonl_offset(const struct source *s)
{
	return ((const struct jsonl *)s)->lines.offset;
}
