/* english.c -- the table of English. */
#include "workers/en/english.h"

#include "workers/en/abbr.h"
#include "workers/en/morpheme.h"
#include "workers/en/starter.h"

static const char *const tags[] = { "en", "eng", "english", NULL };

const struct language english_language = { .tag = tags,
	.whole = true,
	.clitic = morpheme_clitic,
	.negation = morpheme_negation,
	.fused = morpheme_fused,
	.within = starter_within,
	.prefix = morpheme_prefix,
	.unit = morpheme_unit,
	.abbr = abbr_bits,
	.credit = starter_credit,
	.bits = lexicon_bits,
	.verb = lexicon_verb_of };
