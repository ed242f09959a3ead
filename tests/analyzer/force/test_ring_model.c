/* SPDX-License-Identifier: MIT */
/* The parts of the ring by themselves, on arrays whose truth is known. */
#include "rotation/ring_error.h"
#include "force/force_series.h"
#include "force/strip_gain.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TWO_PI 6.283185307179586
#define ROWS 12000
#define STRIPS 8

struct arrays {
    double *time_s, *up_rad, *measured_rad;
    unsigned char *loaded;
};

/* Strokes of a sine of 4.5 rad, 4 s there and back, at 100 Hz. */
static void arrays_make(struct arrays *arrays)
{
    arrays->time_s = malloc(ROWS * sizeof(double));
    arrays->up_rad = malloc(ROWS * sizeof(double));
    arrays->measured_rad = malloc(ROWS * sizeof(double));
    arrays->loaded = malloc(ROWS);
    memset(arrays->loaded, 1, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        arrays->time_s[i] = (double)i / 100;
        arrays->up_rad[i] = -2.25 * (1 - cos(TWO_PI * arrays->time_s[i] / 4));
    }
}

static void arrays_free(struct arrays *arrays)
{
    free(arrays->time_s);
    free(arrays->up_rad);
    free(arrays->measured_rad);
    free(arrays->loaded);
}

static double rms_off(const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < ROWS; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]) / ROWS;
    return sqrt(sum);
}

/* A ring of N strips, one at `first_rad`, that is drawn to its strips. */
static void draw_to_strips(struct arrays *arrays, double first_rad)
{
    for (size_t i = 0; i < ROWS; i++) {
        double u = arrays->up_rad[i] - first_rad;
        arrays->measured_rad[i] = arrays->up_rad[i] - 0.7 / STRIPS * sin(STRIPS * u);
    }
}

static void what_lies_between_two_strips_is_told_by_the_pace(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        struct arrays arrays;
        double first_rad = k * 0.3;
        arrays_make(&arrays);
        draw_to_strips(&arrays, first_rad);
        const struct ring_rows rows = {arrays.loaded, arrays.time_s, ROWS, STRIPS};
        double before = rms_off(arrays.measured_rad, arrays.up_rad);
        assert_true(ring_interpolation_correct(arrays.measured_rad, first_rad, &rows));
        double behind = rms_off(arrays.measured_rad, arrays.up_rad);
        print_message(
            "figure: a ring drawn to its strips, one at %.1f rad: off by %.4f rad rms, corrected %.4f\n",
            first_rad, before, behind);
        assert_true(before > 0.05 && behind < 0.1 * before);
        arrays_free(&arrays);
    }
}

static void too_few_crossings_change_nothing(void **state)
{
    (void)state;
    struct arrays arrays;
    arrays_make(&arrays);
    draw_to_strips(&arrays, 0);
    const struct ring_rows rows = {arrays.loaded, arrays.time_s, ROWS, STRIPS};
    double *kept = malloc(ROWS * sizeof *kept);
    memcpy(kept, arrays.measured_rad, ROWS * sizeof *kept);
    memset(arrays.loaded + 300, 0, ROWS - 300);
    assert_true(ring_interpolation_correct(arrays.measured_rad, 0, &rows));
    assert_memory_equal(arrays.measured_rad, kept, ROWS * sizeof *kept);
    free(kept);
    arrays_free(&arrays);
}

/* Loads of strips of these gains under a thigh and over a floor, narrower. */
static void load_strips(const struct arrays *arrays, const double *gain, float *load, float *ring_vector)
{
    for (size_t i = 0; i < ROWS; i++) {
        double share[STRIPS], sum = 0, x = 0, y = 0;
        for (int k = 0; k < STRIPS; k++) {
            double away = remainder(k * TWO_PI / STRIPS - arrays->up_rad[i], TWO_PI);
            share[k] =
                exp(-away * away / 0.7) + exp(-(TWO_PI / 2 - fabs(away)) * (TWO_PI / 2 - fabs(away)) / 0.4);
            sum += share[k];
        }
        for (int k = 0; k < STRIPS; k++) {
            double newton = 300 * share[k] / sum * gain[k];
            load[i * STRIPS + (size_t)k] = (float)newton;
            x += newton * cos(2 * k * TWO_PI / STRIPS);
            y += newton * sin(2 * k * TWO_PI / STRIPS);
        }
        ring_vector[2 * i] = (float)x;
        ring_vector[2 * i + 1] = (float)y;
    }
}

/* The first `loaded` rows under a ring whose strips read `gain` times what lies on them, and what a fit says
 * of them. */
static bool fit_gains(const double *gain, size_t loaded, struct strip_faults *faults)
{
    struct arrays arrays;
    struct ring_model ring;
    struct strip_sample sample;
    float *load = malloc(ROWS * STRIPS * sizeof *load), *ring_vector = malloc(2 * ROWS * sizeof *ring_vector);
    arrays_make(&arrays);
    load_strips(&arrays, gain, load, ring_vector);
    memset(arrays.loaded + loaded, 0, ROWS - loaded);
    ring_model_init(&ring, (const double[]){0, 45, 90, 135, 180, 225, 270, 315}, STRIPS);
    strip_faults_init(faults, STRIPS);
    assert_true(strip_sample_select(&sample, load, ring_vector, arrays.loaded, ROWS, STRIPS));
    bool tells = sample.is_sufficient;
    strip_gain_fit(&ring, faults, &sample);
    strip_sample_free(&sample);
    free(load);
    free(ring_vector);
    arrays_free(&arrays);
    return tells;
}

static const double GAIN[STRIPS] = {1.1, 0.9, 1.0, 1.15, 0.8, 1.05, 2.5, 1.0};

static void gains_of_strips_are_found(void **state)
{
    (void)state;
    struct strip_faults faults;
    assert_true(fit_gains(GAIN, ROWS, &faults));
    double worst = 0, middle = 0;
    for (int k = 0; k < STRIPS; k++) /* the strip that is far off does not move the scale */
        middle += k == 6 ? 0 : GAIN[k] / (STRIPS - 1);
    for (int k = 0; k < STRIPS; k++)
        worst = fmax(worst, fabs(faults.strip[k].gain / (GAIN[k] / middle) - 1));
    print_message("figure: gains of strips that differ by 0.8 to 2.5: worst error %.2f %%\n", 100 * worst);
    assert_true(worst < 0.03);
}

static void a_session_that_hardly_rolls_tells_no_gains(void **state)
{
    (void)state;
    struct strip_faults faults;
    assert_false(fit_gains(GAIN, 200, &faults));
    for (int k = 0; k < STRIPS; k++)
        assert_true(faults.strip[k].gain == 1);
}

/* Rows of a ring of `strips` on a thigh of 150 N after a second in which only the roller's 8 N lie on it; one
 * is dead. */
static void rows_make(struct session_rows *rows, const struct arrays *arrays, unsigned strips, unsigned dead)
{
    *rows = (struct session_rows){.count = ROWS, .time_s = arrays->time_s};
    session_header_init(&rows->header);
    session_header_space_strips_evenly(&rows->header, strips);
    rows->header.strip_count = strips;
    rows->header.adc_full_scale = 4092;
    rows->header.has_imu = true;
    rows->strip = malloc(ROWS * strips * sizeof *rows->strip);
    rows->imu = malloc(ROWS * SESSION_ROWS_IMU_AXES * sizeof *rows->imu);
    for (size_t i = 0; i < ROWS; i++) {
        double up = arrays->up_rad[i] + 2, thigh_n = i < 100 ? 0 : 150, top[SESSION_STRIPS_MAX],
               floor[SESSION_STRIPS_MAX];
        double tops = 0, floors = 0;
        for (unsigned k = 0; k < strips; k++) {
            double away = remainder(k * TWO_PI / strips - up, TWO_PI), below = TWO_PI / 2 - fabs(away);
            tops += top[k] = exp(-away * away / 0.9);
            floors += floor[k] = exp(-below * below / 0.4);
        }
        for (unsigned k = 0; k < strips; k++) {
            double newton = thigh_n * top[k] / tops + (thigh_n + 8) * floor[k] / floors;
            rows->strip[i * strips + k] = k == dead ? 0 : (float)(4092 * newton / (100 + newton));
        }
        float *imu = rows->imu + i * SESSION_ROWS_IMU_AXES;
        imu[SESSION_ROWS_ACCEL_X] = (float)(8192 * cos(up));
        imu[SESSION_ROWS_ACCEL_Y] = (float)(8192 * sin(up));
        imu[SESSION_ROWS_GYRO_Z] = 0;
    }
}

/* How far the force is off, root mean square, of a ring that lacks a strip. */
static double force_rms_without(unsigned strips, unsigned dead, bool has_imu)
{
    struct arrays arrays;
    struct session_rows rows;
    struct force_series series;
    double squares = 0;
    arrays_make(&arrays);
    rows_make(&rows, &arrays, strips, dead);
    rows.header.has_imu = has_imu;
    assert_true(force_series_make(&series, &rows));
    assert_int_equal(series.faults.strip[dead].fault, STRIP_DEAD);
    assert_int_equal(series.ring_angle_valid, strips != 4);
    for (size_t i = 200; i < ROWS; i++)
        squares += (series.force_n[i] / 150 - 1) * (series.force_n[i] / 150 - 1) / (ROWS - 200);
    force_series_free(&series);
    free(rows.strip);
    free(rows.imu);
    arrays_free(&arrays);
    if (dead == 1)
        print_message("figure: %u strips, one dead, %s, thigh wide and floor narrow: force rms %.1f %% off\n",
                      strips, has_imu ? "motion sensor" : "none", 100 * sqrt(squares));
    return sqrt(squares);
}

static void thigh_and_floor_are_told_apart_where_a_strip_is_missing(void **state)
{
    (void)state;
    static const unsigned strips[] = {4, 5, 8, 16};
    for (int n = 0; n < 4; n++)
        for (unsigned dead = 0; dead < 4; dead++)
            assert_true(force_rms_without(strips[n], dead, true) < 0.05);
}

/* Four strips at right angles and no motion sensor: nobody knows which one is up, but the one opposite feels
 * as much. */
static void where_nothing_tells_the_rotation_the_strip_opposite_stands_in(void **state)
{
    (void)state;
    for (unsigned dead = 0; dead < 4; dead++)
        assert_true(force_rms_without(4, dead, false) < 0.12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_between_two_strips_is_told_by_the_pace),
        cmocka_unit_test(too_few_crossings_change_nothing),
        cmocka_unit_test(gains_of_strips_are_found),
        cmocka_unit_test(a_session_that_hardly_rolls_tells_no_gains),
        cmocka_unit_test(thigh_and_floor_are_told_apart_where_a_strip_is_missing),
        cmocka_unit_test(where_nothing_tells_the_rotation_the_strip_opposite_stands_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
