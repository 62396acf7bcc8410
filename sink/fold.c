/* fold.c -- text as words that can be compared. */
#include "fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

static bool
is_word(utf8proc_int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	    (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

void
fold_words(struct span s, struct buf *out)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n, len;
	utf8proc_int32_t cp;

	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
	    &folded,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		UTF8PROC_STRIPMARK);
	buf_puts(out, " ");
	for (utf8proc_ssize_t i = 0; i < n; i += len) {
		len = utf8proc_iterate(folded + i, n - i, &cp);
		if (len <= 0)
			break;
		if (is_word(cp))
			buf_append(out, folded + i, (size_t)len);
		else if (out->p[out->n - 1] != ' ')
			buf_puts(out, " ");
	}
	if (out->p[out->n - 1] != ' ')
		buf_puts(out, " ");
	free(folded);
}
