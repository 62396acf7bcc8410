/*
 * offline.h -- what the commands that look into the spool share, whether a
 * producer runs or not.
 */
#ifndef PRODUCER_OFFLINE_H
#define PRODUCER_OFFLINE_H

#include <stdbool.h>

#include "proto/conf.h"
#include "spool.h"

#define OFFLINE_TRIES 10 /* of a second each, while another one writes */

/*
 * Open the spool of the data folder.  Returns -1, with *s NULL when there is
 * none yet (said on standard error: nothing was accepted), or an exit code,
 * having said why.
 */
int offline_open(const struct conf *c, struct spool **s);

/* One job: as a JSON object a line, or as a line for people.  A spool_row_fn;
 * arg: a struct offline_print. */
struct offline_print {
	bool json;
	size_t n; /* rows printed */
};
void offline_row(void *arg, const struct spool_row *r);

/* Say that something failed; returns EXIT_OPEN. */
int offline_failed(const char *what, enum rc rc);

#endif
