/*
 * text.h -- the ladder of types that one article climbs.  All of it lies in
 * one arena and points only downwards; indexes, not pointers, say where.
 *
 *   struct span        bytes of the article's text, as stored
 *        |  token.c    words, numbers, marks; paragraphs
 *   struct token       bytes, code points, classes from the lexicon
 *        |  quote.c    pairs of quotation marks
 *   struct quotation   tokens from mark to mark
 *        |  sentence.c
 *   struct sentence    tokens
 *        |  tagger.c   classes of words, lemmas
 *        |  parser.c   what depends on what
 *   struct token       pos, lemma, head, rel
 *        |  namer.c, entity.c   names, who is who
 *   struct entity, struct mention
 *        |  reports.c, speaker.c, figure.c, timex.c
 *   struct attribution, struct found_figure, struct found_time
 *        |  claim.c, normal.c
 *   struct found       what leaves the engine (proto/found.h)
 *
 * A stage reads those before it and writes its own array, once.  Every one
 * takes time linear in the tokens (times a logarithm): whoever walks from a
 * token walks at most a fixed number of steps, TEXT_WALK.
 */
#ifndef WORKERS_TEXT_H
#define WORKERS_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "workers/en/lexicon.h"
#include "proto/arena.h"
#include "proto/found.h"
#include "proto/span.h"
#include "workers/en/lexicon.h"
#include "workers/language.h"
#include "workers/ud.h"

#define TEXT_WALK 300 /* tokens that any one search looks at */

/* No such token, quotation, entity. */
#define TEXT_NONE UINT32_MAX

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER, /* starts with a digit: 50, 7.1, 21st, 2025-06-05 */
	TOKEN_CLITIC, /* 's, n't, 'll after a word */
	TOKEN_QUOTE,  /* a quotation mark or what looks like one */
	TOKEN_MARK    /* any other character */
};

/* What a TOKEN_QUOTE can be. */
enum token_side { TOKEN_OPENS = 1, TOKEN_CLOSES = 2 };

struct token {
	uint32_t at, size;   /* bytes */
	uint32_t start, end; /* code points */
	uint32_t quote;      /* outermost quotation it is in, or TEXT_NONE */
	uint32_t bits;       /* LEXICON_ classes */
	const struct lexicon_verb *verb; /* NULL: not a form of a known one */
	uint32_t low;     /* hash of the word in lower case (token.h) */
	uint32_t lemma;   /* hash of its lemma, in lower case */
	uint32_t head;    /* the token it depends on; itself: a root */
	uint16_t cluster; /* words used alike (cluster.h); 0: unknown */
	uint8_t pos;      /* enum ud_pos */
	uint8_t rel;      /* enum ud_rel, to head */
	uint8_t kind;     /* enum token_kind */
	uint8_t tense;    /* enum lexicon_tense, of verb */
	char mark;        /* of MARK and QUOTE: its ASCII likeness, else 0 */
	uint8_t side;     /* of QUOTE */
	bool capital;     /* begins with an upper-case letter */
	bool caps;        /* has two or more letters, all upper-case */
	bool space;       /* white space stands before it */
	bool para;        /* first of its paragraph */
};

/* The marks of the quotation are tokens open and close; close is the last
 * token inside when it was never closed. */
struct quotation {
	uint32_t open, close;
	bool closed;
	bool carried; /* takes up the unclosed quotation before it */
	bool speech;  /* what is said rather than a title or a scare quote */
};

struct sentence {
	uint32_t first, last; /* tokens, last exclusive */
	bool joined; /* within or behind a quotation of the sentence before:
			both are one for who said what */
};

/* One occurrence of a name. */
struct mention {
	uint32_t first, last; /* tokens, last exclusive */
	uint32_t title;       /* first token of a title before it, or first */
	uint32_t entity;
	uint8_t type; /* enum found_type, as it looks here */
};

enum entity_sex { ENTITY_UNKNOWN, ENTITY_MALE, ENTITY_FEMALE };

struct entity {
	uint32_t best; /* the mention with the fullest name */
	uint32_t n_mentions;
	uint32_t role; /* the mention with the longest title, or TEXT_NONE */
	uint32_t last; /* its latest mention so far, while being built */
	uint32_t as, as_end; /* its fullest description; equal: none */
	uint8_t type;        /* enum found_type */
	uint8_t sex;         /* enum entity_sex */
};

/* Who said what, in tokens. */
struct attribution {
	uint32_t source, source_end; /* equal: none */
	uint32_t cue, cue_end;       /* equal: none */
	struct piece {
		uint32_t first, last; /* last exclusive */
	} * piece;
	uint32_t n_pieces;
	uint32_t speaker; /* entity, or TEXT_NONE */
	uint32_t *also;   /* entities that speak jointly with it */
	uint32_t n_also;
	uint32_t like; /* earlier attribution whose unnamed source it is */
	uint32_t as, as_end; /* words for a source that is but "who" */
	uint32_t by;         /* what told the speaker, by how; or TEXT_NONE */
	uint8_t how;         /* enum speaker_how */
	const char *rule;    /* static */
	double confidence;
};

struct text {
	struct span bytes;
	uint32_t length;                 /* code points */
	const struct language *language; /* NULL before token.c: English */
	struct arena *arena;
	struct token *token;
	struct quotation *quotation;
	struct sentence *sentence;
	struct mention *mention;
	struct entity *entity;
	struct attribution *attribution;
	uint16_t *gloss; /* of tokens, by gloss_mark() (en/gloss.h) */
	uint32_t n_tokens, n_quotations, n_sentences, n_mentions, n_entities;
	uint32_t n_attributions, cap_attributions;
	bool explain; /* claims shall say why (why.h) */
};

/* The words of tokens first to last (exclusive), as they stand. */
static inline struct span
text_cut(const struct text *t, uint32_t first, uint32_t last)
{
	const struct token *a = &t->token[first], *b = &t->token[last - 1];

	return (struct span) { t->bytes.p + a->at, b->at + b->size - a->at };
}

/* Likewise, in code points. */
static inline struct range
text_range(const struct text *t, uint32_t first, uint32_t last)
{
	return (struct range) { t->token[first].start, t->token[last - 1].end };
}

#endif
