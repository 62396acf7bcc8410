/*
 * report.h -- the learned part of who said what: where the cues are, and for
 * a cue where its source and content begin and end.  Used by reports.c, which
 * decides, and by train/train_reports.c, which fits the weights; both see the
 * same features.
 *
 * A cue is found by a linear-chain model over the words' labels (begin, in,
 * out; Lafferty et al., ICML 2001), fitted as a CRF and decoded by exact
 * max-marginals in integers.  Source and content are spans of words, each
 * chosen among those that the best beginnings and the best ends make
 * (boundaries and whole span scored together, as the semi-Markov model of
 * Scheible et al., ACL 2016), the source first, the content given it.
 *
 * Spans are in words (frame.is_word): marks at their edges belong to nobody
 * here.
 */
#ifndef WORKERS_REPORT_H
#define WORKERS_REPORT_H

#include "workers/frame.h"
#include "workers/model.h"
#include "workers/sentence.h"

#define REPORT_CUES  MODEL_KIND('C', 'U', 'E', 'S')
#define REPORT_SPANS MODEL_KIND('A', 'R', 'G', 'S')

#define REPORT_FEATURES  160 /* at most, of anything here */
#define REPORT_SPREAD    120 /* words from a cue that spans may begin or end */
#define REPORT_SIEVE     8  /* beginnings and ends that are looked at closely */
#define REPORT_CLOSE     12 /* tokens in reach, below which half as many do */
#define REPORT_TOP       6  /* of them, those that are paired */
#define REPORT_PAIRS     14 /* pairs that are looked at as whole spans */
#define REPORT_SPANS_MAX (REPORT_PAIRS + 1)

enum report_label { REPORT_OUT, REPORT_BEGIN, REPORT_IN, REPORT_LABELS };

enum report_role { REPORT_SOURCE, REPORT_CONTENT, REPORT_MORE, REPORT_ROLES };

/* Tokens; last inclusive here, since both are words.  None: first > last. */
struct report_span {
	uint32_t first, last;
};
#define REPORT_NONE ((struct report_span) { 1, 0 })

static inline bool
report_is_none(struct report_span s)
{
	return s.first > s.last;
}

/* How a token lies to a cue as the beginning (end) of a span: all that first
 * looks, close looks and pairs ask again. */
struct report_place {
	uint32_t phrase; /* head of the largest one that begins (ends) there */
	uint32_t path;   /* from it to the cue, and the side */
	uint16_t gap;    /* what lies between */
	uint8_t away, edge; /* how far; of what it is the edge */
	bool after, known;
};

/* Tokens around a cue that report_start() takes in at most, and the cue. */
#define REPORT_REACH (2 * TEXT_WALK + SENTENCE_MAX)

/* A cue and what is known of its surroundings so far. */
struct report {
	const struct text *t;
	const struct frame *f;
	struct report_span cue;
	uint32_t head, tail;  /* the cue's main word; its last verb */
	uint32_t from, until; /* tokens that may belong to it, last exclusive */
	struct report_span source, content; /* those chosen */
	struct report_place *place; /* REPORT_REACH * 2, those of the tokens
				       from `from` on; NULL: none is kept */
};

/* Features of label choice at token i: their number. */
uint32_t report_cue_features(
    const struct text *t, const struct frame *f, uint32_t i, uint32_t *out);

/* Features of what label follows label prev at token i: their number. */
#define REPORT_STEPS 2
uint32_t report_cue_step(const struct text *t, const struct frame *f,
    uint32_t i, enum report_label prev, uint32_t *out);

/* Set all but source and content, which become none, and place, which is
 * NULL; spread: words from the cue to look at. */
void report_start(const struct text *t, const struct frame *f,
    struct report_span cue, uint32_t spread, struct report *r);

/* Keep places there (REPORT_REACH * 2) until the next cue: each is worked out
 * once for all roles and looks. */
void report_keep_places(struct report *r, struct report_place *there);

/*
 * May a span of that role begin (end) with token i?  Not within a noun phrase
 * or right behind a preposition, by the tree, nor outside of the cue's
 * sentence but for quotations: of PolNeAR's spans 98 to 99 in 100 remain, and
 * half of all tokens are never looked at.
 */
bool report_may_begin(
    const struct report *r, enum report_role role, uint32_t i);
bool report_may_end(const struct report *r, enum report_role role, uint32_t i);

/*
 * Features of a first look at i as a beginning (end): a handful, in the first
 * 2^REPORT_SIEVE_BITS rows, which fit the nearest cache.
 */
#define REPORT_SIEVE_BITS 14
uint32_t report_sieve_features(const struct report *r, enum report_role role,
    uint32_t i, bool first, uint32_t *out);

/* Features of a span's beginning (end) at i, of the whole span, and of there
 * being none. */
uint32_t report_first_features(
    const struct report *r, enum report_role role, uint32_t i, uint32_t *out);
uint32_t report_last_features(
    const struct report *r, enum report_role role, uint32_t i, uint32_t *out);
uint32_t report_pair_features(const struct report *r, enum report_role role,
    struct report_span s, uint32_t *out);
uint32_t report_none_features(
    const struct report *r, enum report_role role, uint32_t *out);

/* A span to choose from. */
struct report_choice {
	struct report_span span;
	int32_t score;
};

/* What sums up features: a model, or one that still learns. */
struct report_scorer {
	int32_t (*sum)(const void *of, const uint32_t *f, uint32_t n);
	const void *of;
	const struct model *ahead; /* whose rows to ask for early, or NULL */
};
struct report_scorer report_scorer(const struct model *m);

/*
 * The spans to choose from, best first; the last resort "none" is among them.
 * out holds REPORT_SPANS_MAX.  Returns how many.
 */
uint32_t report_choices(const struct report *r, enum report_role role,
    struct report_scorer by, struct report_choice *out);

/* A cue that may be one. */
struct report_cue {
	struct report_span span;
	int32_t margin; /* how much better the best labelling with it is than
			   the best without; below 0: it is not of the best */
};

/*
 * The likely cues of tokens first to last (exclusive; one sentence), whose
 * margin is at least floor, in order, not overlapping.  out holds one for
 * every token.  Returns how many.  SENTENCE_MAX tokens at most are looked at.
 */
uint32_t report_cues(const struct text *t, const struct frame *f,
    const struct model *m, uint32_t first, uint32_t last, int32_t floor,
    struct report_cue *out);

/* Note in f (frame.cue) which words are likely cues', for the features of
 * spans: what is reported seldom holds a cue.  Margins below REPORT_NOTED are
 * passed over. */
#define REPORT_NOTED -280
void report_note_cues(
    struct frame *f, const struct report_cue *cue, uint32_t n);

#define REPORT_PIECES 8

/* A report as found. */
struct report_result {
	struct report_span cue, source;
	struct report_span piece[REPORT_PIECES]; /* of the content, in order */
	uint32_t n_pieces;
	int32_t margin;       /* of the cue */
	int32_t source_lead;  /* over the second best choice */
	int32_t content_lead; /* likewise */
};

struct report_list {
	struct report_result *result; /* in the arena; by margin */
	uint32_t n, cap;
};

struct report_models {
	struct model cues, spans;
	int32_t floor; /* margin of a cue that is looked at */
};

/* All reports of the article; only those that are nobody else's words. */
void report_decode(const struct text *t, struct frame *f,
    const struct report_models *m, struct report_list *l);

#endif
