/* SPDX-License-Identifier: MIT */
/* How a motion sensor is mounted, and what goes wrong with it during a session. */
#pragma once

#include "body/roller_body.h"
#include "common/behavior.h"

#include <stdbool.h>
#include <stdint.h>

#define IMU_FAULTS_OUTAGES_MAX 64

struct outage {
    double start_s, end_s;
};

struct imu_faults {
    /* The sensor's axis i measures along the body's axis[i], with this sign. */
    int axis[3];
    int sign[3];
    double clip_dps;     /* largest rate that the gyroscope reports; 0 = that of the counts */
    double drift_dps[3]; /* change of the gyroscope's biases in the first two minutes, as it warms up */
    double drift_time_s; /* time constant of that change */
    bool reads_zero;     /* all readings are 0 */
    struct outage outage[IMU_FAULTS_OUTAGES_MAX]; /* in order */
    unsigned outage_count;
    bool freezes;                /* in an outage the readings repeat the last one; else the sensor does not answer */
    int16_t last[BODY_IMU_AXES]; /* the last reading before an outage */
};

/* Choose faults at random for a session of duration_s whose fastest rotation is peak_dps. */
void imu_faults_randomize(struct imu_faults *faults, struct behaviors behaviors, uint64_t seed, double duration_s,
                          double peak_dps);

/* Turn the readings of a sensor that is well (body_imu_counts) into those of this one. Call it with times in order. */
void imu_faults_apply(struct imu_faults *faults, double time_s, int16_t counts[BODY_IMU_AXES]);

/* Whether the sensor does not answer at time_s. */
bool imu_faults_is_lost(const struct imu_faults *faults, double time_s);
