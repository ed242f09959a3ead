/* SPDX-License-Identifier: MIT */
#include "strip_law.h"

#include "roller.h"

#include <stdlib.h>

#define COUNTS_MOST 16384 /* of a table, which takes longer to make than few rows to work out */

bool strip_law_make(struct strip_law *law, const struct session_header *header)
{
    *law = (struct strip_law){.header = header};
    if (!(header->adc_full_scale < COUNTS_MOST))
        return true;
    law->counts = (size_t)header->adc_full_scale + 1;
    law->table = malloc(header->strip_count * law->counts * sizeof *law->table);
    for (size_t i = 0; law->table != NULL && i < header->strip_count * law->counts; i++)
        law->table[i] = NAN;
    return law->table != NULL;
}

float strip_law_work_out(const struct strip_law *law, size_t strip, float count)
{
    const struct session_header *header = law->header;
    double own = roller_count_without_bias((double)count, header->adc_full_scale, header->bias_conductance);
    float ratio = (float)roller_conductance_ratio(own, header->adc_full_scale);
    /* roller_strip_force_n, as exactly as a load is kept: pow takes three times as long */
    float load_n = (float)header->calibration_k_n[strip] * powf(ratio, (float)header->calibration_p[strip]);
    return fminf(load_n, STRIP_LAW_MOST_N);
}

void strip_law_free(struct strip_law *law)
{
    free(law->table);
    *law = (struct strip_law){0};
}
