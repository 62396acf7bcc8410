/*
 * robots.h -- what a site asks of programs that read its pages: robots.txt
 * (RFC 9309), with Crawl-delay as it is commonly kept.
 *
 * The groups of our product token count, as one; without any, those of "*".
 * Of the rules that match an address the longest pattern holds, Allow before
 * Disallow; "*" is anything, "$" at the end the end.  Patterns and addresses
 * are compared with the same characters percent-encoded (section 2.2.2).  Of
 * a file the whole lines of the first ROBOTS_MAX bytes are read, of its rules
 * ROBOTS_RULES_MAX. Asking takes time in proportion to the bytes of the rules.
 */
#ifndef PRODUCER_ROBOTS_H
#define PRODUCER_ROBOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"

#define ROBOTS_MAX          (500u << 10)
#define ROBOTS_RULES_MAX    20000u
#define ROBOTS_DELAY_MAX_MS 300000 /* a longer Crawl-delay is kept as this */

struct robots;

/* Any bytes.  agent: the User-Agent, which begins with the product token
 * (letters, "_" and "-"). */
struct robots *robots_read(struct span text, const char *agent);
void robots_free(struct robots *r); /* NULL is harmless */

/* May target (path and query of an address) be asked for?  If not, the rule
 * that forbids it is appended to why: "line 3: Disallow: /private". */
bool robots_allow(const struct robots *r, struct span target, struct buf *why);

int64_t robots_delay_ms(const struct robots *r); /* 0: none is asked for */

#endif
