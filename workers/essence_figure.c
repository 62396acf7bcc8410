/* essence_figure.c -- quantities in units that can be compared. */
#include "essence.h"

/* What a unit is in one that others are told in too. */
struct base {
	const char *unit, *base;
	double times;
};

static const struct base *
base_of(struct span unit)
{
	static const struct base all[] = {
		{ "duration:second", "hour", 1.0 / 3600 },
		{ "duration:minute", "hour", 1.0 / 60 },
		{ "duration:hour", "hour", 1 },
		{ "duration:day", "hour", 24 },
		{ "duration:week", "hour", 168 },
		{ "duration:month", "hour", 730 },
		{ "duration:year", "hour", 8760 },
		{ "duration:decade", "hour", 87600 },
		{ "mile", "kilometre", 1.609 },
		{ "metre", "kilometre", 0.001 },
		{ "foot", "kilometre", 0.0003048 },
		{ "yard", "kilometre", 0.0009144 },
		{ "acre", "hectare", 0.4047 },
		{ "pound", "kilogram", 0.4536 },
		{ "mile per hour", "kilometre per hour", 1.609 },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (span_is(unit, all[i].unit))
			return &all[i];
	return NULL;
}

struct gist_figure
essence_figure(const struct found_figure *x, uint8_t word)
{
	const struct base *b = base_of(x->unit);
	struct gist_figure q = { .value = x->value,
		.low = x->has_low ? x->low : x->value,
		.high = x->has_high ? x->high : x->value,
		.unit = found_unit(x),
		.counted = x->counted,
		.is_change = x->is_change,
		.about = x->modifier.n > 0 && !span_is(x->modifier, "exactly"),
		.way = (int8_t)(x->direction == FOUND_RISE ? 1
			: x->direction == FOUND_FALL       ? -1
							   : 0),
		.word = word };

	/* A third is 33 per cent, twice as much is not 200. */
	if (span_is(q.unit, "factor") && q.value > 0 && q.value < 1) {
		q.value *= 100;
		q.low *= 100;
		q.high *= 100;
		q.unit = (struct span)SPAN("percent");
	}
	if (b != NULL) {
		q.value *= b->times;
		q.low *= b->times;
		q.high *= b->times;
		q.unit = span_of(b->base);
		q.about |= !span_is(q.unit, "hour");
	}
	return q;
}
