/*
 * lexer.c -- one walk over the text.  There is room for the tokens of any
 * ordinary text; of one that has more (a mark at every byte), what does not
 * fit is counted only, and the walk is taken again.
 */
#include "workers/lexer.h"

#include "workers/stretch.h"

struct cursor {
	const struct language *language;
	struct span s;
	size_t at;      /* byte */
	uint32_t point; /* code point */
	uint32_t n;     /* tokens so far */
	uint32_t cap;   /* of out; later tokens are only counted */
	struct token *out;
	bool space;      /* white space since the last token */
	unsigned breaks; /* line ends since the last token */
	bool wrapped;    /* lines are cut by width: only an empty one counts */
};

static struct span
rest(const struct cursor *c, size_t at)
{
	return (struct span) { c->s.p + at, c->s.n - at };
}

static struct glyph
peek(const struct cursor *c, size_t at)
{
	return glyph_at(c->s, at);
}

/*
 * Take the token that the stretch w goes over, from the cursor on.  NULL: it
 * was only counted.
 */
static struct token *
take(struct cursor *c, const struct stretch *w, enum token_kind kind)
{
	struct token *k = NULL;

	if (c->n < c->cap) {
		k = &c->out[c->n];
		k->at = (uint32_t)c->at;
		k->size = (uint32_t)(w->end - c->at);
		k->start = c->point;
		k->end = c->point + w->points;
		k->quote = TEXT_NONE;
		k->kind = (uint8_t)kind;
		k->space = c->space || c->n == 0;
		k->para = c->n == 0 || c->breaks > 1 ||
		    (c->breaks == 1 && !c->wrapped);
		if (kind == TOKEN_WORD || kind == TOKEN_NUMBER) {
			k->capital = w->first_upper;
			k->caps = w->letters > 1 && w->upper == w->letters;
		}
	}
	c->n++;
	c->at = w->end;
	c->point += w->points;
	c->space = false;
	c->breaks = 0;
	return k;
}

/* A clitic at the cursor. */
static bool
take_clitic(struct cursor *c)
{
	struct stretch w = stretch_at(c->at);
	size_t n = c->language->clitic(rest(c, c->at));

	if (n == 0)
		n = c->language->negation(rest(c, c->at));
	if (n == 0)
		return false;
	while (w.end < c->at + n)
		stretch_step(&w, peek(c, w.end));
	take(c, &w, TOKEN_CLITIC);
	return true;
}

static void
take_word(struct cursor *c)
{
	struct stretch w = stretch_word(c->language, c->s, c->at);

	take(c, &w, TOKEN_WORD);
	take_clitic(c);
}

static void
take_number(struct cursor *c)
{
	struct stretch w = stretch_number(c->language, c->s, c->at);

	take(c, &w, TOKEN_NUMBER);
	take_clitic(c);
}

/* ---- marks ----------------------------------------------------------------
 */

/* The likeness of a mark, which is one character or a run of them. */
static char
mark_of(const struct cursor *c, const struct stretch *w, uint32_t first)
{
	if (w->points == 1)
		return glyph_likeness(first);
	if (first == '.')
		return '~';
	if (first == '-')
		return '_';
	if (first == '!' && memchr(c->s.p + c->at, '?', w->end - c->at) != NULL)
		return '?';
	return glyph_likeness(first);
}

static void
take_mark(struct cursor *c, struct glyph first)
{
	struct stretch w = stretch_at(c->at);
	struct glyph g = first;
	bool shout = first.cp == '!' || first.cp == '?';
	bool run = first.cp < 0x80 &&
	    strchr(".-!?*=_<>+~#", (int)first.cp) != NULL;
	struct token *k;
	char mark;

	do {
		stretch_step(&w, g);
		g = peek(c, w.end);
	} while (run &&
	    (g.cp == first.cp || (shout && (g.cp == '!' || g.cp == '?'))));
	mark = mark_of(c, &w, first.cp);
	k = take(c, &w, TOKEN_MARK);
	if (k != NULL)
		k->mark = mark;
}

/* "@name", "#word". */
static bool
take_tag(struct cursor *c, struct glyph g)
{
	struct stretch w = stretch_at(c->at);
	struct glyph h = peek(c, c->at + g.len);

	if ((g.cp != '@' && g.cp != '#') ||
	    (h.kind != GLYPH_LETTER && h.cp != '_'))
		return false;
	do {
		stretch_step(&w, g);
		g = peek(c, w.end);
	} while (stretch_in_word(g) || g.cp == '_');
	take(c, &w, TOKEN_WORD);
	take_clitic(c);
	return true;
}

/* '' and `` are how typewriters and TeX write the double mark. */
static bool
twice(uint32_t cp, uint32_t next)
{
	return cp == next &&
	    (cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019);
}

static void
take_quote(struct cursor *c, struct glyph g)
{
	struct glyph h = peek(c, c->at + g.len);
	struct glyph_quote q = glyph_quote(g.cp);
	struct stretch w = stretch_at(c->at);
	struct token *k;

	if (twice(g.cp, h.cp)) {
		stretch_step(&w, g);
		q.mark = '"';
	}
	stretch_step(&w, g);
	k = take(c, &w, TOKEN_QUOTE);
	if (k != NULL) {
		k->mark = q.mark;
		k->side = q.side;
	}
}

/* ---- the walk -------------------------------------------------------------
 */

static void
pass_blank(struct cursor *c, struct glyph g)
{
	c->space = true;
	if (g.kind == GLYPH_BREAK) {
		c->breaks++;
		if (g.cp == '\r' && c->at + 1 < c->s.n &&
		    c->s.p[c->at + 1] == '\n') {
			c->at++;
			c->point++;
		}
	}
	c->at += g.len;
	c->point++;
}

static void
walk(struct cursor *c)
{
	while (c->at < c->s.n) {
		struct glyph g = peek(c, c->at);

		switch (g.kind) {
		case GLYPH_LETTER:
			if ((g.cp | 0x20) != 'n' || !take_clitic(c))
				take_word(c);
			break;
		case GLYPH_DIGIT:
			take_number(c);
			break;
		case GLYPH_SPACE:
		case GLYPH_BREAK:
		case GLYPH_JOINT:
			pass_blank(c, g);
			break;
		case GLYPH_QUOTE:
			if (!glyph_apostrophe(g.cp) || !take_clitic(c))
				take_quote(c, g);
			break;
		default:
			if (!take_tag(c, g))
				take_mark(c, g);
			break;
		}
	}
}

/*
 * Are the lines cut by width, so that a single line end is no paragraph's?
 * Then there are empty lines too, no line is long, and most are nearly full.
 */
static bool
hard_wrapped(struct span s)
{
	size_t lines = 0, empty = 0, full = 0, longest = 0, len;

	for (const char *p = s.p, *end = s.p + s.n, *nl; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		len = (size_t)((nl != NULL ? nl : end) - p);
		len -= len > 0 && p[len - 1] == '\r';
		longest = len > longest ? len : longest;
		if (nl == NULL)
			break;
		lines++;
		empty += len == 0;
		full += len > 50;
		if (longest > 100)
			return false;
	}
	return longest <= 100 && empty > 0 && full * 2 > lines - empty;
}

void
lexer_run(struct text *t)
{
	bool wrapped = hard_wrapped(t->bytes);
	struct cursor c = {
		.language = t->language, .s = t->bytes, .wrapped = wrapped
	};

	c.cap = (uint32_t)(t->bytes.n / 4 + 16);
	c.out = arena_alloc(t->arena, c.cap, sizeof *c.out);
	walk(&c);
	if (c.n > c.cap) {
		c = (struct cursor) { .language = t->language,
			.s = t->bytes,
			.wrapped = wrapped,
			.cap = c.n };
		c.out = arena_alloc(t->arena, c.cap, sizeof *c.out);
		walk(&c);
	}
	t->token = c.out;
	t->n_tokens = c.n;
	t->length = c.point;
}

/* ---- given tokens ---------------------------------------------------------
 */

/* What a given token is: a clitic, or what its first letter or digit says. */
static enum token_kind
given_kind(const struct cursor *c, size_t len)
{
	struct span s = { c->s.p + c->at, len };
	uint8_t first = peek(c, c->at).kind;

	if (c->language->clitic(s) == len || c->language->negation(s) == len)
		return TOKEN_CLITIC;
	for (size_t at = 0; at < len; at += glyph_at(s, at).len) {
		struct glyph g = glyph_at(s, at);

		if (stretch_in_word(g))
			return g.kind == GLYPH_LETTER ? TOKEN_WORD
						      : TOKEN_NUMBER;
	}
	return first == GLYPH_QUOTE ? TOKEN_QUOTE : TOKEN_MARK;
}

static void
take_given(struct cursor *c, size_t len)
{
	struct stretch w = stretch_at(c->at);
	struct glyph first = peek(c, c->at);
	struct glyph_quote q = glyph_quote(first.cp);
	enum token_kind kind = given_kind(c, len);
	size_t end = c->at + len;
	struct token *k;
	char mark;

	while (w.end < end)
		stretch_step(&w, peek(c, w.end));
	mark = mark_of(c, &w, first.cp);
	k = take(c, &w, kind);
	if (kind == TOKEN_QUOTE) {
		k->mark = w.points > 1 ? '"' : q.mark;
		k->side = q.side;
	} else if (kind == TOKEN_MARK) {
		k->mark = mark;
	}
}

void
lexer_given(struct text *t, const struct span *form, uint32_t n)
{
	struct cursor c = { .language = t->language, .s = t->bytes, .cap = n };

	t->n_tokens = n;
	t->token = c.out = arena_alloc(t->arena, n, sizeof *t->token);
	for (uint32_t i = 0; i < n; i++) {
		while (c.at < (size_t)(form[i].p - t->bytes.p))
			pass_blank(&c, peek(&c, c.at));
		c.breaks = 0;
		take_given(&c, form[i].n);
	}
	t->length = c.point + (uint32_t)utf8_count(rest(&c, c.at));
}
