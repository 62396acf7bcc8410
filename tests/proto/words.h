/* words.h -- gists made word by word, for tests of what reads them. */
#ifndef TESTS_WORDS_H
#define TESTS_WORDS_H

#include <string.h>

#include "proto/gist.h"
#include "proto/hash.h"

/* A word of content, as rare as most; its number. */
static inline uint8_t
words_add(struct gist *g, const char *text, enum gist_sort sort,
    enum gist_role role, uint8_t head)
{
	struct gist_word *w = &g->word[g->n_words];

	*w = (struct gist_word) { .text = span_of(text),
		.hash = (uint32_t)hash_fast(span_of(text)),
		.sort = (uint8_t)sort,
		.role = (uint8_t)role,
		.rare = 150,
		.head = head };
	return (uint8_t)g->n_words++;
}

/* A quantity, of one word that depends on head. */
static inline struct gist_figure *
words_figure(struct gist *g, const char *text, const char *unit,
    enum gist_role role, uint8_t head)
{
	struct gist_figure *f = &g->figure[g->n_figures++];
	uint8_t at = words_add(g, text, GIST_NUMBER, role, head);

	g->word[at].flags = GIST_COUNTED;
	*f = (struct gist_figure) { .unit = span_of(unit), .word = at };
	return f;
}

#endif
