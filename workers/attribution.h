/*
 * attribution.h -- who said what: for every verb of saying outside quotation
 * marks (and "according to") the source, the cue and the content, whether it
 * stands before, after or around them.  What counts, and where spans begin
 * and end, follows the contract's section 3.
 *
 * Rules, as `--explain` names them:
 *   quote-inverted    “Q,” said X.          quote-after    “Q,” X said.
 *   quote-before      X said: “Q.”          clause-that    X said that C.
 *   clause-bare       X said C.             clause-after   C, X said.
 *   clause-inverted   C, said X.            phrase         X praised N.
 *   to-infinitive     X promised to V.      asked          X asked whether C.
 *   according-to      C, according to X.    colon          X continued: / “Q.”
 *   inherited         X said C, adding C.   bare           a quotation alone
 */
#ifndef WORKERS_ATTRIBUTION_H
#define WORKERS_ATTRIBUTION_H

#include "text.h"

/* Fill t->attribution, in the order of the text. */
void attribution_find(struct text *t);

#endif
