/* guess.c -- who guesses tokens. */
#include "guess.h"

#include <stdlib.h>

#include "proto/mem.h"

#define KEY_LEN 8

struct guesser {
	unsigned char key[KEY_LEN];
	unsigned wrong;
	int64_t ms; /* of the last */
};

struct guess {
	unsigned tries;
	int64_t wait_ms;
	struct guesser who[GUESS_ADDRESSES];
	size_t n;
};

struct guess *
guess_new(unsigned tries, int64_t wait_ms)
{
	struct guess *g = mem_zalloc(sizeof *g);

	g->tries = tries;
	g->wait_ms = wait_ms;
	return g;
}

void
guess_free(struct guess *g)
{
	free(g);
}

/* IPv4 as 4 bytes and zeros, IPv6 as its first 8 bytes. */
static void
key_of(struct span address, unsigned char key[KEY_LEN])
{
	static const char mapped[12] = { [10] = (char)255, (char)255 };

	if (address.n == 16 && memcmp(address.p, mapped, sizeof mapped) == 0)
		address = (struct span) { address.p + 12, 4 };
	memset(key, 0, KEY_LEN);
	if (address.n > 0)
		memcpy(
		    key, address.p, address.n < KEY_LEN ? address.n : KEY_LEN);
}

static size_t
find(const struct guess *g, struct span address)
{
	unsigned char key[KEY_LEN];
	size_t i = 0;

	if (g->n == 0)
		return 0;
	key_of(address, key);
	while (i < g->n && memcmp(g->who[i].key, key, KEY_LEN) != 0)
		i++;
	return i;
}

bool
guess_waits(const struct guess *g, struct span address, int64_t now_ms)
{
	size_t i = find(g, address);

	return i < g->n && g->who[i].wrong >= g->tries &&
	    now_ms - g->who[i].ms < g->wait_ms;
}

/* A place for a new one: a free one, or that of the longest quiet. */
static struct guesser *
place(struct guess *g)
{
	struct guesser *oldest = &g->who[0];

	if (g->n < GUESS_ADDRESSES)
		return &g->who[g->n++];
	for (size_t i = 1; i < g->n; i++)
		if (g->who[i].ms < oldest->ms)
			oldest = &g->who[i];
	return oldest;
}

void
guess_wrong(struct guess *g, struct span address, int64_t now_ms)
{
	size_t i = find(g, address);
	struct guesser *w;

	if (i < g->n)
		w = &g->who[i];
	else {
		w = place(g);
		*w = (struct guesser) { .ms = now_ms };
		key_of(address, w->key);
	}
	if (now_ms - w->ms >= g->wait_ms)
		w->wrong = 0;
	w->wrong++;
	w->ms = now_ms;
}

void
guess_right(struct guess *g, struct span address)
{
	size_t i = find(g, address);

	if (i < g->n)
		g->who[i] = g->who[--g->n];
}
