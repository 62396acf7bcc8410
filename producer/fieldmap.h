/*
 * fieldmap.h -- records of other tools: which of their members is which of an
 * article's.  Maps are text, of the configuration (record_maps) and built in:
 *
 *     MAP  = NAME ITEM...              maps are apart by commas
 *     ITEM = "?"PATH                   a record has it, or the map is not its
 *          | MEMBER":"PATH             MEMBER: title, byline, text, html, ...
 *     PATH = STEP["."STEP]...
 *     STEP = NAME["["KEY"="VALUE"]"]   of an array those whose KEY is VALUE
 *
 * Of several items of one member the first that leads to a string that is not
 * empty holds.  A step into an array goes into each of its elements: their
 * paragraphs are the text, their names the byline; of others the first counts.
 * Dates become RFC 3339 (feeddate.h).
 *
 * A map is a record's when it has what the map wants and a text or html by it.
 */
#ifndef PRODUCER_FIELDMAP_H
#define PRODUCER_FIELDMAP_H

#include <stdbool.h>

#include "proto/arena.h"
#include "proto/article.h"
#include "proto/buf.h"
#include "proto/jsonin.h"

#define FIELDMAP_RULES_MAX 256 /* items of all maps */

struct fieldmap;

/* What is wrong with the maps in text, as a sentence in why (cleared first);
 * RC_REFUSED, or RC_OK. */
MUST_USE enum rc fieldmap_check(const char *text, struct buf *why);

/* The maps in text (NULL: none), then those built in.  What fieldmap_check()
 * refuses is left out. */
struct fieldmap *fieldmap_new(const char *text);
void fieldmap_free(struct fieldmap *m); /* NULL is harmless */

/*
 * Fill in *a and *html (of which one may stay absent) from root by the first
 * map that is its; false: none is.  own: root has a text of our own form, so
 * that only the user's maps are tried.  What the map does not name stays as it
 * is in *a.  Views into arena.
 */
bool fieldmap_use(const struct fieldmap *m, bool own, struct json_object *root,
    struct arena *arena, struct article *a, struct span *html);

#endif
