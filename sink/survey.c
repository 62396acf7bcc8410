/* survey.c -- how the pipeline is, from the outside. */
#include "survey.h"

#include <poll.h>

#include "cmd.h"
#include "proto/clock.h"
#include "proto/role.h"

#define DEPTH_MAX 16

const char *
survey_name(enum survey_peer p)
{
	static const char *const names[SURVEY_PEERS] = {
		[SURVEY_RUN] = "run",
		[SURVEY_PRODUCER] = "producer",
		[SURVEY_SINK] = "sink",
	};

	return names[p];
}

/* Nobody is there whose lock nobody holds: no need to wait for an answer. */
static bool
is_there(const struct conf *c, enum survey_peer p)
{
	static const char *const locks[SURVEY_PEERS] = {
		[SURVEY_RUN] = "run.lock",
		[SURVEY_PRODUCER] = "spool.lock",
		[SURVEY_SINK] = "sink.lock",
	};
	long owner;

	return cmd_is_locked(c, locks[p], &owner);
}

static void
ask(struct survey *s, const struct conf *c, enum survey_peer p, int patience_ms)
{
	const struct ctl_ask question = { .verb = CTL_STATUS };
	struct buf why = { 0 };
	unsigned code;

	buf_clear(&s->said[p]);
	json_object_put(s->tree[p]);
	s->tree[p] = NULL;
	if (!is_there(c, p))
		return;
	if (role_ask(c, survey_name(p), &question, patience_ms, &code,
		&s->said[p]) != RC_OK)
		buf_clear(&s->said[p]);
	else if (jsonin_parse(buf_span(&s->said[p]), DEPTH_MAX, &s->tree[p],
		     &why) != RC_OK ||
	    !json_object_is_type(s->tree[p], json_type_object)) {
		json_object_put(s->tree[p]);
		s->tree[p] = NULL;
	}
	buf_free(&why);
}

/* What the producer said, and how fast it was since it said so before. */
static bool
take_accounts(struct survey *s, const struct accounts *then, int64_t then_ms)
{
	struct accounts now;

	if (!accounts_parse(buf_span(&s->said[SURVEY_PRODUCER]), &now))
		return false;
	s->accounts = now;
	s->at_ms = clock_mono_ms();
	s->measured = then_ms > 0 && s->at_ms > then_ms;
	if (s->measured)
		s->rate = (double)(now.committed - then->committed) * 1000 /
		    (double)(s->at_ms - then_ms);
	return true;
}

static bool
keep_tongue(void *arg, struct span lang, int64_t articles)
{
	struct survey *s = arg;
	struct survey_tongue *t = &s->tongue[s->tongues++];

	snprintf(t->lang, sizeof t->lang, "%.*s", (int)lang.n,
	    lang.n > 0 ? lang.p : "");
	t->articles = articles;
	return s->tongues < SURVEY_TONGUES;
}

/* What the store has; false: it does not say. */
static bool
count(struct survey *s, struct query *q)
{
	s->tongues = 0;
	return q != NULL && query_counts(q, &s->counts) == RC_OK &&
	    (s->counts.unread == 0 || query_unread(q, keep_tongue, s) == RC_OK);
}

enum rc
survey_take(
    struct survey *s, const struct conf *c, struct query *q, int patience_ms)
{
	const struct accounts then = s->accounts;
	int64_t then_ms = s->at_ms;
	enum rc rc = RC_OK;

	s->at_ms = 0;
	s->measured = false;
	for (int p = 0; p < SURVEY_PEERS; p++)
		ask(s, c, (enum survey_peer)p, patience_ms);
	s->spool = take_accounts(s, &then, then_ms);
	if (!s->spool) {
		rc = accounts_read(c, false, &s->accounts);
		s->spool = rc == RC_OK;
	}
	s->store = count(s, q);
	return rc == RC_NOENT ? RC_OK : rc;
}

void
survey_measure(struct survey *s, const struct conf *c, int patience_ms, int ms)
{
	const struct accounts then = s->accounts;
	int64_t then_ms = s->at_ms;

	if (then_ms == 0)
		return;
	poll(NULL, 0, ms);
	ask(s, c, SURVEY_PRODUCER, patience_ms);
	take_accounts(s, &then, then_ms);
}

void
survey_free(struct survey *s)
{
	for (int p = 0; p < SURVEY_PEERS; p++) {
		buf_free(&s->said[p]);
		json_object_put(s->tree[p]);
		s->tree[p] = NULL;
	}
}

bool
survey_number(const struct survey *s, enum survey_peer p, const char *member,
    const char *below, double *v)
{
	struct json_object *o = jsonin_member(s->tree[p], member);

	if (below != NULL)
		o = jsonin_member(o, below);
	if (!json_object_is_type(o, json_type_int) &&
	    !json_object_is_type(o, json_type_double))
		return false;
	*v = json_object_get_double(o);
	return true;
}
