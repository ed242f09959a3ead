/* SPDX-License-Identifier: MIT */
/* Everything that makes a result less certain causes a warning; a perfect session causes none. */
#include "support/cmocka_includes.h"
#include "whole_session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void defects_of_the_file_have_warnings(void **state)
{
    (void)state;
    struct session session;
    session_make(&session);
    struct result perfect = session_analyze(&session, (struct analysis_options){0});
    assert_int_equal(perfect.warning_count, 0);
    session_edit(&session, "# thigh_length_mm: 350", "# thigh_length_mm: ");
    session_edit(&session, "# calibration_source: measured", "# calibration_source: default");
    session_edit(&session, " lost=0", " lost=1");
    struct result lossy = session_analyze(&session, (struct analysis_options){0});
    assert_true(session_warned(&lossy, "1 reading was lost"));
    session_edit(&session, "# end:", "# cut");
    session_edit(&session, "\n5.0000,", "\nx5.0000,");
    struct result poor = session_analyze(&session, (struct analysis_options){0});
    assert_true(session_warned(&poor, "length is unknown") && session_warned(&poor, "not calibrated") &&
                session_warned(&poor, "cut off") && session_warned(&poor, "1 row could not be used"));
    assert_int_equal(poor.rejected_rows, 1);
    assert_true(isnan(poor.spot[0].thigh_percent));
    assert_int_equal(poor.spot_count, 2);
    result_free(&perfect);
    result_free(&lossy);
    result_free(&poor);
    temp_dir_remove(&session.dir);
}

static void an_unknown_radius_has_a_warning(void **state)
{
    (void)state;
    struct session session;
    session_make(&session);
    session_edit(&session, "# rolling_radius_mm: 70.000", "# rolling_radius_mm: ");
    struct result assumed = session_analyze(&session, (struct analysis_options){0});
    struct result given = session_analyze(&session, (struct analysis_options){.rolling_radius_mm = 70});
    assert_true(session_warned(&assumed, "radius was not measured; 72.5 mm is assumed"));
    assert_false(session_warned(&given, "radius"));
    result_free(&assumed);
    result_free(&given);
    temp_dir_remove(&session.dir);
}

static void only_loaded_time_counts_as_clipped(void **state)
{
    (void)state;
    struct session session;
    char text[200 + 1000 * 40];
    size_t length = (size_t)snprintf(text, sizeof text,
                                     "# foam-roller-session: 1\n"
                                     "time_s,strip0,strip1,strip2,strip3\n");
    for (int row = 0; row < 1000; row++) /* strip 0 is clipped in 20 single unloaded rows */
        length += (size_t)snprintf(text + length, sizeof text - length, "%.2f,%s\n", row * 0.01,
                                   row < 500       ? "700,1,700,1"
                                   : row % 25 == 0 ? "1023,0,0,0"
                                                   : "0,0,0,0");
    temp_dir_make(&session.dir);
    temp_file_write(temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path), text, length);
    struct result result = session_analyze(&session, (struct analysis_options){0});
    assert_true(fabs(result.loaded_s - 5) < 0.05);
    assert_false(session_warned(&result, "end of its range"));
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void read_nothing(size_t row, double *count)
{
    (void)row;
    count[2] = 0;
}

static void read_nothing_later(size_t row, double *count)
{
    count[2] = row > 4000 ? 0 : count[2]; /* the strip carried its last load 2 s earlier */
}

static void read_full_scale(size_t row, double *count)
{
    (void)row;
    count[5] = MOTION_FULL;
}

static void read_three_times(size_t row, double *count)
{
    (void)row;
    count[6] = 3 * MOTION_FULL * count[6] / (MOTION_FULL + 2 * count[6]);
}

static void lose_contact(size_t row, double *count)
{
    count[1] = row / 37 % 4 == 0 ? 0 : count[1];
}

static void swap_two_strips(size_t row, double *count)
{
    double swap = count[4];
    (void)row;
    count[4] = count[5];
    count[5] = swap;
}

static void read_alike(size_t row, double *count)
{
    (void)row;
    for (int k = 1; k < MOTION_STRIPS; k++)
        count[k] = 0.3 * MOTION_FULL;
    count[0] = 0.3 * MOTION_FULL;
}

static void reverse_order(size_t row, double *count)
{
    (void)row;
    for (int k = 1; k < MOTION_STRIPS / 2; k++) {
        double swap = count[k];
        count[k] = count[MOTION_STRIPS - k];
        count[MOTION_STRIPS - k] = swap;
    }
}

/* The strips of one half lie between those of the other: the ring seems to rotate twice as fast. */
static void shuffle_strips(size_t row, double *count)
{
    double shuffled[MOTION_STRIPS];
    (void)row;
    for (int k = 0; k < MOTION_STRIPS; k++)
        shuffled[2 * k % MOTION_STRIPS + 2 * k / MOTION_STRIPS] = count[k];
    memcpy(count, shuffled, sizeof shuffled);
}

static void clip_strips(size_t row, double *count)
{
    (void)row;
    for (int k = 0; k < MOTION_STRIPS; k++)
        count[k] = count[k] > 0.45 * MOTION_FULL ? MOTION_FULL : count[k];
}

static int drops_out_for_3_s(size_t row)
{
    return row >= 3000 && row < 3300;
}

static int always_drops_out(size_t row)
{
    return row > 300;
}

static void stop_accelerometer(size_t row, double axis[MOTION_IMU_AXES])
{
    for (int k = 0; k < 3 && drops_out_for_3_s(row); k++)
        axis[k] = 1000 * k;
}

static int lost_for_2_s(size_t row)
{
    return row >= 1000 && row < 1200;
}

static const char *resumes(size_t row)
{
    return row == 1200 ? "resume" : "";
}

static const char *knee_too_near(size_t row)
{
    return row == 280 ? "knee" : ""; /* the roller is at 170 mm */
}

static void each_fault_has_its_warning(void **state)
{
    (void)state;
    static const struct {
        struct sensors sensors; /* only its functions, imu_noise and without_imu are used */
        const char *warning;
    } fault[] = {
        {{.spoil_strips = read_nothing}, "Strip 2 reads next to nothing: check its wiring."},
        {{.spoil_strips = read_nothing_later}, "Strip 2 reads next to nothing from 38 s on"},
        {{.spoil_strips = read_full_scale}, "Strip 5 reads the same whatever presses on it: check its wiring."},
        {{.spoil_strips = read_three_times}, "times too much compared with the others: check its calibration."},
        {{.spoil_strips = lose_contact}, "Strip 1 lost contact for 2"},
        {{.spoil_strips = swap_two_strips}, "Strips 4 and 5 seem to be swapped"},
        {{.spoil_strips = read_alike, .without_imu = 1}, "Positions are unknown: there is no motion sensor"},
        {{.spoil_strips = read_alike, .imu_drops_out = drops_out_for_3_s},
         "For 3.0 s neither the motion sensor nor the strips measured the rotation"},
        {{.spoil_strips = reverse_order},
         "The motion sensor is mounted upside down (or the strips are numbered backwards)"},
        {{.spoil_strips = shuffle_strips}, "The strips and the motion sensor disagree"},
        {{.spoil_strips = clip_strips}, "A strip was at the end of its range"},
        {{.imu_drops_out = drops_out_for_3_s}, "had no readings for 3.0 s; the strips replaced it"},
        {{.imu_drops_out = always_drops_out}, "had no readings most of the time; positions come from the strips alone"},
        {{.spoil_imu = stop_accelerometer, .imu_noise = 3},
         "accelerometer stood still (frozen readings) for 3.0 s; the gyro alone bridged that."},
        {{.row_is_lost = lost_for_2_s}, "The recording has 1 gap of 2.0 s in all"},
        {{.row_is_lost = lost_for_2_s, .event_of = resumes}, "The roller restarted 1 time while it was loaded"},
        {{.event_of = knee_too_near}, "The knee was marked at 170 mm, but the thigh is 350 mm long"},
    };
    for (size_t k = 0; k < sizeof fault / sizeof fault[0]; k++) {
        struct session session;
        struct sensors sensors = fault[k].sensors;
        sensors.radius_mm = 70;
        sensors.direction = 1;
        sensors.gyro_scale = 1;
        session_make_with(&session, &sensors);
        struct result result = session_analyze(&session, (struct analysis_options){0});
        if (!session_warned(&result, fault[k].warning)) {
            for (size_t w = 0; w < result.warning_count; w++)
                print_message("warning: %s\n", result.warning[w]);
            fail_msg("missing: %s", fault[k].warning);
        }
        result_free(&result);
        temp_dir_remove(&session.dir);
    }
}

static void with_unknown_positions_force_is_still_measured(void **state)
{
    (void)state;
    struct session session;
    struct sensors sensors = SENSORS_PERFECT;
    sensors.without_imu = 1;
    sensors.spoil_strips = read_alike;
    session_make_with(&session, &sensors);
    struct result result = session_analyze(&session, (struct analysis_options){0});
    assert_true(result.spot_count == 0 && result.stroke_count == 0 && isnan(result.min_mm) &&
                isnan(result.distance_mm));
    assert_true(result.loaded_s > 60 && result.mean_force_n > 100);
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void a_short_range_and_a_short_time_have_warnings(void **state)
{
    (void)state;
    struct motion motion;
    struct session session;
    struct sensors sensors = SENSORS_PERFECT;
    motion_init(&motion);
    motion_hold(&motion, 1);
    for (int k = 0; k < 4; k++)
        motion_glide(&motion, k % 2 == 0 ? 100 : -90, 2);
    temp_dir_make(&session.dir);
    motion_write(&motion, &sensors, temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path));
    motion_free(&motion);
    struct result result = session_analyze(&session, (struct analysis_options){0});
    assert_true(session_warned(&result, "The session is short (9 s)"));
    assert_true(session_warned(&result, "You rolled over only 190 mm of the 350 mm thigh"));
    assert_true(session_warned(&result, "the direction to the knee is a guess"));
    result_free(&result);
    result = session_analyze(&session, (struct analysis_options){.roll_direction = -1});
    assert_true(session_warned(&result, "Most of the rolling lies above the upper thigh"));
    result_free(&result);
    temp_dir_remove(&session.dir);
}

static void a_spot_where_strokes_end_has_a_warning(void **state)
{
    (void)state;
    for (int at_end = 0; at_end < 2; at_end++) {
        struct session session;
        struct motion motion;
        motion_init(&motion);
        for (int k = 0; k < 10; k++)
            motion_roll(&motion, k % 2 == 0 ? 330 : 0, 130);
        motion_roll(&motion, at_end ? 318 : 300, 130);
        motion_hold(&motion, 10);
        motion_roll(&motion, 330, 130);
        motion_roll(&motion, 0, 130);
        temp_dir_make(&session.dir);
        motion_write(&motion, &SENSORS_PERFECT,
                     temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path));
        motion_free(&motion);
        struct result result = session_analyze(&session, (struct analysis_options){0});
        assert_int_equal(result.spot_count, 1);
        assert_int_equal(session_warned(&result, "mm lies where the strokes end"), at_end);
        result_free(&result);
        temp_dir_remove(&session.dir);
    }
}

/* With the true radius, 70 mm, the range rolled is 330 mm; it grows in proportion to the radius. */
static void rolling_far_beyond_the_thigh_has_a_warning(void **state)
{
    (void)state;
    struct session session;
    session_make(&session);
    struct result wide = session_analyze(&session, (struct analysis_options){.rolling_radius_mm = 110});
    struct result plausible = session_analyze(&session, (struct analysis_options){.rolling_radius_mm = 85});
    assert_true(session_warned(&wide, " mm, but the thigh is only 350 mm long: check"));
    assert_false(session_warned(&plausible, "You rolled over"));
    result_free(&wide);
    result_free(&plausible);
    temp_dir_remove(&session.dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defects_of_the_file_have_warnings),
        cmocka_unit_test(an_unknown_radius_has_a_warning),
        cmocka_unit_test(only_loaded_time_counts_as_clipped),
        cmocka_unit_test(each_fault_has_its_warning),
        cmocka_unit_test(with_unknown_positions_force_is_still_measured),
        cmocka_unit_test(a_short_range_and_a_short_time_have_warnings),
        cmocka_unit_test(a_spot_where_strokes_end_has_a_warning),
        cmocka_unit_test(rolling_far_beyond_the_thigh_has_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
