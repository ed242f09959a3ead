/* SPDX-License-Identifier: MIT */
#include "force/fast_force_law.h"

#include <math.h>
#include <stdint.h>

#define ROWS 16                 /* per pass, so that few strips also fill the loops */
#define COUNT_MIN 1e-6f         /* less than any reading */
#define LOG2_LOAD_MIN (-100.0f) /* stands for no load */
#define ROUNDER 12582912.0f     /* 1.5 * 2^23: adding it rounds to an integer, in the low bits of the sum */

/* An IEEE 754 single: 23 bits of mantissa below the exponent. */
union number {
    int32_t bits;
    float value;
};

/*
 * log2(a / b) to 1e-6; 0 < a, b < 2^32. Divide by the nearest power of two first, by subtracting exponents;
 * then ln(a / near) = 2 artanh(t), whose series needs few terms for |t| < 0.21.
 */
static inline float log2_of_ratio(float a, float b)
{
    const union number over = {.value = a}, under = {.value = b};
    int32_t exponent = (over.bits - under.bits + (1 << 22)) >> 23;
    const union number near = {.bits = under.bits + exponent * (1 << 23)};
    float t = (a - near.value) / (a + near.value), s = t * t;
    float series = (1 + s * (1.0f / 3)) + s * s * ((1.0f / 5 + s * (1.0f / 7)) + s * s * (1.0f / 9));
    return (float)exponent + 2.8853901f * t * series; /* 2 / ln 2 */
}

/* 2^x for -126 < x < 127, relative error 3e-7: the exponent is round(x), the series of e^r does the rest. */
static inline float power_of_two(float x)
{
    const union number rounded = {.value = x + ROUNDER};
    const union number power = {.bits = (int32_t)(((uint32_t)rounded.bits + 127) << 23)};
    float r = (x - (rounded.value - ROUNDER)) * 0.69314718f, s = r * r; /* |r| < 0.35 */
    float series =
        (1 + r) + s * ((1.0f / 2 + r * (1.0f / 6)) + s * ((1.0f / 24 + r * (1.0f / 120)) + s * (1.0f / 720)));
    return series * power.value;
}

/* For each reading of a pass. */
struct law {
    float full, max_count, bias, log2_max;
    float log2_k[ROWS * SESSION_STRIPS_MAX], p[ROWS * SESSION_STRIPS_MAX];
};

static void law_init(struct law *law, const struct session_header *header)
{
    size_t strips = header->strip_count;
    law->full = (float)header->adc_full_scale;
    law->max_count = fminf((float)(header->adc_full_scale - 0.5),
                           nextafterf(law->full, 0)); /* a float above 2^23 has no half counts */
    law->bias = (float)header->bias_conductance;
    law->log2_max = log2f(FAST_FORCE_LAW_MAX_N);
    for (size_t i = 0; i < ROWS * strips; i++) {
        law->log2_k[i] = (float)log2(header->calibration_k_n[i % strips]);
        law->p[i] = (float)header->calibration_p[i % strips];
    }
}

static void find_log2_loads(float *restrict log2_load, const float *restrict count, size_t readings,
                            const struct law *restrict law)
{
    for (size_t i = 0; i < readings; i++) {
        float limited = count[i] < law->max_count ? count[i] : law->max_count, rest = law->full - limited;
        float own = limited - law->bias * rest; /* without what the bias resistor adds */
        float positive = own > COUNT_MIN ? own : COUNT_MIN;
        float here = law->log2_k[i] + law->p[i] * log2_of_ratio(positive, rest);
        log2_load[i] = own > COUNT_MIN ? here : LOG2_LOAD_MIN;
    }
}

/* A separate loop: in one, the compiler runs out of registers. */
static void find_loads(float *restrict load_n, const float *restrict log2_load, size_t readings,
                       float log2_max)
{
    for (size_t i = 0; i < readings; i++) {
        float limited = log2_load[i] < log2_max ? log2_load[i] : log2_max;
        float load = power_of_two(limited > LOG2_LOAD_MIN ? limited : LOG2_LOAD_MIN);
        load_n[i] = limited > LOG2_LOAD_MIN ? load : 0;
    }
}

void fast_force_law_loads(float *load_n, const float *count, size_t rows, const struct session_header *header)
{
    struct law law;
    float log2_load[ROWS * SESSION_STRIPS_MAX];
    size_t strips = header->strip_count;
    law_init(&law, header);
    for (size_t row = 0; row < rows; row += ROWS) {
        size_t readings = (rows - row < ROWS ? rows - row : ROWS) * strips;
        find_log2_loads(log2_load, count + row * strips, readings, &law);
        find_loads(load_n + row * strips, log2_load, readings, law.log2_max);
    }
}
