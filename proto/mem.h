/*
 * mem.h -- allocation that never returns NULL: out of memory aborts.  The
 * spool replays and the sink ignores repeats, so a crash loses nothing; a
 * size that comes from outside is checked before it gets here.
 */
#ifndef PROTO_MEM_H
#define PROTO_MEM_H

#include <stddef.h>

/* n zeroed bytes (at least one); free with free(). */
void *mem_zalloc(size_t n);

/* p resized to count * size bytes; aborts on overflow too. */
void *mem_grow(void *p, size_t count, size_t size);

/* A NUL-terminated copy of n bytes at p; caller frees. */
char *mem_strndup(const char *p, size_t n);

/* A copy of the NUL-terminated s, or NULL for NULL; caller frees. */
char *mem_strdup(const char *s);

#endif
