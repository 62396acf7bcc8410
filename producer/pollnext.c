/* pollnext.c -- how a poll went, and when the address is asked again. */
#include "pollnext.h"

#include <stdio.h>

#define HOLD_MAX_S (366LL * 86400) /* longer than any server means */
/* The answer came a little after the time that is held for now. */
#define HOLD_MORE_MS 10

static int64_t
clamp(int64_t v, int64_t least, int64_t most)
{
	return v < least ? least : v > most ? most : v;
}

bool
pollnext_is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 ||
	    status == 307 || status == 308;
}

int64_t
pollnext_hold_ms(const struct poll_answer *a)
{
	int64_t ms = clamp(a->retry_after_s, 0, HOLD_MAX_S) * 1000;

	return ms > 0 ? ms + HOLD_MORE_MS : 0;
}

/* It was answered as it should: 200 or 304. */
static void
go_well(struct pollstate *s, const struct poll_opts *o,
    const struct poll_answer *a, const struct pollnext *n)
{
	int64_t every = s->every_ms > 0 ? s->every_ms : 3 * o->least_ms;

	s->failed = 0;
	s->ill_ms = 0;
	s->good_ms = n->now_ms;
	if (a->fresh)
		s->news_ms = n->now_ms;
	s->every_ms = clamp((int64_t)((double)every * (a->fresh ? 0.7 : 1.3)),
	    o->least_ms, o->most_ms);
	if (n->good != NULL)
		pollstate_set(&s->moved, n->good);
	pollstate_set(&s->why, a->why);
	/* who sends validators has what they stand for */
	if (a->status != 200 || a->partial)
		return;
	pollstate_set(&s->etag, a->etag);
	pollstate_set(&s->modified, a->modified);
	pollstate_set(&s->from, n->url);
}

static void
go_wrong(struct pollstate *s, const struct poll_opts *o,
    const struct poll_answer *a, int64_t now_ms)
{
	char words[64];

	if (s->failed == 0)
		s->ill_ms = now_ms;
	s->failed += s->failed < 1000;
	if (s->failed >= POLL_PATIENCE)
		pollstate_set(&s->moved, NULL);
	s->every_ms = o->least_ms;
	for (int64_t i = 0; i < s->failed && s->every_ms < o->most_ms; i++)
		s->every_ms *= 2;
	if (a->status == 410) /* gone for good, as far as it knows */
		s->every_ms = o->most_ms;
	s->every_ms = clamp(s->every_ms, o->least_ms, o->most_ms);
	snprintf(words, sizeof(words),
	    !pollnext_is_redirect(a->status) ? "answered with status %d"
		: a->retry_after_s > POLL_WAIT_S
		? "redirected, with Retry-After too long to wait for"
		: "redirected too often",
	    a->status);
	pollstate_set(&s->why, a->why != NULL ? a->why : words);
}

/* Is it worth another try before it is left for its next time?  At its last
 * time that is for as long as a story is known that is not asked for again. */
static bool
is_tried_on(const struct pollstate *s, const struct fade *f, int64_t now_ms)
{
	return s->failed > 0 &&
	    (s->failed < POLL_PATIENCE ||
		(fade_is_last(f, s, now_ms) &&
		    now_ms - s->ill_ms < FADE_GRACE_MS));
}

/* It is asked again as its age says, or, when it failed, sooner. */
static void
settle_page(struct pollstate *s, const struct fade *f,
    const struct poll_answer *a, int64_t now_ms)
{
	bool gone = a->final ||
	    (a->status >= 400 && a->status < 500 && a->status != 408 &&
		a->status != 425 && a->status != 429);

	if (!gone && is_tried_on(s, f, now_ms))
		return;
	s->failed = 0;
	if (gone)
		fade_end(s, now_ms);
	else
		fade_on(f, s, now_ms);
	if (s->first_ms == 0)
		s->first_ms = now_ms;
	if (s->next_ms < s->held_ms)
		s->next_ms = s->held_ms;
}

/* When it is asked again. */
static void
settle(struct pollstate *s, const struct poll_opts *o,
    const struct poll_answer *a, const struct pollnext *n)
{
	int64_t wait = (int64_t)((double)s->every_ms * n->vary);
	int64_t age = clamp(a->max_age_s, 0, o->most_ms / 1000) * 1000;
	int64_t ttl = clamp(a->ttl_s, 0, o->most_ms / 1000) * 1000;

	wait = wait < o->least_ms ? o->least_ms : wait;
	wait = wait < age ? age : wait;
	wait = wait < ttl ? ttl : wait;
	s->next_ms = n->now_ms + wait;
	s->held_ms = n->now_ms + pollnext_hold_ms(a);
	if (s->next_ms < s->held_ms)
		s->next_ms = s->held_ms;
	if (a->retry_after_s == 0)
		s->held_ms = 0;
	if (s->page != 0)
		settle_page(s, &o->fade, a, n->now_ms);
}

void
pollnext_settle(struct pollstate *s, const struct poll_opts *o,
    const struct poll_answer *a, const struct pollnext *n)
{
	s->status = a->status;
	s->barred = a->unasked && a->final && a->why != NULL;
	if ((a->status == 200 || a->status == 304) && a->why == NULL)
		go_well(s, o, a, n);
	else
		go_wrong(s, o, a, n->now_ms);
	settle(s, o, a, n);
}
