/* called.c -- names of people and organisations, taken apart. */
#include "called.h"

#include <string.h>

#include "fold.h"
#include "parts.h"
#include "proto/buf.h"

#define INITIALS_MIN 3 /* of an abbreviation that is looked up */

/* Before a name; in the order of strcmp(). */
static const char *const titles[] = { "acting", "admiral", "ambassador",
	"archbishop", "attorney", "bishop", "brigadier", "capt", "captain",
	"cardinal", "ceo", "chair", "chairman", "chairwoman", "chancellor",
	"chief", "col", "colonel", "commissioner", "congressman",
	"congresswoman", "constable", "councillor", "cpl", "dame", "deputy",
	"detective", "director", "dr", "ex", "father", "former", "gen",
	"general", "gov", "governor", "hon", "honorable", "honourable",
	"inspector", "judge", "justice", "king", "lady", "lieutenant", "lord",
	"lt", "maj", "major", "mayor", "minister", "miss", "mp", "mr", "mrs",
	"ms", "mx", "officer", "pastor", "pm", "pope", "premier", "president",
	"prime", "prince", "princess", "prof", "professor", "queen", "rabbi",
	"rep", "representative", "rev", "reverend", "secretary", "sen",
	"senator", "sergeant", "sgt", "sheikh", "sir", "sister", "speaker",
	"supt", "the", "vice" };

/* Between titles and a name: "Secretary of State Ida Moor". */
static const char *const offices[] = { "defence", "defense", "education",
	"environment", "finance", "foreign", "health", "home", "immigration",
	"industry", "interior", "of", "police", "s", "state", "trade",
	"transport", "treasury", "u", "us" };

static const char *const after_people[] = { "cbe", "esq", "ii", "iii", "iv",
	"jr", "kc", "md", "mp", "obe", "phd", "qc", "sr" };

static const char *const after_firms[] = { "ag", "co", "company", "corp",
	"corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd",
	"plc", "sa" };

static const char *const no_initials[] = { "and", "de", "des", "du", "for",
	"in", "la", "le", "of", "on", "the" };

/* Short forms; several long ones have one. */
static const struct {
	const char *brief, *full;
} forms[] = { { "abe", "abraham" }, { "al", "albert" }, { "al", "alan" },
	{ "alex", "alexander" }, { "alex", "alexandra" }, { "andy", "andrew" },
	{ "angie", "angela" }, { "ben", "benjamin" }, { "bernie", "bernard" },
	{ "beth", "elizabeth" }, { "bill", "william" }, { "bob", "robert" },
	{ "bobby", "robert" }, { "cathy", "catherine" },
	{ "charlie", "charles" }, { "chris", "christopher" },
	{ "chris", "christine" }, { "chuck", "charles" }, { "dan", "daniel" },
	{ "dave", "david" }, { "deb", "deborah" }, { "debbie", "deborah" },
	{ "dick", "richard" }, { "don", "donald" }, { "doug", "douglas" },
	{ "ed", "edward" }, { "ed", "edwin" }, { "fred", "frederick" },
	{ "greg", "gregory" }, { "hank", "henry" }, { "harry", "henry" },
	{ "jack", "john" }, { "jake", "jacob" }, { "jeff", "jeffrey" },
	{ "jeff", "geoffrey" }, { "jen", "jennifer" }, { "jenny", "jennifer" },
	{ "jerry", "gerald" }, { "jim", "james" }, { "jimmy", "james" },
	{ "joe", "joseph" }, { "jon", "jonathan" }, { "josh", "joshua" },
	{ "kate", "katherine" }, { "kate", "catherine" },
	{ "kathy", "kathleen" }, { "kathy", "katherine" }, { "ken", "kenneth" },
	{ "larry", "lawrence" }, { "liz", "elizabeth" },
	{ "maggie", "margaret" }, { "matt", "matthew" }, { "mike", "michael" },
	{ "mitch", "mitchell" }, { "nick", "nicholas" }, { "pat", "patrick" },
	{ "pat", "patricia" }, { "peggy", "margaret" }, { "pete", "peter" },
	{ "phil", "philip" }, { "phil", "phillip" }, { "ray", "raymond" },
	{ "rich", "richard" }, { "rick", "richard" }, { "rob", "robert" },
	{ "ron", "ronald" }, { "sam", "samuel" }, { "sam", "samantha" },
	{ "steve", "stephen" }, { "steve", "steven" }, { "sue", "susan" },
	{ "ted", "edward" }, { "ted", "theodore" }, { "tim", "timothy" },
	{ "tom", "thomas" }, { "tony", "anthony" }, { "vicky", "victoria" },
	{ "walt", "walter" }, { "will", "william" } };

#define N(a) (sizeof(a) / sizeof((a)[0]))

static bool
is_one_of(struct span word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(word, list[i]))
			return true;
	return false;
}

/* ---- taking apart ---- */

/* Apostrophes and hyphens within a word do not part it. */
static void
fold_name(struct span name, struct buf *out)
{
	static const char *const mark[] = { "'", "-", "\xe2\x80\x99",
		"\xe2\x80\x98", "\xe2\x80\x90", "\xe2\x80\x91" };
	struct buf b = { 0 };

	for (size_t i = 0; i < name.n;) {
		size_t len = 0;

		for (size_t k = 0; k < N(mark) && len == 0; k++)
			if (name.n - i >= strlen(mark[k]) &&
			    memcmp(name.p + i, mark[k], strlen(mark[k])) == 0)
				len = strlen(mark[k]);
		if (len == 0)
			buf_append(&b, name.p + i, 1);
		i += len > 0 ? len : 1;
	}
	fold_words(buf_span(&b), out);
	buf_free(&b);
}

static void
split(struct called *c)
{
	const char *p = c->folded.p + 1, *end = c->folded.p + c->folded.n, *to;

	for (; p < end; p = to + 1) {
		to = memchr(p, ' ', (size_t)(end - p));
		if (c->n == CALLED_WORDS)
			memmove(
			    c->word, c->word + 1, --c->n * sizeof c->word[0]);
		c->word[c->n++] = (struct span) { p, (size_t)(to - p) };
	}
}

static void
drop_first(struct called *c, size_t n)
{
	c->n -= n;
	memmove(c->word, c->word + n, c->n * sizeof c->word[0]);
}

static void
strip_person(struct called *c)
{
	size_t to = 0;

	/* Up to the last title; "U. Moor" is somebody. */
	for (size_t n = 0; n + 1 < c->n; n++) {
		if (is_one_of(c->word[n], titles, N(titles)))
			to = n + 1;
		else if (!is_one_of(c->word[n], offices, N(offices)))
			break;
		else if (to > 0 && n == to && c->n > n + 2 && c->word[n].n > 1)
			to = n + 1;
	}
	drop_first(c, to);
	while (c->n > 1 &&
	    is_one_of(c->word[c->n - 1], after_people, N(after_people)))
		c->n--;
}

static void
strip_firm(struct called *c)
{
	if (c->n > 1 && span_is(c->word[0], "the"))
		drop_first(c, 1);
	while (c->n > 1 &&
	    is_one_of(c->word[c->n - 1], after_firms, N(after_firms)))
		c->n--;
}

/* The capitals of "CSPA", "U.N.", "DoD", or nothing. */
static void
read_capitals(struct span name, struct buf *out)
{
	size_t small = 0;

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (c >= 'A' && c <= 'Z') {
			c |= 0x20;
			buf_append(out, &c, 1);
		} else if (c >= 'a' && c <= 'z') {
			small++;
		} else if (c != '.') {
			small = name.n;
		}
	}
	if (out->n < 2 || out->n > 8 || small >= out->n)
		buf_clear(out);
}

/* The initials of words that have some; all of a single word. */
static void
put_initials(const struct called *c, struct buf *out)
{
	if (c->n == 1) {
		buf_append(out, c->word[0].p, c->word[0].n);
		return;
	}
	for (size_t i = 0; i < c->n; i++)
		if (!is_one_of(c->word[i], no_initials, N(no_initials)))
			buf_append(out, c->word[i].p, 1);
}

static void
put_block(struct called *c, struct span name, struct arena *arena)
{
	struct buf b = { 0 }, capitals = { 0 };

	if (!c->other && c->type == FOUND_PERSON) {
		buf_puts(&b, "p:");
		buf_append(&b, c->word[c->n - 1].p, c->word[c->n - 1].n);
	} else if (!c->other && c->type == FOUND_ORG) {
		buf_puts(&b, "o:");
		read_capitals(name, &capitals);
		c->abbreviation = capitals.n > 0;
		if (c->abbreviation)
			buf_append(&b, capitals.p, capitals.n);
		else
			put_initials(c, &b);
	} else {
		buf_puts(&b, "x:");
		buf_append(&b, c->folded.p, c->folded.n);
	}
	c->block = (struct span) { arena_strdup(arena, buf_span(&b)), b.n };
	buf_free(&b);
	buf_free(&capitals);
}

void
called_read(struct called *c, struct span name, enum found_type type,
    struct arena *arena)
{
	static const char unnamed[] = "unnamed: ";
	struct buf b = { 0 };

	*c = (struct called) { .type = type };
	fold_name(name, &b);
	c->folded = (struct span) { arena_strdup(arena, buf_span(&b)), b.n };
	buf_free(&b);
	split(c);
	if (type == FOUND_PERSON)
		strip_person(c);
	else if (type == FOUND_ORG)
		strip_firm(c);
	c->other = c->n == 0 || memchr(name.p, ';', name.n) != NULL ||
	    (name.n >= sizeof unnamed - 1 &&
		memcmp(name.p, unnamed, sizeof unnamed - 1) == 0);
	put_block(c, name, arena);
}

/* ---- comparing ---- */

/* "W." for "William", and for who is called so, "Bill". */
static bool
is_initial(char letter, struct span word)
{
	if (word.p[0] == letter)
		return true;
	for (size_t i = 0; i < N(forms); i++)
		if ((span_is(word, forms[i].brief) &&
			forms[i].full[0] == letter) ||
		    (span_is(word, forms[i].full) &&
			forms[i].brief[0] == letter))
			return true;
	return false;
}

bool
called_first_alike(struct span a, struct span b)
{
	if (span_eq(a, b))
		return true;
	if (a.n == 1 || b.n == 1)
		return a.n == 1 ? is_initial(a.p[0], b) : is_initial(b.p[0], a);
	for (size_t i = 0; i < N(forms); i++)
		if ((span_is(a, forms[i].brief) && span_is(b, forms[i].full)) ||
		    (span_is(b, forms[i].brief) && span_is(a, forms[i].full)))
			return true;
	return false;
}

/* Middle names fit when those of the shorter one are, in order, among those of
 * the longer one. */
static bool
middles_fit(const struct called *a, const struct called *b)
{
	const struct called *few = a->n < b->n ? a : b;
	const struct called *many = a->n < b->n ? b : a;
	size_t k = 1;

	for (size_t i = 1; i + 1 < few->n; i++, k++) {
		while (k + 1 < many->n &&
		    !called_first_alike(few->word[i], many->word[k]))
			k++;
		if (k + 1 >= many->n)
			return false;
	}
	return true;
}

/* Two full names of people with one last name. */
static bool
people_fit(const struct called *a, const struct called *b)
{
	return called_first_alike(a->word[0], b->word[0]) && middles_fit(a, b);
}

static bool
same_words(const struct called *a, const struct called *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!span_eq(a->word[i], b->word[i]))
			return false;
	return true;
}

/* Is few the last words of many, but not all: "de Moor" of "Ida de Moor"? */
static bool
is_tail(const struct called *few, const struct called *many)
{
	size_t off = many->n - few->n;

	if (few->n >= many->n)
		return false;
	for (size_t i = 0; i < few->n; i++)
		if (!span_eq(few->word[i], many->word[i + off]))
			return false;
	return true;
}

struct work {
	const struct called *name;
	size_t n;
	bool *join, *fit;
	bool *last; /* it is a last name */
	struct parts parts;
};

static bool
fits(const struct work *w, size_t i, size_t k)
{
	return w->fit[i * w->n + k];
}

static void
put(struct work *w, size_t i, size_t k)
{
	w->join[i * w->n + k] = w->join[k * w->n + i] = true;
	parts_join(&w->parts, i, k);
}

/* Whoever fits i fits k as well. */
static bool
stands_for(const struct work *w, size_t i, size_t k)
{
	for (size_t z = 0; z < w->n; z++)
		if (z != i && z != k && fits(w, i, z) && !fits(w, k, z))
			return false;
	return true;
}

/* A last name: of more than one word when longer names end with it. */
static bool
is_last_name(const struct work *w, size_t i)
{
	if (w->name[i].n == 1)
		return true;
	for (size_t k = 0; k < w->n; k++)
		if (is_tail(&w->name[i], &w->name[k]))
			return true;
	return false;
}

static void
find_last_names(struct work *w)
{
	for (size_t i = 0; i < w->n; i++)
		w->last[i] = is_last_name(w, i);
}

static void
join_people(struct work *w)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->n; k++) {
			bool last = w->last[i] || w->last[k];

			w->fit[i * w->n + k] = i != k &&
			    (last ? same_words(&w->name[i], &w->name[k])
				  : people_fit(&w->name[i], &w->name[k]));
		}
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < i; k++)
			if (fits(w, i, k) && stands_for(w, i, k) &&
			    stands_for(w, k, i))
				put(w, i, k);
}

/* The only part of the names whose tail is i; n: there is none, or several. */
static size_t
only_bearer(struct work *w, size_t i)
{
	size_t found = w->n;

	for (size_t k = 0; k < w->n; k++) {
		if (!is_tail(&w->name[i], &w->name[k]) || w->last[k])
			continue;
		if (found < w->n &&
		    parts_root(&w->parts, found) != parts_root(&w->parts, k))
			return w->n;
		found = k;
	}
	return found;
}

static void
join_last_names(struct work *w, struct arena *arena)
{
	size_t *of = arena_alloc(arena, w->n + 1, sizeof *of);

	for (size_t i = 0; i < w->n; i++)
		of[i] = w->last[i] ? only_bearer(w, i) : w->n;
	for (size_t i = 0; i < w->n; i++)
		if (of[i] < w->n)
			put(w, i, of[i]);
}

static void
join_firms(struct work *w)
{
	size_t full = w->n;
	bool several = false;

	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < i; k++)
			if (w->name[i].abbreviation ==
				w->name[k].abbreviation &&
			    (w->name[i].abbreviation ||
				same_words(&w->name[i], &w->name[k])))
				put(w, i, k);
	for (size_t i = 0; i < w->n; i++) {
		if (w->name[i].abbreviation)
			continue;
		several |= full < w->n &&
		    parts_root(&w->parts, full) != parts_root(&w->parts, i);
		full = i;
	}
	if (full == w->n || several || w->name[full].n < INITIALS_MIN)
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->name[i].abbreviation)
			put(w, i, full);
}

void
called_join(
    const struct called *name, size_t n, bool *join, struct arena *arena)
{
	struct work w = { .name = name, .n = n, .join = join };

	memset(join, 0, n * n * sizeof *join);
	if (n < 2)
		return;
	parts_init(&w.parts, n, arena);
	if (name[0].other || name[0].type > FOUND_ORG) {
		/* All of the name is the block. */
		for (size_t i = 1; i < n; i++)
			put(&w, i, 0);
	} else if (name[0].type == FOUND_PERSON) {
		w.fit = arena_alloc(arena, n * n, sizeof *w.fit);
		w.last = arena_alloc(arena, n, sizeof *w.last);
		find_last_names(&w);
		join_people(&w);
		join_last_names(&w, arena);
	} else {
		join_firms(&w);
	}
}

static size_t
letters(const struct called *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->word[i].n;
	return n;
}

bool
called_fuller(const struct called *a, const struct called *b)
{
	if (a->abbreviation != b->abbreviation)
		return b->abbreviation;
	if (a->n != b->n)
		return a->n > b->n;
	if (letters(a) != letters(b))
		return letters(a) > letters(b);
	/* without titles */
	if (a->folded.n != b->folded.n)
		return a->folded.n < b->folded.n;
	return memcmp(a->folded.p, b->folded.p, a->folded.n) < 0;
}
