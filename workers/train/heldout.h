/*
 * heldout.h -- how well reports are found in articles that nothing was learned
 * from: exact spans, as score.py counts them.
 */
#ifndef WORKERS_TRAIN_HELDOUT_H
#define WORKERS_TRAIN_HELDOUT_H

#include "workers/train/polnear.h"

/* Precision, recall and F1 on standard output, for several floors of margin;
 * and how often a span is right when what comes before it is given. */
void heldout_print(const struct polnear *p, const struct report_models *m);

#endif
