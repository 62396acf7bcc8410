/* lexicon.c -- looking words up: binary search, and English inflection. */
#include "workers/en/lexicon.h"

#include "workers/en/lexicon_names.h"
#include "workers/en/lexicon_verbs.h"
#include "workers/en/lexicon_words.h"

static uint32_t
bits_in(const struct lexicon_entry *e, size_t n, struct span word)
{
	const struct lexicon_entry *row = span_find(e, n, sizeof *e, word);

	return row != NULL ? row->bits : 0;
}

static bool
ends(struct span s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n > n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

uint32_t
lexicon_bits(struct span word)
{
	const struct lexicon_entry *e;
	uint32_t bits;
	size_t n;

	if (word.n == 0 || word.n > LEXICON_WORD_MAX)
		return 0;
	e = lexicon_words_table(&n);
	bits = bits_in(e, n, word);
	if (bits != 0)
		return bits;
	e = lexicon_names_table(&n);
	bits = bits_in(e, n, word);
	if (bits == 0 && word.n > 4 && ends(word, "ly"))
		bits = LEXICON_ADV;
	return bits;
}

static const struct lexicon_verb *
by_lemma(struct span word)
{
	size_t n;
	const struct lexicon_verb *v = lexicon_verbs_table(&n);

	return span_find(v, n, sizeof *v, word);
}

static const struct lexicon_form *
by_form(struct span word)
{
	size_t n;
	const struct lexicon_form *f = lexicon_verbs_forms(&n);

	return span_find(f, n, sizeof *f, word);
}

/* word without its last cut bytes and with tail added. */
static const struct lexicon_verb *
stem(struct span word, size_t cut, const char *tail)
{
	char w[LEXICON_WORD_MAX + 2];
	size_t n = word.n - cut, t = strlen(tail);

	memcpy(w, word.p, n);
	memcpy(w + n, tail, t);
	return by_lemma((struct span) { w, n + t });
}

/* The verb of a form in -ed or -ing, whose suffix is cut bytes long. */
static const struct lexicon_verb *
undo(struct span word, size_t cut)
{
	const struct lexicon_verb *v;
	size_t n = word.n - cut; /* of what stands before the suffix */

	if (n < 2)
		return NULL;
	if ((v = stem(word, cut, "e")) != NULL ||
	    (v = stem(word, cut, "")) != NULL)
		return v;
	if (word.p[n - 1] == 'i')
		return stem(word, cut + 1, "y");
	if (n > 2 && word.p[n - 1] == word.p[n - 2])
		return stem(word, cut + 1, "");
	return NULL;
}

static const struct lexicon_verb *
third_person(struct span word)
{
	const struct lexicon_verb *v = stem(word, 1, "");

	if (v == NULL && ends(word, "ies"))
		v = stem(word, 3, "y");
	if (v == NULL && ends(word, "es"))
		v = stem(word, 2, "");
	return v;
}

const struct lexicon_verb *
lexicon_verb_of(struct span word, enum lexicon_tense *tense)
{
	const struct lexicon_form *f;
	const struct lexicon_verb *v;

	if (word.n < 2 || word.n > LEXICON_WORD_MAX)
		return NULL;
	if ((f = by_form(word)) != NULL) {
		*tense = f->tense;
		return by_lemma(span_of(f->lemma));
	}
	*tense = LEXICON_BASE;
	if ((v = by_lemma(word)) != NULL)
		return v;
	if (ends(word, "ed")) {
		*tense = LEXICON_PAST;
		return undo(word, 2);
	}
	if (ends(word, "ing")) {
		*tense = LEXICON_ING;
		return undo(word, 3);
	}
	*tense = LEXICON_S;
	return ends(word, "s") ? third_person(word) : NULL;
}
