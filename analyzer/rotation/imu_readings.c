/* SPDX-License-Identifier: MIT */
#include "rotation/imu_readings.h"

#include "numeric/angle.h"
#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>

#define INTERPOLATED_MAX_S 0.08 /* longest dropout over which interpolating is better than the ring */
#define COMPARED_STEP_S 0.25    /* duration of a step over which ring and gyro are compared */
#define COMPARED_STEPS_MIN 20   /* with fewer steps, the ring is trusted */

/* Limits within which ring and gyro agree: slope of the ring's rate over the gyro's, and their correlation. */
#define SLOPE_MIN 0.8
#define SLOPE_MAX 1.25
#define CORRELATION_MIN 0.9

/* Fill the dropout in rows [first, end): interpolate if it is short, else use the ring's rates, if known. */
static void fill_dropout(struct imu_readings *readings, size_t first, size_t end, const struct session_table *session,
                         const unsigned char *contact, const double *ring_rad)
{
    size_t count = session->count;
    const double *time_s = session->time_s;
    float *rate = readings->rate_rad_s;
    double rate_before = first > 0 ? (double)rate[first - 1] : end < count ? (double)rate[end] : 0;
    double rate_after = end < count ? (double)rate[end] : rate_before;
    double duration_s = time_s[end < count ? end : end - 1] - time_s[first > 0 ? first - 1 : 0];
    for (size_t i = first; i < end; i++) {
        double fraction = (double)(i - first + 1) / (double)(end - first + 1);
        rate[i] = (float)(rate_before + fraction * (rate_after - rate_before));
        if (duration_s > (ring_rad != NULL ? INTERPOLATED_MAX_S : IMU_READINGS_SHORT_DROPOUT_S) && i > 0) {
            /* the ring measures no angle without load, so it steps where the load begins */
            bool rotates = ring_rad != NULL && contact[i] && contact[i - 1];
            readings->source[i] = ring_rad != NULL ? ROTATION_FROM_RING : ROTATION_UNKNOWN;
            rate[i] = rotates ? (float)((ring_rad[i] - ring_rad[i - 1]) / (time_s[i] - time_s[i - 1])) : 0;
        }
    }
}

/* Fill all dropouts. If `ring_rad` is NULL, the rates in long dropouts are unknown. */
static void fill_dropouts(struct imu_readings *readings, const struct session_table *session,
                          const unsigned char *contact, const double *ring_rad)
{
    for (size_t i = 0; i < session->count;) {
        size_t end = i;
        while (end < session->count && isnan(readings->rate_rad_s[end]))
            end++;
        if (end > i)
            fill_dropout(readings, i, end, session, contact, ring_rad);
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

/* Return 1 if the compared rates agree, or are too few to disprove it; -1 if they agree with the opposite sign; else 0.
 */
static int compare_senses(const struct comparison *sums)
{
    if (sums->n < COMPARED_STEPS_MIN)
        return 1;
    double gg = sums->gg - sums->g * sums->g / sums->n, gr = sums->gr - sums->g * sums->r / sums->n;
    double rr = sums->rr - sums->r * sums->r / sums->n, slope = gg > 0 ? gr / gg : 0;
    bool agree =
        fabs(slope) > SLOPE_MIN && fabs(slope) < SLOPE_MAX && gr * gr > CORRELATION_MIN * CORRELATION_MIN * gg * rr;
    return agree ? (slope > 0 ? 1 : -1) : 0;
}

/* Return whether ring and gyro measure the same rotation where both have readings (1), the opposite one (-1), or
 * neither (0). */
static int ring_sense(const struct imu_readings *readings, const double *time_s, const unsigned char *contact,
                      size_t count, const double *ring_rad)
{
    const float *rate = readings->rate_rad_s;
    struct comparison sums = {0};
    double rotated_rad = 0; /* by the gyro, since row `start` */
    size_t start = 0;
    for (size_t i = 1; i < count; i++) {
        if (isnan(rate[i]) || isnan(rate[i - 1]) || !contact[i] || !contact[i - 1]) {
            start = i;
            rotated_rad = 0;
            continue;
        }
        rotated_rad += 0.5 * ((double)rate[i] + (double)rate[i - 1]) * (time_s[i] - time_s[i - 1]);
        double span_s = time_s[i] - time_s[start];
        if (span_s < COMPARED_STEP_S)
            continue;
        compare_rates(&sums, rotated_rad / span_s, (ring_rad[i] - ring_rad[start]) / span_s);
        start = i;
        rotated_rad = 0;
    }
    return compare_senses(&sums);
}

/* Convert counts to rad/s and g; without a reading they stay NAN. Returns the time under load without a rate, s. */
static double convert_counts(struct imu_readings *readings, const struct session_table *session,
                             const unsigned char *contact)
{
    double dropout_s = 0, to_g = 1 / session->header.accel_lsb_per_g;
    double to_rate = RAD_PER_DEGREE / session->header.gyro_lsb_per_dps;
    for (size_t i = 0; i < session->count; i++) {
        readings->accel_g[2 * i] = (float)(session_table_accel(session, i, 0) * to_g);
        readings->accel_g[2 * i + 1] = (float)(session_table_accel(session, i, 1) * to_g);
        readings->rate_rad_s[i] = (float)(session_table_gyro(session, i, 2) * to_rate);
        readings->source[i] = ROTATION_FROM_IMU;
        if (isnan(readings->rate_rad_s[i]) && contact[i] && i > 0)
            dropout_s += session->time_s[i] - session->time_s[i - 1];
    }
    return dropout_s;
}

/* Turn the sensor upside down, about its x axis. */
static void turn_round(struct imu_readings *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        readings->rate_rad_s[i] = -readings->rate_rad_s[i];
        readings->accel_g[2 * i + 1] = -readings->accel_g[2 * i + 1];
    }
}

bool imu_readings_make(struct imu_readings *readings, const struct session_table *session, const unsigned char *contact,
                       const double *ring_rad)
{
    size_t count = session->count;
    *readings = (struct imu_readings){.rate_rad_s = row_array_alloc(count, sizeof *readings->rate_rad_s),
                                      .accel_g = row_array_alloc(2 * count, sizeof *readings->accel_g),
                                      .source = row_array_alloc(count, 1)};
    if (readings->rate_rad_s == NULL || readings->accel_g == NULL || readings->source == NULL) {
        imu_readings_free(readings);
        return false;
    }
    readings->dropout_s = convert_counts(readings, session, contact);
    int sense = ring_rad != NULL ? ring_sense(readings, session->time_s, contact, count, ring_rad) : 0;
    readings->ring_substituted = sense != 0;
    readings->is_upside_down = sense < 0;
    if (readings->is_upside_down)
        turn_round(readings, count);
    fill_dropouts(readings, session, contact, readings->ring_substituted ? ring_rad : NULL);
    return true;
}

void imu_readings_free(struct imu_readings *readings)
{
    free(readings->rate_rad_s);
    free(readings->accel_g);
    free(readings->source);
    *readings = (struct imu_readings){0};
}
