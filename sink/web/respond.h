/*
 * respond.h -- answers as libmicrohttpd sends them: headers and body.
 *
 * Every answer says what it is and no more (nosniff), who may embed it
 * (nobody) and what the page may load (what is its own): RFC 9110, Content
 * Security Policy level 3, Fetch.
 */
#ifndef SINK_WEB_RESPOND_H
#define SINK_WEB_RESPOND_H

#include <stdbool.h>

#include "reply.h"

struct MHD_Response;

/*
 * r as the library's; the body is taken over.  origin: of a page elsewhere
 * that may read it, as a C string; empty: none.  NULL: it cannot be made.
 */
struct MHD_Response *respond_make(struct reply *r, struct span origin);

/* The headers that every answer has. */
void respond_headers(struct MHD_Response *m, const char *type,
    const char *cache, bool html, struct span origin);

/* One more; an empty value is left out. */
void respond_header(
    struct MHD_Response *m, const char *name, const char *value);

#endif
