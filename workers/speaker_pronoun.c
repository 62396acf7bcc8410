/* speaker_pronoun.c -- candidates and their scores. */
#include "workers/speaker_pronoun.h"

#include "workers/en/noun.h"
#include "workers/entity.h"
#include "workers/speaker.h"
#include "workers/token.h"

#define MENTIONS_BACK 40
#define SOURCES_BACK  6

/* The weights.  Nearness counts most and falls with every sentence; being
 * the subject outweighs one sentence, as news goes on about its subject; who
 * spoke last outweighs a subject that only acts. */
#define NEAR       30  /* the same sentence */
#define FARTHER    7   /* less for every sentence between */
#define SUBJECT    12  /* subject of its clause */
#define SPOKE_LAST 16  /* source of the attribution before */
#define SPOKE      6   /* of one of those before it */
#define SAME_PARA  6   /* its paragraph is the pronoun's */
#define SEX_KNOWN  10  /* and agrees */
#define OFTEN      1   /* for each mention so far, up to eight */
#define POSSESSIVE -8  /* "Lee's plan" */
#define GOVERNED   -5  /* "with Lee" */
#define IN_QUOTE   -24 /* spoken of by somebody */
#define IN_CONTENT -14 /* spoken of in what the pronoun says */
#define NO_PERSON  -6  /* a name of which nothing is known */
#define UNNAMED    -4  /* a source without a name */
#define ALONE      -20 /* one, whom "they" may yet stand for */
#define ENOUGH     1

struct search {
	const struct text *t;
	uint32_t n; /* attribution at hand */
	uint32_t at, bits, sentence;
	int best;
	struct speaker_pronoun found;
};

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

uint32_t
speaker_pronoun_sentence(const struct text *t, uint32_t i)
{
	uint32_t lo = 0, hi = t->n_sentences;

	while (lo + 1 < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->sentence[mid].first <= i)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* Back over titles, determiners and adjectives to what stands before. */
static uint32_t
phrase_first(const struct text *t, const struct mention *m)
{
	uint32_t i = m->title;

	while (i > 0 && m->title - i < 6 && !t->token[i].para &&
	    (has(t, i - 1, LEXICON_DET | LEXICON_POSS | LEXICON_TITLE) ||
		noun_of(t, i - 1) & NOUN_PERSON))
		i--;
	return i;
}

bool
speaker_pronoun_subject(const struct text *t, const struct mention *m)
{
	uint32_t i = phrase_first(t, m);

	if (m->last < t->n_tokens && t->token[m->last].kind == TOKEN_CLITIC &&
	    !has(t, m->last, LEXICON_MODAL | LEXICON_NEG) &&
	    !t->token[m->last].para)
		return false;
	for (uint32_t k = m->title; k < m->last; k++) {
		uint8_t rel = t->token[k].rel;

		if (t->token[k].head == k)
			continue;
		if (rel == UD_NSUBJ || rel == UD_NSUBJ_PASS)
			return true;
		if (rel == UD_OBJ || rel == UD_OBL || rel == UD_NMOD ||
		    rel == UD_NMOD_POSS)
			return false;
	}
	if (i == 0 || t->token[i].para)
		return true;
	return !has(t, i - 1, LEXICON_PREP) && t->token[i - 1].verb == NULL &&
	    t->token[i - 1].kind != TOKEN_CLITIC;
}

static bool
is_governed(const struct text *t, const struct mention *m)
{
	uint32_t i = phrase_first(t, m);

	return i > 0 && !t->token[i].para && has(t, i - 1, LEXICON_PREP);
}

/* "Democrats": several, by a name that is no person's. */
static bool
is_several(const struct text *t, uint32_t e)
{
	const struct mention *m = &t->mention[t->entity[e].best];
	const struct token *k = &t->token[m->last - 1];

	return t->entity[e].type != FOUND_PERSON && m->last - m->first == 1 &&
	    !k->caps && k->size > 4 && t->bytes.p[k->at + k->size - 1] == 's';
}

/* Of the entity: agreement, or INT32_MIN when it cannot be. */
static int
agreement(const struct text *t, uint32_t e, uint32_t bits)
{
	const struct entity *x = &t->entity[e];

	if (is_several(t, e))
		return bits & NOUN_THEY ? SEX_KNOWN : INT32_MIN;
	if (bits & NOUN_IT)
		return x->type == FOUND_ORG  ? 0
		    : x->type == FOUND_PLACE ? -10
		    : x->type == FOUND_OTHER ? -4
					     : INT32_MIN;
	if (bits & NOUN_THEY)
		return x->type == FOUND_ORG  ? -6
		    : x->type == FOUND_PLACE ? -20
					     : INT32_MIN;
	if (x->type != FOUND_PERSON && x->type != FOUND_OTHER)
		return INT32_MIN;
	if ((x->sex == ENTITY_FEMALE && !(bits & NOUN_SHE)) ||
	    (x->sex == ENTITY_MALE && !(bits & NOUN_HE)))
		return INT32_MIN;
	return (x->sex != ENTITY_UNKNOWN ? SEX_KNOWN : 0) +
	    (x->type == FOUND_OTHER ? NO_PERSON : 0);
}

/* By where it stands: distance, paragraph, quotation, the speech at hand. */
static int
place(const struct search *s, uint32_t i)
{
	const struct text *t = s->t;
	const struct attribution *a = &t->attribution[s->n];
	uint32_t sentence = speaker_pronoun_sentence(t, i);
	int score = NEAR - FARTHER * (int)(s->sentence - sentence);
	bool same = true;

	for (uint32_t k = sentence + 1; same && k <= s->sentence; k++)
		same = !t->token[t->sentence[k].first].para && k - sentence < 6;
	if (same)
		score += SAME_PARA;
	if (t->token[i].quote != TEXT_NONE)
		score += IN_QUOTE;
	for (uint32_t k = 0; k < a->n_pieces && k < 4; k++)
		if (i >= a->piece[k].first && i < a->piece[k].last)
			return score + IN_CONTENT;
	return score;
}

/* How lately the entity spoke. */
static int
spoke(const struct search *s, uint32_t e)
{
	for (uint32_t k = 1; k <= SOURCES_BACK && k <= s->n; k++) {
		const struct attribution *p = &s->t->attribution[s->n - k];

		if (p->speaker == e)
			return k == 1 ? SPOKE_LAST : SPOKE;
	}
	return 0;
}

static void
try_mention(struct search *s, uint32_t k)
{
	const struct text *t = s->t;
	const struct mention *m = &t->mention[k];
	int fit = agreement(t, m->entity, s->bits), score;
	uint32_t n = t->entity[m->entity].n_mentions;

	if (fit == INT32_MIN)
		return;
	score = fit + place(s, m->first) + spoke(s, m->entity) +
	    OFTEN * (int)(n < 8 ? n : 8);
	if (speaker_pronoun_subject(t, m))
		score += SUBJECT;
	else if (m->last < t->n_tokens &&
	    t->token[m->last].kind == TOKEN_CLITIC)
		score += POSSESSIVE;
	else if (is_governed(t, m))
		score += GOVERNED;
	if (score > s->best) {
		s->best = score;
		s->found = (struct speaker_pronoun) { k, TEXT_NONE, score };
	}
}

/* Does the source without a name, headed by token h, agree? */
static int
source_agreement(const struct search *s, const struct attribution *p)
{
	const struct text *t = s->t;
	uint32_t h = noun_head(
	    t, p->source, noun_core(t, p->source, p->source_end));
	uint32_t noun = noun_of(t, h), pro = noun_pronoun(t, h);
	bool several = (noun & NOUN_PLURAL) != 0 || (pro & NOUN_THEY) ||
	    has(t, p->source, LEXICON_NUM) || (pro & NOUN_ANY);

	if (p->how == SPEAKER_CALLED)
		return s->bits & (NOUN_HE | NOUN_SHE) ? NO_PERSON : INT32_MIN;
	if (noun == 0 && pro == 0)
		several = t->token[h].size > 3 &&
		    t->bytes.p[t->token[h].at + t->token[h].size - 1] == 's';
	if (s->bits & NOUN_THEY)
		return several ? SEX_KNOWN : ALONE;
	if (several)
		return INT32_MIN;
	if (s->bits & NOUN_IT)
		return noun & (NOUN_GROUP | NOUN_PAPER) ? 4 : INT32_MIN;
	if (pro & (NOUN_HE | NOUN_SHE))
		return (pro & s->bits) ? SEX_KNOWN : INT32_MIN;
	if ((noun & NOUN_FEMALE && !(s->bits & NOUN_SHE)) ||
	    (noun & NOUN_MALE && !(s->bits & NOUN_HE)))
		return INT32_MIN;
	return noun & NOUN_PERSON ? 0 : INT32_MIN;
}

/* Joint speakers for "they"; sources without a name for all. */
static void
try_source(struct search *s, uint32_t k)
{
	const struct attribution *p = &s->t->attribution[k];
	int score, fit = INT32_MIN;

	if (p->source == p->source_end || p->source >= s->at)
		return;
	if (p->speaker != TEXT_NONE)
		fit = p->n_also > 0 && s->bits & NOUN_THEY ? 2 * SEX_KNOWN
							   : INT32_MIN;
	else
		fit = source_agreement(s, p) == INT32_MIN
		    ? INT32_MIN
		    : source_agreement(s, p) + UNNAMED;
	if (fit == INT32_MIN)
		return;
	score = fit + place(s, p->source) + SUBJECT +
	    (k + 1 == s->n ? SPOKE_LAST : SPOKE);
	if (score > s->best) {
		s->best = score;
		s->found = (struct speaker_pronoun) { TEXT_NONE,
			p->like != TEXT_NONE ? p->like : k, score };
	}
}

struct speaker_pronoun
speaker_pronoun_of(const struct text *t, uint32_t n, uint32_t p, uint32_t bits)
{
	struct search s = { .t = t,
		.n = n,
		.at = p,
		.bits = bits,
		.sentence = speaker_pronoun_sentence(t, p),
		.best = ENOUGH - 1,
		.found = { TEXT_NONE, TEXT_NONE, 0 } };
	uint32_t i = entity_mention_from(t, p);

	for (unsigned k = 0; k < MENTIONS_BACK && i-- > 0; k++)
		try_mention(&s, i);
	for (uint32_t k = 1; k <= SOURCES_BACK && k <= n; k++)
		try_source(&s, n - k);
	return s.found;
}
