/* warc.c -- the records of a web archive. */
#include "warc.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "gunzip.h"
#include "httpbody.h"
#include "proto/mem.h"

#define PIECES 8 /* beginnings of pieces that are remembered */

struct warc {
	struct gunzip *gz;
	struct buf buf;
	size_t at;      /* of buf: what is not used yet */
	uint64_t taken; /* bytes of the whole that are gone from buf */
	struct {
		uint64_t from;   /* of the whole, decompressed */
		uint64_t offset; /* of the file */
	} piece[PIECES];
	size_t n_pieces;
	bool first, resumed; /* the first record is to come; it is not the
			      * file's first */
	bool end, arc;
	uint64_t skip;  /* bytes of a block to be passed over */
	struct buf url; /* as it is given */
};

struct warc *
warc_open(int fd, uint64_t offset)
{
	struct warc *w = mem_zalloc(sizeof(*w));

	w->gz = gunzip_open(fd, offset);
	w->piece[0].offset = offset;
	w->n_pieces = 1;
	w->first = true;
	w->resumed = offset > 0;
	return w;
}

void
warc_close(struct warc *w)
{
	if (w == NULL)
		return;
	gunzip_close(w->gz);
	buf_free(&w->buf);
	buf_free(&w->url);
	free(w);
}

static struct span
rest(const struct warc *w)
{
	return (struct span) { w->buf.p + w->at, w->buf.n - w->at };
}

/* Give back what was used. */
static void
compact(struct warc *w)
{
	if (w->at == 0)
		return;
	w->taken += w->at;
	w->buf.n -= w->at;
	memmove(w->buf.p, w->buf.p + w->at, w->buf.n);
	w->at = 0;
}

/* RC_OK: there is more than there was. */
static enum rc
more(struct warc *w)
{
	uint64_t offset = 0;
	size_t from = w->buf.n;
	enum rc rc;

	if (w->end)
		return RC_END;
	rc = gunzip_more(w->gz, &w->buf, &offset);
	if (rc == RC_END)
		w->end = true;
	if (rc != RC_OK && rc != RC_REFUSED)
		return rc;
	if (w->n_pieces == PIECES) {
		memmove(
		    w->piece, w->piece + 1, (PIECES - 1) * sizeof(w->piece[0]));
		w->n_pieces--;
	}
	w->piece[w->n_pieces].from = w->taken + from;
	w->piece[w->n_pieces++].offset = offset;
	return rc;
}

/* Of the byte at w->at: where it is in the file, or its member. */
static uint64_t
offset_of(const struct warc *w)
{
	uint64_t at = w->taken + w->at, next;
	size_t i = w->n_pieces - 1;

	if (w->at == w->buf.n && gunzip_between(w->gz, &next))
		return next;
	while (i > 0 && w->piece[i].from > at)
		i--;
	if (!gunzip_plain(w->gz))
		return w->piece[i].offset;
	return w->piece[i].offset + (at - w->piece[i].from);
}

uint64_t
warc_offset(const struct warc *w)
{
	return offset_of(w);
}

/* n bytes in hand? */
static enum rc
want(struct warc *w, size_t n)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && w->buf.n - w->at < n)
		rc = more(w);
	return rc;
}

/* Bytes of the header that begins here, with its empty line; 0: it does not
 * end in hand. */
static size_t
head_length(struct span s)
{
	const char *crlf = s.n > 0 ? memmem(s.p, s.n, "\r\n\r\n", 4) : NULL;
	const char *lf = s.n > 0 ? memmem(s.p, s.n, "\n\n", 2) : NULL;

	if (crlf != NULL && (lf == NULL || crlf < lf))
		return (size_t)(crlf - s.p) + 4;
	return lf != NULL ? (size_t)(lf - s.p) + 2 : 0;
}

/* The length of a block; false: it is none. */
static bool
length_of(struct span s, uint64_t *n)
{
	*n = 0;
	if (s.n == 0 || s.n > 15)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!isdigit((unsigned char)s.p[i]))
			return false;
		*n = *n * 10 + (uint64_t)(s.p[i] - '0');
	}
	return true;
}

static bool
begins_warc(struct span s)
{
	return s.n >= 6 && memcmp(s.p, "WARC/1", 6) == 0;
}

/* "URL IP date type length", with five fields from its end, as addresses may
 * have blanks (ARC, "URL-record-v1"). */
static bool
arc_line(struct span line, struct span field[5])
{
	size_t end = line.n;

	for (int i = 4; i > 0; i--) {
		size_t p = end;

		while (p > 0 && line.p[p - 1] != ' ')
			p--;
		if (p == 0 || p == end)
			return false;
		field[i] = (struct span) { line.p + p, end - p };
		end = p - 1;
	}
	field[0] = (struct span) { line.p, end };
	if (field[2].n < 8 || memmem(line.p, end, ":", 1) == NULL)
		return false;
	for (size_t i = 0; i < field[2].n; i++)
		if (!isdigit((unsigned char)field[2].p[i]))
			return false;
	return isalpha((unsigned char)*line.p);
}

static bool
begins_arc(struct span s)
{
	const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;
	struct span field[5];

	return end != NULL &&
	    arc_line((struct span) { s.p, (size_t)(end - s.p) }, field);
}

/* Go to the next line that begins a record, or to the end. */
static enum rc
resync(struct warc *w)
{
	enum rc rc = RC_OK;
	bool first = true;

	for (;;) {
		struct span s = rest(w);
		const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;

		if (!first && (begins_warc(s) || (w->arc && begins_arc(s))))
			return RC_OK;
		if (end != NULL) {
			w->at += (size_t)(end - s.p) + 1;
			first = false;
		} else if (s.n > WARC_HEAD_MAX) {
			w->at = w->buf.n;
		} else {
			compact(w);
			rc = more(w);
			if (rc == RC_REFUSED)
				continue;
			if (rc != RC_OK) {
				w->at = w->buf.n;
				return rc;
			}
		}
		if (want(w, 6) == RC_IO)
			return RC_IO;
	}
}

static enum rc
damage(struct warc *w, const char *what, const char **why)
{
	*why = what;
	return resync(w) == RC_IO ? RC_IO : RC_REFUSED;
}

/* Empty lines between records. */
static enum rc
skip_blanks(struct warc *w)
{
	enum rc rc;

	while ((rc = want(w, 1)) == RC_OK &&
	    (w->buf.p[w->at] == '\r' || w->buf.p[w->at] == '\n'))
		w->at++;
	compact(w);
	return rc;
}

static enum warc_type
type_of(struct span s)
{
	static const struct {
		const char *name;
		enum warc_type type;
	} types[] = {
		{ "response", WARC_RESPONSE },
		{ "resource", WARC_RESOURCE },
		{ "conversion", WARC_CONVERSION },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (s.n == strlen(types[i].name) &&
		    strncasecmp(s.p, types[i].name, s.n) == 0)
			return types[i].type;
	return WARC_OTHER;
}

/* wget puts it in angle brackets. */
static void
keep_url(struct warc *w, struct span s)
{
	if (s.n > 1 && *s.p == '<' && s.p[s.n - 1] == '>')
		s = (struct span) { s.p + 1, s.n - 2 };
	buf_clear(&w->url);
	buf_append(&w->url, s.p, s.n);
}

/* A header, of n bytes: what the record is, and the length of its block. */
static bool
read_head(struct warc *w, size_t n, struct warc_record *r, uint64_t *length)
{
	struct span head = { w->buf.p + w->at, n }, field[5];
	struct span type;

	if (!w->arc) {
		if (!length_of(httpbody_field(head, "Content-Length"), length))
			return false;
		r->type = type_of(httpbody_field(head, "WARC-Type"));
		keep_url(w, httpbody_field(head, "WARC-Target-URI"));
		type = httpbody_field(head, "Content-Type");
		httpbody_type(type, &r->content, &r->charset);
		if (r->type == WARC_RESPONSE &&
		    (type.n < 16 ||
			strncasecmp(type.p, "application/http", 16) != 0))
			r->type = WARC_OTHER; /* DNS and the like */
		return true;
	}
	head.n--; /* its line end */
	if (head.n > 0 && head.p[head.n - 1] == '\r')
		head.n--;
	if (!arc_line(head, field) || !length_of(field[4], length))
		return false;
	r->type = field[0].n > 4 && strncasecmp(field[0].p, "http", 4) == 0
	    ? WARC_RESPONSE
	    : WARC_OTHER;
	keep_url(w, field[0]);
	r->content = field[3];
	return true;
}

/* The header that begins here: its length. */
static enum rc
find_head(struct warc *w, size_t *n)
{
	enum rc rc = RC_OK;

	for (;;) {
		struct span s = rest(w);
		const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;

		*n = !w->arc      ? head_length(s)
		    : end != NULL ? (size_t)(end - s.p) + 1
				  : 0;
		if (*n > 0)
			return RC_OK;
		if (s.n > WARC_HEAD_MAX)
			return RC_TOOBIG;
		if ((rc = more(w)) != RC_OK)
			return rc;
	}
}

/* The block behind a header of n bytes. */
static enum rc
read_block(struct warc *w, size_t n, uint64_t length, struct warc_record *r,
    const char **why)
{
	size_t content = (size_t)(r->content.p - w->buf.p);
	size_t charset = (size_t)(r->charset.p - w->buf.p);
	enum rc rc = want(w, n + (size_t)length);

	if (rc == RC_IO)
		return rc;
	r->cut = rc == RC_END;
	if (r->cut && w->buf.n - w->at > n)
		length = w->buf.n - w->at - n;
	else if (rc != RC_OK) {
		*why = "the record is cut: its gzip member is damaged, or the "
		       "file ends";
		/* what is behind the damage may begin anew */
		w->at = w->buf.n;
		return RC_REFUSED;
	}
	if (r->content.n > 0)
		r->content.p = w->buf.p + content;
	if (r->charset.n > 0)
		r->charset.p = w->buf.p + charset;
	r->url = buf_span(&w->url);
	r->block = (struct span) { w->buf.p + w->at + n, (size_t)length };
	w->at += n + (size_t)length;
	/* the empty lines behind it, for warc_offset() */
	while (w->at < w->buf.n && memchr("\r\n", w->buf.p[w->at], 2) != NULL)
		w->at++;
	return RC_OK;
}

/* Pass over a block that is too large to be kept. */
static enum rc
pass_over(struct warc *w)
{
	enum rc rc = RC_OK;

	while (w->skip > 0) {
		uint64_t in_hand = w->buf.n - w->at;
		uint64_t n = in_hand < w->skip ? in_hand : w->skip;

		w->at += (size_t)n;
		w->skip -= n;
		compact(w);
		if (w->skip > 0 && (rc = more(w)) != RC_OK) {
			w->skip = 0;
			return rc;
		}
	}
	return RC_OK;
}

/* A record begins here. */
static enum rc
take(struct warc *w, struct warc_record *r, const char **why)
{
	uint64_t length;
	size_t n;
	enum rc rc = find_head(w, &n);

	if (rc == RC_IO)
		return rc;
	if (rc == RC_END)
		w->at = w->buf.n;
	if (rc != RC_OK) {
		*why = "the record's header does not end";
		return rc == RC_END ? RC_REFUSED : damage(w, *why, why);
	}
	if (!read_head(w, n, r, &length))
		return damage(w,
		    w->arc ? "no record: its line lacks a length"
			   : "no record: its header lacks a Content-Length",
		    why);
	if (length > WARC_BLOCK_MAX) {
		w->at += n;
		w->skip = length;
		*why = "a record of more than 80 MB";
		return RC_REFUSED;
	}
	return read_block(w, n, length, r, why);
}

enum rc
warc_next(struct warc *w, struct warc_record *r, uint64_t *at, const char **why)
{
	enum rc rc = pass_over(w);
	struct span s;

	memset(r, 0, sizeof(*r));
	if (rc == RC_OK)
		rc = skip_blanks(w);
	*at = w->n_pieces > 0 ? offset_of(w) : 0;
	if (rc == RC_REFUSED) {
		*at = w->piece[w->n_pieces - 1].offset;
		w->at = w->buf.n;
		*why = "a damaged gzip member";
		return rc;
	}
	if (rc != RC_OK)
		return rc;
	if (want(w, 6) == RC_IO)
		return RC_IO;
	s = rest(w);
	if (w->first &&
	    ((s.n > 11 && memcmp(s.p, "filedesc://", 11) == 0) ||
		(w->resumed && begins_arc(s))))
		w->arc = true;
	w->first = false;
	if (begins_warc(s)) {
		w->arc = false;
		return take(w, r, why);
	}
	if (w->arc && find_head(w, &(size_t) { 0 }) == RC_OK)
		return take(w, r, why);
	return damage(w, "no record begins here", why);
}
