/* engine.c -- the stages, one after the other (text.h draws them). */
#include "engine.h"

#include "attribution.h"
#include "claim.h"
#include "entity.h"
#include "workers/en/figure.h"
#include "proto/utf8.h"
#include "quote.h"
#include "workers/namer.h"
#include "sentence.h"
#include "speaker.h"
#include "parser.h"
#include "tagger.h"
#include "text.h"
#include "workers/en/gloss.h"
#include "workers/en/money.h"
#include "workers/en/timex.h"
#include "token.h"

#define MENTIONS_MAX 100000u /* of all entities together, in what is found */

/* The mentions of each entity, in text order: a counting sort. */
static void
fill_entities(const struct text *t, struct found *f)
{
	uint32_t n = t->n_entities < FOUND_NAMES_MAX ? t->n_entities
						     : FOUND_NAMES_MAX;
	uint32_t m = t->n_mentions < MENTIONS_MAX ? t->n_mentions
						  : MENTIONS_MAX;

	f->entities = arena_alloc(t->arena, n, sizeof *f->entities);
	f->n_entities = n;
	for (uint32_t i = 0; i < n; i++) {
		struct found_entity *e = &f->entities[i];
		struct span name = entity_name(t, i);

		e->name.p = arena_strdup(t->arena, name);
		e->name.n = name.n <= FOUND_STRING_MAX ? name.n : 0;
		e->type = t->entity[i].type;
		e->mentions = arena_alloc(
		    t->arena, t->entity[i].n_mentions, sizeof *e->mentions);
	}
	for (uint32_t i = 0; i < m; i++) {
		const struct mention *k = &t->mention[i];
		struct found_entity *e = &f->entities[k->entity];

		if (k->entity < n)
			e->mentions[e->n_mentions++] = text_range(
			    t, k->first, k->last);
	}
}

static void
fill_token(
    const struct text *t, uint32_t i, bool first, struct engine_token *out)
{
	const struct token *k = &t->token[i];
	char small[LEMMA_MAX];
	struct span lemma;

	*out = (struct engine_token) { .at = { k->start, k->end } };
	if (!t->language->whole)
		return;
	lemma = tagger_lemma(t, i, first, small);
	*out = (struct engine_token) { .at = { k->start, k->end },
		.lemma = { arena_strdup(t->arena, lemma), lemma.n },
		.upos = ud_pos_text((enum ud_pos)k->pos),
		.deprel = ud_rel_text((enum ud_rel)k->rel),
		.head = k->head == i ? -1 : (int64_t)k->head };
}

static void
fill_layers(const struct text *t, struct engine_layers *l)
{
	*l = (struct engine_layers) { .n_sentences = t->n_sentences,
		.n_tokens = t->n_tokens };
	l->sentences = arena_alloc(
	    t->arena, t->n_sentences, sizeof *l->sentences);
	l->tokens = arena_alloc(t->arena, t->n_tokens, sizeof *l->tokens);
	for (uint32_t i = 0; i < t->n_sentences; i++) {
		const struct sentence *s = &t->sentence[i];

		l->sentences[i] = text_range(t, s->first, s->last);
		for (uint32_t k = s->first; k < s->last; k++)
			fill_token(t, k, k == s->first, &l->tokens[k]);
	}
}

static enum rc
check(const struct article *a, struct buf *why)
{
	if (a->text.n > ARTICLE_TEXT_MAX) {
		buf_puts(why, "the text is longer than an article may be");
		return RC_TOOBIG;
	}
	if (utf8_valid(a->text) != a->text.n ||
	    (a->text.n > 0 && memchr(a->text.p, 0, a->text.n) != NULL)) {
		buf_puts(why, "the text is not UTF-8 without NUL");
		return RC_REFUSED;
	}
	return RC_OK;
}

/* ---- the stages as one table, so that each can be timed ---- */

static void
stage_token(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	token_split(t);
}

static void
stage_quote(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	quote_pair(t);
}

static void
stage_sentence(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	sentence_split(t);
}

static void
stage_parser(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	parser_run(t);
}

static void
stage_tagger(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	tagger_run(t);
}

static void
stage_names(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	namer_find(t);
}

static void
stage_entity(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	entity_find(t);
}

static void
stage_attribution(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	attribution_find(t);
}

static void
stage_speaker(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	(void)f;
	speaker_find(t);
}

static void
stage_timex(struct text *t, const struct article *a, struct found *f)
{
	gloss_mark(t);
	timex_find(t, a->published, f);
}

static void
stage_figure(struct text *t, const struct article *a, struct found *f)
{
	figure_find(t, a->published, f);
	money_resolve(t, a->url, f);
}

static void
stage_claim(struct text *t, const struct article *a, struct found *f)
{
	(void)a;
	claim_assemble(t, f);
	fill_entities(t, f);
}

void
engine_syntax(struct text *t)
{
	tagger_run(t);
	parser_run(t);
}

const struct engine_stage engine_stages[ENGINE_STAGES] = {
	{ "token", stage_token },
	{ "quote", stage_quote },
	{ "sentence", stage_sentence },
	{ "tagger", stage_tagger },
	{ "parser", stage_parser },
	{ "names", stage_names },
	{ "entity", stage_entity },
	{ "attribution", stage_attribution },
	{ "speaker", stage_speaker },
	{ "timex", stage_timex },
	{ "figure", stage_figure },
	{ "claim", stage_claim },
};

enum rc
engine_extract(const struct article *a, struct arena *arena, unsigned want,
    struct found *f, struct engine_layers *l, struct buf *why)
{
	struct text t = { .bytes = a->text,
		.arena = arena,
		.language = language_of(a->lang),
		.explain = (want & ENGINE_EXPLAIN) != 0 };
	size_t n = t.language->whole ? ENGINE_STAGES : ENGINE_ANY;
	enum rc rc;

	if ((rc = check(a, why)) != RC_OK)
		return rc;
	*f = (struct found) { .engine = span_of(t.language->whole
				      ? ENGINE_NAME
				      : FOUND_UNREAD) };
	for (size_t i = 0; i < n; i++)
		engine_stages[i].run(&t, a, f);
	if (want & ENGINE_LAYERS)
		fill_layers(&t, l);
	return RC_OK;
}
