/* ctl.c -- questions to a running role: ASK and ANSWER. */
#include "ctl.h"

static const struct mp_form ask_form = { "ASK", CTL_VERSION, 4 };
static const struct mp_form answer_form = { "ANSWER", CTL_VERSION, 4 };

void
ctl_encode_ask(const struct ctl_ask *a, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, ask_form.tag, CTL_VERSION, ask_form.min);
	mp_put_u64(&m, a->verb);
	mp_put_u64(&m, a->number);
}

void
ctl_encode_answer(const struct ctl_answer *a, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, answer_form.tag, CTL_VERSION, answer_form.min);
	mp_put_u64(&m, a->code);
	mp_put_str(&m, a->text);
}

static enum rc
ask_fields(const msgpack_object *f, void *arg)
{
	struct ctl_ask *a = arg;
	uint32_t verb;

	if (!mp_u32(&f[2], &verb) || verb >= CTL_VERBS ||
	    !mp_u64(&f[3], &a->number))
		return RC_BADMSG;
	a->verb = (enum ctl_verb)verb;
	return RC_OK;
}

enum rc
ctl_decode_ask(struct span in, struct ctl_ask *a)
{
	struct ctl_ask t;
	enum rc rc = mp_read(in, &ask_form, ask_fields, &t);

	if (rc == RC_OK)
		*a = t;
	return rc;
}

static enum rc
answer_fields(const msgpack_object *f, void *arg)
{
	struct ctl_answer *a = arg;

	if (!mp_u32(&f[2], &a->code) || !mp_str(&f[3], &a->text))
		return RC_BADMSG;
	return a->text.n <= CTL_TEXT_MAX ? RC_OK : RC_TOOBIG;
}

enum rc
ctl_decode_answer(struct span in, struct ctl_answer *a)
{
	struct ctl_answer t;
	enum rc rc = mp_read(in, &answer_form, answer_fields, &t);

	if (rc == RC_OK)
		*a = t;
	return rc;
}
