/* webfeed.c -- answers that are a feed, a sitemap, or lead to one. */
#include "webfeed.h"

#include <stdlib.h>
#include <strings.h>

#include "feedfind.h"
#include "httpbody.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "source_feed.h"
#include "webpage.h"

#define EACH_UP_TO                                                \
	256 /* entries of a feed whose cursor moves with each; of \
	     * longer ones with every 64th at least */

/* ---- what is new ---- */

/* Identity and text, in 64 bits. */
static uint64_t
hash_of(const struct article *a)
{
	struct hash_id story = article_story(a), text = article_content(a);
	uint64_t x, y;

	memcpy(&x, story.b, sizeof(x));
	memcpy(&y, text.b, sizeof(y));
	return x * 0x9e3779b97f4a7c15u ^ y;
}

/* A page, and when it changed, as its sitemap says. */
static uint64_t
hash_of_page(const struct sitemap_entry *e)
{
	return hash_fast(e->url) * 0x9e3779b97f4a7c15u ^ hash_fast(e->changed) ^
	    hash_fast(e->published) << 1;
}

static size_t
entries(const struct crawl_harvest *h)
{
	return h->feed.n + h->map.n;
}

static uint64_t
hash_at(const struct crawl_harvest *h, size_t i)
{
	return h->feed.n > 0 ? hash_of(&h->feed.entry[i].article)
			     : hash_of_page(&h->map.entry[i]);
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Which entries are new?  How many. */
static size_t
tell_new(struct crawl_harvest *h, const struct pollstate *st)
{
	size_t n = entries(h), fresh = 0;
	uint64_t *seen = mem_zalloc((st->n_seen + 1) * sizeof(*seen));

	if (st->n_seen > 0)
		memcpy(seen, st->seen, st->n_seen * sizeof(*seen));
	qsort(seen, st->n_seen, sizeof(*seen), compare);
	h->hash = mem_zalloc((n + 1) * sizeof(*h->hash));
	h->known = mem_zalloc((n + 1) * sizeof(*h->known));
	for (size_t i = 0; i < n; i++) {
		h->hash[i] = hash_at(h, i);
		h->known[i] = bsearch(&h->hash[i], seen, st->n_seen,
				  sizeof(*seen), compare) != NULL;
		fresh += !h->known[i];
	}
	free(seen);
	return fresh;
}

/* ---- answers ---- */

/* The feed, or else the sitemap, within an answer; why: it is neither. */
static bool
read_body(
    struct crawl_harvest *h, const struct fetch_answer *a, struct buf *why)
{
	struct span type, charset, url = span_of(a->url);
	struct buf other = { 0 };
	bool ok;

	httpbody_type(span_of(a->type), &type, &charset);
	ok = newsfeed_read(a->body, charset, url, &h->feed, why) == RC_OK ||
	    sitemap_read(a->body, charset, url, &h->map, &other) == RC_OK;
	buf_free(&other);
	return ok;
}

static void
complain(struct crawl *w, uint32_t id)
{
	const struct pollstate *st = poll_state(w->poll, id);

	if (w->base.opts.once)
		source_refuse(
		    &w->base, poll_address(w->poll, id), 0, "%s", st->why);
	else if (st->failed == 1 || st->failed == POLL_BROKEN)
		log_warn("a feed cannot be read, it is tried again",
		    LOG_S("source", poll_address(w->poll, id)),
		    LOG_S("cause", st->why), LOG_I("failed", st->failed));
}

/* A copy of what a kill in the midst of the harvest must find. */
static void
remember(struct pollstate *to, const struct pollstate *from)
{
	struct buf text = { 0 };

	pollstate_encode(from, &text);
	if (pollstate_decode(buf_span(&text), to) != RC_OK)
		abort(); /* it was written a moment ago */
	buf_free(&text);
}

static void
set_title(struct pollstate *st, struct span title)
{
	char *copy = title.p != NULL ? mem_strndup(title.p, title.n) : NULL;

	if (copy != NULL)
		pollstate_set(&st->title, copy);
	free(copy);
}

/* The poll ended: its state with what is new of the feed. */
static void
begin_harvest(struct crawl *w, uint32_t id, bool read)
{
	struct pollstate *st = poll_state(w->poll, id);
	struct crawl_harvest *h = &w->h;

	h->open = true;
	h->id = id;
	crawl_answered(w, id);
	if (st->failed > 0)
		complain(w, id);
	if (!read)
		return;
	set_title(st, h->feed.title);
	source_feed_complain(&w->base, w->kept[id].address, &h->feed);
	if (h->map.refused > 0 || h->map.cut)
		source_refuse(&w->base, w->kept[id].address, 0,
		    "%zu of its addresses are none, or too many%s",
		    h->map.refused,
		    h->map.cut ? ", and it ends too early" : "");
	pollstate_know(st, h->hash, entries(h));
}

static bool
is_page(const struct fetch_answer *a)
{
	struct span head = { a->body.p, a->body.n < 1024 ? a->body.n : 1024 };

	return (a->type != NULL && strcasestr(a->type, "html") != NULL) ||
	    page_is_html(head);
}

/* ---- sitemaps in an index ---- */

static int
newest_first(const void *a, const void *b)
{
	const struct sitemap_entry *x = a, *y = b;
	size_t n = x->changed.n < y->changed.n ? x->changed.n : y->changed.n;
	int order = n > 0 ? memcmp(y->changed.p, x->changed.p, n) : 0;

	return order != 0
	    ? order
	    : (y->changed.n > x->changed.n) - (y->changed.n < x->changed.n);
}

/* One more sitemap is asked, as if it had been named. */
static void
add_child(struct crawl *w, uint32_t id, struct span url, int64_t wall)
{
	struct crawl_kept k = { .named = true, .depth = w->kept[id].depth + 1 };
	struct pollstate st = { 0 };
	struct buf value = { 0 }, address = { 0 };
	const struct source_opts *o = &w->base.opts;

	buf_append(&address, url.p, url.n);
	if (crawl_find(w, buf_cstr(&address)) == ADDRMAP_NONE) {
		crawl_set_key(w, buf_cstr(&address), false);
		if (o->cursor != NULL &&
		    o->cursor(o->arg, buf_cstr(&w->key), &value) == RC_OK &&
		    pollstate_decode(buf_span(&value), &st) != RC_OK)
			pollstate_free(&st);
		k.parent = mem_strdup(w->kept[id].address);
		id = crawl_add(w, buf_cstr(&address), &st, &k, wall);
		if (o->once)
			poll_hurry(w->poll, id, wall);
	}
	buf_free(&value);
	buf_free(&address);
}

/* The index itself is read whole each time: what it names is not kept. */
static void
add_children(struct crawl *w, uint32_t id, int64_t wall)
{
	struct sitemap *m = &w->h.map;
	struct pollstate *st = poll_state(w->poll, id);
	size_t n = m->n < WEBFEED_CHILDREN_MAX ? m->n : WEBFEED_CHILDREN_MAX;

	pollstate_set(&st->etag, NULL);
	pollstate_set(&st->modified, NULL);
	if (w->kept[id].depth == WEBFEED_DEPTH_MAX) {
		source_refuse(&w->base, w->kept[id].address, 0,
		    "an index of sitemaps within indexes, too deep to follow");
		n = 0;
	} else if (n < m->n)
		source_refuse(&w->base, w->kept[id].address, 0,
		    "more than %d sitemaps, the newest are read",
		    WEBFEED_CHILDREN_MAX);
	if (m->n > 0)
		qsort(m->entry, m->n, sizeof(*m->entry), newest_first);
	for (size_t i = 0; i < n; i++)
		add_child(w, id, m->entry[i].url, wall);
	m->n = 0;
}

/* A story, at an address that never was a feed: another page may stand in the
 * place of one for a while, and "we are at work on our site" is no story. */
static bool
is_story(struct crawl *w, const struct fetch_answer *a, struct buf *why)
{
	const struct pollstate *st = poll_state(w->poll, (uint32_t)a->tag);
	struct span type, charset;

	if (!w->base.opts.web->pages || st->good_ms != 0)
		return false;
	httpbody_type(span_of(a->type), &type, &charset);
	if (page_read(a->body, charset, span_of(a->url), &w->h.page, why) !=
	    RC_OK)
		return false;
	if (w->h.page.article.text.n >= WEBFEED_STORY_BYTES)
		return true;
	buf_clear(why);
	buf_printf(why,
	    "no feed, and a page of %zu bytes of text, too few for a story; "
	    "check the address",
	    w->h.page.article.text.n);
	return false;
}

/* It is no feed: does it lead to one, or (true) is it a story itself? */
static bool
not_a_feed(struct crawl *w, const struct fetch_answer *a,
    struct poll_answer *answer, struct buf *feed, struct buf *why)
{
	if (is_page(a) && feedfind_link(a->body, span_of(a->url), feed)) {
		/* as if the page had moved to its feed for good */
		answer->status = 308;
		answer->location = buf_cstr(feed);
		return false;
	}
	if (is_page(a) && is_story(w, a, why))
		return true;
	answer->why = buf_cstr(why);
	return false;
}

void
webfeed_answer(struct crawl *w, const struct fetch_answer *a, int64_t wall)
{
	uint32_t id = (uint32_t)a->tag;
	struct pollstate *st = poll_state(w->poll, id);
	struct buf why = { 0 }, feed = { 0 };
	struct poll_answer answer = crawl_answer(a, wall);
	bool read = a->status == 200 && read_body(&w->h, a, &why);
	bool story = false;

	if (read) {
		answer.ttl_s = w->h.feed.ttl_s;
		answer.partial = (w->h.feed.unclosed || w->h.map.cut) &&
		    a->open_ended;
		remember(&w->h.before, st);
		answer.fresh = tell_new(&w->h, st) > 0;
	} else if (a->status == 200)
		story = not_a_feed(w, a, &answer, &feed, &why);
	if (story) {
		webpage_become(w, id, wall);
	} else if (poll_answer(w->poll, id, &answer, wall)) {
		begin_harvest(w, id, read);
		if (w->h.map.index)
			add_children(w, id, wall);
	} else
		crawl_close_harvest(w);
	buf_free(&why);
	buf_free(&feed);
}

/* ---- giving out ---- */

/* The page that an entry leads to, where it is no more than a summary of it:
 * the page's cursor keeps the entry until it was read.  False: the entry is to
 * be taken as it is. */
static bool
give_page(
    struct crawl *w, const struct newsfeed_entry *e, struct source_item *item)
{
	struct buf draft = { 0 };
	const char *why;
	bool fresh = false, same;
	uint32_t id;

	if (!w->base.opts.web->pages || !story_is_summary(e) ||
	    article_check(&e->article, &why) != RC_OK)
		return false;
	story_draft_entry(&e->article, true, &draft);
	id = crawl_add_page(w, e->article.url, STORY_ENTRY,
	    crawl_root(w, w->h.id), &draft, &fresh);
	same = fresh;
	if (!fresh && id != ADDRMAP_NONE && w->kept[id].page) {
		same = story_is_same(buf_span(&w->kept[id].draft), &e->article);
		same = same && webpage_renew(w, id, &e->article);
	}
	buf_free(&draft);
	if (same)
		crawl_set_cursor(w, id, poll_state(w->poll, id), item);
	return same;
}

/* A page of a sitemap; false: there is no room. */
static bool
give_map(
    struct crawl *w, const struct sitemap_entry *e, struct source_item *item)
{
	const struct pollstate *st;
	struct buf draft = { 0 };
	bool fresh = false;
	uint32_t id;

	story_draft_map(e, &draft);
	id = crawl_add_page(
	    w, e->url, STORY_MAP, crawl_root(w, w->h.id), &draft, &fresh);
	buf_free(&draft);
	if (id == ADDRMAP_NONE)
		return false;
	st = poll_state(w->poll, id);
	/* of a sitemap that was read before, it has changed */
	if (!fresh && w->h.before.n_seen > 0 && st->page != STORY_NONE &&
	    st->ended == 0)
		poll_hurry(w->poll, id, crawl_wall(w));
	else if (fresh)
		crawl_set_cursor(w, id, st, item);
	return true;
}

/* What there was no room for must be read again. */
static void
leave_rest(struct crawl *w)
{
	struct crawl_harvest *h = &w->h;
	struct pollstate *st = poll_state(w->poll, h->id);

	log_warn("more pages than are known at a time, others come later",
	    LOG_S("source", w->kept[h->id].address),
	    LOG_I("pages", (int64_t)w->pages));
	free(st->seen);
	st->seen = NULL;
	st->n_seen = 0;
	for (size_t i = 0; i < h->next; i++)
		pollstate_see(st, h->hash[i]);
	for (size_t i = h->next; i < entries(h); i++)
		if (h->known[i])
			pollstate_see(st, h->hash[i]);
	pollstate_set(&st->etag, NULL);
	pollstate_set(&st->modified, NULL);
}

static bool
skip_known(struct crawl_harvest *h)
{
	while (h->next < entries(h) && h->known[h->next])
		h->next++;
	return h->next < entries(h);
}

/* The next page of a sitemap that is new. */
static bool
give_address(struct crawl *w, struct source_item *item)
{
	struct crawl_harvest *h = &w->h;

	if (!skip_known(h))
		return false;
	if (give_map(w, &h->map.entry[h->next], item)) {
		h->next++;
		poll_state(w->poll, h->id)->entries++;
		return true;
	}
	leave_rest(w);
	return false;
}

/* The next entry that is new; all before it are dealt with. */
static bool
give_entry(struct crawl *w, struct source_item *item)
{
	struct crawl_harvest *h = &w->h;
	struct pollstate *st = poll_state(w->poll, h->id);
	size_t i, step = h->feed.n / 64 > 64 ? h->feed.n / 64 : 64;
	bool page;

	if (!skip_known(h))
		return false;
	i = h->next++;
	page = give_page(w, &h->feed.entry[i], item);
	if (!page)
		source_feed_item(
		    &w->base, w->kept[h->id].address, &h->feed, i, item);
	pollstate_see(&h->before, h->hash[i]);
	st = poll_state(w->poll, h->id); /* the table may have grown */
	if (item->has_article || page) {
		h->before.entries++;
		st->entries++;
	}
	if (!page && (h->feed.n <= EACH_UP_TO || i % step == 0))
		crawl_set_cursor(w, h->id, &h->before, item);
	return true;
}

void
webfeed_give(struct crawl *w, struct source_item *item)
{
	uint32_t id = w->h.id;

	if (w->h.map.n > 0 ? give_address(w, item) : give_entry(w, item))
		return;
	if (!w->kept[id].gone)
		crawl_set_cursor(w, id, poll_state(w->poll, id), item);
	crawl_close_harvest(w);
}
