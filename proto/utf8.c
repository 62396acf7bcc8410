/* utf8.c -- UTF-8; runs of ASCII are skipped eight bytes at a time. */
#include "utf8.h"

static size_t
ascii_run(struct span s, size_t i)
{
	uint64_t w;

	while (i + 8 <= s.n) {
		memcpy(&w, s.p + i, 8);
		if (w & 0x8080808080808080u)
			break;
		i += 8;
	}
	while (i < s.n && !(s.p[i] & 0x80))
		i++;
	return i;
}

/* Length of the sequence at p with n bytes left, 0 when it is ill-formed.
 * The table is that of the Unicode Standard, "Well-Formed UTF-8". */
static size_t
sequence(const unsigned char *p, size_t n)
{
	static const struct {
		unsigned char first, last, lo, hi, len;
	} row[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		if (p[0] < row[i].first || p[0] > row[i].last)
			continue;
		if (n < row[i].len || p[1] < row[i].lo || p[1] > row[i].hi)
			return 0;
		for (size_t k = 2; k < row[i].len; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return row[i].len;
	}
	return 0;
}

size_t
utf8_valid(struct span s)
{
	size_t i = 0, len;

	while ((i = ascii_run(s, i)) < s.n) {
		len = sequence((const unsigned char *)s.p + i, s.n - i);
		if (len == 0)
			return i;
		i += len;
	}
	return s.n;
}

size_t
utf8_count(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xc0) != 0x80;
	return n;
}

size_t
utf8_offset(struct span s, size_t n)
{
	size_t i = 0;

	for (; i < s.n; i++)
		if ((s.p[i] & 0xc0) != 0x80 && n-- == 0)
			break;
	return i;
}

size_t
utf8_next(struct span s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] < 0xe0) {
		*cp = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		return 2;
	}
	if (p[0] < 0xf0) {
		*cp = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 |
		    (p[2] & 0x3fu);
		return 3;
	}
	*cp = (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 |
	    (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
	return 4;
}

bool
utf8_acts(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	    (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}
