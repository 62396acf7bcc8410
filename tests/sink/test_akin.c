/* Tests for sink/akin.c: which articles tell of the same event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/akin.h"

static const char accident[] =
    "A bus left the road above Lower Tarn on Monday and 12 people were "
    "killed. The driver, Odo Brandt, had come from Kesterby with a choir "
    "from the Sankt Veit school. “Nobody could have stopped it,” said Mayor "
    "Ilka Moor of Tarn. Police are asking witnesses to call.";

/* The same, by another desk. */
static const char accident_too[] =
    "Thirteen people died when a bus fell into the valley near Lower Tarn. "
    "It carried a choir of the Sankt Veit school in Kesterby. The mayor of "
    "Tarn, Ilka Moor, said the road had been closed in March for repairs.";

/* Another accident of the same county, on the same day of the week. */
static const char other_accident[] =
    "Thirty people were killed when a train hit a lorry at Brackwater on "
    "Monday, police in Lower Tarn said. The lorry belonged to Holm Freight. "
    "“We heard the brakes,” said Pia Lund, who lives at the crossing. The "
    "Minister of Transport, Jon Askew, was expected on Tuesday.";

static struct akin_names
names(const char *text, struct arena *arena)
{
	return akin_read((struct span) { 0 }, span_of(text), arena);
}

static bool
akin(const char *a, const char *b)
{
	struct arena arena = { 0 };
	struct akin_names x = names(a, &arena), y = names(b, &arena);
	double there, back;
	bool is = akin_alike(&x, &y, &there);

	assert_int_equal(akin_alike(&y, &x, &back), is);
	assert_true(there == back && there >= 0 && there <= 1);
	arena_free(&arena);
	return is;
}

static void
two_reports_of_one_event_are_akin(void **state)
{
	(void)state;
	assert_true(akin(accident, accident_too));
	assert_true(akin(accident, accident));
}

static void
two_events_of_one_county_are_not(void **state)
{
	(void)state;
	assert_false(akin(accident, other_accident));
	assert_false(akin(accident_too, other_accident));
}

static void
texts_with_few_names_are_akin_to_none(void **state)
{
	static const char few[] = "It rained in Lower Tarn.";

	(void)state;
	assert_false(akin(few, few));
	assert_false(akin("", ""));
	assert_false(akin(few, accident));
}

static uint32_t
count(const char *title, const char *text)
{
	struct arena arena = { 0 };
	uint32_t n = akin_read(span_of(title), span_of(text), &arena).n;

	arena_free(&arena);
	return n;
}

static void
what_has_a_capital_for_another_reason_is_no_name(void **state)
{
	static const char *const texts[] = {
		"Rain fell. Trains stood still! Why? Nobody knew.",
		"He said: “Rain is coming.” Then: ‘Go.’ \"Stay,\" she said.",
		"On Monday the Prime Minister saw the President in April, and "
		"Mr and Mrs went to the National Court of the United States",
		"one line\nTwo lines\n• Three\n— Four … Five",
		"so I said that I was I",
		"(Two) [Three] «Four»",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (count("", texts[i]) != 0)
			fail_msg("%s", texts[i]);
}

static void
every_title_and_day_is_known_by_heart(void **state)
{
	static const char *const words[] = { "April", "August", "Bank", "Board",
		"Captain", "Chancellor", "Chief", "Christmas", "City",
		"Council", "County", "Court", "December", "Democrats",
		"Director", "Doctor", "Dr", "East", "Easter", "English",
		"February", "Friday", "General", "Government", "Governor",
		"January", "Judge", "July", "June", "King", "Lady", "Lake",
		"Lord", "March", "May", "Mayor", "Minister", "Ministry",
		"Monday", "Mr", "Mrs", "Ms", "National", "New", "North",
		"November", "October", "Parliament", "Party", "Police",
		"Premier", "President", "Prime", "Prince", "Princess",
		"Professor", "Queen", "Republicans", "River", "Road",
		"Saturday", "Secretary", "Senate", "Senator", "September",
		"Sir", "South", "State", "States", "Street", "Sunday",
		"Thursday", "Tuesday", "Union", "United", "University",
		"Wednesday", "West", "MONDAY" };
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		buf_clear(&b);
		buf_printf(&b, "it was the %s of it", words[i]);
		if (count("", buf_cstr(&b)) != 0)
			fail_msg("%s", words[i]);
	}
	assert_int_equal(count("", "it was the Tarn of it"), 1);
	buf_free(&b);
}

static void
case_and_marks_do_not_part_names(void **state)
{
	(void)state;
	assert_int_equal(count("",
			     "the mayor of Z\xc3\xbcgig, of ZUGIG, of "
			     "Zu\xcc\x88gig's hall and Zugig’s hall"),
	    1);
}

static void
a_headline_with_capitals_throughout_tells_no_names(void **state)
{
	(void)state;
	assert_int_equal(count("Flood Toll Rises in Kesterby", ""), 0);
	assert_int_equal(count("Flood toll rises in Kesterby", ""), 1);
}

static void
hostile_texts_are_read_within_bounds(void **state)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct akin_names a;

	(void)state;
	buf_puts(&b, "x ");
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "X%c%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26,
		    'a' + i / 676 % 26, 'a' + i / 17576 % 26);
	a = akin_read((struct span) { 0 }, buf_span(&b), &arena);
	assert_int_equal(a.n, AKIN_NAMES_MAX);
	for (uint32_t i = 1; i < a.n; i++)
		assert_true(a.hash[i - 1] < a.hash[i]);
	buf_clear(&b);
	buf_puts(&b, "the ");
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "X");
	assert_int_equal(
	    akin_read((struct span) { 0 }, buf_span(&b), &arena).n, 0);
	buf_free(&b);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_reports_of_one_event_are_akin),
		cmocka_unit_test(two_events_of_one_county_are_not),
		cmocka_unit_test(texts_with_few_names_are_akin_to_none),
		cmocka_unit_test(
		    what_has_a_capital_for_another_reason_is_no_name),
		cmocka_unit_test(every_title_and_day_is_known_by_heart),
		cmocka_unit_test(case_and_marks_do_not_part_names),
		cmocka_unit_test(
		    a_headline_with_capitals_throughout_tells_no_names),
		cmocka_unit_test(hostile_texts_are_read_within_bounds),
	};

	return cmocka_run_group_tests_name("sink/akin", tests, NULL, NULL);
}
