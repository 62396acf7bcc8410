/* speaker.c -- who a source is: name, pronoun, description, or nobody known. */
#include "workers/speaker.h"

#include "workers/en/noun.h"
#include "workers/en/phrase.h"
#include "workers/entity.h"
#include "workers/speaker_noun.h"
#include "workers/speaker_pronoun.h"
#include "workers/token.h"

#define JOINT_MAX     8  /* speakers of one attribution */
#define TITLE_MAX     6  /* tokens of an office before a name */
#define PHRASE_MAX    12 /* tokens of a noun phrase before "who" */
#define MENTIONS_BACK 60
#define SELF_REACH    10 /* attributions around one nested in them */

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

/* ---- by name ------------------------------------------------------------ */

/* "Lee adviser", "the Lee campaign", "Lee's": something else is meant. */
static bool
is_modifier(const struct text *t, const struct mention *m, uint32_t last)
{
	const struct token *k = &t->token[m->last];

	if (m->last >= last)
		return false;
	/* "Lee's" alone is Lee: "Lee's promise" */
	if (k->kind == TOKEN_CLITIC)
		return m->last + 1 < last &&
		    !has(t, m->last, LEXICON_MODAL | LEXICON_NEG);
	if (k->kind != TOKEN_WORD || k->para)
		return false;
	if (noun_of(t, m->last) != 0 || (!k->capital && k->pos == UD_NOUN))
		return true;
	return !(k->bits &
		   (LEXICON_PREP | LEXICON_CONJ | LEXICON_SUB | LEXICON_ADV |
		       LEXICON_OBJ)) &&
	    !is_person(t, m->entity);
}

/* The token before the mention with its title and determiners. */
static uint32_t
outside(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = m->title;

	while (i > first && m->title - i < 6 &&
	    (has(t, i - 1, LEXICON_DET | LEXICON_POSS) ||
		(noun_of(t, i - 1) & NOUN_PERSON)))
		i--;
	return i;
}

/* "head of the Association", "spokesman for Mayor Lee" */
static bool
is_governed(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = outside(t, m, first);

	/* what looks like a title may begin with "spokesman for" */
	for (uint32_t k = m->title; k < m->first; k++)
		if (has(t, k, LEXICON_PREP) && !token_is(t, k, "of"))
			return true;
	return i > first && has(t, i - 1, LEXICON_PREP);
}

static bool
joins(const struct text *t, const struct mention *m, uint32_t first)
{
	uint32_t i = outside(t, m, first);

	/* "and her finance minister, Carl Ek" */
	if (i > first + 2 && t->token[i - 1].mark == ',' &&
	    noun_of(t, i - 2) & NOUN_PERSON)
		for (unsigned n = 0; n < TITLE_MAX && i > first + 1; n++)
			if (token_is(t, --i - 1, "and") ||
			    has(t, i - 1, LEXICON_PREP))
				break;
	return i > first &&
	    (token_is(t, i - 1, "and") || t->token[i - 1].mark == '&' ||
		token_is(t, i - 1, "or"));
}

/* Nothing but a comma stands between the names. */
static bool
listed(const struct text *t, const struct mention *a, const struct mention *b)
{
	return b->title == a->last + 1 && t->token[a->last].mark == ',';
}

void
speaker_join(const struct text *t, struct attribution *a, uint32_t e)
{
	if (e == a->speaker || a->n_also >= JOINT_MAX)
		return;
	for (uint32_t i = 0; i < a->n_also; i++)
		if (a->also[i] == e)
			return;
	if (a->also == NULL)
		a->also = arena_alloc(t->arena, JOINT_MAX, sizeof *a->also);
	a->also[a->n_also++] = e;
}

/* Persons speak with persons, offices with offices. */
static bool
alike(const struct text *t, uint32_t a, uint32_t b)
{
	return is_person(t, a) == is_person(t, b) ||
	    t->entity[a].type == FOUND_OTHER ||
	    t->entity[b].type == FOUND_OTHER;
}

/* The mentions in the source that may speak; at most JOINT_MAX. */
static uint32_t
named(const struct text *t, const struct attribution *a, uint32_t last,
    uint32_t out[JOINT_MAX])
{
	uint32_t i = entity_mention_from(t, a->source), n = 0;

	if (i > 0 && t->mention[i - 1].last > a->source)
		i--;
	for (; i < t->n_mentions && t->mention[i].first < last && n < JOINT_MAX;
	     i++) {
		const struct mention *m = &t->mention[i];

		if (!is_modifier(t, m, last) && !is_governed(t, m, a->source))
			out[n++] = i;
	}
	return n;
}

static void
set_named(struct attribution *a, const struct mention *m, uint32_t i)
{
	a->speaker = m->entity;
	a->how = SPEAKER_NAMED;
	a->by = i;
}

/* Whoever is named in the source itself; a person before an office. */
static void
by_name(const struct text *t, struct attribution *a, uint32_t last)
{
	uint32_t who[JOINT_MAX], n = named(t, a, last, who);
	bool list = n > 1 && joins(t, &t->mention[who[n - 1]], a->source);

	for (uint32_t i = 0; i < n; i++) {
		const struct mention *m = &t->mention[who[i]];

		if (a->speaker == TEXT_NONE) {
			set_named(a, m, who[i]);
			continue;
		}
		if (alike(t, a->speaker, m->entity) &&
		    (joins(t, m, a->source) ||
			(list && listed(t, &t->mention[who[i - 1]], m))))
			speaker_join(t, a, m->entity);
		else if (!is_person(t, a->speaker) && is_person(t, m->entity) &&
		    a->n_also == 0)
			set_named(a, m, who[i]);
	}
}

/* "Ek" where only "Carl Ek" was seen to be a name: by its last word; else a
 * name by itself, when all of it is written as one. */
static void
by_spelling(
    const struct speaker_resolver *r, struct attribution *a, uint32_t last)
{
	const struct text *t = r->t;
	uint32_t i = entity_mention_from(t, a->source);
	const struct token *k = &t->token[last - 1];

	uint32_t first = a->source +
	    (last > a->source + 1 && token_is(t, a->source, "the"));

	for (uint32_t w = first; w < last; w++)
		if (t->token[w].kind != TOKEN_CLITIC &&
		    (!t->token[w].capital || has(t, w, LEXICON_DET) ||
			(last == first + 1 &&
			    (noun_of(t, w) != 0 ||
				t->token[w].pos != UD_PROPN))))
			return;
	for (unsigned n = 0; n < MENTIONS_BACK && i-- > 0; n++) {
		const struct mention *m = &t->mention[i];

		if (t->token[m->last - 1].low == k->low &&
		    is_person(t, m->entity)) {
			set_named(a, m, i);
			return;
		}
	}
	a->how = SPEAKER_CALLED;
	for (uint32_t n = 1; n <= MENTIONS_BACK && n <= r->n; n++) {
		const struct attribution *p = &t->attribution[r->n - n];

		if (p->how == SPEAKER_CALLED && p->like == TEXT_NONE &&
		    t->token[noun_core(t, p->source, p->source_end) - 1].low ==
			k->low) {
			a->like = r->n - n;
			return;
		}
	}
}

/* ---- by pronoun --------------------------------------------------------- */

void
speaker_copy(const struct text *t, struct attribution *a, uint32_t k)
{
	const struct attribution *p = &t->attribution[k];

	a->speaker = p->speaker;
	a->also = p->also;
	a->n_also = p->n_also;
	a->like = TEXT_NONE;
	if (p->speaker == TEXT_NONE) /* one without a source is like nobody */
		a->like = p->like != TEXT_NONE || p->source == p->source_end
		    ? p->like
		    : k;
}

/* "I" and "we" within quotation marks are whoever is quoted. */
static bool
by_self(const struct speaker_resolver *r, struct attribution *a)
{
	const struct text *t = r->t;
	uint32_t k = r->n > SELF_REACH ? r->n - SELF_REACH : 0;

	for (; k < t->n_attributions && k < r->n + SELF_REACH; k++) {
		const struct attribution *p = &t->attribution[k];

		for (uint32_t i = 0;
		     p->how != SPEAKER_NONE && p != a && i < p->n_pieces; i++)
			if (p->piece[i].first <= a->source &&
			    p->piece[i].last > a->source) {
				speaker_copy(t, a, k);
				a->how = SPEAKER_SELF;
				a->by = k;
				return true;
			}
	}
	return false;
}

static void
by_pronoun(struct speaker_resolver *r, struct attribution *a, uint32_t bits)
{
	struct text *t = r->t;
	struct speaker_pronoun p = speaker_pronoun_of(t, r->n, a->source, bits);

	a->how = SPEAKER_PRONOUN;
	if (p.mention != TEXT_NONE) {
		struct entity *e;

		a->speaker = t->mention[p.mention].entity;
		a->by = p.mention;
		/* From here on it is known: a later "he" is somebody else. */
		e = &t->entity[a->speaker];
		if (bits & (NOUN_HE | NOUN_SHE) && e->sex == ENTITY_UNKNOWN)
			e->sex = bits & NOUN_HE ? ENTITY_MALE : ENTITY_FEMALE;
	} else if (p.like != TEXT_NONE) {
		speaker_copy(t, a, p.like);
		a->how = SPEAKER_GOES_ON;
		a->by = p.like;
	} else {
		a->how = SPEAKER_UNNAMED;
	}
}

/* ---- the sieves --------------------------------------------------------- */

static void resolve(struct speaker_resolver *r, struct attribution *a);

/* The noun phrase that ends before token end: back to its determiner, over
 * "of" and what stands before. */
static uint32_t
phrase_before(const struct text *t, uint32_t end)
{
	uint32_t i = end;

	while (i > 0 && end - i < PHRASE_MAX && !t->token[i].para) {
		const struct token *k = &t->token[i - 1];

		if ((k->kind == TOKEN_MARK && k->mark != '-') ||
		    k->kind == TOKEN_QUOTE || k->pos == UD_VERB ||
		    has(t, i - 1,
			LEXICON_CONJ | LEXICON_SUB | LEXICON_AUX |
			    LEXICON_MODAL | LEXICON_PRON) ||
		    (has(t, i - 1, LEXICON_PREP) && !token_is(t, i - 1, "of")))
			break;
		i--;
		if (has(t, i, LEXICON_DET | LEXICON_POSS) &&
		    !(i > 0 && token_is(t, i - 1, "of")))
			break;
	}
	while (i < end && has(t, i, LEXICON_PREP))
		i++;
	return i;
}

/* Of whom a description says what ends before token end. */
static uint32_t
described_before(const struct speaker_resolver *r, uint32_t end)
{
	uint32_t i = describe_at(r->t, &r->d, end);

	/* also of the name behind: "the head of the mill, who …, Lee" */
	i = i < r->d.n ? i + 1 : i;
	for (unsigned n = 0; n < PHRASE_MAX && i-- > 0; n++)
		if (r->d.one[i].last == end)
			return r->d.one[i].mention;
	return TEXT_NONE;
}

/* "Lee, [who] said": the noun that the clause belongs to. */
static void
by_antecedent(struct speaker_resolver *r, struct attribution *a)
{
	struct text *t = r->t;
	uint32_t end = a->source, first = end, last = a->source_end, k;

	while (end > 0 && t->token[end - 1].mark == ',')
		end--;
	if ((k = described_before(r, end)) != TEXT_NONE) {
		set_named(a, &t->mention[k], k);
	} else if ((first = phrase_before(t, end)) < end) {
		a->as = first;
		a->as_end = end;
		first = a->source;
		a->source = a->as;
		a->source_end = a->as_end;
		resolve(r, a);
		a->source = first;
		a->source_end = last;
	}
	a->how = a->speaker != TEXT_NONE || a->like != TEXT_NONE
	    ? SPEAKER_WHO
	    : SPEAKER_UNNAMED;
}

static void
resolve(struct speaker_resolver *r, struct attribution *a)
{
	const struct text *t = r->t;
	uint32_t last = noun_core(t, a->source, a->source_end);
	uint32_t bits = last == a->source + 1 ? noun_pronoun(t, a->source) : 0;

	if (bits & NOUN_I && by_self(r, a))
		return;
	if (bits & (NOUN_HE | NOUN_SHE | NOUN_IT | NOUN_THEY)) {
		by_pronoun(r, a, bits);
		return;
	}
	if (bits & NOUN_WHO) {
		by_antecedent(r, a);
		return;
	}
	by_name(t, a, last);
	if (a->speaker == TEXT_NONE)
		by_spelling(r, a, last);
	if (a->speaker == TEXT_NONE && a->how != SPEAKER_CALLED)
		speaker_noun_resolve(r, a, last);
}

/* Nothing but a quotation: whoever spoke last goes on. */
static void
go_on(const struct speaker_resolver *r, struct attribution *a)
{
	if (a->cue < a->cue_end || r->n == 0)
		return;
	speaker_copy(r->t, a, r->n - 1);
	a->how = SPEAKER_GOES_ON;
	a->by = r->n - 1;
}

/* "Mr.", "best friend": what one is called, or to somebody, is no role. */
static bool
is_role(const struct text *t, const struct describe_one *o)
{
	if (o->last - o->first == 1 && has(t, o->head, LEXICON_TITLE) &&
	    has(t, o->head, LEXICON_MALE | LEXICON_FEMALE) &&
	    (noun_of(t, o->head) & (NOUN_MALE | NOUN_FEMALE)) == 0)
		return false;
	return !(noun_of(t, o->head) & NOUN_KIN);
}

/* How good a role it is: what one is before what one was, a title or an
 * appositive before what the text says that one is. */
static unsigned
rank_of(const struct text *t, const struct describe_one *o)
{
	if (o->predicate)
		return 0;
	return token_is(t, o->first, "former") ? 1 : 2;
}

/* Each name's best role, of several the fullest. */
static void
note_roles(struct text *t, const struct describe_all *d)
{
	uint8_t *ranked = arena_alloc(t->arena, t->n_entities + 1, 1);

	for (unsigned rank = 3; rank-- > 0;)
		for (uint32_t i = 0; i < d->n; i++) {
			const struct describe_one *o = &d->one[i];
			struct entity *e = &t->entity[o->entity];

			if (rank_of(t, o) != rank || !is_role(t, o))
				continue;
			if (e->as < e->as_end &&
			    (ranked[o->entity] > rank ||
				o->last - o->first <= e->as_end - e->as))
				continue;
			ranked[o->entity] = (uint8_t)rank;
			e->as = o->first;
			e->as_end = o->last;
		}
}

static void
nobody(struct attribution *a)
{
	a->speaker = a->like = a->by = TEXT_NONE;
	a->also = NULL;
	a->n_also = a->as = a->as_end = 0;
	a->how = SPEAKER_NONE;
}

void
speaker_find(struct text *t)
{
	struct speaker_resolver r = { .t = t };

	describe_find(t, &r.d);
	note_roles(t, &r.d);
	for (uint32_t i = 0; i < t->n_attributions; i++)
		nobody(&t->attribution[i]);
	for (r.n = 0; r.n < t->n_attributions; r.n++) {
		struct attribution *a = &t->attribution[r.n];

		if (a->source < a->source_end)
			resolve(&r, a);
		else
			go_on(&r, a);
		if (a->speaker != TEXT_NONE)
			entity_speaks(t, a->speaker);
	}
	/* "I" may stand before the words that say whose it is. */
	for (r.n = 0; r.n < t->n_attributions; r.n++) {
		struct attribution *a = &t->attribution[r.n];

		if (a->source < a->source_end && a->how == SPEAKER_UNNAMED &&
		    noun_pronoun(t, a->source) & NOUN_I)
			by_self(&r, a);
	}
}
