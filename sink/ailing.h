/*
 * ailing.h -- feeds that do not come, as the producer tells them in its
 * status: broken ones (their polls keep going wrong) and silent ones (they
 * have had nothing new for long).  For `status` and the page.
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
};

/* Out of the producer's status; what is missing or of another kind is 0. */
void ailing_read(struct json_object *status, struct ailing *a);

/* As the object "feeds" of STATUS. */
void ailing_json(struct json *j, const struct ailing *a);

/* For people, a line each; nothing when all are well. */
void ailing_text(const struct ailing *a, struct buf *out);

#endif
