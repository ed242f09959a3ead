/* SPDX-License-Identifier: MIT */
#include "force/strip_loads.h"

#include <math.h>

void strip_loads_compute(float *load_n, const float *reading, size_t rows, const struct session_header *header)
{
    size_t strip_count = header->strip_count;
    float full = (float)header->adc_full_scale, bias = (float)header->bias_conductance;
    float reading_max = fminf((float)(header->adc_full_scale - 0.5), nextafterf(full, 0));
    float k_n[SESSION_STRIPS_MAX], p[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strip_count; k++) {
        k_n[k] = (float)header->calibration_k_n[k];
        p[k] = (float)header->calibration_p[k];
    }
    for (size_t first = 0; first < rows * strip_count; first += strip_count) {
        for (size_t k = 0; k < strip_count; k++) {
            float limited = reading[first + k] < reading_max ? reading[first + k] : reading_max;
            float ratio = limited / (full - limited) - bias;
            float load = ratio > 0 ? k_n[k] * powf(ratio, p[k]) : 0; /* powf() takes half the time of pow() */
            load_n[first + k] = load < STRIP_LOAD_MAX_N ? load : STRIP_LOAD_MAX_N;
        }
    }
}
