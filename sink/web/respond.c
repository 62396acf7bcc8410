/* respond.c -- answers as libmicrohttpd sends them. */
#include "respond.h"

#include <microhttpd.h>
#include <stdio.h>
#include <sys/stat.h>

#include "proto/log.h"

static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";
static const char data_policy[] = "default-src 'none'; frame-ancestors 'none'";

void
respond_header(struct MHD_Response *m, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0' &&
	    MHD_add_response_header(m, name, value) != MHD_YES)
		log_warn("a header cannot be sent", LOG_S("name", name));
}

void
respond_headers(struct MHD_Response *m, const char *type, const char *cache,
    bool html, struct span origin)
{
	respond_header(m, "Content-Type", type);
	respond_header(m, "Cache-Control", cache != NULL ? cache : "no-store");
	respond_header(
	    m, "Content-Security-Policy", html ? page_policy : data_policy);
	respond_header(m, "X-Content-Type-Options", "nosniff");
	respond_header(m, "Referrer-Policy", "no-referrer");
	respond_header(m, "Cross-Origin-Resource-Policy",
	    origin.n > 0 ? "cross-origin" : "same-origin");
	if (origin.n > 0) {
		respond_header(m, "Access-Control-Allow-Origin", origin.p);
		respond_header(m, "Access-Control-Allow-Methods", "GET, HEAD");
		respond_header(m, "Access-Control-Allow-Headers",
		    "Authorization, Last-Event-ID");
		respond_header(m, "Vary", "Origin");
	}
}

static void
own_headers(struct reply *r, struct MHD_Response *m)
{
	char seconds[16];

	respond_header(m, "ETag", r->etag);
	respond_header(m, "Allow", r->allow);
	if (r->cookie.n > 0)
		respond_header(m, "Set-Cookie", buf_cstr(&r->cookie));
	if (r->link.n > 0)
		respond_header(m, "Link", buf_cstr(&r->link));
	if (r->location.n > 0)
		respond_header(m, "Location", buf_cstr(&r->location));
	if (r->status == 401)
		respond_header(
		    m, "WWW-Authenticate", "Bearer realm=\"claimwire\"");
	snprintf(seconds, sizeof seconds, "%u", r->retry_s);
	respond_header(m, "Retry-After", r->retry_s > 0 ? seconds : NULL);
}

/* The body goes to the library. */
static struct MHD_Response *
body_of(struct reply *r)
{
	struct MHD_Response *m;
	struct stat st;

	if (r->fd >= 0 && fstat(r->fd, &st) == 0) {
		m = MHD_create_response_from_fd64((uint64_t)st.st_size, r->fd);
		r->fd = -1;
	} else if (r->fixed.p != NULL) {
		m = MHD_create_response_from_buffer(r->fixed.n,
		    (void *)(uintptr_t)r->fixed.p, MHD_RESPMEM_PERSISTENT);
	} else {
		m = MHD_create_response_from_buffer(
		    r->body.n, r->body.p, MHD_RESPMEM_MUST_FREE);
		r->body = (struct buf) { 0 };
	}
	return m;
}

struct MHD_Response *
respond_make(struct reply *r, struct span origin)
{
	struct MHD_Response *m = body_of(r);

	if (m == NULL)
		return NULL;
	respond_headers(m, r->type, r->cache, r->html, origin);
	own_headers(r, m);
	return m;
}
