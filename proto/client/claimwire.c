/* claimwire.c -- libclaimwire: a subscriber of the change feed. */
#include "claimwire.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "proto/bus.h"
#include "proto/change.h"
#include "proto/clock.h"
#include "proto/follow.h"
#include "proto/mem.h"
#include "proto/role.h"

#define LOOK_MS 500 /* between two looks at the clock */
#define BUSY_MS 50  /* between two attempts to ask */

struct claimwire {
	struct conf *conf;
	struct bus *bus;
	struct bus_sock *live, *replay;
	struct follow follow;
	bool placed; /* it is known where to begin */
	bool heard;  /* the feed has spoken */
	bool busy;   /* the last question could not be sent */
	char generation[CHANGE_GEN_MAX + 1]; /* "": not known yet */

	/* For claimwire_fd(); -1 until it is asked for. */
	int epoll_fd, more_fd;
	bool more; /* more_fd is readable: something may be left */

	/* What was handed out last. */
	struct claimwire_change change;
	struct buf id, type, at, json, why, cursor;
};

/* ---- where to begin ---- */

static enum rc
refuse(struct claimwire *c, const char *what, const char *text)
{
	buf_clear(&c->why);
	buf_printf(&c->why, "%s: %s", what, text);
	return RC_REFUSED;
}

/* A number of digits alone. */
static bool
read_number(const char *s, uint64_t *seq)
{
	char *end;

	if (s[0] < '0' || s[0] > '9')
		return false;
	errno = 0;
	*seq = strtoull(s, &end, 10);
	return errno == 0 && *end == '\0';
}

static enum rc
set_since(struct claimwire *c, const char *since, int64_t now_ms)
{
	struct span generation = { NULL, 0 };
	uint64_t seq = 0;

	follow_init(&c->follow, 0, now_ms);
	if (since != NULL && strcmp(since, "now") == 0)
		return RC_OK; /* the first heartbeat will tell */
	if (since != NULL && since[0] != '\0' && !read_number(since, &seq) &&
	    !change_read_id(span_of(since), &generation, &seq))
		return refuse(
		    c, since, "since is a change's id or number, 0 or now");
	snprintf(c->generation, sizeof c->generation, "%.*s", (int)generation.n,
	    generation.n > 0 ? generation.p : "");
	follow_init(&c->follow, seq, now_ms);
	c->placed = true;
	return RC_OK;
}

/* ---- where the feed is ---- */

static enum rc
set(struct claimwire *c, enum conf_id key, const char *value)
{
	struct buf pair = { 0 };
	enum rc rc;

	if (value == NULL)
		return RC_OK;
	buf_printf(&pair, "%s=%s", conf_name(key), value);
	rc = conf_option(c->conf, buf_cstr(&pair), &c->why);
	buf_free(&pair);
	return rc;
}

/* Nobody but its owner makes the folder of sockets: it would be ours then,
 * and closed to them. */
static enum rc
check_data(struct claimwire *c)
{
	const char *data = conf_str(c->conf, CONF_DATA);
	char path[PATH_MAX];

	if (conf_path(c->conf, "run", path, sizeof path) != RC_OK)
		return refuse(c, "data", "the path is too long");
	if (access(path, R_OK | X_OK) == 0)
		return RC_OK;
	if (errno == EACCES)
		return refuse(c, path,
		    "only the user that claimwire runs as may enter: be that "
		    "user, or use tcp endpoints");
	return refuse(c, data,
	    "no claimwire has run here: start `claimwire run`, or name "
	    "another data folder");
}

static bool
given(const char *s)
{
	return s != NULL && s[0] != '\0';
}

static enum rc
configure(struct claimwire *c, const struct claimwire_options *o)
{
	bool remote = given(o->changes) && given(o->replay);
	const char *data = given(o->data) ? o->data : NULL;
	enum rc rc;

	c->conf = conf_builtin();
	if ((rc = set(c, CONF_DATA, remote ? "" : data)) != RC_OK ||
	    (rc = set(c, CONF_CHANGES, o->changes)) != RC_OK ||
	    (rc = set(c, CONF_REPLAY, o->replay)) != RC_OK ||
	    (rc = set(c, CONF_CURVE_KEY, o->curve_key)) != RC_OK ||
	    (rc = set(c, CONF_CURVE_SERVER, o->curve_server)) != RC_OK)
		return rc;
	return remote ? RC_OK : check_data(c);
}

static enum rc
subscribe(struct claimwire *c, const struct claimwire_options *o)
{
	enum rc rc;

	if ((rc = set_since(c, o->since, clock_mono_ms())) != RC_OK ||
	    (rc = configure(c, o)) != RC_OK ||
	    (rc = bus_new(c->conf, &c->bus, &c->why)) != RC_OK ||
	    (rc = bus_open(c->bus, BUS_CHANGES_IN, "", &c->live, &c->why)) !=
		RC_OK)
		return rc;
	return bus_open(c->bus, BUS_REPLAY_IN, NULL, &c->replay, &c->why);
}

int
claimwire_open(const struct claimwire_options *options, struct claimwire **c,
    char *error, size_t error_size)
{
	struct claimwire_options o = { .size = sizeof o };
	struct claimwire *t = mem_zalloc(sizeof *t);

	/* A program made with another version has fewer or more of them. */
	memcpy(
	    &o, options, options->size < sizeof o ? options->size : sizeof o);
	t->epoll_fd = t->more_fd = -1;
	if (subscribe(t, &o) != RC_OK) {
		if (error_size > 0)
			snprintf(error, error_size, "%s", buf_cstr(&t->why));
		claimwire_close(t);
		return -1;
	}
	*c = t;
	return 0;
}

void
claimwire_close(struct claimwire *c)
{
	if (c == NULL)
		return;
	if (c->epoll_fd >= 0)
		close(c->epoll_fd);
	if (c->more_fd >= 0)
		close(c->more_fd);
	bus_close(c->live);
	bus_close(c->replay);
	bus_free(c->bus);
	conf_free(c->conf);
	buf_free(&c->id);
	buf_free(&c->type);
	buf_free(&c->at);
	buf_free(&c->json);
	buf_free(&c->why);
	buf_free(&c->cursor);
	free(c);
}

/* ---- hearing ---- */

static bool
known(const struct claimwire *c)
{
	return c->generation[0] != '\0';
}

static void
name_generation(struct claimwire *c, struct span generation)
{
	snprintf(c->generation, sizeof c->generation, "%.*s", (int)generation.n,
	    generation.p);
}

static enum claimwire_event
begin_anew(struct claimwire *c, struct span generation, int64_t now_ms)
{
	buf_clear(&c->why);
	buf_printf(&c->why,
	    "the feed does not know change %s%s%llu: the store was restored, "
	    "or is another one; starting over from its first change",
	    c->generation, known(c) ? "-" : "",
	    (unsigned long long)c->follow.seq);
	follow_init(&c->follow, 0, now_ms);
	name_generation(c, generation);
	c->placed = true;
	return CLAIMWIRE_RESET;
}

/*
 * Is this "reset" about where we are now?  A question may have been asked
 * twice, and a second answer must not send us back again.
 */
static bool
concerns_us(const struct claimwire *c, const struct change_mark *k)
{
	return (known(c) && !span_is(k->generation, c->generation)) ||
	    k->seq < c->follow.seq;
}

static enum claimwire_event
on_mark(struct claimwire *c, struct span topic, struct span map, int64_t now_ms)
{
	bool reset = span_is(topic, "reset");
	struct change_mark k;

	if (change_decode_mark(map, &k) != RC_OK)
		return CLAIMWIRE_NOTHING;
	if (known(c) && !span_is(k.generation, c->generation))
		return begin_anew(c, k.generation, now_ms);
	if (reset && concerns_us(c, &k))
		return begin_anew(c, k.generation, now_ms);
	if (reset)
		return CLAIMWIRE_NOTHING;
	name_generation(c, k.generation);
	if (!c->placed)
		follow_init(&c->follow, k.seq, now_ms);
	c->placed = true;
	follow_mark(&c->follow, k.seq, span_is(topic, "end"), k.more, now_ms);
	return CLAIMWIRE_NOTHING;
}

static const char *
text(struct buf *b, struct span s)
{
	buf_clear(b);
	buf_append(b, s.p, s.n);
	return buf_cstr(b);
}

static enum claimwire_event
hand_out(struct claimwire *c, const struct change_head *h, struct span map)
{
	buf_clear(&c->json);
	if (change_unpack(map, &c->json) != RC_OK)
		return CLAIMWIRE_UNREADABLE;
	c->change = (struct claimwire_change) {
		.seq = h->seq,
		.id = text(&c->id, h->id),
		.type = text(&c->type, h->type),
		.at = text(&c->at, h->at),
		.json = buf_cstr(&c->json),
		.json_size = c->json.n,
		.msgpack = map.p,
		.msgpack_size = map.n,
	};
	return CLAIMWIRE_CHANGE;
}

static enum claimwire_event
on_change(struct claimwire *c, uint64_t seq, struct span map, bool replayed,
    int64_t now_ms)
{
	enum claimwire_event event = CLAIMWIRE_UNREADABLE;
	struct change_head h = { .seq = 0 };
	bool readable = change_decode_head(map, &h) == RC_OK && h.seq == seq;

	/* The store may have been replaced while nothing was to be heard. */
	if (readable && known(c) && !span_is(h.generation, c->generation))
		return begin_anew(c, h.generation, now_ms);
	if (!c->placed)
		follow_init(&c->follow, seq - 1, now_ms);
	c->placed = true;
	if (follow_change(&c->follow, seq, replayed, now_ms) != FOLLOW_DELIVER)
		return CLAIMWIRE_NOTHING;
	if (readable) {
		name_generation(c, h.generation);
		event = hand_out(c, &h, map);
	}
	if (event == CLAIMWIRE_UNREADABLE) {
		buf_clear(&c->why);
		buf_printf(&c->why,
		    "change %llu cannot be read: a newer claimwire may have "
		    "made it; use a newer libclaimwire",
		    (unsigned long long)seq);
	}
	return event;
}

static bool
is_mark(struct span topic)
{
	return span_is(topic, "heartbeat") || span_is(topic, "end") ||
	    span_is(topic, "reset");
}

static enum claimwire_event
on_message(
    struct claimwire *c, const struct bus_msg *m, bool replayed, int64_t now_ms)
{
	uint64_t seq;

	if (m->n != 3 || m->frame[1].n != 8)
		return CLAIMWIRE_NOTHING; /* nothing of claimwire's */
	c->heard = true;
	seq = change_get_seq((const unsigned char *)m->frame[1].p);
	if (is_mark(m->frame[0]))
		return on_mark(c, m->frame[0], m->frame[2], now_ms);
	if (seq == 0)
		return CLAIMWIRE_NOTHING;
	return on_change(c, seq, m->frame[2], replayed, now_ms);
}

/* Messages of a socket, until one is worth telling or there are no more. */
static enum claimwire_event
hear(struct claimwire *c, struct bus_sock *s, bool replayed, int64_t now_ms)
{
	enum claimwire_event event = CLAIMWIRE_NOTHING;
	struct bus_msg m;

	while (event == CLAIMWIRE_NOTHING && bus_recv(s, &m) == RC_OK)
		event = on_message(c, &m, replayed, now_ms);
	return event;
}

static void
ask(struct claimwire *c, int64_t now_ms)
{
	struct change_since s = { .generation = span_of(c->generation),
		.limit = CHANGE_LIMIT_MAX };
	struct buf msg = { 0 };

	follow_tick(&c->follow, now_ms);
	if (!c->placed || !follow_ask(&c->follow, now_ms, &s.seq))
		return;
	change_encode_since(&s, &msg);
	c->busy = bus_send(c->replay, buf_span(&msg)) != RC_OK;
	c->follow.ask = c->busy;
	buf_free(&msg);
}

/* All that can be done without waiting.  Asking comes before hearing, since
 * what a socket's descriptor tells is lost by sending. */
static enum claimwire_event
work(struct claimwire *c)
{
	int64_t now = clock_mono_ms();
	enum claimwire_event event;

	do {
		ask(c, now);
		event = hear(c, c->replay, true, now);
		if (event == CLAIMWIRE_NOTHING)
			event = hear(c, c->live, false, now);
	} while (event == CLAIMWIRE_NOTHING && c->placed && c->follow.ask &&
	    !c->busy);
	return event;
}

/* ---- waiting ---- */

/* Tell claimwire_fd() whether something may be left. */
static void
set_more(struct claimwire *c, bool more)
{
	uint64_t n = 1;

	if (c->more_fd < 0 || c->more == more)
		return;
	/* It never counts above one: neither can fail. */
	if ((more ? write(c->more_fd, &n, sizeof n)
		  : read(c->more_fd, &n, sizeof n)) != (ssize_t)sizeof n)
		abort();
	c->more = more;
}

/* Wait for news; false when there is no point in waiting on. */
static bool
wait_for(struct claimwire *c, int64_t ms, enum claimwire_event *event)
{
	struct bus_item item[] = { { .sock = c->live }, { .sock = c->replay } };
	int64_t look = c->busy && c->follow.ask ? BUSY_MS : LOOK_MS;
	enum rc rc;

	errno = 0;
	rc = bus_wait(item, 2, (long)(ms >= 0 && ms < look ? ms : look));
	if (rc != RC_IO)
		return errno != EINTR;
	buf_clear(&c->why);
	buf_printf(&c->why, "waiting failed: %s", strerror(errno));
	*event = CLAIMWIRE_FAILED;
	return false;
}

enum claimwire_event
claimwire_next(
    struct claimwire *c, int timeout_ms, const struct claimwire_change **change)
{
	int64_t end = clock_mono_ms() + timeout_ms, left;
	enum claimwire_event event;

	while ((event = work(c)) == CLAIMWIRE_NOTHING) {
		left = timeout_ms < 0 ? -1 : end - clock_mono_ms();
		if ((timeout_ms >= 0 && left <= 0) ||
		    !wait_for(c, left, &event))
			break;
	}
	if (event == CLAIMWIRE_CHANGE)
		*change = &c->change;
	set_more(c, event != CLAIMWIRE_NOTHING);
	return event;
}

static bool
watch(const struct claimwire *c, int fd)
{
	struct epoll_event e = { .events = EPOLLIN };

	return epoll_ctl(c->epoll_fd, EPOLL_CTL_ADD, fd, &e) == 0;
}

int
claimwire_fd(struct claimwire *c)
{
	if (c->epoll_fd >= 0)
		return c->epoll_fd;
	c->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	c->more_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (c->epoll_fd >= 0 && c->more_fd >= 0 && watch(c, c->more_fd) &&
	    watch(c, bus_fd(c->live)) && watch(c, bus_fd(c->replay))) {
		set_more(c, true);
		return c->epoll_fd;
	}
	buf_clear(&c->why);
	buf_printf(&c->why, "no descriptor is to be had: %s", strerror(errno));
	if (c->epoll_fd >= 0)
		close(c->epoll_fd);
	if (c->more_fd >= 0)
		close(c->more_fd);
	c->epoll_fd = c->more_fd = -1;
	return -1;
}

/* ---- what is known ---- */

const char *
claimwire_cursor(struct claimwire *c)
{
	buf_clear(&c->cursor);
	if (c->placed && known(c) && c->follow.seq > 0)
		buf_printf(&c->cursor, "%s-%llu", c->generation,
		    (unsigned long long)c->follow.seq);
	return buf_cstr(&c->cursor);
}

int64_t
claimwire_silence_ms(const struct claimwire *c)
{
	return c->heard ? clock_mono_ms() - c->follow.heard_ms : -1;
}

const char *
claimwire_error(struct claimwire *c)
{
	return buf_cstr(&c->why);
}

const char *
claimwire_version(void)
{
	return ROLE_VERSION;
}
