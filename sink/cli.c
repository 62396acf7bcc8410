/* cli.c -- claimwire, the one command a person types: the table of its
 * subcommands. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "launch.h"
#include "proto/mem.h"

static const struct cmd *const commands[] = {
	&cmd_run_face,
	&cmd_demo_face,
	&cmd_read_face,
	&cmd_extract_face,
	&cmd_compare_face,
	&cmd_tail_face,
	&cmd_top_face,
	&cmd_claims_face,
	&cmd_show_face,
	&cmd_speakers_face,
	&cmd_entities_face,
	&cmd_search_face,
	&cmd_trace_face,
	&cmd_status_face,
	&cmd_scale_face,
	&cmd_drain_face,
	&cmd_dead_face,
	&cmd_sources_face,
	&cmd_export_face,
	&cmd_rebuild_face,
	&cmd_reextract_face,
	&cmd_backup_face,
	&cmd_check_face,
	&cmd_conf_face,
};

#define N_COMMANDS (sizeof commands / sizeof commands[0])

static void
usage(FILE *f)
{
	fputs("usage: claimwire COMMAND [OPTION...] [OPERAND...]\n\n"
	      "Articles in, attributed claims out, nothing lost.\n\n",
	    f);
	for (size_t i = 0; i < N_COMMANDS; i++) {
		const struct cmd *c = commands[i];
		int n = fprintf(f, "  %s %s", c->name, c->usage);

		fprintf(f, "%*s%s\n", n < 28 ? 28 - n : 2, "", c->about);
	}
	fputs("\nEvery command takes --data DIR, -c FILE, -o key=value, "
	      "--help, --version.\n"
	      "Exit codes: 0 done, 1 usage, 2 configuration, 3 a resource "
	      "could not be opened,\n"
	      "4 lost peer, 5 some input was refused.\n",
	    f);
}

static const struct cmd *
find(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* Does this common option take the next word as its value? */
static bool
takes_value(const char *arg)
{
	return strcmp(arg, "--data") == 0 || strcmp(arg, "-c") == 0 ||
	    strcmp(arg, "-o") == 0;
}

/* The place of the subcommand: options may stand before it. */
static int
command_at(int argc, char **argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-')
		i += takes_value(argv[i]) ? 2 : 1;
	return i < argc ? i : 0;
}

/* Drop the subcommand's name out of argv: what is left is its line. */
static void
drop_word(int *argc, char **argv, int at)
{
	for (int i = at; i < *argc; i++)
		argv[i] = argv[i + 1];
	--*argc;
}

/*
 * A role's own subcommand: its program parses the line.  Of it only where
 * the programs are concerns us.
 */
static int
pass_on(const struct cmd *cmd, int argc, char **argv)
{
	struct launch l = { 0 };
	struct buf why = { 0 };
	struct conf *conf;
	const char *file = NULL;
	int code = EXIT_OPEN;

	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "-c") == 0)
			file = argv[i + 1];
	if (conf_load(file, &conf, &why) != RC_OK) {
		fprintf(stderr, "claimwire: %s\n", buf_cstr(&why));
		buf_free(&why);
		return EXIT_CONF;
	}
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "-o") == 0 &&
		    conf_option(conf, argv[i + 1], &why) != RC_OK)
			buf_clear(&why); /* the program will say it */
	if (launch_program(conf, cmd->program, &l) == RC_OK) {
		while (l.n > 1) /* the line brings its own options */
			free(l.argv[--l.n]);
		launch_add(&l, cmd->name);
		for (int i = 1; i < argc; i++)
			launch_add(&l, argv[i]);
		code = launch_become(&l);
	}
	launch_free(&l);
	conf_free(conf);
	buf_free(&why);
	return code;
}

static int
run(const struct cmd *cmd, int argc, char **argv)
{
	struct buf program = { 0 }, about = { 0 };
	struct role_args args;
	struct cmd_call call = { cmd, &args };
	struct role_face face = { NULL, cmd->usage, NULL, cmd->option };
	int code;

	buf_printf(&program, "claimwire %s", cmd->name);
	buf_puts(&about, cmd->about);
	if (cmd->more != NULL)
		buf_printf(&about, "\n%s", cmd->more);
	face.program = buf_cstr(&program);
	face.about = buf_cstr(&about);
	code = role_parse(&face, argc, argv, &args);
	if (code < 0) {
		signal(SIGPIPE, SIG_IGN);
		code = cmd->run(&call);
		role_args_free(&args);
	}
	buf_free(&program);
	buf_free(&about);
	return code;
}

/* `claimwire help`, `claimwire help tail` */
static int
help(char *name)
{
	const struct cmd *cmd = name != NULL ? find(name) : NULL;
	static char option[] = "--help";
	char *line[] = { program_invocation_name, option, NULL };

	if (cmd == NULL) {
		usage(stdout);
		return EXIT_DONE;
	}
	return cmd->program != NULL ? pass_on(cmd, 2, line) : run(cmd, 2, line);
}

int
main(int argc, char **argv)
{
	int at = command_at(argc, argv);
	const struct cmd *cmd = at > 0 ? find(argv[at]) : NULL;

	if (cmd != NULL) {
		drop_word(&argc, argv, at);
		return cmd->program != NULL ? pass_on(cmd, argc, argv)
					    : run(cmd, argc, argv);
	}
	if (at == 0 && argc > 1 && strcmp(argv[1], "--version") == 0) {
		puts("claimwire " ROLE_VERSION);
		return EXIT_DONE;
	}
	if (at == 0 && argc > 1 && strcmp(argv[1], "--help") == 0) {
		usage(stdout);
		return EXIT_DONE;
	}
	if (at > 0 && strcmp(argv[at], "help") == 0)
		return help(argv[at + 1]);
	if (at > 0)
		fprintf(stderr,
		    "claimwire: unknown command \"%s\"; `claimwire --help` "
		    "lists them\n",
		    argv[at]);
	else
		usage(stderr);
	return EXIT_USAGE;
}
