/* listing.c -- claims as lines. */
#include "listing.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static const struct table_column columns[] = {
	{ "id", false },
	{ "kind", false },
	{ "act", false },
	{ "status", false },
	{ "mentions", true },
	{ "outlets", true },
	{ "origins", true },
	{ "first_seen", false },
	{ "last_seen", false },
	{ "speaker", false },
	{ "text", false },
};

void
listing_open(struct listing *l, const struct cmd_call *call)
{
	*l = (struct listing) { .call = call };
}

static bool
is_json(const struct listing *l)
{
	return cmd_value(l->call, "json") != NULL;
}

static void
need_table(struct listing *l)
{
	if (l->table == NULL)
		l->table = cmd_table(
		    l->call, columns, sizeof columns / sizeof columns[0]);
}

static bool
put_json(struct listing *l, const struct form_claim *c)
{
	struct json j = json_on(&l->json);

	form_claim(&j, c);
	return cmd_line(&l->json);
}

static void
put_row(struct table *t, const struct form_claim *c)
{
	char id[24];

	snprintf(id, sizeof id, "c%" PRId64, c->id);
	table_str(t, span_of(id));
	table_str(t, c->kind);
	table_str(t, c->act);
	table_str(t, c->status);
	table_int(t, c->mentions);
	table_int(t, c->outlets);
	table_int(t, c->origins);
	table_str(t, c->first_seen);
	table_str(t, c->last_seen);
	table_str(t, c->speaker_name);
	table_str(t, c->text);
}

bool
listing_claim(void *arg, const struct form_claim *c)
{
	struct listing *l = arg;

	l->n++;
	if (is_json(l))
		return put_json(l, c);
	need_table(l);
	put_row(l->table, c);
	return !ferror(stdout);
}

int
listing_close(struct listing *l, enum rc rc)
{
	if (rc == RC_OK && !is_json(l))
		need_table(l); /* its head at least */
	if (l->table != NULL)
		table_end(l->table);
	buf_free(&l->json);
	if (rc == RC_OK && l->n == 0 && cmd_is_terminal() && !is_json(l))
		fputs("nothing found\n", stderr);
	return cmd_end(l->call);
}
