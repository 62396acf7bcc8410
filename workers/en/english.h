/* english.h -- the table of English (workers/language.h). */
#ifndef WORKERS_EN_ENGLISH_H
#define WORKERS_EN_ENGLISH_H

#include "workers/language.h"

extern const struct language english_language;

#endif
