/* simvfs.c -- an SQLite VFS on simulated disks. */
#include "simvfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"

#define SHM_LOCKS 8

/* An open file, as SQLite allocates it. */
struct disk_handle {
	sqlite3_file base;
	struct disk *disk;      /* NULL: a private temporary file */
	struct disk_file *file; /* owned when private */
	struct disk_handle *next;
	int lock;
	unsigned shm_shared, shm_exclusive; /* masks of SHM_LOCKS */
	bool delete_on_close;
	bool sync_folder; /* with its first sync, as the unix VFS does for
			     journals */
};

struct simvfs {
	sqlite3_vfs base;
	struct disk *disk[SIMVFS_DISKS];
	struct simvfs_env *env;
};

static struct disk_handle *
handle_of(sqlite3_file *f)
{
	return (struct disk_handle *)f;
}

static bool
is_dead(const struct disk_handle *h)
{
	return h->disk != NULL && h->disk->dead;
}

static int
code_of(enum disk_rc rc, int error)
{
	switch (rc) {
	case DISK_OK:
		return SQLITE_OK;
	case DISK_NOSPACE:
		return SQLITE_FULL;
	case DISK_ERROR:
	default:
		return error;
	}
}

static void
free_private(struct disk_file *f)
{
	buf_free(&f->now);
	free(f);
}

static void
unmap(struct disk_file *f)
{
	for (int i = 0; i < f->n_shm; i++)
		free(f->shm[i]);
	free(f->shm);
	f->shm = NULL;
	f->n_shm = 0;
}

static int
do_close(sqlite3_file *sf)
{
	struct disk_handle *h = handle_of(sf), **p;

	if (h->disk == NULL) {
		free_private(h->file);
		return SQLITE_OK;
	}
	for (p = &h->file->handles; *p != h; p = &(*p)->next)
		;
	*p = h->next;
	if (h->file->handles == NULL)
		unmap(h->file);
	if (h->delete_on_close)
		disk_delete(h->disk, h->file, false);
	return SQLITE_OK;
}

static int
do_read(sqlite3_file *sf, void *p, int n, sqlite3_int64 at)
{
	struct disk_handle *h = handle_of(sf);
	const struct buf *b = &h->file->now;
	size_t have;

	if (is_dead(h))
		return SQLITE_IOERR_READ;
	have = (size_t)at < b->n ? b->n - (size_t)at : 0;
	if (have >= (size_t)n) {
		memcpy(p, b->p + at, (size_t)n);
		return SQLITE_OK;
	}
	memset(p, 0, (size_t)n);
	if (have > 0)
		memcpy(p, b->p + at, have);
	return SQLITE_IOERR_SHORT_READ;
}

static int
do_write(sqlite3_file *sf, const void *p, int n, sqlite3_int64 at)
{
	struct disk_handle *h = handle_of(sf);
	struct buf *b = &h->file->now;

	if (h->disk != NULL)
		return code_of(disk_write(h->disk, h->file, p, (uint32_t)n, at),
		    SQLITE_IOERR_WRITE);
	if ((size_t)(at + n) > b->n) {
		memset(buf_room(b, (size_t)(at + n) - b->n), 0,
		    (size_t)(at + n) - b->n);
		b->n = (size_t)(at + n);
	}
	memcpy(b->p + at, p, (size_t)n);
	return SQLITE_OK;
}

static int
do_truncate(sqlite3_file *sf, sqlite3_int64 size)
{
	struct disk_handle *h = handle_of(sf);

	if (h->disk != NULL)
		return code_of(disk_truncate(h->disk, h->file, size),
		    SQLITE_IOERR_TRUNCATE);
	if ((size_t)size < h->file->now.n)
		h->file->now.n = (size_t)size;
	return SQLITE_OK;
}

static int
do_sync(sqlite3_file *sf, int flags)
{
	struct disk_handle *h = handle_of(sf);
	bool folder = h->sync_folder;

	(void)flags;
	if (h->disk == NULL)
		return SQLITE_OK;
	h->sync_folder = false;
	return code_of(disk_sync(h->disk, h->file, folder), SQLITE_IOERR_FSYNC);
}

static int
do_size(sqlite3_file *sf, sqlite3_int64 *size)
{
	struct disk_handle *h = handle_of(sf);

	if (is_dead(h))
		return SQLITE_IOERR_FSTAT;
	*size = (sqlite3_int64)h->file->now.n;
	return SQLITE_OK;
}

/* The highest lock that another handle has. */
static int
others(const struct disk_handle *h)
{
	int max = SQLITE_LOCK_NONE;

	for (struct disk_handle *o = h->file->handles; o != NULL; o = o->next)
		if (o != h && o->lock > max)
			max = o->lock;
	return max;
}

static int
do_lock(sqlite3_file *sf, int level)
{
	struct disk_handle *h = handle_of(sf);
	int other = h->disk != NULL ? others(h) : SQLITE_LOCK_NONE;

	if (h->lock >= level)
		return SQLITE_OK;
	if (level == SQLITE_LOCK_SHARED && other >= SQLITE_LOCK_PENDING)
		return SQLITE_BUSY;
	if (level > SQLITE_LOCK_SHARED && other >= SQLITE_LOCK_RESERVED)
		return SQLITE_BUSY;
	if (level == SQLITE_LOCK_EXCLUSIVE && other >= SQLITE_LOCK_SHARED) {
		h->lock = SQLITE_LOCK_PENDING;
		return SQLITE_BUSY;
	}
	h->lock = level;
	return SQLITE_OK;
}

static int
do_unlock(sqlite3_file *sf, int level)
{
	struct disk_handle *h = handle_of(sf);

	if (h->lock > level)
		h->lock = level;
	return SQLITE_OK;
}

static int
do_check_reserved(sqlite3_file *sf, int *out)
{
	struct disk_handle *h = handle_of(sf);

	*out = h->lock >= SQLITE_LOCK_RESERVED ||
	    (h->disk != NULL && others(h) >= SQLITE_LOCK_RESERVED);
	return SQLITE_OK;
}

static int
do_control(sqlite3_file *sf, int op, void *arg)
{
	(void)sf;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int
do_sector_size(sqlite3_file *sf)
{
	(void)sf;
	return DISK_SECTOR;
}

/* As the unix VFS has it: a write touches no byte outside its range. */
static int
do_characteristics(sqlite3_file *sf)
{
	(void)sf;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
do_shm_map(
    sqlite3_file *sf, int region, int size, int extend, void volatile **pp)
{
	struct disk_handle *h = handle_of(sf);
	struct disk_file *f = h->file;

	*pp = NULL;
	if (is_dead(h))
		return SQLITE_IOERR_SHMMAP;
	if (region >= f->n_shm && !extend)
		return SQLITE_OK;
	while (region >= f->n_shm) {
		f->shm = mem_grow(f->shm, (size_t)f->n_shm + 1, sizeof *f->shm);
		f->shm[f->n_shm++] = mem_zalloc((size_t)size);
	}
	*pp = f->shm[region];
	return SQLITE_OK;
}

static int
do_shm_lock(sqlite3_file *sf, int offset, int n, int flags)
{
	struct disk_handle *h = handle_of(sf);
	unsigned mask = ((1u << n) - 1) << offset;

	if ((flags & SQLITE_SHM_UNLOCK) != 0) {
		h->shm_shared &= ~mask;
		h->shm_exclusive &= ~mask;
		return SQLITE_OK;
	}
	for (struct disk_handle *o = h->file->handles; o != NULL; o = o->next) {
		if (o == h)
			continue;
		if ((o->shm_exclusive & mask) != 0)
			return SQLITE_BUSY;
		if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 &&
		    (o->shm_shared & mask) != 0)
			return SQLITE_BUSY;
	}
	if ((flags & SQLITE_SHM_EXCLUSIVE) != 0)
		h->shm_exclusive |= mask;
	else
		h->shm_shared |= mask;
	return SQLITE_OK;
}

static void
do_shm_barrier(sqlite3_file *sf)
{
	(void)sf;
}

static int
do_shm_unmap(sqlite3_file *sf, int delete)
{
	struct disk_handle *h = handle_of(sf);

	h->shm_shared = h->shm_exclusive = 0;
	if (delete)
		unmap(h->file);
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = do_close,
	.xRead = do_read,
	.xWrite = do_write,
	.xTruncate = do_truncate,
	.xSync = do_sync,
	.xFileSize = do_size,
	.xLock = do_lock,
	.xUnlock = do_unlock,
	.xCheckReservedLock = do_check_reserved,
	.xFileControl = do_control,
	.xSectorSize = do_sector_size,
	.xDeviceCharacteristics = do_characteristics,
	.xShmMap = do_shm_map,
	.xShmLock = do_shm_lock,
	.xShmBarrier = do_shm_barrier,
	.xShmUnmap = do_shm_unmap,
};

static struct simvfs *
vfs_of(sqlite3_vfs *v)
{
	return (struct simvfs *)v;
}

/* The disk that path lies on; *name is the file's name there. */
static struct disk *
disk_of(struct simvfs *v, const char *path, const char **name)
{
	char *end;
	unsigned long n = strtoul(path, &end, 10);

	if (*end != '/' || n >= SIMVFS_DISKS)
		return NULL;
	*name = end + 1;
	return v->disk[n];
}

static int
open_file(struct disk_handle *h, const char *name, int flags)
{
	h->file = disk_find(h->disk, name);
	if (h->file == NULL) {
		if ((flags & SQLITE_OPEN_CREATE) == 0 || h->disk->dead)
			return SQLITE_CANTOPEN;
		if (disk_create(h->disk, name) != DISK_OK)
			return SQLITE_IOERR;
		h->file = disk_find(h->disk, name);
	}
	h->next = h->file->handles;
	h->file->handles = h;
	return SQLITE_OK;
}

static int
do_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *sf, int flags,
    int *out)
{
	struct disk_handle *h = handle_of(sf);
	const char *name;
	int rc;

	memset(h, 0, sizeof *h);
	if (path == NULL) {
		h->file = mem_zalloc(sizeof *h->file);
		h->base.pMethods = &methods;
		return SQLITE_OK;
	}
	h->disk = disk_of(vfs_of(vfs), path, &name);
	if (h->disk == NULL)
		return SQLITE_CANTOPEN;
	if ((rc = open_file(h, name, flags)) != SQLITE_OK)
		return rc;
	h->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
	h->sync_folder = (flags &
			     (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
	h->base.pMethods = &methods;
	if (out != NULL)
		*out = flags;
	return SQLITE_OK;
}

static int
do_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
	const char *name;
	struct disk *d = disk_of(vfs_of(vfs), path, &name);
	struct disk_file *f = d != NULL ? disk_find(d, name) : NULL;

	if (d != NULL && d->dead)
		return SQLITE_IOERR_DELETE;
	if (f == NULL)
		return SQLITE_IOERR_DELETE_NOENT;
	return code_of(disk_delete(d, f, sync_dir != 0), SQLITE_IOERR_DELETE);
}

static int
do_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
	const char *name;
	struct disk *d = disk_of(vfs_of(vfs), path, &name);
	struct disk_file *f;

	if (d != NULL && d->dead)
		return SQLITE_IOERR_ACCESS;
	f = d != NULL ? disk_find(d, name) : NULL;
	*out = f != NULL && (flags != SQLITE_ACCESS_EXISTS || f->now.n > 0);
	return SQLITE_OK;
}

static int
do_full_path(sqlite3_vfs *vfs, const char *path, int n, char *out)
{
	(void)vfs;
	sqlite3_snprintf(n, out, "%s", path);
	return SQLITE_OK;
}

static int
do_randomness(sqlite3_vfs *vfs, int n, char *out)
{
	rng_fill(&vfs_of(vfs)->env->rng, out, (size_t)n);
	return n;
}

static int
do_sleep(sqlite3_vfs *vfs, int us)
{
	(void)vfs;
	return us;
}

/* Milliseconds since noon of 24 November 4714 BC. */
static int
do_time64(sqlite3_vfs *vfs, sqlite3_int64 *t)
{
	*t = vfs_of(vfs)->env->wall_ms + 210866760000000;
	return SQLITE_OK;
}

static int
do_time(sqlite3_vfs *vfs, double *t)
{
	sqlite3_int64 ms;

	do_time64(vfs, &ms);
	*t = (double)ms / 86400000.0;
	return SQLITE_OK;
}

static int
do_last_error(sqlite3_vfs *vfs, int n, char *out)
{
	(void)vfs;
	(void)n;
	(void)out;
	return 0;
}

/* SQLite keeps the address for the process's life. */
static struct simvfs the_vfs = {
	.base = {
		.iVersion = 2,
		.szOsFile = sizeof(struct disk_handle),
		.mxPathname = 256,
		.zName = SIMVFS_NAME,
		.xOpen = do_open,
		.xDelete = do_delete,
		.xAccess = do_access,
		.xFullPathname = do_full_path,
		.xRandomness = do_randomness,
		.xSleep = do_sleep,
		.xCurrentTime = do_time,
		.xGetLastError = do_last_error,
		.xCurrentTimeInt64 = do_time64,
	},
};

void
simvfs_register(void)
{
	/* One thread: locks inside SQLite only cost time. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_vfs_register(&the_vfs.base, 1) != SQLITE_OK)
		abort();
}

void
simvfs_use(struct simvfs_env *env)
{
	memset(the_vfs.disk, 0, sizeof the_vfs.disk);
	the_vfs.env = env;
	/* SQLite's own generator is filled anew from xRandomness. */
	sqlite3_randomness(0, NULL);
}

void
simvfs_attach(unsigned node, struct disk *d)
{
	the_vfs.disk[node] = d;
}
