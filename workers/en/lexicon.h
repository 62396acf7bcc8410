/*
 * lexicon.h -- what this engine knows of English words: closed classes,
 * titles, abbreviations, names, and verbs with what they govern.  All of it
 * is static const sorted tables (lexicon_words.c, lexicon_names.c,
 * lexicon_verbs.c); words are looked up in lower case.
 */
#ifndef WORKERS_LEXICON_H
#define WORKERS_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/found.h"
#include "proto/span.h"

#define LEXICON_WORD_MAX 24 /* bytes; a longer word is in no table */

/* Classes of a word; it may have several. */
#define LEXICON_DET    (1u << 0)  /* a, the, some */
#define LEXICON_PRON   (1u << 1)  /* may be a subject by itself */
#define LEXICON_HE     (1u << 2)  /* he, him, his */
#define LEXICON_SHE    (1u << 3)  /* she, her */
#define LEXICON_THEY   (1u << 4)  /* they, them */
#define LEXICON_OBJ    (1u << 5)  /* me, him */
#define LEXICON_POSS   (1u << 6)  /* my, his */
#define LEXICON_PREP   (1u << 7)  /* of, in */
#define LEXICON_CONJ   (1u << 8)  /* and, or, but */
#define LEXICON_SUB    (1u << 9)  /* begins a clause: that, when, who */
#define LEXICON_WH     (1u << 10) /* who, whether, how */
#define LEXICON_AUX    (1u << 11) /* forms of be, have, do */
#define LEXICON_MODAL  (1u << 12) /* will, could */
#define LEXICON_NEG    (1u << 13) /* not, n't, never */
#define LEXICON_ADV    (1u << 14) /* also, later; and words in -ly */
#define LEXICON_CONN   (1u << 15) /* links a sentence: however, still */
#define LEXICON_TITLE  (1u << 16) /* president, mr., sen. */
#define LEXICON_FIRST  (1u << 17) /* a first name */
#define LEXICON_MALE   (1u << 18) /* name or title of a man */
#define LEXICON_FEMALE (1u << 19) /* name or title of a woman */
#define LEXICON_NUM    (1u << 20) /* number word */
#define LEXICON_DAY    (1u << 21) /* monday, mon. */
#define LEXICON_MONTH  (1u << 22) /* january, jan. */
#define LEXICON_TIME   (1u << 23) /* today, week */
#define LEXICON_ORG    (1u << 24) /* part of organisations' names */
#define LEXICON_PLACE  (1u << 25) /* a place, or part of its name */
#define LEXICON_HEDGE  (1u << 26) /* might, possibly, expected */
#define LEXICON_RISE   (1u << 27) /* rose, gain, up */
#define LEXICON_FALL   (1u << 28) /* fell, cut, down */
#define LEXICON_LIMIT  (1u << 29) /* cap, minimum */
#define LEXICON_ABBR   (1u << 30) /* its full stop belongs to it */
#define LEXICON_COMMON (1u << 31) /* capital at a sentence's start, no name */

struct lexicon_entry {
	const char *word;
	uint32_t bits;
};

/* What a reporting verb may govern. */
#define LEXICON_QUOTE (1u << 0) /* a quotation, before or after it */
#define LEXICON_THAT  (1u << 1) /* a clause with "that" */
#define LEXICON_BARE  (1u << 2) /* a clause without "that" */
#define LEXICON_TELL  (1u << 3) /* first the one who is told */
#define LEXICON_NOUN  (1u << 4) /* a phrase: "confirmed the calls" */
#define LEXICON_INF   (1u << 5) /* "to" and an infinitive */
#define LEXICON_ASKED (1u << 6) /* whether, what, how */
#define LEXICON_AS    (1u << 7) /* someone (as) something */

/* A verb by its lemma; frames 0: it reports nothing. */
struct lexicon_verb {
	const char *lemma;
	uint8_t act;    /* enum found_act */
	uint8_t frames; /* LEXICON_QUOTE, ... */
};

enum lexicon_tense {
	LEXICON_BASE, /* say */
	LEXICON_S,    /* says */
	LEXICON_PAST, /* said, either tense or participle */
	LEXICON_PART, /* written: participle only */
	LEXICON_ING,  /* saying */
	LEXICON_BOTH  /* read: base or past */
};

struct lexicon_form {
	const char *form, *lemma;
	uint8_t tense; /* enum lexicon_tense */
};

/* The lower-case word's classes; 0 when it is unknown. */
uint32_t lexicon_bits(struct span word);

/* The verb that the lower-case word is a form of, or NULL. */
const struct lexicon_verb *lexicon_verb_of(
    struct span word, enum lexicon_tense *tense);

#endif
