/* jsonin.c -- reading JSON from outside. */
#include "jsonin.h"

#include <stdlib.h>

#include "utf8.h"

/*
 * What may stand outside of strings: json-c is more generous, and takes names
 * in single quotes, NaN and Infinity.
 */
#define OUTSIDE "[]{}:,\" \t\r\n0123456789+-.eEtrufalsn"

/* Where a walk over the text stands. */
struct walk {
	struct span s;
	size_t at;
	int depth, depth_max;
	uint32_t values;
	bool quoted; /* within a string */
	enum rc rc;
	const char *what; /* is wrong, at `at` */
};

static bool
fail(struct walk *w, enum rc rc, const char *what)
{
	w->rc = rc;
	w->what = what;
	return false;
}

/* Four hexadecimal digits at offset at; -1 when there are none. */
static long
hex4(struct span s, size_t at)
{
	long v = 0;

	if (s.n < 4 || at > s.n - 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		char c = s.p[i];
		int digit = c >= '0' && c <= '9' ? c - '0'
		    : c >= 'a' && c <= 'f'       ? c - 'a' + 10
		    : c >= 'A' && c <= 'F'       ? c - 'A' + 10
						 : -1;

		if (digit < 0)
			return -1;
		v = v * 16 + digit;
	}
	return v;
}

/* A backslash at w->at; bad escapes are left for json-c to tell. */
static bool
escape(struct walk *w)
{
	size_t at = w->at;
	long v, low;

	w->at += w->s.n - at >= 2 ? 2 : 1;
	if (w->s.n - at < 2 || w->s.p[at + 1] != 'u' ||
	    (v = hex4(w->s, at + 2)) < 0)
		return true;
	w->at = at;
	if (v == 0)
		return fail(w, RC_BADMSG, "U+0000 is not accepted: remove it");
	if (v >= 0xdc00 && v <= 0xdfff)
		return fail(w, RC_BADMSG,
		    "a lone surrogate is no character: mend the escape");
	w->at += 6;
	if (v < 0xd800 || v > 0xdbff)
		return true;
	low = w->s.n - w->at >= 6 && w->s.p[w->at] == '\\' &&
		w->s.p[w->at + 1] == 'u'
	    ? hex4(w->s, w->at + 2)
	    : -1;
	if (low < 0xdc00 || low > 0xdfff) {
		w->at = at;
		return fail(w, RC_BADMSG,
		    "a lone surrogate is no character: mend the escape");
	}
	w->at += 6;
	return true;
}

/* A byte outside of strings. */
static bool
structure(struct walk *w, char c)
{
	if (c == '[' || c == '{') {
		if (++w->depth > w->depth_max)
			return fail(
			    w, RC_TOOBIG, "nested too deeply: flatten it");
		w->values++;
	} else if (c == ']' || c == '}') {
		w->depth--;
	} else if (c == ',') {
		w->values++;
	} else if (c == 'N' || c == 'I') {
		return fail(
		    w, RC_BADMSG, "NaN and Infinity are not JSON: write null");
	} else if (strchr(OUTSIDE, c) == NULL) {
		return fail(
		    w, RC_BADMSG, "not JSON: this character is out of place");
	}
	if (w->values > JSONIN_VALUES_MAX)
		return fail(w, RC_TOOBIG, "too many values: leave some out");
	w->quoted = c == '"';
	w->at++;
	return true;
}

static bool
inspect(struct walk *w)
{
	while (w->at < w->s.n) {
		char c = w->s.p[w->at];
		bool ok = true;

		if (c == '\0')
			return fail(w, RC_BADMSG,
			    "a NUL byte is not accepted: remove it");
		if (!w->quoted)
			ok = structure(w, c);
		else if (c == '\\')
			ok = escape(w);
		else if ((unsigned char)c < 0x20)
			return fail(w, RC_BADMSG,
			    "a control character within a string: escape it");
		else {
			w->quoted = c != '"';
			w->at++;
		}
		if (!ok)
			return false;
	}
	return true;
}

static enum rc
say(struct buf *why, struct span s, size_t at, const char *what, enum rc rc)
{
	size_t to = at < s.n ? at : s.n, from = 0, line = 1;

	for (size_t i = 0; i < to; i++)
		if (s.p[i] == '\n') {
			line++;
			from = i + 1;
		}
	if (line > 1)
		buf_printf(why, "line %zu, ", line);
	buf_printf(why, "column %zu: %s",
	    utf8_count((struct span) { s.p + from, to - from }) + 1, what);
	return rc;
}

static bool
blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(" \t\r\n", s.p[i]) == NULL || s.p[i] == '\0')
			return false;
	return true;
}

/* What json-c has to complain of. */
static enum rc
complain(struct json_tokener *tok, struct span s, struct buf *why)
{
	enum json_tokener_error err = json_tokener_get_error(tok);

	if (err == json_tokener_error_parse_eof || err == json_tokener_continue)
		return say(why, s, s.n, "the JSON is cut off here: complete it",
		    RC_BADMSG);
	say(why, s, json_tokener_get_parse_end(tok), "not JSON: ", RC_BADMSG);
	buf_puts(why, json_tokener_error_desc(err));
	return RC_BADMSG;
}

static enum rc
by_library(struct span s, int depth, struct json_object **root, struct buf *why)
{
	struct json_tokener *tok = json_tokener_new_ex(depth + 2);
	struct json_object *o;
	enum rc rc = RC_OK;

	if (tok == NULL)
		abort();
	json_tokener_set_flags(
	    tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(tok, s.p, (int)s.n);
	/* A word or number alone ends with its text. */
	if (json_tokener_get_error(tok) == json_tokener_continue)
		o = json_tokener_parse_ex(tok, "", -1);
	if (json_tokener_get_error(tok) != json_tokener_success)
		rc = complain(tok, s, why);
	json_tokener_free(tok);
	if (rc == RC_OK)
		*root = o;
	else
		json_object_put(o);
	return rc;
}

enum rc
jsonin_parse(
    struct span s, int depth, struct json_object **root, struct buf *why)
{
	struct walk w = { .s = s, .depth_max = depth };
	size_t valid = utf8_valid(s);

	buf_clear(why);
	if (valid != s.n)
		return say(why, s, valid, "not UTF-8: convert it", RC_BADMSG);
	if (s.n > INT32_MAX / 2) {
		buf_puts(why, "the line is too long: split it");
		return RC_TOOBIG;
	}
	if (blank(s)) {
		buf_puts(why, "nothing there");
		return RC_END;
	}
	if (!inspect(&w))
		return say(why, s, w.at, w.what, w.rc);
	return by_library(s, depth, root, why);
}

struct json_object *
jsonin_member(struct json_object *o, const char *key)
{
	struct json_object *m = NULL;

	if (o != NULL && json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, key, &m);
	return m;
}

struct span
jsonin_string(struct json_object *o, const char *key)
{
	struct json_object *m = jsonin_member(o, key);

	if (m == NULL || !json_object_is_type(m, json_type_string))
		return (struct span) { NULL, 0 };
	return (struct span) { json_object_get_string(m),
		(size_t)json_object_get_string_len(m) };
}
