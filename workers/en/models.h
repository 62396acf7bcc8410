/*
 * models.h -- the files of weights of English, as they lie in the program: it
 * is mapped, so they are read when first needed and shared by all processes.
 * MODELS.md says what they were trained on; `make model` makes them anew.
 */
#ifndef WORKERS_EN_MODELS_H
#define WORKERS_EN_MODELS_H

#include "proto/span.h"

enum models_file {
	MODELS_CLUSTERS, /* workers/cluster.h */
	MODELS_TAGGER,   /* workers/tagger.h */
	MODELS_PARSER,   /* workers/parser.h */
	MODELS_NAMES,    /* workers/namer.h */
	MODELS_CUES,     /* workers/report.h */
	MODELS_REPORTS,  /* workers/report.h */
	MODELS_SENSES,   /* workers/sense.h */
	MODELS_N
};

/* The file's bytes; static storage. */
struct span models_of(enum models_file which);

#endif
