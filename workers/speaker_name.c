/* speaker_name.c -- what a speaker is called. */
#include "proto/buf.h"
#include "workers/en/noun.h"
#include "workers/entity.h"
#include "workers/speaker.h"
#include "workers/token.h"

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
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
	uint32_t first, last;

	if (a->like != TEXT_NONE) {
		const struct attribution *p = &t->attribution[a->like];

		if (p->source < p->source_end)
			a = p;
	}
	first = a->as < a->as_end ? a->as : a->source;
	last = a->as < a->as_end ? a->as_end : a->source_end;
	if (first >= last)
		return (struct span) { NULL, 0 };
	last = noun_core(t, first, last);
	if (first + 1 < last && has(t, first, LEXICON_DET) &&
	    (token_is(t, first, "a") || token_is(t, first, "an") ||
		token_is(t, first, "the")))
		first++;

	if (a->how != SPEAKER_CALLED)
		buf_puts(&b, "unnamed: ");
	append_words(&b, text_cut(t, first, last));
	return keep(t, &b);
}

static struct span
role_of(const struct text *t, uint32_t e)
{
	const struct entity *x = &t->entity[e];
	struct span s = { NULL, 0 };

	if (x->as < x->as_end)
		s = text_cut(t, x->as, x->as_end);
	return s.n <= FOUND_STRING_MAX ? s : (struct span) { NULL, 0 };
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
	for (uint32_t i = 0; i < a->n_also; i++) {
		buf_puts(&b, "; ");
		append_words(&b, entity_name(t, a->also[i]));
	}
	*role = role_of(t, a->speaker);
	return keep(t, &b);
}
