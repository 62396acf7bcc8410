/* Any bytes as a text file with header lines: views stay within, the text is
 * the rest. */
#include <stdlib.h>

#include "producer/headerlines.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
within(struct span file, struct span v)
{
	if (v.p != NULL &&
	    (v.p < file.p || v.n > (size_t)(file.p + file.n - v.p)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span file = { (const char *)p, n };
	struct article a = { .text = { NULL, 0 } };
	size_t at = headerlines_read(file, &a);

	if (at > n || (at == 0 && a.title.p != NULL))
		abort();
	within(file, a.outlet);
	within(file, a.url);
	within(file, a.title);
	within(file, a.byline);
	within(file, a.published);
	within(file, a.updated);
	within(file, a.lang);
	return 0;
}
