/* names_view.c -- two sweeps over the tokens: capitals are collected, then
 * what stands around them. */
#include "workers/names_view.h"

#include "workers/en/models.h"
#include "workers/token.h"

#define RUN_MAX     12     /* tokens of one run */
#define LETTERS_MAX 8      /* of an acronym */
#define WORDS_MAX   65536u /* in an article; a further one is not kept */

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static uint8_t
word_shape(const struct text *t, const struct token *k)
{
	const char *p = t->bytes.p + k->at;
	bool inner = false, dot = false;

	for (uint32_t i = 1; i < k->size; i++) {
		inner = inner || is_upper(p[i]);
		dot = dot || p[i] == '.';
	}
	if (!k->capital)
		return inner ? NAMES_INNER : NAMES_LOWER;
	if (dot)
		return k->size > 3 && k->caps ? NAMES_DOTTED
		    : k->size == 2            ? NAMES_INITIAL
					      : NAMES_CAPITAL;
	if (k->caps)
		return NAMES_CAPS;
	return inner ? NAMES_MIXED : NAMES_CAPITAL;
}

/* A hyphen within what is one word to the eye. */
static bool
is_tight(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return k->mark == '-' && i > 0 && i + 1 < t->n_tokens && !k->space &&
	    !k[1].space && k[1].kind == TOKEN_WORD;
}

/* "Roe-Lindqvist" */
static bool
joins(const struct text *t, uint32_t i)
{
	return is_tight(t, i) && t->token[i - 1].capital &&
	    t->token[i + 1].capital;
}

static uint8_t
shape_of(const struct text *t, const struct token *k)
{
	switch (k->kind) {
	case TOKEN_WORD:
		return word_shape(t, k);
	case TOKEN_NUMBER:
		return k->size == 4 ? NAMES_YEAR : NAMES_NUMBER;
	case TOKEN_CLITIC:
		return NAMES_CLITIC;
	case TOKEN_QUOTE:
		return NAMES_QUOTE;
	default:
		return (uint8_t)(NAMES_MARK + (k->mark & 0x7f));
	}
}

/* ---- where capitals say little ---- */

static uint8_t
zone_of(const struct names_view *v, const struct sentence *s)
{
	uint32_t words = 0, capital = 0, caps = 0;

	for (uint32_t i = s->first; i < s->last; i++) {
		const struct token *k = &v->t->token[i];

		if (k->kind != TOKEN_WORD || k->size < 4)
			continue;
		words++;
		capital += k->capital;
		caps += k->caps;
	}
	if (words < 3)
		return 0;
	return (uint8_t)((capital * 4 > words * 3 ? NAMES_TITLE : 0) |
	    (caps * 4 > words * 3 ? NAMES_SHOUT : 0));
}

static void
mark_where(struct names_view *v)
{
	const struct text *t = v->t;

	for (uint32_t n = 0; n < t->n_sentences; n++) {
		const struct sentence *s = &t->sentence[n];
		uint8_t zone = zone_of(v, s);
		bool start = true;

		for (uint32_t i = s->first; i < s->last; i++) {
			const struct token *k = &t->token[i];

			v->where[i] = (uint8_t)(zone |
			    (start ? NAMES_START : 0) |
			    (k->quote != TEXT_NONE ? NAMES_SPEECH : 0));
			start = (start && k->kind == TOKEN_MARK) ||
			    k->kind == TOKEN_QUOTE || k->mark == ':';
		}
	}
}

/* ---- the words with a capital ---- */

static struct names_word *
slot_of(const struct names_view *v, uint32_t low)
{
	uint32_t i = low & v->mask;

	while (v->words[i].low != low && v->words[i].low != 0)
		i = (i + 1) & v->mask;
	return &v->words[i];
}

/* Neighbours of which features know the word. */
static uint32_t
word_at(const struct names_view *v, uint32_t i, uint32_t from, uint32_t to)
{
	return i - from < to - from ? v->t->token[i].low : 1;
}

static void
note_run(struct names_view *v, uint32_t first, uint32_t last,
    const struct sentence *s)
{
	const struct token *k = v->t->token;
	uint32_t left = word_at(v, first - 1, s->first, s->last);
	uint32_t right = word_at(v, last, s->first, s->last);

	for (uint32_t i = first; i < last; i++) {
		struct names_word *w;

		if (v->word[i] == TEXT_NONE)
			continue;
		w = &v->words[v->word[i]];
		if (last - first > w->run_len) {
			w->run = first;
			w->run_len = last - first;
		}
		if (w->n_seen < NAMES_VIEW_SEEN) {
			w->left[w->n_seen] = left;
			w->right[w->n_seen++] = right;
		}
		if (first > s->first)
			w->behind |= k[first - 1].bits;
	}
}

/* "Prime Minister's Office": PMO.  The letters' word learns what they mean. */
static void
note_acronym(struct names_view *v, uint32_t first, uint32_t last)
{
	const struct text *t = v->t;
	char letter[LETTERS_MAX];
	size_t n = 0;
	struct names_word *w;

	while (first < last && (t->token[first].bits & LEXICON_DET))
		first++;
	for (uint32_t i = first; i < last; i++)
		if (t->token[i].capital) {
			if (n == LETTERS_MAX)
				return;
			letter[n++] = (char)(t->bytes.p[t->token[i].at] | 0x20);
		}
	if (n < 2)
		return;
	w = slot_of(v, token_hash((struct span) { letter, n }));
	if (w->low != 0 && w->long_form == 0)
		w->long_form = t->token[last - 1].low;
}

/* Capitals side by side, in sentences that are no headline. */
static void
note_runs(struct names_view *v, const struct sentence *s)
{
	uint32_t i = s->first;

	if (v->where[i] & (NAMES_TITLE | NAMES_SHOUT))
		return;
	while (i < s->last) {
		uint32_t first = i;

		while (i < s->last && i - first < RUN_MAX &&
		    names_view_capital(v, i))
			i++;
		if (i == first) {
			i++;
			continue;
		}
		if (i - first > 1 && (v->where[first] & NAMES_START) &&
		    (v->t->token[first].bits &
			(LEXICON_DET | LEXICON_PREP | LEXICON_CONJ |
			    LEXICON_SUB | LEXICON_PRON | LEXICON_COMMON)))
			first++;
		note_run(v, first, i, s);
	}
}

static void
count(uint8_t *n)
{
	*n = (uint8_t)(*n + (*n < 255));
}

static void
collect(struct names_view *v)
{
	const struct text *t = v->t;
	uint32_t n = 0, cap = 64;

	for (uint32_t i = 0; i < t->n_tokens; i++)
		n += names_view_capital(v, i);
	if (n > WORDS_MAX)
		n = WORDS_MAX;
	while (cap < 2 * n)
		cap *= 2;
	v->mask = cap - 1;
	v->words = arena_alloc(v->arena, cap, sizeof *v->words);
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		struct names_word *w;

		v->word[i] = TEXT_NONE;
		if (n == 0 || v->shape[i] == NAMES_HYPHEN ||
		    !names_view_capital(v, i) || t->token[i].low == 0)
			continue;
		w = slot_of(v, t->token[i].low);
		if (w->low == 0)
			n--;
		w->low = t->token[i].low;
		v->word[i] = (uint32_t)(w - v->words);
		if (!(v->where[i] & (NAMES_TITLE | NAMES_SHOUT)))
			count(v->where[i] & NAMES_START ? &w->start : &w->mid);
	}
}

static void
note_lower(struct names_view *v)
{
	for (uint32_t i = 0; i < v->t->n_tokens; i++)
		if (v->shape[i] == NAMES_LOWER) {
			struct names_word *w = slot_of(v, v->t->token[i].low);

			if (w->low != 0)
				count(&w->lower);
		}
}

/* ---- where names can be ---- */

static void
add_part(struct names_view *v, uint32_t first, uint32_t last,
    const struct sentence *s)
{
	for (int n = 0; n < NAMES_VIEW_BEFORE && first > s->first; n++) {
		if (first > s->first + 1 && is_tight(v->t, first - 1))
			first -= 2;
		else if (v->shape[first - 1] == NAMES_LOWER)
			first--;
	}
	while (last < s->last) {
		if (last + 1 < s->last && is_tight(v->t, last))
			last += 2;
		else if (v->shape[last] == NAMES_NUMBER ||
		    v->shape[last] == NAMES_YEAR)
			last++;
		else
			break;
	}
	v->part[v->n_parts++] = (struct names_segment) { first, last, s->first,
		s->last };
	for (uint32_t i = first; i < last; i++)
		if (v->shape[i] >= NAMES_QUOTE) {
			note_acronym(v, first, i);
			first = i + 1;
		}
	note_acronym(v, first, last);
}

static void
cut_parts(struct names_view *v, const struct sentence *s)
{
	uint32_t first = TEXT_NONE, last = 0;

	for (uint32_t i = s->first; i < s->last; i++) {
		if (!names_view_capital(v, i))
			continue;
		if (first != TEXT_NONE && i - last > NAMES_VIEW_GAP + 1) {
			add_part(v, first, last, s);
			first = TEXT_NONE;
		}
		if (first == TEXT_NONE)
			first = i;
		last = i + 1;
	}
	if (first != TEXT_NONE)
		add_part(v, first, last, s);
}

void
names_view_init(struct names_view *v, struct text *t)
{
	*v = (struct names_view) { .t = t, .arena = t->arena };
	cluster_open(models_of(MODELS_CLUSTERS), &v->clusters);
	v->shape = arena_alloc(t->arena, t->n_tokens, 1);
	v->where = arena_alloc(t->arena, t->n_tokens, 1);
	v->word = arena_alloc(t->arena, t->n_tokens, sizeof *v->word);
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		const struct token *k = &t->token[i];

		v->shape[i] = joins(t, i) ? NAMES_HYPHEN : shape_of(t, k);
	}
	mark_where(v);
	collect(v);
	note_lower(v);
	v->part = arena_alloc(t->arena, t->n_tokens, sizeof *v->part);
	for (uint32_t n = 0; n < t->n_sentences; n++) {
		note_runs(v, &t->sentence[n]);
		cut_parts(v, &t->sentence[n]);
	}
}

/* One more of that type; the counts keep their proportion where they do not
 * hold more: what is found a thousand times is not as rare as what stands
 * beside it 255 times. */
static void
count_as(struct names_word *w, uint8_t type)
{
	if (w->as[type] == UINT8_MAX)
		for (uint32_t n = 0; n <= NAMES_VIEW_TYPES; n++)
			w->as[n] /= 2;
	w->as[type]++;
}

void
names_view_note(
    struct names_view *v, uint32_t first, uint32_t last, uint8_t type)
{
	for (uint32_t i = first; i < last; i++) {
		struct names_word *w;

		if (v->word[i] == TEXT_NONE)
			continue;
		w = &v->words[v->word[i]];
		count_as(w, type);
		if (type != NAMES_VIEW_NONE && last - first > w->name_len &&
		    last - first < 256) {
			w->name_len = (uint8_t)(last - first);
			w->name_type = type;
		}
	}
}
