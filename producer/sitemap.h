/*
 * sitemap.h -- the list of a site's pages: sitemaps.org's protocol 0.9
 * (urlset, sitemapindex), with Google's news sitemaps (news:publication_date,
 * news:title, news:name, news:language), plain or gzip; or, as the protocol
 * allows too, a text with an address a line ("#" begins a comment).
 *
 * An address that is none (no http or https, over POLLSTATE_TEXT_MAX bytes,
 * with blanks) is left out and counted, as is what comes after
 * SITEMAP_ENTRIES_MAX, the protocol's own limit.
 */
#ifndef PRODUCER_SITEMAP_H
#define PRODUCER_SITEMAP_H

#include <stdbool.h>

#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/rc.h"

#define SITEMAP_MAX         (64u << 20) /* bytes, decompressed */
#define SITEMAP_ENTRIES_MAX 50000u

/* p NULL: not said.  Dates are RFC 3339, or absent. */
struct sitemap_entry {
	struct span url;                            /* absolute */
	struct span changed;                        /* lastmod */
	struct span published, title, outlet, lang; /* of a news sitemap */
};

struct sitemap {
	bool index; /* its entries are sitemaps */
	struct sitemap_entry *entry;
	size_t n;
	size_t refused;     /* entries that were left out */
	size_t line;        /* of a text: the first of them */
	bool cut;           /* it ends in its midst */
	struct arena arena; /* owns all of it */
};

/*
 * base: its own address, p NULL: unknown.  RC_REFUSED: no sitemap, RC_TOOBIG;
 * why (cleared first) says what it is.  sitemap_free() on RC_OK only.
 */
MUST_USE enum rc sitemap_read(struct span bytes, struct span charset,
    struct span base, struct sitemap *s, struct buf *why);
/* Lines of addresses; RC_REFUSED: there is none. */
MUST_USE enum rc sitemap_read_text(struct span text, struct sitemap *s);
void sitemap_free(struct sitemap *s);

/* Does text begin as lines of addresses do: the first line that is neither
 * blank nor a comment is one, and of the next ones none has blanks? */
bool sitemap_is_text(struct span text);

/* Does an address of a page look so that it can be asked for? */
bool sitemap_is_address(struct span url);

#endif
