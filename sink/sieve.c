/* sieve.c -- the contract's filters. */
#include "sieve.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "proto/jsonin.h"

/* ---- reading ---- */

typedef enum rc set_fn(struct query_filter *f, const char *v, struct buf *why);

static enum rc
refuse(struct buf *why, const char *what)
{
	buf_clear(why);
	buf_puts(why, what);
	return RC_REFUSED;
}

static enum rc
set_speaker(struct query_filter *f, const char *v, struct buf *why)
{
	(void)why;
	f->speaker = span_of(v);
	return RC_OK;
}

static enum rc
set_outlet(struct query_filter *f, const char *v, struct buf *why)
{
	(void)why;
	f->outlet = span_of(v);
	return RC_OK;
}

static enum rc
set_kind(struct query_filter *f, const char *v, struct buf *why)
{
	if (!query_known_kind(span_of(v)))
		return refuse(why, "direct, mixed, indirect or figure");
	f->kind = span_of(v);
	return RC_OK;
}

static enum rc
set_status(struct query_filter *f, const char *v, struct buf *why)
{
	if (!query_known_status(span_of(v)))
		return refuse(why,
		    "reported, corroborated, disputed, revised or withdrawn");
	f->status = span_of(v);
	return RC_OK;
}

static enum rc
set_type(struct query_filter *f, const char *v, struct buf *why)
{
	if (!query_known_type(span_of(v)) && strcmp(v, "claim") != 0 &&
	    strcmp(v, "article") != 0)
		return refuse(why,
		    "claim, article, or a type as claim.new, claim.revised, "
		    "article.new");
	f->type = span_of(v);
	return RC_OK;
}

static enum rc
set_text(struct query_filter *f, const char *v, struct buf *why)
{
	(void)why;
	f->text = span_of(v);
	return RC_OK;
}

static enum rc
set_unit(struct query_filter *f, const char *v, struct buf *why)
{
	(void)why;
	f->unit = span_of(v);
	return RC_OK;
}

static enum rc
set_min_origins(struct query_filter *f, const char *v, struct buf *why)
{
	char *end;
	long n = strtol(v, &end, 10);

	if (end == v || *end != '\0' || n < 0 || n > 1000000)
		return refuse(why, "a whole number");
	f->min_origins = n;
	return RC_OK;
}

static enum rc
set_real(const char *v, bool *has, double *to, struct buf *why)
{
	char *end;
	double d = strtod(v, &end);

	if (end == v || *end != '\0' || !isfinite(d))
		return refuse(why, "a number");
	*has = true;
	*to = d;
	return RC_OK;
}

static enum rc
set_value_min(struct query_filter *f, const char *v, struct buf *why)
{
	return set_real(v, &f->has_value_min, &f->value_min, why);
}

static enum rc
set_value_max(struct query_filter *f, const char *v, struct buf *why)
{
	return set_real(v, &f->has_value_max, &f->value_max, why);
}

static enum rc
set_changed_by_min(struct query_filter *f, const char *v, struct buf *why)
{
	return set_real(v, &f->has_changed_by_min, &f->changed_by_min, why);
}

static const struct {
	const char *name;
	set_fn *set;
} filters[] = {
	{ "speaker", set_speaker },
	{ "outlet", set_outlet },
	{ "kind", set_kind },
	{ "status", set_status },
	{ "type", set_type },
	{ "q", set_text },
	{ "min_origins", set_min_origins },
	{ "unit", set_unit },
	{ "value_min", set_value_min },
	{ "value_max", set_value_max },
	{ "changed_by_min", set_changed_by_min },
};

/* Equal, but for '-' that stands for '_'. */
static bool
is_name(const char *name, const char *given)
{
	for (; *name != '\0'; name++, given++)
		if (*name != *given && !(*name == '_' && *given == '-'))
			return false;
	return *given == '\0';
}

enum rc
sieve_set(struct query_filter *f, const char *name, const char *value,
    struct buf *why)
{
	for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
		if (is_name(filters[i].name, name))
			return filters[i].set(f, value, why);
	return RC_NOENT;
}

/* ---- words ---- */

/* s as words, owned by the caller. */
static char *
as_words(struct span s)
{
	struct buf b = { 0 };

	fold_words(s, &b);
	buf_append(&b, "", 1);
	return b.p;
}

/* One term of a query, in order; false at its end. */
static bool
next_term(struct span *q, struct span *term, bool *prefix)
{
	const char *end;

	while (q->n > 0 && (*q->p == ' ' || *q->p == '\t'))
		*q = (struct span) { q->p + 1, q->n - 1 };
	if (q->n == 0)
		return false;
	if (*q->p == '"') {
		*q = (struct span) { q->p + 1, q->n - 1 };
		end = memchr(q->p, '"', q->n);
	} else {
		end = memchr(q->p, ' ', q->n);
	}
	if (end == NULL)
		end = q->p + q->n;
	*term = (struct span) { q->p, (size_t)(end - q->p) };
	*q = (struct span) { end, q->n - term->n };
	if (q->n > 0)
		*q = (struct span) { q->p + 1, q->n - 1 };
	*prefix = term->n > 1 && term->p[term->n - 1] == '*';
	return true;
}

static bool
has_term(const char *words, struct span term, bool prefix)
{
	char *t = as_words(term);
	size_t n = strlen(t);
	bool has;

	if (prefix && n > 1)
		t[n - 1] = '\0'; /* it may go on */
	has = n <= 1 || strstr(words, t) != NULL;
	free(t);
	return has;
}

static bool
has_words(struct span text, struct span query)
{
	char *words = as_words(text);
	struct span term;
	bool prefix, all = true;

	while (all && next_term(&query, &term, &prefix))
		all = has_term(words, term, prefix);
	free(words);
	return all;
}

/* ---- one change ---- */

static bool
number(struct json_object *o, const char *key, double *v)
{
	struct json_object *m = jsonin_member(o, key);

	if (m == NULL ||
	    (!json_object_is_type(m, json_type_int) &&
		!json_object_is_type(m, json_type_double)))
		return false;
	*v = json_object_get_double(m);
	return true;
}

/* "claim" is the type of all that begin with "claim.". */
static bool
type_matches(struct span want, struct span type)
{
	if (want.n == 0 || span_eq(want, type))
		return true;
	return type.n > want.n && memcmp(type.p, want.p, want.n) == 0 &&
	    type.p[want.n] == '.';
}

/* Part of the name, case and marks aside. */
static bool
part_matches(struct span want, struct span name)
{
	char *w = as_words(want), *n = as_words(name);
	size_t len = strlen(w);
	bool has;

	w[len > 1 ? len - 1 : 0] = '\0'; /* without the blanks around it */
	has = len > 1 && strstr(n, w + 1) != NULL;
	free(w);
	free(n);
	return has;
}

static bool
speaker_matches(struct span want, struct json_object *claim)
{
	struct json_object *speaker = jsonin_member(claim, "speaker");

	if (want.n == 0)
		return true;
	return span_eq(want, jsonin_string(speaker, "id")) ||
	    part_matches(want, jsonin_string(speaker, "name"));
}

/* Any of the places where a change names an outlet. */
static bool
outlet_matches(struct span want, struct json_object *change)
{
	struct json_object *cause = jsonin_member(change, "cause");

	return want.n == 0 ||
	    part_matches(want, jsonin_string(change, "outlet")) ||
	    part_matches(want, jsonin_string(cause, "outlet"));
}

static bool
figure_matches(const struct query_filter *f, struct json_object *claim)
{
	struct json_object *figure = jsonin_member(claim, "figure");
	double v;

	if (f->unit.n > 0 && !span_eq(f->unit, jsonin_string(figure, "unit")))
		return false;
	if (!f->has_value_min && !f->has_value_max)
		return true;
	return number(figure, "value", &v) &&
	    (!f->has_value_min || v >= f->value_min) &&
	    (!f->has_value_max || v <= f->value_max);
}

static bool
figure_moved(const struct query_filter *f, struct json_object *change)
{
	double one, other;

	if (!f->has_changed_by_min)
		return true;
	return number(jsonin_member(jsonin_member(change, "claim"), "figure"),
		   "value", &one) &&
	    number(jsonin_member(jsonin_member(change, "other"), "figure"),
		"value", &other) &&
	    fabs(one - other) >= f->changed_by_min;
}

static bool
words_match(const struct query_filter *f, struct json_object *change)
{
	struct span text = jsonin_string(
	    jsonin_member(change, "claim"), "text");

	if (f->text.n == 0)
		return true;
	if (text.p == NULL)
		text = jsonin_string(change, "title");
	return text.p != NULL && has_words(text, f->text);
}

static bool
asks_about_claims(const struct query_filter *f)
{
	return f->speaker.n > 0 || f->kind.n > 0 || f->status.n > 0 ||
	    f->min_origins > 0 || f->unit.n > 0 || f->has_value_min ||
	    f->has_value_max || f->has_changed_by_min;
}

static bool
claim_matches(const struct query_filter *f, struct json_object *claim)
{
	double origins = 0;

	if (f->kind.n > 0 && !span_eq(f->kind, jsonin_string(claim, "kind")))
		return false;
	if (f->status.n > 0 &&
	    !span_eq(f->status, jsonin_string(claim, "status")))
		return false;
	if (f->min_origins > 0 &&
	    (!number(claim, "origins", &origins) ||
		origins < (double)f->min_origins))
		return false;
	return speaker_matches(f->speaker, claim) && figure_matches(f, claim);
}

bool
sieve_match(const struct query_filter *f, struct json_object *change)
{
	struct json_object *claim = jsonin_member(change, "claim");

	if (!type_matches(f->type, jsonin_string(change, "type")))
		return false;
	if (asks_about_claims(f) && (claim == NULL || !claim_matches(f, claim)))
		return false;
	return outlet_matches(f->outlet, change) && words_match(f, change) &&
	    figure_moved(f, change);
}
