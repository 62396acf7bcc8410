/* Bodies that are posted: whatever comes, what is packed are good articles,
 * every record is either packed or refused, and the answer is JSON. */
#include "fuzz.h"

#include "proto/article.h"
#include "proto/jsonin.h"
#include "proto/offer.h"
#include "sink/web/parcel.h"

#define DEPTH 4

static struct json_object *
json_of(struct span s)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };

	fuzz_require(jsonin_parse(s, DEPTH, &o, &why) == RC_OK);
	buf_free(&why);
	return o;
}

static void
look_into(const struct parcel *p)
{
	struct arena arena = { 0 };
	struct json_object *list = json_of(buf_span(&p->refused));
	struct article a;
	struct mp_doc d;
	struct offer o;

	fuzz_require(offer_decode(buf_span(&p->offer), &arena, &o) == RC_OK);
	fuzz_require(o.n == p->n && o.id == p->id);
	for (uint32_t i = 0; i < o.n; i++) {
		fuzz_require(article_decode(o.article[i], &d, &a) == RC_OK);
		mp_close(&d);
	}
	fuzz_require(json_object_array_length(list) == p->bad);
	fuzz_require(o.n + p->bad <= OFFER_ARTICLES_MAX);
	json_object_put(list);
	arena_free(&arena);
}

static void
pack(const char *type, struct span body)
{
	struct parcel p = { 0 };
	struct reply r;

	reply_init(&r);
	if (parcel_pack(&p, span_of(type), body, &r)) {
		fuzz_require(r.body.n == 0);
		look_into(&p);
	} else {
		fuzz_require(p.offer.p == NULL);
		fuzz_require(r.status >= 400 && r.status < 500);
		json_object_put(json_of(buf_span(&r.body)));
	}
	parcel_fini(&p);
	reply_fini(&r);
}

/* The first line as a type: whatever it is, the answer is JSON. */
static void
ask_type(struct span s)
{
	const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;
	struct reply r;

	reply_init(&r);
	if (end != NULL &&
	    !parcel_takes((struct span) { s.p, (size_t)(end - s.p) }, &r))
		json_object_put(json_of(buf_span(&r.body)));
	reply_fini(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span body = { (const char *)p, n };

	ask_type(body);
	pack("application/json", body);
	pack("application/x-ndjson", body);
	return 0;
}
