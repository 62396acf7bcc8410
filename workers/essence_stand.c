/* essence_stand.c -- whom "I", "me", "he" and "her" of a claim stand for. */
#include "essence.h"

#include "proto/hash.h"
#include "workers/entity.h"
#include "workers/token.h"

#define BACK 16 /* names before a pronoun that are looked at */

struct pronoun {
	const char *word;
	bool first; /* of whoever speaks */
	uint8_t sex;
};

static const struct pronoun *
pronoun_of(struct span low)
{
	static const struct pronoun all[] = {
		{ "i", true, ENTITY_UNKNOWN },
		{ "me", true, ENTITY_UNKNOWN },
		{ "he", false, ENTITY_MALE },
		{ "him", false, ENTITY_MALE },
		{ "she", false, ENTITY_FEMALE },
		{ "her", false, ENTITY_FEMALE },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (span_is(low, all[i].word))
			return &all[i];
	return NULL;
}

/* The hash that the last word of a name has as a word of a gist. */
static uint32_t
last_hash(const struct text *t, struct span name)
{
	size_t at = name.n;
	char *low;

	while (at > 0 && name.p[at - 1] != ' ')
		at--;
	low = arena_strdup(
	    t->arena, (struct span) { name.p + at, name.n - at });
	for (size_t i = 0; i < name.n - at; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] |= 0x20;
	return (uint32_t)hash_fast((struct span) { low, name.n - at });
}

/* One person's name: "unnamed: " and joint speakers are none. */
static bool
is_name(const struct found_claim *c)
{
	return c->speaker.n > 0 && c->speaker_type == FOUND_PERSON &&
	    memchr(c->speaker.p, ';', c->speaker.n) == NULL &&
	    memchr(c->speaker.p, ':', c->speaker.n) == NULL;
}

/* Who was named last before token i, of that sex, but whoever speaks; 0:
 * nobody. */
static uint32_t
last_named(const struct text *t, uint32_t i, uint8_t sex, uint32_t but)
{
	uint32_t m = entity_mention_from(t, i);

	for (int n = 0; n < BACK && m-- > 0; n++) {
		uint32_t e = t->mention[m].entity, hash;

		if (t->entity[e].type != FOUND_PERSON ||
		    (t->entity[e].sex != ENTITY_UNKNOWN &&
			t->entity[e].sex != sex))
			continue;
		hash = last_hash(t, entity_name(t, e));
		if (hash != but)
			return hash;
	}
	return 0;
}

uint32_t
essence_stands_for(
    const struct text *t, const struct found_claim *c, uint32_t i)
{
	const struct pronoun *p;
	char low[LEXICON_WORD_MAX];
	bool quoted = t->token[i].quote != TEXT_NONE;
	uint32_t speaker;

	if (c == NULL || t->token[i].pos != UD_PRON ||
	    (p = pronoun_of(token_lower(t, i, low))) == NULL)
		return 0;
	speaker = is_name(c) ? last_hash(t, c->speaker) : 0;
	/* Of others he says "he"; an outlet says it of him. */
	if (p->first || !quoted)
		return p->first == quoted ? speaker : 0;
	return last_named(t, i, p->sex, speaker);
}
