/*
 * form.h -- the contract's forms of what the store holds (section 4): CLAIM,
 * MENTION, RELATION and CHANGE as rows, and written as JSON.  The forms of
 * section 3 are proto/render.h's.
 *
 * Ids are numbers here and strings outside: "c17" a claim, "m90" a mention,
 * "a5" an article, "s3" a speaker, "o2" an outlet, "r1" a relation.
 * Views belong to whoever made the row.  An absent text has p == NULL.
 */
#ifndef SINK_FORM_H
#define SINK_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/found.h"
#include "proto/json.h"
#include "proto/span.h"
#include "proto/textmap.h"

struct form_claim {
	int64_t id;
	struct span kind; /* "direct", ... */
	struct span act;  /* "assert", "deny", ...: of the first mention */
	int64_t speaker;  /* 0: none */
	struct span speaker_name;
	struct span text;
	struct span figure; /* JSON: FIGURE; absent: none */
	struct span status; /* "reported", ... */
	int64_t mentions, outlets, origins;
	struct span first_seen, last_seen; /* RFC 3339 or a date, as given */
	struct span as_of;
	struct span redirects; /* JSON: array of old ids; absent: [] */
	/* Beyond CLAIM: the number of its last change; 0: none. */
	int64_t changed;
};

/* A span of the article and its words. */
struct form_part {
	bool there;
	struct range at;
	struct span exact;
};

struct form_mention {
	int64_t id;
	struct span claims; /* JSON: an id, or an array of several */
	int64_t article;
	struct span article_name; /* the input's id, else 32 hex digits */
	struct span outlet;
	int64_t revision;   /* 1, 2, ... of its article */
	bool current;       /* that revision is the newest of its article */
	struct span origin; /* owner of the outlet, else the outlet */
	struct span kind;
	struct form_part source, cue;
	struct span content; /* JSON: array of SPAN */
	struct span words;   /* of content, joined */
	struct span speaker_name, speaker_type, role;
	struct span act, polarity;
	bool hedged;
	double confidence;
	struct span rule;
	struct span figures; /* JSON: array of FIGURE; absent: [] */
	struct span published;
};

struct form_relation {
	int64_t id;
	struct span type; /* "revised", ... */
	int64_t from, to; /* claims */
	struct span why;
	double score;
	int64_t mention[2];
	/* What the two mentions say of it, in their articles: the figure, or
	 * the words; there: false where nobody looked. */
	struct form_part part[2];
};

/* What stands between a speaker's name and a claim's words: ": ", or that it is
 * denied, since the words alone would say the contrary. */
const char *form_says(struct span act);

enum form_type {
	FORM_CLAIM_NEW,
	FORM_CLAIM_MENTIONED,
	FORM_CLAIM_CORROBORATED,
	FORM_CLAIM_DISPUTED,
	FORM_CLAIM_REVISED,
	FORM_CLAIM_WITHDRAWN,
	FORM_CLAIM_MERGED,
	FORM_CLAIM_SPLIT,
	FORM_ARTICLE_NEW,
	FORM_ARTICLE_REVISED,
	FORM_ARTICLE_FORGOTTEN,
	FORM_TYPES
};

/* "claim.new", ...; static storage. */
const char *form_type_text(enum form_type t);

/* What happened, without the number and time that it gets on commit. */
struct form_change {
	enum form_type type;
	const struct form_claim *claim, *before; /* NULL: none */
	/* By which claim came to its status, and the other claim of it. */
	const struct form_relation *relation;
	const struct form_claim *other;
	int64_t article;         /* 0: none */
	struct span outlet;      /* of the article: who reads a feed */
	struct span title, name; /* of article.*:   wants to know which */
	const char *cause;       /* "mention", "revision", ... */
	int64_t cause_article, cause_revision, cause_mention; /* 0: none */
};

/* "c17" and the like, as a JSON string; null for 0. */
void form_id(struct json *j, char letter, int64_t id);

void form_claim(struct json *j, const struct form_claim *c);
void form_mention(struct json *j, const struct form_mention *m);
void form_relation(struct json *j, const struct form_relation *r);

/* Their members alone, for objects that have others beside them. */
void form_claim_members(struct json *j, const struct form_claim *c);
void form_mention_members(struct json *j, const struct form_mention *m);
void form_relation_members(struct json *j, const struct form_relation *r);

/*
 * A CHANGE in two halves.  The body is what the store keeps: the members
 * from "claim" on, without the outer braces.  The head is put before it when
 * it is read: it names the generation, which may have changed since.
 */
void form_body(struct json *j, const struct form_change *c);
void form_whole(struct buf *out, struct span generation, int64_t seq,
    int64_t at_ms, struct span type, struct span body);

/* A claim's text: the words of its content, parts joined by a space. */
void form_words(struct buf *out, const struct textmap *m,
    const struct range *part, uint32_t n);

#endif
