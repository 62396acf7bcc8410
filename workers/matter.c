/* matter.c -- what a mention is about. */
#include "matter.h"

#include <stdlib.h>
#include <string.h>

#include "normal.h"
#include "proto/hash.h"
#include "workers/en/unit.h"

/* Words that are left out, sorted: they come and go with the tense and the
 * desk. */
static const char *const silent[] = { "a", "am", "an", "are", "be", "been",
	"being", "did", "do", "does", "had", "has", "have", "having", "is",
	"the", "was", "were" };

static const char *const negations[] = { "not", "never", "no", NULL };

/* Words that make no matter by themselves, beside the silent ones;
 * sorted. */
static const char *const empty[] = { "about", "after", "all", "also", "and",
	"any", "as", "at", "before", "both", "but", "by", "can", "could",
	"each", "for", "from", "he", "her", "here", "hers", "him", "his", "how",
	"i", "if", "in", "into", "it", "its", "just", "may", "me", "might",
	"more", "most", "must", "my", "of", "on", "one", "ones", "only", "or",
	"our", "over", "shall", "she", "should", "so", "some", "such", "than",
	"that", "their", "them", "then", "there", "these", "they", "this",
	"those", "to", "too", "us", "very", "we", "what", "when", "where",
	"which", "who", "whom", "whose", "why", "will", "with", "would", "you",
	"your" };

/* Subjects that say nothing without what they are of, and words that are no
 * subject, though they stand where one could.  Sorted: every word of a claim is
 * asked. */
static const char *const hollow[] = { "adults", "amount", "average", "climb",
	"count", "countries", "country", "day", "days", "decline", "decrease",
	"drop", "electorate", "error", "fall", "few", "figure", "figures",
	"group", "grow", "half", "hit", "hour", "hours", "increase", "jump",
	"lead", "level", "likely", "majority", "man", "many", "margin",
	"members", "men", "minus", "month", "months", "number", "numbers",
	"others", "participant", "participants", "people", "percentage",
	"person", "plus", "point", "points", "poll", "polls", "rate", "reach",
	"registered", "remain", "respondent", "respondents", "rest", "rise",
	"said", "sample", "sampling", "say", "says", "share", "size", "slip",
	"stand", "state", "states", "sum", "support", "survey", "surveys",
	"time", "times", "told", "total", "undecided", "value", "vote", "voter",
	"voters", "votes", "week", "weeks", "woman", "women", "year", "years" };

/* Units of anything whatever: they do not tell what a name has of it. */
static const char *const vague[] = { "percent", "percentage point",
	"basis point", "point", "count", "factor", "dollar", "cent", "penny",
	"peso", "franc", NULL };

static bool
among(struct span w, const char *const *list)
{
	for (; *list != NULL; list++)
		if (span_order(*list, w) == 0)
			return true;
	return false;
}

static bool
is_silent(struct span w)
{
	return span_find(silent, sizeof silent / sizeof silent[0],
		   sizeof silent[0], w) != NULL;
}

static bool
is_empty(struct span w)
{
	return span_find(empty, sizeof empty / sizeof empty[0], sizeof empty[0],
		   w) != NULL;
}

bool
matter_is_hollow(struct span word)
{
	return span_find(hollow, sizeof hollow / sizeof hollow[0],
		   sizeof hollow[0], word) != NULL;
}

/* The next of the words that normal_words() made; false at their end. */
static bool
next_word(struct span *rest, struct span *word)
{
	const char *p = rest->p, *end;

	if (rest->n == 0)
		return false;
	end = p + rest->n;
	while (p < end && *p == ' ')
		p++;
	*word = (struct span) { p, 0 };
	while (p < end && *p != ' ')
		p++;
	word->n = (size_t)(p - word->p);
	*rest = (struct span) { p, (size_t)(end - p) };
	return word->n > 0;
}

/* What the words so far came to. */
struct reading {
	struct buf kept;
	unsigned content; /* words that make a matter */
	bool denies;
};

static void
keep(struct reading *r, struct span w)
{
	buf_append(&r->kept, " ", 1);
	buf_append(&r->kept, w.p, w.n);
	r->content += !is_empty(w);
}

/* "didn't" is "did" and a negation; "won't" is "will" and one. */
static struct span
without_nt(struct reading *r, struct span w)
{
	if (span_is(w, "cannot")) {
		r->denies = !r->denies;
		return (struct span)SPAN("can");
	}
	if (w.n <= 3 || memcmp(w.p + w.n - 3, "n't", 3) != 0)
		return w;
	r->denies = !r->denies;
	if (span_is(w, "won't"))
		return (struct span)SPAN("will");
	if (span_is(w, "can't"))
		return (struct span)SPAN("can");
	return (struct span) { w.p, w.n - 3 };
}

static void
read_words(struct reading *r, struct span words)
{
	struct span w;

	for (bool first = true; next_word(&words, &w); first = false) {
		if (first && span_is(w, "that"))
			continue;
		if (among(w, negations)) {
			r->denies = !r->denies;
			continue;
		}
		w = without_nt(r, w);
		if (!is_silent(w))
			keep(r, w);
	}
}

uint64_t
matter_of_words(const struct span *piece, size_t n, bool denied)
{
	struct reading r = { .denies = denied };
	struct buf words = { 0 };
	uint64_t h = 0;

	for (size_t i = 0; i < n && words.n < NORMAL_MAX; i++)
		if (piece[i].n < NORMAL_MAX)
			normal_words(piece[i], &words);
	read_words(&r, buf_span(&words));
	if (r.content >= 2) {
		buf_puts(&r.kept, "\nwords");
		h = hash_fast(buf_span(&r.kept)) & ~(uint64_t)FOUND_SORT;
		h |= r.denies ? FOUND_DENIES : FOUND_SAYS;
	}
	buf_free(&words);
	buf_free(&r.kept);
	return h;
}

/* ---- subjects ---- */

/* Words of which it is the desk's choice whether and where they stand: "all
 * steel imports", "imports of steel". */
static const char *const loose[] = { "of", "in", "on", "at", "for", "and",
	"all", "its", "their", "his", "her", "our", "this", "that", "these",
	"those", "some", "any", NULL };

/* Words that belong to the next one: "exports to the mills". */
static const char *const bound[] = { "to", "from", "by", "between", "against",
	"with", "without", "than", "over", "under", "before", "after", "not",
	"no", NULL };

#define SUBJECT_WORDS 24 /* that are put in order */
#define WORD_BYTES    64

struct subject {
	char word[SUBJECT_WORDS][WORD_BYTES];
	size_t n;
};

static int
by_word(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Without its plural, and with the word that it is bound by; where there is no
 * room for it, as it stands into out. */
static void
put_word(struct subject *s, struct span by, struct span w, struct buf *out)
{
	char *p = s->word[s->n < SUBJECT_WORDS ? s->n : 0];
	size_t n = 0;

	if (s->n == SUBJECT_WORDS || by.n + w.n + 2 > WORD_BYTES) {
		buf_printf(out, " %.*s+%.*s", (int)by.n, by.n > 0 ? by.p : "",
		    (int)w.n, w.p);
		return;
	}
	if (by.n > 0) {
		memcpy(p, by.p, by.n);
		p[by.n] = '+';
		n = by.n + 1;
	}
	memcpy(p + n, w.p, w.n);
	n += unit_singular(p + n, w.n);
	memset(p + n, 0, WORD_BYTES - n);
	s->n++;
}

bool
matter_subject(struct span subject, struct buf *out)
{
	struct span by = { NULL, 0 }, rest, w;
	struct subject s = { .n = 0 };
	struct buf words = { 0 };
	bool full = false;

	normal_words(subject, &words);
	rest = buf_span(&words);
	while (next_word(&rest, &w)) {
		if (is_silent(w) || among(w, loose))
			continue;
		if (among(w, bound)) {
			if (by.n > 0) /* "not by mail" */
				put_word(
				    &s, (struct span) { NULL, 0 }, by, out);
			by = w;
			continue;
		}
		full |= !is_empty(w) && !matter_is_hollow(w) &&
		    !(w.p[0] >= '0' && w.p[0] <= '9');
		put_word(&s, by, w, out);
		by.n = 0;
	}
	if (by.n > 0)
		put_word(&s, (struct span) { NULL, 0 }, by, out);
	qsort(s.word, s.n, sizeof s.word[0], by_word);
	for (size_t i = 0; i < s.n; i++)
		if (i == 0 || strcmp(s.word[i - 1], s.word[i]) != 0)
			buf_printf(out, " %s", s.word[i]);
	buf_free(&words);
	return full;
}

/* A code of ISO 4217, perhaps with what it buys: "USD per barrel". */
static bool
is_currency(struct span unit)
{
	for (size_t i = 0; i < unit.n && i < 3; i++)
		if (unit.p[i] < 'A' || unit.p[i] > 'Z')
			return false;
	return unit.n == 3 || (unit.n > 3 && unit.p[3] == ' ');
}

uint64_t
matter_of_figure(const struct found_figure *g, bool named, bool base)
{
	struct span unit = found_unit(g);
	struct buf kept = { 0 };
	uint64_t h = 0;

	if ((named && (among(unit, vague) || is_currency(unit))) ||
	    (base && span_is(unit, "percent")))
		return 0;
	if (matter_subject(g->subject, &kept)) {
		buf_printf(&kept, "\n%.*s\n%.*s\n%d", (int)unit.n, unit.p,
		    (int)g->counted.n, g->counted.n > 0 ? g->counted.p : "",
		    g->is_change);
		h = hash_fast(buf_span(&kept)) & ~(uint64_t)FOUND_SORT;
	}
	buf_free(&kept);
	return h;
}
