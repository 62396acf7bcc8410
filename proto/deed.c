/* deed.c -- who did what to whom. */
#include "deed.h"

static bool
is_claimed(const struct gist_word *w)
{
	return !(w->flags & (GIST_AROUND | GIST_TIMED | GIST_COUNTED));
}

/* Whom the word names, or stands for; false: nobody. */
static bool
name_of(const struct gist_word *w, uint32_t *name)
{
	if (w->flags & GIST_STANDS)
		*name = gist_stands_for(w);
	else
		*name = w->hash;
	return is_claimed(w) &&
	    (w->sort == GIST_NAME || w->flags & GIST_STANDS);
}

static bool
has_to(const struct gist *g, uint32_t i)
{
	for (uint32_t k = 0; k < g->n_words; k++)
		if (g->word[k].head == i && span_is(g->word[k].text, "to"))
			return true;
	return false;
}

/* The first named dependent of either word with that role; to: with "to". */
static uint8_t
named(const struct gist *g, uint32_t a, uint32_t b, uint8_t role, bool to)
{
	uint32_t name;

	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i];

		if (w->head != GIST_NONE && (w->head == a || w->head == b) &&
		    w->role == role && name_of(w, &name) &&
		    (!to || has_to(g, i)))
			return (uint8_t)i;
	}
	return GIST_NONE;
}

/* "make a call": a verb that says nothing, and what it does. */
static bool
is_light(const struct gist *g, const struct gist_word *w)
{
	return w->sort == GIST_NOUN && w->role == GIST_TARGET &&
	    w->head < g->n_words && g->word[w->head].sort == GIST_SMALL;
}

unsigned
deed_all(const struct gist *g, struct deed deed[DEEDS_MAX])
{
	unsigned n = 0;

	for (uint32_t i = 0; i < g->n_words && n < DEEDS_MAX; i++) {
		const struct gist_word *w = &g->word[i];
		bool light = is_light(g, w);
		struct deed d = { .what = (uint8_t)i };

		if (!is_claimed(w) || (w->sort != GIST_VERB && !light))
			continue;
		d.who = named(
		    g, light ? w->head : i, GIST_NONE, GIST_ACTOR, false);
		d.whom = light ? named(g, i, w->head, GIST_OTHER, true)
			       : named(g, i, GIST_NONE, GIST_TARGET, false);
		if (d.who == GIST_NONE || d.whom == GIST_NONE)
			continue;
		name_of(&g->word[d.who], &d.actor);
		name_of(&g->word[d.whom], &d.target);
		if (d.actor != d.target)
			deed[n++] = d;
	}
	return n;
}
