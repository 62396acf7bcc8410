/*
 * describe.h -- what an article says its names are: titles ("Industry Minister
 * X"), appositives on either side ("X, head of the association", "the
 * association's head, X") and predicates ("X is the mayor of Y").  From these
 * come a speaker's role, and whom "the minister" stands for.
 */
#ifndef WORKERS_EN_DESCRIBE_H
#define WORKERS_EN_DESCRIBE_H

#include "workers/text.h"

struct describe_one {
	uint32_t first, last; /* tokens, last exclusive */
	uint32_t head;        /* its noun */
	uint32_t entity;
	uint32_t mention; /* where the name stands */
	bool predicate;   /* "X is …", "X, who was …": what X was */
};

struct describe_all {
	struct describe_one *one; /* in the order of their mentions */
	uint32_t n;
};

/* All descriptions; linear in the mentions, each looked around at a bounded
 * number of words. */
void describe_find(const struct text *t, struct describe_all *d);

/* The first description whose name is not before token i; d->n: none. */
uint32_t describe_at(
    const struct text *t, const struct describe_all *d, uint32_t i);

#endif
