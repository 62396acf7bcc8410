/* ack.c -- the ACK message. */
#include "ack.h"

#define TAG "ACK"

enum { F_PRODUCER = 2, F_OUTCOMES, F_COUNT };

void
ack_encode(const struct ack *a, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, TAG, ACK_VERSION, F_COUNT);
	mp_put_u64(&m, a->producer);
	mp_put_array(&m, a->n);
	for (uint32_t i = 0; i < a->n; i++) {
		mp_put_array(&m, OUTCOME_FIELDS);
		outcome_put(&m, &a->outcome[i]);
	}
}

struct reading {
	struct arena *arena;
	struct ack ack;
};

static enum rc
read_outcome(const msgpack_object *o, struct outcome *out)
{
	const msgpack_object *f;
	uint32_t n;

	if (!mp_array(o, &f, &n) || n < OUTCOME_FIELDS)
		return RC_BADMSG;
	return outcome_get(f, out);
}

static enum rc
from_fields(const msgpack_object *f, void *arg)
{
	struct reading *r = arg;
	struct ack *a = &r->ack;
	const msgpack_object *item;
	enum rc rc = RC_OK;

	if (!mp_u64(&f[F_PRODUCER], &a->producer) ||
	    !mp_array(&f[F_OUTCOMES], &item, &a->n))
		return RC_BADMSG;
	if (a->n > ACK_MAX)
		return RC_TOOBIG;
	a->outcome = arena_alloc(r->arena, a->n, sizeof *a->outcome);
	for (uint32_t i = 0; i < a->n && rc == RC_OK; i++) {
		a->outcome[i].lease.producer = a->producer;
		rc = read_outcome(&item[i], &a->outcome[i]);
	}
	return rc;
}

enum rc
ack_decode(struct span in, struct arena *arena, struct ack *a)
{
	static const struct mp_form form = { TAG, ACK_VERSION, F_COUNT };
	struct reading r = { .arena = arena };
	enum rc rc = mp_read(in, &form, from_fields, &r);

	if (rc == RC_OK)
		*a = r.ack;
	return rc;
}
