/* SPDX-License-Identifier: MIT */
#include "compare/spot_match.h"

#include <math.h>
#include <stdlib.h>

enum step { STEP_OLD_ALONE, STEP_NEW_ALONE, STEP_PAIR };

/*
 * On a line the least sum never crosses pairs, so it is an alignment of two sequences: the best of the first
 * i old and k new places follows from those of one fewer. Pairs win a tie.
 */
bool spot_match(const double *old_place, size_t old_count, const double *new_place, size_t new_count,
                double tolerance, size_t *old_of_new)
{
    size_t columns = new_count + 1;
    double alone = tolerance / 2;
    double *cost = malloc((old_count + 1) * columns * sizeof *cost);
    unsigned char *step = calloc((old_count + 1) * columns, 1);
    if (!cost || !step) {
        free(cost);
        free(step);
        return false;
    }
    for (size_t i = 0; i <= old_count; i++) {
        for (size_t k = 0; k <= new_count; k++) {
            size_t at = i * columns + k;
            cost[at] = i == 0 && k == 0 ? 0 : INFINITY;
            if (i > 0 && cost[at - columns] + alone < cost[at]) {
                cost[at] = cost[at - columns] + alone;
                step[at] = STEP_OLD_ALONE;
            }
            if (k > 0 && cost[at - 1] + alone < cost[at]) {
                cost[at] = cost[at - 1] + alone;
                step[at] = STEP_NEW_ALONE;
            }
            double distance = i > 0 && k > 0 ? fabs(old_place[i - 1] - new_place[k - 1]) : INFINITY;
            if (distance <= tolerance && cost[at - columns - 1] + distance <= cost[at]) {
                cost[at] = cost[at - columns - 1] + distance;
                step[at] = STEP_PAIR;
            }
        }
    }
    size_t i = old_count, k = new_count;
    while (i > 0 || k > 0) {
        enum step taken = step[i * columns + k];
        if (taken != STEP_OLD_ALONE) {
            k--;
            old_of_new[k] = taken == STEP_PAIR ? i - 1 : SPOT_MATCH_NONE;
        }
        if (taken != STEP_NEW_ALONE)
            i--;
    }
    free(cost);
    free(step);
    return true;
}
