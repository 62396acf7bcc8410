/*
 * disk.h -- a node's disk: files in memory, with what a power cut would
 * leave of them.
 *
 * Every write and truncation since a file's last sync is kept in a list.  A
 * killed process changes nothing (the kernel still has its writes); a power
 * cut keeps, loses or tears each of them by chance, in any subset: a torn
 * write leaves an arbitrary subset of its 512-byte sectors.  A file that was
 * created and never synced may be gone, one that was deleted without the
 * folder being synced may be back.  A file's own sync makes its name durable
 * too, as it does on Linux; all names are with the folder's.
 *
 * A disk can be told to die at its k-th change (write, truncation, sync,
 * creation, deletion).  From then on it does nothing, and says so.
 */
#ifndef SIM_DISK_H
#define SIM_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "rng.h"

#define DISK_FILES    8
#define DISK_NAME_MAX 48
#define DISK_SECTOR   512

struct disk_op {
	int64_t at;    /* where; a truncation's new size */
	uint32_t n;    /* bytes; 0: a truncation */
	size_t offset; /* of the bytes in disk_file.log */
};

struct disk_handle; /* simvfs.c: an open file */

struct disk_file {
	char name[DISK_NAME_MAX]; /* "" : no such file, ever */
	bool here;                /* it exists */
	bool safe_here;           /* it exists after a power cut, for sure */
	bool renewed; /* created anew: the name may still lead to `safe` */
	struct buf now, safe; /* contents; contents after a power cut that
				 loses all of op */
	struct disk_op *op;   /* n_op changes since the last sync */
	size_t n_op, cap_op;
	struct buf log;              /* their bytes */
	struct disk_handle *handles; /* who has it open (simvfs.c) */
	char **shm;                  /* n_shm regions of shared memory */
	int n_shm;
};

struct disk {
	struct disk_file file[DISK_FILES];
	struct rng rng;
	uint64_t changes; /* made so far */
	uint64_t die_at;  /* die at this change; 0: never */
	bool dead;
	bool full;      /* nothing can grow */
	uint32_t shaky; /* of 1000 changes, how many fail */
};

enum disk_rc { DISK_OK, DISK_ERROR, DISK_NOSPACE };

void disk_init(struct disk *d, uint64_t seed, uint64_t stream);
void disk_fini(struct disk *d);

/* The same files, all durable. */
void disk_copy(struct disk *to, const struct disk *from);

/* The file called name, or NULL; create makes it. */
struct disk_file *disk_find(struct disk *d, const char *name);
enum disk_rc disk_create(struct disk *d, const char *name);
enum disk_rc disk_write(
    struct disk *d, struct disk_file *f, const void *p, uint32_t n, int64_t at);
enum disk_rc disk_truncate(struct disk *d, struct disk_file *f, int64_t size);
/* folder: and the folder, with every name in it. */
enum disk_rc disk_sync(struct disk *d, struct disk_file *f, bool folder);
enum disk_rc disk_delete(struct disk *d, struct disk_file *f, bool durably);

/* The power goes; every file is what is left of it. */
void disk_power_cut(struct disk *d);

/* It works again (after the process that used it was thrown away). */
void disk_revive(struct disk *d);

#endif
