/* SPDX-License-Identifier: MIT */
#include "dwell/spots.h"

#include <stdlib.h>
#include <string.h>

struct centered_visit {
    double center_mm;
    size_t visit;
};

static int by_center(const void *a, const void *b)
{
    const struct centered_visit *left = a, *right = b;
    if (left->center_mm != right->center_mm)
        return left->center_mm < right->center_mm ? -1 : 1;
    return left->visit < right->visit ? -1 : 1;
}

static void join(struct spot *a, const struct spot *b)
{
    double dwell_s = a->dwell_s + b->dwell_s;
    a->center_mm = (a->center_mm * a->dwell_s + b->center_mm * b->dwell_s) / dwell_s;
    a->dwell_s = dwell_s;
    a->visits += b->visits;
}

/* Join the nearest two of `count` spots, again and again. A joined spot lies between the two, so the order by
 * position stays, and the nearest two are neighbours. Returns how many are left. */
static size_t join_nearest(struct spot *spot, size_t count, double merge_mm)
{
    for (;;) {
        size_t nearest = count;
        double min_mm = 0;
        for (size_t k = 0; k + 1 < count; k++) {
            double gap_mm = spot[k + 1].center_mm - spot[k].center_mm;
            if (gap_mm <= merge_mm && (nearest == count || gap_mm < min_mm)) {
                min_mm = gap_mm;
                nearest = k;
            }
        }
        if (nearest == count)
            return count;
        join(&spot[nearest], &spot[nearest + 1]);
        count--;
        memmove(&spot[nearest + 1], &spot[nearest + 2], (count - nearest - 1) * sizeof *spot);
    }
}

bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot,
                 size_t *spot_count, size_t *spot_of_visit)
{
    *spot = NULL;
    *spot_count = 0;
    if (count == 0)
        return true;
    struct centered_visit *ordered = malloc(count * sizeof *ordered);
    *spot = malloc(count * sizeof **spot);
    if (ordered == NULL || *spot == NULL) {
        free(ordered);
        free(*spot);
        *spot = NULL;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        ordered[i] = (struct centered_visit){visit[i].center_mm, i};
    qsort(ordered, count, sizeof *ordered, by_center);
    for (size_t i = 0; i < count; i++) {
        const struct visit *from = &visit[ordered[i].visit];
        (*spot)[i] = (struct spot){from->center_mm, from->end_s - from->start_s, 1};
    }
    *spot_count = join_nearest(*spot, count, merge_mm);
    for (size_t k = 0, next = 0; k < *spot_count; k++) {
        for (size_t n = 0; n < (*spot)[k].visits; n++)
            spot_of_visit[ordered[next++].visit] = k;
    }
    free(ordered);
    return true;
}
