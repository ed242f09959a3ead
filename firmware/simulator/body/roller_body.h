/* SPDX-License-Identifier: MIT */
/*
 * The roller's body: from the person's motion and force to the readings of its sensors. docs/FORMATS.md,
 * section 2, defines the frame and the force law; docs/ANALYSIS.md derives what the analysis makes of them.
 *
 * The thigh rests on top, soft, spread over 45 to 60 degrees to each side; the floor pushes from below, over
 * a narrower arc, with the thigh's force F and the roller's weight W. The strips carry all of it: 2 F + W.
 * Strips creep by 5 % per decade of time under load; hard ones have strong hysteresis. A bias resistor raises
 * a strip's ratio c / (full - c) by R_ground / R_bias, 0.01 with 1 and 100 kohm.
 */
#ifndef ROLLER_BODY_H
#define ROLLER_BODY_H

#include "common/random.h"
#include "person/movement.h"

#include <stdbool.h>
#include <stdint.h>

#define BODY_STRIPS 8
#define BODY_IMU_AXES 6
#define BODY_CREEP_TERMS 3
#define BODY_ACCEL_LSB_PER_G 8192.0 /* +-4 g */
#define BODY_GYRO_LSB_PER_DPS 32.8  /* +-1000 degrees/s */
#define BODY_BIAS_RATIO 0.01        /* of the reference hardware's bias resistors */
#define BODY_ADC_FULL_SCALE 1023.0  /* of a 10-bit ADC */
#define BODY_RIG_HYSTERESIS 0.05    /* either way, as real strips have it */

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
    double hysteresis; /* fraction of the force, either way */
    double bias_ratio; /* R_ground / R_bias; 0 = no bias resistors */
    int loose_strip;   /* -1 = none */
    bool loose_now;
    double loose_contact;               /* fraction of its conductance that is left while loose */
    double loose_rate_hz, fast_rate_hz; /* of coming loose, and of making contact again */
    /* The inertial sensor. */
    double lever_mm, lever_rad; /* its place off the axle */
    double accel_bias_g[3], accel_noise_g;
    double gyro_bias_dps[3], gyro_noise_dps, gyro_scale, gyro_across;
};

/* Draw a roller; `hard`: poor sensors and a loose strip. */
void body_draw(struct roller_body *body, double radius_mm, int direction, bool hard, struct random *random);

/* Rotation in radians: direction * rolled_mm / radius_mm. */
double body_theta_rad(const struct roller_body *body, const struct motion *motion);
/* Direction of up in the body: mounting_rad - theta, not wrapped. */
double body_up_rad(const struct roller_body *body, const struct motion *motion);

/* Force on each strip, N, when the thigh presses with `force_n`. */
void body_strip_forces(const struct roller_body *body, const struct motion *motion, double force_n,
                       double strip_n[BODY_STRIPS]);

/* Advance the strips by `step_s`: creep, hysteresis, the loose strip. */
void body_advance(struct roller_body *body, const struct motion *motion, double force_n, double step_s,
                  struct random *random);
/* The same with a known force on each strip, N. */
void body_apply_strip_forces(struct roller_body *body, const double strip_n[BODY_STRIPS], double step_s,
                             struct random *random);
/* Voltage of a strip's divider as a fraction of the supply, [0, 1). */
double body_strip_fraction(const struct roller_body *body, unsigned strip);

/* Readings of the inertial sensor, clipped to 16 bits: acceleration x, y, z, rotation x, y, z. A still
 * accelerometer measures 1 g upwards. */
void body_imu_counts(const struct roller_body *body, const struct motion *motion, struct random *random,
                     int16_t counts[BODY_IMU_AXES]);

#endif
