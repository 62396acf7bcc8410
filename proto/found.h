/*
 * found.h -- what a worker found in one article: claims, figures, times,
 * entities; and its encoding, the FOUND blob within a RESULT.
 *
 * Offsets are Unicode code points into the article's text, end exclusive.
 * The names are those of the contract (section 3).  Strings are views: into
 * the arena that built it, or into the decoded message.
 *
 * On the wire (proto/PROTOCOL.md, "FND"):
 *   [ "FND", 1, engine, claims, figures, times, entities ]
 */
#ifndef PROTO_FOUND_H
#define PROTO_FOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "gist.h"
#include "mp.h"
#include "rc.h"

#define FOUND_VERSION     1
#define FOUND_CLAIMS_MAX  20000u /* in one article */
#define FOUND_FIGURES_MAX 50000u
#define FOUND_TIMES_MAX   50000u
#define FOUND_NAMES_MAX   50000u /* entities */
#define FOUND_PARTS_MAX   1000u  /* content spans of one claim */
#define FOUND_GIST_MAX    GIST_BYTES_MAX
#define FOUND_STRING_MAX  4096u  /* bytes of a name, role, subject, ... */
#define FOUND_UNREAD      "none" /* engine: no words of the language */

struct range {
	uint32_t start, end; /* code points; start <= end */
};

/* The first of n things of size bytes each, in the order of the text, that
 * begins at or behind code point at; n: none does.  Each has its struct range
 * first. */
uint32_t found_range_from(
    const void *thing, size_t size, uint32_t n, uint32_t at);

enum found_kind { FOUND_DIRECT, FOUND_MIXED, FOUND_INDIRECT, FOUND_FIGURE };
enum found_type {
	FOUND_PERSON,
	FOUND_ORG,
	FOUND_PLACE,
	FOUND_OTHER,
	FOUND_NOTYPE /* of a speaker without a name */
};
enum found_act {
	FOUND_ASSERT,
	FOUND_CONFIRM,
	FOUND_DENY,
	FOUND_PROMISE,
	FOUND_PREDICT,
	FOUND_DEMAND,
	FOUND_CRITICISE,
	FOUND_PRAISE,
	FOUND_DECLINE,
	FOUND_ASK,
	FOUND_OTHER_ACT
};
enum found_direction {
	FOUND_NODIRECTION,
	FOUND_LEVEL,
	FOUND_RISE,
	FOUND_FALL,
	FOUND_THRESHOLD
};
enum found_timex { FOUND_DATE, FOUND_TIME, FOUND_DURATION, FOUND_SET };

/* Who says which money is meant: the text, or the outlet's country. */
enum found_currency {
	FOUND_NOCURRENCY, /* no money, or it is left open */
	FOUND_BY_TEXT,
	FOUND_BY_OUTLET,
	FOUND_BY_MARKS /* the text's other amounts: a country counts before */
};

struct found_figure {
	struct range at;
	bool has_value, has_low, has_high;
	double value, low, high;
	struct span unit;     /* "percent", ISO 4217, "count", ... */
	struct span modifier; /* "about", "at least", ...; p NULL: none */
	struct span subject;  /* what is measured; p NULL: unknown */
	struct span counted;  /* noun of a count, singular; p NULL: none */
	struct span as_of;    /* p NULL: unknown */
	enum found_direction direction;
	bool is_change;
	enum found_currency currency;
	/* The unit as it stands by itself, "dollar" of what is meant as CAD;
	 * never sent.  What claims are matched by, as other outlets of the same
	 * words may say no country. */
	struct span written;
};

/* What its unit is matched by. */
static inline struct span
found_unit(const struct found_figure *g)
{
	return g->written.p != NULL ? g->written : g->unit;
}

struct found_claim {
	enum found_kind kind;
	bool has_source, has_cue;
	struct range source, cue;
	struct range *content; /* n_content, at least one, in text order */
	uint32_t n_content;
	struct span speaker; /* contract "speaker.name"; p NULL: no speaker */
	enum found_type speaker_type;
	struct span role; /* p NULL: none */
	struct span rule; /* which rule found it, for --why */
	struct span *why; /* sentences, where somebody asked; never sent */
	uint32_t n_why;
	enum found_act act;
	bool negative; /* polarity "-" */
	bool hedged;
	double confidence; /* 0..1 */
	uint32_t *figures; /* indexes into found.figures */
	uint32_t n_figures;
	/*
	 * What makes it the same claim as another: hash of the speaker and the
	 * normalised words (workers/normal.h); the sink matches on it.
	 */
	uint64_t key;
	/*
	 * What it is about, apart from what it says of it (workers/matter.h);
	 * 0: unknown.  The lowest bits say what sort of matter that is: two
	 * claims of one quantity have the same, and what is said and what is
	 * denied differ in the lowest bit alone.  A sort that is not known is
	 * read as 0.
	 */
	uint64_t matter;
	struct span gist; /* gist.h; p NULL: none */
};

/* matter & FOUND_SORT */
enum found_sort {
	FOUND_OF_FIGURE = 0, /* a figure: the first of its figures */
	FOUND_SAYS = 2,
	FOUND_DENIES = 3,
	FOUND_SORT = 3
};

struct found_time {
	struct range at;
	enum found_timex type;
	struct span value; /* TIMEX3 */
};

struct found_entity {
	struct span name;
	enum found_type type;
	struct range *mentions;
	uint32_t n_mentions;
};

struct found {
	struct span engine; /* name and version of the extraction */
	struct found_claim *claims;
	struct found_figure *figures;
	struct found_time *times;
	struct found_entity *entities;
	uint32_t n_claims, n_figures, n_times, n_entities;
};

/* Append f, encoded, to out.  f must respect the limits above. */
void found_encode(const struct found *f, struct buf *out);

/*
 * Decode the blob in, which may hold anything; arrays go into arena, strings
 * are views into in.  text_len is the article's length in code points: a
 * span beyond it is RC_BADMSG, as is an index beyond figures.
 */
MUST_USE enum rc found_decode(
    struct span in, uint32_t text_len, struct arena *arena, struct found *f);

/* The contract's words for the enumerations; static storage. */
const char *found_kind_text(enum found_kind k);
const char *found_type_text(enum found_type t);
const char *found_act_text(enum found_act a);
/* NULL for FOUND_NODIRECTION */
const char *found_direction_text(enum found_direction d);
const char *found_timex_text(enum found_timex t);
/* NULL for FOUND_NOCURRENCY */
const char *found_currency_text(enum found_currency c);

#endif
