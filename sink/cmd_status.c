/* cmd_status.c -- claimwire status: how the pipeline is. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ailing.h"
#include "cmd.h"
#include "survey.h"

#define PATIENCE_MS 1000
#define SAMPLE_MS   500 /* a rate is measured over so long */

static int
ask_all(const struct cmd_call *call, struct survey *s)
{
	const struct conf *c = call->args->conf;
	struct query *q = NULL;
	enum rc rc;

	if (!cmd_try_store(call, &q))
		q = NULL;
	rc = survey_take(s, c, q, PATIENCE_MS);
	query_close(q);
	if (rc != RC_OK)
		return cmd_fail(call, EXIT_OPEN,
		    "the accounts in %s cannot be read; check its permissions",
		    conf_str(c, CONF_DATA));
	survey_measure(s, c, PATIENCE_MS, SAMPLE_MS);
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
json_unread(struct json *j, const struct survey *s)
{
	json_key(j, "unread");
	json_open(j, '{');
	json_key_int(j, "articles", s->counts.unread);
	json_key(j, "languages");
	json_open(j, '{');
	for (size_t i = 0; i < s->tongues; i++)
		json_key_int(j, s->tongue[i].lang, s->tongue[i].articles);
	json_close(j, '}');
	json_close(j, '}');
}

static void
json_store(struct json *j, const struct survey *s)
{
	const struct query_counts *n = &s->counts;

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
	json_unread(j, s);
	json_close(j, '}');
}

static void
put_json(const struct survey *s, struct buf *out)
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
		json_store(&j, s);
	else
		json_null(&j);
	for (int i = 0; i < SURVEY_PEERS; i++) {
		json_key(&j, survey_name((enum survey_peer)i));
		if (s->said[i].n > 0)
			json_raw(&j, buf_span(&s->said[i]));
		else
			json_null(&j);
	}
	json_close(&j, '}');
	buf_puts(out, "\n");
}

/* ---- for people ---- */

/* Is it a plain value that says something?  Most counters are 0, and --json
 * has them all. */
static bool
is_worth_a_word(struct json_object *v)
{
	switch (json_object_get_type(v)) {
	case json_type_int:
	case json_type_double:
		return json_object_get_double(v) != 0;
	case json_type_boolean:
		return json_object_get_boolean(v);
	case json_type_string:
		return json_object_get_string_len(v) > 0;
	default:
		return false;
	}
}

/* What is told of feeds and pages has lines of its own. */
static bool
has_own_line(const char *key)
{
	return strncmp(key, "feeds", 5) == 0 || strncmp(key, "pages", 5) == 0;
}

/* "pid 12, pending 3": the plain members of what a role says. */
static void
put_members(struct json_object *o, struct buf *out)
{
	const char *sep = "";

	json_object_object_foreach(o, key, v)
	{
		if (!is_worth_a_word(v) || has_own_line(key))
			continue;
		buf_printf(out, "%s%s ", sep, key);
		table_plain(out, span_of(json_object_get_string(v)), 0);
		sep = ", ";
	}
}

static void
put_peer(const struct survey *s, enum survey_peer p, struct buf *out)
{
	buf_printf(out, "%-10s ", survey_name(p));
	if (s->said[p].n == 0)
		buf_puts(out, "away");
	else if (s->tree[p] != NULL)
		put_members(s->tree[p], out);
	else
		buf_puts(out, "answers, but not as expected");
	buf_puts(out, "\n");
}

static void
put_accounts(const struct survey *s, struct buf *out)
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

/* What is stored and was not read for its language. */
static void
put_unread(const struct survey *s, struct buf *out)
{
	const char *sep = ": ";

	if (s->counts.unread == 0)
		return;
	buf_printf(out, "%-10s %" PRId64 " articles stored and not read",
	    "languages", s->counts.unread);
	for (size_t i = 0; i < s->tongues; i++) {
		buf_puts(out, sep);
		table_plain(out, span_of(s->tongue[i].lang), 0);
		buf_printf(out, " %" PRId64, s->tongue[i].articles);
		sep = ", ";
	}
	buf_puts(out, "\n");
}

static void
put_count(const struct ailing *a, const char *label,
    void (*count)(const struct ailing *, struct buf *), struct buf *out)
{
	struct buf text = { 0 };

	count(a, &text);
	if (text.n > 0)
		buf_printf(out, "%-10s %s\n", label, buf_cstr(&text));
	buf_free(&text);
}

static void
put_web(const struct survey *s, struct buf *out)
{
	struct ailing a = { 0 };

	ailing_read(s->tree[SURVEY_PRODUCER], &a);
	put_count(&a, "feeds", ailing_count_feeds, out);
	put_count(&a, "pages", ailing_count_pages, out);
	ailing_text(&a, out);
}

static void
put_text(const struct survey *s, struct buf *out)
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
	if (s->store)
		put_unread(s, out);
	for (int i = 0; i < SURVEY_PEERS; i++)
		put_peer(s, (enum survey_peer)i, out);
	put_web(s, out);
}

static int
run(const struct cmd_call *call)
{
	struct survey s = { 0 };
	struct buf out = { 0 };
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = ask_all(call, &s)) >= 0)
		goto out;
	if (cmd_value(call, "json") != NULL)
		put_json(&s, &out);
	else
		put_text(&s, &out);
	cmd_write(buf_span(&out));
	code = cmd_end(call);
out:
	survey_free(&s);
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
