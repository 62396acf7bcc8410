/* job.c -- the JOB message. */
#include "job.h"

#define TAG      "JOB"
#define BLOB_MAX (ARTICLE_TEXT_MAX + 16 * ARTICLE_META_MAX)

enum {
	F_LEASE = 2,
	F_LEASE_MS = F_LEASE + LEASE_FIELDS,
	F_ACCEPTED,
	F_SENT,
	F_MAC,
	F_ARTICLE,
	F_COUNT
};

void
job_encode(const struct job *j, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, TAG, JOB_VERSION, F_COUNT);
	lease_put(&m, &j->lease);
	mp_put_u64(&m, j->lease_ms);
	mp_put_i64(&m, j->accepted_ms);
	mp_put_i64(&m, j->sent_ms);
	mp_put_bin(&m, j->mac.b, sizeof j->mac.b);
	mp_put_bin(&m, j->article.p, j->article.n);
}

static enum rc
from_fields(const msgpack_object *f, void *arg)
{
	struct job *j = arg;

	if (!lease_get(f + F_LEASE, &j->lease) ||
	    !mp_u32(&f[F_LEASE_MS], &j->lease_ms) ||
	    !mp_i64(&f[F_ACCEPTED], &j->accepted_ms) ||
	    !mp_i64(&f[F_SENT], &j->sent_ms) ||
	    !mp_fixed(&f[F_MAC], j->mac.b, sizeof j->mac.b) ||
	    !mp_bin(&f[F_ARTICLE], &j->article))
		return RC_BADMSG;
	return j->article.n <= BLOB_MAX ? RC_OK : RC_TOOBIG;
}

enum rc
job_decode(struct span in, struct job *j)
{
	static const struct mp_form form = { TAG, JOB_VERSION, F_COUNT };
	struct job t;
	enum rc rc = mp_read(in, &form, from_fields, &t);

	if (rc == RC_OK)
		*j = t;
	return rc;
}
