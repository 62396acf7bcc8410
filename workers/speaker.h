/*
 * speaker.h -- from the words of a source to the entity that speaks: by name,
 * by pronoun ("she added"), by description ("the prime minister", "the
 * association").
 */
#ifndef WORKERS_SPEAKER_H
#define WORKERS_SPEAKER_H

#include "text.h"

/*
 * Set a->speaker, a->also and a->like from a->source, looking back over the
 * article; earlier attributions are t->attribution[0 .. n).  All TEXT_NONE
 * when nobody known is meant.
 */
void speaker_resolve(const struct text *t, uint32_t n, struct attribution *a);

/*
 * The name as the contract wants it, in the arena: the fullest one; joint
 * ones joined by "; "; "unnamed: " and the source's words; p NULL when there
 * is no source at all.  *type is set along, *role too (p NULL: none).
 */
struct span speaker_name(const struct text *t, const struct attribution *a,
    enum found_type *type, struct span *role);

#endif
