/* desk.c -- the thread that asks the store. */
#include "desk.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"

struct work {
	desk_fn *fn;
	void *arg;
};

/* A ring: put at the head, taken at the tail. */
struct ring {
	struct work work[DESK_QUEUE_MAX];
	size_t tail, n;
};

struct desk {
	pthread_t thread;
	pthread_mutex_t lock; /* of both rings */
	pthread_cond_t news;
	struct ring todo, done;
	size_t under_way; /* put, and not yet taken out of done */
	_Atomic bool stop;
	struct answer_desk with;
	int wake_fd;
};

static void
push(struct ring *r, struct work w)
{
	r->work[(r->tail + r->n++) % DESK_QUEUE_MAX] = w;
}

static struct work
pop(struct ring *r)
{
	struct work w = r->work[r->tail];

	r->tail = (r->tail + 1) % DESK_QUEUE_MAX;
	r->n--;
	return w;
}

/* Wait for work; false: the desk closes. */
static bool
take(struct desk *d, struct work *w)
{
	bool got;

	pthread_mutex_lock(&d->lock);
	while (d->todo.n == 0 && !atomic_load(&d->stop))
		pthread_cond_wait(&d->news, &d->lock);
	got = !atomic_load(&d->stop);
	if (got)
		*w = pop(&d->todo);
	pthread_mutex_unlock(&d->lock);
	return got;
}

static void
give_back(struct desk *d, struct work w)
{
	uint64_t one = 1;

	pthread_mutex_lock(&d->lock);
	push(&d->done, w);
	pthread_mutex_unlock(&d->lock);
	if (write(d->wake_fd, &one, sizeof one) < 0)
		log_debug(
		    "the front is awake already", LOG_I("fd", d->wake_fd));
}

static void *
desk_thread(void *arg)
{
	struct desk *d = arg;
	struct work w;

	while (take(d, &w)) {
		query_until(
		    d->with.q, clock_mono_ms() + DESK_LONGEST_MS, &d->stop);
		w.fn(&d->with, w.arg);
		give_back(d, w);
	}
	return NULL;
}

void
desk_free(struct desk *d)
{
	if (d == NULL)
		return;
	query_close(d->with.q);
	pthread_cond_destroy(&d->news);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

enum rc
desk_start(const char *path, const struct answer_desk *with, int wake_fd,
    struct desk **out, struct buf *why)
{
	struct desk *d = mem_zalloc(sizeof *d);
	enum rc rc;

	d->with = *with;
	d->with.q = NULL;
	d->wake_fd = wake_fd;
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->news, NULL);
	rc = query_open(path, &d->with.q, why);
	if (rc == RC_OK &&
	    pthread_create(&d->thread, NULL, desk_thread, d) != 0) {
		buf_puts(why,
		    "the thread that asks the store cannot be "
		    "started");
		rc = RC_IO;
	}
	if (rc != RC_OK) {
		desk_free(d);
		return rc;
	}
	*out = d;
	return RC_OK;
}

bool
desk_put(struct desk *d, desk_fn *fn, void *arg)
{
	bool room;

	pthread_mutex_lock(&d->lock);
	room = d->under_way < DESK_QUEUE_MAX && !atomic_load(&d->stop);
	if (room) {
		d->under_way++;
		push(&d->todo, (struct work) { fn, arg });
		pthread_cond_signal(&d->news);
	}
	pthread_mutex_unlock(&d->lock);
	return room;
}

void *
desk_done(struct desk *d)
{
	void *arg = NULL;

	pthread_mutex_lock(&d->lock);
	if (d->done.n > 0) {
		arg = pop(&d->done).arg;
		d->under_way--;
	}
	pthread_mutex_unlock(&d->lock);
	return arg;
}

void
desk_stop(struct desk *d)
{
	if (d == NULL)
		return;
	pthread_mutex_lock(&d->lock);
	atomic_store(&d->stop, true);
	pthread_cond_signal(&d->news);
	pthread_mutex_unlock(&d->lock);
	pthread_join(d->thread, NULL);
}
