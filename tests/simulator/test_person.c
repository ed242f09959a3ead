/* SPDX-License-Identifier: MIT */
/* For many seeds, the person visits the planted spots and no other position. */
#include "session/scene.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

static struct scene draw(uint64_t seed, unsigned random_spots, bool hard)
{
    struct scene scene;
    struct failure failure;
    struct scene_request request = {.seed = seed, .random_spots = random_spots, .hard = hard};
    assert_true(scene_make(&request, &scene, &failure));
    return scene;
}

static void nothing_jumps(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct scene scene = draw(seed, (unsigned)(seed % 4), seed % 3 == 0);
        struct motion before = schedule_at(&scene.schedule, 0.0);
        assert_true(fabs(before.position_mm) < 1e-9);
        double duration_s = schedule_duration_s(&scene.schedule);
        for (double t = 0.005; t < duration_s; t += 0.005) {
            struct motion now = schedule_at(&scene.schedule, t);
            assert_true(fabs(now.position_mm - before.position_mm) < 0.005 * 500.0);
            assert_true(fabs(now.rolled_mm - before.rolled_mm) < 0.005 * 700.0);
            assert_true(fabs(now.load - before.load) < 0.06);
            before = now;
        }
        assert_true(before.load < 1e-6);
        scene_free(&scene);
    }
}

static void every_visit_meets_the_definition(void **state)
{
    (void)state;
    unsigned visits = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct scene scene = draw(seed, 1 + (unsigned)(seed % 4), seed % 2 == 0);
        double dwell_s[SCHEDULE_SPOTS_MAX] = {0.0};
        for (size_t i = 0; i < scene.schedule.visit_count; i++) {
            struct visit visit = scene.schedule.visit[i];
            assert_true(visit.end_s - visit.start_s >= 5.5 && visit.end_s - visit.start_s <= 20.0);
            dwell_s[visit.spot] += visit.end_s - visit.start_s;
            double low = 1e9;
            double high = -1e9;
            for (double t = visit.start_s; t <= visit.end_s; t += 0.02) {
                struct motion motion = schedule_at(&scene.schedule, t);
                low = fmin(low, motion.position_mm);
                high = fmax(high, motion.position_mm);
                assert_true(motion.load > 0.4);
            }
            assert_true(high - low < 45.0);
            assert_true(fabs((high + low) / 2.0 - scene.spot_mm[visit.spot]) < 6.0);
            visits++;
        }
        for (unsigned spot = 0; spot < scene.spot_count; spot++)
            assert_true(dwell_s[spot] >= 18.0 && dwell_s[spot] <= 70.0);
        scene_free(&scene);
    }
    assert_true(visits > 250);
}

/* Without spots, the roller never stays within 50 mm for 5 s, except at the ends of the range. */
static void without_spots_there_are_no_visits(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct scene scene = draw(seed, 0, seed % 2 == 0);
        assert_int_equal(scene.schedule.visit_count, 0);
        double high_end_mm = scene.person.thigh_length_mm - 60.0;
        for (double t = 0.0; t < schedule_duration_s(&scene.schedule) - 5.0; t += 0.1) {
            double low = 1e9;
            double high = -1e9;
            bool loaded = true;
            for (double w = 0.0; w <= 5.0; w += 0.1) {
                struct motion motion = schedule_at(&scene.schedule, t + w);
                low = fmin(low, motion.position_mm);
                high = fmax(high, motion.position_mm);
                loaded = loaded && motion.load > 0.2;
            }
            assert_true(!loaded || high - low > 50.0 || low < 40.0 || high > high_end_mm);
        }
        scene_free(&scene);
    }
}

static void sessions_vary_like_people(void **state)
{
    (void)state;
    double slowest = 1e9;
    double fastest = 0.0;
    unsigned breaks = 0;
    unsigned unloaded_starts = 0;
    unsigned left = 0;
    unsigned forwards = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct scene scene = draw(seed, 0, false);
        double speed = 0.0;
        bool was_loaded = false;
        unsigned loads = 0;
        for (double t = 0.0; t < schedule_duration_s(&scene.schedule); t += 0.02) {
            struct motion motion = schedule_at(&scene.schedule, t);
            speed = fmax(speed, fabs(motion.rolled_mm_s));
            loads += motion.load > 0.5 && !was_loaded;
            was_loaded = motion.load > 0.5;
            double force_n = person_force_n(&scene.person, t, &motion);
            assert_true(force_n >= 0.0 && force_n < 0.6 * scene.person.weight_kg * 9.81);
        }
        slowest = fmin(slowest, speed);
        fastest = fmax(fastest, speed);
        breaks += loads > 1;
        unloaded_starts += schedule_at(&scene.schedule, 0.0).load < 0.1;
        left += strcmp(scene.leg, "left") == 0;
        forwards += scene.body.direction == 1;
        assert_true(scene.body.radius_mm >= 65.0 && scene.body.radius_mm <= 76.0);
        assert_true(scene.person.thigh_length_mm >= 300.0 && scene.person.thigh_length_mm <= 400.0);
        scene_free(&scene);
    }
    assert_true(slowest < 40.0 && fastest > 300.0 && fastest < 350.0);
    assert_in_range(breaks, 10, 50);
    assert_in_range(unloaded_starts, 30, 70);
    assert_in_range(left, 30, 70);
    assert_in_range(forwards, 30, 70);
}

static void only_hard_sessions_slip_and_turn_in_the_air(void **state)
{
    (void)state;
    unsigned turned = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct scene nominal = draw(seed, 1, false);
        struct scene hard = draw(seed, 1, true);
        double slipped_mm = 0.0;
        for (double t = 0.0; t < schedule_duration_s(&nominal.schedule); t += 0.1) {
            struct motion motion = schedule_at(&nominal.schedule, t);
            assert_true(fabs(motion.position_mm - motion.rolled_mm) < 1e-6);
            assert_false(motion.lifted);
        }
        for (double t = 0.0; t < schedule_duration_s(&hard.schedule); t += 0.1) {
            struct motion motion = schedule_at(&hard.schedule, t);
            slipped_mm = fmax(slipped_mm, fabs(motion.position_mm - motion.rolled_mm));
            turned += motion.lifted;
        }
        assert_true(slipped_mm > 0.1);
        scene_free(&nominal);
        scene_free(&hard);
    }
    assert_true(turned > 20);
}

/* The slip in the two directions does not cancel, so the roller creeps along the thigh. */
static void slip_adds_up_over_a_hard_session(void **state)
{
    (void)state;
    unsigned drifted = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct scene scene = draw(seed, 0, true);
        double slipped_mm = 0.0;
        double distance_mm = 0.0;
        for (size_t i = 0; i < scene.schedule.movement_count; i++) {
            const struct movement *movement = &scene.schedule.movement[i];
            slipped_mm += movement->slip * (movement->to_mm - movement->from_mm);
            distance_mm += fabs(movement->to_mm - movement->from_mm);
        }
        drifted += fabs(slipped_mm) > 0.001 * distance_mm;
        assert_true(fabs(slipped_mm) < 0.007 * distance_mm);
        scene_free(&scene);
    }
    assert_in_range(drifted, 12, 30);
}

static void impossible_requests_are_rejected(void **state)
{
    (void)state;
    struct scene scene;
    struct failure failure;
    struct scene_request beyond = {.seed = 1, .thigh_length_mm = 300.0, .spot_count = 1, .spot_mm = {310.0}};
    assert_false(scene_make(&beyond, &scene, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_USAGE);
    assert_non_null(strstr(failure.message, "310 mm"));
    scene_free(&scene);
    struct scene_request close = {.seed = 1, .spot_count = 2, .spot_mm = {100.0, 130.0}};
    assert_false(scene_make(&close, &scene, &failure));
    assert_non_null(strstr(failure.message, "35 mm"));
    scene_free(&scene);
    struct scene_request many = {.seed = 1, .random_spots = 16};
    assert_false(scene_make(&many, &scene, &failure));
    assert_non_null(strstr(failure.message, "do not fit"));
    scene_free(&scene);
}

static void the_requested_number_of_strokes_is_rolled(void **state)
{
    (void)state;
    struct scene scene;
    struct failure failure;
    struct scene_request request = {.seed = 4, .strokes = 9, .spot_count = 2, .spot_mm = {200.0, 80.0}};
    assert_true(scene_make(&request, &scene, &failure));
    assert_int_equal(scene.schedule.strokes, 9);
    assert_true(scene.spot_mm[0] == 80.0 && scene.spot_mm[1] == 200.0);
    /* Each stroke goes one way, so the reversals alternate between the two ends. */
    unsigned turns = 0;
    bool up = true;
    for (double t = 0.0; t < schedule_duration_s(&scene.schedule); t += 0.02) {
        double mm = schedule_at(&scene.schedule, t).position_mm;
        if (up ? mm > scene.person.thigh_length_mm - 50.0 : mm < 30.0) {
            up = !up;
            turns++;
        }
    }
    assert_int_equal(turns, 9);
    scene_free(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_jumps),
        cmocka_unit_test(every_visit_meets_the_definition),
        cmocka_unit_test(without_spots_there_are_no_visits),
        cmocka_unit_test(sessions_vary_like_people),
        cmocka_unit_test(only_hard_sessions_slip_and_turn_in_the_air),
        cmocka_unit_test(slip_adds_up_over_a_hard_session),
        cmocka_unit_test(impossible_requests_are_rejected),
        cmocka_unit_test(the_requested_number_of_strokes_is_rolled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
