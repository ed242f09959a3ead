/* SPDX-License-Identifier: MIT */
#include "rotation/imu_check.h"

#include "numeric/weyl_sequence.h"
#include "rotation/imu_frozen.h"
#include "rotation/imu_rows.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdbool.h>

#define RAIL_COUNTS 32767.0   /* end of the range of a 16-bit sensor */
#define CLIPPED_RUN_MIN 3     /* rows at the end of the range that make a plateau */
#define CLIPPED_ROWS_MIN 8    /* rows on plateaus, in the whole session */
#define CLIPPED_BELOW 0.005   /* just below the end of the range, as a fraction of it, ... */
#define CLIPPED_BELOW_MIN 4.0 /* ... and at least this many counts, ... */
#define CLIPPED_RATIO 2.0     /* ... a clipped axis is this much rarer than at the end */
#define TORN_MIN_DPS 40.0     /* smallest jump of a torn rate */
#define TORN_DEVIATIONS 12.0  /* smallest jump, in robust deviations of the second difference */
#define TORN_SPAN_MAX_S 0.1   /* between the neighbours of a torn reading */
#define TURNING_RATIO 3.0     /* another axis than z must turn this much more */
#define BIAS_MAX_DPS 25.0     /* a mean rate that may be the gyro's bias */
#define SAMPLES_MAX 2001

/* Whether an axis is clipped at `extreme`, its largest (sign 1) or smallest (sign -1) reading. */
static bool is_clipped(const struct session_table *session, size_t axis, double extreme, double sign)
{
    double below_counts = fmax(CLIPPED_BELOW * fabs(extreme), CLIPPED_BELOW_MIN);
    size_t run = 0, clipped = 0, below = 0;
    for (size_t i = 0; i < session->count; i++) {
        double distance = sign * (extreme - (double)imu_rows_axes(session, i)[axis]); /* NAN without a reading */
        run = distance == 0 ? run + 1 : 0;
        if (run >= CLIPPED_RUN_MIN)
            clipped += run == CLIPPED_RUN_MIN ? CLIPPED_RUN_MIN : 1;
        below += distance > 0 && distance <= below_counts;
    }
    return clipped >= CLIPPED_ROWS_MIN && (double)clipped >= CLIPPED_RATIO * (double)below;
}

/* The smallest or largest reading of an axis, and how often it occurs. */
struct extreme {
    double reading;
    size_t rows;
};

static void find_extremes(const struct session_table *session, size_t axis, struct extreme *low, struct extreme *high)
{
    *low = (struct extreme){INFINITY, 0};
    *high = (struct extreme){-INFINITY, 0};
    for (size_t i = 0; i < session->count; i++) {
        double reading = (double)imu_rows_axes(session, i)[axis];
        if (reading < low->reading)
            *low = (struct extreme){reading, 0};
        if (reading > high->reading)
            *high = (struct extreme){reading, 0};
        low->rows += reading == low->reading;
        high->rows += reading == high->reading;
    }
}

static bool lacks_an_acceleration(const struct session_table *session, size_t row)
{
    const float *axes = imu_rows_axes(session, row);
    return isnan(axes[0]) || isnan(axes[1]) || isnan(axes[2]);
}

/* Clear the rows in which an axis is at the end of its range, if it is clipped there: without a rate, nothing of the
 * row is known; without an acceleration, only that is missing. */
static void clear_clipped(struct session_table *session, size_t axis, bool noise_free, struct imu_check *check)
{
    struct extreme low, high;
    double rail = noise_free ? RAIL_COUNTS : 0; /* without noise, a steady rate makes a plateau, too */
    find_extremes(session, axis, &low, &high);
    bool at_low = low.rows >= CLIPPED_ROWS_MIN && low.reading <= -rail && is_clipped(session, axis, low.reading, -1);
    bool at_high = high.rows >= CLIPPED_ROWS_MIN && high.reading >= rail && is_clipped(session, axis, high.reading, 1);
    for (size_t i = 0; (at_low || at_high) && i < session->count; i++) {
        double reading = (double)imu_rows_axes(session, i)[axis];
        if (!((at_low && reading == low.reading) || (at_high && reading == high.reading)))
            continue;
        if (axis < SESSION_GYRO_X) {
            if (!lacks_an_acceleration(session, i)) /* else the row counts already */
                check->accel_clipped_s += imu_rows_duration_s(session, i, i + 1);
            session->imu[i * SESSION_IMU_AXES + axis] = NAN;
        } else {
            check->clipped_s += imu_rows_duration_s(session, i, i + 1);
            imu_rows_clear(session, i, i + 1);
        }
    }
}

/* Return how far a rate is from the mean of its neighbours, counts; NAN if one of the three is missing or far. */
static double jump_counts(const struct session_table *session, size_t row, size_t axis)
{
    if (session->time_s[row + 1] - session->time_s[row - 1] > TORN_SPAN_MAX_S)
        return NAN;
    return (double)imu_rows_axes(session, row)[axis] -
           0.5 * ((double)imu_rows_axes(session, row - 1)[axis] + (double)imu_rows_axes(session, row + 1)[axis]);
}

/* Clear single rates that are far from both neighbours, though these are near each other. */
static void clear_torn(struct session_table *session, size_t axis, struct imu_check *check)
{
    double sample[SAMPLES_MAX];
    size_t count = session->count, step = count / SAMPLES_MAX + 1, used = 0;
    if (count < 3)
        return;
    for (size_t n = 0, i = 0; (i = weyl_sequence_row(n, step)) + 1 < count && used < SAMPLES_MAX; n++) {
        double jump = i > 0 ? fabs(jump_counts(session, i, axis)) : NAN;
        if (!isnan(jump))
            sample[used++] = jump;
    }
    double deviation = used > 0 ? statistics_robust_deviation(sample, used, 0) : 0;
    double limit = fmax(TORN_MIN_DPS * session->header.gyro_lsb_per_dps, TORN_DEVIATIONS * deviation);
    for (size_t i = 1; i + 1 < count; i++) {
        double jump = fabs(jump_counts(session, i, axis));
        double between =
            fabs((double)imu_rows_axes(session, i + 1)[axis] - (double)imu_rows_axes(session, i - 1)[axis]);
        if (!(jump > limit && jump > 3 * between))
            continue;
        check->torn_count++;
        imu_rows_clear(session, i, i + 1);
    }
}

/* Return how much an axis of the gyro turns: the mean square of its rate, without what may be its bias. */
static double turning_power(const struct session_table *session, size_t axis)
{
    double sum = 0, sum_squared = 0, used = 0, bias = BIAS_MAX_DPS * session->header.gyro_lsb_per_dps;
    size_t step = session->count / SAMPLES_MAX + 1;
    for (size_t n = 0, i; (i = weyl_sequence_row(n, step)) < session->count; n++) {
        double rate = (double)imu_rows_axes(session, i)[axis];
        if (isnan(rate))
            continue;
        sum += rate;
        sum_squared += rate * rate;
        used++;
    }
    double mean = used > 0 ? sum / used : 0, beyond_bias = fmax(fabs(mean) - bias, 0);
    return used > 0 ? sum_squared / used - mean * mean + beyond_bias * beyond_bias : 0;
}

/* Return the axis of the sensor that turns: z, unless another one turns much more. */
static unsigned find_turning_axis(const struct session_table *session)
{
    unsigned turning = 2;
    double power = TURNING_RATIO * turning_power(session, SESSION_GYRO_X + 2);
    for (unsigned axis = 0; axis < 2; axis++) {
        double other = turning_power(session, SESSION_GYRO_X + axis);
        if (other > power) {
            turning = axis;
            power = other;
        }
    }
    return turning;
}

void imu_check(struct session_table *session, struct imu_check *check)
{
    *check = (struct imu_check){.turning_axis = 2};
    if (!session->header.has_imu)
        return;
    bool noise_free = imu_frozen_is_noise_free(session);
    imu_frozen_clear(session, noise_free, check);
    unsigned z = check->turning_axis = find_turning_axis(session), x = (z + 1) % 3, y = (z + 2) % 3;
    session->imu_shift = x;
    clear_torn(session, SESSION_GYRO_X + z, check);
    clear_clipped(session, SESSION_GYRO_X + z, noise_free, check);
    clear_clipped(session, x, noise_free, check);
    clear_clipped(session, y, noise_free, check);
}
