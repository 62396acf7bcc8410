/* script.c -- invented articles, claims and fates. */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/utf8.h"

#define SPEAKERS 5
#define SAYINGS  9

static const char *const speaker[SPEAKERS] = { "Anna Tide", "Benoît Quay",
	"Chief Inspector Orla Reed", "Dov Harrow", "Mayor Ines Pell" };

static unsigned
points(const struct buf *b)
{
	return (unsigned)utf8_count(buf_span(b));
}

/* What is put into one text while it is written. */
struct draft {
	struct buf *text;
	struct found f;
	struct found_claim claim[SCRIPT_CLAIMS];
	struct found_figure figure[SCRIPT_CLAIMS];
	struct range content[SCRIPT_CLAIMS][2];
	uint32_t index[SCRIPT_CLAIMS];
};

static struct range
put(struct buf *text, const char *words)
{
	struct range r = { points(text), 0 };

	buf_puts(text, words);
	r.end = points(text);
	return r;
}

/* One quotation, in one part or two. */
static void
say(struct draft *d, const char *who, const char *what, bool parts, bool denied)
{
	struct found_claim *c = &d->claim[d->f.n_claims];
	struct range *content = d->content[d->f.n_claims++];
	struct span key[2] = { span_of(who), span_of(what) };

	buf_puts(d->text, "“");
	content[0] = put(d->text, what);
	buf_puts(d->text, denied ? "” is not so, said " : "”, said ");
	c->source = put(d->text, who);
	if (parts) {
		buf_puts(d->text, ", “");
		content[1] = put(d->text, "and soon");
		buf_puts(d->text, "”");
	}
	buf_puts(d->text, ".\r\n");
	c->kind = FOUND_DIRECT;
	c->has_source = true;
	c->content = content;
	c->n_content = parts ? 2 : 1;
	c->speaker = key[0];
	c->speaker_type = FOUND_PERSON;
	c->rule = span_of("sim");
	c->confidence = 0.5;
	c->key = hash_fast(key[0]) ^ hash_fast(key[1]);
	c->matter = (hash_fast(key[1]) & ~(uint64_t)FOUND_SORT) |
	    (denied ? FOUND_DENIES : FOUND_SAYS);
	if (denied)
		c->key++;
}

/* A figure in the outlet's own voice. */
static void
count(struct draft *d, unsigned percent)
{
	uint32_t n = d->f.n_claims++, k = d->f.n_figures++;
	struct found_claim *c = &d->claim[n];
	char words[32];

	snprintf(words, sizeof words, "%u percent", percent);
	d->content[n][0] = put(d->text, words);
	buf_puts(d->text, " of the boats are in.\n");
	d->figure[k] = (struct found_figure) { .at = d->content[n][0],
		.has_value = true,
		.value = percent,
		.unit = SPAN("percent"),
		.subject = SPAN("boats"),
		.as_of = SPAN("2026-01-02") };
	d->index[n] = k;
	c->kind = FOUND_FIGURE;
	c->content = d->content[n];
	c->n_content = 1;
	c->speaker_type = FOUND_NOTYPE;
	c->rule = span_of("sim");
	c->confidence = 1;
	c->figures = &d->index[n];
	c->n_figures = 1;
	c->key = hash_fast(span_of(words));
	c->matter = hash_fast(span_of("boats")) & ~(uint64_t)FOUND_SORT;
}

static enum script_fate
choose_fate(const struct script_opts *o, struct rng *r)
{
	static const enum script_fate deadly[] = { SCRIPT_POISON, SCRIPT_POISON,
		SCRIPT_HANG, SCRIPT_REFUSED };

	if (rng_chance(r, o->poison))
		return deadly[rng_below(r, 4)];
	return rng_chance(r, o->slow) ? SCRIPT_SLOW : SCRIPT_FINE;
}

static unsigned
new_text(struct script *s, const struct script_opts *o, struct rng *r)
{
	unsigned n = s->n_texts++;
	struct script_text *t = &s->text[n];
	struct draft d = { .text = &t->text, .f.engine = SPAN("sim 1") };
	char words[48];

	d.f.claims = d.claim;
	d.f.figures = d.figure;
	t->fate = choose_fate(o, r);
	t->n_claims = rng_below(r, SCRIPT_CLAIMS + 1);
	/* Two of three tell of one event (sink/akin.h). */
	buf_printf(&t->text, "#%u — the news%s.\r\n", n,
	    n % 3 == 0 ? "" : " of Wexham, of Orrin and the Tamsin");
	while (d.f.n_claims < t->n_claims) {
		unsigned what = rng_below(r, SAYINGS), who;
		bool parts;

		snprintf(words, sizeof words, "We will open gate %u", what);
		if (rng_chance(r, 250)) {
			count(&d, 10 * what);
			continue;
		}
		parts = rng_chance(r, 200);
		who = rng_below(r, SPEAKERS);
		say(&d, speaker[who], words, parts, (who + what) % 4 == 0);
	}
	for (uint32_t i = rng_below(r, 20); i > 0; i--)
		buf_puts(&t->text, "Rain is expected in the harbour town. ");
	found_encode(&d.f, &t->found);
	return n;
}

static unsigned
new_version(struct script *s, unsigned story, unsigned text)
{
	unsigned n = s->n_versions++;
	struct script_version *v = &s->version[n];
	static const struct {
		const char *text;
		int64_t ms;
	} published[] = { { "2026-01-02T03:04:05+01:00", 1767319445000 },
		{ "2025-12-31", 1767139200000 }, { NULL, 0 },
		{ "last Tuesday", 0 },
		{ "2026-01-02T01:00:00Z", 1767315600000 } };
	char id[16], outlet[24], url[48];
	struct article a = { .text = buf_span(&s->text[text].text),
		.title = SPAN("Harbour news"),
		.published = span_of(published[n % 5].text) };

	snprintf(id, sizeof id, "s%u", story);
	snprintf(outlet, sizeof outlet, "Outlet %u", story % 4);
	a.id = span_of(id);
	snprintf(url, sizeof url, "https://www.outlet%u.example/%u", story % 4,
	    story);
	a.outlet = span_of(outlet);
	if (story % 3 == 0)
		a.url = span_of(url);
	v->story = story;
	v->text = text;
	v->dated = published[n % 5].ms;
	article_encode(&a, &v->blob);
	v->story_id = article_story(&a);
	v->content_id = article_content(&a);
	return n;
}

/* A version that producer p reads already, if it reads any. */
static bool
any_of(const struct script *s, unsigned p, struct rng *r, unsigned *version)
{
	if (s->n_items[p] == 0)
		return false;
	*version = s->item[p][rng_below(r, s->n_items[p])].version;
	return true;
}

/* Is the story one that has this version alone, so that the order of two
 * producers cannot matter? */
static bool
lone(const struct script *s, unsigned version)
{
	for (unsigned i = 0; i < s->n_versions; i++)
		if (i != version &&
		    s->version[i].story == s->version[version].story)
			return false;
	return true;
}

static bool
read_by(const struct script *s, unsigned p, unsigned story)
{
	for (unsigned i = 0; i < s->n_items[p]; i++)
		if (s->version[s->item[p][i].version].story == story)
			return true;
	return false;
}

static unsigned
next_version(
    struct script *s, const struct script_opts *o, unsigned p, struct rng *r)
{
	uint32_t dice = rng_below(r, 100);
	unsigned v;

	if (dice < 25 && any_of(s, p, r, &v) &&
	    (p == 0 || !read_by(s, 0, s->version[v].story)))
		return new_version(s, s->version[v].story, new_text(s, o, r));
	if (dice < 37 && any_of(s, p, r, &v))
		return v; /* a repeat */
	if (dice < 45 && any_of(s, p, r, &v))
		return new_version(s, s->n_stories++, s->version[v].text);
	if (dice < 55 && p > 0 && any_of(s, 0, r, &v) && lone(s, v))
		return v; /* what the other producer reads too */
	return new_version(s, s->n_stories++, new_text(s, o, r));
}

void
script_make(struct script *s, const struct script_opts *o, struct rng *r)
{
	memset(s, 0, sizeof *s);
	for (unsigned p = 0; p < o->producers; p++) {
		unsigned n = (20 + rng_below(r, 41)) / o->producers;

		while (s->n_items[p] < n) {
			unsigned v = next_version(s, o, p, r);

			s->item[p][s->n_items[p]++].version = v;
		}
	}
}

void
script_free(struct script *s)
{
	for (unsigned i = 0; i < s->n_texts; i++) {
		buf_free(&s->text[i].text);
		buf_free(&s->text[i].found);
	}
	for (unsigned i = 0; i < s->n_versions; i++)
		buf_free(&s->version[i].blob);
}

bool
script_text_of(const struct script *s, struct span blob, unsigned *text)
{
	struct mp_doc d;
	struct article a;
	unsigned n;
	bool ours;

	if (article_decode(blob, &d, &a) != RC_OK)
		return false;
	ours = a.text.n > 1 && a.text.p[0] == '#';
	n = ours ? (unsigned)strtoul(a.text.p + 1, NULL, 10) : 0;
	ours = ours && n < s->n_texts &&
	    span_eq(a.text, buf_span(&s->text[n].text));
	mp_close(&d);
	if (ours)
		*text = n;
	return ours;
}
