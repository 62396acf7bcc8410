/*
 * fullvfs.h -- a SQLite VFS whose disk can fill up or fail, for the tests of
 * the store.  It has no shared memory, as the simulator's has none.
 */
#ifndef TESTS_FULLVFS_H
#define TESTS_FULLVFS_H

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

/* What the disk does: the code that a write or sync gets once so many bytes
 * were written. */
struct fullvfs_disk {
	int64_t left; /* < 0: it takes everything */
	int code;
};

struct fullvfs_file {
	sqlite3_file base;
	sqlite3_file *real; /* in the bytes after this struct */
};

static inline struct fullvfs_disk *
fullvfs_disk(void)
{
	static struct fullvfs_disk disk = { -1, SQLITE_FULL };

	return &disk;
}

static inline sqlite3_file *
fullvfs_real(sqlite3_file *f)
{
	return ((struct fullvfs_file *)f)->real;
}

static inline int
fullvfs_close(sqlite3_file *f)
{
	return fullvfs_real(f)->pMethods->xClose(fullvfs_real(f));
}

static inline int
fullvfs_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return fullvfs_real(f)->pMethods->xRead(fullvfs_real(f), p, n, at);
}

static inline int
fullvfs_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	struct fullvfs_disk *d = fullvfs_disk();

	if (d->left >= 0 && (d->left -= n) < 0) {
		d->left = 0;
		return d->code;
	}
	return fullvfs_real(f)->pMethods->xWrite(fullvfs_real(f), p, n, at);
}

static inline int
fullvfs_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	return fullvfs_real(f)->pMethods->xTruncate(fullvfs_real(f), n);
}

static inline int
fullvfs_sync(sqlite3_file *f, int flags)
{
	(void)flags;
	(void)f;
	return fullvfs_disk()->left == 0 ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static inline int
fullvfs_size(sqlite3_file *f, sqlite3_int64 *n)
{
	return fullvfs_real(f)->pMethods->xFileSize(fullvfs_real(f), n);
}

static inline int
fullvfs_lock(sqlite3_file *f, int lock)
{
	return fullvfs_real(f)->pMethods->xLock(fullvfs_real(f), lock);
}

static inline int
fullvfs_unlock(sqlite3_file *f, int lock)
{
	return fullvfs_real(f)->pMethods->xUnlock(fullvfs_real(f), lock);
}

static inline int
fullvfs_reserved(sqlite3_file *f, int *out)
{
	return fullvfs_real(f)->pMethods->xCheckReservedLock(
	    fullvfs_real(f), out);
}

static inline int
fullvfs_control(sqlite3_file *f, int op, void *arg)
{
	(void)f;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static inline int
fullvfs_sector(sqlite3_file *f)
{
	(void)f;
	return 4096;
}

static inline int
fullvfs_traits(sqlite3_file *f)
{
	(void)f;
	return 0;
}

static inline int
fullvfs_open(
    sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	static const sqlite3_io_methods methods = { .iVersion = 1,
		.xClose = fullvfs_close,
		.xRead = fullvfs_read,
		.xWrite = fullvfs_write,
		.xTruncate = fullvfs_truncate,
		.xSync = fullvfs_sync,
		.xFileSize = fullvfs_size,
		.xLock = fullvfs_lock,
		.xUnlock = fullvfs_unlock,
		.xCheckReservedLock = fullvfs_reserved,
		.xFileControl = fullvfs_control,
		.xSectorSize = fullvfs_sector,
		.xDeviceCharacteristics = fullvfs_traits };
	struct fullvfs_file *me = (struct fullvfs_file *)f;
	sqlite3_vfs *real = v->pAppData;
	int code;

	me->real = (sqlite3_file *)(me + 1);
	code = real->xOpen(real, name, me->real, flags, out);
	f->pMethods = code == SQLITE_OK ? &methods : NULL;
	return code;
}

/* Make it known to SQLite under the name "full". */
static inline void
fullvfs_register(void)
{
	static sqlite3_vfs v;
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	v = *real;
	v.zName = "full";
	v.pAppData = real;
	v.pNext = NULL;
	v.szOsFile = (int)sizeof(struct fullvfs_file) + real->szOsFile;
	v.xOpen = fullvfs_open;
	sqlite3_vfs_register(&v, 0);
}

#endif
