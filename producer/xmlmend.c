/* xmlmend.c -- what keeps real XML from being read, mended. */
#include "xmlmend.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "proto/page/recode.h"

#define NAME_MAX_LEN 32 /* bytes of an entity's name */

struct mend {
	struct span in;
	size_t at;
	struct buf *out;
	bool declares; /* the document has entities of its own */
};

static struct span
rest(const struct mend *m)
{
	return (struct span) { m->in.p + m->at, m->in.n - m->at };
}

static bool
begins(struct span s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* Copy n bytes; of control characters XML knows only three. */
static void
copy(struct mend *m, size_t n)
{
	for (size_t end = m->at + n; m->at < end; m->at++) {
		unsigned char c = (unsigned char)m->in.p[m->at];
		char as = c < 0x20 && c != '\t' && c != '\n' && c != '\r'
		    ? ' '
		    : (char)c;

		buf_append(m->out, &as, 1);
	}
}

/* Copy up to and with what ends it, or to the end. */
static void
copy_past(struct mend *m, size_t from, const char *end)
{
	struct span s = rest(m);
	const char *p = s.n > from
	    ? memmem(s.p + from, s.n - from, end, strlen(end))
	    : NULL;

	copy(m, p != NULL ? (size_t)(p - s.p) + strlen(end) : s.n);
}

static void
put_code(struct mend *m, unsigned long code)
{
	if (code >= 128 && code < 160)
		code = recode_c1((unsigned)code);
	if ((code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
	    (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ||
	    code == 0xfffe || code == 0xffff)
		code = 0xfffd;
	buf_printf(m->out, "&#%lu;", code);
}

/* "#...;" after an ampersand: bytes, or 0 when it is none. */
static size_t
number_length(struct span s, unsigned long *code)
{
	bool hex = s.n > 1 && (s.p[1] == 'x' || s.p[1] == 'X');
	size_t first = hex ? 2 : 1, i = first;

	*code = 0;
	for (; i < s.n && i < first + 8; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!(hex ? isxdigit(c) : isdigit(c)))
			break;
		*code = *code * (hex ? 16 : 10) +
		    (unsigned long)(isdigit(c) ? c - '0'
					       : tolower(c) - 'a' + 10);
	}
	return i > first && i < s.n && s.p[i] == ';' ? i + 1 : 0;
}

static size_t
name_length(struct span s, char name[NAME_MAX_LEN])
{
	size_t i = 0;

	while (i < s.n && i < NAME_MAX_LEN - 1 &&
	    (isalnum((unsigned char)s.p[i]) ||
		(s.p[i] != '\0' && strchr("-_.:", s.p[i]) != NULL))) {
		name[i] = s.p[i];
		i++;
	}
	name[i] = '\0';
	return i > 0 && i < s.n && s.p[i] == ';' ? i + 1 : 0;
}

/* A name of XML's or HTML's own. */
static unsigned long
known_name(const char *name)
{
	const htmlEntityDesc *d;

	if (strcmp(name, "apos") == 0)
		return '\'';
	d = htmlEntityLookup((const xmlChar *)name);
	return d != NULL ? d->value : 0;
}

/* At an ampersand. */
static void
mend_reference(struct mend *m)
{
	struct span s = { m->in.p + m->at + 1, m->in.n - m->at - 1 };
	char name[NAME_MAX_LEN];
	unsigned long code;
	size_t n;

	if (s.n > 0 && *s.p == '#') {
		n = number_length(s, &code);
	} else {
		n = name_length(s, name);
		code = n > 0 ? known_name(name) : 0;
		if (n > 0 && code == 0 && m->declares) {
			copy(m, n + 1);
			return;
		}
		n = code != 0 ? n : 0;
	}
	if (n > 0)
		put_code(m, code);
	else
		buf_puts(m->out, "&#38;");
	m->at += n + 1;
}

/* At "<". */
static void
mend_tag(struct mend *m)
{
	struct span s = rest(m);
	unsigned char c = s.n > 1 ? (unsigned char)s.p[1] : 0;

	if (begins(s, "<![CDATA["))
		copy_past(m, 9, "]]>");
	else if (begins(s, "<!--"))
		copy_past(m, 4, "-->");
	else if (begins(s, "<?"))
		copy_past(m, 2, "?>");
	else if (isalpha(c) || c == '/' || c == '!' || c == '_' || c == ':' ||
	    c >= 0x80)
		copy(m, 1);
	else {
		buf_puts(m->out, "&#60;");
		m->at++;
	}
}

/* Blanks and garbage before the first tag would hide the declaration. */
static void
skip_noise(struct mend *m)
{
	const char *p = m->in.n > 0 ? memchr(m->in.p, '<', m->in.n) : NULL;

	m->at = p != NULL ? (size_t)(p - m->in.p) : m->in.n;
}

void
xmlmend_text(struct span utf8, struct buf *out)
{
	struct mend m = { utf8, 0, out, false };

	m.declares = utf8.n > 0 &&
	    memmem(utf8.p, utf8.n, "<!ENTITY", 8) != NULL;
	skip_noise(&m);
	while (m.at < m.in.n) {
		struct span s = rest(&m);
		size_t plain = 0;

		while (plain < s.n && s.p[plain] != '<' && s.p[plain] != '&')
			plain++;
		copy(&m, plain);
		if (m.at == m.in.n)
			break;
		if (m.in.p[m.at] == '<')
			mend_tag(&m);
		else
			mend_reference(&m);
	}
}
