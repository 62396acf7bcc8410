/*
 * ailing.h -- how many feeds and pages the producer asks for, as it tells in
 * its status, and the feeds that do not come: broken ones (their polls keep
 * going wrong) and silent ones (they have had nothing new for long).  For
 * `status`, `top` and the page.
 */
#ifndef SINK_AILING_H
#define SINK_AILING_H

#include "proto/clock.h"
#include "proto/json.h"
#include "proto/jsonin.h"

#define AILING_MAX 20 /* that are told one by one */

/* Texts that are longer are cut; "": not said. */
struct ailing_feed {
	char address[512], title[128];
	char state[16]; /* "broken", "silent" */
	char why[256];  /* a sentence without a full stop */
	char since[CLOCK_TEXT_MAX], next[CLOCK_TEXT_MAX]; /* RFC 3339 */
};

struct ailing {
	int64_t feeds;   /* that are polled or paused */
	int64_t failing; /* the last poll went wrong; broken ones too */
	int64_t broken, silent;
	struct ailing_feed feed[AILING_MAX];
	size_t n;
	/* Pages of stories that are remembered: */
	int64_t known;
	int64_t read;      /* at some time */
	int64_t waiting;   /* not yet */
	int64_t forbidden; /* by robots.txt */
	int64_t erring;    /* the last request went wrong */
};

/* Out of the producer's status; what is missing or of another kind is 0. */
void ailing_read(struct json_object *status, struct ailing *a);

/* As the object "feeds" of STATUS. */
void ailing_json(struct json *j, const struct ailing *a);

/* As the object "pages" of STATUS. */
void ailing_json_pages(struct json *j, const struct ailing *a);

/* For people: "9 polled, 2 failing" and "120 known: 100 read, ..."; nothing
 * when there are none. */
void ailing_count_feeds(const struct ailing *a, struct buf *out);
void ailing_count_pages(const struct ailing *a, struct buf *out);

/* Likewise, a line for each that ails; nothing when all are well. */
void ailing_text(const struct ailing *a, struct buf *out);

#endif
