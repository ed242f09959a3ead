/* SPDX-License-Identifier: MIT */
/*
 * The roller's body: from the person's motion and force to what its sensors feel.
 *
 * Body frame: z is the axle; strip i sits at angle_rad[i], growing as atan2(y, x). The roller has turned by
 * theta = direction * rolled_mm / radius_mm; the direction of UP in the body is up = mounting - theta. The
 * thigh lies on top, soft, spread over some 45 to 60 degrees to each side; the floor pushes from below,
 * narrower, with the same force and the roller's weight. The strips carry it all: their sum is 2 F + W.
 *
 * A strip and its resistor divide the supply: c / (full - c) = (F / k)^(1/p) (power law of a force-sensing
 * resistor). A bias resistor across the strip adds its own conductance: c / (full - c) rises by R_ground /
 * R_bias, 0.01 with 1 and 100 kohm. Strips creep: +5 % per decade of time under load. Poor ones also have
 * hysteresis.
 *
 * A still accelerometer feels 1 g towards up. Rolling, it feels R theta'' towards up + 90 degrees (the axle
 * rolls on the floor), and, r off the axle, -theta'^2 r outwards and theta'' r across.
 */
#ifndef ROLLER_BODY_H
#define ROLLER_BODY_H

#include "person/movement.h"
#include "common/random.h"

#include <stdbool.h>
#include <stdint.h>

#define BODY_STRIPS 8
#define BODY_IMU_AXES 6
#define BODY_CREEP_TERMS 3
#define BODY_ACCEL_LSB_PER_G 8192.0 /* +-4 g */
#define BODY_GYRO_LSB_PER_DPS 32.8  /* +-1000 degrees/s */
#define BODY_BIAS_RATIO 0.01        /* of the reference hardware's bias resistors */
#define BODY_ADC_FULL_SCALE 1023.0  /* of a 10-bit converter at full scale */
#define BODY_RIG_HYSTERESIS 0.05 /* either way: 10 % between loading and unloading, as real strips have it   \
                                  */

struct strip {
    double angle_rad;
    double k_n, p;                  /* true calibration */
    double creep[BODY_CREEP_TERMS]; /* force followed with 0.3, 3 and 30 s, N */
    double held_n;                  /* force after hysteresis */
    double ratio;                   /* c / (full - c) now */
};

struct roller_body {
    double radius_mm;
    int direction; /* sign of rotation when rolling towards the knee */
    double mounting_rad;
    double weight_n;
    double top_half_width_rad, bottom_half_width_rad, top_offset_rad;
    struct strip strip[BODY_STRIPS];
    double hysteresis; /* share of the force */
    double bias_ratio; /* R_ground / R_bias; 0 = no bias resistors */
    int loose_strip;   /* -1 = none */
    bool loose_now;
    double loose_contact;               /* what is left of its conductance while it is loose */
    double loose_rate_hz, fast_rate_hz; /* how often it comes loose, and back */
    /* The inertial sensor. */
    double lever_mm, lever_rad; /* where it sits */
    double accel_bias_g[3], accel_noise_g;
    double gyro_bias_dps[3], gyro_noise_dps, gyro_scale, gyro_across;
};

/* Draw a roller. `hard`: poor sensors and a loose strip. */
void body_draw(struct roller_body *body, double radius_mm, int direction, bool hard, struct random *random);

/* Rotation theta in radians. */
double body_theta_rad(const struct roller_body *body, const struct motion *motion);
/* Direction of UP in the body, radians, not wrapped. */
double body_up_rad(const struct roller_body *body, const struct motion *motion);

/* Force on each strip, N, when the thigh presses with `force_n`. */
void body_strip_forces(const struct roller_body *body, const struct motion *motion, double force_n,
                       double strip_n[BODY_STRIPS]);

/* Bring the strips to this state, `step_s` after the last one: creep, hysteresis, the loose strip. */
void body_advance(struct roller_body *body, const struct motion *motion, double force_n, double step_s,
                  struct random *random);
/* The same with a known force on each strip. */
void body_apply_strip_forces(struct roller_body *body, const double strip_n[BODY_STRIPS], double step_s,
                             struct random *random);
/* Voltage of a strip's divider as a share of the supply, in [0, 1). */
double body_strip_fraction(const struct roller_body *body, unsigned strip);

/* What the inertial sensor reads, raw counts: acceleration x, y, z, rotation x, y, z. Clipped as the sensor
 * clips. */
void body_imu_counts(const struct roller_body *body, const struct motion *motion, struct random *random,
                     int16_t counts[BODY_IMU_AXES]);

#endif
