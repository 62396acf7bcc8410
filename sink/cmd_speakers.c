/* cmd_speakers.c -- claimwire speakers: whose claims there are. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"

static const struct table_column columns[] = {
	{ "id", false },
	{ "claims", true },
	{ "mentions", true },
	{ "type", false },
	{ "name", false },
	{ "role", false },
};

struct list {
	struct table *table; /* NULL: JSON Lines */
	struct buf json;
};

static bool
put_json(struct buf *out, const struct query_speaker *s)
{
	struct json j = json_on(out);

	json_open(&j, '{');
	json_key(&j, "id");
	form_id(&j, 's', s->id);
	json_key(&j, "name");
	json_str(&j, s->name);
	json_key(&j, "type");
	json_str_or_null(&j, s->type);
	json_key(&j, "role");
	json_str_or_null(&j, s->role);
	json_key(&j, "claims");
	json_int(&j, s->claims);
	json_key(&j, "mentions");
	json_int(&j, s->mentions);
	json_close(&j, '}');
	return cmd_line(out);
}

static bool
put(void *arg, const struct query_speaker *s)
{
	struct list *l = arg;
	char id[24];

	if (l->table == NULL)
		return put_json(&l->json, s);
	snprintf(id, sizeof id, "s%" PRId64, s->id);
	table_str(l->table, span_of(id));
	table_int(l->table, s->claims);
	table_int(l->table, s->mentions);
	table_str(l->table, s->type);
	table_str(l->table, s->name);
	table_str(l->table, s->role);
	return !ferror(stdout);
}

static int
run(const struct cmd_call *call)
{
	struct query_filter f = { 0 };
	struct list l = { 0 };
	struct query *q;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 0, 1)) >= 0 ||
	    (code = cmd_filter(call, &f)) >= 0 ||
	    (code = cmd_store(call, &q)) >= 0)
		return code;
	f.speaker = span_of(call->args->rest[0]);
	if (cmd_value(call, "json") == NULL)
		l.table = cmd_table(
		    call, columns, sizeof columns / sizeof columns[0]);
	rc = query_speakers(q, &f, put, &l);
	if (l.table != NULL)
		table_end(l.table);
	buf_free(&l.json);
	query_close(q);
	return rc != RC_OK ? cmd_failed(call, rc) : cmd_end(call);
}

static const struct role_option options[] = {
	CMD_LIST_OPTIONS,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_speakers_face = {
	.name = "speakers",
	.usage = "[NAME]",
	.about = "whose claims there are, the most quoted first",
	.option = options,
	.run = run,
};
