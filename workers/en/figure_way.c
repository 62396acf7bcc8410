/* figure_way.c -- which way a figure goes, and what it measures. */
#include "workers/en/figure_way.h"

#include "workers/en/gloss.h"
#include "workers/en/phrase.h"
#include "workers/token.h"

#define CLAUSE_MAX   30  /* tokens looked at either side */
#define HEADS_MAX    8   /* from a word up to the one that it hangs on */
#define TOLD_MAX     500 /* tokens back to what was called more fully */
#define SAID_MAX     12  /* tokens that a verb says, at most */
#define SUBJECT_SIZE 200 /* bytes */

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

/* "about", "at least", before the figure. */
struct span
figure_way_modifier(const struct figure_place *r, uint32_t i)
{
	static const char *const one[] = { "about", "around", "nearly",
		"almost", "over", "under", "roughly", "approximately", "some",
		"exactly", "only", "just", "above", "below", "another",
		"barely", "estimated", NULL };
	static const char *const two[][2] = { { "more", "than" },
		{ "less", "than" }, { "fewer", "than" }, { "at", "least" },
		{ "at", "most" }, { "up", "to" }, { "as", "much" },
		{ "close", "to" }, { "greater", "than" } };
	const struct text *t = r->t;
	bool no = i > r->first + 2 &&
	    (token_is(t, i - 3, "no") || token_is(t, i - 3, "not"));

	if (i > r->first + 1)
		for (size_t k = 0; k < sizeof two / sizeof two[0]; k++)
			if (token_is(t, i - 2, two[k][0]) &&
			    token_is(t, i - 1, two[k][1]))
				return text_cut(t, i - 2 - no, i);
	if (i > r->first + 2 && token_is(t, i - 3, "as") &&
	    token_is(t, i - 1, "as"))
		return text_cut(t, i - 3, i);
	if (i > r->first && token_among(t, i - 1, one))
		return text_cut(t, i - 1, i);
	return (struct span) { NULL, 0 };
}

static bool
clause_edge(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_MARK)
		return strchr(",;:_().", k->mark) != NULL;
	return has(t, i, LEXICON_SUB) && !has(t, i, LEXICON_PREP | LEXICON_DET);
}

/* The verb of movement before the figure in its clause, or TEXT_NONE. */
static uint32_t
movement_before(const struct figure_place *r, uint32_t i)
{
	uint32_t floor = i > r->first + CLAUSE_MAX ? i - CLAUSE_MAX : r->first;

	while (i-- > floor) {
		if (clause_edge(r->t, i))
			break;
		if (has(r->t, i, LEXICON_RISE | LEXICON_FALL) &&
		    !(r->t->token[i].capital && i > r->first) &&
		    !token_is(r->t, i, "up") && !token_is(r->t, i, "added") &&
		    !token_is(r->t, i, "down") && !token_is(r->t, i, "cost"))
			return i;
	}
	return TEXT_NONE;
}

/* "up 5 per cent", "down by 3": the word right before. */
static uint32_t
particle_before(const struct figure_place *r, uint32_t i)
{
	if (i > r->first && token_is(r->t, i - 1, "by"))
		i--;
	if (i > r->first &&
	    (token_is(r->t, i - 1, "up") || token_is(r->t, i - 1, "down")))
		return i - 1;
	return TEXT_NONE;
}

/* "a 5 per cent increase": a noun of movement right after. */
static uint32_t
movement_after(const struct figure_place *r, uint32_t i)
{
	static const char *const nouns[] = { "increase", "rise", "jump", "gain",
		"hike", "decline", "drop", "decrease", "cut", "fall",
		"reduction", "surge", "plunge", "slump", "raise", "boost",
		"growth", "dip", NULL };
	uint32_t end = i + 4 < r->limit ? i + 4 : r->limit;

	for (; i < end; i++) {
		if (clause_edge(r->t, i) || has(r->t, i, LEXICON_PREP))
			break;
		if (token_among(r->t, i, nouns))
			return i;
	}
	return TEXT_NONE;
}

static enum found_direction
way_of(const struct text *t, uint32_t i)
{
	if (token_is(t, i, "reduction") || token_is(t, i, "dip"))
		return FOUND_FALL;
	return has(t, i, LEXICON_FALL) ? FOUND_FALL : FOUND_RISE;
}

/* "another 25 per cent tariff", "an additional $5": on top of what is. */
static bool
is_added(const struct figure_place *r, const struct quantity *q)
{
	static const char *const words[] = { "another", "additional", "extra",
		"further", NULL };

	return q->first > r->first && q->unit != NULL && q->kind != UNIT_TIME &&
	    token_among(r->t, q->first - 1, words);
}

/* Set direction and is_change; *verb is the word that says so. */
static void
set_direction(const struct figure_place *r, const struct quantity *q,
    struct found_figure *g, uint32_t *verb)
{
	uint32_t i = particle_before(r, q->first);
	bool to;

	*verb = TEXT_NONE;
	if (is_added(r, q)) {
		g->direction = FOUND_RISE;
		g->is_change = true;
		return;
	}
	if (i == TEXT_NONE)
		i = movement_after(r, q->last);
	if (i != TEXT_NONE) {
		g->direction = way_of(r->t, i);
		g->is_change = true;
		*verb = i;
		return;
	}
	i = movement_before(r, q->first);
	if (i != TEXT_NONE) {
		g->direction = way_of(r->t, i);
		/* "rose to 5", "rose from 3 to 5": a level; "rose 5", "rose by
		 * 5": the change */
		to = q->moved || token_is(r->t, q->first - 1, "to");
		g->is_change = to && q->first > i + 1 ? false
						      : q->first - i < 4;
		if (!g->is_change && !to)
			g->direction = FOUND_LEVEL;
		*verb = i;
		return;
	}
	g->direction = FOUND_LEVEL;
	for (i = q->first > r->first + 5 ? q->first - 5 : r->first;
	     i < q->last + 3 && i < r->limit; i++)
		if (has(r->t, i, LEXICON_LIMIT))
			g->direction = FOUND_THRESHOLD;
}

/* A subject as one line of text, if it is short enough. */
static struct span
subject_text(const struct text *t, uint32_t first, uint32_t last)
{
	struct span s;

	while (first < last && has(t, first, LEXICON_DET) &&
	    !has(t, first, LEXICON_PRON))
		first++;
	if (first >= last)
		return (struct span) { NULL, 0 };
	s = text_cut(t, first, last);
	if (s.n > SUBJECT_SIZE || memchr(s.p, '\n', s.n) != NULL)
		return (struct span) { NULL, 0 };
	return s;
}

/* "imports" of "[exports fell] 3 per cent and imports rose". */
static uint32_t
behind_figure(const struct text *t, uint32_t first, uint32_t last)
{
	bool figure = false;
	uint32_t from = first;

	for (uint32_t i = first; i + 1 < last; i++) {
		figure |= t->token[i].kind == TOKEN_NUMBER;
		if (figure && has(t, i, LEXICON_CONJ))
			from = i + 1;
	}
	return from;
}

/* "exports to the U.S." of "exports to the U.S. fell 15.7 per cent". */
static struct span
subject_of_verb(const struct figure_place *r, uint32_t verb)
{
	struct phrase_group g;
	struct phrase p;
	uint32_t outer;

	phrase_group(r->t, r->first, verb, &g);
	p = phrase_subject(r->t, r->first, g.first, &outer);
	p.first = behind_figure(r->t, p.first, p.last);
	if (p.last - p.first == 1 && has(r->t, p.first, LEXICON_PRON))
		return (struct span) { NULL, 0 };
	return subject_text(r->t, p.first, p.last);
}

/* Does a time begin at token i, or at the one behind it ("the third quarter")?
 */
static bool
is_time(const struct figure_place *r, uint32_t i)
{
	const struct found *f = r->f;
	uint32_t at = r->t->token[i].start;
	uint32_t k = found_range_from(
	    f->times, sizeof *f->times, f->n_times, at);

	if (k > 0 && f->times[k - 1].at.end > at)
		return true;
	return k < f->n_times && f->times[k].type != FOUND_DURATION &&
	    (f->times[k].at.start == at ||
		(i + 1 < r->limit &&
		    f->times[k].at.start == r->t->token[i + 1].start &&
		    has(r->t, i, LEXICON_DET)));
}

/* "tariffs on steel" of "25 per cent tariffs on steel"; "of the vote". */
static struct span
subject_after(const struct figure_place *r, uint32_t i)
{
	uint32_t end, from = i;

	if (i >= r->limit)
		return (struct span) { NULL, 0 };
	if (token_is(r->t, i, "of") || token_is(r->t, i, "in"))
		from++;
	else if (r->t->token[i].kind != TOKEN_WORD ||
	    has(r->t, i,
		LEXICON_PREP | LEXICON_CONJ | LEXICON_SUB | LEXICON_AUX |
		    LEXICON_MODAL | LEXICON_ADV))
		return (struct span) { NULL, 0 };
	if (from >= r->limit || is_time(r, from))
		return (struct span) { NULL, 0 };
	end = phrase_end(r->t, from, r->limit);
	while (end > from && end + 1 < r->limit &&
	    has(r->t, end, LEXICON_PREP) && end - from < 12) {
		uint32_t next = phrase_end(r->t, end + 1, r->limit);

		if (next == end + 1)
			break;
		end = next;
	}
	return subject_text(r->t, from, end);
}

/* Where what hangs on token i ends, before token limit. */
static uint32_t
end_of_phrase(const struct figure_place *r, uint32_t i, uint32_t limit)
{
	static const char *const narrow[] = { "of", "on", "for", NULL };
	const struct token *t = r->t->token;
	uint32_t end = i + 1;

	for (; end < limit && end < i + CLAUSE_MAX; end++) {
		uint32_t up = end;

		for (unsigned n = 0; n < HEADS_MAX && up > i; n++)
			up = t[up].head;
		if (up != i || is_time(r, end))
			break;
	}
	while (end > i + 1 &&
	    (t[end - 1].kind == TOKEN_MARK ||
		has(r->t, end - 1, LEXICON_PREP | LEXICON_DET)))
		end--;
	/* whatever the tree makes of them */
	while (end + 1 < limit && token_among(r->t, end, narrow) &&
	    phrase_end(r->t, end + 1, limit) > end + 1)
		end = phrase_end(r->t, end + 1, limit);
	return end;
}

/* What a verb of movement moves: "tariffs on steel" of "hiked tariffs on steel
 * to 50 per cent", to: where its object ends at last; else what does so by
 * itself. */
static struct span
subject_moved(const struct figure_place *r, uint32_t verb, uint32_t to)
{
	const struct token *t = r->t->token;

	for (uint32_t i = verb + 1; i < to && i - verb <= CLAUSE_MAX; i++)
		if (t[i].rel == UD_OBJ && t[i].head == verb) {
			struct span s = subject_text(
			    r->t, verb + 1, end_of_phrase(r, i, to));

			return s.p != NULL ? s : subject_of_verb(r, verb);
		}
	return subject_of_verb(r, verb);
}

/* "tariffs" of "the tariffs, now at 50 per cent, are". */
static struct span
subject_apposed(const struct figure_place *r, uint32_t i)
{
	static const char *const words[] = { "at", "now", "currently", "still",
		"already", "up", "down", "to", "from", "about", "around",
		"nearly", "almost", NULL };
	static const char *const ways[] = { "at", "to", "up", "down", NULL };
	uint32_t end = i, outer;
	struct phrase p;
	bool at = false;

	while (end > r->first && i - end < 4 &&
	    token_among(r->t, end - 1, words)) {
		end--;
		at |= token_among(r->t, end, ways);
	}
	if (!at || end <= r->first + 1 || r->t->token[end - 1].mark != ',')
		return (struct span) { NULL, 0 };
	p = phrase_subject(r->t, r->first, end - 1, &outer);
	return subject_text(r->t, p.first, p.last);
}

/* "budget" of "a budget of $4 million". */
static struct span
subject_of(const struct figure_place *r, uint32_t i)
{
	const struct token *t = r->t->token;
	uint32_t end, first;

	for (unsigned n = 0; n < 3 && i > r->first; n++, i--)
		if (token_is(r->t, i - 1, "of"))
			break;
	if (i < r->first + 2 || !token_is(r->t, i - 1, "of"))
		return (struct span) { NULL, 0 };
	end = first = i - 1;
	while (first > r->first && t[first - 1].kind == TOKEN_WORD &&
	    (t[first - 1].pos == UD_NOUN || t[first - 1].pos == UD_ADJ ||
		t[first - 1].pos == UD_PROPN))
		first--;
	if (first == end || t[end - 1].pos != UD_NOUN || is_time(r, first))
		return (struct span) { NULL, 0 };
	return subject_text(r->t, first, end);
}

/* "the tariffs, now at 50 per cent"; "sales were 3 million". */
static struct span
subject_before(const struct figure_place *r, uint32_t i)
{
	uint32_t floor = i > r->first + CLAUSE_MAX ? i - CLAUSE_MAX : r->first;

	for (uint32_t j = i; j-- > floor + 1;) {
		const struct token *k = &r->t->token[j];

		if (k->mark == ';')
			break;
		if (has(r->t, j, LEXICON_AUX | LEXICON_MODAL) ||
		    (k->verb != NULL && !k->capital &&
			(k->tense == LEXICON_PAST || k->tense == LEXICON_S)))
			return subject_of_verb(r, j);
	}
	return (struct span) { NULL, 0 };
}

/* Where what is said by the verb ends: before a comma, another clause or a
 * time, and without the preposition that is left then. */
static uint32_t
end_of_said(const struct figure_place *r, uint32_t verb)
{
	uint32_t i = verb + 1;

	while (i < r->limit && i < verb + SAID_MAX &&
	    r->t->token[i].kind != TOKEN_MARK &&
	    r->t->token[i].kind != TOKEN_QUOTE &&
	    r->t->token[i].kind != TOKEN_NUMBER &&
	    !has(r->t, i, LEXICON_CONJ | LEXICON_SUB) && !is_time(r, i))
		i++;
	while (i > verb + 1 && has(r->t, i - 1, LEXICON_PREP | LEXICON_DET))
		i--;
	return i;
}

/* "people died in the flood" of "12 people died in the flood on Monday": what
 * is counted is the subject of the sentence, does more than speak, and is not
 * known already ("the two leaders"). */
static struct span
subject_counted(const struct figure_place *r, const struct quantity *q)
{
	const struct token *t = r->t->token;
	uint32_t noun = t[q->last - 1].head, verb;

	if (q->first > r->first && has(r->t, q->first - 1, LEXICON_DET))
		return (struct span) { NULL, 0 };
	if (noun < q->last || noun >= r->limit ||
	    (t[noun].rel != UD_NSUBJ && t[noun].rel != UD_NSUBJ_PASS))
		return (struct span) { NULL, 0 };
	verb = t[noun].head;
	if (verb <= noun || verb >= r->limit ||
	    (t[verb].verb != NULL && t[verb].verb->frames != 0))
		return (struct span) { NULL, 0 };
	if (t[verb].rel != UD_ROOT && t[verb].rel != UD_CONJ &&
	    t[verb].rel != UD_CCOMP)
		return (struct span) { NULL, 0 };
	return subject_text(r->t, q->last, end_of_said(r, verb));
}

/* "tariffs on steel", told before, where "the tariffs" are measured now. */
static struct span
subject_told(const struct figure_place *r, struct span bare)
{
	const struct text *t = r->t;
	uint32_t at = token_from_byte(t, (size_t)(bare.p - t->bytes.p));
	uint32_t floor, end, the = at;

	/* "the doubled tariffs" */
	if (at > r->first && gloss_is(t, at - 1, GLOSS_FACTOR))
		the--;
	if (the == 0 || at >= t->n_tokens || t->token[at].size != bare.n ||
	    !token_is(t, the - 1, "the"))
		return bare;
	floor = at > TOLD_MAX ? at - TOLD_MAX : 0;
	for (uint32_t i = at - 1; i > floor; i--) {
		if (t->token[i - 1].lemma != t->token[at].lemma ||
		    t->token[i - 1].pos != UD_NOUN)
			continue;
		end = end_of_phrase(r, i - 1, at);
		if (end > i && has(t, i, LEXICON_PREP))
			return subject_text(t, i - 1, end);
	}
	return bare;
}

/* "sales doubled": how many times as much, and so a change. */
static bool
set_factor(const struct figure_place *r, const struct quantity *q,
    struct found_figure *g)
{
	if (!gloss_is(r->t, q->first, GLOSS_FACTOR) || q->unit == NULL ||
	    q->last != q->first + 1)
		return false;
	g->direction = q->value < 1 ? FOUND_FALL : FOUND_RISE;
	g->is_change = true;
	if (r->t->token[q->first].pos == UD_VERB &&
	    r->t->token[q->first].rel != UD_AMOD)
		g->subject = subject_moved(r, q->first, r->limit);
	if (g->subject.p == NULL)
		g->subject = subject_after(r, q->last);
	return true;
}

/* Direction, is_change and subject. */
static void
set_way(const struct figure_place *r, const struct quantity *q,
    struct found_figure *g)
{
	uint32_t verb;

	if (set_factor(r, q, g))
		return;

	set_direction(r, q, g, &verb);
	if (verb != TEXT_NONE && verb < q->first && g->direction != FOUND_LEVEL)
		g->subject = subject_moved(r, verb, q->first);
	else if (verb != TEXT_NONE && verb >= q->last)
		g->subject = subject_after(r, verb + 1);
	if (g->subject.p == NULL && g->counted.p == NULL)
		g->subject = subject_after(r, q->last);
	if (g->subject.p == NULL && g->counted.p == NULL)
		g->subject = subject_of(r, q->first);
	if (g->subject.p == NULL)
		g->subject = subject_apposed(r, q->first);
	if (g->subject.p == NULL)
		g->subject = subject_before(r, q->first);
	if (g->subject.p == NULL && g->counted.p != NULL)
		g->subject = subject_counted(r, q);
}

void
figure_way_set(const struct figure_place *r, const struct quantity *q,
    struct found_figure *g)
{
	set_way(r, q, g);
	if (g->subject.p != NULL)
		g->subject = subject_told(r, g->subject);
}
