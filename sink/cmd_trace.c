/* cmd_trace.c -- claimwire trace: every hop of one article. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "launch.h"
#include "proto/clock.h"

struct trace {
	const struct cmd_call *call;
	struct query *q; /* NULL: no store yet */
	struct span name;
	bool json;
	bool known; /* somebody knows it */
	enum rc rc; /* of a question within a question */
	struct buf out;
	struct json j;
};

/* ---- revisions ---- */

static bool
json_revision(void *arg, const struct query_revision *r)
{
	struct json *j = &((struct trace *)arg)->j;
	char producer[24];

	snprintf(producer, sizeof producer, "%016" PRIx64, r->producer);
	json_open(j, '{');
	json_key_int(j, "revision", r->n);
	json_key(j, "current");
	json_bool(j, r->current);
	json_key_time(j, "accepted", r->accepted_ms);
	json_key_text(j, "producer", span_of(producer));
	json_key_int(j, "job", (int64_t)r->job);
	json_key_int(j, "epoch", (int64_t)r->epoch);
	json_key_time(j, "sent", r->sent_ms);
	json_key_int(j, "attempt", r->attempt);
	json_key_text(j, "worker", r->worker);
	json_key_int(j, "compute_us", r->compute_us);
	json_key_text(j, "engine", r->engine);
	json_key_time(j, "committed", r->committed_ms);
	json_key_int(j, "mentions", r->mentions);
	json_key_int(j, "first_change", r->first_change);
	json_key_int(j, "changes", r->changes);
	json_close(j, '}');
	return true;
}

static void
hop(struct buf *o, const char *what, int64_t ms)
{
	char at[CLOCK_TEXT_MAX];

	buf_printf(o, "    %-10s %s", what, clock_rfc3339(ms, at));
}

static bool
text_revision(void *arg, const struct query_revision *r)
{
	struct buf *o = &((struct trace *)arg)->out;

	buf_printf(o, "  revision %" PRId64 "%s\n", r->n,
	    r->current ? "" : ", superseded");
	hop(o, "accepted", r->accepted_ms);
	buf_printf(o, "  producer %016" PRIx64 ", job %" PRIu64 "\n",
	    r->producer, r->job);
	hop(o, "sent", r->sent_ms);
	buf_printf(o, "  epoch %" PRIu64 ", attempt %" PRId64 "\n", r->epoch,
	    r->attempt);
	buf_puts(o, "    worked     by ");
	table_plain(o, r->worker, 0);
	buf_printf(o, " in %.1f ms, ", (double)r->compute_us / 1000);
	table_plain(o, r->engine, 0);
	buf_puts(o, "\n");
	hop(o, "committed", r->committed_ms);
	buf_printf(o, "  %" PRId64 " mention%s", r->mentions,
	    r->mentions == 1 ? "" : "s");
	if (r->changes > 0)
		buf_printf(o, ", changes %" PRId64 "-%" PRId64, r->first_change,
		    r->first_change + r->changes - 1);
	buf_puts(o, "\n");
	return true;
}

/* ---- mentions ---- */

static bool
json_mention(void *arg, const struct form_mention *m)
{
	form_mention(&((struct trace *)arg)->j, m);
	return true;
}

static bool
text_mention(void *arg, const struct form_mention *m)
{
	struct buf *o = &((struct trace *)arg)->out;

	buf_puts(o, "  ");
	cmd_put_ids(o, m->claims);
	buf_puts(o, "  ");
	if (m->speaker_name.n > 0) {
		table_plain(o, m->speaker_name, 0);
		buf_puts(o, form_says(m->act));
	}
	table_plain(o, m->words, 0);
	buf_puts(o, "\n");
	return true;
}

/* ---- the store's half ---- */

static void
keep(struct trace *t, enum rc rc)
{
	if (t->rc == RC_OK)
		t->rc = rc;
}

static void
json_article(struct trace *t, const struct query_article *a)
{
	struct query_filter f = { .article = a->id, .rising = true };
	struct json *j = &t->j;

	json_open(j, '{');
	json_key(j, "id");
	form_id(j, 'a', a->id);
	json_key_text(j, "article", a->name);
	json_key_text(j, "outlet", a->outlet);
	json_key_text(j, "url", a->url);
	json_key_text(j, "title", a->title);
	json_key_text(j, "published", a->published);
	json_key(j, "revisions");
	json_open(j, '[');
	keep(t, query_revisions(t->q, a->id, json_revision, t));
	json_close(j, ']');
	json_key(j, "mentions");
	json_open(j, '[');
	keep(t, query_mentions(t->q, &f, json_mention, t));
	json_close(j, ']');
	json_close(j, '}');
}

static void
text_article(struct trace *t, const struct query_article *a)
{
	struct query_filter f = { .article = a->id, .rising = true };
	struct buf *o = &t->out;

	buf_printf(o, "a%" PRId64 "  ", a->id);
	table_plain(o, a->name, 0);
	if (a->outlet.n > 0) {
		buf_puts(o, "  ");
		table_plain(o, a->outlet, 0);
	}
	if (a->title.n > 0) {
		buf_puts(o, ": ");
		table_plain(o, a->title, 0);
	}
	buf_puts(o, "\n");
	keep(t, query_revisions(t->q, a->id, text_revision, t));
	keep(t, query_mentions(t->q, &f, text_mention, t));
}

static bool
on_article(void *arg, const struct query_article *a)
{
	struct trace *t = arg;

	t->known = true;
	if (t->json)
		json_article(t, a);
	else
		text_article(t, a);
	return true;
}

static enum rc
ask_store(struct trace *t)
{
	enum rc rc;

	if (t->q == NULL)
		return RC_OK;
	if ((rc = query_begin(t->q)) != RC_OK)
		return rc;
	rc = query_article(t->q, t->name, on_article, t);
	query_end(t->q);
	return rc == RC_NOENT ? t->rc : rc != RC_OK ? rc : t->rc;
}

/* ---- the producer's half ---- */

/* What `claimwire-producer find` prints: a line a job that is not done. */
static void
ask_producer(struct trace *t)
{
	struct launch l = { 0 };
	struct buf found = { 0 };
	char path[PATH_MAX];
	const struct conf *c = t->call->args->conf;

	if (conf_path(c, "spool.db", path, sizeof path) != RC_OK ||
	    access(path, F_OK) != 0 ||
	    launch_program(c, "claimwire-producer", &l) != RC_OK)
		return;
	launch_add(&l, "find");
	if (t->json)
		launch_add(&l, "--json");
	launch_add(&l, "--");
	launch_add(&l, t->call->args->rest[0]);
	if (launch_capture(&l, true, &found) == EXIT_DONE && found.n > 0) {
		t->known = true;
		for (size_t i = 0, from = 0; i < found.n; i++) {
			if (found.p[i] != '\n')
				continue;
			if (t->json)
				json_raw(&t->j,
				    (struct span) { found.p + from, i - from });
			else
				buf_printf(&t->out, "%.*s\n", (int)(i - from),
				    found.p + from);
			from = i + 1;
		}
	}
	launch_free(&l);
	buf_free(&found);
}

/* ---- the command ---- */

static enum rc
tell(struct trace *t)
{
	enum rc rc;

	t->j = json_on(&t->out);
	if (!t->json) {
		rc = ask_store(t);
		ask_producer(t);
		return rc;
	}
	json_open(&t->j, '{');
	json_key(&t->j, "articles");
	json_open(&t->j, '[');
	rc = ask_store(t);
	json_close(&t->j, ']');
	json_key(&t->j, "queue");
	json_open(&t->j, '[');
	ask_producer(t);
	json_close(&t->j, ']');
	json_close(&t->j, '}');
	buf_puts(&t->out, "\n");
	return rc;
}

static int
open_store(struct trace *t)
{
	char path[PATH_MAX];

	if (conf_path(t->call->args->conf, "claims.db", path, sizeof path) ==
		RC_OK &&
	    access(path, F_OK) != 0)
		return -1; /* it may still be on its way there */
	return cmd_store(t->call, &t->q);
}

static int
run(const struct cmd_call *call)
{
	struct trace t = { .call = call,
		.json = cmd_value(call, "json") != NULL };
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 1, 1)) >= 0 ||
	    (code = open_store(&t)) >= 0)
		return code;
	t.name = span_of(call->args->rest[0]);
	rc = tell(&t);
	query_close(t.q);
	if (rc == RC_OK && t.known)
		cmd_write(buf_span(&t.out));
	buf_free(&t.out);
	if (rc != RC_OK)
		return cmd_failed(call, rc);
	if (!t.known)
		return cmd_fail(call, EXIT_OPEN,
		    "neither the store nor the producer knows an article "
		    "\"%s\"; give its id, url, guid, or a5 as `show` prints it",
		    call->args->rest[0]);
	return cmd_end(call);
}

static const struct role_option options[] = {
	{ "json", NULL, "as one JSON object" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_trace_face = {
	.name = "trace",
	.usage = "ARTICLE",
	.about = "every hop of one article, and its claims",
	.option = options,
	.run = run,
};
