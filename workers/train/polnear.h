/*
 * polnear.h -- reading attributions for training: JSON Lines, one article a
 * line, {"id","text","attributions":[{"source":[[s,e],...],"cue":...,
 * "content":...}]}, offsets in code points (PolNeAR: Newell et al., LREC
 * 2018).  Every article's text has gone through the engine's stages before
 * reports; spans are in its tokens, without marks at their edges and without
 * a leading "that", as they are scored.
 */
#ifndef WORKERS_TRAIN_POLNEAR_H
#define WORKERS_TRAIN_POLNEAR_H

#include "workers/report.h"

struct polnear_gold {
	struct report_span cue, source;
	struct report_span piece[REPORT_PIECES];
	uint32_t n_pieces;
};

struct polnear_article {
	struct text text;
	struct frame *frame;
	struct polnear_gold *gold;
	uint32_t n_gold;
	struct arena arena; /* holds all of it */
	char *bytes;        /* the text's; owned */
};

struct polnear {
	struct polnear_article *article;
	uint32_t n;
	uint32_t dropped; /* attributions whose cue is on no word */
};

/* Complains on standard error and returns false when path cannot be read.
 * Free with polnear_free(). */
bool polnear_load(const char *path, struct polnear *p);
void polnear_free(struct polnear *p);

#endif
