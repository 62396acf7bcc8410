/* Tests for producer/posted.c: offers into a real spool. */
#include "tests/producer/spooled.h"

#include <signal.h>
#include <sys/resource.h>

#include "producer/group.h"
#include "producer/posted.h"
#include "proto/article.h"
#include "proto/bus.h"

#define ANSWERS_MAX 256

/* What was answered, in order. */
struct said {
	struct {
		char peer[16];
		uint64_t id;
		enum offer_code code;
		char text[OFFER_TEXT_MAX + 1];
		uint64_t accepted; /* in the spool when it was said */
	} a[ANSWERS_MAX];
	size_t n;
	struct spool *spool;
};

static void
hear_answer(void *arg, struct span peer, struct span msg)
{
	struct said *s = arg;
	struct offer_taken t;

	assert_true(s->n < ANSWERS_MAX);
	assert_int_equal(offer_decode_taken(msg, &t), RC_OK);
	s->a[s->n].id = t.id;
	s->a[s->n].code = t.code;
	s->a[s->n].accepted = counts(s->spool).accepted;
	snprintf(
	    s->a[s->n].peer, sizeof s->a[0].peer, "%.*s", (int)peer.n, peer.p);
	snprintf(s->a[s->n].text, sizeof s->a[0].text, "%.*s", (int)t.text.n,
	    t.text.p);
	s->n++;
}

/* An OFFER of n articles of size bytes each, whose ids begin with id. */
static void
make_offer(struct buf *out, uint64_t id, uint32_t n, size_t size)
{
	struct buf arts = { 0 };
	size_t *at = mem_zalloc((n + 1) * sizeof *at);
	struct span *blob = mem_zalloc(n * sizeof *blob);
	const struct offer o = { id, blob, n };
	char *text = mem_zalloc(size + 1);

	memset(text, 'x', size);
	for (uint32_t i = 0; i < n; i++) {
		char name[64];
		struct article a = { .text = { text, size } };

		snprintf(name, sizeof name, "p%d-%u", (int)id, i);
		a.id = span_of(name);
		article_encode(&a, &arts);
		at[i + 1] = arts.n;
	}
	for (uint32_t i = 0; i < n; i++)
		blob[i] = (struct span) { arts.p + at[i], at[i + 1] - at[i] };
	buf_clear(out);
	offer_encode(&o, out);
	buf_free(&arts);
	free(at);
	free(blob);
	free(text);
}

static void
hear(struct posted *p, const char *peer, uint64_t id, uint32_t n, size_t size)
{
	struct buf b = { 0 };

	make_offer(&b, id, n, size);
	posted_hear(p, span_of(peer), buf_span(&b));
	buf_free(&b);
}

static const struct posted_round open_round = { .room = 10000 };

static struct posted *
begin(struct fixture *f, struct said *s, const struct posted_round *r)
{
	struct posted *p = posted_new(f->s, hear_answer, s);

	s->spool = f->s;
	posted_begin(p, r);
	return p;
}

static void
offers_share_a_transaction_and_are_answered_after_it(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &open_round);

	hear(p, "one", 1, 3, 10);
	hear(p, "two", 2, 1, 10);
	hear(p, "one", 3, 2, 10);
	assert_int_equal(s->n, 0);
	assert_int_equal(counts(f->s).accepted, 0);
	posted_end(p);
	assert_int_equal(s->n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(s->a[i].id, i + 1);
		assert_int_equal(s->a[i].code, OFFER_SAFE);
		assert_int_equal(s->a[i].accepted, 6);
	}
	assert_string_equal(s->a[0].peer, "one");
	assert_string_equal(s->a[1].peer, "two");
	assert_int_equal(posted_counts(p).articles, 6);
	assert_int_equal(counts(f->s).pending, 6);
	check(f->s);
	posted_end(p); /* nothing is left to say */
	assert_int_equal(s->n, 3);
	posted_free(p);
	free(s);
}

static void
what_was_offered_is_what_will_be_sent(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(
	    f, s, &(struct posted_round) { .wall_ms = 77, .room = 10 });
	struct buf blob = { 0 };
	struct seen seen = { 0 };
	struct article a;
	struct mp_doc d;
	int64_t at;

	hear(p, "x", 5, 1, 20);
	posted_end(p);
	assert_int_equal(
	    spool_read(f->s, last_pending(f->s), &blob, &at), RC_OK);
	assert_int_equal(at, 77);
	assert_int_equal(article_decode(buf_span(&blob), &d, &a), RC_OK);
	assert_true(span_is(a.id, "p5-0"));
	assert_int_equal(a.text.n, 20);
	mp_close(&d);
	assert_int_equal(spool_find(f->s, span_of("p5-0"), see, &seen), RC_OK);
	assert_int_equal(seen.n, 1);
	buf_free(&blob);
	posted_free(p);
	free(s);
}

static void
an_offer_is_accepted_as_a_whole_or_not_at_all(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &open_round);
	const struct article good = { .text = SPAN("words") };
	struct span blob[2] = { { NULL, 0 }, SPAN("\x91\xa3NIX") };
	struct buf art = { 0 }, msg = { 0 };

	article_encode(&good, &art);
	blob[0] = buf_span(&art);
	offer_encode(&(struct offer) { 8, blob, 2 }, &msg);
	posted_hear(p, span_of("x"), buf_span(&msg));
	posted_end(p);
	assert_int_equal(s->n, 1);
	assert_int_equal(s->a[0].code, OFFER_REFUSED);
	assert_non_null(strstr(s->a[0].text, "article 2 of 2"));
	assert_int_equal(counts(f->s).accepted, 0);
	assert_int_equal(posted_counts(p).malformed, 1);
	buf_free(&art);
	buf_free(&msg);
	posted_free(p);
	free(s);
}

static void
what_is_no_offer_is_counted_and_costs_the_others_nothing(void **state)
{
	struct fixture *f = *state;
	static const struct span junk[] = { SPAN(""), SPAN("\xc1"),
		SPAN("\xdd\x05\xf5\xe1\x00"), SPAN("\x94\xa5OFFER\x02\x07\x90"),
		SPAN("\x94\xa5OFFER\x01\x07\x90") };
	const size_t n = sizeof junk / sizeof junk[0];
	char peer[BUS_PEER_MAX + 1] = { 0 };
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &open_round);
	struct buf b = { 0 };

	hear(p, "x", 1, 1, 10);
	for (size_t i = 0; i < n; i++)
		posted_hear(p, span_of("stranger"), junk[i]);
	make_offer(&b, 9, 1, 10);
	posted_hear(p, (struct span) { peer, sizeof peer }, buf_span(&b));
	posted_end(p);
	assert_int_equal(posted_counts(p).malformed, n + 1);
	assert_int_equal(s->n, 1);
	assert_int_equal(counts(f->s).accepted, 1);
	buf_free(&b);
	posted_free(p);
	free(s);
}

static void
a_full_queue_turns_away_what_comes_after(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &(struct posted_round) { .room = 3 });

	hear(p, "x", 1, 2, 10);
	hear(p, "x", 2, 5, 10); /* begins within the room, ends beyond */
	hear(p, "x", 3, 1, 10);
	posted_end(p);
	assert_int_equal(s->n, 3);
	assert_int_equal(s->a[0].id, 3);
	assert_int_equal(s->a[0].code, OFFER_QUEUE);
	assert_int_equal(counts(f->s).accepted, 7);
	posted_begin(p, &(struct posted_round) { .room = 0 });
	hear(p, "x", 4, 1, 10);
	posted_end(p);
	assert_int_equal(s->a[3].code, OFFER_QUEUE);
	assert_int_equal(posted_counts(p).turned, 2);
	posted_free(p);
	free(s);
}

static void
who_drains_accepts_nothing_and_says_so(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(
	    f, s, &(struct posted_round) { .room = 10, .closed = true });

	hear(p, "x", 1, 1, 10);
	posted_end(p);
	assert_int_equal(s->n, 1);
	assert_int_equal(s->a[0].code, OFFER_DRAINING);
	assert_int_equal(counts(f->s).accepted, 0);
	posted_free(p);
	free(s);
}

static void
a_round_is_bounded_in_messages_articles_and_bytes(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &open_round);
	uint64_t heard = 0;

	while (posted_room_left(p))
		hear(p, "x", heard++, 1, 10);
	assert_int_equal(heard, POSTED_ROUND);
	posted_end(p);
	posted_begin(p, &open_round);
	for (heard = 0; posted_room_left(p); heard++)
		hear(p, "x", heard, 64, 10);
	assert_int_equal(heard, GROUP_MAX / 64);
	posted_end(p);
	posted_begin(p, &open_round);
	for (heard = 0; posted_room_left(p); heard++)
		hear(p, "x", heard, 1, GROUP_BYTES / 2);
	assert_int_equal(heard, 2); /* two transactions are enough */
	posted_end(p);
	check(f->s);
	posted_free(p);
	free(s);
}

/* Together they would be more than one transaction may be. */
static void
a_large_offer_waits_for_no_other(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &open_round);

	hear(p, "x", 1, 1, 10);
	hear(p, "x", 2, OFFER_ARTICLES_MAX, 10);
	assert_int_equal(s->n, 1); /* the small one is accepted already */
	assert_int_equal(s->a[0].accepted, 1);
	assert_false(posted_room_left(p));
	posted_end(p);
	assert_int_equal(s->n, 2);
	assert_int_equal(s->a[1].accepted, 1 + OFFER_ARTICLES_MAX);
	check(f->s);
	posted_free(p);
	free(s);
}

/* By a limit on the size of files, as a full disk is. */
static void
a_full_disk_turns_away_until_there_is_space(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	struct posted *p = begin(f, s, &open_round);
	struct rlimit old, small;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 2 << 20;
	setrlimit(RLIMIT_FSIZE, &small);
	hear(p, "x", 1, 40, 100000);
	posted_end(p);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(s->a[0].code, OFFER_DISK);
	assert_non_null(strstr(s->a[0].text, "disk is full"));
	assert_int_equal(counts(f->s).accepted, 0);
	hear(p, "x", 2, 1, 10); /* not tried again so soon */
	assert_int_equal(s->n, 2);
	assert_int_equal(s->a[1].code, OFFER_DISK);
	posted_begin(p,
	    &(struct posted_round) { .now_ms = POSTED_RETRY_MS, .room = 10 });
	hear(p, "x", 3, 1, 10);
	posted_end(p);
	assert_int_equal(s->a[2].code, OFFER_SAFE);
	assert_int_equal(counts(f->s).accepted, 1);
	assert_int_equal(posted_counts(p).turned, 2);
	check(f->s);
	posted_free(p);
	free(s);
}

/* Nothing is accepted without the ballast, and it is made anew. */
static void
offers_keep_to_the_rules_of_the_ballast(void **state)
{
	struct fixture *f = *state;
	struct said *s = mem_zalloc(sizeof *s);
	char *path = help_path(f->dir, "b.db");
	char *ballast = help_path(f->dir, "b.db.ballast");
	struct posted *p;
	struct rlimit old, small;

	spool_close(f->s);
	f->s = open_spool(path, true, true);
	signal(SIGXFSZ, SIG_IGN);
	unlink(ballast);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 200 << 10; /* enough for the article, not for it */
	setrlimit(RLIMIT_FSIZE, &small);
	p = begin(f, s, &open_round);
	hear(p, "x", 1, 1, 10);
	posted_end(p);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(s->a[0].code, OFFER_DISK);
	posted_begin(p,
	    &(struct posted_round) { .now_ms = POSTED_RETRY_MS, .room = 10 });
	hear(p, "x", 2, 1, 10);
	posted_end(p);
	assert_int_equal(s->a[1].code, OFFER_SAFE);
	assert_int_equal(access(ballast, F_OK), 0);
	posted_free(p);
	free(path);
	free(ballast);
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(offers_share_a_transaction_and_are_answered_after_it),
		TEST(what_was_offered_is_what_will_be_sent),
		TEST(an_offer_is_accepted_as_a_whole_or_not_at_all),
		TEST(what_is_no_offer_is_counted_and_costs_the_others_nothing),
		TEST(a_full_queue_turns_away_what_comes_after),
		TEST(who_drains_accepts_nothing_and_says_so),
		TEST(a_round_is_bounded_in_messages_articles_and_bytes),
		TEST(a_large_offer_waits_for_no_other),
		TEST(a_full_disk_turns_away_until_there_is_space),
		TEST(offers_keep_to_the_rules_of_the_ballast),
	};

	return cmocka_run_group_tests_name(
	    "producer/posted", tests, NULL, NULL);
}
