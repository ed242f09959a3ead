/* SPDX-License-Identifier: MIT */
#include "rotation/thigh_lean.h"

#include "numeric/angle.h"
#include "numeric/lowpass.h"
#include "numeric/normal_equations.h"
#include "rotation/lean_blocks.h"
#include "rotation/lean_steps.h"
#include "shared/statistics.h"

#include <math.h>
#include <string.h>

#define BLOCKS_MIN 50        /* with fewer blocks nothing is found */
#define CONTIGUOUS_MAX_S 0.5 /* a longer step between blocks is a break */

/* What is known before the session. Angles are half of the thigh's lean, as the ring sees it. */
#define SLOPE_DEG 4.0     /* deviation of the lean from one end of the rolling to the other */
#define HARMONIC_DEG 1.0  /* deviation of an error of the ring that repeats with the rotation */
#define LAG_S 0.01        /* deviation of the time by which the ring lags the IMU, or leads it */
#define SAMPLE_DEG 1.0    /* deviation of the ring in one sample ... */
#define SAMPLE_RAD 0.35   /* ... of which there is one in this much rotation */
#define RANGE_MIN_RAD 0.5 /* least rotation that shows a slope */

#define POSTURE_TAU_S 3.0 /* changes slower than this are changes of posture, not of the place on the thigh */
#define STEP_MIN_DEG 2.0  /* a smaller step of the posture is left to the smooth changes */
#define STEP_TAU_S 0.5    /* a change of posture takes about this long */
#define SMOOTH_TAU_S 1.0  /* time constant of the low-pass on the lean */
#define FIT_ROUNDS 5
#define OUTLIER_DEVIATIONS 2.5

/* A lean is believed as far as it exceeds its gate. */
#define SLOPE_GATE_DEG 1.5
#define SLOPE_GATE_DEVIATIONS 3.0
#define CHANGE_GATE_DEG 2.0
#define CHANGE_GATE_DEVIATIONS 1.5

#define CHANGE_MIN_DEG 1.5     /* a smaller slope or range of changes is left alone: it is not worth a note */
#define UNSEEN_DEG 1.0         /* deviation of a lean that is too small to be significant */
#define FOUND_DEVIATION 0.15   /* relative deviation of one that was found */
#define HALF_LEAN_MAX_DEG 15.0 /* no thigh leans by more than twice this: then the ring is wrong */

/* Remove from an array what changes slowly. */
static void remove_slow_part(double *a, struct lean_blocks *blocks)
{
    double *slow = blocks->scratch;
    memcpy(slow, a, blocks->count * sizeof *a);
    lowpass_zero_phase(slow, blocks->time_s, blocks->count, POSTURE_TAU_S);
    for (size_t k = 0; k < blocks->count; k++)
        a[k] -= slow[k];
}

/* Return the rotation from a block to the next, 0 across a break. */
static double step_rad(const struct lean_blocks *blocks, size_t b)
{
    if (b + 1 >= blocks->count || blocks->time_s[b + 1] - blocks->time_s[b] > CONTIGUOUS_MAX_S)
        return 0;
    return blocks->rotation_rad[b + 1] - blocks->rotation_rad[b];
}

/* Compute the terms of a block. */
static void find_terms(double term[LEAN_TERMS], const struct lean_blocks *blocks, size_t b)
{
    double before_rad = b > 0 ? step_rad(blocks, b - 1) : 0;
    const struct angle_vector twice = angle_vector_of(2 * blocks->rotation_rad[b]);
    struct angle_vector wave = twice;
    term[LEAN_SLOPE] = blocks->rotation_rad[b];
    term[LEAN_LAG] = (before_rad + step_rad(blocks, b)) / (2 * LEAN_BLOCK_S);
    for (int k = LEAN_HARMONIC; k < LEAN_TERMS; k += 2) {
        term[k] = wave.sine;
        term[k + 1] = wave.cosine;
        wave = angle_vector_rotate(wave, twice);
    }
}

/* Fill in what the fit reads. */
static void prepare_fit(struct lean_blocks *blocks)
{
    for (size_t b = 0; b < blocks->count; b++) {
        double term[LEAN_TERMS], before_rad = b > 0 ? step_rad(blocks, b - 1) : 0;
        find_terms(term, blocks, b);
        for (int k = 0; k < LEAN_TERMS; k++)
            blocks->term[k][b] = term[k];
        /* Both steps: with one of them, a lag would look like a slope, because it changes its sign at the ends. */
        blocks->weight[b] = (fabs(before_rad) + fabs(step_rad(blocks, b))) / (2 * SAMPLE_RAD);
        blocks->fast[b] = blocks->half_rad[b];
    }
    for (int k = 0; k < LEAN_TERMS; k++)
        remove_slow_part(blocks->term[k], blocks);
    remove_slow_part(blocks->fast, blocks);
}

/* Return what the fit leaves of half_rad without its slow part. */
static double fast_rest(const struct lean_blocks *blocks, const double x[LEAN_TERMS], size_t b)
{
    double rest = blocks->fast[b];
    for (int k = 0; k < LEAN_TERMS; k++)
        rest -= x[k] * blocks->term[k][b];
    return rest;
}

/* Return the deviation of the slope that the equations determine: the root of its element of their inverse. */
static double slope_deviation(struct normal_equations equations)
{
    double column[NORMAL_EQUATIONS_UNKNOWNS_MAX];
    for (size_t k = 0; k < LEAN_TERMS; k++)
        equations.right_side[k] = k == LEAN_SLOPE ? 1 : 0;
    return normal_equations_solve(&equations, column) ? sqrt(column[LEAN_SLOPE]) : INFINITY;
}

/* Fit the terms robustly. Sets *deviation to that of the slope. False if they cannot be fitted. */
static bool fit_terms(struct lean_blocks *blocks, double range_rad, double x[NORMAL_EQUATIONS_UNKNOWNS_MAX],
                      double *deviation)
{
    double sample_rad = SAMPLE_DEG * RAD_PER_DEGREE, rest_rad = 0;
    for (int k = 0; k < LEAN_TERMS; k++)
        x[k] = 0;
    for (int round = 0; round < FIT_ROUNDS; round++) {
        struct normal_equations equations;
        normal_equations_init(&equations, LEAN_TERMS);
        for (size_t b = 0; b < blocks->count; b++) {
            double row[LEAN_TERMS], outlier = round > 0 ? fast_rest(blocks, x, b) / (OUTLIER_DEVIATIONS * rest_rad) : 0;
            double weight = blocks->weight[b] / (sample_rad * sample_rad) / (1 + outlier * outlier);
            for (int k = 0; k < LEAN_TERMS; k++)
                row[k] = blocks->term[k][b];
            normal_equations_add(&equations, row, blocks->fast[b], weight);
        }
        normal_equations_add_prior(&equations, LEAN_SLOPE, 0, SLOPE_DEG * RAD_PER_DEGREE / range_rad);
        normal_equations_add_prior(&equations, LEAN_LAG, 0, LAG_S);
        for (size_t k = LEAN_HARMONIC; k < LEAN_TERMS; k++)
            normal_equations_add_prior(&equations, k, 0, HARMONIC_DEG * RAD_PER_DEGREE);
        *deviation = slope_deviation(equations);
        if (!normal_equations_solve(&equations, x))
            return false;
        for (size_t b = 0; b < blocks->count; b++)
            blocks->scratch[b] = fast_rest(blocks, x, b);
        rest_rad = fmax(statistics_robust_deviation(blocks->scratch, blocks->count, 0), 1e-6);
    }
    return true;
}

/* Return the part of a lean that is believed: none up to the gate, nearly all far beyond it. */
static double believed_part(double lean, double gate)
{
    return fabs(lean) > gate ? 1 - gate * gate / (lean * lean) : 0;
}

/* Subtract the fit from half_rad, and the steps of the posture that are then seen in it; step_rad[] receives these.
 * False when out of memory. */
static bool remove_fit_and_steps(struct lean_blocks *blocks, const double x[LEAN_TERMS], double *step_rad)
{
    double *half = blocks->half_rad;
    for (size_t b = 0; b < blocks->count; b++) {
        double term[LEAN_TERMS];
        find_terms(term, blocks, b);
        for (int k = 0; k < LEAN_TERMS; k++)
            half[b] -= x[k] * term[k];
    }
    const struct lean_series series = {blocks->count, blocks->time_s, half, blocks->weight,
                                       SAMPLE_DEG * RAD_PER_DEGREE};
    if (lean_steps_find(step_rad, &series, STEP_MIN_DEG * RAD_PER_DEGREE) < 0)
        return false;
    for (size_t b = 0; b < blocks->count; b++)
        half[b] -= step_rad[b];
    lowpass_zero_phase(step_rad, blocks->time_s, blocks->count, STEP_TAU_S);
    return true;
}

/* Replace half_rad, without the fit and the steps, with the changes that are believed, and add the steps. Returns the
 * range of all, rad. */
static double find_changes(struct lean_blocks *blocks, const double *step_rad)
{
    size_t count = blocks->count;
    double *half = blocks->half_rad, *scratch = blocks->scratch, low = 0, high = 0, squares = 0;
    memcpy(blocks->fast, half, count * sizeof *half);
    lowpass_zero_phase(half, blocks->time_s, count, SMOOTH_TAU_S);
    for (size_t b = 0; b < count; b++)
        scratch[b] = blocks->fast[b] - half[b];
    double noise = statistics_robust_deviation(scratch, count, 0);
    memcpy(scratch, half, count * sizeof *half);
    double usual = statistics_median(scratch, count);
    for (size_t b = 0; b < count; b++)
        squares += (half[b] - usual) * (half[b] - usual);
    /* a session in which the posture changed much will have smaller changes, too */
    double gate = fmax(CHANGE_GATE_DEG * RAD_PER_DEGREE, CHANGE_GATE_DEVIATIONS * noise);
    double excess = fmax(squares / (double)count - gate * gate, 0);
    gate *= gate * gate / (gate * gate + excess);
    for (size_t b = 0; b < count; b++) {
        half[b] = step_rad[b] + believed_part(half[b] - usual, gate) * (half[b] - usual);
        low = fmin(low, half[b]);
        high = fmax(high, half[b]);
    }
    if (high - low >= CHANGE_MIN_DEG * RAD_PER_DEGREE)
        return high - low;
    memset(half, 0, count * sizeof *half);
    return 0;
}

/* Add twice the slope and the changes to the rotation; changes are interpolated between blocks. */
static void apply(double *rad, const double *time_s, size_t count, double slope, const struct lean_blocks *blocks)
{
    size_t b = 0;
    for (size_t i = 0; i < count; i++) {
        while (b + 2 < blocks->count && blocks->time_s[b + 1] < time_s[i])
            b++;
        double fraction = (time_s[i] - blocks->time_s[b]) / (blocks->time_s[b + 1] - blocks->time_s[b]);
        fraction = fmin(fmax(fraction, 0), 1);
        double change = blocks->half_rad[b] + fraction * (blocks->half_rad[b + 1] - blocks->half_rad[b]);
        rad[i] += 2 * (slope * rad[i] + change);
    }
}

static double rotation_range(struct lean_blocks *blocks)
{
    memcpy(blocks->scratch, blocks->rotation_rad, blocks->count * sizeof *blocks->scratch);
    double high = statistics_quantile(blocks->scratch, blocks->count, 0.99);
    return fmax(high - statistics_quantile(blocks->scratch, blocks->count, 0.01), RANGE_MIN_RAD);
}

/* Find the lean in the blocks and add it to the rotation; range_rad is that of the rolling. False when out of memory.
 */
static bool find_and_apply(struct thigh_lean *lean, struct lean_blocks *blocks, double range_rad, double *rad,
                           const double *time_s, size_t count)
{
    double x[NORMAL_EQUATIONS_UNKNOWNS_MAX], deviation, *step_rad = blocks->term[LEAN_LAG]; /* after the fit read it */
    prepare_fit(blocks);
    if (!fit_terms(blocks, range_rad, x, &deviation))
        return true;
    if (!remove_fit_and_steps(blocks, x, step_rad))
        return false;
    double gate = fmax(SLOPE_GATE_DEG * RAD_PER_DEGREE / range_rad, SLOPE_GATE_DEVIATIONS * deviation);
    double slope = believed_part(x[LEAN_SLOPE], gate) * x[LEAN_SLOPE], change_rad = find_changes(blocks, step_rad);
    if (fabs(slope) * range_rad < CHANGE_MIN_DEG * RAD_PER_DEGREE)
        slope = 0;
    if (fabs(slope) * range_rad + change_rad >= HALF_LEAN_MAX_DEG * RAD_PER_DEGREE)
        return true;
    lean->slope = 2 * slope;
    lean->slope_deg = 2 * slope * range_rad / RAD_PER_DEGREE;
    lean->change_deg = 2 * change_rad / RAD_PER_DEGREE;
    lean->deviation_deg = hypot(UNSEEN_DEG, FOUND_DEVIATION * (fabs(lean->slope_deg) + lean->change_deg));
    apply(rad, time_s, count, slope, blocks);
    return true;
}

bool thigh_lean_apply(struct thigh_lean *lean, double *rad, const double *ring_rad, const struct force_series *series,
                      const double *time_s)
{
    struct lean_blocks blocks = {0};
    *lean = (struct thigh_lean){.deviation_deg = THIGH_LEAN_USUAL_DEG};
    if (!lean_blocks_make(&blocks, rad, ring_rad, series, time_s))
        return false;
    double range_rad = blocks.count >= BLOCKS_MIN ? rotation_range(&blocks) : 0;
    bool ok = range_rad == 0 || find_and_apply(lean, &blocks, range_rad, rad, time_s, series->count);
    lean_blocks_free(&blocks);
    return ok;
}
