/* shingle.c -- a text as the set of its word sequences. */
#include "shingle.h"

#include <stdlib.h>

#include "fold.h"
#include "proto/buf.h"
#include "proto/hash.h"
#include "proto/mem.h"
#include "proto/utf8.h"

struct reader {
	struct buf folded;
	uint64_t word[SHINGLE_WORDS]; /* the last ones, in a ring */
	bool quoted[SHINGLE_WORDS];
	size_t words, own; /* all; of the last ones, those not quoted */
	struct arena *arena;
	uint64_t *hash;
	size_t n, cap;
};

/* Finaliser of MurmurHash3 (A. Appleby, public domain): every bit depends on
 * every one. */
static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdu;
	h ^= h >> 33;
	h *= 0xc4ceb9fe1a85ec53u;
	return h ^ h >> 33;
}

static void
add(struct reader *r)
{
	uint64_t h = 0;

	for (size_t i = 0; i < SHINGLE_WORDS; i++)
		h = (h ^ r->word[(r->words + i) % SHINGLE_WORDS]) *
		    0x9e3779b97f4a7c15u;
	if (r->n == r->cap) {
		size_t cap = r->cap * 2 + 512;

		r->hash = arena_grow(
		    r->arena, r->hash, r->cap, cap, sizeof *r->hash);
		r->cap = cap;
	}
	r->hash[r->n++] = mix(h);
}

static void
take_word(struct reader *r, struct span word, bool quoted)
{
	size_t at = r->words % SHINGLE_WORDS;

	if (r->words >= SHINGLE_WORDS && !r->quoted[at])
		r->own--;
	r->word[at] = hash_fast(word);
	r->quoted[at] = quoted;
	r->own += !quoted;
	r->words++;
	if (r->words >= SHINGLE_WORDS && r->own > 0)
		add(r);
}

static void
take_words(struct reader *r, struct span s, bool quoted)
{
	const char *p, *end, *to;

	buf_clear(&r->folded);
	fold_words(s, &r->folded);
	p = r->folded.p + 1;
	end = r->folded.p + r->folded.n;
	for (; p < end && r->words < SHINGLE_WORDS_MAX; p = to + 1) {
		to = memchr(p, ' ', (size_t)(end - p));
		take_word(r, (struct span) { p, (size_t)(to - p) }, quoted);
	}
}

/* The next quotation mark or line end from p on. */
static const char *
next_mark(const char *p, const char *end, uint32_t *cp, size_t *len)
{
	for (; p < end; p += *len) {
		*len = 1;
		*cp = (unsigned char)*p;
		if (*cp == '"' || *cp == '\n')
			return p;
		/* U+00AB, U+00BB; U+201C to U+201E */
		if (*cp != 0xc2 && *cp != 0xe2)
			continue;
		*len = utf8_next((struct span) { p, (size_t)(end - p) }, cp);
		if (*cp == 0xab || *cp == 0xbb ||
		    (*cp >= 0x201c && *cp <= 0x201e))
			return p;
	}
	return end;
}

/* A quotation ends with its paragraph, whether it is closed or not. */
static bool
opens(uint32_t mark, bool quoted)
{
	if (mark == '"')
		return !quoted;
	return mark == 0xab || mark == 0x201c || mark == 0x201e;
}

#define CROWD 64 /* hashes in one place: somebody repeats himself */

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static size_t
place(uint64_t hash, size_t n)
{
	return (hash >> 32) * n >> 32;
}

/* Into the order of their values.  Hashes are spread evenly: each goes near
 * its place by its highest bits, and little is left to be put right. */
static void
sort(uint64_t *v, size_t n, struct arena *arena)
{
	size_t *start = arena_alloc(arena, n + 1, sizeof *start), most = 0;
	uint64_t *by = arena_alloc(arena, n + 1, sizeof *by);

	for (size_t i = 0; i < n; i++) {
		size_t *count = &start[place(v[i], n) + 1];

		most = ++*count > most ? *count : most;
	}
	if (most > CROWD) {
		qsort(v, n, sizeof *v, by_value);
		return;
	}
	for (size_t i = 0; i < n; i++)
		start[i + 1] += start[i];
	for (size_t i = 0; i < n; i++)
		by[start[place(v[i], n)]++] = v[i];
	for (size_t to = 0; to < n; to++) {
		size_t k = to;

		for (; k > 0 && v[k - 1] > by[to]; k--)
			v[k] = v[k - 1];
		v[k] = by[to];
	}
}

static size_t
sort_unique(uint64_t *v, size_t n, struct arena *arena)
{
	size_t to = 0;

	sort(v, n, arena);
	for (size_t i = 0; i < n; i++)
		if (to == 0 || v[i] != v[to - 1])
			v[to++] = v[i];
	return to;
}

struct shingle_set
shingle_read(struct span text, struct arena *arena)
{
	struct reader r = { .arena = arena };
	const char *p = text.p, *end = p + text.n, *mark;
	bool quoted = false;
	uint32_t cp = 0;
	size_t len = 0;

	for (; p < end; p = mark + len) {
		len = 0;
		mark = next_mark(p, end, &cp, &len);
		take_words(&r, (struct span) { p, (size_t)(mark - p) }, quoted);
		if (mark == end)
			break;
		quoted = opens(cp, quoted);
	}
	buf_free(&r.folded);
	return (struct shingle_set) { r.hash, sort_unique(r.hash, r.n, arena) };
}

void
shingle_bins(const struct shingle_set *s, uint32_t bin[SHINGLE_BINS])
{
	for (size_t i = 0; i < SHINGLE_BINS; i++)
		bin[i] = SHINGLE_NONE;
	for (size_t i = 0; i < s->n; i++) {
		uint64_t h = s->hash[i];
		size_t at = (size_t)((h >> 32) * SHINGLE_BINS >> 32);

		if ((uint32_t)h < bin[at])
			bin[at] = (uint32_t)h;
	}
}

size_t
shingle_shared(const struct shingle_set *a, const struct shingle_set *b)
{
	size_t i = 0, j = 0, n = 0;

	while (i < a->n && j < b->n) {
		uint64_t x = a->hash[i], y = b->hash[j];

		i += x <= y;
		j += y <= x;
		n += x == y;
	}
	return n;
}

bool
shingle_is_copy(size_t shared, size_t a, size_t b)
{
	double least = (double)(a < b ? a : b), n = (double)shared;

	if (n < SHINGLE_LEAST)
		return false;
	return n >= SHINGLE_MOST * least ||
	    (n >= SHINGLE_SOME && n >= SHINGLE_SHARE * least);
}
