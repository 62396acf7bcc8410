/* feednames.h -- what the names of elements in feeds mean. */
#ifndef PRODUCER_FEEDNAMES_H
#define PRODUCER_FEEDNAMES_H

#include "draft.h"
#include "xmlin.h"

/* Vocabularies. */
enum {
	FEEDNAMES_CORE, /* RSS of all versions, and Atom */
	FEEDNAMES_DC,
	FEEDNAMES_TERMS,
	FEEDNAMES_CONTENT,
	FEEDNAMES_ITUNES,
	FEEDNAMES_MEDIA,
	FEEDNAMES_XHTML,
	FEEDNAMES_RDF,
	FEEDNAMES_SYND,
	FEEDNAMES_OTHER
};

/* What becomes of an element of a feed or an entry. */
struct feednames_field {
	int ns;
	const char *name;
	enum draft_part part;
	int rank; /* of draft_put(); of categories: is it a list? */
};

#define FEEDNAMES_KEYWORDS 1 /* rank of categories with commas between them */

int feednames_space(const struct xmlin_tag *t);

/* NULL: nothing. */
const struct feednames_field *feednames_field(const struct xmlin_tag *t);

#endif
