/* recode.c -- text in any character set into UTF-8. */
#include "recode.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <strings.h>

#include "proto/utf8.h"

#define CHUNK 16384 /* bytes of output at a time */

/* Labels that mean another set than they name. */
static const struct {
	const char *label, *set;
} labels[] = {
	{ "iso-8859-1", "WINDOWS-1252" },
	{ "iso8859-1", "WINDOWS-1252" },
	{ "iso_8859-1", "WINDOWS-1252" },
	{ "latin1", "WINDOWS-1252" },
	{ "latin-1", "WINDOWS-1252" },
	{ "ascii", "WINDOWS-1252" },
	{ "us-ascii", "WINDOWS-1252" },
	{ "iso-8859-9", "WINDOWS-1254" },
	{ "iso-8859-11", "WINDOWS-874" },
	{ "gb2312", "GB18030" },
	{ "gb_2312-80", "GB18030" },
	{ "gbk", "GB18030" },
	{ "x-gbk", "GB18030" },
	{ "euc-kr", "CP949" },
	{ "ks_c_5601-1987", "CP949" },
	{ "korean", "CP949" },
	{ "shift_jis", "CP932" },
	{ "shift-jis", "CP932" },
	{ "sjis", "CP932" },
	{ "x-sjis", "CP932" },
	{ "x-euc-jp", "EUC-JP" },
	{ "big5", "BIG5-HKSCS" },
	{ "unicode", "UTF-16LE" },
	{ "utf8", "UTF-8" },
	{ "utf-16", "UTF-16LE" },
	{ "utf-32", "UTF-32LE" },
};

/* The name for iconv, which takes options after it: only plain names. */
static bool
set_name(struct span from, char out[RECODE_NAME_MAX])
{
	size_t n = 0;

	while (from.n > 0 && isspace((unsigned char)*from.p))
		from = (struct span) { from.p + 1, from.n - 1 };
	while (n < from.n && n + 1 < RECODE_NAME_MAX &&
	    (isalnum((unsigned char)from.p[n]) ||
		(from.p[n] != '\0' && strchr("-_.:", from.p[n]) != NULL)))
		n++;
	if (n == 0)
		return false;
	memcpy(out, from.p, n);
	out[n] = '\0';
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcasecmp(out, labels[i].label) == 0) {
			strcpy(out, labels[i].set);
			break;
		}
	return true;
}

/* Bytes of the smallest unit of a set. */
static size_t
unit_of(const char *set)
{
	if (strncasecmp(set, "UTF-16", 6) == 0 ||
	    strncasecmp(set, "UCS-2", 5) == 0)
		return 2;
	return strncasecmp(set, "UTF-32", 6) == 0 ||
		strncasecmp(set, "UCS-4", 5) == 0
	    ? 4
	    : 1;
}

static void
convert(iconv_t cd, size_t unit, struct span in, struct buf *out)
{
	char *from = (char *)(uintptr_t)in.p;
	size_t left = in.n;

	while (left > 0) {
		char *to = buf_room(out, CHUNK);
		size_t room = CHUNK, skip, r;

		r = iconv(cd, &from, &left, &to, &room);
		out->n += CHUNK - room;
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		buf_puts(out, "\xef\xbf\xbd");
		skip = left < unit ? left : unit;
		from += skip;
		left -= skip;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
}

enum rc
recode_utf8(struct span from, struct span in, struct buf *out)
{
	char set[RECODE_NAME_MAX];
	iconv_t cd;

	if (!set_name(from, set))
		return RC_NOENT;
	if (strcasecmp(set, "UTF-8") == 0 && utf8_valid(in) == in.n) {
		buf_append(out, in.p, in.n);
		return RC_OK;
	}
	cd = iconv_open("UTF-8", set);
	if (cd == (iconv_t)-1)
		return RC_NOENT;
	convert(cd, unit_of(set), in, out);
	iconv_close(cd);
	return RC_OK;
}

struct recode_census
recode_census(struct span s)
{
	struct recode_census c = { 0, 0 };

	while (s.n > 0) {
		size_t ok = utf8_valid(s);

		for (size_t i = 0; i < ok; i++)
			c.good += (unsigned char)s.p[i] >= 0xc0;
		s = (struct span) { s.p + ok, s.n - ok };
		if (s.n > 0) {
			c.bad++;
			s = (struct span) { s.p + 1, s.n - 1 };
		}
	}
	return c;
}

unsigned
recode_c1(unsigned code)
{
	static const unsigned short western[32] = { 0x20ac, 0, 0x201a, 0x0192,
		0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
		0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
		0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,
		0x017e, 0x0178 };

	return code >= 128 && code < 160 ? western[code - 128] : 0;
}
