/* result.c -- the RESULT message. */
#include "result.h"

#define TAG      "RESULT"
#define BLOB_MAX (ARTICLE_TEXT_MAX + 16 * ARTICLE_META_MAX)

enum {
	F_LEASE = 2,
	F_ACCEPTED = F_LEASE + LEASE_FIELDS,
	F_SENT,
	F_MAC,
	F_ARTICLE,
	F_WORKER,
	F_COMPUTE,
	F_FOUND,
	F_COUNT
};

void
result_encode(const struct result *r, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, TAG, RESULT_VERSION, F_COUNT);
	lease_put(&m, &r->lease);
	mp_put_i64(&m, r->accepted_ms);
	mp_put_i64(&m, r->sent_ms);
	mp_put_bin(&m, r->mac.b, sizeof r->mac.b);
	mp_put_bin(&m, r->article.p, r->article.n);
	mp_put_str(&m, r->worker);
	mp_put_u64(&m, r->compute_us);
	mp_put_bin(&m, r->found.p, r->found.n);
}

static enum rc
from_fields(const msgpack_object *f, void *arg)
{
	struct result *r = arg;

	if (!lease_get(f + F_LEASE, &r->lease) ||
	    !mp_i64(&f[F_ACCEPTED], &r->accepted_ms) ||
	    !mp_i64(&f[F_SENT], &r->sent_ms) ||
	    !mp_fixed(&f[F_MAC], r->mac.b, sizeof r->mac.b) ||
	    !mp_bin(&f[F_ARTICLE], &r->article) ||
	    !mp_str(&f[F_WORKER], &r->worker) ||
	    !mp_u32(&f[F_COMPUTE], &r->compute_us) ||
	    !mp_bin(&f[F_FOUND], &r->found))
		return RC_BADMSG;
	if (r->article.n > BLOB_MAX || r->worker.n > RESULT_WORKER_MAX)
		return RC_TOOBIG;
	return RC_OK;
}

enum rc
result_decode(struct span in, struct result *r)
{
	static const struct mp_form form = { TAG, RESULT_VERSION, F_COUNT };
	struct result t;
	enum rc rc = mp_read(in, &form, from_fields, &t);

	if (rc == RC_OK)
		*r = t;
	return rc;
}
