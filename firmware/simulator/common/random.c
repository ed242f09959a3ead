/* SPDX-License-Identifier: MIT */
#include "common/random.h"

#include <math.h>

/* splitmix64 (Steele, Lea, Flood 2014): 64 bits of state are plenty for a session. */
static uint64_t next_bits(struct random *random)
{
    random->state += 0x9E3779B97F4A7C15u;
    uint64_t z = random->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void random_seed(struct random *random, uint64_t seed, uint64_t stream)
{
    random->state = seed;
    random->state = next_bits(random) ^ (stream * 0xD1342543DE82EF95u);
    (void)next_bits(random);
}

/* Return a number uniformly distributed in [0, 1), with 53 random bits. */
static double random_unit(struct random *random)
{
    return (double)(next_bits(random) >> 11) * 0x1p-53;
}

double random_uniform(struct random *random, double low, double high)
{
    return low + (high - low) * random_unit(random);
}

double random_log_uniform(struct random *random, double low, double high)
{
    return low * pow(high / low, random_unit(random));
}

double random_normal(struct random *random, double sigma)
{
    /* Box-Muller; 1 - random_unit() is never 0. It makes two values; the second one is discarded, so that no state
     * other than the seed is needed. */
    double radius = sqrt(-2.0 * log(1.0 - random_unit(random)));
    return sigma * radius * cos(2.0 * M_PI * random_unit(random));
}

bool random_chance(struct random *random, double probability)
{
    return random_unit(random) < probability;
}

unsigned random_below(struct random *random, unsigned count)
{
    return (unsigned)(random_unit(random) * count);
}
