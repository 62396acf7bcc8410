/* stance_content.c -- modality, subject, evaluation of what was said. */
#include "workers/en/stance_content.h"

#include "workers/en/stance_main.h"
#include "workers/entity.h"
#include "workers/token.h"

#define SENTENCES_MAX 2 /* of what was said, that tell the act */
#define COPULA_REACH  4 /* from "is" to the word that judges */

/* One sentence of the content, and the first word of each sort in it. */
struct reader {
	const struct text *t;
	const struct attribution *a;
	const struct stance_cue *c;
	struct stance_main m; /* the main clause at hand */
	uint32_t refuse, duty, vow, untrue, fore, bad, good;
};

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static void
note(uint32_t *where, uint32_t i)
{
	if (*where == TEXT_NONE)
		*where = i;
}

static bool
next_is(const struct reader *r, uint32_t i, const char *w)
{
	while (i + 1 < r->m.last && has(r->t, i + 1, LEXICON_ADV))
		i++;
	return i + 1 < r->m.last && token_is(r->t, i + 1, w);
}

/* Does "not" or "never" stand close before i, or right behind it? */
static bool
negated(const struct reader *r, uint32_t i)
{
	for (uint32_t j = i; j > r->m.first && i - j < 3; j--)
		if (has(r->t, j - 1, LEXICON_NEG))
			return true;
	return i + 1 < r->m.last && has(r->t, i + 1, LEXICON_NEG);
}

static uint32_t
past_adverbs(const struct reader *r, uint32_t i)
{
	while (i + 1 < r->m.last && has(r->t, i, LEXICON_ADV | LEXICON_NEG) &&
	    !has(r->t, i, LEXICON_PRON))
		i++;
	return i;
}

/* "should", "needs to", "have to"; not "had to", "the need", "need not". */
static bool
is_duty(const struct reader *r, uint32_t i)
{
	static const char *const idle[] = { "say", "admit", "tell", "do", "be",
		NULL }; /* "I have to say" */
	const struct text *t = r->t;
	uint32_t next = past_adverbs(r, i + 1);

	if (next >= r->m.last ||
	    (negated(r, i) && !token_is(t, i, "should") &&
		!token_is(t, i, "must")))
		return false;
	if (token_is(t, i, "have") || token_is(t, i, "has"))
		return next_is(r, i, "to") && i > r->m.first &&
		    !token_is(t, i - 1, "would") && next + 1 < r->m.last &&
		    !token_among(t, next + 1, idle);
	if (token_is(t, i, "had"))
		return token_is(t, next, "better");
	if (token_is(t, i, "must") || token_is(t, i, "should"))
		return !token_is(t, next, "have");
	return i > r->m.first &&
	    !has(t, i - 1, LEXICON_DET | LEXICON_POSS | LEXICON_PREP) &&
	    !token_is(t, i, "needed");
}

/* "will", "'ll", "is going to", and "would" for what "will" was. */
static bool
is_future(const struct reader *r, uint32_t i, uint32_t bits)
{
	const struct text *t = r->t;

	if (token_is(t, i, "would"))
		return r->c->past && t->token[i].quote == TEXT_NONE &&
		    !next_is(r, i, "have") && !next_is(r, i, "like");
	if (!(bits & STANCE_WILL))
		return false;
	if (has(t, i, LEXICON_MODAL) || token_is(t, i, "gonna") ||
	    t->token[i].kind == TOKEN_CLITIC)
		return true;
	return i > r->m.first && has(t, past_adverbs(r, i) - 1, LEXICON_AUX) &&
	    next_is(r, i, "to") && i + 2 < r->m.last &&
	    !has(t, i + 2, LEXICON_DET | LEXICON_POSS) &&
	    !t->token[i + 2].capital;
}

/* What happens to one whether one will or not: "we will see". */
static bool
is_fate(const struct reader *r, uint32_t i)
{
	static const char *const fates[] = { "see", "find", "know", "learn",
		"need", "lose", "suffer", "get", "die", "win", "be", "have",
		NULL };
	uint32_t j = past_adverbs(r, i + 1);

	j += j + 1 < r->m.last && token_is(r->t, j, "to");
	return j < r->m.last && token_among(r->t, j, fates) &&
	    !(token_is(r->t, j, "be") && j + 1 < r->m.last &&
		r->t->token[j + 1].tense == LEXICON_ING);
}

/* "won't comment", "not going to negotiate", "not at liberty to say". */
static bool
is_refusal(const struct reader *r, uint32_t i)
{
	static const char *const able[] = { "will", "wo", "ca", "can", "cannot",
		"would", "could", "going", "am", "'m", "’m", "are", "'re",
		"’re", "is", "'s", "’s", "not", NULL };
	bool neg = false, modal = false;
	uint32_t at = TEXT_NONE;

	for (uint32_t j = i; j > r->m.first && i - j < 7; j--) {
		const struct token *k = &r->t->token[j - 1];

		if (k->kind == TOKEN_MARK || k->kind == TOKEN_QUOTE)
			break;
		if (token_is(r->t, j - 1, "did"))
			return false;
		neg |= has(r->t, j - 1, LEXICON_NEG);
		if (token_among(r->t, j - 1, able)) {
			modal = true;
			at = j - 1;
		}
		if (k->verb != NULL && k->verb->frames == 0 &&
		    !has(r->t, j - 1, LEXICON_AUX | LEXICON_MODAL) &&
		    !token_is(r->t, j - 1, "going") &&
		    !token_is(r->t, j - 1, "get"))
			break;
	}
	if (i > r->m.first && token_is(r->t, i - 1, "no") &&
	    token_is(r->t, i, "comment"))
		return true;
	return neg && modal && at != TEXT_NONE &&
	    stance_main_own(&r->m, r->a, at) &&
	    !(token_is(r->t, i, "say") && next_is(r, i, "that"));
}

/* Is it said of something: "is a disgrace", "called it reckless"? */
static bool
is_judged(const struct reader *r, uint32_t i)
{
	static const char *const be[] = { "is", "are", "was", "were", "be",
		"been", "'s", "’s", "'re", "’re", "'m", "’m", "am", "such",
		"what", "seems", "looks", "sounds", NULL };

	if (negated(r, i))
		return false;
	if (r->c->frames & STANCE_CUE_NAME)
		return true;
	for (uint32_t j = i; j > r->m.first && i - j <= COPULA_REACH; j--) {
		const struct token *k = &r->t->token[j - 1];

		if (token_among(r->t, j - 1, be))
			return true;
		if (k->kind == TOKEN_MARK || has(r->t, j - 1, LEXICON_PREP))
			break;
	}
	return (r->t->token[i].tense == LEXICON_PAST &&
		   r->t->token[i].verb != NULL) ||
	    (token_is(r->t, i, "thank") && i + 1 < r->m.last &&
		has(r->t, i + 1, LEXICON_OBJ | LEXICON_DET | LEXICON_POSS));
}

static void
hear_will(struct reader *r, uint32_t i, uint32_t bits)
{
	bool own;

	if (bits & STANCE_OUTLOOK && !has(r->t, i, LEXICON_DET) &&
	    (i == r->m.first || !has(r->t, i - 1, LEXICON_DET)))
		note(&r->fore, i);
	if (bits & STANCE_MAY && !r->t->token[i].capital && !negated(r, i) &&
	    !next_is(r, i, "have"))
		note(&r->fore, i);
	if (token_is(r->t, i, "may") && next_is(r, i, "not"))
		note(&r->fore, i);
	if (!is_future(r, i, bits))
		return;
	own = stance_main_own(&r->m, r->a, i) && !is_fate(r, i);
	note(own ? &r->vow : &r->fore, i);
}

static void
hear(struct reader *r, uint32_t i)
{
	const struct text *t = r->t;
	uint32_t bits = stance_words_of(t, i);

	if (bits == 0 && !has(t, i, LEXICON_MODAL | LEXICON_AUX))
		return;
	if (bits & STANCE_TELL && is_refusal(r, i))
		note(&r->refuse, i);
	if (!stance_main_has(&r->m, i))
		return;
	if (bits & STANCE_DUTY && is_duty(r, i))
		note(&r->duty, i);
	if (bits & STANCE_WANT && stance_main_own(&r->m, r->a, i) &&
	    t->token[i].tense != LEXICON_PAST &&
	    (!token_is(t, i, "call") || next_is(r, i, "for") ||
		next_is(r, i, "on")))
		note(&r->duty, i);
	if (has(t, i, LEXICON_MODAL | LEXICON_AUX) &&
	    (token_is(t, i, "would") || token_is(t, i, "'d") ||
		token_is(t, i, "’d")) &&
	    (next_is(r, i, "like") || next_is(r, i, "love") ||
		next_is(r, i, "prefer")))
		note(&r->duty, i);
	hear_will(r, i, bits);
	if (bits & STANCE_PLAN && stance_main_own(&r->m, r->a, i) &&
	    !negated(r, i))
		note(&r->vow, i);
	if (bits & STANCE_UNTRUE && is_judged(r, i))
		note(&r->untrue, i);
	if (bits & STANCE_BAD && is_judged(r, i) &&
	    !stance_main_own(&r->m, r->a, i))
		note(&r->bad, i);
	if (bits & STANCE_GOOD && is_judged(r, i) && !next_is(r, i, "of"))
		note(&r->good, i);
}

/* "Stop the trains": a plain verb opens what is quoted. */
static bool
is_order(const struct reader *r)
{
	static const char *const no[] = { "thank", "look", "listen", "say",
		"imagine", "think", "guess", NULL };
	const struct text *t = r->t;
	uint32_t i = r->m.first;

	if (i >= r->m.last || t->token[i].quote == TEXT_NONE)
		return false;
	while (i + 1 < r->m.last &&
	    (token_is(t, i, "please") || token_is(t, i, "just") ||
		t->token[i].mark == ','))
		i++;
	if (token_is(t, i, "let") && i + 1 < r->m.last)
		return token_is(t, i + 1, "'s") || token_is(t, i + 1, "’s") ||
		    (has(t, i + 1, LEXICON_OBJ) && !token_is(t, i + 1, "me"));
	if (token_is(t, i, "do") && i + 2 < r->m.last &&
	    has(t, i + 1, LEXICON_NEG))
		return !has(t, i + 2, LEXICON_PRON);
	return i + 1 < r->m.last && t->token[i].verb != NULL &&
	    t->token[i].tense == LEXICON_BASE && !token_among(t, i, no) &&
	    has(t, i + 1, LEXICON_DET | LEXICON_POSS | LEXICON_OBJ);
}

/* "I never said that", "he did not take it": of what one did. */
static uint32_t
own_denial(const struct reader *r)
{
	const struct text *t = r->t;

	for (uint32_t i = r->m.first + 1; i + 1 < r->m.last; i++) {
		uint32_t j = i + 1;
		bool never = token_is(t, i, "never");

		if (!never &&
		    !(has(t, i, LEXICON_NEG) && token_is(t, i - 1, "did")))
			continue;
		j = past_adverbs(r, j);
		if (stance_words_of(t, j) & (STANCE_THINK | STANCE_WANT) ||
		    has(t, j, LEXICON_PREP | LEXICON_DET) ||
		    token_is(t, j, "have") || token_is(t, j, "get") ||
		    token_is(t, j, "hear") || token_is(t, j, "see"))
			continue;
		if (stance_main_has(&r->m, i) &&
		    stance_main_own(&r->m, r->a, i))
			return i;
	}
	return TEXT_NONE;
}

static struct stance_content
tell(uint8_t act, uint32_t by, const char *why)
{
	return (struct stance_content) { act, by, why, TEXT_NONE };
}

/* What the sentence does, the surest sign first. */
static struct stance_content
judge(const struct reader *r, bool question)
{
	uint32_t i = r->m.first, own;

	if (r->refuse != TEXT_NONE)
		return tell(FOUND_DECLINE, r->refuse, "a refusal to tell");
	if (question)
		return tell(FOUND_ASK, r->m.last - 1, "a question");
	if (token_is(r->t, i, "yes"))
		return tell(FOUND_CONFIRM, i, "an answer");
	if (token_is(r->t, i, "no") && i + 1 < r->m.last &&
	    r->t->token[i + 1].kind == TOKEN_MARK)
		return tell(FOUND_DENY, i, "an answer");
	if (is_order(r))
		return tell(FOUND_DEMAND, i, "an imperative");
	if (r->duty != TEXT_NONE)
		return tell(FOUND_DEMAND, r->duty, "what ought to be");
	if (r->vow != TEXT_NONE)
		return tell(FOUND_PROMISE, r->vow, "what one will do oneself");
	if (r->untrue != TEXT_NONE)
		return tell(FOUND_DENY, r->untrue, "called untrue");
	if (r->fore != TEXT_NONE)
		return tell(FOUND_PREDICT, r->fore, "what will or may come");
	if (r->bad != TEXT_NONE)
		return tell(FOUND_CRITICISE, r->bad, "a word of blame");
	if (r->good != TEXT_NONE)
		return tell(FOUND_PRAISE, r->good, "a word of praise");
	if ((own = own_denial(r)) != TEXT_NONE)
		return tell(FOUND_DENY, own, "one did not do it");
	return tell(FOUND_ASSERT, TEXT_NONE, NULL);
}

/* The token after the sentence that starts at i. */
static uint32_t
sentence_end(const struct text *t, uint32_t i, uint32_t last, bool *question)
{
	*question = false;
	for (; i < last; i++) {
		char m = t->token[i].kind == TOKEN_MARK ? t->token[i].mark : 0;

		if (m == '?' || m == '!' || m == '.') {
			*question = m == '?';
			return i + 1;
		}
	}
	return last;
}

static struct stance_content
read_sentence(struct reader *r, uint32_t first, uint32_t last, bool question)
{
	r->refuse = r->duty = r->vow = r->untrue = TEXT_NONE;
	r->fore = r->bad = r->good = TEXT_NONE;
	stance_main_open(&r->m, r->t, first, last);
	for (uint32_t i = first; i < last; i++)
		if (r->t->token[i].kind == TOKEN_WORD ||
		    r->t->token[i].kind == TOKEN_CLITIC)
			hear(r, i);
	return judge(r, question);
}

/* Is the sentence all that the piece holds, quotation marks apart? */
static bool
is_whole(
    const struct reader *r, const struct piece *p, uint32_t i, uint32_t end)
{
	while (i > p->first && r->t->token[i - 1].kind == TOKEN_QUOTE)
		i--;
	while (end < p->last && r->t->token[end].kind != TOKEN_WORD)
		end++;
	return i == p->first && end == p->last;
}

/* The act of the first sentences that tell one. */
static struct stance_content
read_act(struct reader *r, const struct piece *p, unsigned *left)
{
	struct stance_content s = tell(FOUND_ASSERT, TEXT_NONE, NULL);
	uint32_t i = p->first;
	uint32_t last = p->last < i + TEXT_WALK ? p->last : i + TEXT_WALK;

	while (i<last && * left> 0 && s.act == FOUND_ASSERT) {
		bool question;
		uint32_t end = sentence_end(r->t, i, last, &question);

		while (i < end && r->t->token[i].kind == TOKEN_QUOTE)
			i++;
		if (i < end) {
			s = read_sentence(r, i, end,
			    question && r->a->n_pieces == 1 &&
				is_whole(r, p, i, end));
			(*left)--;
		}
		i = end > i ? end : i + 1;
	}
	return s;
}

/* "I think", "we really believe" */
static bool
is_opinion(const struct text *t, uint32_t i, uint32_t first)
{
	static const char *const verbs[] = { "think", "believe", "guess",
		"suspect", "suppose", "reckon", NULL };

	if (!token_among(t, i, verbs))
		return false;
	while (i > first + 1 && has(t, i - 1, LEXICON_ADV))
		i--;
	return i > first &&
	    (token_is(t, i - 1, "I") || token_is(t, i - 1, "we"));
}

/* "may", "expected"; not "could not", "should not expect". */
static bool
is_hedge(const struct text *t, uint32_t i, uint32_t first, uint32_t last)
{
	static const char *const opinions[] = { "guess", "suspect", "suppose",
		"reckon", NULL };
	uint32_t bits = stance_words_of(t, i);

	if (is_opinion(t, i, first))
		return true;
	if (!(bits & STANCE_HEDGE) || token_among(t, i, opinions))
		return false;
	if (token_is(t, i, "could"))
		return i + 1 >= last || !has(t, i + 1, LEXICON_NEG);
	return !(token_is(t, i, "expect") && i > first &&
	    has(t, i - 1, LEXICON_NEG));
}

static uint32_t
find_hedge(const struct text *t, const struct attribution *a)
{
	uint32_t left = TEXT_WALK;

	for (uint32_t k = 0; k < a->n_pieces; k++) {
		const struct piece *p = &a->piece[k];

		for (uint32_t i = p->first; i < p->last && left-- > 0; i++)
			if (is_hedge(t, i, p->first, p->last))
				return i;
		if (left > TEXT_WALK)
			break;
	}
	return TEXT_NONE;
}

struct stance_content
stance_content_read(const struct text *t, const struct attribution *a,
    const struct stance_cue *c)
{
	struct reader r = { .t = t, .a = a, .c = c };
	struct stance_content s = tell(FOUND_ASSERT, TEXT_NONE, NULL);
	unsigned left = SENTENCES_MAX;

	for (uint32_t k = 0; k < a->n_pieces && left > 0; k++) {
		s = read_act(&r, &a->piece[k], &left);
		if (s.act != FOUND_ASSERT)
			break;
	}
	s.hedge = find_hedge(t, a);
	return s;
}
