/* recent.c -- the cursors given out last. */
#include "recent.h"

#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"

struct entry {
	char *key; /* NULL: free */
	struct buf value;
};

struct recent {
	struct entry entry[RECENT_MAX];
	size_t next;
};

struct recent *
recent_new(void)
{
	return mem_zalloc(sizeof(struct recent));
}

void
recent_free(struct recent *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < RECENT_MAX; i++) {
		free(r->entry[i].key);
		buf_free(&r->entry[i].value);
	}
	free(r);
}

static size_t
find(const struct recent *r, const char *key)
{
	size_t i = 0;

	while (i < RECENT_MAX &&
	    (r->entry[i].key == NULL || strcmp(r->entry[i].key, key) != 0))
		i++;
	return i;
}

void
recent_put(struct recent *r, const char *key, struct span value)
{
	size_t i = find(r, key);

	if (i == RECENT_MAX) {
		i = r->next;
		r->next = (r->next + 1) % RECENT_MAX;
		free(r->entry[i].key);
		r->entry[i].key = mem_strdup(key);
	}
	buf_clear(&r->entry[i].value);
	if (value.n > 0)
		buf_append(&r->entry[i].value, value.p, value.n);
}

enum rc
recent_get(const struct recent *r, const char *key, struct buf *value)
{
	size_t i = find(r, key);

	if (i == RECENT_MAX)
		return RC_AGAIN;
	if (r->entry[i].value.n == 0)
		return RC_NOENT;
	buf_append(value, r->entry[i].value.p, r->entry[i].value.n);
	return RC_OK;
}
