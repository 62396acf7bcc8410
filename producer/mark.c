/* mark.c -- the cursor of a file. */
#include "mark.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "proto/hash.h"

#define TEXT_MAX 256

/* The hash of the first n bytes of fd; false when they cannot be read. */
static bool
hash_head(int fd, uint64_t n, uint64_t *hash)
{
	char head[MARK_HEAD];
	size_t got = 0;
	ssize_t r = 1;

	if (n > sizeof(head))
		return false;
	while (got < n && r > 0) {
		r = pread(fd, head + got, n - got, (off_t)got);
		if (r > 0)
			got += (size_t)r;
	}
	if (got < n)
		return false;
	*hash = hash_fast((struct span) { head, got });
	return true;
}

static int64_t
mtime_of(const struct stat *st)
{
	return st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

void
mark_look(struct mark *m, int fd, const struct stat *st, uint64_t offset)
{
	uint64_t head = offset < MARK_HEAD ? offset : MARK_HEAD;

	if (head > (uint64_t)st->st_size)
		head = (uint64_t)st->st_size;
	m->dev = st->st_dev;
	m->ino = st->st_ino;
	m->size = (uint64_t)st->st_size;
	m->mtime_ns = mtime_of(st);
	m->offset = offset;
	if (head != m->head && hash_head(fd, head, &m->hash))
		m->head = head;
}

void
mark_encode(const struct mark *m, struct buf *out)
{
	buf_printf(out,
	    "1 %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRIu64
	    " %" PRIu64 " %" PRIu64,
	    m->dev, m->ino, m->size, m->mtime_ns, m->offset, m->head, m->hash);
}

enum rc
mark_decode(struct span in, struct mark *m)
{
	char text[TEXT_MAX];
	struct mark t;

	if (in.n == 0 || in.n >= sizeof(text))
		return RC_BADMSG;
	memcpy(text, in.p, in.n);
	text[in.n] = '\0';
	if (sscanf(text,
		"1 %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNu64
		" %" SCNu64 " %" SCNu64,
		&t.dev, &t.ino, &t.size, &t.mtime_ns, &t.offset, &t.head,
		&t.hash) != 7)
		return RC_BADMSG;
	*m = t;
	return RC_OK;
}

static bool
same_file(const struct mark *m, const struct stat *st)
{
	return m->dev == st->st_dev && m->ino == st->st_ino;
}

bool
mark_done(const struct mark *m, const struct stat *st)
{
	return same_file(m, st) && m->size == (uint64_t)st->st_size &&
	    m->mtime_ns == mtime_of(st) && m->offset >= m->size;
}

uint64_t
mark_resume(const struct mark *m, int fd, const struct stat *st)
{
	uint64_t size = (uint64_t)st->st_size, hash = 0;

	if (!same_file(m, st) || size < m->offset)
		return 0;
	/* of the same size, all read, yet touched: changed in place */
	if (size == m->size && m->offset == size && m->mtime_ns != mtime_of(st))
		return 0;
	if (m->head > 0 && (!hash_head(fd, m->head, &hash) || hash != m->hash))
		return 0;
	return m->offset;
}
