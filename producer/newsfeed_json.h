/* newsfeed_json.h -- JSON Feed (jsonfeed.org, versions 1 and 1.1) as a feed. */
#ifndef PRODUCER_NEWSFEED_JSON_H
#define PRODUCER_NEWSFEED_JSON_H

#include "newsfeed.h"

/* As newsfeed_read(); f is empty before. */
MUST_USE enum rc newsfeed_json_read(
    struct span utf8, struct span base, struct newsfeed *f, struct buf *why);

#endif
