/* fold.c -- text as words that can be compared. */
#include "fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "proto/utf8.h"

static bool
is_word(utf8proc_int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	    (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

static void
end_word(struct buf *out)
{
	if (out->p[out->n - 1] != ' ')
		buf_puts(out, " ");
}

/* ASCII folds letter by letter, whatever stands around it. */
static void
fold_ascii(const char *p, size_t n, struct buf *out)
{
	char word[256];
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		char c = p[i], low = (char)(c | 0x20);

		if ((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9')) {
			word[k++] = c < 'A' ? c : low;
		} else if (k > 0 ? word[k - 1] != ' '
				 : out->p[out->n - 1] != ' ') {
			word[k++] = ' ';
		}
		if (k == sizeof word) {
			buf_append(out, word, k);
			k = 0;
		}
	}
	buf_append(out, word, k);
}

/* Other letters have marks, compatible forms, several small letters. */
static void
fold_other(const char *p, size_t n, struct buf *out)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t all, len;
	utf8proc_int32_t cp;

	all = utf8proc_map((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n,
	    &folded,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		UTF8PROC_STRIPMARK);
	for (utf8proc_ssize_t i = 0; i < all; i += len) {
		len = utf8proc_iterate(folded + i, all - i, &cp);
		if (len <= 0)
			break;
		if (is_word(cp))
			buf_append(out, folded + i, (size_t)len);
		else
			end_word(out);
	}
	free(folded);
}

void
fold_words(struct span s, struct buf *out)
{
	buf_puts(out, " ");
	if (utf8_valid(s) != s.n)
		return;
	for (size_t i = 0, to; i < s.n; i = to) {
		bool ascii = (unsigned char)s.p[i] < 0x80;

		for (to = i + 1; to < s.n; to++)
			if (((unsigned char)s.p[to] < 0x80) != ascii)
				break;
		if (ascii)
			fold_ascii(s.p + i, to - i, out);
		else
			fold_other(s.p + i, to - i, out);
	}
	end_word(out);
}
