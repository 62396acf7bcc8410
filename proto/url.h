/* url.h -- one spelling for one address (RFC 3986, section 6.2), and whole
 * addresses of parts of them (section 5). */
#ifndef PROTO_URL_H
#define PROTO_URL_H

#include "buf.h"

/*
 * Append url in its canonical spelling: scheme and host in lower case, no
 * fragment, no default port, "/" for an empty path, no tracking parameters
 * (utm_*, fbclid, gclid).  What is no URL with "://" keeps its spelling but
 * for the fragment.
 */
void url_canonical(struct span url, struct buf *out);

/*
 * Append what url, as found at the address base, leads to (RFC 3986, section
 * 5.2), blanks and bytes beyond ASCII of url percent-encoded.  A url with a
 * scheme is appended as it is, and so is any where base has none.
 */
void url_resolve(struct span url, struct span base, struct buf *out);

#endif
