/* extract_conllu.c -- treebanks in, the same words with the engine's syntax
 * out: so that the engine can be scored on words that are given. */
#include "conllu.h"
#include "engine.h"
#include "extract.h"
#include "tagger.h"

/* Put into word what the engine says of the sentence's words. */
static void
predict(const struct conllu_sentence *s, struct arena *arena,
    struct conllu_word *word)
{
	struct text t = conllu_text(s, arena);

	engine_syntax(&t);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct token *k = &t.token[i];
		char small[LEMMA_MAX];
		struct span lemma = tagger_lemma(&t, i, i == 0, small);

		word[i] = (struct conllu_word) { .form = s->word[i].form,
			.lemma = { arena_strdup(arena, lemma), lemma.n },
			.head = k->head,
			.pos = k->pos,
			.rel = k->rel,
			.space = s->word[i].space };
	}
}

bool
extract_conllu(FILE *in, const char *file, bool *refused)
{
	const struct conllu_sentence *s;
	struct conllu_word *word;
	struct arena arena = { 0 };
	struct buf out = { 0 }, why = { 0 };
	struct conllu c;
	enum rc rc;

	conllu_open(&c, in);
	while ((rc = conllu_next(&c, &s, &why)) != RC_END && rc != RC_IO) {
		if (rc != RC_OK) {
			fprintf(stderr, "claimwire extract: %s: %s\n", file,
			    buf_cstr(&why));
			*refused = true;
			continue;
		}
		arena_reset(&arena);
		word = arena_alloc(&arena, s->n_words, sizeof *word);
		predict(s, &arena, word);
		buf_clear(&out);
		conllu_write(s, word, &out);
		fwrite(out.p, 1, out.n, stdout);
	}
	conllu_close(&c);
	arena_free(&arena);
	buf_free(&out);
	buf_free(&why);
	return rc == RC_END;
}
