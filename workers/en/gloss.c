/* gloss.c -- the look-up of words of number and time. */
#include "workers/en/gloss.h"

#include "workers/token.h"

#define SLOTS 1024u /* a power of two, more than twice the words */

/* Open addressing by the words' hashes. */
struct slots {
	uint32_t hash[SLOTS];
	uint16_t at[SLOTS]; /* 0: empty */
};

static struct slots *
make_slots(struct arena *arena)
{
	struct slots *s = arena_alloc(arena, 1, sizeof *s);

	for (size_t i = 1; i < gloss_count; i++) {
		uint32_t h = token_hash(span_of(gloss_table[i].word)), k = h;

		while (s->at[k % SLOTS] != 0)
			k++;
		s->hash[k % SLOTS] = h;
		s->at[k % SLOTS] = (uint16_t)i;
	}
	return s;
}

void
gloss_mark(struct text *t)
{
	struct slots *s = make_slots(t->arena);

	t->gloss = arena_alloc(t->arena, t->n_tokens + 1, sizeof *t->gloss);
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		const struct token *x = &t->token[i];
		uint32_t k = x->low;

		if (x->kind != TOKEN_WORD && x->kind != TOKEN_NUMBER)
			continue;
		for (; s->at[k % SLOTS] != 0; k++)
			if (s->hash[k % SLOTS] == x->low &&
			    token_is(t, i, gloss_table[s->at[k % SLOTS]].word))
				t->gloss[i] = s->at[k % SLOTS];
	}
}

const struct gloss *
gloss_look_up(struct span word)
{
	const struct gloss *row = span_find(
	    &gloss_table[1], gloss_count - 1, sizeof *row, word);

	return row != NULL ? row : &gloss_table[0];
}
