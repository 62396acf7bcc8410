/*
 * source_web.h -- feeds at addresses, polled for ever: those that are named
 * and those that the user keeps (claimwire sources), all in one source, so
 * that one scheduler (poll.h) knows every host.  fetch.h is its transport.
 *
 * What is remembered of an address is its cursor, "web:ADDRESS"
 * (pollstate.h): it moves with every entry, so a kill at any point loses and
 * repeats none.  An entry that was taken is known by its identity and text; it
 * comes again when either changes.
 *
 * With once each address is asked once, and what goes wrong is refused;
 * otherwise it is logged, kept in the cursor and tried again.
 */
#ifndef PRODUCER_SOURCE_WEB_H
#define PRODUCER_SOURCE_WEB_H

#include "proto/conf.h"
#include "source.h"

#define SOURCE_WEB_PARALLEL 64        /* requests in flight */
#define SOURCE_WEB_LIST_MS  2000      /* between looks at what the user keeps */
#define SOURCE_WEB_KEY      "web:"    /* of cursors */
#define SOURCE_WEB_KEPT     "source:" /* of addresses that the user keeps */

bool source_web_is_address(const char *operand);

/* What the configuration says of them; it borrows from c. */
struct source_web_opts source_web_conf(const struct conf *c);

/* n addresses, beside those of o->list; o->web must be there. */
struct source *source_web_open(
    const char *const *address, size_t n, const struct source_opts *o);

/* Addresses that are polled or paused now. */
size_t source_web_count(const struct source *s);

#endif
