/* SPDX-License-Identifier: MIT */
#include "common/random.h"

#include <math.h>

/* splitmix64 (Steele, Lea, Flood 2014): 64 bits of state are plenty for a session. */
static uint64_t next(struct random *random)
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
    random->state = next(random) ^ (stream * 0xD1342543DE82EF95u);
    (void)next(random);
}

static double unit(struct random *random)
{
    return (double)(next(random) >> 11) * 0x1p-53;
}

double random_uniform(struct random *random, double low, double high)
{
    return low + (high - low) * unit(random);
}

double random_log_uniform(struct random *random, double low, double high)
{
    return low * pow(high / low, unit(random));
}

double random_normal(struct random *random, double sigma)
{
    /* Box-Muller; 1 - unit() is never 0. The second value of the pair is not kept: no hidden state. */
    double radius = sqrt(-2.0 * log(1.0 - unit(random)));
    return sigma * radius * cos(2.0 * M_PI * unit(random));
}

bool random_chance(struct random *random, double probability)
{
    return unit(random) < probability;
}

unsigned random_below(struct random *random, unsigned count)
{
    return (unsigned)(unit(random) * count);
}
