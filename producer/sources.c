/* sources.c -- the addresses that the user keeps. */
#include "sources.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "offline.h"
#include "opml.h"
#include "poll.h"
#include "pollstate.h"
#include "proto/clock.h"
#include "proto/json.h"
#include "proto/mem.h"
#include "proto/role.h"
#include "sources_test.h"
#include "source_web.h"

#define IMPORT_GROUP 500 /* addresses a transaction */
#define PREFIX       (sizeof(SOURCE_WEB_KEPT) - 1)

/* What a command works on. */
struct sources {
	const struct conf *conf;
	struct spool *spool;
	bool json;
	int code;
	char *new[IMPORT_GROUP]; /* keys of addresses to be kept; owned */
	size_t n_new;
};

static int
say(int code, const char *what, const char *address)
{
	fprintf(stderr, "claimwire-producer: %s: %s\n", address, what);
	return code;
}

/* A cursor of what with the address, "" to forget it. */
static int
set(struct sources *s, const char *what, const char *address, const char *value)
{
	struct buf key = { 0 };
	enum rc rc;

	buf_printf(&key, "%s%s", what, address);
	for (int i = 0; i < OFFLINE_TRIES; i++) {
		rc = spool_accept(s->spool, NULL, 0, clock_wall_ms(),
		    buf_cstr(&key), span_of(value));
		if (rc != RC_BUSY)
			break;
	}
	buf_free(&key);
	return rc == RC_OK ? EXIT_DONE
			   : offline_failed("the source cannot be kept", rc);
}

/* Is it kept?  "on", "paused", or "". */
static const char *
state_of(struct sources *s, const char *address)
{
	struct buf key = { 0 }, value = { 0 };
	const char *state = "";

	buf_printf(&key, SOURCE_WEB_KEPT "%s", address);
	if (spool_cursor(s->spool, buf_cstr(&key), &value) == RC_OK)
		state = span_is(buf_span(&value), "paused") ? "paused" : "on";
	buf_free(&key);
	buf_free(&value);
	return state;
}

/* An address that can be kept; else that is said. */
static bool
may_keep(const char *address)
{
	if (source_web_is_address(address) &&
	    strlen(address) < POLLSTATE_TEXT_MAX &&
	    strpbrk(address, " \t\r\n") == NULL)
		return true;
	say(EXIT_USAGE,
	    "no address of a feed: it begins with http:// or https:// and has "
	    "no blanks",
	    address);
	return false;
}

static int
add(struct sources *s, const char *address)
{
	if (!may_keep(address))
		return EXIT_USAGE;
	if (*state_of(s, address) != '\0')
		return EXIT_DONE;
	if (set(s, SOURCE_WEB_KEPT, address, "on") != EXIT_DONE)
		return EXIT_OPEN;
	printf("%s is kept\n", address);
	return EXIT_DONE;
}

static int
put_pause(struct sources *s, const char *address, const char *state)
{
	if (*state_of(s, address) == '\0')
		return say(
		    EXIT_USAGE, "is not kept; see: sources list", address);
	return set(s, SOURCE_WEB_KEPT, address, state);
}

static int
pause_one(struct sources *s, const char *address)
{
	return put_pause(s, address, "paused");
}

static int
resume_one(struct sources *s, const char *address)
{
	return put_pause(s, address, "on");
}

/* What is known of it goes, too: if it is added again it is read anew. */
static int
remove_one(struct sources *s, const char *address)
{
	int code;

	if (*state_of(s, address) == '\0')
		return say(
		    EXIT_USAGE, "is not kept; see: sources list", address);
	code = set(s, SOURCE_WEB_KEPT, address, "");
	return code == EXIT_DONE ? set(s, SOURCE_WEB_KEY, address, "") : code;
}

static int
test_one(struct sources *s, const char *address)
{
	return sources_test(s->conf, address);
}

/* ---- all that are kept ---- */

struct kept {
	char **address; /* owned */
	bool *paused;
	size_t n;
};

static void
keep(void *arg, struct span source, struct span value)
{
	struct kept *k = arg;

	k->address = mem_grow(k->address, k->n + 1, sizeof(*k->address));
	k->paused = mem_grow(k->paused, k->n + 1, sizeof(*k->paused));
	k->address[k->n] = mem_strndup(source.p + PREFIX, source.n - PREFIX);
	k->paused[k->n++] = span_is(value, "paused");
}

static void
free_kept(struct kept *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->address[i]);
	free(k->address);
	free(k->paused);
}

static int
load(struct sources *s, struct kept *k)
{
	enum rc rc = spool_cursors(s->spool, SOURCE_WEB_KEPT, keep, k);

	return rc == RC_OK ? EXIT_DONE
			   : offline_failed("the sources cannot be read", rc);
}

/* How its polls went; { 0 } before the first. */
static void
recall(struct sources *s, const char *address, struct pollstate *st)
{
	struct buf key = { 0 }, value = { 0 };

	memset(st, 0, sizeof(*st));
	buf_printf(&key, SOURCE_WEB_KEY "%s", address);
	if (spool_cursor(s->spool, buf_cstr(&key), &value) == RC_OK &&
	    pollstate_decode(buf_span(&value), st) != RC_OK)
		memset(st, 0, sizeof(*st));
	buf_free(&key);
	buf_free(&value);
}

static const char *
word_of(const struct pollstate *st, bool paused)
{
	if (paused)
		return "paused";
	if (st->next_ms == 0)
		return "new";
	if (st->ended != 0)
		return "done"; /* a page that is not asked again */
	if (st->failed >= POLL_BROKEN)
		return "broken";
	return st->failed > 0 ? "failing" : "ok";
}

static void
put_time(struct json *j, const char *key, int64_t wall_ms)
{
	if (wall_ms > 0 && wall_ms < INT64_MAX)
		json_key_time(j, key, wall_ms);
	else
		json_key_text(j, key, (struct span) { NULL, 0 });
}

static void
print_json(const char *address, const struct pollstate *st, bool paused)
{
	struct buf b = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	json_key_text(&j, "address", span_of(address));
	json_key_text(&j, "state", span_of(word_of(st, paused)));
	json_key_text(&j, "title", span_of(st->title));
	json_key_text(&j, "moved", span_of(st->moved));
	json_key_int(&j, "entries", st->entries);
	json_key_int(&j, "status", st->status);
	json_key_int(&j, "failed", st->failed);
	json_key_text(&j, "why", span_of(st->why));
	put_time(&j, "read", st->good_ms);
	put_time(&j, "changed", st->news_ms);
	put_time(&j, "next", st->next_ms);
	json_close(&j, '}');
	puts(buf_cstr(&b));
	buf_free(&b);
}

static void
print_line(const char *address, const struct pollstate *st, bool paused)
{
	char when[CLOCK_TEXT_MAX] = "never";

	if (st->good_ms > 0)
		clock_rfc3339(st->good_ms, when);
	when[16] = '\0';
	printf("%-8s %6" PRId64 "  %-16s  %s%s%s\n", word_of(st, paused),
	    st->entries, when, address, st->why != NULL ? "  " : "",
	    st->why != NULL ? st->why : "");
}

static int
list(struct sources *s, char **arg, int n)
{
	struct kept k = { 0 };
	struct pollstate st;
	int code = load(s, &k);

	(void)arg, (void)n;
	for (size_t i = 0; i < k.n; i++) {
		recall(s, k.address[i], &st);
		if (s->json)
			print_json(k.address[i], &st, k.paused[i]);
		else
			print_line(k.address[i], &st, k.paused[i]);
		pollstate_free(&st);
	}
	free_kept(&k);
	return code;
}

static int
export_all(struct sources *s, char **arg, int n)
{
	struct kept k = { 0 };
	struct pollstate st;
	struct buf out = { 0 };
	int code = load(s, &k);

	(void)arg, (void)n;
	opml_begin(&out);
	for (size_t i = 0; i < k.n; i++) {
		recall(s, k.address[i], &st);
		opml_outline(
		    &out, k.address[i], st.title != NULL ? st.title : "");
		pollstate_free(&st);
	}
	opml_end(&out);
	fputs(buf_cstr(&out), stdout);
	buf_free(&out);
	free_kept(&k);
	return code;
}

/* ---- import ---- */

/* Keep what is gathered, in one transaction. */
static int
flush(struct sources *s)
{
	struct spool_item item[IMPORT_GROUP];
	enum rc rc = RC_OK;

	memset(item, 0, sizeof(item));
	for (size_t i = 0; i < s->n_new; i++) {
		item[i].source = s->new[i];
		item[i].cursor = span_of("on");
	}
	for (int i = 0; i < OFFLINE_TRIES && s->n_new > 0; i++)
		if ((rc = spool_accept(s->spool, item, s->n_new,
			 clock_wall_ms(), NULL, span_of(NULL))) != RC_BUSY)
			break;
	for (size_t i = 0; i < s->n_new; i++) {
		if (rc == RC_OK)
			printf("%s is kept\n", s->new[i] + PREFIX);
		free(s->new[i]);
	}
	s->n_new = 0;
	return rc == RC_OK ? EXIT_DONE
			   : offline_failed("the sources cannot be kept", rc);
}

static void
import_one(void *arg, const char *address, const char *title)
{
	struct sources *s = arg;
	struct buf key = { 0 };

	(void)title;
	if (!may_keep(address)) {
		s->code = EXIT_USAGE;
		return;
	}
	if (*state_of(s, address) != '\0')
		return;
	buf_printf(&key, SOURCE_WEB_KEPT "%s", address);
	s->new[s->n_new++] = mem_strdup(buf_cstr(&key));
	buf_free(&key);
	if (s->n_new == IMPORT_GROUP && flush(s) != EXIT_DONE)
		s->code = EXIT_OPEN;
}

/* OPML, or an address a line; "#" begins a comment. */
static int
import_text(struct sources *s, struct buf *text, const char *name)
{
	struct buf why = { 0 };
	char *line, *rest = NULL;
	const char *first = buf_cstr(text) +
	    strspn(text->p, " \t\r\n\xef\xbb\xbf");

	s->code = EXIT_DONE;
	if (*first == '<') {
		if (opml_read(buf_span(text), import_one, s, &why) != RC_OK)
			s->code = say(EXIT_REFUSED, buf_cstr(&why), name);
	} else
		for (line = strtok_r(text->p, "\r\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\r\n", &rest)) {
			line += strspn(line, " \t");
			line[strcspn(line, " \t")] = '\0';
			if (*line != '\0' && *line != '#')
				import_one(s, line, "");
		}
	buf_free(&why);
	return flush(s) == EXIT_DONE ? s->code : EXIT_OPEN;
}

static int
import_file(struct sources *s, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	struct buf text = { 0 };
	size_t n;
	int code;

	if (f == NULL)
		return say(EXIT_OPEN, strerror(errno), path);
	while (text.n < 64u << 20 &&
	    (n = fread(buf_room(&text, 65536), 1, 65536, f)) > 0)
		text.n += n;
	code = import_text(s, &text, path);
	if (f != stdin)
		fclose(f);
	buf_free(&text);
	return code;
}

/* ---- commands ---- */

static const struct verb {
	const char *name;
	int (*one)(
	    struct sources *s, const char *operand);      /* of each operand */
	int (*all)(struct sources *s, char **arg, int n); /* without any */
	bool makes; /* a spool where there is none */
	bool spoolless;
} verbs[] = {
	{ "list", NULL, list, false, false },
	{ "export", NULL, export_all, false, false },
	{ "add", add, NULL, true, false },
	{ "import", import_file, NULL, true, false },
	{ "pause", pause_one, NULL, false, false },
	{ "resume", resume_one, NULL, false, false },
	{ "remove", remove_one, NULL, false, false },
	{ "test", test_one, NULL, false, true },
};

static int
usage(void)
{
	fputs("usage: claimwire-producer sources [list] | export | add "
	      "ADDRESS... | import FILE... |\n  pause ADDRESS...|all | resume "
	      "ADDRESS...|all | remove ADDRESS... | test ADDRESS...\n",
	    stderr);
	return EXIT_USAGE;
}

/* The spool, made when it is not there: sources may be added before the first
 * start. */
static int
open_spool(struct sources *s, const struct verb *v)
{
	char path[PATH_MAX];
	struct spool_opts o = { .path = path, .epoch = true };
	struct buf why = { 0 };
	struct stat st;
	enum rc rc;

	if (!v->makes ||
	    conf_path(s->conf, "spool.db", path, sizeof(path)) != RC_OK ||
	    stat(path, &st) == 0)
		return offline_open(s->conf, &s->spool);
	/* where it cannot be made, the spool cannot: that is said */
	(void)role_make_folders(conf_str(s->conf, CONF_DATA));
	rc = spool_open(&o, &s->spool, &why);
	if (rc != RC_OK)
		fprintf(stderr, "claimwire-producer: %s\n", buf_cstr(&why));
	buf_free(&why);
	return rc == RC_OK ? -1 : EXIT_OPEN;
}

static int
act(struct sources *s, const struct verb *v, char **arg, int n)
{
	struct kept k = { 0 };
	int code = EXIT_DONE, one;

	if (v->all != NULL)
		return v->all(s, arg, n);
	if (n == 1 && strcmp(arg[0], "all") == 0 && !v->makes &&
	    !v->spoolless) {
		code = load(s, &k);
		arg = k.address;
		n = (int)k.n;
	}
	for (int i = 0; i < n; i++)
		if ((one = v->one(s, arg[i])) != EXIT_DONE)
			code = one;
	free_kept(&k);
	return code;
}

int
sources_run(const struct conf *c, char **arg, int n, bool json)
{
	struct sources s = { .conf = c, .json = json };
	const struct verb *v = NULL;
	const char *name = n > 0 ? arg[0] : "list";
	int code;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			v = &verbs[i];
	if (v == NULL || (v->all != NULL) != (n <= 1))
		return usage();
	if (v->spoolless)
		return act(&s, v, arg + 1, n - 1);
	if ((code = open_spool(&s, v)) >= 0)
		return code;
	if (s.spool == NULL)
		return v->all != NULL ? EXIT_DONE : EXIT_USAGE;
	code = act(&s, v, arg + 1, n - 1);
	spool_close(s.spool);
	return code;
}
