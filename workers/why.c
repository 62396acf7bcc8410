/* why.c -- sentences about a claim, for people. */
#include "workers/why.h"

#include "proto/buf.h"
#include "workers/entity.h"
#include "workers/speaker.h"
#include "workers/speaker_pronoun.h"

#define SENTENCES_MAX 5
#define WORDS_MAX     60 /* bytes of a text's words that are shown */

struct writer {
	const struct text *t;
	struct found_claim *c;
	struct buf b;
};

/* Words of the text in quotation marks, white space as one blank; cut. */
static void
put_words(struct writer *w, struct span s)
{
	size_t n = s.n;

	if (n > WORDS_MAX)
		for (n = WORDS_MAX; n > 0 && (s.p[n] & 0xc0) == 0x80;)
			n--;
	buf_puts(&w->b, "\"");
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s.p[i] > ' ')
			buf_append(&w->b, &s.p[i], 1);
		else if (i > 0 && (unsigned char)s.p[i - 1] > ' ')
			buf_puts(&w->b, " ");
	buf_puts(&w->b, n < s.n ? "…\"" : "\"");
}

static void
put_tokens(struct writer *w, uint32_t first, uint32_t last)
{
	put_words(w, text_cut(w->t, first, last));
}

static void
put_name(struct writer *w, uint32_t entity)
{
	put_words(w, entity_name(w->t, entity));
}

/* What was written is one sentence. */
static void
end(struct writer *w)
{
	struct span s = buf_span(&w->b);

	if (s.n == 0 || w->c->n_why == SENTENCES_MAX)
		return;
	w->c->why[w->c->n_why++] = (struct span) { arena_strdup(w->t->arena, s),
		s.n };
	buf_clear(&w->b);
}

static void
report(struct writer *w, const struct attribution *a)
{
	buf_printf(&w->b, "It is a report of the form %s, with confidence %.2f",
	    a->rule, a->confidence);
	if (a->cue < a->cue_end) {
		buf_puts(&w->b, "; its cue is ");
		put_tokens(w, a->cue, a->cue_end);
	}
	buf_puts(&w->b, ".");
	end(w);
}

/* "two sentences before" */
static void
put_distance(struct writer *w, uint32_t from, uint32_t to)
{
	uint32_t n = speaker_pronoun_sentence(w->t, to) -
	    speaker_pronoun_sentence(w->t, from);

	if (from > to)
		buf_puts(&w->b, "further on");
	else if (n == 0)
		buf_puts(&w->b, "in the same sentence");
	else
		buf_printf(&w->b, "%u sentence%s before", n, n > 1 ? "s" : "");
}

/* The mention that a pronoun stands for, and what spoke for it. */
static void
pronoun(struct writer *w, const struct attribution *a)
{
	const struct mention *m = &w->t->mention[a->by];
	uint8_t sex = w->t->entity[a->speaker].sex;

	buf_puts(&w->b, " stands for ");
	put_name(w, a->speaker);
	buf_puts(&w->b, ", named ");
	put_distance(w, m->first, a->source);
	if (speaker_pronoun_subject(w->t, m))
		buf_puts(&w->b, " as a subject");
	if (sex != ENTITY_UNKNOWN)
		buf_printf(
		    &w->b, ", a %s", sex == ENTITY_MALE ? "man" : "woman");
}

/* Another word for somebody who has a name elsewhere. */
static void
other_word(struct writer *w, const struct attribution *a, const char *how)
{
	const struct mention *m = &w->t->mention[a->by];

	buf_puts(&w->b, how);
	put_name(w, a->speaker);
	buf_puts(&w->b, ", named ");
	put_distance(w, m->first, a->source);
}

static void
goes_on(struct writer *w, const struct attribution *a)
{
	const struct attribution *p = &w->t->attribution[a->by];

	buf_puts(&w->b,
	    a->source < a->source_end ? " is the speaker of before"
				      : "Whoever spoke before goes on");
	if (p->source < p->source_end) {
		buf_puts(&w->b, ", ");
		put_tokens(w, p->source, p->source_end);
	}
}

static void
speaker(struct writer *w, const struct attribution *a)
{
	if (a->source < a->source_end)
		put_tokens(w, a->source, a->source_end);
	switch ((enum speaker_how)a->how) {
	case SPEAKER_NONE:
		buf_puts(&w->b, "Nobody is named as its source");
		break;
	case SPEAKER_NAMED:
		buf_puts(&w->b, " names ");
		put_name(w, a->speaker);
		break;
	case SPEAKER_CALLED:
		buf_puts(&w->b, " is a name");
		break;
	case SPEAKER_PRONOUN:
		pronoun(w, a);
		break;
	case SPEAKER_DESCRIBED:
		other_word(w, a, " describes ");
		break;
	case SPEAKER_KIND:
		other_word(w, a, " is another word for ");
		break;
	case SPEAKER_BOTH:
		buf_puts(&w->b, " are the two spoken of before");
		break;
	case SPEAKER_WHO:
		buf_puts(&w->b, " belongs to the noun before it");
		break;
	case SPEAKER_SELF:
		buf_puts(&w->b, " is whoever is being quoted");
		break;
	case SPEAKER_GOES_ON:
		goes_on(w, a);
		break;
	case SPEAKER_UNNAMED:
		buf_puts(&w->b, " is nobody whom the text names");
		break;
	}
	buf_puts(&w->b, ".");
	end(w);
}

static void
stance(struct writer *w, const struct stance *s)
{
	buf_printf(&w->b, "The act is %s: %s",
	    found_act_text((enum found_act)s->act), s->why);
	if (s->by != TEXT_NONE) {
		buf_puts(&w->b, ", ");
		put_tokens(w, s->by, s->by + 1);
	}
	buf_puts(&w->b, ".");
	end(w);
	if (s->negative) {
		buf_puts(&w->b,
		    s->act == FOUND_DECLINE
			? "The polarity is - because the cue is a refusal."
			: "The polarity is - because the cue is negated.");
		end(w);
	}
	if (s->hedge != TEXT_NONE) {
		buf_puts(&w->b, "It is hedged by ");
		put_tokens(w, s->hedge, s->hedge + 1);
		buf_puts(&w->b, ".");
		end(w);
	}
}

static struct writer
start(const struct text *t, struct found_claim *c)
{
	c->why = arena_alloc(t->arena, SENTENCES_MAX, sizeof *c->why);
	c->n_why = 0;
	return (struct writer) { .t = t, .c = c };
}

void
why_report(const struct text *t, const struct attribution *a,
    const struct stance *s, struct found_claim *c)
{
	struct writer w = start(t, c);

	report(&w, a);
	speaker(&w, a);
	stance(&w, s);
	buf_free(&w.b);
}

void
why_figure(const struct text *t, struct span figure, bool subject,
    struct found_claim *c)
{
	struct writer w = start(t, c);

	put_words(&w, figure);
	buf_puts(&w.b, " is given in the outlet's own words");
	buf_puts(&w.b,
	    subject ? ", with what it measures."
		    : "; what it measures is not clear.");
	end(&w);
	buf_free(&w.b);
}
