/*
 * simvfs.h -- an SQLite VFS on the disks of the simulated nodes.  A path is
 * "NODE/FILE", NODE being the number that the disk was attached under.
 * Shared memory and locks work between the handles of one process, so that a
 * reader can stand beside the writer, as it does in the real sink.
 */
#ifndef SIM_SIMVFS_H
#define SIM_SIMVFS_H

#include "disk.h"

#define SIMVFS_NAME  "sim"
#define SIMVFS_DISKS 12

/* Where the simulated time and chance come from. */
struct simvfs_env {
	int64_t wall_ms;
	struct rng rng;
};

/* Make it this process's default VFS (once). */
void simvfs_register(void);

/* From now on time and chance are env's; forgets all disks. */
void simvfs_use(struct simvfs_env *env);
void simvfs_attach(unsigned node, struct disk *d);

#endif
