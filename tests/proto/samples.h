/* samples.h -- an invented article's finds, for more than one test. */
#ifndef TESTS_PROTO_SAMPLES_H
#define TESTS_PROTO_SAMPLES_H

#include "proto/article.h"
#include "proto/found.h"

/* "We won't", said Mayor Ada Quill. Prices rose 4%. (with curly quotes) */
#define SAMPLE_TEXT                                          \
	"\xe2\x80\x9cWe won\xe2\x80\x99t,\xe2\x80\x9d said " \
	"Mayor Ada Quill. Prices rose 4%."
#define SAMPLE_LENGTH 49 /* code points */

static struct range sample_content[] = { { 0, 11 } };
static uint32_t sample_indexes[] = { 0 };
static struct range sample_mentions[] = { { 17, 32 }, { 23, 32 } };
static struct found_claim sample_claims[] = {
	{
	    .kind = FOUND_DIRECT,
	    .has_source = true,
	    .has_cue = true,
	    .source = { 17, 32 },
	    .cue = { 12, 16 },
	    .content = sample_content,
	    .n_content = 1,
	    .speaker = SPAN("Ada Quill"),
	    .speaker_type = FOUND_PERSON,
	    .role = SPAN("Mayor"),
	    .rule = SPAN("quote-cue"),
	    .act = FOUND_DENY,
	    .negative = true,
	    .confidence = 0.75,
	    .key = 0xfeedfacecafebeef,
	    .matter = 0xfeedfacedecafbac | FOUND_DENIES,
	},
	{
	    .kind = FOUND_FIGURE,
	    .content = sample_content,
	    .n_content = 1,
	    .speaker_type = FOUND_NOTYPE,
	    .act = FOUND_OTHER_ACT,
	    .hedged = true,
	    .confidence = 1,
	    .figures = sample_indexes,
	    .n_figures = 1,
	},
};
static struct found_figure sample_figures[] = { {
    .at = { 46, 48 },
    .has_value = true,
    .value = 4,
    .unit = SPAN("percent"),
    .subject = SPAN("prices"),
    .direction = FOUND_RISE,
    .is_change = true,
} };
static struct found_time sample_times[] = { { { 0, 1 }, FOUND_DATE,
    SPAN("2026-01-02") } };
static struct found_entity sample_entities[] = { { SPAN("Ada Quill"),
    FOUND_PERSON, sample_mentions, 2 } };

static const struct found sample_found = {
	.engine = SPAN("plain 0.1.0"),
	.claims = sample_claims,
	.figures = sample_figures,
	.times = sample_times,
	.entities = sample_entities,
	.n_claims = 2,
	.n_figures = 1,
	.n_times = 1,
	.n_entities = 1,
};

static const struct article sample_article = {
	.id = SPAN("a-17"),
	.outlet = SPAN("Northfield Courier"),
	.published = SPAN("2026-01-02T03:04:05+01:00"),
	.text = SPAN(SAMPLE_TEXT),
};

#endif
