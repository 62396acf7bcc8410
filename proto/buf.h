/*
 * buf.h -- growing bytes.  Start from { 0 }; buf_free() makes it that again.
 * The contents are not NUL-terminated unless buf_cstr() is asked.
 */
#ifndef PROTO_BUF_H
#define PROTO_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "span.h"

struct buf {
	char *p;    /* owned */
	size_t n;   /* bytes in use */
	size_t cap; /* bytes there */
};

/* Append n bytes. */
void buf_append(struct buf *b, const void *p, size_t n);

/* Append a NUL-terminated string. */
void buf_puts(struct buf *b, const char *s);

/* Append, formatted as by printf(3). */
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Make room for n more bytes; returns where they go (n is not counted yet). */
char *buf_room(struct buf *b, size_t n);

/* The contents as a NUL-terminated string, good until b changes. */
const char *buf_cstr(struct buf *b);

/* The contents as a view, good until b changes. */
static inline struct span
buf_span(const struct buf *b)
{
	return (struct span) { b->p, b->n };
}

/* Forget the contents, keep the memory. */
static inline void
buf_clear(struct buf *b)
{
	b->n = 0;
}

void buf_free(struct buf *b);

/* msgpack_packer_write: append to the struct buf at data; never fails. */
int buf_pack(void *data, const char *p, size_t n);

#endif
