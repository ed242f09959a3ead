/* SPDX-License-Identifier: MIT */
#include "force/strip_sample.h"

#include "numeric/angle.h"
#include "numeric/weyl_sequence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP_RAD 0.03        /* smallest rotation of the roller between sampled rows */
#define VECTOR_STEP_TAN 0.06 /* tangent of 2 STEP_RAD, because the ring vector rotates twice as far as the roller */
#define ROTATION_MIN_RAD 6.3 /* smallest total rotation of a sufficient sample: one revolution */

double strip_sample_unwrap_up(double about_rad, const float *ring_vector_n)
{
    return angle_half_nearest(about_rad, (double)ring_vector_n[0], (double)ring_vector_n[1]);
}

/* Measure how far the ring vector has rotated. False, with *rotated_rad unchanged, if it is less than a step. */
static bool find_vector_step(const float *previous, const float *current, double *rotated_rad)
{
    double along = (double)previous[0] * (double)current[0] + (double)previous[1] * (double)current[1];
    double across = (double)previous[0] * (double)current[1] - (double)previous[1] * (double)current[0];
    if (fabs(across) <= VECTOR_STEP_TAN * along)
        return false;
    *rotated_rad = atan2(across, along);
    return true;
}

/* Keep only the rows with a rank below rank_end. */
static void decimate(struct strip_sample *sample, uint32_t rank_end)
{
    size_t strip_count = sample->strip_count, kept = 0;
    for (size_t i = 0; i < sample->count; i++) {
        if (sample->rank[i] >= rank_end)
            continue;
        sample->rank[kept] = sample->rank[i];
        sample->row[kept] = sample->row[i];
        sample->up_rad[kept] = sample->up_rad[i];
        memmove(sample->load_n + kept * strip_count, sample->load_n + i * strip_count,
                strip_count * sizeof *sample->load_n);
        kept++;
    }
    sample->count = kept;
}

static bool allocate_arrays(struct strip_sample *sample)
{
    sample->row = malloc(STRIP_SAMPLE_ROWS_MAX * sizeof *sample->row);
    sample->load_n = malloc(STRIP_SAMPLE_ROWS_MAX * sample->strip_count * sizeof *sample->load_n);
    sample->up_rad = malloc(STRIP_SAMPLE_ROWS_MAX * sizeof *sample->up_rad);
    sample->rank = malloc(STRIP_SAMPLE_ROWS_MAX * sizeof *sample->rank);
    return sample->row != NULL && sample->load_n != NULL && sample->up_rad != NULL && sample->rank != NULL;
}

bool strip_sample_select(struct strip_sample *sample, const float *load_n, const float *ring_vector_n,
                         const unsigned char *contact, size_t count, size_t strip_count)
{
    size_t steps = 0;
    uint32_t rank_end = UINT32_MAX;
    *sample = (struct strip_sample){.strip_count = strip_count};
    if (!allocate_arrays(sample)) {
        strip_sample_free(sample);
        return false;
    }
    const float *previous = NULL; /* ring vector at the end of the last step */
    double up_rad = 0;
    for (size_t i = 0; i < count; i++) {
        const float *vector = ring_vector_n + 2 * i;
        double rotated_rad = 0;
        if (!contact[i] || (previous != NULL && !find_vector_step(previous, vector, &rotated_rad)))
            continue;
        previous = vector;
        up_rad += rotated_rad / 2;
        uint32_t rank = weyl_sequence_term(steps++);
        if (rank < rank_end && sample->count == STRIP_SAMPLE_ROWS_MAX) {
            rank_end /= 2; /* half of the limit keeps about half of the rows */
            decimate(sample, rank_end);
        }
        if (rank >= rank_end)
            continue;
        up_rad = strip_sample_unwrap_up(up_rad, vector);
        memcpy(sample->load_n + sample->count * strip_count, load_n + i * strip_count, strip_count * sizeof *load_n);
        sample->rank[sample->count] = rank;
        sample->row[sample->count] = i;
        sample->up_rad[sample->count++] = up_rad;
    }
    sample->is_sufficient = (double)steps * STEP_RAD > ROTATION_MIN_RAD;
    return true;
}

void strip_sample_free(struct strip_sample *sample)
{
    free(sample->row);
    free(sample->load_n);
    free(sample->up_rad);
    free(sample->rank);
    *sample = (struct strip_sample){0};
}

void strip_sample_solve(const struct strip_sample *sample, const struct ring_model *ring,
                        const struct strip_faults *faults, size_t i, struct ring_model_row *row,
                        double fraction[SESSION_STRIPS_MAX])
{
    for (size_t k = 0; k < sample->strip_count; k++)
        row->load_n[k] = (double)sample->load_n[i * sample->strip_count + k] / faults->strip[k].gain;
    row->missing = strip_faults_missing(faults, sample->row[i]);
    ring_model_solve(ring, row, sample->up_rad[i]);
    ring_model_solve_without_loose(ring, faults->loose, row, sample->up_rad[i]);
    ring_model_load_fractions(ring, row->up_rad, fraction);
}
