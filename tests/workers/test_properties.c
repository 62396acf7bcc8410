/*
 * Tests for workers/engine.c: what holds of whatever is found in any text.
 * The texts are made from seeds: sentences of invented people with pieces of
 * any characters between, cut and put together at random.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "../help.h"
#include "invented.h"
#include "proto/record.h"
#include "proto/sanitize.h"

#define TEXTS (SANITIZED ? 60 : 400) /* of each sort */

/* ---- texts ---- */

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014) */
static uint32_t
draw(uint64_t *seed, uint32_t below)
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ (z >> 31)) % below);
}

static const char *const who[] = { "Ann Lee", "Mayor Zoë Brook", "she", "They",
	"Mr. Odo Tarn", "the ministry", "A spokesman for Tarn Steel Inc.",
	"Brook", "Dr. Ida Moor, who runs the clinic,", "officials",
	"Ida Moor and Odo Tarn", "the U.S. embassy in Marl", "Who", "He" };
static const char *const cue[] = { "said", "says", "told reporters on Monday",
	"denied", "has not confirmed", "warned", "added", "according to",
	"promised", "asked whether", "wrote", "insisted that", "claims",
	"is expected to say", ":" };
static const char *const what[] = { "the weir will hold", "sales fell 5%",
	"\"we won't sell\"", "“It’s ours,”", "‘no’", "that 1,200 people left",
	"prices rose to $7.1 billion in May", "(nobody knows)", "it was “fine”",
	"half of the 20 to 30 boats sank — twice", "“not now” and “not here”",
	"“A man told me ‘go home,’ and I did”", "nothing" };
static const char *const mark[] = { ".", ",", "!", "?", "...", ";", " –", ".”",
	"”", "\n\n", "\r\n", "", ":", "…\n", ".\n\n" };
static const char *const odd[] = { "\u0301", "\u200d", "\u202e", "\u200f",
	"\ufeff", "\U0001f469\u200d\U0001f680", "\u00a0", "\u2028", "\ufffe",
	"\U0010ffff", "\u3002", "\u00ab", "\u00bb", "\u201e", "''", "``", "\"",
	"'", "(", "]", "\t", "\x01", "\x7f", "\u0416\u0434", "\u6c34", "§",
	"www.tarn.example/a?b=1", "a@tarn.example", "#tarn", "3.14.15", "-",
	"_", "\u0130", "ß", "ﬁ", "½" };

#define PICK(seed, table) table[draw(seed, sizeof table / sizeof table[0])]

/* A sentence, or what is left of one: ends as it may, or as it should. */
static void
put_sentence(struct buf *b, uint64_t *seed, bool whole)
{
	static const char *const stop[] = { ".", ".", "!", ".\n\n" };
	const char *part[4] = { PICK(seed, who), PICK(seed, cue),
		PICK(seed, what), whole ? PICK(seed, stop) : PICK(seed, mark) };
	uint32_t turn = draw(seed, 4);

	for (uint32_t i = 0; i < 3; i++) {
		buf_puts(b, part[(i * (turn & 1 ? 2 : 1) + turn) % 3]);
		buf_puts(b, i < 2 ? " " : "");
	}
	buf_puts(b, part[3]);
	buf_puts(b, " ");
}

/* One character: any but NUL. */
static void
put_any(struct buf *b, uint64_t *seed)
{
	char s[4];
	uint32_t cp = 1 + draw(seed, draw(seed, 2) ? 0x2fff : 0x10fffe);

	if (cp >= 0xd800 && cp < 0xe000)
		cp -= 0x800;
	if (cp < 0x80) {
		s[0] = (char)cp;
		buf_append(b, s, 1);
	} else if (cp < 0x800) {
		s[0] = (char)(0xc0 | cp >> 6);
		s[1] = (char)(0x80 | (cp & 0x3f));
		buf_append(b, s, 2);
	} else if (cp < 0x10000) {
		s[0] = (char)(0xe0 | cp >> 12);
		s[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		s[2] = (char)(0x80 | (cp & 0x3f));
		buf_append(b, s, 3);
	} else {
		s[0] = (char)(0xf0 | cp >> 18);
		s[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		s[2] = (char)(0x80 | (cp >> 6 & 0x3f));
		s[3] = (char)(0x80 | (cp & 0x3f));
		buf_append(b, s, 4);
	}
}

enum sort { WHOLE, PLAIN, MIXED, WILD };

/* The text of a seed; in *b, which is cleared first. */
static void
make_text(struct buf *b, enum sort sort, uint64_t seed)
{
	uint32_t n = 1 + draw(&seed, 24);

	buf_clear(b);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = draw(&seed, 8);

		if (sort <= PLAIN || (sort == MIXED && k < 4))
			put_sentence(b, &seed, sort == WHOLE);
		else if (sort == MIXED && k < 7)
			buf_puts(b, PICK(&seed, odd));
		else
			put_any(b, &seed);
	}
}

/* ---- what is looked at ---- */

/* An article, what was found in it, and its bytes. */
struct seen {
	struct buf text, blob;
	struct found found;
	struct engine_layers layers;
	uint32_t length;
	bool *starts, *ends; /* of tokens: length + 1 */
};

static void
look(struct seen *s, struct arena *arena)
{
	struct article a = { .text = buf_span(&s->text),
		.published = SPAN("2031-03-05") };
	struct buf why = { 0 };

	s->length = (uint32_t)utf8_count(a.text);
	assert_int_equal(
	    engine_extract(&a, arena, true, &s->found, &s->layers, &why),
	    RC_OK);
	buf_clear(&s->blob);
	found_encode(&s->found, &s->blob);
	s->starts = arena_alloc(arena, s->length + 1, sizeof *s->starts);
	s->ends = arena_alloc(arena, s->length + 1, sizeof *s->ends);
	for (uint32_t i = 0; i < s->layers.n_tokens; i++) {
		s->starts[s->layers.tokens[i].at.start] = true;
		s->ends[s->layers.tokens[i].at.end] = true;
	}
	buf_free(&why);
}

static void
forget(struct seen *s)
{
	buf_free(&s->text);
	buf_free(&s->blob);
}

/* Not empty, within the text, from a token's edge to a token's edge. */
static bool
is_whole(const struct seen *s, struct range r)
{
	return r.start < r.end && r.end <= s->length && s->starts[r.start] &&
	    s->ends[r.end];
}

static bool
layers_hold(const struct seen *s)
{
	const struct engine_layers *l = &s->layers;
	uint32_t at = 0;

	for (uint32_t i = 0; i < l->n_tokens; i++) {
		struct range r = l->tokens[i].at;

		if (r.start < at || r.end <= r.start || r.end > s->length)
			return false;
		at = r.end;
	}
	at = 0;
	for (uint32_t i = 0; i < l->n_sentences; i++) {
		if (l->sentences[i].start < at || !is_whole(s, l->sentences[i]))
			return false;
		at = l->sentences[i].end;
	}
	return true;
}

/* What leaves the engine as a word is text, and has an end. */
static bool
is_text(struct span s)
{
	return s.p == NULL ||
	    (s.n <= FOUND_STRING_MAX && utf8_valid(s) == s.n &&
		memchr(s.p, 0, s.n) == NULL);
}

static bool
claim_holds(const struct seen *s, const struct found_claim *c)
{
	uint32_t at = 0;

	if ((c->has_source && !is_whole(s, c->source)) ||
	    (c->has_cue && !is_whole(s, c->cue)) || c->n_content == 0 ||
	    c->n_content > FOUND_PARTS_MAX || !(c->confidence >= 0) ||
	    !(c->confidence <= 1))
		return false;
	for (uint32_t i = 0; i < c->n_content; i++) {
		if (c->content[i].start < at || !is_whole(s, c->content[i]))
			return false;
		at = c->content[i].end;
	}
	if (!is_text(c->speaker) || !is_text(c->role) || !is_text(c->rule) ||
	    (c->speaker.p != NULL && c->speaker.n == 0))
		return false;
	for (uint32_t i = 0; i < c->n_figures; i++)
		if (c->figures[i] >= s->found.n_figures ||
		    (i > 0 && c->figures[i] <= c->figures[i - 1]))
			return false;
	return c->kind != FOUND_FIGURE || c->n_figures == 1;
}

static bool
names_hold(const struct seen *s)
{
	for (uint32_t i = 0; i < s->found.n_entities; i++) {
		const struct found_entity *e = &s->found.entities[i];
		uint32_t at = 0;

		if (e->name.n == 0 || !is_text(e->name) || e->n_mentions == 0)
			return false;
		for (uint32_t k = 0; k < e->n_mentions; k++) {
			if (e->mentions[k].start < at ||
			    !is_whole(s, e->mentions[k]))
				return false;
			at = e->mentions[k].end;
		}
	}
	return true;
}

static bool
figures_hold(const struct seen *s)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < s->found.n_figures; i++) {
		const struct found_figure *g = &s->found.figures[i];
		struct range r = g->at;

		if (r.start < at || r.end <= r.start || r.end > s->length ||
		    !is_text(g->unit) || !is_text(g->modifier) ||
		    !is_text(g->subject) || !is_text(g->counted) ||
		    !is_text(g->as_of))
			return false;
		at = r.end;
	}
	at = 0;
	for (uint32_t i = 0; i < s->found.n_times; i++) {
		struct range r = s->found.times[i].at;

		if (r.start < at || r.end <= r.start || r.end > s->length ||
		    !is_text(s->found.times[i].value))
			return false;
		at = r.end;
	}
	return true;
}

static bool
all_hold(const struct seen *s)
{
	for (uint32_t i = 0; i < s->found.n_claims; i++)
		if (!claim_holds(s, &s->found.claims[i]))
			return false;
	return layers_hold(s) && names_hold(s) && figures_hold(s);
}

/* ---- tests ---- */

typedef bool property_fn(struct seen *s, struct arena *arena);

/* Of every text of these sorts. */
static void
always(enum sort last, property_fn *property)
{
	struct seen s = { 0 };
	struct arena arena = { 0 };

	for (uint32_t i = 0; i < TEXTS * (last + 1u); i++) {
		enum sort sort = (enum sort)(i % (last + 1u));

		make_text(&s.text, sort, i);
		arena_reset(&arena);
		look(&s, &arena);
		if (property(&s, &arena))
			continue;
		print_error("text %u: [%.*s]\n", i, (int)s.text.n, s.text.p);
		fail();
	}
	forget(&s);
	arena_free(&arena);
}

static bool
spans_hold(struct seen *s, struct arena *arena)
{
	(void)arena;
	return all_hold(s);
}

static void
whatever_is_found_lies_on_the_edges_of_tokens_in_order(void **state)
{
	(void)state;
	always(WILD, spans_hold);
}

/* The same of every story of a file; false: there is none. */
static bool
stories_hold(const char *path)
{
	struct seen s = { 0 };
	struct arena arena = { 0 };
	struct record *rec = record_new();
	struct buf why = { 0 };
	size_t n;
	char *file = help_read_file(path, &n), *line, *end;

	for (line = file; line != NULL && *line != '\0'; line = end + 1) {
		struct article a;

		end = strchr(line, '\n');
		assert_non_null(end);
		assert_int_equal(
		    record_read(rec,
			(struct span) { line, (size_t)(end - line) }, &a, &why),
		    RC_OK);
		buf_clear(&s.text);
		buf_append(&s.text, a.text.p, a.text.n);
		arena_reset(&arena);
		look(&s, &arena);
		if (!all_hold(&s))
			print_error("%s: [%.*s]\n", path, (int)a.id.n, a.id.p);
		assert_true(all_hold(&s));
	}
	forget(&s);
	buf_free(&why);
	record_free(rec);
	arena_free(&arena);
	free(file);
	return file != NULL;
}

static void
the_same_holds_of_the_stories_of_the_demonstration(void **state)
{
	(void)state;
	assert_true(stories_hold("sink/demo/stories.jsonl"));
	assert_true(stories_hold("tests/data/stories.jsonl"));
}

static void
the_same_holds_of_real_news(void **state)
{
	const char *shared = getenv("SHARED");
	char path[4096];

	(void)state;
	snprintf(path, sizeof path, "%s/data/attribution/polnear-dev.jsonl",
	    shared != NULL ? shared : "../shared");
	if (!stories_hold(path))
		print_message("skip - no %s\n", path);
}

static bool
survives_the_wire(struct seen *s, struct arena *arena)
{
	struct found back;

	return found_decode(buf_span(&s->blob), s->length, arena, &back) ==
	    RC_OK &&
	    back.n_claims == s->found.n_claims &&
	    back.n_figures == s->found.n_figures &&
	    back.n_times == s->found.n_times &&
	    back.n_entities == s->found.n_entities;
}

static void
any_text_is_survived_and_what_is_found_is_sendable(void **state)
{
	(void)state;
	always(WILD, survives_the_wire);
}

/* Again in the same arena, and in a new one. */
static bool
same_again(struct seen *s, struct arena *arena)
{
	struct buf first = { 0 };
	struct arena other = { 0 };
	bool same;

	buf_append(&first, s->blob.p, s->blob.n);
	look(s, arena);
	same = span_eq(buf_span(&first), buf_span(&s->blob));
	arena_reset(arena);
	look(s, &other);
	same = same && span_eq(buf_span(&first), buf_span(&s->blob));
	arena_free(&other);
	buf_free(&first);
	return same;
}

static void
a_text_gives_the_same_bytes_whatever_came_before_it(void **state)
{
	(void)state;
	always(WILD, same_again);
}

static bool
same_claim(const struct found_claim *a, const struct found_claim *b)
{
	return a->key == b->key && a->n_content == b->n_content &&
	    a->has_source == b->has_source && a->has_cue == b->has_cue &&
	    memcmp(a->content, b->content, a->n_content * sizeof *a->content) ==
	    0 &&
	    memcmp(&a->source, &b->source, sizeof a->source) == 0 &&
	    memcmp(&a->cue, &b->cue, sizeof a->cue) == 0 &&
	    span_eq(a->speaker, b->speaker);
}

/* Is every claim of the first text there when another story follows? */
static void
a_story_that_follows_changes_nothing_before_it(void **state)
{
	/* A report may lie in two paragraphs, so one lies between. */
	static const char end[] = "\n\nThat was all.\n\nIt was late.\n\n";
	static const char story[] = "Nothing was open.\n\n\nMeanwhile the rain "
				    "went on for nine days.\n";
	struct seen s = { 0 }, longer = { 0 };
	struct arena arena = { 0 };

	(void)state;
	for (uint32_t i = 0; i < TEXTS; i++) {
		make_text(&s.text, WHOLE, i);
		buf_puts(&s.text, end);
		make_text(&longer.text, WHOLE, i);
		buf_puts(&longer.text, end);
		buf_puts(&longer.text, story);
		arena_reset(&arena);
		look(&s, &arena);
		look(&longer, &arena);
		for (uint32_t k = 0; k < s.found.n_claims; k++)
			if (k >= longer.found.n_claims ||
			    !same_claim(
				&s.found.claims[k], &longer.found.claims[k])) {
				print_error("text %u: [%.*s]\n", i,
				    (int)longer.text.n, longer.text.p);
				fail();
			}
	}
	forget(&s);
	forget(&longer);
	arena_free(&arena);
}

static void
the_texts_of_these_tests_hold_claims(void **state)
{
	struct seen s = { 0 };
	struct arena arena = { 0 };
	uint32_t claims = 0, figures = 0, names = 0;

	(void)state;
	for (uint32_t i = 0; i < TEXTS; i++) {
		make_text(&s.text, PLAIN, i);
		arena_reset(&arena);
		look(&s, &arena);
		claims += s.found.n_claims;
		figures += s.found.n_figures;
		names += s.found.n_entities;
	}
	assert_true(claims > TEXTS && figures > TEXTS && names > TEXTS);
	forget(&s);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    whatever_is_found_lies_on_the_edges_of_tokens_in_order),
		cmocka_unit_test(
		    the_same_holds_of_the_stories_of_the_demonstration),
		cmocka_unit_test(the_same_holds_of_real_news),
		cmocka_unit_test(
		    any_text_is_survived_and_what_is_found_is_sendable),
		cmocka_unit_test(
		    a_text_gives_the_same_bytes_whatever_came_before_it),
		cmocka_unit_test(
		    a_story_that_follows_changes_nothing_before_it),
		cmocka_unit_test(the_texts_of_these_tests_hold_claims),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
