/*
 * recode.h -- text in any character set into UTF-8, by iconv(3).
 *
 * Names are taken as the web uses them (WHATWG Encoding, section 4.2): what
 * calls itself ISO 8859-1 or ASCII is windows-1252, GB 2312 is GB 18030, and
 * so on.  What is no character in the set becomes U+FFFD; nothing is lost
 * without a trace.
 */
#ifndef PROTO_PAGE_RECODE_H
#define PROTO_PAGE_RECODE_H

#include "proto/buf.h"
#include "proto/rc.h"

#define RECODE_NAME_MAX 40 /* bytes of a set's name */

/* Append in, whose set is called from, to out.  RC_NOENT: no such set, out is
 * as it was. */
MUST_USE enum rc recode_utf8(struct span from, struct span in, struct buf *out);

/* The character that pages mean by code 128 to 159, which windows-1252 has
 * there (HTML Standard, "numeric character reference end state"); 0: none. */
unsigned recode_c1(unsigned code);

/* Bytes of s that no UTF-8 text has, and whole characters beyond ASCII. */
struct recode_census {
	size_t bad, good;
};
struct recode_census recode_census(struct span s);

#endif
