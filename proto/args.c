/* args.c -- what stands on a command line, by getopt_long(). */
#include "args.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"

#define PAIRS_MAX 64 /* -o options */

/* Common options; those of the face follow from FIRST_OWN on. */
enum { OPT_DATA = 256, OPT_HELP, OPT_VERSION, FIRST_OWN };

static const struct {
	const char *text, *help;
} common[] = {
	{ "--data DIR", "folder of all state (same as -o data=DIR)" },
	{ "-c FILE", "configuration file" },
	{ "-o KEY=VALUE", "set a configuration key; `claimwire conf` lists" },
	{ "--help", "print this" },
	{ "--version", "print the version" },
};

/* What getopt_long() found, before the configuration is loaded. */
struct parsed {
	const char *file;
	char *pair[PAIRS_MAX]; /* owned; n of them */
	int n;
};

static int
usage(const struct role_face *face, const char *what)
{
	fprintf(stderr, "%s: %s\n", face->program, what);
	fprintf(
	    stderr, "Usage: %s [OPTION...] %s\n", face->program, face->usage);
	fprintf(stderr, "`%s --help` tells more.\n", face->program);
	return EXIT_USAGE;
}

static int
help(const struct role_face *face)
{
	char text[64];

	printf("Usage: %s [OPTION...] %s\n\n%s\n\nOptions:\n", face->program,
	    face->usage, face->about);
	for (int i = 0; face->option != NULL && face->option[i].name != NULL;
	     i++) {
		const struct role_option *o = &face->option[i];

		snprintf(text, sizeof text, "--%s%s%s", o->name,
		    o->value != NULL ? " " : "",
		    o->value != NULL ? o->value : "");
		printf("  %-18s %s\n", text, o->help);
	}
	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
		printf("  %-18s %s\n", common[i].text, common[i].help);
	return EXIT_DONE;
}

static int
fill_options(const struct role_face *face, struct option *o)
{
	int n = 0;

	o[n++] = (struct option) { "data", required_argument, NULL, OPT_DATA };
	o[n++] = (struct option) { "help", no_argument, NULL, OPT_HELP };
	o[n++] = (struct option) { "version", no_argument, NULL, OPT_VERSION };
	for (int i = 0; face->option != NULL && i < ROLE_OPTIONS_MAX &&
	     face->option[i].name != NULL;
	     i++)
		o[n++] = (struct option) { face->option[i].name,
			face->option[i].value != NULL ? required_argument
						      : no_argument,
			NULL, FIRST_OWN + i };
	return n;
}

static int
add_pair(const struct role_face *face, struct parsed *p, const char *key,
    const char *value)
{
	struct buf b = { 0 };

	if (p->n == PAIRS_MAX)
		return usage(face, "too many -o options");
	buf_printf(&b, "%s%s", key, value);
	p->pair[p->n++] = mem_strdup(buf_cstr(&b));
	buf_free(&b);
	return -1;
}

/* One option; -1: go on. */
static int
take(const struct role_face *face, int opt, struct parsed *p,
    struct role_args *a)
{
	switch (opt) {
	case 'c':
		p->file = optarg;
		return -1;
	case 'o':
		return add_pair(face, p, "", optarg);
	case OPT_DATA:
		return add_pair(face, p, "data=", optarg);
	case OPT_HELP:
		return help(face);
	case OPT_VERSION:
		printf("%s %s\n", face->program, ROLE_VERSION);
		return EXIT_DONE;
	case '?':
		return usage(face,
		    "this option is not known, or lacks its "
		    "value");
	default:
		a->value[opt - FIRST_OWN] = optarg != NULL ? optarg : "";
		return -1;
	}
}

static int
scan(const struct role_face *face, int argc, char **argv, struct parsed *p,
    struct role_args *a)
{
	struct option option[ROLE_OPTIONS_MAX + 4] = { { NULL, 0, NULL, 0 } };
	int opt, code = -1;

	fill_options(face, option);
	optind = 0; /* glibc: begin anew */
	while (code == -1 &&
	    (opt = getopt_long(argc, argv, "c:o:", option, NULL)) != -1)
		code = take(face, opt, p, a);
	a->rest = argv + optind;
	a->n_rest = argc - optind;
	return code;
}

static int
configure(
    const struct role_face *face, const struct parsed *p, struct role_args *a)
{
	struct buf why = { 0 };
	enum rc rc = conf_load(p->file, &a->conf, &why);

	for (int i = 0; i < p->n && rc == RC_OK; i++)
		rc = conf_option(a->conf, p->pair[i], &why);
	if (rc == RC_OK)
		rc = conf_check(a->conf, &why);
	if (rc != RC_OK)
		fprintf(stderr, "%s: %s\n", face->program, buf_cstr(&why));
	buf_free(&why);
	return rc == RC_OK ? -1 : EXIT_CONF;
}

int
args_parse(
    const struct role_face *face, int argc, char **argv, struct role_args *a)
{
	struct parsed p = { .n = 0 };
	struct role_args t = { .conf = NULL };
	int code = scan(face, argc, argv, &p, &t);

	if (code == -1)
		code = configure(face, &p, &t);
	for (int i = 0; i < p.n; i++)
		free(p.pair[i]);
	if (code == -1)
		*a = t;
	else
		conf_free(t.conf);
	return code;
}
