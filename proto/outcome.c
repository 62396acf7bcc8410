/* outcome.c -- what became of one attempt. */
#include "outcome.h"

#include "result.h"
#include "utf8.h"

#define TAG "OUTCOME"

enum { F_PRODUCER = 2, F_OUTCOME, F_COUNT = F_OUTCOME + OUTCOME_FIELDS };

static const char *const texts[] = {
	[OUTCOME_COMMITTED] = "committed",
	[OUTCOME_DUPLICATE] = "duplicate",
	[OUTCOME_TOUCHED] = "touched",
	[OUTCOME_FAILED] = "failed",
	[OUTCOME_REFUSED] = "refused",
	[OUTCOME_CRASHED] = "crashed",
	[OUTCOME_OVERRAN] = "overran",
	[OUTCOME_KILLED] = "killed",
};

const char *
outcome_text(enum outcome_kind k)
{
	return (unsigned)k < OUTCOME_KINDS ? texts[k] : "unknown";
}

/* s, no longer than max, up to its first byte that is not UTF-8: details may
 * come from a child that went astray. */
static struct span
cut(struct span s, size_t max)
{
	if (s.n > max)
		s.n = max;
	s.n = utf8_valid(s);
	return s;
}

void
outcome_put(struct mp_out *m, const struct outcome *o)
{
	mp_put_u64(m, o->lease.epoch);
	mp_put_u64(m, o->lease.job);
	mp_put_u64(m, o->lease.attempt);
	mp_put_u64(m, o->kind);
	mp_put_str(m, cut(o->detail, OUTCOME_DETAIL_MAX));
	mp_put_str(m, cut(o->worker, RESULT_WORKER_MAX));
}

enum rc
outcome_get(const msgpack_object *f, struct outcome *o)
{
	struct outcome t = { .lease.producer = o->lease.producer };
	uint32_t kind;

	if (!mp_u64(&f[0], &t.lease.epoch) || !mp_u64(&f[1], &t.lease.job) ||
	    !mp_u32(&f[2], &t.lease.attempt) || !mp_u32(&f[3], &kind) ||
	    kind >= OUTCOME_KINDS || !mp_str(&f[4], &t.detail) ||
	    !mp_str(&f[5], &t.worker))
		return RC_BADMSG;
	if (t.detail.n > OUTCOME_DETAIL_MAX || t.worker.n > RESULT_WORKER_MAX)
		return RC_TOOBIG;
	t.kind = (enum outcome_kind)kind;
	*o = t;
	return RC_OK;
}

void
outcome_encode(const struct outcome *o, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, TAG, OUTCOME_VERSION, F_COUNT);
	mp_put_u64(&m, o->lease.producer);
	outcome_put(&m, o);
}

static enum rc
from_fields(const msgpack_object *f, void *arg)
{
	struct outcome *o = arg;
	enum rc rc;

	if (!mp_u64(&f[F_PRODUCER], &o->lease.producer))
		return RC_BADMSG;
	if ((rc = outcome_get(f + F_OUTCOME, o)) != RC_OK)
		return rc;
	return o->kind >= OUTCOME_TOUCHED ? RC_OK : RC_BADMSG;
}

enum rc
outcome_decode(struct span in, struct outcome *o)
{
	static const struct mp_form form = { TAG, OUTCOME_VERSION, F_COUNT };
	struct outcome t;
	enum rc rc = mp_read(in, &form, from_fields, &t);

	if (rc == RC_OK)
		*o = t;
	return rc;
}
