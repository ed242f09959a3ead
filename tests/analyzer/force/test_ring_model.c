/* SPDX-License-Identifier: MIT */
/* The ring model and the fit of gains, on arrays whose truth is known. */
#include "force/force_series.h"
#include "force/strip_check.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TWO_PI 6.283185307179586
#define ROWS 12000
#define STRIPS 8

struct arrays {
    double *time_s, *up_rad;
    unsigned char *loaded;
};

/* Sinusoidal strokes of 4.5 rad in periods of 4 s at 100 Hz. */
static void arrays_make(struct arrays *arrays)
{
    arrays->time_s = malloc(ROWS * sizeof(double));
    arrays->up_rad = malloc(ROWS * sizeof(double));
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
    free(arrays->loaded);
}

/* Compute the loads that strips with these gains read under a thigh; the contact with the floor is narrower. */
static void load_strips(const struct arrays *arrays, const double *gain, float *load, float *ring_vector_n)
{
    for (size_t i = 0; i < ROWS; i++) {
        double fraction[STRIPS], sum = 0, x = 0, y = 0;
        for (int k = 0; k < STRIPS; k++) {
            double offset_rad = remainder(k * TWO_PI / STRIPS - arrays->up_rad[i], TWO_PI);
            fraction[k] = exp(-offset_rad * offset_rad / 0.7) +
                          exp(-(TWO_PI / 2 - fabs(offset_rad)) * (TWO_PI / 2 - fabs(offset_rad)) / 0.4);
            sum += fraction[k];
        }
        for (int k = 0; k < STRIPS; k++) {
            double load_n = 300 * fraction[k] / sum * gain[k];
            load[i * STRIPS + (size_t)k] = (float)load_n;
            x += load_n * cos(2 * k * TWO_PI / STRIPS);
            y += load_n * sin(2 * k * TWO_PI / STRIPS);
        }
        ring_vector_n[2 * i] = (float)x;
        ring_vector_n[2 * i + 1] = (float)y;
    }
}

/* Fit the gains to the first `loaded` rows of a ring whose strips read `gain` times their load. Returns
 * whether the sample is sufficient. */
static bool fit_gains(const double *gain, size_t loaded, struct strip_faults *fitted)
{
    struct arrays arrays;
    struct ring_model ring;
    struct strip_sample sample;
    struct strip_faults faults;
    struct strip_fit fit;
    float *load = malloc(ROWS * STRIPS * sizeof *load), *ring_vector_n = malloc(2 * ROWS * sizeof *ring_vector_n);
    arrays_make(&arrays);
    load_strips(&arrays, gain, load, ring_vector_n);
    memset(arrays.loaded + loaded, 0, ROWS - loaded);
    ring_model_init(&ring, (const double[]){0, 45, 90, 135, 180, 225, 270, 315}, STRIPS);
    strip_faults_init(&faults, STRIPS);
    assert_true(strip_sample_select(&sample, load, ring_vector_n, arrays.loaded, ROWS, STRIPS));
    bool is_sufficient = sample.is_sufficient;
    strip_check_fit(&fit, &ring, &faults, &sample);
    *fitted = fit.faults;
    strip_sample_free(&sample);
    free(load);
    free(ring_vector_n);
    arrays_free(&arrays);
    return is_sufficient;
}

static const double GAIN[STRIPS] = {1.1, 0.9, 1.0, 1.15, 0.8, 1.05, 2.5, 1.0};

static void gains_of_strips_are_found(void **state)
{
    (void)state;
    struct strip_faults faults;
    assert_true(fit_gains(GAIN, ROWS, &faults));
    double worst = 0, mean = 0;
    for (int k = 0; k < STRIPS; k++) /* the outlier does not affect the scale */
        mean += k == 6 ? 0 : GAIN[k] / (STRIPS - 1);
    for (int k = 0; k < STRIPS; k++)
        worst = fmax(worst, fabs(faults.strip[k].gain / (GAIN[k] / mean) - 1));
    print_message("figure: gains of strips that differ by 0.8 to 2.5: worst error %.2f %%\n", 100 * worst);
    assert_true(worst < 0.03);
}

static void a_session_with_little_rolling_changes_no_gains(void **state)
{
    (void)state;
    struct strip_faults faults;
    assert_false(fit_gains(GAIN, 200, &faults));
    for (int k = 0; k < STRIPS; k++)
        assert_true(faults.strip[k].gain == 1);
}

/* Make rows of a ring of `strip_count` strips, of which strip `dead` is dead: a second with only the roller's weight of
 * 8 N, then a thigh of 150 N. */
static void rows_make(struct session_table *rows, const struct arrays *arrays, unsigned strip_count, unsigned dead)
{
    *rows = (struct session_table){.count = ROWS, .time_s = arrays->time_s};
    session_header_init(&rows->header);
    session_header_space_strips_evenly(&rows->header, strip_count);
    rows->header.strip_count = strip_count;
    rows->header.adc_full_scale = 4092;
    rows->header.has_imu = true;
    rows->strip = malloc(ROWS * strip_count * sizeof *rows->strip);
    rows->imu = malloc(ROWS * SESSION_IMU_AXES * sizeof *rows->imu);
    for (size_t i = 0; i < ROWS; i++) {
        double up = arrays->up_rad[i] + 2, thigh_n = i < 100 ? 0 : 150, top[SESSION_STRIPS_MAX],
               floor[SESSION_STRIPS_MAX];
        double top_sum = 0, floor_sum = 0;
        for (unsigned k = 0; k < strip_count; k++) {
            double offset_rad = remainder(k * TWO_PI / strip_count - up, TWO_PI),
                   opposite_rad = TWO_PI / 2 - fabs(offset_rad);
            top_sum += top[k] = exp(-offset_rad * offset_rad / 0.9);
            floor_sum += floor[k] = exp(-opposite_rad * opposite_rad / 0.4);
        }
        for (unsigned k = 0; k < strip_count; k++) {
            double load_n = thigh_n * top[k] / top_sum + (thigh_n + 8) * floor[k] / floor_sum;
            rows->strip[i * strip_count + k] = k == dead ? 0 : (float)(4092 * load_n / (100 + load_n));
        }
        float *imu = rows->imu + i * SESSION_IMU_AXES;
        imu[0] = (float)(8192 * cos(up));
        imu[1] = (float)(8192 * sin(up));
        imu[5] = 0;
    }
}

/* Return the relative rms error of the force with a dead strip. */
static double force_rms_without(unsigned strip_count, unsigned dead, bool has_imu)
{
    struct arrays arrays;
    struct session_table rows;
    struct force_series series;
    double squares = 0;
    arrays_make(&arrays);
    rows_make(&rows, &arrays, strip_count, dead);
    rows.header.has_imu = has_imu;
    assert_true(force_series_make(&series, &rows));
    assert_int_equal(series.faults.strip[dead].fault, STRIP_DEAD);
    assert_int_equal(series.ring_angle_valid, strip_count != 4);
    for (size_t i = 200; i < ROWS; i++)
        squares += (series.force_n[i] / 150 - 1) * (series.force_n[i] / 150 - 1) / (ROWS - 200);
    force_series_free(&series);
    free(rows.strip);
    free(rows.imu);
    arrays_free(&arrays);
    if (dead == 1)
        print_message("figure: %u strips, one dead, %s, wide thigh, narrow floor: force rms error %.1f %%\n",
                      strip_count, has_imu ? "with IMU" : "without IMU", 100 * sqrt(squares));
    return sqrt(squares);
}

static void force_is_right_with_a_strip_missing(void **state)
{
    (void)state;
    static const unsigned strip_count[] = {4, 5, 8, 16};
    for (int n = 0; n < 4; n++)
        for (unsigned dead = 0; dead < 4; dead++)
            assert_true(force_rms_without(strip_count[n], dead, true) < 0.05);
}

/* Four strips at right angles and no IMU: up is unknown, but opposite strips carry the same load. */
static void without_rotation_the_opposite_strip_is_used_instead(void **state)
{
    (void)state;
    for (unsigned dead = 0; dead < 4; dead++)
        assert_true(force_rms_without(4, dead, false) < 0.12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gains_of_strips_are_found),
        cmocka_unit_test(a_session_with_little_rolling_changes_no_gains),
        cmocka_unit_test(force_is_right_with_a_strip_missing),
        cmocka_unit_test(without_rotation_the_opposite_strip_is_used_instead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
