/* SPDX-License-Identifier: MIT */
#include "rotation/rotation_from_sensors.h"

#include "rotation/imu_blocks.h"
#include "rotation/imu_fit.h"

#include <math.h>
#include <stdlib.h>

/* The radius is as certain as the readings say, if they were independent, times a factor; but never more so than this:
 * thighs and hands shake with the strokes. */
#define RADIUS_FACTOR 0.35
#define RADIUS_MIN_MM 1.2

/* Return the slope of the error from block b to the next block, rad/s; `fallback` at the end of a segment. */
static double next_slope(const struct imu_fit *fit, const struct imu_blocks *blocks, size_t b, double fallback)
{
    if (b + 1 >= blocks->count || blocks->block[b + 1].begins_segment)
        return fallback;
    return (fit->error_rad[b + 1] - fit->error_rad[b]) / (blocks->time_s[b + 1] - blocks->time_s[b]);
}

/* Compute the rotation of each row: the integrated rate minus the error, which is interpolated between blocks. */
static void rotate_rows(double *rad, const struct imu_fit *fit, const struct imu_blocks *blocks,
                        const struct imu_readings *imu, const double *time_s)
{
    double integrated_rad = 0, previous_rate = 0, slope_before = 0;
    for (size_t b = 0; b < blocks->count; b++) {
        double error_rad = fit->error_rad[b], middle_s = blocks->time_s[b];
        if (blocks->block[b].begins_segment)
            slope_before = next_slope(fit, blocks, b, 0);
        double slope_after = next_slope(fit, blocks, b, slope_before);
        for (size_t i = blocks->block[b].first; i < blocks->block[b + 1].first; i++) {
            double rate = (double)imu->rate_rad_s[i], from_middle_s = time_s[i] - middle_s;
            if (imu->source[i] == ROTATION_FROM_IMU)
                rate *= fit->model.value[IMU_SCALE];
            integrated_rad += 0.5 * (rate + previous_rate) * imu_blocks_step_s(time_s, i);
            previous_rate = rate;
            rad[i] = integrated_rad - error_rad - (from_middle_s < 0 ? slope_before : slope_after) * from_middle_s;
        }
        slope_before = slope_after;
    }
}

/* Return the radius that the readings show, without the pull of what is known before them. */
static struct seen_radius see_radius(const struct imu_fit *fit)
{
    double prior_mm = imu_model_prior[IMU_RADIUS].deviation, readings = fit->radius_information;
    if (!(readings > 0))
        return (struct seen_radius){0, INFINITY};
    return (struct seen_radius){fit->model.value[IMU_RADIUS] * (1 + 1 / (prior_mm * prior_mm * readings)),
                                hypot(RADIUS_MIN_MM, RADIUS_FACTOR / sqrt(readings))};
}

bool rotation_from_imu_estimate(double *rad, struct seen_radius *seen, const struct imu_readings *imu,
                                const double *time_s, const unsigned char *contact, size_t count, double radius_mm)
{
    struct imu_blocks blocks = {0};
    struct imu_fit fit = {0};
    bool ok = imu_blocks_make(&blocks, imu, time_s, contact, count) && imu_fit_make(&fit, &blocks, radius_mm);
    if (ok) {
        rotate_rows(rad, &fit, &blocks, imu, time_s);
        *seen = see_radius(&fit);
    }
    imu_blocks_free(&blocks);
    imu_fit_free(&fit);
    return ok;
}
