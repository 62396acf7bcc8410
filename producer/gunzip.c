/* gunzip.c -- a file's bytes, decompressed when it is gzip. */
#include "gunzip.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "proto/mem.h"

#define BLOCK (64u << 10)

struct gunzip {
	int fd;
	uint64_t pos; /* in the file, of the next byte to be read */
	unsigned char in[BLOCK];
	size_t at, n; /* of in: used, filled */
	bool eof, told, plain;
	bool inside;     /* a member has begun */
	bool lost;       /* looking for the next member */
	uint64_t member; /* where it began */
	z_stream z;
};

struct gunzip *
gunzip_open(int fd, uint64_t offset)
{
	struct gunzip *g = mem_zalloc(sizeof(*g));

	g->fd = fd;
	g->pos = offset;
	if (inflateInit2(&g->z, 15 + 16) != Z_OK)
		abort(); /* memory */
	return g;
}

void
gunzip_close(struct gunzip *g)
{
	if (g == NULL)
		return;
	inflateEnd(&g->z);
	free(g);
}

bool
gunzip_plain(const struct gunzip *g)
{
	return g->plain;
}

/* Keep what is left, read behind it. */
static enum rc
fill(struct gunzip *g)
{
	ssize_t n;

	memmove(g->in, g->in + g->at, g->n - g->at);
	g->n -= g->at;
	g->at = 0;
	while (!g->eof && g->n < BLOCK) {
		n = pread(g->fd, g->in + g->n, BLOCK - g->n, (off_t)g->pos);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return RC_IO;
		g->eof = n == 0;
		g->n += (size_t)n;
		g->pos += (uint64_t)n;
	}
	return RC_OK;
}

/* The offset in the file of the next byte in hand. */
static uint64_t
here(const struct gunzip *g)
{
	return g->pos - (g->n - g->at);
}

bool
gunzip_between(const struct gunzip *g, uint64_t *at)
{
	*at = here(g);
	return !g->plain && !g->inside;
}

static bool
is_magic(const unsigned char *p)
{
	return p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && (p[3] & 0xe0) == 0;
}

/* Go to what may be the next member; false: there is none in hand. */
static bool
seek_member(struct gunzip *g)
{
	while (g->at + 4 <= g->n) {
		unsigned char *p = memchr(g->in + g->at, 0x1f, g->n - g->at);

		if (p == NULL) {
			g->at = g->n;
			return false;
		}
		g->at = (size_t)(p - g->in);
		if (g->at + 4 <= g->n && is_magic(p))
			return true;
		g->at += g->at + 4 <= g->n;
		if (g->at + 4 > g->n)
			break;
	}
	return false;
}

static enum rc
damaged(struct gunzip *g, uint64_t *at)
{
	*at = g->member;
	g->inside = false;
	g->lost = true;
	inflateReset(&g->z);
	return RC_REFUSED;
}

static enum rc
copy_plain(struct gunzip *g, struct buf *out, uint64_t *at)
{
	*at = here(g);
	buf_append(out, g->in + g->at, g->n - g->at);
	g->at = g->n;
	return RC_OK;
}

static enum rc
inflate_piece(struct gunzip *g, struct buf *out, uint64_t *at)
{
	int z;

	if (!g->inside) {
		g->inside = true;
		g->member = here(g);
	}
	*at = g->member;
	g->z.next_in = g->in + g->at;
	g->z.avail_in = (unsigned)(g->n - g->at);
	g->z.next_out = (unsigned char *)buf_room(out, GUNZIP_PIECE);
	g->z.avail_out = GUNZIP_PIECE;
	z = inflate(&g->z, Z_NO_FLUSH);
	g->at = g->n - g->z.avail_in;
	out->n += GUNZIP_PIECE - g->z.avail_out;
	if (z == Z_STREAM_END) {
		g->inside = false;
		inflateReset(&g->z);
		return RC_OK;
	}
	if ((z == Z_OK || z == Z_BUF_ERROR) &&
	    (g->z.avail_out < GUNZIP_PIECE || !g->eof || g->at < g->n))
		return RC_OK;
	return damaged(g, at);
}

/* Something is in hand, or RC_END. */
static enum rc
have_input(struct gunzip *g)
{
	enum rc rc = RC_OK;

	if (g->n - g->at < 4 && !g->eof)
		rc = fill(g);
	while (rc == RC_OK && g->lost && !seek_member(g)) {
		if (g->eof)
			g->at = g->n;
		if (g->eof)
			return RC_END;
		rc = fill(g);
	}
	if (rc != RC_OK)
		return rc;
	g->lost = false;
	return g->at == g->n && g->eof && !g->inside ? RC_END : RC_OK;
}

enum rc
gunzip_more(struct gunzip *g, struct buf *out, uint64_t *at)
{
	size_t before = out->n;
	enum rc rc = RC_OK;

	while (rc == RC_OK && out->n == before) {
		if ((rc = have_input(g)) != RC_OK)
			break;
		if (!g->told) {
			g->told = true;
			g->plain = g->n < 4 || !is_magic(g->in);
		}
		if (g->plain)
			return copy_plain(g, out, at);
		if (!g->inside && g->n - g->at >= 1 &&
		    (g->n - g->at < 4 || !is_magic(g->in + g->at))) {
			g->member = here(g);
			return damaged(g, at);
		}
		rc = inflate_piece(g, out, at);
	}
	return rc;
}

/* window: as of inflateInit2(). */
static enum rc
inflate_all(struct span in, int window, size_t max, struct buf *out)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)in.p,
		.avail_in = (unsigned)in.n };
	size_t from = out->n;
	int r = Z_OK;

	if (inflateInit2(&z, window) != Z_OK)
		abort(); /* memory */
	while (r == Z_OK && out->n - from <= max) {
		z.next_out = (unsigned char *)buf_room(out, GUNZIP_PIECE);
		z.avail_out = GUNZIP_PIECE;
		r = inflate(&z, Z_NO_FLUSH);
		out->n += GUNZIP_PIECE - z.avail_out;
	}
	inflateEnd(&z);
	if (out->n - from > max)
		return RC_TOOBIG;
	return r == Z_STREAM_END ? RC_OK : RC_REFUSED;
}

enum rc
gunzip_all(struct span in, size_t max, struct buf *out)
{
	size_t from = out->n;
	enum rc rc;

	if (in.n > UINT32_MAX)
		return RC_TOOBIG;
	rc = inflate_all(in, 15 + 32, max, out);
	if (rc == RC_REFUSED && out->n == from)
		rc = inflate_all(in, -15, max, out);
	return rc;
}
