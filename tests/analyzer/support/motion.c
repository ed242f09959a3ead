/* SPDX-License-Identifier: MIT */
#include "motion.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define PI 3.141592653589793
#define STRIPS MOTION_STRIPS
#define FULL MOTION_FULL
#define K_N 100.0

void motion_init(struct motion *motion)
{
    *motion = (struct motion){0};
    motion->time_s = calloc(MOTION_ROWS_MAX, sizeof(double));
    motion->position_mm = calloc(MOTION_ROWS_MAX, sizeof(double));
    motion->force_n = calloc(MOTION_ROWS_MAX, sizeof(double));
    motion->lifted_rad = calloc(MOTION_ROWS_MAX, sizeof(double));
    motion->loaded = calloc(MOTION_ROWS_MAX, 1);
}

void motion_free(struct motion *motion)
{
    free(motion->time_s);
    free(motion->position_mm);
    free(motion->force_n);
    free(motion->lifted_rad);
    free(motion->loaded);
}

static void step(struct motion *motion, double position_mm, double lifted_rad, int loaded)
{
    size_t i = motion->count++;
    if (i >= MOTION_ROWS_MAX)
        abort();
    motion->time_s[i] = (double)i / MOTION_RATE_HZ;
    motion->position_mm[i] = position_mm;
    motion->lifted_rad[i] = lifted_rad;
    motion->loaded[i] = loaded != 0;
    motion->force_n[i] = loaded ? 150 - 0.02 * position_mm : 0;
}

static double last(const double *value, size_t count)
{
    return count > 0 ? value[count - 1] : 0;
}

static size_t rows(double seconds)
{
    return (size_t)(seconds * MOTION_RATE_HZ + 0.5);
}

void motion_hold(struct motion *motion, double seconds)
{
    double x = last(motion->position_mm, motion->count), lifted = last(motion->lifted_rad, motion->count);
    for (size_t n = rows(seconds); n > 0; n--)
        step(motion, x, lifted, 1);
}

void motion_roll(struct motion *motion, double to_mm, double speed_mm_s)
{
    double from = last(motion->position_mm, motion->count), lifted = last(motion->lifted_rad, motion->count);
    size_t steps = rows(fabs(to_mm - from) / speed_mm_s);
    for (size_t n = 1; n <= steps; n++)
        step(motion, from + (to_mm - from) * (double)n / (double)steps, lifted, 1);
}

void motion_glide(struct motion *motion, double to_mm, double seconds)
{
    double from = last(motion->position_mm, motion->count), lifted = last(motion->lifted_rad, motion->count);
    size_t steps = rows(seconds);
    for (size_t n = 1; n <= steps; n++)
        step(motion, from + (to_mm - from) * (1 - cos(PI * (double)n / (double)steps)) / 2, lifted, 1);
}

void motion_rock(struct motion *motion, double amplitude_mm, double hz, double seconds)
{
    double x = last(motion->position_mm, motion->count), lifted = last(motion->lifted_rad, motion->count);
    size_t steps = rows(seconds);
    for (size_t n = 1; n <= steps; n++)
        step(motion, x + amplitude_mm * sin(2 * PI * hz * (double)n / MOTION_RATE_HZ), lifted, 1);
}

void motion_lift(struct motion *motion, double seconds, double rotation_rad)
{
    double x = last(motion->position_mm, motion->count), lifted = last(motion->lifted_rad, motion->count);
    size_t steps = rows(seconds);
    for (size_t n = 1; n <= steps; n++)
        step(motion, x, lifted + rotation_rad * (1 - cos(PI * (double)n / (double)steps)) / 2, 0);
}

/* Return the rotation in row i, rad; after the last row it stays constant. */
/* Return the thigh's lean, in the sense of the roller's rotation. */
static double lean_rad(const struct motion *motion, const struct sensors *sensors, size_t row)
{
    return sensors->lean_rad != NULL ? sensors->direction * sensors->lean_rad(row, motion->position_mm[row]) : 0;
}

/* The roller rolls along the thigh, and with it when it leans. */
static double rotation_rad(const struct motion *motion, const struct sensors *sensors, size_t i)
{
    size_t row = i < motion->count ? i : motion->count - 1;
    return sensors->direction * motion->position_mm[row] / sensors->radius_mm + motion->lifted_rad[row] +
           lean_rad(motion, sensors, row);
}

double motion_count(double force_n)
{
    return FULL * force_n / (K_N + force_n);
}

double motion_noise(size_t row, int k, unsigned max)
{
    uint32_t random_value = ((uint32_t)row * STRIPS + (uint32_t)k) * UINT32_C(2654435769) >> 16;
    return (double)(random_value % (2 * max + 1)) - max;
}

static void write_strips(FILE *file, const struct sensors *sensors, size_t row, double up_rad, double force_n)
{
    double fraction[STRIPS], count[STRIPS], sum = 0;
    for (int k = 0; k < STRIPS; k++) {
        double offset = cos(2 * (2 * PI * k / STRIPS - up_rad));
        fraction[k] = exp(1.5 * offset); /* wide enough for eight strips to give a smooth sum */
        sum += fraction[k];
    }
    for (int k = 0; k < STRIPS; k++)
        count[k] = motion_count(2 * force_n * fraction[k] / sum);
    if (sensors->spoil_strips != NULL)
        sensors->spoil_strips(row, count);
    for (int k = 0; k < STRIPS; k++)
        fprintf(file, ",%.0f", count[k]);
}

static void write_imu(FILE *file, const struct motion *motion, const struct sensors *sensors, size_t i)
{
    double before = rotation_rad(motion, sensors, i > 0 ? i - 1 : 0), now = rotation_rad(motion, sensors, i),
           after = rotation_rad(motion, sensors, i + 1);
    double rate = (after - before) * MOTION_RATE_HZ / 2;
    double change = (after - 2 * now + before) * MOTION_RATE_HZ * MOTION_RATE_HZ;
    double g = 9806.65, up_x = cos(-now), up_y = sin(-now);
    double axle_accel = motion->loaded[i] ? sensors->radius_mm * change / g : 0;
    double x = up_x - axle_accel * up_y + (-rate * rate * sensors->offset_mm[0] - change * sensors->offset_mm[1]) / g;
    double y = up_y + axle_accel * up_x + (-rate * rate * sensors->offset_mm[1] + change * sensors->offset_mm[0]) / g;
    double axis[MOTION_IMU_AXES] = {8192 * (x + sensors->accel_bias_g[0]), 8192 * (y + sensors->accel_bias_g[1])};
    axis[5] = 32.8 * (sensors->gyro_scale * rate * 180 / PI + sensors->gyro_bias_dps);
    for (int k = 0; k < MOTION_IMU_AXES; k++)
        axis[k] += motion_noise(i, k, sensors->imu_noise);
    if (sensors->spoil_imu != NULL)
        sensors->spoil_imu(i, axis);
    for (int k = 0; k < MOTION_IMU_AXES; k++)
        fprintf(file, ",%.0f", axis[k]);
}

void motion_write(const struct motion *motion, const struct sensors *sensors, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        abort();
    fprintf(file,
            "# foam-roller-session: 1\n# leg: left\n# thigh_length_mm: 350\n# rolling_radius_mm: %.3f\n"
            "# adc_full_scale: %.0f\n# calibration_k_n: 100 100 100 100 100 100 100 100\n"
            "# calibration_p: 1 1 1 1 1 1 1 1\n# calibration_source: measured 2026-01-01\n"
            "# strip_angle_deg: 0 45 90 135 180 225 270 315\n%s",
            sensors->radius_mm, FULL,
            sensors->without_imu ? "" : "# accel_lsb_per_g: 8192\n# gyro_lsb_per_dps: 32.8\n");
    fprintf(file, "time_s,seq,strip0,strip1,strip2,strip3,strip4,strip5,strip6,strip7%s,event\n",
            sensors->without_imu ? "" : ",accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z");
    size_t rows = 0;
    for (size_t i = 0; i < motion->count; i++) {
        if (sensors->row_is_lost != NULL && sensors->row_is_lost(i))
            continue;
        fprintf(file, "%.4f,%zu", motion->time_s[i], i % 65536);
        double ring_rad = rotation_rad(motion, sensors, i) - lean_rad(motion, sensors, i) / 2;
        write_strips(file, sensors, i, -ring_rad, motion->force_n[i]);
        if (!sensors->without_imu && sensors->imu_drops_out != NULL && sensors->imu_drops_out(i))
            fprintf(file, ",,,,,,");
        else if (!sensors->without_imu)
            write_imu(file, motion, sensors, i);
        fprintf(file, ",%s\n", sensors->event_of != NULL ? sensors->event_of(i) : "");
        rows++;
    }
    fprintf(file, "# end: rows=%zu lost=%zu\n", rows, motion->count - rows);
    fclose(file);
}
