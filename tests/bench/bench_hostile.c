/*
 * bench_hostile.c -- what texts cost that nobody would write: seconds a
 * megabyte of CPU time, and whether twice the text takes twice as long.
 *
 *   bench_hostile [WORD]    only texts whose name holds WORD
 *
 * Each text is extracted at a quarter of a megabyte and at one (the best of
 * three); "growth" is 4 where time is linear.  One that takes longer than
 * LONG for the quarter is not tried whole.  The stage that takes most is named.
 */
#include "timing.h"
#include "workers/engine.h"
#include "workers/text.h"

#define BIG  (1u << 20)
#define LONG 2.0 /* seconds */

/* name, and what is repeated. */
static const char *const unit[][2] = {
	{ "no stop", "the council met and the river rose while " },
	{ "she said", "she said " },
	{ "according to", "according to " },
	{ "Lee said", "Lee said that " },
	{ "who said", "the man who said that " },
	{ "capital words", "Ann Lee Brook " },
	{ "capital letters", "LEE BROOK " },
	{ "commas", "," },
	{ "words and commas", "lee, " },
	{ "one word", "a" },
	{ "one capital word", "A" },
	{ "one word of other letters", "é" },
	{ "combining marks", "\u0301" },
	{ "right-to-left marks", "\u200f" },
	{ "joiners", "\u200d" },
	{ "pictures", "\U0001f680" },
	{ "newlines", "\n" },
	{ "short paragraphs", "a\n\n" },
	{ "stops", "." },
	{ "ends of sentences", "No. " },
	{ "initials", "U.S." },
	{ "opening marks", "“" },
	{ "closing marks", "”" },
	{ "straight marks", "\"" },
	{ "apostrophes", "'" },
	{ "possessives", "Lee’s " },
	{ "short quotations", "“no” " },
	{ "unclosed paragraphs", "“No\n\n" },
	{ "quoted and said", "“No,” said Lee. " },
	{ "quoted and quoted", "“he said ‘no’” said " },
	{ "colons", "Lee: " },
	{ "brackets", "(" },
	{ "digits", "7" },
	{ "numbers", "5 " },
	{ "numbers in words", "twenty " },
	{ "money", "$5 million to " },
	{ "days", "Monday " },
	{ "of", "of " },
	{ "and", "Lee and " },
	{ "that", "that " },
	{ "hyphens", "a-" },
};

/* size / 6 marks that open, a word, as many that close. */
static void
put_nested(struct buf *b, size_t size)
{
	for (size_t i = 0; i < size / 6; i++)
		buf_puts(b, i % 2 == 0 ? "“" : "‘");
	buf_puts(b, "no");
	for (size_t i = size / 6; i-- > 0;)
		buf_puts(b, i % 2 == 0 ? "”" : "’");
}

/* Words that no model has seen, some with capitals, none twice. */
static void
put_unknown(struct buf *b, size_t size)
{
	uint64_t z = 1;

	while (b->n < size) {
		char word[9];

		z = z * 6364136223846793005u + 1442695040888963407u;
		for (int i = 0; i < 8; i++)
			word[i] = (char)('a' + (z >> (24 + 5 * i)) % 26);
		if (z >> 62 == 0)
			word[0] = (char)(word[0] - 'a' + 'A');
		word[8] = ' ';
		buf_append(b, word, sizeof word);
	}
}

#define UNITS (sizeof unit / sizeof unit[0])
#define TEXTS (UNITS + 2)

static const char *
make_text(struct buf *b, size_t which, size_t size)
{
	buf_clear(b);
	if (which == UNITS) {
		put_nested(b, size);
		return "nested quotations";
	}
	if (which == UNITS + 1) {
		put_unknown(b, size);
		return "unknown words";
	}
	while (b->n < size)
		buf_puts(b, unit[which][1]);
	return unit[which][0];
}

/* Seconds. */
static double
took(struct span text)
{
	struct article a = { .text = text, .published = SPAN("2031-03-05") };
	double best = 0;

	for (int i = 0; i < 3; i++) {
		struct arena arena = { 0 };
		struct buf why = { 0 };
		struct found f;
		double from = timing_now(), s;

		if (engine_extract(&a, &arena, false, &f, NULL, &why) != RC_OK)
			abort();
		s = (timing_now() - from) / 1e6;
		best = i == 0 || s < best ? s : best;
		arena_free(&arena);
		buf_free(&why);
		if (s > LONG / 4)
			break;
	}
	return best;
}

/* The stage that takes most of the time, and its share in *share. */
static const char *
costliest(struct span text, double *share)
{
	struct arena arena = { 0 };
	struct text t = { .bytes = text, .arena = &arena };
	struct article a = { .text = text, .published = SPAN("2031-03-05") };
	struct found f = { .engine = SPAN("bench") };
	double us[ENGINE_STAGES], all = 0;
	size_t most = 0;

	for (size_t i = 0; i < ENGINE_STAGES; i++) {
		us[i] = -timing_now();
		engine_stages[i].run(&t, &a, &f);
		us[i] += timing_now();
		all += us[i];
		if (us[i] > us[most])
			most = i;
	}
	*share = us[most] / all;
	arena_free(&arena);
	return engine_stages[most].name;
}

/* One line; seconds a megabyte. */
static double
report(struct buf *b, size_t which)
{
	const char *name = make_text(b, which, BIG / 4), *stage;
	double quarter = took(buf_span(b)), whole = 4 * quarter, share;
	bool tried = quarter <= LONG;

	stage = costliest(buf_span(b), &share);
	if (tried) {
		make_text(b, which, BIG);
		whole = took(buf_span(b)) * BIG / (double)b->n;
	}
	printf("  %-28s%10.3f", name, whole);
	if (tried)
		printf("%10.2f", whole / quarter);
	else
		printf("%10s", "-");
	printf("  %s %.0f %%\n", stage, 100 * share);
	fflush(stdout);
	return whole;
}

int
main(int argc, char **argv)
{
	struct buf b = { 0 };
	double worst = 0;

	printf("  %-28s%10s%10s  %s\n", "text of 1 MB", "s a MB", "growth",
	    "costliest stage");
	for (size_t i = 0; i < TEXTS; i++) {
		double s;

		if (argc > 1 && strstr(make_text(&b, i, 1), argv[1]) == NULL)
			continue;
		s = report(&b, i);
		worst = s > worst ? s : worst;
	}
	printf("  the costliest text takes %.3f s a MB\n", worst);
	buf_free(&b);
	return 0;
}
