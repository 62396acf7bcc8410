/*
 * token.c -- the tokeniser.  It walks the text twice: once to count, once to
 * fill an array of exactly that size, since a hostile text has as many tokens
 * as bytes.
 */
#include "token.h"

#include "glyph.h"
#include "proto/hash.h"
#include "proto/utf8.h"

struct cursor {
	struct span s;
	size_t at;         /* byte */
	uint32_t point;    /* code point */
	uint32_t n;        /* tokens so far */
	struct token *out; /* NULL: only counting */
	bool space;        /* white space since the last token */
	unsigned breaks;   /* line ends since the last token */
	bool wrapped; /* lines are cut by width: only an empty one counts */
};

static struct glyph
peek(const struct cursor *c, size_t at)
{
	return glyph_at(c->s, at);
}

/*
 * Take the token of len bytes and points code points that starts at the
 * cursor.
 */
static struct token *
take(struct cursor *c, size_t len, uint32_t points, enum token_kind kind)
{
	struct token *k = NULL;

	if (c->out != NULL) {
		k = &c->out[c->n];
		k->at = (uint32_t)c->at;
		k->size = (uint32_t)len;
		k->start = c->point;
		k->end = c->point + points;
		k->quote = TEXT_NONE;
		k->kind = (uint8_t)kind;
		k->space = c->space || c->n == 0;
		k->para = c->n == 0 || c->breaks > 1 ||
		    (c->breaks == 1 && !c->wrapped);
	}
	c->n++;
	c->at += len;
	c->point += points;
	c->space = false;
	c->breaks = 0;
	return k;
}

/* How a word went: bytes, code points, and its letters' case. */
struct stretch {
	size_t end;
	uint32_t points, letters, upper;
	uint32_t run; /* letters since the last other character */
	bool first_upper, dots;
};

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

/* Does the character g, followed by h, go on inside a word? */
static bool
inner(struct glyph g, struct glyph h, bool digits)
{
	if (g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT)
		return true;
	if (h.kind != GLYPH_LETTER && h.kind != GLYPH_DIGIT)
		return false;
	if (digits && h.kind == GLYPH_DIGIT)
		return g.cp == ',' || g.cp == '.' || g.cp == ':' || g.cp == '/';
	return g.cp == '-' || g.cp == 0x2010 || g.cp == 0x2011 || g.cp == '&' ||
	    g.cp == '@' || glyph_apostrophe(g.cp);
}

/* Letters of the clitic that starts with the apostrophe at byte at, or 0. */
static size_t
clitic(const struct cursor *c, size_t at)
{
	static const char *const forms[] = { "s", "ll", "re", "ve", "d", "m" };
	struct glyph g = peek(c, at);

	if (!glyph_apostrophe(g.cp))
		return 0;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		size_t n = strlen(forms[i]), from = at + g.len;

		if (from + n <= c->s.n &&
		    strncasecmp(c->s.p + from, forms[i], n) == 0 &&
		    peek(c, from + n).kind != GLYPH_LETTER &&
		    peek(c, from + n).kind != GLYPH_DIGIT)
			return n;
	}
	return 0;
}

/* Is it "n't" at byte at? */
static bool
negation(const struct cursor *c, size_t at)
{
	struct glyph g;

	if (at >= c->s.n || (c->s.p[at] != 'n' && c->s.p[at] != 'N'))
		return false;
	g = peek(c, at + 1);
	at += 1 + g.len;
	return glyph_apostrophe(g.cp) && at < c->s.n &&
	    (c->s.p[at] == 't' || c->s.p[at] == 'T') &&
	    peek(c, at + 1).kind != GLYPH_LETTER;
}

/* "U.S.", "D.C.", "e.g.": single letters with full stops between. */
static void
dotted(const struct cursor *c, struct stretch *w)
{
	struct glyph g = peek(c, w->end), h = peek(c, w->end + g.len);

	if (w->run != 1 || g.cp != '.' || h.kind != GLYPH_LETTER ||
	    peek(c, w->end + g.len + h.len).cp != '.')
		return;
	while (g.cp == '.' && h.kind == GLYPH_LETTER && w->points < 32 &&
	    peek(c, w->end + g.len + h.len).cp == '.') {
		step(w, g);
		step(w, h);
		g = peek(c, w->end);
		h = peek(c, w->end + g.len);
	}
	step(w, g);
	w->dots = true;
}

/* The word, or with digits the number, at the cursor. */
static struct stretch
word_from(const struct cursor *c, bool digits)
{
	struct stretch w = { .end = c->at };
	struct glyph g = peek(c, w.end), h;

	for (; g.len > 0; g = h) {
		h = peek(c, w.end + g.len);
		if (!inner(g, h, digits))
			break;
		if (w.points > 0 &&
		    (clitic(c, w.end) > 0 ||
			(w.letters > 0 && negation(c, w.end))))
			break;
		step(&w, g);
	}
	if (!digits)
		dotted(c, &w);
	return w;
}

/* An abbreviation, or the initial of a name, keeps its full stop. */
static void
keep_stop(const struct cursor *c, struct stretch *w)
{
	char low[LEXICON_WORD_MAX];
	size_t n = w->end - c->at;

	if (w->dots || peek(c, w->end).cp != '.' || n + 1 > sizeof low)
		return;
	for (size_t i = 0; i < n; i++)
		low[i] = (char)(c->s.p[c->at + i] |
		    (c->s.p[c->at + i] >= 'A' && c->s.p[c->at + i] <= 'Z' ? 0x20
									  : 0));
	low[n] = '.';
	if ((w->letters == 1 && w->points == 1 && w->first_upper &&
		low[0] != 'i') ||
	    (lexicon_bits((struct span) { low, n + 1 }) & LEXICON_ABBR))
		step(w, peek(c, w->end));
}

static void
take_word(struct cursor *c, bool digits)
{
	struct stretch w = word_from(c, digits);
	struct token *k;

	if (!digits)
		keep_stop(c, &w);
	k = take(
	    c, w.end - c->at, w.points, digits ? TOKEN_NUMBER : TOKEN_WORD);
	if (k != NULL) {
		k->capital = w.first_upper;
		k->caps = w.letters > 1 && w.upper == w.letters;
	}
}

/* After a word: its clitics. */
static void
take_clitics(struct cursor *c)
{
	size_t n = clitic(c, c->at);

	if (n > 0)
		take(c, peek(c, c->at).len + n, 1 + (uint32_t)n, TOKEN_CLITIC);
	else if (negation(c, c->at))
		take(c, 2 + peek(c, c->at + 1).len, 3, TOKEN_CLITIC);
}

static void
take_quote(struct cursor *c, struct glyph g)
{
	struct glyph h = peek(c, c->at + g.len);
	struct glyph_quote q = glyph_quote(g.cp);
	bool twice = (g.cp == '\'' || g.cp == '`') && h.cp == g.cp;
	struct token *k;

	/* '' and `` are how typewriters and TeX write the double mark. */
	k = take(c, twice ? 2 : g.len, twice ? 2 : 1, TOKEN_QUOTE);
	if (k != NULL) {
		k->mark = twice ? '"' : q.mark;
		k->side = q.side;
	}
}

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
	struct token *k;

	while (c->at < c->s.n) {
		struct glyph g = peek(c, c->at);

		switch (g.kind) {
		case GLYPH_LETTER:
		case GLYPH_DIGIT:
			take_word(c, g.kind == GLYPH_DIGIT);
			take_clitics(c);
			break;
		case GLYPH_SPACE:
		case GLYPH_BREAK:
			pass_blank(c, g);
			break;
		case GLYPH_QUOTE:
			take_quote(c, g);
			break;
		case GLYPH_OTHER:
			k = take(c, g.len, 1, TOKEN_MARK);
			if (k != NULL)
				k->mark = glyph_likeness(g.cp);
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
	size_t len = 0, lines = 0, empty = 0, full = 0, longest = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			lines++;
			empty += len == 0;
			full += len > 50;
			longest = len > longest ? len : longest;
			len = 0;
		} else if (s.p[i] != '\r') {
			len++;
		}
	}
	return longest <= 100 && empty > 0 && full * 2 > lines - empty;
}

/* What the lexicon says of a word, by its hash. */
struct memo {
	uint64_t hash;
	uint32_t token; /* that has it, + 1; 0: empty */
};

#define MEMO_LEN 2048u /* a power of two */

static void
look_up(struct token *k, struct span word)
{
	enum lexicon_tense tense = LEXICON_BASE;

	k->bits = lexicon_bits(word);
	if (k->kind == TOKEN_WORD) {
		k->verb = lexicon_verb_of(word, &tense);
		k->tense = (uint8_t)tense;
	}
}

/* The hash that features of models and clusters know a word by. */
static void
set_hash(const struct text *t, struct token *k, struct span lower)
{
	if (lower.n == 0)
		lower = (struct span) { t->bytes.p + k->at, k->size };
	k->low = token_hash(lower);
	k->lemma = k->low;
}

/* Look every word up, most of them once: half of an article's words are
 * repeats. */
static void
classify(struct text *t)
{
	struct memo *memo = arena_alloc(t->arena, MEMO_LEN, sizeof *memo);

	for (uint32_t i = 0; i < t->n_tokens; i++) {
		struct token *k = &t->token[i];
		char low[LEXICON_WORD_MAX];
		struct memo *m;
		struct span w;
		uint64_t hash;

		w = token_lower(t, i, low);
		set_hash(t, k, w);
		k->head = i;
		k->rel = UD_ROOT;
		if (k->kind != TOKEN_WORD && k->kind != TOKEN_CLITIC)
			continue;
		hash = hash_fast(w) + k->kind;
		m = &memo[hash & (MEMO_LEN - 1)];
		if (m->token != 0 && m->hash == hash) {
			const struct token *same = &t->token[m->token - 1];

			k->bits = same->bits;
			k->verb = same->verb;
			k->tense = same->tense;
			continue;
		}
		look_up(k, w);
		*m = (struct memo) { hash, i + 1 };
	}
}

void
token_split(struct text *t)
{
	struct cursor c = { .s = t->bytes };

	c.wrapped = hard_wrapped(t->bytes);
	walk(&c);
	t->n_tokens = c.n;
	t->length = c.point;
	t->token = arena_alloc(t->arena, c.n, sizeof *t->token);
	c = (struct cursor) {
		.s = t->bytes, .out = t->token, .wrapped = c.wrapped
	};
	walk(&c);
	classify(t);
}

/* The given token of len bytes at the cursor: its kind is its first letter's
 * or digit's, if it has one. */
static void
take_given(struct cursor *c, size_t len)
{
	struct stretch w = { .end = c->at };
	struct glyph first = peek(c, c->at);
	uint8_t kind = first.kind;
	struct token *k;
	bool apart = !c->space && c->n > 0 &&
	    (negation(c, c->at) || first.len + clitic(c, c->at) == len);
	struct glyph_quote q = glyph_quote(first.cp);

	while (w.end < c->at + len) {
		struct glyph g = peek(c, w.end);

		if (kind != GLYPH_LETTER && kind != GLYPH_DIGIT &&
		    (g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT))
			kind = g.kind;
		step(&w, g);
	}
	k = take(c, len, w.points,
	    apart                      ? TOKEN_CLITIC
		: kind == GLYPH_LETTER ? TOKEN_WORD
		: kind == GLYPH_DIGIT  ? TOKEN_NUMBER
		: kind == GLYPH_QUOTE  ? TOKEN_QUOTE
				       : TOKEN_MARK);
	k->capital = !apart && w.first_upper;
	k->caps = !apart && w.letters > 1 && w.upper == w.letters;
	if (k->kind == TOKEN_QUOTE) {
		k->mark = w.points > 1 ? '"' : q.mark;
		k->side = q.side;
	} else if (k->kind == TOKEN_MARK) {
		k->mark = glyph_likeness(first.cp);
	}
}

void
token_given(struct text *t, const struct span *form, uint32_t n)
{
	struct cursor c = { .s = t->bytes };

	t->n_tokens = n;
	t->token = arena_alloc(t->arena, n, sizeof *t->token);
	c.out = t->token;
	for (uint32_t i = 0; i < n; i++) {
		while (c.at < (size_t)(form[i].p - t->bytes.p))
			pass_blank(&c, peek(&c, c.at));
		c.breaks = 0;
		take_given(&c, form[i].n);
	}
	t->length = c.point +
	    (uint32_t)utf8_count(
		(struct span) { t->bytes.p + c.at, t->bytes.n - c.at });
	classify(t);
}

struct span
token_lower(const struct text *t, uint32_t i, char out[LEXICON_WORD_MAX])
{
	const struct token *k = &t->token[i];
	size_t n = 0;

	if (k->size > LEXICON_WORD_MAX)
		return (struct span) { out, 0 };
	for (size_t j = 0; j < k->size; j++) {
		unsigned char b = (unsigned char)t->bytes.p[k->at + j];

		if (b >= 'A' && b <= 'Z')
			b |= 0x20;
		/* A curly apostrophe, three bytes, becomes a straight one. */
		if (b == 0xe2 && j + 2 < k->size &&
		    memcmp(t->bytes.p + k->at + j, "\xe2\x80\x99", 3) == 0) {
			b = '\'';
			j += 2;
		}
		out[n++] = (char)b;
	}
	return (struct span) { out, n };
}

uint32_t
token_hash(struct span word)
{
	return (uint32_t)hash_fast(word);
}

bool
token_is(const struct text *t, uint32_t i, const char *word)
{
	const struct token *k = &t->token[i];
	size_t n;

	/* Most differ in the first letter. */
	if ((t->bytes.p[k->at] | 0x20) != (word[0] | 0x20))
		return false;
	n = strlen(word);

	return k->size == n && strncasecmp(t->bytes.p + k->at, word, n) == 0;
}

bool
token_among(const struct text *t, uint32_t i, const char *const *words)
{
	for (; *words != NULL; words++)
		if (token_is(t, i, *words))
			return true;
	return false;
}
