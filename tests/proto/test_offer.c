/* Tests for proto/offer.c: articles offered, and what became of them. */
#include "wire.h"

#include "proto/offer.h"

static const struct span blobs[] = { SPAN("one"), SPAN(""), SPAN("three") };
static const struct offer sample = { UINT64_MAX, blobs, 3 };

static enum rc
offer(struct span in)
{
	struct arena arena = { 0 };
	struct offer o;
	enum rc rc = offer_decode(in, &arena, &o);

	arena_free(&arena);
	return rc;
}

static enum rc
taken(struct span in)
{
	struct offer_taken t;

	return offer_decode_taken(in, &t);
}

static void
an_offer_keeps_every_article_in_its_order(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct offer o;

	offer_encode(&sample, &b);
	assert_int_equal(offer_decode(buf_span(&b), &arena, &o), RC_OK);
	assert_true(o.id == UINT64_MAX);
	assert_int_equal(o.n, 3);
	for (uint32_t i = 0; i < o.n; i++)
		wire_same(o.article[i], blobs[i]);
	wire_all(offer, buf_span(&b), "OFFER");
	buf_free(&b);
	arena_free(&arena);
}

/* The bytes that PROTOCOL.md shows, which a peer of another build sends. */
static void
the_bytes_are_those_of_the_document(void **state)
{
	(void)state;
	static const struct span want = SPAN("\x94\xa5OFFER\x01\x07\x91\xc4\x03"
					     "ART");
	const struct span blob = SPAN("ART");
	const struct offer o = { 7, &blob, 1 };
	struct buf b = { 0 };

	offer_encode(&o, &b);
	wire_same(buf_span(&b), want);
	buf_free(&b);
}

static void
an_offer_is_one_to_a_thousand_articles(void **state)
{
	(void)state;
	struct span *many = mem_zalloc((OFFER_ARTICLES_MAX + 1) * sizeof *many);
	struct offer o = { 1, many, OFFER_ARTICLES_MAX };
	struct buf b = { 0 };

	offer_encode(&o, &b);
	assert_int_equal(offer(buf_span(&b)), RC_OK);
	buf_clear(&b);
	o.n++;
	offer_encode(&o, &b);
	assert_int_equal(offer(buf_span(&b)), RC_TOOBIG);
	buf_clear(&b);
	o.n = 0;
	offer_encode(&o, &b);
	assert_int_equal(offer(buf_span(&b)), RC_BADMSG);
	buf_free(&b);
	free(many);
}

static void
no_more_bytes_than_the_limit_are_taken(void **state)
{
	(void)state;
	char *p = mem_zalloc(OFFER_BYTES_MAX);
	struct span two[] = { { p, OFFER_BYTES_MAX - 1 }, { p, 1 } };
	const struct offer o = { 1, two, 2 };
	struct buf b = { 0 };

	offer_encode(&o, &b);
	assert_int_equal(offer(buf_span(&b)), RC_OK);
	buf_clear(&b);
	two[1].n = 2;
	offer_encode(&o, &b);
	assert_int_equal(offer(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
	free(p);
}

static void
hostile_offers_are_refused(void **state)
{
	(void)state;
	static const struct wire_case cases[] = {
		{ "articles are no array", SPAN("\x94\xa5OFFER\x01\x07\x01"),
		    RC_BADMSG },
		{ "an article is a str", SPAN("\x94\xa5OFFER\x01\x07\x91\xa1x"),
		    RC_BADMSG },
		{ "an article is nil", SPAN("\x94\xa5OFFER\x01\x07\x91\xc0"),
		    RC_BADMSG },
		{ "the id is negative",
		    SPAN("\x94\xa5OFFER\x01\xff\x91\xc4\x01x"), RC_BADMSG },
		{ "100 million articles are announced",
		    SPAN("\x94\xa5OFFER\x01\x07\xdd\x05\xf5\xe1\x00"),
		    RC_BADMSG },
		{ "4 GiB of an article are announced",
		    SPAN("\x94\xa5OFFER\x01\x07\x91\xc6\xff\xff\xff\xff"),
		    RC_BADMSG },
		{ "bytes follow",
		    SPAN("\x94\xa5OFFER\x01\x07\x91\xc4\x01x\x01"), RC_BADMSG },
		{ "a field short", SPAN("\x93\xa5OFFER\x01\x07"), RC_BADMSG },
	};

	wire_cases(offer, cases, sizeof cases / sizeof cases[0]);
}

static void
every_answer_round_trips(void **state)
{
	(void)state;
	struct buf b = { 0 };

	for (int code = 0; code < OFFER_CODES; code++) {
		const struct offer_taken in = { 9, (enum offer_code)code,
			SPAN("later") };
		struct offer_taken t;

		buf_clear(&b);
		offer_encode_taken(&in, &b);
		assert_int_equal(offer_decode_taken(buf_span(&b), &t), RC_OK);
		assert_true(t.id == 9 && t.code == in.code);
		wire_same(t.text, in.text);
	}
	wire_all(taken, buf_span(&b), "TAKEN");
	buf_free(&b);
}

static void
hostile_answers_are_refused(void **state)
{
	(void)state;
	static const struct wire_case cases[] = {
		{ "an unknown code", SPAN("\x95\xa5TAKEN\x01\x07\x05\xa0"),
		    RC_BADMSG },
		{ "a code beyond u32",
		    SPAN("\x95\xa5TAKEN\x01\x07\xcf\0\0\0\1\0\0\0\0\xa0"),
		    RC_BADMSG },
		{ "the text is nil", SPAN("\x95\xa5TAKEN\x01\x07\x00\xc0"),
		    RC_BADMSG },
		{ "the text is not UTF-8",
		    SPAN("\x95\xa5TAKEN\x01\x07\x00\xa1\xff"), RC_BADMSG },
		{ "an offer", SPAN("\x95\xa5OFFER\x01\x07\x00\xa0"),
		    RC_BADMSG },
	};
	char *text = mem_zalloc(OFFER_TEXT_MAX + 1);
	struct offer_taken t = { 1, OFFER_DISK, { text, OFFER_TEXT_MAX } };
	struct buf b = { 0 };

	memset(text, 'x', OFFER_TEXT_MAX + 1);
	wire_cases(taken, cases, sizeof cases / sizeof cases[0]);
	offer_encode_taken(&t, &b);
	assert_int_equal(taken(buf_span(&b)), RC_OK);
	buf_clear(&b);
	t.text.n++;
	offer_encode_taken(&t, &b);
	assert_int_equal(taken(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offer_keeps_every_article_in_its_order),
		cmocka_unit_test(the_bytes_are_those_of_the_document),
		cmocka_unit_test(an_offer_is_one_to_a_thousand_articles),
		cmocka_unit_test(no_more_bytes_than_the_limit_are_taken),
		cmocka_unit_test(hostile_offers_are_refused),
		cmocka_unit_test(every_answer_round_trips),
		cmocka_unit_test(hostile_answers_are_refused),
	};

	return cmocka_run_group_tests_name("proto/offer", tests, NULL, NULL);
}
