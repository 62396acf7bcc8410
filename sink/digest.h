/*
 * digest.h -- what a store came to, on one screen: claims by status, figures
 * that moved with all their steps, who disputes whom, what was withdrawn.
 */
#ifndef SINK_DIGEST_H
#define SINK_DIGEST_H

#include "proto/buf.h"
#include "proto/rc.h"
#include "query.h"

/* Append it as text, lines of at most width cells (0: any), at most n lines
 * each of what moved, is disputed, was withdrawn. */
MUST_USE enum rc digest_put(
    struct query *q, unsigned width, unsigned n, struct buf *out);

#endif
