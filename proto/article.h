/*
 * article.h -- one article, as accepted by the producer, and its encoding:
 * the blob that lies in the spool, travels in JOB and RESULT and is never
 * altered on the way (the MAC covers it).
 *
 * On the wire (proto/PROTOCOL.md, "ART"):
 *   [ "ART", 1, id, url, guid, outlet, source, title, byline, published,
 *     updated, lang, text ]          each str, or nil where absent
 *   and, where there are any, categories: one more str
 */
#ifndef PROTO_ARTICLE_H
#define PROTO_ARTICLE_H

#include "buf.h"
#include "hash.h"
#include "mp.h"
#include "rc.h"

#define ARTICLE_VERSION  1
#define ARTICLE_TEXT_MAX (8u << 20)  /* bytes (contract, section 2) */
#define ARTICLE_META_MAX (16u << 10) /* bytes of any other field */
/* Names in a list that are looked at, since each is held against those before
 * it; more are left out. */
#define ARTICLE_NAMES_MAX 1000u

/* It owns nothing; an absent field has p == NULL.  All are valid UTF-8
 * without NUL. */
struct article {
	struct span id; /* the outlet's own identifier */
	struct span url;
	struct span guid;   /* as in RSS and Atom */
	struct span outlet; /* who publishes */
	struct span source; /* who is credited (an agency) */
	struct span title;
	struct span byline;
	struct span published; /* RFC 3339 or a date, as it came */
	struct span updated;
	struct span lang; /* BCP 47 */
	struct span text; /* never absent; code points as decoded */
	/* What its outlet filed it under: names, a line end between them */
	struct span categories;
};

/*
 * Is a acceptable: within limits, UTF-8, no NUL, text more than blanks?  On
 * RC_TOOBIG or RC_REFUSED *why is a sentence (static) saying what is wrong
 * and what to do.
 */
MUST_USE enum rc article_check(const struct article *a, const char **why);

/*
 * Append name to *list, which is or becomes categories: its control characters
 * as blanks, none around it.  What is blank, there already or too much for
 * ARTICLE_META_MAX is left out.
 */
void article_file_under(struct buf *list, struct span name);

/* The next of the names in *list, which is then what is behind it; n 0: there
 * is none. */
struct span article_category(struct span *list);

/* Append a, encoded, to out.  a must pass article_check(). */
void article_encode(const struct article *a, struct buf *out);

/*
 * Decode the blob in: anything at all.  *a's views point into in; mp_close(d)
 * is the caller's on success.  RC_BADMSG, RC_VERSION, RC_TOOBIG or RC_REFUSED
 * otherwise.
 */
MUST_USE enum rc article_decode(
    struct span in, struct mp_doc *d, struct article *a);

/*
 * The identity of its story, in the contract's order: outlet + id, outlet +
 * guid, canonical url, else the hash of its text.  The canonical url has a
 * lower-case scheme and host and neither fragment, default port nor
 * tracking parameters (utm_*, fbclid, gclid).
 */
struct hash_id article_story(const struct article *a);

/* The identity of its text, which tells a repeat from a revision. */
struct hash_id article_content(const struct article *a);

/*
 * What users call it: its id where it has one, else 32 hexadecimal digits
 * of its story.  hex is used for the latter.
 */
struct span article_name(const struct article *a, char hex[HASH_HEX_MAX]);

/* The same of an ART blob, for logs: cut to fit, "?" when it is none. */
#define ARTICLE_LABEL_MAX 81 /* NUL included */
const char *article_label(struct span blob, char out[ARTICLE_LABEL_MAX]);

#endif
