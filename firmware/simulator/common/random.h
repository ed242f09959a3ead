/* SPDX-License-Identifier: MIT */
/* A seeded source of random numbers: the same seed gives the same session on every machine. It is not the generator of
 * logger/shared, because a fault shared by the simulator and the analysis that it tests would not be found. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* Start the sequence of a seed. Different streams of one seed are independent, so that one part of a session
 * can use more numbers without changing the other parts. */
void random_seed(struct random *random, uint64_t seed, uint64_t stream);

/* Return a number uniformly distributed in [low, high). */
double random_uniform(struct random *random, double low, double high);
/* Return a number whose logarithm is uniformly distributed; both bounds must be above 0. */
double random_log_uniform(struct random *random, double low, double high);
/* Return a normally distributed number with mean 0 and standard deviation `sigma`. */
double random_normal(struct random *random, double sigma);
/* Return true with the given probability. */
bool random_chance(struct random *random, double probability);
/* Return an integer in [0, count); `count` must be at least 1. */
unsigned random_below(struct random *random, unsigned count);
