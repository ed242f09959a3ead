/* SPDX-License-Identifier: MIT */
#include "body/imu_faults.h"

#include <math.h>
#include <string.h>

#define DRIFT_SPAN_S 120.0 /* drift_dps is reached after this time */

static void add_outage(struct imu_faults *faults, double start_s, double length_s)
{
    if (faults->outage_count < IMU_FAULTS_OUTAGES_MAX)
        faults->outage[faults->outage_count++] = (struct outage){start_s, start_s + length_s};
}

/* The sensor freezes once to three times, for 1 to 5 s each. */
static void randomize_frozen(struct imu_faults *faults, double duration_s, struct random *random)
{
    faults->freezes = true;
    unsigned count = 1 + random_below(random, 3);
    for (unsigned i = 0; i < count; i++) {
        double part_s = duration_s / count;
        double length_s = random_uniform(random, 1.0, 5.0);
        add_outage(faults, i * part_s + random_uniform(random, 0.0, fmax(part_s - length_s, 0.0)), length_s);
    }
}

/* The sensor is lost for 0.3 to 3 s, again and again. */
static void randomize_intermittent(struct imu_faults *faults, double duration_s, struct random *random)
{
    double mean_pause_s = random_uniform(random, 5.0, 30.0);
    double time_s = 0.0;
    while (faults->outage_count < IMU_FAULTS_OUTAGES_MAX) {
        time_s -= mean_pause_s * log(1.0 - random_uniform(random, 0.0, 1.0));
        if (time_s >= duration_s)
            return;
        double length_s = random_uniform(random, 0.3, 3.0);
        add_outage(faults, time_s, length_s);
        time_s += length_s;
    }
}

/* Choose one of the 24 ways to mount a sensor along the body's axes. */
static void randomize_mounting(struct imu_faults *faults, struct random *random)
{
    static const int orders[6][3] = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {0, 2, 1}, {2, 1, 0}, {1, 0, 2}};
    unsigned order = random_below(random, 6);
    memcpy(faults->axis, orders[order], sizeof faults->axis);
    int handedness = order < 3 ? 1 : -1; /* of the permutation; the signs make up for it */
    for (int i = 0; i < 2; i++) {
        faults->sign[i] = random_chance(random, 0.5) ? 1 : -1;
        handedness *= faults->sign[i];
    }
    faults->sign[2] = handedness;
}

static void randomize_drift(struct imu_faults *faults, struct random *random)
{
    for (int i = 0; i < 3; i++)
        faults->drift_dps[i] = random_uniform(random, 8.0, 20.0) * (random_chance(random, 0.5) ? 1.0 : -1.0);
    faults->drift_time_s = random_uniform(random, 30.0, 300.0);
}

void imu_faults_randomize(struct imu_faults *faults, struct behaviors behaviors, uint64_t seed, double duration_s,
                          double peak_dps)
{
    *faults = (struct imu_faults){.axis = {0, 1, 2}, .sign = {1, 1, 1}};
    struct random random;
    if (behavior_begin(behaviors, BEHAVIOR_MOUNTED, seed, &random))
        randomize_mounting(faults, &random);
    if (behavior_begin(behaviors, BEHAVIOR_CLIPPED, seed, &random))
        faults->clip_dps = peak_dps * random_uniform(&random, 0.6, 0.9);
    if (behavior_begin(behaviors, BEHAVIOR_DRIFT, seed, &random))
        randomize_drift(faults, &random);
    faults->reads_zero = behaviors_include(behaviors, BEHAVIOR_ZEROS);
    if (behavior_begin(behaviors, BEHAVIOR_FROZEN, seed, &random))
        randomize_frozen(faults, duration_s, &random);
    else if (behavior_begin(behaviors, BEHAVIOR_INTERMITTENT, seed, &random))
        randomize_intermittent(faults, duration_s, &random);
}

static bool is_in_outage(const struct imu_faults *faults, double time_s)
{
    for (unsigned i = 0; i < faults->outage_count; i++)
        if (time_s >= faults->outage[i].start_s && time_s < faults->outage[i].end_s)
            return true;
    return false;
}

bool imu_faults_is_lost(const struct imu_faults *faults, double time_s)
{
    return !faults->freezes && is_in_outage(faults, time_s);
}

static int16_t to_counts(double value)
{
    return (int16_t)lround(fmin(fmax(value, -32768.0), 32767.0));
}

/* Return the gyroscope's counts with its drift and its limit. */
static int16_t spoil_rate(const struct imu_faults *faults, int axis, double time_s, int16_t counts)
{
    double value = counts;
    if (faults->drift_time_s > 0.0) {
        double part =
            (1.0 - exp(-fmax(time_s, 0.0) / faults->drift_time_s)) / (1.0 - exp(-DRIFT_SPAN_S / faults->drift_time_s));
        value += faults->drift_dps[axis] * part * BODY_GYRO_LSB_PER_DPS;
    }
    if (faults->clip_dps > 0.0) {
        double limit = faults->clip_dps * BODY_GYRO_LSB_PER_DPS;
        value = fmin(fmax(value, -limit), limit);
    }
    return to_counts(value);
}

void imu_faults_apply(struct imu_faults *faults, double time_s, int16_t counts[BODY_IMU_AXES])
{
    if (faults->freezes && is_in_outage(faults, time_s)) {
        memcpy(counts, faults->last, sizeof faults->last);
        return;
    }
    int16_t well[BODY_IMU_AXES];
    memcpy(well, counts, sizeof well);
    for (int i = 0; i < 3; i++) {
        int axis = faults->axis[i];
        counts[i] = to_counts(faults->sign[i] * (double)well[axis]);
        counts[3 + i] = to_counts(faults->sign[i] * (double)spoil_rate(faults, axis, time_s, well[3 + axis]));
    }
    if (faults->reads_zero)
        memset(counts, 0, sizeof well);
    memcpy(faults->last, counts, sizeof faults->last);
}
