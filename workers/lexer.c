/*
 * lexer.c -- one walk over the text.  There is room for the tokens of any
 * ordinary text; of one that has more (a mark at every byte), what does not
 * fit is counted only, and the walk is taken again.
 */
#include "workers/lexer.h"

#include "workers/address.h"
#include "workers/en/abbr.h"
#include "workers/en/morpheme.h"
#include "workers/glyph.h"

#define INITIALS_MAX 32 /* characters of "U.S.A." */

struct cursor {
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

/* How a token went: bytes, code points, and its letters' case. */
struct stretch {
	size_t end;
	uint32_t points, letters, upper;
	uint32_t run;     /* letters since the last other character */
	uint32_t hyphens; /* kept within it */
	bool first_upper;
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

static bool
in_word(struct glyph g)
{
	return g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT;
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

static void
step(struct stretch *w, struct glyph g)
{
	if (g.kind == GLYPH_LETTER) {
		bool up = glyph_upper(g.cp);

		w->first_upper |= up && w->points == 0;
		w->letters++;
		w->run++;
		w->upper += up;
	} else {
		w->run = 0;
	}
	w->end += g.len;
	w->points++;
}

/* Over letters of ASCII, which most of any text is. */
static void
step_letters(const struct cursor *c, struct stretch *w)
{
	const char *p = c->s.p + w->end, *from = p, *end = c->s.p + c->s.n;
	uint32_t upper = 0, n;

	while (p < end && !(*p & 0x80) &&
	    glyph_ascii[(unsigned char)*p] == GLYPH_LETTER) {
		upper += !(*p & 0x20);
		p++;
	}
	n = (uint32_t)(p - from);
	if (n == 0)
		return;
	w->first_upper |= w->points == 0 && !(*from & 0x20);
	w->letters += n;
	w->run += n;
	w->upper += upper;
	w->end += n;
	w->points += n;
}

/* ---- words ----------------------------------------------------------------
 */

/* Does the word w go on over g, which is no letter or digit? */
static bool
goes_on(const struct cursor *c, const struct stretch *w, struct glyph g)
{
	if (!in_word(peek(c, w->end + g.len)))
		return false;
	if (g.kind == GLYPH_JOINT || g.cp == '&' || g.cp == '_')
		return true;
	if (glyph_apostrophe(g.cp))
		return morpheme_clitic(rest(c, w->end)) == 0 &&
		    morpheme_negation(rest(c, w->end - 1)) == 0;
	return glyph_hyphen(g.cp) && w->hyphens == 0 &&
	    morpheme_prefix((struct span) { c->s.p + c->at, w->end - c->at });
}

/* "U.S.", "D.C.", "J.K": single letters with full stops between. */
static bool
initials(const struct cursor *c, struct stretch *w)
{
	struct glyph g = peek(c, w->end), h = peek(c, w->end + g.len);
	uint32_t before = w->points;

	while (w->run == 1 && g.cp == '.' && h.kind == GLYPH_LETTER &&
	    peek(c, w->end + g.len + h.len).kind != GLYPH_LETTER &&
	    w->points < INITIALS_MAX) {
		step(w, g);
		step(w, h);
		g = peek(c, w->end);
		h = peek(c, w->end + g.len);
	}
	if (w->points > before && g.cp == '.')
		step(w, g);
	return w->points > before;
}

/* The first character that is not blank, from byte at on, on the line. */
static struct glyph
next_glyph(const struct cursor *c, size_t at)
{
	struct glyph g = peek(c, at);

	if (g.kind == GLYPH_SPACE && g.len > 0)
		g = peek(c, at + g.len);
	return g;
}

/* Is the full stop after the word w, of which bits are known, its own? */
static bool
own_stop(const struct cursor *c, const struct stretch *w, uint32_t bits)
{
	struct glyph g = next_glyph(c, w->end + 1);

	if (!(bits & ABBR_KNOWN))
		return w->points == 1 && w->first_upper && c->s.p[c->at] != 'I';
	if (bits & ABBR_DIGIT)
		return g.kind == GLYPH_DIGIT;
	if (bits & ABBR_PROPER)
		return w->first_upper &&
		    (g.kind == GLYPH_DIGIT || g.cp == ',' || g.cp == '(' ||
			(g.kind == GLYPH_LETTER && !glyph_upper(g.cp)));
	return true;
}

/* Within the longest abbreviation there may be a full stop, too: "Ph.D." */
static uint32_t
abbreviation(const struct cursor *c, struct stretch *w)
{
	char low[16];
	size_t n = w->end - c->at, more = 0;
	uint32_t bits = 0;

	while (c->at + n + more < c->s.n && n + more < sizeof low && more < 3 &&
	    c->s.p[c->at + n + more] != ' ')
		more++;
	n = glyph_lower(
	    (struct span) { c->s.p + c->at, n + more }, low, sizeof low);
	for (; more > 0 && n > 0 && bits == 0; more--, n--)
		if (low[n - 1] == '.' &&
		    (bits = abbr_bits((struct span) { low, n })) != 0)
			break;
	for (; more > 1; more--)
		step(w, peek(c, w->end));
	return bits;
}

/* After the word w stands a full stop: is it the word's? */
static void
keep_stop(const struct cursor *c, struct stretch *w)
{
	uint32_t bits;

	if (initials(c, w))
		return;
	bits = abbreviation(c, w);
	if (peek(c, w->end).cp == '.' && own_stop(c, w, bits))
		step(w, peek(c, w->end));
}

static struct stretch
word_from(const struct cursor *c)
{
	struct stretch w = { .end = c->at };
	struct glyph g;

	for (;;) {
		step_letters(c, &w);
		g = peek(c, w.end);
		if (g.cp == ' ' || g.len == 0)
			return w;
		if (!in_word(g) && !goes_on(c, &w, g))
			break;
		w.hyphens += glyph_hyphen(g.cp);
		step(&w, g);
	}
	if (g.cp == '.')
		keep_stop(c, &w);
	return w;
}

/* Is the cursor where an address could start?  Only there, so that none of
 * its bytes is looked at twice. */
static bool
fresh(const struct cursor *c)
{
	unsigned char b;

	if (c->at == 0 || c->space)
		return true;
	b = (unsigned char)c->s.p[c->at - 1];
	return b >= 0x80 || strchr("(<[\"'|", b) != NULL;
}

/* The address that the word w turns out to be the start of, if it is. */
static bool
take_address(struct cursor *c, struct stretch *w)
{
	size_t n;

	if (w->end + 1 >= c->s.n || strchr(".:@-+", c->s.p[w->end]) == NULL ||
	    c->s.p[w->end + 1] == ' ' || !fresh(c))
		return false;
	n = address_length(rest(c, c->at));
	if (n <= w->end - c->at)
		return false;
	w->end = c->at + n;
	w->points = (uint32_t)n;
	w->letters = 0;
	take(c, w, TOKEN_WORD);
	return true;
}

/* Back before the "n" of "n't", and before what was fused to a word. */
static void
cut_short(const struct cursor *c, struct stretch *w)
{
	struct span all = { c->s.p + c->at, w->end - c->at };
	uint32_t cut = (uint32_t)morpheme_fused(all);

	if (w->points > 1 && glyph_apostrophe(peek(c, w->end).cp) &&
	    morpheme_negation(rest(c, w->end - 1)) > 0)
		cut = w->points - 1;
	if (cut == 0)
		return;
	for (uint32_t i = w->points; i > cut; i--)
		w->upper -= !(c->s.p[--w->end] & 0x20);
	w->letters -= w->points - cut;
	w->points = cut;
}

/* A clitic at the cursor. */
static bool
take_clitic(struct cursor *c)
{
	struct stretch w = { .end = c->at };
	size_t n = morpheme_clitic(rest(c, c->at));

	if (n == 0)
		n = morpheme_negation(rest(c, c->at));
	if (n == 0)
		return false;
	while (w.end < c->at + n)
		step(&w, peek(c, w.end));
	take(c, &w, TOKEN_CLITIC);
	return true;
}

static void
take_word(struct cursor *c)
{
	struct stretch w = word_from(c);

	if (take_address(c, &w))
		return;
	cut_short(c, &w);
	take(c, &w, TOKEN_WORD);
	take_clitic(c);
}

/* ---- numbers --------------------------------------------------------------
 */

/* A hyphen between digits: does it hold a telephone number or a date
 * together, rather than a range apart? */
static bool
holds_digits(const struct cursor *c, const struct stretch *w, uint32_t digits)
{
	uint32_t n = 0;
	size_t at = w->end + 1;

	while (n < 8 && peek(c, at).kind == GLYPH_DIGIT) {
		at += peek(c, at).len;
		n++;
	}
	if (n == 0)
		return false;
	if (peek(c, at).cp == '-' && peek(c, at + 1).kind == GLYPH_DIGIT)
		return true;
	return w->hyphens > 0 || (n == 4 && (digits == 3 || digits == 5));
}

/* Letters that touch a number: over those that are its own ("21st"). */
static bool
step_suffix(const struct cursor *c, struct stretch *w)
{
	struct stretch v = *w;

	step_letters(c, &v);
	if (v.end > w->end &&
	    morpheme_unit((struct span) { c->s.p + w->end, v.end - w->end }))
		return false;
	if (v.end == w->end)
		step(&v, peek(c, v.end));
	*w = v;
	return true;
}

static void
take_number(struct cursor *c)
{
	struct stretch w = { .end = c->at };
	uint32_t digits = 0;

	for (struct glyph g; (g = peek(c, w.end)).len > 0;) {
		bool more = peek(c, w.end + g.len).kind == GLYPH_DIGIT;

		if (g.kind == GLYPH_LETTER) {
			if (!step_suffix(c, &w))
				break;
			continue;
		}
		if (g.kind != GLYPH_DIGIT && w.letters > 0)
			break;
		if (g.cp == '-' && more && holds_digits(c, &w, digits))
			w.hyphens++;
		else if (g.kind != GLYPH_DIGIT &&
		    !(more && g.cp < 0x80 && strchr(",.:/", (int)g.cp)))
			break;
		digits = g.kind == GLYPH_DIGIT ? digits + 1 : 0;
		step(&w, g);
	}
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
	struct stretch w = { .end = c->at };
	struct glyph g = first;
	bool shout = first.cp == '!' || first.cp == '?';
	bool run = first.cp < 0x80 &&
	    strchr(".-!?*=_<>+~#", (int)first.cp) != NULL;
	struct token *k;
	char mark;

	do {
		step(&w, g);
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
	struct stretch w = { .end = c->at };
	struct glyph h = peek(c, c->at + g.len);

	if ((g.cp != '@' && g.cp != '#') ||
	    (h.kind != GLYPH_LETTER && h.cp != '_'))
		return false;
	do {
		step(&w, g);
		g = peek(c, w.end);
	} while (in_word(g) || g.cp == '_');
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
	struct stretch w = { .end = c->at };
	struct token *k;

	if (twice(g.cp, h.cp)) {
		step(&w, g);
		q.mark = '"';
	}
	step(&w, g);
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
	struct cursor c = { .s = t->bytes, .wrapped = wrapped };

	c.cap = (uint32_t)(t->bytes.n / 4 + 16);
	c.out = arena_alloc(t->arena, c.cap, sizeof *c.out);
	walk(&c);
	if (c.n > c.cap) {
		c = (struct cursor) {
			.s = t->bytes, .wrapped = wrapped, .cap = c.n
		};
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

	if (c->n > 0 &&
	    (morpheme_clitic(s) == len || morpheme_negation(s) == len))
		return TOKEN_CLITIC;
	for (size_t at = 0; at < len; at += glyph_at(s, at).len) {
		struct glyph g = glyph_at(s, at);

		if (in_word(g))
			return g.kind == GLYPH_LETTER ? TOKEN_WORD
						      : TOKEN_NUMBER;
	}
	return first == GLYPH_QUOTE ? TOKEN_QUOTE : TOKEN_MARK;
}

static void
take_given(struct cursor *c, size_t len)
{
	struct stretch w = { .end = c->at };
	struct glyph first = peek(c, c->at);
	struct glyph_quote q = glyph_quote(first.cp);
	enum token_kind kind = given_kind(c, len);
	size_t end = c->at + len;
	struct token *k;
	char mark;

	while (w.end < end)
		step(&w, peek(c, w.end));
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
	struct cursor c = { .s = t->bytes, .cap = n };

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
