/* render.c -- the contract's JSON forms of what was found. */
#include "render.h"

static void
member(struct json *j, const char *key, struct span s)
{
	json_key(j, key);
	json_str_or_null(j, s);
}

static void
number(struct json *j, const char *key, bool there, double d)
{
	json_key(j, key);
	if (there)
		json_real(j, d);
	else
		json_null(j);
}

/* The members of SPAN, with which FIGURE and times begin too. */
static void
bounds(struct json *j, const struct textmap *m, struct range r)
{
	json_key(j, "start");
	json_int(j, r.start);
	json_key(j, "end");
	json_int(j, r.end);
	json_key(j, "exact");
	json_str(j, textmap_cut(m, r));
}

/* SPAN: {"start","end","exact"} */
static void
span_object(struct json *j, const struct textmap *m, struct range r)
{
	json_open(j, '{');
	bounds(j, m, r);
	json_close(j, '}');
}

void
render_figure(
    struct json *j, const struct textmap *m, const struct found_figure *f)
{
	json_open(j, '{');
	bounds(j, m, f->at);
	number(j, "value", f->has_value, f->value);
	member(j, "unit", f->unit);
	number(j, "low", f->has_low, f->low);
	number(j, "high", f->has_high, f->high);
	member(j, "modifier", f->modifier);
	member(j, "subject", f->subject);
	member(j, "counted", f->counted);
	member(j, "direction", span_of(found_direction_text(f->direction)));
	json_key(j, "is_change");
	json_bool(j, f->is_change);
	member(j, "as_of", f->as_of);
	if (f->currency != FOUND_NOCURRENCY)
		member(j, "currency_from",
		    span_of(found_currency_text(f->currency)));
	json_close(j, '}');
}

static void
speaker(struct json *j, const struct found_claim *c)
{
	json_key(j, "speaker");
	if (c->speaker.p == NULL) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	member(j, "name", c->speaker);
	member(j, "type", span_of(found_type_text(c->speaker_type)));
	member(j, "role", c->role);
	json_close(j, '}');
}

static void
span_or_null(struct json *j, const char *key, const struct textmap *m,
    bool there, struct range r)
{
	json_key(j, key);
	if (there)
		span_object(j, m, r);
	else
		json_null(j);
}

static void
content(struct json *j, const struct textmap *m, const struct found_claim *c)
{
	json_key(j, "content");
	json_open(j, '[');
	for (uint32_t i = 0; i < c->n_content; i++)
		span_object(j, m, c->content[i]);
	json_close(j, ']');
}

static void
claim_members(struct json *j, const struct textmap *m, const struct found *f,
    const struct found_claim *c)
{
	member(j, "kind", span_of(found_kind_text(c->kind)));
	span_or_null(j, "source", m, c->has_source, c->source);
	span_or_null(j, "cue", m, c->has_cue, c->cue);
	content(j, m, c);
	speaker(j, c);
	member(j, "act", span_of(found_act_text(c->act)));
	member(j, "polarity", span_of(c->negative ? "-" : "+"));
	json_key(j, "hedged");
	json_bool(j, c->hedged);
	json_key(j, "confidence");
	json_real(j, c->confidence);
	json_key(j, "figures");
	json_open(j, '[');
	for (uint32_t i = 0; i < c->n_figures; i++)
		render_figure(j, m, &f->figures[c->figures[i]]);
	json_close(j, ']');
}

static void
entity(struct json *j, const struct found_entity *e)
{
	json_open(j, '{');
	member(j, "name", e->name);
	member(j, "type", span_of(found_type_text(e->type)));
	json_key(j, "mentions");
	json_open(j, '[');
	for (uint32_t i = 0; i < e->n_mentions; i++) {
		json_open(j, '[');
		json_int(j, e->mentions[i].start);
		json_int(j, e->mentions[i].end);
		json_close(j, ']');
	}
	json_close(j, ']');
	json_close(j, '}');
}

static void
reasons(struct json *j, const struct found_claim *c)
{
	member(j, "rule", c->rule);
	json_key(j, "why");
	json_open(j, '[');
	for (uint32_t i = 0; i < c->n_why; i++)
		json_str(j, c->why[i]);
	json_close(j, ']');
}

/* A figure within a statement, which is printed with its figures. */
static bool
is_within(const struct found_claim *c)
{
	return c->kind == FOUND_FIGURE &&
	    (c->has_source || c->has_cue || c->speaker.p != NULL);
}

static void
claims(struct json *j, const struct textmap *m, const struct found *f,
    bool explain)
{
	json_key(j, "claims");
	json_open(j, '[');
	for (uint32_t i = 0; i < f->n_claims; i++) {
		if (is_within(&f->claims[i]))
			continue;
		json_open(j, '{');
		claim_members(j, m, f, &f->claims[i]);
		if (explain)
			reasons(j, &f->claims[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
times(struct json *j, const struct textmap *m, const struct found *f)
{
	json_key(j, "times");
	json_open(j, '[');
	for (uint32_t i = 0; i < f->n_times; i++) {
		const struct found_time *t = &f->times[i];

		json_open(j, '{');
		bounds(j, m, t->at);
		member(j, "type", span_of(found_timex_text(t->type)));
		member(j, "value", t->value);
		json_close(j, '}');
	}
	json_close(j, ']');
}

void
render_found(struct json *j, const struct article *a, const struct textmap *m,
    const struct found *f, bool explain)
{
	char hex[HASH_HEX_MAX];

	member(j, "article", article_name(a, hex));
	member(j, "outlet", a->outlet);
	member(j, "published", a->published);
	claims(j, m, f, explain);
	json_key(j, "figures");
	json_open(j, '[');
	for (uint32_t i = 0; i < f->n_figures; i++)
		render_figure(j, m, &f->figures[i]);
	json_close(j, ']');
	times(j, m, f);
	json_key(j, "entities");
	json_open(j, '[');
	for (uint32_t i = 0; i < f->n_entities; i++)
		entity(j, &f->entities[i]);
	json_close(j, ']');
	member(j, "engine", f->engine);
}

static void
present(struct json *j, const char *key, struct span s)
{
	if (s.p == NULL)
		return;
	json_key(j, key);
	json_str(j, s);
}

void
render_categories(struct json *j, struct span list)
{
	struct span one;

	json_open(j, '[');
	while ((one = article_category(&list)).n > 0)
		json_str(j, one);
	json_close(j, ']');
}

void
render_article(struct json *j, const struct article *a)
{
	json_open(j, '{');
	present(j, "id", a->id);
	present(j, "url", a->url);
	present(j, "guid", a->guid);
	present(j, "outlet", a->outlet);
	present(j, "source", a->source);
	present(j, "title", a->title);
	present(j, "byline", a->byline);
	present(j, "published", a->published);
	present(j, "updated", a->updated);
	present(j, "lang", a->lang);
	if (a->categories.n > 0) {
		json_key(j, "categories");
		render_categories(j, a->categories);
	}
	present(j, "text", a->text);
	json_close(j, '}');
}
