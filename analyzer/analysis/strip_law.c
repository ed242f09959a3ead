/* SPDX-License-Identifier: MIT */
#include "strip_law.h"

#include "roller.h"

#include <stdlib.h>

static float work_out(const struct session_header *header, size_t strip, double count)
{
    double own = roller_count_without_bias(count, header->adc_full_scale, header->bias_conductance);
    return (float)roller_strip_force_n(own, header->adc_full_scale, header->calibration_k_n[strip],
                                       header->calibration_p[strip]);
}

bool strip_law_make(struct strip_law *law, const struct session_header *header, size_t rows)
{
    *law = (struct strip_law){.header = header};
    if (!(header->adc_full_scale < (double)rows))
        return true;
    law->counts = (size_t)header->adc_full_scale + 1;
    law->table = malloc(header->strip_count * law->counts * sizeof *law->table);
    for (size_t k = 0; law->table != NULL && k < header->strip_count; k++) {
        for (size_t count = 0; count < law->counts; count++)
            law->table[k * law->counts + count] = work_out(header, k, (double)count);
    }
    return law->table != NULL;
}

float strip_law_load(const struct strip_law *law, size_t strip, float count)
{
    size_t whole = count > 0 ? (size_t)count : 0;
    if (whole < law->counts && (float)whole == count)
        return law->table[strip * law->counts + whole];
    return work_out(law->header, strip, (double)count);
}

void strip_law_free(struct strip_law *law)
{
    free(law->table);
    *law = (struct strip_law){0};
}
