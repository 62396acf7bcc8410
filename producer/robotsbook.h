/*
 * robotsbook.h -- the robots.txt of every site that pages are asked of, and
 * how long it holds (RFC 9309, section 2.3): as long as the answer says, at
 * least ROBOTSBOOK_LEAST_MS and at most ROBOTSBOOK_MOST_MS.  An answer 4xx
 * allows all; a server that errs (5xx, 429), or cannot be reached, allows
 * nothing for now: it is asked again after ROBOTSBOOK_AGAIN_MS, and what it
 * said before holds up to then.
 */
#ifndef PRODUCER_ROBOTSBOOK_H
#define PRODUCER_ROBOTSBOOK_H

#include "robots.h"

#define ROBOTSBOOK_MOST_MS  (24LL * 3600 * 1000)
#define ROBOTSBOOK_LEAST_MS (3600LL * 1000)
#define ROBOTSBOOK_AGAIN_MS (600LL * 1000)
#define ROBOTSBOOK_MAX      10000u /* sites; the one that ends first goes */

struct robotsbook;

enum robotsbook_verdict {
	ROBOTSBOOK_UNKNOWN, /* ask for its robots.txt, then again */
	ROBOTSBOOK_ALLOWED,
	ROBOTSBOOK_FORBIDDEN, /* by a rule */
	ROBOTSBOOK_LATER      /* its rules cannot be had now */
};

struct robotsbook *robotsbook_new(const char *agent); /* borrowed */
void robotsbook_free(struct robotsbook *b);           /* NULL is harmless */

/* May url be asked for?  When not, why is a sentence without a full stop. */
enum robotsbook_verdict robotsbook_ask(const struct robotsbook *b,
    const char *url, int64_t now_ms, struct buf *why);

/* Append the address of robots.txt of url's site; false: url is none. */
bool robotsbook_address(const char *url, struct buf *out);

struct robotsbook_answer {
	int status;      /* 0: none came */
	const char *why; /* then; NULL: the status says it */
	struct span body;
	int64_t max_age_s; /* 0: not said */
};

/* What came of asking for robots.txt of url's site; returns the pause that it
 * wants between requests, in ms, 0: none. */
int64_t robotsbook_put(struct robotsbook *b, const char *url,
    const struct robotsbook_answer *a, int64_t now_ms);

#endif
