/* mem.c -- allocation that aborts rather than fail. */
#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *
sure(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

void *
mem_zalloc(size_t n)
{
	return sure(calloc(1, n > 0 ? n : 1));
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		abort();
	return sure(realloc(p, n > 0 ? n : 1));
}

char *
mem_strndup(const char *p, size_t n)
{
	char *s = mem_grow(NULL, n + 1, 1);

	if (n > 0)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

char *
mem_strdup(const char *s)
{
	return s != NULL ? mem_strndup(s, strlen(s)) : NULL;
}
