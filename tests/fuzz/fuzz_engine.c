/*
 * fuzz_engine.c -- the extraction of any text: all that it finds lies within
 * the text and the limits, so that what is encoded can be decoded, and all of
 * it is found again by another run.  Bytes that are not UTF-8 are replaced
 * first, as a reader would refuse them.
 */
#include "fuzz.h"
#include "proto/utf8.h"
#include "workers/engine.h"

/* A copy of s with "?" for what is ill-formed, and for NUL. */
static struct span
cleaned(struct arena *arena, struct span s)
{
	char *p = arena_strdup(arena, s);
	size_t at = 0;

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\0')
			p[i] = '?';
	while ((at += utf8_valid((struct span) { p + at, s.n - at })) < s.n)
		p[at] = '?';
	return (struct span) { p, s.n };
}

/* Another run gives the same bytes. */
static void
same_again(const struct article *a, struct span first)
{
	struct arena arena = { 0 };
	struct found f;
	struct buf why = { 0 }, blob = { 0 };

	fuzz_require(engine_extract(a, &arena, false, &f, NULL, &why) == RC_OK);
	found_encode(&f, &blob);
	fuzz_require(span_eq(first, buf_span(&blob)));
	buf_free(&why);
	buf_free(&blob);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena arena = { 0 };
	struct article a = { .published = SPAN("2031-03-05") };
	struct engine_layers l;
	struct found f, back;
	struct buf why = { 0 }, blob = { 0 };
	uint32_t length;

	a.text = cleaned(&arena, (struct span) { (const char *)p, n });
	length = (uint32_t)utf8_count(a.text);
	fuzz_require(engine_extract(&a, &arena, ENGINE_LAYERS | ENGINE_EXPLAIN,
			 &f, &l, &why) == RC_OK);
	found_encode(&f, &blob);
	fuzz_require(
	    found_decode(buf_span(&blob), length, &arena, &back) == RC_OK);
	fuzz_require(back.n_claims == f.n_claims &&
	    back.n_figures == f.n_figures && back.n_times == f.n_times &&
	    back.n_entities == f.n_entities);
	for (uint32_t i = 0; i < l.n_tokens; i++)
		fuzz_require(l.tokens[i].at.start < l.tokens[i].at.end &&
		    l.tokens[i].at.end <= length);
	same_again(&a, buf_span(&blob));
	buf_free(&why);
	buf_free(&blob);
	arena_free(&arena);
	return 0;
}
