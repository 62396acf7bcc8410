/* change.c -- the change feed's messages. */
#include "change.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "json.h"
#include "jsonin.h"

static const struct mp_form since_form = { "SINCE", CHANGE_VERSION, 5 };

void
change_encode_since(const struct change_since *s, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, since_form.tag, CHANGE_VERSION, since_form.min);
	mp_put_str(&m, s->generation);
	mp_put_u64(&m, s->seq);
	mp_put_u64(&m, s->limit);
}

static enum rc
since_fields(const msgpack_object *f, void *arg)
{
	struct change_since *s = arg;

	if (!mp_str(&f[2], &s->generation) || !mp_u64(&f[3], &s->seq) ||
	    !mp_u32(&f[4], &s->limit))
		return RC_BADMSG;
	if (s->generation.n > CHANGE_GEN_MAX)
		return RC_TOOBIG;
	if (s->limit == 0 || s->limit > CHANGE_LIMIT_MAX)
		s->limit = CHANGE_LIMIT_MAX;
	return RC_OK;
}

enum rc
change_decode_since(struct span in, struct change_since *s)
{
	struct change_since t;
	enum rc rc = mp_read(in, &since_form, since_fields, &t);

	if (rc == RC_OK)
		*s = t;
	return rc;
}

/* --- the map of heartbeat, end and reset --- */

void
change_encode_mark(const struct change_mark *k, struct buf *out)
{
	struct mp_out m;

	mp_begin(&m, out);
	mp_put_map(&m, 4);
	mp_put_str(&m, (struct span)SPAN("contract"));
	mp_put_u64(&m, CHANGE_VERSION);
	mp_put_str(&m, (struct span)SPAN("generation"));
	mp_put_str(&m, k->generation);
	mp_put_str(&m, (struct span)SPAN("seq"));
	mp_put_u64(&m, k->seq);
	mp_put_str(&m, (struct span)SPAN("more"));
	mp_put_flag(&m, k->more);
}

/* The member called name of map o, or NULL. */
static const msgpack_object *
member(const msgpack_object *o, const char *name)
{
	struct span key;

	for (uint32_t i = 0; i < o->via.map.size; i++)
		if (mp_str(&o->via.map.ptr[i].key, &key) && span_is(key, name))
			return &o->via.map.ptr[i].val;
	return NULL;
}

/* Is o a map that keeps to the contract that is known here? */
static enum rc
check_contract(const msgpack_object *o)
{
	const msgpack_object *contract;
	uint64_t version;

	if (o->type != MSGPACK_OBJECT_MAP)
		return RC_BADMSG;
	contract = member(o, "contract");
	if (contract == NULL || !mp_u64(contract, &version))
		return RC_BADMSG;
	return version == CHANGE_VERSION ? RC_OK : RC_VERSION;
}

static enum rc
mark_fields(const msgpack_object *o, struct change_mark *k)
{
	const msgpack_object *generation, *seq, *more;
	enum rc rc = check_contract(o);

	if (rc != RC_OK)
		return rc;
	generation = member(o, "generation");
	seq = member(o, "seq");
	more = member(o, "more");
	if (generation == NULL || !mp_str(generation, &k->generation) ||
	    seq == NULL || !mp_u64(seq, &k->seq) || more == NULL ||
	    !mp_flag(more, &k->more))
		return RC_BADMSG;
	return k->generation.n <= CHANGE_GEN_MAX ? RC_OK : RC_TOOBIG;
}

enum rc
change_decode_mark(struct span in, struct change_mark *k)
{
	struct mp_doc d;
	struct change_mark t;
	enum rc rc = mp_open(&d, in);

	if (rc != RC_OK)
		return rc;
	rc = mark_fields(&d.root, &t);
	mp_close(&d);
	if (rc == RC_OK)
		*k = t;
	return rc;
}

/* --- what tells one change from another --- */

bool
change_read_id(struct span id, struct span *generation, uint64_t *seq)
{
	uint64_t n = 0;
	size_t at = id.n;

	while (at > 0 && id.p[at - 1] != '-')
		at--;
	if (at < 2 || at == id.n || at - 1 > CHANGE_GEN_MAX)
		return false;
	for (size_t i = at; i < id.n; i++)
		if (id.p[i] < '0' || id.p[i] > '9' ||
		    __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(id.p[i] - '0'), &n))
			return false;
	*generation = (struct span) { id.p, at - 1 };
	*seq = n;
	return true;
}

static bool
text_member(const msgpack_object *o, const char *name, struct span *s)
{
	const msgpack_object *m = member(o, name);

	return m != NULL && mp_str(m, s);
}

static enum rc
head_fields(const msgpack_object *o, struct change_head *h)
{
	const msgpack_object *seq;
	enum rc rc = check_contract(o);
	uint64_t n;

	if (rc != RC_OK)
		return rc;
	seq = member(o, "seq");
	if (seq == NULL || !mp_u64(seq, &n) || !text_member(o, "id", &h->id) ||
	    !text_member(o, "type", &h->type) ||
	    !text_member(o, "at", &h->at) ||
	    !change_read_id(h->id, &h->generation, &h->seq))
		return RC_BADMSG;
	return h->seq == n ? RC_OK : RC_BADMSG;
}

enum rc
change_decode_head(struct span map, struct change_head *h)
{
	struct mp_doc d;
	struct change_head t;
	enum rc rc = mp_open(&d, map);

	if (rc != RC_OK)
		return rc;
	rc = head_fields(&d.root, &t);
	mp_close(&d);
	if (rc == RC_OK)
		*h = t;
	return rc;
}

void
change_put_seq(uint64_t seq, unsigned char out[8])
{
	for (int i = 7; i >= 0; i--, seq >>= 8)
		out[i] = (unsigned char)seq;
}

uint64_t
change_get_seq(const unsigned char in[8])
{
	uint64_t seq = 0;

	for (int i = 0; i < 8; i++)
		seq = seq << 8 | in[i];
	return seq;
}

/* --- JSON to MessagePack --- */

static bool pack_value(struct mp_out *m, struct json_object *o);

static bool
pack_array(struct mp_out *m, struct json_object *o)
{
	size_t n = json_object_array_length(o);

	mp_put_array(m, n);
	for (size_t i = 0; i < n; i++)
		if (!pack_value(m, json_object_array_get_idx(o, i)))
			return false;
	return true;
}

static bool
pack_map(struct mp_out *m, struct json_object *o)
{
	struct json_object_iterator i = json_object_iter_begin(o);
	struct json_object_iterator end = json_object_iter_end(o);

	mp_put_map(m, (size_t)json_object_object_length(o));
	for (; !json_object_iter_equal(&i, &end); json_object_iter_next(&i)) {
		mp_put_str(m, span_of(json_object_iter_peek_name(&i)));
		if (!pack_value(m, json_object_iter_peek_value(&i)))
			return false;
	}
	return true;
}

static void
pack_int(struct mp_out *m, struct json_object *o)
{
	int64_t n = json_object_get_int64(o);

	if (n >= 0)
		mp_put_u64(m, json_object_get_uint64(o));
	else
		mp_put_i64(m, n);
}

static bool
pack_real(struct mp_out *m, struct json_object *o)
{
	double d = json_object_get_double(o);

	mp_put_real(m, d);
	return isfinite(d);
}

static bool
pack_value(struct mp_out *m, struct json_object *o)
{
	switch (json_object_get_type(o)) {
	case json_type_null:
		mp_put_nil(m);
		return true;
	case json_type_boolean:
		mp_put_flag(m, json_object_get_boolean(o));
		return true;
	case json_type_int:
		pack_int(m, o);
		return true;
	case json_type_double:
		return pack_real(m, o);
	case json_type_string:
		mp_put_str(m,
		    (struct span) { json_object_get_string(o),
			(size_t)json_object_get_string_len(o) });
		return true;
	case json_type_array:
		return pack_array(m, o);
	case json_type_object:
		return pack_map(m, o);
	}
	return false;
}

enum rc
change_pack(struct span json, struct buf *out)
{
	struct json_object *root = NULL;
	struct buf why = { 0 };
	size_t before = out->n;
	struct mp_out m;
	enum rc rc = RC_BADMSG;

	if (jsonin_parse(json, MP_DEPTH_MAX, &root, &why) == RC_OK &&
	    json_object_is_type(root, json_type_object)) {
		mp_begin(&m, out);
		if (pack_map(&m, root))
			rc = RC_OK;
		else
			out->n = before;
	}
	json_object_put(root);
	buf_free(&why);
	return rc;
}

/* --- MessagePack to JSON --- */

static bool unpack_value(struct json *j, const msgpack_object *o);

static bool
unpack_array(struct json *j, const msgpack_object *o)
{
	json_open(j, '[');
	for (uint32_t i = 0; i < o->via.array.size; i++)
		if (!unpack_value(j, &o->via.array.ptr[i]))
			return false;
	json_close(j, ']');
	return true;
}

static bool
unpack_name(struct json *j, const msgpack_object *o)
{
	struct span s;
	char *name;

	if (!mp_str(o, &s))
		return false;
	name = strndup(s.n > 0 ? s.p : "", s.n);
	if (name == NULL)
		abort();
	json_key(j, name);
	free(name);
	return true;
}

static bool
unpack_map(struct json *j, const msgpack_object *o)
{
	json_open(j, '{');
	for (uint32_t i = 0; i < o->via.map.size; i++)
		if (!unpack_name(j, &o->via.map.ptr[i].key) ||
		    !unpack_value(j, &o->via.map.ptr[i].val))
			return false;
	json_close(j, '}');
	return true;
}

static bool
unpack_text(struct json *j, const msgpack_object *o)
{
	struct span s;

	if (!mp_str(o, &s))
		return false;
	json_str(j, s);
	return true;
}

static bool
unpack_number(struct json *j, const msgpack_object *o)
{
	int64_t i;
	double d;

	if (mp_i64(o, &i))
		json_int(j, i);
	else if (o->type == MSGPACK_OBJECT_POSITIVE_INTEGER)
		buf_printf(
		    j->out, "%s%" PRIu64, j->comma ? "," : "", o->via.u64);
	else if (mp_real(o, &d) && isfinite(d))
		json_real(j, d);
	else
		return false;
	j->comma = true;
	return true;
}

static bool
unpack_value(struct json *j, const msgpack_object *o)
{
	switch (o->type) {
	case MSGPACK_OBJECT_NIL:
		json_null(j);
		return true;
	case MSGPACK_OBJECT_BOOLEAN:
		json_bool(j, o->via.boolean);
		return true;
	case MSGPACK_OBJECT_STR:
		return unpack_text(j, o);
	case MSGPACK_OBJECT_ARRAY:
		return unpack_array(j, o);
	case MSGPACK_OBJECT_MAP:
		return unpack_map(j, o);
	case MSGPACK_OBJECT_BIN:
	case MSGPACK_OBJECT_EXT:
		return false;
	default:
		return unpack_number(j, o);
	}
}

enum rc
change_unpack(struct span map, struct buf *json)
{
	struct mp_doc d;
	struct json j = json_on(json);
	size_t before = json->n;
	enum rc rc = mp_open(&d, map);

	if (rc != RC_OK)
		return rc;
	if (d.root.type != MSGPACK_OBJECT_MAP || !unpack_map(&j, &d.root)) {
		json->n = before;
		rc = RC_BADMSG;
	}
	mp_close(&d);
	return rc;
}
