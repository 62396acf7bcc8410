/* Any bytes as a sitemap: every address told can be asked for, and written as
 * a text is told again. */
#include "fuzz.h"

#include "producer/sitemap.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct span none = { NULL, 0 };
	struct sitemap s, again;
	struct buf why = { 0 }, text = { 0 };

	if (sitemap_read((struct span) { (const char *)p, n }, none,
		span_of("https://x.example/a/"), &s, &why) == RC_OK) {
		for (size_t i = 0; i < s.n; i++) {
			fuzz_require(sitemap_is_address(s.entry[i].url));
			buf_append(&text, s.entry[i].url.p, s.entry[i].url.n);
			buf_puts(&text, "\n");
		}
		if (s.n > 0) {
			fuzz_require(sitemap_read_text(
					 buf_span(&text), &again) == RC_OK);
			fuzz_require(again.n == s.n && again.refused == 0);
			sitemap_free(&again);
		}
		sitemap_free(&s);
	} else
		fuzz_require(why.n > 0);
	buf_free(&why);
	buf_free(&text);
	return 0;
}
