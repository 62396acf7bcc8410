/* credit.c -- whom an article credits. */
#include "credit.h"

#include "agency.h"
#include "fold.h"
#include "proto/buf.h"
#include "proto/utf8.h"

#define LINE_MAX_BYTES 300 /* a credit line is short */
#define LINES_FIRST    3
#define LINES_LAST     8
#define DATELINE       120 /* bytes that a dateline is looked for in */
#define NAME_WORDS     7   /* of a name that is no agency's */

struct reader {
	struct arena *arena;
	struct credit *credit;
	size_t n;
	struct buf folded;
};

const char *
credit_how_text(enum credit_how how)
{
	static const char *const text[] = { "source", "byline", "dateline",
		"credit line", "published by", "with files from",
		"reported first by" };

	return text[how];
}

static void
put(struct reader *r, enum credit_how how, struct span name, bool agency,
    struct span exact)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->credit[i].how == how && span_eq(r->credit[i].name, name))
			return;
	if (r->n < CREDIT_MAX && name.n > 0)
		r->credit[r->n++] = (struct credit) { .how = how,
			.name = name,
			.agency = agency,
			.exact = exact };
}

static struct span
fold(struct reader *r, struct span s)
{
	buf_clear(&r->folded);
	fold_words(s, &r->folded);
	buf_cstr(&r->folded);
	return buf_span(&r->folded);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Does s begin with the ASCII prefix, in any case?  Then it is cut off. */
static bool
skip(struct span *s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (s->n < n || strncasecmp(s->p, prefix, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* ---- pieces: "Ada Quill, The Canadian Press / AP" ---- */

/* The length of what parts pieces at p, 0: nothing does. */
static size_t
parts(const char *p, const char *end)
{
	static const char *const mark[] = { ",", ";", "|", "/", "(", ")", "[",
		"]", " - ", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\xa2",
		"\xc2\xb7", " and ", " for ", " via ", " with ", " of " };

	for (size_t i = 0; i < sizeof mark / sizeof mark[0]; i++) {
		size_t n = strlen(mark[i]);

		if ((size_t)(end - p) >= n && strncasecmp(p, mark[i], n) == 0)
			return n;
	}
	return 0;
}

/* The next piece of *rest, which is cut off. */
static struct span
next_piece(struct span *rest)
{
	const char *p = rest->p, *end = p + rest->n;
	struct span piece;
	size_t n = 0;

	while (p < end && (n = parts(p, end)) == 0)
		p++;
	piece = (struct span) { rest->p, (size_t)(p - rest->p) };
	p += p < end ? n : 0;
	*rest = (struct span) { p, (size_t)(end - p) };
	piece = trim(piece);
	if (skip(&piece, "by "))
		piece = trim(piece);
	return piece;
}

/* The agency that piece is, or ends with: "Canadian Press staff". */
static const char *
agency_of(struct reader *r, struct span piece)
{
	struct span folded = fold(r, piece);
	const char *name = agency_called(folded);

	return name != NULL ? name : agency_within(folded);
}

/* A name without the reporter: "CBC's Ada Quill". */
static struct span
owner_of(struct span piece)
{
	static const char *const mark[] = { "'s ", "\xe2\x80\x99s " };

	for (size_t i = 0; i < 2; i++) {
		const char *at = memmem(
		    piece.p, piece.n, mark[i], strlen(mark[i]));

		if (at != NULL)
			piece.n = (size_t)(at - piece.p);
	}
	while (piece.n > 0 && piece.p[piece.n - 1] == '.')
		piece.n--;
	return piece;
}

/* Every agency that s names; names of others too, after "with files from".
 * s lies in exact. */
static void
read_pieces(
    struct reader *r, enum credit_how how, struct span s, struct span exact)
{
	struct span rest = s;

	while (rest.n > 0) {
		struct span piece = next_piece(&rest);
		const char *name = agency_of(r, piece);

		if (name != NULL)
			put(r, how, span_of(name), true, exact);
		else if (how == CREDIT_FILES)
			put(r, how, owner_of(piece), false, exact);
	}
}

/* ---- the record ---- */

/* What feeds write for nobody. */
static bool
is_nobody(struct span folded)
{
	static const char *const none[] = { " ", " na ", " n a ", " none ",
		" null ", " nil ", " unknown " };

	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (span_is(folded, none[i]))
			return true;
	return false;
}

static void
read_source(struct reader *r, struct span source)
{
	struct span folded = fold(r, source);
	const char *name;

	if (source.n == 0 || is_nobody(folded))
		return;
	name = agency_called(folded);
	put(r, CREDIT_SOURCE, name != NULL ? span_of(name) : source,
	    name != NULL, source);
}

/* ---- the first and last lines ---- */

/* Marks and words before a credit: "- ", "Source:", "(c) 2031". */
static struct span
bare(struct span s)
{
	static const char *const before[] = { "-", "\xe2\x80\x93",
		"\xe2\x80\x94", "\xe2\x80\xa2", "\xc2\xb7", "\xc2\xa9", "(c)",
		"(", "[", "*", "copyright", "source:", "by ", "from ", "via " };
	bool more = true;

	while (more) {
		more = false;
		s = trim(s);
		for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
			more |= skip(&s, before[i]);
		while (s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9') {
			s.p++;
			s.n--;
			more = true;
		}
	}
	return s;
}

/* A line that is an agency's name, with or without its rights. */
static void
read_line(struct reader *r, struct span line)
{
	struct span rest = bare(line), name = rest, folded;
	const char *agency, *stop = memchr(rest.p, '.', rest.n);

	if (stop != NULL && stop + 1 < rest.p + rest.n) {
		/* "The Canadian Press. All rights reserved." */
		name.n = (size_t)(stop - rest.p);
		folded = fold(r,
		    (struct span) { stop, (size_t)(rest.p + rest.n - stop) });
		if (memmem(folded.p, folded.n, " rights ", 8) == NULL)
			return;
	}
	/* In small letters it is a word. */
	if (name.n == 0 || (name.p[0] >= 'a' && name.p[0] <= 'z'))
		return;
	agency = agency_called(fold(r, name));
	if (agency != NULL)
		put(r, CREDIT_LINE, span_of(agency), true, line);
}

/* What follows the first of phrases, which begin with a small letter, in s. */
static bool
after(struct span s, const char *const *phrase, size_t n, struct span *rest)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(phrase[i]);

		for (size_t at = 0; at + len <= s.n; at++)
			if ((s.p[at] | 0x20) == phrase[i][0] &&
			    strncasecmp(s.p + at, phrase[i], len) == 0) {
				rest->p = s.p + at + len;
				rest->n = s.n - at - len;
				return true;
			}
	}
	return false;
}

static bool
is_capital(const char *p, const char *end)
{
	uint32_t cp;

	if (p == end)
		return false;
	if ((unsigned char)*p < 0x80)
		return (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
	utf8_next((struct span) { p, (size_t)(end - p) }, &cp);
	return cp >= 0xc0 && cp < 0x2000; /* a letter, not a mark */
}

static bool
ends_name(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;

	if (c == '.')
		return p + 1 == end || p[1] == ' ' || p[1] == '\n' ||
		    p[1] == '"' || (unsigned char)p[1] >= 0x80;
	return c == 0xe2 || c == 0xc2 || strchr(",;:!?()\"\n[]|", c) != NULL;
}

/* The capitalised words that s begins with: "the Globe and Mail". */
static struct span
leading_name(struct span s)
{
	static const char *const joint[] = { "the", "and", "of", "&", "de",
		"la" };
	const char *p, *end, *to;
	size_t words = 0;

	s = trim(s);
	p = to = s.p;
	end = p + s.n;
	while (p < end && words < NAME_WORDS) {
		const char *q = p;
		bool joins = false;

		while (q < end && *q != ' ' && !ends_name(q, end))
			q++;
		for (size_t i = 0; i < sizeof joint / sizeof joint[0]; i++)
			joins |= strncasecmp(p, joint[i], (size_t)(q - p)) ==
				0 &&
			    strlen(joint[i]) == (size_t)(q - p);
		if (is_capital(p, end))
			to = q;
		else if (!joins)
			break;
		words++;
		if (q == end || *q != ' ')
			break;
		p = q + 1;
	}
	return (struct span) { s.p, (size_t)(to - s.p) };
}

/* "originally published on Thursday", "... in 1998" */
static bool
is_date(struct span folded)
{
	static const char *const word[] = { " january ", " february ",
		" march ", " april ", " may ", " june ", " july ", " august ",
		" september ", " october ", " november ", " december ",
		" monday ", " tuesday ", " wednesday ", " thursday ",
		" friday ", " saturday ", " sunday " };

	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] >= '0' && folded.p[i] <= '9')
			return true;
	for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
		if (span_is(folded, word[i]))
			return true;
	return false;
}

/* "This report by The Canadian Press was first published ..." */
static void
read_published(struct reader *r, struct span rest, struct span line)
{
	struct span name = leading_name(rest), folded = fold(r, name);
	const char *agency = agency_called(folded);

	if (agency == NULL)
		agency = agency_within(folded);
	if (agency != NULL)
		put(r, CREDIT_PUBLISHED, span_of(agency), true, line);
	else if (folded.n > 2 && !is_date(folded))
		put(r, CREDIT_PUBLISHED, name, false, line);
}

/* A credit in the words of a sentence. */
static void
read_sentence(struct reader *r, struct span line)
{
	static const char *const files[] = { "with files from ",
		"with file from ", "with reporting by ", "with reporting from ",
		"additional reporting by ", "additional reporting from " };
	static const char *const by[] = { "this report by ",
		"originally published by ", "originally published in ",
		"originally published on ", "republished from " };
	struct span rest;
	const char *agency;

	if (after(line, files, sizeof files / sizeof files[0], &rest))
		read_pieces(r, CREDIT_FILES, rest, line);
	else if (after(line, by, sizeof by / sizeof by[0], &rest))
		read_published(r, rest, line);
	else if (memmem(line.p, line.n, " contributed to this ", 21) != NULL &&
	    (agency = agency_within(fold(r, line))) != NULL)
		put(r, CREDIT_FILES, span_of(agency), true, line);
}

/* "OTTAWA (AP) -": what stands in brackets before or after a dash. */
static void
read_dateline(struct reader *r, struct span line)
{
	size_t n = line.n < DATELINE ? line.n : DATELINE;
	const char *open = memchr(line.p, '(', n), *close, *end = line.p + n;
	struct span in, rest, before;
	const char *agency;

	if (open == NULL)
		return;
	close = memchr(open, ')', (size_t)(end - open));
	if (close == NULL)
		return;
	in = (struct span) { open + 1, (size_t)(close - open) - 1 };
	rest = trim((struct span) { close + 1, (size_t)(end - close) - 1 });
	before = trim((struct span) { line.p, (size_t)(open - line.p) });
	if (!skip(&rest, "-") && !skip(&rest, "\xe2\x80\x93") &&
	    !skip(&rest, "\xe2\x80\x94") &&
	    (before.n < 3 || memcmp(before.p + before.n - 3, "\xe2\x80", 2)))
		return;
	agency = agency_called(fold(r, in));
	if (agency != NULL)
		put(r, CREDIT_DATELINE, span_of(agency), true,
		    (struct span) { line.p, (size_t)(close + 1 - line.p) });
}

struct lines {
	struct span *line;
	size_t n;
};

/* The lines of text that are not empty. */
static struct lines
split(struct span text, struct arena *arena)
{
	struct lines l = { 0 };
	const char *p = text.p, *end = p + text.n, *to;
	size_t cap = 0;

	for (; p < end; p = to + 1) {
		struct span s;

		to = memchr(p, '\n', (size_t)(end - p));
		if (to == NULL)
			to = end;
		s = trim((struct span) { p, (size_t)(to - p) });
		if (s.n == 0)
			continue;
		if (l.n == cap) {
			l.line = arena_grow(
			    arena, l.line, cap, cap * 2 + 32, sizeof *l.line);
			cap = cap * 2 + 32;
		}
		l.line[l.n++] = s;
	}
	return l;
}

static void
read_lines(struct reader *r, struct span text)
{
	struct lines l = split(text, r->arena);

	for (size_t i = 0; i < l.n; i++) {
		struct span s = l.line[i];

		if (i < 2)
			read_dateline(r, s);
		if ((i >= LINES_FIRST && i + LINES_LAST < l.n))
			continue;
		/* A text of one line ends with its credit. */
		if (s.n > LINE_MAX_BYTES) {
			size_t cut = s.n - LINE_MAX_BYTES;

			while (((unsigned char)s.p[cut] & 0xc0) == 0x80)
				cut++;
			read_sentence(
			    r, (struct span) { s.p + cut, s.n - cut });
			continue;
		}
		read_line(r, s);
		read_sentence(r, s);
	}
}

/* ---- who was first ---- */

static void
read_first(struct reader *r, struct span text)
{
	static const char *const by[] = { "first reported by ",
		"first reported in ", "first reported on by ",
		"first revealed by ", "reported first by " };

	for (size_t i = 0; i < sizeof by / sizeof by[0]; i++) {
		struct span rest = text;
		size_t n = strlen(by[i]);
		const char *at;

		while ((at = memmem(rest.p, rest.n, by[i], n)) != NULL) {
			struct span name;

			rest.n -= (size_t)(at + n - rest.p);
			rest.p = at + n;
			name = leading_name(rest);
			put(r, CREDIT_FIRST, name, false,
			    (struct span) {
				at, (size_t)(name.p + name.n - at) });
		}
	}
}

/* By how, those of one how in their order. */
static void
sort(struct credit *c, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && c[k].how < c[k - 1].how; k--) {
			struct credit swap = c[k];

			c[k] = c[k - 1];
			c[k - 1] = swap;
		}
}

size_t
credit_read(const struct credit_of *a, struct arena *arena,
    struct credit credit[CREDIT_MAX])
{
	struct reader r = { .arena = arena, .credit = credit };

	read_source(&r, a->source);
	read_pieces(&r, CREDIT_BYLINE, a->byline, a->byline);
	if (a->text.n > 0) {
		read_lines(&r, a->text);
		read_first(&r, a->text);
	}
	buf_free(&r.folded);
	sort(credit, r.n);
	return r.n;
}

const struct credit *
credit_whose(const struct credit *credit, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (CREDIT_WORDS(credit[i].how) &&
		    (credit[i].agency || credit[i].how == CREDIT_SOURCE ||
			credit[i].how == CREDIT_PUBLISHED))
			return &credit[i];
	return NULL;
}
