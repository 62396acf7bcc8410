/*
 * address.h -- addresses of the net as they stand in running text: URLs (RFC
 * 3986), e-mail addresses (RFC 5322, the usual form), names of hosts.  Only
 * ASCII ones.
 */
#ifndef WORKERS_ADDRESS_H
#define WORKERS_ADDRESS_H

#include "proto/span.h"

/*
 * The length of the address that s starts with, without the punctuation that
 * closes a sentence; 0 when it starts with none.  Looks no further than the
 * first byte that an address cannot hold.
 */
size_t address_length(struct span s);

#endif
