/* excerpt.c -- the sentence around a span. */
#include "excerpt.h"

#include <string.h>
#include <utf8proc.h>

#include "proto/utf8.h"

#define LOOK  64  /* code points beyond, to see what follows an end */
#define WRAP  50  /* a line that was cut by width is this long at least, */
#define WIDE  100 /* and at most this */
#define WORD  16  /* bytes of a word that is looked up, NUL included */
#define SLOTS (2 * EXCERPT_SIDE + LOOK)

/* A stretch of the text as code points. */
struct window {
	uint32_t before; /* code points of its first line before it, or many */
	uint32_t n;
	uint32_t at[SLOTS];
};

/* Where sentences end in a window. */
struct scan {
	const struct window *w;
	uint32_t i;     /* here */
	uint32_t line;  /* where this line began */
	bool quoted;    /* within a quotation */
	uint32_t end;   /* of the sentence that was found */
	uint32_t start; /* of the one after it; w->n: not to be seen */
};

static void
look(struct window *w, const struct textmap *m, uint32_t from, uint32_t to)
{
	size_t byte = textmap_byte(m, from);
	struct span s = { m->text.p + byte, m->text.n - byte };

	for (w->n = 0; w->n < to - from && w->n < SLOTS; w->n++) {
		size_t len = utf8_next(s, &w->at[w->n]);

		s = (struct span) { s.p + len, s.n - len };
	}
	w->before = 0;
	while (byte > 0 && w->before <= WIDE && m->text.p[byte - 1] != '\n')
		w->before += ((unsigned char)m->text.p[--byte] & 0xc0) != 0x80;
}

/* ---- characters ---- */

static bool
is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 ||
	    (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 ||
	    c == 0x3000;
}

/* What ends a sentence. */
static bool
is_stop(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
	    c == 0xff01 || c == 0xff1f;
}

/* What may stand between it and the blank; of these, the ends of quotations
 * are told apart. */
static bool
ends_quotation(uint32_t c)
{
	return c == '"' || c == 0x201d || c == 0xbb;
}

static bool
is_closer(uint32_t c)
{
	return ends_quotation(c) || c == '\'' || c == 0x2019 || c == ')' ||
	    c == ']' || c == 0x300d;
}

static bool
is_lower(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

static bool
is_letter(uint32_t c)
{
	return c < 0x80 && ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* ---- abbreviations ---- */

/* They go before a name. */
static const char *const titles[] = { "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof",
	"Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Sgt", "Capt", "Maj", "Cmdr",
	"Adm", "Hon", "Rev", "St", "Mt", "Messrs", "Pres", "Supt", "Insp",
	"Det", "Cllr", "vs" };

/* They go before a number. */
static const char *const numbered[] = { "No", "no", "Nos", "nos", "Fig", "fig",
	"Art", "art", "Sec", "sec", "Vol", "vol", "pp", "ca" };

/* They may end a sentence, too. */
static const char *const shorts[] = { "Jr", "Sr", "Inc", "Corp", "Co", "Ltd",
	"Bros", "Dept", "Univ", "Ave", "Blvd", "Rd", "Jan", "Feb", "Mar", "Apr",
	"Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue",
	"Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun", "etc", "al",
	"approx", "est" };

/* Words that begin sentences, and no names. */
static const char *const starters[] = { "A", "An", "The", "He", "She", "It",
	"They", "We", "I", "You", "His", "Her", "Its", "Their", "Our", "My",
	"This", "That", "These", "Those", "There", "In", "On", "At", "But",
	"And", "For", "As", "If", "When", "While", "After", "Before", "Since",
	"With", "By", "From", "To", "So", "Yet", "However", "Meanwhile", "Last",
	"Some", "Many", "Most", "No", "Not", "What", "Who", "How", "Why" };

/* The word of ASCII letters from i on; "" when it is none, or long. */
static void
word_at(const struct window *w, uint32_t i, char out[WORD])
{
	size_t n = 0;

	for (; i < w->n && is_letter(w->at[i]) && n < WORD; i++)
		out[n++] = (char)w->at[i];
	out[n < WORD ? n : 0] = '\0';
}

static bool
listed(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, list[i]) == 0)
			return true;
	return false;
}

#define LISTED(word, list) listed(word, list, sizeof list / sizeof list[0])

/*
 * Does the full stop at i belong to an abbreviation, so that the sentence
 * goes on with what is at next?
 */
static bool
abbreviates(const struct window *w, uint32_t i, uint32_t next)
{
	char word[WORD], after[WORD];
	uint32_t from = i;

	while (from > 0 && is_letter(w->at[from - 1]) && i - from < WORD)
		from--;
	word_at(w, from, word);
	word_at(w, next, after);
	if (LISTED(word, titles))
		return true;
	if (is_digit(w->at[next]))
		return LISTED(word, numbered) || LISTED(word, shorts);
	/* "J. Brook", "the U.S. Senate", "5 p.m. Monday" */
	if (i - from == 1 || LISTED(word, shorts))
		return !LISTED(after, starters);
	return false;
}

/* ---- sentences ---- */

static uint32_t
past_blanks(const struct window *w, uint32_t i)
{
	while (i < w->n && is_blank(w->at[i]))
		i++;
	return i;
}

/* A quotation begins or ends at i.  A straight mark that begins one stands
 * after a blank, a bracket or a dash. */
static void
quotation(struct scan *s)
{
	uint32_t c = s->w->at[s->i];
	uint32_t before = s->i > 0 ? s->w->at[s->i - 1] : ' ';

	if (c == 0x201c || c == 0xab)
		s->quoted = true;
	else if (c == '"')
		s->quoted = is_blank(before) || before == '(' ||
		    before == '[' || before == 0x2013 || before == 0x2014;
	else if (ends_quotation(c))
		s->quoted = false;
}

/* Does a paragraph end with the line that ends here?  Not when that line
 * was cut by width. */
static bool
line_ends(struct scan *s)
{
	const struct window *w = s->w;
	uint32_t next = past_blanks(w, s->i), breaks = 0;
	uint32_t length = s->i - s->line + (s->line == 0 ? w->before : 0);

	for (uint32_t i = s->i; i < next; i++)
		breaks += w->at[i] == '\n';
	if (breaks == 1 && next < w->n && length >= WRAP && length <= WIDE) {
		s->line = s->i + 1;
		return false;
	}
	s->quoted = false;
	s->end = s->i;
	s->start = s->line = s->i = next;
	return true;
}

/* Does a sentence end with the mark here, and those that touch it? */
static bool
mark_ends(struct scan *s)
{
	const struct window *w = s->w;
	uint32_t i = s->i, end = i, next;
	bool alone;

	while (end < w->n && (is_closer(w->at[end]) || is_stop(w->at[end])))
		if (ends_quotation(w->at[end++]))
			s->quoted = false;
	next = past_blanks(w, end);
	alone = end == i + 1;
	s->i = end;
	if (s->quoted || (next == end && next < w->n && w->at[i] < 0x3000))
		return false;
	if (next < w->n &&
	    (is_lower(w->at[next]) ||
		(alone && w->at[i] == '.' && abbreviates(w, i, next))))
		return false;
	s->end = end;
	s->start = next;
	return true;
}

/* On to the next end; false: the window has no more. */
static bool
next_end(struct scan *s)
{
	while (s->i < s->w->n) {
		uint32_t c = s->w->at[s->i];

		if (is_stop(c)) {
			if (mark_ends(s))
				return true;
			continue;
		}
		if (c == '\n' && line_ends(s))
			return true;
		quotation(s);
		s->i++;
	}
	return false;
}

/* Where the sentence that holds code point at begins. */
static uint32_t
begin_of(const struct textmap *m, uint32_t at)
{
	uint32_t from = at > EXCERPT_SIDE ? at - EXCERPT_SIDE : 0;
	uint32_t to = m->length - at > LOOK ? at + LOOK : m->length;
	uint32_t here = at - from, begin = 0;
	struct window w;
	struct scan s = { .w = &w };

	look(&w, m, from, to);
	if (from > 0) /* between two words, when there are two */
		while (begin < here && !is_blank(w.at[begin]))
			begin++;
	begin = begin < here ? past_blanks(&w, begin) : 0;
	if (begin > here)
		begin = here;
	while (next_end(&s) && s.start <= here)
		begin = s.start;
	return from + begin;
}

/* Where the sentence that holds begin to at ends. */
static uint32_t
end_of(const struct textmap *m, uint32_t begin, uint32_t at)
{
	uint32_t from = at - begin > EXCERPT_SIDE ? at - EXCERPT_SIDE : begin;
	uint32_t to = m->length - at > EXCERPT_SIDE + LOOK
	    ? at + EXCERPT_SIDE + LOOK
	    : m->length;
	uint32_t here = at - from, end;
	struct window w;
	struct scan s = { .w = &w };

	look(&w, m, from, to);
	do
		end = next_end(&s) ? s.end : w.n;
	while (end < here);
	if (end > here + EXCERPT_SIDE) {
		for (end = here + EXCERPT_SIDE; end > here; end--)
			if (is_blank(w.at[end]))
				break;
		if (end == here)
			return at + EXCERPT_SIDE;
	}
	while (end > here && is_blank(w.at[end - 1]))
		end--;
	return from + end;
}

struct range
excerpt_around(const struct textmap *m, struct range at)
{
	struct range r;

	r.start = begin_of(m, at.start);
	r.end = end_of(m, r.start, at.end);
	return r;
}
