/*
 * invent.h -- invented articles with their claims, for the tests of the
 * store.  A line of the text is "Speaker: words" and is one claim; Nobody is
 * no speaker.  Words with digits have a figure, as of 2031-05 unless they say
 * "now", of the matter that the words are without the digits.  Other words
 * are their own matter, and are denied after "No, ".
 */
#ifndef TESTS_INVENT_H
#define TESTS_INVENT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/arena.h"
#include "proto/gist.h"
#include "proto/hash.h"
#include "proto/textmap.h"
#include "proto/utf8.h"
#include "sink/store.h"

#define INVENT_CLAIMS 64

struct invent {
	struct article article;
	struct found found;
	struct store_entry entry;
	struct found_claim claim[INVENT_CLAIMS];
	struct found_figure figure[INVENT_CLAIMS];
	struct range content[INVENT_CLAIMS];
	uint32_t index[INVENT_CLAIMS];
};

static inline uint32_t
invent_point(const char *text, const char *p)
{
	return (uint32_t)utf8_count((struct span) { text, (size_t)(p - text) });
}

/* The first run of digits in the claim as its figure. */
static inline void
invent_figure(struct invent *v, struct found_claim *c, const char *text,
    const char *words, const char *end)
{
	struct found_figure *f = &v->figure[v->found.n_figures];
	size_t n = strcspn(words, "0123456789");
	double value = 0;
	const char *p = words + n;

	if (p >= end)
		return;
	f->at.start = invent_point(text, p);
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		value = value * 10 + (*p - '0');
	f->at.end = invent_point(text, p);
	f->has_value = true;
	f->value = value;
	f->unit = span_of("percent");
	f->as_of = span_of("2031-05");
	if (memmem(words, (size_t)(end - words), "now", 3) != NULL ||
	    memmem(words, (size_t)(end - words), "Now", 3) != NULL)
		f->as_of = (struct span) { 0 };
	v->index[v->found.n_figures] = v->found.n_figures;
	c->figures = &v->index[v->found.n_figures];
	c->n_figures = 1;
	v->found.n_figures++;
}

/* The hash of words without digits. */
static inline uint64_t
invent_hash(const char *words, const char *end)
{
	char rest[256];
	size_t n = 0;

	for (; words < end && n < sizeof rest; words++)
		if (*words < '0' || *words > '9')
			rest[n++] = *words;
	return hash_fast((struct span) { rest, n }) & ~(uint64_t)FOUND_SORT;
}

static inline uint64_t
invent_matter(const struct found_claim *c, const char *words, const char *end)
{
	if (c->n_figures > 0)
		return invent_hash(words, end) | FOUND_OF_FIGURE;
	if (end - words > 4 && memcmp(words, "No, ", 4) == 0)
		return invent_hash(words + 4, end) | FOUND_DENIES;
	return invent_hash(words, end) | FOUND_SAYS;
}

static inline void
invent_claim(
    struct invent *v, const char *text, const char *line, const char *end)
{
	const char *colon = memchr(line, ':', (size_t)(end - line));
	struct found_claim *c = &v->claim[v->found.n_claims];
	struct range *r = &v->content[v->found.n_claims];
	struct span all = { line, (size_t)(end - line) };

	if (colon == NULL || v->found.n_claims == INVENT_CLAIMS)
		return;
	*c = (struct found_claim) { .kind = FOUND_DIRECT,
		.speaker = { line, (size_t)(colon - line) },
		.speaker_type = FOUND_PERSON,
		.confidence = 0.5,
		.has_source = true,
		.content = r,
		.n_content = 1,
		.rule = span_of("invented"),
		.key = hash_fast(all) };
	if (all.n > 6 && memcmp(line, "Nobody", 6) == 0)
		c->speaker = (struct span) { 0 };
	c->source.start = invent_point(text, line);
	c->source.end = invent_point(text, colon);
	r->start = invent_point(text, colon + 2);
	r->end = invent_point(text, end);
	invent_figure(v, c, text, colon + 2, end);
	c->matter = invent_matter(c, colon + 2, end);
	if ((c->matter & FOUND_SORT) == FOUND_DENIES)
		c->act = FOUND_DENY;
	v->found.n_claims++;
}

/* One of them: numbers are figures in percent. */
static inline void
invent_gist_word(struct gist *g, const char *p, size_t n)
{
	struct gist_word *w = &g->word[g->n_words];
	uint8_t at = (uint8_t)g->n_words;

	while (n > 0 && (p[n - 1] == '.' || p[n - 1] == ','))
		n--;
	if (n == 0)
		return;
	*w = (struct gist_word) { .text = { p, n },
		.hash = (uint32_t)hash_fast((struct span) { p, n }),
		.sort = n > 3 ? GIST_NOUN : GIST_SMALL,
		.role = GIST_OTHER,
		.rare = 150,
		.head = GIST_NONE };
	g->n_words++;
	if (*p < '0' || *p > '9' || g->n_figures > 0)
		return;
	w->sort = GIST_NUMBER;
	w->flags = GIST_COUNTED;
	g->figure[g->n_figures] = (struct gist_figure) {
		.value = atof(p), .unit = SPAN("percent"), .word = at
	};
	g->figure[0].low = g->figure[0].high = g->figure[0].value;
	g->n_figures++;
}

/* The gist of words parted by blanks, each a noun but for short ones; the
 * first noun is what the others are of, and of four or more does something.
 * "No, ": it is denied. */
static inline struct span
invent_gist(struct span speaker, struct span words, struct arena *arena)
{
	static struct gist g;
	struct buf b = { 0 };
	struct span out;
	uint32_t thing = 0, nouns = 0;

	g = (struct gist) { .said = speaker.n > 0, .speaker = speaker };
	if (words.n > 4 && memcmp(words.p, "No, ", 4) == 0) {
		g.denied = true;
		words = (struct span) { words.p + 4, words.n - 4 };
	}
	while (words.n > 0 && g.n_words < GIST_WORDS_MAX) {
		const char *end = memchr(words.p, ' ', words.n);
		size_t n = end != NULL ? (size_t)(end - words.p) : words.n;

		invent_gist_word(&g, words.p, n);
		n += end != NULL;
		words = (struct span) { words.p + n, words.n - n };
	}
	while (thing < g.n_words && g.word[thing].sort != GIST_NOUN)
		thing++;
	for (uint32_t i = 0; thing < g.n_words && i < g.n_words; i++) {
		nouns += g.word[i].sort == GIST_NOUN;
		if (i != thing)
			g.word[i].head = (uint8_t)thing;
	}
	if (nouns >= 4)
		g.word[thing].role = GIST_ACTOR;
	gist_pack(&g, &b);
	out = (struct span) { arena_strdup(arena, buf_span(&b)), b.n };
	buf_free(&b);
	return out;
}

/* Give the claims a gist, from arena. */
static inline void
invent_gists(struct invent *v, struct arena *arena)
{
	for (uint32_t i = 0; i < v->found.n_claims; i++) {
		struct found_claim *c = &v->claim[i];
		struct textmap map;

		textmap_init(&map, v->article.text, arena);
		c->gist = invent_gist(
		    c->speaker, textmap_cut(&map, c->content[0]), arena);
	}
}

/* An article of outlet, with this id, published then (NULL: unsaid). */
static inline void
invent(struct invent *v, const char *outlet, const char *id,
    const char *published, const char *text)
{
	memset(v, 0, sizeof *v);
	v->article.outlet = span_of(outlet);
	v->article.id = span_of(id);
	v->article.published = span_of(published);
	v->article.title = span_of("A day in Lower Tarn");
	v->article.text = span_of(text);
	v->found.engine = span_of("invented 1");
	v->found.claims = v->claim;
	v->found.figures = v->figure;
	for (const char *p = text; *p != '\0';) {
		size_t n = strcspn(p, "\n");

		invent_claim(v, text, p, p + n);
		p += n + (p[n] == '\n');
	}
	v->entry = (struct store_entry) {
		.lease = { 7, 1, 1, 1 },
		.accepted_ms = 1000,
		.sent_ms = 1001,
		.worker = span_of("host:1"),
		.compute_us = 50,
		.article = &v->article,
		.found = &v->found,
	};
}

#endif
