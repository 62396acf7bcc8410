/* Tests for proto/article.c: limits, encoding, identity. */
#include "wire.h"

#include "proto/article.h"

static const struct article full = {
	.id = SPAN("a-17"),
	.url = SPAN("https://courier.example/17"),
	.guid = SPAN("tag:courier.example,2026:17"),
	.outlet = SPAN("Northfield Courier"),
	.source = SPAN("Harbour Wire"),
	.title = SPAN("Mayor says \xe2\x80\x9cno\xe2\x80\x9d"),
	.byline = SPAN("Ada Quill"),
	.published = SPAN("2026-01-02T03:04:05+01:00"),
	.updated = SPAN("2026-01-02"),
	.lang = SPAN("en"),
	.text = SPAN("\xe2\x80\x9cNo,\xe2\x80\x9d said Ms Ito.\r\n"),
	.categories = SPAN("Harbour\nLocal news"),
};

static enum rc
decode(struct span in)
{
	struct mp_doc d;
	struct article a;
	enum rc rc = article_decode(in, &d, &a);

	if (rc == RC_OK)
		mp_close(&d);
	return rc;
}

static void
round_trip_keeps_every_field(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct mp_doc d;
	struct article a;

	article_encode(&full, &b);
	assert_int_equal(article_decode(buf_span(&b), &d, &a), RC_OK);
	wire_same(a.id, full.id);
	wire_same(a.url, full.url);
	wire_same(a.guid, full.guid);
	wire_same(a.outlet, full.outlet);
	wire_same(a.source, full.source);
	wire_same(a.title, full.title);
	wire_same(a.byline, full.byline);
	wire_same(a.published, full.published);
	wire_same(a.updated, full.updated);
	wire_same(a.lang, full.lang);
	wire_same(a.text, full.text);
	wire_same(a.categories, full.categories);
	assert_true(a.text.p > b.p && a.text.p < b.p + b.n); /* borrowed */
	mp_close(&d);
	wire_all(decode, buf_span(&b), "ART");
	buf_free(&b);
}

static void
absent_fields_stay_absent(void **state)
{
	(void)state;
	const struct article bare = { .text = SPAN("x") };
	struct buf b = { 0 };
	struct mp_doc d;
	struct article a;

	article_encode(&bare, &b);
	assert_int_equal(article_decode(buf_span(&b), &d, &a), RC_OK);
	assert_null(a.id.p);
	assert_null(a.lang.p);
	assert_null(a.categories.p);
	mp_close(&d);
	buf_free(&b);
}

/* "ART", 1, ten times nil, "x": as programs wrote it that knew of none. */
static void
articles_of_before_categories_are_read(void **state)
{
	(void)state;
	static const char old[] = "\x9d\xa3"
				  "ART\x01\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0"
				  "\xc0\xc0\xa1x";
	const struct article bare = { .text = SPAN("x") };
	struct span in = { old, sizeof old - 1 };
	struct buf b = { 0 };
	struct mp_doc d;
	struct article a;

	assert_int_equal(article_decode(in, &d, &a), RC_OK);
	wire_same(a.text, bare.text);
	assert_null(a.categories.p);
	mp_close(&d);
	article_encode(&bare, &b);
	wire_same(buf_span(&b), in);
	buf_free(&b);
}

static void
categories_are_a_list_of_names(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct span list;

	article_file_under(&b, span_of(" Harbour\n"));
	article_file_under(&b, span_of("Local\nnews"));
	article_file_under(&b, span_of("Harbour"));
	article_file_under(&b, span_of(" \t"));
	assert_string_equal(buf_cstr(&b), "Harbour\nLocal news");
	list = span_of("\n\nHarbour\n \n Local news \n");
	wire_same(article_category(&list), span_of("Harbour"));
	wire_same(article_category(&list), span_of("Local news"));
	assert_int_equal(article_category(&list).n, 0);
	for (int i = 0; i < 6000; i++) {
		char name[16];

		snprintf(name, sizeof name, "%d", i);
		article_file_under(&b, span_of(name));
	}
	assert_true(b.n > ARTICLE_META_MAX - 8 && b.n <= ARTICLE_META_MAX);
	buf_free(&b);
}

static void
unacceptable_articles_are_refused_with_a_reason(void **state)
{
	(void)state;
	char *huge = mem_zalloc(ARTICLE_TEXT_MAX + 1);
	const struct {
		struct article a;
		enum rc want;
	} cases[] = {
		{ { .text = { NULL, 0 } }, RC_REFUSED },
		{ { .text = SPAN("") }, RC_REFUSED },
		{ { .text = SPAN(" \t\r\n\n") }, RC_REFUSED },
		{ { .text = SPAN("a\0b") }, RC_REFUSED },
		{ { .text = SPAN("\xc3\x28") }, RC_REFUSED },
		{ { .text = SPAN("\xed\xa0\x80") }, RC_REFUSED },
		{ { .text = { huge, ARTICLE_TEXT_MAX + 1 } }, RC_TOOBIG },
		{ { .text = { huge, ARTICLE_TEXT_MAX } }, RC_OK },
		{ { .title = { huge, ARTICLE_META_MAX + 1 },
		      .text = SPAN("x") },
		    RC_TOOBIG },
		{ { .title = { huge, ARTICLE_META_MAX }, .text = SPAN("x") },
		    RC_OK },
		{ { .outlet = SPAN("\xff"), .text = SPAN("x") }, RC_REFUSED },
		{ { .url = SPAN("a\0b"), .text = SPAN("x") }, RC_REFUSED },
	};

	memset(huge, 'x', ARTICLE_TEXT_MAX + 1);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *why = NULL;
		struct buf b = { 0 };

		assert_int_equal(
		    article_check(&cases[i].a, &why), cases[i].want);
		assert_int_equal(why != NULL, cases[i].want != RC_OK);
		article_encode(&cases[i].a, &b); /* a hostile peer would */
		if (cases[i].a.text.p != NULL && cases[i].want != RC_OK)
			assert_int_not_equal(decode(buf_span(&b)), RC_OK);
		buf_free(&b);
	}
	free(huge);
}

static bool
same_story(struct article a, struct article b)
{
	struct hash_id x = article_story(&a), y = article_story(&b);

	return hash_id_eq(&x, &y);
}

static void
identity_follows_the_contracts_order(void **state)
{
	(void)state;
	struct article a = full, b = full;

	b.guid = (struct span)SPAN("other");
	b.url = (struct span)SPAN("other");
	b.text = (struct span)SPAN("other");
	assert_true(same_story(a, b)); /* outlet and id */
	b.outlet = (struct span)SPAN("Southfield Courier");
	assert_false(same_story(a, b));
	a.id = b.id = (struct span) { NULL, 0 };
	a.outlet = b.outlet;
	assert_false(same_story(a, b));
	b.guid = a.guid;
	assert_true(same_story(a, b)); /* outlet and guid */
	a.guid = b.guid = (struct span) { NULL, 0 };
	b.url = (struct span)SPAN("HTTPS://Courier.example/17?utm_x=1#top");
	assert_true(same_story(a, b)); /* canonical url */
	a.url = b.url = (struct span) { NULL, 0 };
	assert_false(same_story(a, b)); /* text */
	b.text = a.text;
	assert_true(same_story(a, b));
}

static void
content_is_the_text_alone(void **state)
{
	(void)state;
	struct article b = full;
	struct hash_id x, y;

	b.title = (struct span)SPAN("Another headline");
	x = article_content(&full);
	y = article_content(&b);
	assert_true(hash_id_eq(&x, &y));
	b.text = (struct span)SPAN("Another text");
	y = article_content(&b);
	assert_false(hash_id_eq(&x, &y));
}

static void
name_is_the_id_or_the_hash(void **state)
{
	(void)state;
	struct article a = full;
	char hex[HASH_HEX_MAX];

	assert_true(span_is(article_name(&a, hex), "a-17"));
	a.id = (struct span) { NULL, 0 };
	assert_int_equal(article_name(&a, hex).n, 32);
}

static void
a_label_is_the_name_cut_to_fit(void **state)
{
	(void)state;
	char label[ARTICLE_LABEL_MAX], id[200];
	struct article a = full;
	struct buf b = { 0 };

	article_encode(&a, &b);
	assert_string_equal(article_label(buf_span(&b), label), "a-17");
	memset(id, 'x', sizeof id);
	a.id = (struct span) { id, sizeof id };
	buf_clear(&b);
	article_encode(&a, &b);
	assert_int_equal(
	    strlen(article_label(buf_span(&b), label)), ARTICLE_LABEL_MAX - 1);
	assert_string_equal(article_label(span_of("garbage"), label), "?");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_keeps_every_field),
		cmocka_unit_test(absent_fields_stay_absent),
		cmocka_unit_test(articles_of_before_categories_are_read),
		cmocka_unit_test(categories_are_a_list_of_names),
		cmocka_unit_test(
		    unacceptable_articles_are_refused_with_a_reason),
		cmocka_unit_test(identity_follows_the_contracts_order),
		cmocka_unit_test(content_is_the_text_alone),
		cmocka_unit_test(name_is_the_id_or_the_hash),
		cmocka_unit_test(a_label_is_the_name_cut_to_fit),
	};

	return cmocka_run_group_tests_name("proto/article", tests, NULL, NULL);
}
