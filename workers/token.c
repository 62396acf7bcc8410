/*
 * token.c -- what the lexicon knows of the lexer's tokens, and their hashes.
 */
#include "token.h"

#include "proto/hash.h"
#include "workers/glyph.h"
#include "workers/lexer.h"

/* What the lexicon says of a word, by its hash. */
struct memo {
	uint64_t hash;
	uint32_t token; /* that has it, + 1; 0: empty */
};

#define MEMO_LEN 2048u /* a power of two */

static void
look_up(const struct language *l, struct token *k, struct span word)
{
	enum lexicon_tense tense = LEXICON_BASE;

	k->bits = l->bits(word);
	if (k->kind == TOKEN_WORD) {
		k->verb = l->verb(word, &tense);
		k->tense = (uint8_t)tense;
	}
}

/* The hash that features of models and clusters know a word by. */
static uint64_t
hash_of(const struct text *t, const struct token *k, struct span lower)
{
	if (lower.n == 0)
		lower = (struct span) { t->bytes.p + k->at, k->size };
	return hash_fast(lower);
}

/* Look every word up, most of them once: half of an article's words are
 * repeats. */
static void
classify(struct text *t)
{
	struct memo *memo = arena_alloc(t->arena, MEMO_LEN, sizeof *memo);

	for (uint32_t i = 0; i < t->n_tokens; i++) {
		struct token *k = &t->token[i];
		char low[LEXICON_WORD_MAX];
		struct memo *m;
		struct span w;
		uint64_t hash;

		w = token_lower(t, i, low);
		hash = hash_of(t, k, w);
		k->low = k->lemma = (uint32_t)hash; /* as token_hash() */
		k->head = i;
		k->rel = UD_ROOT;
		if (k->kind != TOKEN_WORD && k->kind != TOKEN_CLITIC)
			continue;
		hash += k->kind;
		m = &memo[hash & (MEMO_LEN - 1)];
		if (m->token != 0 && m->hash == hash) {
			const struct token *same = &t->token[m->token - 1];

			k->bits = same->bits;
			k->verb = same->verb;
			k->tense = same->tense;
			continue;
		}
		look_up(t->language, k, w);
		*m = (struct memo) { hash, i + 1 };
	}
}

void
token_split(struct text *t)
{
	if (t->language == NULL)
		t->language = language_of((struct span) { NULL, 0 });
	lexer_run(t);
	classify(t);
}

void
token_given(struct text *t, const struct span *form, uint32_t n)
{
	if (t->language == NULL)
		t->language = language_of((struct span) { NULL, 0 });
	lexer_given(t, form, n);
	classify(t);
}

struct span
token_lower(const struct text *t, uint32_t i, char out[LEXICON_WORD_MAX])
{
	const struct token *k = &t->token[i];
	struct span s = { t->bytes.p + k->at, k->size };

	return (struct span) { out, glyph_lower(s, out, LEXICON_WORD_MAX) };
}

uint32_t
token_hash(struct span word)
{
	return (uint32_t)hash_fast(word);
}

bool
token_spells(const struct text *t, uint32_t i, const char *word)
{
	const struct token *k = &t->token[i];
	size_t n = strlen(word);

	return k->size == n && strncasecmp(t->bytes.p + k->at, word, n) == 0;
}

bool
token_among(const struct text *t, uint32_t i, const char *const *words)
{
	for (; *words != NULL; words++)
		if (token_is(t, i, *words))
			return true;
	return false;
}

uint32_t
token_from_byte(const struct text *t, size_t at)
{
	uint32_t lo = 0, hi = t->n_tokens;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->token[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t
token_behind(const struct text *t, uint32_t at)
{
	uint32_t lo = 0, hi = t->n_tokens;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->token[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
