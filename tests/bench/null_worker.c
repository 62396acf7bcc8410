/*
 * null_worker.c -- a worker with extraction off: it finds twenty claims in
 * any article at once, so that what is measured is everything else.
 */
#include <string.h>

#include "proto/article.h"
#include "proto/found.h"
#include "proto/utf8.h"
#include "workers/shift.h"

#define CLAIMS 20

/* The i-th claim: a twentieth of the text, said by one of four people. */
static struct found_claim
make_claim(struct span text, uint32_t length, uint32_t i, struct arena *arena)
{
	static const char *const who[] = { "Ada Quill", "Bo Marsh", "Cleo Tran",
		"Dov Lund" };
	struct found_claim c = { .kind = FOUND_INDIRECT,
		.n_content = 1,
		.has_source = true,
		.has_cue = true,
		.speaker = span_of(who[i % 4]),
		.speaker_type = FOUND_PERSON,
		.rule = SPAN("null"),
		.confidence = 1 };
	uint32_t from = length / CLAIMS * i, to = length / CLAIMS * (i + 1);
	size_t a = utf8_offset(text, from), b = utf8_offset(text, to);

	c.content = arena_alloc(arena, 1, sizeof *c.content);
	*c.content = (struct range) { from, to };
	c.source = (struct range) { from, from };
	c.cue = c.source;
	c.key = hash_fast((struct span) { text.p + a, b - a });
	return c;
}

static enum compute_result
null_compute(struct span art, struct arena *arena, struct buf *out)
{
	struct found f = { .engine = SPAN("null"), .n_claims = CLAIMS };
	struct article a;
	struct mp_doc d;
	uint32_t length;

	if (article_decode(art, &d, &a) != RC_OK)
		return COMPUTE_REFUSED;
	length = (uint32_t)utf8_count(a.text);
	f.claims = arena_alloc(arena, CLAIMS, sizeof *f.claims);
	for (uint32_t i = 0; i < CLAIMS; i++)
		f.claims[i] = make_claim(a.text, length, i, arena);
	found_encode(&f, out);
	mp_close(&d);
	return COMPUTE_FOUND;
}

int
main(int argc, char **argv)
{
	return shift_main(argc, argv, null_compute);
}
