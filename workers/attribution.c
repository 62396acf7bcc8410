/* attribution.c -- from reports to attributions, in the order of the text. */
#include "workers/attribution.h"

#include <stdlib.h>

#include "workers/en/models.h"
#include "workers/en/noun.h"
#include "workers/en/phrase.h"
#include "workers/quote.h"
#include "workers/report.h"
#include "workers/token.h"

/* Margins of cues that are taken: see DESIGN.md. */
#define FLOOR       -400
#define FLOOR_BIT   -80 /* when what it reports is a phrase, an infinitive */
#define FLOOR_ALONE 0   /* when nobody is named and nothing quoted */
#define FLOOR_INFER 300 /* likewise, of a verb without even a subject */
#define MARKS_MAX   4   /* between a span's last word and a closing mark */

struct finder {
	struct text *t;
	struct frame *f;
	bool *used; /* by quotation: it is somebody's */
};

/* ---- spans with their marks ---- */

static bool
opens_bracket(const struct token *k)
{
	return k->mark == '(' || k->mark == '[' || k->mark == '~';
}

/* The opening mark right before the words, with brackets between. */
static uint32_t
with_opening(const struct text *t, uint32_t first)
{
	uint32_t i = first;

	for (unsigned n = 0; n < MARKS_MAX && i > 0 && !t->token[i].para; n++) {
		if (quote_opens(t, i - 1))
			return i - 1;
		if (!opens_bracket(&t->token[i - 1]))
			break;
		i--;
	}
	return first;
}

/* The closing mark of a quotation that began within the words, with the marks
 * before it.  end: after the last word. */
static uint32_t
with_closing(const struct text *t, uint32_t first, uint32_t end)
{
	uint32_t i = end;

	for (unsigned n = 0; n < MARKS_MAX && i < t->n_tokens; n++, i++) {
		const struct token *k = &t->token[i];

		if (k->para ||
		    (k->kind != TOKEN_MARK && k->kind != TOKEN_QUOTE))
			break;
		if (quote_closes(t, i) && t->quotation[k->quote].open >= first)
			return i + 1; /* or its end where no mark closes it */
	}
	return end;
}

/* Who says a part of a quotation says all of it, unless the cue is in it. */
static struct report_span
whole_quotation(const struct text *t, uint32_t cue, struct report_span s)
{
	uint32_t a = t->token[s.first].quote, b = t->token[s.last].quote;

	if (a != TEXT_NONE && t->token[cue].quote != a &&
	    t->quotation[a].open < s.first)
		s.first = t->quotation[a].open;
	if (b != TEXT_NONE && t->token[cue].quote != b &&
	    t->quotation[b].close > s.last)
		s.last = t->quotation[b].close;
	return s;
}

static void
add_piece(struct finder *f, struct attribution *a, struct report_span s)
{
	struct text *t = f->t;
	struct piece *p;

	if (a->piece == NULL)
		a->piece = arena_alloc(
		    t->arena, REPORT_PIECES, sizeof *a->piece);
	s = whole_quotation(t, a->cue, s);
	s.first = with_opening(t, s.first);
	s.last = with_closing(t, s.first, s.last + 1);
	if (a->n_pieces > 0 && s.first < a->piece[a->n_pieces - 1].last)
		return; /* it was the same quotation */
	p = &a->piece[a->n_pieces++];
	*p = (struct piece) { s.first, s.last };
	for (uint32_t i = p->first; i < p->last; i++)
		if (quote_opens(t, i)) {
			f->used[t->token[i].quote] = true;
			i = t->quotation[t->token[i].quote].close;
		}
}

/* ---- how it is put ---- */

static const char *
rule_before(const struct text *t, const struct attribution *a)
{
	bool quoted = t->token[a->piece[0].first].quote != TEXT_NONE;

	if (a->source > a->cue)
		return quoted ? "quote-inverted" : "clause-inverted";
	return quoted ? "quote-after" : "clause-after";
}

static const char *
rule_after(
    const struct text *t, const struct frame *f, const struct attribution *a)
{
	uint32_t i = a->piece[0].first, verbs;

	if (t->token[i].quote != TEXT_NONE)
		return "quote-before";
	if (token_is(t, i, "that") || (i > 0 && token_is(t, i - 1, "that")))
		return "clause-that";
	if (token_is(t, i, "to"))
		return "to-infinitive";
	verbs = f[a->piece[0].last].verbs - f[i].verbs;
	return verbs > 0 ? "clause-bare" : "phrase";
}

static const char *
rule_of(
    const struct text *t, const struct frame *f, const struct attribution *a)
{
	if (t->token[a->cue].mark == ':')
		return "colon";
	if (token_is(t, a->cue, "according"))
		return "according-to";
	return a->piece[0].first < a->cue ? rule_before(t, a)
					  : rule_after(t, f, a);
}

/* 0.5 for a cue as good as none, towards 1 the surer it is.  Division is
 * exact on every machine, a logarithm is not. */
static double
confidence_of(int32_t margin)
{
	double m = margin, size = m < 0 ? -m : m;

	return 0.5 + 0.5 * m / (size + 60);
}

/* ---- the source ---- */

/* "Lee, who said": the noun phrase that "who" stands for. */
static void
take_antecedent(const struct finder *f, struct attribution *a)
{
	const struct text *t = f->t;
	uint32_t end = a->source, outer;
	uint32_t floor = t->sentence[f->f[a->source].sentence].first;
	struct phrase p;

	if (a->source_end - a->source != 1 ||
	    !(noun_pronoun(t, a->source) & NOUN_WHO))
		return;
	if (end > floor && t->token[end - 1].kind == TOKEN_MARK)
		end--;
	p = phrase_subject(t, floor, end, &outer);
	if (p.first < p.last) {
		a->source = p.first;
		a->source_end = p.last;
	}
}

/* ---- in the order of the text ---- */

static void
commit(struct finder *f, struct attribution *a)
{
	struct text *t = f->t;

	if (a->n_pieces == 0 || t->n_attributions == t->cap_attributions)
		return;
	a->speaker = a->like = a->by = TEXT_NONE; /* speaker.h finds them */
	t->attribution[t->n_attributions++] = *a;
}

/* Is the content neither a clause nor quoted? */
static bool
is_phrase(const struct finder *f, const struct report_result *o)
{
	for (uint32_t i = 0; i < o->n_pieces; i++) {
		struct report_span s = o->piece[i];

		if (f->f[s.last + 1].verbs > f->f[s.first].verbs ||
		    f->t->token[s.first].quote != TEXT_NONE)
			return false;
	}
	return true;
}

/* Nobody is named, and nothing is quoted. */
static bool
is_alone(const struct text *t, const struct report_result *o)
{
	return report_is_none(o->source) &&
	    t->token[o->cue.first].mark != ':' &&
	    t->token[o->piece[0].first].quote == TEXT_NONE;
}

/* How sure the cue must be. */
static int32_t
floor_of(const struct finder *f, const struct report_result *o)
{
	const struct text *t = f->t;
	uint32_t kids = f->f[o->cue.first].kids;

	if (is_alone(t, o))
		return t->token[o->cue.first].pos == UD_VERB &&
			(kids & (FRAME_SUBJ | FRAME_PASS)) == 0
		    ? FLOOR_INFER
		    : FLOOR_ALONE;
	return is_phrase(f, o) || token_is(t, o->piece[0].first, "to")
	    ? FLOOR_BIT
	    : FLOOR;
}

static void
take_report(struct finder *f, const struct report_result *o)
{
	struct text *t = f->t;
	struct attribution a = { .cue = o->cue.first,
		.cue_end = o->cue.last + 1,
		.confidence = confidence_of(o->margin) };

	if (o->n_pieces == 0 || o->margin < floor_of(f, o))
		return;
	if (!report_is_none(o->source)) {
		a.source = o->source.first;
		a.source_end = o->source.last + 1;
		take_antecedent(f, &a);
	}
	for (uint32_t i = 0; i < o->n_pieces; i++)
		add_piece(f, &a, o->piece[i]);
	if (a.n_pieces == 0)
		return;
	a.rule = rule_of(t, f->f, &a);
	if (t->token[a.cue].mark == ':')
		a.cue_end = a.cue; /* a mark is no cue by the contract */
	commit(f, &a);
}

/* A quotation that fills a paragraph, or begins it with nobody's words behind,
 * and that no report holds: the last speaker goes on. */
static void
take_bare(struct finder *f, uint32_t q)
{
	struct text *t = f->t;
	const struct quotation *k = &t->quotation[q];
	struct attribution a = { .rule = "bare" };
	uint32_t end = k->close + 1;

	if (f->used[q] || !k->speech || !t->token[k->open].para ||
	    t->n_attributions == 0 ||
	    (end < t->n_tokens && !t->token[end].para))
		return;
	a.source = a.source_end = a.cue = a.cue_end = k->open;
	a.confidence = k->carried ? 0.8 : 0.5;
	a.piece = arena_alloc(t->arena, 1, sizeof *a.piece);
	a.piece[0] = (struct piece) { k->open, end };
	a.n_pieces = 1;
	commit(f, &a);
}

/* Does quotation k stand alone between ends of sentences? */
static bool
is_apart(const struct finder *f, const struct quotation *k)
{
	uint32_t end = k->close + 1;

	return f->f[k->open].sentence != f->f[k->open - 1].sentence &&
	    (end >= f->t->n_tokens ||
		f->f[end].sentence != f->f[k->close].sentence);
}

/* “A,” Lee said. “B.”: the second goes on with the first, when nobody has its
 * words. */
static void
take_rest(struct finder *f, uint32_t q)
{
	struct text *t = f->t;
	const struct quotation *k = &t->quotation[q];
	struct attribution *a;

	if (f->used[q] || !k->speech || t->token[k->open].para ||
	    t->n_attributions == 0)
		return;
	a = &t->attribution[t->n_attributions - 1];
	if (a->cue == a->cue_end || a->n_pieces >= REPORT_PIECES ||
	    f->f[a->cue].para != f->f[k->open].para ||
	    t->token[a->piece[0].first].quote == TEXT_NONE || !is_apart(f, k))
		return;
	f->used[q] = true;
	a->piece[a->n_pieces++] = (struct piece) { k->open, k->close + 1 };
}

static int
by_place(const void *a, const void *b)
{
	const struct report_result *x = a, *y = b;

	return x->cue.first < y->cue.first ? -1 : x->cue.first > y->cue.first;
}

static void
take_all(struct finder *f, const struct report_list *l)
{
	struct text *t = f->t;
	uint32_t q = 0;

	qsort(l->result, l->n, sizeof *l->result, by_place);
	for (uint32_t i = 0; i < l->n; i++)
		for (uint32_t k = 0; k < l->result[i].n_pieces; k++)
			for (uint32_t w = l->result[i].piece[k].first;
			     w <= l->result[i].piece[k].last; w++) {
				uint32_t in = t->token[w].quote;

				if (in == TEXT_NONE)
					continue;
				f->used[in] = true;
				w = t->quotation[in].close;
			}
	for (uint32_t i = 0; i < l->n; i++) {
		for (; q < t->n_quotations &&
		     t->quotation[q].open < l->result[i].cue.first;
		     q++) {
			take_rest(f, q);
			take_bare(f, q);
		}
		take_report(f, &l->result[i]);
	}
	for (; q < t->n_quotations; q++) {
		take_rest(f, q);
		take_bare(f, q);
	}
}

void
attribution_find(struct text *t)
{
	struct report_models m = { .floor = FLOOR };
	struct report_list l = { 0 };
	struct finder f = { .t = t };

	f.f = frame_make(t);
	f.used = arena_alloc(t->arena, t->n_quotations + 1, sizeof *f.used);
	if (model_open(
		models_of(MODELS_CUES), REPORT_CUES, REPORT_LABELS, &m.cues) &&
	    model_open(models_of(MODELS_REPORTS), REPORT_SPANS, 1, &m.spans))
		report_decode(t, f.f, &m, &l);
	t->cap_attributions = l.n + t->n_quotations + 1;
	if (t->cap_attributions > FOUND_CLAIMS_MAX / 2)
		t->cap_attributions = FOUND_CLAIMS_MAX / 2;
	t->attribution = arena_alloc(
	    t->arena, t->cap_attributions, sizeof *t->attribution);
	take_all(&f, &l);
}
