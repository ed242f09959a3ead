/* SPDX-License-Identifier: MIT */
/* Where the strokes of a session usually end, before the offsets are known (docs/ANALYSIS.md, "Offsets and
 * uncertainty"). */
#pragma once

#include "position/offset_events.h"

#include <stdbool.h>
#include <stddef.h>

/* Set events->ends and events->beyond: strokes are expected to end at the ends of the thigh or, if its length is not
 * known (0), at the median of their ends. Returns false if there are too few ends, or if they are so far beyond the
 * thigh that neither they nor a slow slip of them fit it. scratch[events->count]. */
bool usual_ends_expect(struct offset_events *events, double thigh_length_mm, double *scratch);

/* Return how far from their median the usual ends at one side are at most, mm: four robust deviations, each of at least
 * 1 % of the thigh. Overwrites mm[count]. */
double usual_ends_limit_mm(double *mm, size_t count, double median_mm, double thigh_mm);

struct early_turns {
    size_t count;
    double log_odds; /* of early turns anywhere instead of these ends; adds to the log likelihood of the other ends */
};

/* Make each end that may be an early turn an OFFSET_POINT in copy[events->count]: it lies farther inside than those
 * near it in time, unlike almost all others. False when out of memory. */
bool usual_ends_leave_out_early(struct offset_event *copy, struct early_turns *early,
                                const struct offset_events *events);
