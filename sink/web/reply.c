/* reply.c -- what is answered. */
#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "ask.h"
#include "proto/hash.h"
#include "proto/utf8.h"

void
reply_init(struct reply *r)
{
	*r = (struct reply) { .status = 200, .type = REPLY_JSON, .fd = -1 };
}

void
reply_fini(struct reply *r)
{
	buf_free(&r->body);
	buf_free(&r->cookie);
	buf_free(&r->link);
	buf_free(&r->location);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}

const char *
reply_title(unsigned status)
{
	static const struct {
		unsigned status;
		const char *title;
	} titles[] = {
		{ 200, "OK" },
		{ 202, "Accepted" },
		{ 303, "See Other" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 408, "Request Timeout" },
		{ 410, "Gone" },
		{ 411, "Length Required" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 421, "Misdirected Request" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" },
	};

	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Error";
}

/* Append s without what is no UTF-8: it may quote, or cut, what was asked. */
static void
put_clean(struct buf *out, struct span s)
{
	while (s.n > 0) {
		size_t n = utf8_valid(s);

		buf_append(out, s.p, n);
		if (n < s.n) {
			buf_puts(out, "?");
			n++;
		}
		s = (struct span) { s.p + n, s.n - n };
	}
}

static void
put_problem(struct reply *r, unsigned status, const char *said)
{
	struct json j = json_on(&r->body);
	struct buf detail = { 0 };

	put_clean(&detail, span_of(said));

	json_open(&j, '{');
	json_key_int(&j, "status", status);
	json_key_text(&j, "title", span_of(reply_title(status)));
	json_key_text(&j, "detail", buf_span(&detail));
	json_close(&j, '}');
	buf_puts(&r->body, "\n");
	buf_free(&detail);
}

void
reply_error(struct reply *r, unsigned status, const char *fmt, ...)
{
	struct buf detail = { 0 };
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	va_start(ap, fmt);
	vsnprintf(buf_room(&detail, (size_t)n + 1), (size_t)n + 1, fmt, ap);
	va_end(ap);
	reply_fini(r);
	*r = (struct reply) { .status = status,
		.type = "application/problem+json",
		.fd = -1,
		.allow = r->allow };
	put_problem(r, status, detail.p);
	buf_free(&detail);
}

void
reply_failed(struct reply *r, enum rc rc)
{
	switch (rc) {
	case RC_REFUSED:
		reply_error(r, 400, "q holds no word to look for");
		break;
	case RC_NOENT:
		reply_error(r, 404, "there is none of this name or number");
		break;
	case RC_BUSY:
	case RC_FULL:
	case RC_TOOBIG:
		reply_error(
		    r, 503, "the store cannot answer now (%s)", rc_text(rc));
		r->retry_s = 5;
		break;
	default:
		reply_error(r, 500,
		    "the store cannot be read (%s): see "
		    "`claimwire check`",
		    rc_text(rc));
	}
}

/* Is tag among those of an If-None-Match (RFC 9110, 13.1.2)? */
static bool
has_tag(struct span header, const char *tag)
{
	size_t n = strlen(tag);

	if (span_is(header, "*"))
		return true;
	for (size_t i = 0; i + n <= header.n; i++)
		if (memcmp(header.p + i, tag, n) == 0)
			return true;
	return false;
}

void
reply_tag(struct reply *r, const struct ask *a)
{
	struct span part = r->fixed.p != NULL ? r->fixed : buf_span(&r->body);
	struct hash_id id = hash_parts(&part, 1);
	char hex[HASH_HEX_MAX];

	snprintf(r->etag, sizeof r->etag, "\"%s\"", hash_hex(&id, hex));
	if (r->cache == NULL)
		r->cache = "no-cache";
	if (a->if_none_match.n > 0 && has_tag(a->if_none_match, r->etag)) {
		r->status = 304;
		buf_clear(&r->body);
		r->fixed = (struct span) { NULL, 0 };
	}
}
