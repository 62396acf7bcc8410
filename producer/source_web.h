/*
 * source_web.h -- addresses that are asked for ever: feeds, sitemaps and pages
 * of stories, those that are named and those that the user keeps (claimwire
 * sources), all in one source, so that one scheduler (poll.h) knows every
 * host.  fetch.h is its transport.
 *
 * The address of a page leads to the feed that it names (feedfind.h), and is
 * remembered as if it had moved there for good; where it names none it is a
 * story itself.  A sitemap leads to its pages, an index to its sitemaps.  An
 * entry of a feed that is no more than a summary (story.h) leads to its page.
 *
 * What is remembered of a feed is its cursor, "web:ADDRESS" (pollstate.h): it
 * moves with every entry, so a kill at any point loses and repeats none.  An
 * entry that was taken is known by its identity and text; it comes again when
 * either changes.  What is remembered of a page is the cursor "page:ADDRESS"
 * (story.h): it is there before the entry counts as taken, moves with the
 * article that is read, and goes with the last time that it is asked.
 *
 * With once each address is asked once, and what goes wrong is refused;
 * otherwise it is logged, kept in the cursor and tried again.
 */
#ifndef PRODUCER_SOURCE_WEB_H
#define PRODUCER_SOURCE_WEB_H

#include "proto/conf.h"
#include "proto/json.h"
#include "source.h"

#define SOURCE_WEB_PARALLEL  128 /* requests in flight */
#define SOURCE_WEB_SILENT_MS (14LL * 86400 * 1000)
#define SOURCE_WEB_AILING    20     /* that are told one by one */
#define SOURCE_WEB_LIST_MS   2000   /* between looks at what the user keeps */
#define SOURCE_WEB_KEY       "web:" /* of cursors */
#define SOURCE_WEB_KEPT      "source:" /* of addresses that the user keeps */

bool source_web_is_address(const char *operand);

/* What the configuration says of them; it borrows from c. */
struct source_web_opts source_web_conf(const struct conf *c);
/* Does it make sense?  RC_REFUSED: why says what to do. */
MUST_USE enum rc source_web_check(const struct conf *c, struct buf *why);

/* n addresses, beside those of o->list; o->web must be there. */
struct source *source_web_open(
    const char *const *address, size_t n, const struct source_opts *o);

/* One address more, as if it had been named at the start. */
void source_web_add(struct source *s, const char *address);

/* The address of a page as a source: one story, remembered for good.  False:
 * there are as many as may be. */
bool source_web_add_page(struct source *s, struct span address);

/* How its addresses are. */
struct source_web_counts {
	size_t feeds;   /* polled or paused */
	size_t failing; /* their last poll went wrong */
	size_t broken;  /* POLL_BROKEN of them in a row */
	size_t silent;  /* nothing new for SOURCE_WEB_SILENT_MS */
	/* Pages of stories that are remembered, those that are done with too:
	 */
	size_t known;
	size_t waiting;   /* not yet asked for */
	size_t read;      /* at some time */
	size_t forbidden; /* by robots.txt, when last looked at */
	size_t erring;    /* the last request went wrong */
	size_t flying;    /* requests that are on their way */
};
struct source_web_counts source_web_counts(const struct source *s);
/* An array: those that are broken or silent, SOURCE_WEB_AILING at most, each
 * with since when, why and the next try. */
void source_web_ailing(const struct source *s, struct json *j);
bool source_web_is_idle(const struct source *s); /* it has no address */

#endif
