/* beat.c -- heartbeats: HELLO, ALIVE, BEAT. */
#include "beat.h"

static const struct mp_form hello_form = { "HELLO", BEAT_VERSION, 4 };
static const struct mp_form alive_form = { "ALIVE", BEAT_VERSION, 5 };
static const struct mp_form sink_form = { "BEAT", BEAT_VERSION, 5 };

static void
begin(struct mp_out *m, struct buf *out, const struct mp_form *form)
{
	mp_message(m, out, form->tag, form->version, form->min);
}

void
beat_encode_hello(const struct beat_hello *h, struct buf *out)
{
	struct mp_out m;

	begin(&m, out, &hello_form);
	mp_put_u64(&m, h->producer);
	mp_put_u64(&m, h->epoch);
}

void
beat_encode_alive(const struct beat_alive *a, struct buf *out)
{
	struct mp_out m;

	begin(&m, out, &alive_form);
	mp_put_str(&m, a->worker);
	mp_put_u64(&m, a->done);
	mp_put_flag(&m, a->leaving);
}

void
beat_encode_sink(const struct beat_sink *b, struct buf *out)
{
	struct mp_out m;

	begin(&m, out, &sink_form);
	mp_put_u64(&m, b->epoch);
	mp_put_u64(&m, b->workers);
	mp_put_flag(&m, b->ready);
}

static enum rc
hello_fields(const msgpack_object *f, void *arg)
{
	struct beat_hello *h = arg;

	if (!mp_u64(&f[2], &h->producer) || !mp_u64(&f[3], &h->epoch))
		return RC_BADMSG;
	return RC_OK;
}

enum rc
beat_decode_hello(struct span in, struct beat_hello *h)
{
	struct beat_hello t;
	enum rc rc = mp_read(in, &hello_form, hello_fields, &t);

	if (rc == RC_OK)
		*h = t;
	return rc;
}

static enum rc
alive_fields(const msgpack_object *f, void *arg)
{
	struct beat_alive *a = arg;

	if (!mp_str(&f[2], &a->worker) || !mp_u64(&f[3], &a->done) ||
	    !mp_flag(&f[4], &a->leaving))
		return RC_BADMSG;
	return a->worker.n <= RESULT_WORKER_MAX ? RC_OK : RC_TOOBIG;
}

enum rc
beat_decode_alive(struct span in, struct beat_alive *a)
{
	struct beat_alive t;
	enum rc rc = mp_read(in, &alive_form, alive_fields, &t);

	if (rc == RC_OK)
		*a = t;
	return rc;
}

static enum rc
sink_fields(const msgpack_object *f, void *arg)
{
	struct beat_sink *b = arg;

	if (!mp_u64(&f[2], &b->epoch) || !mp_u32(&f[3], &b->workers) ||
	    !mp_flag(&f[4], &b->ready))
		return RC_BADMSG;
	return RC_OK;
}

enum rc
beat_decode_sink(struct span in, struct beat_sink *b)
{
	struct beat_sink t;
	enum rc rc = mp_read(in, &sink_form, sink_fields, &t);

	if (rc == RC_OK)
		*b = t;
	return rc;
}
