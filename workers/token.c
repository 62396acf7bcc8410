/*
 * token.c -- the tokeniser.  It walks the text twice: once to count, once to
 * fill an array of exactly that size, since a hostile text has as many tokens
 * as bytes.
 */
#include "token.h"

#include <utf8proc.h>

#include "proto/hash.h"
#include "proto/utf8.h"

/* Characters, by what the tokeniser does with them. */
enum kind { LETTER, DIGIT, SPACE, BREAK, QUOTE, OTHER };

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

/* A character looked at: its kind and length. */
/* Small enough for a register: it is made for every character. */
struct glyph {
	uint32_t cp;
	uint8_t len;  /* bytes */
	uint8_t kind; /* enum kind */
};

static const struct {
	uint32_t cp;
	char mark;
	uint8_t side;
} quotes[] = {
	{ '"', '"', TOKEN_OPENS | TOKEN_CLOSES },
	{ '\'', '\'', TOKEN_OPENS | TOKEN_CLOSES },
	{ '`', '\'', TOKEN_OPENS },
	{ 0xab, '"', TOKEN_OPENS },
	{ 0xbb, '"', TOKEN_CLOSES },
	{ 0x2018, '\'', TOKEN_OPENS },
	{ 0x2019, '\'', TOKEN_CLOSES },
	{ 0x201a, '\'', TOKEN_OPENS },
	{ 0x201c, '"', TOKEN_OPENS },
	{ 0x201d, '"', TOKEN_CLOSES },
	{ 0x201e, '"', TOKEN_OPENS },
	{ 0x2039, '\'', TOKEN_OPENS },
	{ 0x203a, '\'', TOKEN_CLOSES },
};

static int
quote_row(uint32_t cp)
{
	if (cp >= 0x80 && cp != 0xab && cp != 0xbb &&
	    (cp < 0x2018 || cp > 0x203a))
		return -1;
	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
		if (quotes[i].cp == cp)
			return (int)i;
	return -1;
}

/* The kinds of ASCII, by code: L letter, D digit, S space, B break, Q quote. */
static enum kind
ascii_kind(uint32_t c)
{
	static const char row[] = "SSSSSSSSSSBSSBSSSSSSSSSSSSSSSSSS"
				  "SOQOOOOQOOOOOOOODDDDDDDDDDOOOOOO"
				  "OLLLLLLLLLLLLLLLLLLLLLLLLLLOOOOO"
				  "QLLLLLLLLLLLLLLLLLLLLLLLLLLOOOOS";

	switch (row[c]) {
	case 'L':
		return LETTER;
	case 'D':
		return DIGIT;
	case 'S':
		return SPACE;
	case 'B':
		return BREAK;
	case 'Q':
		return QUOTE;
	default:
		return OTHER;
	}
}

static enum kind
kind_of(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_kind(cp);
	if (cp == 0x2028 || cp == 0x2029 || cp == 0x85)
		return BREAK;
	if (quote_row(cp) >= 0)
		return QUOTE;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return LETTER;
	case UTF8PROC_CATEGORY_ND:
		return DIGIT;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return SPACE;
	default:
		return OTHER;
	}
}

/* Whole structures at a time: built piece by piece in memory, it made the
 * processor wait for its own stores at every character. */
static struct glyph
peek(const struct cursor *c, size_t at)
{
	unsigned char byte;
	uint32_t cp;
	size_t len;

	if (at >= c->s.n)
		return (struct glyph) { 0, 0, SPACE };
	byte = (unsigned char)c->s.p[at];
	if (byte < 0x80)
		return (struct glyph) { byte, 1, (uint8_t)ascii_kind(byte) };
	len = utf8_next((struct span) { c->s.p + at, c->s.n - at }, &cp);
	return (struct glyph) { cp, (uint8_t)len, (uint8_t)kind_of(cp) };
}

static bool
is_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

static bool
apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019;
}

/* The ASCII likeness of a mark. */
static char
likeness(uint32_t cp)
{
	if (cp < 0x80)
		return (char)cp;
	if (cp >= 0x2010 && cp <= 0x2015)
		return cp < 0x2013 ? '-' : '_'; /* '_': a dash */
	switch (cp) {
	case 0x20ac: /* euro */
	case 0xa3:   /* pound */
	case 0xa5:   /* yen */
		return '$';
	case 0x2026:
		return '~'; /* ellipsis */
	case 0xa2:
		return 'c';
	default:
		return '*';
	}
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
	if (g.kind == LETTER) {
		bool up = is_upper(g.cp);

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
	if (g.kind == LETTER || g.kind == DIGIT)
		return true;
	if (h.kind != LETTER && h.kind != DIGIT)
		return false;
	if (digits && h.kind == DIGIT)
		return g.cp == ',' || g.cp == '.' || g.cp == ':' || g.cp == '/';
	return g.cp == '-' || g.cp == 0x2010 || g.cp == 0x2011 || g.cp == '&' ||
	    g.cp == '@' || apostrophe(g.cp);
}

/* Letters of the clitic that starts with the apostrophe at byte at, or 0. */
static size_t
clitic(const struct cursor *c, size_t at)
{
	static const char *const forms[] = { "s", "ll", "re", "ve", "d", "m" };
	struct glyph g = peek(c, at);

	if (!apostrophe(g.cp))
		return 0;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		size_t n = strlen(forms[i]), from = at + g.len;

		if (from + n <= c->s.n &&
		    strncasecmp(c->s.p + from, forms[i], n) == 0 &&
		    peek(c, from + n).kind != LETTER &&
		    peek(c, from + n).kind != DIGIT)
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
	return apostrophe(g.cp) && at < c->s.n &&
	    (c->s.p[at] == 't' || c->s.p[at] == 'T') &&
	    peek(c, at + 1).kind != LETTER;
}

/* "U.S.", "D.C.", "e.g.": single letters with full stops between. */
static void
dotted(const struct cursor *c, struct stretch *w)
{
	struct glyph g = peek(c, w->end), h = peek(c, w->end + g.len);

	if (w->run != 1 || g.cp != '.' || h.kind != LETTER ||
	    peek(c, w->end + g.len + h.len).cp != '.')
		return;
	while (g.cp == '.' && h.kind == LETTER && w->points < 32 &&
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
	int row = quote_row(g.cp);
	bool twice = (g.cp == '\'' || g.cp == '`') && h.cp == g.cp;
	struct token *k;

	/* '' and `` are how typewriters and TeX write the double mark. */
	k = take(c, twice ? 2 : g.len, twice ? 2 : 1, TOKEN_QUOTE);
	if (k != NULL) {
		k->mark = twice ? '"' : quotes[row].mark;
		k->side = quotes[row].side;
	}
}

static void
pass_blank(struct cursor *c, struct glyph g)
{
	c->space = true;
	if (g.kind == BREAK) {
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
		case LETTER:
		case DIGIT:
			take_word(c, g.kind == DIGIT);
			take_clitics(c);
			break;
		case SPACE:
		case BREAK:
			pass_blank(c, g);
			break;
		case QUOTE:
			take_quote(c, g);
			break;
		case OTHER:
			k = take(c, g.len, 1, TOKEN_MARK);
			if (k != NULL)
				k->mark = likeness(g.cp);
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
