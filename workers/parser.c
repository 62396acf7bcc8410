/* parser.c -- features of moves and relations, and the walk through them. */
#include "parser.h"

#include <assert.h>

#include "workers/en/models.h"

/* Classes whose words are few: the word says more than its ending. */
#define SMALL                                                          \
	(1u << UD_ADP | 1u << UD_AUX | 1u << UD_CCONJ | 1u << UD_DET | \
	    1u << UD_PART | 1u << UD_PRON | 1u << UD_PUNCT | 1u << UD_SCONJ)

#define COLUMNS 16 /* of PARSER_REL_WIDTH, summed at once */
#define BATCH   64 /* sentences, at most PARSER_LANES of them unlike */

static unsigned char
lower(const struct text *t, size_t at)
{
	unsigned char b = (unsigned char)t->bytes.p[at];

	return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
}

/* -ing, -ed, -ly ...: the last two bytes, which tell forms of a verb and
 * numbers of a noun apart. */
static uint32_t
ending(const struct text *t, const struct token *k)
{
	if (k->size < 3)
		return 0;
	return (uint32_t)lower(t, k->at + k->size - 2) << 8 |
	    lower(t, k->at + k->size - 1);
}

static uint32_t
tag_of(const struct text *t, const struct token *k)
{
	if (SMALL >> k->pos & 1)
		return k->low * 32 + k->pos;
	if (k->pos == UD_VERB)
		return ending(t, k) << 8 | (uint32_t)k->pos;
	if (k->pos == UD_NOUN)
		return (uint32_t)(lower(t, k->at + k->size - 1) == 's') << 8 |
		    (uint32_t)k->pos;
	return k->pos;
}

void
parser_words(const struct text *t, const struct sentence *s,
    const struct cluster_map *c, struct parser_sentence *out)
{
	static const struct parser_word nothing = { 1, 1, 31, 1, UD_N_POS },
					root = { 2, 2, 30, 2, UD_N_POS + 1 };
	uint32_t n = s->last - s->first;

	if (n > SENTENCE_MAX)
		n = SENTENCE_MAX;
	parser_state_init(&out->state, n);
	out->word[0] = out->word[n + 2] = out->word[n + 3] = nothing;
	out->word[n + 1] = root;
	for (uint32_t i = 0; i < n; i++) {
		const struct token *k = &t->token[s->first + i];

		out->word[i + 1] = (struct parser_word) { .word = k->low * 32 +
			    k->pos,
			.like = k->cluster * 32u + k->pos,
			.tag = tag_of(t, k),
			.mid = cluster_mid(c, k->cluster) * 32u + k->pos,
			.pos = k->pos };
	}
}

/* Lengths that differ the less the longer they are. */
static uint32_t
length(uint32_t n)
{
	return n < 5 ? n : n < 8 ? 5 : n < 12 ? 6 : 7;
}

static uint32_t
few(uint32_t n)
{
	return n < 3 ? n : 3;
}

static uint64_t
two(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 32 | b;
}

static uint32_t
parts(const struct parser_word *a, const struct parser_word *b,
    const struct parser_word *c, const struct parser_word *d)
{
	return a->pos | (uint32_t)b->pos << 5 | (uint32_t)c->pos << 10 |
	    (uint32_t)d->pos << 15;
}

uint32_t
parser_features(const struct parser_sentence *p, uint32_t f[PARSER_FEATURES])
{
	const struct parser_state *s = &p->state;
	uint32_t top = parser_state_top(s, 0), below = parser_state_top(s, 1);
	const struct parser_node *h0 = &s->node[top], *h1 = &s->node[below],
				 *hb = &s->node[s->next];
	const struct parser_word *w = p->word, *s0 = &w[top], *s1 = &w[below],
				 *s2 = &w[parser_state_top(s, 2)],
				 *b0 = &w[s->next], *b1 = b0 + 1;
	const struct parser_word *l0 = &w[h0->left], *r0 = &w[h0->right],
				 *l1 = &w[h1->left], *r1 = &w[h1->right],
				 *lb = &w[hb->left];
	uint32_t near = length(s->next - top), far = length(top - below);
	uint32_t kids = few(h0->lefts) | few(h0->rights) << 2 |
	    few(hb->lefts) << 4 | few(h1->rights) << 6;
	uint32_t n = 0;

	f[n++] = model_feature(1, s0->word, 0);
	f[n++] = model_feature(2, b0->word, 0);
	f[n++] = model_feature(3, s1->word, 0);
	f[n++] = model_feature(4, b1->word, b0->pos);
	f[n++] = model_feature(5, two(s0->word, b0->tag), 0);
	f[n++] = model_feature(6, two(s0->tag, b0->word), 0);
	f[n++] = model_feature(7, s0->tag, 0);
	f[n++] = model_feature(8, b0->tag, 0);
	f[n++] = model_feature(9, s1->tag, 0);
	f[n++] = model_feature(10, two(s0->tag, b0->tag), 0);
	f[n++] = model_feature(11, two(s1->tag, s0->tag), 0);
	f[n++] = model_feature(12, two(b0->tag, b1->tag), 0);
	f[n++] = model_feature(13, two(s0->tag, b0->tag), s1->tag);
	f[n++] = model_feature(14, two(s0->tag, b0->tag), b1->tag);
	f[n++] = model_feature(15, parts(s0, b0, s1, s1), 0);
	f[n++] = model_feature(16, parts(s0, b0, b1, b1), 0);
	f[n++] = model_feature(17, two(s0->mid, b0->mid), 0);
	f[n++] = model_feature(18, two(s1->mid, s0->mid), 0);
	f[n++] = model_feature(19, parts(s0, b0, w, w), near);
	f[n++] = model_feature(20, parts(s0, s1, w, w), far);
	f[n++] = model_feature(21, two(s0->word, b0->pos), near << 3 | far);
	f[n++] = model_feature(22, parts(s0, b0, s1, b1), kids);
	f[n++] = model_feature(23, two(s0->word, kids & 15), b0->pos);
	f[n++] = model_feature(24, two(b0->word, kids >> 4 & 3), s0->pos);
	f[n++] = model_feature(25, two(s0->tag, l0->tag), b0->pos);
	f[n++] = model_feature(26, two(s0->tag, r0->tag), b0->tag);
	f[n++] = model_feature(27, two(s0->tag, lb->tag), b0->tag);
	f[n++] = model_feature(28, two(s1->tag, r1->tag), s0->tag);
	f[n++] = model_feature(29, two(s1->tag, l1->tag), s0->tag);
	f[n++] = model_feature(30, parts(s0, l0, r0, b0), w[h0->left2].pos);
	f[n++] = model_feature(31, parts(s1, l1, r1, s0), s2->pos);
	return n;
}

void
parser_finish(struct parser_sentence *p)
{
	const struct parser_state *s = &p->state;
	uint16_t last[PARSER_STATE_NODES] = { 0 };

	memset(p->after, 0, sizeof p->after);
	for (uint32_t i = 1; i <= s->n; i++) {
		uint32_t head = s->node[i].head;

		p->before[i] = last[head];
		p->after[last[head]] = (uint16_t)i;
		last[head] = (uint16_t)i;
	}
	memset(p->rel, UD_N_REL, s->n + 4);
}

uint32_t
parser_rel_features(
    const struct parser_sentence *p, uint32_t i, uint32_t f[PARSER_FEATURES])
{
	const struct parser_state *s = &p->state;
	const struct parser_node *k = &s->node[i], *hk = &s->node[k->head];
	const struct parser_word *w = p->word, *d = &w[i], *h = &w[k->head],
				 *up = &w[hk->head];
	const struct parser_word *l = &w[k->left], *r = &w[k->right],
				 *a = &w[p->before[i]], *z = &w[p->after[i]],
				 *hl = &w[hk->left], *hr = &w[hk->right];
	bool right = i > k->head;
	uint32_t away = right ? i - k->head : k->head - i;
	uint32_t place = length(away) << 1 | right, n = 0;
	uint32_t a_rel = p->rel[p->before[i]], h_rel = p->rel[k->head];
	uint32_t l_rel = p->rel[k->left];

	f[n++] = model_feature(41, d->word, right);
	f[n++] = model_feature(42, two(d->word, h->tag), right);
	f[n++] = model_feature(43, two(d->tag, h->word), right);
	f[n++] = model_feature(44, two(d->word, h->word), right);
	f[n++] = model_feature(45, two(d->like, h->tag), right);
	f[n++] = model_feature(46, two(d->tag, h->like), right);
	f[n++] = model_feature(47, two(d->mid, h->mid), right);
	f[n++] = model_feature(48, two(d->tag, h->tag), place);
	f[n++] = model_feature(49, two(d->tag, l->word), h->pos);
	f[n++] = model_feature(50, two(d->tag, l->tag), two(h->tag, right));
	f[n++] = model_feature(51, two(d->tag, r->tag), h->pos);
	f[n++] = model_feature(52, two(d->tag, a->tag), two(h->pos, right));
	f[n++] = model_feature(53, two(d->tag, z->tag), two(h->tag, right));
	f[n++] = model_feature(54, two(d->tag, a_rel), two(h->like, right));
	f[n++] = model_feature(55, two(d->tag, h_rel), two(h->tag, right));
	f[n++] = model_feature(56, two(d->tag, up->tag), two(h->tag, right));
	f[n++] = model_feature(57, parts(d, h, hl, hr), right);
	f[n++] = model_feature(58, two(h->word, hr->tag), d->pos);
	f[n++] = model_feature(59, two(d[-1].tag, d->tag), d[1].tag);
	f[n++] = model_feature(60, two(d->tag, h->pos), two(l_rel, l->tag));
	f[n++] = model_feature(61, two(d->like, l->tag), h->pos);
	f[n++] = model_feature(62, two(h->tag, hl->tag), two(d->tag, right));
	f[n++] = model_feature(63, two(d->word, l->tag), right);
	f[n++] = model_feature(64, parts(d, l, r, &w[k->left2]), h->pos);
	return n;
}

bool
parser_open(struct span file, struct parser_model *m)
{
	size_t rows = (size_t)PARSER_REL_WIDTH << PARSER_REL_BITS;

	*m = (struct parser_model) { 0 };
	if (!model_open(file, PARSER_KIND, PARSER_WIDTH, &m->move))
		return false;
	if (m->move.beside.n != rows) {
		*m = (struct parser_model) { 0 };
		return false;
	}
	m->rel = (struct model) { .row = (const int8_t *)m->move.beside.p,
		.mask = (1u << PARSER_REL_BITS) - 1,
		.width = PARSER_REL_WIDTH };
	return true;
}

/* model_score() of four columns, for which its loop is too wide. */
static void
score_moves(const struct model *m, const uint32_t *f, uint32_t n,
    int32_t score[PARSER_WIDTH])
{
	int32_t a = 0, b = 0, c = 0;

	for (uint32_t i = 0; i < n; i++) {
		const int8_t *row = m->row +
		    (size_t)(f[i] & m->mask) * PARSER_WIDTH;

		a += row[PARSER_SHIFT];
		b += row[PARSER_LEFT];
		c += row[PARSER_RIGHT];
	}
	score[PARSER_SHIFT] = a;
	score[PARSER_LEFT] = b;
	score[PARSER_RIGHT] = c;
}

static inline void
add_columns(int16_t sum[COLUMNS], const int8_t *row)
{
	for (uint32_t k = 0; k < COLUMNS; k++)
		sum[k] = (int16_t)(sum[k] + row[k]);
}

static_assert(PARSER_REL_WIDTH == 4 * COLUMNS, "four sums are a row");
static_assert(PARSER_FEATURES * 128 <= INT16_MAX, "a sum has 16 bits");

/* model_score() of so many columns: their sums fit 16 bits, and four times
 * COLUMNS of them stay in registers. */
static void
score_rels(const struct model *m, const uint32_t *f, uint32_t n,
    int16_t score[PARSER_REL_WIDTH])
{
	int16_t a[COLUMNS] = { 0 }, b[COLUMNS] = { 0 }, c[COLUMNS] = { 0 },
		d[COLUMNS] = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		const int8_t *row = m->row +
		    (size_t)(f[i] & m->mask) * PARSER_REL_WIDTH;

		add_columns(a, row);
		add_columns(b, row + COLUMNS);
		add_columns(c, row + 2 * COLUMNS);
		add_columns(d, row + 3 * COLUMNS);
	}
	memcpy(score, a, sizeof a);
	memcpy(score + COLUMNS, b, sizeof b);
	memcpy(score + 2 * COLUMNS, c, sizeof c);
	memcpy(score + 3 * COLUMNS, d, sizeof d);
}

/* A sentence and what is asked of the model for it. */
struct lane {
	struct parser_sentence *s;
	uint32_t f[PARSER_FEATURES], n;
	unsigned allowed; /* moves; 0: the tree is complete */
};

/* Make the moves that leave no choice, then ask for the rows that the next
 * choice needs. */
static void
ask_move(const struct model *m, struct lane *l)
{
	struct parser_state *s = &l->s->state;

	while ((l->allowed = parser_state_allowed(s)) != 0) {
		if (l->allowed == 1u << PARSER_SHIFT)
			parser_state_make(s, PARSER_SHIFT);
		else if (s->next > s->n)
			parser_state_make(s,
			    l->allowed == 1u << PARSER_LEFT ? PARSER_LEFT
							    : PARSER_RIGHT);
		else
			break;
	}
	if (l->allowed == 0)
		return;
	l->n = parser_features(l->s, l->f);
	model_prefetch(m, l->f, l->n);
}

static void
make_move(const struct model *m, struct lane *l)
{
	int32_t score[PARSER_WIDTH];
	uint32_t top = PARSER_MOVES;

	score_moves(m, l->f, l->n, score);
	for (uint32_t k = 0; k < PARSER_MOVES; k++)
		if (l->allowed >> k & 1 &&
		    (top == PARSER_MOVES || score[k] > score[top]))
			top = k;
	parser_state_make(&l->s->state, (enum parser_move)top);
}

static void
ask_relation(const struct model *m, struct lane *l, uint32_t node)
{
	l->n = 0;
	if (l->s->state.node[node].head > l->s->state.n)
		return;
	l->n = parser_rel_features(l->s, node, l->f);
	model_prefetch(m, l->f, l->n);
}

static uint8_t
relation(const struct model *m, const struct lane *l)
{
	int16_t score[PARSER_REL_WIDTH];
	uint8_t top = 0;

	if (l->n == 0)
		return UD_ROOT;
	score_rels(m, l->f, l->n, score);
	for (uint8_t k = 1; k < UD_N_REL; k++)
		if (score[k] > score[top])
			top = k;
	return top;
}

static void
make_trees(const struct model *m, struct lane *lane, uint32_t n)
{
	bool busy;

	for (uint32_t i = 0; i < n; i++)
		ask_move(m, &lane[i]);
	do {
		busy = false;
		for (uint32_t i = 0; i < n; i++) {
			if (lane[i].allowed == 0)
				continue;
			make_move(m, &lane[i]);
			ask_move(m, &lane[i]);
			busy = true;
		}
	} while (busy);
}

static void
give_relations(const struct model *m, struct lane *lane, uint32_t n)
{
	uint32_t longest = 0;

	for (uint32_t i = 0; i < n; i++) {
		parser_finish(lane[i].s);
		if (lane[i].s->state.n > longest)
			longest = lane[i].s->state.n;
	}
	for (uint32_t k = 1; k <= longest; k++) {
		for (uint32_t i = 0; i < n; i++)
			if (k <= lane[i].s->state.n)
				ask_relation(m, &lane[i], k);
		for (uint32_t i = 0; i < n; i++)
			if (k <= lane[i].s->state.n)
				lane[i].s->rel[k] = relation(m, &lane[i]);
	}
}

void
parser_parse(
    const struct parser_model *m, struct parser_sentence *s, uint32_t n)
{
	struct lane lane[PARSER_LANES];

	for (uint32_t i = 0; i < n; i++)
		lane[i].s = &s[i];
	make_trees(&m->move, lane, n);
	give_relations(&m->rel, lane, n);
}

/* What was found to the sentence's tokens; any that are too many depend on
 * its first. */
static void
put(const struct parser_sentence *p, const struct sentence *s, struct text *t)
{
	uint32_t n = p->state.n;

	for (uint32_t i = s->first; i < s->last; i++) {
		uint32_t node = i - s->first + 1, head;

		t->token[i].head = s->first;
		t->token[i].rel = UD_DEP;
		if (node > n)
			continue;
		head = p->state.node[node].head;
		t->token[i].head = head > n ? i : s->first + head - 1;
		t->token[i].rel = p->rel[node];
	}
}

/* Do the parser's features see the same words?  They know a word by these:
 * what else is kept follows from them. */
static bool
reads_alike(const struct parser_sentence *a, const struct parser_sentence *b)
{
	uint32_t n = a->state.n;

	if (n != b->state.n)
		return false;
	for (uint32_t i = 1; i <= n; i++)
		if (a->word[i].word != b->word[i].word ||
		    a->word[i].like != b->word[i].like ||
		    a->word[i].tag != b->word[i].tag)
			return false;
	return true;
}

/* Sentences that are parsed together. */
struct batch {
	struct parser_sentence s[PARSER_LANES];
	uint32_t n;
	uint32_t sentence[BATCH]; /* of the text */
	uint8_t of[BATCH];        /* in s; the same for sentences alike */
	uint32_t n_of;
};

/* Take the sentence in; one that says what another of them says needs no
 * parsing of its own: texts of one line over and over. */
static void
take(struct batch *b, const struct text *t, uint32_t sentence,
    const struct cluster_map *clusters)
{
	uint32_t k = 0;

	if (t->sentence[sentence].first == t->sentence[sentence].last)
		return;
	parser_words(t, &t->sentence[sentence], clusters, &b->s[b->n]);
	while (k < b->n && !reads_alike(&b->s[k], &b->s[b->n]))
		k++;
	b->n += k == b->n;
	b->sentence[b->n_of] = sentence;
	b->of[b->n_of++] = (uint8_t)k;
}

void
parser_run(struct text *t)
{
	struct cluster_map clusters;
	struct parser_model m;
	struct batch b; /* not of the arena: nobody need set it to 0 */

	if (!parser_open(models_of(MODELS_PARSER), &m))
		return;
	cluster_open(models_of(MODELS_CLUSTERS), &clusters);
	for (uint32_t i = 0; i < t->n_sentences;) {
		b.n = b.n_of = 0;
		while (
		    i < t->n_sentences && b.n < PARSER_LANES && b.n_of < BATCH)
			take(&b, t, i++, &clusters);
		parser_parse(&m, b.s, b.n);
		for (uint32_t k = 0; k < b.n_of; k++)
			put(&b.s[b.of[k]], &t->sentence[b.sentence[k]], t);
	}
}
