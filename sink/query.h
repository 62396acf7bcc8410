/*
 * query.h -- questions to the store, for the commands, the feed and the
 * server: read-only, streaming, one row a call.  A struct query belongs to
 * one thread; views in a row are good during the call only.
 *
 * Every answer to one question is one consistent state.  query_begin() makes
 * several questions see the same one.
 */
#ifndef SINK_QUERY_H
#define SINK_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "form.h"
#include "proto/buf.h"
#include "proto/rc.h"

struct query;
struct store;

/*
 * Open the store at path for reading.  RC_NOENT: there is none; RC_VERSION:
 * made by a newer claimwire; RC_IO.  One made by an older claimwire is
 * migrated first.  why says what is wrong and what to do.
 */
MUST_USE enum rc query_open(
    const char *path, struct query **q, struct buf *why);

/* Questions on a writer's own connection (the simulator's is the only one
 * there is).  Close it before the store. */
struct query *query_on(struct store *s);

void query_close(struct query *q); /* NULL is harmless */

/*
 * Questions from now on give up with RC_BUSY once the monotonic clock has
 * passed until_ms (0: never) or *stop is set (may be NULL; borrowed).
 */
void query_until(struct query *q, int64_t until_ms, const _Atomic bool *stop);

/* All questions until query_end() see one state. */
MUST_USE enum rc query_begin(struct query *q);
void query_end(struct query *q);

/*
 * Filters of the contract (section 5); start from { 0 }.  Those that say
 * nothing about what is asked for are ignored: `type` and `changed_by_min`
 * concern changes alone.
 */
struct query_filter {
	struct span speaker; /* "s3", or part of the name */
	struct span outlet;  /* "o2", its name or its domain */
	struct span kind, status;
	struct span type; /* "claim.new"; "claim" = all that begin so */
	struct span text; /* words, "a phrase", begin*; all must be there */
	int64_t min_origins;
	struct span unit;
	bool has_value_min, has_value_max, has_changed_by_min;
	double value_min, value_max, changed_by_min;
	/* beyond the contract */
	int64_t claim;   /* mentions of this claim only */
	int64_t article; /* mentions of this article only */
	int64_t mention; /* evidence: this mention only */
	bool superseded; /* mentions: older revisions too */
	/* Pages: rows come by falling id (the newest first), or by rising id
	 * with `rising`; `cursor` is the id of the last row already had. */
	bool rising;
	int64_t cursor;
	uint32_t limit; /* 0: all */
};

/* Is name one of the words that kind, status, type may be? */
bool query_known_kind(struct span s);
bool query_known_status(struct span s);
bool query_known_type(struct span s);

/* Return false to stop; the question then still returns RC_OK. */
typedef bool query_claim_fn(void *arg, const struct form_claim *c);
typedef bool query_mention_fn(void *arg, const struct form_mention *m);
typedef bool query_relation_fn(void *arg, const struct form_relation *r);

/* Claims by falling id.  RC_REFUSED: filter.text holds no word. */
MUST_USE enum rc query_claims(struct query *q, const struct query_filter *f,
    query_claim_fn *fn, void *arg);
/* Claims with these words, the best first (bm25); no cursor. */
MUST_USE enum rc query_search(struct query *q, const struct query_filter *f,
    query_claim_fn *fn, void *arg);
/* One claim; an old id leads to the claim that took its place. */
MUST_USE enum rc query_claim(
    struct query *q, int64_t id, query_claim_fn *fn, void *arg);
/* Mentions: of f->claim, f->article, or all; the export is all, rising. */
MUST_USE enum rc query_mentions(struct query *q, const struct query_filter *f,
    query_mention_fn *fn, void *arg);
MUST_USE enum rc query_mention(
    struct query *q, int64_t id, query_mention_fn *fn, void *arg);
/* A mention, and what is told of the text that holds it. */
struct query_evidence {
	const struct form_mention *mention;
	struct span title, url, updated;
	const struct textmap *text; /* empty: it was forgotten */
	struct range hull; /* from the first of its spans to the last */
};
typedef bool query_evidence_fn(void *arg, const struct query_evidence *e);
/*
 * Of f->claim: those of current revisions first, then by the time when they
 * were published, the earliest first.  Of f->article: those of its current
 * revision, as they stand in it.  f->cursor: the mention of the last one had;
 * f->limit, at most QUERY_EVIDENCE_MAX.  Of f->mention: that one; RC_NOENT.
 */
#define QUERY_EVIDENCE_MAX 1024u
MUST_USE enum rc query_evidence(struct query *q, const struct query_filter *f,
    query_evidence_fn *fn, void *arg);
/* An article that holds a claim now, and why its origin is the one it is. */
struct query_lineage {
	int64_t article;
	struct span name, outlet; /* outlet absent: not known */
	struct span origin;       /* that is counted */
	struct span own;   /* whom it credits, else its outlet, before owners */
	struct span owner; /* of the origin, by the outlet table */
	struct span how, exact; /* how and where it credits somebody; absent:
				 * nobody */
	struct span first;      /* who reported it first, it says: recorded */
	/* The article that it is a near-copy of, 0: none; how many sequences of
	 * words both have, this one, and that one. */
	int64_t copy;
	struct span copy_name, copy_outlet;
	int64_t shared, of, of_copy;
};
typedef bool query_lineage_fn(void *arg, const struct query_lineage *l);
/* Of a claim's origins one after the other, by the articles' numbers. */
MUST_USE enum rc query_lineage(
    struct query *q, int64_t claim, query_lineage_fn *fn, void *arg);

/* Mentions that say a claim in other words than those before them: the first
 * one of a wording, and of the wording that it was found to say the same as. */
struct query_wording {
	int64_t mention, like; /* 0: of another claim now */
	double score;          /* how likely it is the same, 0 to 1 */
	struct span why;
};
typedef bool query_wording_fn(void *arg, const struct query_wording *w);
MUST_USE enum rc query_wordings(
    struct query *q, int64_t claim, query_wording_fn *fn, void *arg);

/* Of one claim, or (0) all; with the words of both sides. */
MUST_USE enum rc query_relations(
    struct query *q, int64_t claim, query_relation_fn *fn, void *arg);

/* A figure that took the place of another. */
struct query_move {
	struct form_relation relation;
	struct form_claim from, to; /* the older one, the newer one */
};
typedef bool query_move_fn(void *arg, const struct query_move *m);
/*
 * Figures that moved, what was told last first: of one matter only the last.
 * Filters are held against the newer claim, changed_by_min against both;
 * f->limit, no cursor.
 */
MUST_USE enum rc query_moved(struct query *q, const struct query_filter *f,
    query_move_fn *fn, void *arg);

/* A mention of a figure, for a chart. */
struct query_point {
	struct span at; /* the article's `published`, else its commit */
	int64_t at_ms;
	bool has_value, has_low, has_high;
	double value, low, high;
	struct span unit;
	int64_t claim, mention, article;
	struct span article_name; /* the input's id, else 32 hex digits */
	struct span outlet, origin;
	bool current; /* its revision is the newest of its article */
};
typedef bool query_point_fn(void *arg, const struct query_point *p);
/*
 * All mentions, older revisions included, of a claim's figure and of those
 * that relations connect with it, by time; at most QUERY_POINTS_MAX.  None
 * when the claim has no figure;.
 */
#define QUERY_POINTS_MAX 5000
MUST_USE enum rc query_points(
    struct query *q, int64_t claim, query_point_fn *fn, void *arg);

/* Claims by falling number of their last change (c->changed), which is also
 * what f->cursor means; those that no change concerns are left out. */
MUST_USE enum rc query_changed(struct query *q, const struct query_filter *f,
    query_claim_fn *fn, void *arg);

struct query_speaker {
	int64_t id;
	struct span name, type, role;
	int64_t claims; /* not withdrawn */
	int64_t mentions;
	int64_t cursor; /* to go on after this one */
};
typedef bool query_speaker_fn(void *arg, const struct query_speaker *s);
/* f->speaker, limit; those with most claims first, and f->cursor is a
 * query_speaker.cursor; with f->rising by id. */
MUST_USE enum rc query_speakers(struct query *q, const struct query_filter *f,
    query_speaker_fn *fn, void *arg);

struct query_entity {
	int64_t id;
	struct span name, type, item; /* item: of Wikidata, absent: none */
	int64_t names, claims;        /* claims: not withdrawn */
};
typedef bool query_entity_fn(void *arg, const struct query_entity *e);
/* Entities by falling id; f->speaker ("s3", any name of one, or part of any),
 * cursor, limit, rising. */
MUST_USE enum rc query_entities(struct query *q, const struct query_filter *f,
    query_entity_fn *fn, void *arg);

/* A name of an entity. */
struct query_name {
	int64_t id;
	struct span name, type;
	int64_t mentions; /* that call it so, in texts of any age */
	bool decided;     /* the user said something of it */
};
typedef bool query_name_fn(void *arg, const struct query_name *n);
/* The names of the entity that the name with this id is of. */
MUST_USE enum rc query_names(
    struct query *q, int64_t id, query_name_fn *fn, void *arg);

/* The number of a name: "s3", or a speaker's name to the letter; 0: none. */
MUST_USE enum rc query_name_id(struct query *q, struct span name, int64_t *id);

struct query_article {
	int64_t id;
	struct span name; /* the input's id, else 32 hex digits of its story */
	struct span outlet, source, guid, url;
	struct span title, byline, published, updated, lang, text; /* newest */
	struct span categories; /* likewise: an array of names, JSON; or none */
	int64_t revision;       /* number of the newest */
	int64_t mentions;       /* in the newest */
	int64_t first_seen_ms;
};
typedef bool query_article_fn(void *arg, const struct query_article *a);
/* All articles; f->outlet, cursor, limit, rising. */
MUST_USE enum rc query_articles(struct query *q, const struct query_filter *f,
    query_article_fn *fn, void *arg);
/*
 * The article called name: "a5", the input's id, 32 hex digits of its story,
 * its url or guid.  Several may share an input's id (other outlets); all are
 * told.  RC_NOENT.
 */
MUST_USE enum rc query_article(
    struct query *q, struct span name, query_article_fn *fn, void *arg);

struct query_outlet {
	int64_t id;
	struct span name; /* absent: of articles whose outlet is not known */
	struct span domain, country, owner;
	int64_t articles, claims; /* claims: in current revisions */
};
typedef bool query_outlet_fn(void *arg, const struct query_outlet *o);
/* All outlets, by rising id; f->cursor, limit. */
MUST_USE enum rc query_outlets(struct query *q, const struct query_filter *f,
    query_outlet_fn *fn, void *arg);

/* What became of each revision: the store's half of `trace`. */
struct query_revision {
	int64_t id, article, n;
	struct span title, published, updated, engine, worker;
	int64_t text_chars;
	uint64_t producer, job, epoch;
	int64_t attempt;
	int64_t accepted_ms, sent_ms, committed_ms, compute_us;
	int64_t mentions;
	int64_t first_change, changes; /* its change numbers are consecutive */
	bool current;
};
typedef bool query_revision_fn(void *arg, const struct query_revision *r);
MUST_USE enum rc query_revisions(
    struct query *q, int64_t article, query_revision_fn *fn, void *arg);

struct query_change {
	int64_t seq, at_ms;
	struct span type;
	int64_t claim, article; /* 0: none */
	struct span json;       /* CHANGE, whole */
};
typedef bool query_change_fn(void *arg, const struct query_change *c);
/* Changes after number since, in order; f may be NULL; f->limit. */
MUST_USE enum rc query_changes(struct query *q, int64_t since,
    const struct query_filter *f, query_change_fn *fn, void *arg);
/* The last change before a time, 0 when there is none: `since` = a time. */
MUST_USE enum rc query_seq_at(struct query *q, int64_t at_ms, int64_t *seq);

/* The number of the last change that concerns a claim; 0: there is no such
 * claim, or it is a part of another now. */
MUST_USE enum rc query_last_change(
    struct query *q, int64_t claim, int64_t *seq);

/* Of the state that questions see now; valid until the query is closed. */
const char *query_generation(struct query *q);
/* A name of the store that its copies keep, for ids that outlive a
 * generation; valid until the query is closed. */
const char *query_store(struct query *q);

struct query_counts {
	int64_t head;  /* number of the last change */
	int64_t epoch; /* starts of the sink */
	int64_t articles, revisions, mentions, claims, corroborated, withdrawn;
	int64_t speakers, outlets, changes, bytes; /* bytes of the file */
	int64_t unread; /* articles in languages that no worker has words of */
};
MUST_USE enum rc query_counts(struct query *q, struct query_counts *c);
/* Those articles by language, the most first; those whose texts are in several
 * count in each. */
typedef bool query_unread_fn(void *arg, struct span lang, int64_t articles);
MUST_USE enum rc query_unread(struct query *q, query_unread_fn *fn, void *arg);
/* The number of the last change alone: cheap. */
MUST_USE enum rc query_head(struct query *q, int64_t *seq);

/*
 * Verify and explain: file integrity, change numbers without gap, derived
 * tables as the enduring ones say, no dangling id.  Each finding is one
 * sentence with its remedy; none: all is well.
 */
typedef void query_finding_fn(void *arg, const char *sentence);
MUST_USE enum rc query_check(struct query *q, query_finding_fn *fn, void *arg);

/*
 * Copy the store, as it is now, to the new file path; the copy, once a sink
 * opens it, begins another generation.  tick (may be NULL) is called now and
 * then with pages done and all.  RC_REFUSED: path is there already.
 */
typedef void query_tick_fn(void *arg, int64_t done, int64_t all);
MUST_USE enum rc query_backup(struct query *q, const char *path,
    query_tick_fn *tick, void *arg, struct buf *why);

/* "c17": true with letter 'c' and *id 17; false when s is no such id. */
bool query_parse_id(struct span s, char letter, int64_t *id);

#endif
