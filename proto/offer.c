/* offer.c -- the OFFER and TAKEN messages. */
#include "offer.h"

#include "mp.h"

enum { F_ID = 2, F_ARTICLES, F_OFFER };
enum { F_CODE = 3, F_TEXT, F_TAKEN };

static const struct mp_form offer_form = { "OFFER", OFFER_VERSION, F_OFFER };
static const struct mp_form taken_form = { "TAKEN", OFFER_VERSION, F_TAKEN };

void
offer_encode(const struct offer *o, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, offer_form.tag, OFFER_VERSION, F_OFFER);
	mp_put_u64(&m, o->id);
	mp_put_array(&m, o->n);
	for (uint32_t i = 0; i < o->n; i++)
		mp_put_bin(&m, o->article[i].p, o->article[i].n);
}

void
offer_encode_taken(const struct offer_taken *t, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, taken_form.tag, OFFER_VERSION, F_TAKEN);
	mp_put_u64(&m, t->id);
	mp_put_u64(&m, t->code);
	mp_put_str(&m, t->text);
}

struct reading {
	struct arena *arena;
	struct offer offer;
};

static enum rc
offer_fields(const msgpack_object *f, void *arg)
{
	struct reading *r = arg;
	struct offer *o = &r->offer;
	const msgpack_object *item;
	struct span *blob;
	size_t bytes = 0;

	if (!mp_u64(&f[F_ID], &o->id) ||
	    !mp_array(&f[F_ARTICLES], &item, &o->n) || o->n == 0)
		return RC_BADMSG;
	if (o->n > OFFER_ARTICLES_MAX)
		return RC_TOOBIG;
	blob = arena_alloc(r->arena, o->n, sizeof *blob);
	for (uint32_t i = 0; i < o->n; i++) {
		if (!mp_bin(&item[i], &blob[i]))
			return RC_BADMSG;
		bytes += blob[i].n;
	}
	o->article = blob;
	return bytes <= OFFER_BYTES_MAX ? RC_OK : RC_TOOBIG;
}

enum rc
offer_decode(struct span in, struct arena *arena, struct offer *o)
{
	struct reading r = { .arena = arena };
	enum rc rc = mp_read(in, &offer_form, offer_fields, &r);

	if (rc == RC_OK)
		*o = r.offer;
	return rc;
}

static enum rc
taken_fields(const msgpack_object *f, void *arg)
{
	struct offer_taken *t = arg;
	uint32_t code;

	if (!mp_u64(&f[F_ID], &t->id) || !mp_u32(&f[F_CODE], &code) ||
	    code >= OFFER_CODES || !mp_str(&f[F_TEXT], &t->text))
		return RC_BADMSG;
	t->code = (enum offer_code)code;
	return t->text.n <= OFFER_TEXT_MAX ? RC_OK : RC_TOOBIG;
}

enum rc
offer_decode_taken(struct span in, struct offer_taken *t)
{
	struct offer_taken got;
	enum rc rc = mp_read(in, &taken_form, taken_fields, &got);

	if (rc == RC_OK)
		*t = got;
	return rc;
}
