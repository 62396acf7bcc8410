/*
 * habit.h -- what English news writing leaves no doubt of, whatever spans the
 * learned models of report.h rank first: rules on reports that were found.
 */
#ifndef WORKERS_EN_HABIT_H
#define WORKERS_EN_HABIT_H

#include "workers/report.h"

/*
 * Mend the reports of an article; new ones come last, as many as l->cap lets:
 *
 * - "Talks go on, says minister" (a headline): what follows the cue is the
 *   source, what stands before the comma the content;
 * - "Her advice to him is to “wait and see”": the quotation is the content of
 *   a noun cue, not what comes between;
 * - "Lee said the mill ran but would not say for how long": who refuses to
 *   tell does not say so; the content ends before it, and the refusal is a
 *   report of its own;
 * - "you agree to our terms": a reader who is spoken to claims nothing; its
 *   report has no pieces then.
 */
void habit_mend(
    const struct text *t, const struct frame *f, struct report_list *l);

#endif
