/* SPDX-License-Identifier: MIT */
#include "force/fast_force_law.h"

#include <math.h>
#include <stdint.h>

#define ROWS_PER_CHUNK 16            /* enough rows for long loops even with few strips */
#define COUNT_MIN 1e-6f              /* smaller than any reading except 0 */
#define LOG2_LOAD_MIN (-100.0f)      /* log2 of a load of 0 */
#define ROUND_TO_INTEGER 12582912.0f /* 1.5 * 2^23: adding it leaves the rounded integer in the low bits */

/* An IEEE 754 single-precision number: 23 bits of mantissa below the exponent. */
union number {
    int32_t bits;
    float value;
};

/* Return log2(a / b) to 1e-6, for 0 < a, b < 2^32. Subtracting the exponents scales b to `nearest`, close to a; then
 * ln(a / nearest) = 2 artanh(t), whose series needs few terms for |t| < 0.21. */
static inline float fast_log2_ratio(float a, float b)
{
    const union number dividend = {.value = a}, divisor = {.value = b};
    int32_t exponent = (dividend.bits - divisor.bits + (1 << 22)) >> 23;
    const union number nearest = {.bits = divisor.bits + exponent * (1 << 23)};
    float t = (a - nearest.value) / (a + nearest.value), s = t * t;
    float series = (1 + s * (1.0f / 3)) + s * s * ((1.0f / 5 + s * (1.0f / 7)) + s * s * (1.0f / 9));
    return (float)exponent + 2.8853901f * t * series; /* 2 / ln 2 */
}

/* Return 2^x for -126 < x < 127 with a relative error of 3e-7: 2^round(x) times a series for the rest, e^r. */
static inline float fast_exp2(float x)
{
    const union number rounded = {.value = x + ROUND_TO_INTEGER};
    const union number power = {.bits = (int32_t)(((uint32_t)rounded.bits + 127) << 23)};
    float r = (x - (rounded.value - ROUND_TO_INTEGER)) * 0.69314718f, s = r * r; /* |r| < 0.35 */
    float series =
        (1 + r) + s * ((1.0f / 2 + r * (1.0f / 6)) + s * ((1.0f / 24 + r * (1.0f / 120)) + s * (1.0f / 720)));
    return series * power.value;
}

/* The force law F = k r^p. k and p are stored for each reading of a chunk: those of the strips, repeated for each
 * row. */
struct law {
    float full, max_reading; /* full scale, and the value to which larger readings are limited */
    float bias;              /* bias_conductance of the header */
    float log2_max;          /* log2 of the largest load */
    float log2_k[ROWS_PER_CHUNK * SESSION_STRIPS_MAX], p[ROWS_PER_CHUNK * SESSION_STRIPS_MAX];
};

static void law_init(struct law *law, const struct session_header *header)
{
    size_t strip_count = header->strip_count;
    law->full = (float)header->adc_full_scale;
    law->max_reading = fminf((float)(header->adc_full_scale - 0.5),
                             nextafterf(law->full, 0)); /* above 2^23 a float cannot hold half a count */
    law->bias = (float)header->bias_conductance;
    law->log2_max = log2f(FAST_FORCE_LAW_MAX_N);
    for (size_t i = 0; i < ROWS_PER_CHUNK * strip_count; i++) {
        law->log2_k[i] = (float)log2(header->calibration_k_n[i % strip_count]);
        law->p[i] = (float)header->calibration_p[i % strip_count];
    }
}

/* Compute log2 of each load; LOG2_LOAD_MIN for 0 N. */
static void compute_log2_loads(float *restrict log2_load, const float *restrict reading, size_t readings,
                               const struct law *restrict law)
{
    for (size_t i = 0; i < readings; i++) {
        float limited = reading[i] < law->max_reading ? reading[i] : law->max_reading, remaining = law->full - limited;
        float unbiased = limited - law->bias * remaining; /* the reading without the bias resistor's contribution */
        float positive = unbiased > COUNT_MIN ? unbiased : COUNT_MIN;
        float log2_value = law->log2_k[i] + law->p[i] * fast_log2_ratio(positive, remaining);
        log2_load[i] = unbiased > COUNT_MIN ? log2_value : LOG2_LOAD_MIN;
    }
}

/* Compute the loads from their logarithms. This is a second loop, because with one loop for both steps the compiler
 * runs out of registers. */
static void compute_loads(float *restrict load_n, const float *restrict log2_load, size_t readings, float log2_max)
{
    for (size_t i = 0; i < readings; i++) {
        float limited = log2_load[i] < log2_max ? log2_load[i] : log2_max;
        float load = fast_exp2(limited > LOG2_LOAD_MIN ? limited : LOG2_LOAD_MIN);
        load_n[i] = limited > LOG2_LOAD_MIN ? load : 0;
    }
}

void fast_force_law_loads(float *load_n, const float *reading, size_t rows, const struct session_header *header)
{
    struct law law;
    float log2_load[ROWS_PER_CHUNK * SESSION_STRIPS_MAX];
    size_t strip_count = header->strip_count;
    law_init(&law, header);
    for (size_t row = 0; row < rows; row += ROWS_PER_CHUNK) {
        size_t readings = (rows - row < ROWS_PER_CHUNK ? rows - row : ROWS_PER_CHUNK) * strip_count;
        compute_log2_loads(log2_load, reading + row * strip_count, readings, &law);
        compute_loads(load_n + row * strip_count, log2_load, readings, law.log2_max);
    }
}
