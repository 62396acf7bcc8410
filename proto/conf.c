/* conf.c -- configuration: the table of keys, and where values come from. */
#include "conf.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_keys.h"
#include "mem.h"

#define LINE_MAX_BYTES 4096 /* of the file */

struct value {
	char *text; /* owned */
	int64_t n;
	enum conf_origin origin;
	int line;
};

struct conf {
	struct value value[CONF_KEYS];
	char *file; /* that was read, or NULL; owned */
};

/* --- one value --- */

static int
find_key(const char *name)
{
	for (int i = 0; i < CONF_KEYS; i++)
		if (strcmp(conf_keys[i].name, name) == 0)
			return i;
	return -1;
}

static enum rc
parse_int(
    const struct conf_key *k, const char *text, int64_t *n, struct buf *why)
{
	char *end;
	long long v;

	errno = 0;
	v = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || isspace((unsigned char)*text)) {
		buf_printf(why, "%s = \"%.100s\" is not a whole number",
		    k->name, text);
		return RC_REFUSED;
	}
	if (errno == ERANGE || v < k->min || v > k->max) {
		buf_printf(why,
		    "%s = %.100s is out of range: use %" PRId64 " to %" PRId64,
		    k->name, text, k->min, k->max);
		return RC_REFUSED;
	}
	*n = v;
	return RC_OK;
}

static enum rc
parse_word(
    const struct conf_key *k, const char *text, int64_t *n, struct buf *why)
{
	for (int i = 0; k->words[i] != NULL; i++)
		if (strcmp(k->words[i], text) == 0) {
			*n = i;
			return RC_OK;
		}
	buf_printf(why, "%s = \"%.100s\" is not known: use", k->name, text);
	for (int i = 0; k->words[i] != NULL; i++)
		buf_printf(why, "%s %s", i > 0 ? "," : "", k->words[i]);
	return RC_REFUSED;
}

static enum rc
set(struct conf *c, int id, const char *text, enum conf_origin origin, int line,
    struct buf *why)
{
	const struct conf_key *k = &conf_keys[id];
	struct value *v = &c->value[id];
	int64_t n = 0;
	enum rc rc = RC_OK;

	if (k->kind == KIND_INT)
		rc = parse_int(k, text, &n, why);
	else if (k->kind == KIND_WORD)
		rc = parse_word(k, text, &n, why);
	if (rc != RC_OK)
		return rc;
	free(v->text);
	*v = (struct value) { mem_strdup(text), n, origin, line };
	return RC_OK;
}

static enum rc
set_named(struct conf *c, const char *name, const char *text,
    enum conf_origin origin, int line, struct buf *why)
{
	int id = find_key(name);

	if (id < 0) {
		buf_printf(why,
		    "\"%.100s\" is no key: `claimwire conf` lists them", name);
		return RC_REFUSED;
	}
	return set(c, id, text, origin, line, why);
}

/* --- built in --- */

/* The XDG base directory specification: a relative value is ignored. */
static const char *
absolute_env(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] == '/' ? v : NULL;
}

/* $xdg/claimwire/rest, else $HOME/home/claimwire/rest, else other. */
static void
xdg_path(struct buf *out, const char *xdg, const char *home, const char *rest,
    const char *other)
{
	const char *base = absolute_env(xdg), *user = absolute_env("HOME");

	if (base != NULL)
		buf_printf(out, "%s/claimwire%s", base, rest);
	else if (user != NULL)
		buf_printf(out, "%s/%s/claimwire%s", user, home, rest);
	else
		buf_puts(out, other);
}

/* Built-in values are valid: a failure here is our own mistake. */
static void
set_builtin(struct conf *c, int id, const char *text)
{
	struct buf why = { 0 };

	if (set(c, id, text, CONF_BUILTIN, 0, &why) != RC_OK)
		abort();
	buf_free(&why);
}

static void
builtin_text(int id, struct buf *out)
{
	const struct conf_key *k = &conf_keys[id];

	if (k->kind == KIND_INT)
		buf_printf(out, "%" PRId64, k->fallback);
	else if (k->kind == KIND_WORD)
		buf_puts(out, k->words[k->fallback]);
	else if (id == CONF_DATA)
		xdg_path(out, "XDG_DATA_HOME", ".local/share", "",
		    "/var/lib/claimwire");
	else if (k->text != NULL)
		buf_puts(out, k->text);
}

static void
load_builtin(struct conf *c)
{
	struct buf text = { 0 };

	for (int i = 0; i < CONF_KEYS; i++) {
		buf_clear(&text);
		builtin_text(i, &text);
		set_builtin(c, i, buf_cstr(&text));
	}
	buf_free(&text);
}

/* --- file --- */

/* Reading a file; the first thing wrong is told, with its line. */
struct reading {
	struct conf *conf;
	FILE *f;
	const char *path;
	int line;
	enum rc rc;
	struct buf *why;
};

static void
complain(struct reading *r, const char *what)
{
	if (r->rc != RC_OK)
		return;
	r->rc = RC_REFUSED;
	buf_clear(r->why);
	buf_printf(r->why, "%s:%d: %s", r->path, r->line, what);
}

/*
 * fgets() for inih that counts lines.  Leading blanks go, since inih takes an
 * indented line for more of the value before it.
 */
static char *
next_line(char *line, int room, void *arg)
{
	struct reading *r = arg;
	size_t skip, n;

	if (fgets(line, room, r->f) == NULL)
		return NULL;
	r->line++;
	n = strlen(line);
	if (n + 1 == (size_t)room && line[n - 1] != '\n') {
		int c;

		complain(r, "the line is too long: use 4000 bytes at most");
		while ((c = getc(r->f)) != EOF && c != '\n')
			;
	}
	skip = strspn(line, " \t");
	memmove(line, line + skip, n - skip + 1);
	if (line[0] == '[')
		complain(r, "there are no sections: leave this line out");
	return line;
}

static int
on_pair(void *arg, const char *section, const char *name, const char *value)
{
	struct reading *r = arg;
	struct buf what = { 0 };

	(void)section;
	if (set_named(r->conf, name, value, CONF_FILE, r->line, &what) != RC_OK)
		complain(r, buf_cstr(&what));
	buf_free(&what);
	return 1;
}

static enum rc
read_pairs(struct conf *c, FILE *f, const char *path, struct buf *why)
{
	struct reading r = { c, f, path, 0, RC_OK, why };
	int bad;

	/* Debian's inih takes these at run time; values keep their ";". */
	ini_max_line = LINE_MAX_BYTES;
	ini_allow_inline_comments = false;
	bad = ini_parse_stream(next_line, &r, on_pair, &r);
	if (bad != 0) {
		r.line = bad;
		complain(&r, "this is no \"key = value\"");
	}
	if (ferror(f))
		complain(&r, "the file cannot be read");
	return r.rc;
}

static enum rc
load_file(struct conf *c, const char *path, bool must, struct buf *why)
{
	FILE *f = fopen(path, "re");
	enum rc rc;

	if (f == NULL && !must && (errno == ENOENT || errno == ENOTDIR))
		return RC_OK;
	if (f == NULL) {
		buf_printf(why, "%s: %s: name a file that can be read", path,
		    strerror(errno));
		return RC_NOENT;
	}
	free(c->file);
	c->file = mem_strdup(path);
	rc = read_pairs(c, f, path, why);
	fclose(f);
	return rc;
}

/* --- environment --- */

static enum rc
load_env(struct conf *c, struct buf *why)
{
	for (int i = 0; i < CONF_KEYS; i++) {
		char name[64] = "CLAIMWIRE_";
		size_t n = strlen(name);
		const char *v;
		enum rc rc;

		for (const char *p = conf_keys[i].name; *p != '\0'; p++)
			name[n++] = (char)toupper((unsigned char)*p);
		name[n] = '\0';
		if ((v = getenv(name)) == NULL)
			continue;
		if ((rc = set(c, i, v, CONF_ENV, 0, why)) != RC_OK) {
			buf_printf(why, " (environment variable %s)", name);
			return rc;
		}
	}
	return RC_OK;
}

/* --- the module's face --- */

struct conf *
conf_builtin(void)
{
	struct conf *c = mem_zalloc(sizeof *c);

	load_builtin(c);
	return c;
}

enum rc
conf_load(const char *file, struct conf **c, struct buf *why)
{
	struct conf *t = conf_builtin();
	struct buf path = { 0 };
	enum rc rc;

	buf_clear(why);
	if (file == NULL)
		xdg_path(&path, "XDG_CONFIG_HOME", ".config", "/claimwire.conf",
		    "/etc/claimwire/claimwire.conf");
	else
		buf_puts(&path, file);
	rc = load_file(t, buf_cstr(&path), file != NULL, why);
	buf_free(&path);
	if (rc == RC_OK)
		rc = load_env(t, why);
	if (rc != RC_OK) {
		conf_free(t);
		return rc;
	}
	*c = t;
	return RC_OK;
}

enum rc
conf_option(struct conf *c, const char *pair, struct buf *why)
{
	const char *eq = strchr(pair, '=');
	char *name;
	enum rc rc;

	buf_clear(why);
	if (eq == NULL) {
		buf_printf(why, "-o %.100s: write key=value", pair);
		return RC_REFUSED;
	}
	name = mem_strndup(pair, (size_t)(eq - pair));
	rc = set_named(c, name, eq + 1, CONF_OPTION, 0, why);
	free(name);
	return rc;
}

/* One endpoint: empty, ipc:// or tcp:// with keys. */
static enum rc
check_endpoint(const struct conf *c, enum conf_id id, struct buf *why)
{
	const char *v = conf_str(c, id);

	if (v[0] == '\0' || strncmp(v, "ipc://", 6) == 0)
		return RC_OK;
	if (strncmp(v, "tcp://", 6) != 0) {
		buf_printf(why,
		    "%s = \"%.100s\" is no endpoint: use tcp://HOST:PORT, "
		    "ipc://PATH or nothing",
		    conf_keys[id].name, v);
		return RC_REFUSED;
	}
	if (conf_str(c, CONF_CURVE_KEY)[0] == '\0') {
		buf_printf(why,
		    "%s = \"%.100s\" would be open to everybody: set "
		    "curve_key, and curve_peers or curve_server",
		    conf_keys[id].name, v);
		return RC_REFUSED;
	}
	return RC_OK;
}

enum rc
conf_check(const struct conf *c, struct buf *why)
{
	static const enum conf_id endpoints[] = { CONF_JOBS, CONF_RESULTS,
		CONF_ACKS, CONF_CHANGES, CONF_REPLAY, CONF_INTAKE };
	enum rc rc;

	buf_clear(why);
	if (conf_str(c, CONF_DATA)[0] == '\0') {
		buf_puts(why, "data is empty: name a folder");
		return RC_REFUSED;
	}
	if (conf_int(c, CONF_RETRY_MS) > conf_int(c, CONF_RETRY_MAX_MS)) {
		buf_puts(why, "retry_ms is over retry_max_ms: lower it");
		return RC_REFUSED;
	}
	for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++)
		if ((rc = check_endpoint(c, endpoints[i], why)) != RC_OK)
			return rc;
	return RC_OK;
}

void
conf_free(struct conf *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < CONF_KEYS; i++)
		free(c->value[i].text);
	free(c->file);
	free(c);
}

int64_t
conf_int(const struct conf *c, enum conf_id id)
{
	return c->value[id].n;
}

const char *
conf_str(const struct conf *c, enum conf_id id)
{
	return c->value[id].text;
}

const char *
conf_name(enum conf_id id)
{
	return conf_keys[id].name;
}

const char *
conf_help(enum conf_id id)
{
	return conf_keys[id].help;
}

void
conf_show(const struct conf *c, enum conf_id id, struct buf *out)
{
	buf_puts(out, c->value[id].text);
}

enum conf_origin
conf_origin(const struct conf *c, enum conf_id id, const char **file, int *line)
{
	const struct value *v = &c->value[id];

	*file = v->origin == CONF_FILE ? c->file : NULL;
	*line = v->line;
	return v->origin;
}

const char *
conf_file(const struct conf *c)
{
	return c->file;
}

static void
put_default(int id, struct buf *out)
{
	struct buf text = { 0 };

	builtin_text(id, &text);
	if (text.n > 0)
		buf_printf(out, " %s", buf_cstr(&text));
	buf_free(&text);
}

void
conf_template(struct buf *out)
{
	buf_puts(out,
	    "# Configuration of claimwire: \"key = value\" lines.  What is\n"
	    "# commented out here is the built-in value.  The environment\n"
	    "# (CLAIMWIRE_KEY) and the options -o key=value win over this\n"
	    "# file; `claimwire conf` shows what is in force and why.\n");
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_keys[i];

		buf_printf(out, "\n# %s", k->help);
		if (k->kind == KIND_INT)
			buf_printf(out, " (%" PRId64 " to %" PRId64 ")", k->min,
			    k->max);
		for (int w = 0; k->words != NULL && k->words[w] != NULL; w++)
			buf_printf(
			    out, "%s%s", w > 0 ? ", " : ": ", k->words[w]);
		buf_printf(out, "\n#%s =", k->name);
		if (i == CONF_DATA)
			buf_puts(out, " ~/.local/share/claimwire");
		else
			put_default(i, out);
		buf_puts(out, "\n");
	}
}

enum rc
conf_path(const struct conf *c, const char *name, char *out, size_t cap)
{
	const char *data = conf_str(c, CONF_DATA);
	size_t need = strlen(data) + 1 + strlen(name) + 1;

	if (need > cap)
		return RC_TOOBIG;
	snprintf(out, cap, "%s/%s", data, name);
	return RC_OK;
}
