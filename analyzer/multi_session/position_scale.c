/* SPDX-License-Identifier: MIT */
#include "multi_session/position_scale.h"

#include "multi_session/instrument_resolution.h"

#include <math.h>
#include <stdlib.h>

#define LENGTH_TOLERANCE_MM 0.5 /* thigh lengths that differ by no more count as equal */

bool position_scale_make(struct position_scale *scale, const struct session_summary *const session[], size_t count,
                         bool two_legs)
{
    bool all_known = count > 0;
    double min_mm = INFINITY, max_mm = 0, last_mm = NAN;
    for (size_t i = 0; i < count; i++) {
        double length_mm = session[i]->header.thigh_length_mm;
        if (!(length_mm > 0)) {
            all_known = false;
            continue;
        }
        min_mm = fmin(min_mm, length_mm);
        max_mm = fmax(max_mm, length_mm);
        last_mm = length_mm;
    }
    bool differ = max_mm - min_mm > LENGTH_TOLERANCE_MM;
    bool by_percent = two_legs && all_known && differ;
    *scale = (struct position_scale){.by_percent = by_percent,
                                     .has_two_lengths = differ && !two_legs,
                                     .length_mm = last_mm,
                                     .tolerance_mm =
                                         by_percent ? INSTRUMENT_SAME_SPOT_FRACTION * last_mm : INSTRUMENT_SAME_SPOT_MM,
                                     .factor = calloc(count + 1, sizeof *scale->factor),
                                     .offset = calloc(count + 1, sizeof *scale->offset)};
    if (!scale->factor || !scale->offset)
        return false;
    for (size_t i = 0; i < count; i++)
        scale->factor[i] = by_percent ? last_mm / session[i]->header.thigh_length_mm : 1;
    session_offsets_from_ends(scale->offset, session, scale->factor, count);
    return true;
}

double position_scale_mm(const struct position_scale *scale, size_t session_index, double position_mm)
{
    return scale->factor[session_index] * position_mm - scale->offset[session_index].mm;
}

void position_scale_free(struct position_scale *scale)
{
    free(scale->factor);
    free(scale->offset);
    *scale = (struct position_scale){0};
}
