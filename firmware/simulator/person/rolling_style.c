/* SPDX-License-Identifier: MIT */
#include "person/rolling_style.h"

#include "person/route.h"

#include <math.h>

#define STROKES_MAX 60.0 /* of a random number of strokes */

#define SPEED_MAX_MM_S 345.0 /* the fastest rolling in the trials (person.h) is 340 mm/s */

void rolling_style_randomize(struct rolling_style *style, const struct person *person,
                             const struct person_request *request, struct random *random)
{
    *style = (struct rolling_style){.with_slip = request->with_slip,
                                    .rotates_in_air = request->with_slip,
                                    .rocks_widely = behaviors_include(request->behaviors, BEHAVIOR_ROCKS)};
    bool is_slow = random_chance(random, 0.15);
    style->speed_mm_s = is_slow ? random_log_uniform(random, 25.0, 70.0) : random_log_uniform(random, 80.0, 330.0);
    style->ramp = random_uniform(random, 0.2, 0.4);
    /* A slow roll has a steadier speed. The peak speed is (1 + unevenness) times the cruising speed. */
    style->unevenness = is_slow ? random_uniform(random, 0.0, 0.15) : random_uniform(random, 0.0, 0.4);
    style->unevenness = fmin(style->unevenness, SPEED_MAX_MM_S / style->speed_mm_s - 1.0);
    style->reversal_fraction = random_uniform(random, 0.04, 0.22);
    style->reversal_addition_max_s = random_uniform(random, 0.05, 0.4);
    style->low_end_mm = random_uniform(random, 0.0, 10.0);
    style->high_end_mm = person->thigh_length_mm - random_uniform(random, 8.0, 30.0);
    style->end_deviation_mm = random_uniform(random, 0.5, 3.5);
    style->slip_bias = request->with_slip ? random_uniform(random, -0.004, 0.004) : 0.0;
    style->break_every = random_chance(random, 0.3) ? 5 + random_below(random, 12) : 0;
    style->presses_button = random_chance(random, 0.3);
}

unsigned rolling_style_random_strokes(const struct rolling_style *style, struct behaviors behaviors,
                                      unsigned max_visits, struct random *random)
{
    double range_mm = style->high_end_mm - style->low_end_mm;
    double stroke_s =
        movement_roll_duration_s(range_mm, style->speed_mm_s, style->ramp) * (1.0 + style->reversal_fraction);
    unsigned strokes = (unsigned)fmin(fmax(random_uniform(random, 30.0, 120.0) / stroke_s, 6.0), STROKES_MAX);
    strokes = strokes < max_visits + 2 ? max_visits + 2 : strokes;
    double factor = route_stroke_factor(behaviors);
    return factor > 1.0 ? (unsigned)fmax(strokes, fmin(strokes * factor, STROKES_MAX)) : strokes;
}
