/*
 * speaker.h -- from the words of a source to whoever speaks: by name, by
 * pronoun ("she added"), by description ("the prime minister", "the
 * association"), together with others ("A and B", "both"), or as somebody
 * without a name, who may be spoken of again ("the official added").
 *
 * Sources are resolved in the order of the text, each looking back over a
 * bounded number of names and of earlier sources.  Names and descriptions
 * follow the sieves of Raghunathan et al. (A Multi-Pass Sieve for Coreference
 * Resolution, EMNLP 2010), surest first; pronouns are scored
 * (speaker_pronoun.h).
 */
#ifndef WORKERS_SPEAKER_H
#define WORKERS_SPEAKER_H

#include "workers/en/describe.h"
#include "workers/text.h"

/* How a speaker was found; attribution.by is the word, the attribution or the
 * description that told it. */
enum speaker_how {
	SPEAKER_NONE,      /* there is no source */
	SPEAKER_NAMED,     /* by: the mention */
	SPEAKER_CALLED,    /* a name that stands for nobody named elsewhere */
	SPEAKER_PRONOUN,   /* by: the mention it stands for, or TEXT_NONE */
	SPEAKER_DESCRIBED, /* by: the mention that was described so */
	SPEAKER_KIND,      /* by: the mention whose kind of thing it names */
	SPEAKER_BOTH,      /* the last two that were named */
	SPEAKER_WHO,       /* of the relative clause's noun */
	SPEAKER_SELF,      /* "I" within what somebody says; by: attribution */
	SPEAKER_GOES_ON,   /* who spoke before; by: attribution */
	SPEAKER_UNNAMED    /* a new one without a name */
};

/* Set speaker, also, like, how, by of all attributions. */
void speaker_find(struct text *t);

/*
 * The name as the contract wants it, in the arena: the fullest one; joint
 * ones joined by "; "; "unnamed: " and the source's words; p NULL when there
 * is no source at all.  *type is set along, *role too (p NULL: none): the
 * fullest description that the article gives.
 */
struct span speaker_name(const struct text *t, const struct attribution *a,
    enum found_type *type, struct span *role);

#endif
