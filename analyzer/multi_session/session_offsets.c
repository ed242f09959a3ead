/* SPDX-License-Identifier: MIT */
#include "multi_session/session_offsets.h"

#include "position/position.h"

#include <math.h>
#include <stdbool.h>

/* What is known before the first session: people start within 15 mm of the same place and turn within 7 mm of the same
 * ends. It counts as much as PRIOR_SESSIONS sessions. */
#define PRIOR_SESSIONS 4.0
#define PRIOR_START_MM 15.0
#define PRIOR_END_MM 7.0
#define END_MAX_MM 1e5 /* an end farther away is corrupt */

/* The ends of the strokes of one session, on the common scale. */
struct ends {
    double low_mm, high_mm;
};

static bool get_ends(struct ends *ends, const struct session_summary *session, double scale)
{
    *ends = (struct ends){session->low_end_mm * scale, session->high_end_mm * scale};
    return fabs(ends->low_mm) < END_MAX_MM && fabs(ends->high_mm) < END_MAX_MM; /* false for NAN */
}

/* The ends of all sessions: their means, the covariance of both ends, which start positions cause, and the variance of
 * their difference, which they do not. */
struct end_statistics {
    struct ends mean;
    double start_variance, difference_variance;
};

static struct end_statistics measure_ends(const struct session_summary *const session[], const double scale[],
                                          size_t count)
{
    struct end_statistics statistics = {0};
    struct ends ends;
    double covariance_sum = 0, difference_sum = 0, known_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!get_ends(&ends, session[i], scale[i]))
            continue;
        statistics.mean.low_mm += ends.low_mm;
        statistics.mean.high_mm += ends.high_mm;
        known_count++;
    }
    statistics.mean.low_mm /= fmax(1, known_count);
    statistics.mean.high_mm /= fmax(1, known_count);
    for (size_t i = 0; i < count; i++) {
        if (!get_ends(&ends, session[i], scale[i]))
            continue;
        double low_mm = ends.low_mm - statistics.mean.low_mm, high_mm = ends.high_mm - statistics.mean.high_mm;
        covariance_sum += low_mm * high_mm;
        difference_sum += (high_mm - low_mm) * (high_mm - low_mm);
    }
    double weight = PRIOR_SESSIONS + fmax(0, known_count - 1);
    statistics.start_variance = fmax(1, (PRIOR_SESSIONS * PRIOR_START_MM * PRIOR_START_MM + covariance_sum) / weight);
    statistics.difference_variance =
        fmax(1, (PRIOR_SESSIONS * 2 * PRIOR_END_MM * PRIOR_END_MM + difference_sum) / weight);
    return statistics;
}

void session_offsets_from_ends(struct session_offset offset[], const struct session_summary *const session[],
                               const double scale[], size_t count)
{
    const struct end_statistics statistics = measure_ends(session, scale, count);
    for (size_t i = 0; i < count; i++) {
        struct ends ends;
        double start_variance = statistics.start_variance, noise_variance = statistics.difference_variance / 2;
        if (session[i]->origin == POSITION_ORIGIN_ZERO)
            start_variance = fmin(start_variance, POSITION_MARKED_DEVIATION_MM * POSITION_MARKED_DEVIATION_MM);
        offset[i] = (struct session_offset){0, sqrt(start_variance)};
        if (!get_ends(&ends, session[i], scale[i]))
            continue;
        double middle_mm = (ends.low_mm + ends.high_mm - statistics.mean.low_mm - statistics.mean.high_mm) / 2;
        double shrinkage = start_variance / (start_variance + noise_variance);
        offset[i].mm = shrinkage * middle_mm;
        offset[i].deviation_mm *= sqrt(1 - shrinkage);
    }
}
