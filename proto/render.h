/*
 * render.h -- the contract's JSON forms (section 3) of what was found: used
 * by `extract` and by the sink's exports, so that both print one form.
 */
#ifndef PROTO_RENDER_H
#define PROTO_RENDER_H

#include "article.h"
#include "found.h"
#include "json.h"
#include "textmap.h"

/* FIGURE */
void render_figure(
    struct json *j, const struct textmap *m, const struct found_figure *f);

/*
 * The members of the object that `extract` prints for one article, without
 * the outer braces and without "layers": article, outlet, published, claims,
 * figures, times, entities, engine.  explain: each claim says its
 * "rule" and "why", an array of sentences.
 */
void render_found(struct json *j, const struct article *a,
    const struct textmap *m, const struct found *f, bool explain);

/* The names in list (struct article), as an array. */
void render_categories(struct json *j, struct span list);

/* An article record (section 2) as one JSON object, absent fields left out. */
void render_article(struct json *j, const struct article *a);

#endif
