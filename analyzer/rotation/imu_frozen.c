/* SPDX-License-Identifier: MIT */
#include "rotation/imu_frozen.h"

#include "numeric/weyl_sequence.h"
#include "rotation/imu_rows.h"

#include <math.h>

#define FROZEN_ROWS_MIN 5        /* as many equal readings of six axes do not happen by chance */
#define HALF_ROWS_MIN 10         /* the same of three axes */
#define NOISE_FREE_FRACTION 0.95 /* an axis that stays the same more often than this has no noise */
#define FROZEN_RATE_DPS 30.0     /* a rate beyond any bias */
#define FROZEN_TURN_G 0.3        /* a change of up that is no motion of the axle ... */
#define FROZEN_AFTER_ROWS 3      /* ... so long after the run */
#define JUMP_DPS 40.0            /* no rate changes so much from one row to the next */
#define SAMPLES_MAX 2001

/* The axes of half of the sensor. */
struct half {
    size_t first, end;
};

static const struct half ACCELEROMETER = {0, SESSION_GYRO_X}, GYRO = {SESSION_GYRO_X, SESSION_IMU_AXES};

static void clear_half(struct session_table *session, struct half half, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        for (size_t k = half.first; k < half.end; k++)
            session->imu[i * SESSION_IMU_AXES + k] = NAN;
}

static bool is_zero(const float *axes)
{
    for (size_t k = 0; k < SESSION_IMU_AXES; k++)
        if (axes[k] != 0)
            return false;
    return true;
}

static bool is_half_same(const float *a, const float *b, struct half half)
{
    for (size_t k = half.first; k < half.end; k++)
        if (!(a[k] == b[k]))
            return false;
    return true;
}

static bool is_same(const float *a, const float *b)
{
    return is_half_same(a, b, ACCELEROMETER) && is_half_same(a, b, GYRO);
}

bool imu_frozen_is_noise_free(const struct session_table *session)
{
    size_t same[SESSION_IMU_AXES] = {0}, changes[SESSION_IMU_AXES] = {0}, step = session->count / SAMPLES_MAX + 1;
    for (size_t n = 0, i; (i = weyl_sequence_row(n, step)) < session->count; n++) {
        if (i == 0)
            continue;
        const float *axes = imu_rows_axes(session, i), *before = imu_rows_axes(session, i - 1);
        if (!session_table_has_imu_reading(session, i) || !session_table_has_imu_reading(session, i - 1))
            continue;
        for (size_t k = 0; k < SESSION_IMU_AXES; k++) {
            bool half_changes = !is_half_same(axes, before, k < SESSION_GYRO_X ? ACCELEROMETER : GYRO);
            changes[k] += half_changes;
            same[k] += half_changes && axes[k] == before[k];
        }
    }
    for (size_t k = 0; k < SESSION_IMU_AXES; k++)
        if ((double)same[k] > NOISE_FREE_FRACTION * (double)changes[k])
            return true;
    return false;
}

/* Whether a sensor that read the same in the rows [first, end) turned during them: it reads a rate that is no bias, or
 * up has another direction soon afterwards. */
static bool has_turned(const struct session_table *session, size_t first, size_t end)
{
    const float *axes = imu_rows_axes(session, first);
    size_t after = end + FROZEN_AFTER_ROWS;
    for (size_t k = SESSION_GYRO_X; k < SESSION_IMU_AXES; k++)
        if (fabs((double)axes[k]) > FROZEN_RATE_DPS * session->header.gyro_lsb_per_dps)
            return true;
    for (size_t k = 0; k < SESSION_GYRO_X && after < session->count; k++)
        if (fabs((double)imu_rows_axes(session, after)[k] - (double)axes[k]) >
            FROZEN_TURN_G * session->header.accel_lsb_per_g)
            return true;
    return false;
}

/* Whether a rate jumps from the row before `row`: then what the sensor repeats was never a reading. */
static bool jumps_to(const struct session_table *session, size_t row)
{
    for (size_t k = SESSION_GYRO_X; row > 0 && k < SESSION_IMU_AXES; k++) {
        double before = (double)imu_rows_axes(session, row - 1)[k], rate = (double)imu_rows_axes(session, row)[k];
        if (fabs(rate - before) > JUMP_DPS * session->header.gyro_lsb_per_dps)
            return true;
    }
    return false;
}

/* Clear the runs of readings that are all zero, or all the same although the sensor has noise or turned. */
static void clear_frozen(struct session_table *session, bool noise_free, struct imu_check *check)
{
    size_t count = session->count;
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        if (!session_table_has_imu_reading(session, first))
            continue;
        while (end < count && is_same(imu_rows_axes(session, first), imu_rows_axes(session, end)))
            end++;
        bool zero = is_zero(imu_rows_axes(session, first));
        if (!zero && (end - first < FROZEN_ROWS_MIN || (noise_free && !has_turned(session, first, end))))
            continue;
        bool first_is_true = !zero && !jumps_to(session, first);
        *(zero ? &check->zero_s : &check->frozen_s) += imu_rows_duration_s(session, first, end);
        imu_rows_clear(session, first_is_true ? first + 1 : first, end);
    }
}

/* Whether a half that read the same in the rows [first, end) is frozen: the other half shows that the sensor turned. */
static bool other_half_turns(const struct session_table *session, struct half half, size_t first, size_t end)
{
    bool is_gyro = half.first == SESSION_GYRO_X;
    double limit =
        is_gyro ? FROZEN_TURN_G * session->header.accel_lsb_per_g : FROZEN_RATE_DPS * session->header.gyro_lsb_per_dps;
    const struct half other = is_gyro ? ACCELEROMETER : GYRO;
    for (size_t i = first; i < end; i++)
        for (size_t k = other.first; k < other.end; k++) {
            double still = is_gyro ? (double)imu_rows_axes(session, first)[k] : 0;
            if (fabs((double)imu_rows_axes(session, i)[k] - still) > limit)
                return true;
        }
    return false;
}

/* Clear the runs in which the gyro, or the accelerometer, reads the same while the other half shows that the sensor
 * turns. Without a rate, nothing of a row is known; without an acceleration, only that is missing. */
static void clear_half_frozen(struct session_table *session, struct half half, double *frozen_s)
{
    size_t count = session->count;
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && is_half_same(imu_rows_axes(session, first), imu_rows_axes(session, end), half))
            end++;
        if (end - first < HALF_ROWS_MIN || !other_half_turns(session, half, first, end))
            continue;
        *frozen_s += imu_rows_duration_s(session, first, end);
        if (half.first == SESSION_GYRO_X)
            imu_rows_clear(session, first, end);
        else
            clear_half(session, half, first, end);
    }
}

void imu_frozen_clear(struct session_table *session, bool noise_free, struct imu_check *check)
{
    clear_frozen(session, noise_free, check);
    if (noise_free)
        return;
    clear_half_frozen(session, GYRO, &check->frozen_s);
    clear_half_frozen(session, ACCELEROMETER, &check->accel_frozen_s);
}
