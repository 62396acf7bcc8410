/* source_dir.c -- a folder and what is below it. */
#include "source_dir.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/log.h"
#include "proto/mem.h"
#include "recent.h"
#include "source_file.h"
#include "watch.h"

#define NEVER INT64_MAX

/* Paths, owned; taken from the end (a stack) or from the front (a queue). */
struct paths {
	char **p;
	size_t n, from;
};

struct dir {
	struct source base;
	struct watch *watch;  /* NULL: once */
	struct paths scan;    /* a stack of what was found there */
	struct paths news;    /* a queue of what was reported since */
	struct source *file;  /* being read */
	struct source **late; /* being written: looked at again */
	size_t n_late;
	struct recent *recent;
	struct buf path; /* of the event, or of what is gone */
	int64_t rescan;  /* NEVER: all folders are watched */
	char *gone;      /* its cursor's key, said in the last item */
};

static void
push(struct paths *l, const char *path)
{
	l->p = mem_grow(l->p, l->n + 1, sizeof(*l->p));
	l->p[l->n++] = mem_strdup(path);
}

static char *
pop(struct paths *l)
{
	return l->n > 0 ? l->p[--l->n] : NULL;
}

static char *
shift(struct paths *l)
{
	if (l->from < l->n)
		return l->p[l->from++];
	l->from = l->n = 0;
	return NULL;
}

static bool
waits(const struct paths *l, const char *path)
{
	for (size_t i = l->from; i < l->n; i++)
		if (strcmp(l->p[i], path) == 0)
			return true;
	return false;
}

static void
free_paths(struct paths *l)
{
	for (size_t i = l->from; i < l->n; i++)
		free(l->p[i]);
	free(l->p);
}

/* Names that editors, browsers and copying programs use meanwhile. */
static bool
is_temporary(const char *name)
{
	static const char *const ends[] = { "~", ".swp", ".swx", ".tmp",
		".temp", ".part", ".partial", ".crdownload", ".filepart" };
	size_t n = strlen(name);

	if (*name == '.' || *name == '#' || strcmp(name, "4913") == 0)
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t end = strlen(ends[i]);

		if (n >= end && strcmp(name + n - end, ends[i]) == 0)
			return true;
	}
	return false;
}

static int
wanted(const struct dirent *e)
{
	return !is_temporary(e->d_name);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Watch it, so that nothing is missed after it was listed. */
static void
watch_folder(struct dir *d, const char *path, int64_t now_ms)
{
	enum rc rc;

	if (d->watch == NULL)
		return;
	rc = watch_add(d->watch, path);
	if (rc == RC_OK || (rc == RC_IO && errno == ENOENT))
		return;
	if (d->rescan == NEVER)
		log_warn("cannot watch all folders, looking every 10 s; raise "
			 "fs.inotify.max_user_watches",
		    LOG_S("folder", path), LOG_S("cause", strerror(errno)));
	d->rescan = now_ms + SOURCE_DIR_RESCAN_MS;
}

static void
push_entries(struct dir *d, const char *path, struct dirent **e, int n)
{
	struct buf b = { 0 };

	/* the last first, since it is a stack */
	for (int i = n; i-- > 0;) {
		buf_clear(&b);
		buf_printf(&b, "%s/%s", path, e[i]->d_name);
		push(&d->scan, buf_cstr(&b));
		free(e[i]);
	}
	free(e);
	buf_free(&b);
}

static void
list_folder(struct dir *d, const char *path, int64_t now_ms)
{
	struct dirent **e;
	int n;

	watch_folder(d, path, now_ms);
	n = scandir(path, &e, wanted, by_name);
	if (n >= 0)
		push_entries(d, path, e, n);
	else if (errno != ENOENT)
		source_refuse(&d->base, path, 0,
		    "cannot be listed: %s; check its permissions",
		    strerror(errno));
}

/* Somebody asked for it to be read again while it was being written. */
static void
drop_late(struct dir *d, const char *path)
{
	for (size_t i = 0; i < d->n_late; i++)
		if (strcmp(source_name(d->late[i]), path) == 0) {
			source_close(d->late[i]);
			d->late[i--] = d->late[--d->n_late];
		}
}

/* What is gone needs no cursor any more. */
static enum rc
forget_file(struct dir *d, const char *path, struct source_item *item)
{
	char *folder = mem_strdup(path), *name = strrchr(folder, '/');
	char *real = NULL;
	struct buf key = { 0 };
	enum rc rc = RC_NOENT;

	if (name != NULL)
		*name++ = '\0';
	if (name != NULL && (real = realpath(folder, NULL)) != NULL) {
		buf_printf(&key, "file:%s/%s", real, name);
		free(d->gone);
		d->gone = mem_strdup(buf_cstr(&key));
		item->key = d->gone;
		recent_put(d->recent, d->gone, item->cursor);
		rc = RC_OK;
	}
	buf_free(&key);
	free(folder);
	free(real);
	return rc;
}

static enum rc
recall(void *arg, const char *key, struct buf *value)
{
	struct dir *d = arg;
	enum rc rc = recent_get(d->recent, key, value);

	if (rc != RC_AGAIN)
		return rc;
	if (d->base.opts.cursor == NULL)
		return RC_NOENT;
	return d->base.opts.cursor(d->base.opts.arg, key, value);
}

static void
pass_on(void *arg, const struct source_refusal *r)
{
	struct dir *d = arg;

	d->base.opts.refuse(d->base.opts.arg, r);
}

/* Begin with what is at path; RC_OK: item says that it is gone. */
static enum rc
begin(struct dir *d, const char *path, int64_t now_ms, struct source_item *item)
{
	struct source_opts o = d->base.opts;
	struct stat st;

	o.cursor = recall;
	o.refuse = pass_on;
	o.arg = d;
	drop_late(d, path);
	/* the folder itself may be a link, those below may not */
	if ((strcmp(path, d->base.name) == 0 ? stat(path, &st)
					     : lstat(path, &st)) != 0)
		return errno == ENOENT ? forget_file(d, path, item) : RC_NOENT;
	if (S_ISDIR(st.st_mode))
		list_folder(d, path, now_ms);
	else if (S_ISREG(st.st_mode) ||
	    (S_ISLNK(st.st_mode) && stat(path, &st) == 0 &&
		S_ISREG(st.st_mode)))
		d->file = source_file_open(path, false, &o);
	return RC_NOENT;
}

/* Read on in the file at hand; RC_END: another one is needed. */
static enum rc
read_file(struct dir *d, int64_t now_ms, struct source_item *item)
{
	enum rc rc = source_next(d->file, now_ms, item);

	if (rc == RC_OK) {
		if (item->key != NULL)
			recent_put(d->recent, item->key, item->cursor);
		return RC_OK;
	}
	if (rc == RC_AGAIN) {
		d->late = mem_grow(d->late, d->n_late + 1, sizeof(*d->late));
		d->late[d->n_late++] = d->file;
	} else {
		source_close(d->file);
	}
	d->file = NULL;
	return RC_END;
}

/* Take one that was being written and is due for another look. */
static bool
take_late(struct dir *d, int64_t now_ms)
{
	for (size_t i = 0; i < d->n_late; i++)
		if (source_wake(d->late[i]) <= now_ms) {
			d->file = d->late[i];
			d->late[i] = d->late[--d->n_late];
			return true;
		}
	return false;
}

/* Put down what was reported. */
static void
hear(struct dir *d)
{
	enum watch_kind kind;

	while (d->watch != NULL &&
	    watch_next(d->watch, &kind, &d->path) == RC_OK) {
		const char *path = buf_cstr(&d->path);

		if (kind == WATCH_OVERFLOW) {
			log_warn("events of a folder were lost, looking at "
				 "everything",
			    LOG_S("folder", d->base.name));
			push(&d->scan, d->base.name);
		} else if (is_temporary(strrchr(path, '/') + 1)) {
			continue;
		} else if (kind == WATCH_LEFT) {
			watch_drop(d->watch, path);
		} else if (!waits(&d->news, path)) {
			push(&d->news, path);
		}
	}
}

static char *
take_path(struct dir *d, int64_t now_ms)
{
	char *path;

	if ((path = pop(&d->scan)) != NULL || (path = shift(&d->news)) != NULL)
		return path;
	hear(d);
	if (d->rescan <= now_ms) {
		d->rescan = now_ms + SOURCE_DIR_RESCAN_MS;
		push(&d->scan, d->base.name);
	}
	return (path = pop(&d->scan)) != NULL ? path : shift(&d->news);
}

static enum rc
dir_next(struct source *s, int64_t now_ms, struct source_item *item)
{
	struct dir *d = (struct dir *)s;
	enum rc rc = RC_END;
	char *path;

	while (rc != RC_OK) {
		if (d->file != NULL) {
			rc = read_file(d, now_ms, item);
		} else if ((path = take_path(d, now_ms)) != NULL) {
			rc = begin(d, path, now_ms, item);
			free(path);
		} else if (!take_late(d, now_ms)) {
			return d->watch == NULL && d->n_late == 0 ? RC_END
								  : RC_AGAIN;
		}
	}
	return RC_OK;
}

static int
dir_fd(const struct source *s)
{
	const struct dir *d = (const struct dir *)s;

	return d->watch != NULL ? watch_fd(d->watch) : -1;
}

static int64_t
dir_wake(const struct source *s)
{
	const struct dir *d = (const struct dir *)s;
	int64_t wake = d->rescan;

	for (size_t i = 0; i < d->n_late; i++)
		if (source_wake(d->late[i]) < wake)
			wake = source_wake(d->late[i]);
	return wake;
}

static void
dir_close(struct source *s)
{
	struct dir *d = (struct dir *)s;

	watch_free(d->watch);
	free_paths(&d->scan);
	free_paths(&d->news);
	source_close(d->file);
	for (size_t i = 0; i < d->n_late; i++)
		source_close(d->late[i]);
	free(d->late);
	recent_free(d->recent);
	buf_free(&d->path);
	free(d->gone);
}

static const struct source_ops ops = {
	.next = dir_next,
	.fd = dir_fd,
	.wake = dir_wake,
	.close = dir_close,
};

/* Without the slashes at its end, so that paths below look as expected. */
static char *
plain(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return mem_strndup(path, n);
}

enum rc
source_dir_open(const char *path, const struct source_opts *o,
    struct source **s, struct buf *why)
{
	struct watch *w = NULL;
	struct dir *d;
	char *name;

	if (!o->once && watch_new(&w) != RC_OK) {
		buf_printf(why,
		    "cannot watch %s: %s; raise fs.inotify.max_user_instances",
		    path, strerror(errno));
		return RC_IO;
	}
	name = plain(path);
	d = source_new(sizeof(*d), &ops, name, o);
	d->watch = w;
	d->rescan = NEVER;
	d->recent = recent_new();
	push(&d->scan, name);
	free(name);
	*s = &d->base;
	return RC_OK;
}
