/* found.c -- what was found in one article: its encoding. */
#include "found.h"

#include <math.h>

uint32_t
found_range_from(const void *thing, size_t size, uint32_t n, uint32_t at)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct range *r = (const void *)((const char *)thing +
		    (size_t)mid * size);

		if (r->start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

#define TAG "FND"

/* Fields of each array on the wire, in order. */
enum { F_ENGINE = 2, F_CLAIMS, F_FIGURES, F_TIMES, F_ENTITIES, F_COUNT };
enum {
	C_KIND,
	C_SOURCE,
	C_CUE,
	C_CONTENT,
	C_SPEAKER,
	C_TYPE,
	C_ROLE,
	C_RULE,
	C_ACT,
	C_NEGATIVE,
	C_HEDGED,
	C_CONFIDENCE,
	C_FIGURES,
	C_KEY,
	C_MATTER,
	C_GIST,
	C_COUNT
};
enum {
	G_START,
	G_END,
	G_VALUE,
	G_LOW,
	G_HIGH,
	G_UNIT,
	G_MODIFIER,
	G_SUBJECT,
	G_COUNTED,
	G_AS_OF,
	G_DIRECTION,
	G_CHANGE,
	G_CURRENCY,
	G_MARKS,
	G_COUNT
};
enum { T_START, T_END, T_TYPE, T_VALUE, T_COUNT };
enum { E_NAME, E_TYPE, E_MENTIONS, E_COUNT };

/* --- words --- */

static const char *const kinds[] = { "direct", "mixed", "indirect", "figure" };
static const char *const types[] = { "PERSON", "ORG", "PLACE", "OTHER", NULL };
static const char *const acts[] = { "assert", "confirm", "deny", "promise",
	"predict", "demand", "criticise", "praise", "decline", "ask", "other" };
static const char *const directions[] = { NULL, "level", "rise", "fall",
	"threshold" };
static const char *const currencies[] = { NULL, "text", "outlet", "text" };
static const char *const timexes[] = { "date", "time", "duration", "set" };

const char *
found_kind_text(enum found_kind k)
{
	return kinds[k];
}

const char *
found_type_text(enum found_type t)
{
	return types[t];
}

const char *
found_act_text(enum found_act a)
{
	return acts[a];
}

const char *
found_direction_text(enum found_direction d)
{
	return directions[d];
}

const char *
found_timex_text(enum found_timex t)
{
	return timexes[t];
}

const char *
found_currency_text(enum found_currency c)
{
	return currencies[c];
}

/* --- writing --- */

static void
put_ranges(struct mp_out *m, const struct range *r, uint32_t n)
{
	mp_put_array(m, 2 * (size_t)n);
	for (uint32_t i = 0; i < n; i++) {
		mp_put_u64(m, r[i].start);
		mp_put_u64(m, r[i].end);
	}
}

static void
put_range(struct mp_out *m, bool there, const struct range *r)
{
	if (there)
		put_ranges(m, r, 1);
	else
		mp_put_nil(m);
}

static void
put_real(struct mp_out *m, bool there, double d)
{
	if (there)
		mp_put_real(m, d);
	else
		mp_put_nil(m);
}

static void
put_claim(struct mp_out *m, const struct found_claim *c)
{
	mp_put_array(m, C_COUNT);
	mp_put_u64(m, c->kind);
	put_range(m, c->has_source, &c->source);
	put_range(m, c->has_cue, &c->cue);
	put_ranges(m, c->content, c->n_content);
	mp_put_text(m, c->speaker);
	mp_put_u64(m, c->speaker_type);
	mp_put_text(m, c->role);
	mp_put_text(m, c->rule);
	mp_put_u64(m, c->act);
	mp_put_flag(m, c->negative);
	mp_put_flag(m, c->hedged);
	mp_put_real(m, c->confidence);
	mp_put_array(m, c->n_figures);
	for (uint32_t i = 0; i < c->n_figures; i++)
		mp_put_u64(m, c->figures[i]);
	mp_put_u64(m, c->key);
	mp_put_u64(m, c->matter);
	if (c->gist.p != NULL)
		mp_put_bin(m, c->gist.p, c->gist.n);
	else
		mp_put_nil(m);
}

static void
put_figure(struct mp_out *m, const struct found_figure *g)
{
	mp_put_array(m, G_COUNT);
	mp_put_u64(m, g->at.start);
	mp_put_u64(m, g->at.end);
	put_real(m, g->has_value, g->value);
	put_real(m, g->has_low, g->low);
	put_real(m, g->has_high, g->high);
	mp_put_text(m, g->unit);
	mp_put_text(m, g->modifier);
	mp_put_text(m, g->subject);
	mp_put_text(m, g->counted);
	mp_put_text(m, g->as_of);
	mp_put_u64(m, g->direction);
	mp_put_flag(m, g->is_change);
	/* an older sink knows no more than that the text says so */
	mp_put_u64(
	    m, g->currency == FOUND_BY_MARKS ? FOUND_BY_TEXT : g->currency);
	mp_put_flag(m, g->currency == FOUND_BY_MARKS);
}

static void
put_time(struct mp_out *m, const struct found_time *t)
{
	mp_put_array(m, T_COUNT);
	mp_put_u64(m, t->at.start);
	mp_put_u64(m, t->at.end);
	mp_put_u64(m, t->type);
	mp_put_text(m, t->value);
}

static void
put_entity(struct mp_out *m, const struct found_entity *e)
{
	mp_put_array(m, E_COUNT);
	mp_put_text(m, e->name);
	mp_put_u64(m, e->type);
	put_ranges(m, e->mentions, e->n_mentions);
}

void
found_encode(const struct found *f, struct buf *out)
{
	struct mp_out m;

	mp_message(&m, out, TAG, FOUND_VERSION, F_COUNT);
	mp_put_text(&m, f->engine);
	mp_put_array(&m, f->n_claims);
	for (uint32_t i = 0; i < f->n_claims; i++)
		put_claim(&m, &f->claims[i]);
	mp_put_array(&m, f->n_figures);
	for (uint32_t i = 0; i < f->n_figures; i++)
		put_figure(&m, &f->figures[i]);
	mp_put_array(&m, f->n_times);
	for (uint32_t i = 0; i < f->n_times; i++)
		put_time(&m, &f->times[i]);
	mp_put_array(&m, f->n_entities);
	for (uint32_t i = 0; i < f->n_entities; i++)
		put_entity(&m, &f->entities[i]);
}

/* --- reading: false means malformed, or r->rc says otherwise --- */

struct reading {
	struct arena *arena;
	uint32_t text_len;
	uint32_t fields; /* of the item at hand */
	enum rc rc;
	struct found f;
};

static bool
too_big(struct reading *r)
{
	r->rc = RC_TOOBIG;
	return false;
}

static bool
get_string(struct reading *r, const msgpack_object *o, struct span *s)
{
	if (!mp_text(o, s))
		return false;
	return s->n <= FOUND_STRING_MAX || too_big(r);
}

/* A number of an enumeration of n. */
static bool
get_word(const msgpack_object *o, uint32_t n, uint32_t *v)
{
	return mp_u32(o, v) && *v < n;
}

static bool
get_bounds(struct reading *r, const msgpack_object *o, struct range *at)
{
	return mp_u32(&o[0], &at->start) && mp_u32(&o[1], &at->end) &&
	    at->start <= at->end && at->end <= r->text_len;
}

static bool
get_ranges(struct reading *r, const msgpack_object *o, uint32_t max,
    struct range **out, uint32_t *n)
{
	const msgpack_object *f;
	uint32_t count;

	if (!mp_array(o, &f, &count) || count % 2 != 0)
		return false;
	if (count / 2 > max)
		return too_big(r);
	*n = count / 2;
	*out = arena_alloc(r->arena, *n, sizeof **out);
	for (uint32_t i = 0; i < *n; i++)
		if (!get_bounds(r, f + 2 * (size_t)i, &(*out)[i]))
			return false;
	return true;
}

static bool
get_range(
    struct reading *r, const msgpack_object *o, bool *there, struct range *at)
{
	const msgpack_object *f;
	uint32_t n;

	*there = o->type != MSGPACK_OBJECT_NIL;
	if (!*there)
		return true;
	return mp_array(o, &f, &n) && n == 2 && get_bounds(r, f, at);
}

/* Neither infinity nor NaN: the contract's JSON has no such numbers. */
static bool
get_real(const msgpack_object *o, bool *there, double *d)
{
	*there = o->type != MSGPACK_OBJECT_NIL;
	return !*there || (mp_real(o, d) && isfinite(*d));
}

static bool
get_indexes(
    struct reading *r, const msgpack_object *o, uint32_t **out, uint32_t *n)
{
	const msgpack_object *f;

	if (!mp_array(o, &f, n))
		return false;
	if (*n > FOUND_FIGURES_MAX)
		return too_big(r);
	*out = arena_alloc(r->arena, *n, sizeof **out);
	for (uint32_t i = 0; i < *n; i++)
		if (!mp_u32(&f[i], &(*out)[i]) || (*out)[i] >= r->f.n_figures)
			return false;
	return true;
}

static bool
get_claim_words(const msgpack_object *f, struct found_claim *c)
{
	uint32_t kind, type, act;

	if (!get_word(&f[C_KIND], FOUND_FIGURE + 1, &kind) ||
	    !get_word(&f[C_TYPE], FOUND_NOTYPE + 1, &type) ||
	    !get_word(&f[C_ACT], FOUND_OTHER_ACT + 1, &act))
		return false;
	c->kind = (enum found_kind)kind;
	c->speaker_type = (enum found_type)type;
	c->act = (enum found_act)act;
	return true;
}

/* Older workers do not send it. */
static bool
get_matter(const struct reading *r, const msgpack_object *f, uint64_t *matter)
{
	if (r->fields <= C_MATTER)
		return true;
	if (!mp_u64(&f[C_MATTER], matter))
		return false;
	if ((*matter & FOUND_SORT) == 1)
		*matter = 0;
	return true;
}

/* Likewise; what it holds is looked at by who uses it. */
static bool
get_gist(struct reading *r, const msgpack_object *f, struct span *gist)
{
	if (r->fields <= C_GIST || f[C_GIST].type == MSGPACK_OBJECT_NIL)
		return true;
	if (!mp_bin(&f[C_GIST], gist))
		return false;
	return gist->n <= FOUND_GIST_MAX || too_big(r);
}

static bool
get_claim(struct reading *r, const msgpack_object *f, void *item)
{
	struct found_claim *c = item;
	bool there;

	return get_claim_words(f, c) &&
	    get_range(r, &f[C_SOURCE], &c->has_source, &c->source) &&
	    get_range(r, &f[C_CUE], &c->has_cue, &c->cue) &&
	    get_ranges(r, &f[C_CONTENT], FOUND_PARTS_MAX, &c->content,
		&c->n_content) &&
	    c->n_content > 0 && get_string(r, &f[C_SPEAKER], &c->speaker) &&
	    get_string(r, &f[C_ROLE], &c->role) &&
	    get_string(r, &f[C_RULE], &c->rule) &&
	    mp_flag(&f[C_NEGATIVE], &c->negative) &&
	    mp_flag(&f[C_HEDGED], &c->hedged) &&
	    get_real(&f[C_CONFIDENCE], &there, &c->confidence) && there &&
	    c->confidence >= 0 && c->confidence <= 1 &&
	    get_indexes(r, &f[C_FIGURES], &c->figures, &c->n_figures) &&
	    mp_u64(&f[C_KEY], &c->key) && get_matter(r, f, &c->matter) &&
	    get_gist(r, f, &c->gist);
}

static bool
get_figure(struct reading *r, const msgpack_object *f, void *item)
{
	struct found_figure *g = item;
	uint32_t direction, currency = FOUND_NOCURRENCY;
	bool marks = false;

	if (!get_word(&f[G_DIRECTION], FOUND_THRESHOLD + 1, &direction) ||
	    (r->fields > G_CURRENCY &&
		!get_word(&f[G_CURRENCY], FOUND_BY_OUTLET + 1, &currency)) ||
	    (r->fields > G_MARKS && !mp_flag(&f[G_MARKS], &marks)))
		return false;
	g->currency = marks && currency == FOUND_BY_TEXT
	    ? FOUND_BY_MARKS
	    : (enum found_currency)currency;
	g->direction = (enum found_direction)direction;
	return get_bounds(r, &f[G_START], &g->at) &&
	    get_real(&f[G_VALUE], &g->has_value, &g->value) &&
	    get_real(&f[G_LOW], &g->has_low, &g->low) &&
	    get_real(&f[G_HIGH], &g->has_high, &g->high) &&
	    get_string(r, &f[G_UNIT], &g->unit) &&
	    get_string(r, &f[G_MODIFIER], &g->modifier) &&
	    get_string(r, &f[G_SUBJECT], &g->subject) &&
	    get_string(r, &f[G_COUNTED], &g->counted) &&
	    get_string(r, &f[G_AS_OF], &g->as_of) &&
	    mp_flag(&f[G_CHANGE], &g->is_change);
}

static bool
get_time(struct reading *r, const msgpack_object *f, void *item)
{
	struct found_time *t = item;
	uint32_t type;

	if (!get_word(&f[T_TYPE], FOUND_SET + 1, &type))
		return false;
	t->type = (enum found_timex)type;
	return get_bounds(r, &f[T_START], &t->at) &&
	    get_string(r, &f[T_VALUE], &t->value);
}

static bool
get_entity(struct reading *r, const msgpack_object *f, void *item)
{
	struct found_entity *e = item;
	uint32_t type;

	if (!get_word(&f[E_TYPE], FOUND_NOTYPE + 1, &type))
		return false;
	e->type = (enum found_type)type;
	return get_string(r, &f[E_NAME], &e->name) &&
	    get_ranges(
		r, &f[E_MENTIONS], UINT32_MAX, &e->mentions, &e->n_mentions);
}

/* A list of at most max arrays of at least fields fields each. */
struct list {
	uint32_t max, fields;
	size_t size; /* of one item */
	bool (*get)(struct reading *r, const msgpack_object *f, void *item);
};

static bool
get_list(struct reading *r, const struct list *l, const msgpack_object *o,
    void *out, uint32_t *n)
{
	const msgpack_object *f, *item;
	char *p;

	if (!mp_array(o, &f, n))
		return false;
	if (*n > l->max)
		return too_big(r);
	p = arena_alloc(r->arena, *n, l->size);
	memcpy(out, &p, sizeof p);
	for (uint32_t i = 0; i < *n; i++)
		if (!mp_array(&f[i], &item, &r->fields) ||
		    r->fields < l->fields || !l->get(r, item, p + i * l->size))
			return false;
	return true;
}

static enum rc
from_fields(const msgpack_object *f, void *arg)
{
	static const struct list claims = { FOUND_CLAIMS_MAX, C_MATTER,
		sizeof(struct found_claim), get_claim };
	static const struct list figures = { FOUND_FIGURES_MAX, G_CURRENCY,
		sizeof(struct found_figure), get_figure };
	static const struct list times = { FOUND_TIMES_MAX, T_COUNT,
		sizeof(struct found_time), get_time };
	static const struct list entities = { FOUND_NAMES_MAX, E_COUNT,
		sizeof(struct found_entity), get_entity };
	struct reading *r = arg;
	struct found *t = &r->f;

	/* Figures first: claims point at them. */
	if (get_string(r, &f[F_ENGINE], &t->engine) &&
	    get_list(r, &figures, &f[F_FIGURES], &t->figures, &t->n_figures) &&
	    get_list(r, &claims, &f[F_CLAIMS], &t->claims, &t->n_claims) &&
	    get_list(r, &times, &f[F_TIMES], &t->times, &t->n_times) &&
	    get_list(
		r, &entities, &f[F_ENTITIES], &t->entities, &t->n_entities))
		return RC_OK;
	return r->rc;
}

enum rc
found_decode(
    struct span in, uint32_t text_len, struct arena *arena, struct found *f)
{
	static const struct mp_form form = { TAG, FOUND_VERSION, F_COUNT };
	struct reading r = {
		.arena = arena, .text_len = text_len, .rc = RC_BADMSG
	};
	enum rc rc = mp_read(in, &form, from_fields, &r);

	if (rc == RC_OK)
		*f = r.f;
	return rc;
}
