/* source_page.c -- a file that is a page of HTML. */
#include "source_page.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mark.h"
#include "proto/page/page.h"
#include "proto/mem.h"

struct page_file {
	struct source base;
	int fd;
	char *key;
	bool done;
	struct stat st; /* as it was when it was read */
	struct page page;
	struct buf cursor;
};

/* One byte more than a page may have is enough to say so. */
static enum rc
read_all(int fd, struct buf *b)
{
	ssize_t n;

	do {
		size_t want = 64u << 10;

		n = pread(fd, buf_room(b, want), want, (off_t)b->n);
		if (n < 0 && errno != EINTR)
			return RC_IO;
		if (n > 0)
			b->n += (size_t)n;
	} while (n != 0 && b->n <= PAGE_MAX);
	return RC_OK;
}

static void
take(struct page_file *f, struct source_item *item)
{
	static const struct span none = { NULL, 0 };
	struct buf bytes = { 0 }, why = { 0 };
	enum rc rc = RC_IO;

	if (fstat(f->fd, &f->st) == 0)
		rc = read_all(f->fd, &bytes);
	if (rc == RC_IO)
		buf_printf(&why, "cannot be read: %s; check the disk",
		    strerror(errno));
	else
		rc = page_read(buf_span(&bytes), none, none, &f->page, &why);
	if (rc != RC_OK)
		source_refuse(&f->base, f->base.name, 0, "%s", buf_cstr(&why));
	item->has_article = rc == RC_OK;
	item->article = f->page.article;
	buf_free(&bytes);
	buf_free(&why);
}

static enum rc
page_file_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct page_file *f = (struct page_file *)s;
	struct mark m = { 0 };

	(void)now_ms;
	if (f->done)
		return RC_END;
	f->done = true;
	take(f, item);
	mark_look(&m, f->fd, &f->st, (uint64_t)f->st.st_size);
	mark_encode(&m, &f->cursor);
	item->key = f->key;
	item->cursor = buf_span(&f->cursor);
	return RC_OK;
}

static void
page_file_close(struct source *s)
{
	struct page_file *f = (struct page_file *)s;

	close(f->fd);
	free(f->key);
	page_free(&f->page);
	buf_free(&f->cursor);
}

static const struct source_ops ops = {
	.next = page_file_next,
	.close = page_file_close,
};

struct source *
source_page_file(
    int fd, const char *name, const char *key, const struct source_opts *o)
{
	struct page_file *f = source_new(sizeof(*f), &ops, name, o);

	f->fd = fd;
	f->key = mem_strdup(key);
	return &f->base;
}
