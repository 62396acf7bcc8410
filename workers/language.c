/* language.c -- the languages that are there. */
#include "language.h"

#include <strings.h>

#include "workers/en/english.h"

static const struct language *const known[] = { &english_language };

#define KNOWN (sizeof known / sizeof known[0])

/* ---- of no language ---- */

static size_t
no_cut(struct span s)
{
	(void)s;
	return 0;
}

static bool
no_word(struct span word)
{
	(void)word;
	return false;
}

static uint32_t
no_bits(struct span word)
{
	(void)word;
	return 0;
}

static const struct lexicon_verb *
no_verb(struct span word, enum lexicon_tense *tense)
{
	(void)word;
	(void)tense;
	return NULL;
}

static const char *const no_tag[] = { NULL };

static const struct language unknown = { .tag = no_tag,
	.clitic = no_cut,
	.negation = no_cut,
	.fused = no_cut,
	.within = no_cut,
	.prefix = no_word,
	.unit = no_word,
	.abbr = no_bits,
	.credit = no_word,
	.bits = no_bits,
	.verb = no_verb };

const struct language *
language_of(struct span tag)
{
	size_t n = 0;

	if (tag.n == 0)
		return &english_language;
	while (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_')
		n++;
	for (size_t i = 0; i < KNOWN; i++)
		for (const char *const *t = known[i]->tag; *t != NULL; t++)
			if (strlen(*t) == n && strncasecmp(*t, tag.p, n) == 0)
				return known[i];
	return &unknown;
}
