/*
 * zap.h -- who may connect over TCP: CURVE keys (RFC 26) from files, and the
 * ZAP handler (RFC 27) that lets in the listed ones alone.  A part of the
 * bus, nobody else's.
 */
#ifndef PROTO_ZAP_H
#define PROTO_ZAP_H

#include <stdbool.h>

#include "buf.h"
#include "rc.h"

#define ZAP_DOMAIN   "claimwire"
#define ZAP_TEXT_LEN 40 /* characters of a key in Z85 (RFC 32) */

/* A key pair, as text. */
struct zap_keys {
	char public[ZAP_TEXT_LEN + 1];
	char secret[ZAP_TEXT_LEN + 1];
};

/*
 * Read a certificate file as czmq and pyzmq write them:
 *     public-key = "..."
 *     secret-key = "..."
 * RC_IO, with why set, when it cannot be read, others may read it, or the two
 * do not belong together.
 */
MUST_USE enum rc zap_read_keys(
    const char *path, struct zap_keys *k, struct buf *why);

/* Is s a public key in Z85? */
bool zap_is_key(const char *s);

struct zap;

/*
 * Start the handler on the ZeroMQ context ctx, letting in the keys listed in
 * the file (one a line, "#" comments; read once).  It ends when ctx is shut
 * down; zap_stop() then waits for it.
 */
MUST_USE enum rc zap_start(
    void *ctx, const char *peers, struct zap **z, struct buf *why);
void zap_stop(struct zap *z); /* NULL is harmless */

#endif
