/*
 * newsfeed.h -- a feed, whole, as articles: RSS 0.9x, 1.0 and 2.0 with the
 * modules that newsrooms use (Dublin Core, content, media, iTunes), Atom 0.3
 * and 1.0 (RFC 4287), JSON Feed 1.0 and 1.1.
 *
 * An entry is one article: guid and url as written (a relative url against
 * xml:base and the feed's address), outlet = the feed's title, source = the
 * credited source (RSS <source>, Atom's), text = its content, else its
 * summary, else its title.  What is HTML becomes text (feedtext.h); whether it
 * is, the type says, and where there is none, the text itself.  Dates are
 * RFC 3339 (feeddate.h); one that cannot be read is left out.
 */
#ifndef PRODUCER_NEWSFEED_H
#define PRODUCER_NEWSFEED_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/article.h"
#include "proto/buf.h"
#include "proto/rc.h"

#define NEWSFEED_MAX         (64u << 20) /* bytes of a feed */
#define NEWSFEED_ENTRIES_MAX 100000u

struct newsfeed_entry {
	struct article article; /* not checked: article_check() */
	bool summary; /* its text is no more than a summary or the title */
	int line;     /* where it begins; of JSON Feed, its number */
};

struct newsfeed {
	struct span title, lang, link;
	int64_t ttl_s; /* how long a poll holds, as it says; 0: it does not */
	struct newsfeed_entry *entry;
	size_t n;
	bool broken;        /* not well formed; read as far as it could be */
	bool cut;           /* ends in its midst: its last entry is left out */
	bool unclosed;      /* its end is missing: so may entries be */
	int line;           /* of the first error */
	struct arena arena; /* owns all of it */
};

/*
 * base: the feed's own address, p NULL: unknown.  RC_REFUSED: no feed, why
 * says what it is; RC_TOOBIG.  newsfeed_free() on RC_OK only.
 */
MUST_USE enum rc newsfeed_read(struct span bytes, struct span charset,
    struct span base, struct newsfeed *f, struct buf *why);
void newsfeed_free(struct newsfeed *f);

#endif
