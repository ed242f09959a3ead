/* SPDX-License-Identifier: MIT */
/* A person who rolls one way only lifts the roller and begins again: positions stay on the thigh. */
#include "analyzer/support/fixture.h"
#include "position/put_backs.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdlib.h>

#define THIGH_MM 330.0
#define STROKE_S 2.0

/* What a person does. */
struct scene {
    int lifts;
    double stroke_mm;   /* before and after the lifts */
    double put_back_mm; /* where the roller lies after each lift */
    bool is_carried;    /* by hand, without turning; else it is rolled back without load */
    bool without_imu;
};

/* Bring the roller to a place without load. */
static void bring_back(struct motion *motion, double to_mm, const struct scene *scene, double radius_mm)
{
    size_t first = motion->count;
    double from_mm = motion->position_mm[first - 1];
    motion_lift(motion, 0.5, 0);
    motion_glide(motion, to_mm, 1.5);
    for (size_t i = first; i < motion->count; i++) {
        motion->loaded[i] = 0;
        motion->force_n[i] = 0;
        if (scene->is_carried)
            motion->lifted_rad[i] += (from_mm - motion->position_mm[i]) / radius_mm;
    }
}

static void run(struct fixture *fixture, const struct scene *scene)
{
    struct motion *motion = &fixture->motion;
    fixture_init(fixture);
    fixture->sensors.without_imu = scene->without_imu;
    fixture->sensors.imu_noise = 2;
    motion_hold(motion, 1);
    motion_glide(motion, scene->stroke_mm, STROKE_S);
    for (int k = 0; k < scene->lifts; k++) {
        bring_back(motion, scene->put_back_mm, scene, fixture->sensors.radius_mm);
        motion_hold(motion, 0.5);
        motion_glide(motion, scene->put_back_mm + scene->stroke_mm, STROKE_S);
    }
    fixture_read(fixture);
    fixture->rows.header.thigh_length_mm = THIGH_MM;
    fixture_estimate(fixture, 1);
}

static void rolling_one_way_stays_on_the_thigh(void **state)
{
    (void)state;
    for (size_t k = 0; k < 4; k++) {
        struct fixture fixture;
        struct scene scene = {.lifts = 6, .stroke_mm = 310, .is_carried = k % 2 == 0, .without_imu = k >= 2};
        run(&fixture, &scene);
        print_message("figure: six lifts, worst error %.1f mm\n", fixture_max_error_mm(&fixture, 0));
        assert_int_equal(fixture.position.backs.count, 6);
        assert_int_equal(fixture.position.turns.count, 0);
        assert_true(fixture_max_error_mm(&fixture, 0) < 12);
        assert_int_equal(fixture_stroke_count(&fixture), 7);
        fixture_free(&fixture);
    }
}

/* A long session has many lifts: all are found. */
static void all_of_400_lifts_are_found(void **state)
{
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        struct fixture fixture;
        run(&fixture, &(struct scene){.lifts = 400, .stroke_mm = 310, .is_carried = true, .without_imu = k == 1});
        print_message("figure: 400 lifts, worst error %.1f mm\n", fixture_max_error_mm(&fixture, 0));
        assert_int_equal(fixture.position.backs.count, 400);
        assert_true(fixture_max_error_mm(&fixture, 0) < 30);
        fixture_free(&fixture);
    }
}

/* One lift is enough, if the gyro says that the roller was not turned end for end. */
static void one_lift_is_seen_with_a_gyro(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, &(struct scene){.lifts = 1, .stroke_mm = 310, .is_carried = true});
    assert_int_equal(fixture.position.backs.count, 1);
    assert_true(fixture_max_error_mm(&fixture, 0) < 12);
    fixture_free(&fixture);
}

static void what_fits_the_thigh_is_left_alone(void **state)
{
    (void)state;
    const struct scene scenes[] = {
        {.lifts = 1, .stroke_mm = 180, .put_back_mm = 180, .is_carried = true}, /* the other half */
        {.lifts = 5, .stroke_mm = 60, .put_back_mm = 0},                        /* short, and rolled back */
        {.lifts = 5, .stroke_mm = 60, .put_back_mm = 0, .is_carried = true}};
    for (size_t k = 0; k < 3; k++) {
        struct fixture fixture;
        run(&fixture, &scenes[k]);
        assert_int_equal(fixture.position.backs.count, 0);
        fixture_free(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rolling_one_way_stays_on_the_thigh),
        cmocka_unit_test(all_of_400_lifts_are_found),
        cmocka_unit_test(one_lift_is_seen_with_a_gyro),
        cmocka_unit_test(what_fits_the_thigh_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
