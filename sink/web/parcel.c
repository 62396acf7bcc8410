/* parcel.c -- what was posted, packed for the producer. */
#include "parcel.h"

#include <strings.h>

#include "proto/hash.h"
#include "proto/mem.h"
#include "proto/offer.h"
#include "proto/record.h"

/* A body at work. */
struct packing {
	struct record *record;
	struct buf arts;  /* ART after ART */
	size_t *end;      /* where each ends: OFFER_ARTICLES_MAX of them */
	uint32_t n, seen; /* good ones; all but blank lines */
	struct buf refused;
	struct json list; /* on refused */
	uint32_t bad;
	struct buf why, first; /* what is wrong; with the first bad one */
	bool full;             /* more than one offer holds */
};

/* ---- the type ---- */

static bool
same_word(struct span s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static struct span
trimmed(struct span s)
{
	while (s.n > 0 && strchr(" \t\r\n\"", s.p[0]) != NULL)
		s = (struct span) { s.p + 1, s.n - 1 };
	while (s.n > 0 && strchr(" \t\r\n\"", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

/* Cut s at the first c: what is before it, and s is what is after. */
static struct span
cut(struct span *s, char c)
{
	const char *p = s->n > 0 ? memchr(s->p, c, s->n) : NULL;
	struct span before = { s->p, p != NULL ? (size_t)(p - s->p) : s->n };
	size_t used = p != NULL ? before.n + 1 : s->n;

	*s = (struct span) { s->p + used, s->n - used };
	return before;
}

/* "application/json; charset=utf-8": the type without its parameters, and
 * whether they name another encoding. */
static struct span
media_type(struct span type, bool *foreign)
{
	struct span media = trimmed(cut(&type, ';'));

	*foreign = false;
	while (type.n > 0) {
		struct span value = cut(&type, ';');
		struct span name = trimmed(cut(&value, '='));

		value = trimmed(value);
		if (same_word(name, "charset") && !same_word(value, "utf-8") &&
		    !same_word(value, "utf8") && !same_word(value, "us-ascii"))
			*foreign = true;
	}
	return media;
}

static bool
is_lines(struct span media)
{
	static const char *const types[] = { "application/x-ndjson",
		"application/ndjson", "application/jsonl",
		"application/x-jsonl", "application/jsonlines",
		"application/x-jsonlines", "application/json-lines" };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (same_word(media, types[i]))
			return true;
	return false;
}

bool
parcel_takes(struct span type, struct reply *r)
{
	bool foreign;
	struct span media = media_type(type, &foreign);

	if (foreign) {
		reply_error(r, 415, "only UTF-8 is read: convert the records");
		return false;
	}
	if (same_word(media, "application/json") || is_lines(media))
		return true;
	reply_error(r, 415,
	    "Content-Type must be application/json (an article record, or an "
	    "array of them) or application/x-ndjson (one a line), not "
	    "\"%.*s\"",
	    media.n < 100 ? (int)media.n : 100, media.n > 0 ? media.p : "");
	return false;
}

/* ---- one record ---- */

static void
refuse(struct packing *k, const char *place, uint32_t number)
{
	if (k->bad++ == 0)
		buf_append(&k->first, k->why.p, k->why.n);
	json_open(&k->list, '{');
	json_key_int(&k->list, place, number);
	json_key_text(&k->list, "why", buf_span(&k->why));
	json_close(&k->list, '}');
}

/*
 * The text of one record, which is the number-th of its kind (place: "line",
 * "record").  False when no more can be taken.
 */
static bool
take(struct packing *k, struct span text, const char *place, uint32_t number)
{
	struct article a;
	enum rc rc = record_read(k->record, text, &a, &k->why);

	if (rc == RC_END)
		return true;
	if (++k->seen > OFFER_ARTICLES_MAX) {
		k->full = true;
		return false;
	}
	if (rc != RC_OK) {
		refuse(k, place, number);
		return true;
	}
	article_encode(&a, &k->arts);
	k->end[k->n++] = k->arts.n;
	k->full = k->arts.n > OFFER_BYTES_MAX;
	return !k->full;
}

/* ---- where a value ends ---- */

static size_t
skip_blanks(struct span s, size_t at)
{
	while (at < s.n && s.p[at] != '\0' && strchr(" \t\r\n", s.p[at]))
		at++;
	return at;
}

/* A string begins at at: the offset after its end.  0 when it has none on its
 * line. */
static size_t
string_end(struct span s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '\n'; at++) {
		if (s.p[at] == '"')
			return at + 1;
		if (s.p[at] == '\\')
			at++;
	}
	return 0;
}

/* Brackets and quotation marks make the form of JSON, blanks and commas end
 * a number or a word. */
static size_t
word_end(struct span s, size_t at)
{
	while (at < s.n && s.p[at] != '\0' &&
	    strchr("\"{}[], \t\r\n", s.p[at]) == NULL)
		at++;
	return at;
}

/*
 * The offset after the JSON value that begins at at; 0 when it has no end.  By
 * brackets and strings alone, which is exact where the value is valid; whether
 * it is, record_read() says.
 */
static size_t
value_end(struct span s, size_t at)
{
	int depth = 0;

	for (; at < s.n; at++) {
		switch (s.p[at]) {
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			if (--depth <= 0)
				return depth == 0 ? at + 1 : 0;
			break;
		case '"':
			if ((at = string_end(s, at)) == 0 || depth == 0)
				return at;
			at--;
			break;
		default:
			if (depth == 0)
				return word_end(s, at);
		}
	}
	return 0;
}

static struct span
part(struct span s, size_t from, size_t to)
{
	return (struct span) { s.p + from, to - from };
}

/* ---- the three forms of a body ---- */

static void
take_lines(struct packing *k, struct span body)
{
	for (uint32_t line = 1; body.n > 0; line++)
		if (!take(k, cut(&body, '\n'), "line", line))
			return;
}

/* False when it is no array at all; *at is where that shows. */
static bool
take_array(struct packing *k, struct span body, size_t *at)
{
	uint32_t number = 0;
	size_t end;

	*at = skip_blanks(body, *at + 1);
	if (*at < body.n && body.p[*at] == ']') {
		*at = skip_blanks(body, *at + 1);
		return *at == body.n;
	}
	while (*at < body.n) {
		end = value_end(body, *at);
		if (end <= *at)
			return false;
		if (!take(k, part(body, *at, end), "record", ++number))
			return true;
		*at = skip_blanks(body, end);
		if (*at == body.n)
			return false;
		if (body.p[*at] == ']') {
			*at = skip_blanks(body, *at + 1);
			return *at == body.n;
		}
		if (body.p[*at] != ',')
			return false;
		*at = skip_blanks(body, *at + 1);
	}
	return false;
}

/* Does the next line begin with an object, as that of JSON Lines does and that
 * of an object printed over several lines does not? */
static bool
next_is_object(struct span rest)
{
	size_t at = skip_blanks(rest, 0);

	return at < rest.n && rest.p[at] == '{' &&
	    (at == 0 || rest.p[at - 1] == '\n');
}

/* One value, or lines of them?  lines: the type says the latter. */
static bool
is_lines_body(struct span body, size_t first, bool lines)
{
	struct span rest = part(body, first, body.n);
	struct span line = cut(&rest, '\n');
	size_t end = value_end(body, first);
	bool short_one = end > 0 && end <= first + line.n;

	if (end > 0 && skip_blanks(body, end) == body.n)
		return lines && short_one; /* one value: the number of its line
					    * is of interest */
	return lines || short_one || next_is_object(rest);
}

/* Take the body as what it is; false when it is an array that is broken, at
 * *at. */
static bool
take_body(struct packing *k, struct span body, bool lines, size_t *at)
{
	*at = skip_blanks(body, 0);
	if (*at == body.n)
		return true;
	if (body.p[*at] == '[' && !lines)
		return take_array(k, body, at);
	if (is_lines_body(body, *at, lines))
		take_lines(k, body);
	else
		take(k, body, "record", 1);
	return true;
}

/* A mark of the encoding, no part of the text. */
static struct span
without_bom(struct span s)
{
	bool marked = s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0;

	return marked ? part(s, 3, s.n) : s;
}

/* ---- the outcome ---- */

static void
pack(struct parcel *p, struct packing *k)
{
	struct span *blob = mem_zalloc(k->n * sizeof *blob);
	struct offer o = { .article = blob, .n = k->n };

	for (uint32_t i = 0; i < k->n; i++) {
		size_t from = i > 0 ? k->end[i - 1] : 0;

		blob[i] = part(buf_span(&k->arts), from, k->end[i]);
	}
	hash_random(&o.id, sizeof o.id);
	*p = (struct parcel) { .id = o.id, .n = k->n, .bad = k->bad };
	offer_encode(&o, &p->offer);
	p->refused = k->refused;
	k->refused = (struct buf) { 0 };
	free(blob);
}

/* Problem details with the list of refused records as one more member. */
static void
none_is_good(struct packing *k, struct reply *r)
{
	struct span list = buf_span(&k->refused);

	if (k->bad == 0)
		reply_error(r, 400,
		    "there is no article record: send {\"text\": \"...\"}");
	else if (k->bad == 1)
		reply_error(
		    r, 400, "nothing was accepted: %s", buf_cstr(&k->why));
	else
		reply_error(r, 400,
		    "nothing was accepted: none of the %u records is good",
		    k->bad);
	while (r->body.n > 0 && r->body.p[r->body.n - 1] != '}')
		r->body.n--;
	r->body.n--;
	buf_puts(&r->body, ",\"refused\":");
	buf_append(&r->body, list.p, list.n);
	buf_puts(&r->body, "}\n");
}

static void
broken_array(struct span body, size_t at, struct reply *r)
{
	unsigned line = 1;
	size_t begin = 0;

	for (size_t i = 0; i < at && i < body.n; i++)
		if (body.p[i] == '\n') {
			line++;
			begin = i + 1;
		}
	reply_error(r, 400,
	    "nothing was accepted: line %u, byte %zu: this is no array of "
	    "records: it breaks off, or a comma is missing or too many",
	    line, at - begin + 1);
}

void
parcel_too_big(struct reply *r)
{
	reply_error(r, 413,
	    "nothing was accepted: at most %u records, %u MB of articles and "
	    "%u MB in all at a time: post them in parts",
	    OFFER_ARTICLES_MAX, OFFER_BYTES_MAX >> 20, PARCEL_BODY_MAX >> 20);
}

static void
packing_init(struct packing *k)
{
	*k = (struct packing) { .record = record_new() };
	k->end = mem_zalloc((OFFER_ARTICLES_MAX + 1) * sizeof *k->end);
	k->list = json_on(&k->refused);
	json_open(&k->list, '[');
}

static void
packing_fini(struct packing *k)
{
	record_free(k->record);
	buf_free(&k->arts);
	buf_free(&k->refused);
	buf_free(&k->why);
	buf_free(&k->first);
	free(k->end);
}

bool
parcel_pack(
    struct parcel *p, struct span type, struct span body, struct reply *r)
{
	struct packing k;
	bool foreign, good = false;
	size_t at = 0;

	if (!parcel_takes(type, r))
		return false;
	if (body.n > PARCEL_BODY_MAX) {
		parcel_too_big(r);
		return false;
	}
	body = without_bom(body);
	packing_init(&k);
	if (!take_body(&k, body, is_lines(media_type(type, &foreign)), &at))
		broken_array(body, at, r);
	else if (k.full)
		parcel_too_big(r);
	else {
		json_close(&k.list, ']');
		good = k.n > 0;
		if (good)
			pack(p, &k);
		else
			none_is_good(&k, r);
	}
	packing_fini(&k);
	return good;
}

void
parcel_fini(struct parcel *p)
{
	buf_free(&p->offer);
	buf_free(&p->refused);
	*p = (struct parcel) { 0 };
}
