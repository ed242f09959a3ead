/* SPDX-License-Identifier: MIT */
#include "rotation/imu_rates.h"

#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>

#define DEGREE 0.017453292519943295
#define AGREE_S 0.25
#define AGREE_LEAST 20
#define AGREE_CORRELATION 0.9

/* Rates for rows first..last-1, which have no reading: even between the ends, or by the ring where it is
 * long. */
static void fill_silence(struct imu_rates *rates, size_t first, size_t last,
                         const struct session_rows *recording, const unsigned char *loaded,
                         const double *ring_theta)
{
    size_t count = recording->count;
    const double *time_s = recording->time_s;
    float *rate = rates->rate;
    double before = first > 0 ? (double)rate[first - 1] : last < count ? (double)rate[last] : 0;
    double after = last < count ? (double)rate[last] : before;
    double length_s = time_s[last < count ? last : last - 1] - time_s[first > 0 ? first - 1 : 0];
    for (size_t i = first; i < last; i++) {
        double part = (double)(i - first + 1) / (double)(last - first + 1);
        rate[i] = (float)(before + part * (after - before));
        if (length_s > IMU_RATES_SHORT_DROPOUT_S && i > 0) {
            rates->source[i] = ring_theta != NULL ? IMU_RATES_BY_RING : IMU_RATES_UNKNOWN;
            bool turns = ring_theta != NULL && loaded[i];
            rate[i] = turns ? (float)((ring_theta[i] - ring_theta[i - 1]) / (time_s[i] - time_s[i - 1])) : 0;
        }
    }
}

/* Whether the ring tells the same rotation as the gyro, over quarters of a second in which both are there. */
static bool ring_agrees(const struct imu_rates *rates, const double *time_s, const unsigned char *loaded,
                        size_t count, const double *ring_theta)
{
    double n = 0, g = 0, r = 0, gg = 0, gr = 0, rr = 0, turned = 0;
    size_t start = 0;
    for (size_t i = 1; i < count; i++) {
        if (!rates->valid[i] || !rates->valid[i - 1] || !loaded[i] || !loaded[i - 1]) {
            start = i;
            turned = 0;
            continue;
        }
        turned += 0.5 * ((double)rates->rate[i] + (double)rates->rate[i - 1]) * (time_s[i] - time_s[i - 1]);
        double span_s = time_s[i] - time_s[start];
        if (span_s < AGREE_S)
            continue;
        double by_gyro = turned / span_s, by_ring = (ring_theta[i] - ring_theta[start]) / span_s;
        n++;
        g += by_gyro;
        r += by_ring;
        gg += by_gyro * by_gyro;
        gr += by_gyro * by_ring;
        rr += by_ring * by_ring;
        start = i;
        turned = 0;
    }
    if (n < AGREE_LEAST)
        return true; /* nothing speaks against it */
    gg -= g * g / n;
    gr -= g * r / n;
    rr -= r * r / n;
    double slope = gg > 0 ? gr / gg : 0;
    return slope > 0.8 && slope < 1.25 && gr * gr > AGREE_CORRELATION * AGREE_CORRELATION * gg * rr;
}

/* Raw counts to rad/s and g. Returns the silent time under load, s. */
static double read_counts(struct imu_rates *rates, const struct session_rows *recording,
                          const unsigned char *loaded)
{
    double dropout_s = 0;
    const float *imu = recording->imu;
    size_t count = recording->count;
    double to_g = 1 / recording->header.accel_lsb_per_g,
           to_rate = DEGREE / recording->header.gyro_lsb_per_dps;
    for (size_t i = 0; i < count; i++) {
        const float *row = imu + i * SESSION_ROWS_IMU_AXES;
        bool has_reading = !isnan(row[SESSION_ROWS_GYRO_Z]);
        rates->valid[i] = has_reading;
        rates->accel[2 * i] = rates->valid[i] ? (float)((double)row[SESSION_ROWS_ACCEL_X] * to_g) : 0;
        rates->accel[2 * i + 1] = rates->valid[i] ? (float)((double)row[SESSION_ROWS_ACCEL_Y] * to_g) : 0;
        rates->rate[i] = rates->valid[i] ? (float)((double)row[SESSION_ROWS_GYRO_Z] * to_rate) : 0;
        if (!rates->valid[i] && loaded[i] && i > 0)
            dropout_s += recording->time_s[i] - recording->time_s[i - 1];
    }
    return dropout_s;
}

static void fill_silences(struct imu_rates *rates, const struct session_rows *recording,
                          const unsigned char *loaded, const double *ring_theta)
{
    for (size_t i = 0; i < recording->count;) {
        size_t last = i;
        while (last < recording->count && !rates->valid[last])
            last++;
        if (last > i)
            fill_silence(rates, i, last, recording, loaded, ring_theta);
        i = last + 1;
    }
}

bool imu_rates_read(struct imu_rates *rates, const struct session_rows *recording,
                    const unsigned char *loaded, const double *ring_theta_rad)
{
    size_t count = recording->count;
    *rates = (struct imu_rates){0};
    rates->rate = row_array(count, sizeof *rates->rate);
    rates->accel = row_array(2 * count, sizeof *rates->accel);
    rates->valid = row_array(count, 1);
    rates->source = calloc(count, 1);
    if (rates->rate == NULL || rates->accel == NULL || rates->valid == NULL || rates->source == NULL) {
        imu_rates_free(rates);
        return false;
    }
    rates->dropout_s = read_counts(rates, recording, loaded);
    rates->ring_substituted =
        ring_theta_rad != NULL && ring_agrees(rates, recording->time_s, loaded, count, ring_theta_rad);
    fill_silences(rates, recording, loaded, rates->ring_substituted ? ring_theta_rad : NULL);
    return true;
}

void imu_rates_free(struct imu_rates *rates)
{
    free(rates->rate);
    free(rates->accel);
    free(rates->valid);
    free(rates->source);
    *rates = (struct imu_rates){0};
}
