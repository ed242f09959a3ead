/* SPDX-License-Identifier: MIT */
#include "position/offset_filter.h"

#include "numeric/angle.h"

#include <math.h>

/* A place at which the person stops. */
struct place {
    double mm; /* mean over its visits */
    double visits;
};

/* Return the place that a visit is most likely to. The more often the person stopped somewhere, the more likely it is
 * again; a new place, place[count], is anywhere on the thigh, and as likely as one with a single visit. */
static size_t likeliest(const struct place *place, size_t count, double visit_mm, double variance_mm2, double thigh_mm)
{
    size_t best = count;
    double best_log = -log(thigh_mm);
    for (size_t p = 0; p < count; p++) {
        double variance =
            OFFSET_VISIT_DEVIATION_MM * OFFSET_VISIT_DEVIATION_MM * (1 + 1 / place[p].visits) + variance_mm2;
        double error_mm = visit_mm - place[p].mm;
        double log_density = log(place[p].visits) - 0.5 * (error_mm * error_mm / variance + log(TWO_PI * variance));
        if (log_density > best_log) {
            best_log = log_density;
            best = p;
        }
    }
    return best;
}

double offset_places_find(struct offset_smoothed *smoothed, const struct offset_event *event, size_t count,
                          double thigh_mm)
{
    struct place place[OFFSET_PLACES + 1] = {{0}};
    size_t places = 0;
    double log_prior = 0, visits = 0;
    for (size_t k = 0; k < count; k++) {
        if (event[k].kind != OFFSET_VISIT)
            continue;
        double visit_mm = event[k].position_mm - smoothed[k].after_mm;
        size_t best = likeliest(place, places, visit_mm, smoothed[k].variance, thigh_mm);
        smoothed[k].place = best;
        log_prior -= log(++visits);
        if (best == OFFSET_PLACES) { /* one place too many: nothing more is observed than that it is on the thigh */
            log_prior += 0.5 * log(TWO_PI) - log(thigh_mm);
            continue;
        }
        log_prior += best < places ? log(place[best].visits) : 0;
        places += best == places;
        place[best].visits++;
        place[best].mm += (visit_mm - place[best].mm) / place[best].visits;
    }
    return log_prior;
}
