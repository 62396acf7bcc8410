/*
 * source_feed.h -- a feed file (RSS, Atom, JSON Feed) as articles, an entry
 * each.  The file is read whole; its cursor moves with the last entry, so a
 * feed that was taken in part is read again, which the store knows to be
 * repeats.
 */
#ifndef PRODUCER_SOURCE_FEED_H
#define PRODUCER_SOURCE_FEED_H

#include "newsfeed.h"
#include "source.h"

/* fd and its copy of key are the source's. */
struct source *source_feed_file(
    int fd, const char *name, const char *key, const struct source_opts *o);

/*
 * Entry i of f as an item of s, which called the feed name; an entry that is
 * not acceptable is refused by its line, item then has no article.
 */
void source_feed_item(const struct source *s, const char *name,
    const struct newsfeed *f, size_t i, struct source_item *item);

/* Say of f what it lacks, once, when it was read as far as it could be. */
void source_feed_complain(
    const struct source *s, const char *name, const struct newsfeed *f);

#endif
