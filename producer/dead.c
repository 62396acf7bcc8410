/* dead.c -- articles that were given up. */
#include "dead.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "offline.h"
#include "proto/article.h"
#include "proto/mem.h"
#include "proto/render.h"

/* Job numbers. */
struct jobs {
	uint64_t *job; /* owned */
	size_t n;
};

static void
keep_job(void *arg, const struct spool_row *r)
{
	struct jobs *j = arg;

	j->job = mem_grow(j->job, j->n + 1, sizeof(*j->job));
	j->job[j->n++] = r->job;
}

static int
list(struct spool *s, bool json)
{
	struct offline_print p = { .json = json };
	enum rc rc = spool_dead(s, offline_row, &p);

	return rc == RC_OK ? EXIT_DONE
			   : offline_failed("dead letters cannot be read", rc);
}

/* The one row of spool_dead() that is asked for. */
struct search {
	uint64_t job;
	bool found, json;
};

static void
print_if(void *arg, const struct spool_row *r)
{
	struct search *q = arg;
	struct offline_print p = { .json = q->json };

	if (r->job != q->job)
		return;
	q->found = true;
	offline_row(&p, r);
}

static enum rc
print_record(struct span blob)
{
	struct article a;
	struct buf b = { 0 };
	struct json j = json_on(&b);
	struct mp_doc d;
	enum rc rc = article_decode(blob, &d, &a);

	if (rc != RC_OK)
		return rc;
	render_article(&j, &a);
	puts(buf_cstr(&b));
	buf_free(&b);
	mp_close(&d);
	return RC_OK;
}

static enum rc
show(struct spool *s, uint64_t job, bool json)
{
	struct search q = { .job = job, .json = json };
	struct buf blob = { 0 };
	int64_t accepted_ms;
	enum rc rc = spool_dead(s, print_if, &q);

	if (rc == RC_OK && !q.found)
		rc = RC_NOENT;
	if (rc == RC_OK &&
	    (rc = spool_read(s, job, &blob, &accepted_ms)) == RC_OK)
		rc = print_record(buf_span(&blob));
	buf_free(&blob);
	return rc;
}

static enum rc
retry(struct spool *s, uint64_t job, bool json)
{
	(void)json;
	return spool_retry(s, job);
}

static enum rc
drop(struct spool *s, uint64_t job, bool json)
{
	(void)json;
	return spool_drop(s, job);
}

static const struct verb {
	const char *name;
	enum rc (*act)(struct spool *s, uint64_t job, bool json);
	const char *done; /* NULL: it prints for itself */
} verbs[] = {
	{ "show", show, NULL },
	{ "retry", retry, "will be sent again" },
	{ "drop", drop, "dropped" },
};

/* Do it to one; another process may be writing for a moment. */
static int
act_on(struct spool *s, const struct verb *v, uint64_t job, bool json)
{
	enum rc rc = RC_BUSY;

	for (int i = 0; i < OFFLINE_TRIES && rc == RC_BUSY; i++)
		rc = v->act(s, job, json);
	if (rc == RC_NOENT) {
		fprintf(stderr,
		    "claimwire-producer: no dead letter %" PRIu64
		    "; see: dead list\n",
		    job);
		return EXIT_USAGE;
	}
	if (rc != RC_OK)
		return offline_failed("the dead letter was left alone", rc);
	if (v->done != NULL)
		printf("%" PRIu64 " %s\n", job, v->done);
	return EXIT_DONE;
}

static bool
number(const char *s, uint64_t *v)
{
	char *end;

	errno = 0;
	*v = strtoull(s, &end, 10);
	return errno == 0 && *s >= '0' && *s <= '9' && *end == '\0';
}

/* The jobs that the operands name. */
static int
gather(struct spool *s, char **arg, int n, struct jobs *jobs)
{
	enum rc rc;

	if (n == 1 && strcmp(arg[0], "all") == 0) {
		rc = spool_dead(s, keep_job, jobs);
		return rc == RC_OK
		    ? -1
		    : offline_failed("dead letters cannot be read", rc);
	}
	for (int i = 0; i < n; i++) {
		struct spool_row r = { .name = { NULL, 0 } };

		if (!number(arg[i], &r.job)) {
			fprintf(stderr,
			    "claimwire-producer: '%s' is no number of a dead "
			    "letter; see: dead list\n",
			    arg[i]);
			return EXIT_USAGE;
		}
		keep_job(jobs, &r);
	}
	return -1;
}

static int
act(struct spool *s, const struct verb *v, char **arg, int n, bool json)
{
	struct jobs jobs = { 0 };
	int code = gather(s, arg, n, &jobs);

	if (code < 0) {
		code = EXIT_DONE;
		for (size_t i = 0; i < jobs.n; i++) {
			int one = act_on(s, v, jobs.job[i], json);

			code = one != EXIT_DONE ? one : code;
		}
	}
	free(jobs.job);
	return code;
}

static const struct verb *
find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int
usage(void)
{
	fputs("usage: claimwire-producer dead list | show ID... | "
	      "retry ID...|all | drop ID...|all\n",
	    stderr);
	return EXIT_USAGE;
}

int
dead_run(const struct conf *c, char **arg, int n, bool json)
{
	bool listing = n == 0 || (n == 1 && strcmp(arg[0], "list") == 0);
	const struct verb *v = n > 1 ? find_verb(arg[0]) : NULL;
	struct spool *s;
	int code;

	if (!listing && v == NULL)
		return usage();
	if ((code = offline_open(c, &s)) >= 0)
		return code;
	if (s == NULL)
		return listing ? EXIT_DONE : EXIT_USAGE;
	code = listing ? list(s, json) : act(s, v, arg + 1, n - 1, json);
	spool_close(s);
	return code;
}
