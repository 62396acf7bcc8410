/* reader.c -- the sources of a producer, read in turn. */
#include "reader.h"

#include <stdlib.h>

#include "group.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "proto/utf8.h"
#include "source_list.h"

#define NEVER   INT64_MAX
#define BUSY_MS 20 /* another process writes the spool: a moment */

struct feeder {
	struct source *s;
	struct reader *reader;
	uint64_t read, refused;
	int64_t ask; /* when to ask it again */
	bool ended;
	bool web; /* the addresses: named ones and those the user keeps */
};

struct reader {
	struct reader_opts o;
	struct source_web_opts web; /* o.web, kept */
	struct feeder *feeder;
	size_t n, turn; /* whose turn it is */
	struct group *group;
	int64_t retry; /* not before: the spool took nothing */
	bool full;     /* the disk is */
	bool crowded;  /* spool_max articles are pending, or were just now */
	bool stopped;
};

static void
refuse(void *arg, const struct source_refusal *r)
{
	struct feeder *f = arg;

	f->refused++;
	if (r->line > 0)
		log_warn("refused", LOG_S("file", r->file),
		    LOG_I("line", r->line), LOG_S("cause", r->what));
	else
		log_warn(
		    "refused", LOG_S("file", r->file), LOG_S("cause", r->what));
}

static enum rc
recall(void *arg, const char *key, struct buf *value)
{
	struct feeder *f = arg;
	enum rc rc = spool_cursor(f->reader->o.spool, key, value);

	/* without its cursor it would be read twice, which is harmless */
	if (rc != RC_OK && rc != RC_NOENT)
		log_warn("cursor not read", LOG_S("source", key), LOG_RC(rc));
	return rc;
}

/* What the listing of kept addresses is told to. */
struct listing {
	source_address_fn *fn;
	void *to;
	struct addresses {
		char *address;
		bool paused;
	} * kept;
	size_t n;
};

/* A spool_cursor_fn: the cursor of an address says whether it is paused. */
static void
keep_address(void *arg, struct span source, struct span value)
{
	struct listing *l = arg;
	size_t prefix = sizeof(SOURCE_WEB_KEPT) - 1;

	l->kept = mem_grow(l->kept, l->n + 1, sizeof(*l->kept));
	l->kept[l->n].address = mem_strndup(
	    source.p + prefix, source.n - prefix);
	l->kept[l->n++].paused = span_is(value, "paused");
}

static enum rc
list_addresses(void *arg, source_address_fn *fn, void *to)
{
	struct feeder *f = arg;
	struct listing l = { fn, to, NULL, 0 };
	enum rc rc = spool_cursors(
	    f->reader->o.spool, SOURCE_WEB_KEPT, keep_address, &l);

	for (size_t i = 0; i < l.n; i++) {
		if (rc == RC_OK)
			fn(to, l.kept[i].address, l.kept[i].paused);
		free(l.kept[i].address);
	}
	free(l.kept);
	return rc;
}

static enum rc
tell_rows(void *arg, const char *prefix, source_row_fn *fn, void *to)
{
	struct feeder *f = arg;

	return spool_cursors(f->reader->o.spool, prefix, fn, to);
}

/* Folders that are watched, and streams: what has a descriptor to wait for. */
static enum rc
check_number(const struct reader *r, struct buf *why)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += source_fd(r->feeder[i].s) >= 0;
	if (n <= READER_FDS_MAX)
		return RC_OK;
	buf_printf(why,
	    "%zu folders and streams are more than the %d that can be watched "
	    "at a time; name a folder that holds them",
	    n, READER_FDS_MAX);
	return RC_REFUSED;
}

static struct source_opts
opts_of(struct reader *r, struct feeder *f)
{
	f->reader = r;
	return (struct source_opts) { .once = r->o.once,
		.refuse = refuse,
		.cursor = recall,
		.list = list_addresses,
		.rows = tell_rows,
		.arg = f,
		.web = r->o.web != NULL ? &r->web : NULL,
		.record_maps = r->o.record_maps };
}

static enum rc
open_one(struct reader *r, const char *operand, struct buf *why)
{
	struct feeder *f = &r->feeder[r->n];
	const struct source_opts so = opts_of(r, f);
	enum rc rc = source_open(operand, &so, &f->s, why);

	r->n += rc == RC_OK;
	return rc;
}

static bool
is_for_web(const char *operand)
{
	return source_web_is_address(operand) || source_list_is(operand);
}

/* All addresses are one source, even when there is none yet: the user may add
 * some at any time. */
static void
open_web(struct reader *r, char **operand, size_t n)
{
	struct feeder *f = &r->feeder[r->n++];
	const struct source_opts so = opts_of(r, f);
	const char **address = mem_zalloc((n + 1) * sizeof(*address));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (source_web_is_address(operand[i]))
			address[k++] = operand[i];
	f->s = source_web_open(address, k, &so);
	f->web = true;
	free(address);
	for (size_t i = 0; i < n; i++)
		if (source_list_is(operand[i]))
			source_list_add(operand[i], f->s);
}

/* Nothing of it is to be shown or waited for. */
static bool
is_idle_web(const struct feeder *f)
{
	return f->web && source_web_is_idle(f->s);
}

enum rc
reader_open(const struct reader_opts *o, char **operand, size_t n,
    struct reader **out, struct buf *why)
{
	struct reader *r = mem_zalloc(sizeof(*r));
	enum rc rc = RC_OK;

	r->o = *o;
	if (o->web != NULL)
		r->web = *o->web;
	r->group = group_new();
	r->feeder = mem_zalloc((n + 1) * sizeof(*r->feeder));
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if (o->web == NULL || !is_for_web(operand[i]))
			rc = open_one(r, operand[i], why);
	if (rc == RC_OK && o->web != NULL)
		open_web(r, operand, n);
	if (rc == RC_OK)
		rc = check_number(r, why);
	if (rc != RC_OK) {
		reader_close(r);
		return rc;
	}
	*out = r;
	return RC_OK;
}

void
reader_close(struct reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n; i++)
		source_close(r->feeder[i].s);
	free(r->feeder);
	group_free(r->group);
	free(r);
}

static size_t
room(const struct reader *r, uint64_t pending)
{
	uint64_t left = pending < r->o.max ? r->o.max - pending : 0;

	return left < GROUP_MAX ? (size_t)left : GROUP_MAX;
}

/* Take from one source until it has no more now, or the group is full. */
static void
take(struct reader *r, struct feeder *f, size_t max, int64_t now_ms)
{
	struct source_item item;
	enum rc rc = RC_OK;

	while (!group_full(r->group) && group_items(r->group) < max) {
		rc = source_next(f->s, now_ms, &item);
		if (rc != RC_OK)
			break;
		group_add(r->group, &item);
		f->read += item.has_article;
	}
	if (rc == RC_AGAIN)
		f->ask = source_wake(f->s);
	else if (rc != RC_OK)
		f->ended = true;
}

/* Each in turn, another one first each time. */
static void
collect(struct reader *r, size_t max, int64_t now_ms)
{
	for (size_t i = 0; i < r->n; i++) {
		struct feeder *f = &r->feeder[(r->turn + i) % r->n];

		if (!f->ended && f->ask <= now_ms)
			take(r, f, max, now_ms);
	}
	r->turn++;
}

/* Say once when reading pauses for want of space, and when it goes on. */
static void
set_full(struct reader *r, bool full, const char *cause, uint64_t pending)
{
	if (full && !r->full)
		log_warn("reading pauses", LOG_S("cause", cause),
		    LOG_I("pending", pending));
	else if (!full && r->full)
		log_info("reading goes on", LOG_I("pending", pending));
	r->full = full;
	r->crowded = false;
}

/*
 * That so many are pending as there may be is no trouble, only a reader that
 * is quicker than the workers.  It goes on when there is room for a group, so
 * that not every article is a transaction of its own.
 */
static uint64_t
least_room(const struct reader *r)
{
	uint64_t least = r->o.max / 8 + 1;

	return least < GROUP_MAX ? least : GROUP_MAX;
}

static bool
is_crowded(struct reader *r, size_t room)
{
	r->crowded = room == 0 || (r->crowded && room < least_room(r));
	return r->crowded;
}

static bool
accept_group(
    struct reader *r, int64_t now_ms, int64_t wall_ms, uint64_t pending)
{
	bool more = group_full(r->group);
	enum rc rc = group_accept(r->group, r->o.spool, wall_ms);

	if (rc == RC_OK) {
		set_full(r, false, NULL, pending);
		return more;
	}
	if (rc == RC_BUSY) {
		r->retry = now_ms + BUSY_MS;
		return false;
	}
	r->retry = now_ms + READER_RETRY_MS;
	set_full(r, true,
	    rc == RC_FULL ? "the disk is full; free some space" : rc_text(rc),
	    pending);
	return false;
}

bool
reader_run(struct reader *r, int64_t now_ms, int64_t wall_ms, uint64_t pending)
{
	size_t max = room(r, pending);

	if (r->stopped || now_ms < r->retry)
		return false;
	if (group_items(r->group) == 0) {
		if (is_crowded(r, max) && !reader_done(r)) {
			log_debug("spool_max articles are pending, reading "
				  "waits",
			    LOG_I("pending", pending));
			return false;
		}
		collect(r, max, now_ms);
	}
	if (group_items(r->group) > 0)
		return accept_group(r, now_ms, wall_ms, pending);
	set_full(r, false, NULL, pending);
	return false;
}

void
reader_stop(struct reader *r)
{
	r->stopped = true;
	r->full = r->crowded = false;
	group_clear(r->group);
}

bool
reader_done(const struct reader *r)
{
	if (r->stopped)
		return true;
	for (size_t i = 0; i < r->n; i++)
		if (!r->feeder[i].ended && !is_idle_web(&r->feeder[i]))
			return false;
	return group_items(r->group) == 0;
}

size_t
reader_items(const struct reader *r, struct bus_item *item, size_t max)
{
	size_t n = 0;

	if (r->stopped || reader_paused(r) || group_items(r->group) > 0)
		return 0;
	for (size_t i = 0; i < r->n && n < max; i++) {
		int fd = source_fd(r->feeder[i].s);

		if (!r->feeder[i].ended && fd >= 0)
			item[n++] = (struct bus_item) { .fd = fd };
	}
	return n;
}

void
reader_ready(struct reader *r, const struct bus_item *item, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; item[i].ready && k < r->n; k++)
			if (source_fd(r->feeder[k].s) == item[i].fd)
				r->feeder[k].ask = 0;
}

int64_t
reader_wake(const struct reader *r)
{
	int64_t wake = NEVER;

	if (r->stopped)
		return NEVER;
	if (group_items(r->group) > 0)
		return r->retry;
	for (size_t i = 0; i < r->n; i++)
		if (!reader_paused(r) && !r->feeder[i].ended &&
		    r->feeder[i].ask < wake)
			wake = r->feeder[i].ask;
	return wake;
}

bool
reader_paused(const struct reader *r)
{
	return r->full || r->crowded;
}

uint64_t
reader_reserve(const struct reader *r)
{
	return reader_done(r) ? 1 : least_room(r);
}

uint64_t
reader_refused(const struct reader *r)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < r->n; i++)
		sum += r->feeder[i].refused;
	return sum;
}

struct source_web_counts
reader_feeds(const struct reader *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->feeder[i].web)
			return source_web_counts(r->feeder[i].s);
	return (struct source_web_counts) { 0 };
}

void
reader_ailing(const struct reader *r, struct json *j)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->feeder[i].web) {
			source_web_ailing(r->feeder[i].s, j);
			return;
		}
	json_open(j, '[');
	json_close(j, ']');
}

static const char *
state_of(const struct reader *r, const struct feeder *f, bool idle)
{
	if (f->ended)
		return "done";
	if (r->stopped)
		return "stopped";
	if (reader_paused(r))
		return "paused";
	return idle ? "waiting" : "reading";
}

/* A file's name may be any bytes; JSON takes UTF-8 only. */
static void
put_name(struct json *j, const char *name)
{
	char *copy = mem_strdup(name);
	struct span s = span_of(copy);
	size_t ok;

	while ((ok = utf8_valid(s)) < s.n)
		copy[ok] = '?';
	json_str(j, s);
	free(copy);
}

void
reader_status(const struct reader *r, struct json *j)
{
	json_open(j, '[');
	for (size_t i = 0; i < r->n; i++) {
		const struct feeder *f = &r->feeder[i];

		if (is_idle_web(f))
			continue;
		json_open(j, '{');
		json_key(j, "name");
		put_name(j, source_name(f->s));
		json_key(j, "read");
		json_int(j, (int64_t)f->read);
		json_key(j, "refused");
		json_int(j, (int64_t)f->refused);
		json_key(j, "state");
		json_str(j, span_of(state_of(r, f, f->ask > 0)));
		json_close(j, '}');
	}
	json_close(j, ']');
}
