/* cmd_conf.c -- claimwire conf: the configuration in force, and its origin. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"

static void
put_origin(const struct conf *c, enum conf_id id, struct buf *out)
{
	const char *file = NULL;
	int line = 0;

	switch (conf_origin(c, id, &file, &line)) {
	case CONF_BUILTIN:
		buf_puts(out, "built in");
		break;
	case CONF_FILE:
		buf_printf(out, "%s:%d", file != NULL ? file : "file", line);
		break;
	case CONF_ENV:
		buf_puts(out, "environment");
		break;
	case CONF_OPTION:
		buf_puts(out, "option");
		break;
	}
}

static void
list(const struct cmd_call *call)
{
	static const struct table_column columns[] = { { "key", false },
		{ "value", false }, { "from", false }, { "meaning", false } };
	struct table *t = cmd_table(call, columns, 4);
	struct buf b = { 0 };

	for (int i = 0; i < CONF_KEYS; i++) {
		enum conf_id id = (enum conf_id)i;

		table_str(t, span_of(conf_name(id)));
		buf_clear(&b);
		conf_show(call->args->conf, id, &b);
		table_str(t, buf_span(&b));
		buf_clear(&b);
		put_origin(call->args->conf, id, &b);
		table_str(t, buf_span(&b));
		table_str(t, span_of(conf_help(id)));
	}
	table_end(t);
	buf_free(&b);
}

static void
list_json(const struct conf *c)
{
	struct buf b = { 0 }, v = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	for (int i = 0; i < CONF_KEYS; i++) {
		enum conf_id id = (enum conf_id)i;

		json_key(&j, conf_name(id));
		json_open(&j, '{');
		buf_clear(&v);
		conf_show(c, id, &v);
		json_key(&j, "value");
		json_str(&j, buf_span(&v));
		buf_clear(&v);
		put_origin(c, id, &v);
		json_key(&j, "from");
		json_str(&j, buf_span(&v));
		json_close(&j, '}');
	}
	json_close(&j, '}');
	cmd_line(&b);
	buf_free(&b);
	buf_free(&v);
}

static int
run(const struct cmd_call *call)
{
	struct buf b = { 0 };
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0)
		return code;
	if (cmd_value(call, "template") != NULL) {
		conf_template(&b);
		cmd_write(buf_span(&b));
	} else if (cmd_value(call, "json") != NULL) {
		list_json(call->args->conf);
	} else {
		list(call);
	}
	buf_free(&b);
	return cmd_end(call);
}

static const struct role_option options[] = {
	{ "json", NULL, "as one JSON object" },
	{ "csv", NULL, "comma-separated values (RFC 4180)" },
	{ "template", NULL, "the annotated configuration file instead" },
	{ NULL, NULL, NULL },
};

const struct cmd cmd_conf_face = {
	.name = "conf",
	.usage = "",
	.about = "the configuration in force, and where each value is from",
	.option = options,
	.run = run,
};
