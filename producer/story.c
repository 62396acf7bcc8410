/* story.c -- the page of a story that was named elsewhere. */
#include "story.h"

#include <string.h>
#include <strings.h>

#include "proto/utf8.h"

#define NO_TEXT "-"

static bool
ends_with(struct span s, const char *end)
{
	size_t n = strlen(end);

	return s.n >= n && strncasecmp(s.p + s.n - n, end, n) == 0;
}

/* How a text ends that goes on elsewhere. */
static bool
goes_on(struct span text)
{
	static const char *const ends[] = { "\xe2\x80\xa6", "...",
		"\xe2\x80\xa6]", "...]", "(more)", "read more",
		"continue reading", "read on", "full story",
		"read the full story", "read the full article",
		"read full article" };

	while (text.n > 0 &&
	    strchr(" \t\r\n.\xc2\xbb>", text.p[text.n - 1]) != NULL &&
	    !ends_with(text, "..."))
		text.n--;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_with(text, ends[i]))
			return true;
	return false;
}

bool
story_is_summary(const struct newsfeed_entry *e)
{
	struct span text = e->article.text;

	if (text.n > STORY_DRAFT_MAX || !sitemap_is_address(e->article.url))
		return false;
	return goes_on(text) ||
	    (e->summary && utf8_offset(text, STORY_SHORT_MAX) == text.n);
}

void
story_draft_entry(const struct article *a, bool text, struct buf *out)
{
	struct article d = *a;

	if (!text)
		d.text = span_of(NO_TEXT);
	article_encode(&d, out);
}

void
story_draft_map(const struct sitemap_entry *e, struct buf *out)
{
	const struct article a = { .url = e->url,
		.outlet = e->outlet,
		.title = e->title,
		.published = e->published,
		.lang = e->lang,
		.text = SPAN(NO_TEXT) };

	article_encode(&a, out);
}

static void
prefer(struct span *have, struct span better)
{
	if (better.n > 0)
		*have = better;
}

enum rc
story_merge(struct span draft, struct span address, struct mp_doc *d,
    struct article *page)
{
	struct article a;
	enum rc rc;

	memset(d, 0, sizeof(*d));
	if (page->url.p == NULL || page->url.n > ARTICLE_META_MAX)
		page->url = address;
	if (draft.n == 0)
		return RC_OK;
	if ((rc = article_decode(draft, d, &a)) != RC_OK)
		return rc;
	prefer(&page->outlet, a.outlet);
	prefer(&page->source, a.source);
	prefer(&page->title, a.title);
	prefer(&page->byline, a.byline);
	prefer(&page->published, a.published);
	prefer(&page->categories, a.categories);
	if (page->updated.n == 0)
		page->updated = a.updated;
	if (page->lang.n == 0)
		page->lang = a.lang;
	/* its identity is that of the entry, whatever the page says */
	page->id = a.id;
	page->guid = a.guid;
	page->url = a.url;
	return RC_OK;
}

enum rc
story_alone(struct span draft, struct mp_doc *d, struct article *a)
{
	memset(d, 0, sizeof(*d));
	if (draft.n == 0 || article_decode(draft, d, a) != RC_OK)
		return RC_NOENT;
	if (!span_is(a->text, NO_TEXT))
		return RC_OK;
	mp_close(d);
	return RC_NOENT;
}

bool
story_is_same(struct span draft, const struct article *entry)
{
	struct article a;
	struct mp_doc d;
	bool same;

	if (draft.n == 0 || article_decode(draft, &d, &a) != RC_OK)
		return false;
	same = (a.guid.n > 0 && span_eq(a.guid, entry->guid)) ||
	    span_eq(a.url, entry->url);
	mp_close(&d);
	return same;
}

int64_t
story_text(const struct article *a)
{
	struct hash_id text = article_content(a);
	int64_t h;

	memcpy(&h, text.b, sizeof(h));
	return h != 0 ? h : 1;
}

void
story_strip(struct span draft, struct buf *out)
{
	struct article a;
	struct mp_doc d;

	if (draft.n == 0 || article_decode(draft, &d, &a) != RC_OK)
		return;
	story_draft_entry(&a, false, out);
	mp_close(&d);
}

void
story_encode(const struct pollstate *st, struct span draft, struct buf *out)
{
	pollstate_encode(st, out);
	buf_puts(out, "\n");
	buf_append(out, draft.p, draft.n);
}

enum rc
story_decode(struct span in, struct pollstate *st, struct buf *draft)
{
	const char *gap = in.n > 0 ? memmem(in.p, in.n, "\n\n", 2) : NULL;
	size_t n = gap != NULL ? (size_t)(gap - in.p) + 1 : in.n;
	enum rc rc = pollstate_decode((struct span) { in.p, n }, st);

	buf_clear(draft);
	if (rc == RC_OK && gap != NULL)
		buf_append(draft, gap + 2, in.n - n - 1);
	return rc;
}
