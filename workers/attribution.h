/*
 * attribution.h -- who said what: what report.h's models found, as the
 * article's attributions, with the marks that belong to the spans, with who
 * is meant by the source, and with the quotations that stand alone, which go
 * on with the last speaker's words.  What counts, and where spans begin and
 * end, follows the contract's section 3.
 *
 * How a report is put, as `rule` names it:
 *   quote-inverted    “Q,” said X.          quote-after    “Q,” X said.
 *   quote-before      X said: “Q.”          clause-that    X said that C.
 *   clause-bare       X said C.             clause-after   C, X said.
 *   clause-inverted   C, said X.            phrase         X praised N.
 *   to-infinitive     X promised to V.      according-to   According to X, C.
 *   colon             X: C                  bare           a quotation alone
 */
#ifndef WORKERS_ATTRIBUTION_H
#define WORKERS_ATTRIBUTION_H

#include "workers/text.h"

/* Fill t->attribution, in the order of the text. */
void attribution_find(struct text *t);

#endif
