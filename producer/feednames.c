/* feednames.c -- names of elements in feeds. */
#include "feednames.h"

#include <strings.h>

/* By the start of the namespace's name, and the prefix that is usual where it
 * was not declared. */
static const struct {
	const char *uri, *prefix;
	int ns;
} spaces[] = {
	{ "http://www.w3.org/2005/Atom", "atom", FEEDNAMES_CORE },
	{ "http://purl.org/atom/", "atom", FEEDNAMES_CORE },
	{ "http://purl.org/pie", "atom", FEEDNAMES_CORE },
	{ "http://purl.org/rss/1.0/modules/content", "content",
	    FEEDNAMES_CONTENT },
	{ "http://purl.org/rss/1.0/modules/syndication", "sy", FEEDNAMES_SYND },
	{ "http://purl.org/rss/1.0/modules/", NULL, FEEDNAMES_OTHER },
	{ "http://purl.org/rss/1.0", "rss", FEEDNAMES_CORE },
	{ "http://purl.org/net/rss", "rss", FEEDNAMES_CORE },
	{ "http://my.netscape.com/", "rss", FEEDNAMES_CORE },
	{ "http://channel.netscape.com/", "rss", FEEDNAMES_CORE },
	{ "http://backend.userland.com/", "rss", FEEDNAMES_CORE },
	{ "http://blogs.law.harvard.edu/", "rss", FEEDNAMES_CORE },
	{ "http://purl.org/dc/elements/", "dc", FEEDNAMES_DC },
	{ "http://purl.org/dc/terms/", "dcterms", FEEDNAMES_TERMS },
	{ "http://www.itunes.com/dtds/podcast", "itunes", FEEDNAMES_ITUNES },
	{ "http://search.yahoo.com/mrss", "media", FEEDNAMES_MEDIA },
	{ "http://www.w3.org/1999/xhtml", "xhtml", FEEDNAMES_XHTML },
	{ "http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf", FEEDNAMES_RDF },
};

/* What becomes of an element of a feed or an entry. */
static const struct feednames_field fields[] = {
	{ FEEDNAMES_CORE, "title", DRAFT_TITLE, 3 },
	{ FEEDNAMES_DC, "title", DRAFT_TITLE, 2 },
	{ FEEDNAMES_MEDIA, "title", DRAFT_TITLE, 1 },
	{ FEEDNAMES_ITUNES, "title", DRAFT_TITLE, 1 },
	{ FEEDNAMES_CORE, "link", DRAFT_LINK, 0 },
	{ FEEDNAMES_CORE, "guid", DRAFT_GUID, 2 },
	{ FEEDNAMES_CORE, "id", DRAFT_GUID, 2 },
	{ FEEDNAMES_CONTENT, "encoded", DRAFT_TEXT, 6 },
	{ FEEDNAMES_CORE, "content", DRAFT_TEXT, 5 },
	{ FEEDNAMES_CORE, "fullitem", DRAFT_TEXT, 5 },
	{ FEEDNAMES_XHTML, "body", DRAFT_TEXT, 5 },
	{ FEEDNAMES_XHTML, "div", DRAFT_TEXT, 5 },
	{ FEEDNAMES_CORE, "body", DRAFT_TEXT, 5 },
	{ FEEDNAMES_CORE, "description", DRAFT_TEXT, 3 },
	{ FEEDNAMES_CORE, "summary", DRAFT_TEXT, 3 },
	{ FEEDNAMES_DC, "description", DRAFT_TEXT, 2 },
	{ FEEDNAMES_TERMS, "abstract", DRAFT_TEXT, 2 },
	{ FEEDNAMES_MEDIA, "description", DRAFT_TEXT, 1 },
	{ FEEDNAMES_ITUNES, "summary", DRAFT_TEXT, 1 },
	{ FEEDNAMES_CORE, "pubdate", DRAFT_PUBLISHED, 4 },
	{ FEEDNAMES_CORE, "published", DRAFT_PUBLISHED, 4 },
	{ FEEDNAMES_CORE, "issued", DRAFT_PUBLISHED, 4 },
	{ FEEDNAMES_TERMS, "issued", DRAFT_PUBLISHED, 3 },
	{ FEEDNAMES_DC, "date", DRAFT_PUBLISHED, 2 },
	{ FEEDNAMES_CORE, "created", DRAFT_PUBLISHED, 1 },
	{ FEEDNAMES_TERMS, "created", DRAFT_PUBLISHED, 1 },
	{ FEEDNAMES_CORE, "updated", DRAFT_UPDATED, 2 },
	{ FEEDNAMES_CORE, "modified", DRAFT_UPDATED, 2 },
	{ FEEDNAMES_TERMS, "modified", DRAFT_UPDATED, 1 },
	{ FEEDNAMES_CORE, "author", DRAFT_AUTHOR, 0 },
	{ FEEDNAMES_DC, "creator", DRAFT_AUTHOR, 0 },
	{ FEEDNAMES_DC, "author", DRAFT_AUTHOR, 0 },
	{ FEEDNAMES_ITUNES, "author", DRAFT_AUTHOR, 0 },
	{ FEEDNAMES_CORE, "source", DRAFT_SOURCE, 1 },
	{ FEEDNAMES_CORE, "category", DRAFT_CATEGORY, 0 },
	{ FEEDNAMES_DC, "subject", DRAFT_CATEGORY, 0 },
	{ FEEDNAMES_MEDIA, "keywords", DRAFT_CATEGORY, FEEDNAMES_KEYWORDS },
	{ FEEDNAMES_MEDIA, "category", DRAFT_CATEGORY, 0 },
	{ FEEDNAMES_ITUNES, "keywords", DRAFT_CATEGORY, FEEDNAMES_KEYWORDS },
	{ FEEDNAMES_CORE, "language", DRAFT_LANG, 2 },
	{ FEEDNAMES_DC, "language", DRAFT_LANG, 1 },
	{ FEEDNAMES_CORE, "ttl", DRAFT_TTL, 1 },
	{ FEEDNAMES_SYND, "updateperiod", DRAFT_PERIOD, 1 },
	{ FEEDNAMES_SYND, "updatefrequency", DRAFT_OFTEN, 1 },
};

int
feednames_space(const struct xmlin_tag *t)
{
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		if (t->ns != NULL &&
		    strncasecmp(t->ns, spaces[i].uri, strlen(spaces[i].uri)) ==
			0)
			return spaces[i].ns;
		if (t->ns == NULL && t->prefix != NULL &&
		    spaces[i].prefix != NULL &&
		    strcasecmp(t->prefix, spaces[i].prefix) == 0)
			return spaces[i].ns;
	}
	/* a default namespace of somebody's own changes nothing */
	return t->prefix == NULL ? FEEDNAMES_CORE : FEEDNAMES_OTHER;
}

const struct feednames_field *
feednames_field(const struct xmlin_tag *t)
{
	int ns = feednames_space(t);

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].ns == ns &&
		    strcasecmp(fields[i].name, t->name) == 0)
			return &fields[i];
	return NULL;
}
