/* SPDX-License-Identifier: MIT */
#include "person/route.h"

#include <math.h>

#define BEYOND_END_MAX_MM 30.0 /* a stroke goes at most this far beyond the mean end of the thigh */

static void randomize_sections(struct route *route, unsigned count, struct random *random)
{
    route->section_count = count;
    double length_mm = route->whole.high_mm - route->whole.low_mm;
    for (unsigned i = 0; i < count; i++) {
        double jitter = i + 1 < count ? random_uniform(random, -0.15, 0.15) : 0.0;
        route->section_end_mm[i] = route->whole.low_mm + length_mm * (i + 1 + jitter) / count;
    }
    route->overlap_mm = random_uniform(random, 0.0, 30.0);
}

static void randomize_deviations(struct route *route, double thigh_length_mm, struct random *random)
{
    double sigma_mm = random_uniform(random, 0.02, 0.04) * thigh_length_mm;
    double shared = random_uniform(random, 0.1, 0.6); /* fraction of the variance */
    route->own_sigma_mm = sigma_mm * sqrt(1.0 - shared);
    route->shared_sigma_mm = sigma_mm * sqrt(shared);
    route->shared_persistence = random_uniform(random, 0.6, 0.9);
    route->shared_mm = random_normal(random, route->shared_sigma_mm);
}

void route_randomize(struct route *route, struct behaviors behaviors, uint64_t seed, struct stretch whole,
                     double thigh_length_mm, unsigned strokes)
{
    *route = (struct route){.whole = whole, .strokes = strokes, .section_count = 1, .first_fraction = 1.0};
    struct random random;
    route->starts_at_knee = behaviors_include(behaviors, BEHAVIOR_START_KNEE);
    route->is_one_way = behaviors_include(behaviors, BEHAVIOR_ONE_WAY);
    if (behavior_begin(behaviors, BEHAVIOR_SECTIONS, seed, &random)) {
        randomize_sections(route, 2 + random_below(&random, ROUTE_SECTIONS_MAX - 1), &random);
    } else if (behavior_begin(behaviors, BEHAVIOR_HALF, seed, &random)) {
        randomize_sections(route, 2, &random);
    } else if (behavior_begin(behaviors, BEHAVIOR_GROW, seed, &random)) {
        route->first_fraction = random_uniform(&random, 0.2, 0.5);
        route->grown_strokes = (unsigned)(strokes * random_uniform(&random, 0.6, 1.0));
    } else if (behavior_begin(behaviors, BEHAVIOR_WARM_UP, seed, &random)) {
        route->first_fraction = random_uniform(&random, 0.55, 0.85);
        route->grown_strokes = 2 + random_below(&random, 4);
    }
    if (behavior_begin(behaviors, BEHAVIOR_SCATTER, seed, &route->random))
        randomize_deviations(route, thigh_length_mm, &route->random);
}

double route_stroke_factor(struct behaviors behaviors)
{
    if (behaviors_include(behaviors, BEHAVIOR_SECTIONS))
        return 2.0;
    return behaviors_include(behaviors, BEHAVIOR_HALF) ? 1.5 : 1.0;
}

struct stretch route_stretch(const struct route *route, unsigned stroke)
{
    struct stretch stretch = route->whole;
    if (route->section_count > 1) {
        unsigned order = (unsigned)((unsigned long long)stroke * route->section_count / route->strokes);
        unsigned section = route->starts_at_knee ? route->section_count - 1 - order : order;
        stretch.high_mm = route->section_end_mm[section];
        if (section > 0)
            stretch.low_mm = route->section_end_mm[section - 1] - route->overlap_mm;
    } else if (stroke < route->grown_strokes) {
        double fraction = route->first_fraction + (1.0 - route->first_fraction) * stroke / route->grown_strokes;
        double covered_mm = fraction * (route->whole.high_mm - route->whole.low_mm);
        if (route->starts_at_knee)
            stretch.low_mm = stretch.high_mm - covered_mm;
        else
            stretch.high_mm = stretch.low_mm + covered_mm;
    }
    return stretch;
}

bool route_covers(const struct route *route, unsigned stroke, double position_mm)
{
    struct stretch stretch = route_stretch(route, stroke);
    bool reaches_upper_end = stretch.low_mm <= route->whole.low_mm;
    bool reaches_knee = stretch.high_mm >= route->whole.high_mm;
    return (reaches_upper_end || position_mm >= stretch.low_mm) && (reaches_knee || position_mm <= stretch.high_mm);
}

double route_next_end_mm(struct route *route, unsigned stroke)
{
    struct stretch stretch = route_stretch(route, stroke);
    bool is_outward = route->is_one_way || stroke % 2 == 0;
    bool is_towards_knee = is_outward != route->starts_at_knee;
    double innovation_mm = random_normal(&route->random, 1.0) * route->shared_sigma_mm *
                           sqrt(1.0 - route->shared_persistence * route->shared_persistence);
    route->shared_mm = route->shared_persistence * route->shared_mm + innovation_mm;
    double deviation_mm = route->shared_mm + random_normal(&route->random, route->own_sigma_mm);
    double end_mm = (is_towards_knee ? stretch.high_mm : stretch.low_mm) + deviation_mm;
    return fmin(fmax(end_mm, route->whole.low_mm - BEYOND_END_MAX_MM), route->whole.high_mm + BEYOND_END_MAX_MM);
}
