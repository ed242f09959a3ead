/* SPDX-License-Identifier: MIT */
#include "multi_session/spot_match.h"

#include <math.h>
#include <stdlib.h>

/* The last step of the best matching of the first i old and k new positions. */
enum step { STEP_OLD_UNMATCHED, STEP_NEW_UNMATCHED, STEP_MATCH };

static double uncertainty_of(const struct spot_match_list *list, size_t index)
{
    return list->uncertainty && isfinite(list->uncertainty[index]) ? list->uncertainty[index] : 0;
}

/* Return the distance of two positions, divided by the distance that is allowed. */
static double relative_distance(const struct spot_match_list *old, size_t i, const struct spot_match_list *new,
                                size_t k, double tolerance)
{
    double joint = hypot(uncertainty_of(old, i), uncertainty_of(new, k));
    double allowed = fmin(fmax(tolerance, joint), 2 * tolerance);
    return fabs(old->position[i] - new->position[k]) / allowed;
}

/* In a matching with the smallest sum of distances no two pairs cross, so the problem is to align two sequences, which
 * dynamic programming solves. The best matching of the first i old and k new positions extends the best matching
 * without the last old position, without the last new one, or without both. A match wins a tie. */
bool spot_match(const struct spot_match_list *old, const struct spot_match_list *new, double tolerance,
                size_t *old_of_new)
{
    size_t old_count = old->count, new_count = new->count, columns = new_count + 1;
    double unmatched = 0.5; /* half of the relative distance of the worst match */
    double *cost = malloc((old_count + 1) * columns * sizeof *cost);
    unsigned char *step = calloc((old_count + 1) * columns, 1);
    if (!cost || !step) {
        free(cost);
        free(step);
        return false;
    }
    for (size_t i = 0; i <= old_count; i++) {
        for (size_t k = 0; k <= new_count; k++) {
            size_t cell = i * columns + k;
            cost[cell] = i == 0 && k == 0 ? 0 : INFINITY;
            if (i > 0 && cost[cell - columns] + unmatched < cost[cell]) {
                cost[cell] = cost[cell - columns] + unmatched;
                step[cell] = STEP_OLD_UNMATCHED;
            }
            if (k > 0 && cost[cell - 1] + unmatched < cost[cell]) {
                cost[cell] = cost[cell - 1] + unmatched;
                step[cell] = STEP_NEW_UNMATCHED;
            }
            double distance = i > 0 && k > 0 ? relative_distance(old, i - 1, new, k - 1, tolerance) : INFINITY;
            if (distance <= 1 && cost[cell - columns - 1] + distance <= cost[cell]) {
                cost[cell] = cost[cell - columns - 1] + distance;
                step[cell] = STEP_MATCH;
            }
        }
    }
    size_t i = old_count, k = new_count;
    while (i > 0 || k > 0) {
        enum step last_step = step[i * columns + k];
        if (last_step != STEP_OLD_UNMATCHED) {
            k--;
            old_of_new[k] = last_step == STEP_MATCH ? i - 1 : SPOT_MATCH_NONE;
        }
        if (last_step != STEP_NEW_UNMATCHED)
            i--;
    }
    free(cost);
    free(step);
    return true;
}
