/*
 * credit.h -- whom an article credits: the agency that its words are from, and
 * who is said to have reported a thing first.
 *
 * Looked for in the record's source; in the byline; in the dateline ("OTTAWA
 * (AP) -"); in the first and last lines ("The Canadian Press", "With files
 * from ...", "This report by ... was first published", "... contributed to
 * this report"); and, for who was first, in the whole text.  Agencies are those
 * of agency.h; other names are taken where the words around leave no doubt.
 */
#ifndef SINK_CREDIT_H
#define SINK_CREDIT_H

#include <stdbool.h>

#include "proto/arena.h"
#include "proto/span.h"

#define CREDIT_MAX 16 /* of an article; further ones are not looked at */

/* How; the first of an article's credits that CREDIT_WORDS is true of tells
 * whose words it has. */
enum credit_how {
	CREDIT_SOURCE,    /* the record's source */
	CREDIT_BYLINE,    /* "Ada Quill, The Canadian Press" */
	CREDIT_DATELINE,  /* "OTTAWA (AP) -" */
	CREDIT_LINE,      /* a line that says so and nothing else */
	CREDIT_PUBLISHED, /* "This report by ... was first published" */
	CREDIT_FILES,     /* "With files from ..." */
	CREDIT_FIRST      /* "first reported by ...": recorded only */
};
#define CREDIT_WORDS(how) ((how) != CREDIT_FIRST)

/* "source", "byline", "dateline", ...; static storage. */
const char *credit_how_text(enum credit_how how);

struct credit {
	enum credit_how how;
	struct span name;  /* the agency's own name, or as it stands there */
	bool agency;       /* of agency.h: its words; else recorded only,
			    * unless it is the source or who published */
	struct span exact; /* where it was read: in the record */
};

struct credit_of {
	struct span source, byline, text; /* UTF-8; may be absent */
};

/*
 * The credits of an article, in the order of enum credit_how and then of the
 * text; views lie in the article, in arena, or are static.  Returns how many.
 */
size_t credit_read(const struct credit_of *a, struct arena *arena,
    struct credit credit[CREDIT_MAX]);

/* The one that tells whose words the article has; NULL: its outlet's. */
const struct credit *credit_whose(const struct credit *credit, size_t n);

#endif
