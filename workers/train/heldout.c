/* heldout.c -- found against gold. */
#include "workers/train/heldout.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/mem.h"

static bool
same(struct report_span a, struct report_span b)
{
	return (report_is_none(a) && report_is_none(b)) ||
	    (a.first == b.first && a.last == b.last);
}

struct tally {
	uint32_t hit, system, gold;
};

struct set {
	struct report_span *s;
	uint32_t n;
};

static void
set_add(struct set *s, struct report_span x)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (same(s->s[i], x))
			return;
	if (report_is_none(x))
		return;
	s->s = mem_grow(s->s, s->n + 1, sizeof *s->s);
	s->s[s->n++] = x;
}

static void
compare(struct tally *y, struct set *gold, struct set *sys)
{
	for (uint32_t i = 0; i < gold->n; i++)
		for (uint32_t k = 0; k < sys->n; k++)
			y->hit += same(gold->s[i], sys->s[k]);
	y->gold += gold->n;
	y->system += sys->n;
	free(gold->s);
	free(sys->s);
}

/* The words of either, as the shared scorer counts them. */
static void
compare_words(struct tally *y, const struct polnear_article *a,
    const struct set *gold, const struct set *sys)
{
	const struct set *of[] = { gold, sys };
	uint8_t *in = mem_zalloc(a->text.n_tokens + 1);

	for (int k = 0; k < 2; k++)
		for (uint32_t i = 0; i < of[k]->n; i++)
			for (uint32_t w = of[k]->s[i].first;
			     w <= of[k]->s[i].last; w++)
				in[w] |= a->frame[w].is_word ? 1 << k : 0;
	for (uint32_t w = 0; w < a->text.n_tokens; w++) {
		y->gold += in[w] & 1;
		y->system += in[w] >> 1;
		y->hit += in[w] == 3;
	}
	free(in);
}

static void
score_article(const struct polnear_article *a, const struct report_list *l,
    struct tally y[6])
{
	struct set gold[3] = { 0 }, sys[3] = { 0 };

	for (uint32_t i = 0; i < a->n_gold; i++) {
		const struct polnear_gold *g = &a->gold[i];

		set_add(&gold[0], g->source);
		if (a->frame[g->cue.first].is_word)
			set_add(&gold[1], g->cue);
		for (uint32_t k = 0; k < g->n_pieces; k++)
			set_add(&gold[2], g->piece[k]);
	}
	for (uint32_t i = 0; i < l->n; i++) {
		const struct report_result *o = &l->result[i];

		if (o->n_pieces == 0)
			continue;
		set_add(&sys[0], o->source);
		if (a->frame[o->cue.first].is_word)
			set_add(&sys[1], o->cue);
		for (uint32_t k = 0; k < o->n_pieces; k++)
			set_add(&sys[2], o->piece[k]);
	}
	for (int k = 0; k < 3; k++) {
		compare_words(&y[3 + k], a, &gold[k], &sys[k]);
		compare(&y[k], &gold[k], &sys[k]);
	}
}

static void
print_tally(const char *name, const struct tally *y)
{
	double p = 100.0 * y->hit / (y->system ? y->system : 1);
	double r = 100.0 * y->hit / (y->gold ? y->gold : 1);

	printf("%s P %.1f R %.1f F %.2f  ", name, p, r,
	    p + r > 0 ? 2 * p * r / (p + r) : 0);
}

/* Which choice, made with all before it given, is right? */
static void
score_given(const struct polnear *p, const struct report_models *m)
{
	uint32_t n = 0, source = 0, content = 0;
	struct report_choice c[REPORT_SPANS_MAX];
	struct report_scorer by = report_scorer(&m->spans);

	for (uint32_t i = 0; i < p->n; i++)
		for (uint32_t k = 0; k < p->article[i].n_gold; k++) {
			const struct polnear_article *a = &p->article[i];
			const struct polnear_gold *g = &a->gold[k];
			struct report r;

			report_start(
			    &a->text, a->frame, g->cue, REPORT_SPREAD, &r);
			report_choices(&r, REPORT_SOURCE, by, c);
			source += same(c[0].span, g->source);
			r.source = g->source;
			report_choices(&r, REPORT_CONTENT, by, c);
			content += g->n_pieces > 0
			    ? same(c[0].span, g->piece[0])
			    : report_is_none(c[0].span);
			n++;
		}
	printf("given: source %.2f content %.2f of %u\n",
	    100.0 * source / (n ? n : 1), 100.0 * content / (n ? n : 1), n);
}

static void
score_floor(const struct polnear *p, struct report_models m, int32_t floor)
{
	struct tally y[6] = { 0 };

	m.floor = floor;
	for (uint32_t i = 0; i < p->n; i++) {
		const struct polnear_article *a = &p->article[i];
		struct report_list l;

		for (uint32_t k = 0; k < a->text.n_tokens; k++)
			a->frame[k].cue = 0;
		report_decode(&a->text, a->frame, &m, &l);
		score_article(a, &l, y);
	}
	printf("  floor %d: ", floor);
	print_tally("source", &y[0]);
	print_tally("cue", &y[1]);
	print_tally("content", &y[2]);
	printf("\n           words: ");
	print_tally("source", &y[3]);
	print_tally("cue", &y[4]);
	print_tally("content", &y[5]);
	printf("\n");
}

void
heldout_print(const struct polnear *p, const struct report_models *m)
{
	score_given(p, m);
	for (int32_t floor = -560; floor <= 0; floor += 80)
		score_floor(p, *m, floor);
	fflush(stdout);
}
