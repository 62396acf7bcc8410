/*
 * conllu.h -- treebanks: sentences with given words, their lemmas, classes
 * and heads, read one at a time and written again.
 *
 * Format: CoNLL-U, https://universaldependencies.org/format.html.  Of the ten
 * columns ID, FORM, LEMMA, UPOS, HEAD, DEPREL are read, and SpaceAfter in
 * MISC.  Ranges (1-2) and empty nodes (1.1) are no words: they are kept for
 * writing, the latter without what would hang on other words.
 */
#ifndef WORKERS_CONLLU_H
#define WORKERS_CONLLU_H

#include <stdio.h>

#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/rc.h"
#include "workers/sentence.h"
#include "workers/text.h"

#define CONLLU_LINE_MAX  65536u       /* bytes */
#define CONLLU_LINES_MAX 5000u        /* of a sentence, comments and all */
#define CONLLU_WORDS_MAX SENTENCE_MAX /* of a sentence */

struct conllu_word {
	struct span form, lemma; /* lemma "_": none is given */
	uint32_t head;           /* index of a word; itself: root, or "_" */
	uint8_t pos;             /* enum ud_pos */
	uint8_t rel;             /* enum ud_rel */
	bool space;              /* white space stands after it */
};

/* A line of the file, in its order. */
struct conllu_line {
	struct span bytes; /* as it stands; of a range or an empty node the
			      first two columns */
	uint32_t word;     /* index of the word, or TEXT_NONE */
	bool comment;
};

/* Owned by the reader; good until its next conllu_next(). */
struct conllu_sentence {
	struct conllu_word *word;
	struct conllu_line *line;
	uint32_t n_words, n_lines;
};

struct conllu {
	FILE *in;     /* borrowed */
	size_t line;  /* number of the line read last */
	size_t until; /* within a range: the number of its last word */
	bool tight;   /* SpaceAfter=No of that range */
	struct buf text;
	struct arena arena;
	struct conllu_sentence s;
};

/* Free with conllu_close(), which leaves in open. */
void conllu_open(struct conllu *c, FILE *in);
void conllu_close(struct conllu *c);

/*
 * The next sentence with at least one word.  RC_BADMSG or RC_TOOBIG: one is
 * passed over, why (cleared first) says the line and the reason, and the next
 * call goes on behind it; RC_IO; RC_END.
 */
MUST_USE enum rc conllu_next(
    struct conllu *c, const struct conllu_sentence **s, struct buf *why);

/* Append the sentence's lines and an empty one, the words' as word says;
 * what is not read is "_". */
void conllu_write(const struct conllu_sentence *s,
    const struct conllu_word *word, struct buf *out);

/*
 * The sentence as a text of the arena's: its words joined to bytes, a token
 * each, as token_split() would fill it, and one sentence.
 */
struct text conllu_text(const struct conllu_sentence *s, struct arena *arena);

#endif
