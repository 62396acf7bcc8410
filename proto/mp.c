/* mp.c -- checked MessagePack; the format is that of
 * github.com/msgpack/msgpack/blob/master/spec.md. */
#include "mp.h"

#include <stdlib.h>

#include "utf8.h"

enum shape {
	SHAPE_NONE,  /* never used: 0xc1 */
	SHAPE_FIXED, /* size bytes follow */
	SHAPE_BYTES, /* size bytes of length, then so many bytes (+ extra) */
	SHAPE_ITEMS, /* size bytes of count, then so many objects */
	SHAPE_PAIRS  /* size bytes of count, then twice as many objects */
};

struct form {
	unsigned char shape, size, extra;
};

/* First bytes 0xc0 to 0xdf; the others carry their size themselves. */
static const struct form forms[32] = {
	{ SHAPE_FIXED, 0, 0 },  /* c0 nil */
	{ SHAPE_NONE, 0, 0 },   /* c1 */
	{ SHAPE_FIXED, 0, 0 },  /* c2 false */
	{ SHAPE_FIXED, 0, 0 },  /* c3 true */
	{ SHAPE_BYTES, 1, 0 },  /* c4 bin 8 */
	{ SHAPE_BYTES, 2, 0 },  /* c5 bin 16 */
	{ SHAPE_BYTES, 4, 0 },  /* c6 bin 32 */
	{ SHAPE_BYTES, 1, 1 },  /* c7 ext 8 */
	{ SHAPE_BYTES, 2, 1 },  /* c8 ext 16 */
	{ SHAPE_BYTES, 4, 1 },  /* c9 ext 32 */
	{ SHAPE_FIXED, 4, 0 },  /* ca float 32 */
	{ SHAPE_FIXED, 8, 0 },  /* cb float 64 */
	{ SHAPE_FIXED, 1, 0 },  /* cc uint 8 */
	{ SHAPE_FIXED, 2, 0 },  /* cd uint 16 */
	{ SHAPE_FIXED, 4, 0 },  /* ce uint 32 */
	{ SHAPE_FIXED, 8, 0 },  /* cf uint 64 */
	{ SHAPE_FIXED, 1, 0 },  /* d0 int 8 */
	{ SHAPE_FIXED, 2, 0 },  /* d1 int 16 */
	{ SHAPE_FIXED, 4, 0 },  /* d2 int 32 */
	{ SHAPE_FIXED, 8, 0 },  /* d3 int 64 */
	{ SHAPE_FIXED, 2, 0 },  /* d4 fixext 1 */
	{ SHAPE_FIXED, 3, 0 },  /* d5 fixext 2 */
	{ SHAPE_FIXED, 5, 0 },  /* d6 fixext 4 */
	{ SHAPE_FIXED, 9, 0 },  /* d7 fixext 8 */
	{ SHAPE_FIXED, 17, 0 }, /* d8 fixext 16 */
	{ SHAPE_BYTES, 1, 0 },  /* d9 str 8 */
	{ SHAPE_BYTES, 2, 0 },  /* da str 16 */
	{ SHAPE_BYTES, 4, 0 },  /* db str 32 */
	{ SHAPE_ITEMS, 2, 0 },  /* dc array 16 */
	{ SHAPE_ITEMS, 4, 0 },  /* dd array 32 */
	{ SHAPE_PAIRS, 2, 0 },  /* de map 16 */
	{ SHAPE_PAIRS, 4, 0 }   /* df map 32 */
};

/* What is being walked; bytes before at have been seen. */
struct walk {
	struct span s;
	size_t at;
	size_t objects;            /* seen or announced */
	size_t left[MP_DEPTH_MAX]; /* objects still due, a container each */
	int depth;
};

/* The form of first byte b; for those that carry their size, *n is it. */
static struct form
form_of(unsigned char b, size_t *n)
{
	*n = 0;
	if (b >= 0xc0 && b <= 0xdf)
		return forms[b - 0xc0];
	if (b < 0x80 || b >= 0xe0)
		return (struct form) { SHAPE_FIXED, 0, 0 };
	*n = b & (b >= 0xa0 ? 0x1f : 0x0f);
	if (b >= 0xa0)
		return (struct form) { SHAPE_BYTES, 0, 0 };
	return (struct form) { b >= 0x90 ? SHAPE_ITEMS : SHAPE_PAIRS, 0, 0 };
}

/* Skip n bytes. */
static bool
skip(struct walk *w, size_t n)
{
	if (w->s.n - w->at < n)
		return false;
	w->at += n;
	return true;
}

/* A container of n objects begins. */
static enum rc
enter(struct walk *w, size_t n)
{
	if (n > w->s.n - w->at)
		return RC_BADMSG; /* an object takes a byte at least */
	w->objects += n;
	if (w->objects > MP_OBJECT_MAX)
		return RC_TOOBIG;
	if (n == 0)
		return RC_OK;
	if (w->depth == MP_DEPTH_MAX)
		return RC_TOOBIG;
	w->left[w->depth++] = n;
	return RC_OK;
}

/* One object, or the head of a container. */
static enum rc
step(struct walk *w)
{
	size_t n;
	struct form f;
	const unsigned char *p;

	if (w->at == w->s.n)
		return RC_BADMSG;
	p = (const unsigned char *)w->s.p + w->at++;
	f = form_of(*p, &n);
	if (!skip(w, f.size) || f.shape == SHAPE_NONE)
		return RC_BADMSG;
	if (f.shape == SHAPE_FIXED)
		return RC_OK;
	for (size_t i = 1; i <= f.size; i++)
		n = n << 8 | p[i];
	if (f.shape == SHAPE_BYTES)
		return skip(w, n + f.extra) ? RC_OK : RC_BADMSG;
	return enter(w, f.shape == SHAPE_PAIRS ? 2 * n : n);
}

enum rc
mp_check(struct span s)
{
	struct walk w = { .s = s, .objects = 1 };
	enum rc rc;

	do {
		if (w.depth > 0)
			w.left[w.depth - 1]--;
		if ((rc = step(&w)) != RC_OK)
			return rc;
		while (w.depth > 0 && w.left[w.depth - 1] == 0)
			w.depth--;
	} while (w.depth > 0);
	return w.at == s.n ? RC_OK : RC_BADMSG;
}

enum rc
mp_open(struct mp_doc *d, struct span s)
{
	size_t off = 0;
	enum rc rc = mp_check(s);

	if (rc != RC_OK)
		return rc;
	if (!msgpack_zone_init(&d->zone, MSGPACK_ZONE_CHUNK_SIZE))
		abort();
	switch (msgpack_unpack(s.p, s.n, &off, &d->zone, &d->root)) {
	case MSGPACK_UNPACK_SUCCESS:
		d->open = true;
		return RC_OK;
	case MSGPACK_UNPACK_NOMEM_ERROR:
		abort();
	default: /* it disagrees with mp_check() */
		msgpack_zone_destroy(&d->zone);
		return RC_BADMSG;
	}
}

void
mp_close(struct mp_doc *d)
{
	if (d->open)
		msgpack_zone_destroy(&d->zone);
	d->open = false;
}

enum rc
mp_fields(const struct mp_doc *d, const char *tag, uint64_t version, size_t min,
    const msgpack_object **f)
{
	const msgpack_object *o;
	uint32_t n;
	struct span s;
	uint64_t v;

	if (!mp_array(&d->root, &o, &n) || n < 2 || !mp_str(&o[0], &s) ||
	    !span_is(s, tag) || !mp_u64(&o[1], &v))
		return RC_BADMSG;
	if (v != version)
		return RC_VERSION;
	if (n < min)
		return RC_BADMSG;
	*f = o;
	return RC_OK;
}

enum rc
mp_read(struct span in, const struct mp_form *form, mp_read_fn *fn, void *arg)
{
	struct mp_doc d;
	const msgpack_object *f;
	enum rc rc = mp_open(&d, in);

	if (rc != RC_OK)
		return rc;
	rc = mp_fields(&d, form->tag, form->version, form->min, &f);
	if (rc == RC_OK)
		rc = fn(f, arg);
	mp_close(&d);
	return rc;
}

bool
mp_u64(const msgpack_object *o, uint64_t *v)
{
	if (o->type != MSGPACK_OBJECT_POSITIVE_INTEGER)
		return false;
	*v = o->via.u64;
	return true;
}

bool
mp_u32(const msgpack_object *o, uint32_t *v)
{
	if (o->type != MSGPACK_OBJECT_POSITIVE_INTEGER ||
	    o->via.u64 > UINT32_MAX)
		return false;
	*v = (uint32_t)o->via.u64;
	return true;
}

bool
mp_i64(const msgpack_object *o, int64_t *v)
{
	if (o->type == MSGPACK_OBJECT_NEGATIVE_INTEGER)
		*v = o->via.i64;
	else if (o->type == MSGPACK_OBJECT_POSITIVE_INTEGER &&
	    o->via.u64 <= INT64_MAX)
		*v = (int64_t)o->via.u64;
	else
		return false;
	return true;
}

bool
mp_real(const msgpack_object *o, double *v)
{
	switch (o->type) {
	case MSGPACK_OBJECT_FLOAT32:
	case MSGPACK_OBJECT_FLOAT64:
		*v = o->via.f64;
		return true;
	case MSGPACK_OBJECT_POSITIVE_INTEGER:
		*v = (double)o->via.u64;
		return true;
	case MSGPACK_OBJECT_NEGATIVE_INTEGER:
		*v = (double)o->via.i64;
		return true;
	default:
		return false;
	}
}

bool
mp_flag(const msgpack_object *o, bool *v)
{
	if (o->type != MSGPACK_OBJECT_BOOLEAN)
		return false;
	*v = o->via.boolean;
	return true;
}

bool
mp_str(const msgpack_object *o, struct span *v)
{
	struct span s;

	if (o->type != MSGPACK_OBJECT_STR)
		return false;
	s = (struct span) { o->via.str.ptr, o->via.str.size };
	if (utf8_valid(s) != s.n || (s.n > 0 && memchr(s.p, '\0', s.n) != NULL))
		return false;
	*v = s;
	return true;
}

bool
mp_text(const msgpack_object *o, struct span *v)
{
	if (o->type != MSGPACK_OBJECT_NIL)
		return mp_str(o, v);
	*v = (struct span) { NULL, 0 };
	return true;
}

bool
mp_bin(const msgpack_object *o, struct span *v)
{
	if (o->type != MSGPACK_OBJECT_BIN)
		return false;
	*v = (struct span) { o->via.bin.ptr, o->via.bin.size };
	return true;
}

bool
mp_fixed(const msgpack_object *o, void *out, size_t n)
{
	struct span s;

	if (!mp_bin(o, &s) || s.n != n)
		return false;
	memcpy(out, s.p, n);
	return true;
}

bool
mp_array(const msgpack_object *o, const msgpack_object **f, uint32_t *n)
{
	if (o->type != MSGPACK_OBJECT_ARRAY)
		return false;
	*f = o->via.array.ptr;
	*n = o->via.array.size;
	return true;
}

void
mp_begin(struct mp_out *m, struct buf *out)
{
	msgpack_packer_init(&m->pk, out, buf_pack);
}

void
mp_message(struct mp_out *m, struct buf *out, const char *tag, uint64_t version,
    size_t n)
{
	mp_begin(m, out);
	mp_put_array(m, n);
	mp_put_str(m, span_of(tag));
	mp_put_u64(m, version);
}

void
mp_put_array(struct mp_out *m, size_t n)
{
	msgpack_pack_array(&m->pk, n);
}

void
mp_put_map(struct mp_out *m, size_t n)
{
	msgpack_pack_map(&m->pk, n);
}

void
mp_put_u64(struct mp_out *m, uint64_t v)
{
	msgpack_pack_uint64(&m->pk, v);
}

void
mp_put_i64(struct mp_out *m, int64_t v)
{
	msgpack_pack_int64(&m->pk, v);
}

void
mp_put_real(struct mp_out *m, double v)
{
	msgpack_pack_double(&m->pk, v);
}

void
mp_put_flag(struct mp_out *m, bool v)
{
	if (v)
		msgpack_pack_true(&m->pk);
	else
		msgpack_pack_false(&m->pk);
}

void
mp_put_nil(struct mp_out *m)
{
	msgpack_pack_nil(&m->pk);
}

void
mp_put_str(struct mp_out *m, struct span s)
{
	msgpack_pack_str(&m->pk, s.n);
	msgpack_pack_str_body(&m->pk, s.p, s.n);
}

void
mp_put_text(struct mp_out *m, struct span s)
{
	if (s.p == NULL)
		mp_put_nil(m);
	else
		mp_put_str(m, s);
}

void
mp_put_bin(struct mp_out *m, const void *p, size_t n)
{
	msgpack_pack_bin(&m->pk, n);
	msgpack_pack_bin_body(&m->pk, p, n);
}
