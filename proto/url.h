/* url.h -- one spelling for one address (RFC 3986, section 6.2). */
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

#endif
