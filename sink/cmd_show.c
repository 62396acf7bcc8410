/* cmd_show.c -- claimwire show: one claim with all of its mentions. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"
#include "grounds.h"
#include "proto/clock.h"
#include "sink/web/excerpt.h"

struct show {
	const struct cmd_call *call;
	struct query *q;
	bool json, why;
	struct buf out;
	struct json j;
	int64_t id;                  /* of the claim that was found */
	struct buf origin, why_text; /* told last */
	int64_t last;                /* mention told */
	uint32_t n;                  /* of them */
	bool failed;
};

/* ---- for people ---- */

/* "  name: value" on one line, if there is a value. */
static void
line(struct buf *out, const char *name, struct span value)
{
	if (value.n == 0)
		return;
	buf_printf(out, "    %-10s ", name);
	table_plain(out, value, 0);
	buf_puts(out, "\n");
}

/* "c17  Ida Solberg: the bridge will reopen" */
static void
put_claim(struct buf *o, const struct form_claim *c)
{
	buf_printf(o, "c%" PRId64 "  ", c->id);
	if (c->speaker_name.n > 0) {
		table_plain(o, c->speaker_name, 0);
		buf_puts(o, form_says(c->act));
	}
	table_plain(o, c->text, 0);
	buf_puts(o, "\n");
}

static void
put_count(struct buf *o, int64_t n, const char *one, const char *next)
{
	buf_printf(o, "%" PRId64 " %s%s%s", n, one, n == 1 ? "" : "s", next);
}

static void
text_claim(struct show *s, const struct form_claim *c)
{
	struct buf *o = &s->out;

	put_claim(o, c);
	line(o, "kind", c->kind);
	line(o, "status", c->status);
	buf_printf(o, "    %-10s ", "told by");
	put_count(o, c->mentions, "mention", ", ");
	put_count(o, c->outlets, "outlet", ", ");
	put_count(o, c->origins, "origin", "\n");
	line(o, "first seen", c->first_seen);
	line(o, "last seen", c->last_seen);
	line(o, "as of", c->as_of);
	if (s->why)
		line(o, "figure", c->figure);
	if (!span_is(c->redirects, "[]"))
		line(o, "was", c->redirects);
}

/* What the claim is to the other one of a relation. */
static const char *
stands(const struct form_relation *r, int64_t claim)
{
	if (span_is(r->type, "revised"))
		return r->from == claim ? "now" : "before";
	if (span_is(r->type, "disputed"))
		return "disputes";
	if (span_is(r->type, "refines"))
		return r->from == claim ? "refines" : "refined by";
	return "unlike";
}

static void
part(struct buf *out, const char *name, const struct form_part *p)
{
	if (!p->there)
		return;
	buf_printf(out, "    %-10s %" PRIu32 "-%" PRIu32 " \"", name,
	    p->at.start, p->at.end);
	table_plain(out, p->exact, 0);
	buf_puts(out, "\"\n");
}

/* Where in the text it stands, and by which rule it was found. */
static void
text_rule(struct buf *o, const struct form_mention *m)
{
	part(o, "source", &m->source);
	part(o, "cue", &m->cue);
	line(o, "content", m->content);
	line(o, "rule", m->rule);
	line(o, "act", m->act);
	line(o, "polarity", m->polarity);
	buf_printf(o, "    %-10s %s\n", "hedged", m->hedged ? "yes" : "no");
	buf_printf(o, "    %-10s %.2f\n", "confidence", m->confidence);
}

/* The outlet, when, the headline, the sentence. */
static void
text_evidence(struct show *s, const struct query_evidence *e)
{
	const struct form_mention *m = e->mention;
	struct buf *o = &s->out;

	buf_printf(o, "%s  m%" PRId64 "  ", o->n > 0 ? "\n" : "", m->id);
	table_plain(o, m->outlet.n > 0 ? m->outlet : span_of("(no outlet)"), 0);
	buf_puts(o, ", article ");
	table_plain(o, m->article_name, 0);
	buf_printf(o, " (a%" PRId64 "), revision %" PRId64 "%s\n", m->article,
	    m->revision, m->current ? "" : ", superseded");
	line(o, "headline", e->title);
	if (e->text->text.n > 0)
		line(o, "sentence",
		    textmap_cut(e->text, excerpt_around(e->text, e->hull)));
	else
		line(o, "words", m->words);
	line(o, "published", m->published);
	line(o, "url", e->url);
	if (s->why)
		text_rule(o, m);
}

/* By whom, when, and in which attempt a mention was found. */
static void
text_revision(struct show *s, const struct query_revision *r)
{
	struct buf *o = &s->out;
	char at[CLOCK_TEXT_MAX];

	line(o, "engine", r->engine);
	line(o, "worker", r->worker);
	buf_printf(o,
	    "    %-10s producer %016" PRIx64 ", epoch %" PRIu64 ", job %" PRIu64
	    ", attempt %" PRId64 "\n",
	    "lease", r->producer, r->epoch, r->job, r->attempt);
	line(o, "accepted", span_of(clock_rfc3339(r->accepted_ms, at)));
	line(o, "committed", span_of(clock_rfc3339(r->committed_ms, at)));
}

/* ---- as JSON ---- */

static void
json_revision(struct show *s, const struct query_revision *r)
{
	struct json *j = &s->j;
	char producer[24];

	snprintf(producer, sizeof producer, "%016" PRIx64, r->producer);
	json_key_text(j, "engine", r->engine);
	json_key_text(j, "worker", r->worker);
	json_key_text(j, "producer", span_of(producer));
	json_key_int(j, "epoch", (int64_t)r->epoch);
	json_key_int(j, "job", (int64_t)r->job);
	json_key_int(j, "attempt", r->attempt);
	json_key_time(j, "accepted", r->accepted_ms);
	json_key_time(j, "sent", r->sent_ms);
	json_key_time(j, "committed", r->committed_ms);
	json_key_int(j, "compute_us", r->compute_us);
}

/* ---- both ---- */

struct wanted {
	struct show *s;
	int64_t revision;
};

static bool
on_revision(void *arg, const struct query_revision *r)
{
	struct wanted *w = arg;

	if (r->n != w->revision)
		return true;
	if (w->s->json)
		json_revision(w->s, r);
	else
		text_revision(w->s, r);
	return false;
}

static void
provenance(struct show *s, const struct form_mention *m)
{
	struct wanted w = { s, m->revision };

	if (s->json) {
		json_key(&s->j, "found_by");
		json_open(&s->j, '{');
	}
	if (query_revisions(s->q, m->article, on_revision, &w) != RC_OK)
		s->failed = true;
	if (s->json)
		json_close(&s->j, '}');
}

static bool
on_evidence(void *arg, const struct query_evidence *e)
{
	struct show *s = arg;

	s->last = e->mention->id;
	s->n++;
	text_evidence(s, e);
	if (s->why)
		provenance(s, e->mention);
	return !s->failed;
}

static bool
on_mention(void *arg, const struct form_mention *m)
{
	struct show *s = arg;

	if (s->why) {
		json_open(&s->j, '{');
		json_key(&s->j, "mention");
	}
	form_mention(&s->j, m);
	if (s->why) {
		provenance(s, m);
		json_close(&s->j, '}');
	}
	return !s->failed;
}

/* "disputes   c61  Hanne Oswell: the gates had been opened", and below it the
 * mentions that it rests on, how much is common to them, and the reason. */
static bool
on_other(void *arg, const struct form_claim *c)
{
	put_claim(&((struct show *)arg)->out, c);
	return false;
}

static bool
on_relation(void *arg, const struct form_relation *r)
{
	struct show *s = arg;

	if (s->json) {
		form_relation(&s->j, r);
		return true;
	}
	buf_printf(&s->out, "    %-10s ", stands(r, s->id));
	if (query_claim(
		s->q, r->from == s->id ? r->to : r->from, on_other, s) != RC_OK)
		s->failed = true;
	if (s->why) {
		buf_printf(&s->out,
		    "               m%" PRId64 ", m%" PRId64 " (%.2f): ",
		    r->mention[0], r->mention[1], r->score);
		table_plain(&s->out, r->why, 0);
		buf_puts(&s->out, "\n");
	}
	return !s->failed;
}

static bool
on_claim(void *arg, const struct form_claim *c)
{
	struct show *s = arg;

	s->id = c->id;
	if (s->json) {
		json_key(&s->j, "claim");
		form_claim(&s->j, c);
	} else {
		text_claim(s, c);
	}
	return true;
}

/* "origin     Marl Wire", and below it each article with the reason. */
static bool
on_lineage(void *arg, const struct query_lineage *l)
{
	struct show *s = arg;
	struct buf *o = &s->out;

	if (s->json) {
		grounds_json(&s->j, l);
		return true;
	}
	if (!span_eq(buf_span(&s->origin), l->origin)) {
		line(o, "origin",
		    l->origin.n > 0 ? l->origin : span_of("(not known)"));
		buf_clear(&s->origin);
		buf_append(&s->origin, l->origin.p, l->origin.n);
	}
	buf_printf(o, "    %-10s a%" PRId64 " ", "", l->article);
	table_plain(o, l->outlet.n > 0 ? l->outlet : l->name, 0);
	buf_puts(o, ": ");
	buf_clear(&s->why_text);
	grounds_say(&s->why_text, l);
	table_plain(o, buf_span(&s->why_text), 0);
	buf_puts(o, "\n");
	return true;
}

/* "as said    m12, like m3 (0.83): the same in substance" */
static bool
on_wording(void *arg, const struct query_wording *w)
{
	struct show *s = arg;

	if (s->json) {
		grounds_wording(&s->j, w);
		return true;
	}
	buf_printf(&s->out, "    %-10s m%" PRId64, "as said", w->mention);
	if (w->like != 0)
		buf_printf(&s->out, ", like m%" PRId64, w->like);
	buf_printf(&s->out, " (%.2f): ", w->score);
	table_plain(&s->out, w->why, 0);
	buf_puts(&s->out, "\n");
	return true;
}

/* Its mentions for people: those of current revisions first. */
static enum rc
text_mentions(struct show *s)
{
	struct query_filter f = { .claim = s->id, .limit = QUERY_EVIDENCE_MAX };
	enum rc rc;

	do {
		f.cursor = s->last;
		s->n = 0;
		rc = query_evidence(s->q, &f, on_evidence, s);
	} while (rc == RC_OK && !s->failed && s->n == f.limit);
	return rc;
}

static enum rc
json_lineage(struct show *s)
{
	enum rc rc;

	json_key(&s->j, "lineage");
	json_open(&s->j, '[');
	rc = query_lineage(s->q, s->id, on_lineage, s);
	json_close(&s->j, ']');
	return rc;
}

static enum rc
json_wordings(struct show *s)
{
	enum rc rc;

	json_key(&s->j, "wordings");
	json_open(&s->j, '[');
	rc = query_wordings(s->q, s->id, on_wording, s);
	json_close(&s->j, ']');
	return rc;
}

static enum rc
json_mentions(struct show *s)
{
	struct query_filter f = {
		.rising = true, .superseded = s->why, .claim = s->id
	};
	enum rc rc;

	json_key(&s->j, "relations");
	json_open(&s->j, '[');
	rc = query_relations(s->q, s->id, on_relation, s);
	json_close(&s->j, ']');
	if (rc != RC_OK)
		return rc;
	if (s->why &&
	    ((rc = json_lineage(s)) != RC_OK ||
		(rc = json_wordings(s)) != RC_OK))
		return rc;
	json_key(&s->j, s->why ? "why" : "mentions");
	json_open(&s->j, '[');
	rc = query_mentions(s->q, &f, on_mention, s);
	json_close(&s->j, ']');
	return rc;
}

static enum rc
tell_claim(struct show *s, int64_t id)
{
	enum rc rc = query_claim(s->q, id, on_claim, s);

	if (rc == RC_OK && s->id == 0)
		rc = RC_NOENT;
	if (rc != RC_OK)
		return rc;
	if (s->json)
		return json_mentions(s);
	if (s->why)
		rc = query_lineage(s->q, s->id, on_lineage, s);
	if (rc == RC_OK && s->why)
		rc = query_wordings(s->q, s->id, on_wording, s);
	if (rc == RC_OK)
		rc = query_relations(s->q, s->id, on_relation, s);
	return rc == RC_OK && !s->failed ? text_mentions(s) : rc;
}

static enum rc
tell_mention(struct show *s, int64_t id)
{
	struct query_filter f = { .mention = id };
	enum rc rc;

	if (!s->json)
		return query_evidence(s->q, &f, on_evidence, s);
	json_key(&s->j, s->why ? "why" : "mentions");
	json_open(&s->j, '[');
	rc = query_mention(s->q, id, on_mention, s);
	json_close(&s->j, ']');
	return rc;
}

static enum rc
tell(struct show *s, struct span name)
{
	int64_t id;
	enum rc rc = RC_REFUSED;

	s->j = json_on(&s->out);
	if (s->json)
		json_open(&s->j, '{');
	if (query_parse_id(name, 'c', &id))
		rc = tell_claim(s, id);
	else if (query_parse_id(name, 'm', &id))
		rc = tell_mention(s, id);
	if (s->json) {
		json_close(&s->j, '}');
		buf_puts(&s->out, "\n");
	}
	return rc;
}

static int
run(const struct cmd_call *call)
{
	struct show s = { .call = call,
		.json = cmd_value(call, "json") != NULL,
		.why = cmd_value(call, "why") != NULL };
	const char *name;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 1, 1)) >= 0 ||
	    (code = cmd_store(call, &s.q)) >= 0)
		return code;
	name = call->args->rest[0];
	rc = query_begin(s.q);
	if (rc == RC_OK) {
		rc = tell(&s, span_of(name));
		query_end(s.q);
	}
	query_close(s.q);
	if (rc == RC_OK && !s.failed)
		cmd_write(buf_span(&s.out));
	buf_free(&s.out);
	buf_free(&s.origin);
	buf_free(&s.why_text);
	if (rc == RC_REFUSED)
		return cmd_fail(call, EXIT_USAGE,
		    "\"%s\" is no id of a claim (c17) or a mention (m90); "
		    "`claimwire claims` lists them",
		    name);
	if (rc == RC_NOENT)
		return cmd_fail(call, EXIT_OPEN,
		    "there is no %s in this store; `claimwire claims` lists "
		    "what there is",
		    name);
	return rc != RC_OK || s.failed ? cmd_failed(call, rc) : cmd_end(call);
}

static const struct role_option options[] = {
	{ "json", NULL, "as one JSON object" },
	{ "why", NULL, "how it was found: rule, spans, worker, attempt" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_show_face = {
	.name = "show",
	.usage = "ID",
	.about = "one claim (c17) with its evidence, or one mention (m90)",
	.option = options,
	.run = run,
};
