/*
 * rng.h -- the simulator's only source of chance: xoshiro256** by Blackman
 * and Vigna ("Scrambled linear pseudorandom number generators", 2018), its
 * state filled by splitmix64.  One seed, one run.
 */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

/* Streams of one seed are independent of each other. */
void rng_seed(struct rng *r, uint64_t seed, uint64_t stream);

uint64_t rng_next(struct rng *r);
uint32_t rng_below(struct rng *r, uint32_t n); /* 0 .. n-1; n > 0 */
int64_t rng_between(struct rng *r, int64_t lo, int64_t hi); /* inclusive */
bool rng_chance(struct rng *r, uint32_t in_1000);
void rng_fill(struct rng *r, void *p, size_t n);

#endif
