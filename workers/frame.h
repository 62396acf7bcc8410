/*
 * frame.h -- what the features of reports ask of every token, worked out once
 * an article: its sentence and paragraph, the stretch that depends on it, what
 * kinds of dependents it has, the name it stands in.
 */
#ifndef WORKERS_FRAME_H
#define WORKERS_FRAME_H

#include "workers/text.h"

/* Kinds of dependents, as bits. */
#define FRAME_SUBJ  (1u << 0) /* nsubj, csubj */
#define FRAME_PASS  (1u << 1) /* passive subject or auxiliary */
#define FRAME_OBJ   (1u << 2)
#define FRAME_CCOMP (1u << 3)
#define FRAME_XCOMP (1u << 4)
#define FRAME_OBL   (1u << 5)
#define FRAME_PARA  (1u << 6) /* parataxis */
#define FRAME_ADVCL (1u << 7)
#define FRAME_ACL   (1u << 8)
#define FRAME_MARK  (1u << 9)
#define FRAME_CASE  (1u << 10)
#define FRAME_NMOD  (1u << 11)
#define FRAME_AUX   (1u << 12)
#define FRAME_COP   (1u << 13)
#define FRAME_CONJ  (1u << 14)
#define FRAME_DET   (1u << 15)
#define FRAME_NEG   (1u << 16) /* an adverb or particle of negation */

struct frame {
	uint32_t left, right; /* outermost words (no marks) that depend on it */
	uint32_t kids;        /* FRAME_ bits */
	uint32_t sentence;
	uint32_t para, para_end; /* tokens of its paragraph, last exclusive */
	uint32_t word;           /* words before it in the article */
	uint32_t verbs, commas, marks; /* likewise; marks: of quotation */
	uint8_t mid;                   /* its cluster, in 256 */
	uint8_t name;       /* 1 + type of the entity it stands in; 0: none */
	uint8_t cue;        /* how sure it is (one of) a cue's words: 0 to 3 */
	bool is_word;       /* counts when spans are compared: no mark */
	bool opens, closes; /* a quotation, right before or after this word */
};

/* Frames of all tokens, and one more behind the last; in t's arena. */
struct frame *frame_make(const struct text *t);

/*
 * How token x lies to token c in the tree of dependencies: a small number
 * that tells child, grandchild, parent, sibling apart, with the relations on
 * the way.
 */
uint32_t frame_path(const struct text *t, uint32_t x, uint32_t c);

/*
 * The largest phrase that begins (ends) with word i and does not hold token
 * c: the token that heads it.
 */
uint32_t frame_from(
    const struct text *t, const struct frame *f, uint32_t i, uint32_t c);
uint32_t frame_until(
    const struct text *t, const struct frame *f, uint32_t i, uint32_t c);

#endif
