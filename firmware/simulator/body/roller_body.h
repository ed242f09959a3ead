/* SPDX-License-Identifier: MIT */
/* The roller's body: computes the readings of its sensors from the person's motion and force.
 * docs/FORMATS.md, "The session file", defines the coordinate frame and the force law; docs/ANALYSIS.md derives how the
 * analysis uses them.
 *
 * The soft thigh rests on top, spread over 45 to 60 degrees on each side; the floor pushes from below, over a narrower
 * arc, with the sum of the thigh's force F and the roller's weight W. Together the strips carry 2 F + W. Strips creep
 * by 5 % per decade of time under load; in hard sessions (scene.h) their hysteresis is 5 times as strong. A bias
 * resistor raises a strip's ratio c / (full - c) by R_ground / R_bias: by 0.01 with 1 and 100 kohm. */
#pragma once

#include "body/load_path.h"
#include "common/random.h"
#include "person/movement.h"

#include <stdbool.h>
#include <stdint.h>

#define BODY_STRIPS 8
#define BODY_IMU_AXES 6
#define BODY_CREEP_TERMS 3
#define BODY_ACCEL_LSB_PER_G 8192.0 /* +-4 g */
#define BODY_GYRO_LSB_PER_DPS 32.8  /* +-1000 degrees/s */
#define BODY_BIAS_RATIO 0.01        /* bias_ratio of the reference hardware */
#define BODY_ADC_FULL_SCALE 1023.0  /* largest reading of a 10-bit ADC */
#define BODY_RIG_HYSTERESIS 0.05    /* hysteresis on the rig, in each direction, as in real strips */

struct strip {
    double angle_rad;
    double k_n, p;                  /* true force law, k_n * ratio ^ p newtons */
    double creep[BODY_CREEP_TERMS]; /* force after low-pass filters of 0.3, 3 and 30 s, N */
    double hysteresis_force_n;      /* force after hysteresis, N */
    double ratio;                   /* c / (full - c), where c is the present reading */
};

struct roller_body {
    double radius_mm;
    int direction;       /* sign of rotation when rolling towards the knee */
    double mounting_rad; /* direction of up relative to the body at rotation 0 */
    double weight_n;
    double top_half_width_rad, bottom_half_width_rad; /* half of the arc pressed by the thigh, by the floor */
    double top_offset_rad;                            /* angle between straight up and the middle of the thigh's arc */
    struct strip strip[BODY_STRIPS];
    enum load_path load_path;
    double hysteresis;   /* the measured force differs from the true one by up to this fraction, in each direction */
    double bias_ratio;   /* R_ground / R_bias; 0 = no bias resistors */
    double saturation_n; /* force towards which a strip saturates softly; 0 = it does not */
    int loose_strip;     /* index; -1 = none */
    bool is_loose;
    double loose_fraction;                   /* fraction of the conductance that remains while loose */
    double loosen_rate_hz, reattach_rate_hz; /* how often the strip disconnects, and reconnects */
    /* Properties of the IMU. */
    double lever_mm, lever_rad; /* polar coordinates of its position relative to the axle */
    double accel_bias_g[3], accel_noise_g;
    double gyro_bias_dps[3], gyro_noise_dps;
    double gyro_scale;      /* measured rate about the axle, as a fraction of the true rate */
    double gyro_cross_axis; /* rate measured on x, as a fraction of the rate about the axle; y measures minus that */
};

/* Choose the properties of a roller at random. `is_hard`: poor sensors and a loose strip. */
void body_randomize(struct roller_body *body, double radius_mm, int direction, bool is_hard, struct random *random);

/* Return the rotation in radians: direction * rolled_mm / radius_mm. */
double body_rotation_rad(const struct roller_body *body, const struct motion *motion);
/* Return the direction of up relative to the body: mounting_rad - rotation, not wrapped. */
double body_up_rad(const struct roller_body *body, const struct motion *motion);

/* Compute the force on each strip, N, when the thigh presses with force_n. */
void body_strip_forces(const struct roller_body *body, const struct motion *motion, double force_n,
                       double strip_force_n[BODY_STRIPS]);

/* Advance the strips by step_s under the forces of body_strip_forces: creep, hysteresis, the loose strip. */
void body_advance(struct roller_body *body, const struct motion *motion, double force_n, double step_s,
                  struct random *random);
/* Advance the strips like body_advance, with a known force on each strip, N. */
void body_apply_strip_forces(struct roller_body *body, const double strip_force_n[BODY_STRIPS], double step_s,
                             struct random *random);
/* Return the voltage of a strip's divider as a fraction of the supply, [0, 1). */
double body_strip_fraction(const struct roller_body *body, unsigned strip);

/* Compute the six readings of the IMU, clipped to 16 bits: acceleration x, y, z, then angular rate x, y, z. At rest,
 * the accelerometer measures 1 g upwards. */
void body_imu_counts(const struct roller_body *body, const struct motion *motion, struct random *random,
                     int16_t counts[BODY_IMU_AXES]);
