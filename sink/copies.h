/*
 * copies.h -- which articles have near-copies among those that are there: an
 * index of their word sequences (shingle.h) in memory, read from the table
 * `lineage` when it is first needed.
 *
 * Every bin of an article is a band: articles that agree in one are candidates,
 * and what they really share is counted in their texts.  So the cost of an
 * article depends on how many resemble it, not on how many there are.  Memory:
 * some 300 bytes an article.
 */
#ifndef SINK_COPIES_H
#define SINK_COPIES_H

#include <sqlite3.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/rc.h"
#include "shingle.h"

/*
 * Of a band only so many articles are looked at, those that came last, and so
 * many texts are compared in vain.  A band with more than COPIES_CROWD is that
 * of a common phrase, an outlet's last line say: who agrees in nothing else is
 * no candidate.
 */
#define COPIES_BAND  64
#define COPIES_VAIN  32
#define COPIES_CROWD 8

struct copies;

MUST_USE enum rc copies_new(sqlite3 *db, struct copies **c);
void copies_free(struct copies *c); /* NULL is harmless */

/* Forget the index: after ROLLBACK, before a rebuild, and when another process
 * wrote. */
void copies_forget(struct copies *c);

/* The text of an article. */
struct copies_text {
	int64_t article, revision;
	struct shingle_set set;
	uint32_t bin[SHINGLE_BINS];
};

/* The text of a revision that is stored; it lies in arena. */
MUST_USE enum rc copies_text(struct copies *c, int64_t article,
    int64_t revision, struct arena *arena, struct copies_text *t);

/* Enter a text, of group (the article whose copy it is, or itself), in place
 * of an older one of its article. */
MUST_USE enum rc copies_put(
    struct copies *c, const struct copies_text *t, int64_t group);

/* The revision and group of an article; RC_NOENT: it is not there. */
MUST_USE enum rc copies_get(
    struct copies *c, int64_t article, int64_t *revision, int64_t *group);
MUST_USE enum rc copies_regroup(
    struct copies *c, int64_t article, int64_t group);

/* A text that is a copy of the one that was asked for. */
struct copies_hit {
	int64_t article;
	size_t shared, of; /* sequences: in both, of this one */
};

/*
 * Near-copies of t, of each group one: hit[0 .. *n - 1], in arena.  group, if
 * not NULL, says of which group an article is, 0 to leave it out; otherwise
 * it is that of copies_put().  t's own article is left out.
 */
typedef int64_t copies_group_fn(void *arg, int64_t article);
MUST_USE enum rc copies_find(struct copies *c, const struct copies_text *t,
    copies_group_fn *group, void *arg, struct arena *arena,
    struct copies_hit **hit, size_t *n);

#endif
