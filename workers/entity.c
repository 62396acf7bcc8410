/*
 * entity.c -- names are linked by what they are called, in text order: every
 * entity is entered under all that it may be called by later, and a mention
 * looks for whoever was called so last.
 */
#include "entity.h"

#include "entity_map.h"
#include "workers/entity_title.h"
#include "workers/token.h"

#define NAMESAKES 8  /* who are looked at */
#define TAILS     6  /* ends of a name that may stand for it */
#define LETTERS   10 /* of an acronym */

enum key { KEY_WHOLE, KEY_PERSON, KEY_LAST, KEY_GIVEN, KEY_LETTERS };

struct linker {
	struct text *t;
	struct entity_map called;
	uint32_t *namesake; /* by entity: an earlier one with that last word */
	uint32_t (*votes)[FOUND_NOTYPE]; /* by entity */
};

/* ---- what a name may be called ---- */

static bool
is_person(const struct mention *m)
{
	return m->type == FOUND_PERSON;
}

static uint64_t
key_of(const struct text *t, enum key kind, uint32_t first, uint32_t last)
{
	uint64_t h = kind + 1;

	for (uint32_t i = first; i < last; i++)
		h = (h ^ t->token[i].low) * 0x9e3779b97f4a7c15u + i - first;
	return h | 1;
}

/* A letter of an acronym: in lower case. */
static uint64_t
with_letter(uint64_t h, char c)
{
	return (h ^ (unsigned char)(c | 0x20)) * 0x9e3779b97f4a7c15u | 1;
}

/* "PMO" and "U.S." are their letters; 0: no acronym. */
static uint64_t
letters_of(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	uint64_t h = KEY_LETTERS;
	uint32_t n = 0;

	if (!k->caps || k->size > 2 * LETTERS)
		return 0;
	for (uint32_t j = 0; j < k->size; j++) {
		char c = t->bytes.p[k->at + j];

		if (c >= 'A' && c <= 'Z') {
			h = with_letter(h, c);
			n++;
		} else if (c != '.') {
			return 0;
		}
	}
	return n >= 2 ? h : 0;
}

/* The letters that words with capitals begin with; 0: too few. */
static uint64_t
initials_of(const struct text *t, uint32_t first, uint32_t last)
{
	uint64_t h = KEY_LETTERS;
	uint32_t n = 0;

	for (uint32_t i = first; i < last; i++)
		if (t->token[i].capital) {
			h = with_letter(h, t->bytes.p[t->token[i].at]);
			n++;
		}
	return n >= 2 && n <= LETTERS ? h : 0;
}

/* "Jr.", "III": no surname. */
static bool
is_suffix(const struct text *t, uint32_t i)
{
	static const char *const all[] = { "jr", "jr.", "sr", "sr.", "ii",
		"iii", "iv", NULL };

	return token_among(t, i, all);
}

/* The token after the surname. */
static uint32_t
surname_end(const struct text *t, const struct mention *m)
{
	uint32_t last = m->last;

	while (last > m->first + 1 &&
	    (is_suffix(t, last - 1) || t->token[last - 1].mark != 0))
		last--;
	return last;
}

static uint32_t
without_article(const struct text *t, const struct mention *m)
{
	return m->last - m->first > 1 && (t->token[m->first].bits & LEXICON_DET)
	    ? m->first + 1
	    : m->first;
}

/* ---- whose name is it? ---- */

/* Do two given names fit: "Mary" and "M." do, as does none? */
static bool
given_fit(
    const struct text *t, const struct mention *a, const struct mention *b)
{
	const struct token *x = &t->token[a->first], *y = &t->token[b->first];

	if (a->last - a->first == 1 || b->last - b->first == 1 ||
	    x->low == y->low)
		return true;
	return (t->bytes.p[x->at] == t->bytes.p[y->at] &&
		   (t->bytes.p[x->at + 1] == '.' ||
		       t->bytes.p[y->at + 1] == '.')) ||
	    !x->capital || !y->capital; /* "de Roe", of "Ann de Roe" */
}

static bool
fits(const struct linker *l, const struct mention *m, uint8_t sex, uint32_t e)
{
	const struct entity *n = &l->t->entity[e];

	if (sex != ENTITY_UNKNOWN && n->sex != ENTITY_UNKNOWN && sex != n->sex)
		return false;
	return given_fit(l->t, m, &l->t->mention[n->best]);
}

/*
 * A surname that several bear is that of the one who was named last, unless
 * title or given name say that it is another: in news a surname goes on about
 * whom the sentences before were about.
 */
static uint32_t
by_surname(const struct linker *l, const struct mention *m, uint8_t sex)
{
	const struct text *t = l->t;
	uint32_t end = surname_end(t, m), found = UINT32_MAX;
	uint32_t e = entity_map_get(
	    &l->called, key_of(t, KEY_LAST, end - 1, end));

	for (int n = 0; n < NAMESAKES && e != UINT32_MAX; n++) {
		if (fits(l, m, sex, e) &&
		    (found == UINT32_MAX ||
			t->entity[e].last > t->entity[found].last))
			found = e;
		e = l->namesake[e];
	}
	return found;
}

static uint32_t
known_person(const struct linker *l, const struct mention *m, uint8_t sex)
{
	const struct text *t = l->t;
	uint32_t e;

	if (m->last - m->first > 1) {
		e = entity_map_get(
		    &l->called, key_of(t, KEY_PERSON, m->first, m->last));
		if (e != UINT32_MAX)
			return e;
	}
	if ((e = by_surname(l, m, sex)) != UINT32_MAX)
		return e;
	if (m->last - m->first > 1)
		return UINT32_MAX;
	return entity_map_get(
	    &l->called, key_of(t, KEY_GIVEN, m->first, m->last));
}

static uint32_t
known_other(const struct linker *l, const struct mention *m)
{
	const struct text *t = l->t;
	uint32_t first = without_article(t, m), e;
	uint64_t letters;

	e = entity_map_get(&l->called, key_of(t, KEY_WHOLE, first, m->last));
	if (e != UINT32_MAX)
		return e;
	letters = m->last - first == 1 ? letters_of(t, first)
				       : initials_of(t, first, m->last);
	return letters != 0 ? entity_map_get(&l->called, letters) : UINT32_MAX;
}

/* ---- entering it ---- */

static void
call_person(struct linker *l, uint32_t e, const struct mention *m)
{
	const struct text *t = l->t;
	uint32_t end = surname_end(t, m);
	uint64_t last = key_of(t, KEY_LAST, end - 1, end);
	uint32_t before = entity_map_get(&l->called, last);

	if (before == UINT32_MAX)
		entity_map_put(&l->called, last, e);
	else if (before != e && l->namesake[before] != e &&
	    l->namesake[e] == UINT32_MAX) {
		l->namesake[e] = l->namesake[before];
		l->namesake[before] = e;
	}
	if (m->last - m->first == 1)
		return;
	entity_map_put(&l->called, key_of(t, KEY_PERSON, m->first, m->last), e);
	if (t->token[m->first].bits & LEXICON_FIRST)
		entity_map_put(&l->called,
		    key_of(t, KEY_GIVEN, m->first, m->first + 1), e);
}

static void
put_new(struct linker *l, uint64_t key, uint32_t e)
{
	if (key != 0 && entity_map_get(&l->called, key) == UINT32_MAX)
		entity_map_put(&l->called, key, e);
}

/* "Canadian Chamber of Commerce": "Chamber of Commerce" too; and "Goldman" of
 * "Goldman Sachs", but not "Bank" of "Bank of Norhaven". */
static void
call_organisation(struct linker *l, uint32_t e, uint32_t first, uint32_t last)
{
	const struct text *t = l->t;
	uint32_t bits = t->token[first].bits;

	for (uint32_t i = first + 1; i + 1 < last && i <= first + TAILS; i++)
		if (t->token[i].capital)
			put_new(l, key_of(t, KEY_WHOLE, i, last), e);
	if (t->token[last - 1].bits & LEXICON_ORG &&
	    !(bits &
		(LEXICON_ORG | LEXICON_TITLE | LEXICON_PLACE | LEXICON_COMMON |
		    LEXICON_FIRST)))
		put_new(l, key_of(t, KEY_WHOLE, first, last - 1), e);
}

static void
call_other(struct linker *l, uint32_t e, const struct mention *m)
{
	const struct text *t = l->t;
	uint32_t first = without_article(t, m);

	entity_map_put(&l->called, key_of(t, KEY_WHOLE, first, m->last), e);
	if (m->last - first == 1) {
		put_new(l, letters_of(t, first), e);
		return;
	}
	put_new(l, initials_of(t, first, m->last), e);
	if (m->type == FOUND_ORG)
		call_organisation(l, e, first, m->last);
}

/* ---- an entity learns from its mention ---- */

static void
learn_role(struct text *t, struct entity *e, uint32_t i)
{
	const struct mention *m = &t->mention[i];
	uint32_t longest = 0;

	if (e->role != TEXT_NONE)
		longest = t->mention[e->role].first - t->mention[e->role].title;
	if (m->first - m->title > longest)
		e->role = i;
}

static void
learn(struct linker *l, uint32_t i, uint8_t sex)
{
	struct text *t = l->t;
	const struct mention *m = &t->mention[i];
	struct entity *e = &t->entity[m->entity];
	const struct mention *best = &t->mention[e->best];

	if (m->last - m->first > best->last - best->first)
		e->best = i;
	if (e->sex == ENTITY_UNKNOWN)
		e->sex = sex;
	if (is_person(m))
		learn_role(t, e, i);
	l->votes[m->entity][m->type]++;
	e->n_mentions++;
	e->last = i;
}

static uint32_t
new_entity(struct linker *l, uint32_t i)
{
	struct text *t = l->t;
	uint32_t e = t->n_entities++;

	l->namesake[e] = UINT32_MAX;
	t->entity[e] = (struct entity) { .best = i, .role = TEXT_NONE };
	return e;
}

/* "the Lee-Holm talks": two who have names elsewhere, and no person. */
static bool
is_joined(const struct linker *l, const struct mention *m)
{
	const struct text *t = l->t;

	return m->last - m->first == 3 && t->token[m->first + 1].mark == '-' &&
	    entity_map_get(&l->called,
		key_of(t, KEY_LAST, m->first, m->first + 1)) != UINT32_MAX &&
	    entity_map_get(&l->called,
		key_of(t, KEY_LAST, m->last - 1, m->last)) != UINT32_MAX;
}

static void
link_mention(struct linker *l, uint32_t i)
{
	struct text *t = l->t;
	struct mention *m = &t->mention[i];
	uint8_t sex = ENTITY_UNKNOWN;

	m->title = m->first;
	if (is_person(m) && is_joined(l, m))
		m->type = FOUND_OTHER;
	if (is_person(m)) {
		entity_title_before(t, m);
		sex = (uint8_t)entity_title_sex(t, m);
		m->entity = known_person(l, m, sex);
	} else {
		m->entity = known_other(l, m);
	}
	if (m->entity == UINT32_MAX)
		m->entity = new_entity(l, i);
	learn(l, i, sex);
	if (is_person(m))
		call_person(l, m->entity, m);
	else
		call_other(l, m->entity, m);
}

/* What most of its mentions are; of several the first in enum found_type. */
static void
settle_types(struct linker *l)
{
	for (uint32_t e = 0; e < l->t->n_entities; e++) {
		uint8_t best = 0;

		for (uint8_t k = 1; k < FOUND_NOTYPE; k++)
			if (l->votes[e][k] > l->votes[e][best])
				best = k;
		l->t->entity[e].type = best;
	}
}

void
entity_find(struct text *t)
{
	struct linker l = { .t = t };

	entity_map_init(&l.called, 4 * t->n_mentions, t->arena);
	t->entity = arena_alloc(t->arena, t->n_mentions, sizeof *t->entity);
	l.namesake = arena_alloc(t->arena, t->n_mentions, sizeof *l.namesake);
	l.votes = arena_alloc(t->arena, t->n_mentions, sizeof *l.votes);
	for (uint32_t i = 0; i < t->n_mentions; i++)
		link_mention(&l, i);
	settle_types(&l);
}

uint32_t
entity_mention_from(const struct text *t, uint32_t i)
{
	uint32_t lo = 0, hi = t->n_mentions;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->mention[mid].first < i)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct span
entity_name(const struct text *t, uint32_t e)
{
	const struct mention *m = &t->mention[t->entity[e].best];

	return text_cut(t, m->first, m->last);
}

struct span
entity_role(const struct text *t, uint32_t e)
{
	const struct entity *n = &t->entity[e];
	const struct mention *m;

	if (n->role == TEXT_NONE)
		return (struct span) { NULL, 0 };
	m = &t->mention[n->role];
	return text_cut(t, m->title, m->first);
}

void
entity_speaks(struct text *t, uint32_t e)
{
	const struct mention *m = &t->mention[t->entity[e].best];
	uint32_t words = m->last - m->first;

	if (t->entity[e].type == FOUND_OTHER && words > 1 && words < 5)
		t->entity[e].type = FOUND_PERSON;
}
