/* Any bytes as a page: it ends, and an article has text in UTF-8. */
#include <stdlib.h>

#include "proto/page/page.h"
#include "proto/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span bytes = { (const char *)p, n }, none = { NULL, 0 };
	struct buf why = { 0 };
	struct page page = { 0 };

	if (page_read(bytes, none, span_of("https://a.example/"), &page,
		&why) == RC_OK) {
		struct span text = page.article.text;

		if (text.n == 0 || utf8_valid(text) != text.n)
			abort();
	} else if (why.n == 0)
		abort();
	page_free(&page);
	buf_free(&why);
	return 0;
}
