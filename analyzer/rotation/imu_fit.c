/* SPDX-License-Identifier: MIT */
#include "rotation/imu_fit.h"

#include "numeric/chain_equations.h"
#include "numeric/row_array.h"
#include "rotation/imu_guess.h"
#include "shared/physics.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

/* What the fit takes for granted about the sensors and about people. */
#define CORRELATED_S 0.2          /* duration over which motion that is not modelled is correlated */
#define ERROR_RAD2_S 5e-5         /* growth of the variance of the gyro's error, without the bias, in 1 s */
#define RING_RAD2_S 1e-3          /* the same while the ring of strips replaces the gyro */
#define DRIFT_RAD2_S3 1e-5        /* growth of the variance of the gyro's bias in 1 s */
#define BIAS_DEVIATION_RAD_S 0.35 /* of the bias at the start: 20 deg/s (data sheet of the MPU-6050) */
#define UNKNOWN_WEIGHT 1e-6       /* keeps the error of a segment without readings where it is */

#define GUESS_ROUNDS 3
#define ROUNDS_MAX 15
#define SETTLED_RAD 1e-4          /* largest change of a rotation in the last round */
#define OUTLIER_DEVIATIONS 2.5    /* deviation at which a reading has half of its weight (Cauchy) */
#define SCALE_MIN 0.3             /* smallest factor on the deviation: the readings are correlated, however quiet */
#define MEDIAN_PER_DEVIATION 1.18 /* of the length of a vector with normal components */
#define SAMPLES_MAX 2000          /* blocks that are enough for a median */

#define FIT_BLOCKS 1875     /* five minutes: enough to calibrate the sensor if the roller rolls half of the time */
#define ROLLING_RAD_S 0.2   /* smallest rate that counts as rolling */
#define GAIN_CHANGE_MAX 0.5 /* largest difference from 1 of a plausible gain */
#define SKEW_MAX 0.3        /* largest length of a plausible skew */

struct work {
    const struct imu_blocks *blocks;
    size_t count; /* number of blocks to fit, from the start */
    struct imu_fit *fit;
    double *bias_rad_s;                /* [count] slope of error_rad */
    double *scratch;                   /* [2 * count] */
    struct chain_equations_row *chain; /* [2 * count] error and bias of each block */
    double scale;                      /* factor on the deviations that fits the residuals */
};

static double step_s(const struct work *work, size_t b)
{
    size_t from = b > 0 ? b - 1 : b, to = b > 0 ? b : b + 1 < work->count ? b + 1 : b;
    return to > from ? fmin(work->blocks->time_s[to] - work->blocks->time_s[from], IMU_BLOCKS_GAP_S)
                     : IMU_BLOCK_DURATION_S;
}

/* Set work->scale from the median residual. */
static void find_scale(struct work *work)
{
    const struct imu_model *model = &work->fit->model;
    size_t step = work->count / SAMPLES_MAX + 1, used = 0;
    for (size_t b = 0; b < work->count; b += step) {
        const struct imu_block *block = &work->blocks->block[b];
        struct imu_expected expected;
        if (!block->is_loaded)
            continue;
        imu_model_expect(model, block, work->fit->error_rad[b], &expected);
        work->scratch[used++] =
            cabs((double complex)block->accel_g - expected.accel_g) / sqrt(imu_model_variance(model, block));
    }
    work->scale = used > 0 ? fmax(statistics_median(work->scratch, used) / MEDIAN_PER_DEVIATION, SCALE_MIN) : 1;
}

/* Add what the block's reading says about its error and about the common unknowns. */
static void add_reading(struct work *work, size_t b, struct normal_equations *common)
{
    const struct imu_block *block = &work->blocks->block[b];
    const struct imu_model *model = &work->fit->model;
    struct imu_expected expected;
    if (!(block->weight > 0))
        return;
    imu_model_expect(model, block, work->fit->error_rad[b], &expected);
    double complex left = (double complex)block->accel_g - expected.accel_g;
    double deviations_squared =
        creal(left * conj(left)) / (imu_model_variance(model, block) * work->scale * work->scale);
    double weight = (double)block->weight * step_s(work, b) / CORRELATED_S /
                    (imu_model_variance(model, block) * work->scale * work->scale) /
                    (1 + deviations_squared / (OUTLIER_DEVIATIONS * OUTLIER_DEVIATIONS));
    struct chain_equations_row *row = &work->chain[2 * b];
    double row_x[IMU_UNKNOWNS], row_y[IMU_UNKNOWNS];
    double error_x = creal(expected.by_error), error_y = cimag(expected.by_error);
    row->band[0] += weight * (error_x * error_x + error_y * error_y);
    row->right_side += weight * (error_x * creal(left) + error_y * cimag(left));
    for (size_t k = 0; k < common->unknown_count; k++) {
        row_x[k] = creal(expected.by[k]);
        row_y[k] = cimag(expected.by[k]);
        row->common[k] += weight * (error_x * row_x[k] + error_y * row_y[k]);
    }
    normal_equations_add(common, row_x, creal(left), weight);
    normal_equations_add(common, row_y, cimag(left), weight);
}

/* Add how the error and the bias may change from block b - 1 to block b. */
static void add_step(struct work *work, size_t b)
{
    const struct imu_block *block = &work->blocks->block[b];
    struct chain_equations_row *error = &work->chain[2 * b - 2], *bias = error + 1, *next_error = error + 2;
    double covered_s = block->gyro_s - block[-1].gyro_s,
           passed_s = work->blocks->time_s[b] - work->blocks->time_s[b - 1];
    double weight = 1 / (DRIFT_RAD2_S3 * passed_s);
    double left = work->bias_rad_s[b - 1] - work->bias_rad_s[b];
    struct chain_equations_row *next_bias = error + 3;
    bias->band[0] += weight;
    bias->band[2] -= weight;
    bias->right_side -= weight * left;
    next_bias->band[0] += weight;
    next_bias->right_side += weight * left;
    if (block->begins_segment)
        return;
    weight = 1 / (ERROR_RAD2_S * passed_s + RING_RAD2_S * fmax(passed_s - covered_s, 0));
    left = work->fit->error_rad[b - 1] + covered_s * work->bias_rad_s[b - 1] - work->fit->error_rad[b];
    error->band[0] += weight;
    error->band[1] += weight * covered_s;
    error->band[2] -= weight;
    error->right_side -= weight * left;
    bias->band[0] += weight * covered_s * covered_s;
    bias->band[1] -= weight * covered_s;
    bias->right_side -= weight * covered_s * left;
    next_error->band[0] += weight;
    next_error->right_side += weight * left;
}

static void add_priors(struct work *work, struct normal_equations *common)
{
    double weight = 1 / (BIAS_DEVIATION_RAD_S * BIAS_DEVIATION_RAD_S);
    for (size_t b = 0; b < work->count; b++)
        work->chain[2 * b].band[0] += UNKNOWN_WEIGHT;
    work->chain[1].band[0] += weight;
    work->chain[1].right_side -= weight * work->bias_rad_s[0];
    for (size_t k = 0; k < common->unknown_count; k++)
        normal_equations_add_prior(common, k, imu_model_prior[k].value - work->fit->model.value[k],
                                   imu_model_prior[k].deviation);
}

/* Apply the solution. Returns the largest change of a rotation, rad. */
static double apply_changes(struct work *work, const double change[IMU_UNKNOWNS], size_t unknowns)
{
    struct imu_fit *fit = work->fit;
    double largest_rad = 0, scale_change = unknowns > IMU_SCALE ? change[IMU_SCALE] : 0;
    for (size_t k = 0; k < unknowns; k++)
        fit->model.value[k] += change[k];
    for (size_t b = 0; b < work->count; b++) {
        double error_change_rad = work->chain[2 * b].right_side;
        fit->error_rad[b] += error_change_rad;
        work->bias_rad_s[b] += work->chain[2 * b + 1].right_side;
        double change_rad = scale_change * work->blocks->block[b].gyro_rad - error_change_rad;
        largest_rad = fmax(largest_rad, fabs(change_rad));
    }
    return largest_rad;
}

static bool is_plausible(const struct imu_model *model)
{
    return fabs(model->value[IMU_GAIN] - 1) <= GAIN_CHANGE_MAX &&
           hypot(model->value[IMU_SKEW_X], model->value[IMU_SKEW_Y]) <= SKEW_MAX;
}

/* Refine errors, biases and the first `unknowns` of the model, 0 or IMU_UNKNOWNS, in rounds. False if the rounds lead
 * nowhere. */
static bool refine(struct work *work, size_t unknowns)
{
    double change[NORMAL_EQUATIONS_UNKNOWNS_MAX], change_rad = INFINITY;
    for (int round = 0; round < ROUNDS_MAX && change_rad > SETTLED_RAD; round++) {
        struct normal_equations common;
        normal_equations_init(&common, unknowns);
        chain_equations_init(work->chain, 2 * work->count, unknowns);
        find_scale(work);
        add_priors(work, &common);
        for (size_t b = 0; b < work->count; b++) {
            add_reading(work, b, &common);
            if (b > 0)
                add_step(work, b);
        }
        if (unknowns > IMU_RADIUS)
            work->fit->radius_information =
                common.matrix[IMU_RADIUS][IMU_RADIUS] -
                1 / (imu_model_prior[IMU_RADIUS].deviation * imu_model_prior[IMU_RADIUS].deviation);
        if (!chain_equations_solve(work->chain, 2 * work->count, &common, change))
            return false;
        change_rad = apply_changes(work, change, unknowns);
        if (!is_plausible(&work->fit->model) || !isfinite(change_rad))
            return false;
    }
    return true;
}

/* Return how many blocks from the start contain enough rolling for a fit; all blocks if even they do not. */
static size_t count_blocks_to_fit(const struct imu_blocks *blocks)
{
    size_t count = 0, min_count = blocks->count < FIT_BLOCKS ? blocks->count : FIT_BLOCKS;
    double rolling = ROLLING_RAD_S * ROLLING_RAD_S / PHYSICS_GRAVITY_MM_S2;
    for (size_t used = 0; count < blocks->count && used < FIT_BLOCKS / 2; count++)
        used += blocks->block[count].is_loaded && (double)blocks->block[count].centripetal > rolling;
    return count > min_count ? count : min_count;
}

/* Guess the errors and the bias, which is about bias_rad_s. Returns the bias. */
static double guess_errors(struct work *work, double bias_rad_s, int rounds)
{
    const struct imu_guess_input input = {work->blocks, work->count, &work->fit->model, work->scratch};
    bias_rad_s = imu_guess_errors(work->fit->error_rad, &input, bias_rad_s, rounds);
    for (size_t b = 0; b < work->count; b++)
        work->bias_rad_s[b] = bias_rad_s;
    return bias_rad_s;
}

/* Forget what was fitted. */
static void reset_model(struct imu_fit *fit, double radius_mm)
{
    imu_model_init(&fit->model, radius_mm);
    fit->radius_information = 0;
}

/* Calibrate both sensors from the start of the session, then follow the error to its end. */
static void fit_blocks(struct work *work, double radius_mm)
{
    struct imu_model *model = &work->fit->model;
    size_t count = work->count;
    double bias_rad_s = 0;
    work->count = count_blocks_to_fit(work->blocks);
    imu_model_init(model, radius_mm);
    if (imu_guess_lever(model, work->blocks, work->count)) {
        bias_rad_s = guess_errors(work, 0, GUESS_ROUNDS);
        if (refine(work, IMU_UNKNOWNS))
            bias_rad_s = imu_guess_slope(work->fit->error_rad, work->blocks, work->count);
        else
            reset_model(work->fit, radius_mm);
    }
    work->count = count;
    guess_errors(work, bias_rad_s, 1);
    refine(work, 0);
}

bool imu_fit_make(struct imu_fit *fit, const struct imu_blocks *blocks, double radius_mm)
{
    struct work work = {.blocks = blocks, .count = blocks->count, .fit = fit, .scale = 1};
    *fit = (struct imu_fit){.error_rad = malloc((blocks->count + 1) * sizeof *fit->error_rad)};
    work.bias_rad_s = malloc((blocks->count + 1) * sizeof *work.bias_rad_s);
    work.scratch = malloc((2 * blocks->count + 1) * sizeof *work.scratch);
    work.chain = row_array_alloc(2 * blocks->count + 1, sizeof *work.chain);
    bool ok = fit->error_rad != NULL && work.bias_rad_s != NULL && work.scratch != NULL && work.chain != NULL;
    if (ok)
        fit_blocks(&work, radius_mm);
    else
        imu_fit_free(fit);
    free(work.bias_rad_s);
    free(work.scratch);
    free(work.chain);
    return ok;
}

void imu_fit_free(struct imu_fit *fit)
{
    free(fit->error_rad);
    *fit = (struct imu_fit){0};
}
