/* SPDX-License-Identifier: MIT */
#include "rotation/imu_rates.h"

#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>

#define RAD_PER_DEGREE 0.017453292519943295
#define COMPARED_STEP_S 0.25  /* duration of a step over which ring and gyro are compared */
#define COMPARED_STEPS_MIN 20 /* with fewer steps, the ring is trusted */

/* Limits within which ring and gyro agree: slope of the ring's rate over the gyro's, and their correlation. */
#define SLOPE_MIN 0.8
#define SLOPE_MAX 1.25
#define CORRELATION_MIN 0.9

/* Fill the dropout in rows [first, end): interpolate if it is short, else use the ring's rates, if known. */
static void fill_dropout(struct imu_rates *rates, size_t first, size_t end, const struct session_table *session,
                         const unsigned char *contact, const double *ring_rotation_rad)
{
    size_t count = session->count;
    const double *time_s = session->time_s;
    float *rate = rates->rate_rad_s;
    double rate_before = first > 0 ? (double)rate[first - 1] : end < count ? (double)rate[end] : 0;
    double rate_after = end < count ? (double)rate[end] : rate_before;
    double duration_s = time_s[end < count ? end : end - 1] - time_s[first > 0 ? first - 1 : 0];
    for (size_t i = first; i < end; i++) {
        double fraction = (double)(i - first + 1) / (double)(end - first + 1);
        rate[i] = (float)(rate_before + fraction * (rate_after - rate_before));
        if (duration_s > IMU_RATES_SHORT_DROPOUT_S && i > 0) {
            bool rotates = ring_rotation_rad != NULL && contact[i];
            rates->source[i] = ring_rotation_rad != NULL ? IMU_RATES_FROM_RING : IMU_RATES_UNKNOWN;
            rate[i] =
                rotates ? (float)((ring_rotation_rad[i] - ring_rotation_rad[i - 1]) / (time_s[i] - time_s[i - 1])) : 0;
        }
    }
}

/* Fill all dropouts. If `ring_rotation_rad` is NULL, the rates in long dropouts are unknown. */
static void fill_dropouts(struct imu_rates *rates, const struct session_table *session, const unsigned char *contact,
                          const double *ring_rotation_rad)
{
    for (size_t i = 0; i < session->count;) {
        size_t end = i;
        while (end < session->count && !rates->valid[end])
            end++;
        if (end > i)
            fill_dropout(rates, i, end, session, contact, ring_rotation_rad);
        i = end + 1;
    }
}

/* Sums for the regression of the ring's rate (r) on the gyro's (g). */
struct comparison {
    double n, g, r, gg, gr, rr;
};

static void compare_rates(struct comparison *sums, double gyro_rad_s, double ring_rad_s)
{
    sums->n++;
    sums->g += gyro_rad_s;
    sums->r += ring_rad_s;
    sums->gg += gyro_rad_s * gyro_rad_s;
    sums->gr += gyro_rad_s * ring_rad_s;
    sums->rr += ring_rad_s * ring_rad_s;
}

/* Whether the compared rates agree; also true if too few were compared to tell. */
static bool rates_agree(const struct comparison *sums)
{
    if (sums->n < COMPARED_STEPS_MIN)
        return true;
    double gg = sums->gg - sums->g * sums->g / sums->n, gr = sums->gr - sums->g * sums->r / sums->n;
    double rr = sums->rr - sums->r * sums->r / sums->n, slope = gg > 0 ? gr / gg : 0;
    return slope > SLOPE_MIN && slope < SLOPE_MAX && gr * gr > CORRELATION_MIN * CORRELATION_MIN * gg * rr;
}

/* Whether ring and gyro measure the same rotation where both have readings. */
static bool ring_agrees(const struct imu_rates *rates, const double *time_s, const unsigned char *contact, size_t count,
                        const double *ring_rotation_rad)
{
    struct comparison sums = {0};
    double rotated_rad = 0; /* rotation since row `start`, measured by the gyro */
    size_t start = 0;
    for (size_t i = 1; i < count; i++) {
        if (!rates->valid[i] || !rates->valid[i - 1] || !contact[i] || !contact[i - 1]) {
            start = i;
            rotated_rad = 0;
            continue;
        }
        rotated_rad +=
            0.5 * ((double)rates->rate_rad_s[i] + (double)rates->rate_rad_s[i - 1]) * (time_s[i] - time_s[i - 1]);
        double span_s = time_s[i] - time_s[start];
        if (span_s < COMPARED_STEP_S)
            continue;
        compare_rates(&sums, rotated_rad / span_s, (ring_rotation_rad[i] - ring_rotation_rad[start]) / span_s);
        start = i;
        rotated_rad = 0;
    }
    return rates_agree(&sums);
}

/* Convert counts to rad/s and g. Returns the time under load without a reading, s. */
static double convert_counts(struct imu_rates *rates, const struct session_table *session, const unsigned char *contact)
{
    double dropout_s = 0, to_g = 1 / session->header.accel_lsb_per_g;
    double to_rate = RAD_PER_DEGREE / session->header.gyro_lsb_per_dps;
    for (size_t i = 0; i < session->count; i++) {
        const float *row = session->imu + i * SESSION_KEPT_AXES;
        bool valid = !isnan(row[SESSION_KEPT_GYRO_Z]);
        rates->valid[i] = valid;
        rates->accel_g[2 * i] = valid ? (float)((double)row[SESSION_KEPT_ACCEL_X] * to_g) : 0;
        rates->accel_g[2 * i + 1] = valid ? (float)((double)row[SESSION_KEPT_ACCEL_Y] * to_g) : 0;
        rates->rate_rad_s[i] = valid ? (float)((double)row[SESSION_KEPT_GYRO_Z] * to_rate) : 0;
        if (!valid && contact[i] && i > 0)
            dropout_s += session->time_s[i] - session->time_s[i - 1];
    }
    return dropout_s;
}

bool imu_rates_read(struct imu_rates *rates, const struct session_table *session, const unsigned char *contact,
                    const double *ring_rotation_rad)
{
    size_t count = session->count;
    *rates = (struct imu_rates){.rate_rad_s = row_array_alloc(count, sizeof *rates->rate_rad_s),
                                .accel_g = row_array_alloc(2 * count, sizeof *rates->accel_g),
                                .valid = row_array_alloc(count, 1),
                                .source = calloc(count, 1)};
    if (rates->rate_rad_s == NULL || rates->accel_g == NULL || rates->valid == NULL || rates->source == NULL) {
        imu_rates_free(rates);
        return false;
    }
    rates->dropout_s = convert_counts(rates, session, contact);
    rates->ring_substituted =
        ring_rotation_rad != NULL && ring_agrees(rates, session->time_s, contact, count, ring_rotation_rad);
    fill_dropouts(rates, session, contact, rates->ring_substituted ? ring_rotation_rad : NULL);
    return true;
}

void imu_rates_free(struct imu_rates *rates)
{
    free(rates->rate_rad_s);
    free(rates->accel_g);
    free(rates->valid);
    free(rates->source);
    *rates = (struct imu_rates){0};
}
