/* framing.c -- does a request say once how long it is? */
#include "framing.h"

#include <strings.h>

#define DIGITS_MAX 18 /* of a length */

/* A token's characters (RFC 9110, 5.6.2). */
static bool
is_token(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c >= 0x7f ||
		    strchr("\"(),/:;<=>?@[\\]{}", c) != NULL)
			return false;
	}
	return s.n > 0;
}

/* No control characters but a tab. */
static bool
is_value(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool
is_length(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n <= DIGITS_MAX;
}

static bool
same(struct span s, const char *lower)
{
	return s.n == strlen(lower) && strncasecmp(s.p, lower, s.n) == 0;
}

void
framing_header(struct framing *f, struct span name, struct span value)
{
	f->bad_name |= !is_token(name);
	f->bad_value |= !is_value(value);
	if (same(name, "host"))
		f->hosts++;
	else if (same(name, "content-length")) {
		f->lengths++;
		f->bad_length |= !is_length(value);
	} else if (same(name, "transfer-encoding")) {
		f->codings++;
		f->bad_coding |= !same(value, "chunked");
	}
}

const char *
framing_wrong(const struct framing *f)
{
	if (f->bad_name)
		return "the name of a header has a character that no name has";
	if (f->bad_value)
		return "a header has a control character";
	if (f->hosts > 1)
		return "there is more than one Host header";
	if (f->bad_length || f->lengths > 1)
		return "Content-Length is to be one whole number";
	if (f->bad_coding || f->codings > 1)
		return "Transfer-Encoding can be chunked, and nothing else";
	if (f->lengths > 0 && f->codings > 0)
		return "there are both Content-Length and Transfer-Encoding";
	return NULL;
}
