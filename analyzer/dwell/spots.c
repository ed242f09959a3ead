/* SPDX-License-Identifier: MIT */
#include "dwell/spots.h"

#include <stdlib.h>
#include <string.h>

struct centered_visit {
    double center_mm;
    size_t visit; /* index of the visit */
};

static int compare_centers(const void *a, const void *b)
{
    const struct centered_visit *left = a, *right = b;
    if (left->center_mm != right->center_mm)
        return left->center_mm < right->center_mm ? -1 : 1;
    return left->visit < right->visit ? -1 : 1;
}

/* Merge spot b into spot a. */
static void merge(struct spot *a, const struct spot *b)
{
    double dwell_s = a->dwell_s + b->dwell_s;
    a->center_mm = (a->center_mm * a->dwell_s + b->center_mm * b->dwell_s) / dwell_s;
    a->dwell_s = dwell_s;
    a->visit_count += b->visit_count;
}

/* Repeatedly merge the closest pair of spots until none are within `merge_mm`. The merged centre lies between
 * their centres, so the array stays sorted and only neighbours need comparing. Returns the number of spots left. */
static size_t merge_closest(struct spot *spot, size_t count, double merge_mm)
{
    for (;;) {
        size_t closest = count; /* index of the first spot of the closest pair; equal to `count`: no pair yet */
        double min_mm = 0;
        for (size_t k = 0; k + 1 < count; k++) {
            double distance_mm = spot[k + 1].center_mm - spot[k].center_mm;
            if (distance_mm <= merge_mm && (closest == count || distance_mm < min_mm)) {
                min_mm = distance_mm;
                closest = k;
            }
        }
        if (closest == count)
            return count;
        merge(&spot[closest], &spot[closest + 1]);
        count--;
        memmove(&spot[closest + 1], &spot[closest + 2], (count - closest - 1) * sizeof *spot);
    }
}

bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot, size_t *spot_count,
                 size_t *spot_of_visit)
{
    *spot = NULL;
    *spot_count = 0;
    if (count == 0)
        return true;
    struct centered_visit *sorted = malloc(count * sizeof *sorted);
    *spot = malloc(count * sizeof **spot);
    if (sorted == NULL || *spot == NULL) {
        free(sorted);
        free(*spot);
        *spot = NULL;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct centered_visit){visit[i].center_mm, i};
    qsort(sorted, count, sizeof *sorted, compare_centers);
    for (size_t i = 0; i < count; i++) {
        const struct visit *member = &visit[sorted[i].visit];
        (*spot)[i] = (struct spot){member->center_mm, member->end_s - member->start_s, 1};
    }
    *spot_count = merge_closest(*spot, count, merge_mm);
    /* Only neighbours were merged, so the visits of a spot are the next `visit_count` of the sorted visits. */
    for (size_t k = 0, next = 0; k < *spot_count; k++)
        for (size_t n = 0; n < (*spot)[k].visit_count; n++)
            spot_of_visit[sorted[next++].visit] = k;
    free(sorted);
    return true;
}
