/* SPDX-License-Identifier: MIT */
#include "force/strip_loads.h"

#include <math.h>

/* The force law of one strip (physics.h) in single precision: powf() takes half the time of pow(). */
struct law {
    float full, reading_max; /* full scale, and the limit for larger readings */
    float bias;              /* bias_conductance of the header */
    float k_n, p;
};

static float load_of_reading(float reading, const struct law *law)
{
    float limited = reading < law->reading_max ? reading : law->reading_max;
    float conductance_ratio = limited / (law->full - limited) - law->bias;
    if (!(conductance_ratio > 0))
        return 0;
    float load_n = law->k_n * powf(conductance_ratio, law->p);
    return load_n < STRIP_LOAD_MAX_N ? load_n : STRIP_LOAD_MAX_N;
}

void strip_loads_compute(float *load_n, const float *reading, size_t rows, const struct session_header *header)
{
    size_t strip_count = header->strip_count;
    float full = (float)header->adc_full_scale;
    for (size_t k = 0; k < strip_count; k++) {
        const struct law law = {.full = full,
                                .reading_max = fminf((float)(header->adc_full_scale - 0.5), nextafterf(full, 0)),
                                .bias = (float)header->bias_conductance,
                                .k_n = (float)header->calibration_k_n[k],
                                .p = (float)header->calibration_p[k]};
        for (size_t i = k; i < rows * strip_count; i += strip_count)
            load_n[i] = load_of_reading(reading[i], &law);
    }
}
