/*
 * ballast.h -- a file that holds disk space in reserve, so that a program
 * whose disk is full can still write down that work is done, which is what
 * frees space (beanstalkd's journal reserves for its deletes likewise).
 */
#ifndef PRODUCER_BALLAST_H
#define PRODUCER_BALLAST_H

#include "proto/rc.h"

/*
 * The reserve must hold what a checkpoint adds to the spool, SPOOL_WAL_PAGES
 * and one group of articles, and the log of the retirements meanwhile.  On a
 * small disk it is a quarter of it, but not less than the minimum.
 */
#define BALLAST_MAX (24u << 20)
#define BALLAST_MIN (1u << 20)

/* Make the file at path unless it is there.  RC_FULL: no space for it;
 * RC_IO: it cannot be made for another reason. */
MUST_USE enum rc ballast_make(const char *path);

/* Give the space back.  RC_NOENT when there was no such file. */
MUST_USE enum rc ballast_drop(const char *path);

#endif
