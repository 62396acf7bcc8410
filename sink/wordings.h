/*
 * wordings.h -- which wordings say the same: what has one key is a wording.
 * Those that kinship.h finds to say the same are linked (links.h); what nobody
 * is quoted with only if it names something, since "the poll's margin is 3
 * points" is said of many.  Which of them are one claim: groups.h.
 *
 * A wording is held against those that it shares a trace with: a hash of its
 * speaker's last name and one of its WORDINGS_RARE rarest words; without a
 * named speaker, of two of its WORDINGS_PAIRED rarest.  Of a trace the
 * WORDINGS_RECENT newest wordings are looked at, and of all of these the
 * WORDINGS_JUDGED that share most: so an article costs the same however many
 * wordings there are, and a wording can be too far back to be found.
 */
#ifndef SINK_WORDINGS_H
#define SINK_WORDINGS_H

#include <sqlite3.h>
#include <stdint.h>

#include "gists.h"
#include "proto/arena.h"
#include "proto/gist.h"
#include "proto/rc.h"

#define WORDINGS_RARE   6u
#define WORDINGS_PAIRED 4u
#define WORDINGS_TRACES 6u /* of one wording, at most */
#define WORDINGS_RECENT 32
#define WORDINGS_JUDGED 24u

/* How likely it is the same, in thousandths, at least. */
#define WORDINGS_ONE      650 /* by one speaker, who has a name */
#define WORDINGS_OPEN     900 /* by one without, or in two outlets' voices */
#define WORDINGS_VERBATIM 940 /* by two descriptions of nothing in common */

/* Words of content, by one who has a name and by others. */
#define WORDINGS_STATED 2u
#define WORDINGS_TOLD   4u

/* How much of the one that shares more has its like in the other, at least. */
#define WORDINGS_WHOLE 850
#define WORDINGS_ALL   950 /* likewise of the other, if both are quoted */

struct wordings;

/* gists outlives it. */
MUST_USE enum rc wordings_new(
    sqlite3 *db, struct gists *gists, struct wordings **w);
void wordings_free(struct wordings *w); /* NULL is harmless */

/* The wording of key, a new one where need be, with its gist (p NULL: as it is
 * in the tables).  claim 0: it is not placed yet. */
struct wordings_row {
	int64_t id, claim;
	bool fresh;       /* it was not there */
	struct span gist; /* in arena, or the one given; p NULL: none */
};

MUST_USE enum rc wordings_get(struct wordings *w, int64_t key, struct span gist,
    struct arena *arena, struct wordings_row *row);

/* Those that say the same as a wording. */
struct wordings_like {
	int64_t wording, claim; /* and its claim */
	int score;              /* in thousandths */
};

struct wordings_found {
	struct wordings_like like[WORDINGS_JUDGED];
	size_t n, best;  /* the likest; of several the first */
	struct span why; /* in words, of the likest */
};

/* Find those that say the same as a wording that is not placed yet, and let
 * it be found by later ones. */
MUST_USE enum rc wordings_find(struct wordings *w,
    const struct wordings_row *row, struct arena *arena,
    struct wordings_found *f);

/* Place it: it is of this claim. */
MUST_USE enum rc wordings_put(struct wordings *w, int64_t id, int64_t claim,
    const struct wordings_found *f);

/* A placed wording is of this claim. */
MUST_USE enum rc wordings_set(struct wordings *w, int64_t id, int64_t claim);

/* All wordings of claim from are of claim to from now on. */
MUST_USE enum rc wordings_move(struct wordings *w, int64_t from, int64_t to);

/* The claim of a placed wording, else its own number. */
MUST_USE enum rc wordings_claim(struct wordings *w, int64_t id, int64_t *claim);

/* The traces of a gist, each once, n of them; 0: too little is said. */
unsigned wordings_traces(const struct gist *g, uint64_t trace[WORDINGS_TRACES]);

#endif
