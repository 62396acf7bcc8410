/* kinning_check.c -- what makes two mentions others though words agree. */
#include <stdarg.h>
#include <stdio.h>

#include "deed.h"
#include "kinning.h"

void
kinning_say(struct kinning *k, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	if (k->why == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	if (k->why->n > 0)
		buf_puts(k->why, "; ");
	buf_puts(k->why, line);
}

static bool
claimed(const struct gist_word *w)
{
	return !(w->flags & GIST_AROUND);
}

/* Labels of g without their like. */
static const struct gist_word *
unmet_label(const struct gist *g, const uint8_t *to)
{
	for (uint32_t i = 0; i < g->n_words; i++)
		if (g->word[i].sort == GIST_LABEL && to[i] == GIST_NONE)
			return &g->word[i];
	return NULL;
}

enum kinship_relation
kinning_labels(struct kinning *k)
{
	const struct gist_word *x = unmet_label(k->a, k->align.a);
	const struct gist_word *y = unmet_label(k->b, k->align.b);

	if (x == NULL || y == NULL)
		return KINSHIP_SAME;
	kinning_say(k, "of other things: %.*s and %.*s", (int)x->text.n,
	    x->text.p, (int)y->text.n, y->text.p);
	return KINSHIP_UNRELATED;
}

static bool
is_of(const struct gist_word *w, uint8_t kind)
{
	return w->set >= kind &&
	    w->set < (kind == GIST_OPPOSITE       ? GIST_SCOPE
			     : kind == GIST_SCOPE ? GIST_STEP
						  : 256);
}

/* Is a word of that set and pole in g's claim? */
static bool
has_pole(const struct gist *g, uint8_t set, uint8_t pole)
{
	for (uint32_t i = 0; i < g->n_words; i++)
		if (g->word[i].set == set && g->word[i].pole == pole &&
		    claimed(&g->word[i]))
			return true;
	return false;
}

bool
kinning_exclude(const struct kinning *k, uint8_t kind,
    const struct gist_word **x, const struct gist_word **y)
{
	for (uint32_t i = 0; i < k->a->n_words; i++) {
		const struct gist_word *w = &k->a->word[i];

		if (!is_of(w, kind) || !claimed(w) ||
		    k->align.near_a[i] == 1000 ||
		    (k->moves && w->flags & GIST_TIMED))
			continue;
		for (uint32_t j = 0; j < k->b->n_words; j++) {
			const struct gist_word *v = &k->b->word[j];

			if (v->set != w->set || v->pole == w->pole ||
			    !claimed(v) || k->align.near_b[j] == 1000 ||
			    k->measured_a[i] != k->measured_b[j] ||
			    has_pole(k->a, v->set, v->pole) ||
			    has_pole(k->b, w->set, w->pole))
				continue;
			*x = w;
			*y = v;
			return true;
		}
	}
	return false;
}

/* ---- who did it to whom ---- */

static bool
is_thing(const struct gist_word *w)
{
	return (w->sort == GIST_NOUN || w->sort == GIST_NAME) &&
	    (w->role == GIST_ACTOR || w->role == GIST_TARGET) && claimed(w);
}

bool
kinning_reversed(struct kinning *k)
{
	for (uint32_t i = 0; i < k->a->n_words; i++) {
		const struct gist_word *w = &k->a->word[i], *v;
		uint8_t to = k->align.a[i];

		if (!is_thing(w) || w->role != GIST_ACTOR || to == GIST_NONE ||
		    k->align.near_a[i] < 1000)
			continue;
		v = &k->b->word[to];
		if (!is_thing(v) || v->role != GIST_TARGET ||
		    w->head == GIST_NONE || v->head == GIST_NONE ||
		    k->align.a[w->head] != v->head)
			continue;
		for (uint32_t j = 0; j < k->a->n_words; j++) {
			const struct gist_word *p = &k->a->word[j], *q;

			if (!is_thing(p) || p->role != GIST_TARGET ||
			    p->head != w->head || k->align.a[j] == GIST_NONE)
				continue;
			q = &k->b->word[k->align.a[j]];
			if (q->role != GIST_ACTOR || q->head != v->head)
				continue;
			kinning_say(k, "the other way round: %.*s and %.*s",
			    (int)w->text.n, w->text.p, (int)p->text.n,
			    p->text.p);
			return true;
		}
	}
	return false;
}

bool
kinning_turned(struct kinning *k)
{
	struct deed x[DEEDS_MAX], y[DEEDS_MAX];
	unsigned n = deed_all(k->a, x), m = deed_all(k->b, y);

	for (unsigned i = 0; i < n; i++)
		for (unsigned j = 0; j < m; j++) {
			const struct gist_word *v = &k->a->word[x[i].what];

			if (x[i].actor != y[j].target ||
			    x[i].target != y[j].actor ||
			    align_alike(v, &k->b->word[y[j].what]) <
				ALIGN_STEM ||
			    (v->flags ^ k->b->word[y[j].what].flags) &
				GIST_DENIED)
				continue;
			kinning_say(k,
			    "the other way round: who did it to "
			    "whom, %.*s",
			    (int)v->text.n, v->text.p);
			return true;
		}
	return false;
}

#define REACH 5 /* words from a verb in which its subject and object are */

/* Does a thing before i of a stand behind the like of i in b, or (after) one
 * behind i before it?  Returns its word, or GIST_NONE. */
static uint8_t
swapped(const struct kinning *k, uint32_t i, bool after)
{
	uint8_t verb = k->align.a[i];

	for (uint32_t d = 1; d <= REACH; d++) {
		uint32_t at = after ? i + d : i - d;
		const struct gist_word *w;
		uint8_t to;

		if (after ? at >= k->a->n_words : d > i)
			return GIST_NONE;
		w = &k->a->word[at];
		to = k->align.a[at];
		if ((w->sort != GIST_NAME && w->sort != GIST_NOUN) ||
		    w->flags & (GIST_TIMED | GIST_COUNTED | GIST_AROUND) ||
		    to == GIST_NONE || k->align.near_a[at] < 1000 ||
		    w->role == GIST_OTHER || k->b->word[to].role == GIST_OTHER)
			continue;
		if (after ? to < verb && verb - to <= REACH
			  : to > verb && to - verb <= REACH)
			return (uint8_t)at;
	}
	return GIST_NONE;
}

/* Is the verb in the passive? */
static bool
passive(const struct gist *g, uint32_t i)
{
	for (uint32_t d = 1; d <= 2 && d <= i; d++)
		if (span_is(g->word[i - d].text, "be"))
			return true;
	return false;
}

bool
kinning_swapped(struct kinning *k)
{
	for (uint32_t i = 0; i < k->a->n_words; i++) {
		uint8_t to = k->align.a[i], x, y;

		if (to == GIST_NONE || k->align.near_a[i] < 1000 ||
		    (k->a->word[i].sort != GIST_VERB &&
			k->b->word[to].sort != GIST_VERB) ||
		    k->a->word[i].flags & GIST_AROUND ||
		    passive(k->a, i) != passive(k->b, to))
			continue;
		x = swapped(k, i, false);
		y = swapped(k, i, true);
		if (x == GIST_NONE || y == GIST_NONE)
			continue;
		kinning_say(k, "the other way round: %.*s and %.*s",
		    (int)k->a->word[x].text.n, k->a->word[x].text.p,
		    (int)k->a->word[y].text.n, k->a->word[y].text.p);
		return true;
	}
	return false;
}

/* ---- another word in its place ---- */

#define ALIKE 500 /* likeness of words that may stand for each other */
#define HEAVY 70  /* weight of a word that says something */

static bool
same_words(const struct kinning *k, uint32_t i, uint32_t j)
{
	return i < k->a->n_words && j < k->b->n_words &&
	    k->a->word[i].hash == k->b->word[j].hash;
}

/* Do i of a and j of b stand at the end of the claim? */
static bool
at_end(const struct kinning *k, uint32_t i, uint32_t j)
{
	return i + 1 == k->a->n_words && j + 1 == k->b->n_words;
}

/* Do they stand between the same words, whatever article is before them? */
static bool
in_one_place(const struct kinning *k, uint32_t i, uint32_t j)
{
	bool articles = i > 0 && j > 0 &&
	    !gist_is_content(&k->a->word[i - 1]) &&
	    !gist_is_content(&k->b->word[j - 1]);

	return (same_words(k, i - 1, j - 1) ||
		   (articles && same_words(k, i - 2, j - 2))) &&
	    (same_words(k, i + 1, j + 1) || at_end(k, i, j));
}

/* A thing that the other side does not name. */
static bool
is_other(const struct gist_word *w, uint16_t near)
{
	return (w->sort == GIST_NOUN || w->sort == GIST_NAME) &&
	    (w->flags & GIST_KNOWN || w->sort == GIST_NAME) && near < ALIKE &&
	    align_weight(w) >= HEAVY && claimed(w);
}

bool
kinning_replaced(
    struct kinning *k, const struct gist_word **x, const struct gist_word **y)
{
	for (uint32_t i = 0; i < k->a->n_words; i++)
		for (uint32_t j = 0; j < k->b->n_words; j++) {
			*x = &k->a->word[i];
			*y = &k->b->word[j];
			if (is_other(*x, k->align.near_a[i]) &&
			    is_other(*y, k->align.near_b[j]) &&
			    gist_near(*x, *y) < ALIKE && in_one_place(k, i, j))
				return true;
		}
	return false;
}

/* ---- negation ---- */

#define DENIED 450 /* of both is shared when a negation counts */

/* Pairs of which only one word is denied. */
static bool
denied_apart(const struct kinning *k, const struct gist_word **w)
{
	bool apart = false;

	for (uint32_t i = 0; i < k->a->n_words; i++) {
		uint8_t to = k->align.a[i];

		if (to == GIST_NONE || !claimed(&k->a->word[i]) ||
		    !claimed(&k->b->word[to]))
			continue;
		if ((k->a->word[i].flags ^ k->b->word[to].flags) &
		    GIST_DENIED) {
			apart = !apart;
			*w = &k->a->word[i];
		}
	}
	return apart;
}

bool
kinning_denied(struct kinning *k)
{
	const struct gist_word *w = NULL, *x, *y;
	bool odd = (k->a->negations + k->b->negations) % 2 != 0;
	bool apart = denied_apart(k, &w);
	bool opposite = kinning_exclude(k, GIST_OPPOSITE, &x, &y);
	bool deny = k->a->denied != k->b->denied;

	if (opposite && !(odd ^ deny)) {
		kinning_say(k, "opposites: %.*s and %.*s", (int)x->text.n,
		    x->text.p, (int)y->text.n, y->text.p);
		return true;
	}
	if (opposite || !(odd ^ deny))
		return false;
	if (apart)
		kinning_say(k, "one denies: %.*s", (int)w->text.n, w->text.p);
	else
		kinning_say(k, "one denies what the other says");
	return apart || deny || (k->cover_a > DENIED && k->cover_b > DENIED);
}
