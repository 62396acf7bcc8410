/* Any bytes as a file: told by its content, into records that are acceptable;
 * read a second time from its cursors, nothing is left. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "producer/mark.h"
#include "producer/source_feed.h"
#include "producer/source_jsonl.h"
#include "producer/source_text.h"
#include "producer/source_warc.h"
#include "producer/tell.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
ignore_refusal(void *arg, const struct source_refusal *r)
{
	(void)arg;
	if (r->what == NULL || *r->what == '\0')
		abort();
}

static void
check_item(const struct source_item *it)
{
	struct buf blob = { 0 };
	const char *why;

	if (!it->has_article)
		return;
	if (article_check(&it->article, &why) != RC_OK)
		abort();
	article_encode(&it->article, &blob);
	buf_free(&blob);
}

/* Read records from where m says; how far it came. */
static uint64_t
read_records(int fd, struct mark *m, const struct source_opts *o)
{
	struct source_item it;
	struct source *s;
	uint64_t end;

	if (lseek(fd, (off_t)m->offset, SEEK_SET) < 0)
		abort();
	s = source_jsonl_file(dup(fd), "fuzz", "key", m, o);
	while (source_next(s, 0, &it) == RC_OK) {
		check_item(&it);
		if (mark_decode(it.cursor, m) != RC_OK)
			abort();
	}
	end = source_jsonl_offset(s);
	source_close(s);
	return end;
}

static void
read_text(int fd, const struct source_opts *o)
{
	struct source base = { .opts = *o };
	struct source_item it = { .key = NULL };
	struct buf text = { 0 };

	if (source_text_read(&base, fd, "fuzz", &text, &it) != RC_OK)
		abort();
	check_item(&it);
	buf_free(&text);
}

static void
read_parts(struct source *s)
{
	struct source_item it;
	struct mark m;

	while (source_next(s, 0, &it) == RC_OK) {
		check_item(&it);
		if (it.key != NULL && mark_decode(it.cursor, &m) != RC_OK)
			abort();
	}
	source_close(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct source_opts o = { .once = true, .refuse = ignore_refusal };
	const struct span head = { (const char *)p,
		n < TELL_HEAD ? n : TELL_HEAD };
	struct mark m = { 0 };
	const char *why;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	switch (tell_kind(head, &why)) {
	case TELL_RECORDS:
		if (read_records(fd, &m, &o) != n ||
		    read_records(fd, &m, &o) != n)
			abort();
		break;
	case TELL_TEXT:
		read_text(fd, &o);
		break;
	case TELL_FEED:
		read_parts(source_feed_file(dup(fd), "fuzz", "key", &o));
		break;
	case TELL_ARCHIVE:
		read_parts(source_warc_file(dup(fd), "fuzz", "key", &m, &o));
		break;
	case TELL_EMPTY:
	case TELL_OTHER:
		break;
	}
	close(fd);
	return 0;
}
