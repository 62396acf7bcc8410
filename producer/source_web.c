/* source_web.c -- feeds at addresses, polled for ever. */
#include "source_web.h"

#include <stdlib.h>
#include <strings.h>

#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "proto/url.h"
#include "proto/utf8.h"
#include "webfeed.h"
#include "webpage.h"

#define NEVER INT64_MAX

bool
source_web_is_address(const char *operand)
{
	return strncasecmp(operand, "http://", 7) == 0 ||
	    strncasecmp(operand, "https://", 8) == 0;
}

struct source_web_opts
source_web_conf(const struct conf *c)
{
	return (struct source_web_opts) {
		.least_ms = conf_int(c, CONF_POLL_LEAST_S) * 1000,
		.most_ms = conf_int(c, CONF_POLL_MOST_S) * 1000,
		.pause_ms = conf_int(c, CONF_HOST_PAUSE_MS),
		.timeout_ms = conf_int(c, CONF_FETCH_TIMEOUT_S) * 1000,
		.private_too = conf_int(c, CONF_FETCH_PRIVATE) == 1,
		.agent = conf_str(c, CONF_USER_AGENT),
		.pages = conf_int(c, CONF_FETCH_PAGES) == 1,
		.pages_max = (size_t)conf_int(c, CONF_PAGES_MAX),
		.fade = conf_str(c, CONF_RECHECK),
		.again_ms = conf_int(c, CONF_RECHECK_PAUSE_MS),
	};
}

enum rc
source_web_check(const struct conf *c, struct buf *why)
{
	struct fade f;

	if (fade_parse(conf_str(c, CONF_RECHECK), &f) == RC_OK)
		return RC_OK;
	buf_printf(why,
	    "recheck = %s: no times that rise, such as 30m 2h 1d; at most %d "
	    "of them, or no",
	    conf_str(c, CONF_RECHECK), FADE_MAX);
	return RC_REFUSED;
}

/* Once means now; but who asked to be left alone is. */
static void
hurry(struct crawl *w, uint32_t id, int64_t wall)
{
	char when[CLOCK_TEXT_MAX];
	int64_t held = poll_state(w->poll, id)->held_ms;

	if (held > wall) {
		source_refuse(&w->base, w->kept[id].address, 0,
		    "the server asked not to be asked before %s",
		    clock_rfc3339(held, when));
		crawl_answered(w, id);
	}
	poll_hurry(w->poll, id, wall);
}

/* How its polls went, from the spool. */
static void
recall(struct crawl *w, const char *address, struct pollstate *st)
{
	const struct source_opts *o = &w->base.opts;
	struct buf value = { 0 };

	crawl_set_key(w, address, false);
	if (o->cursor != NULL &&
	    o->cursor(o->arg, buf_cstr(&w->key), &value) == RC_OK &&
	    pollstate_decode(buf_span(&value), st) != RC_OK)
		log_warn("cursor not understood, the feed is read anew",
		    LOG_S("source", address));
	buf_free(&value);
}

static uint32_t
add(struct crawl *w, const char *address, const struct crawl_kept *k)
{
	int64_t wall = crawl_wall(w);
	struct pollstate st = { 0 };
	bool over;
	uint32_t id;

	recall(w, address, &st);
	over = fade_over(&st);
	id = crawl_add(w, address, &st, k, wall);
	if (over)
		crawl_answered(w, id);
	else if (w->base.opts.once)
		hurry(w, id, wall);
	return id;
}

/* One of the list: a source_address_fn. */
static void
see(void *to, const char *address, bool paused)
{
	const struct crawl_kept k = { .listed = true };
	struct crawl *w = to;
	uint32_t id = crawl_find(w, address);

	if (id == ADDRMAP_NONE)
		id = add(w, address, &k);
	w->kept[id].listed = true;
	if (paused)
		crawl_answered(w, id);
	poll_pause(w->poll, id, paused, crawl_wall(w));
}

/* Not any more; nor, of an index of sitemaps, those that it named. */
static void
forget(struct crawl *w, uint32_t id)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct crawl_kept *k = &w->kept[i];

		if (k->parent != NULL && !k->gone &&
		    strcmp(k->parent, w->kept[id].address) == 0)
			crawl_drop(w, (uint32_t)i);
	}
	crawl_drop(w, id);
}

/* What the user keeps may have changed. */
static void
look_at_list(struct crawl *w, int64_t wall)
{
	const struct source_opts *o = &w->base.opts;

	if (o->list == NULL || wall < w->look)
		return;
	w->look = o->once ? NEVER : wall + SOURCE_WEB_LIST_MS;
	for (size_t i = 0; i < w->n; i++)
		w->kept[i].listed = false;
	if (o->list(o->arg, see, w) != RC_OK)
		return;
	w->blind = false;
	for (size_t i = 0; i < w->n; i++) {
		const struct crawl_kept *k = &w->kept[i];

		if (k->address != NULL && !k->listed && !k->named && !k->page &&
		    !k->gone)
			forget(w, (uint32_t)i);
	}
}

static void
digest(struct crawl *w, const struct fetch_answer *a, int64_t wall)
{
	uint32_t id = (uint32_t)a->tag;

	if (w->kept[id].gone) {
		static const struct poll_answer none = { .status = 0 };

		(void)poll_answer(w->poll, id, &none, wall);
	} else if (poll_state(w->poll, id)->page != STORY_NONE)
		webpage_answer(w, a, wall);
	else
		webfeed_answer(w, a, wall);
}

static void
give(struct crawl *w, struct source_item *item)
{
	if (poll_state(w->poll, w->h.id)->page != STORY_NONE)
		webpage_give(w, item);
	else
		webfeed_give(w, item);
}

static void
start_requests(struct crawl *w, int64_t wall)
{
	struct poll_request r;

	while (!w->h.open && poll_next(w->poll, wall, &r)) {
		bool page = poll_state(w->poll, r.id)->page != STORY_NONE;

		if (!page || webpage_gate(w, &r, wall))
			fetch_start(w->fetch, r.id, r.url,
			    page ? FETCH_PAGE : FETCH_FEED, r.etag, r.modified);
	}
}

/* When something may have to be done: the earliest, in mono time. */
static void
set_wake(struct crawl *w, int64_t now_ms, int64_t wall)
{
	int64_t due = poll_wake(w->poll), curl = fetch_wake(w->fetch);

	if (w->base.opts.list != NULL && w->look < due)
		due = w->look;
	w->wake = due == NEVER ? NEVER : now_ms + (due > wall ? due - wall : 0);
	if (curl < w->wake)
		w->wake = curl;
}

static enum rc
web_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct crawl *w = (struct crawl *)s;
	int64_t wall = crawl_wall(w);
	const struct fetch_answer *a;

	if (!w->h.open)
		crawl_close_harvest(w);
	while (!w->h.open) {
		look_at_list(w, wall);
		start_requests(w, wall);
		if (w->h.open)
			break;
		a = fetch_run(w->fetch, now_ms);
		if (a != NULL) {
			digest(w, a, wall);
			fetch_done(w->fetch);
		} else if (s->opts.once && w->unanswered == 0) {
			return RC_END;
		} else {
			set_wake(w, now_ms, wall);
			return RC_AGAIN;
		}
	}
	give(w, item);
	return RC_OK;
}

static int
web_fd(const struct source *s)
{
	return fetch_fd(((const struct crawl *)s)->fetch);
}

static int64_t
web_wake(const struct source *s)
{
	return ((const struct crawl *)s)->wake;
}

static void
web_close(struct source *s)
{
	crawl_free((struct crawl *)s);
}

static const struct source_ops ops = {
	.next = web_next,
	.fd = web_fd,
	.wake = web_wake,
	.close = web_close,
};

struct source *
source_web_open(
    const char *const *address, size_t n, const struct source_opts *o)
{
	const struct fetch_opts fo = { .agent = o->web->agent,
		.private_too = o->web->private_too,
		.total_ms = o->web->timeout_ms };
	struct poll_opts po = { .least_ms = o->web->least_ms,
		.most_ms = o->web->most_ms,
		.pause_ms = o->web->pause_ms,
		.again_ms = o->web->again_ms,
		.parallel = SOURCE_WEB_PARALLEL };
	const struct crawl_kept named = { .named = true };
	struct crawl *w = source_new(
	    sizeof(*w), &ops, n == 1 ? address[0] : "addresses", o);

	hash_random(&po.seed, sizeof(po.seed));
	if (o->web->fade == NULL || fade_parse(o->web->fade, &po.fade) != RC_OK)
		po.fade.n = 0;
	w->poll = poll_new(&po);
	w->fetch = fetch_new(&fo);
	w->robots = robotsbook_new(o->web->agent);
	w->blind = o->list != NULL;
	webpage_recall(w);
	for (size_t i = 0; i < n; i++)
		if (crawl_find(w, address[i]) == ADDRMAP_NONE)
			add(w, address[i], &named);
	return &w->base;
}

void
source_web_add(struct source *s, const char *address)
{
	const struct crawl_kept named = { .named = true };
	struct crawl *w = (struct crawl *)s;

	if (crawl_find(w, address) == ADDRMAP_NONE)
		add(w, address, &named);
}

bool
source_web_add_page(struct source *s, struct span address)
{
	struct buf draft = { 0 };
	bool fresh;

	return crawl_add_page((struct crawl *)s, address, STORY_LIST, NULL,
		   &draft, &fresh) != ADDRMAP_NONE;
}

static void
count_page(struct source_web_counts *c, const struct pollstate *st)
{
	c->waiting += st->first_ms == 0;
	c->known++;
	c->read += st->good_ms > 0;
	c->forbidden += st->barred != 0;
	c->erring += st->why != NULL && st->barred == 0;
}

/* Does it not come although it should? */
enum ailment { WELL, BROKEN, SILENT };

static enum ailment
ailment_of(const struct crawl *w, size_t i)
{
	const struct pollstate *st = poll_state(w->poll, (uint32_t)i);

	if (poll_paused(w->poll, (uint32_t)i))
		return WELL;
	if (st->failed >= POLL_BROKEN)
		return BROKEN;
	return st->news_ms > 0 &&
		st->news_ms < crawl_wall(w) - SOURCE_WEB_SILENT_MS
	    ? SILENT
	    : WELL;
}

static void
count_feed(struct source_web_counts *c, const struct crawl *w, size_t i)
{
	enum ailment ailment = ailment_of(w, i);

	c->feeds++;
	c->failing += poll_state(w->poll, (uint32_t)i)->failed > 0;
	c->broken += ailment == BROKEN;
	c->silent += ailment == SILENT;
}

bool
source_web_is_idle(const struct source *s)
{
	const struct crawl *w = (const struct crawl *)s;

	for (size_t i = 0; i < w->n; i++)
		if (w->kept[i].address != NULL && !w->kept[i].gone)
			return false;
	return true;
}

struct source_web_counts
source_web_counts(const struct source *s)
{
	const struct crawl *w = (const struct crawl *)s;
	struct source_web_counts c = { .flying = poll_in_flight(w->poll) };

	for (size_t i = 0; i < w->n; i++) {
		const struct crawl_kept *k = &w->kept[i];

		if (k->address == NULL || k->gone)
			continue;
		if (k->page)
			count_page(&c, poll_state(w->poll, (uint32_t)i));
		else
			count_feed(&c, w, i);
	}
	return c;
}

/* As much of s as is UTF-8: an address may be any bytes. */
static void
put_text(struct json *j, const char *key, const char *s)
{
	struct span text = span_of(s);

	text.n = utf8_valid(text);
	json_key_text(j, key, text);
}

static void
put_time(struct json *j, const char *key, int64_t wall_ms)
{
	if (wall_ms > 0)
		json_key_time(j, key, wall_ms);
	else
		put_text(j, key, NULL);
}

static void
put_ailing(struct json *j, const struct crawl *w, size_t i, bool broken)
{
	const struct pollstate *st = poll_state(w->poll, (uint32_t)i);
	int64_t since = st->ill_ms > 0 ? st->ill_ms : st->good_ms;

	json_open(j, '{');
	put_text(j, "address", w->kept[i].address);
	put_text(j, "title", st->title);
	put_text(j, "state", broken ? "broken" : "silent");
	put_time(j, "since", broken ? since : st->news_ms);
	put_text(j, "why", st->why);
	put_time(j, "next", st->next_ms);
	json_close(j, '}');
}

void
source_web_ailing(const struct source *s, struct json *j)
{
	const struct crawl *w = (const struct crawl *)s;
	size_t told = 0;

	json_open(j, '[');
	for (size_t i = 0; i < w->n && told < SOURCE_WEB_AILING; i++) {
		const struct crawl_kept *k = &w->kept[i];
		enum ailment ailment;

		if (k->address == NULL || k->gone || k->page)
			continue;
		ailment = ailment_of(w, i);
		if (ailment != WELL)
			put_ailing(j, w, i, ailment == BROKEN);
		told += ailment != WELL;
	}
	json_close(j, ']');
}
