/*
 * janitor.h -- a throwaway folder that does not outlive its owner, however
 * the owner ends: a process of its own waits for that and removes it.
 */
#ifndef SINK_JANITOR_H
#define SINK_JANITOR_H

#include <stdbool.h>

#define JANITOR_WAIT_MS 30000 /* for those who still hold a lock in it */

struct janitor {
	int fd;    /* its end tells the janitor that we are gone */
	long pid;  /* 0: there is none */
	char *dir; /* owned */
};

/*
 * Make a folder NAME-XXXXXX where temporary files go (TMPDIR, else /tmp) and
 * start its janitor.  Call it before there are threads.  False, with errno,
 * when that fails; there is no folder then.
 */
bool janitor_start(struct janitor *j, const char *name);

/* Remove the folder now; returns when it is gone.  Harmless when nothing was
 * started.  False: something in it could not be removed. */
bool janitor_finish(struct janitor *j);

#endif
