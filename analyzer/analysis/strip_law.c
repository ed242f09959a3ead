/* SPDX-License-Identifier: MIT */
#include "strip_law.h"

#include "roller.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define COUNTS_MOST 16384    /* of a table, which takes longer to make than few rows to work out */
#define LEAST_POWER (-100.0f) /* of two, of a load that is as good as none */

/* 2^x for -126 < x < 127, to 3e-7 of it. Without a call or a branch, so that a loop takes four at a time. */
static inline float power_of_two(float x)
{
    int whole = (int)(x + (x < 0 ? -0.5f : 0.5f));
    float r = (x - (float)whole) * 0.69314718f; /* of e; its series, within a third of 0 */
    float part = 1 + r * (1 + r / 2 * (1 + r * (1.0f / 3) * (1 + r / 4 * (1 + r * (1.0f / 5) * (1 + r * (1.0f / 6))))));
    union {
        int32_t bits;
        float number;
    } power = {(whole + 127) * (1 << 23)}; /* the exponent of an IEEE 754 number */
    return part * power.number;
}

static float conductance_ratio(const struct session_header *header, float count)
{
    double own = roller_count_without_bias((double)count, header->adc_full_scale, header->bias_conductance);
    return (float)roller_conductance_ratio(own, header->adc_full_scale);
}

float strip_law_work_out(const struct strip_law *law, size_t strip, float count)
{
    const struct session_header *header = law->header;
    float ratio = conductance_ratio(header, count);
    return fminf((float)header->calibration_k_n[strip] * powf(ratio, (float)header->calibration_p[strip]), STRIP_LAW_MOST_N);
}

/* A strip's loads at all counts by the ratios' logarithms, to a millionth; nothing at the first ones, whose ratio is 0. */
static void fill_loads(float *load_n, const float *log2_ratio, size_t counts, size_t nothing, double k_n, double p)
{
    const float log2_k = (float)log2(k_n), exponent = (float)p, most = log2f(STRIP_LAW_MOST_N);
    for (size_t c = 0; c < counts; c++) {
        float power = log2_k + exponent * log2_ratio[c];
        power = power > LEAST_POWER ? power : LEAST_POWER;
        load_n[c] = power_of_two(power < most ? power : most);
    }
    for (size_t c = 0; c < nothing; c++)
        load_n[c] = 0;
}

bool strip_law_make(struct strip_law *law, const struct session_header *header)
{
    *law = (struct strip_law){.header = header};
    if (!(header->adc_full_scale < COUNTS_MOST))
        return true;
    size_t counts = (size_t)header->adc_full_scale + 1, nothing = 0;
    float *log2_ratio = malloc(counts * sizeof *log2_ratio);
    law->table = malloc(header->strip_count * counts * sizeof *law->table);
    bool good = log2_ratio != NULL && law->table != NULL;
    for (size_t c = 0; good && c < counts; c++) {
        float ratio = conductance_ratio(header, (float)c);
        nothing += ratio <= 0 ? 1u : 0u;
        log2_ratio[c] = log2f(ratio);
    }
    for (size_t k = 0; good && k < header->strip_count; k++)
        fill_loads(law->table + k * counts, log2_ratio, counts, nothing, header->calibration_k_n[k], header->calibration_p[k]);
    free(log2_ratio);
    if (good)
        law->counts = counts;
    else
        strip_law_free(law);
    return good;
}

void strip_law_free(struct strip_law *law)
{
    free(law->table);
    *law = (struct strip_law){0};
}
