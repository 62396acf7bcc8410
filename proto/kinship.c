/* kinship.c -- do two mentions say the same? */
#include "kinship.h"

#include <math.h>

#include "kinning.h"

#define FULFILLED  14  /* days between a promise and its being kept, at least */
#define MOOD       500 /* of either is shared when its manner counts */
#define VERBATIM   800 /* the score of what is hardly told in other words */
#define REPLACED   600 /* of both is shared when another thing counts */
#define LEAST      500
#define LEAST_ONE  250 /* of one speaker, told within NEAR days */
#define NEAR       7
#define SAME_WORDS 950 /* the score of the same quotation */

static const char *const names[] = { "same", "revised", "disputed", "refines",
	"not_comparable", "unrelated" };

const char *
kinship_text(enum kinship_relation r)
{
	return names[r];
}

bool
kinship_day(struct span published, int64_t *day)
{
	return kinning_day(published, day);
}

/* ---- the score ---- */

static int
least(int x, int y)
{
	return x < y ? x : y;
}

static int
most(int x, int y)
{
	return x > y ? x : y;
}

/* The heaviest word without its like. */
static int
missing(const struct gist *g, const uint16_t *near)
{
	int worst = 0;

	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i];
		int m = (int)align_weight(w) * (1000 - near[i]) / GIST_RARE;

		if (!(w->flags & GIST_AROUND))
			worst = most(worst, m);
	}
	return worst;
}

static int
unmet_numbers(const struct gist *g, const uint16_t *near)
{
	int n = 0;

	for (uint32_t i = 0; i < g->n_words; i++)
		n += g->word[i].sort == GIST_NUMBER && near[i] < 1000 &&
		    !(g->word[i].flags & GIST_TIMED);
	return 1000 * least(n, 3) / 3;
}

/* All words, and those that are the same in the other. */
static int
shared(const struct gist *g, const uint16_t *near)
{
	int n = 0;

	for (uint32_t i = 0; i < g->n_words; i++)
		n += near[i] == 1000;
	return n;
}

/* Content words without their like. */
static int
unmet_words(const struct gist *g, const uint16_t *near)
{
	int n = 0;

	for (uint32_t i = 0; i < g->n_words; i++)
		n += align_weight(&g->word[i]) > 0 && near[i] == 0;
	return n;
}

static void
features_of(const struct kinning *k, int f[KINSHIP_FEATURES])
{
	const struct gist *a = k->a, *b = k->b;
	const struct align *l = &k->align;
	int na = (int)a->n_words, nb = (int)b->n_words;
	int both = most(most(na, nb), 1);
	int ua = unmet_words(a, l->near_a), ub = unmet_words(b, l->near_b);

	f[0] = least(k->cover_a, k->cover_b);
	f[1] = least(align_cover(a, l->near_a, true, true),
	    align_cover(b, l->near_b, true, true));
	f[2] = least(align_cover(a, l->near_a, false, true),
	    align_cover(b, l->near_b, false, true));
	f[3] = 1000 * shared(a, l->near_a) / both;
	f[4] = 1000 * least(most(ua, ub), 10) / 10;
	f[5] = 1000 * least(least(ua, ub), 5) / 5;
	f[6] = least(missing(a, l->near_a), missing(b, l->near_b));
	f[7] = most(unmet_numbers(a, l->near_a), unmet_numbers(b, l->near_b));
	f[8] = 1000 * least(na, nb) / both;
	f[9] = 1000;
}

static void
open_pair(struct kinning *k, const struct gist *a, const struct gist *b)
{
	*k = (struct kinning) { .a = a, .b = b };
	align_words(a, b, &k->align);
	k->cover_a = align_cover(a, k->align.near_a, false, false);
	k->cover_b = align_cover(b, k->align.near_b, false, false);
}

void
kinship_features(
    const struct gist *a, const struct gist *b, int feature[KINSHIP_FEATURES])
{
	struct kinning k;

	open_pair(&k, a, b);
	features_of(&k, feature);
}

static int
score_of(const struct kinning *k)
{
	int f[KINSHIP_FEATURES];
	int64_t sum = 0;

	features_of(k, f);
	for (unsigned i = 0; i < KINSHIP_FEATURES; i++)
		sum += (int64_t)kinship_weight[i] * f[i];
	return (int)lround(1000 / (1 + exp(-(double)sum / 1e6)));
}

/* ---- the judgement ---- */

/* Said to be so, and said that it should be so, are two things. */
static enum kinship_relation
by_mood(struct kinning *k, enum kinning_voice voice)
{
	static const char *const mood[] = { "is so", "will be so",
		"should be so", "is asked", "is not told" };
	uint8_t x = k->a->mood, y = k->b->mood;

	if (x == y)
		return KINSHIP_SAME;
	if (x <= GIST_WILL && y <= GIST_WILL) {
		bool kept = x == GIST_WILL ? k->later >= FULFILLED
					   : -k->later >= FULFILLED;

		if (!kept || voice == KINNING_OTHERS)
			return KINSHIP_SAME;
		kinning_say(k, "what was to come has come");
		return KINSHIP_REVISED;
	}
	if (k->cover_a < MOOD && k->cover_b < MOOD)
		return KINSHIP_SAME;
	kinning_say(
	    k, "one says that it %s, the other that it %s", mood[x], mood[y]);
	return voice == KINNING_OTHERS ? KINSHIP_UNRELATED
				       : KINSHIP_NOT_COMPARABLE;
}

/* Do both tell quantities? */
static bool
quantified(const struct kinning *k)
{
	return k->a->n_figures > 0 && k->b->n_figures > 0;
}

/* Other people, places, things. */
static enum kinship_relation
by_scope(struct kinning *k)
{
	const struct gist_word *x, *y;

	if (!kinning_exclude(k, GIST_SCOPE, &x, &y) &&
	    !(k->cover_a >= REPLACED && k->cover_b >= REPLACED &&
		kinning_replaced(k, &x, &y)))
		return KINSHIP_SAME;
	kinning_say(k, "of other things: %.*s and %.*s", (int)x->text.n,
	    x->text.p, (int)y->text.n, y->text.p);
	return quantified(k) ? KINSHIP_NOT_COMPARABLE : KINSHIP_UNRELATED;
}

/* Is it told of "him", "them", "me": of whoever speaks? */
static bool
of_speaker(const struct gist *g)
{
	static const char *const all[] = { "i", "we", "he", "she", "they",
		"you", NULL };
	bool is = false;

	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i];

		if (w->role != GIST_ACTOR || w->flags & GIST_AROUND)
			continue;
		if (w->sort != GIST_SMALL)
			return false;
		for (const char *const *p = all; *p != NULL; p++)
			is |= span_is(w->text, *p);
	}
	return is;
}

static bool
of_speakers(const struct kinning *k)
{
	return of_speaker(k->a) || of_speaker(k->b);
}

/* What holds though words agree; KINSHIP_SAME: nothing was found. */
static enum kinship_relation
check(struct kinning *k, enum kinning_voice voice, int score)
{
	enum kinship_relation r;

	k->ground = KINSHIP_SCOPE;
	k->about = least(k->cover_a, k->cover_b);
	if (kinning_times_differ(k))
		return quantified(k) ? KINSHIP_NOT_COMPARABLE
				     : KINSHIP_UNRELATED;
	if (kinning_turned(k)) {
		k->ground = KINSHIP_ORDER;
		k->about = 1000;
		return KINSHIP_DISPUTED;
	}
	if (kinning_reversed(k) || kinning_swapped(k)) {
		k->ground = KINSHIP_ORDER;
		return KINSHIP_DISPUTED;
	}
	if (quantified(k) && (r = by_scope(k)) != KINSHIP_SAME)
		return r;
	if (kinning_denied(k)) {
		k->ground = KINSHIP_DENIAL;
		k->about = (voice != KINNING_ONE && of_speakers(k)) ||
			(k->a->denied == k->b->denied && k->a->negations > 0 &&
			    k->b->negations > 0)
		    ? 0
		    : least(align_cover(k->a, k->align.near_a, true, false),
			  align_cover(k->b, k->align.near_b, true, false));
		return KINSHIP_DISPUTED;
	}
	if (voice == KINNING_OTHERS ||
	    (voice == KINNING_VAGUE && score < VERBATIM && !k->bare)) {
		kinning_say(k, "two speakers");
		return KINSHIP_UNRELATED;
	}
	if ((r = by_scope(k)) != KINSHIP_SAME || k->bare ||
	    (r = by_mood(k, voice)) != KINSHIP_SAME)
		return r;
	if (k->a->hedged != k->b->hedged) {
		kinning_say(k, "one is less certain");
		k->ground = KINSHIP_DOUBT;
		return KINSHIP_REFINES;
	}
	return KINSHIP_SAME;
}

#define BESIDE  (GIST_AROUND | GIST_TIMED | GIST_COUNTED)
#define LIKENED 600 /* likeness of words, at least, that say the same */

/* Is there an adjective or adverb without its like, to a word that has it, or
 * a noun without it that a word which has it stands before, as in "their
 * economy", which are not they? */
static bool
narrows(const struct gist *g, const uint16_t *near)
{
	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i];
		bool lacks = near[i] < LIKENED;

		if (w->flags & BESIDE || w->head == GIST_NONE ||
		    !gist_is_content(w) || lacks == (near[w->head] < LIKENED))
			continue;
		if (lacks ? w->sort == GIST_ADJECTIVE || w->sort == GIST_ADVERB
			  : i < w->head && g->word[w->head].sort == GIST_NOUN &&
			    !(g->word[w->head].flags & BESIDE))
			return true;
	}
	return false;
}

/* Does the other side do the like to the same thing by a verb of no content:
 * "hold talks", "have talks"? */
static bool
is_light(const struct gist *g, uint32_t verb, const uint8_t *to,
    const struct gist *other)
{
	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i], *v;

		if (w->head != verb || w->role != GIST_TARGET ||
		    to[i] == GIST_NONE)
			continue;
		v = &other->word[to[i]];
		if (v->head != GIST_NONE &&
		    !gist_is_content(&other->word[v->head]))
			return true;
	}
	return false;
}

/* Is there a verb without its like? */
static bool
adds(const struct gist *g, const uint16_t *near, const uint8_t *to,
    const struct gist *other)
{
	for (uint32_t i = 0; i < g->n_words; i++)
		if (g->word[i].sort == GIST_VERB && near[i] == 0 &&
		    !(g->word[i].flags & BESIDE) && !is_light(g, i, to, other))
			return true;
	return false;
}

struct kinship
kinship_judge(
    const struct kinship_side *a, const struct kinship_side *b, struct buf *why)
{
	enum kinning_voice voice;
	struct kinning k;
	struct kinship out = { .relation = KINSHIP_SAME };
	bool near = false;

	open_pair(&k, a->gist, b->gist);
	k.why = why;
	k.bare = a->bare && b->bare;
	if (a->day != KINSHIP_NO_DAY && b->day != KINSHIP_NO_DAY) {
		k.later = b->day - a->day;
		near = k.later >= -NEAR && k.later <= NEAR;
	}
	voice = kinning_voices(a->gist->speaker, b->gist->speaker);
	out.score = score_of(&k);
	out.whole = most(k.cover_a, k.cover_b);
	out.narrows = narrows(k.a, k.align.near_a) ||
	    narrows(k.b, k.align.near_b);
	out.adds = adds(k.a, k.align.near_a, k.align.a, k.b) ||
	    adds(k.b, k.align.near_b, k.align.b, k.a) ||
	    (k.a->n_times > 0) != (k.b->n_times > 0);
	out.one = voice == KINNING_ONE || (!a->gist->said && !b->gist->said);
	if ((out.relation = kinning_labels(&k)) == KINSHIP_SAME)
		out.relation = kinning_figures(&k, voice);
	if (out.relation == KINSHIP_SAME && voice != KINNING_OTHERS &&
	    kinning_same_quote(&k)) {
		out.score = most(out.score, SAME_WORDS);
		out.quoted = true;
		return out;
	}
	if (out.relation == KINSHIP_SAME)
		out.relation = check(&k, voice, out.score);
	if (out.relation == KINSHIP_SAME &&
	    out.score < (voice == KINNING_ONE && near ? LEAST_ONE : LEAST)) {
		kinning_say(&k, "too little in common");
		out.relation = KINSHIP_UNRELATED;
	} else if (out.relation == KINSHIP_SAME) {
		kinning_say(&k, "the same in substance");
	}
	if (out.relation != KINSHIP_SAME)
		out.score = least(out.score, LEAST - 1);
	else
		out.score = most(out.score, LEAST);
	out.ground = k.ground;
	out.about = k.about;
	return out;
}
