/* SPDX-License-Identifier: MIT */
#include "spots.h"

#include <math.h>
#include <stdlib.h>

struct placed {
    double center_mm;
    size_t visit;
};

static int by_center(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->center_mm != right->center_mm)
        return left->center_mm < right->center_mm ? -1 : 1;
    return left->visit < right->visit ? -1 : 1;
}

/* The place of the smallest gap between neighbours. */
static size_t nearest_pair(const struct spot *spot, size_t count)
{
    size_t best = 0;
    for (size_t k = 1; k + 1 < count; k++) {
        if (spot[k + 1].center_mm - spot[k].center_mm < spot[best + 1].center_mm - spot[best].center_mm)
            best = k;
    }
    return best;
}

static void join(struct spot *spot, size_t *count, size_t at)
{
    struct spot *a = &spot[at];
    const struct spot *b = a + 1;
    double dwell_s = a->dwell_s + b->dwell_s;
    a->center_mm = (a->center_mm * a->dwell_s + b->center_mm * b->dwell_s) / dwell_s;
    a->dwell_s = dwell_s;
    a->visits += b->visits;
    (*count)--;
    for (size_t k = at + 1; k < *count; k++)
        spot[k] = spot[k + 1];
}

bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot, size_t *spot_count,
                 size_t *spot_of_visit)
{
    *spot = NULL;
    *spot_count = 0;
    if (count == 0)
        return true;
    struct placed *placed = malloc(count * sizeof *placed);
    *spot = malloc(count * sizeof **spot);
    if (placed == NULL || *spot == NULL) {
        free(placed);
        free(*spot);
        *spot = NULL;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){visit[i].center_mm, i};
    qsort(placed, count, sizeof *placed, by_center);
    for (size_t i = 0; i < count; i++)
        (*spot)[i] = (struct spot){placed[i].center_mm, visit[placed[i].visit].end_s - visit[placed[i].visit].start_s, 1};
    *spot_count = count;
    while (*spot_count > 1) {
        size_t at = nearest_pair(*spot, *spot_count);
        if ((*spot)[at + 1].center_mm - (*spot)[at].center_mm > merge_mm)
            break;
        join(*spot, spot_count, at);
    }
    /* Joined groups are neighbours in the order of centres: hand the visits out in that order. */
    size_t next = 0;
    for (size_t k = 0; k < *spot_count; k++) {
        for (size_t n = 0; n < (*spot)[k].visits; n++)
            spot_of_visit[placed[next++].visit] = k;
    }
    free(placed);
    return true;
}
