/* Any bytes as a date: what it becomes is a date, the same when read again. */
#include <stdlib.h>

#include "proto/page/feeddate.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char once[FEEDDATE_MAX], twice[FEEDDATE_MAX];
	int64_t a, b;
	struct span s = { (const char *)p, n };

	if (!feeddate_read(s, once))
		return 0;
	if (!feeddate_read(span_of(once), twice) || strcmp(once, twice) != 0)
		abort();
	if (feeddate_instant(s, &a) &&
	    (!feeddate_instant(span_of(once), &b) || a != b))
		abort();
	return 0;
}
