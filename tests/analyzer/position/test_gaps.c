/* SPDX-License-Identifier: MIT */
/* Positions after lost rows, IMU dropouts and lifts. Each error is printed. */
#include "analyzer/support/fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>

static int lost_at_a_reversal(size_t row) /* the roller hardly moves */
{
    return row >= 1410 && row < 1610;
}

static int lost_in_a_stroke(size_t row) /* the roller moves by 330 mm: more than half a revolution */
{
    return row >= 1500 && row < 1700;
}

static void two_lost_seconds_do_not_move_the_position(void **state)
{
    (void)state;
    int (*const lost[])(size_t) = {lost_at_a_reversal, lost_in_a_stroke};
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        for (int k = 0; k < 2; k++) {
            struct fixture fixture;
            fixture_roll(&fixture, ring_only);
            fixture.sensors.row_is_lost = lost[k];
            fixture_find(&fixture);
            print_message("figure: 2 s of rows lost %s, %s: worst error %.2f mm\n",
                          k ? "while 330 mm are rolled" : "at a reversal", ring_only ? "ring alone" : "IMU",
                          fixture_max_error_mm(&fixture, 0));
            assert_true(fixture_max_error_mm(&fixture, 0) < (ring_only ? 3 : 0.5));
            fixture_free(&fixture);
        }
    }
}

static const char *resume_after_the_gap(size_t row)
{
    return row == 1700 ? "resume" : "";
}

static void a_restart_is_a_gap_without_distance(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_roll(&fixture, false);
    fixture.sensors.row_is_lost = lost_in_a_stroke;
    fixture.sensors.event_of = resume_after_the_gap;
    fixture_find(&fixture);
    print_message("figure: restart while 330 mm are rolled, worst error %.2f mm\n", fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 0.5);
    assert_int_equal(fixture.position.restart_count, 1);
    assert_int_equal(fixture.position.contact[1500], CONTACT_RESUMED);
    fixture_free(&fixture);
}

static void rotation_while_lifted_during_a_restart_does_not_count(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 5, 330, 2); /* the last stroke ends at 330 mm in row 1100 */
    motion_lift(&fixture.motion, 5, 3.0);        /* rows 1100 to 1600 */
    fixture_strokes(&fixture.motion, 5, 330, 2);
    fixture_read(&fixture);
    for (size_t i = 1100; i < 1600; i++) /* no row shows that the roller is lifted */
        fixture.rows.time_s[i] = NAN;
    size_t kept = 0;
    for (size_t i = 0; i < fixture.rows.count; i++) {
        if (isnan(fixture.rows.time_s[i]))
            continue;
        fixture.rows.time_s[kept] = fixture.rows.time_s[i];
        for (size_t k = 0; k < MOTION_STRIPS; k++)
            fixture.rows.strip[kept * MOTION_STRIPS + k] = fixture.rows.strip[i * MOTION_STRIPS + k];
        for (size_t a = 0; a < SESSION_IMU_AXES; a++)
            fixture.rows.imu[kept * SESSION_IMU_AXES + a] = fixture.rows.imu[i * SESSION_IMU_AXES + a];
        kept++;
    }
    fixture.rows.count = kept;
    fixture_estimate(&fixture, 0);
    print_message("figure: lifted and rotated by 3 rad in a gap of 5 s, worst error %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 1);
    fixture_free(&fixture);
}

static void revolutions_while_lifted_do_not_count(void **state)
{
    (void)state;
    for (int ring_only = 0; ring_only < 2; ring_only++) {
        struct fixture fixture;
        fixture_init(&fixture);
        fixture.sensors.without_imu = ring_only;
        static const double rotation_rad[] = {3.14159, -2, 3.14159, 1, -3.14159};
        for (int k = 0; k < 5; k++) {
            fixture_strokes(&fixture.motion, 4, 300, 2);
            motion_lift(&fixture.motion, 2, rotation_rad[k]);
        }
        fixture_strokes(&fixture.motion, 4, 300, 2);
        fixture_find(&fixture);
        print_message("figure: five lift-offs, rotated up to half a revolution, %s: worst error %.2f mm\n",
                      ring_only ? "ring alone" : "IMU", fixture_max_error_mm(&fixture, 0));
        assert_true(fixture_max_error_mm(&fixture, 0) < (ring_only ? 3 : 0.5));
        assert_int_equal(fixture_stroke_count(&fixture), 24);
        fixture_free(&fixture);
    }
}

static int lost_from_a_stroke_into_a_lift(size_t row) /* 100 rows of rolling, then 50 of the lift */
{
    return row >= 1000 && row < 1150;
}

static void a_gap_beside_a_lift_is_a_gap(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 5, 330, 2); /* ends at 330 mm in row 1100 */
    motion_lift(&fixture.motion, 2, 0);
    fixture_strokes(&fixture.motion, 8, 330, 2);
    fixture.sensors.row_is_lost = lost_from_a_stroke_into_a_lift;
    fixture_find(&fixture);
    print_message("figure: rows lost from a stroke into a lift, worst error %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 1);
    fixture_free(&fixture);
}

static int drops_out_often(size_t row)
{
    return row / 60 % 3 == 1;
}

static int drops_out_for_3_s(size_t row)
{
    return row >= 1500 && row < 1800;
}

static int dies_half_way(size_t row)
{
    return row >= 2000;
}

static int starts_late(size_t row)
{
    return row < 3000;
}

static void the_ring_replaces_an_imu_in_dropouts(void **state)
{
    (void)state;
    static const struct {
        int (*drops_out)(size_t);
        const char *description;
    } fault[] = {{drops_out_often, "every third 0.6 s"},
                 {drops_out_for_3_s, "for 3 s"},
                 {dies_half_way, "from the middle on"},
                 {starts_late, "up to three quarters"}};
    for (size_t k = 0; k < 4; k++) {
        struct fixture fixture;
        fixture_roll(&fixture, false);
        fixture.sensors.imu_drops_out = fault[k].drops_out;
        fixture_find(&fixture);
        print_message("figure: IMU dropout %s: worst error %.2f mm, rms %.2f mm\n", fault[k].description,
                      fixture_max_error_mm(&fixture, 0), fixture_rms_error_mm(&fixture));
        assert_true(fixture.rotation.uses_imu && fixture.rotation.fused && fixture.position.unknown_s == 0);
        assert_true(fixture_max_error_mm(&fixture, 0) < 4);
        if (fault[k].drops_out == drops_out_for_3_s)
            assert_true(fabs(fixture.rotation.dropout_s - 3) < 0.1);
        fixture_free(&fixture);
    }
}

/* From the middle of the lift to 1.5 s after it. */
static int drops_out_as_the_load_begins(size_t row)
{
    return row >= 1250 && row < 1450;
}

/* The ring has no angle without load: where the load begins it steps, by the rotation during the lift. */
static void a_dropout_that_holds_the_end_of_a_lift_adds_no_step(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 5, 330, 2); /* ends at 330 mm in row 1100 */
    motion_lift(&fixture.motion, 2, 1.1);
    fixture_strokes(&fixture.motion, 8, 330, 2);
    fixture.sensors.imu_drops_out = drops_out_as_the_load_begins;
    fixture_find(&fixture);
    print_message("figure: a dropout that holds the end of a lift, worst error %.2f mm\n",
                  fixture_max_error_mm(&fixture, 0));
    assert_true(fixture_max_error_mm(&fixture, 0) < 4);
    fixture_free(&fixture);
}

static int drops_out_for_long(size_t row)
{
    return row >= 10000 && row < 90000;
}

static void a_long_dropout_is_bridged_too(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_strokes(&fixture.motion, 600, 330, 1.7);
    fixture.sensors.imu_drops_out = drops_out_for_long; /* so long that the filter forgets gravity completely */
    fixture_find(&fixture);
    print_message("figure: IMU dropout of 800 s, worst error %.2f mm\n", fixture_max_error_mm(&fixture, 0));
    assert_true(fixture.rotation.fused);
    assert_true(fixture_max_error_mm(&fixture, 0) < 5);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_lost_seconds_do_not_move_the_position),
        cmocka_unit_test(a_restart_is_a_gap_without_distance),
        cmocka_unit_test(rotation_while_lifted_during_a_restart_does_not_count),
        cmocka_unit_test(revolutions_while_lifted_do_not_count),
        cmocka_unit_test(a_gap_beside_a_lift_is_a_gap),
        cmocka_unit_test(the_ring_replaces_an_imu_in_dropouts),
        cmocka_unit_test(a_dropout_that_holds_the_end_of_a_lift_adds_no_step),
        cmocka_unit_test(a_long_dropout_is_bridged_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
