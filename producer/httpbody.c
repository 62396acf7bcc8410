/* httpbody.c -- an HTTP response as it was recorded. */
#include "httpbody.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "gunzip.h"

static struct span
trim(struct span s)
{
	while (s.n > 0 && isspace((unsigned char)*s.p))
		s = (struct span) { s.p + 1, s.n - 1 };
	while (s.n > 0 && isspace((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

/* The next line of *rest without its end. */
static bool
next_line(struct span *rest, struct span *line)
{
	const char *end;
	size_t used;

	if (rest->n == 0)
		return false;
	end = memchr(rest->p, '\n', rest->n);
	used = end != NULL ? (size_t)(end - rest->p) + 1 : rest->n;
	*line = (struct span) { rest->p, end != NULL ? used - 1 : used };
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	*rest = (struct span) { rest->p + used, rest->n - used };
	return true;
}

struct span
httpbody_field(struct span head, const char *name)
{
	struct span line;
	size_t n = strlen(name);

	while (next_line(&head, &line))
		if (line.n > n && line.p[n] == ':' &&
		    strncasecmp(line.p, name, n) == 0)
			return trim(
			    (struct span) { line.p + n + 1, line.n - n - 1 });
	return (struct span) { NULL, 0 };
}

void
httpbody_type(struct span value, struct span *type, struct span *charset)
{
	const char *semi = value.n > 0 ? memchr(value.p, ';', value.n) : NULL;
	struct span rest;

	*charset = (struct span) { NULL, 0 };
	*type = trim((struct span) {
	    value.p, semi != NULL ? (size_t)(semi - value.p) : value.n });
	if (semi == NULL)
		return;
	rest = (struct span) { semi, (size_t)(value.p + value.n - semi) };
	for (size_t i = 0; i + 8 < rest.n; i++)
		if (strncasecmp(rest.p + i, "charset=", 8) == 0) {
			struct span c = { rest.p + i + 8, rest.n - i - 8 };
			size_t n = 0;

			if (c.n > 0 && (*c.p == '"' || *c.p == '\''))
				c = (struct span) { c.p + 1, c.n - 1 };
			while (n < c.n && c.p[n] != '\0' &&
			    strchr("\"'; \t", c.p[n]) == NULL)
				n++;
			if (n > 0)
				*charset = (struct span) { c.p, n };
			return;
		}
}

/* Size of a chunk from its line; -1: this is no chunk. */
static long
chunk_size(struct span line)
{
	long n = 0;
	size_t i = 0;

	for (; i < line.n && i < 8 && isxdigit((unsigned char)line.p[i]); i++) {
		int c = tolower((unsigned char)line.p[i]);

		n = n * 16 + (isdigit(c) ? c - '0' : c - 'a' + 10);
	}
	if (i == 0 ||
	    (i < line.n && line.p[i] != ';' && line.p[i] != ' ' &&
		line.p[i] != '\t'))
		return -1;
	return n;
}

/* Chunks put together (RFC 9112, section 7.1); false: they are none.  *whole:
 * the last one is there. */
static bool
dechunk(struct span body, struct buf *out, bool *whole)
{
	struct span line, rest = body;

	while (next_line(&rest, &line)) {
		long n = chunk_size(line);

		if (n < 0)
			return false;
		*whole = n == 0;
		if (n == 0)
			return true;
		if ((size_t)n > rest.n)
			n = (long)rest.n;
		buf_append(out, rest.p, (size_t)n);
		rest = (struct span) { rest.p + n, rest.n - (size_t)n };
		if (rest.n > 0 && *rest.p == '\r')
			rest = (struct span) { rest.p + 1, rest.n - 1 };
		if (rest.n > 0 && *rest.p == '\n')
			rest = (struct span) { rest.p + 1, rest.n - 1 };
	}
	return true; /* the last one is missing */
}

static bool
names(struct span value, const char *coding)
{
	size_t n = strlen(coding);

	for (size_t i = 0; i + n <= value.n; i++)
		if (strncasecmp(value.p + i, coding, n) == 0)
			return true;
	return false;
}

static enum rc
decode(struct span coding, struct httpbody *h, struct buf *decoded)
{
	struct buf out = { 0 };
	enum rc rc;

	if (coding.n == 0 || names(coding, "identity") || h->body.n == 0)
		return RC_OK;
	if (!names(coding, "gzip") && !names(coding, "deflate"))
		return RC_VERSION;
	rc = gunzip_all(h->body, HTTPBODY_MAX, &out);
	if (rc == RC_TOOBIG || (rc == RC_REFUSED && out.n == 0)) {
		buf_free(&out);
		return rc == RC_TOOBIG ? rc : RC_OK; /* it was not coded */
	}
	buf_free(decoded);
	*decoded = out;
	h->body = buf_span(decoded);
	return RC_OK;
}

/* Has the body as it was sent what Content-Length says? */
static bool
is_whole(struct span head, struct span body)
{
	struct span length = httpbody_field(head, "Content-Length");
	size_t n = 0;

	for (size_t i = 0; i < length.n; i++) {
		if (!isdigit((unsigned char)length.p[i]) || n > HTTPBODY_MAX)
			return false;
		n = n * 10 + (size_t)(length.p[i] - '0');
	}
	return length.n > 0 && body.n >= n;
}

/* Where the body begins: behind the first empty line. */
static size_t
head_length(struct span block)
{
	struct span rest = block, line;

	while (next_line(&rest, &line))
		if (line.n == 0)
			break;
	return block.n - rest.n;
}

enum rc
httpbody_read(struct span block, struct buf *decoded, struct httpbody *h)
{
	size_t n = head_length(block);
	struct span head = { block.p, n }, line = { NULL, 0 }, rest = head;
	const char *blank;

	buf_clear(decoded);
	memset(h, 0, sizeof(*h));
	if (!next_line(&rest, &line) || line.n < 12 ||
	    strncasecmp(line.p, "HTTP/", 5) != 0)
		return RC_REFUSED;
	blank = memchr(line.p, ' ', line.n);
	if (blank == NULL || line.n - (size_t)(blank - line.p) < 4)
		return RC_REFUSED;
	for (int i = 1; i <= 3; i++) {
		if (!isdigit((unsigned char)blank[i]))
			return RC_REFUSED;
		h->status = h->status * 10 + (blank[i] - '0');
	}
	httpbody_type(
	    httpbody_field(head, "Content-Type"), &h->type, &h->charset);
	h->body = (struct span) { block.p + n, block.n - n };
	h->whole = is_whole(head, h->body);
	if (names(httpbody_field(head, "Transfer-Encoding"), "chunked") &&
	    dechunk(h->body, decoded, &h->whole) &&
	    (decoded->n > 0 || h->body.n == 0))
		h->body = buf_span(decoded);
	return decode(httpbody_field(head, "Content-Encoding"), h, decoded);
}
