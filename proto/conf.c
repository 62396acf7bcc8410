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

#include "mem.h"

#define LINE_MAX_BYTES 4096 /* of the file */

enum kind { KIND_INT, KIND_WORD, KIND_TEXT };

static const char *const level_words[] = { "err", "warn", "info", "debug",
	NULL };
static const char *const format_words[] = { "auto", "logfmt", "json", "plain",
	NULL };
static const char *const texts_words[] = { "auto", "yes", "no", NULL };

struct key {
	const char *name;
	enum kind kind;
	int64_t fallback, min, max; /* KIND_INT; KIND_WORD: index */
	const char *const *words;   /* KIND_WORD */
	const char *help;
	const char *text; /* KIND_TEXT: built in; NULL: empty */
};

/* Every key, in the order of enum conf_id. */
static const struct key keys[CONF_KEYS] = {
	[CONF_DATA] = { "data", KIND_TEXT, 0, 0, 0, NULL,
	    "folder of all state: store, spool, sockets" },
	[CONF_WORKERS] = { "workers", KIND_INT, 2, 1, 256, NULL,
	    "local workers that `claimwire run` starts" },
	[CONF_LEASE_MS] = { "lease_ms", KIND_INT, 5000, 100, 3600000, NULL,
	    "an article unheard of for so long is sent again" },
	[CONF_WINDOW] = { "window", KIND_INT, 128, 1, 4096, NULL,
	    "articles in flight a worker, at most" },
	[CONF_RETRY_MS] = { "retry_ms", KIND_INT, 200, 1, 3600000, NULL,
	    "wait before the second attempt; doubled for each one more" },
	[CONF_RETRY_MAX_MS] = { "retry_max_ms", KIND_INT, 60000, 1, 86400000,
	    NULL, "longest wait between attempts" },
	[CONF_SPOOL_MAX] = { "spool_max", KIND_INT, 10000, 1, 100000000, NULL,
	    "pending articles; sources are not read on beyond" },
	[CONF_BATCH] = { "batch", KIND_INT, 256, 1, 1024, NULL,
	    "articles a transaction of the store, at most" },
	[CONF_BATCH_MS] = { "batch_ms", KIND_INT, 5, 0, 10000, NULL,
	    "longest wait for a batch to fill" },
	[CONF_JOB_CPU_MS] = { "job_cpu_ms", KIND_INT, 10000, 10, 3600000, NULL,
	    "processor time an article may use, again for each MiB of it" },
	[CONF_JOB_WALL_MS] = { "job_wall_ms", KIND_INT, 60000, 10, 86400000,
	    NULL, "time an article may take, again for each MiB of it" },
	[CONF_JOB_MEMORY_MB] = { "job_memory_mb", KIND_INT, 2048, 0, 1048576,
	    NULL, "memory an article may use, in MiB; 0: any" },
	[CONF_LOG_LEVEL] = { "log_level", KIND_WORD, 2, 0, 0, level_words,
	    "least important lines written" },
	[CONF_LOG_FORMAT] = { "log_format", KIND_WORD, 0, 0, 0, format_words,
	    "form of a line; auto: plain on a terminal, else logfmt" },
	[CONF_PROGRAMS] = { "programs", KIND_TEXT, 0, 0, 0, NULL,
	    "folder of the role programs; empty: where this one is" },
	[CONF_JOBS] = { "jobs", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint from producer to workers; empty: ipc in the data "
	    "folder" },
	[CONF_RESULTS] = { "results", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint from workers to sink, likewise" },
	[CONF_ACKS] = { "acks", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint from sink to producers, likewise" },
	[CONF_CHANGES] = { "changes", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint of the live change feed, likewise" },
	[CONF_REPLAY] = { "replay", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint that replays past changes, likewise" },
	[CONF_CURVE_KEY] = { "curve_key", KIND_TEXT, 0, 0, 0, NULL,
	    "file with this node's CURVE key pair; tcp:// needs it" },
	[CONF_CURVE_PEERS] = { "curve_peers", KIND_TEXT, 0, 0, 0, NULL,
	    "file with the public keys that may connect, one a line" },
	[CONF_CURVE_SERVER] = { "curve_server", KIND_TEXT, 0, 0, 0, NULL,
	    "public key of producer and sink, to connect to them" },
	[CONF_INTAKE] = { "intake", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint where the producer takes what is posted; empty: ipc in "
	    "the data folder" },
	[CONF_OUTLETS] = { "outlets", KIND_TEXT, 0, 0, 0, NULL,
	    "CSV file of outlets: name, domain, country, owner; empty: "
	    "outlets.csv in the data folder, if it is there" },
	[CONF_HTTP] = { "http", KIND_TEXT, 0, 0, 0, NULL,
	    "address:port of the page and the HTTP feed (port 0: any free "
	    "one), or off; beyond loopback http_token is needed",
	    "127.0.0.1:8787" },
	[CONF_HTTP_TOKEN] = { "http_token", KIND_TEXT, 0, 0, 0, NULL,
	    "file with the token that every request must bring" },
	[CONF_HTTP_HOSTS] = { "http_hosts", KIND_TEXT, 0, 0, 0, NULL,
	    "names it may be called by, beside its address and localhost; "
	    "separated by blanks" },
	[CONF_HTTP_ORIGINS] = { "http_origins", KIND_TEXT, 0, 0, 0, NULL,
	    "origins whose pages may read it (https://desk.example), "
	    "separated by blanks; empty: none" },
	[CONF_HTTP_TEXTS] = { "http_texts", KIND_WORD, 0, 0, 0, texts_words,
	    "serve full texts; auto: on loopback only" },
	[CONF_HTTP_READERS] = { "http_readers", KIND_INT, 10000, 10, 100000,
	    NULL, "connections at a time, at most" },
};

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
		if (strcmp(keys[i].name, name) == 0)
			return i;
	return -1;
}

static enum rc
parse_int(const struct key *k, const char *text, int64_t *n, struct buf *why)
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
parse_word(const struct key *k, const char *text, int64_t *n, struct buf *why)
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
	const struct key *k = &keys[id];
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
	const struct key *k = &keys[id];

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

		for (const char *p = keys[i].name; *p != '\0'; p++)
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
		    keys[id].name, v);
		return RC_REFUSED;
	}
	if (conf_str(c, CONF_CURVE_KEY)[0] == '\0') {
		buf_printf(why,
		    "%s = \"%.100s\" would be open to everybody: set "
		    "curve_key, and curve_peers or curve_server",
		    keys[id].name, v);
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
	return keys[id].name;
}

const char *
conf_help(enum conf_id id)
{
	return keys[id].help;
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
		const struct key *k = &keys[i];

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
