/* What is read keeps to its bounds, can be rendered, and is written and read
 * to the same. */
#include "fuzz.h"

#include <string.h>

#include "proto/jsonin.h"
#include "proto/render.h"

#define LENGTH 200 /* code points of the article */

static void
check_range(struct range r)
{
	fuzz_require(r.start <= r.end && r.end <= LENGTH);
}

static void
check(const struct found *f)
{
	for (uint32_t i = 0; i < f->n_claims; i++) {
		const struct found_claim *c = &f->claims[i];

		fuzz_require(c->n_content > 0);
		for (uint32_t k = 0; k < c->n_content; k++)
			check_range(c->content[k]);
		for (uint32_t k = 0; k < c->n_figures; k++)
			fuzz_require(c->figures[k] < f->n_figures);
	}
	for (uint32_t i = 0; i < f->n_entities; i++)
		for (uint32_t k = 0; k < f->entities[i].n_mentions; k++)
			check_range(f->entities[i].mentions[k]);
}

/* The JSON of it is JSON; a great many claims are not worth the time. */
static void
render(const struct found *f, struct arena *arena)
{
	char text[LENGTH];
	struct article a = { .text = { text, LENGTH } };
	struct buf b = { 0 }, why = { 0 };
	struct json j = json_on(&b);
	struct json_object *o = NULL;
	struct textmap m;
	enum rc rc;

	memset(text, '"', sizeof text);
	textmap_init(&m, a.text, arena);
	json_open(&j, '{');
	render_found(&j, &a, &m, f, true);
	json_close(&j, '}');
	rc = jsonin_parse(buf_span(&b), 8, &o, &why);
	fuzz_require(rc == RC_OK || rc == RC_TOOBIG);
	json_object_put(o);
	buf_free(&b);
	buf_free(&why);
}

static bool
turn(struct span in, struct buf *out)
{
	struct arena arena = { 0 };
	struct found f;
	bool ok = found_decode(in, LENGTH, &arena, &f) == RC_OK;

	if (ok) {
		check(&f);
		render(&f, &arena);
		found_encode(&f, out);
	}
	arena_free(&arena);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_round_trip(p, n, turn);
}
