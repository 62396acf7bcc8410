/*
 * attribution.c -- who said what.  The article is walked once, a stretch (a
 * sentence, with those joined to it by a quotation) at a time; every cue in
 * it is tried against the rules, the surest first.
 */
#include "attribution.h"

#include "workers/en/cue.h"
#include "finder.h"
#include "workers/en/phrase.h"
#include "quote.h"
#include "token.h"

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static bool
is_mark(const struct text *t, uint32_t i, char c)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == c;
}

static struct attribution
start(const struct cue *c)
{
	return (struct attribution) { .cue = c->core,
		.cue_end = c->last,
		.act = c->act,
		.negative = c->negative };
}

/* After "Q," she said: a comma and more of the quotation, or whole ones. */
static void
add_rest(struct finder *f, struct attribution *a, uint32_t i)
{
	const struct text *t = f->t;
	uint32_t limit = i + 25 < f->last ? i + 25 : f->last, q;

	while (i < limit && !quote_opens(t, i) && !finder_at_end(f, i))
		i++;
	if (i < limit && quote_opens(t, i) && i > f->first &&
	    t->token[i - 1].kind == TOKEN_MARK) {
		q = t->token[i].quote;
		if (!f->used[q])
			finder_add(f, a, i, t->quotation[q].close + 1);
	}
	finder_continue(f, a);
}

/* ---- rules with the content before the cue --------------------------- */

/* Past a comma or dash before i, going left. */
static uint32_t
before_comma(const struct finder *f, uint32_t i)
{
	if (i > f->first &&
	    (is_mark(f->t, i - 1, ',') || is_mark(f->t, i - 1, '_')))
		return i - 1;
	return i;
}

/* The token after which the quotation ends that stands right before i
 * (a comma may come between), or TEXT_NONE. */
static uint32_t
quote_before(const struct finder *f, uint32_t i)
{
	i = before_comma(f, i);
	if (i <= f->first || f->t->token[i - 1].quote == TEXT_NONE ||
	    !quote_closes(f->t, i - 1))
		return TEXT_NONE;
	return i;
}

/* Where the words begin that a quotation ending before end belongs to. */
static uint32_t
content_first(const struct finder *f, uint32_t end)
{
	const struct text *t = f->t;
	uint32_t first = t->quotation[t->token[end - 1].quote].open, i;

	if (first < f->first)
		first = f->first;
	i = first;
	if (i > f->done && i - f->done < 60 && f->done >= f->first)
		i = f->done;
	/* Quotations in a row are one. */
	while (i < first &&
	    (t->token[i].kind == TOKEN_MARK || has(t, i, LEXICON_CONN)))
		i++;
	return i;
}

/*
 * Content before: a quotation, or a clause up to the comma.  Adds the piece;
 * false when there is none.
 */
static bool
take_before(struct finder *f, struct attribution *a, uint32_t end)
{
	uint32_t q = quote_before(f, end), first = f->done;
	const struct text *t = f->t;

	if (q != TEXT_NONE) {
		if (f->used[t->token[q - 1].quote])
			return false;
		finder_add(f, a, content_first(f, q), q);
		return true;
	}
	if (end <= f->first + 3 || before_comma(f, end) == end)
		return false;
	end--;
	while (first < end &&
	    (has(t, first, LEXICON_CONN) || t->token[first].kind == TOKEN_MARK))
		first++;
	if (end <= first || end - first > TEXT_WALK)
		return false;
	finder_add(f, a, first, end);
	return true;
}

/* Does a fronted phrase, no clause, stand before the comma: "In Ottawa, …"? */
static bool
is_fronted(const struct finder *f, uint32_t end)
{
	const struct text *t = f->t;
	uint32_t first = f->done, limit;
	const struct token *k;

	while (first < end &&
	    (has(t, first, LEXICON_CONN) || t->token[first].kind == TOKEN_MARK))
		first++;
	if (first >= end)
		return true;
	k = &t->token[first];
	limit = end < first + TEXT_WALK ? end : first + TEXT_WALK;
	if (k->bits & (LEXICON_SUB | LEXICON_ADV) &&
	    !(k->bits & (LEXICON_DET | LEXICON_PRON)))
		return true;
	if (k->verb != NULL && !k[1].capital &&
	    (k->tense == LEXICON_ING || k->tense == LEXICON_PAST))
		return true;
	return !phrase_is_clause(t, first, limit);
}

/* “Q,” said X: the subject follows the cue. */
static bool
try_inverted(struct finder *f, const struct cue *c)
{
	const struct text *t = f->t;
	struct attribution a = start(c);
	uint32_t q = quote_before(f, c->first);
	struct phrase s;

	if (!(c->frames & LEXICON_QUOTE) || c->participle ||
	    t->token[c->verb].tense == LEXICON_BASE || c->last >= f->last)
		return false;
	if (q == TEXT_NONE &&
	    (before_comma(f, c->first) == c->first ||
		is_fronted(f, c->first - 1)))
		return false;
	s = phrase_source(t, c->last, finder_reach(f, c->last));
	if (s.first == s.last || token_is(t, s.first, "that") ||
	    (has(t, s.first, LEXICON_OBJ) && !has(t, s.first, LEXICON_PRON)))
		return false;
	/* "…, say those who": what is said would have to follow else */
	if (q == TEXT_NONE && !finder_at_end(f, s.last) &&
	    !is_mark(t, s.last, ',') &&
	    !has(t, s.last, LEXICON_PREP | LEXICON_DAY | LEXICON_SUB))
		return false;
	if (!take_before(f, &a, c->first))
		return false;
	a.source = s.first;
	a.source_end = s.last;
	if (q != TEXT_NONE)
		add_rest(f, &a, s.last);
	finder_commit(f, &a,
	    q != TEXT_NONE ? "quote-inverted" : "clause-inverted",
	    q != TEXT_NONE ? 0.95 : 0.8, false);
	f->done = s.last;
	return true;
}

/* Nothing but time and place follows the cue. */
static bool
is_final(const struct finder *f, const struct cue *c)
{
	const struct text *t = f->t;
	uint32_t i = c->last;

	while (
	    i < f->last && has(t, i, LEXICON_ADV | LEXICON_DAY | LEXICON_TIME))
		i++;
	if (finder_at_end(f, i) || is_mark(t, i, ',') || is_mark(t, i, ':'))
		return true;
	if (has(t, i, LEXICON_PREP) &&
	    !phrase_is_clause(t, i, finder_reach(f, i)))
		return true;
	return c->frames & LEXICON_TELL &&
	    !phrase_is_clause(t, i, finder_reach(f, i));
}

/* "A deal, they said, is far off": the clause goes on behind the cue. */
static bool
goes_on(const struct finder *f, const struct cue *c)
{
	return c->last + 1 < f->last && is_mark(f->t, c->last, ',') &&
	    has(f->t, c->last + 1, LEXICON_AUX | LEXICON_MODAL) &&
	    f->t->token[c->last + 1].kind == TOKEN_WORD;
}

/* “Q,” X said; C, X said. */
static bool
try_after(
    struct finder *f, const struct cue *c, struct phrase s, uint32_t outer)
{
	const struct text *t = f->t;
	struct attribution a = start(c);
	uint32_t q = quote_before(f, outer), i;

	if (!(c->frames & LEXICON_QUOTE))
		return false;
	if (q == TEXT_NONE &&
	    (before_comma(f, outer) == outer ||
		(!goes_on(f, c) &&
		    (!is_final(f, c) || is_fronted(f, outer - 1)))))
		return false;
	if (!take_before(f, &a, outer))
		return false;
	a.source = s.first;
	a.source_end = s.last;
	i = c->last;
	if (q != TEXT_NONE) {
		add_rest(f, &a, i);
	} else if (i + 2 < f->last && is_mark(t, i, ',') &&
	    t->token[i + 1].verb == NULL) {
		finder_add(f, &a, i + 1,
		    cue_content_end(t, i + 1, finder_reach(f, i)));
	}
	finder_commit(f, &a, q != TEXT_NONE ? "quote-after" : "clause-after",
	    q != TEXT_NONE ? 0.95 : 0.85, false);
	f->done = a.piece[a.n_pieces - 1].last > c->last
	    ? a.piece[a.n_pieces - 1].last
	    : c->last;
	return true;
}

/* ---- rules with the content after the cue ----------------------------- */

/* A quotation that is all that was said, not the start of a clause. */
static bool
is_whole_quote(const struct finder *f, uint32_t i)
{
	const struct text *t = f->t;
	const struct quotation *q = &t->quotation[t->token[i].quote];
	char before = t->token[q->close - 1].mark;

	if (!q->closed || q->close + 1 >= f->last ||
	    finder_at_end(f, q->close + 1))
		return true;
	return before != 0 && strchr(",.?!", before) != NULL;
}

/* The quotation that opens the paragraph after the stretch. */
static bool
next_paragraph(struct finder *f, struct attribution *a)
{
	const struct text *t = f->t;
	uint32_t s = f->s_last, next;

	if (s >= t->n_sentences || !t->token[t->sentence[s].first].para ||
	    !quote_opens(t, t->sentence[s].first) ||
	    !finder_only_quotes(t, s, &next))
		return false;
	finder_add(f, a, t->sentence[s].first, t->sentence[next - 1].last);
	return true;
}

/* The words from i on, or the quotation there. */
static void
take_after(struct finder *f, struct attribution *a, uint32_t i)
{
	const struct text *t = f->t;

	if (quote_opens(t, i) && is_whole_quote(f, i)) {
		uint32_t end = t->quotation[t->token[i].quote].close + 1;

		finder_add(f, a, i, end);
		if (finder_at_end(f, end))
			finder_continue(f, a);
		return;
	}
	finder_add(f, a, i, cue_content_end(t, i, finder_reach(f, i)));
}

static double
certainty(const char *rule)
{
	static const struct {
		const char *rule;
		double p;
	} sure[] = { { "quote-before", 0.95 }, { "clause-that", 0.9 },
		{ "clause-bare", 0.85 }, { "asked", 0.7 },
		{ "to-infinitive", 0.7 }, { "colon", 0.8 }, { "phrase", 0.5 } };

	for (size_t i = 0; i < sizeof sure / sizeof sure[0]; i++)
		if (strcmp(sure[i].rule, rule) == 0)
			return sure[i].p;
	return 0.5;
}

/* X said C; the source may be that of the report before. */
static bool
try_before(struct finder *f, const struct cue *c, struct phrase s)
{
	struct attribution a = start(c);
	const char *rule;
	uint32_t i;

	a.source = s.first;
	a.source_end = s.last;
	if (c->last < f->last && is_mark(f->t, c->last, ':') &&
	    c->last + 1 == f->last && c->frames & LEXICON_QUOTE) {
		if (!next_paragraph(f, &a))
			return false;
		finder_commit(f, &a, "colon", certainty("colon"), false);
		return true;
	}
	if (!cue_content_start(f->t, c, finder_reach(f, c->last), &i, &rule))
		return false;
	take_after(f, &a, i);
	finder_commit(f, &a, rule, certainty(rule), false);
	return true;
}

/* "…, adding that C"; "… and said C": the speaker is that of before. */
static bool
try_inherited(struct finder *f, const struct cue *c)
{
	struct text *t = f->t;
	struct phrase s = { c->first, c->first };
	uint32_t n = t->n_attributions, outer;

	/* A bare verb after "and" is rather an adjective or no report. */
	if (!(c->frames & (LEXICON_QUOTE | LEXICON_THAT | LEXICON_BARE)))
		return false;

	if (n > f->in_stretch) {
		s.first = t->attribution[n - 1].source;
		s.last = t->attribution[n - 1].source_end;
	} else {
		/* No report yet: the subject of the sentence. */
		uint32_t i = finder_floor(f, c->first);

		while (i < c->first &&
		    (t->token[i].verb == NULL || t->token[i].capital ||
			t->token[i].quote != TEXT_NONE ||
			t->token[i].tense == LEXICON_ING))
			i++;
		if (i < c->first) {
			struct phrase_group g;

			phrase_group(t, f->first, i, &g);
			s = phrase_subject(t, f->first, g.first, &outer);
		}
	}
	if (s.first == s.last)
		return false;
	return try_before(f, c, s);
}

/* Is the word before the verb group one that joins or hangs it on? */
static bool
hangs(const struct finder *f, const struct cue *c)
{
	const struct text *t = f->t;
	uint32_t i = c->first;

	if (i <= f->first)
		return false;
	return c->participle || token_is(t, i - 1, "and") ||
	    token_is(t, i - 1, "but") || token_is(t, i - 1, "or");
}

static void
try_cue(struct finder *f, const struct cue *c)
{
	uint32_t outer, floor = finder_floor(f, c->first);
	struct phrase s;

	if (try_inverted(f, c))
		return;
	if (hangs(f, c)) {
		try_inherited(f, c);
		return;
	}
	s = phrase_subject(f->t, floor, c->first, &outer);
	if (s.first == s.last)
		return;
	if (!try_after(f, c, s, outer))
		try_before(f, c, s);
}

/* ---- according to ------------------------------------------------------ */

static void
try_according(struct finder *f, uint32_t i)
{
	const struct text *t = f->t;
	struct attribution a = {
		.cue = i, .cue_end = i + 2, .act = FOUND_ASSERT
	};
	struct phrase s = phrase_source(t, i + 2, finder_reach(f, i));
	uint32_t first;

	if (s.first == s.last)
		return;
	a.source = s.first;
	a.source_end = s.last;
	if (i > f->done && take_before(f, &a, i)) {
		if (s.last + 2 < f->last && is_mark(t, s.last, ','))
			finder_add(f, &a, s.last + 1,
			    cue_content_end(t, s.last + 1, finder_reach(f, i)));
	} else if (i > f->done + 2) {
		first = f->done;
		while (first < i && has(t, first, LEXICON_CONN))
			first++;
		if (i - first < TEXT_WALK)
			finder_add(f, &a, first, i);
	} else if (s.last + 1 < f->last && is_mark(t, s.last, ',')) {
		take_after(f, &a, s.last + 1);
	}
	finder_commit(f, &a, "according-to", 0.9, false);
	f->done = s.last;
}

/* ---- quotations that nobody claims -------------------------------------- */

static void
take_bare(struct finder *f, uint32_t s)
{
	struct text *t = f->t;
	uint32_t next, q = t->token[f->first].quote;
	struct attribution a = { .act = FOUND_ASSERT };
	const struct attribution *p;

	if (q == TEXT_NONE || !quote_opens(t, f->first) || f->used[q] ||
	    !t->quotation[q].speech || !t->token[f->first].para ||
	    t->n_attributions == 0 || !finder_only_quotes(t, s, &next))
		return;
	p = &t->attribution[t->n_attributions - 1];
	a.speaker = p->speaker;
	a.also = p->also;
	a.like = p->like;
	if (a.speaker == TEXT_NONE && a.like == TEXT_NONE)
		a.like = t->n_attributions - 1;
	finder_add(f, &a, f->first, f->last);
	finder_continue(f, &a);
	a.cue = a.cue_end = a.source = a.source_end = f->first;
	finder_commit(f, &a, "bare", t->quotation[q].carried ? 0.8 : 0.5, true);
}

/* ---- the walk ----------------------------------------------------------- */

/* One stretch: sentences s to f->s_last. */
static void
walk_stretch(struct finder *f, uint32_t s)
{
	const struct text *t = f->t;

	f->first = f->done = t->sentence[s].first;
	f->last = t->sentence[f->s_last - 1].last;
	f->in_stretch = t->n_attributions;
	for (uint32_t i = f->first; i < f->last; i++) {
		struct cue c;

		if (quote_opens(t, i)) {
			i = t->quotation[t->token[i].quote].close;
			continue;
		}
		if (i + 2 < f->last && token_is(t, i, "according") &&
		    token_is(t, i + 1, "to")) {
			try_according(f, i++);
			continue;
		}
		if (cue_at(t, finder_floor(f, i), finder_reach(f, i), i, &c)) {
			try_cue(f, &c);
			i = c.last > i + 1 ? c.last - 1 : i;
		}
	}
	take_bare(f, s);
}

void
attribution_find(struct text *t)
{
	struct finder f = { .t = t };

	t->cap_attributions = 32;
	t->attribution = arena_alloc(
	    t->arena, t->cap_attributions, sizeof *t->attribution);
	f.used = arena_alloc(t->arena, t->n_quotations, 1);
	for (uint32_t s = 0; s < t->n_sentences; s = f.s_last) {
		f.s_last = s + 1;
		while (
		    f.s_last < t->n_sentences && t->sentence[f.s_last].joined)
			f.s_last++;
		walk_stretch(&f, s);
	}
}
