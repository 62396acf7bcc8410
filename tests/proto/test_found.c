/* Tests for proto/found.c: what is written is read; no span goes astray. */
#include "wire.h"

#include <math.h>

#include "samples.h"

static enum rc
decode(struct span in)
{
	struct arena arena = { 0 };
	struct found f;
	enum rc rc = found_decode(in, SAMPLE_LENGTH, &arena, &f);

	arena_free(&arena);
	return rc;
}

static enum rc
code(const struct found *f)
{
	struct buf b = { 0 };
	enum rc rc;

	found_encode(f, &b);
	rc = decode(buf_span(&b));
	buf_free(&b);
	return rc;
}

static void
round_trip_keeps_every_field(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct buf b = { 0 }, again = { 0 };
	struct found f;

	found_encode(&sample_found, &b);
	assert_int_equal(
	    found_decode(buf_span(&b), SAMPLE_LENGTH, &arena, &f), RC_OK);
	found_encode(&f, &again);
	wire_same(buf_span(&b), buf_span(&again));
	assert_int_equal(f.n_claims, 2);
	assert_true(span_is(f.claims[0].speaker, "Ada Quill"));
	assert_true(f.claims[0].confidence == 0.75);
	assert_true(f.claims[0].key == 0xfeedfacecafebeef);
	assert_true(f.claims[0].matter == sample_claims[0].matter);
	assert_false(f.claims[1].has_source);
	assert_null(f.claims[1].speaker.p);
	assert_int_equal(f.claims[1].figures[0], 0);
	assert_false(f.figures[0].has_low);
	assert_int_equal(f.entities[0].mentions[1].start, 23);
	wire_all(decode, buf_span(&b), "FND");
	buf_free(&b);
	buf_free(&again);
	arena_free(&arena);
}

static void
nothing_found_is_fine(void **state)
{
	(void)state;
	const struct found none = { .engine = SPAN("plain") };

	assert_int_equal(code(&none), RC_OK);
}

/* Change one thing of the sample, see what comes of it. */
static void
a_claim_out_of_bounds_is_refused(void **state)
{
	(void)state;
	static struct range content[FOUND_PARTS_MAX + 1];
	static uint32_t indexes[] = { 1 };
	const struct found_claim good = sample_claims[0];
	struct found_claim bad[] = { good, good, good, good, good, good, good,
		good, good, good };
	const enum rc want[] = { RC_BADMSG, RC_BADMSG, RC_BADMSG, RC_BADMSG,
		RC_BADMSG, RC_BADMSG, RC_BADMSG, RC_TOOBIG, RC_BADMSG,
		RC_BADMSG };

	bad[0].source = (struct range) { 40, SAMPLE_LENGTH + 1 };
	bad[1].cue = (struct range) { 9, 8 };
	bad[2].n_content = 0;
	bad[3].figures = indexes; /* there is only figure 0 */
	bad[3].n_figures = 1;
	bad[4].confidence = 1.5;
	bad[5].confidence = NAN;
	bad[6].kind = (enum found_kind)(FOUND_FIGURE + 1);
	bad[7].content = content;
	bad[7].n_content = FOUND_PARTS_MAX + 1;
	bad[8].act = (enum found_act)(FOUND_OTHER_ACT + 1);
	bad[9].speaker = (struct span)SPAN("\xff");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct found f = sample_found;

		f.claims = &bad[i];
		f.n_claims = 1;
		if (code(&f) != want[i])
			fail_msg("case %zu: %s", i, rc_text(code(&f)));
	}
}

static void
a_figure_out_of_bounds_is_refused(void **state)
{
	(void)state;
	struct found f = sample_found;
	struct found_figure g = sample_figures[0];

	f.figures = &g;
	g.value = INFINITY;
	assert_int_equal(code(&f), RC_BADMSG);
	g.value = 4;
	g.at.end = UINT32_MAX;
	assert_int_equal(code(&f), RC_BADMSG);
	g.at = (struct range) { 0, SAMPLE_LENGTH };
	assert_int_equal(code(&f), RC_OK);
	g.direction = (enum found_direction)(FOUND_THRESHOLD + 1);
	assert_int_equal(code(&f), RC_BADMSG);
	g.direction = FOUND_LEVEL;
	g.currency = (enum found_currency)(FOUND_BY_MARKS + 1);
	assert_int_equal(code(&f), RC_BADMSG);
	/* an enumeration is as long as older readers know */
	g.currency = FOUND_BY_OUTLET;
	assert_int_equal(code(&f), RC_OK);
	g.currency = FOUND_BY_MARKS;
	assert_int_equal(code(&f), RC_OK);
}

static void
long_strings_and_lists_are_refused(void **state)
{
	(void)state;
	struct found f = sample_found;
	char *text = mem_zalloc(FOUND_STRING_MAX + 1);

	memset(text, 'x', FOUND_STRING_MAX + 1);
	f.engine = (struct span) { text, FOUND_STRING_MAX };
	assert_int_equal(code(&f), RC_OK);
	f.engine.n++;
	assert_int_equal(code(&f), RC_TOOBIG);
	free(text);

	f = sample_found;
	f.n_times = FOUND_TIMES_MAX + 1;
	f.times = mem_zalloc(f.n_times * sizeof *f.times);
	assert_int_equal(code(&f), RC_TOOBIG);
	free(f.times);
}

/* The sample's second claim alone, encoded. */
static void
encode_one(uint64_t matter, struct buf *b)
{
	struct found_claim c = sample_claims[1];
	struct found f = { .engine = SPAN("x"), .claims = &c, .n_claims = 1 };

	c.n_figures = 0;
	c.matter = matter;
	found_encode(&f, b);
}

static uint64_t
decoded_matter(struct span in)
{
	struct arena arena = { 0 };
	struct found f;
	uint64_t matter;

	assert_int_equal(found_decode(in, SAMPLE_LENGTH, &arena, &f), RC_OK);
	assert_int_equal(f.n_claims, 1);
	assert_int_equal(f.claims[0].key, 0);
	matter = f.claims[0].matter;
	arena_free(&arena);
	return matter;
}

static void
a_claim_of_an_older_worker_has_no_matter(void **state)
{
	struct buf b = { 0 };
	char *claim;

	(void)state;
	encode_one(0, &b);
	/* [..., [ 16 fields, the last of them 0, nil ], [], [], []] */
	claim = memmem(b.p, b.n, "\xdc\x00\x10", 3);
	assert_non_null(claim);
	memmove(claim + 1, claim + 3, (size_t)(b.p + b.n - (claim + 3)));
	*claim = '\x9e';
	b.n -= 2;
	assert_memory_equal(b.p + b.n - 5, "\0\xc0\x90\x90\x90", 5);
	memmove(b.p + b.n - 5, b.p + b.n - 3, 3);
	b.n -= 2;
	assert_int_equal(decoded_matter(buf_span(&b)), 0);
	buf_free(&b);
}

static void
a_matter_of_an_unknown_sort_is_none(void **state)
{
	static const uint64_t known[] = { 4, 6, 7, UINT64_MAX, 8 };
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		buf_clear(&b);
		encode_one(known[i], &b);
		assert_true(decoded_matter(buf_span(&b)) == known[i]);
	}
	buf_clear(&b);
	encode_one(5, &b);
	assert_int_equal(decoded_matter(buf_span(&b)), 0);
	buf_free(&b);
}

static void
every_word_is_the_contracts(void **state)
{
	(void)state;
	assert_string_equal(found_kind_text(FOUND_INDIRECT), "indirect");
	assert_string_equal(found_type_text(FOUND_PLACE), "PLACE");
	assert_null(found_type_text(FOUND_NOTYPE));
	assert_string_equal(found_act_text(FOUND_OTHER_ACT), "other");
	assert_null(found_direction_text(FOUND_NODIRECTION));
	assert_string_equal(found_direction_text(FOUND_THRESHOLD), "threshold");
	assert_string_equal(found_timex_text(FOUND_SET), "set");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_keeps_every_field),
		cmocka_unit_test(nothing_found_is_fine),
		cmocka_unit_test(a_claim_out_of_bounds_is_refused),
		cmocka_unit_test(a_figure_out_of_bounds_is_refused),
		cmocka_unit_test(long_strings_and_lists_are_refused),
		cmocka_unit_test(a_claim_of_an_older_worker_has_no_matter),
		cmocka_unit_test(a_matter_of_an_unknown_sort_is_none),
		cmocka_unit_test(every_word_is_the_contracts),
	};

	return cmocka_run_group_tests_name("proto/found", tests, NULL, NULL);
}
