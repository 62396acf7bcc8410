/* answer_state.c -- how the pipeline does, for people, probes and Prometheus;
 * the front's, without a look at the store. */
#include "answer.h"

#include "proto/clock.h"
#include "proto/json.h"
#include "vitals.h"

void
answer_status(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct pulse_view v;

	(void)a;
	pulse_look(d->pulse, clock_mono_ms(), &v);
	vitals_json(&v, clock_wall_ms(), &r->body);
}

void
answer_metrics(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct pulse_view v;

	(void)a;
	r->type = "text/plain; version=0.0.4; charset=utf-8";
	pulse_look(d->pulse, clock_mono_ms(), &v);
	vitals_metrics(&v, &r->body);
}

/* {"ok": true}, or 503 and why not. */
static void
probe(struct reply *r, bool ok, struct span why)
{
	struct json j = json_on(&r->body);

	r->status = ok ? 200 : 503;
	json_open(&j, '{');
	json_key_bool(&j, "ok", ok);
	if (!ok)
		json_key_text(&j, "why", why);
	json_close(&j, '}');
}

/* Whoever can answer lives. */
void
answer_live(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	(void)d;
	(void)a;
	probe(r, true, span_of(NULL));
}

void
answer_ready(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct buf why = { 0 };
	bool ready = pulse_ready(d->pulse, clock_mono_ms(), &why);

	(void)a;
	probe(r, ready, buf_span(&why));
	buf_free(&why);
}
