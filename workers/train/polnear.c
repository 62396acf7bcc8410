/* polnear.c -- from offsets to tokens. */
#include "workers/train/polnear.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/jsonin.h"
#include "proto/mem.h"
#include "workers/engine.h"
#include "workers/token.h"

/* The words that code points start to end (exclusive) touch. */
static struct report_span
words_in(const struct polnear_article *a, uint32_t start, uint32_t end)
{
	const struct text *t = &a->text;
	struct report_span s = REPORT_NONE;

	for (uint32_t i = 0; i < t->n_tokens; i++) {
		if (t->token[i].end <= start || !a->frame[i].is_word)
			continue;
		if (t->token[i].start >= end)
			break;
		if (report_is_none(s))
			s.first = i;
		s.last = i;
	}
	return s;
}

/* A colon is a cue too, though no word. */
static struct report_span
cue_in(const struct polnear_article *a, uint32_t start, uint32_t end)
{
	struct report_span s = words_in(a, start, end);

	for (uint32_t i = 0; report_is_none(s) && i < a->text.n_tokens; i++)
		if (a->text.token[i].start >= start &&
		    a->text.token[i].end <= end && a->text.token[i].mark == ':')
			return (struct report_span) { i, i };
	return s;
}

static struct report_span
without_that(const struct polnear_article *a, struct report_span s)
{
	if (!report_is_none(s) && s.first < s.last &&
	    token_is(&a->text, s.first, "that")) {
		do
			s.first++;
		while (s.first < s.last && !a->frame[s.first].is_word);
	}
	return s;
}

static uint32_t
number(struct json_object *pair, size_t i)
{
	return (uint32_t)json_object_get_int(
	    json_object_array_get_idx(pair, i));
}

/* Span i of an array of pairs; none when there is no such. */
static bool
pair_at(struct json_object *o, const char *key, size_t i, uint32_t *start,
    uint32_t *end)
{
	struct json_object *list = jsonin_member(o, key), *pair;

	if (list == NULL || !json_object_is_type(list, json_type_array) ||
	    i >= json_object_array_length(list))
		return false;
	pair = json_object_array_get_idx(list, i);
	*start = number(pair, 0);
	*end = number(pair, 1);
	return true;
}

static bool
read_gold(
    struct polnear_article *a, struct json_object *o, struct polnear_gold *g)
{
	uint32_t start, end;

	*g = (struct polnear_gold) { .cue = REPORT_NONE,
		.source = REPORT_NONE };
	if (pair_at(o, "cue", 0, &start, &end))
		g->cue = cue_in(a, start, end);
	if (pair_at(o, "source", 0, &start, &end))
		g->source = words_in(a, start, end);
	for (size_t i = 0; g->n_pieces < REPORT_PIECES &&
	     pair_at(o, "content", i, &start, &end);
	     i++) {
		struct report_span s = without_that(a, words_in(a, start, end));

		if (!report_is_none(s))
			g->piece[g->n_pieces++] = s;
	}
	return !report_is_none(g->cue);
}

static void
prepare(struct polnear_article *a, const struct article *art)
{
	struct found f = { 0 };

	a->text.arena = &a->arena;
	a->text.bytes = art->text;
	for (size_t i = 0; i < ENGINE_STAGES &&
	     strcmp(engine_stages[i].name, "attribution") != 0;
	     i++)
		engine_stages[i].run(&a->text, art, &f);
	a->frame = frame_make(&a->text);
}

static void
read_article(struct polnear *p, struct json_object *o)
{
	struct json_object *list = jsonin_member(o, "attributions");
	struct span text = jsonin_string(o, "text");
	size_t n = list != NULL ? json_object_array_length(list) : 0;
	struct polnear_article *a;
	struct article art = { 0 };

	p->article = mem_grow(p->article, p->n + 1, sizeof *p->article);
	a = &p->article[p->n++];
	*a = (struct polnear_article) { .bytes = mem_strndup(text.p, text.n) };
	art.text = (struct span) { a->bytes, text.n };
	prepare(a, &art);
	a->gold = arena_alloc(&a->arena, n, sizeof *a->gold);
	for (size_t i = 0; i < n; i++) {
		if (read_gold(a, json_object_array_get_idx(list, i),
			&a->gold[a->n_gold]))
			a->n_gold++;
		else
			p->dropped++;
	}
}

bool
polnear_load(const char *path, struct polnear *p)
{
	FILE *in = fopen(path, "rb");
	char *line = NULL;
	size_t cap = 0, number_of = 0;
	ssize_t n;
	bool ok = in != NULL;
	struct buf why = { 0 };

	*p = (struct polnear) { 0 };
	while (ok && (n = getline(&line, &cap, in)) > 0) {
		struct json_object *o;

		number_of++;
		if (jsonin_parse((struct span) { line, (size_t)n }, 32, &o,
			&why) != RC_OK) {
			fprintf(stderr, "%s:%zu: %s\n", path, number_of,
			    buf_cstr(&why));
			ok = false;
			break;
		}
		read_article(p, o);
		json_object_put(o);
	}
	for (uint32_t i = 0; i < p->n; i++) /* they moved as they grew */
		p->article[i].text.arena = &p->article[i].arena;
	if (in == NULL)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	else
		fclose(in);
	free(line);
	buf_free(&why);
	return ok;
}

void
polnear_free(struct polnear *p)
{
	for (uint32_t i = 0; i < p->n; i++) {
		arena_free(&p->article[i].arena);
		free(p->article[i].bytes);
	}
	free(p->article);
}
