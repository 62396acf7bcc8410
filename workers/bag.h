/*
 * bag.h -- the features of one decision, as they are collected.  Each call
 * uses the next template's number, so the order of calls is part of a model.
 */
#ifndef WORKERS_BAG_H
#define WORKERS_BAG_H

#include "workers/model.h"

struct bag {
	uint32_t *out, n;
	uint32_t template; /* of the next feature */
};

static inline void
bag_put(struct bag *b, uint64_t x, uint64_t y)
{
	b->out[b->n++] = model_feature(b->template ++, x, y);
}

#endif
