/* money.c -- which dollars are meant. */
#include "workers/en/money.h"

#include "proto/currency.h"
#include "workers/en/unit.h"
#include "workers/token.h"

static const char *const open_names[] = { "dollar", "peso", "rupee", "franc",
	"krona", "krone", "crown", "lira", "dirham", "dinar", "shilling",
	NULL };

#define BESIDE 12 /* code points between an amount and its conversion */
#define NEAR   7  /* tokens around an amount in pounds that tell what it is */

#define MILLION 1e6 /* as much weight is told in tonnes */

#define OPEN_NAMES (sizeof open_names / sizeof open_names[0] - 1)

/* What the text says of one open name. */
struct told {
	const char *by_name, *by_amount; /* codes; "": several */
	bool apart;                      /* an amount of it stands by itself */
};

struct resolver {
	const struct text *t;
	struct found *f;
	const char *home; /* of the outlet's country, or NULL */
	struct told told[OPEN_NAMES];
};

/* The money in a unit: "dollar" of "dollar per barrel". */
static struct span
money_of(struct span unit)
{
	const char *per = unit.n > 0 ? memmem(unit.p, unit.n, " per ", 5)
				     : NULL;

	if (per != NULL)
		unit.n = (size_t)(per - unit.p);
	return unit;
}

static size_t
open_at(struct span money)
{
	size_t k = 0;

	while (k < OPEN_NAMES && !span_is(money, open_names[k]))
		k++;
	return k;
}

static void
note(const char **code, const char *c)
{
	*code = *code == NULL || strcmp(*code, c) == 0 ? c : "";
}

/* The code is named, or has an amount: for every open name that it may be. */
static void
note_code(struct resolver *r, const char *code, bool by_name, bool apart)
{
	for (size_t k = 0; k < OPEN_NAMES; k++) {
		struct told *told = &r->told[k];

		if (!currency_may_be(span_of(open_names[k]), code))
			continue;
		note(by_name ? &told->by_name : &told->by_amount, code);
		told->apart |= apart;
	}
}

/* Is there an open amount, that the code may be of, right beside figure i, as
 * in "$5 billion (US$3.6 billion)"?  Then one is the other converted. */
static bool
is_conversion(const struct resolver *r, uint32_t i, const char *code)
{
	const struct found *f = r->f;
	uint32_t from = i > 3 ? i - 3 : 0, to = i + 4;

	for (uint32_t k = from; k < to && k < f->n_figures; k++) {
		struct span m = money_of(f->figures[k].unit);
		uint32_t far = k > i
		    ? f->figures[k].at.start - f->figures[i].at.end
		    : f->figures[i].at.start - f->figures[k].at.end;

		if (k != i && far < BESIDE && currency_may_be(m, code))
			return true;
	}
	return false;
}

/* What amounts say; false: all of them say which money. */
static bool
note_amounts(struct resolver *r)
{
	struct found *f = r->f;
	bool open = false;

	for (uint32_t i = 0; i < f->n_figures; i++) {
		struct span m = money_of(f->figures[i].unit);
		char code[4] = { 0 };

		open |= open_at(m) < OPEN_NAMES;
		if (m.n != 3 || !currency_is_code(m) ||
		    f->figures[i].currency != FOUND_NOCURRENCY)
			continue;
		f->figures[i].currency = FOUND_BY_TEXT;
		memcpy(code, m.p, 3);
		note_code(r, arena_strdup(r->t->arena, m), false,
		    !is_conversion(r, i, code));
	}
	return open;
}

/* "in Canadian dollars", with no amount before it. */
static void
note_names(struct resolver *r)
{
	static const char *const words[] = { "dollars", "pesos", "rupees",
		"francs", "kronor", "kroner", "crowns", "liras", "dirhams",
		"dinars", "shillings", NULL };
	const struct text *t = r->t;
	struct unit u;

	for (uint32_t i = 1; i < t->n_tokens; i++)
		if (t->token[i].kind == TOKEN_WORD && t->token[i].size > 4 &&
		    token_among(t, i, words) && unit_at(t, i - 1, i + 1, &u) &&
		    u.last == i + 1 && currency_is_code(span_of(u.name)) &&
		    !(i > 1 &&
			(t->token[i - 2].kind == TOKEN_NUMBER ||
			    t->token[i - 2].pos == UD_NUM)))
			note_code(r, u.name, true, true);
}

/* The code of the open name k, or NULL. */
static const char *
code_of(const struct resolver *r, size_t k, enum found_currency *by)
{
	const struct told *told = &r->told[k];
	bool home = r->home != NULL &&
	    currency_may_be(span_of(open_names[k]), r->home);

	*by = FOUND_BY_TEXT;
	if (told->by_name != NULL && *told->by_name != '\0')
		return told->by_name;
	if (home) {
		*by = FOUND_BY_OUTLET;
		return r->home;
	}
	*by = FOUND_BY_MARKS;
	return told->by_name == NULL && told->apart &&
		told->by_amount != NULL && *told->by_amount != '\0'
	    ? told->by_amount
	    : NULL;
}

/* The unit with the code for the n bytes that say its money. */
static struct span
with_code(const struct text *t, const char *code, struct span unit, size_t n)
{
	char *p = arena_alloc(t->arena, 3 + unit.n - n + 1, 1);

	memcpy(p, code, 3);
	memcpy(p + 3, unit.p + n, unit.n - n);
	return (struct span) { p, 3 + unit.n - n };
}

static void
resolve(const struct resolver *r, struct found_figure *g)
{
	struct span m = money_of(g->unit);
	size_t k = open_at(m);
	enum found_currency by;
	const char *code;

	if (k == OPEN_NAMES || (code = code_of(r, k, &by)) == NULL)
		return;
	g->written = g->unit;
	g->currency = by;
	g->unit = with_code(r->t, code, g->unit, m.n);
}

/* ---- pounds ---- */

static bool
any_of(
    const struct text *t, uint32_t from, uint32_t to, const char *const *words)
{
	for (uint32_t i = from; i < to && i < t->n_tokens; i++)
		if (token_among(t, i, words))
			return true;
	return false;
}

/* Do the words from token from to behind, with the amount at to, speak of
 * money rather than of weight?  Its own weight is what is lost, gained, had. */
static bool
is_cash(const struct text *t, uint32_t first, uint32_t last, bool likely)
{
	static const char *const weight[] = { "weigh", "weighs", "weighed",
		"weighing", "weight", "heavy", "heavier", "lighter", "fish",
		"force", "thrust", "lift", "lifts", "lifted", "muscle",
		"overweight", "ounces", "inches", "feet", NULL };
	static const char *const cash[] = { "cost", "costs", "costing", "pay",
		"pays", "paid", "paying", "worth", "price", "prices", "priced",
		"spend", "spends", "spent", "spending", "raised", "raise",
		"fine", "fined", "earn", "earns", "earned", "salary", "wage",
		"wages", "tax", "taxes", "budget", "fund", "funds", "funding",
		"grant", "bill", "fee", "fees", "sold", "sell", "sells",
		"bought", "buy", "debt", "debts", "loan", "loans", "invest",
		"invested", "investment", "profit", "profits", "loss", "losses",
		"revenue", "sales", "prize", "donated", "reward", "bail",
		"savings", "owed", "owes", "damages", "contract", "deal",
		"pence", "money", "cash", "charged", NULL };
	uint32_t from = first, to = last;
	bool of = last < t->n_tokens && token_is(t, last, "of");

	while (
	    from > 0 && first - from < NEAR && t->token[from - 1].mark != '.')
		from--;
	while (to < t->n_tokens && to - last < NEAR && t->token[to].mark != '.')
		to++;
	if (any_of(t, from, to, weight))
		return false;
	if (of && last + 1 < t->n_tokens)
		return token_among(t, last + 1, cash);
	return likely || any_of(t, from, to, cash);
}

/* "pound", "pound per year", and not "pound per square inch". */
static bool
may_be_cash(struct span unit)
{
	static const char *const per[] = { "", " per day", " per week",
		" per month", " per year", " per hour", " per person",
		" per head", " per share", " per tonne", " per night", NULL };
	struct span rest = { unit.p + 5, unit.n - 5 };

	if (unit.n < 5 || memcmp(unit.p, "pound", 5) != 0)
		return false;
	for (size_t k = 0; per[k] != NULL; k++)
		if (span_is(rest, per[k]))
			return true;
	return false;
}

/* "20 pounds" as money: of the outlet's country, else sterling. */
static void
weigh_pounds(const struct resolver *r, struct found_figure *g)
{
	uint32_t first = token_behind(r->t, g->at.start);
	uint32_t last = token_behind(r->t, g->at.end);
	bool home = r->home != NULL &&
	    currency_may_be((struct span)SPAN("pound"), r->home);
	uint32_t at = first;

	/* "lb" and "lbs" are weight, and a "400-pound bear" is heavy */
	while (at < last && !token_is(r->t, at, "pounds") &&
	    !token_is(r->t, at, "pound"))
		at++;
	if (at == last || at == first ||
	    !is_cash(r->t, first, last,
		(home && r->t->token[at - 1].mark != '-') ||
		    g->value >= MILLION))
		return;
	g->unit = with_code(r->t, home ? r->home : "GBP", g->unit, 5);
	g->currency = home ? FOUND_BY_OUTLET : FOUND_BY_TEXT;
}

void
money_resolve(const struct text *t, struct span url, struct found *f)
{
	struct resolver r = {
		.t = t, .f = f, .home = currency_of_address(url)
	};

	for (uint32_t i = 0; i < f->n_figures; i++)
		if (may_be_cash(f->figures[i].unit))
			weigh_pounds(&r, &f->figures[i]);
	if (!note_amounts(&r))
		return;
	note_names(&r);
	for (uint32_t i = 0; i < f->n_figures; i++)
		resolve(&r, &f->figures[i]);
}
