/*
 * xmlin.h -- XML from outside, whole, as events: by libxml2 (SAX2, recovery
 * mode), after the text was brought into UTF-8 and what libxml2 cannot
 * recover from was mended.
 *
 * Characters: by the charset of the transport, a byte order mark, the first
 * bytes (XML 1.0, appendix F), the declaration, in this order; what says it is
 * UTF-8 and mostly is not is windows-1252.
 *
 * Mended, once over the text: what stands before the first tag; "&" that
 * begins no reference; "<" that begins no tag; HTML's names (&eacute;) and
 * references into 128-159 (which mean windows-1252) are written as the
 * characters they mean; control characters become blanks.
 *
 * Nothing is loaded from elsewhere.  Entities that the document declares are
 * put in when they are plain text, up to XMLIN_ENTITIES_MAX bytes of them all
 * told; entities within entities are left out, so none can grow.
 */
#ifndef PRODUCER_XMLIN_H
#define PRODUCER_XMLIN_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/rc.h"

#define XMLIN_ENTITIES_MAX (1u << 20)

/* An element's start, good during the call. */
struct xmlin_tag {
	const char *name;   /* without prefix */
	const char *prefix; /* NULL: none */
	const char *ns;     /* NULL: none, or the prefix is not declared */
	int line;           /* from 1 on */
	const void *attr;   /* private */
	int n_attr;
};

/* The value of an attribute without namespace, whatever its case: p NULL when
 * there is none. */
struct span xmlin_attr(const struct xmlin_tag *t, const char *name);
/* Likewise of prefix:name, for the prefixes xml and rdf. */
struct span xmlin_attr_of(
    const struct xmlin_tag *t, const char *prefix, const char *name);

struct xmlin_events {
	void (*open)(void *arg, const struct xmlin_tag *t);
	void (*close)(void *arg);
	void (*text)(void *arg, struct span s); /* also CDATA; in pieces */
};

struct xmlin_state {
	bool broken; /* not well formed, and read as far as it could be */
	bool cut;    /* ended before its first element's end */
	int line;    /* of the first error, from 1 on */
};

/*
 * Read all of it.  What was not closed is closed at the end, unless
 * state->cut: then it is not whole.  RC_REFUSED: there is no element in it at
 * all. charset: of the transport (Content-Type), p NULL when it says none.
 */
MUST_USE enum rc xmlin_read(struct span bytes, struct span charset,
    const struct xmlin_events *ev, void *arg, struct xmlin_state *state);

/* The first part of it: bytes as UTF-8, appended. */
void xmlin_decode(struct span bytes, struct span charset, struct buf *out);

#endif
