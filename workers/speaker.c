/* speaker.c -- who a source is; nearest first, subjects before others. */
#include "speaker.h"

#include "entity.h"
#include "proto/buf.h"
#include "token.h"

#define LOOK_BACK 40 /* mentions */

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static bool
is_person(const struct text *t, uint32_t e)
{
	return t->entity[e].type == FOUND_PERSON;
}

/* Does something else than the mention head the phrase ending at last? */
static bool
is_modifier(const struct text *t, const struct mention *m, uint32_t last)
{
	const struct token *k = &t->token[m->last];

	if (m->last >= last)
		return false;
	if (k->kind == TOKEN_CLITIC)
		return true;
	return k->kind == TOKEN_WORD &&
	    !(k->bits &
		(LEXICON_PREP | LEXICON_CONJ | LEXICON_SUB | LEXICON_ADV)) &&
	    !is_person(t, m->entity);
}

/* Is it governed by a preposition: "head of the Association"? */
static bool
is_governed(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = m->title;

	while (i > first && has(t, i - 1, LEXICON_DET))
		i--;
	return i > first && has(t, i - 1, LEXICON_PREP);
}

static bool
after_and(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = m->title;

	while (i > first && has(t, i - 1, LEXICON_DET))
		i--;
	return i > first && token_is(t, i - 1, "and");
}

/* Whoever is named in the source itself. */
static void
by_name(const struct text *t, struct attribution *a)
{
	uint32_t i = entity_mention_from(t, a->source);

	for (; i < t->n_mentions && t->mention[i].last <= a->source_end; i++) {
		const struct mention *m = &t->mention[i];

		if (is_modifier(t, m, a->source_end) ||
		    is_governed(t, m, a->source))
			continue;
		if (a->speaker == TEXT_NONE) {
			a->speaker = m->entity;
		} else if (m->entity != a->speaker &&
		    t->entity[m->entity].type == t->entity[a->speaker].type &&
		    after_and(t, m, a->source)) {
			a->also = m->entity;
			return;
		} else if (!is_person(t, a->speaker) &&
		    is_person(t, m->entity)) {
			a->speaker = m->entity;
		}
	}
}

static bool
fits_pronoun(const struct text *t, uint32_t e, uint32_t bits)
{
	if (!is_person(t, e))
		return false;
	if (bits & LEXICON_HE)
		return t->entity[e].sex != ENTITY_FEMALE;
	return t->entity[e].sex != ENTITY_MALE;
}

/* Does the mention look like its clause's subject? */
static bool
is_subject(const struct text *t, const struct mention *m)
{
	if (t->token[m->first].quote != TEXT_NONE)
		return false;
	if (m->last < t->n_tokens && t->token[m->last].kind == TOKEN_CLITIC)
		return false;
	if (t->token[m->title].para || m->title == 0)
		return true;
	return !has(t, m->title - 1, LEXICON_PREP) &&
	    t->token[m->title - 1].verb == NULL;
}

/* He or she: the latest subject since the last attribution, else who spoke
 * then, else whoever was named before. */
static uint32_t
by_pronoun(const struct text *t, uint32_t at, uint32_t bits, uint32_t n)
{
	const struct attribution *p = n > 0 ? &t->attribution[n - 1] : NULL;
	uint32_t i = entity_mention_from(t, at), found = TEXT_NONE;
	uint32_t since = p != NULL ? p->cue : 0;

	for (unsigned k = 0; k < LOOK_BACK && i-- > 0; k++) {
		const struct mention *m = &t->mention[i];

		if (m->first < since && p != NULL && p->speaker != TEXT_NONE &&
		    fits_pronoun(t, p->speaker, bits))
			return p->speaker;
		if (!fits_pronoun(t, m->entity, bits))
			continue;
		if (is_subject(t, m))
			return m->entity;
		if (found == TEXT_NONE && t->token[m->first].quote == TEXT_NONE)
			found = m->entity;
	}
	return found;
}

static bool
same_word(const struct text *t, uint32_t i, uint32_t j)
{
	const struct token *a = &t->token[i], *b = &t->token[j];

	return a->size == b->size &&
	    strncasecmp(t->bytes.p + a->at, t->bytes.p + b->at, a->size) == 0;
}

/* "the prime minister", "the association": whom the last word describes. */
static uint32_t
by_description(const struct text *t, uint32_t first, uint32_t last)
{
	uint32_t i = entity_mention_from(t, first);

	if (!token_is(t, first, "the") || last - first < 2)
		return TEXT_NONE;
	for (unsigned k = 0; k < LOOK_BACK && i-- > 0; k++) {
		const struct mention *m = &t->mention[i];
		uint32_t role = t->entity[m->entity].role;

		if (role != TEXT_NONE) {
			const struct mention *r = &t->mention[role];

			if (same_word(t, r->first - 1, last - 1))
				return m->entity;
		}
		if (t->entity[m->entity].type == FOUND_ORG &&
		    last - first == 2 && same_word(t, m->last - 1, last - 1))
			return m->entity;
	}
	return TEXT_NONE;
}

void
speaker_resolve(const struct text *t, uint32_t n, struct attribution *a)
{
	uint32_t bits = 0;

	a->speaker = a->also = a->like = TEXT_NONE;
	if (a->source == a->source_end)
		return;
	if (a->source_end - a->source == 1)
		bits = t->token[a->source].bits;
	if (bits & (LEXICON_HE | LEXICON_SHE)) {
		a->speaker = by_pronoun(t, a->source, bits, n);
		return;
	}
	by_name(t, a);
	if (a->speaker == TEXT_NONE)
		a->speaker = by_description(t, a->source, a->source_end);
	if (a->speaker == TEXT_NONE && n > 0 && (bits & LEXICON_PRON)) {
		const struct attribution *p = &t->attribution[n - 1];

		a->like = p->like != TEXT_NONE ? p->like : n - 1;
		if (t->attribution[a->like].speaker != TEXT_NONE)
			a->like = TEXT_NONE;
	}
}

/* Words with single spaces for whatever white space stands between. */
static void
append_words(struct buf *b, struct span s)
{
	bool space = false;

	for (size_t i = 0; i < s.n && b->n < FOUND_STRING_MAX - 8; i++) {
		if ((unsigned char)s.p[i] <= ' ') {
			space = true;
			continue;
		}
		if (space && b->n > 0)
			buf_append(b, " ", 1);
		space = false;
		buf_append(b, &s.p[i], 1);
	}
}

/* Cut at a code point so that the limit holds; into the arena. */
static struct span
keep(const struct text *t, struct buf *b)
{
	size_t n = b->n;
	struct span s;

	if (n >= FOUND_STRING_MAX - 8)
		while (n > 0 && (b->p[--n] & 0xc0) == 0x80)
			;
	s.p = arena_strdup(t->arena, (struct span) { b->p, n });
	s.n = n;
	buf_free(b);
	return s;
}

static struct span
unnamed(const struct text *t, const struct attribution *a)
{
	struct buf b = { 0 };
	uint32_t first = a->source;

	if (a->like != TEXT_NONE) {
		const struct attribution *p = &t->attribution[a->like];

		if (p->source < p->source_end)
			a = p, first = p->source;
	}
	if (first + 1 < a->source_end && has(t, first, LEXICON_DET) &&
	    (token_is(t, first, "a") || token_is(t, first, "an") ||
		token_is(t, first, "the")))
		first++;
	buf_puts(&b, "unnamed: ");
	append_words(&b, text_cut(t, first, a->source_end));
	return keep(t, &b);
}

struct span
speaker_name(const struct text *t, const struct attribution *a,
    enum found_type *type, struct span *role)
{
	struct buf b = { 0 };

	*type = FOUND_NOTYPE;
	*role = (struct span) { NULL, 0 };
	if (a->speaker == TEXT_NONE) {
		if (a->source == a->source_end && a->like == TEXT_NONE)
			return (struct span) { NULL, 0 };
		return unnamed(t, a);
	}
	*type = t->entity[a->speaker].type;
	append_words(&b, entity_name(t, a->speaker));
	if (a->also != TEXT_NONE) {
		buf_puts(&b, "; ");
		append_words(&b, entity_name(t, a->also));
	}
	*role = entity_role(t, a->speaker);
	if (role->n > FOUND_STRING_MAX)
		*role = (struct span) { NULL, 0 };
	return keep(t, &b);
}
