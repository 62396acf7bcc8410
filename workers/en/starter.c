/* starter.c -- a word that is a function word, or one that begins reports. */
#include "workers/en/starter.h"

#include "workers/en/lexicon.h"
#include "workers/glyph.h"

#define LINE_MIN 2 /* letters before the capital */
#define NAME_MIN 4 /* likewise, when the first of them is one, too */

#define FUNCTION                                                    \
	(LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONN | \
	    LEXICON_CONJ | LEXICON_SUB | LEXICON_WH | LEXICON_POSS)
#define NAMES (LEXICON_FIRST | LEXICON_ORG | LEXICON_PLACE | LEXICON_TITLE)

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Could the word begin a line?  After what may be a name ("LinkedIn") only a
 * longer function word does. */
static bool
begins(struct span word, bool after_name)
{
	char low[LEXICON_WORD_MAX];
	struct span w = { low, glyph_lower(word, low, sizeof low) };
	enum lexicon_tense tense;
	uint32_t bits = lexicon_bits(w);

	if (w.n == 0 || (bits & NAMES))
		return false;
	if (after_name)
		return w.n > 2 && (bits & FUNCTION) && !(bits & LEXICON_PREP);
	return (bits & (FUNCTION | LEXICON_COMMON)) ||
	    (lexicon_verb_of(w, &tense) != NULL && tense == LEXICON_ING);
}

size_t
starter_within(struct span word)
{
	size_t at = word.n;

	while (at > 0 && is_lower(word.p[at - 1]))
		at--;
	if (at == word.n || at == 0 || !is_upper(word.p[at - 1]))
		return 0;
	at--;
	if (at < (is_upper(word.p[0]) ? NAME_MIN : LINE_MIN))
		return 0;
	for (size_t i = 1; i < at; i++)
		if (!is_lower(word.p[i]))
			return 0;
	return begins((struct span) { word.p + at, word.n - at },
		   is_upper(word.p[0]))
	    ? at
	    : 0;
}

bool
starter_credit(struct span word)
{
	static const char *const words[] = { "Credit", "Graphic",
		"Illustration", "Image", "Images", "Photo", "Photograph",
		"Photographer", "Photos", "Picture", "Pictures", "Source",
		"Sources", "Video" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (span_is(word, words[i]))
			return true;
	return false;
}
