/* namer.c -- scores, the best labels, two passes. */
#include "workers/namer.h"

#include "workers/en/models.h"
#include "workers/sentence.h"

#define LOWEST       (-(1 << 28))
#define MENTIONS_MAX 200000u /* more names in one article are passed over */

static bool
is_part(unsigned label, enum names_part part)
{
	return label != NAMES_OUT && (label & 3) == part;
}

/* May a name be over, or none have begun, with this label? */
static bool
is_over(unsigned label)
{
	return label == NAMES_OUT || is_part(label, NAMES_LAST) ||
	    is_part(label, NAMES_WHOLE);
}

struct lattice {
	int32_t best[NAMES_OUT + 1]; /* of sequences that end with a label */
	uint8_t from[SENTENCE_MAX][NAMES_OUT + 1];
};

/* The labels that a name goes on from, or, where none is open, those after
 * which one may begin; how many. */
static unsigned
before(unsigned label, uint8_t out[NAMES_OUT + 1])
{
	unsigned n = 0;

	if (is_part(label, NAMES_INSIDE) || is_part(label, NAMES_LAST)) {
		out[n++] = (uint8_t)((label & ~3u) + NAMES_FIRST);
		out[n++] = (uint8_t)((label & ~3u) + NAMES_INSIDE);
		return n;
	}
	for (unsigned j = 0; j <= NAMES_OUT; j++)
		if (is_over(j))
			out[n++] = (uint8_t)j;
	return n;
}

struct choice {
	uint8_t label[NAMES_OUT + 1];
	unsigned n;
};

static void
step(struct lattice *l, uint32_t i, const int32_t score[NAMES_LABELS],
    const int32_t after[NAMES_OUT + 1][NAMES_LABELS],
    const struct choice choice[NAMES_OUT + 1])
{
	int32_t next[NAMES_OUT + 1];

	for (unsigned k = 0; k <= NAMES_OUT; k++) {
		const struct choice *c = &choice[k];
		int32_t own = k < NAMES_OUT ? score[k] : 0, top = LOWEST;

		for (unsigned x = 0; x < c->n; x++) {
			unsigned j = c->label[x];
			int32_t s = l->best[j] +
			    (k < NAMES_OUT ? after[j][k] : 0);

			if (s > top) {
				top = s;
				l->from[i][k] = (uint8_t)j;
			}
		}
		next[k] = top > LOWEST ? top + own : LOWEST;
	}
	memcpy(l->best, next, sizeof next);
}

void
namer_decode(uint32_t n, const int32_t score[][NAMES_LABELS],
    const int32_t after[NAMES_OUT + 1][NAMES_LABELS], uint8_t *label)
{
	struct lattice l;
	struct choice choice[NAMES_OUT + 1];
	uint8_t k = NAMES_OUT;

	for (unsigned j = 0; j < NAMES_OUT; j++)
		l.best[j] = LOWEST;
	l.best[NAMES_OUT] = 0;
	for (unsigned j = 0; j <= NAMES_OUT; j++)
		choice[j].n = before(j, choice[j].label);
	for (uint32_t i = 0; i < n; i++)
		step(&l, i, score[i], after, choice);
	for (unsigned j = 0; j < NAMES_OUT; j++)
		if (is_over(j) && l.best[j] > l.best[k])
			k = (uint8_t)j;
	for (uint32_t i = n; i-- > 0; k = l.from[i][k])
		label[i] = k;
}

uint32_t
namer_end(const uint8_t *label, uint32_t i)
{
	while (!is_over(label[i]))
		i++;
	return i + 1;
}

/* ---- at work ---- */

struct namer {
	struct names_view *v;
	struct model m; /* that pass's rows */
	unsigned pass;
	int32_t after[NAMES_OUT + 1][NAMES_LABELS];
	int32_t score[SENTENCE_MAX][NAMES_LABELS];
	uint8_t label[SENTENCE_MAX];
};

/* The features of one word. */
struct look {
	uint32_t f[NAMES_FEATURE_MAX], n;
};

/* Ask for the rows of a word that is scored after the one before it. */
static void
look_at(const struct namer *a, const struct names_segment *p, uint32_t i,
    struct look *k)
{
	k->n = names_feature_list(a->v, p, i, a->pass, k->f);
	model_prefetch(&a->m, k->f, k->n);
}

static void
label_part(struct namer *a, const struct names_segment *p)
{
	struct look k[2];

	look_at(a, p, p->first, &k[0]);
	for (uint32_t i = p->first; i < p->last; i++) {
		const struct look *now = &k[(i - p->first) & 1];

		if (i + 1 < p->last)
			look_at(a, p, i + 1, &k[(i + 1 - p->first) & 1]);
		model_score(&a->m, now->f, now->n, a->score[i - p->first]);
	}
	namer_decode(p->last - p->first,
	    (const int32_t(*)[NAMES_LABELS])a->score,
	    (const int32_t(*)[NAMES_LABELS])a->after, a->label);
}

static void
add_mention(struct text *t, uint32_t first, uint32_t last, uint8_t type)
{
	if (t->n_mentions < MENTIONS_MAX)
		t->mention[t->n_mentions++] = (struct mention) { first, last,
			first, TEXT_NONE, type };
}

/* The names of a part: noted, or with t made mentions. */
static void
take_names(struct namer *a, const struct names_segment *p, struct text *t)
{
	uint32_t n = p->last - p->first, end;

	for (uint32_t i = 0; i < n; i = end) {
		uint8_t type = a->label[i] / 4;

		end = namer_end(a->label, i);
		if (t == NULL)
			names_view_note(
			    a->v, p->first + i, p->first + end, type);
		else if (type < NAMES_VIEW_NONE)
			add_mention(t, p->first + i, p->first + end, type);
	}
}

static void
run_pass(struct namer *a, unsigned pass, struct text *t)
{
	a->pass = pass;
	for (unsigned k = 0; k <= NAMES_OUT; k++) {
		uint32_t f = names_feature_after(pass, k);

		model_score(&a->m, &f, 1, a->after[k]);
	}
	for (uint32_t n = 0; n < a->v->n_parts; n++) {
		label_part(a, &a->v->part[n]);
		take_names(a, &a->v->part[n], t);
	}
}

void
namer_first_pass(const struct model *half, struct names_view *v)
{
	struct namer *a = arena_alloc(v->arena, 1, sizeof *a);

	a->v = v;
	a->m = *half;
	run_pass(a, 0, NULL);
}

/* The rows of a pass: either has a half of them. */
static struct model
half_of(const struct model *m, unsigned pass)
{
	struct model half = *m;

	half.mask >>= 1;
	half.row += (size_t)pass * (half.mask + 1) * half.width;
	return half;
}

void
namer_find_by(const struct model *m, struct text *t)
{
	struct namer *a = arena_alloc(t->arena, 1, sizeof *a);
	struct names_view v;
	uint32_t cap = 0;

	names_view_init(&v, t);
	for (uint32_t n = 0; n < v.n_parts; n++)
		cap += v.part[n].last - v.part[n].first;
	t->n_mentions = 0;
	t->mention = arena_alloc(t->arena,
	    cap < MENTIONS_MAX ? cap : MENTIONS_MAX, sizeof *t->mention);
	a->v = &v;
	a->m = half_of(m, 0);
	run_pass(a, 0, NULL);
	a->m = half_of(m, 1);
	run_pass(a, 1, t);
}

void
namer_find(struct text *t)
{
	struct model m;

	if (model_open(models_of(MODELS_NAMES), NAMES_KIND, NAMES_LABELS, &m))
		namer_find_by(&m, t);
}
