/*
 * quote.c -- pairing quotation marks, a paragraph at a time, in one pass.
 *
 * Depth counts marks of the outermost kind, so that “a “b” c” is one
 * quotation.  Single marks are hard: a closing one is also the apostrophe of
 * "workers’ rights".  Such a weak one closes only when no strong one follows
 * before the next opening mark.
 */
#include "quote.h"

#include "token.h"

struct pairing {
	struct text *t;
	uint32_t *at;      /* tokens that are quotation marks */
	bool *strong_next; /* a strong single closer follows at[i] */
	bool *any_next;    /* any single closer follows, or is, at[i] */
	uint32_t n;
	uint32_t open;  /* token, or TEXT_NONE */
	uint32_t close; /* latest closing mark at depth > 0, or TEXT_NONE */
	char mark;
	unsigned depth;
};

static bool
last_of_para(const struct text *t, uint32_t i)
{
	return i + 1 >= t->n_tokens || t->token[i + 1].para;
}

/* May something be opened right before what follows token i? */
static bool
before_opening(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i], *p = k - 1;

	if (k->space || k->para)
		return true;
	return p->mark == '(' || p->mark == '[' || p->mark == '_' ||
	    p->mark == '-' || p->mark == '/' || p->mark == ':' ||
	    (p->kind == TOKEN_QUOTE && (p->side & TOKEN_OPENS));
}

static bool
can_open(const struct text *t, uint32_t i)
{
	static const char *const clipped[] = { "em", "til", "tis", "twas",
		"cause", "n", "round", "bout", NULL };
	const struct token *k = &t->token[i];

	if (!(k->side & TOKEN_OPENS) || last_of_para(t, i) || k[1].space)
		return false;
	if (k->side == TOKEN_OPENS && k->mark == '"')
		return true;
	if (!before_opening(t, i))
		return false;
	return k->mark == '"' ||
	    (k[1].kind != TOKEN_NUMBER && !token_among(t, i + 1, clipped));
}

static bool
can_close(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return (k->side & TOKEN_CLOSES) && !k->para &&
	    (!k->space || k->side == TOKEN_CLOSES);
}

/* A closing single mark that may be a plural's apostrophe. */
static bool
is_weak(const struct text *t, uint32_t i)
{
	const struct token *p = &t->token[i - 1];
	char c = t->bytes.p[p->at + p->size - 1];

	return p->kind == TOKEN_WORD && (c == 's' || c == 'S') &&
	    !last_of_para(t, i) && p[2].kind == TOKEN_WORD && p[2].space;
}

static bool
single(const struct text *t, uint32_t i)
{
	return t->token[i].mark == '\'';
}

/* Collect the marks, and look ahead for single closers, from the end. */
static void
survey(struct pairing *p)
{
	struct text *t = p->t;
	bool strong = false, any = false;

	for (uint32_t i = 0; i < t->n_tokens; i++)
		p->n += t->token[i].kind == TOKEN_QUOTE;
	p->at = arena_alloc(t->arena, p->n, sizeof *p->at);
	p->strong_next = arena_alloc(t->arena, p->n, 1);
	p->any_next = arena_alloc(t->arena, p->n, 1);
	for (uint32_t i = 0, n = 0; i < t->n_tokens; i++)
		if (t->token[i].kind == TOKEN_QUOTE)
			p->at[n++] = i;
	for (uint32_t n = p->n; n-- > 0;) {
		uint32_t i = p->at[n];
		uint32_t next = n + 1 < p->n ? p->at[n + 1] : i;

		/* What is known holds within the paragraph only. */
		for (uint32_t j = i + 1; j <= next && j - i < TEXT_WALK; j++)
			if (t->token[j].para)
				strong = any = false;
		if (next - i >= TEXT_WALK)
			strong = any = false;
		p->strong_next[n] = strong;
		p->any_next[n] = any;
		if (single(t, i) && can_open(t, i))
			strong = any = false;
		else if (single(t, i) && can_close(t, i)) {
			any = true;
			strong |= !is_weak(t, i);
		}
	}
}

/* Is this inner text what somebody says? */
static bool
sounds_spoken(const struct text *t, const struct quotation *q)
{
	const struct token *k = &t->token[q->close];
	char before = q->close > q->open + 1 ? k[-1].mark : 0;

	return t->token[q->open].para || q->close - q->open > 8 ||
	    (before != 0 && strchr(",.?!~_", before) != NULL);
}

/* Record open to close as a quotation. */
static void
record(struct pairing *p, uint32_t close, bool closed)
{
	struct text *t = p->t;
	struct quotation *q = &t->quotation[t->n_quotations];
	struct quotation *before = q - 1;

	if (close < p->open + 1 + closed)
		return;
	q->open = p->open;
	q->close = close;
	q->closed = closed;
	q->carried = t->n_quotations > 0 && t->token[p->open].para &&
	    !before->closed && before->close + 1 == p->open;
	q->speech = sounds_spoken(t, q);
	for (uint32_t i = q->open; i <= q->close; i++)
		t->token[i].quote = t->n_quotations;
	t->n_quotations++;
}

/* The paragraph ends: what is still open? */
static void
end_paragraph(struct pairing *p, uint32_t last)
{
	if (p->open != TEXT_NONE) {
		if (p->close != TEXT_NONE)
			record(p, p->close, true);
		else if (p->mark == '"')
			record(p, last, false);
	}
	p->open = p->close = TEXT_NONE;
	p->depth = 0;
}

static void
open_at(struct pairing *p, uint32_t i)
{
	p->open = i;
	p->close = TEXT_NONE;
	p->mark = p->t->token[i].mark;
	p->depth = 1;
}

static void
close_at(struct pairing *p, uint32_t i)
{
	p->close = i;
	if (--p->depth > 0)
		return;
	record(p, i, true);
	p->open = p->close = TEXT_NONE;
}

/* The n-th mark. */
static void
feed(struct pairing *p, uint32_t n)
{
	const struct text *t = p->t;
	uint32_t i = p->at[n];

	if (p->open == TEXT_NONE) {
		if (can_open(t, i) &&
		    (t->token[i].mark == '"' || p->any_next[n]))
			open_at(p, i);
		return;
	}
	if (t->token[i].mark != p->mark)
		return;
	if (can_close(t, i)) {
		if (p->mark == '"' || !is_weak(t, i) || !p->strong_next[n])
			close_at(p, i);
	} else if (can_open(t, i) && p->depth < 8) {
		p->depth++;
	}
}

void
quote_pair(struct text *t)
{
	struct pairing p = { .t = t, .open = TEXT_NONE, .close = TEXT_NONE };

	survey(&p);
	/* One that is never closed takes a single mark. */
	t->quotation = arena_alloc(t->arena, p.n, sizeof *t->quotation);
	for (uint32_t i = 0, n = 0; i < t->n_tokens; i++) {
		if (n < p.n && p.at[n] == i)
			feed(&p, n++);
		if (last_of_para(t, i))
			end_paragraph(&p, i);
	}
}

bool
quote_opens(const struct text *t, uint32_t i)
{
	uint32_t q = t->token[i].quote;

	return q != TEXT_NONE && t->quotation[q].open == i;
}

bool
quote_closes(const struct text *t, uint32_t i)
{
	uint32_t q = t->token[i].quote;

	return q != TEXT_NONE && t->quotation[q].close == i;
}
