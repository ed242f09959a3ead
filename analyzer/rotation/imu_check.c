/* SPDX-License-Identifier: MIT */
#include "rotation/imu_check.h"

#include "numeric/weyl_sequence.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdbool.h>

#define FROZEN_ROWS_MIN 5        /* as many equal readings of six axes do not happen by chance */
#define NOISE_FREE_FRACTION 0.95 /* an axis that stays the same more often than this has no noise */
#define FROZEN_RATE_DPS 30.0     /* a rate beyond any bias */
#define FROZEN_TURN_G 0.3        /* a change of up that is no motion of the axle ... */
#define FROZEN_AFTER_ROWS 3      /* ... so long after the run */
#define RAIL_COUNTS 32767.0      /* end of the range of a 16-bit sensor */
#define CLIPPED_RUN_MIN 3        /* rows at the end of the range that make a plateau */
#define CLIPPED_ROWS_MIN 8       /* rows on plateaus, in the whole session */
#define CLIPPED_BELOW 0.005      /* just below the end of the range, as a fraction of it, ... */
#define CLIPPED_BELOW_MIN 4.0    /* ... and at least this many counts, ... */
#define CLIPPED_RATIO 2.0        /* ... a clipped axis is this much rarer than at the end */
#define TORN_MIN_DPS 40.0        /* smallest jump of a torn rate */
#define TORN_DEVIATIONS 12.0     /* smallest jump, in robust deviations of the second difference */
#define TORN_SPAN_MAX_S 0.1      /* between the neighbours of a torn reading */
#define TURNING_RATIO 3.0        /* another axis than z must turn this much more */
#define BIAS_MAX_DPS 25.0        /* a mean rate that may be the gyro's bias */
#define SAMPLES_MAX 2001

static const float *row_axes(const struct session_table *session, size_t row)
{
    return session->imu + row * SESSION_IMU_AXES;
}

static void clear_rows(struct session_table *session, size_t first, size_t end)
{
    for (size_t k = first * SESSION_IMU_AXES; k < end * SESSION_IMU_AXES; k++)
        session->imu[k] = NAN;
}

/* Return the time from the row before `first` to row `end`, or as much of it as there is. */
static double duration_s(const struct session_table *session, size_t first, size_t end)
{
    size_t last = session->count - 1;
    return session->time_s[end < last ? end : last] - session->time_s[first];
}

static bool is_zero(const float *axes)
{
    for (size_t k = 0; k < SESSION_IMU_AXES; k++)
        if (axes[k] != 0)
            return false;
    return true;
}

static bool is_same(const float *a, const float *b)
{
    for (size_t k = 0; k < SESSION_IMU_AXES; k++)
        if (!(a[k] == b[k]))
            return false;
    return true;
}

/* Whether some axis hardly ever changes while others do: a simulated sensor without noise, which reads the same
 * whenever it rests. */
static bool is_noise_free(const struct session_table *session)
{
    size_t same[SESSION_IMU_AXES] = {0}, changes = 0, step = session->count / SAMPLES_MAX + 1;
    for (size_t n = 0, i; (i = weyl_sequence_row(n, step)) < session->count; n++) {
        if (i == 0)
            continue;
        const float *axes = row_axes(session, i), *before = row_axes(session, i - 1);
        if (!session_table_has_imu_reading(session, i) || !session_table_has_imu_reading(session, i - 1) ||
            is_same(axes, before))
            continue;
        changes++;
        for (size_t k = 0; k < SESSION_IMU_AXES; k++)
            same[k] += axes[k] == before[k];
    }
    for (size_t k = 0; k < SESSION_IMU_AXES; k++)
        if ((double)same[k] > NOISE_FREE_FRACTION * (double)changes)
            return true;
    return false;
}

/* Whether a sensor that read the same in the rows [first, end) turned during them: it reads a rate that is no bias, or
 * up has another direction soon afterwards. */
static bool has_turned(const struct session_table *session, size_t first, size_t end)
{
    const float *axes = row_axes(session, first);
    size_t after = end + FROZEN_AFTER_ROWS;
    for (size_t k = SESSION_GYRO_X; k < SESSION_IMU_AXES; k++)
        if (fabs((double)axes[k]) > FROZEN_RATE_DPS * session->header.gyro_lsb_per_dps)
            return true;
    for (size_t k = 0; k < SESSION_GYRO_X && after < session->count; k++)
        if (fabs((double)row_axes(session, after)[k] - (double)axes[k]) >
            FROZEN_TURN_G * session->header.accel_lsb_per_g)
            return true;
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
        while (end < count && is_same(row_axes(session, first), row_axes(session, end)))
            end++;
        bool zero = is_zero(row_axes(session, first));
        if (!zero && (end - first < FROZEN_ROWS_MIN || (noise_free && !has_turned(session, first, end))))
            continue;
        /* the first of a run is a true reading, unless it is zero */
        *(zero ? &check->zero_s : &check->frozen_s) += duration_s(session, first, end);
        clear_rows(session, zero ? first : first + 1, end);
    }
}

/* Whether an axis is clipped at `extreme`, its largest (sign 1) or smallest (sign -1) reading. */
static bool is_clipped(const struct session_table *session, size_t axis, double extreme, double sign)
{
    double below_counts = fmax(CLIPPED_BELOW * fabs(extreme), CLIPPED_BELOW_MIN);
    size_t run = 0, clipped = 0, below = 0;
    for (size_t i = 0; i < session->count; i++) {
        double distance = sign * (extreme - (double)row_axes(session, i)[axis]); /* NAN without a reading */
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
        double reading = (double)row_axes(session, i)[axis];
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
    const float *axes = row_axes(session, row);
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
        double reading = (double)row_axes(session, i)[axis];
        if (!((at_low && reading == low.reading) || (at_high && reading == high.reading)))
            continue;
        if (axis < SESSION_GYRO_X) {
            if (!lacks_an_acceleration(session, i)) /* else the row counts already */
                check->accel_clipped_s += duration_s(session, i, i + 1);
            session->imu[i * SESSION_IMU_AXES + axis] = NAN;
        } else {
            check->clipped_s += duration_s(session, i, i + 1);
            clear_rows(session, i, i + 1);
        }
    }
}

/* Return how far a rate is from the mean of its neighbours, counts; NAN if one of the three is missing or far. */
static double jump_counts(const struct session_table *session, size_t row, size_t axis)
{
    if (session->time_s[row + 1] - session->time_s[row - 1] > TORN_SPAN_MAX_S)
        return NAN;
    return (double)row_axes(session, row)[axis] -
           0.5 * ((double)row_axes(session, row - 1)[axis] + (double)row_axes(session, row + 1)[axis]);
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
        double between = fabs((double)row_axes(session, i + 1)[axis] - (double)row_axes(session, i - 1)[axis]);
        if (!(jump > limit && jump > 3 * between))
            continue;
        check->torn_count++;
        clear_rows(session, i, i + 1);
    }
}

/* Return how much an axis of the gyro turns: the mean square of its rate, without what may be its bias. */
static double turning_power(const struct session_table *session, size_t axis)
{
    double sum = 0, sum_squared = 0, used = 0, bias = BIAS_MAX_DPS * session->header.gyro_lsb_per_dps;
    size_t step = session->count / SAMPLES_MAX + 1;
    for (size_t n = 0, i; (i = weyl_sequence_row(n, step)) < session->count; n++) {
        double rate = (double)row_axes(session, i)[axis];
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
    bool noise_free = is_noise_free(session);
    clear_frozen(session, noise_free, check);
    unsigned z = check->turning_axis = find_turning_axis(session), x = (z + 1) % 3, y = (z + 2) % 3;
    session->imu_shift = x;
    clear_torn(session, SESSION_GYRO_X + z, check);
    clear_clipped(session, SESSION_GYRO_X + z, noise_free, check);
    clear_clipped(session, x, noise_free, check);
    clear_clipped(session, y, noise_free, check);
}
