/* article.c -- one article: limits, encoding, identity. */
#include "article.h"

#include <stddef.h>

#include "url.h"
#include "utf8.h"

#define TAG "ART"

/* Every field but text, in the order of the wire; the last is behind it. */
static const struct {
	size_t at;
	const char *toobig, *invalid;
} metas[] = {
#define META(name)                                                           \
	{                                                                    \
		offsetof(struct article, name),                              \
		    "\"" #name                                               \
		    "\" is over 16 KiB: shorten it or leave it out",         \
		    "\"" #name "\" is not UTF-8 without U+0000: mend it or " \
		    "leave it out"                                           \
	}
	META(id), META(url), META(guid), META(outlet), META(source),
	META(title), META(byline), META(published), META(updated), META(lang),
	META(categories)
#undef META
};

#define N_METAS (sizeof metas / sizeof metas[0])
/* Of them, those before the text: the others are younger than it. */
#define N_FIRST (N_METAS - 1)
#define FIELDS  (2 + N_FIRST + 1)

static struct span *
meta(struct article *a, size_t i)
{
	return (struct span *)((char *)a + metas[i].at);
}

static struct span
meta_of(const struct article *a, size_t i)
{
	return *(const struct span *)((const char *)a + metas[i].at);
}

/* UTF-8 without NUL? */
static bool
clean(struct span s)
{
	return s.n == 0 ||
	    (memchr(s.p, '\0', s.n) == NULL && utf8_valid(s) == s.n);
}

static bool
blank(struct span s)
{
	size_t i = 0;

	while (i < s.n && strchr(" \t\r\n", s.p[i]) != NULL && s.p[i] != '\0')
		i++;
	return i == s.n;
}

static enum rc
check_text(struct span text, const char **why)
{
	if (blank(text)) {
		*why = "the text is empty: there is nothing to read";
		return RC_REFUSED;
	}
	if (text.n > ARTICLE_TEXT_MAX) {
		*why = "the text is over 8 MiB: split it";
		return RC_TOOBIG;
	}
	if (!clean(text)) {
		*why = "the text is not UTF-8 without U+0000: convert it";
		return RC_REFUSED;
	}
	return RC_OK;
}

enum rc
article_check(const struct article *a, const char **why)
{
	for (size_t i = 0; i < N_METAS; i++) {
		struct span s = meta_of(a, i);

		if (s.n > ARTICLE_META_MAX) {
			*why = metas[i].toobig;
			return RC_TOOBIG;
		}
		if (!clean(s)) {
			*why = metas[i].invalid;
			return RC_REFUSED;
		}
	}
	return check_text(a->text, why);
}

void
article_encode(const struct article *a, struct buf *out)
{
	struct mp_out m;

	mp_message(
	    &m, out, TAG, ARTICLE_VERSION, FIELDS + (a->categories.n > 0));
	for (size_t i = 0; i < N_FIRST; i++)
		mp_put_text(&m, meta_of(a, i));
	mp_put_str(&m, a->text);
	if (a->categories.n > 0)
		mp_put_str(&m, a->categories);
}

static enum rc
from_doc(const struct mp_doc *d, struct article *a)
{
	const msgpack_object *f;
	const char *why;
	enum rc rc = mp_fields(d, TAG, ARTICLE_VERSION, FIELDS, &f);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < N_FIRST; i++)
		if (!mp_text(&f[2 + i], meta(a, i)))
			return RC_BADMSG;
	if (!mp_str(&f[2 + N_FIRST], &a->text))
		return RC_BADMSG;
	a->categories = (struct span) { NULL, 0 };
	if (d->root.via.array.size > FIELDS &&
	    !mp_text(&f[FIELDS], &a->categories))
		return RC_BADMSG;
	return article_check(a, &why);
}

enum rc
article_decode(struct span in, struct mp_doc *d, struct article *a)
{
	struct mp_doc t;
	struct article found;
	enum rc rc = mp_open(&t, in);

	if (rc != RC_OK)
		return rc;
	if ((rc = from_doc(&t, &found)) != RC_OK) {
		mp_close(&t);
		return rc;
	}
	*d = t;
	*a = found;
	return RC_OK;
}

static struct span
trimmed(struct span s)
{
	while (s.n > 0 && (unsigned char)s.p[0] <= ' ')
		s = (struct span) { s.p + 1, s.n - 1 };
	while (s.n > 0 && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	return s;
}

struct span
article_category(struct span *list)
{
	struct span one = { NULL, 0 };

	while (one.n == 0 && list->n > 0) {
		const char *end = memchr(list->p, '\n', list->n);
		size_t n = end != NULL ? (size_t)(end - list->p) : list->n;
		size_t used = end != NULL ? n + 1 : n;

		one = trimmed((struct span) { list->p, n });
		*list = (struct span) { list->p + used, list->n - used };
	}
	return one;
}

void
article_file_under(struct buf *list, struct span name)
{
	struct span all = buf_span(list), one;

	name = trimmed(name);
	if (name.n == 0 || list->n + 1 + name.n > ARTICLE_META_MAX)
		return;
	while ((one = article_category(&all)).n > 0)
		if (span_eq(one, name))
			return;
	if (list->n > 0)
		buf_puts(list, "\n");
	buf_append(list, name.p, name.n);
	for (size_t i = list->n - name.n; i < list->n; i++)
		if ((unsigned char)list->p[i] < ' ')
			list->p[i] = ' ';
}

static struct hash_id
story_of_url(struct span url)
{
	struct buf b = { 0 };
	struct hash_id id;

	url_canonical(url, &b);
	id = hash_parts((const struct span[]) { SPAN("url"), buf_span(&b) }, 2);
	buf_free(&b);
	return id;
}

/* A missing outlet is one nameless outlet: an id is an id without it too. */
struct hash_id
article_story(const struct article *a)
{
	if (a->id.n > 0)
		return hash_parts(
		    (const struct span[]) { SPAN("id"), a->outlet, a->id }, 3);
	if (a->guid.n > 0)
		return hash_parts(
		    (const struct span[]) { SPAN("guid"), a->outlet, a->guid },
		    3);
	if (a->url.n > 0)
		return story_of_url(a->url);
	return hash_parts((const struct span[]) { SPAN("text"), a->text }, 2);
}

struct hash_id
article_content(const struct article *a)
{
	return hash_parts(&a->text, 1);
}

struct span
article_name(const struct article *a, char hex[HASH_HEX_MAX])
{
	struct hash_id story;

	if (a->id.n > 0)
		return a->id;
	story = article_story(a);
	return span_of(hash_hex(&story, hex));
}

const char *
article_label(struct span blob, char out[ARTICLE_LABEL_MAX])
{
	char hex[HASH_HEX_MAX];
	struct span name = SPAN("?");
	struct article a;
	struct mp_doc d;
	bool open = article_decode(blob, &d, &a) == RC_OK;

	if (open)
		name = article_name(&a, hex);
	if (name.n >= ARTICLE_LABEL_MAX)
		name.n = ARTICLE_LABEL_MAX - 1;
	memcpy(out, name.p, name.n);
	out[name.n] = '\0';
	if (open)
		mp_close(&d);
	return out;
}
