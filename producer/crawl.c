/* crawl.c -- what the parts of source_web.h share. */
#include "crawl.h"

#include <stdlib.h>
#include <strings.h>

#include "proto/page/feeddate.h"
#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "proto/url.h"

int64_t
crawl_wall(const struct crawl *w)
{
	const struct source_web_opts *o = w->base.opts.web;

	return o->wall != NULL ? o->wall() : clock_wall_ms();
}

static void
drop_detour(struct crawl_kept *k)
{
	if (k->detour == NULL)
		return;
	free(k->detour->at);
	free(k->detour->target);
	free(k->detour);
	k->detour = NULL;
}

static void
free_kept(struct crawl_kept *k)
{
	drop_detour(k);
	free(k->address);
	free(k->parent);
	buf_free(&k->draft);
	memset(k, 0, sizeof(*k));
}

uint32_t
crawl_add(struct crawl *w, const char *address, struct pollstate *st,
    const struct crawl_kept *k, int64_t wall)
{
	uint32_t id = poll_add(w->poll, address, st, wall);

	while (w->n <= id) {
		w->kept = mem_grow(w->kept, w->n + 1, sizeof(*w->kept));
		memset(&w->kept[w->n++], 0, sizeof(*w->kept));
	}
	free_kept(&w->kept[id]);
	w->kept[id] = *k;
	w->kept[id].address = mem_strdup(address);
	addrmap_put(&w->map, w->kept[id].address, id);
	w->unanswered += !k->answered;
	w->pages += k->page;
	return id;
}

uint32_t
crawl_find(const struct crawl *w, const char *address)
{
	return addrmap_get(&w->map, address);
}

void
crawl_answered(struct crawl *w, uint32_t id)
{
	w->unanswered -= !w->kept[id].answered;
	w->kept[id].answered = true;
}

void
crawl_drop(struct crawl *w, uint32_t id)
{
	struct crawl_kept *k = &w->kept[id];

	crawl_answered(w, id);
	addrmap_remove(&w->map, k->address);
	w->pages -= k->page;
	k->gone = true;
	poll_drop(w->poll, id);
}

void
crawl_set_key(struct crawl *w, const char *address, bool page)
{
	buf_clear(&w->key);
	buf_printf(
	    &w->key, "%s%s", page ? CRAWL_PAGE : SOURCE_WEB_KEY, address);
}

void
crawl_set_cursor(struct crawl *w, uint32_t id, const struct pollstate *st,
    struct source_item *item)
{
	const struct crawl_kept *k = &w->kept[id];

	crawl_set_key(w, k->address, k->page);
	buf_clear(&w->cursor);
	if (k->page)
		story_encode(st, buf_span(&k->draft), &w->cursor);
	else
		pollstate_encode(st, &w->cursor);
	item->key = buf_cstr(&w->key);
	item->cursor = buf_span(&w->cursor);
}

void
crawl_forget(struct crawl *w, uint32_t id, struct source_item *item)
{
	crawl_set_key(w, w->kept[id].address, w->kept[id].page);
	item->key = buf_cstr(&w->key);
	item->cursor = span_of("");
}

const char *
crawl_root(const struct crawl *w, uint32_t id)
{
	uint32_t up;

	while (w->kept[id].parent != NULL &&
	    (up = crawl_find(w, w->kept[id].parent)) != ADDRMAP_NONE)
		id = up;
	return w->kept[id].address;
}

uint32_t
crawl_add_page(struct crawl *w, struct span address, int64_t kind,
    const char *by, struct buf *draft, bool *fresh)
{
	struct crawl_kept k = { .page = true, .draft = *draft };
	struct pollstate st = { .page = kind };
	struct buf canonical = { 0 };
	uint32_t id;

	url_canonical(address, &canonical);
	id = crawl_find(w, buf_cstr(&canonical));
	*fresh = id == ADDRMAP_NONE && w->pages < w->base.opts.web->pages_max;
	if (*fresh) {
		pollstate_set(&st.by, by);
		id = crawl_add(w, buf_cstr(&canonical), &st, &k, crawl_wall(w));
		memset(draft, 0, sizeof(*draft));
	}
	buf_free(&canonical);
	return id;
}

/* "120", or a date. */
static int64_t
seconds_of(const char *retry_after, int64_t wall)
{
	int64_t at;
	char *end;
	long long n;

	if (retry_after == NULL)
		return 0;
	n = strtoll(retry_after, &end, 10);
	if (end != retry_after && *end == '\0')
		return n > 0 ? n : 0;
	if (!feeddate_instant(span_of(retry_after), &at))
		return 0;
	return at * 1000 > wall ? at - wall / 1000 : 0;
}

/* max-age of Cache-Control (RFC 9111, section 5.2.2.1). */
static int64_t
age_of(const char *cache_control)
{
	const char *p = cache_control != NULL
	    ? strcasestr(cache_control, "max-age=")
	    : NULL;
	long long n;

	if (p == NULL || strcasestr(cache_control, "no-cache") != NULL ||
	    strcasestr(cache_control, "no-store") != NULL)
		return 0;
	n = strtoll(p + 8 + (p[8] == '"'), NULL, 10);
	return n > 0 ? n : 0;
}

struct poll_answer
crawl_answer(const struct fetch_answer *a, int64_t wall)
{
	return (struct poll_answer) { .status = a->status,
		.why = a->why,
		.location = a->location,
		.etag = a->etag,
		.modified = a->modified,
		.max_age_s = age_of(a->cache_control),
		.retry_after_s = seconds_of(a->retry_after, wall) };
}

void
crawl_close_harvest(struct crawl *w)
{
	struct crawl_harvest *h = &w->h;
	struct page page = h->page;

	newsfeed_free(&h->feed);
	sitemap_free(&h->map);
	free(h->hash);
	free(h->known);
	pollstate_free(&h->before);
	mp_close(&h->doc);
	buf_free(&h->draft);
	free(h->note);
	memset(h, 0, sizeof(*h));
	h->page = page; /* its memory is used again */
}

void
crawl_free(struct crawl *w)
{
	crawl_close_harvest(w);
	page_free(&w->h.page);
	fetch_free(w->fetch);
	poll_free(w->poll);
	robotsbook_free(w->robots);
	for (size_t i = 0; i < w->n; i++)
		free_kept(&w->kept[i]);
	free(w->kept);
	addrmap_free(&w->map);
	buf_free(&w->key);
	buf_free(&w->cursor);
}
