/*
 * web.h -- the HTTP server (contract, section 5): the page, the feeds, the
 * questions.  By libmicrohttpd in a thread of its own, the front, beside one
 * that asks the store, the desk; both with read-only connections.  Neither
 * makes the writer wait, nor the writer them.
 */
#ifndef SINK_WEB_WEB_H
#define SINK_WEB_WEB_H

#include <stdint.h>

#include "proto/bus.h"
#include "proto/conf.h"
#include "proto/rc.h"
#include "pulse.h"

struct web;

/*
 * Bind and start, unless the configuration says off (*w is NULL then).
 * path: the store's; head: its last change; pulse is borrowed.  An address
 * that is only the built-in one and in use gives way to any free port; the
 * address is written to DATA/run/http, one line.  why says what is wrong and
 * what to do.
 */
MUST_USE enum rc web_start(struct bus *bus, const struct conf *c,
    const char *path, int64_t head, struct pulse *pulse, struct web **w,
    struct buf *why);

/* Changes up to number head are durable: from any thread, never blocks. */
void web_news(struct web *w, int64_t head); /* NULL is harmless */

/* Tell every reader that it is over, stop both threads, free. */
void web_stop(struct web *w); /* NULL is harmless */

const char *web_address(const struct web *w); /* "http://127.0.0.1:8787/" */

#endif
