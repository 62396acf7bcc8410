/*
 * gate.h -- who may ask: the name the server is called by (DNS rebinding),
 * where a request comes from (cross-site), the token (beyond loopback).
 * Pure but for the file of the token; the clock is given.
 *
 * Host: the address itself, localhost, and http_hosts; anything else is 421.
 * On any port: a tunnel or a proxy has its own.  Listening on all addresses,
 * any address is ours: it is names that can be bound anew.
 * Origin: absent, that of the Host, or one of http_origins; otherwise 403.  A
 * browser that says by Sec-Fetch-Site that another site asks is believed,
 * unless somebody follows a link (Sec-Fetch-Mode: navigate).
 * Token: "Authorization: Bearer TOKEN" or the cookie that POST /login sets;
 * never in an address.  Compared in constant time.  After GATE_TRIES wrong
 * ones an address waits, even with the right one, and so does its login; who
 * has the cookie does not.
 */
#ifndef SINK_WEB_GATE_H
#define SINK_WEB_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/conf.h"
#include "proto/rc.h"
#include "pulse.h"

#define GATE_TRIES     10    /* wrong tokens from one address */
#define GATE_WAIT_MS   60000 /* it then waits for */
#define GATE_TOKEN_MIN 16    /* characters */

struct gate;

/*
 * host: where it listens, without port.  RC_REFUSED: beyond loopback without
 * a token; a token file that cannot be read, is too short, or may be read by
 * others; a host or origin in the configuration that is none.  why says so
 * and what to do.
 */
MUST_USE enum rc gate_new(const struct conf *c, const char *host, bool loopback,
    struct gate **g, struct buf *why);
void gate_free(struct gate *g); /* NULL is harmless */

/* The port, once it is known (port 0 in the configuration): for what is said
 * to whoever called it by a wrong name. */
void gate_port(struct gate *g, unsigned port);

struct gate_ask {
	/* headers; absent: p NULL */
	struct span method, host, origin, fetch_site, fetch_mode;
	struct span authorization, cookie;
	struct span address; /* bytes of the peer's network address */
	bool open;           /* the route needs no token */
};

/* 0: let in.  Else the status, with why for people, and *refusal is set. */
unsigned gate_check(struct gate *g, const struct gate_ask *a, int64_t now_ms,
    enum pulse_refusal *refusal, struct buf *why);

/* May pages of this origin read the answer?  Then it is echoed. */
bool gate_shares(const struct gate *g, struct span origin);

/* A login form's token: 0 and the Set-Cookie value (none is needed without a
 * token), or 401, 429. */
unsigned gate_login(struct gate *g, struct span token, struct span address,
    int64_t now_ms, struct buf *cookie);

bool gate_has_token(const struct gate *g);

#endif
