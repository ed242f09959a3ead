/* SPDX-License-Identifier: MIT */
#include "compare/position_scale.h"

#include "compare/instrument_resolution.h"

#include <math.h>

#define LENGTHS_DIFFER_MM 0.5

struct position_scale position_scale_make(const struct session_summary *const session[], size_t count)
{
    bool all_known = count > 0;
    double least_mm = INFINITY, most_mm = 0, last_mm = NAN;
    for (size_t i = 0; i < count; i++) {
        double length_mm = session[i]->header.thigh_length_mm;
        if (!(length_mm > 0)) {
            all_known = false;
            continue;
        }
        least_mm = fmin(least_mm, length_mm);
        most_mm = fmax(most_mm, length_mm);
        last_mm = length_mm;
    }
    bool by_percent = all_known && most_mm - least_mm > LENGTHS_DIFFER_MM;
    return (struct position_scale){.by_percent = by_percent,
                                   .length_mm = last_mm,
                                   .tolerance_mm = by_percent ? INSTRUMENT_SAME_SPOT_FRACTION * last_mm
                                                              : INSTRUMENT_SAME_SPOT_MM};
}

double position_scale_mm(const struct position_scale *scale, const struct session_summary *session,
                         double position_mm)
{
    return scale->by_percent ? position_mm / session->header.thigh_length_mm * scale->length_mm : position_mm;
}
