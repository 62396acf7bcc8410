/*
 * pollnext.h -- how a poll went, and when the address is asked again: the part
 * of poll.h that knows one address only.
 */
#ifndef PRODUCER_POLLNEXT_H
#define PRODUCER_POLLNEXT_H

#include "poll.h"

struct pollnext {
	int64_t now_ms;
	const char *url;  /* that answered */
	const char *good; /* where permanent redirects led; NULL: nowhere */
	double vary;      /* of its interval, about 1 */
};

/* Put into *s what the last answer of a poll means. */
void pollnext_settle(struct pollstate *s, const struct poll_opts *o,
    const struct poll_answer *a, const struct pollnext *n);

bool pollnext_is_redirect(int status);
int64_t pollnext_hold_ms(const struct poll_answer *a); /* Retry-After */

#endif
