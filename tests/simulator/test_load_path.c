/* SPDX-License-Identifier: MIT */
/* How a load on the ring reaches the strips: directly, over slats that bridge two strips, over slats that tip. */
#include "body/load_path.h"

#include "body/roller_body.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

#define PITCH_RAD (2.0 * M_PI / BODY_STRIPS)
#define FORCE_N 100.0
#define LINE_RAD 1e-3 /* half width of a load on a line */

/* Return a body whose strips lie exactly 45 degrees apart. */
static struct roller_body exact_body(enum load_path path)
{
    struct roller_body body = {.load_path = path};
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        body.strip[i].angle_rad = PITCH_RAD * i;
    return body;
}

struct forces {
    double strip_n[BODY_STRIPS];
    double sum_n;
    double x_n, y_n; /* sum as vectors towards the axle */
};

static struct forces load_at(enum load_path path, double center_rad, double half_width_rad)
{
    const struct roller_body body = exact_body(path);
    const struct arc_load load = {center_rad, half_width_rad, FORCE_N};
    struct forces forces = {{0.0}, 0.0, 0.0, 0.0};
    load_path_add(&body, &load, forces.strip_n);
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        assert_true(forces.strip_n[i] >= 0.0);
        forces.sum_n += forces.strip_n[i];
        forces.x_n += forces.strip_n[i] * cos(PITCH_RAD * i);
        forces.y_n += forces.strip_n[i] * sin(PITCH_RAD * i);
    }
    return forces;
}

/* The bounds that docs/BUILD.md, section 6, states for the slats as built. */
static void a_bridge_loses_nothing_wherever_it_is_pressed(void **state)
{
    (void)state;
    double max_n = 0.0;
    for (int step = 0; step < 360; step++) {
        double center_rad = step * M_PI / 180.0 - 3.0;
        struct forces forces = load_at(LOAD_PATH_BRIDGE, center_rad, LINE_RAD);
        assert_true(fabs(forces.x_n - FORCE_N * cos(center_rad)) < 0.01);
        assert_true(fabs(forces.y_n - FORCE_N * sin(center_rad)) < 0.01);
        assert_true(forces.sum_n > 0.999 * FORCE_N && forces.sum_n < 1.083 * FORCE_N);
        max_n = fmax(max_n, forces.sum_n);
    }
    printf("figure: a slat on two strips: the sum of the strips is 1.00 to %.2f of the load on one line\n",
           max_n / FORCE_N);
    struct forces middle = load_at(LOAD_PATH_BRIDGE, 0.5 * PITCH_RAD, LINE_RAD);
    assert_true(fabs(middle.strip_n[0] - 54.1) < 0.1 && fabs(middle.strip_n[1] - 54.1) < 0.1);
    struct forces over = load_at(LOAD_PATH_BRIDGE, 3.0 * PITCH_RAD, LINE_RAD);
    assert_true(fabs(over.strip_n[3] - FORCE_N) < 0.1);
}

static void a_bridge_under_a_thigh_reads_evenly(void **state)
{
    (void)state;
    double min_n = 1e9;
    double max_n = 0.0;
    for (int step = 0; step < 90; step++) {
        double sum_n = load_at(LOAD_PATH_BRIDGE, step * M_PI / 180.0, 50.0 * M_PI / 180.0).sum_n;
        min_n = fmin(min_n, sum_n);
        max_n = fmax(max_n, sum_n);
    }
    printf("figure: a slat on two strips, pressed by a thigh: %.3f to %.3f of the load\n", min_n / FORCE_N,
           max_n / FORCE_N);
    assert_true(max_n / min_n < 1.03);
}

static void a_slat_that_tips_loses_load_between_two_strips(void **state)
{
    (void)state;
    struct forces over = load_at(LOAD_PATH_TILT, 0.0, 35.0 * M_PI / 180.0);
    struct forces between = load_at(LOAD_PATH_TILT, 0.5 * PITCH_RAD, 35.0 * M_PI / 180.0);
    struct forces direct = load_at(LOAD_PATH_DIRECT, 0.5 * PITCH_RAD, 35.0 * M_PI / 180.0);
    printf("figure: a slat that tips under the floor: %.2f of the load over a strip, %.2f between two\n",
           over.sum_n / FORCE_N, between.sum_n / FORCE_N);
    assert_true(fabs(direct.sum_n - FORCE_N) < 1e-9);
    assert_true(over.sum_n > 0.95 * FORCE_N);
    assert_true(between.sum_n < 0.85 * FORCE_N && between.sum_n > 0.2 * FORCE_N);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bridge_loses_nothing_wherever_it_is_pressed),
        cmocka_unit_test(a_bridge_under_a_thigh_reads_evenly),
        cmocka_unit_test(a_slat_that_tips_loses_load_between_two_strips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
