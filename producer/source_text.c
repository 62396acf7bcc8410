/* source_text.c -- a text file that is one article. */
#include "source_text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "headerlines.h"
#include "proto/utf8.h"
#include "tell.h"

/* The whole file, if it is within the limit. */
static enum rc
read_all(int fd, struct buf *buf)
{
	ssize_t n;

	buf_clear(buf);
	do {
		size_t want = 64u << 10;

		if (buf->n > SOURCE_TEXT_FILE_MAX)
			return RC_TOOBIG;
		n = pread(fd, buf_room(buf, want), want, (off_t)buf->n);
		if (n < 0 && errno != EINTR)
			return RC_IO;
		if (n > 0)
			buf->n += (size_t)n;
	} while (n != 0);
	return RC_OK;
}

/* Line and column (in bytes, from 1 on) of the byte at offset at. */
static void
place_of(struct span s, size_t at, uint64_t *line, uint64_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at; i++) {
		(*column)++;
		if (s.p[i] == '\n') {
			(*line)++;
			*column = 1;
		}
	}
}

/* Is it text at all?  If not, say where it stops being. */
static enum rc
check_encoding(const struct source *s, const char *name, struct span file)
{
	size_t ok = utf8_valid(file);
	const char *nul = file.n > 0 ? memchr(file.p, '\0', file.n) : NULL;
	uint64_t line, column;

	if (nul != NULL && (size_t)(nul - file.p) < ok) {
		place_of(file, (size_t)(nul - file.p), &line, &column);
		source_refuse(s, name, line,
		    "column %llu (byte offset %zu): a NUL byte, so this is "
		    "binary; save its text as UTF-8",
		    (unsigned long long)column, (size_t)(nul - file.p));
		return RC_REFUSED;
	}
	if (ok == file.n)
		return RC_OK;
	place_of(file, ok, &line, &column);
	source_refuse(s, name, line,
	    "column %llu (byte offset %zu): not UTF-8 (byte 0x%02x); convert "
	    "it, for example: iconv -f WINDOWS-1252 -t UTF-8",
	    (unsigned long long)column, ok, (unsigned char)file.p[ok]);
	return RC_REFUSED;
}

static enum rc
parse(const struct source *s, const char *name, struct span file,
    struct article *a)
{
	size_t bom = tell_bom(file), at;
	const char *why = NULL;

	/* offsets that are said count from the file's first byte */
	if (check_encoding(s, name, file) != RC_OK)
		return RC_REFUSED;
	file = (struct span) { file.p + bom, file.n - bom };
	at = headerlines_read(file, a);
	a->text = (struct span) { file.p + at, file.n - at };
	if (article_check(a, &why) == RC_OK)
		return RC_OK;
	source_refuse(s, name, 0, "%s", why);
	return RC_REFUSED;
}

static bool
untouched(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

enum rc
source_text_read(const struct source *s, int fd, const char *name,
    struct buf *buf, struct source_item *item)
{
	struct stat before, after;
	enum rc rc = RC_IO;

	if (fstat(fd, &before) == 0)
		rc = before.st_size > SOURCE_TEXT_FILE_MAX ? RC_TOOBIG
							   : read_all(fd, buf);
	if (rc == RC_OK && fstat(fd, &after) != 0)
		rc = RC_IO;
	if (rc == RC_OK && !untouched(&before, &after))
		return RC_AGAIN;
	if (rc == RC_TOOBIG)
		source_refuse(s, name, 0,
		    "a text of more than %u MB; split it into articles",
		    ARTICLE_TEXT_MAX >> 20);
	else if (rc != RC_OK)
		source_refuse(s, name, 0, "cannot be read: %s; check the disk",
		    strerror(errno));
	else
		item->has_article = parse(s, name, buf_span(buf),
					&item->article) == RC_OK;
	return RC_OK;
}
