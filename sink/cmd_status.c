/* cmd_status.c -- claimwire status: how the pipeline is. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "accounts.h"
#include "cmd.h"
#include "proto/clock.h"
#include "proto/jsonin.h"

#define PATIENCE_MS 1000
#define SAMPLE_MS   500 /* a rate is measured over so long */
#define DEPTH_MAX   16

enum { RUN, PRODUCER, SINK, PEERS };

static const char *const peers[PEERS] = {
	[RUN] = "run",
	[PRODUCER] = "producer",
	[SINK] = "sink",
};

struct status {
	const struct cmd_call *call;
	struct buf said[PEERS]; /* JSON; empty: away */
	struct accounts accounts;
	bool spool;    /* there is one */
	bool measured; /* rate is known */
	double rate;   /* articles/s committed */
	struct query_counts counts;
	bool store; /* there is one */
};

/* ---- asking ---- */

static void
ask(struct status *s, int peer, struct buf *out)
{
	const struct ctl_ask question = { .verb = CTL_STATUS };
	unsigned code;

	if (role_ask(s->call->args->conf, peers[peer], &question, PATIENCE_MS,
		&code, out) != RC_OK)
		buf_clear(out);
}

/* How fast is it?  From two answers of the producer. */
static void
measure(struct status *s)
{
	struct accounts then;
	struct buf again = { 0 };
	int64_t from_ms = clock_mono_ms();

	if (!accounts_parse(buf_span(&s->said[PRODUCER]), &then))
		return;
	poll(NULL, 0, SAMPLE_MS);
	ask(s, PRODUCER, &again);
	if (accounts_parse(buf_span(&again), &s->accounts)) {
		s->rate = (double)(s->accounts.committed - then.committed) *
		    1000 / (double)(clock_mono_ms() - from_ms);
		s->measured = true;
	}
	buf_free(&again);
}

static int
ask_all(struct status *s)
{
	struct query *q;
	enum rc rc;

	for (int i = 0; i < PEERS; i++)
		ask(s, i, &s->said[i]);
	rc = accounts_read(s->call->args->conf, false, &s->accounts);
	if (rc != RC_OK && rc != RC_NOENT)
		return cmd_fail(s->call, EXIT_OPEN,
		    "the accounts in %s cannot be read; check its permissions",
		    conf_str(s->call->args->conf, CONF_DATA));
	s->spool = rc == RC_OK;
	measure(s);
	if (cmd_try_store(s->call, &q)) {
		s->store = query_counts(q, &s->counts) == RC_OK;
		query_close(q);
	}
	return -1;
}

/* ---- as JSON ---- */

static void
json_accounts(struct json *j, const struct accounts *a)
{
	json_open(j, '{');
	json_key_int(j, "accepted", a->accepted);
	json_key_int(j, "committed", a->committed);
	json_key_int(j, "dead", a->dead);
	json_key_int(j, "pending", a->pending);
	json_key(j, "balance");
	json_bool(j, accounts_balance(a));
	json_close(j, '}');
}

static void
json_store(struct json *j, const struct query_counts *n)
{
	json_open(j, '{');
	json_key_int(j, "articles", n->articles);
	json_key_int(j, "revisions", n->revisions);
	json_key_int(j, "mentions", n->mentions);
	json_key_int(j, "claims", n->claims);
	json_key_int(j, "corroborated", n->corroborated);
	json_key_int(j, "withdrawn", n->withdrawn);
	json_key_int(j, "speakers", n->speakers);
	json_key_int(j, "outlets", n->outlets);
	json_key_int(j, "head", n->head);
	json_key_int(j, "bytes", n->bytes);
	json_close(j, '}');
}

static void
put_json(const struct status *s, struct buf *out)
{
	struct json j = json_on(out);

	json_open(&j, '{');
	json_key(&j, "accounts");
	if (s->spool)
		json_accounts(&j, &s->accounts);
	else
		json_null(&j);
	json_key(&j, "rate");
	if (s->measured)
		json_real(&j, s->rate);
	else
		json_null(&j);
	json_key(&j, "store");
	if (s->store)
		json_store(&j, &s->counts);
	else
		json_null(&j);
	for (int i = 0; i < PEERS; i++) {
		json_key(&j, peers[i]);
		if (s->said[i].n > 0)
			json_raw(&j, buf_span(&s->said[i]));
		else
			json_null(&j);
	}
	json_close(&j, '}');
	buf_puts(out, "\n");
}

/* ---- for people ---- */

/* "pid 12, pending 3": the plain members of what a role says. */
static void
put_members(struct json_object *o, struct buf *out)
{
	const char *sep = "";

	json_object_object_foreach(o, key, v)
	{
		if (json_object_is_type(v, json_type_object) ||
		    json_object_is_type(v, json_type_array) || v == NULL)
			continue;
		buf_printf(out, "%s%s ", sep, key);
		table_plain(out, span_of(json_object_get_string(v)), 0);
		sep = ", ";
	}
}

static void
put_peer(const struct status *s, int peer, struct buf *out)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };

	buf_printf(out, "%-10s ", peers[peer]);
	if (s->said[peer].n == 0)
		buf_puts(out, "away");
	else if (jsonin_parse(buf_span(&s->said[peer]), DEPTH_MAX, &o, &why) ==
		RC_OK &&
	    json_object_is_type(o, json_type_object))
		put_members(o, out);
	else
		buf_puts(out, "answers, but not as expected");
	buf_puts(out, "\n");
	json_object_put(o);
	buf_free(&why);
}

static void
put_accounts(const struct status *s, struct buf *out)
{
	const struct accounts *a = &s->accounts;

	buf_printf(out, "%-10s ", "articles");
	if (!s->spool) {
		buf_puts(out, "none accepted yet\n");
		return;
	}
	buf_printf(out,
	    "accepted %" PRId64 " %s committed %" PRId64 " + dead %" PRId64
	    " + pending %" PRId64,
	    a->accepted, accounts_balance(a) ? "=" : "IS NOT", a->committed,
	    a->dead, a->pending);
	if (s->measured)
		buf_printf(out, ", %.1f/s", s->rate);
	buf_puts(out, "\n");
	if (a->dead > 0)
		buf_puts(out, "           see `claimwire dead list`\n");
}

static void
put_text(const struct status *s, struct buf *out)
{
	const struct query_counts *n = &s->counts;

	put_accounts(s, out);
	buf_printf(out, "%-10s ", "store");
	if (s->store)
		buf_printf(out,
		    "%" PRId64 " articles, %" PRId64 " revisions, %" PRId64
		    " mentions, %" PRId64 " claims (%" PRId64
		    " corroborated), %" PRId64 " speakers, %" PRId64
		    " changes, %.1f MB\n",
		    n->articles, n->revisions, n->mentions, n->claims,
		    n->corroborated, n->speakers, n->head,
		    (double)n->bytes / 1e6);
	else
		buf_puts(out, "none yet\n");
	for (int i = 0; i < PEERS; i++)
		put_peer(s, i, out);
}

static int
run(const struct cmd_call *call)
{
	struct status s = { .call = call };
	struct buf out = { 0 };
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 || (code = ask_all(&s)) >= 0)
		goto out;
	if (cmd_value(call, "json") != NULL)
		put_json(&s, &out);
	else
		put_text(&s, &out);
	cmd_write(buf_span(&out));
	code = cmd_end(call);
out:
	for (int i = 0; i < PEERS; i++)
		buf_free(&s.said[i]);
	buf_free(&out);
	return code;
}

static const struct role_option options[] = {
	{ "json", NULL, "as one JSON object" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_status_face = {
	.name = "status",
	.usage = "",
	.about = "queue, rate, workers, dead letters, accounts",
	.more = "accepted = committed + dead + pending, always.",
	.option = options,
	.run = run,
};
