/* source_warc.c -- a web archive as articles. */
#include "source_warc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "httpbody.h"
#include "proto/page/page.h"
#include "proto/mem.h"
#include "proto/page/recode.h"
#include "warc.h"

struct archive {
	struct source base;
	int fd;
	char *key;
	struct mark mark;
	struct warc *warc;
	struct buf decoded, text, cursor;
	struct page page; /* of the item given out last */
	uint64_t pages;   /* of HTML without an article */
	bool failed, ended;
};

/* What a record holds, once the layers around it are taken off. */
struct content {
	struct span type, charset, body;
};

static bool
is_type(struct span s, const char *type)
{
	return s.n == strlen(type) && strncasecmp(s.p, type, s.n) == 0;
}

static bool
is_page(struct span type)
{
	return is_type(type, "text/html") ||
	    is_type(type, "application/xhtml+xml");
}

/* The content of a record that may be an article; false: it is none.  *whole:
 * it has all that the server said. */
static bool
open_record(struct archive *a, const struct warc_record *r, struct content *c,
    bool *whole)
{
	struct httpbody h;

	*c = (struct content) { r->content, r->charset, r->block };
	*whole = false;
	if (r->type == WARC_OTHER)
		return false;
	if (r->type == WARC_RESPONSE) {
		if (httpbody_read(r->block, &a->decoded, &h) != RC_OK)
			return false;
		*c = (struct content) { h.type, h.charset, h.body };
		*whole = h.whole;
		if (h.status != 200)
			return false;
	}
	return c->body.n > 0;
}

static void
take_text(struct archive *a, const struct warc_record *r,
    const struct content *c, uint64_t at, struct source_item *item)
{
	static const struct span utf8 = SPAN("utf-8");
	struct span set = c->charset.p != NULL ? c->charset : utf8;
	const char *why = NULL;

	buf_clear(&a->text);
	if (recode_utf8(set, c->body, &a->text) != RC_OK &&
	    recode_utf8(utf8, c->body, &a->text) != RC_OK)
		return;
	item->article.url = r->url;
	item->article.text = buf_span(&a->text);
	item->has_article = article_check(&item->article, &why) == RC_OK;
	if (!item->has_article)
		source_refuse(&a->base, a->base.name, 0, "byte offset %llu: %s",
		    (unsigned long long)at, why);
}

/* A crawl holds pages of all kinds: those without an article are counted. */
static void
take_page(struct archive *a, const struct warc_record *r,
    const struct content *c, struct source_item *item)
{
	struct buf why = { 0 };
	const char *wrong = NULL;

	if (page_read(c->body, c->charset, r->url, &a->page, &why) == RC_OK) {
		item->article = a->page.article;
		item->article.url = r->url;
		item->has_article = article_check(&item->article, &wrong) ==
		    RC_OK;
	}
	a->pages += !item->has_article;
	buf_free(&why);
}

static void
take(struct archive *a, const struct warc_record *r, uint64_t at,
    struct source_item *item)
{
	struct content c;
	bool whole, open = open_record(a, r, &c, &whole);

	/* recorders that mended line ends got a length wrong */
	if (r->cut && !whole) {
		source_refuse(&a->base, a->base.name, 0,
		    "byte offset %llu: the record is cut: the file ends in its "
		    "block",
		    (unsigned long long)at);
		return;
	}
	if (!open)
		return;
	if (is_page(c.type))
		take_page(a, r, &c, item);
	else if (is_type(c.type, "text/plain") && r->type != WARC_RESOURCE)
		take_text(a, r, &c, at, item);
}

/* Fill in the cursor: all before offset, or the file's end, is read. */
static void
move(struct archive *a, uint64_t offset, struct source_item *item)
{
	struct stat st;

	if (fstat(a->fd, &st) == 0)
		mark_look(&a->mark, a->fd, &st,
		    offset < (uint64_t)st.st_size ? offset
						  : (uint64_t)st.st_size);
	buf_clear(&a->cursor);
	mark_encode(&a->mark, &a->cursor);
	item->key = a->key;
	item->cursor = buf_span(&a->cursor);
}

/* At the end: what was not read, and that it is done with. */
static enum rc
finish(struct archive *a, struct source_item *item)
{
	if (a->ended)
		return RC_END;
	if (a->pages > 0)
		source_refuse(&a->base, a->base.name, 0,
		    "%llu pages without an article's text were passed over",
		    (unsigned long long)a->pages);
	a->ended = true;
	move(a, UINT64_MAX, item);
	return RC_OK;
}

static enum rc
archive_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct archive *a = (struct archive *)s;
	const char *why = NULL;
	struct warc_record r;
	uint64_t at;
	enum rc rc;

	(void)now_ms;
	if (a->failed)
		return RC_END;
	rc = warc_next(a->warc, &r, &at, &why);
	if (rc == RC_END)
		return finish(a, item);
	if (rc == RC_IO) {
		source_refuse(s, s->name, 0,
		    "cannot be read: %s; check the disk", strerror(errno));
		a->failed = true;
		return RC_END;
	}
	if (rc == RC_REFUSED)
		source_refuse(s, s->name, 0, "byte offset %llu: %s",
		    (unsigned long long)at, why);
	else
		take(a, &r, at, item);
	move(a, warc_offset(a->warc), item);
	return RC_OK;
}

static void
archive_close(struct source *s)
{
	struct archive *a = (struct archive *)s;

	warc_close(a->warc);
	close(a->fd);
	free(a->key);
	page_free(&a->page);
	buf_free(&a->decoded);
	buf_free(&a->text);
	buf_free(&a->cursor);
}

static const struct source_ops ops = {
	.next = archive_next,
	.close = archive_close,
};

struct source *
source_warc_file(int fd, const char *name, const char *key,
    const struct mark *m, const struct source_opts *o)
{
	struct archive *a = source_new(sizeof(*a), &ops, name, o);

	a->fd = fd;
	a->key = mem_strdup(key);
	a->mark = *m;
	a->warc = warc_open(fd, m->offset);
	return &a->base;
}
