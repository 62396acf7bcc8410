/*
 * tell.h -- what a file is, told by its first bytes and never by its name.
 *
 * JSON Lines: the first byte that is no blank is '{', and on the same line
 * '"' or '}' follows; so every JSON object is one, also one that is broken
 * further on, and hardly any prose is.  XML is told by its first element,
 * whatever stands before it, in any Unicode encoding.  A byte order mark (EF BB
 * BF) counts as nothing (RFC 8259, section 8.1; RFC 3629, section 6).
 */
#ifndef PRODUCER_TELL_H
#define PRODUCER_TELL_H

#include "proto/span.h"

#define TELL_HEAD 4096 /* bytes that are looked at */

enum tell_kind {
	TELL_EMPTY,   /* no byte at all, yet */
	TELL_TEXT,    /* an article as text, with or without header lines */
	TELL_RECORDS, /* JSON Lines */
	TELL_FEED,    /* RSS, Atom, JSON Feed; also XML whose first element
		       * stands beyond the head */
	TELL_PAGE,    /* HTML */
	TELL_ARCHIVE, /* WARC or ARC, also within gzip */
	TELL_OTHER    /* known to be none of these */
};

/* head: the first TELL_HEAD bytes, or all there are.  With TELL_OTHER *why is
 * a static sentence without a full stop: what it is and what to do. */
enum tell_kind tell_kind(struct span head, const char **why);

/* Is it a list of feeds (OPML)?  tell_kind() says TELL_OTHER of it. */
bool tell_is_opml(struct span head);

/* Bytes of the byte order mark that s begins with: 3 or 0. */
size_t tell_bom(struct span s);

#endif
