/* main.c -- claimwire-producer: articles in, from wherever they come. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "dead.h"
#include "fieldmap.h"
#include "lookup.h"
#include "proto/log.h"
#include "proto/role.h"
#include "readcmd.h"
#include "source_web.h"
#include "sources.h"

enum { JSON, ONCE, CHECK };

static const struct role_option options[] = {
	[JSON] = { "json", NULL, "dead, accounts, find: JSON, one a line" },
	[ONCE] = { "once", NULL,
	    "end when every source is read and everything is committed" },
	[CHECK] = { "check", NULL,
	    "accounts: recount the rows, and fail when they differ" },
	{ NULL, NULL, NULL },
};

static const struct role_face face = {
	.program = "claimwire-producer",
	.usage = "[SOURCE...] | COMMAND",
	.about =
	    "Reads articles, keeps them in DATA/spool.db until they are "
	    "committed, and hands\nthem to the workers.  SOURCE: a text, JSON "
	    "Lines or feed file, told by its content;\na folder, watched "
	    "unless --once; \"-\": JSON Lines on standard input.  SIGTERM:\n"
	    "finish what was accepted, then leave.\n\n"
	    "  read SOURCE...          article records out as JSON Lines, "
	    "nothing stored\n"
	    "  dead [list]             articles that were given up, and why\n"
	    "  dead show ID...         with their records\n"
	    "  dead retry ID...|all    send them again\n"
	    "  dead drop ID...|all     give them up for good; they stay "
	    "counted\n"
	    "  sources ...             feeds at addresses: see sources --help\n"
	    "  accounts                accepted = committed + dead + pending\n"
	    "  find NAME               jobs of an article, pending or dead\n\n"
	    "A SOURCE of a command's name is given as ./NAME.",
	.option = options,
};

/* Two commands are better known by what claimwire calls them. */
static const struct role_face read_face = {
	.program = "claimwire read",
	.usage = "SOURCE...",
	.about = "Prints what would be accepted as article records, one JSON "
		 "object a line; nothing\nis stored.  SOURCE: a text, JSON "
		 "Lines or feed file (RSS, Atom, JSON Feed), told\nby its "
		 "content; a folder; \"-\": JSON Lines on standard input.",
};

static const struct role_option dead_options[] = {
	[JSON] = { "json", NULL, "one JSON object a line" },
	{ NULL, NULL, NULL },
};

static const struct role_face dead_face = {
	.program = "claimwire dead",
	.usage = "[list] | show ID... | retry ID...|all | drop ID...|all",
	.about = "Articles that were given up, and why.\n\n"
		 "  list      one a line: number, when, attempts, crashes, "
		 "cause\n"
		 "  show      with their records\n"
		 "  retry     send them again\n"
		 "  drop      give them up for good; they stay counted",
	.option = dead_options,
};

static const struct role_face sources_face = {
	.program = "claimwire sources",
	.usage = "[list] | export | add ADDRESS... | import FILE... | "
		 "pause|resume|remove|test ADDRESS...",
	.about = "Feeds at addresses that are polled for as long as a "
		 "pipeline runs; it sees changes\nwithin seconds.\n\n"
		 "  list      one a line: state, entries taken, last read, "
		 "address, what is wrong\n"
		 "  add       keep addresses\n"
		 "  import    those of an OPML file, or of a file with one a "
		 "line; - for stdin\n"
		 "  export    as OPML\n"
		 "  pause     do not ask them for now (all: any); resume ends "
		 "it\n"
		 "  remove    do not keep them; what is known of them goes, "
		 "too\n"
		 "  test      what would be taken of it now, and what not and "
		 "why; stores nothing",
	.option = dead_options,
};

static int
usage(const char *what)
{
	fprintf(stderr, "claimwire-producer: %s; see --help\n", what);
	return EXIT_USAGE;
}

static int
run_read(const struct role_args *a)
{
	if (a->n_rest < 2)
		return usage("read: which SOURCE?");
	return readcmd_run(a->conf, a->rest + 1, a->n_rest - 1);
}

static int
run_dead(const struct role_args *a)
{
	return dead_run(
	    a->conf, a->rest + 1, a->n_rest - 1, a->value[JSON] != NULL);
}

static int
run_sources(const struct role_args *a)
{
	return sources_run(
	    a->conf, a->rest + 1, a->n_rest - 1, a->value[JSON] != NULL);
}

static int
run_accounts(const struct role_args *a)
{
	if (a->n_rest > 1)
		return usage("accounts: takes no operand");
	return lookup_accounts(
	    a->conf, a->value[JSON] != NULL, a->value[CHECK] != NULL);
}

static int
run_find(const struct role_args *a)
{
	if (a->n_rest != 2)
		return usage("find: one NAME of an article");
	return lookup_find(a->conf, a->rest[1], a->value[JSON] != NULL);
}

static const struct {
	const char *name;
	int (*run)(const struct role_args *a);
	const struct role_face *face;
} commands[] = {
	{ "read", run_read, &read_face },
	{ "dead", run_dead, &dead_face },
	{ "sources", run_sources, &sources_face },
	{ "accounts", run_accounts, &face },
	{ "find", run_find, &face },
};

static const struct role_face *
face_of(const char *word)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (word != NULL && strcmp(word, commands[i].name) == 0)
			return commands[i].face;
	return &face;
}

/* What is said of the configuration that only this role understands. */
static bool
is_good(enum rc rc, const char *key, struct buf *why)
{
	if (rc != RC_OK)
		fprintf(
		    stderr, "claimwire-producer: %s%s\n", key, buf_cstr(why));
	buf_free(why);
	return rc == RC_OK;
}

static bool
has_good_conf(const struct conf *c)
{
	struct buf why = { 0 }, other = { 0 };

	return is_good(fieldmap_check(conf_str(c, CONF_RECORD_MAPS), &why),
		   "record_maps: ", &why) &&
	    is_good(source_web_check(c, &other), "", &other);
}

static int
run(const struct role_args *a)
{
	int code;

	if (!has_good_conf(a->conf))
		return EXIT_CONF;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (a->n_rest > 0 &&
		    strcmp(a->rest[0], commands[i].name) == 0) {
			log_init("producer", LOG_WARN, LOG_AUTO);
			return commands[i].run(a);
		}
	if ((code = role_start("producer", a->conf)) >= 0)
		return code;
	return daemon_run(
	    a->conf, a->rest, (size_t)a->n_rest, a->value[ONCE] != NULL);
}

int
main(int argc, char **argv)
{
	struct role_args a;
	int code = role_parse(face_of(argv[1]), argc, argv, &a);

	if (code >= 0)
		return code;
	/* libcurl takes names of hosts as the locale writes them: here they
	 * are UTF-8, whatever a service manager says */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		setlocale(LC_CTYPE, "");
	code = run(&a);
	role_args_free(&a);
	return code;
}
