/* SPDX-License-Identifier: MIT */
#include "body/roller_body.h"

#include <math.h>

#define RADIANS(degrees) ((degrees)*M_PI / 180.0)
#define GRAVITY_MM_S2 9806.65

static const double CREEP_TIME_S[BODY_CREEP_TERMS] = {0.3, 3.0, 30.0};
#define CREEP_PER_DECADE 0.05
/* Creep after 1 s under load, the time at which k_n and p apply. A term is 1 - exp(-1 s / CREEP_TIME_S). */
#define CREEP_AT_1_S (CREEP_PER_DECADE * (0.964 + 0.283 + 0.033))

/* Return a normally distributed number, clipped to the range from -limit to limit. */
static double clipped_normal(struct random *random, double sigma, double limit)
{
    return fmin(fmax(random_normal(random, sigma), -limit), limit);
}

static void randomize_strips(struct roller_body *body, bool is_hard, struct random *random)
{
    double deviation = is_hard ? 0.15 : random_uniform(random, 0.06, 0.12);
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        double offset_deg = is_hard ? random_uniform(random, -3.0, 3.0) : random_uniform(random, -0.5, 0.5);
        body->strip[i] = (struct strip){
            .angle_rad = RADIANS(360.0 / BODY_STRIPS * i + offset_deg),
            .k_n = 100.0 * (1.0 + clipped_normal(random, deviation, 2.0 * deviation)),
            .p = is_hard ? random_uniform(random, 0.95, 1.25) : random_uniform(random, 0.95, 1.1),
        };
    }
    body->hysteresis = is_hard ? 0.05 : 0.01;
    body->loose_strip = -1;
    if (is_hard) {
        body->loose_strip = (int)random_below(random, BODY_STRIPS);
        body->loose_fraction = random_chance(random, 0.5) ? 0.0 : random_uniform(random, 0.02, 0.4);
        body->loosen_rate_hz = random_log_uniform(random, 0.05, 0.5);
        body->reattach_rate_hz = random_log_uniform(random, 0.3, 3.0);
    }
}

static void randomize_imu(struct roller_body *body, bool is_hard, struct random *random)
{
    body->lever_mm = is_hard ? random_uniform(random, 5.0, 30.0) : random_uniform(random, 0.0, 4.0);
    body->lever_rad = random_uniform(random, -M_PI, M_PI);
    double accel_bias_max_g = is_hard ? 0.05 : 0.03;
    double gyro_bias_max_dps = is_hard ? 20.0 : 2.0;
    for (int axis = 0; axis < 3; axis++) {
        body->accel_bias_g[axis] = random_uniform(random, -accel_bias_max_g, accel_bias_max_g);
        body->gyro_bias_dps[axis] = random_uniform(random, -gyro_bias_max_dps, gyro_bias_max_dps);
    }
    body->accel_noise_g = is_hard ? 0.02 : 0.005;
    body->gyro_noise_dps = 0.05;
    body->gyro_scale = 1.0 + (is_hard ? random_uniform(random, -0.03, 0.03) : random_uniform(random, -0.008, 0.008));
    body->gyro_cross_axis = random_uniform(random, -0.015, 0.015);
}

void body_randomize(struct roller_body *body, double radius_mm, int direction, bool is_hard, struct random *random)
{
    *body = (struct roller_body){.radius_mm = radius_mm, .direction = direction};
    body->mounting_rad = random_uniform(random, -M_PI, M_PI);
    body->weight_n = random_uniform(random, 6.0, 12.0);
    body->top_half_width_rad = RADIANS(random_uniform(random, 45.0, 60.0));
    body->bottom_half_width_rad = RADIANS(random_uniform(random, 30.0, 42.0));
    body->top_offset_rad = RADIANS(is_hard ? random_uniform(random, -4.0, 4.0) : random_uniform(random, -1.0, 1.0));
    randomize_strips(body, is_hard, random);
    randomize_imu(body, is_hard, random);
}

double body_rotation_rad(const struct roller_body *body, const struct motion *motion)
{
    return body->direction * motion->rolled_mm / body->radius_mm;
}

double body_up_rad(const struct roller_body *body, const struct motion *motion)
{
    return body->mounting_rad - body_rotation_rad(body, motion);
}

void body_strip_forces(const struct roller_body *body, const struct motion *motion, double force_n,
                       double strip_force_n[BODY_STRIPS])
{
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        strip_force_n[i] = 0.0;
    double up_rad = body_up_rad(body, motion);
    double top_rad = up_rad + body->top_offset_rad + body->direction * motion->slope_rad;
    const struct arc_load top = {top_rad, body->top_half_width_rad, force_n};
    const struct arc_load bottom = {up_rad + M_PI, body->bottom_half_width_rad,
                                    motion->lifted ? 0.0 : force_n + body->weight_n};
    load_path_add(body, &top, strip_force_n);
    load_path_add(body, &bottom, strip_force_n);
}

/* Disconnect or reconnect the loose strip at random. */
static void update_loose_strip(struct roller_body *body, double step_s, struct random *random)
{
    double rate_hz = body->is_loose ? body->reattach_rate_hz : body->loosen_rate_hz;
    if (body->loose_strip >= 0 && random_chance(random, 1.0 - exp(-rate_hz * step_s)))
        body->is_loose = !body->is_loose;
}

void body_advance(struct roller_body *body, const struct motion *motion, double force_n, double step_s,
                  struct random *random)
{
    double strip_force_n[BODY_STRIPS];
    body_strip_forces(body, motion, force_n, strip_force_n);
    body_apply_strip_forces(body, strip_force_n, step_s, random);
}

void body_apply_strip_forces(struct roller_body *body, const double strip_force_n[BODY_STRIPS], double step_s,
                             struct random *random)
{
    update_loose_strip(body, step_s, random);
    double step_fraction[BODY_CREEP_TERMS]; /* how much of the way to the force each filter moves in this step */
    for (int term = 0; term < BODY_CREEP_TERMS; term++)
        step_fraction[term] = 1.0 - exp(-step_s / CREEP_TIME_S[term]);
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        struct strip *strip = &body->strip[i];
        strip->hysteresis_force_n = fmin(fmax(strip->hysteresis_force_n, strip_force_n[i] * (1.0 - body->hysteresis)),
                                         strip_force_n[i] * (1.0 + body->hysteresis));
        double measured_n = strip->hysteresis_force_n * (1.0 - CREEP_AT_1_S);
        for (int term = 0; term < BODY_CREEP_TERMS; term++) {
            strip->creep[term] += step_fraction[term] * (strip->hysteresis_force_n - strip->creep[term]);
            /* Creep changes the conductance under load only: without load the reading is 0. */
            measured_n += CREEP_PER_DECADE * fmin(strip->creep[term], strip->hysteresis_force_n);
        }
        if (body->saturation_n > 0.0)
            measured_n /= sqrt(1.0 + pow(measured_n / body->saturation_n, 2.0));
        strip->ratio = pow(measured_n / strip->k_n, 1.0 / strip->p);
        if ((int)i == body->loose_strip && body->is_loose)
            strip->ratio *= body->loose_fraction;
        strip->ratio += body->bias_ratio;
    }
}

double body_strip_fraction(const struct roller_body *body, unsigned strip)
{
    return body->strip[strip].ratio / (1.0 + body->strip[strip].ratio);
}

static int16_t clip_counts(double value)
{
    return (int16_t)lround(fmin(fmax(value, -32768.0), 32767.0));
}

void body_imu_counts(const struct roller_body *body, const struct motion *motion, struct random *random,
                     int16_t counts[BODY_IMU_AXES])
{
    double rad_per_mm = body->direction / body->radius_mm;
    double rate_rad_s = rad_per_mm * motion->rolled_mm_s;
    double accel_rad_s2 = rad_per_mm * motion->rolled_mm_s2;
    double up_rad = body_up_rad(body, motion);
    /* acceleration of the axle, and of the sensor relative to the axle */
    double rolling_g = motion->lifted ? 0.0 : body->radius_mm * accel_rad_s2 / GRAVITY_MM_S2;
    double centripetal_g = -rate_rad_s * rate_rad_s * body->lever_mm / GRAVITY_MM_S2;
    double tangential_g = accel_rad_s2 * body->lever_mm / GRAVITY_MM_S2;
    double accel_g[3] = {cos(up_rad) - rolling_g * sin(up_rad) + centripetal_g * cos(body->lever_rad) -
                             tangential_g * sin(body->lever_rad),
                         sin(up_rad) + rolling_g * cos(up_rad) + centripetal_g * sin(body->lever_rad) +
                             tangential_g * cos(body->lever_rad),
                         0.0};
    /* the axle is the z axis; a misaligned sensor also measures some of the rate on x and y */
    double rate_dps = rate_rad_s * 180.0 / M_PI;
    double yaw_dps = motion->yaw_rad_s * 180.0 / M_PI; /* about up */
    double gyro_dps[3] = {rate_dps * body->gyro_cross_axis + yaw_dps * cos(up_rad),
                          -rate_dps * body->gyro_cross_axis + yaw_dps * sin(up_rad), rate_dps * body->gyro_scale};
    for (int axis = 0; axis < 3; axis++) {
        accel_g[axis] += body->accel_bias_g[axis] + random_normal(random, body->accel_noise_g);
        gyro_dps[axis] += body->gyro_bias_dps[axis] + random_normal(random, body->gyro_noise_dps);
        counts[axis] = clip_counts(accel_g[axis] * BODY_ACCEL_LSB_PER_G);
        counts[3 + axis] = clip_counts(gyro_dps[axis] * BODY_GYRO_LSB_PER_DPS);
    }
}
