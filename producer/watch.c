/* watch.c -- what changes in folders, by inotify(7). */
#include "watch.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "proto/mem.h"

#define EVENTS_MAX (16u << 10)
#define MASK                                                        \
	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | \
	    IN_DELETE | IN_ONLYDIR | IN_EXCL_UNLINK)

struct folder {
	int wd;
	char *path; /* owned */
};

struct watch {
	int fd;
	struct folder *folder;
	size_t n;
	size_t have, at; /* bytes of events, how many were taken */
	_Alignas(struct inotify_event) char events[EVENTS_MAX];
};

enum rc
watch_new(struct watch **out)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct watch *w;

	if (fd < 0)
		return RC_IO;
	w = mem_zalloc(sizeof(*w));
	w->fd = fd;
	*out = w;
	return RC_OK;
}

void
watch_free(struct watch *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->n; i++)
		free(w->folder[i].path);
	free(w->folder);
	close(w->fd);
	free(w);
}

int
watch_fd(const struct watch *w)
{
	return w->fd;
}

static struct folder *
find(struct watch *w, int wd)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->folder[i].wd == wd)
			return &w->folder[i];
	return NULL;
}

static void
forget(struct watch *w, struct folder *f)
{
	free(f->path);
	*f = w->folder[--w->n];
}

enum rc
watch_add(struct watch *w, const char *path)
{
	int wd = inotify_add_watch(w->fd, path, MASK);
	struct folder *f;

	if (wd < 0)
		return errno == ENOSPC ? RC_FULL : RC_IO;
	if ((f = find(w, wd)) == NULL) {
		w->folder = mem_grow(w->folder, w->n + 1, sizeof(*w->folder));
		f = &w->folder[w->n++];
		f->path = NULL;
	}
	/* a folder that was moved is known by its old path */
	free(f->path);
	*f = (struct folder) { wd, mem_strdup(path) };
	return RC_OK;
}

static bool
is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 &&
	    (path[n] == '\0' || path[n] == '/');
}

void
watch_drop(struct watch *w, const char *path)
{
	for (size_t i = 0; i < w->n;) {
		if (!is_below(w->folder[i].path, path)) {
			i++;
			continue;
		}
		inotify_rm_watch(w->fd, w->folder[i].wd);
		forget(w, &w->folder[i]);
	}
}

/* What an event means; false: nothing. */
static bool
kind_of(uint32_t mask, enum watch_kind *kind)
{
	static const struct {
		uint32_t any, folder;
		enum watch_kind kind;
	} table[] = {
		{ IN_CREATE | IN_MOVED_TO, IN_ISDIR, WATCH_FOLDER },
		{ IN_MOVED_FROM, IN_ISDIR, WATCH_LEFT },
		{ IN_CLOSE_WRITE | IN_MOVED_TO, 0, WATCH_FILE },
		{ IN_DELETE | IN_MOVED_FROM, 0, WATCH_GONE },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if ((mask & table[i].any) != 0 &&
		    (mask & IN_ISDIR) == table[i].folder) {
			*kind = table[i].kind;
			return true;
		}
	return false;
}

static bool
understand(struct watch *w, const struct inotify_event *e,
    enum watch_kind *kind, struct buf *path)
{
	struct folder *f = find(w, e->wd);

	if ((e->mask & IN_Q_OVERFLOW) != 0) {
		*kind = WATCH_OVERFLOW;
		return true;
	}
	if (f == NULL)
		return false;
	if ((e->mask & IN_IGNORED) != 0) {
		forget(w, f);
		return false;
	}
	if (e->len == 0 || !kind_of(e->mask, kind))
		return false;
	buf_clear(path);
	buf_printf(path, "%s/%s", f->path, e->name);
	return true;
}

enum rc
watch_next(struct watch *w, enum watch_kind *kind, struct buf *path)
{
	for (;;) {
		const struct inotify_event *e;
		ssize_t n;

		if (w->at == w->have) {
			n = read(w->fd, w->events, sizeof(w->events));
			if (n <= 0)
				return RC_AGAIN;
			w->have = (size_t)n;
			w->at = 0;
		}
		e = (const void *)(w->events + w->at);
		w->at += sizeof(*e) + e->len;
		if (understand(w, e, kind, path))
			return RC_OK;
	}
}
