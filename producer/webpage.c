/* webpage.c -- pages of stories. */
#include "webpage.h"

#include <stdlib.h>
#include <strings.h>

#include "httpbody.h"
#include "proto/log.h"
#include "proto/mem.h"

/* ---- robots.txt ---- */

static void
end_detour(struct crawl_kept *k)
{
	free(k->detour->at);
	free(k->detour->target);
	free(k->detour);
	k->detour = NULL;
}

/* Ask for the robots.txt of the site of url, in its place. */
static void
ask_robots(struct crawl *w, const struct poll_request *r)
{
	struct crawl_detour *d = mem_zalloc(sizeof(*d));
	struct buf at = { 0 };

	robotsbook_address(r->url, &at);
	d->target = mem_strdup(r->url);
	d->at = mem_strdup(buf_cstr(&at));
	w->kept[r->id].detour = d;
	fetch_start(w->fetch, r->id, d->at, FETCH_TEXT, NULL, NULL);
	buf_free(&at);
}

static void settle(struct crawl *w, uint32_t id);

/* No request is made of it. */
static void
forbid(struct crawl *w, uint32_t id, const char *why, bool final, int64_t wall)
{
	const struct poll_answer a = {
		.why = why, .final = final, .unasked = true
	};

	if (poll_answer(w->poll, id, &a, wall))
		settle(w, id);
}

/* Its time is over: only its cursor is left to be dealt with. */
static void
end(struct crawl *w, uint32_t id, int64_t wall)
{
	static const struct poll_answer last = {
		.final = true, .unasked = true, .status = 304
	};

	if (!poll_answer(w->poll, id, &last, wall))
		return;
	w->h.open = true;
	w->h.id = id;
	crawl_answered(w, id);
}

/* Was it read, and is what named it no source any more? */
static bool
is_orphan(const struct crawl *w, const struct pollstate *st)
{
	return st->first_ms != 0 && st->by != NULL && !w->blind &&
	    crawl_find(w, st->by) == ADDRMAP_NONE;
}

bool
webpage_gate(struct crawl *w, const struct poll_request *r, int64_t wall)
{
	struct crawl_kept *k = &w->kept[r->id];
	const struct pollstate *st = poll_state(w->poll, r->id);
	enum robotsbook_verdict v;
	struct buf why = { 0 };

	if (st->ended != 0 || is_orphan(w, st)) {
		end(w, r->id, wall);
		return false;
	}
	if (k->detour != NULL && strcmp(k->detour->at, r->url) == 0)
		return true; /* robots.txt is elsewhere */
	if (k->detour != NULL)
		end_detour(k); /* it was paused on the way */
	v = robotsbook_ask(w->robots, r->url, wall, &why);
	if (v == ROBOTSBOOK_UNKNOWN)
		ask_robots(w, r);
	else if (v != ROBOTSBOOK_ALLOWED)
		forbid(
		    w, r->id, buf_cstr(&why), v == ROBOTSBOOK_FORBIDDEN, wall);
	buf_free(&why);
	return v == ROBOTSBOOK_ALLOWED;
}

/* What robots.txt says is known now, and its page is asked for; or it is
 * elsewhere (RFC 9309, section 2.3.1.2), or cannot be had, which ends the poll
 * of its page. */
static void
robots_answer(
    struct crawl *w, uint32_t id, const struct fetch_answer *a, int64_t wall)
{
	struct crawl_detour *d = w->kept[id].detour;
	struct poll_answer answer = crawl_answer(a, wall);
	const struct robotsbook_answer b = { a->status, a->why, a->body,
		answer.max_age_s };
	struct buf why = { 0 };

	if (a->location != NULL && d->hops < POLL_HOPS_MAX) {
		d->hops++;
		free(d->at);
		d->at = mem_strdup(a->location);
		poll_detour(w->poll, id, d->at, &answer, wall);
		return;
	}
	poll_pace(
	    w->poll, d->target, robotsbook_put(w->robots, d->target, &b, wall));
	if (robotsbook_ask(w->robots, d->target, wall, &why) ==
	    ROBOTSBOOK_LATER) {
		answer.why = buf_cstr(&why);
		if (poll_answer(w->poll, id, &answer, wall))
			settle(w, id);
	} else
		poll_detour(w->poll, id, d->target, &answer, wall);
	end_detour(&w->kept[id]);
	buf_free(&why);
}

/* ---- the page ---- */

static bool
is_page_type(const char *type)
{
	return type == NULL || strcasestr(type, "html") != NULL ||
	    strncasecmp(type, "text/plain", 10) == 0 ||
	    strcasestr(type, "xml") != NULL;
}

/* Nobody said how long it is, and its end is not there. */
static bool
is_cut(const struct fetch_answer *a)
{
	size_t n = a->body.n < 1024 ? a->body.n : 1024;
	struct buf tail = { 0 };
	bool cut;

	buf_append(&tail, a->body.p + a->body.n - n, n);
	cut = a->open_ended && is_page_type(a->type) &&
	    strcasestr(buf_cstr(&tail), "</html") == NULL &&
	    strcasestr(buf_cstr(&tail), "</body") == NULL;
	buf_free(&tail);
	return cut;
}

/* The page as an article, completed by its draft, in w->h. */
static bool
read_page(
    struct crawl *w, uint32_t id, const struct fetch_answer *a, struct buf *why)
{
	struct crawl_harvest *h = &w->h;
	struct crawl_kept *k = &w->kept[id];
	struct span type, charset;
	const char *what = NULL;

	if (!is_page_type(a->type)) {
		buf_printf(why, "no page of text, but %s", a->type);
		return false;
	}
	httpbody_type(span_of(a->type), &type, &charset);
	if (page_read(a->body, charset, span_of(a->url), &h->page, why) !=
	    RC_OK)
		return false;
	h->article = h->page.article;
	if (story_merge(buf_span(&k->draft), span_of(k->address), &h->doc,
		&h->article) != RC_OK) {
		buf_puts(why, "what named it cannot be read any more");
		return false;
	}
	if (article_check(&h->article, &what) != RC_OK)
		buf_puts(why, what);
	return what == NULL;
}

/* It was tried often enough, or need not be tried again. */
static bool
is_given_up(const struct crawl *w, const struct pollstate *st)
{
	return st->why != NULL && (st->failed == 0 || w->base.opts.once);
}

/* What the feed had of it is the record; else it is refused. */
static void
stand_in(struct crawl *w, uint32_t id)
{
	struct crawl_harvest *h = &w->h;
	struct crawl_kept *k = &w->kept[id];
	struct pollstate *st = poll_state(w->poll, id);

	if (st->text != 0)
		return; /* it was given out before */
	if (story_alone(buf_span(&k->draft), &h->doc, &h->article) != RC_OK) {
		source_refuse(&w->base, k->address, 0, "%s", st->why);
		return;
	}
	h->has_article = true;
	h->note = mem_strdup(st->why);
	st->text = story_text(&h->article);
	log_info("a page is not to be had, its summary is taken",
	    LOG_S("page", k->address), LOG_S("cause", st->why));
}

/* Its poll ended: its state, and what is new. */
static void
settle(struct crawl *w, uint32_t id)
{
	w->h.open = true;
	w->h.id = id;
	crawl_answered(w, id);
	if (is_given_up(w, poll_state(w->poll, id)))
		stand_in(w, id);
}

/* At an address that was taken for a page, for what stood there at first, is
 * a feed: it is asked again as one. */
static bool
is_feed(struct crawl *w, const struct fetch_answer *a, int64_t wall)
{
	uint32_t id = (uint32_t)a->tag;
	struct pollstate *st = poll_state(w->poll, id);
	struct span type, charset;
	struct buf why = { 0 };
	bool feed;

	if (w->kept[id].page || a->status != 200)
		return false;
	httpbody_type(span_of(a->type), &type, &charset);
	feed = newsfeed_read(a->body, charset, span_of(a->url), &w->h.feed,
		   &why) == RC_OK;
	if (feed) {
		st->page = STORY_NONE;
		pollstate_set(&st->etag, NULL);
		pollstate_set(&st->modified, NULL);
		poll_detour(w->poll, id, poll_address(w->poll, id),
		    &(struct poll_answer) { .status = a->status }, wall);
	}
	crawl_close_harvest(w);
	buf_free(&why);
	return feed;
}

void
webpage_answer(struct crawl *w, const struct fetch_answer *a, int64_t wall)
{
	uint32_t id = (uint32_t)a->tag;
	struct pollstate *st = poll_state(w->poll, id);
	struct poll_answer answer = crawl_answer(a, wall);
	struct buf why = { 0 };
	int64_t text = 0;

	if (w->kept[id].detour != NULL) {
		robots_answer(w, id, a, wall);
		return;
	}
	if (is_feed(w, a, wall))
		return;
	if (a->status == 200 && is_cut(a))
		answer.why = "it ends too early";
	else if (a->status == 200 && read_page(w, id, a, &why)) {
		text = story_text(&w->h.article);
		answer.fresh = text != st->text;
	} else if (a->status == 200) {
		answer.why = buf_cstr(&why);
		answer.final = true;
	}
	if (poll_answer(w->poll, id, &answer, wall)) {
		w->h.has_article = answer.fresh;
		if (answer.fresh)
			st->text = text;
		settle(w, id);
	} else
		crawl_close_harvest(w);
	buf_free(&why);
}

void
webpage_become(struct crawl *w, uint32_t id, int64_t wall)
{
	static const struct poll_answer as_page = { .status = 200 };

	poll_state(w->poll, id)->page = STORY_LIST;
	poll_detour(w->poll, id, poll_address(w->poll, id), &as_page, wall);
}

void
webpage_give(struct crawl *w, struct source_item *item)
{
	struct crawl_harvest *h = &w->h;
	uint32_t id = h->id;
	struct crawl_kept *k = &w->kept[id];
	struct pollstate *st = poll_state(w->poll, id);
	bool over = fade_over(st) && k->page && st->page != STORY_LIST;

	item->has_article = h->has_article;
	item->article = h->article;
	item->note = h->note;
	st->entries += h->has_article;
	if (h->has_article) {
		/* the article is views into it */
		h->draft = k->draft;
		memset(&k->draft, 0, sizeof(k->draft));
		story_strip(buf_span(&h->draft), &k->draft);
	}
	if (over)
		crawl_forget(w, id, item);
	else if (!k->gone)
		crawl_set_cursor(w, id, st, item);
	h->open = false;
	if (over)
		crawl_drop(w, id);
}

/* ---- pages that are remembered ---- */

static void
recall(void *to, struct span key, struct span value)
{
	struct crawl *w = to;
	struct crawl_kept k = { .page = true };
	struct pollstate st = { 0 };
	struct buf address = { 0 };
	int64_t wall = crawl_wall(w);

	buf_append(&address, key.p + sizeof(CRAWL_PAGE) - 1,
	    key.n - (sizeof(CRAWL_PAGE) - 1));
	if (story_decode(value, &st, &k.draft) != RC_OK || st.page == 0) {
		log_warn("cursor not understood, the page is left out",
		    LOG_S("page", buf_cstr(&address)));
		buf_free(&k.draft);
		pollstate_free(&st);
	} else {
		/* once means now; not what has its time yet to come */
		k.answered = st.next_ms > wall;
		crawl_add(w, buf_cstr(&address), &st, &k, wall);
	}
	buf_free(&address);
}

void
webpage_recall(struct crawl *w)
{
	const struct source_opts *o = &w->base.opts;

	if (o->rows != NULL && o->rows(o->arg, CRAWL_PAGE, recall, w) != RC_OK)
		log_warn("pages that were to be asked again are not known",
		    LOG_S("cause", "the spool cannot be read"));
}

bool
webpage_renew(struct crawl *w, uint32_t id, const struct article *entry)
{
	struct crawl_kept *k = &w->kept[id];
	struct pollstate *st = poll_state(w->poll, id);
	bool stands_in = st->why != NULL && st->text != 0;

	if (stands_in && st->text != story_text(entry)) {
		st->text = story_text(entry);
		return false;
	}
	if (st->ended != 0)
		return true;
	buf_clear(&k->draft);
	story_draft_entry(entry, st->text == 0, &k->draft);
	poll_hurry(w->poll, id, crawl_wall(w));
	return true;
}
