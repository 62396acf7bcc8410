/* stance.c -- the cue first, then what was said. */
#include "workers/en/stance.h"

#include "workers/en/stance_content.h"

struct stance
stance_of(const struct text *t, const struct attribution *a)
{
	struct stance_cue c = stance_cue_read(t, a);
	struct stance_content o = stance_content_read(t, a, &c);
	struct stance s = { .act = c.act,
		.negative = c.negative,
		.hedged = o.hedge != TEXT_NONE,
		.hedge = o.hedge,
		.by = TEXT_NONE,
		.why = "nothing says more than that it was said" };

	if (c.act != FOUND_ASSERT || (c.negative && c.by != TEXT_NONE)) {
		s.by = c.by;
		s.why = c.negative ? "the cue, negated or a refusal"
				   : "the cue";
	} else if (o.act != FOUND_ASSERT) {
		s.act = o.act;
		s.by = o.by;
		s.why = o.why;
	}
	return s;
}
