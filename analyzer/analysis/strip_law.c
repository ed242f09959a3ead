/* SPDX-License-Identifier: MIT */
#include "strip_law.h"

#include <math.h>
#include <stdint.h>

#define ROWS 16              /* at a time, so that few strips, too, make a loop worth while */
#define LEAST_POWER (-100.0f) /* of two, of a load that is as good as none */
#define ROUNDER 12582912.0f  /* 1.5 * 2^23: a number added to it is rounded to a whole one, which its low bits then are */
#define SQUARE_ROOT_HALF_BITS 0x3f3504f3

/* An IEEE 754 number and its parts. */
union number {
    int32_t bits;
    float value;
};

/* The logarithm to 2 of a number above 0, to 1e-6. */
static inline float log2_of(float x)
{
    const union number whole = {.value = x};
    int32_t exponent = (whole.bits - SQUARE_ROOT_HALF_BITS) >> 23; /* of the nearest power of two; below 0 the sign comes down */
    const union number part = {.bits = whole.bits - exponent * (1 << 23)};
    float t = (part.value - 1) / (part.value + 1), s = t * t; /* ln part = 2 artanh t; its series, for t within 0.172 */
    return (float)exponent + 2.8853901f * t * (1 + s * (1.0f / 3 + s * (1.0f / 5 + s * (1.0f / 7 + s * (1.0f / 9)))));
}

/* 2^x for -126 < x < 127, to 3e-7 of it. */
static inline float power_of_two(float x)
{
    const union number whole = {.value = x + ROUNDER};
    const union number power = {.bits = (int32_t)(((uint32_t)whole.bits + 127) << 23)};
    float r = (x - (whole.value - ROUNDER)) * 0.69314718f; /* of e; its series, within 0.35 of 0 */
    float part = 1 + r * (1 + r * (1.0f / 2) * (1 + r * (1.0f / 3) * (1 + r * (1.0f / 4) * (1 + r * (1.0f / 5) * (1 + r * (1.0f / 6))))));
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
    law->most_count = (float)(header->adc_full_scale - 0.5);
    law->bias = (float)header->bias_conductance;
    law->most_power = log2f(STRIP_LAW_MOST_N);
    for (size_t i = 0; i < ROWS * strips; i++) {
        law->log2_k[i] = (float)log2(header->calibration_k_n[i % strips]);
        law->p[i] = (float)header->calibration_p[i % strips];
    }
}

/* For `readings` of these. A loop of its own, in which a compiler sees that nothing else is changed. */
static void take_law(float *restrict load_n, const float *restrict count, size_t readings, const struct constants *restrict law)
{
    for (size_t i = 0; i < readings; i++) {
        float told = count[i] < law->most_count ? count[i] : law->most_count;
        float ratio = told / (law->full - told) - law->bias; /* conductance, in parts of the resistor's */
        float power = law->log2_k[i] + law->p[i] * log2_of(ratio > 0 ? ratio : 1);
        power = power > LEAST_POWER ? power : LEAST_POWER;
        float load = power_of_two(power < law->most_power ? power : law->most_power);
        load_n[i] = ratio > 0 ? load : 0;
    }
}

void strip_law_loads(float *load_n, const float *count, size_t rows, const struct session_header *header)
{
    struct constants law;
    size_t strips = header->strip_count;
    constants_make(&law, header);
    for (size_t row = 0; row < rows; row += ROWS) {
        size_t here = rows - row < ROWS ? rows - row : ROWS;
        take_law(load_n + row * strips, count + row * strips, here * strips, &law);
    }
}
