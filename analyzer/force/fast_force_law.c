/* SPDX-License-Identifier: MIT */
#include "force/fast_force_law.h"

#include <math.h>
#include <stdint.h>

#define ROWS 16               /* at a time, so that few strips, too, make a loop worth while */
#define LEAST_COUNT 1e-6f     /* less than any reading */
#define LEAST_POWER (-100.0f) /* of two, of a load that is as good as none */
#define ROUNDER                                                                                              \
    12582912.0f /* 1.5 * 2^23: a number added to it is rounded to a whole one, which its low bits then are   \
                 */

/* An IEEE 754 number; 23 bits for what is behind the point are below its exponent. */
union number {
    int32_t bits;
    float value;
};

/* The logarithm to 2 of a / b, both above 0 and below 2^32, to 1e-6. The powers of two go first, as nearly as
 * the bits tell. */
static inline float log2_of_ratio(float a, float b)
{
    const union number over = {.value = a}, under = {.value = b};
    int32_t powers = (over.bits - under.bits + (1 << 22)) >> 23; /* below 0 the sign comes down */
    const union number near = {.bits = under.bits + powers * (1 << 23)};
    float t = (a - near.value) / (a + near.value),
          s = t * t; /* ln (a / near) = 2 artanh t; its series, for t within 0.21 */
    return (float)powers +
           2.8853901f * t *
               ((1 + s * (1.0f / 3)) + s * s * ((1.0f / 5 + s * (1.0f / 7)) + s * s * (1.0f / 9)));
}

/* 2^x for -126 < x < 127, to 3e-7 of it. */
static inline float power_of_two(float x)
{
    const union number whole = {.value = x + ROUNDER};
    const union number power = {.bits = (int32_t)(((uint32_t)whole.bits + 127) << 23)};
    float r = (x - (whole.value - ROUNDER)) * 0.69314718f,
          s = r * r; /* e^r by its series, for r within 0.35 */
    float part =
        (1 + r) + s * ((1.0f / 2 + r * (1.0f / 6)) + s * ((1.0f / 24 + r * (1.0f / 120)) + s * (1.0f / 720)));
    return part * power.value;
}

/* The law's constants for each reading of some rows. */
struct constants {
    float full, most_count, bias, most_power;
    float log2_k[ROWS * SESSION_STRIPS_MAX], p[ROWS * SESSION_STRIPS_MAX];
};

static void constants_make(struct constants *law, const struct session_header *header)
{
    size_t strips = header->strip_count;
    law->full = (float)header->adc_full_scale;
    law->most_count = fminf((float)(header->adc_full_scale - 0.5),
                            nextafterf(law->full, 0)); /* no half counts above 2^23 */
    law->bias = (float)header->bias_conductance;
    law->most_power = log2f(FAST_FORCE_LAW_MAX_N);
    for (size_t i = 0; i < ROWS * strips; i++) {
        law->log2_k[i] = (float)log2(header->calibration_k_n[i % strips]);
        law->p[i] = (float)header->calibration_p[i % strips];
    }
}

/* The logarithms to 2 of the loads at so many readings. */
static void take_powers(float *restrict power, const float *restrict count, size_t readings,
                        const struct constants *restrict law)
{
    for (size_t i = 0; i < readings; i++) {
        float told = count[i] < law->most_count ? count[i] : law->most_count, rest = law->full - told;
        float own = told - law->bias * rest; /* own / rest is the conductance in parts of the resistor's */
        float least = own > LEAST_COUNT ? own : LEAST_COUNT;
        float here = law->log2_k[i] + law->p[i] * log2_of_ratio(least, rest);
        power[i] = own > LEAST_COUNT ? here : LEAST_POWER;
    }
}

/* The loads. A loop of its own: in one with the other a compiler finds more to do than it has registers for.
 */
static void take_loads(float *restrict load_n, const float *restrict power, size_t readings, float most_power)
{
    for (size_t i = 0; i < readings; i++) {
        float most = power[i] < most_power ? power[i] : most_power;
        float load = power_of_two(most > LEAST_POWER ? most : LEAST_POWER);
        load_n[i] = most > LEAST_POWER ? load : 0;
    }
}

void fast_force_law_loads(float *load_n, const float *count, size_t rows, const struct session_header *header)
{
    struct constants law;
    float power[ROWS * SESSION_STRIPS_MAX];
    size_t strips = header->strip_count;
    constants_make(&law, header);
    for (size_t row = 0; row < rows; row += ROWS) {
        size_t here = rows - row < ROWS ? rows - row : ROWS;
        take_powers(power, count + row * strips, here * strips, &law);
        take_loads(load_n + row * strips, power, here * strips, law.most_power);
    }
}
