/* What is read of a treebank is written and read to the same; its words are
 * the tokens of its text. */
#include "fuzz.h"
#include "proto/utf8.h"
#include "workers/conllu.h"

static void
look(const struct conllu_sentence *s)
{
	struct arena arena = { 0 };
	struct text t = conllu_text(s, &arena);

	fuzz_require(s->n_words > 0 && t.n_tokens == s->n_words);
	fuzz_require(t.length == utf8_count(t.bytes));
	for (uint32_t i = 0; i < t.n_tokens; i++) {
		fuzz_require(s->word[i].head < s->n_words);
		fuzz_require(span_eq(text_cut(&t, i, i + 1), s->word[i].form));
		fuzz_require(t.token[i].end - t.token[i].start ==
		    utf8_count(s->word[i].form));
	}
	arena_free(&arena);
}

static bool
turn(struct span in, struct buf *out)
{
	FILE *f = in.n > 0 ? fmemopen((void *)(uintptr_t)in.p, in.n, "rb")
			   : NULL;
	const struct conllu_sentence *s;
	struct buf why = { 0 };
	struct conllu c;
	enum rc rc;

	if (f == NULL)
		return false;
	conllu_open(&c, f);
	while ((rc = conllu_next(&c, &s, &why)) != RC_END) {
		if (rc != RC_OK) {
			fuzz_require(why.n > 0 && rc != RC_IO);
			continue;
		}
		look(s);
		conllu_write(s, s->word, out);
	}
	conllu_close(&c);
	buf_free(&why);
	fclose(f);
	return out->n > 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_round_trip(p, n, turn);
}
