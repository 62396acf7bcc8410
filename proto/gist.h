/*
 * gist.h -- what one mention says, cut down to what can be held against what
 * another says: its words with what they mean and do in the sentence, its
 * quantities, its times, who speaks and in which manner.  A worker makes it
 * (workers/essence.h), kinship.h judges two of them; nothing here knows a
 * language.
 *
 * Strings are views: into what it was made of, or into the decoded bytes.
 */
#ifndef PROTO_GIST_H
#define PROTO_GIST_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "rc.h"

#define GIST_WORDS_MAX   96u /* of one mention; further ones are left out */
#define GIST_FIGURES_MAX 16u
#define GIST_TIMES_MAX   16u
#define GIST_VECTOR      16  /* bytes: 32 numbers of 4 bits (sense.h) */
#define GIST_RARE        230 /* of a word that nobody knows */
#define GIST_NONE        255 /* no such word */

enum gist_sort {
	GIST_SMALL, /* articles, prepositions, auxiliaries: form, no content */
	GIST_NOUN,
	GIST_NAME,
	GIST_VERB,
	GIST_ADJECTIVE,
	GIST_ADVERB,
	GIST_NUMBER, /* part of a quantity or time, or a number by itself */
	GIST_LABEL   /* a number that tells things apart: Ward 3, flight 882 */
};

/* What a word is to its verb, whichever voice that has. */
enum gist_role { GIST_NOROLE, GIST_ACTOR, GIST_TARGET, GIST_OTHER };

/* gist_word.flags */
#define GIST_AROUND  1u    /* of the sentence, but not of what is claimed */
#define GIST_QUOTED  2u    /* within quotation marks */
#define GIST_DENIED  4u    /* a negation hangs on it */
#define GIST_KNOWN   8u    /* it has a vector */
#define GIST_TIMED   16u   /* of an expression of time */
#define GIST_COUNTED 32u   /* of a quantity */
#define GIST_EDITED  64u   /* put in by the outlet: [the minister] */
#define GIST_DENIES  128u  /* "not", "nobody", "without" */
#define GIST_SHIFTS  256u  /* "will", "should", "may", "suspect" */
#define GIST_HOLLOW  512u  /* "number", "margin": no measure by itself */
#define GIST_STANDS  1024u /* a pronoun of which it is known for whom */

struct gist_word {
	struct span text; /* its lemma in lower case */
	uint32_t hash;    /* of text */
	uint8_t sort;     /* enum gist_sort */
	uint8_t role;     /* enum gist_role */
	uint16_t flags;
	uint8_t rare;      /* 0: the most frequent word; GIST_RARE */
	uint8_t head;      /* the word it depends on, or GIST_NONE */
	uint8_t set, pole; /* words of one set and other poles exclude each
			      other (gist_set_kind()); 0: of no set */
	uint8_t vector[GIST_VECTOR]; /* of GIST_STANDS: gist_stands_for() */
};

/* Sets are numbered by what it means that their words differ. */
#define GIST_OPPOSITE 1u   /* the one denies the other: accept, reject */
#define GIST_SCOPE    64u  /* of other people, things, places: women, men */
#define GIST_STEP     192u /* one leads to the other: arrest, charge */

/* A quantity in units that can be compared: hours, not weeks. */
struct gist_figure {
	double value, low, high; /* low = high = value when it is exact */
	struct span unit;        /* "percent", "CAD", "count", "hour", ... */
	struct span counted;     /* what is counted, singular; may be empty */
	bool is_change;          /* the size of a change */
	bool about;              /* not meant to be exact */
	int8_t way;              /* 1 rises, -1 falls, 0 */
	uint8_t word;            /* its first word, or GIST_NONE */
};

struct gist_time {
	struct span value; /* TIMEX3: "2025-06-05", "2025-W23" */
	bool weekday;      /* "Saturday": perhaps the one before or after */
	uint8_t word;
};

/* How it is said to be. */
enum gist_mood {
	GIST_IS,     /* it is or was so */
	GIST_WILL,   /* it will be so */
	GIST_OUGHT,  /* it should be so */
	GIST_ASKS,   /* a question */
	GIST_REFUSES /* nothing is said */
};

struct gist {
	struct span speaker; /* name, or words without one; p NULL: outlet */
	uint8_t mood;        /* enum gist_mood */
	bool said;           /* by somebody, not in the outlet's own voice */
	bool quoted;         /* some of it within quotation marks */
	bool denied;         /* "denied that": all of it */
	bool hedged;         /* "may", "suspects": not for certain */
	uint8_t negations;   /* in all of it */
	uint32_t n_words, n_figures, n_times;
	struct gist_word word[GIST_WORDS_MAX];
	struct gist_figure figure[GIST_FIGURES_MAX];
	struct gist_time time[GIST_TIMES_MAX];
};

/*
 * As bytes, for the way to the store and within it: a version, then the
 * fields; numbers are little-endian, strings have their length before them.
 * Words beside the claim are left out.
 */
#define GIST_VERSION   1
#define GIST_BYTES_MAX (64u << 10)
void gist_pack(const struct gist *g, struct buf *out);

/* Read what may be anything; g's views are into in.  RC_BADMSG, RC_VERSION. */
MUST_USE enum rc gist_unpack(struct span in, struct gist *g);

/* How alike two words are used, in thousandths (1000: the same one); 0 when
 * either is not known. */
int gist_near(const struct gist_word *a, const struct gist_word *b);

/* A vector opened, for who compares many: of words that are known. */
struct gist_axes {
	int8_t axis[2 * GIST_VECTOR]; /* from -8 to 7 */
	int square;                   /* the sum of their squares */
};

void gist_axes_of(const struct gist_word *w, struct gist_axes *x);
int gist_axes_near(const struct gist_axes *x, const struct gist_axes *y);

/* The hash of the name that a pronoun stands for; set it unless it is 0. */
static inline uint32_t
gist_stands_for(const struct gist_word *w)
{
	return w->vector[0] | (uint32_t)w->vector[1] << 8 |
	    (uint32_t)w->vector[2] << 16 | (uint32_t)w->vector[3] << 24;
}

static inline void
gist_stand(struct gist_word *w, uint32_t name)
{
	if (name == 0)
		return;
	w->flags |= GIST_STANDS | GIST_KNOWN;
	for (unsigned i = 0; i < 4; i++)
		w->vector[i] = (uint8_t)(name >> 8 * i);
}

/* The content of a mention, of which likeness is reckoned. */
static inline bool
gist_is_content(const struct gist_word *w)
{
	return w->sort != GIST_SMALL;
}

#endif
