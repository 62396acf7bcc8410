/* Whatever is written is text: no markup, and nothing that XML forbids. */
#include "fuzz.h"

#include "proto/utf8.h"
#include "sink/web/xmlout.h"

/* An entity that is known; its length, 0: it is none. */
static size_t
entity(struct span s)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;",
		"&#39;", "&#13;", "&#10;", "&#9;" };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		size_t n = strlen(known[i]);

		if (s.n >= n && memcmp(s.p, known[i], n) == 0)
			return n;
	}
	return 0;
}

static void
check(struct span s)
{
	fuzz_require(utf8_valid(s) == s.n);
	while (s.n > 0) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		if (cp == '&')
			fuzz_require((n = entity(s)) > 0);
		fuzz_require(strchr("<>\"'\r", (int)(cp & 0x7f)) == NULL ||
		    cp > 0x7f || cp == 0);
		fuzz_require(cp >= ' ' || cp == '\n' || cp == '\t');
		fuzz_require(cp != 0xfffe && cp != 0xffff);
		s = (struct span) { s.p + n, s.n - n };
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = { (const char *)p, n };
	struct buf text = { 0 }, value = { 0 };

	xmlout_text(&text, in);
	check(buf_span(&text));
	xmlout_attribute(&value, "a", in);
	fuzz_require(value.n >= 5);
	check((struct span) { value.p + 4, value.n - 5 });
	for (size_t i = 0; i < value.n; i++)
		fuzz_require(value.p[i] != '\n' && value.p[i] != '\t');
	buf_free(&text);
	buf_free(&value);
	return 0;
}
