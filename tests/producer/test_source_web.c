/*
 * Tests for producer/source_web.c: a site on loopback, a clock of the test's,
 * and kills: what was given out but not accepted is forgotten, and everything
 * starts again from the cursors.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "producer/source_web.h"
#include "proto/clock.h"
#include "proto/mem.h"

#define STORIES 40
#define HOUR    (3600 * 1000LL)
#define DAY     (24 * HOUR)
#define START   1800000000000

static int64_t now_wall; /* the test's clock: a source has one only */

static int64_t
wall(void)
{
	return now_wall;
}

/* ---- the site: a request a connection ---- */

struct site {
	int fd;
	unsigned port;
	pthread_t thread;
	atomic_int asked[STORIES]; /* how often each page was */
	atomic_int version;        /* of story 3 */
	atomic_int feed, robots;
	atomic_int busy; /* robots.txt is not to be had for two hours */
	atomic_int junk; /* no feed is where it was */
};

static void
put_feed(const struct site *s, struct buf *b)
{
	buf_puts(b, "<rss><channel><title>Tarn Herald</title>");
	for (int i = 0; i < STORIES; i++)
		buf_printf(b,
		    "<item><guid>g%d</guid><title>Story %d</title>"
		    "<link>http://127.0.0.1:%u/%s/%d</link>"
		    "<description>Summary %d</description></item>",
		    i, i, s->port, i % 10 == 9 ? "gone" : "story", i, i);
	buf_puts(b, "</channel></rss>");
}

static void
put_page(const struct site *s, int n, struct buf *b)
{
	buf_printf(b,
	    "<!doctype html><html lang=en><head><title>Story %d</title></head>"
	    "<body><article><h1>Story %d</h1>",
	    n, n);
	for (int i = 0; i < 6; i++)
		buf_printf(b,
		    "<p>Paragraph %d of story %d, version %d: the mayor of "
		    "Tarn said that the weir would hold until the end of May, "
		    "and the engineers agreed with her about that.</p>",
		    i, n, n == 3 ? s->version : 0);
	buf_puts(b, "</article></body></html>");
}

static void
answer(struct site *s, const char *request, struct buf *out)
{
	struct buf body = { 0 };
	int n = -1, status = 200;

	if (strncmp(request, "GET /feed ", 10) == 0 && s->junk)
		buf_puts(&body,
		    s->junk == 1 ? "We will be back soon."
				 : "<!doctype html><title>Back soon</title>"
				   "<p>We are at work on our site.");
	else if (strncmp(request, "GET /feed ", 10) == 0) {
		put_feed(s, &body);
		s->feed++;
	} else if (strncmp(request, "GET /robots.txt ", 16) == 0) {
		buf_puts(&body, "User-agent: *\nDisallow: /story/2$\n");
		s->robots++;
		status = s->busy ? 503 : 200;
	} else if (sscanf(request, "GET /story/%d ", &n) == 1 && n >= 0 &&
	    n < STORIES) {
		s->asked[n]++;
		put_page(s, n, &body);
	} else
		status = 404;
	buf_printf(out,
	    "HTTP/1.1 %d As said\r\nContent-Length: %zu\r\n"
	    "Content-Type: %s\r\n%sConnection: close\r\n\r\n%s",
	    status, body.n, n >= 0 ? "text/html" : "text/plain",
	    status == 503 ? "Retry-After: 7200\r\n" : "", buf_cstr(&body));
	buf_free(&body);
}

static void *
serve(void *arg)
{
	struct site *s = arg;
	int fd;

	while ((fd = accept(s->fd, NULL, NULL)) >= 0) {
		struct buf in = { 0 }, out = { 0 };
		ssize_t n = 1;

		while (n > 0 && strstr(buf_cstr(&in), "\r\n\r\n") == NULL) {
			n = read(fd, buf_room(&in, 4096), 4096);
			in.n += n > 0 ? (size_t)n : 0;
		}
		answer(s, buf_cstr(&in), &out);
		n = write(fd, out.p, out.n);
		close(fd);
		buf_free(&in);
		buf_free(&out);
	}
	return NULL;
}

static void
open_site(struct site *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);

	memset(s, 0, sizeof(*s));
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s->fd, (struct sockaddr *)(void *)&a, n), 0);
	assert_int_equal(listen(s->fd, 64), 0);
	getsockname(s->fd, (struct sockaddr *)(void *)&a, &n);
	s->port = ntohs(a.sin_port);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void
close_site(struct site *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->fd);
}

/* ---- the spool: cursors, and how often each story was taken ---- */

struct row {
	char *key;
	struct buf value;
};

struct spool {
	struct row *row;
	size_t n;
	int taken[STORIES], full[STORIES];
	unsigned refused;
};

static struct row *
row_of(struct spool *s, const char *key)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->row[i].key, key) == 0)
			return &s->row[i];
	s->row = mem_grow(s->row, s->n + 1, sizeof(*s->row));
	s->row[s->n] = (struct row) { .key = mem_strdup(key) };
	return &s->row[s->n++];
}

static void
accept_item(struct spool *s, const struct source_item *item)
{
	struct row *r;
	int n;

	if (item->key != NULL) {
		r = row_of(s, item->key);
		buf_clear(&r->value);
		buf_append(&r->value, item->cursor.p, item->cursor.n);
	}
	if (!item->has_article)
		return;
	assert_int_equal(sscanf(item->article.guid.p, "g%d", &n), 1);
	s->taken[n]++;
	s->full[n] += item->article.text.n > 200;
}

static enum rc
cursor(void *arg, const char *key, struct buf *value)
{
	struct row *r = row_of(arg, key);

	buf_append(value, r->value.p, r->value.n);
	return r->value.n > 0 ? RC_OK : RC_NOENT;
}

static enum rc
rows(void *arg, const char *prefix, source_row_fn *fn, void *to)
{
	struct spool *s = arg;

	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].value.n > 0 &&
		    strncmp(s->row[i].key, prefix, strlen(prefix)) == 0)
			fn(to, span_of(s->row[i].key),
			    buf_span(&s->row[i].value));
	return RC_OK;
}

static void
refuse(void *arg, const struct source_refusal *r)
{
	struct spool *s = arg;

	(void)r;
	s->refused++;
}

static void
free_spool(struct spool *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->row[i].key);
		buf_free(&s->row[i].value);
	}
	free(s->row);
}

/* ---- a run ---- */

static struct source *
open_feed(
    struct spool *spool, unsigned port, const char *feed, const char *fade)
{
	const struct source_web_opts web = { .least_ms = HOUR,
		.most_ms = HOUR,
		.private_too = true,
		.agent = "claimwire/test",
		.pages = true,
		.pages_max = 1000,
		.fade = fade,
		.wall = wall };
	static struct source_web_opts kept; /* the source borrows it */
	struct source_opts o = { .refuse = refuse,
		.cursor = cursor,
		.rows = rows,
		.arg = spool,
		.web = &kept };
	char address[64], *list = address;

	kept = web;
	snprintf(
	    address, sizeof(address), "http://127.0.0.1:%u/%s", port, feed);
	return source_web_open((const char *const *)&list, 1, &o);
}

static struct source *
open_source(struct spool *spool, unsigned port, const char *fade)
{
	return open_feed(spool, port, "feed", fade);
}

/*
 * Go on until the clock shows end, at most items items; what they say is
 * accepted.  The clock moves when nothing is on its way.
 */
static void
go_on(struct source *s, struct spool *spool, int64_t end, unsigned items)
{
	struct source_item item;

	while (items > 0 && now_wall < end) {
		if (source_next(s, clock_mono_ms(), &item) == RC_OK) {
			accept_item(spool, &item);
			items--;
		} else {
			struct pollfd p = { source_fd(s), POLLIN, 0 };

			if (source_web_counts(s).flying == 0)
				now_wall += 10 * 60 * 1000;
			else
				poll(&p, 1, 10); /* libcurl may have timers */
		}
	}
}

/* Items that are given out, and then a kill before they are accepted. */
static void
lose(struct source *s, unsigned items)
{
	struct spool away = { 0 };

	go_on(s, &away, now_wall + 1, items);
	free_spool(&away);
}

/* Whatever is at the host waits, over restarts, too. */
static void
a_robots_txt_that_asks_for_patience_is_obeyed(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;

	(void)state;
	open_site(&site);
	now_wall = START;
	site.busy = 1;
	for (int i = 0; i < 4; i++) {
		s = open_source(&spool, site.port, "no");
		go_on(s, &spool, START + (i + 1) * HOUR / 2, 100000);
		source_close(s);
	}
	assert_int_equal(site.feed, 1);
	assert_int_equal(site.robots, 1);
	site.busy = 0;
	s = open_source(&spool, site.port, "no");
	go_on(s, &spool, START + DAY, 100000);
	source_close(s);
	close_site(&site);
	assert_true(site.feed > 1);
	assert_int_equal(site.robots, 2);
	for (int i = 0; i < STORIES; i++) {
		assert_int_equal(spool.taken[i], 1);
		assert_int_equal(spool.full[i], i % 10 != 9 && i != 2);
	}
	free_spool(&spool);
}

/* What is over leaves nothing behind but the feed's cursor. */
static void
no_page_is_left(const struct spool *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (strncmp(s->row[i].key, "page:", 5) == 0)
			assert_int_equal(s->row[i].value.n, 0);
}

static void
each_story_is_taken_once_whatever_is_killed(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;
	unsigned random = 7;

	(void)state;
	open_site(&site);
	now_wall = START;
	for (int i = 0; i < 60; i++) {
		s = open_source(&spool, site.port, "2h 1d");
		random = random * 1103515245 + 12345;
		go_on(s, &spool, now_wall + HOUR, random >> 16 & 7);
		lose(s, random >> 24 & 7);
		source_close(s);
	}
	s = open_source(&spool, site.port, "2h 1d");
	go_on(s, &spool, now_wall + 2 * DAY, 100000);
	source_close(s);
	close_site(&site);
	for (int i = 0; i < STORIES; i++) {
		assert_int_equal(spool.taken[i], 1);
		/* 2 is forbidden, every tenth gone: the feed's own words */
		assert_int_equal(spool.full[i], i != 2 && i % 10 != 9);
	}
	assert_int_equal(site.asked[2], 0);
	assert_int_equal(spool.refused, 0);
	no_page_is_left(&spool);
	free_spool(&spool);
}

static void
a_page_that_changes_is_a_revision_each_time_it_is_seen(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;

	(void)state;
	open_site(&site);
	now_wall = START;
	s = open_source(&spool, site.port, "2h 12h 1d 7d");
	go_on(s, &spool, START + HOUR, 100000);
	assert_int_equal(spool.full[3], 1);
	site.version = 1;
	go_on(s, &spool, START + 4 * HOUR, 100000);
	assert_int_equal(spool.full[3], 2);
	site.version = 2;
	go_on(s, &spool, START + 6 * HOUR, 100000);
	assert_int_equal(spool.full[3], 2); /* not its time */
	source_close(s);
	s = open_source(&spool, site.port, "2h 12h 1d 7d");
	go_on(s, &spool, START + 8 * DAY, 100000);
	assert_int_equal(spool.full[3], 3);
	assert_int_equal(site.asked[3], 5);
	assert_int_equal(site.asked[4], 5);
	assert_int_equal(spool.taken[4], 1);
	/* two starts, and a day each: no more than once an asking day */
	assert_in_range(site.robots, 2, 6);
	source_close(s);
	close_site(&site);
	free_spool(&spool);
}

static void
pages_of_a_feed_that_is_no_source_any_more_are_not_asked_again(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;
	int read = 0;

	(void)state;
	open_site(&site);
	now_wall = START;
	s = open_source(&spool, site.port, "2h 1d 7d");
	go_on(s, &spool, START + HOUR, 45); /* the feed, and some of it */
	source_close(s);
	for (int i = 0; i < STORIES; i++)
		read += spool.taken[i];
	assert_in_range(read, 1, STORIES - 1);
	s = open_feed(&spool, site.port, "other", "2h 1d 7d");
	go_on(s, &spool, START + 8 * DAY, 100000);
	source_close(s);
	close_site(&site);
	/* those that were not read yet still are, once */
	for (int i = 0; i < STORIES; i++) {
		assert_int_equal(spool.taken[i], 1);
		assert_in_range(site.asked[i], i != 2 && i % 10 != 9, 1);
	}
	no_page_is_left(&spool);
	free_spool(&spool);
}

/* The one that ails, as it is told: its state and why have these in them. */
static void
ails(struct source *s, const char *state, const char *why)
{
	struct buf text = { 0 };
	struct json j = json_on(&text);

	source_web_ailing(s, &j);
	if (strstr(buf_cstr(&text), state) == NULL ||
	    strstr(buf_cstr(&text), why) == NULL ||
	    strstr(buf_cstr(&text), "\"since\":\"20") == NULL ||
	    strstr(buf_cstr(&text), "\"next\":\"20") == NULL)
		fail_msg("%s", buf_cstr(&text));
	buf_free(&text);
}

static void
a_feed_that_stays_broken_is_told_until_it_is_well(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;

	(void)state;
	open_site(&site);
	now_wall = START;
	s = open_source(&spool, site.port, "2h 1d");
	go_on(s, &spool, START + HOUR / 2, 100000);
	assert_int_equal(source_web_counts(s).feeds, 1);
	assert_int_equal(source_web_counts(s).failing, 0);
	site.junk = 1;
	go_on(s, &spool, START + 3 * HOUR, 100000);
	assert_int_equal(source_web_counts(s).failing, 1);
	assert_int_equal(source_web_counts(s).broken, 0);
	go_on(s, &spool, START + 8 * HOUR, 100000);
	assert_int_equal(source_web_counts(s).broken, 1);
	ails(s, "\"broken\"", "no XML");
	source_close(s);
	s = open_source(&spool, site.port, "2h 1d");
	assert_int_equal(source_web_counts(s).broken, 1);
	site.junk = 0;
	go_on(s, &spool, START + 10 * HOUR, 100000);
	assert_int_equal(source_web_counts(s).failing, 0);
	assert_int_equal(source_web_counts(s).broken, 0);
	close_site(&site);
	go_on(s, &spool, START + 18 * HOUR, 100000);
	assert_int_equal(source_web_counts(s).broken, 1);
	ails(s, "\"broken\"", "onnect");
	source_close(s);
	free_spool(&spool);
}

static void
a_site_at_work_is_no_story(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;

	(void)state;
	open_site(&site);
	now_wall = START;
	site.junk = 2;
	s = open_source(&spool, site.port, "2h 1d");
	/* what it says has no guid: the spool would not have it */
	go_on(s, &spool, START + HOUR / 2, 100000);
	assert_int_equal(source_web_counts(s).failing, 1);
	go_on(s, &spool, START + 8 * HOUR, 100000);
	ails(s, "\"broken\"", "too few for a story");
	site.junk = 0;
	go_on(s, &spool, START + 12 * HOUR, 100000);
	assert_int_equal(source_web_counts(s).broken, 0);
	assert_int_equal(spool.taken[1], 1);
	source_close(s);
	close_site(&site);
	free_spool(&spool);
}

static void
a_feed_without_news_for_long_is_told(void **state)
{
	struct spool spool = { 0 };
	struct site site;
	struct source *s;

	(void)state;
	open_site(&site);
	now_wall = START;
	s = open_source(&spool, site.port, "2h");
	go_on(s, &spool, START + 13 * DAY, 100000);
	assert_int_equal(source_web_counts(s).silent, 0);
	go_on(s, &spool, START + 15 * DAY, 100000);
	assert_int_equal(source_web_counts(s).silent, 1);
	assert_int_equal(source_web_counts(s).broken, 0);
	ails(s, "\"silent\"", "\"why\":null");
	source_close(s);
	close_site(&site);
	free_spool(&spool);
}

static void
pages_are_counted_by_what_became_of_them(void **state)
{
	struct spool spool = { 0 };
	struct source_web_counts c;
	struct site site;
	struct source *s;

	(void)state;
	open_site(&site);
	now_wall = START;
	s = open_source(&spool, site.port, "2h 1d");
	go_on(s, &spool, START + HOUR, 30);
	c = source_web_counts(s);
	assert_in_range(c.waiting, 1, c.known); /* the feed is read by now */
	go_on(s, &spool, START + HOUR, 100000);
	c = source_web_counts(s);
	assert_int_equal(c.known, STORIES);
	assert_int_equal(c.waiting, 0);
	assert_int_equal(c.forbidden, 1);
	assert_int_equal(c.erring, STORIES / 10); /* they are gone */
	assert_int_equal(c.read, STORIES - 1 - STORIES / 10);
	source_close(s);
	close_site(&site);
	free_spool(&spool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_robots_txt_that_asks_for_patience_is_obeyed),
		cmocka_unit_test(each_story_is_taken_once_whatever_is_killed),
		cmocka_unit_test(
		    pages_of_a_feed_that_is_no_source_any_more_are_not_asked_again),
		cmocka_unit_test(
		    a_page_that_changes_is_a_revision_each_time_it_is_seen),
		cmocka_unit_test(
		    a_feed_that_stays_broken_is_told_until_it_is_well),
		cmocka_unit_test(a_site_at_work_is_no_story),
		cmocka_unit_test(a_feed_without_news_for_long_is_told),
		cmocka_unit_test(pages_are_counted_by_what_became_of_them),
	};

	setenv("no_proxy", "*", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
