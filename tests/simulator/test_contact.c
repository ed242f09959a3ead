/* SPDX-License-Identifier: MIT */
/* What the rotation of the roller does not tell about its position, with --behaviour: slides, slip, lifts, slopes. */
#include "draw_scene.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define SEEDS 20
#define STEP_S 0.01

static void names_are_parsed(void **state)
{
    (void)state;
    struct behaviors behaviors = {0};
    assert_true(behaviors_parse("slide,rests", &behaviors));
    for (enum behavior i = 0; i < BEHAVIOR_COUNT; i++)
        assert_int_equal(behaviors_include(behaviors, i), i == BEHAVIOR_SLIDE || i == BEHAVIOR_RESTS);
    for (enum behavior i = 0; i < BEHAVIOR_COUNT; i++) {
        struct behaviors one = {0};
        assert_true(behaviors_parse(behavior_name(i), &one));
        assert_true(one.bits == UINT64_C(1) << i);
    }
    static const char *const WRONG[] = {"", "slid", "slide,", ",slide", "slide;rests", "Slide"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_false(behaviors_parse(WRONG[i], &behaviors));
}

/* Every movement continues the one before, whatever happens. */
static void nothing_jumps(void **state)
{
    (void)state;
    for (enum behavior i = 0; i < BEHAVIOR_COUNT; i++) {
        for (uint64_t seed = 1; seed <= 3; seed++) {
            struct scene scene = scene_draw(seed, behavior_name(i), 2);
            struct motion before = schedule_at(&scene.schedule, 0.0);
            for (double t = 0.005; t < schedule_duration_s(&scene.schedule); t += 0.005) {
                struct motion now = schedule_at(&scene.schedule, t);
                double speed_max_mm_s = now.lifted ? 1500.0 : 1000.0; /* put back, sliding */
                assert_true(fabs(now.position_mm - before.position_mm) < 0.005 * speed_max_mm_s);
                assert_true(fabs(now.rolled_mm - before.rolled_mm) < 0.005 * 700.0);
                assert_true(fabs(now.offset_mm - before.offset_mm) < 0.005 * 1500.0);
                assert_true(fabs(now.load - before.load) < 0.06);
                before = now;
            }
            scene_free(&scene);
        }
    }
}

/* How the offset changes over a session. */
struct offset_changes {
    double under_load_mm, in_air_mm; /* sum of absolute changes */
    double end_mm;
    double largest_step_mm; /* in 0.3 s */
};

static struct offset_changes follow_offset(const struct scene *scene)
{
    struct offset_changes changes = {0};
    double before_mm = 0.0;
    for (double t = 0.0; t < schedule_duration_s(&scene->schedule); t += STEP_S) {
        struct motion motion = schedule_at(&scene->schedule, t);
        *(motion.load > 0.0 ? &changes.under_load_mm : &changes.in_air_mm) += fabs(motion.offset_mm - before_mm);
        before_mm = motion.offset_mm;
        double later_mm = schedule_at(&scene->schedule, t + 0.3).offset_mm;
        changes.largest_step_mm = fmax(changes.largest_step_mm, fabs(later_mm - motion.offset_mm));
    }
    changes.end_mm = before_mm;
    return changes;
}

static void the_usual_session_has_no_offset(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "scatter,rests,rocks,sections,clipped,tape", 2);
        struct offset_changes changes = follow_offset(&scene);
        assert_true(changes.under_load_mm + changes.in_air_mm < 1e-9);
        scene_free(&scene);
    }
}

static void one_slide_comes_at_once(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "slide", 2);
        struct offset_changes changes = follow_offset(&scene);
        assert_true(fabs(changes.end_mm) >= 30.0 && fabs(changes.end_mm) <= 60.0);
        assert_true(fabs(changes.under_load_mm - fabs(changes.end_mm)) < 0.1 && changes.in_air_mm < 0.1);
        assert_true(fabs(changes.largest_step_mm - fabs(changes.end_mm)) < 0.1);
        scene_free(&scene);
    }
}

static void creep_adds_up_in_one_direction(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "creep-slip", 0);
        struct offset_changes changes = follow_offset(&scene);
        double one_way_mm = 0.0;
        for (double t = 0.0; t < schedule_duration_s(&scene.schedule); t += STEP_S) {
            struct motion now = schedule_at(&scene.schedule, t), next = schedule_at(&scene.schedule, t + STEP_S);
            double moved_mm = next.position_mm - now.position_mm;
            /* the thigh moves farther than the roller turns */
            assert_true((next.offset_mm - now.offset_mm) * moved_mm >= -1e-4);
            one_way_mm += fmax(changes.end_mm > 0.0 ? moved_mm : -moved_mm, 0.0);
        }
        assert_true(fabs(changes.end_mm) > 0.007 * one_way_mm && fabs(changes.end_mm) < 0.025 * one_way_mm);
        assert_true(fabs(changes.under_load_mm - fabs(changes.end_mm)) < 0.1);
        scene_free(&scene);
    }
}

static void the_roller_slips_at_the_turns(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "stick-slip", 0);
        struct offset_changes changes = follow_offset(&scene);
        assert_true(changes.under_load_mm > 1.0 && changes.in_air_mm < 1e-9 && changes.largest_step_mm <= 8.0);
        for (size_t i = 0; i < scene.schedule.movement_count; i++)
            assert_true(scene.schedule.movement[i].kind == MOVEMENT_DWELL ||
                        scene.schedule.movement[i].shift_mm == 0.0);
        scene_free(&scene);
    }
}

static void the_roller_is_put_back_elsewhere(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double max_mm;
    } KINDS[] = {{"put-back", 10.0}, {"put-back-far", 30.0}};
    for (int which = 0; which < 2; which++) {
        double largest_mm = 0.0;
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct scene scene = scene_draw(seed, KINDS[which].name, 1);
            unsigned lifts = 0;
            for (size_t i = 0; i < scene.schedule.movement_count; i++) {
                const struct movement *movement = &scene.schedule.movement[i];
                if (movement->is_carried) {
                    largest_mm = fmax(largest_mm, fabs(movement->shift_mm));
                    lifts++;
                }
            }
            assert_true(lifts > 0);
            struct offset_changes changes = follow_offset(&scene);
            assert_true(changes.in_air_mm > 0.01 && changes.under_load_mm < 1e-9);
            scene_free(&scene);
        }
        assert_true(largest_mm > 0.8 * KINDS[which].max_mm && largest_mm <= KINDS[which].max_mm);
    }
}

static void the_roller_goes_to_the_other_leg(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "both-legs", 0);
        unsigned changes = 0;
        for (size_t i = 0; i < scene.schedule.movement_count; i++) {
            const struct movement *movement = &scene.schedule.movement[i];
            changes += movement->is_carried && fabs(movement_at_end(movement).position_mm) <= 10.0;
        }
        assert_true(changes > 0);
        scene_free(&scene);
    }
}

/* After it was turned end for end, the roller turns in the opposite sense; the gyroscope sees half a turn about up. */
static void the_roller_is_turned_round(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "turn-round", 0);
        double yaw_rad = 0.0, same_mm = 0.0, opposite_mm = 0.0;
        bool was_turned = false;
        for (double t = 0.0; t < schedule_duration_s(&scene.schedule); t += 0.002) {
            struct motion now = schedule_at(&scene.schedule, t), next = schedule_at(&scene.schedule, t + 0.002);
            yaw_rad += now.yaw_rad_s * 0.002;
            was_turned = was_turned || fabs(yaw_rad) > M_PI / 2.0;
            assert_true(now.yaw_rad_s == 0.0 || (now.lifted && now.load == 0.0));
            if (now.load < 1.0 || next.load < 1.0)
                continue;
            double moved_mm = next.position_mm - now.position_mm, rolled_mm = next.rolled_mm - now.rolled_mm;
            (*(was_turned ? &opposite_mm : &same_mm)) += moved_mm * rolled_mm < 0.0 ? -fabs(moved_mm) : fabs(moved_mm);
        }
        assert_true(fabs(fabs(yaw_rad) - M_PI) < 0.01);
        assert_true(same_mm > 500.0 && opposite_mm < -500.0);
        scene_free(&scene);
    }
}

/* The roller touches the thigh where its slope says, so the thigh moves by the rotation less radius times slope. */
static void the_thigh_turns_over_the_roller_as_its_slope_changes(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"slope", "posture"};
    for (int which = 0; which < 2; which++) {
        double largest_deg = 0.0;
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct scene scene = scene_draw(seed, NAMES[which], 1);
            double start_rad = schedule_at(&scene.schedule, 0.0).slope_rad;
            for (double t = 0.0; t < schedule_duration_s(&scene.schedule); t += 0.05) {
                struct motion motion = schedule_at(&scene.schedule, t);
                double turned_mm = motion.rolled_mm - scene.body.radius_mm * (motion.slope_rad - start_rad);
                assert_true(fabs(motion.position_mm - turned_mm) < 1e-6);
                largest_deg = fmax(largest_deg, fabs(motion.slope_rad) * 180.0 / M_PI);
            }
            scene_free(&scene);
        }
        assert_true(largest_deg > 10.0 && largest_deg < 16.0);
    }
}

/* With a radius that varies along the thigh, the offset depends on the position alone. */
static void the_radius_varies_along_the_thigh(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "load-radius", 0);
        double largest_mm = 0.0;
        for (double t = 0.0; t < schedule_duration_s(&scene.schedule); t += 0.05) {
            struct motion motion = schedule_at(&scene.schedule, t);
            double slip_per_mm = scene.schedule.movement[0].slip_per_mm;
            double middle_mm = scene.person.thigh_length_mm / 2.0;
            double expected_mm = -slip_per_mm * motion.position_mm * (motion.position_mm / 2.0 - middle_mm);
            assert_true(fabs(motion.offset_mm - expected_mm) < 1e-6);
            largest_mm = fmax(largest_mm, fabs(motion.offset_mm));
        }
        assert_true(largest_mm > 0.05 && largest_mm < 5.0);
        scene_free(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_parsed),
        cmocka_unit_test(nothing_jumps),
        cmocka_unit_test(the_usual_session_has_no_offset),
        cmocka_unit_test(one_slide_comes_at_once),
        cmocka_unit_test(creep_adds_up_in_one_direction),
        cmocka_unit_test(the_roller_slips_at_the_turns),
        cmocka_unit_test(the_roller_is_put_back_elsewhere),
        cmocka_unit_test(the_roller_goes_to_the_other_leg),
        cmocka_unit_test(the_roller_is_turned_round),
        cmocka_unit_test(the_thigh_turns_over_the_roller_as_its_slope_changes),
        cmocka_unit_test(the_radius_varies_along_the_thigh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
