/* names_gold.c -- from labelled tokens to labelled text. */
#include "workers/train/names_gold.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "workers/engine.h"

#define BLOCK_MAX 20000u /* tokens of a paragraph */

struct cell {
	char *token, *label;
};

struct reader {
	struct buf text;
	struct names_gold_name *name;
	uint32_t n_names, cap;
	struct cell *piece; /* of the block at hand */
	uint32_t n_pieces;
	bool paragraphs; /* blocks are some; else sentences */
	struct names_gold_part part;
	uint32_t count;
	struct names_golds *out;
};

/* ---- running text ---- */

static bool
is_one_of(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

/* No space before it. */
static bool
leans_back(const char *s)
{
	static const char *const marks[] = { ",", ".", ";", ":", "!", "?", "%",
		")", "]", "}", "\u201d", "\u00bb", "\u2026", "...", "'s",
		"\u2019s", "'re", "'ve", "'ll", "'d", "'m", "n't", "\u2019re",
		"\u2019ve", "\u2019ll", "\u2019d", "\u2019m", "n\u2019t", "'t",
		"\u2019t", "\u2019", "\u00b0", NULL };

	return is_one_of(s, marks);
}

/* No space after it. */
static bool
leans_on(const char *s)
{
	static const char *const marks[] = { "(", "[", "{", "$", "\u20ac",
		"\u00a3", "\u00a5", "#", "@", "\u201c", "\u2018", "\u00ab",
		NULL };

	return is_one_of(s, marks);
}

static bool
is_word(const char *s)
{
	unsigned char c = (unsigned char)*s;

	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* The dash of a dateline: "27 January - Carl Ek" */
static bool
is_far(const struct reader *r, uint32_t i)
{
	const char *a = r->piece[i - 1].token, *b = r->piece[i + 1].token;

	return strlen(a) > 2 && !(*a >= 'a' && *a <= 'z') &&
	    !(*b >= 'a' && *b <= 'z');
}

/* Append the block's tokens; at[i] is where each begins. */
static void
write_block(struct reader *r, uint32_t *at)
{
	bool open = false, single = false, tight = true;
	bool dateline = r->paragraphs && r->text.n == 0;

	for (uint32_t i = 0; i < r->n_pieces; i++) {
		const char *s = r->piece[i].token;
		bool back = leans_back(s), on = leans_on(s);

		if (strcmp(s, "\"") == 0) {
			back = open;
			open = on = !open;
		} else if (strcmp(s, "'") == 0) {
			const char *p = i > 0 ? r->piece[i - 1].token : "";

			back = single || (*p != 0 && p[strlen(p) - 1] == 's');
			single = on = !back;
		} else if ((strcmp(s, "-") == 0 || strcmp(s, "/") == 0) &&
		    i > 0 && i + 1 < r->n_pieces &&
		    !(dateline && i < 12 && is_far(r, i)) &&
		    is_word(r->piece[i - 1].token) &&
		    is_word(r->piece[i + 1].token)) {
			back = on = true;
		}
		if (!tight && !back)
			buf_puts(&r->text, " ");
		at[i] = (uint32_t)r->text.n;
		buf_puts(&r->text, s);
		tight = on;
	}
}

/* ---- names ---- */

static uint8_t
type_of(const char *kind, bool *counted)
{
	static const struct {
		const char *kind;
		uint8_t type;
		bool counted;
	} types[] = { { "Person", FOUND_PERSON, true },
		{ "PER", FOUND_PERSON, true },
		{ "Organization", FOUND_ORG, true }, { "ORG", FOUND_ORG, true },
		{ "Location", FOUND_PLACE, true },
		{ "Facility", FOUND_PLACE, true }, { "LOC", FOUND_PLACE, true },
		{ "Misc", FOUND_OTHER, false }, { "MISC", FOUND_OTHER, false },
		{ "Product", FOUND_OTHER, false } };

	*counted = false;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (strcmp(kind, types[i].kind) == 0) {
			*counted = types[i].counted;
			return types[i].type;
		}
	return NAMES_GOLD_NONE;
}

static void
add_name(struct reader *r, uint32_t start, uint32_t end, const char *kind)
{
	struct names_gold_name *n;

	if (r->n_names == r->cap) {
		r->cap = r->cap * 2 + 64;
		r->name = mem_grow(r->name, r->cap, sizeof *r->name);
	}
	n = &r->name[r->n_names++];
	n->start = start;
	n->end = end;
	n->type = type_of(kind, &n->counted);
}

static void
name_block(struct reader *r, const uint32_t *at)
{
	for (uint32_t i = 0, j; i < r->n_pieces; i = j) {
		const char *l = r->piece[i].label;

		j = i + 1;
		if (l[0] == 'O' || l[1] != '-')
			continue;
		while (j < r->n_pieces && r->piece[j].label[0] == 'I' &&
		    strcmp(r->piece[j].label + 1, l + 1) == 0)
			j++;
		add_name(r, at[i],
		    at[j - 1] + (uint32_t)strlen(r->piece[j - 1].token), l + 2);
	}
}

static bool
is_address(const char *s)
{
	return strncmp(s, "http:", 5) == 0 || strncmp(s, "https:", 6) == 0 ||
	    strcmp(s, "www") == 0;
}

static void
end_block(struct reader *r)
{
	uint32_t *at = mem_grow(NULL, r->n_pieces + 1, sizeof *at);

	if (r->n_pieces > 0 &&
	    (!r->paragraphs || r->text.n > 0 ||
		!is_address(r->piece[0].token))) {
		if (r->text.n > 0)
			buf_puts(&r->text, r->paragraphs ? "\n\n" : " ");
		write_block(r, at);
		name_block(r, at);
	}
	for (uint32_t i = 0; i < r->n_pieces; i++)
		free(r->piece[i].token);
	r->n_pieces = 0;
	free(at);
}

/* ---- an article ---- */

static void
run_stages(struct text *t)
{
	struct article a = { .text = t->bytes };
	struct found f = { 0 };

	for (size_t i = 0;
	     i < ENGINE_STAGES && strcmp(engine_stages[i].name, "names") != 0;
	     i++)
		engine_stages[i].run(t, &a, &f);
}

static void
label_name(struct names_gold *g, const struct names_gold_name *n, uint32_t *i)
{
	const struct text *t = &g->text;
	uint32_t first = *i, last;

	while (first < t->n_tokens &&
	    t->token[first].at + t->token[first].size <= n->start)
		first++;
	for (last = first; last < t->n_tokens && t->token[last].at < n->end;)
		last++;
	*i = first;
	if (n->type == NAMES_GOLD_NONE)
		return;
	for (uint32_t k = first; k < last; k++)
		g->label[k] = (uint8_t)(n->type * 4 +
		    (last - first == 1      ? NAMES_WHOLE
			    : k == first    ? NAMES_FIRST
			    : k == last - 1 ? NAMES_LAST
					    : NAMES_INSIDE));
}

static void
build(struct reader *r, struct names_gold *g)
{
	uint32_t at = 0;

	g->text.bytes = (struct span) {
		arena_strdup(&g->arena, buf_span(&r->text)), r->text.n
	};
	g->text.arena = &g->arena;
	g->sure = r->paragraphs;
	run_stages(&g->text);
	names_view_init(&g->view, &g->text);
	g->label = arena_alloc(&g->arena, g->text.n_tokens, 1);
	memset(g->label, NAMES_OUT, g->text.n_tokens);
	for (uint32_t i = 0; i < g->n_names; i++)
		label_name(g, &g->name[i], &at);
}

static bool
is_taken(const struct names_gold_part *p, uint32_t n)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (n % 10 == p->tenth[i] % 10)
			return !p->without;
	return p->without;
}

static void
end_article(struct reader *r)
{
	struct names_golds *out = r->out;
	struct names_gold *g;

	end_block(r);
	if (r->text.n == 0)
		return;
	r->count++;
	if (is_taken(&r->part, r->count)) {
		g = mem_zalloc(sizeof *g);
		out->article = mem_grow(
		    out->article, out->n + 1, sizeof *out->article);
		out->article[out->n++] = g;
		g->name = r->name;
		g->n_names = r->n_names;
		r->name = NULL;
		r->cap = 0;
		build(r, g);
	}
	buf_clear(&r->text);
	r->n_names = 0;
}

/* A line is a token, white space (a tab, if there is one), a label. */
static void
take_line(struct reader *r, const char *line)
{
	struct cell *p = &r->piece[r->n_pieces];
	char *own = mem_strdup(line);
	char *cut = strchr(own, '\t');

	if (cut == NULL)
		cut = strrchr(own, ' ');
	if (cut == NULL || cut == own || r->n_pieces == BLOCK_MAX) {
		free(own);
		return;
	}
	p->token = own;
	p->label = cut + 1;
	p->label[strcspn(p->label, "\t")] = 0; /* names within names */
	while (cut > own && (cut[-1] == ' ' || cut[-1] == '\t'))
		cut--;
	*cut = 0;
	r->n_pieces++;
}

static void
read_all(struct reader *r, FILE *f)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, f)) > 0) {
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = 0;
		if (strncmp(line, "# doc ", 6) == 0 ||
		    strncmp(line, "-DOCSTART-", 10) == 0)
			end_article(r);
		else if (n == 0)
			end_block(r);
		else
			take_line(r, line);
	}
	end_article(r);
	free(line);
}

bool
names_gold_read(const char *path, bool paragraphs, struct names_gold_part part,
    struct names_golds *g)
{
	struct reader r = { .paragraphs = paragraphs, .part = part, .out = g };
	FILE *f = fopen(path, "r");

	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	r.piece = mem_grow(NULL, BLOCK_MAX, sizeof *r.piece);
	read_all(&r, f);
	fclose(f);
	free(r.piece);
	free(r.name);
	buf_free(&r.text);
	return true;
}

void
names_gold_free(struct names_golds *g)
{
	for (uint32_t i = 0; i < g->n; i++) {
		arena_free(&g->article[i]->arena);
		free(g->article[i]->name);
		free(g->article[i]);
	}
	free(g->article);
	*g = (struct names_golds) { 0 };
}
