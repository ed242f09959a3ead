/* SPDX-License-Identifier: MIT */
#include "rotation/lean_blocks.h"

#include "numeric/angle.h"
#include "numeric/weyl_sequence.h"

#include <math.h>
#include <stdlib.h>

#define PRESSED_FRACTION 0.3 /* of the p95 of the force: with less, the roller's weight bends the ring's direction */
#define SAMPLES_MAX 4000     /* rows that are enough for a mean */

static bool allocate(struct lean_blocks *blocks, size_t count)
{
    enum { ARRAYS = 6 + LEAN_TERMS };
    double *memory = malloc((ARRAYS * count + 1) * sizeof *memory);
    double **array[ARRAYS] = {&blocks->time_s, &blocks->rotation_rad, &blocks->half_rad,
                              &blocks->weight, &blocks->fast,         &blocks->scratch};
    for (int k = 0; k < LEAN_TERMS; k++)
        array[6 + k] = &blocks->term[k];
    for (size_t k = 0; k < ARRAYS; k++)
        *array[k] = memory + k * count;
    return memory != NULL;
}

/* Whether the thigh presses hard enough for the ring to measure where it is. */
static bool is_pressed(const struct force_series *series, size_t row)
{
    return series->contact[row] && series->force_n[row] > PRESSED_FRACTION * series->force_p95_n;
}

/* Return the mean angle between twice the ring's rotation and twice the IMU's over loaded rows: it is no lean, but how
 * the strips are mounted against the IMU. */
static double mounting_rad(const double *rad, const double *ring_rad, const struct force_series *series)
{
    double x = 0, y = 0;
    size_t step = series->count / SAMPLES_MAX + 1;
    for (size_t n = 0, i; (i = weyl_sequence_row(n, step)) < series->count; n++) {
        if (!series->contact[i])
            continue;
        x += cos(2 * (ring_rad[i] - rad[i]));
        y += sin(2 * (ring_rad[i] - rad[i]));
    }
    return atan2(y, x);
}

static void fill_blocks(struct lean_blocks *blocks, const double *rad, const double *ring_rad,
                        const struct force_series *series, const double *time_s)
{
    double zero_rad = mounting_rad(rad, ring_rad, series);
    for (size_t first = 0, end; first < series->count; first = end) {
        double time = 0, rotation = 0, half = 0, used = 0;
        for (end = first; end < series->count && time_s[end] - time_s[first] < LEAN_BLOCK_S; end++) {
            if (!is_pressed(series, end))
                continue;
            time += time_s[end];
            rotation += rad[end];
            half += angle_wrap(2 * (ring_rad[end] - rad[end]) - zero_rad) / 2;
            used++;
        }
        if (2 * used < (double)(end - first) || used == 0)
            continue;
        size_t b = blocks->count++;
        blocks->time_s[b] = time / used;
        blocks->rotation_rad[b] = rotation / used;
        blocks->half_rad[b] = half / used;
    }
}

bool lean_blocks_make(struct lean_blocks *blocks, const double *rad, const double *ring_rad,
                      const struct force_series *series, const double *time_s)
{
    double duration_s = series->count > 0 ? time_s[series->count - 1] - time_s[0] : 0;
    *blocks = (struct lean_blocks){0};
    if (!allocate(blocks, (size_t)fmin(duration_s / LEAN_BLOCK_S + 2, (double)series->count)))
        return false;
    fill_blocks(blocks, rad, ring_rad, series, time_s);
    return true;
}

void lean_blocks_free(struct lean_blocks *blocks)
{
    free(blocks->time_s);
}
