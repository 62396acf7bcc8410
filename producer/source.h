/*
 * source.h -- where articles come from, behind one face: open, next, close.
 * A SOURCE is a file (told by content: tell.h), a folder of them, the address
 * of a feed, or "-" (JSON Lines on standard input).
 *
 * A source hands out one article at a time, with the cursor that holds once
 * the article is accepted.  It never blocks, never ends the process, and keeps
 * no more in memory than one record.  What it cannot take it refuses: said
 * through one callback, with place and remedy, and the rest goes on.
 */
#ifndef PRODUCER_SOURCE_H
#define PRODUCER_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/article.h"
#include "proto/buf.h"
#include "proto/rc.h"

/* Something refused. */
struct source_refusal {
	const char *file;
	uint64_t line;    /* 0: the file as a whole */
	const char *what; /* a sentence without a full stop: what, column, and
			   * what to do */
};
typedef void source_refuse_fn(void *arg, const struct source_refusal *r);

/* The cursor stored under key, appended to value; RC_NOENT: none. */
typedef enum rc source_cursor_fn(void *arg, const char *key, struct buf *value);

/* Tell every address that the user keeps as a source; RC_NOENT: none are kept
 * anywhere. */
typedef void source_address_fn(void *to, const char *address, bool paused);
typedef enum rc source_list_fn(void *arg, source_address_fn *fn, void *to);

/* Tell every cursor whose key begins with prefix; views are good during the
 * call, which must not ask for others. */
typedef void source_row_fn(void *to, struct span key, struct span value);
typedef enum rc source_rows_fn(
    void *arg, const char *prefix, source_row_fn *fn, void *to);

/* How addresses are read (conf.h says what each means). */
struct source_web_opts {
	int64_t least_ms, most_ms, pause_ms, timeout_ms;
	bool private_too;
	const char *agent; /* borrowed */
	bool pages;        /* of stories are fetched, where a feed has less */
	size_t pages_max;  /* that are known at a time */
	const char *fade;  /* when they are asked again: fade.h; borrowed */
	int64_t again_ms;  /* of a host between two of them */
	int64_t (*wall)(void); /* the clock; NULL: clock_wall_ms() */
};

struct source_opts {
	bool once; /* end when there is no more now; else wait for more */
	source_refuse_fn *refuse;
	source_cursor_fn *cursor; /* NULL: start from the beginning */
	source_list_fn *list;     /* NULL: no addresses but those named */
	source_rows_fn *rows;     /* NULL: there are none */
	void *arg;                /* of all four */
	const struct source_web_opts *web; /* NULL: addresses are refused */
	const char
	    *record_maps; /* fieldmap.h; borrowed, NULL: built in alone */
};

/* Views are good until the next call. */
struct source_item {
	bool has_article; /* false: only the cursor moves */
	struct article article;
	const char *key; /* whose cursor; NULL: there is none */
	struct span cursor;
	const char *note; /* why it is less than it could be; NULL */
};

struct source;

/* RC_NOENT, RC_IO or RC_REFUSED: cannot be opened; why says what to do. */
MUST_USE enum rc source_open(const char *operand, const struct source_opts *o,
    struct source **s, struct buf *why);

/*
 * The next item.  RC_AGAIN: nothing now; ask again when source_fd() is
 * readable or at source_wake().  RC_END: no more, ever.
 */
MUST_USE enum rc source_next(
    struct source *s, int64_t now_ms, struct source_item *item);

int source_fd(const struct source *s);           /* -1: none to wait for */
int64_t source_wake(const struct source *s);     /* INT64_MAX: never */
const char *source_name(const struct source *s); /* the operand */
void source_close(struct source *s);             /* NULL is harmless */

#define SOURCE_LOOK_MS  1000  /* between looks at a file that may grow */
#define SOURCE_WRITE_MS 10000 /* --once waits so long for a file's writer */

/* What a kind of source is made of; struct source is its first member. */
struct source_ops {
	enum rc (*next)(
	    struct source *s, int64_t now_ms, struct source_item *item);
	int (*fd)(const struct source *s);       /* NULL: none */
	int64_t (*wake)(const struct source *s); /* NULL: never */
	void (*close)(struct source *s);         /* frees all but the base */
};

struct source {
	const struct source_ops *ops;
	char *name; /* owned */
	struct source_opts opts;
};

/* A new source of size bytes. */
void *source_new(size_t size, const struct source_ops *ops, const char *name,
    const struct source_opts *o);

/* Refuse a line of file, in words as by printf(3). */
void source_refuse(const struct source *s, const char *file, uint64_t line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
