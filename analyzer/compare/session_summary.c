/* SPDX-License-Identifier: MIT */
#include "session_summary.h"

#include <stdlib.h>

void session_summary_take(struct session_summary *summary, struct result *result)
{
    *summary = (struct session_summary){
        .header = result->header,
        .started = moment_of(result->header.started),
        .file = result->file,
        .duration_s = result->duration_s,
        .rows = result->rows,
        .strokes = result->strokes,
        .min_mm = result->min_mm,
        .max_mm = result->max_mm,
        .loaded_s = result->loaded_s,
        .distance_mm = result->distance_mm,
        .mean_force_n = result->mean_force_n,
        .impulse_ns = result->impulse_ns,
        .spot = result->spot,
        .spot_count = result->spot_count,
        .profile = result->profile,
    };
    for (size_t k = 0; k < summary->spot_count; k++) {
        free(summary->spot[k].visit);
        summary->spot[k].visit = NULL;
    }
    result->file = NULL;
    result->spot = NULL;
    result->spot_count = 0;
    result->profile = (struct result_profile){0};
    result_free(result);
}

void session_summary_free(struct session_summary *summary)
{
    free(summary->file);
    free(summary->spot);
    free(summary->profile.x_mm);
    free(summary->profile.dwell_s);
    free(summary->profile.mean_force_n);
    free(summary->profile.peak_force_n);
    *summary = (struct session_summary){0};
}

double session_summary_spots_s(const struct session_summary *summary)
{
    double sum_s = 0;
    for (size_t k = 0; k < summary->spot_count; k++)
        sum_s += summary->spot[k].dwell_s;
    return sum_s;
}
