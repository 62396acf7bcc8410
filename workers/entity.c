/*
 * entity.c -- runs of capitalised words are names; a name's last word tells
 * whose it is.  A word with a capital that only a sentence's start explains
 * is a name when it is one elsewhere in the article, or in the lexicon.
 */
#include "entity.h"

#include "entity_map.h"
#include "quote.h"
#include "token.h"

#define RUN_MAX      12      /* tokens of one name */
#define MENTIONS_MAX 200000u /* more names in one article are passed over */

#define CLOSED                                                         \
	(LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONJ |    \
	    LEXICON_SUB | LEXICON_AUX | LEXICON_MODAL | LEXICON_POSS | \
	    LEXICON_OBJ | LEXICON_NEG | LEXICON_DAY | LEXICON_MONTH |  \
	    LEXICON_HE | LEXICON_SHE | LEXICON_CONN)

struct finder {
	struct text *t;
	struct entity_map seen;  /* words capitalised within sentences */
	struct entity_map whole; /* full name -> entity */
	struct entity_map last;  /* last word -> entity */
	uint32_t *namesake;      /* by entity: an earlier one, same last word */
	uint32_t n_capitals;     /* words that may be names: no more mentions */
	const bool *starts; /* by token: a sentence, or speech, starts here */
};

static struct span
word(const struct text *t, uint32_t i)
{
	return text_cut(t, i, i + 1);
}

/* Peoples: as adjectives they are no names by themselves. */
static bool
is_demonym(const struct text *t, uint32_t i)
{
	static const char *const others[] = { "american", "americans",
		"british", "chinese", "french", "dutch", "german", "germans",
		"greek", "irish", "israeli", "israelis", "iraqi", "japanese",
		"mexican", "mexicans", "pakistani", "polish", "scottish",
		"spanish", "swedish", "swiss", "turkish", "welsh", "african",
		"arab", "arabs", "muslim", "muslims", "jewish", "english",
		"danish", "finnish", "european", "europeans", "korean",
		"catholic", "islamic", "i", "ok", "tv", NULL };
	const struct token *k = &t->token[i];
	const char *end = t->bytes.p + k->at + k->size;

	if (k->bits & (LEXICON_FIRST | LEXICON_PLACE))
		return false;
	if (k->size > 6 &&
	    (memcmp(end - 3, "ian", 3) == 0 || memcmp(end - 4, "ians", 4) == 0))
		return true;
	return token_among(t, i, others);
}

static bool
blank_or_closed(const struct text *t, uint32_t i)
{
	return (t->token[i].bits & CLOSED) &&
	    !(t->token[i].bits & (LEXICON_FIRST | LEXICON_ORG));
}

/* A capital that is a name's, unless a sentence starts there. */
static bool
capital_word(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return k->kind == TOKEN_WORD && k->capital && !blank_or_closed(t, i);
}

/* Where a capital proves nothing. */
static const bool *
mark_starts(struct text *t)
{
	bool *s = arena_alloc(t->arena, t->n_tokens, 1);

	for (uint32_t i = 0; i < t->n_sentences; i++)
		s[t->sentence[i].first] = true;
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		const struct token *k = &t->token[i];

		if (i + 1 < t->n_tokens &&
		    ((s[i] && k->kind != TOKEN_WORD) || quote_opens(t, i) ||
			k->mark == ':'))
			s[i + 1] = true;
	}
	return s;
}

static void
note_capitals(struct finder *f)
{
	const struct text *t = f->t;

	for (uint32_t i = 0; i < t->n_tokens; i++)
		f->n_capitals += capital_word(t, i);
	if (f->n_capitals > MENTIONS_MAX)
		f->n_capitals = MENTIONS_MAX;
	entity_map_init(&f->seen, f->n_capitals, t->arena);
	for (uint32_t i = 0; i < t->n_tokens; i++)
		if (!f->starts[i] && capital_word(t, i))
			entity_map_put(&f->seen, word(t, i), 1);
}

/* Can token i be (part of) a name? */
static bool
is_name(const struct finder *f, uint32_t i)
{
	const struct text *t = f->t;
	const struct token *k = &t->token[i];

	if (!capital_word(t, i))
		return false;
	if (!f->starts[i])
		return true;
	if (k->bits & LEXICON_COMMON)
		return false;
	if (k->bits &
		(LEXICON_FIRST | LEXICON_PLACE | LEXICON_ORG | LEXICON_TITLE) ||
	    k->caps)
		return true;
	if (entity_map_get(&f->seen, word(t, i)) != UINT32_MAX)
		return true;
	return k->verb == NULL && !(k->bits & LEXICON_ADV) &&
	    i + 1 < t->n_tokens &&
	    (t->token[i + 1].kind == TOKEN_CLITIC ||
		(capital_word(t, i + 1) && !t->token[i + 1].para) ||
		(t->token[i + 1].verb != NULL &&
		    t->token[i + 1].verb->frames != 0));
}

/* Does a name go on over the small word at i: "of", "van", "and", "'s"? */
static uint32_t
bridge(const struct finder *f, uint32_t first, uint32_t i)
{
	static const char *const particles[] = { "de", "van", "von", "der",
		"den", "al", "bin", "ibn", "la", "le", "du", "di", "da", "del",
		"dos", "el", NULL };
	const struct text *t = f->t;
	const struct token *k = &t->token[i];

	if (i + 2 >= t->n_tokens || k->para || k[1].para ||
	    !(k->bits || k->kind == TOKEN_WORD || k->mark == '&' ||
		k->mark == '-'))
		return 0;
	if (token_among(t, i, particles))
		return token_among(t, i + 1, particles) && is_name(f, i + 2)
		    ? 2
		    : is_name(f, i + 1);
	if (k->kind == TOKEN_CLITIC)
		return is_name(f, i + 1) && (k[1].bits & LEXICON_ORG) &&
		    (k[-1].bits & LEXICON_TITLE);
	if (k->mark == '&')
		return is_name(f, i + 1);
	if (k->mark == '-')
		return !k->space && !k[1].space && is_name(f, i + 1);
	if (token_is(t, i, "and"))
		return is_name(f, i + 1) && (k[-1].bits & LEXICON_ORG) &&
		    (k[1].bits & LEXICON_ORG);
	if (!token_is(t, i, "of") || (t->token[first].bits & LEXICON_FIRST) ||
	    (k[-1].bits & LEXICON_TITLE && i > first))
		return 0;
	if (token_is(t, i + 1, "the"))
		return is_name(f, i + 2) && (k[-1].bits & LEXICON_ORG) ? 2 : 0;
	return is_name(f, i + 1);
}

/* The token after the name that starts with i. */
static uint32_t
run_end(const struct finder *f, uint32_t first)
{
	const struct text *t = f->t;
	uint32_t i = first + 1;

	while (i < t->n_tokens && i - first < RUN_MAX && !t->token[i].para) {
		const struct token *k = &t->token[i];
		uint32_t over;

		if (k->kind == TOKEN_WORD && is_name(f, i)) {
			/* "to Canada Pete Hoekstra" are two names */
			if ((k[-1].bits & LEXICON_PLACE) &&
			    !(k[-1].bits & LEXICON_FIRST) && i == first + 1 &&
			    (k->bits & LEXICON_FIRST))
				break;
			i++;
		} else if ((over = bridge(f, first, i)) > 0) {
			i += over + 1;
		} else {
			break;
		}
	}
	return i;
}

/* Titles at the front of a run: "Industry Minister" of "Industry Minister
 * Mélanie Joly"; 0 when nothing would be left of it. */
static uint32_t
title_length(const struct text *t, uint32_t first, uint32_t last)
{
	uint32_t n = 0;

	for (uint32_t i = first; i + 1 < last; i++) {
		if (t->token[i].kind == TOKEN_CLITIC)
			return 0;
		if (t->token[i].bits & LEXICON_TITLE)
			n = i + 1 - first;
	}
	if (n > 0 && (t->token[last - 1].bits & LEXICON_ORG) &&
	    !(t->token[first + n].bits & LEXICON_FIRST))
		return 0; /* "Attorney General Office", "Leader Post" */
	return n;
}

/* Lower-case titles before token i: "prime minister", "spokesperson". */
static uint32_t
titles_before(const struct text *t, uint32_t i)
{
	uint32_t n = 0;

	while (n < 4 && i > n && !t->token[i - n].para) {
		const struct token *k = &t->token[i - n - 1];

		if (k->kind != TOKEN_WORD || !(k->bits & LEXICON_TITLE) ||
		    k->capital)
			break;
		n++;
	}
	return n;
}

static bool
only_titles(const struct text *t, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i < last; i++)
		if (!(t->token[i].bits & LEXICON_TITLE))
			return false;
	return true;
}

static uint8_t
sex_of(const struct text *t, uint32_t title, uint32_t first, uint32_t last)
{
	for (uint32_t i = title; i < last && i <= first; i++) {
		if (i == first && last - first == 1)
			break; /* a surname says nothing */
		if (t->token[i].bits & LEXICON_FEMALE)
			return ENTITY_FEMALE;
		if (t->token[i].bits & LEXICON_MALE)
			return ENTITY_MALE;
	}
	return ENTITY_UNKNOWN;
}

static uint8_t
type_of(const struct text *t, const struct mention *m)
{
	uint32_t all = 0, n = m->last - m->first;
	const struct token *k = &t->token[m->first];

	for (uint32_t i = m->first; i < m->last; i++)
		all |= t->token[i].bits;
	if (m->title < m->first && n < 5 && !(all & LEXICON_ORG))
		return FOUND_PERSON;
	if ((all & LEXICON_ORG) && n > 1)
		return FOUND_ORG;
	if ((k->bits & LEXICON_FIRST) && n > 1 && n < 6)
		return FOUND_PERSON;
	if (all & LEXICON_PLACE)
		return FOUND_PLACE;
	if (k->caps || (all & LEXICON_ORG))
		return FOUND_ORG;
	if (n == 2 && m->last < t->n_tokens && k[2].verb != NULL &&
	    k[2].verb->frames != 0)
		return FOUND_PERSON;
	return FOUND_OTHER;
}

/* Does mention m fit entity e, which shares its last word? */
static bool
fits(const struct text *t, const struct mention *m, uint8_t sex, uint32_t e)
{
	const struct mention *b = &t->mention[t->entity[e].best];

	if (sex != ENTITY_UNKNOWN && t->entity[e].sex != ENTITY_UNKNOWN &&
	    sex != t->entity[e].sex)
		return false;
	if (m->last - m->first == 1 || b->last - b->first == 1)
		return true;
	return span_eq(word(t, m->first), word(t, b->first));
}

static uint32_t
known(const struct finder *f, const struct mention *m, uint8_t sex)
{
	const struct text *t = f->t;
	uint32_t e = entity_map_get(&f->whole, text_cut(t, m->first, m->last));

	if (e != UINT32_MAX && fits(t, m, sex, e))
		return e;
	e = entity_map_get(&f->last, word(t, m->last - 1));
	/* A place or office is not whoever bears its last word. */
	if (t->token[m->last - 1].bits & (LEXICON_PLACE | LEXICON_ORG) &&
	    m->last - m->first > 1)
		return UINT32_MAX;
	for (unsigned n = 0; e != UINT32_MAX && n < 8; n++) {
		if (fits(t, m, sex, e))
			return e;
		e = f->namesake[e];
	}
	return UINT32_MAX;
}

static uint32_t
new_entity(struct finder *f, const struct mention *m)
{
	struct text *t = f->t;
	uint32_t e = t->n_entities++;

	f->namesake[e] = entity_map_get(&f->last, word(t, m->last - 1));
	t->entity[e] = (struct entity) {
		.best = t->n_mentions, .role = TEXT_NONE, .type = FOUND_NOTYPE
	};
	return e;
}

static uint32_t
title_size(const struct mention *m)
{
	return m->first - m->title;
}

/* Person beats the rest; the first certain type stays otherwise. */
static void
learn(struct finder *f, uint32_t e, const struct mention *m, uint8_t sex)
{
	struct text *t = f->t;
	struct entity *n = &t->entity[e];
	const struct mention *best = &t->mention[n->best];
	uint8_t type = type_of(t, m);

	if (n->type == FOUND_NOTYPE || n->type == FOUND_OTHER ||
	    type == FOUND_PERSON)
		n->type = type;
	if (n->sex == ENTITY_UNKNOWN)
		n->sex = sex;
	if (m->last - m->first > best->last - best->first)
		n->best = t->n_mentions;
	if (m->title < m->first &&
	    (n->role == TEXT_NONE ||
		title_size(m) > title_size(&t->mention[n->role])))
		n->role = t->n_mentions;
	n->n_mentions++;
	entity_map_put(&f->whole, text_cut(t, m->first, m->last), e);
	entity_map_put(&f->last, word(t, m->last - 1), e);
}

static void
add_mention(struct finder *f, uint32_t title, uint32_t first, uint32_t last)
{
	struct text *t = f->t;
	struct mention m = { first, last, title, 0 };
	uint8_t sex = sex_of(t, title, first, last);

	t->mention[t->n_mentions] = m;
	m.entity = known(f, &m, sex);
	if (m.entity == UINT32_MAX)
		m.entity = new_entity(f, &m);
	t->mention[t->n_mentions] = m;
	learn(f, m.entity, &m, sex);
	t->n_mentions++;
}

/* "Prime Minister's Office (PMO)": the letters stand for the name. */
static void
alias(struct finder *f, uint32_t i)
{
	const struct text *t = f->t;
	const struct token *k = &t->token[i];

	if (i + 2 < t->n_tokens && k->mark == '(' && k[1].caps &&
	    k[2].mark == ')' && t->n_mentions > 0)
		entity_map_put(&f->whole, word(t, i + 1),
		    t->mention[t->n_mentions - 1].entity);
}

/* The run of names from first to last: cut off titles, record. */
static void
take_run(struct finder *f, uint32_t first, uint32_t last)
{
	const struct text *t = f->t;
	uint32_t title = first, n;

	if (last - first == 1 && is_demonym(t, first) &&
	    entity_map_get(&f->last, word(t, first)) == UINT32_MAX)
		return;
	if (only_titles(t, first, last))
		return;
	n = title_length(t, first, last);
	if (n == 0)
		title = first - titles_before(t, first);
	add_mention(f, title, first + n, last);
}

void
entity_find(struct text *t)
{
	struct finder f = { .t = t };

	f.starts = mark_starts(t);
	note_capitals(&f);
	entity_map_init(&f.whole, 2 * f.n_capitals, t->arena);
	entity_map_init(&f.last, f.n_capitals, t->arena);
	t->mention = arena_alloc(t->arena, f.n_capitals, sizeof *t->mention);
	t->entity = arena_alloc(t->arena, f.n_capitals, sizeof *t->entity);
	f.namesake = arena_alloc(t->arena, f.n_capitals, sizeof *f.namesake);
	for (uint32_t i = 0; i < t->n_tokens && t->n_mentions < f.n_capitals;) {
		uint32_t last;

		if (!is_name(&f, i)) {
			i++;
			continue;
		}
		last = run_end(&f, i);
		take_run(&f, i, last);
		if (last < t->n_tokens)
			alias(&f, last);
		i = last;
	}
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
	const struct mention *m;

	if (t->entity[e].role == TEXT_NONE)
		return (struct span) { NULL, 0 };
	m = &t->mention[t->entity[e].role];
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
