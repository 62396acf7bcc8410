/* unit.c -- units. */
#include "workers/en/unit.h"

#include "proto/buf.h"
#include "workers/en/gloss.h"
#include "workers/token.h"

#define NAME_WORDS 4  /* of one unit */
#define NAME_BYTES 64 /* bytes */

static const struct unit_row *
look_up(const struct unit_row *rows, size_t n, struct span w)
{
	return span_find(rows, n, sizeof *rows, w);
}

#define LOOK_UP(table, w) look_up(table, table##_count, w)

static bool
set_kind(struct unit *u, const struct unit_row *row, enum unit_kind kind,
    uint32_t last)
{
	if (row == NULL)
		return false;
	*u = (struct unit) {
		.name = row->unit, .kind = kind, .scale = 1, .last = last
	};
	return true;
}

static bool
set(struct unit *u, const struct unit_row *row, uint32_t last)
{
	return set_kind(u, row, UNIT_MONEY, last);
}

static bool
set_symbol(struct unit *u, struct span w, uint32_t last)
{
	return set_kind(u, LOOK_UP(unit_symbols, w), UNIT_MEASURE, last);
}

static bool
set_name(struct unit *u, struct span w, uint32_t last)
{
	return set_kind(u, LOOK_UP(unit_names, w), UNIT_MEASURE, last) ||
	    set(u, LOOK_UP(unit_money, w), last);
}

static struct span
bytes_of(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	return (struct span) { t->bytes.p + k->at, k->size };
}

static bool
touches(const struct text *t, uint32_t i, uint32_t limit)
{
	return i < limit && !t->token[i].space && !t->token[i].para;
}

/* ---- money before the number ---- */

/* Does a number in digits start at token i? */
static bool
number_at(const struct text *t, uint32_t i, uint32_t limit)
{
	if (i >= limit || t->token[i].para)
		return false;
	if (t->token[i].kind == TOKEN_NUMBER)
		return true;
	return (t->token[i].mark == '-' || t->token[i].mark == '.') &&
	    touches(t, i + 1, limit) && t->token[i + 1].kind == TOKEN_NUMBER;
}

/* The letters that a token with digits begins with: 2 of "RM23". */
static size_t
letters(struct span s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z'))
		n++;
	return n < s.n && s.p[n] >= '0' && s.p[n] <= '9' ? n : 0;
}

/* A sign by letters and "$", in the case that the table has or in capitals. */
static const struct unit_row *
sign_of(struct span a, struct span b)
{
	char s[16];
	const struct unit_row *row;

	if (a.n + b.n > sizeof s)
		return NULL;
	memcpy(s, a.p, a.n);
	memcpy(s + a.n, b.p, b.n);
	row = LOOK_UP(unit_signs, ((struct span) { s, a.n + b.n }));
	if (row != NULL)
		return row;
	for (size_t i = 0; i < a.n + b.n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			s[i] = (char)(s[i] - 'a' + 'A');
	return LOOK_UP(unit_signs, ((struct span) { s, a.n + b.n }));
}

/* "MUSD", "MEUR": millions. */
static bool
code_of(struct span w, struct unit *u, uint32_t last)
{
	bool million = w.n == 4 && w.p[0] == 'M';

	if (million)
		w = (struct span) { w.p + 1, 3 };
	if (w.n != 3)
		return false;
	if (!set(u, LOOK_UP(unit_codes, w), last)) {
		char s[3];

		/* "usd", and not "all" or "try" */
		for (size_t i = 0; i < 3; i++)
			s[i] = (char)(w.p[i] & ~0x20);
		if (w.p[0] < 'a' || memcmp(s + 2, "D", 1) != 0 ||
		    !set(
			u, LOOK_UP(unit_codes, ((struct span) { s, 3 })), last))
			return false;
	}
	u->scale = million ? 1e6 : 1;
	return true;
}

/* "RM23", "USD115", "PS8": letters and digits in one token. */
static bool
glued(const struct text *t, uint32_t i, struct span sign, struct unit *u)
{
	struct span s = bytes_of(t, i);
	size_t n = letters(s);
	struct span w = { s.p, n };

	if (n == 0 || n > 4)
		return false;
	if (sign.n > 0) {
		if (!set(u, sign_of(sign, w), i))
			return false;
	} else if (!set(u, LOOK_UP(unit_signs, w), i) && !code_of(w, u, i)) {
		return false;
	}
	u->skip = n;
	return true;
}

bool
unit_before(const struct text *t, uint32_t i, uint32_t limit, struct unit *u)
{
	const struct token *k = &t->token[i];
	struct span none = { NULL, 0 };

	u->name = NULL;
	if (k->kind == TOKEN_MARK) {
		if (i + 1 >= limit || t->token[i + 1].para)
			return false;
		if (number_at(t, i + 1, limit))
			return set(
			    u, LOOK_UP(unit_signs, bytes_of(t, i)), i + 1);
		/* "$US55", "$A82" */
		return k->mark == '$' && touches(t, i + 1, limit) &&
		    glued(t, i + 1, bytes_of(t, i), u);
	}
	if (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER)
		return false;
	if (glued(t, i, none, u))
		return true;
	if (i + 1 >= limit || k->size > 5)
		return false;
	/* "Y=590" */
	if (t->token[i + 1].mark == '=' && touches(t, i + 1, limit) &&
	    touches(t, i + 2, limit) && number_at(t, i + 2, limit))
		return set(
		    u, sign_of(bytes_of(t, i), bytes_of(t, i + 1)), i + 2);
	/* "C $5", and not "a $5 fee" */
	if (t->token[i + 1].mark == '$' && number_at(t, i + 2, limit) &&
	    (touches(t, i + 1, limit) || k->size > 1 || token_is(t, i, "c")))
		return set(
		    u, sign_of(bytes_of(t, i), bytes_of(t, i + 1)), i + 2);
	if (!number_at(t, i + 1, limit) || k->kind != TOKEN_WORD)
		return false;
	return set(u, LOOK_UP(unit_signs, bytes_of(t, i)), i + 1) ||
	    code_of(bytes_of(t, i), u, i + 1);
}

/* ---- behind the number ---- */

/* The letters in the number's own token: "640bhp", "3h", "115USD", "100元". */
static bool
own_tail(const struct number *n, struct unit *u)
{
	char low[8];
	const struct gloss *w;

	if (set_symbol(u, n->tail, n->last) ||
	    set(u, LOOK_UP(unit_signs, n->tail), n->last) ||
	    code_of(n->tail, u, n->last))
		return true;
	if (n->tail.n >= sizeof low)
		return false;
	for (size_t i = 0; i < n->tail.n; i++)
		low[i] = (char)(n->tail.p[i] | 0x20);
	w = gloss_look_up((struct span) { low, n->tail.n });
	if (w->is & GLOSS_UNIT) {
		*u = (struct unit) { .name = w->code,
			.kind = UNIT_TIME,
			.scale = 1,
			.last = n->last };
		return true;
	}
	return set_name(u, (struct span) { low, n->tail.n }, n->last);
}

/* The longest name of the table that starts at token i. */
static bool
name_at(const struct text *t, uint32_t i, uint32_t limit, struct unit *u)
{
	char key[NAME_BYTES];
	size_t n = 0, words = 0;
	bool found = false;

	for (; i < limit && words < NAME_WORDS; i++) {
		const struct token *k = &t->token[i];
		char low[LEXICON_WORD_MAX];
		struct span w;

		if (k->mark == '-' && words > 0 && touches(t, i + 1, limit))
			continue;
		if (k->kind != TOKEN_WORD || (words > 0 && k->para))
			break;
		w = token_lower(t, i, low);
		if (w.n == 0 || n + w.n + 1 > sizeof key)
			break;
		if (words++ > 0)
			key[n++] = ' ';
		memcpy(key + n, w.p, w.n);
		n += w.n;
		found |= set_name(u, (struct span) { key, n }, i + 1);
	}
	return found;
}

/* A symbol of up to three tokens that touch: "km/h", "°C", "W". */
static bool
symbol_at(const struct text *t, uint32_t i, uint32_t limit, struct unit *u)
{
	size_t at = t->token[i].at;
	bool found = false;

	for (uint32_t k = i; k < limit && k < i + 3; k++) {
		size_t end = t->token[k].at + t->token[k].size;
		struct span w = { t->bytes.p + at, end - at };

		if (k > i && !touches(t, k, limit))
			break;
		/* "6 in the city", "10 C", but "10 in." */
		if (k == i && t->token[i].space && w.n == 1 &&
		    strchr("mgtlC", w.p[0]) != NULL && k + 1 < limit &&
		    t->token[k + 1].kind == TOKEN_WORD && w.p[0] != 'C')
			continue;
		if (w.n == 2 && memcmp(w.p, "in", 2) == 0 && k + 1 < limit &&
		    t->token[k + 1].kind != TOKEN_MARK)
			continue;
		found |= set_symbol(u, w, k + 1);
	}
	return found;
}

/* "-year-old", "years old", "years of age", "yo". */
static bool
age_at(const struct text *t, uint32_t i, uint32_t limit, struct unit *u)
{
	static const char *const old[] = { "old", "olds", NULL };
	static const char *const units[] = { "day", "week", "month", "year",
		NULL };
	bool hyphen = number_hyphen(t, i, limit);
	uint32_t at = i + hyphen, end;
	size_t k = 0;

	*u = (struct unit) { .kind = UNIT_AGE, .scale = 1 };
	if (at < limit && token_is(t, at, "yo")) {
		u->name = "duration:year";
		u->last = at + 1;
		return true;
	}
	if (at + 1 >= limit || !gloss_is(t, at, GLOSS_UNIT))
		return false;
	while (units[k] != NULL && !token_is(t, at, units[k]) &&
	    strncasecmp(
		t->bytes.p + t->token[at].at, units[k], strlen(units[k])) != 0)
		k++;
	end = at + 1 + number_hyphen(t, at + 1, limit);
	if (units[k] == NULL || end >= limit || !token_among(t, end, old))
		return false;
	u->last = end + 1;
	if (end > at + 1)
		u->name = k == 3 ? "year-old"
		    : k == 2     ? "month-old"
		    : k == 1     ? "week-old"
				 : "day-old";
	else
		u->name = k == 3 ? "duration:year"
		    : k == 2     ? "duration:month"
		    : k == 1     ? "duration:week"
				 : "duration:day";
	return true;
}

/* "$75 U.S.", "$3 million Canadian" are read as far as money goes; here the
 * sign behind: "10 €", "10 $". */
static bool
sign_after(const struct text *t, uint32_t i, uint32_t limit, struct unit *u)
{
	if (t->token[i].kind != TOKEN_MARK)
		return false;
	if (touches(t, i + 1, limit) && t->token[i].space &&
	    number_at(t, i + 1, limit))
		return false; /* it belongs to the next number */
	return set(u, LOOK_UP(unit_signs, bytes_of(t, i)), i + 1);
}

static bool
time_at(
    const struct text *t, uint32_t i, const struct number *n, struct unit *u)
{
	const struct gloss *w = gloss_of(t, i);

	if (!(w->is & GLOSS_UNIT) ||
	    ((w->is & GLOSS_ORDINAL) && n->value == (int64_t)n->value &&
		t->token[i - 1].mark != '-'))
		return false;
	*u = (struct unit) {
		.name = w->code, .kind = UNIT_TIME, .scale = 1, .last = i + 1
	};
	return true;
}

/* What a fraction is of: "half a mile", "1/16 of a US pint". */
static bool
part_at(const struct text *t, const struct number *n, uint32_t limit,
    struct unit *u)
{
	uint32_t i = n->last;

	if (!n->fraction || i + 1 >= limit || t->token[i].para)
		return false;
	i += token_is(t, i, "of");
	if (!token_is(t, i, "a") && !token_is(t, i, "an"))
		return false;
	i++;
	i += i < limit && (token_is(t, i, "us") || token_is(t, i, "imperial"));
	return i < limit && (time_at(t, i, n, u) || name_at(t, i, limit, u));
}

bool
unit_after(const struct text *t, const struct number *n, uint32_t limit,
    struct unit *u)
{
	uint32_t i = n->last;

	u->name = NULL;
	if (n->tail.n > 0)
		return own_tail(n, u);
	if (age_at(t, i, limit, u))
		return true;
	u->name = NULL;
	if (part_at(t, n, limit, u))
		return true;
	u->name = NULL;
	if (number_hyphen(t, i, limit))
		i++;
	if (i >= limit || t->token[i].para)
		return false;
	if (t->token[i].mark == '(' && i + 2 < limit &&
	    t->token[i + 2].mark == ')' && symbol_at(t, i + 1, limit, u) &&
	    u->last == i + 2) {
		u->last++;
		return true;
	}
	return time_at(t, i, n, u) || name_at(t, i, limit, u) ||
	    symbol_at(t, i, limit, u) || sign_after(t, i, limit, u) ||
	    (t->token[i].kind == TOKEN_WORD &&
		code_of(bytes_of(t, i), u, i + 1));
}

bool
unit_at(const struct text *t, uint32_t i, uint32_t limit, struct unit *u)
{
	return name_at(t, i, limit, u) || symbol_at(t, i, limit, u);
}

/* ---- per ---- */

/* What "per" and "a" are followed by: a unit, a length of time, or what is
 * sold. */
static bool
base_at(const struct text *t, uint32_t i, uint32_t limit, bool per,
    struct buf *out, uint32_t *last)
{
	static const char *const sold[] = { "share", "person", "capita",
		"household", "unit", "night", "head", "vehicle", "student",
		"member", "employee", "passenger", "case", "game", "match",
		"seat", "ticket", "user", "customer", "worker", "family",
		"child", "pupil", "patient", "job", "home", "property", "pack",
		"bottle", "copy", "album", "bushel", "pop", "piece", NULL };
	char low[LEXICON_WORD_MAX];
	struct unit b;
	struct span w;

	if (unit_at(t, i, limit, &b)) {
		if (b.kind != UNIT_MEASURE)
			return false;
		buf_puts(out, b.name);
		*last = b.last;
		return true;
	}
	if (t->token[i].kind != TOKEN_WORD ||
	    !(token_among(t, i, sold) || gloss_is(t, i, GLOSS_UNIT) ||
		(per && t->token[i].pos == UD_NOUN)))
		return false;
	w = token_lower(t, i, low);
	buf_append(out, w.p, w.n);
	*last = i + 1;
	return w.n > 0;
}

/* "$5 a year earlier": a time. */
static bool
is_then(const struct text *t, uint32_t i, uint32_t limit)
{
	static const char *const words[] = { "earlier", "ago", "later",
		"before", "after", "from", "prior", NULL };

	return i < limit && token_among(t, i, words);
}

void
unit_per(const struct text *t, uint32_t limit, struct unit *u)
{
	uint32_t i = u->last, last;
	bool hyphen = number_hyphen(t, i, limit);
	struct buf b = { 0 };
	bool per;

	i += hyphen;
	if (i + 1 >= limit || t->token[i].para || u->kind == UNIT_AGE)
		return;
	per = token_is(t, i, "per") || t->token[i].mark == '/';
	if (!per && !token_is(t, i, "a") && !token_is(t, i, "an"))
		return;
	i++;
	i += hyphen && number_hyphen(t, i, limit);
	if (is_then(t, i + 1, limit))
		return;
	buf_printf(&b, "%s per ", u->name);
	if (i < limit && base_at(t, i, limit, per, &b, &last)) {
		u->name = arena_strdup(t->arena, buf_span(&b));
		u->last = last;
	}
	buf_free(&b);
}

size_t
unit_singular(char *p, size_t n)
{
	static const char *const odd[][2] = { { "people", "person" },
		{ "men", "man" }, { "women", "woman" }, { "children", "child" },
		{ "lives", "life" }, { "wives", "wife" }, { "feet", "foot" },
		{ "teeth", "tooth" }, { "series", "series" },
		{ "species", "species" }, { "movies", "movie" },
		{ "buses", "bus" }, { "viruses", "virus" },
		{ "bonuses", "bonus" }, { "campuses", "campus" },
		{ "gases", "gas" }, { "heroes", "hero" },
		{ "potatoes", "potato" }, { "tomatoes", "tomato" },
		{ "knives", "knife" }, { "wolves", "wolf" },
		{ "thieves", "thief" }, { "leaves", "leaf" },
		{ "calves", "calf" }, { "shelves", "shelf" },
		{ "crises", "crisis" }, { "mice", "mouse" },
		{ "geese", "goose" }, { "cookies", "cookie" },
		{ "ties", "tie" } };

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
		if (span_is((struct span) { p, n }, odd[i][0])) {
			/* None is longer than its plural. */
			memcpy(p, odd[i][1], strlen(odd[i][1]));
			return strlen(odd[i][1]);
		}
	if (n > 4 && memcmp(p + n - 3, "ies", 3) == 0) {
		p[n - 3] = 'y';
		return n - 2;
	}
	if (n > 4 &&
	    (memcmp(p + n - 4, "sses", 4) == 0 ||
		memcmp(p + n - 4, "ches", 4) == 0 ||
		memcmp(p + n - 4, "shes", 4) == 0 ||
		memcmp(p + n - 3, "xes", 3) == 0))
		return n - 2;
	if (n > 2 && p[n - 1] == 's' && p[n - 2] != 's' && p[n - 2] != 'u')
		return n - 1;
	return n;
}
