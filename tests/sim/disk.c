/* disk.c -- a disk in memory, and what a power cut leaves of it. */
#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"

void
disk_init(struct disk *d, uint64_t seed, uint64_t stream)
{
	memset(d, 0, sizeof *d);
	rng_seed(&d->rng, seed, stream);
}

static void
forget_ops(struct disk_file *f)
{
	f->n_op = 0;
	buf_clear(&f->log);
}

void
disk_fini(struct disk *d)
{
	for (int i = 0; i < DISK_FILES; i++) {
		struct disk_file *f = &d->file[i];

		buf_free(&f->now);
		buf_free(&f->safe);
		buf_free(&f->log);
		free(f->op);
		for (int k = 0; k < f->n_shm; k++)
			free(f->shm[k]);
		free(f->shm);
	}
	memset(d, 0, sizeof *d);
}

void
disk_copy(struct disk *to, const struct disk *from)
{
	for (int i = 0; i < DISK_FILES; i++) {
		const struct disk_file *a = &from->file[i];
		struct disk_file *b = &to->file[i];

		memcpy(b->name, a->name, sizeof b->name);
		b->here = b->safe_here = a->here;
		buf_clear(&b->now);
		buf_clear(&b->safe);
		buf_append(&b->now, a->now.p, a->now.n);
		buf_append(&b->safe, a->now.p, a->now.n);
	}
}

static struct disk_file *
slot(struct disk *d, const char *name)
{
	struct disk_file *empty = NULL;

	for (int i = 0; i < DISK_FILES; i++) {
		struct disk_file *f = &d->file[i];

		if (strcmp(f->name, name) == 0)
			return f;
		if (empty == NULL && f->name[0] == '\0')
			empty = f;
	}
	if (empty == NULL || strlen(name) >= sizeof empty->name)
		abort();
	memcpy(empty->name, name, strlen(name) + 1);
	return empty;
}

struct disk_file *
disk_find(struct disk *d, const char *name)
{
	for (int i = 0; i < DISK_FILES; i++)
		if (d->file[i].here && strcmp(d->file[i].name, name) == 0)
			return &d->file[i];
	return NULL;
}

/*
 * Count a change; false when the disk is dead or says that it failed.  Of the
 * very change at which it dies, and of one that failed, nobody learns whether
 * it took place: *done tells the caller.
 */
static bool
alive(struct disk *d, bool *done)
{
	*done = false;
	if (d->dead)
		return false;
	d->changes++;
	if (rng_chance(&d->rng, d->shaky)) {
		*done = rng_chance(&d->rng, 500);
		return false;
	}
	if (d->die_at != 0 && d->changes >= d->die_at) {
		d->dead = true;
		*done = rng_chance(&d->rng, 500);
		return false;
	}
	return true;
}

enum disk_rc
disk_create(struct disk *d, const char *name)
{
	struct disk_file *f;
	bool done, ok = alive(d, &done);

	if (!ok && !done)
		return DISK_ERROR;
	f = slot(d, name);
	f->here = true;
	f->renewed = f->safe_here;
	buf_clear(&f->now);
	forget_ops(f);
	return ok ? DISK_OK : DISK_ERROR;
}

static void
note(struct disk_file *f, int64_t at, const void *p, uint32_t n)
{
	if (f->n_op == f->cap_op) {
		f->cap_op = f->cap_op != 0 ? 2 * f->cap_op : 16;
		f->op = mem_grow(f->op, f->cap_op, sizeof *f->op);
	}
	f->op[f->n_op++] = (struct disk_op) { at, n, f->log.n };
	if (n > 0)
		buf_append(&f->log, p, n);
}

static void
resize(struct buf *b, size_t n)
{
	if (n > b->n)
		memset(buf_room(b, n - b->n), 0, n - b->n);
	b->n = n;
}

static void
put(struct buf *b, int64_t at, const void *p, size_t n)
{
	if ((size_t)at + n > b->n)
		resize(b, (size_t)at + n);
	memcpy(b->p + at, p, n);
}

enum disk_rc
disk_write(
    struct disk *d, struct disk_file *f, const void *p, uint32_t n, int64_t at)
{
	bool done, ok;

	if (!d->dead && d->full && (size_t)at + n > f->now.n)
		return DISK_NOSPACE;
	ok = alive(d, &done);
	if (!ok && !done)
		return DISK_ERROR;
	put(&f->now, at, p, n);
	note(f, at, p, n);
	return ok ? DISK_OK : DISK_ERROR;
}

enum disk_rc
disk_truncate(struct disk *d, struct disk_file *f, int64_t size)
{
	bool done, ok;

	if (!d->dead && d->full && (size_t)size > f->now.n)
		return DISK_NOSPACE;
	ok = alive(d, &done);
	if (!ok && !done)
		return DISK_ERROR;
	resize(&f->now, (size_t)size);
	note(f, size, NULL, 0);
	return ok ? DISK_OK : DISK_ERROR;
}

static void
redo(struct disk_file *f, const struct disk_op *o)
{
	if (o->n == 0)
		resize(&f->safe, (size_t)o->at);
	else
		put(&f->safe, o->at, f->log.p + o->offset, o->n);
}

/* The name leads to the new file, no more to the old one of that name. */
static void
settle_name(struct disk_file *f)
{
	if (f->renewed)
		buf_clear(&f->safe);
	f->renewed = false;
}

static void
sync_names(struct disk *d)
{
	for (int i = 0; i < DISK_FILES; i++) {
		struct disk_file *f = &d->file[i];

		f->safe_here = f->here;
		settle_name(f);
		if (!f->here)
			buf_clear(&f->safe);
	}
}

enum disk_rc
disk_sync(struct disk *d, struct disk_file *f, bool folder)
{
	bool done, ok = alive(d, &done);

	if (!ok && !done)
		return DISK_ERROR;
	settle_name(f);
	for (size_t i = 0; i < f->n_op; i++)
		redo(f, &f->op[i]);
	f->safe_here = true;
	forget_ops(f);
	if (folder)
		sync_names(d);
	return ok ? DISK_OK : DISK_ERROR;
}

enum disk_rc
disk_delete(struct disk *d, struct disk_file *f, bool durably)
{
	bool done, ok = alive(d, &done);

	if (!ok && !done)
		return DISK_ERROR;
	f->here = false;
	buf_clear(&f->now);
	forget_ops(f);
	if (durably)
		sync_names(d);
	return ok ? DISK_OK : DISK_ERROR;
}

/* Some sectors of the write reach the disk, others don't. */
static void
tear(struct disk *d, struct disk_file *f, const struct disk_op *o)
{
	int64_t at = o->at, end = o->at + o->n;

	while (at < end) {
		int64_t next = (at / DISK_SECTOR + 1) * DISK_SECTOR;

		if (next > end)
			next = end;
		if (rng_chance(&d->rng, 500))
			put(&f->safe, at, f->log.p + o->offset + (at - o->at),
			    (size_t)(next - at));
		at = next;
	}
}

static void
cut_file(struct disk *d, struct disk_file *f, uint32_t keep)
{
	bool old = f->renewed && rng_chance(&d->rng, 500);

	if (!old)
		settle_name(f);
	f->renewed = false;
	for (size_t i = 0; i < f->n_op && !old; i++) {
		if (rng_chance(&d->rng, keep))
			redo(f, &f->op[i]);
		else if (f->op[i].n > 0 && rng_chance(&d->rng, 400))
			tear(d, f, &f->op[i]);
	}
	forget_ops(f);
	/* A name whose folder was not synced: either way. */
	if (f->here != f->safe_here && rng_chance(&d->rng, 500))
		f->safe_here = f->here;
	f->here = f->safe_here;
	if (!f->here)
		buf_clear(&f->safe);
	buf_clear(&f->now);
	buf_append(&f->now, f->safe.p, f->safe.n);
}

void
disk_power_cut(struct disk *d)
{
	static const uint32_t keep[] = { 0, 100, 500, 900 };

	for (int i = 0; i < DISK_FILES; i++)
		if (d->file[i].name[0] != '\0')
			cut_file(d, &d->file[i], keep[rng_below(&d->rng, 4)]);
}

void
disk_revive(struct disk *d)
{
	d->dead = false;
	d->die_at = 0;
}
