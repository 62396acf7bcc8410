/* cmd_export.c -- claimwire export: the whole store, a mention a record. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "jsonld.h"

struct export
{
	struct query *q;
	struct table *table;
	struct buf out;
};

/* ---- JSON Lines ---- */

static bool
jsonl_mention(void *arg, const struct form_mention *m)
{
	struct export *e = arg;
	struct json j = json_on(&e->out);

	form_mention(&j, m);
	return cmd_line(&e->out);
}

static bool
jsonl_relation(void *arg, const struct form_relation *r)
{
	struct export *e = arg;
	struct json j = json_on(&e->out);

	form_relation(&j, r);
	return cmd_line(&e->out);
}

static enum rc
jsonl(struct export *e, const struct query_filter *f)
{
	enum rc rc = query_mentions(e->q, f, jsonl_mention, e);

	return rc != RC_OK ? rc : query_relations(e->q, 0, jsonl_relation, e);
}

/* ---- CSV ---- */

static const struct table_column columns[] = {
	{ "id", false },
	{ "claim", false },
	{ "article", false },
	{ "outlet", false },
	{ "revision", true },
	{ "current", false },
	{ "origin", false },
	{ "published", false },
	{ "kind", false },
	{ "speaker", false },
	{ "source", false },
	{ "cue", false },
	{ "words", false },
	{ "content", false },
	{ "act", false },
	{ "polarity", false },
	{ "hedged", false },
	{ "figures", false },
	{ "rule", false },
	{ "confidence", true },
};

/* The words of a part that may be absent. */
static struct span
words_of(const struct form_part *p)
{
	return p->there ? p->exact : (struct span) { NULL, 0 };
}

static bool
csv_mention(void *arg, const struct form_mention *m)
{
	struct export *e = arg;
	struct table *t = e->table;
	char text[32];

	snprintf(text, sizeof text, "m%" PRId64, m->id);
	table_str(t, span_of(text));
	buf_clear(&e->out);
	cmd_put_ids(&e->out, m->claims);
	table_str(t, buf_span(&e->out));
	table_str(t, m->article_name);
	table_str(t, m->outlet);
	table_int(t, m->revision);
	table_str(t, span_of(m->current ? "yes" : "no"));
	table_str(t, m->origin);
	table_str(t, m->published);
	table_str(t, m->kind);
	table_str(t, m->speaker_name);
	table_str(t, words_of(&m->source));
	table_str(t, words_of(&m->cue));
	table_str(t, m->words);
	table_str(t, m->content);
	table_str(t, m->act);
	table_str(t, m->polarity);
	table_str(t, span_of(m->hedged ? "yes" : "no"));
	table_str(t, m->figures);
	table_str(t, m->rule);
	snprintf(text, sizeof text, "%g", m->confidence);
	table_str(t, span_of(text));
	return !ferror(stdout);
}

static void
write_lines(void *arg, struct span lines)
{
	(void)arg;
	cmd_write(lines);
}

static enum rc
csv(struct export *e, const struct query_filter *f)
{
	enum rc rc;

	e->table = table_new(TABLE_CSV, 0, columns,
	    sizeof columns / sizeof columns[0], write_lines, NULL);
	rc = query_mentions(e->q, f, csv_mention, e);
	table_end(e->table);
	return rc;
}

/* ---- JSON-LD ---- */

static bool
ld_claim(void *arg, const struct form_claim *c)
{
	struct export *e = arg;

	jsonld_claim(&e->out, c);
	return cmd_line(&e->out);
}

static bool
ld_mention(void *arg, const struct form_mention *m)
{
	struct export *e = arg;

	jsonld_mention(&e->out, m);
	return cmd_line(&e->out);
}

static enum rc
jsonld(struct export *e, const struct query_filter *f)
{
	const struct query_filter all = { .rising = true };
	enum rc rc;

	jsonld_begin(&e->out);
	rc = query_claims(e->q, &all, ld_claim, e);
	if (rc == RC_OK)
		rc = query_mentions(e->q, f, ld_mention, e);
	jsonld_end(&e->out);
	cmd_line(&e->out);
	return rc;
}

/* ---- the command ---- */

typedef enum rc export_fn(struct export *e, const struct query_filter *f);

static const struct {
	const char *name;
	export_fn *run;
} formats[] = {
	{ "jsonl", jsonl },
	{ "csv", csv },
	{ "jsonld", jsonld },
};

static export_fn *
find_format(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].run;
	return NULL;
}

static int
run(const struct cmd_call *call)
{
	const struct query_filter f = { .rising = true, .superseded = true };
	const char *name = cmd_value(call, "format");
	export_fn *format = find_format(name != NULL ? name : "jsonl");
	struct export e = { 0 };
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0)
		return code;
	if (format == NULL)
		return cmd_fail(call, EXIT_USAGE,
		    "--format: jsonl, csv or jsonld, not \"%s\"", name);
	if ((code = cmd_store(call, &e.q)) >= 0)
		return code;
	rc = query_begin(e.q); /* mentions and relations of one state */
	if (rc == RC_OK) {
		rc = format(&e, &f);
		query_end(e.q);
	}
	query_close(e.q);
	buf_free(&e.out);
	return rc != RC_OK ? cmd_failed(call, rc) : cmd_end(call);
}

static const struct role_option options[] = {
	{ "format", "FORMAT", "jsonl (default), csv or jsonld" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_export_face = {
	.name = "export",
	.usage = "",
	.about = "the whole store, a mention a record",
	.more = "jsonl: mentions, then relations (which have a \"type\"); csv: "
		"mentions, one a row;\njsonld: schema.org claims and "
		"quotations.  Older revisions are included.",
	.option = options,
	.run = run,
};
