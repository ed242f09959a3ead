/* SPDX-License-Identifier: MIT */
#include "dwell/spots.h"

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

/* Two neighbours; stale as soon as one of them has been joined with another, which shows in its visits. */
struct gap {
    double mm;
    size_t left, right;
    size_t left_visits, right_visits;
};

/* A binary heap, the smallest gap first. */
struct heap {
    struct gap *gap;
    size_t count;
};

static bool is_before(const struct gap *a, const struct gap *b)
{
    return a->mm != b->mm ? a->mm < b->mm : a->left < b->left;
}

static void heap_push(struct heap *heap, struct gap gap)
{
    size_t at = heap->count++;
    for (; at > 0 && is_before(&gap, &heap->gap[(at - 1) / 2]); at = (at - 1) / 2)
        heap->gap[at] = heap->gap[(at - 1) / 2];
    heap->gap[at] = gap;
}

static struct gap heap_pop(struct heap *heap)
{
    struct gap top = heap->gap[0], gap = heap->gap[--heap->count];
    size_t at = 0;
    for (size_t child = 1; child < heap->count; child = 2 * at + 1) {
        if (child + 1 < heap->count && is_before(&heap->gap[child + 1], &heap->gap[child]))
            child++;
        if (!is_before(&heap->gap[child], &gap))
            break;
        heap->gap[at] = heap->gap[child];
        at = child;
    }
    heap->gap[at] = gap;
    return top;
}

static void push_gap(struct heap *heap, const struct spot *spot, size_t left, size_t right, double merge_mm)
{
    double mm = spot[right].center_mm - spot[left].center_mm;
    if (mm <= merge_mm)
        heap_push(heap, (struct gap){mm, left, right, spot[left].visits, spot[right].visits});
}

static void join(struct spot *a, struct spot *b)
{
    double dwell_s = a->dwell_s + b->dwell_s;
    a->center_mm = (a->center_mm * a->dwell_s + b->center_mm * b->dwell_s) / dwell_s;
    a->dwell_s = dwell_s;
    a->visits += b->visits;
    b->visits = 0;
}

/* Join `count` groups, by centre, nearest first; a joined group lies between the two, so their order stays.
 * What was joined into its left neighbour is left with no visits. `link` has room for 2 * count, the heap for
 * 3 * count. */
static void join_near(struct spot *spot, size_t count, double merge_mm, size_t *link, struct heap *heap)
{
    size_t *before = link, *behind = link + count; /* count = none */
    for (size_t k = 0; k < count; k++) {
        before[k] = k > 0 ? k - 1 : count;
        behind[k] = k + 1;
        if (k > 0)
            push_gap(heap, spot, k - 1, k, merge_mm);
    }
    while (heap->count > 0) {
        struct gap gap = heap_pop(heap);
        if (spot[gap.left].visits != gap.left_visits || spot[gap.right].visits != gap.right_visits)
            continue;
        join(&spot[gap.left], &spot[gap.right]);
        size_t next = behind[gap.right];
        behind[gap.left] = next;
        if (next < count) {
            before[next] = gap.left;
            push_gap(heap, spot, gap.left, next, merge_mm);
        }
        if (before[gap.left] < count)
            push_gap(heap, spot, before[gap.left], gap.left, merge_mm);
    }
}

bool spots_merge(const struct visit *visit, size_t count, double merge_mm, struct spot **spot,
                 size_t *spot_count, size_t *spot_of_visit)
{
    *spot = NULL;
    *spot_count = 0;
    if (count == 0)
        return true;
    struct placed *placed = malloc(count * sizeof *placed);
    size_t *link = malloc(2 * count * sizeof *link);
    struct heap heap = {malloc(3 * count * sizeof *heap.gap), 0};
    *spot = malloc(count * sizeof **spot);
    bool good = placed != NULL && link != NULL && heap.gap != NULL && *spot != NULL;
    if (good) {
        for (size_t i = 0; i < count; i++)
            placed[i] = (struct placed){visit[i].center_mm, i};
        qsort(placed, count, sizeof *placed, by_center);
        for (size_t i = 0; i < count; i++) {
            const struct visit *from = &visit[placed[i].visit];
            (*spot)[i] = (struct spot){from->center_mm, from->end_s - from->start_s, 1};
        }
        join_near(*spot, count, merge_mm, link, &heap);
        /* Joined groups are neighbours in the order of centres: hand the visits out in that order. */
        for (size_t k = 0, next = 0; k < count; k++) {
            if ((*spot)[k].visits == 0)
                continue;
            for (size_t n = 0; n < (*spot)[k].visits; n++)
                spot_of_visit[placed[next++].visit] = *spot_count;
            (*spot)[(*spot_count)++] = (*spot)[k];
        }
    } else {
        free(*spot);
        *spot = NULL;
    }
    free(placed);
    free(link);
    free(heap.gap);
    return good;
}
