/*
 * marked.h -- texts in which somebody marked who said what: so that what comes
 * after it is tested whether or not the models find it.
 *
 *   [1s {P Ann Lee}] [1c said] that [1p the mill in {L Norhaven} is shut].
 *
 * s, c, p: source, cue, piece of the content of attribution 1, 2, ...; P, O, L:
 * names of a person, an organisation, a place.  They may be nested.
 * Expectations follow ">>>", as in the gold blocks.
 */
#ifndef TESTS_WORKERS_MARKED_H
#define TESTS_WORKERS_MARKED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "../help.h"
#include "invented.h"
#include "workers/speaker.h"

#ifndef MARKED_MAX
#define MARKED_MAX 40
#endif

struct marked {
	struct text t;
	struct arena arena;
	char *plain;
	bool find_names; /* by the models rather than the marks */
	struct marked_span {
		unsigned number;
		char role;
		size_t from, to; /* bytes of plain */
	} span[MARKED_MAX];
	size_t n;
};

/* The marks out of s, into m->span and m->plain. */
static inline void
marked_strip(struct marked *m, const char *s)
{
	size_t open[MARKED_MAX], depth = 0, n = 0;

	m->plain = malloc(strlen(s) + 1);
	for (; *s != '\0'; s++) {
		if (*s == '{' || (*s == '[' && isdigit((unsigned char)s[1]))) {
			struct marked_span *k = &m->span[m->n];
			char *end;

			k->number = (unsigned)strtoul(s + 1, &end, 10);
			k->role = *end;
			k->from = n;
			open[depth++] = m->n++;
			s = end + 1;
		} else if ((*s == ']' || *s == '}') && depth > 0) {
			m->span[open[--depth]].to = n;
		} else {
			m->plain[n++] = *s;
		}
	}
	m->plain[n] = '\0';
}

static inline void
marked_tokens(const struct text *t, const struct marked_span *k,
    uint32_t *first, uint32_t *last)
{
	*first = *last = 0;
	while (*first < t->n_tokens && t->token[*first].at < k->from)
		++*first;
	*last = *first;
	while (*last < t->n_tokens && t->token[*last].at < k->to)
		++*last;
}

/* Attributions 1 to the highest number, from the marks. */
static inline void
marked_set(struct marked *m)
{
	struct text *t = &m->t;

	t->attribution = arena_alloc(
	    &m->arena, MARKED_MAX, sizeof *t->attribution);
	for (size_t i = 0; i < m->n; i++) {
		const struct marked_span *k = &m->span[i];
		struct attribution *a =
		    &t->attribution[k->number > 0 ? k->number - 1 : 0];
		uint32_t first, last;

		if (k->number == 0)
			continue;
		marked_tokens(t, k, &first, &last);
		if (k->number > t->n_attributions)
			t->n_attributions = k->number;
		if (k->role == 's')
			a->source = first, a->source_end = last;
		if (k->role == 'c')
			a->cue = first, a->cue_end = last;
		if (k->role != 'p')
			continue;
		if (a->piece == NULL)
			a->piece = arena_alloc(
			    &m->arena, MARKED_MAX, sizeof *a->piece);
		a->piece[a->n_pieces++] = (struct piece) { first, last };
	}
}

/* The names, from the marks. */
static inline void
marked_names(struct marked *m)
{
	struct text *t = &m->t;

	t->mention = arena_alloc(&m->arena, MARKED_MAX, sizeof *t->mention);
	for (size_t i = 0; i < m->n; i++) {
		const struct marked_span *k = &m->span[i];
		struct mention *n = &t->mention[t->n_mentions];

		if (k->number > 0)
			continue;
		marked_tokens(t, k, &n->first, &n->last);
		n->title = n->first;
		n->type = k->role == 'P' ? FOUND_PERSON
		    : k->role == 'O'     ? FOUND_ORG
					 : FOUND_PLACE;
		t->n_mentions++;
	}
}

/* All stages up to the speakers but names and attribution, whose work the
 * marks have done. */
static inline void
marked_climb(struct marked *m, const char *s)
{
	struct article a = { 0 };
	struct found f = { 0 };

	*m = (struct marked) { .find_names = strchr(s, '{') == NULL };
	marked_strip(m, s);
	a.text = span_of(m->plain);
	m->t = (struct text) { .bytes = a.text, .arena = &m->arena };
	for (size_t i = 0; i < ENGINE_STAGES; i++) {
		if (strcmp(engine_stages[i].name, "attribution") == 0)
			marked_set(m);
		else if (strcmp(engine_stages[i].name, "names") == 0 &&
		    !m->find_names)
			marked_names(m);
		else
			engine_stages[i].run(&m->t, &a, &f);
		if (strcmp(engine_stages[i].name, "speaker") == 0)
			break;
	}
}

static inline void
marked_free(struct marked *m)
{
	free(m->plain);
	arena_free(&m->arena);
}

/* Each block of the file: line() writes what was found of attribution i. */
static inline int
marked_file(const char *path,
    void (*line)(struct buf *b, const struct text *t, uint32_t i))
{
	size_t n;
	int bad = 0;
	char *all = help_read_file(path, &n), *p = all;

	while (p != NULL && (p = strstr(p, "=== ")) != NULL) {
		char *title = p + 4, *text, *want, *end;
		struct marked m;
		struct buf b = { 0 };

		text = strchr(title, '\n');
		*text++ = '\0';
		want = strstr(text, "\n>>>\n");
		*want = '\0';
		want += strlen("\n>>>\n");
		end = strstr(want, "\n=== ");
		if (end != NULL)
			*++end = '\0';
		marked_climb(&m, text);
		for (uint32_t i = 0; i < m.t.n_attributions; i++)
			line(&b, &m.t, i);
		if (strcmp(buf_cstr(&b), want) != 0) {
			printf("%s: %s\n--- expected\n%s--- found\n%s", path,
			    title, want, buf_cstr(&b));
			bad++;
		}
		buf_free(&b);
		marked_free(&m);
		if (end != NULL)
			*end = '=';
		p = end;
	}
	free(all);
	return bad;
}

#endif
