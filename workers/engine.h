/*
 * engine.h -- the extraction: one article in, what was found out.
 *
 * Deterministic, reentrant, without state; time and memory are linear in the
 * text's length (times a logarithm), whatever the text.
 */
#ifndef WORKERS_ENGINE_H
#define WORKERS_ENGINE_H

#include "proto/article.h"
#include "proto/found.h"

/* Raised when the same text may give something else. */
#define ENGINE_NAME "en-3"

/* A token as `extract --layers` shows it. */
struct engine_token {
	struct range at;
	struct span lemma;
	const char *upos, *deprel; /* static; NULL: another language */
	int64_t head;              /* index of a token, -1: a root */
};

struct engine_layers {
	struct range *sentences;
	struct engine_token *tokens;
	uint32_t n_sentences, n_tokens;
};

/* What is wanted besides what was found. */
#define ENGINE_LAYERS  1u
#define ENGINE_EXPLAIN 2u /* each claim's why */

/*
 * Extract from a, which passes article_check().  Of an article in a language
 * that is not there (language.h) only the layers' spans are found.  f's arrays
 * and strings (and l's, filled when layers are wanted, otherwise untouched) are
 * the arena's or views into a, and keep the limits of found.h.  RC_TOOBIG or
 * RC_REFUSED, with why, when the text is longer than ARTICLE_TEXT_MAX or not
 * UTF-8.
 */
MUST_USE enum rc engine_extract(const struct article *a, struct arena *arena,
    unsigned want, struct found *f, struct engine_layers *l, struct buf *why);

struct text;

/* Classes, lemmas, heads and relations of a text whose tokens and sentences
 * are there already. */
void engine_syntax(struct text *t);

/*
 * The stages in their order, each reading what those before it left in the
 * text (text.h) or in f: engine_extract() runs them all; `make bench` times
 * them one by one.
 */
#define ENGINE_STAGES 12
#define ENGINE_ANY    3 /* the first ones run on a text of any language */

struct engine_stage {
	const char *name;
	void (*run)(struct text *t, const struct article *a, struct found *f);
};

extern const struct engine_stage engine_stages[ENGINE_STAGES];

#endif
