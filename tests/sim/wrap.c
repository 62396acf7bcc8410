/* wrap.c -- the doors to the real world, led elsewhere by the linker. */
#include "wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "proto/log.h"

/* Functions that replace others have no argument to carry it in. */
static struct world *the_world;
static struct simvfs_env *the_env;

void __wrap_randombytes_buf(void *p, size_t n);
int __wrap_clock_gettime(clockid_t id, struct timespec *t);
time_t __wrap_time(time_t *t);
int __wrap_access(const char *path, int mode);
void __wrap_log_event(enum log_level level, const char *msg,
    const struct log_field *field, size_t n);

void
wrap_use(struct world *w)
{
	the_world = w;
	the_env = w != NULL ? &w->env : NULL;
}

void
wrap_use_env(struct simvfs_env *env)
{
	the_env = env;
}

/* proto/hash.c takes its random bytes from libsodium. */
void
__wrap_randombytes_buf(void *p, size_t n)
{
	if (the_env == NULL)
		abort();
	rng_fill(&the_env->rng, p, n);
}

int
__wrap_clock_gettime(clockid_t id, struct timespec *t)
{
	int64_t ms = 0;

	if (the_world != NULL && the_world->in != NULL)
		ms = id == CLOCK_REALTIME
		    ? world_wall(the_world, the_world->in)
		    : world_mono(the_world, the_world->in);
	t->tv_sec = ms / 1000;
	t->tv_nsec = ms % 1000 * 1000000;
	return 0;
}

time_t
__wrap_time(time_t *t)
{
	struct timespec now;

	__wrap_clock_gettime(CLOCK_REALTIME, &now);
	if (t != NULL)
		*t = now.tv_sec;
	return now.tv_sec;
}

/* sink/query.c looks whether there is a store before it opens it. */
int
__wrap_access(const char *path, int mode)
{
	(void)path;
	(void)mode;
	return 0;
}

static void
put_field(struct buf *b, const struct log_field *f)
{
	buf_printf(b, " %s=", f->name);
	if (f->kind == LOG_INT)
		buf_printf(b, "%lld", (long long)f->i);
	else if (f->kind == LOG_REAL)
		buf_printf(b, "%g", f->r);
	else
		for (size_t i = 0; i < f->s.n; i++)
			buf_printf(b, "%c",
			    f->s.p[i] >= 0 && f->s.p[i] < ' ' ? '?'
							      : f->s.p[i]);
}

/* What the roles log stands in the trace. */
void
__wrap_log_event(enum log_level level, const char *msg,
    const struct log_field *field, size_t n)
{
	struct buf b = { 0 };

	if (the_world == NULL || !the_world->trace)
		return;
	for (size_t i = 0; i < n; i++)
		put_field(&b, &field[i]);
	world_say(the_world, the_world->in, "| %s%s%s",
	    level == LOG_ERR ? "error: " : "", msg, buf_cstr(&b));
	buf_free(&b);
}
