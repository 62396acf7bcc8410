/* cmd_entities.c -- claimwire entities: who is behind the names of speakers. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"
#include "csv.h"
#include "proto/clock.h"
#include "proto/mem.h"
#include "store.h"

/* ---- list and show ---- */

static const struct table_column columns[] = {
	{ "id", false },
	{ "names", true },
	{ "claims", true },
	{ "type", false },
	{ "item", false },
	{ "name", false },
};

struct list {
	struct query *q;
	struct table *table; /* NULL: JSON Lines */
	struct buf json;
	struct json j;
	bool show; /* its names too */
	int64_t n; /* entities told */
	enum rc rc;
};

static bool
put_name(void *arg, const struct query_name *n)
{
	struct list *l = arg;
	struct buf *out = &l->json;

	if (l->table == NULL) {
		json_open(&l->j, '{');
		json_key(&l->j, "id");
		form_id(&l->j, 's', n->id);
		json_key_text(&l->j, "name", n->name);
		json_key_text(&l->j, "type", n->type);
		json_key_int(&l->j, "mentions", n->mentions);
		json_key_bool(&l->j, "decided", n->decided);
		json_close(&l->j, '}');
		return true;
	}
	buf_printf(out, "    s%-8" PRId64 " ", n->id);
	table_plain(out, n->name, 0);
	buf_printf(out, "  (%" PRId64 " mention%s%s)\n", n->mentions,
	    n->mentions == 1 ? "" : "s", n->decided ? ", decided" : "");
	return true;
}

static void
json_entity(struct list *l, const struct query_entity *e)
{
	struct json *j = &l->j;

	*j = json_on(&l->json);
	json_open(j, '{');
	json_key(j, "id");
	form_id(j, 's', e->id);
	json_key_text(j, "name", e->name);
	json_key_text(j, "type", e->type);
	json_key_text(j, "wikidata", e->item);
	json_key_int(j, "claims", e->claims);
	json_key(j, "names");
	json_open(j, '[');
	l->rc = query_names(l->q, e->id, put_name, l);
	json_close(j, ']');
	json_close(j, '}');
}

static bool
put_entity(void *arg, const struct query_entity *e)
{
	struct list *l = arg;
	char id[24];

	l->n++;
	if (l->table == NULL) {
		json_entity(l, e);
		return l->rc == RC_OK && cmd_line(&l->json);
	}
	snprintf(id, sizeof id, "s%" PRId64, e->id);
	table_str(l->table, span_of(id));
	table_int(l->table, e->names);
	table_int(l->table, e->claims);
	table_str(l->table, e->type);
	table_str(l->table, e->item);
	table_str(l->table, e->name);
	if (l->show)
		l->rc = query_names(l->q, e->id, put_name, l);
	return l->rc == RC_OK && !ferror(stdout);
}

static int
list(const struct cmd_call *call, const char *which, bool show)
{
	struct query_filter f = { 0 };
	struct list l = { .show = show };
	enum rc rc;
	int code;

	if ((code = cmd_filter(call, &f)) >= 0 ||
	    (code = cmd_store(call, &l.q)) >= 0)
		return code;
	f.speaker = span_of(which);
	if (cmd_value(call, "json") == NULL)
		l.table = cmd_table(
		    call, columns, sizeof columns / sizeof columns[0]);
	rc = query_entities(l.q, &f, put_entity, &l);
	if (l.table != NULL) {
		table_end(l.table);
		cmd_write(buf_span(&l.json));
	}
	buf_free(&l.json);
	query_close(l.q);
	if (rc == RC_OK)
		rc = l.rc;
	if (rc == RC_OK && show && l.n == 0)
		return cmd_fail(call, EXIT_OPEN,
		    "nobody is called \"%s\"; `claimwire entities list` "
		    "lists who is",
		    which);
	return rc != RC_OK ? cmd_failed(call, rc) : cmd_end(call);
}

/* ---- decisions ---- */

struct orders {
	struct store_order *order;
	size_t n, cap;
	struct arena arena;
	size_t refused; /* lines of a table */
};

static void
add(struct orders *o, struct store_order order)
{
	if (o->n == o->cap) {
		o->cap = o->cap * 2 + 16;
		o->order = mem_grow(o->order, o->cap, sizeof *o->order);
	}
	o->order[o->n++] = order;
}

static int
carry_out(const struct cmd_call *call, const struct orders *o)
{
	struct store *s;
	size_t changed = 0;
	enum rc rc;
	int code;

	if ((code = cmd_writer(call, &s)) >= 0)
		return code;
	rc = store_entities(s, o->order, o->n, clock_wall_ms(), &changed);
	store_close(s);
	if (rc == RC_NOENT)
		return cmd_fail(call, EXIT_OPEN,
		    "there is no such name; `claimwire entities list` lists "
		    "what there is; nothing has changed");
	if (rc != RC_OK)
		return cmd_fail(call, EXIT_OPEN,
		    "not done, nothing has changed: %s; `claimwire check` "
		    "tells more",
		    rc_text(rc));
	printf("done: %zu claim%s of another speaker now\n", changed,
	    changed == 1 ? " is" : "s are");
	return o->refused > 0 ? EXIT_REFUSED : EXIT_DONE;
}

/* A name as it was typed: its number, or the name, which must be there unless
 * it may be new. */
static int
find(const struct cmd_call *call, struct query *q, const char *name,
    bool may_be_new, int64_t *id, struct span *called)
{
	enum rc rc = query_name_id(q, span_of(name), id);

	*called = span_of(name);
	if (rc != RC_OK)
		return cmd_failed(call, rc);
	if (*id != 0 || may_be_new)
		return -1;
	return cmd_fail(call, EXIT_OPEN,
	    "nobody is called \"%s\"; `claimwire entities list %s` lists who "
	    "nearly is",
	    name, name);
}

static int
decide(const struct cmd_call *call, enum store_order_kind kind, bool new_b)
{
	struct store_order o = { .kind = kind };
	const char **rest = (const char **)call->args->rest;
	struct orders all = { 0 };
	struct query *q;
	int code;

	if ((code = cmd_store(call, &q)) >= 0)
		return code;
	code = find(call, q, rest[1], false, &o.a, &o.name_a);
	if (code < 0 && kind == STORE_MERGE)
		code = find(call, q, rest[2], new_b, &o.b, &o.name_b);
	query_close(q);
	if (code >= 0)
		return code;
	add(&all, o);
	code = carry_out(call, &all);
	free(all.order);
	return code;
}

/* ---- import ---- */

enum { NAME, ALIAS, ITEM, N_COLUMNS };

static const char *const headings[N_COLUMNS] = { "name", "alias", "wikidata" };

static bool
is_item(struct span s)
{
	if (s.n < 2 || s.n > 16 || s.p[0] != 'Q')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* What one line orders; NULL, or why it is refused. */
static const char *
take_line(struct orders *o, const struct csv_record *rec,
    const size_t at[N_COLUMNS], size_t width)
{
	struct span v[N_COLUMNS] = { { 0 } };

	if (rec->n != width)
		return "it has not as many fields as the first line";
	for (size_t i = 0; i < N_COLUMNS; i++)
		if (at[i] != SIZE_MAX)
			v[i] = rec->field[at[i]];
	if (v[NAME].n == 0)
		return "it has no name";
	if (v[ITEM].n > 0 && !is_item(v[ITEM]))
		return "that is no item of Wikidata: Q42 is one";
	if (v[ALIAS].n > 0 && !span_eq(v[ALIAS], v[NAME]))
		add(o,
		    (struct store_order) { .kind = STORE_MERGE,
			.name_a = v[NAME],
			.name_b = v[ALIAS] });
	if (v[ITEM].n > 0)
		add(o,
		    (struct store_order) { .kind = STORE_ITEM,
			.name_a = v[NAME],
			.name_b = v[ITEM] });
	return NULL;
}

static const char *
take_head(struct csv *c, size_t at[N_COLUMNS], size_t *width)
{
	struct csv_record rec;
	const char *bad = csv_next(c, &rec);

	for (size_t i = 0; i < N_COLUMNS; i++) {
		at[i] = SIZE_MAX;
		for (size_t k = 0; bad == NULL && k < rec.n; k++)
			if (csv_is_column(rec.field[k], headings[i]))
				at[i] = k;
	}
	*width = rec.n;
	if (bad == NULL && at[NAME] == SIZE_MAX)
		bad = "no column is called name";
	return bad;
}

/* -1 when the table was read, or the exit code. */
static int
take_table(const struct cmd_call *call, const char *path, struct csv *c,
    struct orders *o)
{
	size_t at[N_COLUMNS], width;
	const char *bad = take_head(c, at, &width);

	if (bad != NULL)
		return cmd_fail(call, EXIT_REFUSED,
		    "%s:1: %s: the first line must name the columns, as "
		    "name,alias,wikidata",
		    path, bad);
	while (c->p < c->end) {
		struct csv_record rec;

		bad = csv_next(c, &rec);
		if (bad == NULL && !csv_is_blank(&rec))
			bad = take_line(o, &rec, at, width);
		if (bad == NULL)
			continue;
		o->refused++;
		(void)cmd_fail(
		    call, EXIT_REFUSED, "%s:%zu: %s", path, rec.line, bad);
	}
	return -1;
}

#define TABLE_MAX (16u << 20) /* bytes */

static int
import(const struct cmd_call *call)
{
	const char *path = call->args->rest[1];
	struct buf text = { 0 };
	struct orders o = { 0 };
	struct csv c;
	char chunk[16384];
	size_t n;
	FILE *f = fopen(path, "re");
	int code;

	if (f == NULL)
		return cmd_fail(call, EXIT_OPEN, "cannot read %s: %s", path,
		    strerror(errno));
	while (
	    text.n <= TABLE_MAX && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_append(&text, chunk, n);
	fclose(f);
	csv_init(&c, buf_span(&text), &o.arena);
	if (text.n > TABLE_MAX)
		code = cmd_fail(call, EXIT_REFUSED,
		    "%s is larger than %u MB: import it in parts", path,
		    TABLE_MAX >> 20);
	else if ((code = take_table(call, path, &c, &o)) < 0)
		code = carry_out(call, &o);
	csv_fini(&c);
	buf_free(&text);
	arena_free(&o.arena);
	free(o.order);
	return code;
}

/* ---- the command ---- */

static int
run_list(const struct cmd_call *call)
{
	return list(call, call->args->rest[1], false);
}

static int
run_show(const struct cmd_call *call)
{
	return list(call, call->args->rest[1], true);
}

static int
run_merge(const struct cmd_call *call)
{
	return decide(call, STORE_MERGE, false);
}

static int
run_split(const struct cmd_call *call)
{
	return decide(call, STORE_SPLIT, false);
}

static int
run_alias(const struct cmd_call *call)
{
	return decide(call, STORE_MERGE, true);
}

static const struct verb {
	const char *name;
	int least, most; /* operands, itself included */
	int (*run)(const struct cmd_call *call);
} verbs[] = {
	{ "list", 1, 2, run_list },
	{ "show", 2, 2, run_show },
	{ "merge", 3, 3, run_merge },
	{ "split", 2, 2, run_split },
	{ "alias", 3, 3, run_alias },
	{ "import", 2, 2, import },
};

static int
run(const struct cmd_call *call)
{
	const char *what;
	int code;

	if ((code = cmd_operands(call, 1, 3)) >= 0)
		return code;
	what = call->args->rest[0];
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		if (strcmp(what, verbs[i].name) != 0)
			continue;
		code = cmd_operands(call, verbs[i].least, verbs[i].most);
		return code >= 0 ? code : verbs[i].run(call);
	}
	return cmd_fail(call, EXIT_USAGE,
	    "\"%s\" is none of list, show, merge, split, alias, import", what);
}

static const struct role_option options[] = {
	CMD_LIST_OPTIONS,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_entities_face = {
	.name = "entities",
	.usage = "list|show|merge|split|alias|import",
	.about = "who is behind the names of speakers, and deciding it",
	.more = "  list [NAME]        entities, or those with such a name\n"
		"  show NAME          one with all of its names\n"
		"  merge NAME NAME    they are one, with all of their names\n"
		"  split NAME         this name is somebody else's\n"
		"  alias NAME TEXT    this one is called so too\n"
		"  import FILE        a table: name,alias,wikidata\n"
		"A NAME is s3 or a name to the letter.  What you decide wins "
		"over what the\nprogram thinks, and a rebuild keeps it.",
	.option = options,
	.run = run,
};
