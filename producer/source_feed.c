/* source_feed.c -- a feed file as articles. */
#include "source_feed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mark.h"
#include "proto/mem.h"

struct feed_file {
	struct source base;
	int fd;
	char *key;
	bool read, done;
	struct stat st; /* as it was when it was read */
	struct newsfeed feed;
	size_t next;
	struct buf cursor;
};

static enum rc
read_all(int fd, struct buf *b)
{
	ssize_t n;

	do {
		size_t want = 64u << 10;

		if (b->n > NEWSFEED_MAX)
			return RC_TOOBIG;
		n = pread(fd, buf_room(b, want), want, (off_t)b->n);
		if (n < 0 && errno != EINTR)
			return RC_IO;
		if (n > 0)
			b->n += (size_t)n;
	} while (n != 0);
	return RC_OK;
}

void
source_feed_complain(
    const struct source *s, const char *name, const struct newsfeed *f)
{
	if (f->cut)
		source_refuse(s, name, (uint64_t)f->line,
		    "the feed ends within an entry, which is left out; the "
		    "others are read");
	if (f->n == NEWSFEED_ENTRIES_MAX)
		source_refuse(s, name, 0,
		    "more than %u entries, the rest is left out; split it",
		    NEWSFEED_ENTRIES_MAX);
}

/* Read and understand it; what it lacks is refused. */
static void
open_feed(struct feed_file *f)
{
	struct buf bytes = { 0 }, why = { 0 };
	enum rc rc = RC_IO;

	if (fstat(f->fd, &f->st) == 0)
		rc = read_all(f->fd, &bytes);
	if (rc == RC_IO)
		buf_printf(&why, "cannot be read: %s; check the disk",
		    strerror(errno));
	else
		rc = newsfeed_read(buf_span(&bytes), (struct span) { NULL, 0 },
		    (struct span) { NULL, 0 }, &f->feed, &why);
	if (rc != RC_OK)
		source_refuse(&f->base, f->base.name, 0, "%s", buf_cstr(&why));
	else
		source_feed_complain(&f->base, f->base.name, &f->feed);
	buf_free(&bytes);
	buf_free(&why);
	f->read = true;
}

void
source_feed_item(const struct source *s, const char *name,
    const struct newsfeed *f, size_t i, struct source_item *item)
{
	const struct newsfeed_entry *e = &f->entry[i];
	const char *why = NULL;

	item->article = e->article;
	item->has_article = article_check(&item->article, &why) == RC_OK;
	if (!item->has_article)
		source_refuse(
		    s, name, (uint64_t)e->line, "entry %zu: %s", i + 1, why);
}

/* All of it is dealt with. */
static void
move_to_end(struct feed_file *f, struct source_item *item)
{
	struct mark m = { 0 };

	f->done = true;
	if (f->key == NULL)
		return;
	mark_look(&m, f->fd, &f->st, (uint64_t)f->st.st_size);
	buf_clear(&f->cursor);
	mark_encode(&m, &f->cursor);
	item->key = f->key;
	item->cursor = buf_span(&f->cursor);
}

static enum rc
feed_file_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct feed_file *f = (struct feed_file *)s;

	(void)now_ms;
	if (f->done)
		return RC_END;
	if (!f->read)
		open_feed(f);
	if (f->next < f->feed.n)
		source_feed_item(s, s->name, &f->feed, f->next++, item);
	if (f->next == f->feed.n)
		move_to_end(f, item);
	return RC_OK;
}

static void
feed_file_close(struct source *s)
{
	struct feed_file *f = (struct feed_file *)s;

	close(f->fd);
	free(f->key);
	newsfeed_free(&f->feed);
	buf_free(&f->cursor);
}

static const struct source_ops ops = {
	.next = feed_file_next,
	.close = feed_file_close,
};

struct source *
source_feed_file(
    int fd, const char *name, const char *key, const struct source_opts *o)
{
	struct feed_file *f = source_new(sizeof(*f), &ops, name, o);

	f->fd = fd;
	f->key = mem_strdup(key);
	return &f->base;
}
