/* verdict.c -- spools, store and reader against the script. */
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "hub.h"
#include "maker.h"
#include "reader.h"
#include "toiler.h"

#include "producer/spool.h"
#include "proto/change.h"
#include "proto/jsonin.h"
#include "proto/json.h"
#include "sink/query.h"
#include "sink/store.h"

/* ---- progress ---- */

static const char *
what_is_missing(struct world *w)
{
	for (unsigned p = 0; p < w->plan.producers; p++)
		if (!maker_finished(w, &w->node[p]))
			return "a producer has work left";
	if (!world_sink(w)->up || reader_seq(w) < hub_head(world_sink(w)))
		return "the reader has not seen all";
	for (unsigned i = WORLD_PRODUCERS; w->draining && i < WORLD_SINK; i++)
		if (w->node[i].up)
			return "a worker that was asked to leave has not";
	return NULL;
}

static void
begin_drain(struct world *w)
{
	w->draining = true;
	for (unsigned i = WORLD_PRODUCERS; i < WORLD_SINK; i++)
		toiler_quiet(w, &w->node[i]);
}

void
verdict_progress(struct world *w)
{
	const char *missing = what_is_missing(w);

	if (missing != NULL && w->now > w->plan.heal_ms + VERDICT_LIMIT_MS)
		world_fail(w, "no progress since faults ended: %s", missing);
	if (missing != NULL)
		return;
	if (w->plan.drain && !w->draining)
		begin_drain(w);
	else
		w->done = true;
}

/* ---- producers: dead letters and accounts ---- */

struct dead_check {
	struct world *w;
	const struct node *n;
	unsigned rows;
};

static const struct script_version *
version_of(const struct world *w, unsigned p, unsigned item)
{
	return &w->script.version[w->script.item[p][item].version];
}

static void
check_dead(void *arg, const struct spool_row *r)
{
	struct dead_check *c = arg;
	const struct world *w = c->w;
	const struct known *k = &w->known[c->n->id];
	unsigned item = 0;
	enum script_fate fate;

	if (sscanf(r->name.p, "item-%u", &item) != 1 ||
	    item >= w->script.n_items[c->n->id])
		world_fail(w, "%s: a dead letter called %.*s", c->n->name,
		    (int)r->name.n, r->name.p);
	fate = w->script.text[version_of(w, c->n->id, item)->text].fate;
	c->rows++;
	if (!script_deadly(fate))
		world_fail(w,
		    "%s: item %u (job %" PRIu64 ") is dead, but innocent: %.*s",
		    c->n->name, item, r->job, (int)r->cause.n, r->cause.p);
	if (fate == SCRIPT_REFUSED)
		return;
	if (r->crashes != 3 || k->crashes[r->job] < 3)
		world_fail(w,
		    "%s: job %" PRIu64
		    " is dead after %u crashes counted, %u that happened",
		    c->n->name, r->job, r->crashes, k->crashes[r->job]);
}

static unsigned
deadly_items(const struct world *w, unsigned p)
{
	unsigned n = 0;

	for (unsigned i = 0; i < w->script.n_items[p]; i++)
		if (script_deadly(
			w->script.text[version_of(w, p, i)->text].fate))
			n++;
	return n;
}

static void
check_producer(struct world *w, const struct node *n)
{
	struct dead_check c = { .w = w, .n = n };
	struct spool *s = maker_spool(n);
	struct spool_counts counts;
	struct buf why = { 0 };

	w->in = &w->node[n->id];
	if (spool_dead(s, check_dead, &c) != RC_OK ||
	    spool_counts(s, &counts) != RC_OK)
		world_fail(w, "%s: its spool cannot be read", n->name);
	if (spool_check(s, &why) != RC_OK)
		world_fail(w, "%s: %s", n->name, buf_cstr(&why));
	buf_free(&why);
	if (counts.accepted != w->script.n_items[n->id] ||
	    counts.pending != 0 || counts.dead != c.rows ||
	    c.rows != deadly_items(w, n->id))
		world_fail(w,
		    "%s: of %u items, %u deadly: accepted %" PRIu64
		    ", committed %" PRIu64 ", dead %" PRIu64
		    ", pending %" PRIu64,
		    n->name, w->script.n_items[n->id], deadly_items(w, n->id),
		    counts.accepted, counts.committed, counts.dead,
		    counts.pending);
}

/* ---- the store ---- */

struct store_check {
	struct world *w;
	struct query *q;
	unsigned story;              /* of the article in hand */
	unsigned want[SCRIPT_ITEMS]; /* versions that it must have, in order */
	unsigned n_want;
	unsigned revisions; /* of the article, so far */
	unsigned all_articles, all_revisions, all_mentions;
	uint64_t seq;
};

static bool
contains(const unsigned *v, unsigned n, unsigned x)
{
	for (unsigned i = 0; i < n; i++)
		if (v[i] == x)
			return true;
	return false;
}

/* Versions of the story that are no dead letters, in order of acceptance. */
static unsigned
wanted(const struct world *w, unsigned story, unsigned want[SCRIPT_ITEMS])
{
	unsigned n = 0;

	for (unsigned p = 0; p < w->plan.producers; p++)
		for (unsigned i = 0; i < w->script.n_items[p]; i++) {
			unsigned v = w->script.item[p][i].version;
			const struct script_version *x = &w->script.version[v];

			if (x->story == story && !contains(want, n, v) &&
			    !script_deadly(w->script.text[x->text].fate))
				want[n++] = v;
		}
	return n;
}

/* Of these versions the one that is current: by date, else as accepted; what
 * says no date has that of the current one. */
static unsigned
newest_of(const struct world *w, const unsigned *v, unsigned n)
{
	unsigned newest = v[0];
	int64_t dated = w->script.version[newest].dated;

	for (unsigned i = 1; i < n; i++) {
		int64_t its = w->script.version[v[i]].dated;

		its = its != 0 ? its : dated;
		if (its < dated)
			continue;
		newest = v[i];
		dated = its;
	}
	return newest;
}

/* The text that was sent as this job. */
static const struct script_text *
text_of_job(const struct world *w, uint64_t producer, uint64_t job, unsigned *t)
{
	for (unsigned p = 0; p < w->plan.producers; p++) {
		const struct known *k = &w->known[p];

		if (k->name != producer || job >= WORLD_JOBS ||
		    k->text[job] == 0)
			continue;
		*t = k->text[job] - 1u;
		return &w->script.text[*t];
	}
	world_fail(
	    w, "a revision of job %" PRIu64 ", which was never sent", job);
}

static bool
check_revision(void *arg, const struct query_revision *r)
{
	struct store_check *c = arg;
	const struct world *w = c->w;
	unsigned t = 0, i = c->revisions++;
	const struct script_text *text = text_of_job(
	    w, r->producer, r->job, &t);

	if (r->n != (int64_t)i + 1 || i >= c->n_want ||
	    w->script.version[c->want[i]].text != t)
		world_fail(w,
		    "story %u: revision %" PRId64
		    " is text %u; wanted %u revisions, text %d here",
		    c->story, r->n, t, c->n_want,
		    i < c->n_want ? (int)w->script.version[c->want[i]].text
				  : -1);
	if (r->mentions != (int64_t)text->n_claims)
		world_fail(w,
		    "story %u: revision %" PRId64 " has %" PRId64
		    " mentions, found were %u",
		    c->story, r->n, r->mentions, text->n_claims);
	c->all_revisions++;
	c->all_mentions += text->n_claims;
	return true;
}

static bool
check_article(void *arg, const struct query_article *a)
{
	struct store_check *c = arg;
	struct world *w = c->w;
	const struct buf *newest;

	if (a->name.n < 2 || a->name.p[0] != 's')
		world_fail(
		    w, "an article called %.*s", (int)a->name.n, a->name.p);
	c->story = (unsigned)strtoul(a->name.p + 1, NULL, 10);
	c->n_want = wanted(w, c->story, c->want);
	c->revisions = 0;
	if (query_revisions(c->q, a->id, check_revision, c) != RC_OK)
		world_fail(w, "revisions cannot be read");
	if (c->revisions != c->n_want || c->n_want == 0)
		world_fail(w, "story %u: %u revisions, wanted %u", c->story,
		    c->revisions, c->n_want);
	newest =
	    &w->script
		 .text[w->script.version[newest_of(w, c->want, c->n_want)].text]
		 .text;
	if (!span_eq(a->text, buf_span(newest)))
		world_fail(w, "story %u: its text was altered", c->story);
	c->all_articles++;
	return true;
}

static void
check_articles(struct store_check *c)
{
	struct query_filter all = { .rising = true };
	unsigned want[SCRIPT_ITEMS], stories = 0;
	struct query_counts n;

	for (unsigned s = 0; s < c->w->script.n_stories; s++)
		if (wanted(c->w, s, want) > 0)
			stories++;
	if (query_articles(c->q, &all, check_article, c) != RC_OK ||
	    query_counts(c->q, &n) != RC_OK)
		world_fail(c->w, "the store cannot be read");
	if (c->all_articles != stories || n.articles != stories ||
	    n.revisions != c->all_revisions || n.mentions != c->all_mentions)
		world_fail(c->w,
		    "the store has %" PRId64 " articles, %" PRId64
		    " revisions, %" PRId64
		    " mentions; wanted %u, %u, %u (%u articles told)",
		    n.articles, n.revisions, n.mentions, stories,
		    c->all_revisions, c->all_mentions, c->all_articles);
}

/* ---- the feed ---- */

static bool
check_change(void *arg, const struct query_change *ch)
{
	struct store_check *c = arg;
	struct buf map = { 0 };

	if ((uint64_t)ch->seq != ++c->seq)
		world_fail(c->w,
		    "change %" PRId64 " where %" PRIu64 " should be", ch->seq,
		    c->seq);
	if (change_pack(ch->json, &map) != RC_OK)
		world_fail(c->w, "change %" PRId64 " is no JSON", ch->seq);
	if (c->seq > reader_seq(c->w) ||
	    reader_digest(c->w, c->seq) != hash_fast(buf_span(&map)))
		world_fail(c->w,
		    "change %" PRId64 " is not what the reader was handed",
		    ch->seq);
	buf_free(&map);
	return true;
}

/* A claim, and the status that its last change told. */
struct told {
	struct store_check *c;
	const struct form_claim *claim;
};

static bool
check_told(void *arg, const struct query_change *ch)
{
	struct told *t = arg;
	struct json_object *o = NULL;
	struct buf why = { 0 };

	if (jsonin_parse(ch->json, 16, &o, &why) != RC_OK ||
	    ch->claim != t->claim->id ||
	    !span_eq(t->claim->status,
		jsonin_string(jsonin_member(o, "claim"), "status")))
		world_fail(t->c->w,
		    "c%" PRId64 " is %.*s, but its last change is %.*s",
		    t->claim->id, (int)t->claim->status.n, t->claim->status.p,
		    (int)ch->json.n, ch->json.p);
	json_object_put(o);
	buf_free(&why);
	return false;
}

static bool
check_status(void *arg, const struct form_claim *claim)
{
	struct store_check *c = arg;
	struct told t = { c, claim };

	if (query_changes(c->q, claim->changed - 1, NULL, check_told, &t) !=
	    RC_OK)
		world_fail(c->w, "a change cannot be read");
	return true;
}

static void
check_feed(struct store_check *c)
{
	const struct query_filter all = { 0 };

	if (query_changed(c->q, &all, check_status, c) != RC_OK)
		world_fail(c->w, "the claims cannot be read");
	if (query_changes(c->q, 0, NULL, check_change, c) != RC_OK)
		world_fail(c->w, "the changes cannot be read");
	if (c->seq != reader_seq(c->w))
		world_fail(c->w,
		    "the reader saw %" PRIu64
		    " changes, the table has %" PRIu64,
		    reader_seq(c->w), c->seq);
}

/* ---- derived tables ---- */

static void
finding(void *arg, const char *sentence)
{
	world_fail(arg, "the store's own check: %s", sentence);
}

static bool
dump_claim(void *arg, const struct form_claim *c)
{
	struct json j = json_on(arg);

	form_claim(&j, c);
	buf_puts(arg, "\n");
	return true;
}

static bool
dump_mention(void *arg, const struct form_mention *m)
{
	struct json j = json_on(arg);

	form_mention(&j, m);
	buf_puts(arg, "\n");
	return true;
}

static bool
dump_speaker(void *arg, const struct query_speaker *s)
{
	buf_printf(arg, "s%" PRId64 " %.*s %" PRId64 " %" PRId64 "\n", s->id,
	    (int)s->name.n, s->name.p, s->claims, s->mentions);
	return true;
}

static bool
dump_relation(void *arg, const struct form_relation *r)
{
	struct json j = json_on(arg);

	form_relation(&j, r);
	buf_puts(arg, "\n");
	return true;
}

static void
dump(struct store_check *c, struct buf *out)
{
	struct query_filter all = { .rising = true, .superseded = true };
	struct query_filter words = { .text = SPAN("gate") };

	if (query_claims(c->q, &all, dump_claim, out) != RC_OK ||
	    query_mentions(c->q, &all, dump_mention, out) != RC_OK ||
	    query_speakers(c->q, &all, dump_speaker, out) != RC_OK ||
	    query_relations(c->q, 0, dump_relation, out) != RC_OK ||
	    query_search(c->q, &words, dump_claim, out) != RC_OK)
		world_fail(c->w, "the store cannot be dumped");
}

static void
check_rebuild(struct store_check *c)
{
	struct buf before = { 0 }, after = { 0 };

	dump(c, &before);
	if (store_rebuild(hub_store(world_sink(c->w))) != RC_OK)
		world_fail(c->w, "the store cannot be rebuilt");
	dump(c, &after);
	if (!span_eq(buf_span(&before), buf_span(&after)))
		world_fail(c->w, "rebuilt it is not what it was:\n%s\n---\n%s",
		    buf_cstr(&before), buf_cstr(&after));
	buf_free(&before);
	buf_free(&after);
}

static void
check_store(struct world *w)
{
	struct store_check c = { .w = w };

	w->in = world_sink(w);
	c.q = hub_query(world_sink(w));
	check_articles(&c);
	check_feed(&c);
	if (query_check(c.q, finding, w) != RC_OK)
		world_fail(w, "the store cannot be checked");
	if (w->plan.rebuild)
		check_rebuild(&c);
}

void
verdict_end(struct world *w)
{
	for (unsigned p = 0; p < w->plan.producers; p++)
		check_producer(w, &w->node[p]);
	check_store(w);
}
