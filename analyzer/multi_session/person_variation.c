/* SPDX-License-Identifier: MIT */
#include "multi_session/person_variation.h"

#include <math.h>

/* Between evenings the dwell on a spot varies by 35 % and the force by 15 %. */
#define DWELL_SD 0.35
#define FORCE_SD 0.15
#define SKIPPED_SD 0.35  /* of the time on all spots, because people skip one in five */
#define PRIOR_WEIGHT 8.0 /* these values count as much as this many independent differences */
#define SESSIONS_MIN 6
#define INDEPENDENT_FRACTION 0.67 /* neighbouring differences share a session, so n of them count as 2 n / 3 */
#define NORMAL_95 1.96

/* Squared differences of logarithms. */
struct squares {
    double sum;
    size_t count;
};

static void squares_add(struct squares *squares, double before, double after)
{
    double difference = log(after / before);
    if (!isfinite(difference))
        return;
    squares->sum += difference * difference;
    squares->count++;
}

/* Return the deviation, joined with the usual one. A difference of two sessions has twice the variance of one. */
static double joined_sd(const struct squares *squares, double usual_sd)
{
    double weight = INDEPENDENT_FRACTION * (double)squares->count;
    double variance = squares->count > 0 ? squares->sum / (2 * (double)squares->count) : 0;
    return sqrt((PRIOR_WEIGHT * usual_sd * usual_sd + weight * variance) / (PRIOR_WEIGHT + weight));
}

/* Return the part of the series in which a session is: 0 = first group, 1 = in between, 2 = last group. */
static int part_of_series(size_t index, size_t session_count, size_t group)
{
    return index < group ? 0 : index + group < session_count ? 1 : 2;
}

struct person_variation person_variation_measure(const struct spot_tracks *tracks, size_t group)
{
    struct squares dwell = {0}, force = {0}, impulse = {0};
    size_t count = tracks->session_count;
    const struct person_variation usual = {DWELL_SD, FORCE_SD, hypot(DWELL_SD, FORCE_SD), hypot(DWELL_SD, SKIPPED_SD),
                                           0};
    if (count < SESSIONS_MIN)
        return usual;
    for (size_t t = 0; t < tracks->count; t++) {
        const struct result_spot *before = NULL;
        int part_before = 0;
        for (size_t i = 0; i < count; i++) {
            const struct result_spot *spot = tracks->track[t].spot[i];
            if (!spot)
                continue;
            int part = part_of_series(i, count, group);
            if (before && part == part_before) {
                squares_add(&dwell, before->dwell_s, spot->dwell_s);
                squares_add(&force, before->mean_force_n, spot->mean_force_n);
                squares_add(&impulse, before->impulse_n_s, spot->impulse_n_s);
            }
            before = spot;
            part_before = part;
        }
    }
    return (struct person_variation){joined_sd(&dwell, usual.dwell_sd), joined_sd(&force, usual.force_sd),
                                     joined_sd(&impulse, usual.impulse_sd),
                                     hypot(joined_sd(&dwell, usual.dwell_sd), SKIPPED_SD), dwell.count > 0 ? count : 0};
}

double person_variation_mdc_ratio(double sd, size_t first_count, size_t last_count)
{
    return exp(NORMAL_95 * sd * sqrt(1 / fmax(1, (double)first_count) + 1 / fmax(1, (double)last_count)));
}

size_t person_variation_sessions_to_tell(double sd, double ratio)
{
    double deviations = NORMAL_95 * sd / log(ratio);
    return (size_t)fmax(1, ceil(2 * deviations * deviations));
}
