/* source_web.c -- feeds at addresses, polled for ever. */
#include "source_web.h"

#include <stdlib.h>
#include <strings.h>

#include "feeddate.h"
#include "feedfind.h"
#include "fetch.h"
#include "httpbody.h"
#include "newsfeed.h"
#include "poll.h"
#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "source_feed.h"

#define NEVER INT64_MAX
#define EACH_UP_TO                                                \
	256 /* entries of a feed whose cursor moves with each; of \
	     * longer ones with every 64th */

/* An address, in the order of its number in poll. */
struct kept {
	char *address;
	bool named;  /* by an operand: it is not the list's to drop */
	bool listed; /* seen in the look at the list that is going on */
	bool gone;
	bool answered; /* once */
};

/* What is being given out: the new entries of one answer, then its cursor. */
struct harvest {
	bool open;
	uint32_t id;
	struct newsfeed feed; /* n 0: the cursor only */
	uint64_t *hash;       /* of its entries; owned */
	bool *known;          /* likewise: it was accepted before */
	size_t next;
	struct pollstate before; /* as it was before the answer */
};

struct web {
	struct source base;
	struct poll *poll;
	struct fetch *fetch;
	struct kept *kept;
	size_t n;
	int64_t look; /* wall time of the next look at the list */
	int64_t wake; /* mono */
	struct harvest h;
	struct buf key, cursor;
};

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
	};
}

static void
set_key(struct web *w, const char *address)
{
	buf_clear(&w->key);
	buf_printf(&w->key, SOURCE_WEB_KEY "%s", address);
}

/* Once means now; but who asked to be left alone is. */
static void
hurry(struct web *w, uint32_t id, int64_t wall)
{
	char when[CLOCK_TEXT_MAX];
	int64_t held = poll_state(w->poll, id)->held_ms;

	if (held > wall) {
		source_refuse(&w->base, w->kept[id].address, 0,
		    "the server asked not to be asked before %s",
		    clock_rfc3339(held, when));
		w->kept[id].answered = true;
	}
	poll_hurry(w->poll, id, wall);
}

static uint32_t
add(struct web *w, const char *address, bool named, int64_t wall)
{
	const struct source_opts *o = &w->base.opts;
	struct pollstate st = { 0 };
	struct buf value = { 0 };
	uint32_t id;

	set_key(w, address);
	if (o->cursor != NULL &&
	    o->cursor(o->arg, buf_cstr(&w->key), &value) == RC_OK &&
	    pollstate_decode(buf_span(&value), &st) != RC_OK)
		log_warn("cursor not understood, the feed is read anew",
		    LOG_S("source", address));
	buf_free(&value);
	id = poll_add(w->poll, address, &st, wall);
	w->kept = mem_grow(w->kept, w->n + 1, sizeof(*w->kept));
	w->kept[w->n++] = (struct kept) {
		.address = mem_strdup(address), .named = named, .listed = true
	};
	if (o->once)
		hurry(w, id, wall);
	return id;
}

/* One of the list: a source_address_fn. */
static void
see(void *to, const char *address, bool paused)
{
	struct web *w = to;
	int64_t wall = clock_wall_ms();
	size_t i = 0;

	while (i < w->n &&
	    (w->kept[i].gone || strcmp(w->kept[i].address, address) != 0))
		i++;
	if (i == w->n)
		i = add(w, address, false, wall);
	w->kept[i].listed = true;
	w->kept[i].answered = w->kept[i].answered || paused;
	poll_pause(w->poll, (uint32_t)i, paused, wall);
}

/* What the user keeps may have changed. */
static void
look_at_list(struct web *w, int64_t wall)
{
	const struct source_opts *o = &w->base.opts;

	if (o->list == NULL || wall < w->look)
		return;
	w->look = o->once ? NEVER : wall + SOURCE_WEB_LIST_MS;
	for (size_t i = 0; i < w->n; i++)
		w->kept[i].listed = false;
	if (o->list(o->arg, see, w) != RC_OK)
		return;
	for (size_t i = 0; i < w->n; i++)
		if (!w->kept[i].listed && !w->kept[i].named &&
		    !w->kept[i].gone) {
			w->kept[i].gone = true;
			poll_drop(w->poll, (uint32_t)i);
		}
}

/* ---- answers ---- */

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

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Which entries are new?  How many. */
static size_t
tell_new(struct harvest *h, const struct pollstate *st)
{
	size_t n = h->feed.n, fresh = 0;
	uint64_t *seen = mem_zalloc((st->n_seen + 1) * sizeof(*seen));

	if (st->n_seen > 0)
		memcpy(seen, st->seen, st->n_seen * sizeof(*seen));
	qsort(seen, st->n_seen, sizeof(*seen), compare);
	h->hash = mem_zalloc((n + 1) * sizeof(*h->hash));
	h->known = mem_zalloc((n + 1) * sizeof(*h->known));
	for (size_t i = 0; i < n; i++) {
		h->hash[i] = hash_of(&h->feed.entry[i].article);
		h->known[i] = bsearch(&h->hash[i], seen, st->n_seen,
				  sizeof(*seen), compare) != NULL;
		fresh += !h->known[i];
	}
	free(seen);
	return fresh;
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

/* The feed within an answer; why: it is none. */
static bool
read_feed(struct harvest *h, const struct fetch_answer *a, struct buf *why)
{
	struct span type, charset;

	httpbody_type(span_of(a->type), &type, &charset);
	return newsfeed_read(
		   a->body, charset, span_of(a->url), &h->feed, why) == RC_OK;
}

static void
complain(struct web *w, uint32_t id)
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
close_harvest(struct web *w)
{
	struct harvest *h = &w->h;

	newsfeed_free(&h->feed);
	free(h->hash);
	free(h->known);
	pollstate_free(&h->before);
	memset(h, 0, sizeof(*h));
}

/* The poll ended: its state with what is new of the feed. */
static void
begin_harvest(struct web *w, uint32_t id, bool read)
{
	struct pollstate *st = poll_state(w->poll, id);
	struct harvest *h = &w->h;

	h->open = true;
	h->id = id;
	w->kept[id].answered = true;
	if (st->failed > 0)
		complain(w, id);
	if (!read)
		return;
	if (h->feed.title.p != NULL) {
		char *title = mem_strndup(h->feed.title.p, h->feed.title.n);

		pollstate_set(&st->title, title);
		free(title);
	}
	source_feed_complain(&w->base, w->kept[id].address, &h->feed);
	pollstate_know(st, h->hash, h->feed.n);
}

/* A page may name its feed. */
static bool
is_page(const struct fetch_answer *a)
{
	struct span head = { a->body.p, a->body.n < 1024 ? a->body.n : 1024 };

	return (a->type != NULL && strcasestr(a->type, "html") != NULL) ||
	    (head.n > 0 && memmem(head.p, head.n, "<html", 5) != NULL);
}

static void
digest(struct web *w, const struct fetch_answer *a, int64_t wall)
{
	uint32_t id = (uint32_t)a->tag;
	struct pollstate *st = poll_state(w->poll, id);
	struct buf why = { 0 }, feed = { 0 };
	struct poll_answer answer = { a->status, a->why, a->location, a->etag,
		a->modified, age_of(a->cache_control),
		seconds_of(a->retry_after, wall), 0, false, false };
	bool read = a->status == 200 && read_feed(&w->h, a, &why);

	remember(&w->h.before, st);
	if (read) {
		answer.ttl_s = w->h.feed.ttl_s;
		answer.fresh = tell_new(&w->h, st) > 0;
		answer.partial = w->h.feed.unclosed && a->open_ended;
	} else if (a->status == 200 && is_page(a) &&
	    feedfind_link(a->body, span_of(a->url), &feed)) {
		/* as if the page had moved to its feed for good */
		answer.status = 308;
		answer.location = buf_cstr(&feed);
	} else if (a->status == 200)
		answer.why = buf_cstr(&why);
	if (poll_answer(w->poll, id, &answer, wall))
		begin_harvest(w, id, read);
	else
		close_harvest(w);
	buf_free(&why);
	buf_free(&feed);
}

/* ---- giving out ---- */

static void
set_cursor(struct web *w, const struct pollstate *st, struct source_item *item)
{
	set_key(w, w->kept[w->h.id].address);
	buf_clear(&w->cursor);
	pollstate_encode(st, &w->cursor);
	item->key = buf_cstr(&w->key);
	item->cursor = buf_span(&w->cursor);
}

/* The next entry that is new; all before it are dealt with. */
static bool
give_entry(struct web *w, struct source_item *item)
{
	struct harvest *h = &w->h;
	struct pollstate *st = poll_state(w->poll, h->id);
	size_t i;

	while (h->next < h->feed.n && h->known[h->next])
		h->next++;
	if (h->next == h->feed.n)
		return false;
	i = h->next++;
	source_feed_item(&w->base, w->kept[h->id].address, &h->feed, i, item);
	pollstate_see(&h->before, h->hash[i]);
	if (item->has_article) {
		h->before.entries++;
		st->entries++;
	}
	if (h->feed.n <= EACH_UP_TO || i % 64 == 0)
		set_cursor(w, &h->before, item);
	return true;
}

static void
give(struct web *w, struct source_item *item)
{
	if (give_entry(w, item))
		return;
	if (!w->kept[w->h.id].gone)
		set_cursor(w, poll_state(w->poll, w->h.id), item);
	close_harvest(w);
}

static bool
all_answered(const struct web *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->kept[i].answered && !w->kept[i].gone)
			return false;
	return true;
}

static void
start_requests(struct web *w, int64_t wall)
{
	struct poll_request r;

	while (poll_next(w->poll, wall, &r))
		fetch_start(w->fetch, r.id, r.url, r.etag, r.modified);
}

/* When something may have to be done: the earliest, in mono time. */
static void
set_wake(struct web *w, int64_t now_ms, int64_t wall)
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
	struct web *w = (struct web *)s;
	int64_t wall = clock_wall_ms();
	const struct fetch_answer *a;

	while (!w->h.open) {
		look_at_list(w, wall);
		start_requests(w, wall);
		a = fetch_run(w->fetch, now_ms);
		if (a != NULL) {
			digest(w, a, wall);
			fetch_done(w->fetch);
		} else if (s->opts.once && all_answered(w)) {
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
	return fetch_fd(((const struct web *)s)->fetch);
}

static int64_t
web_wake(const struct source *s)
{
	return ((const struct web *)s)->wake;
}

static void
web_close(struct source *s)
{
	struct web *w = (struct web *)s;

	close_harvest(w);
	fetch_free(w->fetch);
	poll_free(w->poll);
	for (size_t i = 0; i < w->n; i++)
		free(w->kept[i].address);
	free(w->kept);
	buf_free(&w->key);
	buf_free(&w->cursor);
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
	struct poll_opts po = { o->web->least_ms, o->web->most_ms,
		o->web->pause_ms, SOURCE_WEB_PARALLEL, 0 };
	struct web *w = source_new(
	    sizeof(*w), &ops, n == 1 ? address[0] : "addresses", o);
	int64_t wall = clock_wall_ms();

	hash_random(&po.seed, sizeof(po.seed));
	w->poll = poll_new(&po);
	w->fetch = fetch_new(&fo);
	for (size_t i = 0; i < n; i++)
		add(w, address[i], true, wall);
	return &w->base;
}

void
source_web_add(struct source *s, const char *address)
{
	struct web *w = (struct web *)s;
	size_t i = 0;

	while (i < w->n && strcmp(w->kept[i].address, address) != 0)
		i++;
	if (i == w->n)
		add(w, address, true, clock_wall_ms());
}

struct source_web_counts
source_web_counts(const struct source *s)
{
	const struct web *w = (const struct web *)s;
	struct source_web_counts c = { 0 };
	int64_t long_ago = clock_wall_ms() - SOURCE_WEB_SILENT_MS;

	for (size_t i = 0; i < w->n; i++) {
		const struct pollstate *st = poll_state(w->poll, (uint32_t)i);

		if (w->kept[i].gone)
			continue;
		c.feeds++;
		c.failing += st->failed > 0;
		c.broken += st->failed >= POLL_BROKEN;
		c.silent += st->news_ms > 0 && st->news_ms < long_ago;
	}
	return c;
}
