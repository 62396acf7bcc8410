/* offline.c -- what the commands that look into the spool share. */
#include "offline.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "proto/clock.h"
#include "proto/json.h"
#include "proto/utf8.h"

int
offline_failed(const char *what, enum rc rc)
{
	fprintf(stderr, "claimwire-producer: %s: %s\n", what, rc_text(rc));
	return EXIT_OPEN;
}

int
offline_open(const struct conf *c, struct spool **s)
{
	char path[PATH_MAX];
	const struct spool_opts o = { .path = path };
	struct buf why = { 0 };
	enum rc rc = conf_path(c, "spool.db", path, sizeof(path));

	*s = NULL;
	if (rc != RC_OK)
		return offline_failed("the data folder's path is too long", rc);
	do {
		buf_clear(&why);
		rc = spool_open(&o, s, &why);
	} while (rc == RC_BUSY);
	if (rc != RC_OK)
		fprintf(stderr, "claimwire-producer: %s\n", buf_cstr(&why));
	buf_free(&why);
	return rc == RC_OK || rc == RC_NOENT ? -1 : EXIT_OPEN;
}

/* What a terminal might obey, and line ends, become blanks. */
static void
print_plain(struct span s)
{
	uint32_t cp;

	s.n = utf8_valid(s);
	for (size_t n; s.n > 0; s.p += n, s.n -= n) {
		n = utf8_next(s, &cp);
		if (utf8_acts(cp))
			putchar(' ');
		else
			fwrite(s.p, 1, n, stdout);
	}
}

static void
put_time(struct json *j, const char *key, int64_t ms)
{
	char text[CLOCK_TEXT_MAX];

	json_key(j, key);
	json_str(j, span_of(clock_rfc3339(ms, text)));
}

static void
print_json(const struct spool_row *r)
{
	struct buf b = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	json_key(&j, "job");
	json_int(&j, (int64_t)r->job);
	json_key(&j, "article");
	json_str(&j, r->name);
	json_key(&j, "state");
	json_str(&j, span_of(r->dead ? "dead" : "pending"));
	json_key(&j, "cause");
	json_str(&j, r->cause);
	json_key(&j, "attempts");
	json_int(&j, r->attempts);
	json_key(&j, "crashes");
	json_int(&j, r->crashes);
	json_key(&j, "suspect");
	json_bool(&j, r->suspect);
	put_time(&j, "accepted", r->accepted_ms);
	put_time(&j, "changed", r->changed_ms);
	json_close(&j, '}');
	puts(buf_cstr(&b));
	buf_free(&b);
}

void
offline_row(void *arg, const struct spool_row *r)
{
	struct offline_print *p = arg;
	char text[CLOCK_TEXT_MAX];

	p->n++;
	if (p->json) {
		print_json(r);
		return;
	}
	printf("%" PRIu64 "  %s  %s  %u attempts  %u crashes  ", r->job,
	    clock_rfc3339(r->changed_ms, text), r->dead ? "dead" : "pending",
	    r->attempts, r->crashes);
	print_plain(r->name);
	if (r->cause.n > 0) {
		printf(": ");
		print_plain(r->cause);
	}
	putchar('\n');
}
