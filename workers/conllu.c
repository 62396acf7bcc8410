/* conllu.c -- reading and writing of treebanks. */
#include "conllu.h"

#include <errno.h>
#include <stdlib.h>

#include "proto/mem.h"
#include "proto/utf8.h"
#include "token.h"

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, COLUMNS };

#define BLANK TEXT_NONE /* head: not given */

void
conllu_open(struct conllu *c, FILE *in)
{
	*c = (struct conllu) { .in = in };
}

void
conllu_close(struct conllu *c)
{
	buf_free(&c->text);
	arena_free(&c->arena);
	*c = (struct conllu) { 0 };
}

/* One line into c->text, without its end.  RC_TOOBIG: it was passed over. */
static enum rc
read_line(struct conllu *c)
{
	bool whole = true;
	int b;

	buf_clear(&c->text);
	while ((b = getc_unlocked(c->in)) != EOF && b != '\n') {
		char byte = (char)b;

		whole = whole && c->text.n < CONLLU_LINE_MAX;
		if (whole)
			buf_append(&c->text, &byte, 1);
	}
	if (b == EOF && ferror(c->in))
		return RC_IO;
	if (b == EOF && c->text.n == 0)
		return RC_END;
	c->line++;
	if (c->text.n > 0 && c->text.p[c->text.n - 1] == '\r')
		c->text.n--;
	return whole ? RC_OK : RC_TOOBIG;
}

static enum rc
bad(const struct conllu *c, struct buf *why, const char *what)
{
	buf_clear(why);
	buf_printf(why, "line %zu: %s", c->line, what);
	return RC_BADMSG;
}

static enum rc
too_big(const struct conllu *c, struct buf *why, const char *what)
{
	(void)bad(c, why, what);
	return RC_TOOBIG;
}

/* The columns of a line.  false: there are not ten, or one is empty. */
static bool
split(struct span line, struct span column[COLUMNS])
{
	size_t n = 0, from = 0;

	for (size_t i = 0; i <= line.n; i++) {
		if (i < line.n && line.p[i] != '\t')
			continue;
		if (n == COLUMNS || i == from)
			return false;
		column[n++] = (struct span) { line.p + from, i - from };
		from = i + 1;
	}
	return n == COLUMNS;
}

/* The number at the start of s, in *n; what follows it is left in *rest.
 * false: there is none, or it is no number of a word. */
static bool
number(struct span s, size_t *n, struct span *rest)
{
	size_t i = 0;

	for (*n = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if ((*n = *n * 10 + (size_t)(s.p[i] - '0')) > CONLLU_LINES_MAX)
			return false;
	*rest = (struct span) { s.p + i, s.n - i };
	return i > 0;
}

/* Is key=No among the |-separated features? */
static bool
has(struct span features, const char *wanted)
{
	size_t n = strlen(wanted), from = 0;

	for (size_t i = 0; i <= features.n; i++)
		if (i == features.n || features.p[i] == '|') {
			if (i - from == n &&
			    memcmp(features.p + from, wanted, n) == 0)
				return true;
			from = i + 1;
		}
	return false;
}

static struct conllu_line *
add_line(struct conllu *c, struct span bytes)
{
	struct conllu_sentence *s = &c->s;
	struct conllu_line *l;

	/* Doubled when full: 8, 16, 32 ... */
	if (s->n_lines >= 8 && (s->n_lines & (s->n_lines - 1)) == 0)
		s->line = arena_grow(&c->arena, s->line, s->n_lines,
		    2 * (size_t)s->n_lines, sizeof *s->line);
	else if (s->n_lines == 0)
		s->line = arena_alloc(&c->arena, 8, sizeof *s->line);
	l = &s->line[s->n_lines++];
	*l = (struct conllu_line) { .bytes = bytes, .word = TEXT_NONE };
	return l;
}

/* "1-2" or "1.1": no word. */
static enum rc
take_other(struct conllu *c, struct span column[COLUMNS], struct buf *why)
{
	struct conllu_sentence *s = &c->s;
	struct span rest, end;
	size_t first, last;

	if (!number(column[ID], &first, &rest) || rest.n < 2 ||
	    !number((struct span) { rest.p + 1, rest.n - 1 }, &last, &end) ||
	    end.n > 0 || (rest.p[0] != '-' && rest.p[0] != '.'))
		return bad(c, why, "the ID is neither 1 nor 1-2 nor 1.1");
	if (rest.p[0] == '-') {
		if (first != s->n_words + 1 || last <= first ||
		    c->until > s->n_words)
			return bad(c, why, "the range is out of order");
		c->until = last;
		c->tight = has(column[MISC], "SpaceAfter=No");
	} else if (first != s->n_words) {
		return bad(c, why, "the empty node is out of order");
	}
	add_line(c,
	    (struct span) {
		column[ID].p, column[FORM].p + column[FORM].n - column[ID].p });
	return RC_OK;
}

static enum rc
take_word(struct conllu *c, struct span column[COLUMNS], struct buf *why)
{
	struct conllu_sentence *s = &c->s;
	struct conllu_word *w = &s->word[s->n_words];
	struct span rest;
	size_t id, head = 0;

	if (!number(column[ID], &id, &rest) || rest.n > 0)
		return take_other(c, column, why);
	if (s->n_words == CONLLU_WORDS_MAX)
		return too_big(c, why, "the sentence has too many words");
	if (id != s->n_words + 1)
		return bad(c, why, "the word's number does not follow");
	if (!span_is(column[HEAD], "_") &&
	    (!number(column[HEAD], &head, &rest) || rest.n > 0))
		return bad(c, why, "HEAD is no number of a word");
	*w = (struct conllu_word) { .form = column[FORM],
		.lemma = column[LEMMA],
		.head = head == 0 ? BLANK : (uint32_t)head - 1,
		.pos = (uint8_t)ud_pos_of(column[UPOS]),
		.rel = (uint8_t)ud_rel_of(column[DEPREL]),
		.space = !has(column[MISC], "SpaceAfter=No") };
	if (id < c->until)
		w->space = false; /* "don't": do n't */
	else if (id == c->until)
		w->space = !c->tight;
	add_line(c, column[ID])->word = s->n_words++;
	return RC_OK;
}

static enum rc
take_line(struct conllu *c, struct buf *why)
{
	struct span column[COLUMNS], line;

	if (c->s.n_lines == CONLLU_LINES_MAX)
		return too_big(c, why, "the sentence has too many lines");
	line = buf_span(&c->text);
	if (utf8_valid(line) != line.n || memchr(line.p, '\0', line.n) != NULL)
		return bad(c, why, "not UTF-8 without NUL");
	line.p = arena_strdup(&c->arena, line);
	if (line.p[0] == '#') {
		add_line(c, line)->comment = true;
		return RC_OK;
	}
	if (!split(line, column))
		return bad(c, why,
		    "not ten columns with tabs between, none of them empty");
	return take_word(c, column, why);
}

/* All words are there: what points to one that is not is wrong. */
static enum rc
finish(struct conllu *c, struct buf *why)
{
	struct conllu_sentence *s = &c->s;

	if (c->until > s->n_words)
		return bad(c, why, "above: a range of words that end early");
	for (uint32_t i = 0; i < s->n_words; i++) {
		struct conllu_word *w = &s->word[i];

		if (w->head == BLANK)
			w->head = i;
		else if (w->head == i)
			return bad(c, why, "above: a word is its own HEAD");
		else if (w->head >= s->n_words)
			return bad(c, why, "above: a HEAD that is no word");
	}
	return RC_OK;
}

static void
begin(struct conllu *c)
{
	arena_reset(&c->arena);
	c->s = (struct conllu_sentence) { .word = arena_alloc(&c->arena,
					      CONLLU_WORDS_MAX,
					      sizeof *c->s.word) };
	c->until = 0;
	c->tight = false;
}

/* The lines up to an empty one or the end; the first fault is kept. */
static enum rc
take_block(struct conllu *c, struct buf *why)
{
	enum rc rc, fault = RC_OK;

	begin(c);
	while ((rc = read_line(c)) != RC_END) {
		if (rc == RC_IO) {
			buf_clear(why);
			buf_puts(why, strerror(errno));
			return RC_IO;
		}
		if (c->text.n == 0 && rc == RC_OK)
			break;
		if (fault == RC_OK)
			fault = rc == RC_TOOBIG
			    ? too_big(c, why, "the line is too long")
			    : take_line(c, why);
	}
	if (fault != RC_OK)
		return fault;
	if (c->s.n_words == 0)
		return rc == RC_END ? RC_END : RC_AGAIN;
	return finish(c, why);
}

enum rc
conllu_next(struct conllu *c, const struct conllu_sentence **s, struct buf *why)
{
	enum rc rc;

	buf_clear(why);
	while ((rc = take_block(c, why)) == RC_AGAIN)
		;
	if (rc == RC_OK)
		*s = &c->s;
	return rc;
}

static void
put(struct buf *out, struct span s)
{
	buf_append(out, s.p, s.n);
	buf_append(out, "\t", 1);
}

static void
put_word(const struct conllu_word *word, uint32_t i, struct buf *out)
{
	const struct conllu_word *w = &word[i];

	buf_printf(out, "%u\t", i + 1);
	put(out, w->form);
	put(out, w->lemma);
	put(out, span_of(ud_pos_text((enum ud_pos)w->pos)));
	buf_printf(out, "_\t_\t%u\t", w->head == i ? 0 : w->head + 1);
	put(out, span_of(ud_rel_text((enum ud_rel)w->rel)));
	buf_puts(out, w->space ? "_\t_\n" : "_\tSpaceAfter=No\n");
}

/* Is the line a range with no white space after its last word? */
static bool
tight(const struct conllu_line *l, const struct conllu_word *word)
{
	struct span rest;
	size_t last;

	return number(l->bytes, &last, &rest) && rest.p[0] == '-' &&
	    number((struct span) { rest.p + 1, rest.n - 1 }, &last, &rest) &&
	    !word[last - 1].space;
}

void
conllu_write(const struct conllu_sentence *s, const struct conllu_word *word,
    struct buf *out)
{
	for (uint32_t i = 0; i < s->n_lines; i++) {
		const struct conllu_line *l = &s->line[i];

		if (l->word != TEXT_NONE) {
			put_word(word, l->word, out);
			continue;
		}
		buf_append(out, l->bytes.p, l->bytes.n);
		if (!l->comment) {
			buf_puts(out, "\t_\t_\t_\t_\t_\t_\t_\t");
			buf_puts(out, tight(l, word) ? "SpaceAfter=No" : "_");
		}
		buf_puts(out, "\n");
	}
	buf_puts(out, "\n");
}

struct text
conllu_text(const struct conllu_sentence *s, struct arena *arena)
{
	struct text t = { .arena = arena };
	struct span *form = arena_alloc(arena, s->n_words, sizeof *form);
	size_t n = 0, at = 0;
	char *p;

	for (uint32_t i = 0; i < s->n_words; i++)
		n += s->word[i].form.n + 1;
	p = arena_alloc(arena, n, 1);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct conllu_word *w = &s->word[i];

		form[i] = (struct span) { p + at, w->form.n };
		memcpy(p + at, w->form.p, w->form.n);
		at += w->form.n;
		if (w->space && i + 1 < s->n_words)
			p[at++] = ' ';
	}
	t.bytes = (struct span) { p, at };
	token_given(&t, form, s->n_words);
	t.sentence = arena_alloc(arena, 1, sizeof *t.sentence);
	t.sentence[0] = (struct sentence) { 0, s->n_words, false };
	t.n_sentences = 1;
	return t;
}
