/* normal.c -- normalised words, by utf8proc; ASCII does not need it. */
#include "normal.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "proto/hash.h"
#include "proto/utf8.h"

static bool
is_ascii(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] & 0x80)
			return false;
	return true;
}

static bool
is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
		    (cp >= '0' && cp <= '9');
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
	case UTF8PROC_CATEGORY_MC:
		return true;
	default:
		return false;
	}
}

static bool
is_apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019 || cp == 0x02bc || cp == 0xff07;
}

/* Does a word character start at byte i? */
static bool
word_at(struct span s, size_t i)
{
	uint32_t cp;

	if (i >= s.n)
		return false;
	utf8_next((struct span) { s.p + i, s.n - i }, &cp);
	return is_word(cp);
}

/* The words of s, which is folded already but for ASCII capitals. */
static void
split(struct span s, struct buf *out)
{
	char *to = buf_room(out, 2 * s.n); /* a space before each character */
	bool inside = false;
	uint32_t cp;

	for (size_t i = 0, n; i < s.n; i += n) {
		n = utf8_next((struct span) { s.p + i, s.n - i }, &cp);
		if (is_word(cp)) {
			if (!inside)
				*to++ = ' ';
			inside = true;
			if (cp < 0x80)
				*to++ = (char)(cp >= 'A' && cp <= 'Z'
					? cp | 0x20
					: cp);
			else
				to = (char *)memcpy(to, s.p + i, n) + n;
		} else if (inside && is_apostrophe(cp) && word_at(s, i + n)) {
			*to++ = '\'';
		} else {
			inside = false;
		}
	}
	out->n = (size_t)(to - out->p);
}

void
normal_words(struct span s, struct buf *out)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n;

	if (is_ascii(s)) {
		split(s, out);
		return;
	}
	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
	    &folded,
	    UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		UTF8PROC_STABLE | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
	if (n < 0)
		split(s, out);
	else
		split((struct span) { (char *)folded, (size_t)n }, out);
	free(folded);
}

/* Take single letters out of " donald j trump". */
static void
drop_initials(struct buf *b, size_t from)
{
	size_t to = from;

	for (size_t i = from; i < b->n;) {
		size_t end = i + 1;

		while (end < b->n && b->p[end] != ' ')
			end++;
		if (end - i > 2) {
			memmove(b->p + to, b->p + i, end - i);
			to += end - i;
		}
		i = end;
	}
	if (to > from)
		b->n = to;
}

/* s, cut to at most max bytes at a code point. */
static struct span
at_most(struct span s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max > 0 && (s.p[max] & 0xc0) == 0x80)
		max--;
	s.n = max;
	return s;
}

uint64_t
normal_key(
    const char *kind, struct span speaker, const struct span *piece, size_t n)
{
	struct buf b = { 0 };
	size_t from, left = NORMAL_MAX;
	uint64_t key;

	buf_puts(&b, kind);
	buf_puts(&b, "\n");
	from = b.n;
	normal_words(speaker, &b);
	drop_initials(&b, from);
	buf_puts(&b, "\n");
	for (size_t i = 0; i < n && left > 0; i++) {
		struct span s = at_most(piece[i], left);

		normal_words(s, &b);
		left -= s.n < left ? s.n : left;
	}
	key = hash_fast(buf_span(&b));
	buf_free(&b);
	return key;
}
