/*
 * quote.c -- pairing quotation marks, a paragraph at a time, in one pass.
 *
 * What a mark does is first read off its print and its sides: the white space,
 * letters and brackets that it touches.  Then what is open decides: a straight
 * mark with white space on both sides closes what is open; a “ that touches
 * only what stands before it closes, too; a ” that touches only what follows
 * opens when nothing is open.
 *
 * Single marks are hard: a closing one is also the apostrophe of "workers’
 * rights".  They open only what they close in the same paragraph; such a weak
 * one closes when no strong one follows.
 *
 * Looking ahead stops after MARKS_AHEAD marks, so that all is linear.
 */
#include "quote.h"

#include "token.h"

#define MARKS_AHEAD  64
#define NESTED_AHEAD 16  /* marks within a nested quotation, and after it */
#define CONTINUED    100 /* tokens to the mark that closes in the next para */

/* What a double mark does by itself. */
enum role {
	ROLE_NONE, /* inches, an attribute of markup */
	ROLE_OPEN,
	ROLE_CLOSE,
	ROLE_EITHER,
	ROLE_CLOSE_ELSE_OPEN, /* what is open */
	ROLE_OPEN_ELSE_CLOSE
};

struct pairing {
	struct text *t;
	uint32_t *at;  /* tokens that are quotation marks */
	uint32_t n;    /* of them */
	uint32_t last; /* first mark behind the paragraph */
	uint32_t open; /* token, or TEXT_NONE */
	unsigned depth;
};

static bool
last_of_para(const struct text *t, uint32_t i)
{
	return i + 1 >= t->n_tokens || t->token[i + 1].para;
}

static bool
is_single(const struct text *t, uint32_t i)
{
	return t->token[i].mark == '\'';
}

/* Both sides are printed alike. */
static bool
is_straight(const struct token *k)
{
	return k->side == (TOKEN_OPENS | TOKEN_CLOSES);
}

/* Does the mark i touch what it could close? */
static bool
touches_before(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i], *p = k - 1;

	if (k->space || k->para || i == 0)
		return false;
	if (p->kind == TOKEN_QUOTE)
		return !p->space && (p->side & TOKEN_CLOSES);
	return p->kind != TOKEN_MARK || p->mark == 0 ||
	    strchr("([_-/:", p->mark) == NULL;
}

/* Does the mark i touch what it could open? */
static bool
touches_behind(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (last_of_para(t, i) || k[1].space)
		return false;
	switch (k[1].kind) {
	case TOKEN_WORD:
	case TOKEN_NUMBER:
		return true;
	case TOKEN_QUOTE:
		return !last_of_para(t, i + 1) && !k[2].space &&
		    (k[2].kind == TOKEN_WORD || k[2].kind == TOKEN_NUMBER);
	case TOKEN_MARK:
		return strchr(touches_before(t, i) ? "$#" : "$#([~_-*.",
			   k[1].mark) != NULL;
	default:
		return false;
	}
}

/* ---- double marks ---------------------------------------------------------
 */

static enum role
role_of(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	bool before = touches_before(t, i), behind = touches_behind(t, i);

	if (is_straight(k)) {
		if (before && behind)
			return k[-1].mark == '=' ? ROLE_NONE : ROLE_EITHER;
		return before ? ROLE_CLOSE : behind ? ROLE_OPEN : ROLE_EITHER;
	}
	if (k->side & TOKEN_OPENS)
		return !behind && (before || last_of_para(t, i))
		    ? ROLE_CLOSE_ELSE_OPEN
		    : ROLE_OPEN;
	return k->para || (behind && !before) ? ROLE_OPEN_ELSE_CLOSE
					      : ROLE_CLOSE;
}

/* The next double mark of the paragraph after the n-th mark; its index among
 * the marks, or p->last. */
static uint32_t
next_double(const struct pairing *p, uint32_t n)
{
	uint32_t end = n + MARKS_AHEAD < p->last ? n + MARKS_AHEAD : p->last;

	for (n++; n < end; n++)
		if (!is_single(p->t, p->at[n]))
			return n;
	return p->last;
}

static bool
closes_by_itself(const struct pairing *p, uint32_t n)
{
	enum role role;

	if (n >= p->last)
		return false;
	role = role_of(p->t, p->at[n]);
	return role == ROLE_CLOSE || role == ROLE_EITHER ||
	    role == ROLE_CLOSE_ELSE_OPEN;
}

/* "6'2\"", and another mark closes the quotation: these are inches. */
static bool
is_measure(const struct pairing *p, uint32_t n)
{
	const struct text *t = p->t;
	uint32_t i = p->at[n];
	const struct token *k = &t->token[i];

	if (i < 3 || k[-1].kind != TOKEN_NUMBER || k->space || k->para)
		return false;
	if (k[-2].mark != '\'' &&
	    (last_of_para(t, i) || k[1].kind != TOKEN_WORD))
		return false;
	return closes_by_itself(p, next_double(p, n));
}

/* Is the n-th mark, which opens within an open quotation, nested in it?
 * Else that one was never closed. */
static bool
is_nested(const struct pairing *p, uint32_t n)
{
	unsigned depth = p->depth + 1;
	uint32_t end = n + NESTED_AHEAD < p->last ? n + NESTED_AHEAD : p->last;

	for (n++; n < end && depth > 0; n++) {
		if (is_single(p->t, p->at[n]))
			continue;
		if (closes_by_itself(p, n))
			depth--;
		else
			depth++;
	}
	return depth == 0;
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

/* Record the open quotation, until close. */
static void
record(struct pairing *p, uint32_t close, bool closed)
{
	struct text *t = p->t;
	struct quotation *q = &t->quotation[t->n_quotations];
	struct quotation *before = q - 1;
	uint32_t open = p->open;

	p->open = TEXT_NONE;
	p->depth = 0;
	if (close < open + 1 + closed)
		return;
	q->open = open;
	q->close = close;
	q->closed = closed;
	q->carried = t->n_quotations > 0 && t->token[open].para &&
	    !before->closed && before->close + 1 == open;
	q->speech = sounds_spoken(t, q);
	for (uint32_t i = open; i <= close; i++)
		t->token[i].quote = t->n_quotations;
	t->n_quotations++;
}

static void
open_at(struct pairing *p, uint32_t i)
{
	p->open = i;
	p->depth = 1;
}

/* The n-th mark is double, and nothing is open. */
static void
feed_outside(struct pairing *p, uint32_t n)
{
	const struct text *t = p->t;
	uint32_t i = p->at[n], next;

	switch (role_of(t, i)) {
	case ROLE_OPEN:
	case ROLE_OPEN_ELSE_CLOSE:
	case ROLE_CLOSE_ELSE_OPEN:
		if (!last_of_para(t, i))
			open_at(p, i);
		break;
	case ROLE_CLOSE:
		/* 'He says,” there are many.”' */
		if (i == 0 || t->token[i - 1].mark != ',' ||
		    is_straight(&t->token[i]))
			break;
		/* fall through */
	case ROLE_EITHER:
		next = next_double(p, n);
		if (closes_by_itself(p, next))
			open_at(p, i);
		break;
	default:
		break;
	}
}

/* The n-th mark is double, as that which is open. */
static void
feed_inside(struct pairing *p, uint32_t n)
{
	uint32_t i = p->at[n];
	enum role role = role_of(p->t, i);

	if (role == ROLE_NONE || is_measure(p, n))
		return;
	if (role != ROLE_OPEN) {
		if (--p->depth == 0)
			record(p, i, true);
	} else if (is_nested(p, n)) {
		p->depth++;
	} else {
		record(p, i - 1, false);
		open_at(p, i);
	}
}

/* ---- single marks ---------------------------------------------------------
 */

static bool
single_opens(const struct text *t, uint32_t i)
{
	static const char *const clipped[] = { "em", "til", "tis", "twas",
		"cause", "n", "round", "bout", NULL };
	const struct token *k = &t->token[i];

	return (k->side & TOKEN_OPENS) && !touches_before(t, i) &&
	    touches_behind(t, i) && k[1].kind != TOKEN_NUMBER &&
	    !token_among(t, i + 1, clipped);
}

static bool
single_closes(const struct text *t, uint32_t i)
{
	return touches_before(t, i) && !touches_behind(t, i);
}

/* A closing single mark that may be the apostrophe of a plural, or of "goin’
 * to". */
static bool
is_weak(const struct text *t, uint32_t i)
{
	const struct token *p = &t->token[i - 1];
	const char *end = t->bytes.p + p->at + p->size;

	return p->kind == TOKEN_WORD && !last_of_para(t, i) &&
	    p[2].kind == TOKEN_WORD && p[2].space &&
	    ((end[-1] | 0x20) == 's' ||
		(p->size > 2 && end[-2] == 'i' && end[-1] == 'n'));
}

/* The mark that closes the single one n; its index, or p->last.  Double marks
 * between them must be pairs. */
static uint32_t
single_end(const struct pairing *p, uint32_t n)
{
	const struct text *t = p->t;
	uint32_t end = n + MARKS_AHEAD < p->last ? n + MARKS_AHEAD : p->last;
	uint32_t weak = p->last, doubles = 0;

	for (n++; n < end; n++) {
		uint32_t i = p->at[n];

		if (!is_single(t, i)) {
			doubles++;
		} else if (single_opens(t, i)) {
			break;
		} else if (single_closes(t, i) && doubles % 2 == 0) {
			if (!is_weak(t, i))
				return n;
			weak = weak < p->last ? weak : n;
		}
	}
	return weak;
}

/* Does the paragraph after that of token i begin with the same mark? */
static bool
goes_on_behind(const struct pairing *p, uint32_t i)
{
	const struct text *t = p->t;
	uint32_t next = p->last < p->n ? p->at[p->last] : TEXT_NONE;

	return next != TEXT_NONE && t->token[next].para &&
	    t->token[next].mark == t->token[i].mark &&
	    t->token[next].side == t->token[i].side;
}

/* The n-th mark is single, and nothing is open; returns the mark to go on
 * with. */
static uint32_t
feed_single(struct pairing *p, uint32_t n)
{
	const struct text *t = p->t;
	uint32_t i = p->at[n], end;

	if (!single_opens(t, i))
		return n + 1;
	end = single_end(p, n);
	if (end < p->last) {
		p->open = i;
		record(p, p->at[end], true);
		return end + 1;
	}
	/* The first paragraphs of several, each opened with a single mark. */
	if (t->token[i].para && goes_on_behind(p, i))
		open_at(p, i);
	return n + 1;
}

/* ---- paragraphs -----------------------------------------------------------
 */

/* A quotation is open where the paragraph ends with token last.  Does it break
 * off within a sentence, to be closed in the next paragraph?  That mark, or
 * TEXT_NONE. */
static uint32_t
close_behind(const struct pairing *p, uint32_t last)
{
	const struct text *t = p->t;
	uint32_t i = p->last < p->n ? p->at[p->last] : TEXT_NONE;

	if (i == TEXT_NONE || i - last > CONTINUED || is_single(t, i) ||
	    is_single(t, p->open) || t->token[last].kind != TOKEN_WORD ||
	    role_of(t, i) != ROLE_CLOSE)
		return TEXT_NONE;
	for (uint32_t j = last + 2; j <= i; j++)
		if (t->token[j].para)
			return TEXT_NONE;
	return i;
}

/* Where a quotation ends that lacks its closing mark in the paragraph that
 * ends with token last.  A few words that lack it are not the whole
 * paragraph. */
static uint32_t
assumed_end(const struct pairing *p, uint32_t last)
{
	const struct text *t = p->t;
	uint32_t i = p->open + 1;
	unsigned depth = 0;

	if (t->token[i].kind != TOKEN_WORD || t->token[i].capital ||
	    goes_on_behind(p, p->open))
		return last;
	for (; i < last; i++) {
		char c = t->token[i].mark;

		if (c != 0 && strchr(".?!;", c) != NULL)
			return i;
		if (c == ')' && depth-- == 0)
			return i - 1;
		depth += c == '(';
	}
	return last;
}

/* The marks of a paragraph, the first of them the n-th, which ends with token
 * last; returns the first mark behind it that is still to be looked at. */
static uint32_t
feed_paragraph(struct pairing *p, uint32_t n, uint32_t last)
{
	uint32_t close;

	p->open = TEXT_NONE;
	while (n < p->last) {
		if (is_single(p->t, p->at[n])) {
			n = p->open == TEXT_NONE ? feed_single(p, n) : n + 1;
			continue;
		}
		if (p->open == TEXT_NONE)
			feed_outside(p, n);
		else if (!is_single(p->t, p->open))
			feed_inside(p, n);
		n++;
	}
	if (p->open == TEXT_NONE)
		return n;
	close = close_behind(p, last);
	if (close == TEXT_NONE)
		record(p, assumed_end(p, last), false);
	else
		record(p, close, true);
	return n + (close != TEXT_NONE);
}

static void
collect(struct pairing *p)
{
	struct text *t = p->t;
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n_tokens; i++)
		p->n += t->token[i].kind == TOKEN_QUOTE;
	p->at = arena_alloc(t->arena, p->n, sizeof *p->at);
	for (uint32_t i = 0; n < p->n; i++)
		if (t->token[i].kind == TOKEN_QUOTE)
			p->at[n++] = i;
}

void
quote_pair(struct text *t)
{
	struct pairing p = { .t = t, .open = TEXT_NONE };
	uint32_t n = 0;

	collect(&p);
	/* One that is never closed takes a single mark. */
	t->quotation = arena_alloc(t->arena, p.n, sizeof *t->quotation);
	for (uint32_t i = 0; n < p.n; i++) {
		if (!last_of_para(t, i))
			continue;
		p.last = n;
		while (p.last < p.n && p.at[p.last] <= i)
			p.last++;
		n = feed_paragraph(&p, n, i);
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
