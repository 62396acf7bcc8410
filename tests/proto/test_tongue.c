/* Tests for proto/tongue.c: what a text says of its language, and is in. */
#include "wire.h"

#include "proto/tongue.h"

static const char english[] =
    "Mayor Ida Solberg said on Tuesday that the bridge would stay closed for "
    "three months, because the flood in January had damaged two of its piers.";
static const char more_english[] =
    "The council met twice before it agreed to pay for the work, and nobody "
    "on either side was pleased with the price. Traders by the river have "
    "asked for a ferry, since most of their customers come from the other "
    "bank and will not walk around by the railway. A spokesman for the county "
    "promised an answer within the week, though he could not say who would "
    "run such a boat, or whether it might sail after dark when the shops are "
    "closed and the last trains have gone. ";
static const char french[] =
    "La maire Ida Solberg a déclaré mardi que le pont resterait fermé pendant "
    "trois mois, la crue de janvier ayant endommagé deux de ses piles.";
static const char german[] =
    "Bürgermeisterin Ida Solberg sagte am Dienstag, die Brücke bleibe drei "
    "Monate lang gesperrt, weil das Hochwasser zwei Pfeiler beschädigt habe.";
static const char norwegian[] =
    "Ordfører Ida Solberg sa tirsdag at broen holdes stengt i tre måneder, "
    "fordi flommen i januar skadet to av pilarene, og at bussene kjører om.";
static const char hebrew[] =
    "ראש העיר אמרה ביום שלישי כי הגשר יישאר סגור במשך שלושה חודשים, משום "
    "שהשיטפון בינואר פגע בשניים מעמודיו והתיקון יימשך.";
static const char japanese[] =
    "市長は火曜日、一月の洪水で橋脚二本が損傷したため、橋は三か月間閉鎖される"
    "と述べた。修理の費用はまだ分かっていないという。";

static void
assert_tongue(const char *text, const char *said, const char *want)
{
	char out[TONGUE_MAX];
	struct span s = tongue_of(span_of(text), span_of(said), out);

	if (want == NULL)
		assert_null(s.p);
	else if (!span_is(s, want))
		fail_msg("\"%.30s\", said to be %s: %.*s, not %s", text,
		    said != NULL ? said : "nothing", (int)s.n, s.p, want);
}

static void
a_text_that_says_nothing_has_the_language_it_is_in(void **state)
{
	(void)state;
	assert_tongue(english, NULL, "en");
	assert_tongue(french, NULL, "fr");
	assert_tongue(german, "und", "de");
	assert_tongue(norwegian, "", "no");
	assert_tongue(hebrew, NULL, "he"); /* not iw, as it was until 1989 */
	assert_tongue(japanese, "x", "ja");
}

/* The library takes it for Malay. */
static void
a_sentence_full_of_foreign_names_is_still_in_english(void **state)
{
	static const char names[] =
	    "Sungai Lembing Berhad rose 18 sen to RM23.50, Kampung Tinggi "
	    "Makmur added 15 sen to RM2.70, Harapan Sejahtera climbed 11 sen "
	    "to RM2.05 and Bukit Indah Maju gained 10 sen to RM31.20.";

	(void)state;
	assert_tongue(names, NULL, NULL);
	assert_tongue(names, "en", "en");
}

static void
what_it_says_stays_as_it_was_written(void **state)
{
	static const char *const en[] = { "en", "EN-ca", "en_GB", "English" };

	(void)state;
	for (size_t i = 0; i < sizeof en / sizeof en[0]; i++)
		assert_tongue(english, en[i], en[i]);
	assert_tongue(french, "fr-CA", "fr-CA");
	assert_tongue(hebrew, "iw", "iw");
	assert_tongue(norwegian, "nb", "nb");
}

static void
what_it_plainly_is_not_gives_way(void **state)
{
	(void)state;
	assert_tongue(french, "en", "fr");
	assert_tongue(english, "fr-FR", "en");
	assert_tongue(german, "English", "de");
	assert_tongue(german, "nobody's", "de");
}

static void
of_languages_hard_to_tell_apart_what_it_says_is_believed(void **state)
{
	(void)state;
	assert_tongue(norwegian, "da", "da");
	assert_tongue(norwegian, "nn-NO", "nn-NO");
	assert_tongue(norwegian, "sv", "no");
}

static void
little_text_and_mixed_text_say_nothing(void **state)
{
	struct buf both = { 0 };

	(void)state;
	assert_tongue("Le pont reste fermé.", NULL, NULL);
	assert_tongue("Le pont reste fermé.", "en", "en");
	assert_tongue("", NULL, NULL);
	assert_tongue("", "de", "de");
	assert_tongue("", "und", NULL);
	assert_tongue("12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 "
		      "78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90",
	    NULL, NULL);
	buf_printf(&both, "%s\n%s", english, french);
	assert_tongue(buf_cstr(&both), NULL, NULL);
	assert_tongue(buf_cstr(&both), "en-GB", "en-GB");
	buf_free(&both);
}

/* Words of no language: syllables at random. */
static void
foreign(struct buf *b, size_t n)
{
	static const char *const part[] = { "mqe", "lo", "nga", "kwe", "zu",
		"lhi", "bha", "xwu", "phe", "nu", "dla", "gco", "wo", "yi",
		"thso", "vu" };
	unsigned r = 7;

	while (b->n < n) {
		r = r * 1103515245u + 12345u;
		buf_puts(b, part[(r >> 16) % 16]);
		if ((r >> 20) % 4 == 0)
			buf_puts(b, " ");
	}
}

static void
much_text_without_any_english_is_not_english(void **state)
{
	struct buf b = { 0 };

	(void)state;
	foreign(&b, 2 * TONGUE_LONG);
	assert_tongue(buf_cstr(&b), NULL, "und");
	assert_tongue(buf_cstr(&b), "en-ZA", "und");
	assert_tongue(buf_cstr(&b), "zu", "zu");
	buf_clear(&b);
	buf_puts(&b, more_english);
	foreign(&b, 2 * TONGUE_LONG);
	assert_tongue(buf_cstr(&b), "en-ZA", "en-ZA");
	buf_clear(&b);
	foreign(&b, TONGUE_LONG / 2);
	assert_tongue(buf_cstr(&b), NULL, NULL);
	buf_free(&b);
}

/* The first bytes of a long text are looked at, never half of a character. */
static void
a_long_text_is_looked_at_as_far_as_it_needs(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (int shift = 0; shift < 4; shift++) {
		buf_clear(&b);
		buf_printf(&b, "%.*s", shift, "....");
		while (b.n < 3 * TONGUE_LOOKED)
			buf_puts(&b, japanese);
		assert_tongue(buf_cstr(&b), "en", "ja");
	}
	buf_free(&b);
}

static void
what_is_too_long_for_a_word_counts_for_nothing(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_puts(&b, english);
	for (int i = 0; i < 200; i++)
		buf_puts(&b, "Brueckenpfeilerhochwasserschaeden");
	assert_tongue(buf_cstr(&b), NULL, "en");
	buf_clear(&b);
	for (int i = 0; i < 200; i++)
		buf_puts(&b, "Brueckenpfeilerhochwasserschaeden");
	assert_tongue(buf_cstr(&b), NULL, NULL);
	buf_printf(&b, " %s", english);
	assert_tongue(buf_cstr(&b), NULL, "en");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_text_that_says_nothing_has_the_language_it_is_in),
		cmocka_unit_test(
		    a_sentence_full_of_foreign_names_is_still_in_english),
		cmocka_unit_test(what_it_says_stays_as_it_was_written),
		cmocka_unit_test(what_it_plainly_is_not_gives_way),
		cmocka_unit_test(
		    of_languages_hard_to_tell_apart_what_it_says_is_believed),
		cmocka_unit_test(little_text_and_mixed_text_say_nothing),
		cmocka_unit_test(much_text_without_any_english_is_not_english),
		cmocka_unit_test(
		    what_is_too_long_for_a_word_counts_for_nothing),
		cmocka_unit_test(a_long_text_is_looked_at_as_far_as_it_needs),
	};

	return cmocka_run_group_tests_name("proto/tongue", tests, NULL, NULL);
}
