/*
 * cutter.h -- the words of a mention, cut out of its revision's text.
 *
 * The views cut by substr(), which reads the text from its start each time:
 * fine for a row, a minute for 10,000 mentions of a text of megabytes.  Here a
 * text is read and indexed once for all of its mentions that follow each other.
 */
#ifndef SINK_CUTTER_H
#define SINK_CUTTER_H

#include "form.h"
#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/rc.h"
#include "proto/textmap.h"

struct sqlite3;

/* Start from { 0 }. */
struct cutter {
	int64_t revision; /* whose text is here; 0: none */
	struct buf text;
	bool there; /* it has a text */
	struct textmap map;
	struct arena arena; /* map's */
	struct buf content, words;
	struct range hull; /* of the row filled last: from the first of its
			    * spans to the last, within the text */
};

void cutter_fini(struct cutter *c);

/*
 * Fill in what row lacks: the words of source and cue, content, words.
 * ranges: [[start,end],...] as the store keeps them.  The views in row are
 * good until the next call.
 */
MUST_USE enum rc cutter_fill(struct cutter *c, struct sqlite3 *db,
    int64_t revision, struct span ranges, struct form_mention *row);

#endif
