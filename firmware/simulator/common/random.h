/* SPDX-License-Identifier: MIT */
/* A seeded source of random numbers: the same seed gives the same session on every machine. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* Start at `seed`. Different streams of one seed are independent, so that one part of a session can draw more
 * numbers without changing the others. */
void random_seed(struct random *random, uint64_t seed, uint64_t stream);

/* Evenly distributed in [low, high). */
double random_uniform(struct random *random, double low, double high);
/* Evenly distributed in its logarithm; both bounds above 0. */
double random_log_uniform(struct random *random, double low, double high);
/* Normally distributed about 0. */
double random_normal(struct random *random, double sigma);
/* True with the given probability. */
bool random_chance(struct random *random, double probability);
/* A whole number in [0, count); `count` at least 1. */
unsigned random_below(struct random *random, unsigned count);

#endif
