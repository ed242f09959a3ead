/* SPDX-License-Identifier: MIT */
/* Where a person rolls, rests and rocks with --behaviour, for many seeds. */
#include "draw_scene.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define SEEDS 20

/* The lowest and highest position during a stroke. */
struct extent {
    double low_mm, high_mm;
};

/* Find the extents of the first and the last `count` movements that roll. */
static struct extent extent_of_rolls(const struct schedule *schedule, size_t from, size_t count)
{
    struct extent extent = {INFINITY, -INFINITY};
    size_t rolls = 0;
    for (size_t i = 0; i < schedule->movement_count; i++) {
        const struct movement *movement = &schedule->movement[i];
        if (movement->kind != MOVEMENT_ROLL || rolls++ < from)
            continue;
        if (rolls > from + count)
            break;
        extent.low_mm = fmin(extent.low_mm, fmin(movement->from_mm, movement->to_mm));
        extent.high_mm = fmax(extent.high_mm, fmax(movement->from_mm, movement->to_mm));
    }
    return extent;
}

static size_t count_rolls(const struct schedule *schedule)
{
    size_t rolls = 0;
    for (size_t i = 0; i < schedule->movement_count; i++)
        rolls += schedule->movement[i].kind == MOVEMENT_ROLL;
    return rolls;
}

static void sections_follow_each_other(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"sections", "half"};
    for (int which = 0; which < 2; which++) {
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct scene scene = scene_draw(seed, NAMES[which], 0);
            double length_mm = scene.person.thigh_length_mm;
            size_t rolls = count_rolls(&scene.schedule);
            struct extent first = extent_of_rolls(&scene.schedule, 0, rolls / 5);
            struct extent last = extent_of_rolls(&scene.schedule, rolls - rolls / 5, rolls);
            assert_true(first.low_mm < 30.0 && first.high_mm < 0.65 * length_mm);
            assert_true(last.low_mm > 0.3 * length_mm && last.high_mm > length_mm - 40.0);
            scene_free(&scene);
        }
    }
}

static void strokes_grow_longer(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "grow", 0);
        size_t rolls = count_rolls(&scene.schedule);
        struct extent first = extent_of_rolls(&scene.schedule, 0, 2);
        struct extent last = extent_of_rolls(&scene.schedule, rolls - 2, 2);
        assert_true(first.high_mm - first.low_mm < 0.8 * (last.high_mm - last.low_mm));
        scene_free(&scene);
    }
}

static void the_first_strokes_are_short(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "warm-up", 0);
        size_t rolls = count_rolls(&scene.schedule);
        struct extent first = extent_of_rolls(&scene.schedule, 0, 1);
        struct extent last = extent_of_rolls(&scene.schedule, rolls > 12 ? 6 : rolls / 2, rolls - rolls / 2);
        assert_true(first.high_mm - first.low_mm < 0.9 * (last.high_mm - last.low_mm));
        scene_free(&scene);
    }
}

static void one_way_strokes_lead_away_from_the_start(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"one-way", "one-way,start-knee"};
    for (size_t which = 0; which < sizeof NAMES / sizeof NAMES[0]; which++) {
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct scene scene = scene_draw(seed, NAMES[which], 0);
            unsigned strokes = 0;
            for (size_t i = 0; i < scene.schedule.movement_count; i++) {
                const struct movement *movement = &scene.schedule.movement[i];
                if (movement->kind != MOVEMENT_ROLL)
                    continue;
                assert_true((movement->to_mm > movement->from_mm) == (which == 0));
                strokes++;
            }
            assert_int_equal(strokes, scene.schedule.strokes);
            scene_free(&scene);
        }
    }
}

/* Sections do not lose visits: each planted spot is visited. */
static void spots_are_visited_on_every_route(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"sections", "half", "grow", "scatter", "start-knee", "warm-up", "one-way"};
    for (size_t which = 0; which < sizeof NAMES / sizeof NAMES[0]; which++) {
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct scene scene = scene_draw(seed, NAMES[which], 3);
            bool is_visited[3] = {false};
            for (size_t i = 0; i < scene.schedule.visit_count; i++) {
                const struct visit *visit = &scene.schedule.visit[i];
                double middle_mm = schedule_at(&scene.schedule, visit->start_s).position_mm;
                assert_true(fabs(middle_mm - scene.spot_mm[visit->spot]) < 6.0);
                is_visited[visit->spot] = true;
            }
            assert_true(is_visited[0] && is_visited[1] && is_visited[2]);
            scene_free(&scene);
        }
    }
}

/* Compute the standard deviation of where the strokes turn near the knee, relative to the thigh. */
static double scatter_at_knee(const struct scene *scene)
{
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (size_t i = 0; i < scene->schedule.movement_count; i++) {
        const struct movement *movement = &scene->schedule.movement[i];
        if (movement->kind == MOVEMENT_ROLL && movement->to_mm > movement->from_mm) {
            sum += movement->to_mm;
            squares += movement->to_mm * movement->to_mm;
            count += 1.0;
        }
    }
    return sqrt(fmax(squares / count - sum * sum / count / count, 0.0)) / scene->person.thigh_length_mm;
}

static void ends_scatter(void **state)
{
    (void)state;
    double with = 0.0, without = 0.0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "scatter", 0);
        with += scatter_at_knee(&scene) / SEEDS;
        scene_free(&scene);
        scene = scene_draw(seed, "", 0);
        without += scatter_at_knee(&scene) / SEEDS;
        scene_free(&scene);
    }
    assert_true(with > 0.018 && with < 0.045);
    assert_true(without < 0.012);
}

static void the_session_starts_at_the_knee(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "start-knee", 0);
        assert_true(schedule_at(&scene.schedule, 0.0).position_mm >= scene.person.thigh_length_mm - 10.0);
        struct extent first = extent_of_rolls(&scene.schedule, 0, 1);
        assert_true(first.low_mm < 30.0);
        scene_free(&scene);
    }
}

static void rests_are_still_and_on_no_spot(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "rests", 3);
        assert_int_equal(scene.schedule.rest_count, 2);
        for (unsigned r = 0; r < 2; r++) {
            const struct rest *rest = &scene.schedule.rest[r];
            assert_true(rest->end_s - rest->start_s >= 8.0 && rest->end_s - rest->start_s <= 40.0);
            double place_mm = schedule_at(&scene.schedule, rest->start_s).position_mm;
            for (double t = rest->start_s; t < rest->end_s; t += 0.1) {
                struct motion motion = schedule_at(&scene.schedule, t);
                assert_true(fabs(motion.position_mm - place_mm) < 3.0 && motion.load == 1.0);
            }
            for (unsigned i = 0; i < scene.spot_count; i++)
                assert_true(fabs(scene.spot_mm[i] - place_mm) > 25.0);
        }
        assert_true(scene.schedule.rest[0].end_s < scene.schedule.rest[1].start_s);
        scene_free(&scene);
    }
}

static void visits_rock_widely(void **state)
{
    (void)state;
    unsigned wide = 0, visits = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct scene scene = scene_draw(seed, "rocks", 2);
        for (size_t i = 0; i < scene.schedule.visit_count; i++) {
            double low_mm = INFINITY, high_mm = -INFINITY;
            for (double t = scene.schedule.visit[i].start_s; t < scene.schedule.visit[i].end_s; t += 0.02) {
                double mm = schedule_at(&scene.schedule, t).position_mm;
                low_mm = fmin(low_mm, mm);
                high_mm = fmax(high_mm, mm);
            }
            assert_true(high_mm - low_mm < 60.5 && low_mm > -2.0 && high_mm < scene.person.thigh_length_mm + 2.0);
            wide += high_mm - low_mm > 29.0;
            visits++;
        }
        scene_free(&scene);
    }
    assert_true(wide > visits / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_follow_each_other),
        cmocka_unit_test(strokes_grow_longer),
        cmocka_unit_test(the_first_strokes_are_short),
        cmocka_unit_test(one_way_strokes_lead_away_from_the_start),
        cmocka_unit_test(spots_are_visited_on_every_route),
        cmocka_unit_test(ends_scatter),
        cmocka_unit_test(the_session_starts_at_the_knee),
        cmocka_unit_test(rests_are_still_and_on_no_spot),
        cmocka_unit_test(visits_rock_widely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
