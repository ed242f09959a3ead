/* SPDX-License-Identifier: MIT */
/* Seeded random numbers for tests: the same seed gives the same numbers on every machine. Tests of the simulator use
 * the simulator's generator (common/random.h) instead, whose functions have the same names. */
#pragma once

#include <math.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

static inline struct random random_init(uint64_t seed)
{
    return (struct random){seed};
}

/* Return 64 random bits: splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Return an integer in [0, count); `count` is at least 1. */
static inline uint32_t random_below(struct random *random, uint32_t count)
{
    return (uint32_t)((random_next(random) >> 32) * count >> 32);
}

/* Return a number distributed uniformly in [low, high). */
static inline double random_uniform(struct random *random, double low, double high)
{
    return low + (high - low) * ((double)(random_next(random) >> 11) * 0x1p-53);
}

/* Return a normally distributed number with mean 0 (Box and Muller). */
static inline double random_normal(struct random *random, double deviation)
{
    double radius = sqrt(-2 * log(1 - random_uniform(random, 0, 1)));
    return deviation * radius * cos(random_uniform(random, 0, 6.283185307179586));
}
