/* report_span.c -- features of sources and contents. */
#include "workers/bag.h"
#include "workers/quote.h"
#include "workers/report.h"

#define TEMPLATES 128 /* of one role and part: kept apart */

enum part { FIRST, LAST, PAIR, NONE, SIEVE_FIRST, SIEVE_LAST, PARTS };

static struct bag
bag_for(enum report_role role, enum part part, uint32_t *out)
{
	return (struct bag) { out, 0,
		1000 + ((uint32_t)role * PARTS + part) * TEMPLATES };
}

/* ---- the cue's surroundings ---- */

/* The word whose head lies outside the span, the first of them. */
static uint32_t
head_of(const struct text *t, struct report_span s)
{
	for (uint32_t i = s.first; i <= s.last; i++) {
		const struct token *k = &t->token[i];

		if (k->pos != UD_PUNCT && k->pos != UD_ADV &&
		    k->pos != UD_AUX && k->pos != UD_PART &&
		    (k->head < s.first || k->head > s.last || k->head == i))
			return i;
	}
	return s.last;
}

static uint32_t
tail_of(const struct text *t, struct report_span s)
{
	for (uint32_t i = s.last + 1; i-- > s.first;)
		if (t->token[i].pos == UD_VERB)
			return i;
	return s.last;
}

void
report_start(const struct text *t, const struct frame *f,
    struct report_span cue, uint32_t spread, struct report *r)
{
	uint32_t n = t->n_tokens, end = f[cue.last].para_end;

	*r = (struct report) { .t = t,
		.f = f,
		.cue = cue,
		.source = REPORT_NONE,
		.content = REPORT_NONE };
	r->head = head_of(t, cue);
	r->tail = tail_of(t, cue);
	/* "X continued:" and the quotation is a paragraph of its own. */
	if (end < n && f[end].word - f[cue.last].word < 16 &&
	    t->token[end - 1].mark == ':')
		end = f[end].para_end;
	r->from = cue.first;
	/* Marks are no words: of nothing but brackets there is no end. */
	while (r->from > f[cue.first].para && cue.first - r->from < TEXT_WALK &&
	    f[cue.first].word - f[r->from - 1].word <= spread)
		r->from--;
	r->until = cue.last + 1;
	while (r->until < end && r->until - cue.last < TEXT_WALK &&
	    f[r->until].word - f[cue.last].word <= spread)
		r->until++;
}

void
report_keep_places(struct report *r, struct report_place *there)
{
	r->place = there;
	memset(there, 0, 2 * (r->until - r->from) * sizeof *there);
}

/* A word that leans on one to its right, which it is not parted from. */
static bool
leans(const struct text *t, uint32_t i, bool name_too)
{
	const struct token *k = &t->token[i];

	if (k->head <= i)
		return false;
	switch (k->rel) {
	case UD_DET_:
	case UD_AMOD:
	case UD_NUMMOD:
	case UD_AUX_:
		return true;
	case UD_COMPOUND:
	case UD_NMOD_POSS:
		return name_too;
	default:
		return false;
	}
}

/* Would a span that begins with i cut a phrase? */
static bool
cuts_before(const struct report *r, uint32_t i)
{
	const struct token *k = &r->t->token[i];

	if (i == 0 || r->f[i - 1].sentence != r->f[i].sentence ||
	    !r->f[i - 1].is_word)
		return false;
	return (k->rel == UD_FLAT && k->head < i) || leans(r->t, i - 1, true);
}

/* Would a span that ends with i? */
static bool
cuts_behind(const struct report *r, enum report_role role, uint32_t i)
{
	const struct token *k = &r->t->token[i];

	if (!r->f[i + 1].is_word)
		return false; /* where a mark stands the tree may be wrong */
	return leans(r->t, i, role != REPORT_SOURCE) ||
	    (k->head > i &&
		(k->rel == UD_CASE || k->rel == UD_MARK || k->rel == UD_CC));
}

/* May token i be within a span of that role? */
static bool
may_hold(const struct report *r, enum report_role role, uint32_t i)
{
	bool here = r->f[i].sentence == r->f[r->cue.first].sentence;

	if (!r->f[i].is_word || (i >= r->cue.first && i <= r->cue.last))
		return false;
	if (role == REPORT_SOURCE)
		return here;
	if ((!here && r->t->token[i].quote == TEXT_NONE) ||
	    (i >= r->source.first && i <= r->source.last))
		return false;
	return role != REPORT_MORE || i < r->content.first ||
	    i > r->content.last;
}

bool
report_may_begin(const struct report *r, enum report_role role, uint32_t i)
{
	return may_hold(r, role, i) && !cuts_before(r, i);
}

bool
report_may_end(const struct report *r, enum report_role role, uint32_t i)
{
	return may_hold(r, role, i) && !cuts_behind(r, role, i);
}

/* ---- small values ---- */

static uint32_t
bucket(uint32_t n)
{
	if (n < 6)
		return n;
	return n < 8 ? 6
	    : n < 11 ? 7
	    : n < 15 ? 8
	    : n < 20 ? 9
	    : n < 28 ? 10
	    : n < 40 ? 11
	    : n < 70 ? 12
		     : 13;
}

static uint32_t
capped(uint32_t n, uint32_t max)
{
	return n < max ? n : max;
}

static bool
inside(const struct report *r, uint32_t i)
{
	return i < r->t->n_tokens;
}

static uint32_t
low_at(const struct report *r, uint32_t i)
{
	return inside(r, i) ? r->t->token[i].low : 1;
}

static uint32_t
pos_at(const struct report *r, uint32_t i)
{
	return inside(r, i) ? r->t->token[i].pos : 31;
}

static uint32_t
cluster_at(const struct report *r, uint32_t i)
{
	return inside(r, i) ? r->t->token[i].cluster : 0xffff;
}

/* Words between i and the cue, and the side. */
static uint32_t
away(const struct report *r, uint32_t i)
{
	const struct frame *f = r->f;

	if (i < r->cue.first)
		return f[r->cue.first].word - f[i].word - 1;
	return f[i].word - f[r->cue.last].word - 1;
}

static uint32_t
side(const struct report *r, uint32_t i)
{
	return i > r->cue.last;
}

/* What lies between i and the cue. */
static uint32_t
between(const struct report *r, uint32_t i)
{
	const struct frame *f = r->f;
	uint32_t a = i < r->cue.first ? i + 1 : r->cue.last + 1;
	uint32_t b = i < r->cue.first ? r->cue.first : i;

	return capped(f[b].verbs - f[a].verbs, 3) |
	    capped(f[b].commas - f[a].commas, 3) << 2 |
	    capped(f[b].marks - f[a].marks, 3) << 4 |
	    (f[i].sentence != f[r->cue.first].sentence) << 6 |
	    (f[i].para != f[r->cue.first].para) << 7;
}

/* Where token i lies: edges of sentence, paragraph, quotation. */
static uint32_t
edge(const struct report *r, uint32_t i, bool first)
{
	const struct frame *f = r->f;
	const struct token *k = r->t->token;
	uint32_t q = k[i].quote, b = 0;
	bool sent = first
	    ? i == 0 || f[i].word == 0 || f[i - 1].sentence != f[i].sentence
	    : f[i + 1].sentence != f[i].sentence;

	if (!sent && first && i > 0 && k[i - 1].kind == TOKEN_QUOTE)
		sent = i == 1 || f[i - 2].sentence != f[i].sentence;
	for (uint32_t j = i + 1; !first && !sent && j < i + 4; j++) {
		if (j >= r->t->n_tokens || f[j].sentence != f[i].sentence)
			sent = true;
		else if (f[j].is_word)
			break;
	}
	b |= sent;
	b |= (first ? f[i].opens : f[i].closes) ? 2 : 0;
	b |= q != TEXT_NONE ? 4 : 0;
	b |= q == k[r->cue.first].quote ? 8 : 0;
	if (first)
		b |= i > 0 && k[i - 1].mark == ',' ? 16 : 0;
	else
		b |= inside(r, i + 1) && k[i + 1].mark == ',' ? 16 : 0;
	return b;
}

/* Another cue that is likely within the four tokens that lie outside i. */
static uint32_t
cue_near(const struct report *r, uint32_t i, bool first)
{
	for (uint32_t d = 1; d < 5; d++) {
		uint32_t k = first ? i - d : i + d;

		if (!inside(r, k) || r->f[k].para != r->f[i].para)
			return 0;
		if (k >= r->cue.first && k <= r->cue.last)
			return 1;
		if (r->f[k].cue > 0)
			return 1 + d * 4 + r->f[k].cue;
	}
	return 0;
}

/* The surest of other cues within the span, and how many are likely. */
static uint32_t
cues_in(const struct report *r, struct report_span s)
{
	uint32_t best = 0, n = 0;

	for (uint32_t i = s.first; i <= s.last; i++) {
		uint32_t c = r->f[i].cue;

		best = c > best ? c : best;
		n += c > 1 && (i == s.first || r->f[i - 1].cue < 2);
	}
	return best | capped(n, 2) << 2;
}

/* ---- what features of beginnings and ends have in common ---- */

static struct report_place
make_place(const struct report *r, uint32_t i, bool first)
{
	uint32_t x = first ? frame_from(r->t, r->f, i, r->head)
			   : frame_until(r->t, r->f, i, r->head);
	uint32_t s = side(r, i);

	return (struct report_place) { .phrase = x,
		.path = frame_path(r->t, x, r->head) * 2 + s,
		.gap = (uint16_t)between(r, i),
		.away = (uint8_t)bucket(away(r, i)),
		.edge = (uint8_t)edge(r, i, first),
		.after = s,
		.known = true };
}

static struct report_place
place_of(const struct report *r, uint32_t i, bool first)
{
	struct report_place *p;

	if (r->place == NULL)
		return make_place(r, i, first);
	p = &r->place[2 * (i - r->from) + first];
	if (!p->known)
		*p = make_place(r, i, first);
	return *p;
}

static void
put_place(struct bag *b, const struct report *r, uint32_t i,
    const struct report_place *p)
{
	const struct token *cue = &r->t->token[r->head];
	uint32_t s = p->after, d = p->away, e = p->edge, gap = p->gap;
	uint32_t path = p->path, tail = path;

	if (r->tail != r->head)
		tail = frame_path(r->t, p->phrase, r->tail) * 2 + s;
	bag_put(b, s, d);
	bag_put(b, s << 8 | d, cue->lemma);
	bag_put(b, path, 0);
	bag_put(b, path, cue->lemma);
	bag_put(b, path, pos_at(r, i));
	bag_put(b, path, e);
	bag_put(b, path, cue->rel << 8 | cue->pos);
	bag_put(b, tail, d == 0);
	bag_put(b, tail, e);
	bag_put(b, gap, s);
	bag_put(b, gap, path);
	bag_put(b, gap, d);
	bag_put(b, e, s);
	bag_put(b, e << 8 | gap, s);
	bag_put(b, e << 8 | d, s);
	bag_put(b, e, cue->lemma);
	bag_put(b, e, r->f[r->head].kids << 1 | s);
	bag_put(b, path, r->f[r->head].kids);
}

static void
put_words(struct bag *b, const struct report *r, uint32_t i, bool first,
    const struct report_place *p)
{
	uint32_t o = first ? i - 1 : i + 1, oo = first ? i - 2 : i + 2;
	uint32_t n = first ? i + 1 : i - 1, s = p->after;
	uint32_t cue = cue_near(r, i, first);

	bag_put(b, low_at(r, i), s);
	bag_put(b, low_at(r, o), s);
	bag_put(b, low_at(r, oo), s);
	bag_put(b, low_at(r, n), s);
	bag_put(b, low_at(r, o), low_at(r, oo));
	bag_put(b, low_at(r, o), low_at(r, i));
	bag_put(b, low_at(r, o), pos_at(r, i) << 1 | s);
	bag_put(b, pos_at(r, o), low_at(r, i));
	bag_put(b, pos_at(r, o) << 8 | pos_at(r, oo), pos_at(r, i) << 1 | s);
	bag_put(b, pos_at(r, o) << 8 | pos_at(r, n), pos_at(r, i) << 1 | s);
	bag_put(b, cluster_at(r, i), s);
	bag_put(b, cluster_at(r, o), pos_at(r, i));
	bag_put(b, r->f[i].name, (uint64_t)pos_at(r, i) << 1 | s);
	bag_put(b, inside(r, o) ? r->f[o].name : 9, r->f[i].name);
	bag_put(b, r->t->token[i].rel, (uint64_t)pos_at(r, i) << 1 | s);
	bag_put(b, cue, s);
	bag_put(b, cue, (uint64_t)p->edge << 1 | s);
}

/* To a content: where the source and the content before it lie. */
static void
put_others(struct bag *b, const struct report *r, uint32_t i,
    const struct report_place *p)
{
	const struct frame *f = r->f;
	const struct report_span *o[] = { &r->source, &r->content };

	for (unsigned k = 0; k < 2; k++) {
		uint32_t d = 20, s = 2, same = 0;

		if (!report_is_none(*o[k])) {
			s = i > o[k]->last;
			d = s ? f[i].word - f[o[k]->last].word
			      : f[o[k]->first].word - f[i].word;
			same = f[i].sentence == f[o[k]->first].sentence;
		}
		bag_put(b, s << 8 | bucket(d), p->after);
		bag_put(b, s << 8 | capped(d, 3) << 1 | same,
		    (uint64_t)p->gap << 1 | p->after);
	}
}

uint32_t
report_sieve_features(const struct report *r, enum report_role role, uint32_t i,
    bool first, uint32_t *out)
{
	struct bag b = bag_for(role, first ? SIEVE_FIRST : SIEVE_LAST, out);
	struct report_place p = place_of(r, i, first);
	uint32_t s = p.after, d = p.away, e = p.edge, path = p.path;
	uint32_t gap = p.gap, o = first ? i - 1 : i + 1;

	bag_put(&b, path, pos_at(r, i));
	bag_put(&b, path, e);
	bag_put(&b, path, r->t->token[r->head].pos);
	bag_put(&b, gap, d << 1 | s);
	bag_put(&b, e << 8 | gap, s);
	bag_put(&b, e << 8 | d, s);
	bag_put(&b, pos_at(r, o) << 8 | pos_at(r, i), s);
	for (uint32_t k = 0; k < b.n; k++)
		out[k] &= (1u << REPORT_SIEVE_BITS) - 1;
	return b.n;
}

uint32_t
report_first_features(
    const struct report *r, enum report_role role, uint32_t i, uint32_t *out)
{
	struct bag b = bag_for(role, FIRST, out);
	struct report_place p = place_of(r, i, true);

	put_place(&b, r, i, &p);
	put_words(&b, r, i, true, &p);
	if (role != REPORT_SOURCE)
		put_others(&b, r, i, &p);
	return b.n;
}

uint32_t
report_last_features(
    const struct report *r, enum report_role role, uint32_t i, uint32_t *out)
{
	struct bag b = bag_for(role, LAST, out);
	struct report_place p = place_of(r, i, false);

	put_place(&b, r, i, &p);
	put_words(&b, r, i, false, &p);
	if (role != REPORT_SOURCE)
		put_others(&b, r, i, &p);
	return b.n;
}

/* ---- whole spans ---- */

/* How many words of the span depend on one outside: 1 is a phrase. */
static uint32_t
heads_of(const struct report *r, struct report_span s, uint32_t *head)
{
	uint32_t n = 0, seen = 0;

	*head = s.last;
	for (uint32_t i = s.first; i <= s.last && seen < 60; i++) {
		uint32_t h = r->t->token[i].head;

		if (!r->f[i].is_word)
			continue;
		seen++;
		if (h == i || h < s.first || h > s.last) {
			if (n == 0)
				*head = i;
			n++;
		}
	}
	return n;
}

/* Do quotations begin within the span that do not end there, or end that did
 * not begin?  And is there one at all? */
static uint32_t
balance(const struct report *r, struct report_span s)
{
	const struct token *k = r->t->token;
	uint32_t a = k[s.first].quote, b = k[s.last].quote;
	bool cut = (a != TEXT_NONE && !r->f[s.first].opens) ||
	    (b != TEXT_NONE && !r->f[s.last].closes);

	return (uint32_t)cut | (a == b) << 1 | (a != TEXT_NONE) << 2 |
	    (b != TEXT_NONE) << 3 |
	    (r->f[s.last].marks > r->f[s.first].marks) << 4;
}

static void
put_shape(struct bag *b, const struct report *r, struct report_span s,
    const struct report_place *from, const struct report_place *to)
{
	const struct frame *f = r->f;
	const struct token *k = r->t->token;
	uint32_t head, n = capped(heads_of(r, s, &head), 4);
	uint32_t len = bucket(f[s.last].word - f[s.first].word);
	uint32_t path = frame_path(r->t, head, r->head);
	uint32_t whole = (from->phrase == to->phrase) |
	    (f[head].left == s.first) << 1 | (f[head].right == s.last) << 2;
	uint32_t q = balance(r, s), sd = from->after;
	uint32_t ea = from->edge, eb = to->edge;
	uint32_t verbs = capped(f[s.last].verbs - f[s.first].verbs, 2);
	uint32_t cues = cues_in(r, s);

	bag_put(b, cues, sd);
	bag_put(b, cues, q);
	bag_put(b, cues, len);
	bag_put(b, cues, (uint64_t)ea << 8 | eb);
	bag_put(b, len, sd);
	bag_put(b, len, path);
	bag_put(b, len, k[r->head].lemma);
	bag_put(b, n, whole);
	bag_put(b, n << 8 | whole, path);
	bag_put(b, n << 8 | whole, sd << 8 | k[head].pos);
	bag_put(b, path, k[head].pos);
	bag_put(b, path, k[r->head].lemma);
	bag_put(b, (uint64_t)path << 8 | k[head].pos, f[head].name);
	bag_put(b, k[head].lemma, sd);
	bag_put(b, k[head].cluster, path);
	bag_put(b, q, sd);
	bag_put(b, q, (uint64_t)ea << 8 | eb);
	bag_put(b, q, whole << 8 | n);
	bag_put(b, q << 4 | capped(len, 9), sd);
	bag_put(b, (uint64_t)ea << 8 | eb, sd);
	bag_put(b, (uint64_t)ea << 8 | eb, path);
	bag_put(b, verbs, (uint64_t)k[head].pos << 8 | sd);
	bag_put(b, verbs << 4 | capped(f[s.last].commas - f[s.first].commas, 3),
	    (uint64_t)len << 1 | sd);
}

static void
put_rims(struct bag *b, const struct report *r, struct report_span s,
    const struct report_place *from, const struct report_place *to)
{
	uint32_t p = s.first - 1, n = s.last + 1, sd = from->after;
	const struct report_place *near = sd ? from : to;

	bag_put(b, low_at(r, p), low_at(r, n));
	bag_put(b, pos_at(r, p) << 8 | pos_at(r, n), sd);
	bag_put(b, pos_at(r, s.first) << 8 | pos_at(r, s.last), sd);
	bag_put(b, low_at(r, s.first), pos_at(r, s.last));
	bag_put(b, low_at(r, s.first), low_at(r, s.last));
	bag_put(b, r->f[s.first].name << 8 | r->f[s.last].name,
	    pos_at(r, n) << 8 | (inside(r, n) ? r->f[n].name : 9));
	bag_put(b, near->gap, (uint64_t)near->away << 1 | sd);
}

uint32_t
report_pair_features(const struct report *r, enum report_role role,
    struct report_span s, uint32_t *out)
{
	struct bag b = bag_for(role, PAIR, out);
	struct report_place from = place_of(r, s.first, true);
	struct report_place to = place_of(r, s.last, false);

	put_shape(&b, r, s, &from, &to);
	put_rims(&b, r, s, &from, &to);
	return b.n;
}

uint32_t
report_none_features(
    const struct report *r, enum report_role role, uint32_t *out)
{
	struct bag b = bag_for(role, NONE, out);
	const struct token *k = &r->t->token[r->head];
	uint32_t kids = r->f[r->head].kids;
	uint32_t have = (uint32_t)!report_is_none(r->source) |
	    (uint32_t)!report_is_none(r->content) << 1 |
	    (uint32_t)(r->content.first > r->cue.first) << 2;
	uint32_t next = r->cue.last + 1;

	bag_put(&b, 0, have);
	bag_put(&b, k->lemma, have);
	bag_put(&b, k->pos, have);
	bag_put(&b, kids, have);
	bag_put(&b, (uint64_t)k->rel << 8 | k->pos, have);
	bag_put(&b, low_at(r, next), have);
	bag_put(&b, low_at(r, r->cue.first - 1), have);
	bag_put(&b, k->cluster, have);
	bag_put(&b, k->quote != TEXT_NONE, have);
	if (role == REPORT_MORE && !report_is_none(r->content)) {
		uint32_t q = balance(r, r->content);

		bag_put(&b, q, have);
		bag_put(&b, q, edge(r, r->content.last, false));
		bag_put(&b, edge(r, r->cue.last, false),
		    (uint64_t)edge(r, r->content.last, false) << 8 | have);
		if (!report_is_none(r->source))
			bag_put(&b, edge(r, r->source.last, false),
			    (uint64_t)have << 8 | q);
	}
	return b.n;
}
