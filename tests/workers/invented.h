/* invented.h -- what the extraction's tests share: a text climbs the ladder,
 * and what was found is looked at in words. */
#ifndef TESTS_WORKERS_INVENTED_H
#define TESTS_WORKERS_INVENTED_H

#include "proto/utf8.h"
#include "workers/engine.h"
#include "workers/entity.h"
#include "workers/namer.h"
#include "workers/quote.h"
#include "workers/sentence.h"
#include "workers/tagger.h"
#include "workers/token.h"

/* All stages up to the entities. */
static inline struct text
invented_text(const char *s, struct arena *arena)
{
	struct text t = { .bytes = span_of(s), .arena = arena };

	token_split(&t);
	quote_pair(&t);
	sentence_split(&t);
	tagger_run(&t);
	namer_find(&t);
	entity_find(&t);
	return t;
}

/* As told by an outlet at the address url, which may be empty. */
static inline struct found
invented_found_at(const char *s, const char *url, struct arena *arena)
{
	struct article a = { .text = span_of(s),
		.url = span_of(url),
		.published = SPAN("2031-03-05") };
	struct found f;
	struct buf why = { 0 };

	if (engine_extract(&a, arena, false, &f, NULL, &why) != RC_OK)
		f = (struct found) { 0 };
	buf_free(&why);
	return f;
}

static inline struct found
invented_found(const char *s, struct arena *arena)
{
	return invented_found_at(s, "", arena);
}

/* The words of r, cut out code point by code point. */
static inline struct span
invented_cut(const char *s, struct range r)
{
	struct span all = span_of(s);
	size_t from = utf8_offset(all, r.start), to = utf8_offset(all, r.end);

	return (struct span) { s + from, to - from };
}

#endif
