/* figure_date.c -- as of when a figure is. */
#include "workers/en/figure_date.h"

#include "workers/token.h"

#define DAY_LEN    10   /* 2031-03-05 */
#define EVENTS_MAX 200u /* dated sentences that are remembered */
#define WORDS_MAX  24u  /* of one sentence */
#define SHARED_MIN 2u   /* words that make two sentences of one event */

/* A sentence that tells when something was: its words of content. */
struct figure_event {
	uint32_t word[WORDS_MAX]; /* hashes of lemmas */
	uint32_t n;
	struct span value;
};

void
figure_date_begin(struct figure_date *d, const struct text *t,
    const struct found *f, struct span published)
{
	*d = (struct figure_date) {
		.t = t, .f = f, .published = published, .cap = 16
	};
	d->event = arena_alloc(t->arena, d->cap, sizeof *d->event);
}

/* The first time that ends behind code point at. */
static uint32_t
time_from(const struct found *f, uint32_t at)
{
	uint32_t lo = 0, hi = f->n_times;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->times[mid].at.end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
is_date(const struct found_time *x)
{
	return (x->type == FOUND_DATE || x->type == FOUND_TIME) &&
	    x->value.p[0] >= '0' && x->value.p[0] <= '9';
}

static bool
is_content(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return k->kind == TOKEN_WORD &&
	    (k->pos == UD_NOUN || k->pos == UD_VERB || k->pos == UD_ADJ) &&
	    (k->bits & (LEXICON_TIME | LEXICON_AUX | LEXICON_MODAL)) == 0 &&
	    k->size > 2 && (k->verb == NULL || k->verb->frames == 0);
}

static void
words_of(const struct text *t, const struct sentence *s, struct figure_event *e)
{
	e->n = 0;
	for (uint32_t i = s->first; i < s->last && e->n < WORDS_MAX; i++)
		if (is_content(t, i))
			e->word[e->n++] = t->token[i].lemma;
}

static uint32_t
shared(const struct figure_event *a, const struct figure_event *b)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = 0; k < b->n; k++)
			if (a->word[i] == b->word[k]) {
				n++;
				break;
			}
	return n;
}

static void
remember(struct figure_date *d, struct figure_event *e, struct span value)
{
	if (d->n_events == EVENTS_MAX || e->n == 0)
		return;
	if (d->n_events == d->cap) {
		d->event = arena_grow(d->t->arena, d->event, d->cap, 2 * d->cap,
		    sizeof *d->event);
		d->cap *= 2;
	}
	e->value = value;
	d->event[d->n_events++] = *e;
}

void
figure_date_sentence(struct figure_date *d, uint32_t sentence)
{
	const struct sentence *s = &d->t->sentence[sentence];
	struct figure_event e;
	uint32_t i, end = d->t->token[s->last - 1].end;

	d->sentence = sentence;
	if (d->t->token[s->first].para)
		d->told = (struct span) { NULL, 0 };
	words_of(d->t, s, &e);
	for (i = time_from(d->f, d->t->token[s->first].start);
	     i < d->f->n_times && d->f->times[i].at.start < end; i++)
		if (is_date(&d->f->times[i])) {
			remember(d, &e, d->f->times[i].value);
			return;
		}
}

/* The date of the sentence nearest to the quantity, and not a part of it. */
static struct span
nearest(const struct figure_date *d, const struct figure_place *r,
    const struct quantity *q)
{
	const struct text *t = r->t;
	uint32_t from = t->token[r->first].start, best = UINT32_MAX;
	uint32_t end = t->token[r->limit - 1].end;
	uint32_t a = t->token[q->first].start, b = t->token[q->last - 1].end;
	struct span value = { NULL, 0 };

	for (uint32_t i = time_from(d->f, from), n = 0;
	     i < d->f->n_times && d->f->times[i].at.start < end && n < 20;
	     i++, n++) {
		const struct found_time *x = &d->f->times[i];
		uint32_t gap;

		if (x->at.start < b && x->at.end > a)
			continue;
		gap = x->at.start >= b ? x->at.start - b : a - x->at.end;
		if (gap >= best)
			continue;
		if (is_date(x))
			value = x->value;
		else if (span_is(x->value, "PRESENT_REF"))
			value = d->published;
		else
			continue;
		best = gap;
	}
	return value;
}

/* What is to come, or only thought of, has no date of its own. */
static bool
is_unreal(const struct figure_place *r, const struct quantity *q)
{
	static const char *const words[] = { "will", "'ll", "’ll", "would",
		"could", "may", "might", "should", "if", "unless", "shall",
		"wo", NULL };
	uint32_t i = q->first;

	for (uint32_t n = 0; i > r->first && n < 20; n++) {
		i--;
		if (r->t->token[i].mark == ';' || r->t->token[i].mark == '(')
			return false;
		if (token_among(r->t, i, words))
			return true;
	}
	return false;
}

/* "the existing 25 per cent tariff" */
static bool
is_current(const struct figure_place *r, const struct quantity *q)
{
	static const char *const words[] = { "existing", "current", "now",
		"already", "currently", "present", NULL };

	for (uint32_t i = q->first, n = 0; i > r->first && n < 4; n++)
		if (token_among(r->t, --i, words))
			return true;
	return false;
}

/* Is what is told over: is the last finite verb before it in the past? */
static bool
is_past(const struct figure_place *r, const struct quantity *q)
{
	for (uint32_t i = q->first, n = 0; i > r->first && n < 30; n++) {
		const struct token *k = &r->t->token[--i];

		if (k->pos != UD_VERB && k->pos != UD_AUX)
			continue;
		if (token_is(r->t, i, "was") || token_is(r->t, i, "were") ||
		    token_is(r->t, i, "had") || token_is(r->t, i, "did"))
			return true;
		if (k->tense == LEXICON_ING || k->tense == LEXICON_PART ||
		    k->verb == NULL)
			continue;
		return k->tense == LEXICON_PAST &&
		    !(i > r->first &&
			(token_is(r->t, i - 1, "has") ||
			    token_is(r->t, i - 1, "have")));
	}
	return false;
}

/* The day of the earlier sentence that tells most of the same. */
static struct span
same_event(const struct figure_date *d)
{
	struct span value = { NULL, 0 };
	struct figure_event e;
	uint32_t most = SHARED_MIN - 1;

	words_of(d->t, &d->t->sentence[d->sentence], &e);
	for (uint32_t i = 0; i < d->n_events; i++) {
		uint32_t n = shared(&e, &d->event[i]);

		if (n > most) {
			most = n;
			value = d->event[i].value;
		}
	}
	return value;
}

/* A figure holds for a day, not for a morning: days are compared as text. */
static struct span
without_hour(struct span value)
{
	if (value.n > DAY_LEN && value.p[DAY_LEN] == 'T')
		value.n = DAY_LEN;
	return value;
}

struct span
figure_date_of(struct figure_date *d, const struct figure_place *r,
    const struct quantity *q)
{
	struct span value = without_hour(nearest(d, r, q));

	if (value.n > 0)
		return d->told = value;
	if (is_current(r, q))
		return d->published;
	if (is_unreal(r, q))
		return (struct span) { NULL, 0 };
	if (is_past(r, q)) {
		if (d->told.n == 0)
			d->told = same_event(d);
		if (d->told.n > 0)
			return d->told;
	}
	return d->published;
}
